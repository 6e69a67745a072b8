//! Dates: lexical forms of XML Schema 1.1 part 2, and the shapes that people write instead.

use crate::rule::Rule;
use model::Severity;
use model::ns::xsd;

macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, $sv:literal, $en:literal, $before:literal => $after:literal;)*) => {
        $(pub(crate) const $name: Rule = Rule {
            code: $code,
            severity: Severity::$severity,
            sv: $sv,
            en: $en,
            fix: ("Skriv `2023-01-02` (xsd:date) eller `2023-01-02T10:11:00Z` (xsd:dateTime).", "Write `2023-01-02` (xsd:date) or `2023-01-02T10:11:00Z` (xsd:dateTime)."),
            example: Some(($before, $after)),
        };)*
        /// All rules of this module; examples are values of xsd:date.
        pub(crate) const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    SHAPE = "repair-date-shape", Notice,
        "Datumet är skrivet på ett sätt som inte är XML Schemas. Det skrevs om.",
        "The date is written in a way that is not XML Schema's. It was rewritten.",
        "2023/01/02" => "2023-01-02";
    TYPE = "repair-date-type", Notice,
        "Datumets datatyp stämmer inte med hur det är skrivet. Datatypen rättades.",
        "The datatype of the date does not match the way it is written. The datatype was corrected.",
        "2023-01-02T10:11:00Z" => "2023-01-02T10:11:00Z";
    UNTYPED = "repair-date-untyped", Notice,
        "Datumet saknar datatyp och fick en.",
        "The date has no datatype and got one.",
        "2023-01-02" => "2023-01-02";
    INVALID = "repair-date-invalid", Warning,
        "Värdet är inget giltigt datum. Det bevarades som det är.",
        "The value is no valid date. It was kept as it is.",
        "2008-01-01T00:00:75" => "2008-01-01T00:00:75";
}

/// The old Dublin Core datatype for dates.
const W3CDTF: &str = "http://purl.org/dc/terms/W3CDTF";

/// A date as it should be: value, datatype, and why it was changed.
pub(super) type Date = (String, &'static str, Vec<&'static Rule>);

/// Repairs a literal of a date type. `None` when nothing is wrong or the type is none for dates.
pub(super) fn repair_typed(value: &str, datatype: &str) -> Option<Date> {
    let types = [xsd::DATE, xsd::DATE_TIME, xsd::G_YEAR, xsd::G_YEAR_MONTH];
    let own = types.into_iter().find(|known| known.eq_ignore_ascii_case(datatype));
    if own.is_none() && datatype != W3CDTF {
        return None;
    }
    match shape(value) {
        Some((_, kind)) if kind == datatype && shape(value).is_some_and(|(text, _)| text == value) => None,
        Some((text, kind)) => {
            let mut rules = Vec::new();
            if text != value {
                rules.push(&SHAPE);
            }
            if kind != datatype {
                rules.push(&TYPE);
            }
            Some((text, kind, rules))
        }
        None => Some((value.to_owned(), own.unwrap_or(xsd::DATE), vec![&INVALID])),
    }
}

/// A date written as plain text, where a date is expected.
pub(super) fn repair_untyped(value: &str) -> Date {
    let Some((text, kind)) = shape(value) else { return (value.trim().to_owned(), xsd::STRING, vec![&INVALID]) };
    let rules = if text == value { vec![&UNTYPED] } else { vec![&SHAPE, &UNTYPED] };
    (text, kind, rules)
}

/// The lexical form and type of what a value says, if it can be understood without guessing.
fn shape(value: &str) -> Option<(String, &'static str)> {
    let worded = worded(value.trim());
    let text = worded.as_deref().unwrap_or(value.trim());
    let split = text.find(['T', 't', ' ']).map(|at| (&text[..at], text[at + 1..].trim()));
    let (day, time) = split.map_or((text, None), |(day, time)| (day, Some(time)));
    let (day, zone) = if time.is_none() { split_zone(day) } else { (day, "") };
    let numbers = day_numbers(day)?;
    let zone = zone_text(zone)?;
    match (numbers, time) {
        ((year, None, _), None) => Some((format!("{year}{zone}"), xsd::G_YEAR)),
        ((year, Some(month), None), None) => Some((format!("{year}-{month:02}{zone}"), xsd::G_YEAR_MONTH)),
        ((year, Some(month), Some(day)), None) => Some((format!("{year}-{month:02}-{day:02}{zone}"), xsd::DATE)),
        ((year, Some(month), Some(day)), Some(time)) => {
            Some((format!("{year}-{month:02}-{day:02}T{}", time_text(time)?), xsd::DATE_TIME))
        }
        _ => None,
    }
}

/// Months in Swedish and English; three letters are enough.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
const WHOLE: [&str; 24] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    let short = match word.as_str() {
        "may" => Some(4),
        "sept" => Some(8),
        "oct" => Some(9),
        other => MONTHS.iter().position(|month| *month == other),
    };
    short.or_else(|| WHOLE.iter().position(|month| *month == word).map(|at| at % 12)).map(|at| at + 1)
}

/// Dates with the month as a word, a weekday or not, as ISO writes them: `2 januari 2023`, `January 2, 2023`,
/// `Mon, 02 Jan 2023 10:11:12 GMT` (RFC 5322).
fn worded(text: &str) -> Option<String> {
    if text.len() > 60 || !text.contains(char::is_alphabetic) || !text.contains(' ') {
        return None;
    }
    let mut words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    if words.first().is_some_and(|word| word.chars().all(char::is_alphabetic) && month(word).is_none()) {
        words.remove(0);
    }
    let (day, month, year, rest) = match *words.as_slice() {
        [day, word, year, ref rest @ ..] if is_number(day, 1..=2) && is_number(year, 4..=4) => {
            (day, month(word)?, year, rest)
        }
        [word, day, year, ref rest @ ..] if is_number(day, 1..=2) && is_number(year, 4..=4) => {
            (day, month(word)?, year, rest)
        }
        [word, year] if is_number(year, 4..=4) => return Some(format!("{year}-{:02}", month(word)?)),
        _ => return None,
    };
    let day: u32 = day.parse().ok()?;
    match rest {
        [] => Some(format!("{year}-{month:02}-{day:02}")),
        [time] => Some(format!("{year}-{month:02}-{day:02}T{time}")),
        [time, zone] => Some(format!("{year}-{month:02}-{day:02}T{time}{}", if *zone == "GMT" { "Z" } else { zone })),
        _ => None,
    }
}

type Day<'a> = (&'a str, Option<u32>, Option<u32>);

/// Year, month, day. Day before month only with dots (`02.01.2023`) or where it can be nothing else (`31/12/2023`).
fn day_numbers(text: &str) -> Option<Day<'_>> {
    let is_digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let compact = text.len() == 8 && is_digits(&text);
    let parts: Vec<&str> =
        if compact { vec![&text[..4], &text[4..6], &text[6..]] } else { text.split(['-', '/', '.']).collect() };
    if !parts.iter().all(is_digits) || parts.iter().skip(1).any(|part| part.len() > 4) {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    let checked = |year: &'_ str, month: u32, day: u32| {
        let length = days_in(year.parse().ok()?, month)?;
        (1..=length).contains(&day).then_some(())
    };
    match parts.as_slice() {
        [year] if year.len() == 4 => Some((year, None, None)),
        [year, month] if year.len() == 4 && month.len() <= 2 => {
            let month = number(month).filter(|month| (1..=12).contains(month))?;
            Some((year, Some(month), None))
        }
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            let (month, day) = (number(month)?, number(day)?);
            checked(year, month, day)?;
            Some((year, Some(month), Some(day)))
        }
        [day, month, year]
            if year.len() == 4
                && day.len() <= 2
                && month.len() <= 2
                && (text.contains('.') || number(day).is_some_and(|day| day > 12)) =>
        {
            let (month, day) = (number(month)?, number(day)?);
            checked(year, month, day)?;
            Some((year, Some(month), Some(day)))
        }
        _ => None,
    }
}

fn days_in(year: u32, month: u32) -> Option<u32> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if is_leap { 29 } else { 28 }),
        _ => None,
    }
}

/// Splits a zone off a day: `2023-01-02Z`, `2023-01-02+01:00`.
fn split_zone(day: &str) -> (&str, &str) {
    if let Some(rest) = day.strip_suffix(['Z', 'z']) {
        return (rest, "Z");
    }
    match day.len().checked_sub(6).filter(|at| day.is_char_boundary(*at)) {
        Some(at) if day[at..].starts_with(['+', '-']) && day[at..].contains(':') => day.split_at(at),
        _ => (day, ""),
    }
}

/// A zone as XML Schema writes it; `None` if it is none.
fn zone_text(zone: &str) -> Option<String> {
    if zone.is_empty() {
        return Some(String::new());
    }
    if matches!(zone, "Z" | "z" | "UTC" | "GMT") {
        return Some("Z".to_owned());
    }
    let digits: String = zone[1..].chars().filter(|c| *c != ':').collect();
    let digits = if digits.len() == 2 { format!("{digits}00") } else { digits };
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) || !zone.starts_with(['+', '-']) {
        return None;
    }
    let (hours, minutes) = (digits[..2].parse::<u32>().ok()?, digits[2..].parse::<u32>().ok()?);
    let fits = hours < 14 && minutes < 60 || hours == 14 && minutes == 0;
    fits.then(|| format!("{}{}:{}", &zone[..1], &digits[..2], &digits[2..]))
}

/// A time as XML Schema writes it: seconds are added, the zone is put right.
fn time_text(time: &str) -> Option<String> {
    let zone_at = time.find(['Z', 'z', '+', '-', 'U', 'G', ' ']).unwrap_or(time.len());
    let (clock, zone) = (time[..zone_at].trim(), time[zone_at..].trim());
    let zone = zone_text(zone)?;
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, fraction)| (clock, Some(fraction)));
    let compact = !clock.contains(':') && matches!(clock.len(), 4 | 6) && clock.is_ascii();
    let parts: Vec<&str> = if compact {
        (0..clock.len()).step_by(2).map(|at| &clock[at..at + 2]).collect()
    } else {
        clock.split(':').collect()
    };
    let mut numbers = [0_u32; 3];
    if !(2..=3).contains(&parts.len())
        || fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    for (number, part) in numbers.iter_mut().zip(&parts) {
        *number = part.parse().ok().filter(|_| (1..=2).contains(&part.len()) && !part.starts_with('+'))?;
    }
    let [hours, minutes, seconds] = numbers;
    let is_midnight = hours == 24 && minutes == 0 && seconds == 0;
    if !(hours < 24 || is_midnight) || minutes > 59 || seconds > 59 || (fraction.is_some() && parts.len() < 3) {
        return None;
    }
    let fraction = fraction.map(|fraction| format!(".{fraction}")).unwrap_or_default();
    Some(format!("{hours:02}:{minutes:02}:{seconds:02}{fraction}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_does_what_its_example_says_and_only_once() {
        for rule in RULES {
            let (before, after) = rule.example.unwrap();
            let (text, kind, rules) =
                if rule == &UNTYPED { repair_untyped(before) } else { repair_typed(before, xsd::DATE).unwrap() };
            assert_eq!((text.as_str(), rules.contains(&rule)), (after, true), "{}", rule.code);
            assert!(rule == &INVALID || repair_typed(after, kind).is_none(), "{} is not idempotent", rule.code);
        }
    }

    #[test]
    fn usual_shapes() {
        for (value, expected) in [
            ("2023-01-02 10:11", "2023-01-02T10:11:00"),
            ("2023-01-02T10:11", "2023-01-02T10:11:00"),
            ("2023-01-02T10:11:12.5+0100", "2023-01-02T10:11:12.5+01:00"),
            ("20230102", "2023-01-02"),
            ("20230102T101112Z", "2023-01-02T10:11:12Z"),
            ("2023/01/02", "2023-01-02"),
            ("02.01.2023", "2023-01-02"),
            ("2023-1-2", "2023-01-02"),
            (" 2023-01-02\n", "2023-01-02"),
            ("2023-01-02+01:00", "2023-01-02+01:00"),
            ("2023", "2023"),
            ("2023-05", "2023-05"),
            ("2023-01-02 10:11:12 UTC", "2023-01-02T10:11:12Z"),
            ("2024-02-29", "2024-02-29"),
            ("31/12/2023", "2023-12-31"),
            ("2 januari 2023", "2023-01-02"),
            ("2 maj 2023", "2023-05-02"),
            ("January 2, 2023", "2023-01-02"),
            ("okt 2023", "2023-10"),
            ("Mon, 02 Jan 2023 10:11:12 GMT", "2023-01-02T10:11:12Z"),
            ("Mon, 2 Jan 2023 10:11:12 +0100", "2023-01-02T10:11:12+01:00"),
        ] {
            let (text, kind) = shape(value).unwrap();
            assert_eq!(text, expected);
            assert_eq!(shape(&text), Some((text.clone(), kind)), "{value}");
        }
        for value in [
            "2008-01-01T00:00:75",
            "2023-02-29",
            "02/01/2023",
            "igår",
            "",
            "31 februari 2023",
            "hösten 2023",
            "2 x 2023",
            "2023-13-01",
            "2023-01-02Tx",
            "٢٠٢٣",
        ] {
            assert_eq!(shape(value), None, "{value}");
        }
    }

    #[test]
    fn types_follow_what_is_written() {
        assert_eq!(repair_typed("2023-01-02", xsd::DATE), None);
        assert_eq!(repair_typed("2023-01-02", xsd::DATE_TIME).unwrap().1, xsd::DATE);
        assert_eq!(repair_typed("2023", W3CDTF).unwrap().1, xsd::G_YEAR);
        assert_eq!(repair_typed("2023", xsd::INTEGER), None);
    }
}
