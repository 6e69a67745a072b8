//! Bytes to quads with findings; repair; split into records; hash and diff.
//!
//! **Invariant:** sans-IO, no async, no clock, no network. Broken input is data: nothing here fails, it reports.
#![forbid(unsafe_code)]

mod diff;
mod document;
mod records;

pub use diff::{RecordsDiff, TripleDiff, diff_records, diff_triples};
pub use document::{RawDocument, Refined, refine};
pub use oxrdf;
pub use records::{Record, RecordHead, RecordKind, RecordMeta, parse_body};

/// Version of reading, repair, naming and hashing rules. It grows when the same bytes give other records or findings,
/// so that *changed by us* can be told from *changed by the source*.
pub const RULES_VERSION: u32 = 1;
