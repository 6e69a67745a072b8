//! The file of a snapshot: a header of fixed length, then sections of plain little-endian arrays, each 64-aligned.

use super::SnapshotHeader;
use crate::StoreError;
use model::Seq;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Grows with every change of the layout, of the term encoding or of the term hash.
pub const FORMAT: u32 = 1;
/// The one file in a snapshot's directory.
pub(super) const FILE: &str = "snapshot.bin";
/// Bytes before the first section.
pub(super) const HEADER: usize = 16 * 1024;

const MAGIC: [u8; 8] = *b"SKORDSNP";
/// Written as this machine stores it: a file from a machine of the other byte order is refused.
const ORDER: u32 = 0x0102_0304;
const ADVICE: &str = "run `skord rebuild`";

macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident($size:literal)),* $(,)?) => {
        /// The sections of the file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub(super) enum Section { $($(#[$doc])* $name),* }

        impl Section {
            /// All of them.
            pub(super) const ALL: [Self; [$($size),*].len()] = [$(Self::$name),*];

            /// Bytes of one element.
            fn element(self) -> usize {
                match self { $(Self::$name => $size),* }
            }
        }
    };
}

sections! {
    /// Encoded terms.
    Arena(1),
    /// Where each term begins (`u64`).
    Offsets(8),
    /// Hash table term to number (`u32`).
    Table(4),
    /// Default graph.
    Spo(12), SpoStarts(4), Pos(12), PosStarts(4), Osp(12), OspStarts(4),
    /// Named graphs, graph last.
    Spog(16), SpogStarts(4), Posg(16), PosgStarts(4), Ospg(16), OspgStarts(4),
    /// Named graphs, graph first.
    Gspo(16), Gpos(16), Gosp(16),
    /// Names of the graphs, ascending.
    Graphs(4),
    /// Where each graph begins in the arrays with the graph first (`u64`).
    GraphStarts(8),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    section: Section,
    offset: usize,
    bytes: usize,
    blake3: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    journal: String,
    seq: u64,
    base_url: String,
    built: i64,
    sections: Vec<Entry>,
}

/// Header and places of the sections, as read and checked.
#[derive(Debug)]
pub(super) struct Directory {
    pub(super) header: SnapshotHeader,
    entries: Vec<Entry>,
}

/// Writes a snapshot's file.
#[derive(Debug)]
pub(super) struct Writer {
    path: PathBuf,
    file: File,
    position: usize,
    entries: Vec<Entry>,
}

impl Writer {
    /// Creates the file.
    pub(super) fn create(path: PathBuf) -> Result<Self, StoreError> {
        let begun = File::create_new(&path).and_then(|mut file| file.write_all(&[0; HEADER]).map(|()| file));
        let file = begun.map_err(|cause| StoreError::Io { action: "create", path: path.clone(), cause })?;
        Ok(Self { path, file, position: HEADER, entries: Vec::new() })
    }

    /// Appends one section and its checksum.
    pub(super) fn section(&mut self, section: Section, bytes: &[u8]) -> Result<(), StoreError> {
        let padding = self.position.next_multiple_of(64) - self.position;
        self.write(&[0; 64][..padding])?;
        self.write(bytes)?;
        let blake3 = blake3::hash(bytes).to_hex().to_string();
        self.entries.push(Entry { section, offset: self.position - bytes.len(), bytes: bytes.len(), blake3 });
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.position += bytes.len();
        self.file.write_all(bytes).map_err(|cause| self.failed(cause))
    }

    fn failed(&self, cause: std::io::Error) -> StoreError {
        StoreError::Io { action: "write", path: self.path.clone(), cause }
    }

    /// Writes the header and syncs everything.
    pub(super) fn finish(mut self, header: &SnapshotHeader) -> Result<(), StoreError> {
        let contents = Contents {
            journal: header.journal.clone(),
            seq: header.seq.0,
            base_url: header.base_url.clone(),
            built: header.built,
            sections: std::mem::take(&mut self.entries),
        };
        let json = serde_json::to_vec(&contents).map_err(|cause| self.failed(cause.into()))?;
        let length = u32::try_from(json.len()).ok().filter(|_| json.len() + 64 <= HEADER);
        let Some(length) = length else {
            return Err(StoreError::Value(format!("the base URL of {} bytes is too long", header.base_url.len())));
        };
        let mut block = Vec::with_capacity(HEADER);
        block.extend_from_slice(&MAGIC);
        for number in [ORDER, FORMAT, length] {
            block.extend_from_slice(&number.to_ne_bytes());
        }
        block.extend_from_slice(blake3::hash(&json).as_bytes());
        block.extend_from_slice(&json);
        let written = self.file.seek(SeekFrom::Start(0)).and_then(|_| self.file.write_all(&block));
        written.and_then(|()| self.file.sync_all()).map_err(|cause| self.failed(cause))
    }
}

impl Directory {
    /// Reads the header and checks that each section lies in a file of `length` bytes. Does not look at the sections.
    pub(super) fn read(path: &Path, block: &[u8], length: usize) -> Result<Self, StoreError> {
        let json = checked_json(block).map_err(|problem| damaged(path, problem))?;
        let contents: Contents = serde_json::from_slice(json).map_err(|cause| damaged(path, cause.to_string()))?;
        let directory = Self {
            header: SnapshotHeader {
                journal: contents.journal,
                seq: Seq(contents.seq),
                base_url: contents.base_url,
                built: contents.built,
            },
            entries: contents.sections,
        };
        for section in Section::ALL {
            let range = directory.range(section).ok_or_else(|| damaged(path, format!("no section {section:?}")))?;
            if range.end > length {
                let problem = format!("it ends at byte {length}, before the end of {section:?} at {}", range.end);
                return Err(damaged(path, problem));
            }
            if range.start % 64 != 0 || range.len() % section.element() != 0 {
                return Err(damaged(path, format!("{section:?} is no array")));
            }
        }
        Ok(directory)
    }

    /// Where a section lies.
    pub(super) fn range(&self, section: Section) -> Option<Range<usize>> {
        let entry = self.entries.iter().find(|entry| entry.section == section)?;
        Some(entry.offset..entry.offset.checked_add(entry.bytes)?)
    }

    /// The checksum that the header has for a section.
    pub(super) fn checksum(&self, section: Section) -> Option<&str> {
        self.entries.iter().find(|entry| entry.section == section).map(|entry| entry.blake3.as_str())
    }
}

fn checked_json(block: &[u8]) -> Result<&[u8], String> {
    let truncated = || "it is too short".to_owned();
    let (magic, rest) = block.split_first_chunk::<8>().ok_or_else(truncated)?;
    let (numbers, rest) = rest.split_first_chunk::<12>().ok_or_else(truncated)?;
    let (checksum, rest) = rest.split_first_chunk::<32>().ok_or_else(truncated)?;
    let [order, format, length]: [u32; 3] = bytemuck::pod_read_unaligned(numbers);
    if *magic != MAGIC {
        return Err("it is no snapshot of Skörd".to_owned());
    }
    if order != ORDER {
        return Err("it was written on a machine of another byte order".to_owned());
    }
    if format != FORMAT {
        return Err(format!("it has format {format}, this Skörd reads {FORMAT}"));
    }
    let json = rest.get(..length as usize).ok_or_else(truncated)?;
    if blake3::hash(json).as_bytes() != checksum {
        return Err("its header does not match its checksum".to_owned());
    }
    Ok(json)
}

/// The error for a file that is not what it should be.
pub(super) fn damaged(path: &Path, problem: impl Into<String>) -> StoreError {
    StoreError::Damaged { path: path.to_owned(), problem: problem.into(), advice: ADVICE }
}
