//! Documents judged before they are published: one engine behind `skord check`, the API and the page.

mod against;
mod control;
mod load;
mod report;
mod worker;

pub(crate) use against::Counterpart;
pub(crate) use control::Checker;
pub(crate) use load::{Loaded, Refused};
pub(crate) use report::Judged;
pub(crate) use worker::worker_main;
