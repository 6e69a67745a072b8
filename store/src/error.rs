//! What can go wrong in the store, who is at fault and what to do.

use std::path::PathBuf;

/// Errors of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data directory was written by a newer Skörd.
    #[error("the data directory `{}` has version {found}, this Skörd knows up to {known}: use a newer `skord` or restore a backup made before the upgrade", path.display())]
    NewerVersion {
        /// The directory.
        path: PathBuf,
        /// Version found.
        found: u32,
        /// Newest version known.
        known: u32,
    },
    /// Another `skord serve` holds the data directory.
    #[error("the data directory `{}` is served by another `skord serve`{}: stop it, or choose another directory with --data", path.display(), pid.map(|p| format!(" (process {p})")).unwrap_or_default())]
    Locked {
        /// The directory.
        path: PathBuf,
        /// Process id of the holder, if known.
        pid: Option<u32>,
    },
    /// A source that is not registered.
    #[error("no source `{0}`: `skord source list` shows the registered ones")]
    UnknownSource(String),
    /// An operator stopped harvesting of this source.
    #[error("the source `{0}` is paused: `skord source set {0} --resume` resumes it")]
    Paused(String),
    /// Another run of the same source is under way.
    #[error("a run of `{source_id}` is under way since {since}: wait for it, or stop the process that holds it")]
    RunUnderWay {
        /// The source.
        source_id: String,
        /// When it began.
        since: String,
    },
    /// A rule about identities that cannot be made; says why.
    #[error("{0}")]
    Rule(String),
    /// Nothing waits for a decision.
    #[error("nothing of `{source_id}` is held: `skord source show {source_id}` shows its last runs")]
    NothingHeld {
        /// The source.
        source_id: String,
    },
    /// Nothing of that name was ever harvested.
    #[error("nothing is named `{0}`: give the IRI or the portal id of a record, or the id of a source with --source")]
    NothingToPurge(String),
    /// There is no such revision, or no such record in it.
    #[error("{what} of `{source_id}`: `skord source show {source_id}` lists its revisions")]
    NoSuchVersion {
        /// The source.
        source_id: String,
        /// "no revision 7", "no record `…`".
        what: String,
    },
    /// A source that `skord.toml` defines cannot be changed by command.
    #[error("`{0}` is defined in the configuration: change it there")]
    Configured(String),
    /// The run was ended by others: its source was removed, or its lease was over.
    #[error("run {run} of `{source_id}` is not open any more: nothing of it was written; harvest again")]
    LeaseLost {
        /// The source.
        source_id: String,
        /// The run.
        run: u64,
    },
    /// Something is in the way that we do not overwrite unasked.
    #[error("`{}` already holds a journal: choose another directory, or use --force", path.display())]
    Occupied {
        /// The directory.
        path: PathBuf,
    },
    /// A file of ours is damaged.
    #[error("`{}` is damaged: {problem}; {advice}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
        /// What to do.
        advice: &'static str,
    },
    /// The operating system refused.
    #[error("cannot {action} `{}`: {cause}", path.display())]
    Io {
        /// What we tried (`open`, `write` …).
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
    /// SQLite refused.
    #[error("the journal cannot be read or written: {0}")]
    Sql(#[from] rusqlite::Error),
    /// A value in the journal is not what it should be.
    #[error("the journal holds a value that cannot be read: {0}; run `skord verify`")]
    Value(String),
}
