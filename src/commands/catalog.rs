//! `skord search` and `skord export`.

use crate::cli::{ExportArgs, ExportFormat, ReportFormat, SearchArgs};
use crate::context::Context;
use crate::report;
use anyhow::{Context as _, bail};
use search::{FACETS, SearchRequest, Sort};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;
use store::export::Format;

/// Searches the published catalog.
pub(crate) fn search(context: &Context, args: &SearchArgs) -> anyhow::Result<ExitCode> {
    let request = request(args)?;
    let current = context.current()?;
    if let Some(problem) = catalog_api::unknown_facet_value(&current, &request.filters) {
        bail!("{problem}");
    }
    let response = current.searcher.search(&request)?;
    if args.format.format == ReportFormat::Json {
        report::say_json(&response)?;
        return Ok(ExitCode::SUCCESS);
    }
    report::say(&format!("{} results", response.total))?;
    for item in &response.items {
        let publisher = item.publisher.as_ref().map_or("", |agent| agent.name.text("sv"));
        let formats: Vec<&str> = item.formats.iter().map(|format| format.label.as_str()).collect();
        report::say(&format!("{}  {} ({publisher}) [{}]", item.id, item.title.text("sv"), formats.join(", ")))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn request(args: &SearchArgs) -> anyhow::Result<SearchRequest> {
    let sort = match args.sort.as_str() {
        "relevance" => Sort::Relevance,
        "modified" => Sort::Modified,
        "title" => Sort::Title,
        "quality" => Sort::Quality,
        other => bail!("`{other}` is no order: use relevance, modified, title or quality"),
    };
    let mut request = SearchRequest {
        q: args.query.join(" "),
        members: args.members,
        sort,
        limit: args.limit,
        language: "sv".to_owned(),
        ..SearchRequest::default()
    };
    for facet in &args.facet {
        let Some((name, value)) = facet.split_once('=') else {
            bail!("`--facet {facet}`: write NAME=VALUE, e.g. --facet theme=ENVI");
        };
        if !FACETS.contains(&name) {
            bail!("`{name}` is no facet: use {}", FACETS.join(", "));
        }
        request.filters.entry(name.to_owned()).or_default().push(value.to_owned());
    }
    Ok(request)
}

/// Writes the whole catalog. A file appears under its name only when it is complete.
pub(crate) fn export(context: &Context, args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let snapshot = context.current()?.snapshot.clone();
    let format = match args.format {
        ExportFormat::Ttl => Format::Turtle,
        ExportFormat::Rdf => Format::RdfXml,
        ExportFormat::Nt => Format::NTriples,
        ExportFormat::Nq => Format::NQuads,
        ExportFormat::Jsonld => Format::JsonLd,
    };
    let Some(path) = &args.output else {
        let mut out = BufWriter::new(std::io::stdout().lock());
        store::export::write(&snapshot, format, &mut out)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    let partial = path.with_extension("partial");
    let file = File::create(&partial).with_context(|| format!("cannot write `{}`", partial.display()))?;
    let mut out = BufWriter::new(file);
    store::export::write(&snapshot, format, &mut out)?;
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    std::fs::rename(&partial, path).with_context(|| format!("cannot write `{}`", path.display()))?;
    Ok(ExitCode::SUCCESS)
}
