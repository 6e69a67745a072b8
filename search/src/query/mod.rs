//! Reading a query, and what documents must have to match it.

mod build;
mod context;
mod parse;
mod tier;
mod ways;

pub(crate) use build::Builder;
pub(crate) use context::{Context, Understanding};
pub(crate) use parse::{Item, Parsed, Part, Scope as QueryScope, typed};
pub(crate) use tier::{TIER, tiers_of};

/// A query understood without lexicon and catalog.
#[cfg(test)]
pub(crate) fn parsed_alone(q: &str, analyzer: &crate::analysis::Analyzer) -> Parsed {
    parse::typed(q).understood(analyzer, &crate::understanding::Publishers::default()).0
}
