//! The index from outside: what is found, counted, ordered, suggested, and how it follows the catalog.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "in tests a failure must stop the test")]

mod areas;
mod common;
mod counted;
mod cursors;
mod facets;
mod flat;
mod highlights;
mod honesty;
mod measure;
mod order;
mod related;
mod relevance;
mod suggestions;
mod updates;
mod words;
