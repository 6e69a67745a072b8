//! Skörd: bytes to quads, repair, records, diff
#![forbid(unsafe_code)]
