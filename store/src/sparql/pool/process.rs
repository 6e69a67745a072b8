//! One worker process as the parent sees it.

use super::super::AnswerFormat;
use super::super::frame::{self, END, End, Frames, HELLO, Hello, PIECE, TASK, Task};
use super::super::spool::Spool;
use super::POLL;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{self, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

const SIGNAL_ABORT: i32 = 6;
const SIGNAL_KILL: i32 = 9;
const SIGNAL_SEGMENT: i32 = 11;

/// Why a worker gave no answer. The worker is not used again.
#[derive(Debug)]
pub(super) enum Failure {
    Deadline,
    Memory,
    TooDeep,
    TooLarge,
    Cancelled,
    Broken(String),
}

impl From<io::Error> for Failure {
    fn from(problem: io::Error) -> Self {
        Self::Broken(format!("the pipe to the worker broke: {problem}"))
    }
}

/// A running worker; killed when dropped.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    frames: Frames,
}

impl Process {
    /// Starts a worker and checks that it is of the same build.
    pub(super) fn start(executable: &Path, deadline: Instant) -> Result<Self, Failure> {
        let mut command = Command::new(executable);
        command.arg("__sparql-worker").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let failed = |problem: &dyn std::fmt::Display| {
            Failure::Broken(format!("the worker `{}` cannot be started: {problem}", executable.display()))
        };
        let mut child = command.spawn().map_err(|problem| failed(&problem))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed(&"it has no pipes"));
        };
        let mut process = Self { child, input, output, frames: Frames::default() };
        let never = AtomicBool::new(false);
        let hello = process.frame(deadline, &never, |kind, payload| match kind {
            HELLO => frame::parse::<Hello>(payload).ok(),
            _ => None,
        })?;
        if hello.as_ref() == Some(&Hello::ours()) {
            return Ok(process);
        }
        Err(failed(&format!("it says {hello:?}, this process is {:?}; restart the server", Hello::ours())))
    }

    /// True if it ended while nobody used it.
    pub(super) fn is_dead(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Sends a task and collects the answer.
    pub(super) fn ask(&mut self, task: &Task, deadline: Instant, cancel: &AtomicBool) -> Result<(End, Spool), Failure> {
        if let Err(problem) = frame::write_json(&mut self.input, TASK, task) {
            return Err(self.autopsy().unwrap_or_else(|| problem.into()));
        }
        let mut spool = Spool::new(task.snapshot.parent().unwrap_or(&task.snapshot));
        loop {
            let end = self.frame(deadline, cancel, |kind, payload| match kind {
                PIECE => spool.push(payload).map(|()| None),
                END => frame::parse::<End>(payload).map(Some),
                other => Err(io::Error::other(format!("the worker sent a message of kind {other}"))),
            })??;
            if spool.len() > task.bytes {
                return Err(Failure::TooLarge);
            }
            if let Some(end) = end {
                return Ok((end, spool));
            }
        }
    }

    /// Waits for the next frame.
    fn frame<T>(
        &mut self,
        deadline: Instant,
        cancel: &AtomicBool,
        mut take: impl FnMut(u8, &[u8]) -> T,
    ) -> Result<T, Failure> {
        loop {
            if let Some((kind, payload)) = self.frames.next()? {
                return Ok(take(kind, payload));
            }
            self.fill(deadline, cancel)?;
        }
    }

    /// Waits until something has come, and takes it.
    fn fill(&mut self, deadline: Instant, cancel: &AtomicBool) -> Result<(), Failure> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Failure::Deadline);
            }
            if cancel.load(Ordering::Relaxed) {
                return Err(Failure::Cancelled);
            }
            let wait = Timespec::try_from(left.min(POLL)).unwrap_or_default();
            match poll(&mut [PollFd::new(&self.output, PollFlags::IN)], Some(&wait)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                Ok(_) => break,
                Err(problem) => return Err(io::Error::from(problem).into()),
            }
        }
        let mut bytes = [0; 16 << 10];
        let count = self.output.read(&mut bytes)?;
        if count == 0 {
            let unexplained = || Failure::Broken("the worker ended without an answer".to_owned());
            return Err(self.autopsy().unwrap_or_else(unexplained));
        }
        self.frames.push(&bytes[..count]);
        Ok(())
    }

    /// Why the worker is dead: its signal and the last words of the runtime.
    fn autopsy(&mut self) -> Option<Failure> {
        let status = self.child.wait().ok()?;
        let mut words = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            // It is dead, so this ends; if it wrote no UTF-8, the signal alone has to do.
            let _ = stderr.by_ref().take(64 << 10).read_to_string(&mut words);
        }
        Some(diagnose(status, &words))
    }
}

fn diagnose(status: ExitStatus, words: &str) -> Failure {
    // Rust aborts both when memory runs out and when the stack does, and says which. The kernel's out-of-memory
    // killer sends a KILL that was not ours.
    match status.signal() {
        Some(SIGNAL_ABORT | SIGNAL_SEGMENT) if words.contains("overflowed its stack") => Failure::TooDeep,
        Some(SIGNAL_ABORT | SIGNAL_KILL) => Failure::Memory,
        Some(SIGNAL_SEGMENT) => Failure::TooDeep,
        _ => Failure::Broken(format!("the worker ended with {status}: {}", words.trim())),
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be dead already; either way it is waited for, so that no zombie stays.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A worker names the media type; this finds our constant of that name.
pub(super) fn known_media_type(name: &str) -> &'static str {
    let formats = AnswerFormat::ALL.iter().map(|format| format.media_type());
    formats.into_iter().find(|media_type| *media_type == name).unwrap_or("application/octet-stream")
}
