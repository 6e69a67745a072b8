//! Numbers and truth values: lexical forms of XML Schema 1.1 part 2, and what people write instead.

use crate::rule::Rule;
use model::ns::xsd;

repair_rules! {
    /// All rules of this module; examples are values of `dcat:byteSize`, of xsd:decimal where they have a comma alone,
    /// of xsd:boolean where they are words.
    SHAPE = "repair-number-shape", Notice,
        "Talet är skrivet med decimalkomma, mellanrum eller inledande plus. Det skrevs om.",
        "The number is written with a decimal comma, spaces or a plus in front. It was rewritten.",
        "Skriv talet med punkt och utan mellanrum: `1234.5`.", "Write the number with a point and without spaces: `1234.5`.",
        "1234,5" => "1234.5";
    UNIT = "repair-number-unit", Warning,
        "Talet är skrivet med en enhet. Det räknades om (kB, MB, GB = 1000, 1000², 1000³ byte).",
        "The number is written with a unit. It was converted (kB, MB, GB = 1000, 1000², 1000³ bytes).",
        "Skriv bara talet: `1500000`.", "Write the number alone: `1500000`.",
        "1,5 MB" => "1500000";
    UNTYPED = "repair-number-untyped", Notice,
        "Talet saknar datatyp och fick en.",
        "The number has no datatype and got one.",
        "Ange datatypen xsd:nonNegativeInteger (för storlek i byte).", "Give the datatype xsd:nonNegativeInteger (for a size in bytes).",
        "1500000" => "1500000";
    INVALID = "repair-number-invalid", Warning,
        "Värdet är inget giltigt tal. Det bevarades som det är.",
        "The value is no valid number. It was kept as it is.",
        "Skriv talet med siffror och punkt.", "Write the number with digits and a point.",
        "ca 3" => "ca 3";
    BOOLEAN = "repair-boolean", Notice,
        "Sanningsvärdet är ett ord. Det skrevs om till `true` eller `false`.",
        "The truth value is a word. It was written as `true` or `false`.",
        "Skriv `true` eller `false`.", "Write `true` or `false`.",
        "ja" => "true";
}

/// A number as it should be: value, datatype, and why it was changed.
pub(super) type Number = (String, &'static str, Vec<&'static Rule>);

/// Words of yes and no.
const WORDS: &[(&str, &str)] = &[
    ("ja", "true"),
    ("yes", "true"),
    ("sant", "true"),
    ("true", "true"),
    ("nej", "false"),
    ("no", "false"),
    ("falskt", "false"),
    ("false", "false"),
];

/// Units of size and how many bytes they are. Swedish and IEC; a bare `K` or `M` is a thousand or a million.
const UNITS: &[(&str, u64)] = &[
    ("b", 1),
    ("byte", 1),
    ("bytes", 1),
    ("kb", 1_000),
    ("k", 1_000),
    ("kilobyte", 1_000),
    ("kib", 1 << 10),
    ("mb", 1_000_000),
    ("m", 1_000_000),
    ("megabyte", 1_000_000),
    ("mib", 1 << 20),
    ("gb", 1_000_000_000),
    ("g", 1_000_000_000),
    ("gigabyte", 1_000_000_000),
    ("gib", 1 << 30),
    ("tb", 1_000_000_000_000),
    ("tib", 1 << 40),
];

const INTEGERS: &[&str] = &[
    xsd::INTEGER,
    xsd::NON_NEGATIVE_INTEGER,
    "http://www.w3.org/2001/XMLSchema#positiveInteger",
    "http://www.w3.org/2001/XMLSchema#long",
    "http://www.w3.org/2001/XMLSchema#int",
    "http://www.w3.org/2001/XMLSchema#unsignedLong",
];
const FLOATS: &[&str] = &[xsd::DOUBLE, "http://www.w3.org/2001/XMLSchema#float"];

/// Repairs a literal of a numeric type or of xsd:boolean. `None` when nothing is wrong or the type is another.
pub(super) fn repair_typed(value: &str, datatype: &str) -> Option<Number> {
    if datatype == xsd::BOOLEAN {
        if matches!(value, "true" | "false" | "1" | "0") {
            return None;
        }
        let lower = value.trim().to_lowercase();
        let word = WORDS.iter().find(|(word, _)| *word == lower);
        return Some(match word {
            Some((_, right)) => ((*right).to_owned(), xsd::BOOLEAN, vec![&BOOLEAN]),
            None => (value.to_owned(), xsd::BOOLEAN, vec![&INVALID]),
        });
    }
    let kinds = INTEGERS.iter().chain(FLOATS).chain(&[xsd::DECIMAL]);
    let datatype: &'static str = kinds.copied().find(|known| *known == datatype)?;
    if is_valid(value, datatype) {
        return None;
    }
    let plain = plain(value).filter(|plain| is_valid(plain, datatype));
    Some(match plain {
        Some(plain) => (plain, datatype, vec![&SHAPE]),
        None => (value.to_owned(), datatype, vec![&INVALID]),
    })
}

/// A size in bytes, of any datatype or none (`""`).
pub(super) fn repair_size(value: &str, datatype: &str) -> Option<Number> {
    let integer = xsd::NON_NEGATIVE_INTEGER;
    let is_text = datatype == xsd::STRING || datatype.is_empty();
    if !is_text && repair_typed(value, datatype).is_none() {
        return None;
    }
    if is_valid(value, integer) {
        return is_text.then(|| (value.to_owned(), integer, vec![&UNTYPED]));
    }
    if let Some(bytes) = with_unit(value) {
        return Some((bytes.to_string(), integer, vec![&UNIT]));
    }
    match plain(value).filter(|plain| is_valid(plain, integer)) {
        Some(plain) => Some((plain, integer, vec![&SHAPE])),
        None if is_text => Some((value.to_owned(), xsd::STRING, vec![&INVALID])),
        None => None,
    }
}

fn is_valid(value: &str, datatype: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if INTEGERS.contains(&datatype) {
        let is_unsigned = datatype == xsd::NON_NEGATIVE_INTEGER;
        return !digits.is_empty() && all_digits(digits) && !(is_unsigned && value.starts_with('-') && digits != "0");
    }
    if FLOATS.contains(&datatype) && (matches!(value, "INF" | "-INF" | "+INF" | "NaN")) {
        return true;
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) if FLOATS.contains(&datatype) => (mantissa, Some(exponent)),
        _ => (digits, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    exponent_fits && all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}

/// The number without spaces between groups and with a point; `None` where that would be a guess: `1,234` is a thousand
/// to some and a fraction to others only in whole numbers, so `1,234` is read as Swedish does, `1,234.5` as English does.
fn plain(value: &str) -> Option<String> {
    let text: String = value.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let text = text.replace('\u{2212}', "-");
    match (text.matches(',').count(), text.matches('.').count()) {
        (0, _) => Some(text),
        (1, 0) => Some(text.replace(',', ".")),
        (_, 1) if text.rfind(',') < text.find('.') => Some(text.replace(',', "")),
        _ => None,
    }
}

/// `1,5 MB` in bytes.
fn with_unit(value: &str) -> Option<u64> {
    let text = value.trim();
    let at = text.find(|c: char| c.is_ascii_alphabetic())?;
    let unit = text[at..].trim().to_ascii_lowercase();
    let (_, bytes) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let number = plain(&text[..at]).filter(|number| is_valid(number, xsd::DECIMAL) && !number.starts_with('-'))?;
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let fraction = &fraction[..fraction.len().min(9)];
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let parts = if fraction.is_empty() { 0 } else { fraction.parse::<u64>().ok()? };
    let scale = 10_u64.pow(u32::try_from(fraction.len()).ok()?);
    let part = u64::try_from(u128::from(parts) * u128::from(*bytes) / u128::from(scale)).ok()?;
    whole.checked_mul(*bytes)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (value, expected) in [
            ("1,5 MB", "1500000"),
            ("1.5MB", "1500000"),
            ("12 kB", "12000"),
            ("2 GiB", "2147483648"),
            ("1 234 567", "1234567"),
            ("1234 bytes", "1234"),
            ("1 234,5 kB", "1234500"),
        ] {
            let (found, kind, _) = repair_size(value, "").unwrap();
            assert_eq!((found.as_str(), kind), (expected, xsd::NON_NEGATIVE_INTEGER), "{value}");
            assert_eq!(repair_size(&found, kind), None);
        }
        assert_eq!(repair_size("1024.0", xsd::DECIMAL), None, "allowed by DCAT 2");
        for value in ["ca 3", "1,5 m²", "-5 MB", "1.2.3", "99999999999 TB", "1,5"] {
            assert_eq!(repair_size(value, "").unwrap().2, [&INVALID], "{value}");
        }
    }

    #[test]
    fn typed_numbers_and_truth() {
        for (value, kind, expected) in [
            ("12,5", xsd::DECIMAL, "12.5"),
            ("1 000", xsd::INTEGER, "1000"),
            ("1,234.5", xsd::DECIMAL, "1234.5"),
            ("\u{2212}3", xsd::INTEGER, "-3"),
            ("Ja", xsd::BOOLEAN, "true"),
            ("NEJ", xsd::BOOLEAN, "false"),
            ("True", xsd::BOOLEAN, "true"),
        ] {
            let (found, same, _) = repair_typed(value, kind).unwrap();
            assert_eq!((found.as_str(), same), (expected, kind), "{value}");
            assert_eq!(repair_typed(&found, kind), None);
        }
        for (value, kind) in [
            ("1", xsd::BOOLEAN),
            ("-3.5", xsd::DECIMAL),
            ("1e3", xsd::DOUBLE),
            ("+7", xsd::INTEGER),
            (".5", xsd::DECIMAL),
        ] {
            assert_eq!(repair_typed(value, kind), None, "{value}");
        }
        assert_eq!(repair_typed("1,5", xsd::INTEGER).unwrap().2, [&INVALID]);
        assert_eq!(repair_typed("kanske", xsd::BOOLEAN).unwrap().2, [&INVALID]);
    }
}
