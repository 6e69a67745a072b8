//! `skord purge` and `skord import-ids`.

use super::decide::key_of;
use crate::cli::{ImportIdsArgs, PurgeArgs, ReportFormat};
use crate::context::Context;
use crate::report;
use anyhow::{Context as _, bail};
use model::SourceId;
use model::ns::PLACEHOLDER;
use serde_json::json;
use std::process::ExitCode;
use store::journal::PurgeReport;

/// Takes a record or a source out of everything that we keep.
pub(crate) fn run(context: &Context, args: &PurgeArgs) -> anyhow::Result<ExitCode> {
    let name = &args.name;
    if args.lift {
        if !context.journal.lift_purge(&key_of(context, name)?)? {
            bail!("`{name}` was not purged");
        }
        report::note("Lifted: the next harvest takes it in again if its source publishes it.");
        return Ok(ExitCode::SUCCESS);
    }
    let reason = args.reason.as_deref().unwrap_or_default().trim();
    if reason.is_empty() {
        bail!("a purge needs its reason: --reason \"…\" (it is kept and shown; do not name the person in it)");
    }
    let purged = match registered(context, name)? {
        Some(id) => purge_source(context, &id, reason)?,
        None => context.journal.purge_record(&key_of(context, name)?, reason)?,
    };
    super::harvest::publish(context)?;
    context.current()?; // a server publishes for us: what it had before is gone from its files then
    tell(&purged, args)
}

/// The source of that id, if there is one.
fn registered(context: &Context, name: &str) -> anyhow::Result<Option<SourceId>> {
    let Ok(id) = name.parse::<SourceId>() else { return Ok(None) };
    Ok(context.journal.sources()?.iter().any(|entry| entry.source.id == id).then_some(id))
}

fn purge_source(context: &Context, id: &SourceId, reason: &str) -> anyhow::Result<PurgeReport> {
    if context.config.source.iter().any(|source| source.id == *id) {
        bail!("`{id}` is in the configuration file: take it out there first, else it is registered again");
    }
    Ok(context.journal.purge_source(id, reason)?)
}

fn tell(purged: &PurgeReport, args: &PurgeArgs) -> anyhow::Result<ExitCode> {
    if args.format.format == ReportFormat::Json {
        report::say_json(&json!({
            "records": purged.records, "versions": purged.versions, "links": purged.links,
            "sources": purged.sources, "backups_removed": purged.backups,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let sources: Vec<&str> = purged.sources.iter().map(SourceId::as_str).collect();
    report::say(&format!(
        "Purged {} records in {} versions from {}.",
        purged.records,
        purged.versions,
        if sources.is_empty() { "no present source".to_owned() } else { sources.join(", ") }
    ))?;
    for backup in &purged.backups {
        report::say(&format!("Removed the automatic backup `{}`.", backup.display()))?;
    }
    if purged.links > 0 {
        report::note(&format!("{} records still link to what is gone; their own text is as it was.", purged.links));
    }
    report::note("Backups that were copied elsewhere still have it: replace them by a new `skord backup`.");
    Ok(ExitCode::SUCCESS)
}

/// Maps ids of an older portal to IRIs of datasets.
pub(crate) fn import_ids(context: &Context, args: &ImportIdsArgs) -> anyhow::Result<ExitCode> {
    let file = &args.file;
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let pairs = read_pairs(&text, &context.config.base_url())?;
    let changed = context.journal.import_ids(&pairs)?;
    let mut unknown = Vec::new();
    for (id, iri) in &pairs {
        if context.journal.portal_id(iri)?.is_none() {
            unknown.push(id.as_str());
        }
    }
    report::note(&format!("{} ids read, {changed} new or changed.", pairs.len()));
    if !unknown.is_empty() {
        let shown = unknown.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        report::note(&format!(
            "{} of them name nothing that was harvested (they work once it is): {shown}{}",
            unknown.len(),
            if unknown.len() > 5 { " …" } else { "" }
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Lines of id and IRI, separated by comma, semicolon or tab; a heading line is passed over.
fn read_pairs(text: &str, base_url: &str) -> anyhow::Result<Vec<(String, String)>> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().find(|delimiter| first.as_bytes().contains(delimiter));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter.unwrap_or(b','))
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut pairs = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let row = row.with_context(|| format!("line {}", index + 1))?;
        let (Some(id), Some(iri)) = (row.get(0), row.get(1)) else {
            bail!("line {}: needs an id and an IRI, separated by a comma, semicolon or tab", index + 1);
        };
        if !iri.contains(':') {
            if index == 0 {
                continue; // headings
            }
            bail!("line {}: `{iri}` is no IRI", index + 1);
        }
        let iri = iri.strip_prefix(base_url).map_or_else(|| iri.to_owned(), |rest| format!("{PLACEHOLDER}{rest}"));
        pairs.push((id.to_owned(), iri));
    }
    if pairs.is_empty() {
        bail!("there are no ids in the file; each line has an id and an IRI, e.g. 66_71946,https://lund.example/d/1");
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_with_any_usual_separator() {
        for text in
            ["id,iri\n1_2,https://a.example/x\n", "\u{feff}1_2\thttps://a.example/x", "1_2;https://a.example/x\n"]
        {
            let pairs = read_pairs(text, "https://data.example/").unwrap();
            assert_eq!(pairs, [("1_2".to_owned(), "https://a.example/x".to_owned())], "{text:?}");
        }
        let own = read_pairs("7,https://data.example/id/x/1", "https://data.example/").unwrap();
        assert_eq!(own[0].1, "https://skord.invalid/id/x/1");
        let error = read_pairs("1,https://a.example/x\n2,nonsense\n", "https://b.example/").unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
        assert!(read_pairs("", "https://b.example/").is_err());
    }
}
