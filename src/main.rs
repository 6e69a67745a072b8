//! Skörd.
fn main() {}
