//! Charts without scripts: lines as SVG that stretches with the page, bars in the rows of a table.
//!
//! Words and numbers are HTML around the drawing, never text in it, so that they keep their size on a narrow screen.
//! A chart says nothing that its text alternative or a table beside it does not say too.

use super::html::{Link, Tagged, escape};
use askama::filters::HtmlSafe;
use std::fmt::{self, Write as _};

/// Width and height of the drawing in its own units.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 200.0;
/// Lines that look different (dashes, not colour alone); more repeat the looks.
const LOOKS: usize = 4;

/// One line of a chart.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// What it shows, for the key.
    pub(crate) label: Tagged,
    /// Growing place (a day's or a run's number) and value.
    pub(crate) points: Vec<(i64, f64)>,
}

/// Values over time. Write it into a template as it is: `{{ chart }}`.
#[derive(Debug, Clone)]
pub(crate) struct LineChart {
    /// Heading of the figure.
    pub(crate) title: String,
    /// What the drawing shows in one or two sentences, for those who do not see it.
    pub(crate) summary: String,
    /// The lines; a key is written when there are several.
    pub(crate) lines: Vec<Line>,
    /// Upper end of the scale, for instance of [`scale`].
    pub(crate) high: f64,
    /// The upper end as people write it.
    pub(crate) high_label: String,
    /// First and last place as people write them.
    pub(crate) ends: (String, String),
}

/// A round number that is at least `value`: 1, 2, 2.5 or 5 times a power of ten.
pub(crate) fn scale(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|step| *step >= value * 0.999_999).unwrap_or(value)
}

impl LineChart {
    fn polyline(&self, line: &Line, first: i64, last: i64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "days and runs are far below 2^52")]
        let across = |place: i64| {
            if first == last { 0.0 } else { (place - first) as f64 / (last - first) as f64 * WIDTH }
        };
        let up = |value: f64| HEIGHT - (value / self.high).clamp(0.0, 1.0) * HEIGHT;
        let mut points = String::new();
        for (place, value) in &line.points {
            let _ = write!(points, "{:.1},{:.1} ", across(*place), up(*value));
        }
        // One point alone would be invisible: it is drawn as a level line.
        if first == last
            && let Some((_, value)) = line.points.last()
        {
            let _ = write!(points, "{WIDTH},{:.1}", up(*value));
        }
        points.trim_end().to_owned()
    }
}

impl fmt::Display for LineChart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = || self.lines.iter().flat_map(|line| line.points.iter().map(|(place, _)| *place));
        let (Some(first), Some(last)) = (places().min(), places().max()) else { return Ok(()) };
        write!(f, "<figure class=\"chart\"><figcaption>{}</figcaption>", escape(&self.title))?;
        write!(f, "<p class=\"chart-high\" aria-hidden=\"true\">{}</p>", escape(&self.high_label))?;
        let label = escape(&self.summary);
        write!(
            f,
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{label}\">"
        )?;
        for quarter in 0..=4 {
            let y = HEIGHT / 4.0 * f64::from(quarter);
            write!(f, "<line class=\"grid\" x1=\"0\" y1=\"{y}\" x2=\"{WIDTH}\" y2=\"{y}\"/>")?;
        }
        for (number, line) in self.lines.iter().enumerate() {
            let look = number % LOOKS + 1;
            write!(f, "<polyline class=\"line look-{look}\" points=\"{}\"/>", self.polyline(line, first, last))?;
        }
        f.write_str("</svg>")?;
        let (from, to) = (escape(&self.ends.0), escape(&self.ends.1));
        write!(f, "<p class=\"chart-ends\" aria-hidden=\"true\"><span>{from}</span><span>{to}</span></p>")?;
        if self.lines.len() > 1 {
            f.write_str("<ul class=\"chart-key\">")?;
            for (number, line) in self.lines.iter().enumerate() {
                let look = number % LOOKS + 1;
                let sample = "<svg viewBox=\"0 0 36 8\" aria-hidden=\"true\"><line class=\"line look-";
                write!(f, "<li>{sample}{look}\" x1=\"0\" y1=\"4\" x2=\"36\" y2=\"4\"/></svg> {}</li>", line.label)?;
            }
            f.write_str("</ul>")?;
        }
        f.write_str("</figure>")
    }
}

impl HtmlSafe for LineChart {}

/// One row of [`Bars`].
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    /// What is counted.
    pub(crate) label: Link,
    /// The number as people write it.
    pub(crate) number: String,
    /// Length of the bar: 0 to 1 of the longest that there could be.
    pub(crate) length: f64,
    /// The share as people write it (`12 %`); empty = no such column.
    pub(crate) share: String,
}

/// A table whose rows carry a bar. Write it into a template as it is.
#[derive(Debug, Clone)]
pub(crate) struct Bars {
    /// Caption of the table.
    pub(crate) caption: String,
    /// Heads of the columns: what, number, share.
    pub(crate) heads: [String; 3],
    /// The rows, in the order to show.
    pub(crate) rows: Vec<Bar>,
}

impl fmt::Display for Bars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with_share = self.rows.iter().any(|row| !row.share.is_empty());
        let [what, number, share] = &self.heads;
        write!(f, "<table class=\"bars\"><caption>{}</caption><thead><tr>", escape(&self.caption))?;
        write!(f, "<th scope=\"col\">{}</th><th scope=\"col\">{}</th>", escape(what), escape(number))?;
        if with_share {
            write!(f, "<th scope=\"col\">{}</th>", escape(share))?;
        }
        f.write_str("</tr></thead><tbody>")?;
        for row in &self.rows {
            let width = row.length.clamp(0.0, 1.0) * 100.0;
            write!(
                f,
                "<tr><th scope=\"row\">{}<svg viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect \
                 width=\"{width:.2}\" height=\"4\"/></svg></th><td>{}</td>",
                row.label,
                escape(&row.number)
            )?;
            if with_share {
                write!(f, "<td>{}</td>", escape(&row.share))?;
            }
            f.write_str("</tr>")?;
        }
        f.write_str("</tbody></table>")
    }
}

impl HtmlSafe for Bars {}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(points: &[(i64, f64)]) -> String {
        let line = |label: &str| Line { label: Tagged::plain(label), points: points.to_vec() };
        let chart = LineChart {
            title: "A & B".to_owned(),
            summary: "From \"0\" to 4".to_owned(),
            lines: vec![line("A"), line("B")],
            high: 4.0,
            high_label: "4".to_owned(),
            ends: ("1".to_owned(), "2".to_owned()),
        };
        chart.to_string()
    }

    #[test]
    fn lines_reach_from_edge_to_edge_and_words_are_escaped() {
        let html = chart(&[(10, 0.0), (15, 2.0), (20, 4.0)]);
        assert!(html.contains("points=\"0.0,200.0 300.0,100.0 600.0,0.0\""), "{html}");
        assert!(html.contains("A &amp; B") && html.contains("&quot;0&quot;"), "{html}");
        assert_eq!((html.matches("look-1").count(), html.matches("look-2").count()), (2, 2), "line and key");
    }

    #[test]
    fn one_point_is_a_level_line_and_none_is_nothing() {
        assert!(chart(&[(7, 1.0)]).contains("points=\"0.0,150.0 600,150.0\""));
        assert_eq!(chart(&[]), "");
    }

    #[test]
    fn scales_are_round() {
        let all: Vec<f64> = [0.0, 0.9, 1.0, 3.0, 21.0, 26.0, 99.0, 24_310.0].into_iter().map(scale).collect();
        assert_eq!(all, [1.0, 1.0, 1.0, 5.0, 25.0, 50.0, 100.0, 25_000.0]);
    }

    #[test]
    fn bars_are_a_table_with_heads() {
        let row = |share: &str| Bar {
            label: Link::text(Tagged::plain("Miljö")),
            number: "3".to_owned(),
            length: 0.5,
            share: share.to_owned(),
        };
        let heads = ["Tema".to_owned(), "Antal".to_owned(), "Andel".to_owned()];
        let html = Bars { caption: "Teman".to_owned(), heads, rows: vec![row("50 %")] }.to_string();
        assert!(html.contains("<th scope=\"row\">Miljö<svg") && html.contains("width=\"50.00\""), "{html}");
        assert_eq!(html.matches("scope=\"col\"").count(), 3, "{html}");
        let heads = ["Tema".to_owned(), "Antal".to_owned(), "Andel".to_owned()];
        let html = Bars { caption: "Teman".to_owned(), heads, rows: vec![row("")] }.to_string();
        assert_eq!(html.matches("scope=\"col\"").count(), 2, "{html}");
    }
}
