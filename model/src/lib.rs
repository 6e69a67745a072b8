//! The domain of Skörd: words, values and tables that every other crate shares.
//!
//! **Invariant:** no IO, no clock of its own, no async and no RDF library. IRIs are checked strings here;
//! RDF terms live in `rdf` and `store`.
#![forbid(unsafe_code)]

pub mod auth;
pub mod clock;
pub mod control;
pub mod coverage;
pub mod figures;
pub mod finding;
pub mod hash;
pub mod hvd;
pub mod link;
pub mod ns;
pub mod properties;
pub mod quality;
pub mod run;
pub mod seq;
pub mod source;
pub mod text;
pub mod view;
pub mod vocabularies;

pub use auth::{Auth, SecretName, Webhook};
pub use clock::{Clock, SystemClock};
pub use coverage::{BoundingBox, Coverage, Years};
pub use finding::{Finding, Place, Severity};
pub use hash::ContentHash;
pub use link::{LinkAnswer, LinkCheck, LinkOutcome};
pub use run::{ChangeCounts, FindingCounts, Outcome, RunDetail, RunReport};
pub use seq::{Cursor, JournalId, Seq};
pub use source::{Source, SourceClass, SourceId, SourceState};
pub use text::LangText;
