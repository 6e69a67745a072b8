//! What parent and worker say to each other over a pipe: a kind byte, a length (`u32`, little endian), the payload.

use super::{SparqlError, SparqlRequest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use std::path::PathBuf;

/// First frame of a worker: who it is ([`Hello`]).
pub(super) const HELLO: u8 = b'H';
/// From the parent: [`Task`].
pub(super) const TASK: u8 = b'Q';
/// A piece of the answer.
pub(super) const PIECE: u8 = b'D';
/// End of the answer: [`End`].
pub(super) const END: u8 = b'E';

/// The longest payload: a query is at most some megabytes, a piece of an answer [`PIECE_BYTES`].
const LONGEST: u32 = 64 << 20;
/// Bytes that a worker collects before it sends them.
pub(super) const PIECE_BYTES: usize = 64 << 10;

/// Version handshake: parent and worker must be the same build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hello {
    version: String,
    snapshot_format: u32,
    protocol: u32,
}

impl Hello {
    /// What this build says.
    pub(super) fn ours() -> Self {
        Self { version: env!("CARGO_PKG_VERSION").to_owned(), snapshot_format: crate::snapshot::FORMAT, protocol: 1 }
    }
}

/// One query for a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Task {
    pub(super) snapshot: PathBuf,
    pub(super) request: SparqlRequest,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) memory: u64,
}

/// How a query ended: the media type of what was sent before, or why there is no answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct End {
    pub(super) outcome: Result<String, SparqlError>,
    /// The worker holds so much memory that the next query would start with less: replace it.
    pub(super) retire: bool,
}

/// Writes one frame.
pub(super) fn write(output: &mut dyn Write, kind: u8, payload: &[u8]) -> io::Result<()> {
    let length = u32::try_from(payload.len()).ok().filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| io::Error::other(format!("a message of {} bytes is too long", payload.len())))?;
    let mut message = Vec::with_capacity(payload.len() + 5);
    message.push(kind);
    message.extend_from_slice(&length.to_le_bytes());
    message.extend_from_slice(payload);
    output.write_all(&message)?;
    output.flush()
}

/// Writes a frame of JSON.
pub(super) fn write_json(output: &mut dyn Write, kind: u8, value: &impl Serialize) -> io::Result<()> {
    write(output, kind, &serde_json::to_vec(value)?)
}

/// Reads one frame, waiting for it; `None` at the end of the input.
pub(super) fn read(input: &mut dyn Read) -> io::Result<Option<(u8, Vec<u8>)>> {
    let mut head = [0; 5];
    match input.read_exact(&mut head) {
        Err(problem) if problem.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let (kind, length) = split_head(head)?;
    let mut payload = vec![0; length];
    input.read_exact(&mut payload)?;
    Ok(Some((kind, payload)))
}

/// Reads the JSON of a frame.
pub(super) fn parse<T: DeserializeOwned>(payload: &[u8]) -> io::Result<T> {
    Ok(serde_json::from_slice(payload)?)
}

fn split_head([kind, length @ ..]: [u8; 5]) -> io::Result<(u8, usize)> {
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::Error::other(format!("a message claims {length} bytes")));
    }
    Ok((kind, length as usize))
}

/// Collects bytes as they come and gives whole frames.
#[derive(Debug, Default)]
pub(super) struct Frames {
    bytes: Vec<u8>,
    start: usize,
}

impl Frames {
    /// Adds what was read.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.start);
        self.start = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole frame, if it has come.
    pub(super) fn next(&mut self) -> io::Result<Option<(u8, &[u8])>> {
        let Some(head) = self.bytes[self.start..].first_chunk::<5>() else { return Ok(None) };
        let (kind, length) = split_head(*head)?;
        let begin = self.start + 5;
        let Some(payload) = self.bytes.get(begin..begin + length) else { return Ok(None) };
        self.start = begin + length;
        Ok(Some((kind, payload)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_whole_however_they_are_cut() {
        let mut wire = Vec::new();
        write(&mut wire, PIECE, b"hej").unwrap();
        write(&mut wire, PIECE, b"").unwrap();
        write_json(&mut wire, HELLO, &Hello::ours()).unwrap();
        for cut in 1..20 {
            let mut frames = Frames::default();
            let mut kinds = Vec::new();
            for part in wire.chunks(cut) {
                frames.push(part);
                while let Some((kind, payload)) = frames.next().unwrap() {
                    kinds.push((kind, payload.len() > 3));
                }
            }
            assert_eq!(kinds, [(PIECE, false), (PIECE, false), (HELLO, true)]);
        }
        let mut input = wire.as_slice();
        assert_eq!(read(&mut input).unwrap(), Some((PIECE, b"hej".to_vec())));
        assert_eq!(read(&mut input).unwrap(), Some((PIECE, Vec::new())));
        let hello: Hello = parse(&read(&mut input).unwrap().unwrap().1).unwrap();
        assert_eq!(hello, Hello::ours());
        assert!(read(&mut input).unwrap().is_none());
        assert!(read(&mut [PIECE, 255, 255, 255, 255].as_slice()).is_err());
    }
}
