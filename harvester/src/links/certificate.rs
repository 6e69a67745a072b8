//! When a certificate expires: the one field that we read of X.509 (RFC 5280 §4.1.2.5), so no library for it.

use chrono::{DateTime, NaiveDateTime, Utc};

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// `notAfter` of a certificate in DER; `None` for anything else.
pub(super) fn expires(der: &[u8]) -> Option<DateTime<Utc>> {
    let (tag, certificate, _) = element(der)?;
    let (inner, signed, _) = element(certificate)?;
    if tag != SEQUENCE || inner != SEQUENCE {
        return None;
    }
    let (first, _, after_first) = element(signed)?;
    // Version (left out in version 1), serial number, algorithm, issuer, then the validity.
    let mut rest = if first == VERSION { element(after_first)?.2 } else { after_first };
    for _ in 0..2 {
        rest = element(rest)?.2;
    }
    let (_, validity, _) = element(rest)?;
    let (_, _, after_begin) = element(validity)?;
    let (kind, end, _) = element(after_begin)?;
    time(kind, std::str::from_utf8(end).ok()?)
}

/// Tag, content and what follows of the first element.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&short, rest) = rest.split_first()?;
    let (length, rest) = if short < 0x80 {
        (usize::from(short), rest)
    } else {
        let count = usize::from(short & 0x7f);
        let digits = rest.get(..count).filter(|_| (1..=4).contains(&count))?;
        (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), &rest[count..])
    };
    Some((tag, rest.get(..length)?, rest.get(length..)?))
}

/// Years of two digits are 1950 to 2049.
fn time(kind: u8, text: &str) -> Option<DateTime<Utc>> {
    let whole = match kind {
        UTC_TIME => {
            let year: u32 = text.get(..2)?.parse().ok()?;
            format!("{}{text}", if year < 50 { "20" } else { "19" })
        }
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    NaiveDateTime::parse_from_str(&whole, "%Y%m%d%H%M%SZ").ok().map(|time| time.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A certificate's beginning with this validity.
    fn certificate(version: bool, end: &[u8]) -> Vec<u8> {
        let wrap = |tag: u8, content: &[u8]| {
            let mut all = vec![tag];
            if content.len() < 0x80 {
                all.push(u8::try_from(content.len()).unwrap());
            } else {
                all.extend([
                    0x82,
                    u8::try_from(content.len() >> 8).unwrap(),
                    u8::try_from(content.len() & 0xff).unwrap(),
                ]);
            }
            all.extend(content);
            all
        };
        let begin = wrap(UTC_TIME, b"200101000000Z");
        let mut signed = if version { wrap(VERSION, &wrap(2, &[2])) } else { Vec::new() };
        signed.extend(wrap(2, &[1; 20]));
        signed.extend(wrap(SEQUENCE, &[5, 0]));
        signed.extend(wrap(SEQUENCE, &[0; 200]));
        signed.extend(wrap(SEQUENCE, &[begin, end.to_vec()].concat()));
        wrap(SEQUENCE, &wrap(SEQUENCE, &signed))
    }

    #[test]
    fn both_forms_of_time_are_read() {
        let utc = [&[UTC_TIME, 13][..], b"270102030405Z"].concat();
        let general = [&[GENERALIZED_TIME, 15][..], b"21270102030405Z"].concat();
        assert_eq!(expires(&certificate(true, &utc)).unwrap().to_rfc3339(), "2027-01-02T03:04:05+00:00");
        assert_eq!(expires(&certificate(false, &general)).unwrap().to_rfc3339(), "2127-01-02T03:04:05+00:00");
    }

    #[test]
    fn what_is_no_certificate_has_no_end() {
        let whole = certificate(true, &[&[UTC_TIME, 13][..], b"270102030405Z"].concat());
        for length in 0..whole.len() {
            expires(&whole[..length]); // never panics
        }
        assert_eq!(expires(b""), None);
        assert_eq!(expires(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
    }
}
