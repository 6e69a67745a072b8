//! Skörd: full-text index
#![forbid(unsafe_code)]
