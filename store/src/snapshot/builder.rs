//! Collects quads and writes them as a snapshot.

use super::file::{FILE, FORMAT, Section, Writer};
use super::ntriples::{self, rebase};
use super::sort::{Ordered, Row, pass, sort};
use super::terms::{Arena, Parts, encode};
use super::{Snapshot, SnapshotHeader, TermId};
use crate::StoreError;
use oxrdf::TermRef;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

/// Collects quads and writes the files.
#[derive(Debug, Default)]
pub struct SnapshotBuilder {
    arena: Arena,
    triples: Vec<Row<3>>,
    quads: Vec<Row<4>>,
    skipped: u64,
    /// Terms that it has keep their numbers; others go on from there.
    over: Option<Arc<Snapshot>>,
    encoded: Vec<u8>,
}

impl SnapshotBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty one for quads of a part of `snapshot` ([`super::Difference`]).
    pub(super) fn over(snapshot: &Arc<Snapshot>) -> Self {
        Self { over: Some(Arc::clone(snapshot)), ..Self::default() }
    }

    /// Terms that the snapshot below does not have.
    pub(super) fn new_terms(&self) -> usize {
        self.arena.len()
    }

    /// Rows of the default graph and of named graphs, and the terms that the snapshot below does not have.
    pub(super) fn into_rows(self) -> (Vec<Row<3>>, Vec<Row<4>>, Arena) {
        (self.triples, self.quads, self.arena)
    }

    fn intern(&mut self, parts: Parts<'_>) -> TermId {
        let Some(over) = &self.over else { return self.arena.intern(parts) };
        self.encoded.clear();
        encode(parts, &mut self.encoded);
        if let Some(id) = over.find(&self.encoded) {
            return id;
        }
        let first = TermId::try_from(over.terms()).unwrap_or(TermId::MAX);
        self.arena.intern(parts).saturating_add(first)
    }

    /// Parses a record's canonical N-Triples and adds each triple to each of `graphs` (`None` = default graph).
    /// [`model::ns::PLACEHOLDER`] at the start of an IRI (also of a graph) is replaced by `base_url`. Bodies are
    /// written by us, so a line that cannot be read is a damaged journal: it is skipped and counted
    /// ([`SnapshotBuilder::skipped`]).
    pub fn insert_body(&mut self, body: &str, graphs: &[Option<&str>], base_url: &str) {
        let graphs: Vec<_> = graphs.iter().map(|graph| graph.map(|iri| self.iri(iri, base_url))).collect();
        // Lines of a body are sorted, so a subject is mostly the one of the line before.
        let mut last: Option<(&str, TermId)> = None;
        for text in body.lines() {
            let Some(line) = ntriples::parse(text) else {
                self.skipped += u64::from(!text.is_empty());
                continue;
            };
            let written = text.split_once(' ').map_or("", |(subject, _)| subject);
            let subject = match last {
                Some((before, id)) if before == written => id,
                _ => self.intern(line.subject.parts(base_url)),
            };
            last = Some((written, subject));
            let predicate = self.iri(&line.predicate, base_url);
            let object = self.intern(line.object.parts(base_url));
            self.push([subject, predicate, object], &graphs);
        }
    }

    /// Adds one triple to one graph, as it is. A subject that starts with `_:` is a blank node.
    pub fn insert(&mut self, subject: &str, predicate: &str, object: TermRef<'_>, graph: Option<&str>) {
        let subject = match subject.strip_prefix("_:") {
            Some(label) => self.intern(Parts::Blank(label)),
            None => self.intern(Parts::Iri(subject, "")),
        };
        let predicate = self.intern(Parts::Iri(predicate, ""));
        let object = self.intern(object.into());
        let graph = graph.map(|iri| self.intern(Parts::Iri(iri, "")));
        self.push([subject, predicate, object], &[graph]);
    }

    /// Lines of bodies that could not be read.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    fn iri(&mut self, iri: &str, base_url: &str) -> TermId {
        let (base, rest) = rebase(iri, base_url);
        self.intern(Parts::Iri(base, rest))
    }

    fn push(&mut self, [s, p, o]: Row<3>, graphs: &[Option<TermId>]) {
        for graph in graphs {
            match graph {
                None => self.triples.push([s, p, o]),
                Some(g) => self.quads.push([s, p, o, *g]),
            }
        }
    }

    /// Sorts, writes `snapshot-…` into `published` and syncs it; returns its path. Crash = no directory of that name
    /// (a directory `.tmp-snapshot-…` may be left: nobody reads it, and whoever holds `published` may remove it).
    pub fn write(self, published: &Path, header: &SnapshotHeader) -> Result<PathBuf, StoreError> {
        let limit = u32::MAX as usize - 1;
        if [self.arena.len(), self.triples.len(), self.quads.len()].iter().any(|length| *length >= limit) {
            return Err(StoreError::Value("more than four thousand million terms or quads in one catalog".to_owned()));
        }
        if self.skipped > 0 {
            tracing::error!(
                lines = self.skipped,
                "{} lines of records could not be read and are missing",
                self.skipped
            );
        }
        let (name, path) = free_name(published, header);
        publish_aside(published, &name, &path, |aside| self.write_aside(aside, header))?;
        Ok(path)
    }

    fn write_aside(self, aside: &Path, header: &SnapshotHeader) -> Result<(), StoreError> {
        let mut writer = Writer::create(aside.join(FILE))?;
        let Self { arena, triples, quads, .. } = self;
        let terms = arena.len();
        // One block in flight per thread: the arrays of a big catalog are not all in memory at once.
        let (sender, blocks) = sync_channel::<Block>(0);
        std::thread::scope(|scope| {
            let default_sender = sender.clone();
            scope.spawn(move || default_graph(triples, terms, &default_sender));
            scope.spawn(move || named_graphs(quads, terms, &sender));
            writer.section(Section::Arena, &arena.bytes)?;
            writer.section(Section::Offsets, bytemuck::cast_slice(&arena.offsets))?;
            writer.section(Section::Table, bytemuck::cast_slice(&arena.table))?;
            drop(arena);
            for block in blocks {
                match block {
                    Block::Numbers(section, numbers) => writer.section(section, bytemuck::cast_slice(&numbers))?,
                    Block::Wide(section, numbers) => writer.section(section, bytemuck::cast_slice(&numbers))?,
                    Block::Triples(section, rows) => writer.section(section, bytemuck::cast_slice(&rows))?,
                    Block::Quads(section, rows) => writer.section(section, bytemuck::cast_slice(&rows))?,
                }
            }
            writer.finish(header)
        })
    }
}

/// A finished section on its way to the writer.
enum Block {
    Numbers(Section, Vec<u32>),
    Wide(Section, Vec<u64>),
    Triples(Section, Vec<Row<3>>),
    Quads(Section, Vec<Row<4>>),
}

// A send fails only when the writer has given up with an error of its own: then there is nothing more to do.
fn default_graph(triples: Vec<Row<3>>, terms: usize, sender: &SyncSender<Block>) {
    let send = |rows, ordered: Ordered<3>, starts| {
        let _ = sender.send(Block::Numbers(starts, ordered.starts));
        let _ = sender.send(Block::Triples(rows, ordered.rows));
    };
    let spo = sort(triples, terms);
    let osp = pass(&spo.rows, 2, terms, |[s, p, o]| [o, s, p]);
    send(Section::Spo, spo, Section::SpoStarts);
    let pos = pass(&osp.rows, 2, terms, |[o, s, p]| [p, o, s]);
    send(Section::Osp, osp, Section::OspStarts);
    send(Section::Pos, pos, Section::PosStarts);
}

fn named_graphs(quads: Vec<Row<4>>, terms: usize, sender: &SyncSender<Block>) {
    let send = |section, rows| {
        let _ = sender.send(Block::Quads(section, rows));
    };
    let send_both = |rows, ordered: Ordered<4>, starts| {
        let _ = sender.send(Block::Numbers(starts, ordered.starts));
        send(rows, ordered.rows);
    };
    let spog = sort(quads, terms);
    let gspo = pass(&spog.rows, 3, terms, |[s, p, o, g]| [g, s, p, o]);
    let (graphs, starts) = graphs(&gspo.starts);
    let _ = sender.send(Block::Numbers(Section::Graphs, graphs));
    let _ = sender.send(Block::Wide(Section::GraphStarts, starts));
    send(Section::Gspo, gspo.rows);
    let ospg = pass(&spog.rows, 2, terms, |[s, p, o, g]| [o, s, p, g]);
    send_both(Section::Spog, spog, Section::SpogStarts);
    send(Section::Gosp, pass(&ospg.rows, 3, terms, |[o, s, p, g]| [g, o, s, p]).rows);
    let posg = pass(&ospg.rows, 2, terms, |[o, s, p, g]| [p, o, s, g]);
    send_both(Section::Ospg, ospg, Section::OspgStarts);
    send(Section::Gpos, pass(&posg.rows, 3, terms, |[p, o, s, g]| [g, p, o, s]).rows);
    send_both(Section::Posg, posg, Section::PosgStarts);
}

/// Names of the graphs that have quads, and where each begins (and the end).
fn graphs(starts: &[u32]) -> (Vec<u32>, Vec<u64>) {
    let mut names = Vec::new();
    let mut begins = Vec::new();
    for (name, range) in (0..).zip(starts.windows(2)) {
        if range[0] < range[1] {
            names.push(name);
            begins.push(u64::from(range[0]));
        }
    }
    begins.push(starts.last().copied().unwrap_or(0).into());
    (names, begins)
}

/// A name that no directory has: the last part only tells two builds of the same `seq` apart.
pub(super) fn free_name(published: &Path, header: &SnapshotHeader) -> (String, PathBuf) {
    static BUILDS: AtomicU32 = AtomicU32::new(0);
    loop {
        let build = BUILDS.fetch_add(1, Ordering::Relaxed);
        let process = std::process::id();
        let text = format!("{}\n{}\n{}\n{process}\n{build}", header.journal, header.base_url, header.built);
        let generation = blake3::hash(text.as_bytes()).to_hex();
        let name = format!("snapshot-{FORMAT}-{}-{}", header.seq, &generation[..16]);
        let path = published.join(&name);
        if !path.exists() {
            return (name, path);
        }
    }
}

/// Lets `write` fill a directory beside `path`, then gives it its name.
pub(super) fn publish_aside(
    published: &Path,
    name: &str,
    path: &Path,
    write: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let aside = published.join(format!(".tmp-{name}"));
    let created = fs::create_dir_all(&aside).map_err(|cause| failed("create", &aside, cause));
    let written = created.and_then(|()| write(&aside)).and_then(|()| publish(&aside, path, published));
    if written.is_err() {
        // The first error is the one to tell; what is left of the directory is nobody's.
        let _ = fs::remove_dir_all(&aside);
    }
    written
}

fn publish(aside: &Path, path: &Path, published: &Path) -> Result<(), StoreError> {
    let sync = |directory: &Path| File::open(directory).and_then(|directory| directory.sync_all());
    sync(aside).map_err(|cause| failed("sync", aside, cause))?;
    fs::rename(aside, path).map_err(|cause| failed("rename", aside, cause))?;
    sync(published).map_err(|cause| failed("sync", published, cause))
}

fn failed(action: &'static str, path: &Path, cause: std::io::Error) -> StoreError {
    StoreError::Io { action, path: path.to_owned(), cause }
}
