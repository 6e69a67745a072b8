//! The published snapshot: an immutable, memory-mapped RDF dataset at one `seq` (design §5).
//!
//! A snapshot is a directory with one file. Terms are numbered (`u32`); the default graph lies in it in three orders,
//! the named graphs in six, so that every pattern is one exact range.

mod base;
mod builder;
mod changed;
mod difference;
mod file;
mod layers;
mod mapping;
mod ntriples;
mod overlay;
mod range;
mod read;
mod sort;
mod terms;

pub use builder::SnapshotBuilder;
pub use changed::ChangedRows;
pub use difference::Difference;
pub use file::FORMAT;
pub use layers::{Layered, LayeredRows};
pub use range::{Order, Rows};
pub use read::Snapshot;

use model::Seq;

/// What a snapshot file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotHeader {
    /// Journal it was made from.
    pub journal: String,
    /// Number it stands for.
    pub seq: Seq,
    /// Base of our own IRIs in it, ends with `/`.
    pub base_url: String,
    /// Seconds since 1970 when it was built.
    pub built: i64,
}

/// Number of a term in one snapshot.
pub type TermId = u32;

#[cfg(test)]
mod tests;
