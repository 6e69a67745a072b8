//! What a commit carries besides documents: its number, and the words that its compounds were split with.

use super::generation::io_error;
use crate::SearchError;
use crate::analysis::Splitter;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use tantivy::Index;

/// The payload of a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Commit {
    /// Number of the catalog.
    pub seq: u64,
    /// File with the words, in the index directory; none before the first update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Number of resources that the words were learnt from.
    #[serde(default)]
    pub learnt_from: usize,
}

impl Commit {
    /// The payload of the last commit; the default before the first.
    pub(crate) fn of(index: &Index) -> Result<Self, SearchError> {
        let Some(payload) = index.load_metas()?.payload else { return Ok(Self::default()) };
        serde_json::from_str(&payload).map_err(SearchError::Summary)
    }

    /// As text for the commit.
    pub(crate) fn payload(&self) -> Result<String, SearchError> {
        serde_json::to_string(self).map_err(SearchError::Summary)
    }

    /// Whether the words should be learnt again: a catalog twice as large knows other words. Over a growing catalog
    /// this doubles the work of indexing, no more.
    pub(crate) fn is_outgrown(&self, resources: usize) -> bool {
        resources > 2 * self.learnt_from
    }

    /// Reads the words of this commit.
    pub(crate) fn splitter(&self, directory: &Path) -> Result<Splitter, SearchError> {
        let Some(words) = &self.words else { return Ok(Splitter::default()) };
        let path = directory.join(words);
        let text = fs::read_to_string(&path).map_err(|cause| io_error("read", &path, cause))?;
        Ok(Splitter::from_text(&text))
    }

    /// The commit after this one; with newly learnt words it names a file of its own, written here.
    pub(crate) fn next(
        &self,
        seq: u64,
        learnt: Option<(&Splitter, usize)>,
        directory: &Path,
    ) -> Result<Self, SearchError> {
        let Some((splitter, learnt_from)) = learnt else { return Ok(Self { seq, ..self.clone() }) };
        let name = format!("words-{seq}-{learnt_from}.tsv");
        let path = directory.join(&name);
        fs::write(&path, splitter.to_text()).map_err(|cause| io_error("write", &path, cause))?;
        Ok(Self { seq, words: Some(name), learnt_from })
    }

    /// Removes the words of an older commit, unless this one still has them.
    pub(crate) fn remove_words_of(&self, older: &Self, directory: &Path) {
        if let Some(words) = older.words.as_ref().filter(|words| Some(*words) != self.words.as_ref()) {
            // Left behind it does no harm: nothing names it any more.
            _ = fs::remove_file(directory.join(words));
        }
    }
}
