//! Letters without their marks, for people who type without å, ä and ö.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `å → a`, `ä → a`, `ö → o`, `é → e`, `ø → o`, `æ → ae`, `ß → ss`; other letters stay.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'þ' => folded.push_str("th"),
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn swedish_and_neighbours() {
        assert_eq!(fold("förskola"), "forskola");
        assert_eq!(fold("ångström"), "angstrom");
        assert_eq!(fold("entré"), "entre");
        assert_eq!(fold("færø"), "faero");
        assert_eq!(fold("pm2.5"), "pm2.5");
    }
}
