//! gzip and zstd files, known by their first bytes, unpacked within limits.

use super::rules;
use model::Finding;
use std::borrow::Cow;
use std::io::Read;

/// Largest unpacked size (design §6): 1 GiB.
const MAX_BYTES: u64 = 1 << 30;
/// Largest growth (design §6): 100:1. Small files may grow to 1 MiB whatever the ratio.
const MAX_RATIO: u64 = 100;
const ALWAYS_ALLOWED: u64 = 1 << 20;
/// A packed file in a packed file is unpacked too, but not for ever.
const MAX_LAYERS: usize = 3;

/// The bytes inside, and false if something was cut off.
pub(super) fn unpack<'a>(bytes: &'a [u8], findings: &mut Vec<Finding>) -> (Cow<'a, [u8]>, bool) {
    let (mut content, mut complete) = (Cow::Borrowed(bytes), true);
    let limit = (bytes.len() as u64).saturating_mul(MAX_RATIO).clamp(ALWAYS_ALLOWED, MAX_BYTES);
    for _ in 0..MAX_LAYERS {
        let unpacked = match content.as_ref() {
            [0x1f, 0x8b, 0x08, ..] => read_bounded(flate2::bufread::MultiGzDecoder::new(content.as_ref()), limit),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => match zstd::stream::read::Decoder::with_buffer(content.as_ref()) {
                Ok(decoder) => read_bounded(decoder, limit),
                Err(_) => (Vec::new(), End::Damaged),
            },
            _ => return (content, complete),
        };
        match unpacked.1 {
            End::Whole => {}
            End::Damaged => findings.push(rules::UNPACK.finding()),
            End::Limit => findings.push(rules::UNPACK_LIMIT.with(&[("limit", &format!("{} MiB", limit >> 20))])),
        }
        complete &= matches!(unpacked.1, End::Whole);
        content = Cow::Owned(unpacked.0);
    }
    (content, complete)
}

enum End {
    Whole,
    Damaged,
    Limit,
}

fn read_bounded(mut reader: impl Read, limit: u64) -> (Vec<u8>, End) {
    let mut out = Vec::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => return (out, End::Whole),
            Ok(count) => out.extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return (out, End::Damaged),
        }
        if out.len() as u64 > limit {
            return (out, End::Limit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn packed_files_are_unpacked_and_bombs_stopped() {
        let mut findings = Vec::new();
        let zstd = zstd::encode_all(&gzip(b"<a> <b> <c> .")[..], 3).unwrap();
        assert_eq!(unpack(&zstd, &mut findings), (Cow::Borrowed(&b"<a> <b> <c> ."[..]), true));
        assert_eq!(findings, []);

        let bomb = gzip(&vec![b' '; 64 << 20]);
        let (content, complete) = unpack(&bomb, &mut findings);
        assert!(content.len() < 10 << 20 && !complete);
        assert_eq!(findings.pop().unwrap().code, "read-unpack-limit");

        let whole = gzip("åäö ".repeat(10_000).as_bytes());
        let (content, complete) = unpack(&whole[..whole.len() / 2], &mut findings);
        assert!(!content.is_empty() && !complete);
        assert_eq!(findings.pop().unwrap().code, "read-unpack");
    }
}
