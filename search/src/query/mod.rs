//! Reading a query and turning it into tantivy queries.

mod build;
mod context;
mod parse;
mod tier;
mod ways;

pub(crate) use build::Builder;
pub(crate) use context::{Context, Understanding};
pub(crate) use parse::{Item, Parsed, Part};
pub(crate) use tier::{TIER, tiers_of};
