//! Checks of metadata against DCAT-AP-SE 3.0.1, with words for the people who have to mend it.
//!
//! The rules are tables, one per class ([`rules`]): obligation, cardinality, kind of value, vocabulary, example. A few
//! rules that look at several nodes at once (high-value datasets, series, agents and contacts) are code. What is here
//! are the rules that matter most; the profile in full is the SHACL engine's.
//!
//! **Invariant:** pure. No IO, no clock, no network; it reports and never rejects, changes or drops anything.
#![forbid(unsafe_code)]

mod cross;
mod finding;
mod graph;
mod judge;
mod line;
pub mod rules;
pub mod shacl;
mod value;

pub use judge::{judge, judge_record};
