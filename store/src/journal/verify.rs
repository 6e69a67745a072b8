//! `skord verify`: does the journal agree with itself?

use super::Journal;
use super::commits::chain_hash;
use super::records::Bodies;
use super::values::unsigned;
use crate::StoreError;
use rusqlite::Transaction;
use std::fmt;

/// Something in the journal that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: a table and a name in it.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

/// More of one kind are counted, not listed.
const LISTED: usize = 20;

impl Journal {
    /// Checks SQLite's own integrity, that bodies have the hash they are filed under, the chain of commits, that every
    /// record has its body, and that counts agree. Empty = all is well.
    pub fn verify(&self) -> Result<Vec<Problem>, StoreError> {
        self.read(|transaction| {
            let mut problems = integrity(transaction)?;
            if problems.is_empty() {
                problems.extend(bodies(transaction)?);
                problems.extend(chain(transaction)?);
                for (place, problem, query) in RULES {
                    problems.extend(rule(transaction, place, problem, query)?);
                }
            }
            Ok(problems)
        })
    }
}

/// Each query names the rows that break a rule.
const RULES: [(&str, &str, &str); 8] = [
    (
        "records",
        "the body is missing",
        "SELECT key FROM records WHERE body NOT IN (SELECT number FROM bodies) \
         UNION ALL SELECT key FROM record_history WHERE body NOT IN (SELECT number FROM bodies)",
    ),
    (
        "records",
        "the version is newer than the source's revision",
        "SELECT r.key FROM records r JOIN sources s ON s.number = r.source WHERE r.from_revision > s.revision",
    ),
    (
        "records",
        "belongs to no registered source",
        "SELECT key FROM records WHERE source NOT IN (SELECT number FROM sources WHERE removed_seq IS NULL)",
    ),
    (
        "sources",
        "the counts of the accepted revision are not those of its records",
        "SELECT s.id FROM sources s JOIN revisions v ON v.source = s.number AND v.revision = s.revision WHERE \
         v.records <> (SELECT count(*) FROM records r WHERE r.source = s.number) OR \
         v.datasets <> (SELECT count(*) FROM records r WHERE r.source = s.number AND r.kind = 1)",
    ),
    (
        "sources",
        "the accepted revision is missing",
        "SELECT s.id FROM sources s WHERE s.revision > 0 AND NOT EXISTS \
         (SELECT 1 FROM revisions v WHERE v.source = s.number AND v.revision = s.revision)",
    ),
    (
        "records",
        "has no portal id",
        "SELECT key FROM records WHERE kind IN (1, 2, 3) AND key NOT IN (SELECT iri FROM portal_iris)",
    ),
    (
        "measures",
        "is of no dataset",
        "SELECT key FROM measures m WHERE NOT EXISTS \
         (SELECT 1 FROM records r WHERE r.source = m.source AND r.key = m.key AND r.kind = 1)",
    ),
    ("events", "belongs to no commit", "SELECT DISTINCT seq FROM events WHERE seq NOT IN (SELECT seq FROM commits)"),
];

fn rule(transaction: &Transaction<'_>, place: &str, problem: &str, query: &str) -> Result<Vec<Problem>, StoreError> {
    let mut statement = transaction.prepare(query)?;
    let mut rows = statement.query([])?;
    let mut broken = Vec::new();
    let mut more = 0_usize;
    while let Some(row) = rows.next()? {
        if broken.len() < LISTED {
            let name = row.get_ref(0)?;
            let name = name.as_str().map_or_else(|_| format!("{:?}", row.get::<_, i64>(0)), str::to_owned);
            broken.push(Problem { place: format!("{place} `{name}`"), problem: problem.to_owned() });
        } else {
            more += 1;
        }
    }
    if more > 0 {
        broken.push(Problem { place: place.to_owned(), problem: format!("{problem}: {more} more") });
    }
    Ok(broken)
}

fn integrity(transaction: &Transaction<'_>) -> Result<Vec<Problem>, StoreError> {
    let mut statement = transaction.prepare("PRAGMA integrity_check(20)")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let problem = |problem| Problem { place: "journal.sqlite".to_owned(), problem };
    Ok(lines.into_iter().filter(|line| line != "ok").map(problem).collect())
}

fn bodies(transaction: &Transaction<'_>) -> Result<Vec<Problem>, StoreError> {
    let mut statement = transaction.prepare("SELECT number, hash, size, content FROM bodies")?;
    let mut rows = statement.query([])?;
    let mut reader = Bodies::default();
    let mut problems = Vec::new();
    while let Some(row) = rows.next()? {
        let expected: Vec<u8> = row.get(1)?;
        let content: Vec<u8> = row.get(3)?;
        let problem = match reader.text(&content, row.get(2)?) {
            Ok(text) if blake3::hash(text.as_bytes()).as_bytes()[..] == expected[..] => continue,
            Ok(_) => "the content has another hash".to_owned(),
            Err(error) => error.to_string(),
        };
        problems.push(Problem { place: format!("bodies `{}`", row.get::<_, i64>(0)?), problem });
    }
    Ok(problems)
}

fn chain(transaction: &Transaction<'_>) -> Result<Vec<Problem>, StoreError> {
    let mut statement =
        transaction.prepare("SELECT seq, at, records, content, previous, hash FROM commits ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut before = (0_u64, vec![0_u8; 32]);
    let mut problems = Vec::new();
    while let Some(row) = rows.next()? {
        let seq = unsigned(row.get(0)?);
        let (content, previous, hash): (Vec<u8>, Vec<u8>, Vec<u8>) = (row.get(3)?, row.get(4)?, row.get(5)?);
        let expected = chain_hash(&previous, seq, row.get(1)?, row.get(2)?, &content);
        if seq != before.0 + 1 || previous != before.1 || hash[..] != expected[..] {
            let problem = "does not follow from its predecessor".to_owned();
            problems.push(Problem { place: format!("commits `{seq}`"), problem });
        }
        before = (seq, hash);
    }
    Ok(problems)
}
