//! `skord search-eval` and `skord lexicon`.

use crate::cli::{LexiconCommand, ReportFormat, SearchEvalArgs};
use crate::context::Context;
use crate::report;
use anyhow::Context as _;
use search::evaluate::{Evaluation, Figures, Speed, Times, evaluate, read_queries, speed};
use serde_json::json;
use std::fs::File;
use std::process::ExitCode;

/// Builds the lexicon of this data directory.
pub(crate) fn lexicon(context: &Context, command: &LexiconCommand) -> anyhow::Result<ExitCode> {
    let LexiconCommand::Build { from } = command;
    let built = search::lexicon::build(&context.config.data.dir, from.as_deref())?;
    report::note(&format!(
        "Lexicon of {} forms in `{}` ({} kB), with its notice beside it. `skord rebuild index` makes the index use it; \
         a server that starts anew does so by itself.",
        built.forms,
        built.path.display(),
        built.bytes / 1000
    ));
    Ok(ExitCode::SUCCESS)
}

/// Measures the search on the published catalog.
pub(crate) fn search_eval(context: &Context, args: &SearchEvalArgs) -> anyhow::Result<ExitCode> {
    let file = File::open(&args.queries).with_context(|| format!("cannot read `{}`", args.queries.display()))?;
    let queries = read_queries(file).with_context(|| format!("in `{}`", args.queries.display()))?;
    let published = context.current()?;
    let mut evaluation = evaluate(&published.searcher, &published.summaries, &queries)?;
    if !args.details {
        evaluation.details.clear();
    }
    let speed = args.speed.then(|| speed(&published.searcher, &queries)).transpose()?;
    match args.format.format {
        ReportFormat::Json => {
            let mut answer = serde_json::to_value(&evaluation)?;
            if let Some(speed) = speed {
                answer["speed"] = json!(speed);
            }
            report::say_json(&answer)?;
        }
        ReportFormat::Text => {
            print(&evaluation)?;
            speed.as_ref().map(print_speed).transpose()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print_speed(speed: &Speed) -> anyhow::Result<()> {
    let line = |name: &str, times: &Times| {
        let Times { calls, p50, p99, max } = times;
        report::say(&format!("{name:<10} p50 {p50:.2} ms, p99 {p99:.2} ms, slowest {max:.2} ms of {calls}"))
    };
    report::say(&format!("speed over {} resources, one thread, all facets:", speed.resources))?;
    line("search", &speed.search)?;
    line("suggest", &speed.suggest)
}

fn print(evaluation: &Evaluation) -> anyhow::Result<()> {
    report::say(&format!("{:<14} {:>7} {:>7} {:>7} {:>8}", "class", "nDCG@10", "MRR", "zero", "queries"))?;
    let line = |name: &str, figures: &Figures| {
        let Figures { ndcg, mrr, zero, queries } = figures;
        report::say(&format!("{name:<14} {ndcg:>7.3} {mrr:>7.3} {:>6.1}% {queries:>8}", zero * 100.0))
    };
    line("all", &evaluation.all)?;
    for (class, figures) in &evaluation.classes {
        line(class, figures)?;
    }
    report::say(&format!("skipped (nothing relevant in this catalog): {}", evaluation.skipped))?;
    for one in &evaluation.details {
        report::say(&format!(
            "{:<8} {:<14} {:>5.3} {:>6} hits of {:>6} relevant  {:?}  {}",
            one.id, one.class, one.ndcg, one.total, one.relevant, one.grades, one.query
        ))?;
    }
    Ok(())
}
