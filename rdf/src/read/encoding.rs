//! Bytes to text: byte order mark, declaration, validity, in that order of trust.

use super::lines::place;
use super::rules;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use model::Finding;
use std::borrow::Cow;

/// Decodes a document. Never fails: bytes that fit no declared encoding are read as windows-1252.
pub(super) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>, findings: &mut Vec<Finding>) -> Cow<'a, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        if encoding == UTF_8 {
            return utf8_or_windows(&bytes[length..], findings);
        }
        return transcode(encoding, &bytes[length..], findings);
    }
    match bytes {
        [b'<', 0, ..] => return transcode(UTF_16LE, bytes, findings),
        [0, b'<', ..] => return transcode(UTF_16BE, bytes, findings),
        _ => {}
    }
    let declared = declared(bytes, content_type);
    match (std::str::from_utf8(bytes), declared) {
        // Swedish text in another encoding is hardly ever valid UTF-8 by chance: content beats declaration.
        (Ok(text), Some((encoding, label))) if encoding != UTF_8 => {
            if !text.is_ascii() {
                findings.push(rules::ENCODING_DECLARED.with(&[("encoding", &label)]));
            }
            Cow::Borrowed(text)
        }
        (Ok(text), _) => Cow::Borrowed(text),
        (Err(_), Some((encoding, _))) if encoding != UTF_8 => transcode(encoding, bytes, findings),
        (Err(_), _) => utf8_or_windows(bytes, findings),
    }
}

fn transcode<'a>(encoding: &'static Encoding, bytes: &'a [u8], findings: &mut Vec<Finding>) -> Cow<'a, str> {
    findings.push(rules::TRANSCODED.with(&[("encoding", encoding.name())]));
    encoding.decode_without_bom_handling(bytes).0
}

/// UTF-8 where valid; each byte that is not is read as windows-1252. So a windows-1252 file comes out right, and so
/// does a UTF-8 file into which a few bytes of another encoding were pasted.
fn utf8_or_windows<'a>(bytes: &'a [u8], findings: &mut Vec<Finding>) -> Cow<'a, str> {
    let mut text = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(_) => String::with_capacity(bytes.len() + bytes.len() / 16),
    };
    let (mut count, mut first) = (0_usize, None);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len());
            count += chunk.invalid().len();
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    let (line, column) = place(&text, first.unwrap_or_default());
    let values = [("count", count.to_string()), ("encoding", "windows-1252".to_owned())];
    let finding = rules::ENCODING.with(&values.each_ref().map(|(name, value)| (*name, value.as_str())));
    findings.push(finding.with_place(line, Some(column)));
    Cow::Owned(text)
}

/// The encoding that the XML declaration names, else the one of `Content-Type`.
fn declared(bytes: &[u8], content_type: Option<&str>) -> Option<(&'static Encoding, String)> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]);
    let declaration = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let from_xml = declaration.and_then(|text| text.split("encoding").nth(1)).and_then(|rest| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        rest[1.min(rest.len())..].split(['"', '\'']).next()
    });
    let from_header = content_type.and_then(|text| {
        let lower = text.to_ascii_lowercase();
        let at = lower.find("charset=")?;
        Some(text[at + 8..].split(';').next().unwrap_or_default().trim_matches(['"', ' ', '\'']))
    });
    from_xml.or(from_header).and_then(|label| Some((Encoding::for_label(label.as_bytes())?, label.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], content_type: Option<&str>) -> (String, Vec<String>) {
        let mut findings = Vec::new();
        let text = decode(bytes, content_type, &mut findings).into_owned();
        (text, findings.into_iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn each_way_to_say_the_encoding() {
        assert_eq!(decoded(b"\xef\xbb\xbf\xc3\xa5", None), ("å".to_owned(), vec![]));
        assert_eq!(decoded(b"\xff\xfea\x00\xe5\x00", None), ("aå".to_owned(), vec!["read-transcoded".to_owned()]));
        let declared = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe5</a>";
        assert!(decoded(declared, None).0.ends_with("<a>å</a>"));
        assert_eq!(decoded(b"a \xe5", Some("text/turtle; charset=iso-8859-1")).1, ["read-transcoded"]);
        assert_eq!(decoded("å".as_bytes(), Some("text/turtle; charset=latin1")).1, ["read-encoding-declared"]);
    }

    #[test]
    fn bytes_that_are_no_utf8_are_windows_1252() {
        assert_eq!(decoded(b"sm\xe5 \x96 sj\xf6", None), ("små – sjö".to_owned(), vec!["read-encoding".to_owned()]));
        let mixed = [&b"G\xf6teborg, "[..], "Malmö".as_bytes()].concat();
        assert_eq!(decoded(&mixed, None).0, "Göteborg, Malmö");
    }
}
