//! Whether two titles may name the same thing.

use rustc_hash::FxHashMap;

/// Share of common letter pairs (Dice) from which titles are alike. "Badplatser" and "Badplatser i Lund 2024" must be,
/// "Badplatser" and "Bibliotek" must not.
const ENOUGH: f64 = 0.5;

/// True if the titles share enough letter pairs, or one holds the other as words.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (normal(one), normal(other));
    if one == other || holds(&one, &other) || holds(&other, &one) {
        return true;
    }
    let (pairs, others) = (pairs(&one), pairs(&other));
    let total: u32 = pairs.values().chain(others.values()).sum();
    let common: u32 = pairs.iter().map(|(pair, count)| count.min(others.get(pair).unwrap_or(&0))).sum();
    total > 0 && f64::from(2 * common) / f64::from(total) >= ENOUGH
}

/// Lower case, words only, one space between.
fn normal(title: &str) -> String {
    let lower = title.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn holds(long: &str, short: &str) -> bool {
    !short.is_empty() && format!(" {long} ").contains(&format!(" {short} "))
}

fn pairs(text: &str) -> FxHashMap<(char, char), u32> {
    let mut pairs = FxHashMap::default();
    for (one, next) in text.chars().zip(text.chars().skip(1)) {
        *pairs.entry((one, next)).or_insert(0) += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_differences_are_alike_and_other_things_are_not() {
        for (one, other) in [
            ("Badplatser", "badplatser"),
            ("Badplatser", "Badplatser i Lund 2024"),
            ("Badplatser i Lunds kommun", "Badplatser, Lund"),
            ("Sjömätningsdata – djup", "Sjömätningsdata (djup)"),
            ("—", "?"),
        ] {
            assert!(alike(one, other) && alike(other, one), "{one} / {other}");
        }
        for (one, other) in [("Badplatser", "Bibliotek"), ("Skolor", "Lekplatser i Lund"), ("Badplatser", "")] {
            assert!(!alike(one, other) && !alike(other, one), "{one} / {other}");
        }
    }
}
