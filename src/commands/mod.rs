//! The commands, one file each.

pub(crate) mod catalog;
pub(crate) mod check;
pub(crate) mod decide;
pub(crate) mod demo;
pub(crate) mod harvest;
pub(crate) mod identity;
pub(crate) mod keep;
pub(crate) mod links;
pub(crate) mod purge;
pub(crate) mod query;
pub(crate) mod relevance;
pub(crate) mod search;
pub(crate) mod search_log;
pub(crate) mod serve;
pub(crate) mod source;
pub(crate) mod statistics;
pub(crate) mod token;
pub(crate) mod toolkit;

use crate::cli::{Cli, Command};
use crate::context::Context;
use std::process::ExitCode;

/// Runs the command; the exit code is 0 or 1, an error becomes 2.
pub(crate) fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Command::Restore { dir, force } = &cli.command {
        return keep::restore(&cli, dir, *force);
    }
    if let Command::Demo(args) = &cli.command {
        return demo::run(&cli, args);
    }
    if let Command::Query(args) = &cli.command
        && let Some(file) = &args.on
    {
        return query::on_file(args, file);
    }
    if let Command::Check(args) = &cli.command {
        return check::run(&cli, args);
    }
    match &cli.command {
        Command::Convert(args) => return toolkit::convert(args),
        Command::Merge(args) => return toolkit::merge(args),
        _ => {}
    }
    let mut context = Context::open(&cli)?;
    match cli.command {
        Command::Serve(args) => serve::run(&mut context, &args),
        Command::Harvest(args) => harvest::run(&context, &args),
        Command::Source(command) => source::run(&context, command),
        Command::Lexicon(command) => relevance::lexicon(&context, &command),
        Command::Statistics(command) => statistics::run(&context, &command),
        Command::Links(command) => links::run(&context, command),
        Command::Search(args) => search::run(&context, &args),
        Command::SearchLog(args) => search_log::run(&context, &args),
        Command::SearchEval(args) => relevance::search_eval(&context, &args),
        Command::Query(args) => query::run(&context, &args),
        Command::Export(args) => catalog::export(&context, &args),
        Command::Rebuild { what } => keep::rebuild(&context, what),
        Command::Verify(format) => keep::verify(&context, &format),
        Command::Token(command) => token::run(&context, command),
        Command::Identity(command) => identity::run(&context, command),
        Command::Purge(args) => purge::run(&context, &args),
        Command::ImportIds(args) => purge::import_ids(&context, &args),
        Command::Backup { dir } => keep::backup(&context, &dir),
        Command::Restore { .. }
        | Command::Demo(_)
        | Command::Check(_)
        | Command::Convert(_)
        | Command::Merge(_)
        | Command::SparqlWorker
        | Command::CheckWorker => Ok(ExitCode::SUCCESS),
    }
}
