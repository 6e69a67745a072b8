//! HTTP content codings, undone by us so that we can count (design §6).

use super::error::FetchError;
use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// Codings in a row that we undo; more is an attack or an error.
const MOST_LAYERS: usize = 2;

pub(crate) type BoxedReader = Box<dyn AsyncRead + Send + Unpin>;

/// Wraps `body` in the decoders for `Content-Encoding`. A body that has the signature of
/// another coding is undone as that, and one that is plain is passed on as it is: publishers lie, and the bytes
/// themselves are judged later.
pub(crate) async fn decode(body: BoxedReader, header: &str) -> Result<BoxedReader, FetchError> {
    let codings: Vec<String> = header.split(',').map(|coding| coding.trim().to_ascii_lowercase()).collect();
    let layers: Vec<&str> = codings.iter().map(String::as_str).filter(|c| !c.is_empty() && *c != "identity").collect();
    if layers.len() > MOST_LAYERS {
        return Err(FetchError::UnknownCoding { coding: header.to_owned() });
    }
    let mut reader = body;
    // The last coding named was applied last, so it is undone first.
    for coding in layers.into_iter().rev() {
        reader = undo(reader, coding).await?;
    }
    Ok(reader)
}

async fn undo(reader: BoxedReader, coding: &str) -> Result<BoxedReader, FetchError> {
    let mut buffered = BufReader::with_capacity(64 * 1024, reader);
    // An error here comes again, and is judged, with the first real read.
    let start = buffered.fill_buf().await.unwrap_or_default();
    let sample = &start[..start.len().min(256)];
    let is_text = is_text(sample);
    let mut signature = [0; 4];
    signature[..sample.len().min(4)].copy_from_slice(&sample[..sample.len().min(4)]);
    Ok(match (coding, signature) {
        ("gzip" | "x-gzip" | "zstd" | "br" | "deflate", [0x1f, 0x8b, 0x08, _]) => {
            let mut decoder = GzipDecoder::new(buffered);
            decoder.multiple_members(true);
            Box::new(decoder)
        }
        ("gzip" | "x-gzip" | "zstd" | "br" | "deflate", [0x28, 0xb5, 0x2f, 0xfd]) => {
            Box::new(ZstdDecoder::new(buffered))
        }
        ("gzip" | "x-gzip" | "zstd", _) => Box::new(buffered),
        ("br" | "deflate", _) if is_text => Box::new(buffered),
        ("br", _) => Box::new(BrotliDecoder::new(buffered)),
        ("deflate", [cmf, flags, ..]) if is_zlib([cmf, flags]) => Box::new(ZlibDecoder::new(buffered)),
        ("deflate", _) => Box::new(DeflateDecoder::new(buffered)),
        (unknown, _) => return Err(FetchError::UnknownCoding { coding: unknown.to_owned() }),
    })
}

/// Whether a body that claims a coding without a signature is plain text all the same. Packed bytes do not look like
/// that for long.
fn is_text(sample: &[u8]) -> bool {
    let text = match std::str::from_utf8(sample) {
        Ok(text) => text,
        // Cut within a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&sample[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    text.len() >= 16 && text.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\r' | '\n'))
}

/// RFC 1950 §2.2: method 8, and the two header bytes are a multiple of 31. Servers send both forms as `deflate`.
fn is_zlib([cmf, flags]: [u8; 2]) -> bool {
    cmf & 0x0f == 8 && (u16::from(cmf) << 8 | u16::from(flags)).is_multiple_of(31)
}
