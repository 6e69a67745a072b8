//! Our own reviewed words beside the lexicon: `search/words/*.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

static PARTS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    rows(include_str!("../../words/parts.tsv")).filter_map(|row| Some((*row.first()?, *row.get(1)?))).collect()
});

static NEVER_SPLIT: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    rows(include_str!("../../words/never-split.tsv")).filter_map(|row| row.first().copied()).collect()
});

/// Agencies whose name is one word, in lower case: *skolverket* is not about a school's works.
static AGENCIES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let names = rows(include_str!("../../words/publishers.tsv")).filter_map(|row| row.get(1).copied());
    let single = names.flat_map(|names| names.split(';')).map(str::to_lowercase);
    single.filter(|name| !name.contains(' ') && (name.ends_with("verket") || name.ends_with("myndigheten"))).collect()
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
    NEVER_SPLIT.contains(word) || AGENCIES.contains(word.strip_suffix('s').unwrap_or(word))
}

/// Hash of all tables: part of the index's fingerprint.
pub(crate) fn fingerprint() -> String {
    let mut hasher = blake3::Hasher::new();
    let tables = [
        include_str!("../../words/parts.tsv"),
        include_str!("../../words/never-split.tsv"),
        include_str!("../../words/publishers.tsv"),
    ];
    for table in tables {
        hasher.update(table.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
