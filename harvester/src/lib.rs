//! Harvest: sources, fetch, schedule, and the path from an answer to an accepted revision.
//!
//! **Invariant:** nothing that a server sends can take a dataset away by itself; every run ends.
#![forbid(unsafe_code)]

pub mod against;
mod approve;
mod compare;
mod conclusion;
mod config;
mod dry;
mod evaluate;
pub mod fetch;
mod guards;
mod harvester;
mod lanes;
mod lease;
pub mod links;
mod measure;
mod notify;
mod orders;
mod parts;
mod pipeline;
mod progress;
mod renames;
mod schedule;
mod serve;
mod settings;
mod verdict;

pub use config::{HarvestConfig, RunOptions};
pub use dry::DiffEntry;
pub use harvester::{Harvester, RunResult, Setup};
pub use notify::{NotifyConfig, SmtpSecurity};
pub use progress::{Progress, Silent, Step};
pub use schedule::{next_runs, validate_schedule};
pub use settings::{check_source, shown_source};
