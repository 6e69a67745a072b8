//! Figures of other countries from a file: `country,dimension,value,date`, one value a line.

use chrono::NaiveDate;

/// One value of a country.
#[derive(Debug, Clone, PartialEq)]
pub struct CountryFigure {
    /// Two letters (ISO 3166-1, and the EU's `EL` and `EU`).
    pub country: String,
    /// What was measured; a name of ours (`datasets`, `score` …) is compared with our own figure.
    pub dimension: String,
    /// The day that it is of; of a year or month alone, its last day.
    pub day: NaiveDate,
    /// The value.
    pub value: f64,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong and how to write it.
    pub problem: String,
}

/// Longest name of a dimension.
const LONGEST: usize = 60;

/// Reads a file: the good lines and the bad ones. A first line with the names of the columns, in any order, is taken as
/// such; without it the order is country, dimension, value, date. `;` and tabs separate, too; `#` begins a comment.
pub fn read_countries(text: &str) -> (Vec<CountryFigure>, Vec<BadLine>) {
    let mut order = [0, 1, 2, 3];
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut first = true;
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells = cells(line);
        if std::mem::take(&mut first)
            && let Some(heads) = heads(&cells)
        {
            order = heads;
            continue;
        }
        match figure(&cells, order) {
            Ok(figure) => good.push(figure),
            Err(problem) => bad.push(BadLine { line: number + 1, problem }),
        }
    }
    (good, bad)
}

/// Cells of a line. A value with a decimal comma needs `;` or a tab between the cells, or quotes.
fn cells(line: &str) -> Vec<String> {
    let separator = ['\t', ';'].into_iter().find(|separator| line.contains(*separator)).unwrap_or(',');
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == separator && !quoted => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            c => cell.push(c),
        }
    }
    cells.push(cell.trim().to_owned());
    cells
}

fn heads(cells: &[String]) -> Option<[usize; 4]> {
    let place = |name: &str| cells.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    Some([place("country")?, place("dimension")?, place("value")?, place("date")?])
}

fn figure(cells: &[String], order: [usize; 4]) -> Result<CountryFigure, String> {
    let cell = |place: usize, name: &str| {
        let found = cells.get(order[place]).map(String::as_str).filter(|cell| !cell.is_empty());
        found.ok_or_else(|| format!("there is no {name}: write `country,dimension,value,date`"))
    };
    let (country, dimension) = (cell(0, "country")?, cell(1, "dimension")?);
    let (value, date) = (cell(2, "value")?, cell(3, "date")?);
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err(format!("`{country}` is no country code: write two letters, as in `SE`"));
    }
    let well_named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if dimension.len() > LONGEST || !dimension.chars().all(well_named) {
        return Err(format!("`{dimension}` is no name of a dimension: at most {LONGEST} of a-z, 0-9, `-` and `_`"));
    }
    let number = value.replace(',', ".").replace(['\u{a0}', '\u{202f}', ' '], "").parse::<f64>();
    let number = number.ok().filter(|number| number.is_finite());
    Ok(CountryFigure {
        country: country.to_ascii_uppercase(),
        dimension: dimension.to_ascii_lowercase(),
        value: number.ok_or_else(|| format!("`{value}` is no number"))?,
        day: day(date).ok_or_else(|| format!("`{date}` is no date: write `2025-12-31`, `2025-12` or `2025`"))?,
    })
}

fn day(text: &str) -> Option<NaiveDate> {
    let last_of = |year: i32, month: u32| {
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
    };
    let number = |text: &str, length: usize| (text.len() == length).then(|| text.parse::<u32>().ok()).flatten();
    let year = |text: &str| number(text, 4).and_then(|year| i32::try_from(year).ok());
    match text.split('-').collect::<Vec<_>>()[..] {
        [y] => last_of(year(y)?, 12),
        [y, m] => last_of(year(y)?, number(m, 2).filter(|month| (1..=12).contains(month))?),
        [y, m, d] => NaiveDate::from_ymd_opt(year(y)?, number(m, 2)?, number(d, 2)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_lines_are_read_and_bad_ones_are_named_by_their_number() {
        let text = "country,dimension,value,date\nSE,datasets,24000,2025\ndk,Maturity-Policy,\"91,5\",2025-02\n\n\
                    SWE,datasets,1,2025\nFI,datasets,många,2025\nNO,datasets,1,2025-02-30\nEE,data sets,1,2025\nLV,datasets\n";
        let (good, bad) = read_countries(text);
        let good: Vec<String> =
            good.iter().map(|f| format!("{} {} {} {}", f.country, f.dimension, f.value, f.day)).collect();
        assert_eq!(good, ["SE datasets 24000 2025-12-31", "DK maturity-policy 91.5 2025-02-28"]);
        let lines: Vec<usize> = bad.iter().map(|bad| bad.line).collect();
        assert_eq!(lines, [5, 6, 7, 8, 9]);
        assert!(bad[1].problem.contains("`många`") && bad[4].problem.contains("no value"), "{bad:?}");
    }

    #[test]
    fn columns_may_stand_in_another_order_and_heads_may_be_missing() {
        let (good, bad) = read_countries("\u{feff}date;country;value;dimension\n2024-01-31;SE;1 234,5;score\n");
        assert_eq!((good.len(), good[0].value, bad.len()), (1, 1234.5, 0));
        let (good, bad) = read_countries("# utan rubriker\nEL,score,300,2024-06-01\n");
        assert_eq!((good[0].country.as_str(), bad.len()), ("EL", 0));
        assert_eq!(read_countries(""), (vec![], vec![]));
    }
}
