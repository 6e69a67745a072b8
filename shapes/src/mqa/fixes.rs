//! What to mend first. Every possible fix is simulated on what was measured, so that the promised score is the one that
//! is measured once it is done; patches write it down for the publisher.
//!
//! A value that only the publisher can know is left as `«FYLL I/FILL IN …»`. That is neither Turtle nor SPARQL, so that
//! nobody publishes a form that was not filled in.

mod compliance;
mod example;
mod facts;
mod kinds;
mod patch;
mod plan;
mod suggest;
mod words;

pub use compliance::{ALL_ERRORS, ProfileError, profile_errors};
pub use example::{Example, Place, Section};
pub use facts::{Metadata, Node, Property, Value};
pub use kinds::Level;
pub use patch::Form;
pub use plan::{Input, Mending, Plan, Restriction};
pub use suggest::{Suggestion, Why};
pub use words::points;

use super::{METRICS, Measured, Mode, Rating, Score};
use crate::judge::Source;
use ::rdf::{Record, RecordKind};
use kinds::KINDS;
use model::ns::PLACEHOLDER;

/// A fix with what it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Its name: of a metric's property, or the code of the finding that it mends.
    pub code: String,
    /// What is mended.
    pub on: Level,
    /// How many datasets or distributions; of an error of the profile, how many nodes.
    pub count: usize,
    /// How many datasets they are in.
    pub datasets: usize,
    /// Points that the score gains, in hundredths; at least, if `most` says more.
    pub gain: u64,
    /// Points that it gains at most, where that hangs on a value that we do not know.
    pub most: Option<u64>,
    /// The score afterwards.
    pub after: Score,
    /// Rating before and after.
    pub ratings: (Rating, Rating),
    /// At how many places we know what to write.
    pub suggested: usize,
    /// What is wrong and what mending it gives, in Swedish and English.
    pub message: (String, String),
    /// Why it matters, in Swedish and English.
    pub explanation: (String, String),
    /// The places, unless it is an error of the profile.
    pub(super) mendings: Vec<Mending>,
    /// Errors of the profile, by their position in the plan.
    pub(super) errors: Vec<usize>,
}

/// Points that are at stake for the node of a finding, by its code.
pub fn points_of(code: &str) -> Option<u32> {
    let kind = KINDS.iter().find(|kind| kind.mends_finding(code))?;
    Some(kind.metrics.iter().map(|place| METRICS[*place].points).sum())
}

impl Plan {
    /// The fixes of the records of one source, or of one document, that were measured.
    pub fn of_records(measured: Measured, records: &[Record]) -> Self {
        let source = Source::new(records.iter());
        let mode = measured.mode;
        let mut input = Input::new(measured, source.graph());
        input.ours = &|iri| iri.starts_with(PLACEHOLDER);
        input.publishers = vec![catalog_publisher(records)];
        if mode == Mode::Eu {
            input.errors = profile_errors(records);
        }
        Self::new(input)
    }
}

/// The publisher of the catalogs of a document, if they have one in common.
fn catalog_publisher(records: &[Record]) -> Option<String> {
    let catalogs = records.iter().filter(|record| record.kind == RecordKind::Catalog);
    let mut publishers = catalogs.map(|catalog| catalog.meta.publisher.clone());
    let first = publishers.next()??;
    publishers.all(|other| other.as_deref() == Some(&first)).then_some(first)
}
