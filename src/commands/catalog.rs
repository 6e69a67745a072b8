//! `skord export`.

use crate::cli::{ExportArgs, ExportFormat};
use crate::context::Context;
use anyhow::Context as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;
use store::export::Format;

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
