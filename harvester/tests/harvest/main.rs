//! The harvester against real servers on loopback: fetching, whole runs, the schedule loop.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test may fail loudly")]

mod auth;
mod faults;
mod fetch;
mod links;
mod measures;
mod notify;
mod parts;
mod patience;
mod pipeline;
mod serve;
mod server;
mod tls;
mod world;
