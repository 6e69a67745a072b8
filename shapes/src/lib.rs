//! Skörd: checks and reports
#![forbid(unsafe_code)]
