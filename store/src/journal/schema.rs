//! Tables of the journal, their version, and how older ones are brought up to date.

use super::backup;
use crate::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// Newest version of the tables that this program knows (`PRAGMA user_version`).
pub(super) const VERSION: u32 = 3;

/// `PRAGMA application_id`: "Skrd", so that `file` and we can tell a journal from another SQLite file.
const APPLICATION_ID: i64 = 0x536b_7264;

/// The scripts of each version: `MIGRATIONS[n]` leads from version `n` to `n + 1`.
pub(super) const MIGRATIONS: [&[&str]; VERSION as usize] =
    [&[V1], &[V2], &[V3_MEASURES, V3_FIGURES, V3_LINKS, V3_QUERIES]];

/// Times are milliseconds since 1970 (UTC). `kind` is [`super::records::kind_code`]. History is kept as intervals of
/// revisions, so that a revision's records are `records` (from_revision <= n) and `record_history`
/// (from_revision <= n <= to_revision) together.
const V1: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE commits (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    records INTEGER NOT NULL,
    content BLOB NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX commits_with_records ON commits (seq) WHERE records = 1;

CREATE TABLE sources (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    config TEXT NOT NULL,
    origin TEXT NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    baseline_after INTEGER NOT NULL DEFAULT 0,
    etag TEXT,
    last_modified TEXT,
    body_hash BLOB,
    rules INTEGER NOT NULL DEFAULT 0,
    last_run INTEGER,
    removed_seq INTEGER
);

CREATE TABLE runs (
    run INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES sources (number),
    started INTEGER NOT NULL,
    ended INTEGER,
    seq INTEGER,
    outcome TEXT,
    report TEXT,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    process_started INTEGER NOT NULL,
    lease_until INTEGER NOT NULL
);
CREATE INDEX runs_of_source ON runs (source, run) WHERE ended IS NOT NULL;
CREATE UNIQUE INDEX runs_open ON runs (source) WHERE ended IS NULL;

CREATE TABLE revisions (
    source INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    run INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    rules INTEGER NOT NULL,
    records INTEGER NOT NULL,
    datasets INTEGER NOT NULL,
    distributions INTEGER NOT NULL,
    titles INTEGER NOT NULL,
    PRIMARY KEY (source, revision)
) WITHOUT ROWID;

CREATE TABLE documents (
    source INTEGER NOT NULL,
    role TEXT NOT NULL,
    run INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    url TEXT NOT NULL,
    content_type TEXT,
    size INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (source, role)
);

CREATE TABLE bodies (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    content BLOB NOT NULL
);

CREATE TABLE records (
    source INTEGER NOT NULL,
    key TEXT NOT NULL,
    kind INTEGER NOT NULL,
    body INTEGER NOT NULL,
    uuid TEXT,
    meta TEXT NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0,
    first_revision INTEGER NOT NULL,
    from_revision INTEGER NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;
CREATE INDEX records_by_key ON records (key);
CREATE INDEX records_by_uuid ON records (uuid, source) WHERE uuid IS NOT NULL;

CREATE TABLE record_history (
    source INTEGER NOT NULL,
    key TEXT NOT NULL,
    from_revision INTEGER NOT NULL,
    to_revision INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    body INTEGER NOT NULL,
    meta TEXT NOT NULL,
    PRIMARY KEY (source, key, from_revision)
) WITHOUT ROWID;

CREATE TABLE findings (
    source INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    position INTEGER NOT NULL,
    run INTEGER NOT NULL,
    rules INTEGER NOT NULL,
    record TEXT,
    record_hash BLOB,
    finding TEXT NOT NULL,
    PRIMARY KEY (source, severity, position)
) WITHOUT ROWID;

CREATE TABLE events (
    seq INTEGER NOT NULL,
    position INTEGER NOT NULL,
    source INTEGER NOT NULL,
    record TEXT,
    kind INTEGER NOT NULL,
    PRIMARY KEY (seq, position)
) WITHOUT ROWID;

CREATE TABLE portal_ids (id TEXT PRIMARY KEY, cluster TEXT NOT NULL UNIQUE) WITHOUT ROWID;
CREATE TABLE portal_iris (iri TEXT PRIMARY KEY, id TEXT NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX portal_iris_by_id ON portal_iris (id);

CREATE TABLE tombstones (
    key TEXT NOT NULL,
    source INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    portal_id TEXT NOT NULL,
    run INTEGER NOT NULL,
    at INTEGER NOT NULL,
    title TEXT,
    body INTEGER NOT NULL,
    returned_seq INTEGER,
    PRIMARY KEY (key, source, seq)
) WITHOUT ROWID;
CREATE INDEX tombstones_by_id ON tombstones (portal_id);
";

/// Decisions of people and what they need: held runs, tokens, merge rules, ids of older portals, purged names, and all
/// findings of every run.
///
/// - `sources.notified`: what the contact was told last. `records.kept`: why a restored record stays although its source
///   does not publish it.
/// - `held_runs`: what guards stopped and nobody has decided yet; `proposal` is JSON, compressed.
/// - `decisions`: what people decided, for ever. `body_hash` names a document that is not to be taken again.
/// - `run_findings`: `same_as` names an earlier run with equal findings.
/// - `merge_rules`: `kind` is `apart` (two records are not the same thing) or `pin` (this source wins).
/// - `purged`: `name` is the hash of an IRI, so that nothing of what was purged remains;
///   `blocks` says whether it stays out when a source publishes it again.
const V2: &str = "
ALTER TABLE sources ADD COLUMN notified TEXT;
ALTER TABLE records ADD COLUMN kept TEXT;

CREATE TABLE held_runs (
    source INTEGER NOT NULL,
    run INTEGER NOT NULL,
    at INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    proposal BLOB NOT NULL,
    PRIMARY KEY (source, run)
) WITHOUT ROWID;

CREATE TABLE decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    run INTEGER,
    fingerprint BLOB,
    body_hash BLOB,
    by TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX decisions_of_source ON decisions (source, number);

CREATE TABLE run_findings (run INTEGER PRIMARY KEY, source INTEGER NOT NULL, same_as INTEGER, hash BLOB NOT NULL, content BLOB);
CREATE INDEX run_findings_of_source ON run_findings (source, run);

CREATE TABLE merge_rules (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    record TEXT NOT NULL,
    other_source TEXT,
    other_record TEXT,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    reason TEXT NOT NULL,
    lifted INTEGER
);

CREATE TABLE tokens (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE,
    source TEXT,
    label TEXT NOT NULL,
    created INTEGER NOT NULL,
    revoked INTEGER
);

CREATE TABLE imported_ids (id TEXT PRIMARY KEY, iri TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE purged (
    name BLOB PRIMARY KEY,
    portal_id TEXT,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    blocks INTEGER NOT NULL DEFAULT 1,
    lifted INTEGER
) WITHOUT ROWID;
CREATE INDEX purged_by_id ON purged (portal_id) WHERE portal_id IS NOT NULL;
";

/// What was measured of each dataset's metadata (model::quality), by the rules of version `rules`.
const V3_MEASURES: &str = "
CREATE TABLE measures (
    source INTEGER NOT NULL,
    key TEXT NOT NULL,
    rules INTEGER NOT NULL,
    measure TEXT NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;
";

/// Figures over time. `run_figures`: of a source after a run; `day_figures`: the newest of a day on which they changed,
/// `scope` is `portal`, `source` or `publisher`, `figures` is JSON; `current_figures`: those of now, to see whether they
/// changed. `country_figures`: what was loaded to compare with.
const V3_FIGURES: &str = "
CREATE TABLE run_figures (run INTEGER PRIMARY KEY, source INTEGER NOT NULL, at INTEGER NOT NULL, figures TEXT NOT NULL);
CREATE INDEX run_figures_of_source ON run_figures (source, run);
CREATE TABLE day_figures (
    scope TEXT NOT NULL,
    id TEXT NOT NULL,
    day TEXT NOT NULL,
    figures TEXT NOT NULL,
    PRIMARY KEY (scope, id, day)
) WITHOUT ROWID;
CREATE TABLE current_figures (
    scope TEXT NOT NULL,
    id TEXT NOT NULL,
    figures TEXT NOT NULL,
    PRIMARY KEY (scope, id)
) WITHOUT ROWID;
CREATE TABLE country_figures (
    dimension TEXT NOT NULL,
    country TEXT NOT NULL,
    day TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (dimension, country, day)
) WITHOUT ROWID;
";

/// Addresses that the catalog gives, what they answered last, and what they answered before. Times are milliseconds.
///
/// - `links.left_at`: when the catalog ceased to give it. `verdict`: 0 unknown, 1 answers, 2 broken. `since`: the row of
///   equal results goes back to then; `failing`: the row of failures. `answer` is the last check as JSON, `api` whether
///   it found an API description.
/// - `link_history`: rows of equal results, from the first to the last check of each.
const V3_LINKS: &str = "
CREATE TABLE links (
    number INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    left_at INTEGER,
    due INTEGER NOT NULL,
    checked INTEGER,
    checks INTEGER NOT NULL DEFAULT 0,
    outcome TEXT,
    status INTEGER,
    since INTEGER,
    failing INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    verdict INTEGER NOT NULL DEFAULT 0,
    api INTEGER NOT NULL DEFAULT 0,
    answer TEXT
);
CREATE INDEX links_due ON links (due) WHERE left_at IS NULL;
CREATE INDEX links_of_host ON links (host, due);
CREATE INDEX links_with_api ON links (number) WHERE api = 1;
CREATE TABLE link_history (
    link INTEGER NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    checks INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    PRIMARY KEY (link, at)
) WITHOUT ROWID;
";

/// How often each normalised query was asked on a day, and how many results it had last. Nothing about who asked.
const V3_QUERIES: &str = "
CREATE TABLE query_counts (
    day TEXT NOT NULL,
    query TEXT NOT NULL,
    times INTEGER NOT NULL,
    results INTEGER NOT NULL,
    PRIMARY KEY (day, query)
) WITHOUT ROWID;
";

/// Version of the tables in an open file.
pub(super) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Creates the tables or brings older ones up to date. Before an existing journal is touched, a copy goes to
/// `backups/`. Returns a note for the log if anything was migrated.
pub(super) fn migrate(connection: &mut Connection, dir: &Path, stamp: &str) -> Result<Option<String>, StoreError> {
    let found = version(connection)?;
    if found > VERSION {
        return Err(StoreError::NewerVersion { path: dir.to_owned(), found, known: VERSION });
    }
    if found == VERSION {
        return Ok(None);
    }
    let mut note = None;
    if found > 0 {
        let copy = dir.join("backups").join(format!("before-migration-{found}-to-{VERSION}-{stamp}"));
        backup::copy_journal(connection, &copy, stamp)?;
        note = Some(format!("migrated the journal from version {found} to {VERSION}; backup in `{}`", copy.display()));
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster while we waited for the lock.
    let found = version(&transaction)?;
    for script in MIGRATIONS.iter().skip(found as usize).copied().flatten() {
        transaction.execute_batch(script)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    if found == 0 {
        transaction
            .execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('journal_id', lower(hex(randomblob(8))))", [])?;
    }
    transaction.commit()?;
    Ok(note)
}
