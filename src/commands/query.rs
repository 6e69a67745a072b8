//! `skord query`.

use crate::cli::QueryArgs;
use crate::context::Context;
use crate::report;
use anyhow::{Context as _, bail};
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use store::sparql::{AnswerFormat, SparqlRequest};
use store::{Snapshot, SnapshotBuilder};

/// Asks the catalog.
pub(crate) fn run(context: &Context, args: &QueryArgs) -> anyhow::Result<ExitCode> {
    answer(&context.current()?.snapshot, args)
}

/// Asks one file: read as a harvest would, without merge.
pub(crate) fn on_file(args: &QueryArgs, file: &Path) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let url = format!("file://{}", file.canonicalize()?.display());
    let source = "file".parse().map_err(anyhow::Error::msg)?;
    let refined = rdf::refine(&rdf::RawDocument { bytes: &bytes, content_type: None, url: &url }, &source);
    for finding in refined.findings.iter().filter(|finding| finding.severity == model::Severity::Error) {
        report::note(&format!("{}: {}", finding.code, finding.message.text("en")));
    }
    if refined.format.is_none() {
        bail!("`{}` is no RDF that can be read", file.display());
    }
    let mut builder = SnapshotBuilder::new();
    for record in &refined.records {
        builder.insert_body(&record.body, &[None], model::ns::PLACEHOLDER);
    }
    let dir = tempfile::tempdir()?;
    let header = store::snapshot::SnapshotHeader {
        journal: "file".to_owned(),
        seq: model::Seq(0),
        base_url: model::ns::PLACEHOLDER.to_owned(),
        built: 0,
    };
    let path = builder.write(dir.path(), &header)?;
    answer(&Snapshot::open(&path)?, args)
}

fn answer(snapshot: &Snapshot, args: &QueryArgs) -> anyhow::Result<ExitCode> {
    let mut query = String::new();
    if args.query == Path::new("-") {
        std::io::stdin().read_to_string(&mut query)?;
    } else {
        query = std::fs::read_to_string(&args.query)
            .with_context(|| format!("cannot read the query `{}`", args.query.display()))?;
    }
    let (solutions, graph) = formats(args.format.as_deref())?;
    let request = SparqlRequest { query, default_graphs: Vec::new(), named_graphs: Vec::new(), solutions, graph };
    let mut out = BufWriter::new(std::io::stdout().lock());
    store::sparql::evaluate(snapshot, &request, &mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn formats(name: Option<&str>) -> anyhow::Result<(AnswerFormat, AnswerFormat)> {
    let default = (AnswerFormat::Json, AnswerFormat::Turtle);
    Ok(match name {
        None => (AnswerFormat::Tsv, AnswerFormat::Turtle),
        Some("json") => (AnswerFormat::Json, AnswerFormat::JsonLd),
        Some("xml") => (AnswerFormat::Xml, AnswerFormat::RdfXml),
        Some("csv") => (AnswerFormat::Csv, default.1),
        Some("tsv") => (AnswerFormat::Tsv, default.1),
        Some("ttl") => (default.0, AnswerFormat::Turtle),
        Some("nt") => (default.0, AnswerFormat::NTriples),
        Some("rdf") => (default.0, AnswerFormat::RdfXml),
        Some("jsonld") => (default.0, AnswerFormat::JsonLd),
        Some(other) => bail!("`{other}` is no format: use json, xml, csv, tsv, ttl, nt, rdf or jsonld"),
    })
}
