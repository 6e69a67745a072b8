//! `skord links …`.

use crate::cli::{LinksCommand, LinksListArgs, ReportFormat};
use crate::context::{Context, source_id};
use crate::report;
use anyhow::{anyhow, bail};
use harvester::links::{LinkProgress, LinkRound};
use indicatif::{ProgressBar, ProgressStyle};
use model::link::LinkAnswer;
use model::{LinkCheck, LinkOutcome, SourceId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::journal::{LinkFilter, LinkRow};
use store::views::{LinkTargets, link_targets};

/// How long a command waits for a server that checks links just now.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs one of the subcommands.
pub(crate) fn run(context: &Context, command: LinksCommand) -> anyhow::Result<ExitCode> {
    match command {
        LinksCommand::Check { source, limit, format } => check(context, source.as_deref(), limit, format.format)?,
        LinksCommand::List(args) => list(context, &args)?,
        LinksCommand::Hosts(format) => hosts(context, format.format)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A bar, and what was found.
#[derive(Debug)]
struct Heard {
    bar: ProgressBar,
    found: Mutex<Vec<(String, LinkCheck)>>,
}

impl LinkProgress for Heard {
    fn began(&self, links: usize) {
        self.bar.set_length(links as u64);
    }

    fn checked(&self, url: &str, check: &LinkCheck) {
        self.bar.inc(1);
        self.bar.set_message(url.to_owned());
        if let Ok(mut found) = self.found.lock() {
            found.push((url.to_owned(), check.clone()));
        }
    }

    fn skipped(&self, _: &str, links: usize) {
        self.bar.inc(links as u64);
    }
}

fn check(context: &Context, source: Option<&str>, limit: Option<usize>, format: ReportFormat) -> anyhow::Result<()> {
    let among = addresses_of(context, source)?;
    let checker = context.link_checker()?;
    let heard = Heard { bar: ProgressBar::new(0), found: Mutex::default() };
    if let Ok(style) = ProgressStyle::with_template("{pos:>6}/{len} {bar:30} {elapsed} {wide_msg}") {
        heard.bar.set_style(style);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let round = runtime.block_on(async {
        checker.sync().await?;
        let urls = context.journal.oldest_links(among.as_deref(), limit.unwrap_or(usize::MAX))?;
        let start = Instant::now();
        loop {
            match checker.check_now(urls.clone(), &heard).await? {
                Some(round) => return Ok(round),
                None if start.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_secs(1)).await,
                None => bail!(
                    "another process checks links (a running `skord serve`): both together would be more load than \
                     `[links]` allows; try again later, or let the server do it"
                ),
            }
        }
    })?;
    heard.bar.finish_and_clear();
    super::harvest::publish(context)?;
    let found = heard.found.into_inner().unwrap_or_default();
    if format == ReportFormat::Json { say_round(&round, &found) } else { print_round(&round, &found) }
}

/// Addresses that a source publishes.
fn addresses_of(context: &Context, source: Option<&str>) -> anyhow::Result<Option<Vec<String>>> {
    let current = context.current()?;
    let Some(source) = source else { return Ok(None) };
    let id = source_id(source)?;
    context.journal.source(&id)?;
    let targets = link_targets(&current.snapshot);
    Ok(Some(urls_of(&targets, &id)))
}

fn urls_of(targets: &LinkTargets, source: &SourceId) -> Vec<String> {
    targets.addresses(|_, record| record.source == *source).map(str::to_owned).collect()
}

fn say_round(round: &LinkRound, found: &[(String, LinkCheck)]) -> anyhow::Result<()> {
    let links: Vec<Value> = found
        .iter()
        .map(|(url, check)| {
            let mut json = serde_json::to_value(check)?;
            json["url"] = url.clone().into();
            Ok(json)
        })
        .collect::<anyhow::Result<_>>()?;
    let mut json = serde_json::to_value(round)?;
    json["links"] = links.into();
    report::say_json(&json)
}

fn print_round(round: &LinkRound, found: &[(String, LinkCheck)]) -> anyhow::Result<()> {
    let mut table = report::table(&["outcome", "status", "address", ""], &["status"]);
    for (url, check) in found.iter().filter(|(_, check)| check.outcome != LinkOutcome::Answers) {
        let status = check.status.map(|status| status.to_string()).unwrap_or_default();
        let detail = check.detail.clone().unwrap_or_default();
        table.add_row([check.outcome.as_str().to_owned(), status, url.clone(), detail]);
    }
    if table.row_count() > 0 {
        report::say(&table.to_string())?;
    }
    let answering = found.iter().filter(|(_, check)| check.outcome == LinkOutcome::Answers).count();
    let LinkRound { checked, skipped, hosts_down, offline, .. } = round;
    report::say(&format!(
        "{checked} addresses checked: {answering} answer; {skipped} not tried because their host is down or busy \
         ({hosts_down} hosts down)"
    ))?;
    if *offline {
        report::note("Not one host could be reached, so our own connection is to blame: nothing was written.");
    }
    Ok(())
}

fn list(context: &Context, args: &LinksListArgs) -> anyhow::Result<()> {
    let outcome = args.outcome.as_deref().map(outcome).transpose()?;
    let answer = args.broken.then_some(LinkAnswer::Broken);
    let filter = LinkFilter { host: args.host.clone(), outcome, answer };
    let among = match &args.source {
        Some(source) => addresses_of(context, Some(source))?,
        None => None,
    };
    let among = among.map(|urls| urls.into_iter().collect::<std::collections::HashSet<_>>());
    let mut rows = context.journal.links(&filter)?;
    rows.retain(|row| among.as_ref().is_none_or(|among| among.contains(&row.url)));
    if args.format.format == ReportFormat::Json {
        return report::say_json(&rows.iter().map(row_json).collect::<Vec<_>>());
    }
    let mut table = report::table(&["outcome", "status", "since", "verdict", "address"], &["status"]);
    for LinkRow { url, state, .. } in &rows {
        table.add_row([
            state.outcome.map_or("(not checked)", LinkOutcome::as_str).to_owned(),
            state.status.map(|status| status.to_string()).unwrap_or_default(),
            state.since.map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default(),
            state.answer.as_str().to_owned(),
            url.clone(),
        ]);
    }
    report::say(&table.to_string())?;
    report::say(&format!("{} addresses", rows.len()))
}

fn outcome(code: &str) -> anyhow::Result<LinkOutcome> {
    LinkOutcome::parse(code).ok_or_else(|| {
        let known: Vec<&str> = LinkOutcome::all().map(LinkOutcome::as_str).collect();
        anyhow!("`{code}` is no outcome of a link check: use {}", known.join(", "))
    })
}

fn row_json(row: &LinkRow) -> Value {
    let state = &row.state;
    json!({
        "id": row.number, "url": row.url, "host": row.host, "outcome": state.outcome, "status": state.status,
        "since": state.since, "verdict": state.answer, "failures": state.failures, "checked": state.checked,
        "due": state.due,
    })
}

fn hosts(context: &Context, format: ReportFormat) -> anyhow::Result<()> {
    let hosts = context.journal.link_hosts()?;
    if format == ReportFormat::Json {
        let all: Vec<Value> = hosts
            .iter()
            .map(|host| {
                let outcomes: BTreeMap<&str, u64> = host
                    .outcomes
                    .iter()
                    .map(|(outcome, count)| (outcome.map_or("unchecked", LinkOutcome::as_str), *count))
                    .collect();
                json!({ "host": host.host, "links": host.links, "broken": host.broken, "down": host.down,
                        "checked": host.checked, "certificate_expires": host.certificate_expires, "outcomes": outcomes })
            })
            .collect();
        return report::say_json(&all);
    }
    let mut table =
        report::table(&["host", "links", "broken", "", "checked", "certificate until"], &["links", "broken"]);
    for host in &hosts {
        let day = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.format("%Y-%m-%d").to_string());
        table.add_row([
            host.host.clone(),
            host.links.to_string(),
            host.broken.to_string(),
            if host.down { "down".to_owned() } else { String::new() },
            day(host.checked).unwrap_or_default(),
            day(host.certificate_expires).unwrap_or_default(),
        ]);
    }
    report::say(&table.to_string())
}

/// Tells the log what the server's checks find.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Logged;

impl LinkProgress for Logged {
    fn began(&self, links: usize) {
        tracing::debug!(links, "links: {links} are due");
    }

    fn checked(&self, url: &str, check: &LinkCheck) {
        tracing::debug!(url, outcome = check.outcome.as_str(), "links: {} {url}", check.outcome.as_str());
    }

    fn skipped(&self, host: &str, links: usize) {
        tracing::debug!(host, links, "links: {links} of {host} wait");
    }
}

/// For `serve`: nobody but the log listens.
pub(crate) fn logged() -> Arc<dyn LinkProgress> {
    Arc::new(Logged)
}
