//! Bytes to quads with findings; repair; split into records; hash and diff.
//!
//! **Invariant:** sans-IO, no async, no clock, no network. Broken input is data: nothing here fails, it reports.
#![forbid(unsafe_code)]

mod convert;
mod diff;
mod document;
mod graph;
mod locate;
mod merge;
mod read;
mod records;
mod repair;
mod rule;
mod split;
mod vocabulary;
mod write;

pub use convert::{Conversion, Converted, convert};
pub use diff::{RecordsDiff, TripleDiff, diff_records, diff_triples};
pub use document::{RawDocument, Refined, refine, refine_all};
pub use graph::Graph;
pub use merge::{MergeOptions, MergeProblem, Merged, Shared, merge};
pub use oxrdf;
pub use read::{Reading, read};
pub use records::{Record, RecordHead, RecordKind, RecordMeta, parse_body};
pub use repair::repair;
pub use rule::Rule;
pub use split::{Split, split};
pub use write::{Serialisation, document, write};

/// Version of reading, repair, naming and hashing rules. It grows when the same bytes give other records or findings,
/// so that *changed by us* can be told from *changed by the source*.
pub const RULES_VERSION: u32 = 2;

/// All kinds of findings that this crate makes, for documentation.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    read::rules::RULES.iter().chain(repair::rules()).chain(split::RULES)
}
