//! `skord convert` and `skord merge`: what an agency does with its own files. Neither needs a data directory.

use crate::check::{Loaded, Refused};
use crate::cli::{ConvertArgs, Form, MergeArgs};
use crate::report::note;
use anyhow::{Context as _, bail};
use rdf::oxrdf::Triple;
use rdf::{Conversion, MergeOptions, MergeProblem, Merged, Serialisation, Shared};
use serde_json::json;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// The newest version of the profile: the only one that we convert to.
const NEWEST: &str = "3.0.1";
/// Resources that are named.
const EXAMPLES: usize = 10;

/// Converts a catalog; what was changed goes to standard error or a file.
pub(crate) fn convert(args: &ConvertArgs) -> anyhow::Result<ExitCode> {
    if args.to != NEWEST {
        bail!("there is no conversion to `{}`: `--to {NEWEST}` is the one that there is", args.to);
    }
    let name = args.file.display().to_string();
    let loaded = Loaded::file(&args.file, args.max_mb << 20)?;
    loaded.refine(&name, &"convert".parse().map_err(anyhow::Error::msg)?)?;
    let converted = rdf::convert(&loaded.raw(), &"convert".parse().map_err(anyhow::Error::msg)?);
    if !converted.refined.complete {
        bail!("`{name}` could not be read whole, so something would be lost: `skord check {name}` says where");
    }
    write(&converted.triples, form(args.format, args.output.as_deref()), args.output.as_deref())?;
    let swedish = args.language == crate::cli::ReportLanguage::Sv;
    let told = told(&converted.conversions, swedish);
    match &args.report {
        Some(path) if path.extension().is_some_and(|extension| extension == "json") => {
            let report = json!({ "file": name, "to": NEWEST, "changes": converted.conversions });
            std::fs::write(path, format!("{report:#}\n"))
                .with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        Some(path) => std::fs::write(path, told).with_context(|| format!("cannot write `{}`", path.display()))?,
        None => note(told.trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

/// What was changed, then what a person has to look at.
fn told(conversions: &[Conversion], swedish: bool) -> String {
    let pick = |sv: &'static str, en: &'static str| if swedish { sv } else { en };
    if conversions.is_empty() {
        return format!("{}\n", pick("Inget behövde ändras.", "Nothing had to be changed."));
    }
    let mut text = String::new();
    for (heading, by_hand) in
        [(pick("Ändrat:", "Changed:"), false), (pick("Att göra för hand:", "To do by hand:"), true)]
    {
        let mut some = conversions.iter().filter(|conversion| conversion.by_hand == by_hand).peekable();
        if some.peek().is_some() {
            text.push_str(heading);
            text.push('\n');
        }
        for conversion in some {
            let message = if swedish { &conversion.sv } else { &conversion.en };
            _ = writeln!(text, "  {} × {}: {message}", conversion.count, conversion.code);
            if let Some(example) = conversion.examples.first() {
                _ = writeln!(text, "      {} {example}", pick("till exempel", "for example"));
            }
        }
    }
    text.push_str(pick(
        "Noder utan namn är fortfarande noder utan namn. Okända egenskaper är kvar. Kontrollera resultatet med skord check.\n",
        "Nodes without a name still have none. Unknown properties are kept. Check the result with skord check.\n",
    ));
    text
}

/// Merges catalogs; what became of them goes to standard error.
pub(crate) fn merge(args: &MergeArgs) -> anyhow::Result<ExitCode> {
    if let Some(catalog) = &args.catalog
        && rdf::oxrdf::NamedNode::new(catalog).is_err()
    {
        bail!("`{catalog}` is no IRI: give the catalog one of your own, such as `https://kommun.se/katalog`");
    }
    let mut loaded = Vec::new();
    for file in &args.files {
        loaded.push((file.display().to_string(), Loaded::file(file, args.max_mb << 20)?));
    }
    let files: Vec<_> = loaded.iter().map(|(name, loaded)| (name.clone(), loaded.raw())).collect();
    let options =
        MergeOptions { catalog: args.catalog.clone(), title: args.title.clone(), keep_first: args.keep_first };
    let merged = rdf::merge(&files, &options, &"merge".parse().map_err(anyhow::Error::msg)?).map_err(refused)?;
    write(&merged.triples, form(args.format, args.output.as_deref()), args.output.as_deref())?;
    tell(&merged, args.files.len());
    Ok(ExitCode::SUCCESS)
}

fn tell(merged: &Merged, files: usize) {
    note(&format!("`{}` has {} datasets from {files} files.", merged.catalog, merged.datasets));
    for (catalog, title) in &merged.dissolved {
        let title = title.as_deref().unwrap_or("without a title");
        note(&format!(
            "  left out: the description of the catalog `{catalog}` ({title}); what it listed is in the new one"
        ));
    }
    if merged.left_out > 0 {
        note(&format!("  {} statements about such catalogs were left out", merged.left_out));
    }
    for shared in merged.shared.iter().take(EXAMPLES) {
        let how = if shared.equal { "the same in" } else { "not the same in, taken from the first of" };
        note(&format!("  {} is {how} {}", shown(shared), shared.files.join(", ")));
    }
    if merged.shared.len() > EXAMPLES {
        note(&format!("  … {} more resources are in several files", merged.shared.len() - EXAMPLES));
    }
    if merged.united > 0 {
        note(&format!("  {} agents, contacts and the like were in several files and were put together", merged.united));
    }
}

fn shown(shared: &Shared) -> String {
    match &shared.title {
        Some(title) => format!("`{}` ({title})", shared.record),
        None => format!("`{}`", shared.record),
    }
}

fn refused(problem: MergeProblem) -> anyhow::Error {
    let refused = match problem {
        MergeProblem::NoCatalog(file) => Refused::new(
            &format!("`{file}` har ingen `dcat:Catalog`: det finns inget att slå ihop"),
            &format!("`{file}` has no `dcat:Catalog`: there is nothing to merge"),
        ),
        MergeProblem::Unreadable(file) => Refused::new(
            &format!("`{file}` gick inte att läsa helt, så något skulle gå förlorat: `skord check {file}` säger var"),
            &format!("`{file}` could not be read whole, so something would be lost: `skord check {file}` says where"),
        ),
        MergeProblem::Conflicts(conflicts) => conflicting(&conflicts),
    };
    refused.into()
}

fn conflicting(conflicts: &[Shared]) -> Refused {
    let named: Vec<String> = conflicts.iter().take(3).map(shown).collect();
    let (count, named) = (conflicts.len(), named.join(", "));
    Refused::new(
        &format!(
            "{count} resurser beskrivs olika i flera filer: {named}. Rätta filerna, eller ta den första filens \
             beskrivning med --keep-first"
        ),
        &format!(
            "{count} resources are described differently in several files: {named}. Mend the files, or take the first \
             file's description with --keep-first"
        ),
    )
}

/// The asked form, else that of the file's name, else Turtle.
fn form(asked: Option<Form>, output: Option<&Path>) -> Serialisation {
    let by_name = output.and_then(Path::extension).and_then(|extension| extension.to_str());
    match (asked, by_name) {
        (Some(Form::Rdf), _) | (None, Some("rdf" | "xml")) => Serialisation::RdfXml,
        (Some(Form::Jsonld), _) | (None, Some("jsonld" | "json")) => Serialisation::JsonLd,
        (Some(Form::Nt), _) | (None, Some("nt")) => Serialisation::NTriples,
        (Some(Form::Ttl) | None, _) => Serialisation::Turtle,
    }
}

fn write(triples: &[Triple], form: Serialisation, output: Option<&Path>) -> anyhow::Result<()> {
    if let Some(path) = output {
        let file = File::create(path).with_context(|| format!("cannot write `{}`", path.display()))?;
        let mut out = BufWriter::new(file);
        rdf::write(triples, form, &mut out)?;
        out.flush()?;
    } else {
        let mut out = BufWriter::new(std::io::stdout().lock());
        rdf::write(triples, form, &mut out)?;
        out.flush()?;
    }
    Ok(())
}
