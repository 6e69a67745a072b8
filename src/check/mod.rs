//! Documents judged before they are published: one engine behind `skord check`, the API and the page.

mod control;
mod load;
mod report;
mod worker;

pub(crate) use control::Checker;
pub(crate) use load::Loaded;
pub(crate) use report::Judged;
pub(crate) use worker::worker_main;
