//! Checks of metadata: a SHACL engine, the profiles we wrote, and words for the people who have to mend what is wrong.
//!
//! The rules of a profile are shapes in Turtle ([`Profile`], `shapes/profiles/`): obligation, cardinality, kind of
//! value, vocabulary, cross-rules, each with message, fix and example in Swedish and English. [`judge`] checks the
//! records of a source by them; [`shacl`] checks any graph by any shapes.
//!
//! **Invariant:** pure. No IO, no clock, no network; it reports and never rejects, changes or drops anything.
#![forbid(unsafe_code)]

pub mod check;
mod judge;
mod line;
pub mod mqa;
mod profile;
pub mod shacl;

pub use check::{Check, Language};
pub use judge::{Owners, findings, judge, judge_and_measure, judge_by, judge_record};
pub use profile::{Note, Profile, Rules};
