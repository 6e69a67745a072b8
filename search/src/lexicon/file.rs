//! The lexicon's file: magic, the lengths of a JSON heading, then the map of forms.

use super::{Entry, Lexicon, LexiconError, LexiconSummary};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// First bytes of the file; the last one is the version.
const MAGIC: &[u8; 8] = b"skordlx\x03";

/// What the file says about itself, and the entries that forms point to.
#[derive(Debug, Serialize, Deserialize)]
struct Heading {
    notice: String,
    forms: usize,
    entries: Vec<Entry>,
}

/// Written into the file and beside it.
fn notice(dictionary: &Path) -> String {
    format!(
        "This lexicon was derived from the Swedish Hunspell dictionary `{}` (Den stora svenska ordlistan, Göran \
         Andersson and others; https://extensions.libreoffice.org/en/extensions/show/swedish-spelling-dictionary-den-stora-svenska-ordlistan), \
         licensed under the GNU Lesser General Public License, version 3. It holds every form of its words with the \
         word, its roles in compounds and counts of them. It is no part of the program: replace it with \
         `skord lexicon build --from DIR`. The licence text is at https://www.gnu.org/licenses/lgpl-3.0.txt, on Debian \
         in /usr/share/common-licenses/LGPL-3; the dictionary's own notice in /usr/share/doc/hunspell-sv/copyright.\n",
        dictionary.display()
    )
}

/// Writes a lexicon; it appears under its name only when it is complete.
pub(super) fn write(
    path: &Path,
    entries: &[(String, Entry)],
    dictionary: &Path,
) -> Result<LexiconSummary, LexiconError> {
    let damaged = |_| LexiconError::Damaged { path: path.to_owned() };
    let mut numbers: FxHashMap<&Entry, u64> = FxHashMap::default();
    let mut distinct = Vec::new();
    let mut forms = fst::MapBuilder::memory();
    for (form, entry) in entries {
        let number = *numbers.entry(entry).or_insert_with(|| {
            distinct.push(entry.clone());
            distinct.len() as u64 - 1
        });
        forms.insert(form, number).map_err(|_| LexiconError::Damaged { path: path.to_owned() })?;
    }
    let forms = forms.into_inner().map_err(|_| LexiconError::Damaged { path: path.to_owned() })?;
    let heading = Heading { notice: notice(dictionary), forms: entries.len(), entries: distinct };
    let json = serde_json::to_vec(&heading).map_err(damaged)?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend((json.len() as u64).to_le_bytes());
    bytes.extend(json);
    bytes.extend(forms);
    put(path, &bytes)?;
    put(&path.with_file_name("NOTICE.txt"), heading.notice.as_bytes())?;
    Ok(LexiconSummary { path: path.to_owned(), forms: heading.forms, bytes: bytes.len() as u64 })
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), LexiconError> {
    let failed = |action, path: &Path| {
        let path = path.to_owned();
        move |cause| LexiconError::Io { action, path, cause }
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed("make the directory", folder))?;
    }
    // Two processes may build at once: each writes a file of its own, and the last one to rename wins.
    let mut partial = PathBuf::from(path);
    partial.set_extension(format!("partial-{}", std::process::id()));
    fs::write(&partial, bytes).map_err(failed("write", &partial))?;
    fs::rename(&partial, path).map_err(failed("write", path))
}

/// Whether the file was written by this version.
pub(super) fn is_current(path: &Path) -> bool {
    use std::io::Read as _;
    let mut first = [0; MAGIC.len()];
    fs::File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok() && first == *MAGIC
}

/// Reads a lexicon into memory.
pub(super) fn read(path: &Path) -> Result<Lexicon, LexiconError> {
    let damaged = || LexiconError::Damaged { path: path.to_owned() };
    let bytes = fs::read(path).map_err(|cause| LexiconError::Io { action: "read", path: path.to_owned(), cause })?;
    let rest = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let (length, rest) = rest.split_first_chunk::<8>().ok_or_else(damaged)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| damaged())?;
    let (json, forms) = rest.split_at_checked(length).ok_or_else(damaged)?;
    let heading: Heading = serde_json::from_slice(json).map_err(|_| damaged())?;
    let forms = fst::Map::new(forms.to_vec()).map_err(|_| damaged())?;
    let fingerprint = blake3::hash(&bytes).to_hex().to_string();
    forms.as_fst().verify().map_err(|_| damaged())?;
    Ok(Lexicon { forms, entries: heading.entries, fingerprint, path: path.to_owned() })
}
