//! The pool of SPARQL workers, with real processes. This program is both: started with `__sparql-worker` it is a worker.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test with a main function of its own")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::snapshot::SnapshotHeader;
use store::sparql::{AnswerBody, AnswerFormat, PoolLimits, SparqlError, SparqlPool, SparqlRequest, worker_main};
use store::{Snapshot, SnapshotBuilder};

// The allocator of the binary: what it keeps back counts against the memory limit.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

static NEVER: AtomicBool = AtomicBool::new(false);

/// Gets the folder of snapshots and one of them.
type Test = fn(&Path, &Path);

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("__sparql-worker") {
        return worker_main();
    }
    let folder = tempfile::tempdir().unwrap();
    let snapshot = build(folder.path(), 2_000, 1);
    let wanted = std::env::args().nth(1).filter(|name| !name.starts_with('-'));
    let tests: &[(&str, Test)] = &[
        ("answers", answers),
        ("a_worker_is_kept", a_worker_is_kept),
        ("limits_are_told", limits_are_told),
        ("a_cross_product_is_killed_at_the_deadline", a_cross_product_is_killed_at_the_deadline),
        ("memory_limit", memory_limit),
        ("deep_nesting", deep_nesting),
        ("cancel", cancel),
        ("many_at_once", many_at_once),
        ("busy", busy),
        ("a_big_answer", a_big_answer),
        ("a_dead_worker_is_replaced", a_dead_worker_is_replaced),
        ("a_wrong_executable", a_wrong_executable),
    ];
    for (name, test) in tests.iter().filter(|(name, _)| wanted.as_ref().is_none_or(|wanted| name.contains(wanted))) {
        let begin = Instant::now();
        test(folder.path(), &snapshot);
        println!("test {name} ... ok ({:?})", begin.elapsed());
    }
    ExitCode::SUCCESS
}

fn build(folder: &Path, subjects: u32, seq: u64) -> PathBuf {
    let mut builder = SnapshotBuilder::new();
    for n in 0..subjects {
        let body = format!(
            "<https://skord.invalid/id/{n}> <https://p.example/title> \"Titel nummer {n}\"@sv .\n\
             <https://skord.invalid/id/{n}> <https://p.example/next> <https://skord.invalid/id/{}> .\n",
            (n + 1) % subjects
        );
        builder.insert_body(&body, &[None, Some("https://skord.invalid/graph/source/x")], "https://d.example/");
    }
    let header = SnapshotHeader {
        journal: "j".to_owned(),
        seq: model::Seq(seq),
        base_url: "https://d.example/".to_owned(),
        built: 0,
    };
    builder.write(folder, &header).unwrap()
}

fn limits() -> PoolLimits {
    PoolLimits {
        workers: 2,
        timeout: Duration::from_secs(20),
        memory: 512 << 20,
        answer_bytes: 64 << 20,
        rows: 1_000_000,
        queue: 100,
    }
}

fn pool(limits: PoolLimits) -> SparqlPool {
    SparqlPool::new(std::env::current_exe().unwrap(), limits)
}

fn request(query: &str) -> SparqlRequest {
    SparqlRequest {
        query: query.to_owned(),
        default_graphs: Vec::new(),
        named_graphs: Vec::new(),
        solutions: AnswerFormat::Tsv,
        graph: AnswerFormat::NTriples,
    }
}

fn ask(pool: &SparqlPool, snapshot: &Path, query: &str) -> Result<String, SparqlError> {
    let answer = pool.query(snapshot, &request(query), &NEVER)?;
    match answer.body {
        AnswerBody::Memory(bytes) => Ok(String::from_utf8(bytes).unwrap()),
        AnswerBody::File(mut file, _) => Ok(std::io::read_to_string(&mut file).unwrap()),
    }
}

const COUNT: &str = "SELECT (COUNT(*) AS ?n) { ?s <https://p.example/title> ?t }";
const CROSS: &str = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f";

fn answers(folder: &Path, snapshot: &Path) {
    let pool = pool(limits());
    assert_eq!(ask(&pool, snapshot, COUNT).unwrap(), "?n\n2000\n");
    let mut asked = request("CONSTRUCT WHERE { <https://d.example/id/7> ?p ?o }");
    asked.graph = AnswerFormat::Turtle;
    let answer = pool.query(snapshot, &asked, &NEVER).unwrap();
    assert_eq!(answer.media_type, "text/turtle; charset=utf-8");
    let AnswerBody::Memory(bytes) = answer.body else { panic!("a small answer in a file") };
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("@prefix dcat:") && text.contains("\"Titel nummer 7\"@sv"), "{text}");
    // The same in this process, and the next snapshot in the same worker.
    let mut here = Vec::new();
    let mapped = Snapshot::open(snapshot).unwrap();
    store::sparql::evaluate(&mapped, &request(COUNT), &mut here).unwrap();
    assert_eq!(here, b"?n\n2000\n");
    let next = build(folder, 10, 2);
    assert_eq!(ask(&pool, &next, COUNT).unwrap(), "?n\n10\n");
    assert_eq!(ask(&pool, snapshot, COUNT).unwrap(), "?n\n2000\n");
    let gone = ask(&pool, &folder.join("snapshot-1-9-x"), COUNT).unwrap_err();
    assert!(matches!(gone, SparqlError::Internal(ref text) if text.contains("snapshot-1-9-x")), "{gone}");
    let relative = "SELECT ?t { <id/7> <https://p.example/title> ?t }";
    assert_eq!(ask(&pool, snapshot, relative).unwrap().lines().count(), 2);
}

fn a_worker_is_kept(_: &Path, snapshot: &Path) {
    let pool = pool(limits());
    assert!(ask(&pool, snapshot, COUNT).is_ok());
    let first = child_ids();
    for _ in 0..20 {
        assert!(ask(&pool, snapshot, "SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 500").is_ok());
    }
    assert_eq!((child_ids(), first.len()), (first, 1));
}

fn limits_are_told(_: &Path, snapshot: &Path) {
    let all = "SELECT * { ?s ?p ?o }";
    let few = pool(PoolLimits { rows: 100, ..limits() });
    let problem = ask(&few, snapshot, all).unwrap_err();
    assert!(matches!(problem, SparqlError::Limit(ref text) if text.contains("100 rows")), "{problem}");
    assert_eq!(ask(&few, snapshot, "SELECT * { ?s ?p ?o } LIMIT 100").unwrap().lines().count(), 101);
    let small = pool(PoolLimits { answer_bytes: 1000, ..limits() });
    let problem = ask(&small, snapshot, all).unwrap_err();
    assert!(matches!(problem, SparqlError::Limit(ref text) if text.contains("1000 bytes")), "{problem}");
    assert!(matches!(ask(&small, snapshot, "SELECT"), Err(SparqlError::Syntax(_))));
    assert!(matches!(ask(&small, snapshot, "CLEAR ALL"), Err(SparqlError::Refused(_))));
    assert!(ask(&small, snapshot, COUNT).is_ok());
}

fn a_cross_product_is_killed_at_the_deadline(_: &Path, snapshot: &Path) {
    let pool = pool(PoolLimits { timeout: Duration::from_millis(600), memory: 4 << 30, ..limits() });
    assert!(ask(&pool, snapshot, COUNT).is_ok());
    let begin = Instant::now();
    let problem = ask(&pool, snapshot, CROSS).unwrap_err();
    assert!(matches!(problem, SparqlError::Limit(ref text) if text.contains("0.6 s")), "{problem}");
    assert!(begin.elapsed() < Duration::from_millis(1500), "{:?}", begin.elapsed());
    assert_eq!(ask(&pool, snapshot, COUNT).unwrap(), "?n\n2000\n");
}

fn memory_limit(_: &Path, snapshot: &Path) {
    let pool = pool(PoolLimits { memory: 100 << 20, ..limits() });
    let problem = ask(&pool, snapshot, CROSS).unwrap_err();
    assert!(matches!(problem, SparqlError::Limit(ref text) if text.contains("memory limit of 104 MB")), "{problem}");
    assert_eq!(ask(&pool, snapshot, COUNT).unwrap(), "?n\n2000\n");
}

fn deep_nesting(_: &Path, snapshot: &Path) {
    let pool = pool(limits());
    let depth = 50_000;
    let deep = format!("SELECT * {{ ?s ?p ?o FILTER({}true{}) }}", "(".repeat(depth), ")".repeat(depth));
    let problem = ask(&pool, snapshot, &deep).unwrap_err();
    assert!(matches!(problem, SparqlError::Limit(ref text) if text.contains("nested")), "{problem}");
    assert!(ask(&pool, snapshot, COUNT).is_ok());
}

fn cancel(_: &Path, snapshot: &Path) {
    let pool = pool(PoolLimits { workers: 1, memory: 4 << 30, ..limits() });
    let gone = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let running = scope.spawn(|| {
            let begin = Instant::now();
            (pool.query(snapshot, &request(CROSS), &gone).map(drop), begin.elapsed())
        });
        std::thread::sleep(Duration::from_millis(300));
        gone.store(true, Ordering::Relaxed);
        let (result, time) = running.join().unwrap();
        assert!(matches!(result, Err(SparqlError::Limit(ref text)) if text.contains("cancelled")), "{result:?}");
        assert!(time < Duration::from_secs(2), "{time:?}");
    });
    assert!(ask(&pool, snapshot, COUNT).is_ok());
}

fn many_at_once(_: &Path, snapshot: &Path) {
    let pool = pool(limits());
    let answered = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (pool, answered) = (&pool, &answered);
            scope.spawn(move || {
                for n in 0..50 {
                    let subject = (thread * 50 + n) % 2000;
                    let query =
                        format!("SELECT ?t {{ <https://d.example/id/{subject}> <https://p.example/title> ?t }}");
                    assert_eq!(ask(pool, snapshot, &query).unwrap(), format!("?t\n\"Titel nummer {subject}\"@sv\n"));
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(answered.into_inner(), 400);
    assert!(children() <= 2, "{} workers", children());
}

fn busy(_: &Path, snapshot: &Path) {
    let pool =
        pool(PoolLimits { workers: 1, queue: 1, timeout: Duration::from_millis(800), memory: 4 << 30, ..limits() });
    std::thread::scope(|scope| {
        scope.spawn(|| ask(&pool, snapshot, CROSS));
        std::thread::sleep(Duration::from_millis(200));
        let waiting = scope.spawn(|| ask(&pool, snapshot, COUNT));
        std::thread::sleep(Duration::from_millis(200));
        assert_eq!(ask(&pool, snapshot, COUNT), Err(SparqlError::Busy));
        assert_eq!(waiting.join().unwrap().unwrap(), "?n\n2000\n");
    });
}

fn a_big_answer(_: &Path, snapshot: &Path) {
    let pool = pool(limits());
    let query = "SELECT * { ?a <https://p.example/title> ?t . VALUES ?n { 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 } \
                 BIND(CONCAT(STR(?t), STR(?t), STR(?t), STR(?t), STR(?t), STR(?t), STR(?t), STR(?t), STR(?t)) AS ?long) }";
    let answer = pool.query(snapshot, &request(query), &NEVER).unwrap();
    let AnswerBody::File(mut file, length) = answer.body else { panic!("in memory") };
    let text = std::io::read_to_string(&mut file).unwrap();
    assert_eq!(text.len() as u64, length);
    assert_eq!(text.lines().count(), 60_001);
    assert!(std::fs::read_dir(snapshot.parent().unwrap()).unwrap().all(|entry| entry.unwrap().path().is_dir()));
}

fn a_dead_worker_is_replaced(_: &Path, snapshot: &Path) {
    let pool = pool(PoolLimits { workers: 1, ..limits() });
    assert!(ask(&pool, snapshot, COUNT).is_ok());
    let pid = child_ids().pop().unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), rustix::process::Signal::KILL).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    assert!(ask(&pool, snapshot, COUNT).is_ok());
    drop(pool);
    assert_eq!(children(), 0);
}

fn a_wrong_executable(_: &Path, snapshot: &Path) {
    let pool = SparqlPool::new(PathBuf::from("/nowhere/skord"), limits());
    let problem = ask(&pool, snapshot, COUNT).unwrap_err();
    assert!(matches!(problem, SparqlError::Internal(ref text) if text.contains("/nowhere/skord")), "{problem}");
}

/// Process ids of our children that live.
fn child_ids() -> Vec<i32> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let lists = tasks.map(|task| std::fs::read_to_string(task.unwrap().path().join("children")).unwrap_or_default());
    lists.flat_map(|list| list.split_whitespace().map(|pid| pid.parse().unwrap()).collect::<Vec<_>>()).collect()
}

fn children() -> usize {
    child_ids().len()
}
