//! Our own reviewed words beside the lexicon: `search/words/*.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

static PARTS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    rows(include_str!("../../words/parts.tsv")).filter_map(|row| Some((*row.first()?, *row.get(1)?))).collect()
});

static NEVER_SPLIT: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    rows(include_str!("../../words/never-split.tsv")).filter_map(|row| row.first().copied()).collect()
});

/// Rows of a table, without comments.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split('\t').map(str::trim).collect())
}

/// The word that a beginning of compounds stands for, if it is one of ours.
pub(crate) fn left_part(surface: &str) -> Option<&'static str> {
    PARTS.get(surface).copied()
}

/// Words that are no compounds whatever they look like.
pub(crate) fn is_never_split(word: &str) -> bool {
    NEVER_SPLIT.contains(word)
}

/// Hash of all tables: part of the index's fingerprint.
pub(crate) fn fingerprint() -> String {
    let mut hasher = blake3::Hasher::new();
    for table in [include_str!("../../words/parts.tsv"), include_str!("../../words/never-split.tsv")] {
        hasher.update(table.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
