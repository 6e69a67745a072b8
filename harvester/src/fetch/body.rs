//! Streams an answer to a temporary file under the limits of design §6.

use super::coding::{BoxedReader, decode};
use super::error::FetchError;
use crate::HarvestConfig;
use futures_util::TryStreamExt;
use model::ContentHash;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tempfile::SpooledTempFile;
use tokio::io::AsyncReadExt;
use tokio_util::io::StreamReader;

/// Bodies up to this size never touch the disk.
const IN_MEMORY: usize = 256 * 1024;
/// Below this many decoded bytes no ratio is counted: tiny documents may repeat themselves a lot.
const RATIO_FREE: u64 = 1 << 20;
/// Progress is told each time so many more bytes have come.
const TELL_EVERY: u64 = 256 * 1024;

/// A body, decoded, in a temporary file that is gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) spool: Spool,
    /// Bytes as transferred.
    pub(crate) transferred: u64,
}

/// Decoded bytes with their length and hash.
#[derive(Debug)]
pub(crate) struct Spool {
    file: SpooledTempFile,
    hasher: Box<blake3::Hasher>,
    length: u64,
}

impl Spool {
    pub(crate) fn new(dir: &Path) -> Self {
        Self { file: SpooledTempFile::new_in(IN_MEMORY, dir), hasher: Box::default(), length: 0 }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.write_all(bytes)?;
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
        Ok(())
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn hash(&self) -> ContentHash {
        ContentHash(*self.hasher.finalize().as_bytes())
    }

    /// All bytes. Blocks on the disk.
    pub(crate) fn read(mut self) -> std::io::Result<Vec<u8>> {
        self.file.rewind()?;
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).unwrap_or(0));
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// What bounds one body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyLimits {
    pub(crate) max_body: u64,
    pub(crate) max_ratio: u64,
    pub(crate) idle: Duration,
}

impl BodyLimits {
    pub(crate) fn of(config: &HarvestConfig) -> Self {
        Self {
            max_body: config.max_body,
            max_ratio: config.max_ratio,
            idle: Duration::from_secs(config.first_byte_timeout),
        }
    }
}

/// Reads the whole body. `tell` hears (bytes transferred, `Content-Length`).
pub(crate) async fn receive(
    response: reqwest::Response,
    limits: BodyLimits,
    dir: &Path,
    tell: &(dyn Fn(u64, Option<u64>) + Send + Sync),
) -> Result<Body, FetchError> {
    let expected = response.content_length();
    let coding = coding_of(response.headers());
    if coding.is_empty() && expected.is_some_and(|length| length > limits.max_body) {
        return Err(FetchError::TooLarge { limit: limits.max_body });
    }
    let transferred = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&transferred);
    let stream = response.bytes_stream().map_err(std::io::Error::other).inspect_ok(move |chunk| {
        count.fetch_add(chunk.len() as u64, Ordering::Relaxed);
    });
    let raw: BoxedReader = Box::new(StreamReader::new(stream));
    let state = Reception { limits, expected, coding: &coding, transferred: &transferred };
    let opened = tokio::time::timeout(limits.idle, decode(raw, &coding)).await;
    let mut reader = opened.map_err(|_| state.stalled())??;
    let mut spool = Spool::new(dir);
    let mut buffer = vec![0_u8; 64 * 1024];
    let mut told = 0;
    loop {
        let read = tokio::time::timeout(limits.idle, reader.read(&mut buffer)).await;
        let length = read.map_err(|_| state.stalled())?.map_err(|cause| state.broken(&cause))?;
        if length == 0 {
            break;
        }
        spool.push(&buffer[..length])?;
        state.check(spool.length())?;
        let so_far = state.so_far();
        if so_far >= told + TELL_EVERY {
            tell(so_far, expected);
            told = so_far;
        }
    }
    tell(state.so_far(), expected);
    Ok(Body { spool, transferred: state.so_far() })
}

/// All `Content-Encoding` headers as one list.
fn coding_of(headers: &HeaderMap) -> String {
    let named: Vec<&str> = headers.get_all(CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok()).collect();
    named.join(",")
}

/// What is known about a body while it comes in.
struct Reception<'a> {
    limits: BodyLimits,
    expected: Option<u64>,
    coding: &'a str,
    transferred: &'a AtomicU64,
}

impl Reception<'_> {
    fn so_far(&self) -> u64 {
        self.transferred.load(Ordering::Relaxed)
    }

    fn check(&self, decoded: u64) -> Result<(), FetchError> {
        let BodyLimits { max_body, max_ratio, .. } = self.limits;
        if decoded > RATIO_FREE && decoded > self.so_far().saturating_mul(max_ratio) {
            return Err(FetchError::RatioExceeded { limit: max_ratio });
        }
        if decoded > max_body || self.so_far() > max_body {
            return Err(FetchError::TooLarge { limit: max_body });
        }
        Ok(())
    }

    fn stalled(&self) -> FetchError {
        FetchError::Stalled { received: self.so_far(), seconds: self.limits.idle.as_secs() }
    }

    /// A failed read is the connection's fault, or the body ended inside a coding, or the coding is wrong.
    fn broken(&self, cause: &std::io::Error) -> FetchError {
        let from_transport = cause.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<reqwest::Error>);
        if from_transport || cause.kind() == std::io::ErrorKind::UnexpectedEof {
            return FetchError::BrokenOff { received: self.so_far(), expected: self.expected };
        }
        FetchError::Undecodable { coding: self.coding.to_owned(), cause: cause.to_string() }
    }
}
