//! `skord check`: a document judged before it is published. Needs no data directory.

use crate::cli::{CheckArgs, CheckFormat, CheckProfile, Cli, ReportLanguage};
use crate::config::Config;
use crate::report::{note, say, say_json};
use anyhow::{Context as _, bail};
use harvester::fetch::{Fetched, Fetcher, Unheard};
use model::SystemClock;
use rdf::{RawDocument, Reading, Refined};
use shapes::check::{Check, Language, write_turtle};
use shapes::shacl::{Graph, Options, Shapes, validate};
use shapes::{Profile, Rules};
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// A document with where it came from.
struct Loaded {
    bytes: Vec<u8>,
    content_type: Option<String>,
    url: String,
}

impl Loaded {
    fn raw(&self) -> RawDocument<'_> {
        RawDocument { bytes: &self.bytes, content_type: self.content_type.as_deref(), url: &self.url }
    }
}

/// Checks and prints; exit code 1 if there are errors.
pub(crate) fn run(cli: &Cli, args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let loaded =
        if is_address(&args.document) { fetch(cli, &args.document)? } else { read(Path::new(&args.document))? };
    let conforms = match &args.shapes {
        Some(file) => by_shapes(args, &loaded, file)?,
        None => by_profile(args, &loaded)?,
    };
    Ok(ExitCode::from(u8::from(!conforms)))
}

fn is_address(document: &str) -> bool {
    document.starts_with("http://") || document.starts_with("https://")
}

fn read(path: &Path) -> anyhow::Result<Loaded> {
    let bytes = std::fs::read(path).with_context(|| {
        format!("cannot read `{}` (name a file, or an address that starts with http)", path.display())
    })?;
    let url = format!("file://{}", path.canonicalize()?.display());
    Ok(Loaded { bytes, content_type: None, url })
}

/// Fetches as a harvest does: the same limits, and private hosts only if the configuration allows them.
fn fetch(cli: &Cli, url: &str) -> anyhow::Result<Loaded> {
    let config = Config::load(cli.config.as_deref())?;
    let dir = tempfile::tempdir()?;
    let fetcher = Fetcher::new(&config.harvest, Arc::new(SystemClock), dir.path()).map_err(anyhow::Error::msg)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let answer = runtime.block_on(fetcher.fetch(url, None, &Unheard));
    match answer.with_context(|| format!("cannot fetch `{url}`"))? {
        Fetched::NotModified => bail!("`{url}` answered 304 without being asked"),
        Fetched::Document(document) => {
            let (content_type, url) = (document.content_type.clone(), document.url.clone());
            Ok(Loaded { bytes: document.read()?, content_type, url })
        }
    }
}

fn by_profile(args: &CheckArgs, loaded: &Loaded) -> anyhow::Result<bool> {
    let profile = match args.profile {
        CheckProfile::Se => Profile::Se301,
        CheckProfile::Se22 => Profile::Se220,
        CheckProfile::Eu => Profile::Eu301,
        CheckProfile::Hvd => Profile::Hvd300,
    };
    let refined = rdf::refine(&loaded.raw(), &"check".parse().map_err(anyhow::Error::msg)?);
    usable(args, &refined)?;
    let check = Check::by_profile(profile, &refined, &loaded.bytes);
    if args.format == CheckFormat::Ttl {
        let mut out = BufWriter::new(std::io::stdout().lock());
        write_turtle(profile, &refined, &mut out)?;
        out.flush()?;
    } else {
        print(args, &check)?;
    }
    Ok(check.conforms)
}

/// Refuses what cannot be judged, with what to do next.
fn usable(args: &CheckArgs, refined: &Refined) -> anyhow::Result<()> {
    let document = &args.document;
    if refined.format.is_none() || refined.triples == 0 {
        let why = refined.findings.first().map_or("", |finding| finding.message.text("en"));
        bail!(
            "`{document}` cannot be checked: it has no RDF that can be read. {why} Expected RDF/XML, Turtle, JSON-LD or N-Triples"
        );
    }
    shapes::check::catalogs(&refined.records).map_err(|problem| anyhow::anyhow!("`{document}`: {problem}"))
}

fn by_shapes(args: &CheckArgs, loaded: &Loaded, file: &Path) -> anyhow::Result<bool> {
    let shapes = read(file)?;
    let graph = graph(rdf::read(&shapes.raw()), &file.display().to_string())?;
    let rules = Rules::new(Shapes::new(graph));
    if rules.shapes().all().iter().all(|shape| shape.targets.is_empty()) {
        bail!("`{}` has no shape with a target: nothing would be checked", file.display());
    }
    for problem in rules.shapes().problems() {
        note(&format!("warning: {}", problem.finding().message.text("en")));
    }
    let data = graph_of_document(args, loaded)?;
    if args.format != CheckFormat::Ttl {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let check = Check::by_shapes(&name, &rules, &data);
        print(args, &check)?;
        return Ok(check.conforms);
    }
    let report = validate(rules.shapes(), &data, Options::parallel());
    if let Some(failure) = report.failures().first() {
        bail!("a query of `{}` failed: {failure}", file.display());
    }
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    report.write_turtle(&mut out)?;
    out.flush()?;
    Ok(report.conforms())
}

fn graph_of_document(args: &CheckArgs, loaded: &Loaded) -> anyhow::Result<Graph> {
    graph(rdf::read(&loaded.raw()), &args.document)
}

fn graph(reading: Reading, name: &str) -> anyhow::Result<Graph> {
    for finding in &reading.findings {
        note(&format!("warning: `{name}`: {}", finding.message.text("en")));
    }
    if reading.format.is_none() {
        bail!("`{name}` is no RDF that can be read (expected RDF/XML, Turtle, JSON-LD or N-Triples)");
    }
    Ok(Graph::of(reading.graph))
}

fn print(args: &CheckArgs, check: &Check) -> anyhow::Result<()> {
    let language = match args.language {
        ReportLanguage::Sv => Language::Sv,
        ReportLanguage::En => Language::En,
    };
    match args.format {
        CheckFormat::Json => say_json(&check.json()),
        CheckFormat::Sarif => say_json(&check.sarif(&args.document, language)),
        CheckFormat::Html => say(&check.html(&args.document, language)),
        CheckFormat::Text | CheckFormat::Ttl => say(&check.text(language, std::io::stdout().is_terminal())),
    }
}
