//! Skörd: fetch and pipeline
#![forbid(unsafe_code)]
