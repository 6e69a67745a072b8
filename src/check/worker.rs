//! The process that judges one document for the server: what it takes in memory and time ends with it.

use super::against::Counterpart;
use super::load::{Loaded, Refused};
use super::report::{Judged, profile};
use model::LangText;
use model::control::{CheckOrder, CheckedDocument};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::{Deserialize, Serialize};
use shapes::Language;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// What the server tells the worker on standard input, as one JSON value.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Task {
    /// What to do; the document is a file.
    pub(super) order: CheckOrder,
    /// Base of relative IRIs.
    pub(super) url: String,
    /// Data directory, for sources to compare with.
    pub(super) data: PathBuf,
    /// Bytes of memory.
    pub(super) memory: u64,
}

/// The first line of the worker's answer; the report follows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    /// The report follows.
    Done,
    /// The document cannot be judged.
    Refused(LangText),
    /// It would need more memory than there is for one check.
    TooLarge,
}

/// The main function of the process.
pub(crate) fn worker_main() -> ExitCode {
    match answer() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            crate::report::note(&problem.to_string());
            ExitCode::FAILURE
        }
    }
}

fn answer() -> io::Result<()> {
    let task: Task = serde_json::from_reader(io::stdin().lock())?;
    limit_memory(task.memory)?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    // The text alone is there twice while it is read: no use to begin.
    if let CheckedDocument::File(path) = &task.order.document
        && std::fs::metadata(path)?.len() * 2 > task.memory
    {
        verdict(&mut out, &Verdict::TooLarge)?;
        return out.flush();
    }
    match judge(&task) {
        Ok(judged) => {
            verdict(&mut out, &Verdict::Done)?;
            let language = if task.order.language == "en" { Language::En } else { Language::Sv };
            judged.write(task.order.form, &task.order.name, language, &mut out)?;
        }
        Err(Refused(why)) => verdict(&mut out, &Verdict::Refused(why))?,
    }
    out.flush()
}

fn judge(task: &Task) -> Result<Judged, Refused> {
    let CheckedDocument::File(path) = &task.order.document else {
        return Err(Refused::new("arbetaren hämtar inget", "the worker fetches nothing"));
    };
    let profile = profile(&task.order.profile)?;
    let mut loaded = Loaded::file(path, u64::MAX)?;
    loaded.content_type.clone_from(&task.order.content_type);
    loaded.url.clone_from(&task.url);
    let counterpart = task.order.against.as_ref().map(|id| Counterpart::source(&task.data, id)).transpose()?;
    Judged::of(loaded, &task.order.name, profile, counterpart.as_ref(), &|_| ())
}

fn verdict(out: &mut impl Write, verdict: &Verdict) -> io::Result<()> {
    serde_json::to_writer(&mut *out, verdict)?;
    out.write_all(b"\n")
}

fn limit_memory(bytes: u64) -> io::Result<()> {
    let maximum = getrlimit(Resource::Data).maximum;
    let current = maximum.map_or(bytes, |maximum| maximum.min(bytes));
    Ok(setrlimit(Resource::Data, Rlimit { current: Some(current), maximum })?)
}
