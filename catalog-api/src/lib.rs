//! Skörd: HTTP surface
#![forbid(unsafe_code)]
