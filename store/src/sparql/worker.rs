//! The worker process: one query at a time, on a mapped snapshot, within its memory limit.

use super::SparqlError;
use super::answer::{Budget, answer};
use super::frame::{self, END, End, HELLO, Hello, PIECE, PIECE_BYTES, TASK, Task};
use crate::Snapshot;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// The main function of a worker process: reads requests from standard input, writes answers to standard output,
/// until standard input ends. The input ends when the parent dies, however it dies; then the worker ends at once, also
/// in the middle of a query.
pub fn worker_main() -> ExitCode {
    // A panic is answered as an error with its message: nothing of it goes to standard error, which the parent reads
    // for the runtime's last words only.
    std::panic::set_hook(Box::new(|_| {}));
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve() -> io::Result<()> {
    let mut output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    frame::write_json(&mut output, HELLO, &Hello::ours())?;
    // Not a parent-death signal: that comes when the *thread* ends that started this process.
    let (sender, tasks) = sync_channel(1);
    std::thread::spawn(move || read_tasks(&sender));
    answer_tasks(&tasks, &mut output)
}

#[expect(clippy::exit, reason = "the parent is gone, and the query under way cannot be told to stop")]
fn read_tasks(sender: &SyncSender<Task>) {
    let mut input = io::stdin().lock();
    while let Ok(Some((TASK, payload))) = frame::read(&mut input) {
        let Ok(task) = frame::parse(&payload) else { break };
        if sender.send(task).is_err() {
            break;
        }
    }
    std::process::exit(0);
}

fn answer_tasks(tasks: &Receiver<Task>, output: &mut File) -> io::Result<()> {
    let mut mapped: Option<Snapshot> = None;
    let held_at_start = memory_held().unwrap_or(0);
    for task in tasks {
        limit_memory(task.memory)?;
        let outcome = catch_unwind(AssertUnwindSafe(|| run(&task, &mut mapped, output)));
        let outcome = outcome.unwrap_or_else(|panic| Err(SparqlError::Internal(panic_message(panic.as_ref()))));
        // A quarter kept back by the allocator is more than chance: a fresh process is cheap.
        let retire = memory_held().is_none_or(|held| held.saturating_sub(held_at_start) > task.memory / 4);
        frame::write_json(output, END, &End { outcome: outcome.map(str::to_owned), retire })?;
    }
    Ok(())
}

fn run(task: &Task, mapped: &mut Option<Snapshot>, output: &mut File) -> Result<&'static str, SparqlError> {
    if mapped.as_ref().is_none_or(|snapshot| snapshot.path() != task.snapshot) {
        // The next snapshot mostly lies over the same file, which then stays mapped.
        let before = mapped.take();
        let opened = Snapshot::open_beside(&task.snapshot, before.as_ref())
            .map_err(|problem| SparqlError::Internal(problem.to_string()))?;
        *mapped = Some(opened);
    }
    let snapshot = mapped.as_ref().ok_or_else(|| SparqlError::Internal("no snapshot".to_owned()))?;
    let mut pieces = BufWriter::with_capacity(PIECE_BYTES, Pieces(output));
    let budget = Budget { rows: task.rows, bytes: task.bytes };
    let media_type = answer(snapshot, &task.request, budget, &mut pieces)?;
    pieces.flush().map_err(|problem| SparqlError::Internal(format!("the answer could not be sent: {problem}")))?;
    Ok(media_type)
}

/// Sends what is written as frames.
struct Pieces<'a>(&'a mut File);

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.chunks(PIECE_BYTES) {
            frame::write(self.0, PIECE, piece)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `RLIMIT_DATA` and not `RLIMIT_AS`, which would count the mapped snapshot.
fn limit_memory(bytes: u64) -> io::Result<()> {
    let maximum = getrlimit(Resource::Data).maximum;
    let current = maximum.map_or(bytes, |maximum| maximum.min(bytes));
    Ok(setrlimit(Resource::Data, Rlimit { current: Some(current), maximum })?)
}

/// Private memory of this process as the kernel counts it against the limit, in bytes.
fn memory_held() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmData:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "the worker panicked".to_owned())
}
