//! Progress bars of a harvest, on standard error; silent when that is no terminal.

use harvester::{Progress, Step};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use model::{RunReport, SourceId};
use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::sync::Mutex;

/// One bar for all runs and one line per run under way.
#[derive(Debug)]
pub(crate) struct Bars {
    all: MultiProgress,
    total: ProgressBar,
    lines: Mutex<HashMap<SourceId, ProgressBar>>,
}

impl Bars {
    /// Bars for so many runs.
    pub(crate) fn new(runs: usize) -> Self {
        let all = MultiProgress::new();
        let total = all.add(ProgressBar::new(runs as u64));
        if let Ok(style) = ProgressStyle::with_template("{pos:>5}/{len} {wide_bar} {elapsed}") {
            total.set_style(style);
        }
        total.tick();
        Self { all, total, lines: Mutex::new(HashMap::new()) }
    }

    /// Takes the bars away.
    pub(crate) fn finish(&self) {
        self.total.finish_and_clear();
        let _ = self.all.clear();
    }

    fn line(&self, source: &SourceId) -> Option<ProgressBar> {
        let mut lines = self.lines.lock().ok()?;
        let line = lines.entry(source.clone()).or_insert_with(|| {
            let line = self.all.insert_before(&self.total, ProgressBar::new_spinner());
            line.set_prefix(source.to_string());
            if let Ok(style) = ProgressStyle::with_template("  {spinner} {prefix:24} {wide_msg}") {
                line.set_style(style);
            }
            line
        });
        Some(line.clone())
    }
}

impl Progress for Bars {
    fn step(&self, source: &SourceId, step: Step) {
        let text = match step {
            Step::Waiting => return,
            Step::Fetching { bytes, total: Some(total) } => format!("fetching {} of {}", size(bytes), size(total)),
            Step::Fetching { bytes, total: None } => format!("fetching {}", size(bytes)),
            Step::Retrying { attempt, wait } => format!("attempt {attempt} in {} s", wait.as_secs()),
            Step::Reading { bytes } => format!("reading {}", size(bytes)),
            Step::Comparing { records } => format!("comparing {records} records"),
            Step::Committing => "committing".to_owned(),
        };
        if let Some(line) = self.line(source) {
            line.set_message(text);
            line.tick();
        }
    }

    fn ended(&self, report: &RunReport) {
        if let Ok(mut lines) = self.lines.lock()
            && let Some(line) = lines.remove(&report.source)
        {
            line.finish_and_clear();
            self.all.remove(&line);
        }
        self.total.inc(1);
    }
}

/// One line on standard error that says what a command is doing with a large document; gone when dropped. Silent when
/// standard error is no terminal.
#[derive(Debug)]
pub(crate) struct Working(Option<ProgressBar>);

/// A smaller document is done before anybody wonders.
const LARGE: usize = 5 << 20;

impl Working {
    /// For a document of so many bytes.
    pub(crate) fn on(bytes: usize) -> Self {
        if bytes < LARGE || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let line = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}") {
            line.set_style(style);
        }
        line.enable_steady_tick(std::time::Duration::from_millis(200));
        Self(Some(line))
    }

    /// What it does now.
    pub(crate) fn step(&self, step: String) {
        if let Some(line) = &self.0 {
            line.set_message(step);
        }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        if let Some(line) = &self.0 {
            line.finish_and_clear();
        }
    }
}

/// Bytes for people.
fn size(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}

/// Tells the log of every run that ended; for the server.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Logged;

impl Progress for Logged {
    fn step(&self, source: &SourceId, step: Step) {
        tracing::debug!(source = %source, "{source}: {step:?}");
    }

    fn ended(&self, report: &RunReport) {
        let reason = report.reason.as_ref().map_or("", |reason| reason.text("en"));
        tracing::info!(
            source = %report.source, outcome = %report.outcome, seq = report.seq.0,
            "{}: {} {reason} ({} datasets, {} new, {} changed, {} withdrawn, {:.1} s)",
            report.source, report.outcome, report.datasets, report.new, report.changed, report.withdrawn, report.seconds
        );
    }
}
