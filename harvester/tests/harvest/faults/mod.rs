//! Servers that misbehave, against the real pipeline and a real journal. After each misbehaviour, at once and after a
//! second identical run, every dataset that was published is still there.

mod answers;
mod bodies;
mod catalogs;
pub(crate) mod rig;
mod truncated;
mod versions;
mod ways;
