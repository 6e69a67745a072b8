//! Index directories: `index-<format>-<generation>`, write-once in their fingerprint, replaced aside.

use crate::SearchError;
use crate::analysis::{ANALYSIS_VERSION, words_fingerprint};
use crate::lexicon::Lexicon;
use crate::suggest::TERMS_VERSION;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tantivy::schema::Schema;

/// Layout of the directory; part of its name.
pub(crate) const FORMAT: u32 = 1;

const FINGERPRINT_FILE: &str = "skord-fingerprint";

/// One index directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Generation {
    pub number: u64,
    pub path: PathBuf,
}

/// What an index was made with: any difference means that it is made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    /// Schema, analysis, journal.
    program: String,
    /// The lexicon.
    lexicon: String,
}

impl Fingerprint {
    pub(crate) fn new(schema: &Schema, journal: &str, lexicon: Option<&Lexicon>) -> Self {
        let schema = serde_json::to_string(schema).unwrap_or_default();
        let schema = blake3::hash(schema.as_bytes()).to_hex();
        let (tantivy, words) = (tantivy::version_string(), words_fingerprint());
        let program = format!(
            "format {FORMAT}\nanalysis {ANALYSIS_VERSION} {words}\nsuggestions {TERMS_VERSION}\n{tantivy}\nschema {schema}\n\
             journal {journal}\n"
        );
        let lexicon = lexicon.map_or("none", Lexicon::fingerprint);
        Self { program, lexicon: format!("lexicon {lexicon}\n") }
    }

    fn text(&self) -> String {
        format!("{}{}", self.program, self.lexicon)
    }
}

/// All index directories in `published` of any format, newest last. A missing `published` is empty.
pub(crate) fn all(published: &Path) -> Result<Vec<Generation>, SearchError> {
    let entries = match fs::read_dir(published) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(io_error("read the directory", published, cause)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|cause| io_error("read the directory", published, cause))?;
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("index-")).and_then(|rest| rest.split_once('-'));
        if let Some(number) = number.and_then(|(_, number)| number.parse().ok()) {
            found.push(Generation { number, path: entry.path() });
        }
    }
    found.sort_by(|one, other| (one.number, &one.path).cmp(&(other.number, &other.path)));
    Ok(found)
}

impl Generation {
    /// Whether it was made with exactly this fingerprint.
    pub(crate) fn fits(&self, fingerprint: &Fingerprint) -> bool {
        fs::read_to_string(self.path.join(FINGERPRINT_FILE)).is_ok_and(|found| found == fingerprint.text())
    }

    /// Whether this program can read it. It carries a lexicon of its own, so a newer one elsewhere does not matter.
    pub(crate) fn can_be_read(&self, fingerprint: &Fingerprint) -> bool {
        let found = fs::read_to_string(self.path.join(FINGERPRINT_FILE));
        found.is_ok_and(|found| found.starts_with(&fingerprint.program))
    }

    /// Makes the directory of the next generation, empty.
    pub(crate) fn after(published: &Path, existing: &[Self]) -> Result<Self, SearchError> {
        let number = existing.iter().map(|generation| generation.number).max().unwrap_or(0) + 1;
        let path = published.join(format!("index-{FORMAT}-{number}"));
        fs::create_dir_all(&path).map_err(|cause| io_error("make the directory", &path, cause))?;
        Ok(Self { number, path })
    }

    /// Marks a new generation as complete in its making.
    pub(crate) fn seal(&self, fingerprint: &Fingerprint) -> Result<(), SearchError> {
        let path = self.path.join(FINGERPRINT_FILE);
        fs::write(&path, fingerprint.text()).map_err(|cause| io_error("write", &path, cause))
    }

    /// Removes it; readers that have it open keep their files. What cannot be removed now goes next time.
    pub(crate) fn remove(&self) {
        if let Err(cause) = fs::remove_dir_all(&self.path) {
            tracing::warn!(path = %self.path.display(), %cause, "cannot remove the old search index `{}`", self.path.display());
        }
    }
}

pub(crate) fn io_error(action: &'static str, path: &Path, cause: std::io::Error) -> SearchError {
    SearchError::Io { action, path: path.to_owned(), cause }
}
