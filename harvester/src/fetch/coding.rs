//! HTTP content codings, undone by us so that we can count (design §6).

use super::error::FetchError;
use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// Codings in a row that we undo; more is an attack or an error.
const MOST_LAYERS: usize = 2;

pub(crate) type BoxedReader = Box<dyn AsyncRead + Send + Unpin>;

/// Wraps `body` in the decoders for `Content-Encoding`. A body that lacks the signature of its coding is passed on as
/// it is: publishers lie, and the bytes themselves are judged later.
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
    let first = [start.first().copied().unwrap_or(0), start.get(1).copied().unwrap_or(0)];
    Ok(match coding {
        "gzip" | "x-gzip" if first == [0x1f, 0x8b] => {
            let mut decoder = GzipDecoder::new(buffered);
            decoder.multiple_members(true);
            Box::new(decoder)
        }
        "zstd" if first == [0x28, 0xb5] => Box::new(ZstdDecoder::new(buffered)),
        "gzip" | "x-gzip" | "zstd" => Box::new(buffered),
        "br" => Box::new(BrotliDecoder::new(buffered)),
        "deflate" if is_zlib(first) => Box::new(ZlibDecoder::new(buffered)),
        "deflate" => Box::new(DeflateDecoder::new(buffered)),
        unknown => return Err(FetchError::UnknownCoding { coding: unknown.to_owned() }),
    })
}

/// RFC 1950 §2.2: method 8, and the two header bytes are a multiple of 31. Servers send both forms as `deflate`.
fn is_zlib([cmf, flags]: [u8; 2]) -> bool {
    cmf & 0x0f == 8 && (u16::from(cmf) << 8 | u16::from(flags)).is_multiple_of(31)
}
