//! Reading a query and turning it into tantivy queries.

mod build;
mod parse;
mod tier;

pub(crate) use build::Builder;
pub(crate) use parse::{Parsed, parse};
pub(crate) use tier::TIER;
