//! What people read about a fix.

use super::Fix;
use super::kinds::Level;

/// Hundredths of points as people write them: without needless decimals.
pub fn points(hundredths: u64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `847 distributioner`, `1 datamängd`.
fn places(on: Level, count: usize) -> (String, String) {
    let (sv, en) = match (on, count) {
        (Level::Dataset, 1) => ("datamängd", "dataset"),
        (Level::Dataset, _) => ("datamängder", "datasets"),
        (Level::Distribution, 1) => ("distribution", "distribution"),
        (Level::Distribution, _) => ("distributioner", "distributions"),
    };
    (format!("{} {sv}", grouped(count, '\u{a0}')), format!("{} {en}", grouped(count, ',')))
}

fn grouped(count: usize, separator: char) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// What is wrong, and what mending it gives.
pub(super) fn message(fix: &Fix, lead: (&str, &str)) -> (String, String) {
    let (sv, en) = places(fix.on, fix.count);
    let (gain_sv, gain_en) = gain(fix);
    (format!("{}. {gain_sv}", lead.0.replace("{}", &sv)), format!("{}. {gain_en}", lead.1.replace("{}", &en)))
}

/// `+30 poäng, från Tillräcklig till Bra.`
pub(super) fn gain(fix: &Fix) -> (String, String) {
    if fix.gain == 0 && fix.most.is_none() {
        return (
            "Ger inga poäng nu, eftersom bara den bästa distributionen räknas.".to_owned(),
            "Gives no points now, as only the best distribution counts.".to_owned(),
        );
    }
    let low = points(fix.gain);
    let range = fix.most.map(points);
    let (from, to) = fix.ratings;
    let (mut sv, mut en) = match &range {
        None => (format!("+{low} poäng"), format!("+{low} points")),
        Some(high) => (
            format!("+{low} till +{high} poäng beroende på format"),
            format!("+{low} to +{high} points depending on the format"),
        ),
    };
    sv = sv.replace('.', ",");
    if from != to {
        let ((_, from_sv, from_en), (_, to_sv, to_en)) = (from.names(), to.names());
        sv = format!("{sv}, från {from_sv} till {to_sv}");
        en = format!("{en}, from {from_en} to {to_en}");
    }
    (format!("{sv}."), format!("{en}."))
}

/// The first fix says that it is the one that gives most.
pub(super) fn tell_the_best(fixes: &mut [Fix]) {
    let second = fixes.get(1).map_or(0, |fix| fix.gain);
    let Some(best) = fixes.first_mut().filter(|fix| fix.gain > second) else { return };
    let (sv, en) = gain(best);
    let tell = |message: &str, gain: &str, words: &str| {
        let start = message.strip_suffix(gain).unwrap_or(message);
        format!("{start}{words} {gain}")
    };
    best.message = (
        tell(&best.message.0, &sv, "Det är den åtgärd som ger mest:"),
        tell(&best.message.1, &en, "It is the fix that gives most:"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!((points(3_000), points(1_250), points(5)), ("30".to_owned(), "12.5".to_owned(), "0.05".to_owned()));
        assert_eq!(places(Level::Distribution, 1).0, "1 distribution");
        assert_eq!(
            places(Level::Dataset, 20_000),
            ("20\u{a0}000 datamängder".to_owned(), "20,000 datasets".to_owned())
        );
    }
}
