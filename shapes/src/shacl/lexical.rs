//! Lexical forms of the XML Schema datatypes (XSD 1.1 part 2, §3.3 and §3.4). White space is not collapsed: a literal
//! ` 1` of type `xsd:integer` is ill-typed (RDF 1.1 Concepts §5.1).

use super::ns::XSD;

/// Is `text` in the lexical space of the datatype? Datatypes that are not of XML Schema take any text.
pub(super) fn is_valid(datatype: &str, text: &str) -> bool {
    let Some(name) = datatype.strip_prefix(XSD) else { return true };
    match name {
        "boolean" => matches!(text, "true" | "false" | "1" | "0"),
        "decimal" => is_decimal(text),
        "float" | "double" => is_double(text),
        "date" => date_with_zone(text),
        "time" => time_with_zone(text),
        "dateTime" => date_time(text, false),
        "dateTimeStamp" => date_time(text, true),
        "gYear" => is_year(without_zone(text).0),
        "gYearMonth" => year_month(without_zone(text).0),
        "gMonth" => without_zone(text).0.strip_prefix("--").is_some_and(|month| in_range(month, 1, 12)),
        "gDay" => without_zone(text).0.strip_prefix("---").is_some_and(|day| in_range(day, 1, 31)),
        "gMonthDay" => without_zone(text).0.strip_prefix("--").is_some_and(month_day),
        "duration" => is_duration(text, "YMDTHMS"),
        "yearMonthDuration" => is_duration(text, "YM"),
        "dayTimeDuration" => is_duration(text, "DTHMS"),
        "hexBinary" => text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit()),
        "base64Binary" => is_base64(text),
        "anyURI" => is_any_uri(text),
        "language" => is_language(text),
        "normalizedString" => !text.contains(['\t', '\n', '\r']),
        "token" => is_token(text),
        "NMTOKEN" => !text.is_empty() && text.chars().all(is_name_char),
        "Name" => is_name(text),
        "NCName" | "ID" | "IDREF" | "ENTITY" => is_name(text) && !text.contains(':'),
        _ => integer(name, text),
    }
}

/// The integer family with its bounds; other names take any text.
fn integer(name: &str, text: &str) -> bool {
    let (low, high) = match name {
        "integer" => (None, None),
        "nonNegativeInteger" => (Some(0), None),
        "positiveInteger" => (Some(1), None),
        "nonPositiveInteger" => (None, Some(0)),
        "negativeInteger" => (None, Some(-1)),
        "long" => (Some(i128::from(i64::MIN)), Some(i128::from(i64::MAX))),
        "int" => (Some(i128::from(i32::MIN)), Some(i128::from(i32::MAX))),
        "short" => (Some(i128::from(i16::MIN)), Some(i128::from(i16::MAX))),
        "byte" => (Some(i128::from(i8::MIN)), Some(i128::from(i8::MAX))),
        "unsignedLong" => (Some(0), Some(i128::from(u64::MAX))),
        "unsignedInt" => (Some(0), Some(i128::from(u32::MAX))),
        "unsignedShort" => (Some(0), Some(i128::from(u16::MAX))),
        "unsignedByte" => (Some(0), Some(i128::from(u8::MAX))),
        _ => return true,
    };
    let (negative, digits) = sign(text);
    if !is_digits(digits) {
        return false;
    }
    // Longer numbers than 128 bits are only in the unbounded types: their sign alone decides.
    let value = digits.parse::<i128>().unwrap_or(i128::MAX);
    let value = if negative { -value } else { value };
    low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high)
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    let (_, digits) = sign(text);
    match digits.split_once('.') {
        Some((whole, fraction)) => {
            (is_digits(whole) && (fraction.is_empty() || is_digits(fraction)))
                || (whole.is_empty() && is_digits(fraction))
        }
        None => is_digits(digits),
    }
}

fn is_double(text: &str) -> bool {
    if matches!(text, "INF" | "+INF" | "-INF" | "NaN") {
        return true;
    }
    match text.split_once(['e', 'E']) {
        Some((number, exponent)) => is_decimal(number) && is_digits(sign(exponent).1),
        None => is_decimal(text),
    }
}

/// What stands before a time zone, and whether there is one. A wrong zone is left where it is, so that what is before
/// it does not parse.
fn without_zone(text: &str) -> (&str, bool) {
    if let Some(rest) = text.strip_suffix('Z') {
        return (rest, true);
    }
    let Some((rest, zone)) = text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) else {
        return (text, false);
    };
    let good = zone.strip_prefix(['+', '-']).and_then(|zone| zone.split_once(':')).is_some_and(|(hours, minutes)| {
        (in_range(hours, 0, 13) && in_range(minutes, 0, 59)) || (hours == "14" && minutes == "00")
    });
    if good { (rest, true) } else { (text, false) }
}

fn in_range(text: &str, low: u32, high: u32) -> bool {
    text.len() == 2 && is_digits(text) && text.parse().is_ok_and(|number: u32| (low..=high).contains(&number))
}

fn is_year(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    is_digits(digits) && digits.len() >= 4 && (digits.len() == 4 || !digits.starts_with('0'))
}

fn year_month(text: &str) -> bool {
    text.rsplit_once('-').is_some_and(|(year, month)| is_year(year) && in_range(month, 1, 12))
}

fn month_day(text: &str) -> bool {
    text.split_once('-').is_some_and(|(month, day)| in_range(month, 1, 12) && in_range(day, 1, days_in(month, "2000")))
}

fn days_in(month: &str, year: &str) -> u32 {
    // Four hundred years repeat: the last digits of a long year are enough.
    let year: u32 = year.get(year.len().saturating_sub(4)..).and_then(|last| last.parse().ok()).unwrap_or(2000);
    match month {
        "02" if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    }
}

fn is_day(text: &str) -> bool {
    let mut parts = text.rsplitn(3, '-');
    let (Some(day), Some(month), Some(year)) = (parts.next(), parts.next(), parts.next()) else { return false };
    is_year(year) && in_range(month, 1, 12) && in_range(day, 1, days_in(month, year))
}

fn date_with_zone(text: &str) -> bool {
    is_day(without_zone(text).0)
}

fn is_time(text: &str) -> bool {
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = text.split(':');
    let (Some(hour), Some(minute), Some(second), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let midnight = (hour, minute, second) == ("24", "00", "00") && fraction.bytes().all(|b| b == b'0');
    let usual = in_range(hour, 0, 23) && in_range(minute, 0, 59) && in_range(second, 0, 59);
    is_digits(fraction) && (usual || midnight)
}

fn time_with_zone(text: &str) -> bool {
    is_time(without_zone(text).0)
}

fn date_time(text: &str, needs_zone: bool) -> bool {
    let (text, zone) = without_zone(text);
    (zone || !needs_zone) && text.split_once('T').is_some_and(|(day, time)| is_day(day) && is_time(time))
}

/// Numbers with units in the order of `units`; `T` stands before the units of a day, and each part may be missing but
/// not all.
fn is_duration(text: &str, units: &str) -> bool {
    let Some(mut rest) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else { return false };
    let (days, hours) = units.split_once('T').map_or((units, ""), |(days, hours)| (days, hours));
    let mut parts = 0;
    let mut allowed = days;
    let mut in_time = false;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            if in_time || hours.is_empty() || time.is_empty() {
                return false;
            }
            (rest, allowed, in_time) = (time, hours, true);
            continue;
        }
        let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) else { return false };
        let (number, unit) = (&rest[..at], &rest[at..=at]);
        let whole = is_digits(number);
        let fraction = unit == "S" && number.split_once('.').is_some_and(|(a, b)| is_digits(a) && is_digits(b));
        let Some(place) = allowed.find(unit) else { return false };
        if !(whole || fraction) {
            return false;
        }
        allowed = &allowed[place + 1..];
        rest = &rest[at + 1..];
        parts += 1;
    }
    parts > 0
}

fn is_base64(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(|b| *b != b' ').collect();
    let padding = digits.iter().rev().take_while(|b| **b == b'=').count();
    let body = &digits[..digits.len() - padding];
    digits.len().is_multiple_of(4)
        && padding <= 2
        && body.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

/// XSD takes any text; we want one that can be an IRI reference (RFC 3987): no white space, no delimiters, and whole
/// percent signs.
fn is_any_uri(text: &str) -> bool {
    let clean = !text.contains(|c: char| c <= ' ' || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`'));
    let percent = text
        .match_indices('%')
        .all(|(at, _)| text.get(at + 1..at + 3).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())));
    clean && percent
}

fn is_language(text: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len());
    text.split('-').enumerate().all(|(i, tag)| {
        let letters = tag.bytes().all(|b| if i == 0 { b.is_ascii_alphabetic() } else { b.is_ascii_alphanumeric() });
        part(tag) && letters
    })
}

fn is_token(text: &str) -> bool {
    !text.contains(['\t', '\n', '\r']) && !text.contains("  ") && text.trim_matches(' ') == text
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '\u{b7}')
}

fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | ':')) && text.chars().all(is_name_char)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Datatype, forms that are right, forms that are wrong.
    const TABLE: &[(&str, &[&str], &[&str])] = &[
        ("boolean", &["true", "false", "1", "0"], &["TRUE", "yes", ""]),
        ("decimal", &["1", "-1.5", "+.5", "5."], &["1e5", ".", "1,5", ""]),
        ("integer", &["0", "-12", "+7", "99999999999999999999999999"], &["1.0", "--1", "", "1_000", " 1"]),
        ("double", &["1", "1e5", "-INF", "NaN", "1.5E-3"], &["e5", "inf", "1e", ""]),
        ("date", &["2024-02-29", "2024-05-01+02:00", "-0044-03-15"], &["2023-02-29", "2020-13-99", "2024-5-1"]),
        ("date", &["2024-05-01Z", "2024-05-01+14:00"], &["2024-05-01+15:00", "åååååå", "2024", ""]),
        ("time", &["12:00:00", "24:00:00", "23:59:59.5Z"], &["25:00:00", "12:00", "12:60:00", "24:00:01"]),
        ("dateTime", &["2024-05-01T12:00:00", "2024-05-01T24:00:00Z"], &["2020-01-01", "2024-05-01T12:00"]),
        ("dateTime", &["2024-05-01T12:00:00.123-02:00"], &["2024-05-01 12:00:00", "2024-05-01T12:00:00."]),
        ("dateTimeStamp", &["2024-05-01T12:00:00Z"], &["2024-05-01T12:00:00"]),
        ("gYear", &["2024", "-0001", "12024", "2024Z"], &["24", "02024", "2024-05"]),
        ("gYearMonth", &["2024-05", "2024-05+01:00"], &["2024-13", "2024"]),
        ("gMonth", &["--05"], &["05", "--13"]),
        ("gDay", &["---31"], &["---32", "--01"]),
        ("gMonthDay", &["--02-29"], &["--02-30", "--13-01"]),
        ("duration", &["P1Y", "P1Y2M3DT4H5M6.7S", "-PT5M", "P1M"], &["P", "PT", "1Y", "P1S", "P1M1Y", "PT1Y", "P1YT"]),
        ("dayTimeDuration", &["P1D", "PT1H"], &["P1Y", "P1M"]),
        ("yearMonthDuration", &["P1Y2M"], &["P1D", "PT1M"]),
        ("hexBinary", &["", "00ff"], &["0", "zz"]),
        ("base64Binary", &["QUI=", "QUJD", ""], &["QUI", "Q==="]),
        ("anyURI", &["http://a.se/å?b=%20", "../c", ""], &["a b", "http://<x>", "%zz"]),
        ("language", &["sv", "sv-SE", "zh-Hant"], &["sv_SE", "svenskasprak", "-sv", ""]),
        ("nonNegativeInteger", &["0", "18446744073709551616"], &["-1", "1.0"]),
        ("negativeInteger", &["-1"], &["0", "1"]),
        ("byte", &["-128", "127"], &["128", "-129"]),
        ("unsignedByte", &["255"], &["256", "-1"]),
        ("NCName", &["a-b", "_x"], &["a:b", "1a", ""]),
        ("token", &["a b"], &["a  b", " a"]),
        ("unheardOf", &["anything"], &[]),
    ];

    #[test]
    fn every_datatype_knows_its_forms() {
        for (name, good, bad) in TABLE {
            for form in *good {
                assert!(is_valid(&format!("{XSD}{name}"), form), "{name}: `{form}` is right");
            }
            for form in *bad {
                assert!(!is_valid(&format!("{XSD}{name}"), form), "{name}: `{form}` is wrong");
            }
        }
    }
}
