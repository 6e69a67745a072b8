//! `skord source …`.

use super::decide;
use crate::cli::{FormatArgs, ReportFormat, SourceChanges, SourceCommand, SourceFields, SourceOptions};
use crate::context::{Context, source_id};
use crate::report;
use anyhow::{Context as _, bail};
use model::{Auth, Source, SourceClass, SourceState};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;
use store::journal::{RunFilter, SourceEntry, SourceOrigin};

/// Runs one of the subcommands.
pub(crate) fn run(context: &Context, command: SourceCommand) -> anyhow::Result<ExitCode> {
    match command {
        SourceCommand::List(format) => list(context, &format)?,
        SourceCommand::Show { source, format } => show(context, &source, &format)?,
        SourceCommand::Add(fields) => add(context, fields)?,
        SourceCommand::Set(changes) => set(context, changes)?,
        SourceCommand::Remove { source } => remove(context, &source)?,
        SourceCommand::Import { file } => import(context, &file)?,
        SourceCommand::Held { source, format } => return decide::held(context, &source, &format),
        SourceCommand::Approve { source, rename, reason } => return decide::approve(context, &source, rename, &reason),
        SourceCommand::Reject { source, reason } => return decide::reject(context, &source, &reason),
        SourceCommand::Revisions { source, format } => return decide::revisions(context, &source, &format),
        SourceCommand::Rollback { source, to, reason } => return decide::rollback(context, &source, to, &reason),
        SourceCommand::Restore { source, record, reason } => {
            return decide::restore(context, &source, &record, &reason);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks what a person wrote: URL, schedule, kind, organisation number.
pub(crate) fn check(source: &Source) -> anyhow::Result<()> {
    let id = &source.id;
    harvester::check_source(source).map_err(|problem| anyhow::anyhow!("source `{id}`: {problem}"))?;
    if let Some(kind) = &source.kind
        && kind != "rdf"
    {
        bail!("source `{id}`: the kind `{kind}` is unknown; use `rdf`, or leave it out");
    }
    if let Some(schedule) = &source.schedule {
        harvester::validate_schedule(schedule).map_err(|problem| anyhow::anyhow!("source `{id}`: {problem}"))?;
    }
    if let Some(number) = &source.organisation {
        let digits = number.strip_prefix("SE").unwrap_or_default();
        if digits.len() != 10 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            bail!("source `{id}`: the organisation number `{number}` must be SE and ten digits, e.g. SE2120001355");
        }
    }
    Ok(())
}

fn list(context: &Context, format: &FormatArgs) -> anyhow::Result<()> {
    let entries = context.journal.sources()?;
    if format.format == ReportFormat::Json {
        return report::say_json(&entries.iter().map(as_json).collect::<Vec<_>>());
    }
    let mut table = report::table(&["id", "title", "state", "datasets", "last run", "outcome", "url"], &["datasets"]);
    for entry in &entries {
        let last = entry.last_report.as_ref();
        table.add_row([
            entry.source.id.to_string(),
            entry.source.title.clone(),
            state(entry.state).to_owned(),
            last.map_or(0, |report| report.datasets).to_string(),
            entry.last_run.map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default(),
            last.map(|report| report.outcome.to_string()).unwrap_or_default(),
            harvester::shown_source(&entry.source).url,
        ]);
    }
    report::say(&table.to_string())?;
    if entries.is_empty() {
        report::note("No sources yet: `skord source add ID URL` registers one.");
    }
    Ok(())
}

fn state(state: SourceState) -> &'static str {
    match state {
        SourceState::Awaiting => "awaiting",
        SourceState::Active => "active",
        SourceState::Paused => "paused",
    }
}

fn as_json(entry: &SourceEntry) -> serde_json::Value {
    json!({
        "source": harvester::shown_source(&entry.source), "state": entry.state, "revision": entry.revision,
        "last_run": entry.last_run, "last_report": entry.last_report,
    })
}

fn show(context: &Context, id: &str, format: &FormatArgs) -> anyhow::Result<()> {
    let id = source_id(id)?;
    let entry = context.journal.source(&id)?;
    let filter = RunFilter { source: Some(id.clone()), offset: 0, limit: 10 };
    let (_, runs) = context.journal.runs(&filter)?;
    let listed = if format.format == ReportFormat::Json { u64::MAX } else { 20 };
    let (total, findings) = context.journal.findings(&id, 0, listed)?;
    let held = context.journal.held_runs(&id)?;
    if format.format == ReportFormat::Json {
        let mut value = as_json(&entry);
        value["runs"] = serde_json::to_value(&runs)?;
        value["findings"] = json!({ "total": total, "items": findings });
        value["held"] = serde_json::to_value(held.first().map(|held| &held.proposal))?;
        return report::say_json(&value);
    }
    let source = &entry.source;
    report::say(&format!(
        "{} ({id})\n  {}\n  {}, revision {}",
        source.title,
        harvester::shown_source(source).url,
        state(entry.state),
        entry.revision
    ))?;
    if let Some(auth) = &source.auth {
        report::say(&format!("  {}", asks_as(auth)))?;
    }
    report::say(&report::runs_table(&runs).to_string())?;
    if let Some(newest) = held.first() {
        report::say(&decide::describe(newest, held.len()))?;
        report::say(&format!("  Decide with `skord source approve {id}` or `skord source reject {id}`."))?;
    }
    for finding in &findings {
        let value = finding.value.as_ref().map(|value| format!(" `{value}`")).unwrap_or_default();
        report::say(&format!("  {:?} {}:{value} {}", finding.severity, finding.code, finding.message.text("en")))?;
    }
    if total > findings.len() as u64 {
        report::say(&format!(
            "  … and {} more findings (--format json, or the source's page)",
            total - findings.len() as u64
        ))?;
    }
    Ok(())
}

fn add(context: &Context, fields: SourceFields) -> anyhow::Result<()> {
    let id = source_id(&fields.source)?;
    if context.journal.source(&id).is_ok() {
        bail!("there is a source `{id}` already: change it with `skord source set {id}`");
    }
    let mut source = Source {
        title: fields.title.unwrap_or_else(|| id.to_string()),
        id,
        url: fields.url,
        kind: None,
        schedule: None,
        class: SourceClass::Public,
        rank: None,
        organisation: None,
        organisation_name: model::LangText::default(),
        contact: None,
        auth: None,
        webhook: None,
        paused: false,
    };
    apply(&mut source, fields.options)?;
    check(&source)?;
    context.journal.put_source(&source, SourceOrigin::Command)?;
    report::note(&format!("Registered `{0}`. `skord harvest {0}` harvests it now.", source.id));
    Ok(())
}

fn set(context: &Context, changes: SourceChanges) -> anyhow::Result<()> {
    let id = source_id(&changes.source)?;
    let entry = context.journal.source(&id)?;
    if context.config.source.iter().any(|source| source.id == id) {
        bail!("`{id}` is in the configuration file, which wins: change it there");
    }
    let mut source = entry.source;
    if let Some(url) = changes.url {
        source.url = url;
    }
    if let Some(title) = changes.title {
        source.title = title;
    }
    source.paused = changes.pause || (source.paused && !changes.resume);
    apply(&mut source, changes.options)?;
    check(&source)?;
    let differs = context.journal.put_source(&source, SourceOrigin::Command)?;
    report::note(if differs { "Changed." } else { "Nothing to change." });
    Ok(())
}

fn apply(source: &mut Source, options: SourceOptions) -> anyhow::Result<()> {
    source.kind = options.kind.or_else(|| source.kind.take());
    source.schedule = options.schedule.or_else(|| source.schedule.take());
    source.rank = options.rank.or(source.rank);
    source.organisation = options.organisation.or_else(|| source.organisation.take());
    source.contact = options.contact.or_else(|| source.contact.take());
    if let Some(class) = options.class {
        source.class = parse_class(&class)?;
    }
    if let Some(auth) = options.auth {
        source.auth = table("auth", &auth)?;
    }
    if let Some(webhook) = options.webhook {
        source.webhook = table("webhook", &webhook)?;
    }
    Ok(())
}

/// A table of keys as in the configuration file, or `none`.
fn table<T: serde::de::DeserializeOwned>(key: &str, text: &str) -> anyhow::Result<Option<T>> {
    if text == "none" {
        return Ok(None);
    }
    // The parser's own message quotes what was written: it may be a secret.
    let mut table: toml::Table = format!("v = {text}").parse().map_err(|_| {
        anyhow::anyhow!("`--{key}` is written as in the configuration file: `{{ key = \"value\", … }}`, or `none`")
    })?;
    let value = table.remove("v").unwrap_or_else(|| toml::Value::Table(toml::Table::new()));
    value.try_into().map(Some).map_err(|error: toml::de::Error| anyhow::anyhow!("`--{key}`: {}", error.message()))
}

/// How we say who we are, and where the secret lies.
fn asks_as(auth: &Auth) -> String {
    match auth {
        Auth::Basic { user, password } => format!("asks as `{user}` (basic; password in {password})"),
        Auth::Bearer { token } => format!("asks with a token (bearer; in {token})"),
        Auth::Header { name, value } => format!("asks with the header `{name}` (its value in {value})"),
        Auth::OAuth { token_url, client_id, client_secret, .. } => {
            format!("asks as `{client_id}` (OAuth, tokens from {token_url}; secret in {client_secret})")
        }
    }
}

fn parse_class(text: &str) -> anyhow::Result<SourceClass> {
    match text {
        "public" => Ok(SourceClass::Public),
        "private" => Ok(SourceClass::Private),
        "aggregating" => Ok(SourceClass::Aggregating),
        other => bail!("`{other}` is no class: use public, private or aggregating"),
    }
}

fn remove(context: &Context, id: &str) -> anyhow::Result<()> {
    let id = source_id(id)?;
    context.journal.source(&id)?;
    if context.config.source.iter().any(|source| source.id == id) {
        bail!("`{id}` is in the configuration file: take it out there first");
    }
    context.journal.remove_source(&id)?;
    super::harvest::publish(context)?;
    report::note(&format!("Removed `{id}`; its records are withdrawn, tombstones stay."));
    Ok(())
}

/// `[[source]]` tables of a TOML file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    source: Vec<Source>,
}

fn import(context: &Context, file: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let is_csv = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let sources = if is_csv { read_csv(&text)? } else { toml::from_str::<SourceFile>(&text)?.source };
    for source in &sources {
        check(source)?;
    }
    let mut changed = 0;
    for source in &sources {
        changed += u32::from(context.journal.put_source(source, SourceOrigin::Command)?);
    }
    report::note(&format!("{} sources read, {changed} new or changed.", sources.len()));
    Ok(())
}

/// A heading line with the names of the fields, then one source per line.
fn read_csv(text: &str) -> anyhow::Result<Vec<Source>> {
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers()?.clone();
    for needed in ["id", "url"] {
        if !headings.iter().any(|heading| heading == needed) {
            bail!("the CSV file has no column `{needed}`; its first line must name the columns (id,title,url,…)");
        }
    }
    let mut sources = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let row = row?;
        let mut object = serde_json::Map::new();
        for (heading, value) in headings.iter().zip(row.iter()).filter(|(_, value)| !value.is_empty()) {
            let value = match heading {
                "rank" => json!(value.parse::<u32>().with_context(|| format!("line {}: rank `{value}`", index + 2))?),
                "paused" => json!(matches!(value, "true" | "1" | "yes")),
                _ => json!(value),
            };
            object.insert(heading.to_owned(), value);
        }
        if !object.contains_key("title") {
            object.insert("title".to_owned(), object["id"].clone());
        }
        let source =
            serde_json::from_value(object.into()).with_context(|| format!("line {} of the CSV file", index + 2))?;
        sources.push(source);
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_rows_become_sources_and_errors_name_the_line() {
        let sources = read_csv("\u{feff}id,title,url,class,rank\nlund,Lunds kommun,https://lund.example/dcat,public,\nagg,,https://a.example/,aggregating,3\n").unwrap();
        assert_eq!(sources[1].title, "agg");
        assert_eq!((sources[1].class, sources[1].rank), (SourceClass::Aggregating, Some(3)));
        let error = read_csv("id,url\nå,https://x.example/\n").unwrap_err();
        assert!(format!("{error:#}").contains("line 2"), "{error:#}");
        assert!(read_csv("title\nx\n").unwrap_err().to_string().contains("column `id`"));
    }

    #[test]
    fn what_people_mistype_is_told() {
        let source = |url: &str, number: &str| Source {
            url: url.to_owned(),
            organisation: Some(number.to_owned()),
            ..read_csv("id,url\nx,https://x.example/\n").unwrap().remove(0)
        };
        assert!(check(&source("https://x.example/", "SE2120001355")).is_ok());
        assert!(check(&source("www.x.example", "SE2120001355")).unwrap_err().to_string().contains("http://"));
        assert!(check(&source("https://x.example/", "212000-1355")).unwrap_err().to_string().contains("ten digits"));
    }
}
