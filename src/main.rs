//! `skord`: commands, configuration and wiring. What there is to know lives in the crates.
#![forbid(unsafe_code)]

mod check;
mod cli;
mod commands;
mod config;
mod context;
mod progress;
mod report;

use clap::Parser;
use cli::{Cli, Command};
use std::io::IsTerminal;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::SparqlWorker) {
        return store::sparql::worker_main();
    }
    if matches!(cli.command, Command::CheckWorker) {
        return check::worker_main();
    }
    start_logging(cli.verbose, matches!(cli.command, Command::Serve(_)));
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report::complain(&error);
            ExitCode::from(2)
        }
    }
}

/// Logs go to standard error; a server tells more than a command.
fn start_logging(verbose: u8, server: bool) {
    use tracing_subscriber::EnvFilter;
    let level = match (verbose, server) {
        (0, false) => "warn",
        (0, true) | (1, _) => "info,tantivy=warn",
        (_, _) => "debug,tantivy=info,hyper=info",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    if subscriber.try_init().is_err() {
        // A second subscriber can only come from a test harness; its own one is as good.
    }
}

/// `skord … | head` ends quietly.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
