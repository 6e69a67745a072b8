//! The Swedish lexicon: form → words, and which parts compounds are made of.
//!
//! It is built from the Hunspell dictionary that the system package `hunspell-sv` installs. Its licence is LGPL-3, so
//! it is never part of the program or its repository: it lies in the data directory as a file of its own that can be
//! replaced, with the dictionary's notice. Without it search falls back to rules and to the words of the catalog.

mod build;
mod entry;
mod file;
mod gaps;
mod hunspell;
mod parts;

pub(crate) use entry::Entry;

use fst::raw::{CompiledAddr, Output};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where Debian, Ubuntu, Fedora and others install Hunspell dictionaries.
const INSTALLED: [&str; 3] = ["/usr/share/hunspell", "/usr/share/myspell/dicts", "/usr/share/myspell"];

/// Name of the dictionary.
const DICTIONARY: &str = "sv_SE";

/// Name of the copy that an index directory carries.
const OF_INDEX: &str = "skord-lexicon";

/// Marks that are put on one part of a word, at most.
const MOST_MARKS: u8 = 3;

/// Why there is no lexicon.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The folder has no dictionary.
    #[error(
        "no Swedish Hunspell dictionary (`sv_SE.aff` and `sv_SE.dic`) in `{}`: install the package `hunspell-sv`, or \
         name its folder with --from",
        path.display()
    )]
    NoDictionary {
        /// Where we looked.
        path: PathBuf,
    },
    /// The file is no lexicon, or one of another version.
    #[error("`{}` is no lexicon that this version can read: `skord lexicon build` makes it anew", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("cannot {action} `{}`: {cause}", path.display())]
    Io {
        /// What we tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
}

/// What is in a lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconSummary {
    /// The file.
    pub path: PathBuf,
    /// Number of forms.
    pub forms: usize,
    /// Size of the file in bytes.
    pub bytes: u64,
}

/// What [`ensure`] found or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LexiconState {
    /// It was there.
    Present,
    /// It was built now.
    Built(LexiconSummary),
    /// There is none, and no dictionary is installed.
    Missing,
}

/// The lexicon, in memory.
pub(crate) struct Lexicon {
    forms: fst::Map<Vec<u8>>,
    entries: Vec<Entry>,
    fingerprint: String,
    path: PathBuf,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

/// The lexicon's file for a data directory.
fn path_in(data_dir: &Path) -> PathBuf {
    data_dir.join("lexicon").join(format!("{DICTIONARY}.lexicon"))
}

/// Builds the lexicon of a data directory from the dictionary in `from`, or from the one that is installed. The old
/// one stays until the new one is complete; a running server takes the new one when its index is rebuilt.
///
/// # Errors
/// When there is no dictionary, or the file cannot be written.
pub fn build(data_dir: &Path, from: Option<&Path>) -> Result<LexiconSummary, LexiconError> {
    let folder = match from {
        Some(folder) => folder.to_owned(),
        None => installed().ok_or_else(|| LexiconError::NoDictionary { path: PathBuf::from(INSTALLED[0]) })?,
    };
    let (aff, dic) = (folder.join(format!("{DICTIONARY}.aff")), folder.join(format!("{DICTIONARY}.dic")));
    if !aff.is_file() || !dic.is_file() {
        return Err(LexiconError::NoDictionary { path: folder });
    }
    let entries = build::entries(hunspell::forms(&aff, &dic)?);
    file::write(&path_in(data_dir), &entries, &dic)
}

/// Builds the lexicon if there is none and a dictionary is installed.
///
/// # Errors
/// When the installed dictionary cannot be read or the file cannot be written.
pub fn ensure(data_dir: &Path) -> Result<LexiconState, LexiconError> {
    let path = path_in(data_dir);
    if path.is_file() && file::is_current(&path) {
        return Ok(LexiconState::Present);
    }
    if installed().is_none() {
        return Ok(LexiconState::Missing);
    }
    build(data_dir, None).map(LexiconState::Built)
}

fn installed() -> Option<PathBuf> {
    INSTALLED
        .iter()
        .map(Path::new)
        .find(|folder| folder.join(format!("{DICTIONARY}.dic")).is_file())
        .map(Path::to_owned)
}

impl Lexicon {
    /// The lexicon beside the folder of projections; none when there is no file, or an unreadable one (which is told).
    pub(crate) fn beside(published: &Path) -> Option<Arc<Self>> {
        Self::open(&path_in(published.parent()?))
    }

    /// Reads a lexicon file.
    pub(crate) fn open(path: &Path) -> Option<Arc<Self>> {
        if !path.is_file() {
            return None;
        }
        match file::read(path) {
            Ok(lexicon) => Some(Arc::new(lexicon)),
            Err(cause) => {
                tracing::warn!(%cause, "search works without a lexicon: {cause}");
                None
            }
        }
    }

    /// The lexicon that an index carries; none when it was made without.
    pub(crate) fn of_index(directory: &Path) -> Option<Arc<Self>> {
        Self::open(&directory.join(OF_INDEX))
    }

    /// Puts the same lexicon into an index directory, so that readers always analyse as its writer did.
    pub(crate) fn copy_into(&self, directory: &Path) -> Result<(), crate::SearchError> {
        let copy = directory.join(OF_INDEX);
        // A link costs nothing; across file systems it has to be a copy. The original is never written in place.
        let linked = std::fs::hard_link(&self.path, &copy).or_else(|_| std::fs::copy(&self.path, &copy).map(|_| ()));
        linked.map_err(|cause| crate::SearchError::Io { action: "write", path: copy, cause })
    }

    /// Hash of its content.
    pub(crate) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What it knows of a lower-case form.
    pub(crate) fn entry(&self, form: &str) -> Option<&Entry> {
        self.forms.get(form).and_then(|number| self.at(number))
    }

    fn at(&self, number: u64) -> Option<&Entry> {
        usize::try_from(number).ok().and_then(|number| self.entries.get(number))
    }

    /// Every form that `text` starts with, as its length in bytes and its entry; one walk.
    pub(crate) fn starts_of<'a>(&'a self, text: &str) -> Vec<(usize, &'a Entry)> {
        let tree = self.forms.as_fst();
        let mut node = tree.root();
        let mut output = Output::zero();
        let mut found = Vec::new();
        for (at, byte) in text.bytes().enumerate() {
            let Some(number) = node.find_input(byte) else { break };
            let transition = node.transition(number);
            output = output.cat(transition.out);
            node = tree.node(transition.addr);
            if node.is_final() {
                found.extend(self.at(output.cat(node.final_output()).value()).map(|entry| (at + 1, entry)));
            }
        }
        found
    }

    /// Every form that an ASCII text starts with when marks may be missing, as its length in bytes of the text, itself,
    /// its entry and the number of marks that were put on.
    pub(crate) fn marked_starts_of<'a>(&'a self, text: &str) -> Vec<(usize, String, &'a Entry, u8)> {
        let tree = self.forms.as_fst();
        let mut found = Vec::new();
        let mut open = vec![(tree.root().addr(), Output::zero(), String::new(), 0, 0)];
        while let Some((address, output, form, length, marks)) = open.pop() {
            let node = tree.node(address);
            if node.is_final() {
                let entry = self.at(output.cat(node.final_output()).value());
                found.extend(entry.map(|entry| (length, form.clone(), entry, marks)));
            }
            let Some(letter) = text[length..].chars().next() else { continue };
            for variant in variants(letter) {
                let marks = marks + u8::from(variant != letter);
                if let Some((address, output)) = self.step(address, output, variant).filter(|_| marks <= MOST_MARKS) {
                    open.push((address, output, format!("{form}{variant}"), length + letter.len_utf8(), marks));
                }
            }
        }
        found
    }

    /// One letter further in the map of forms.
    fn step(&self, from: CompiledAddr, output: Output, letter: char) -> Option<(CompiledAddr, Output)> {
        let mut bytes = [0; 4];
        letter.encode_utf8(&mut bytes).bytes().try_fold((from, output), |(address, output), byte| {
            let node = self.forms.as_fst().node(address);
            let transition = node.transition(node.find_input(byte)?);
            Some((transition.addr, output.cat(transition.out)))
        })
    }

    /// Forms that are equal to an ASCII word but for marks: *vagar* → *vägar*. At most a few.
    pub(crate) fn with_marks(&self, word: &str) -> Vec<String> {
        const MOST: usize = 8;
        let mut found = Vec::new();
        let mut open = vec![(self.forms.as_fst().root().addr(), 0, String::new())];
        while let Some((address, at, text)) = open.pop() {
            let node = self.forms.as_fst().node(address);
            let Some(letter) = word[at..].chars().next() else {
                if node.is_final() && found.len() < MOST && text != word {
                    found.push(text);
                }
                continue;
            };
            for variant in variants(letter) {
                let here = self.step(node.addr(), Output::zero(), variant).map(|(address, _)| address);
                open.extend(here.map(|address| (address, at + letter.len_utf8(), format!("{text}{variant}"))));
            }
        }
        found
    }
}

/// What may have been meant by a letter without a mark.
fn variants(letter: char) -> impl Iterator<Item = char> {
    let more: &[char] = match letter {
        'a' => &['å', 'ä', 'à'],
        'o' => &['ö'],
        'e' => &['é'],
        _ => &[],
    };
    std::iter::once(letter).chain(more.iter().copied())
}
