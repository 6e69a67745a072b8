//! What a snapshot has differently from the file that it lies over (`overlay.bin`): rows that are gone, rows that came,
//! terms of its own. It is small, so it is read whole, checked by its checksum and sorted in every order when opened.
//!
//! Numbers of its own terms go on where those of the file end.

use super::base::Base;
use super::file::damaged;
use super::layers::Orders;
use super::sort::Row;
use super::terms::{self, Arena};
use super::{SnapshotHeader, TermId};
use crate::StoreError;
use model::Seq;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

/// The file in the directory of a snapshot that lies over another.
const FILE: &str = "overlay.bin";
/// Grows with every change of the layout.
const FORMAT: u32 = 1;
const MAGIC: [u8; 8] = *b"SKORDOVL";
/// Bytes before the JSON: magic, format, length of the JSON, BLAKE3 of all that follows it.
const START: usize = 8 + 4 + 4 + 32;

#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    journal: String,
    seq: u64,
    base_url: String,
    built: i64,
    /// Directory of the file below, beside this one.
    base: String,
    /// Number of the first own term.
    first: TermId,
    /// Bytes of the arena, terms, rows gone and come of the default graph, gone and come of named graphs.
    lengths: [usize; 6],
}

/// Rows of the default graph, and of named graphs (graph last).
pub(super) type Spread = (Vec<Row<3>>, Vec<Row<4>>);

/// As it lies in a file, or is about to.
#[derive(Debug)]
pub(super) struct Flat {
    /// Directory of the file below.
    pub(super) base: String,
    /// Number of the first own term.
    pub(super) first: TermId,
    /// Own terms.
    pub(super) arena: Arena,
    /// Rows of the file below that are gone.
    pub(super) removed: Spread,
    /// Rows that it does not have.
    pub(super) added: Spread,
}

/// Ready to be asked.
#[derive(Debug)]
pub(super) struct Overlay {
    first: TermId,
    pub(super) arena: Arena,
    pub(super) removed: Orders,
    pub(super) added: Orders,
    graphs: Vec<TermId>,
}

impl Overlay {
    /// Rows gone and come.
    pub(super) fn len(&self) -> usize {
        [&self.removed, &self.added].iter().map(|orders| orders.spo().len() + orders.spog().len()).sum()
    }

    /// Number of own terms.
    pub(super) fn terms(&self) -> usize {
        self.arena.len()
    }

    /// Names of the graphs that have quads, ascending.
    pub(super) fn graphs(&self) -> &[TermId] {
        &self.graphs
    }

    /// Number of an encoded term, if it is an own one.
    pub(super) fn find(&self, encoded: &[u8]) -> Option<TermId> {
        self.arena.find(encoded).map(|own| own + self.first)
    }

    /// An own term.
    pub(super) fn encoded(&self, id: TermId) -> Option<&[u8]> {
        terms::slice(&self.arena.bytes, &self.arena.offsets, id.checked_sub(self.first)?)
    }
}

impl Flat {
    /// Sorts it for reading over its file.
    pub(super) fn on(self, base: &Base, path: &Path) -> Result<Overlay, StoreError> {
        if usize::try_from(self.first) != Ok(base.terms()) {
            return Err(damaged(path, format!("it lies over {} terms instead of {}", base.terms(), self.first)));
        }
        let removed = Orders::new(self.removed.0, self.removed.1);
        let added = Orders::new(self.added.0, self.added.1);
        let mut graphs: Vec<TermId> = base.graph_ids().to_vec();
        graphs.extend(added.gspo().iter().map(|row| row[0]));
        graphs.sort_unstable();
        graphs.dedup();
        let of = |orders: &Orders, graph| super::range::prefix(orders.gspo(), &[graph]).len();
        let empty = super::range::Key::new(&[]);
        graphs.retain(|&graph| {
            let below = base.graph_rows(super::Order::Gspo, graph, &empty).len();
            below + of(&added, graph) > of(&removed, graph)
        });
        Ok(Overlay { first: self.first, arena: self.arena, removed, added, graphs })
    }

    /// Writes and syncs the file into `directory`.
    pub(super) fn write(&self, directory: &Path, header: &SnapshotHeader) -> Result<(), StoreError> {
        let (removed, added) = (&self.removed, &self.added);
        let contents = Contents {
            journal: header.journal.clone(),
            seq: header.seq.0,
            base_url: header.base_url.clone(),
            built: header.built,
            base: self.base.clone(),
            first: self.first,
            lengths: [
                self.arena.bytes.len(),
                self.arena.len(),
                removed.0.len(),
                added.0.len(),
                removed.1.len(),
                added.1.len(),
            ],
        };
        let json = serde_json::to_vec(&contents).map_err(|cause| StoreError::Value(cause.to_string()))?;
        let length = u32::try_from(json.len()).map_err(|cause| StoreError::Value(cause.to_string()))?;
        let mut body = json;
        body.extend_from_slice(&self.arena.bytes);
        body.extend_from_slice(bytemuck::cast_slice(&self.arena.offsets[1..]));
        for rows in [&removed.0, &added.0] {
            body.extend_from_slice(bytemuck::cast_slice(rows));
        }
        for rows in [&removed.1, &added.1] {
            body.extend_from_slice(bytemuck::cast_slice(rows));
        }
        let mut start = Vec::with_capacity(START);
        start.extend_from_slice(&MAGIC);
        start.extend_from_slice(&FORMAT.to_ne_bytes());
        start.extend_from_slice(&length.to_ne_bytes());
        start.extend_from_slice(blake3::hash(&body).as_bytes());
        let path = directory.join(FILE);
        let write = || {
            let mut file = File::create_new(&path)?;
            file.write_all(&start)?;
            file.write_all(&body)?;
            file.sync_all()
        };
        write().map_err(|cause| StoreError::Io { action: "write", path: path.clone(), cause })
    }
}

/// Reads and checks the overlay of a snapshot; `None` if the snapshot is whole.
pub(super) fn read(path: &Path) -> Result<Option<(Flat, SnapshotHeader)>, StoreError> {
    let file = path.join(FILE);
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(StoreError::Io { action: "read", path: file, cause }),
    };
    parse(&bytes).map(Some).map_err(|problem| damaged(path, problem))
}

fn parse(bytes: &[u8]) -> Result<(Flat, SnapshotHeader), String> {
    let short = || "it is too short".to_owned();
    let (start, body) = bytes.split_at_checked(START).ok_or_else(short)?;
    let [format, length]: [u32; 2] = bytemuck::pod_read_unaligned(&start[8..16]);
    if start[..8] != MAGIC || format != FORMAT {
        return Err("it is no overlay that this Skörd reads".to_owned());
    }
    if blake3::hash(body).as_bytes() != &start[16..] {
        return Err("the overlay does not match its checksum".to_owned());
    }
    let (json, rest) = body.split_at_checked(length as usize).ok_or_else(short)?;
    let contents: Contents = serde_json::from_slice(json).map_err(|cause| cause.to_string())?;
    let [arena, terms, removed, added, removed_quads, added_quads] = contents.lengths;
    let mut rest = rest;
    let mut take = |elements: usize, size: usize| {
        let (part, after) = rest.split_at_checked(elements.checked_mul(size)?)?;
        rest = after;
        Some(part)
    };
    let text = take(arena, 1).ok_or_else(short)?;
    let ends: Vec<u64> = collect(take(terms, 8).ok_or_else(short)?);
    let mut triples = |length| take(length, 12).map(collect::<Row<3>>).ok_or_else(short);
    let triples = [triples(removed)?, triples(added)?];
    let mut quads = |length| take(length, 16).map(collect::<Row<4>>).ok_or_else(short);
    let quads = [quads(removed_quads)?, quads(added_quads)?];
    let ([gone, come], [gone_quads, come_quads]) = (triples, quads);
    let header = SnapshotHeader {
        journal: contents.journal,
        seq: Seq(contents.seq),
        base_url: contents.base_url,
        built: contents.built,
    };
    let arena = Arena::from_parts(text, &ends).ok_or("its terms are damaged")?;
    let flat = Flat {
        base: contents.base,
        first: contents.first,
        arena,
        removed: (gone, gone_quads),
        added: (come, come_quads),
    };
    Ok((flat, header))
}

/// Elements that need not be aligned.
fn collect<T: bytemuck::AnyBitPattern>(bytes: &[u8]) -> Vec<T> {
    bytes.chunks_exact(size_of::<T>()).map(bytemuck::pod_read_unaligned).collect()
}
