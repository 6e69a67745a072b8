//! Checks for the server: each in a process of its own that is killed at its deadline.

use super::worker::{Task, Verdict};
use crate::config::CheckConfig;
use harvester::HarvestConfig;
use harvester::fetch::{Fetched, Fetcher, Unheard};
use model::SystemClock;
use model::control::{CheckControl, CheckLimits, CheckOrder, CheckRefusal, CheckedDocument};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// How often a check under way is looked at.
const POLL: Duration = Duration::from_millis(20);
/// A longer report is of use to nobody who asked over HTTP.
const LONGEST_REPORT: u64 = 64 << 20;
const SIGNAL_ABORT: i32 = 6;
const SIGNAL_KILL: i32 = 9;

/// Starts a worker per check.
#[derive(Debug)]
pub(crate) struct Checker {
    config: CheckConfig,
    harvest: HarvestConfig,
    data: PathBuf,
    runtime: Handle,
}

impl Checker {
    /// Checks with these limits; must be made inside a runtime, which does the fetching.
    pub(crate) fn new(config: &CheckConfig, harvest: &HarvestConfig, data: &Path) -> Self {
        let mut harvest = harvest.clone();
        harvest.max_body = harvest.max_body.min(config.max_mb << 20);
        harvest.total_timeout = harvest.total_timeout.min(config.timeout);
        harvest.attempts = 1;
        // What the operator may read from its disk is not for everybody.
        harvest.allow_file_roots.clear();
        Self { config: config.clone(), harvest, data: data.to_owned(), runtime: Handle::current() }
    }

    fn deadline(&self) -> Instant {
        Instant::now() + Duration::from_secs(self.config.timeout)
    }

    /// Fetches as a harvest does, with its rules of which hosts may be asked.
    fn fetch(&self, url: &str, dir: &Path, deadline: Instant, cancel: &AtomicBool) -> Result<Spooled, CheckRefusal> {
        let broken = |cause: String| CheckRefusal::Broken(cause);
        let fetcher = Fetcher::new(&self.harvest, Arc::new(SystemClock), dir).map_err(broken)?;
        let answered = self.runtime.block_on(async {
            let cancelled = async {
                while !cancel.load(Ordering::Relaxed) {
                    tokio::time::sleep(POLL).await;
                }
            };
            tokio::select! {
                answer = fetcher.fetch(url, None, &Unheard) => Ok(answer),
                () = tokio::time::sleep_until(deadline.into()) => Err(CheckRefusal::TooLong(self.config.timeout)),
                () = cancelled => Err(CheckRefusal::Cancelled),
            }
        })?;
        match answered {
            Ok(Fetched::Document(document)) => {
                let (url, content_type) = (document.url.clone(), document.content_type.clone());
                let path = dir.join("document");
                let bytes = document.read().map_err(|cause| CheckRefusal::Broken(cause.to_string()))?;
                std::fs::write(&path, bytes).map_err(|cause| CheckRefusal::Broken(cause.to_string()))?;
                Ok(Spooled { path, url, content_type })
            }
            Ok(Fetched::NotModified) => Err(CheckRefusal::Broken(format!("`{url}` answered 304 without being asked"))),
            Err(error) => Err(CheckRefusal::Document(error.reason())),
        }
    }

    fn run(&self, task: &Task, deadline: Instant, cancel: &AtomicBool) -> Result<Vec<u8>, CheckRefusal> {
        let mut worker = Worker::start(task).map_err(|cause| CheckRefusal::Broken(cause.to_string()))?;
        let out = worker.0.stdout.take();
        let reader = std::thread::spawn(move || {
            let mut answer = Vec::new();
            let read = out.map(|out| out.take(LONGEST_REPORT + 1).read_to_end(&mut answer));
            (read, answer)
        });
        loop {
            if cancel.load(Ordering::Relaxed) {
                return Err(CheckRefusal::Cancelled);
            }
            if Instant::now() >= deadline {
                return Err(CheckRefusal::TooLong(self.config.timeout));
            }
            if reader.is_finished() {
                break;
            }
            std::thread::sleep(POLL);
        }
        let (_, answer) = reader.join().map_err(|_| CheckRefusal::Broken("the reader panicked".to_owned()))?;
        if answer.len() as u64 > LONGEST_REPORT {
            return Err(CheckRefusal::TooLarge);
        }
        worker.end()?;
        read_answer(answer)
    }
}

/// A fetched document.
struct Spooled {
    path: PathBuf,
    url: String,
    content_type: Option<String>,
}

impl CheckControl for Checker {
    fn limits(&self) -> CheckLimits {
        let CheckConfig { max_mb, timeout, at_once, .. } = self.config;
        CheckLimits { bytes: max_mb << 20, seconds: timeout, at_once }
    }

    fn check(&self, order: &CheckOrder, cancel: &AtomicBool) -> Result<Vec<u8>, CheckRefusal> {
        let deadline = self.deadline();
        let dir = tempfile::tempdir().map_err(|cause| CheckRefusal::Broken(cause.to_string()))?;
        let mut order = order.clone();
        let url = match order.document.clone() {
            CheckedDocument::File(path) => format!("file://{}", path.display()),
            CheckedDocument::Url(url) => {
                let fetched = self.fetch(&url, dir.path(), deadline, cancel)?;
                order.document = CheckedDocument::File(fetched.path);
                order.content_type = fetched.content_type;
                fetched.url
            }
        };
        let task = Task { order, url, data: self.data.clone(), memory: self.config.memory_mb << 20 };
        self.run(&task, deadline, cancel)
    }
}

/// A running worker; killed when dropped.
#[derive(Debug)]
struct Worker(Child);

impl Worker {
    fn start(task: &Task) -> std::io::Result<Self> {
        let mut command = Command::new("/proc/self/exe");
        command.arg("__check-worker").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut worker = Self(command.spawn()?);
        if let Some(mut input) = worker.0.stdin.take() {
            input.write_all(&serde_json::to_vec(task)?)?;
        }
        Ok(worker)
    }

    /// Why it ended, if not well.
    fn end(&mut self) -> Result<(), CheckRefusal> {
        use std::os::unix::process::ExitStatusExt as _;
        let status = self.0.wait().map_err(|cause| CheckRefusal::Broken(cause.to_string()))?;
        match status.signal() {
            // Memory at its limit aborts; the kernel's out-of-memory killer kills.
            Some(SIGNAL_ABORT | SIGNAL_KILL) => Err(CheckRefusal::TooLarge),
            None if status.success() => Ok(()),
            _ => {
                let mut words = String::new();
                if let Some(stderr) = self.0.stderr.take() {
                    // Its last words; the status alone has to do if there are none.
                    let _ = stderr.take(4096).read_to_string(&mut words);
                }
                Err(CheckRefusal::Broken(format!("the worker ended with {status}: {}", words.trim())))
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended already; either way it is waited for, so that no zombie stays.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn read_answer(mut answer: Vec<u8>) -> Result<Vec<u8>, CheckRefusal> {
    let line = answer.iter().position(|byte| *byte == b'\n').unwrap_or(answer.len());
    let verdict = serde_json::from_slice(&answer[..line]).map_err(|cause| CheckRefusal::Broken(cause.to_string()))?;
    match verdict {
        Verdict::Done => {
            answer.drain(..=line);
            Ok(answer)
        }
        Verdict::Refused(why) => Err(CheckRefusal::Document(why)),
        Verdict::TooLarge => Err(CheckRefusal::TooLarge),
    }
}
