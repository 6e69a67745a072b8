//! `skord check`: a document judged before it is published. Needs no data directory.

use crate::check::{Counterpart, Judged, Loaded};
use crate::cli::{CheckArgs, CheckFormat, CheckProfile, Cli, ReportLanguage};
use crate::config::Config;
use crate::context::source_id;
use crate::progress::Working;
use crate::report::{note, say, say_json};
use anyhow::{Context as _, bail};
use harvester::fetch::{Fetched, Fetcher, Unheard};
use model::SystemClock;
use model::control::CheckForm;
use rdf::Reading;
use shapes::check::{Check, Language};
use shapes::mqa::fixes::Form;
use shapes::shacl::{Graph, Options, Shapes, validate};
use shapes::{Profile, Rules};
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Checks and prints; exit code 1 if there are errors.
pub(crate) fn run(cli: &Cli, args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let limit = args.max_mb << 20;
    let loaded = load(cli, &args.document, limit)?;
    let conforms = match &args.shapes {
        Some(file) => by_shapes(args, &loaded, file)?,
        None => by_profile(cli, args, loaded)?,
    };
    Ok(ExitCode::from(u8::from(!conforms)))
}

/// A file, or what an address answers.
fn load(cli: &Cli, document: &str, limit: u64) -> anyhow::Result<Loaded> {
    let is_address = document.starts_with("http://") || document.starts_with("https://");
    if is_address { fetch(cli, document, limit) } else { Ok(Loaded::file(Path::new(document), limit)?) }
}

/// Fetches as a harvest does: the same limits, and private hosts only if the configuration allows them.
fn fetch(cli: &Cli, url: &str, limit: u64) -> anyhow::Result<Loaded> {
    let mut config = Config::load(cli.config.as_deref())?;
    config.harvest.max_body = config.harvest.max_body.min(limit);
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

fn by_profile(cli: &Cli, args: &CheckArgs, loaded: Loaded) -> anyhow::Result<bool> {
    let profile = match args.profile {
        CheckProfile::Se => Profile::Se301,
        CheckProfile::Se22 => Profile::Se220,
        CheckProfile::Eu => Profile::Eu301,
        CheckProfile::Hvd => Profile::Hvd300,
    };
    let counterpart = args.against.as_deref().map(|name| counterpart(cli, name, args.max_mb << 20)).transpose()?;
    let working = Working::on(loaded.bytes.len());
    let judged = Judged::of(loaded, &args.document, profile, counterpart.as_ref(), &|step| working.step(step))?;
    drop(working);
    if let Some(dir) = &args.patches {
        write_patches(dir, &judged.check)?;
    }
    let form = match args.format {
        CheckFormat::Json => CheckForm::Json,
        CheckFormat::Ttl => CheckForm::Ttl,
        CheckFormat::Html => CheckForm::Html,
        CheckFormat::Sarif => CheckForm::Sarif,
        CheckFormat::Text => {
            say(&judged.text(language(args), coloured()))?;
            return Ok(judged.check.conforms);
        }
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    judged.write(form, &args.document, language(args), &mut out)?;
    out.flush()?;
    Ok(judged.check.conforms)
}

/// Writes the patches of all fixes: `CODE.ttl`, `CODE.ru` and `CODE.csv`.
fn write_patches(dir: &Path, check: &Check) -> anyhow::Result<()> {
    let Some(plan) = &check.plan else {
        bail!("`--patches`: there are no fixes to write, as the profile has no points or the document no datasets");
    };
    std::fs::create_dir_all(dir).with_context(|| format!("cannot create the folder `{}`", dir.display()))?;
    let mut written = 0;
    for fix in &plan.fixes {
        for form in Form::ALL {
            let Some(patch) = fix.patch(plan, form) else { continue };
            let file = dir.join(format!("{}.{}", fix.code, form.ending()));
            std::fs::write(&file, patch).with_context(|| format!("cannot write `{}`", file.display()))?;
            written += 1;
        }
    }
    note(&format!("wrote {written} patches to `{}`", dir.display()));
    Ok(())
}

/// A source of the data directory, or the live document: an address or a file.
fn counterpart(cli: &Cli, name: &str, limit: u64) -> anyhow::Result<Counterpart> {
    let is_document = name.contains("://") || name.contains(['/', '.']) || Path::new(name).is_file();
    if is_document {
        return Ok(Counterpart::document(name, &load(cli, name, limit)?)?);
    }
    let id = source_id(name)?;
    let data = match &cli.data {
        Some(data) => data.clone(),
        None => Config::load(cli.config.as_deref())?.data.dir,
    };
    Ok(Counterpart::source(&data, &id)?)
}

fn language(args: &CheckArgs) -> Language {
    match args.language {
        ReportLanguage::Sv => Language::Sv,
        ReportLanguage::En => Language::En,
    }
}

/// Only at a terminal, and not where somebody asked for none (<https://no-color.org/>).
fn coloured() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn by_shapes(args: &CheckArgs, loaded: &Loaded, file: &Path) -> anyhow::Result<bool> {
    let shapes = Loaded::file(file, args.max_mb << 20)?;
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
    match args.format {
        CheckFormat::Json => say_json(&check.json()),
        CheckFormat::Sarif => say_json(&check.sarif(&args.document, language(args))),
        CheckFormat::Html => say(&check.html(&args.document, language(args))),
        CheckFormat::Text | CheckFormat::Ttl => say(&check.text(language(args), coloured())),
    }
}
