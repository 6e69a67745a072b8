//! What a document is compared with: a source of the journal, or the live document itself.

use super::load::{Loaded, Refused};
use harvester::against::Live;
use model::{SourceId, SystemClock};
use std::path::Path;
use std::sync::Arc;
use store::{Journal, StoreError};

/// What is published, and as whose document the new one is to be read.
#[derive(Debug)]
pub(crate) struct Counterpart {
    /// What is published.
    pub(crate) live: Live,
    /// Nodes without a name get one that holds the source: the same name only for the same source.
    pub(crate) source: SourceId,
    /// Base of relative IRIs; `None` = that of the new document.
    pub(crate) base: Option<String>,
}

impl Counterpart {
    /// The accepted revision of a source in a data directory.
    pub(crate) fn source(data: &Path, id: &SourceId) -> Result<Self, Refused> {
        if !data.join("journal.sqlite").is_file() {
            let data = data.display();
            return Err(Refused::new(
                &format!("det finns ingen datakatalog `{data}` att jämföra med: ange den med --data"),
                &format!("there is no data directory `{data}` to compare with: name it with --data"),
            ));
        }
        let found = || -> Result<Self, StoreError> {
            let (journal, _) = Journal::open(data, Arc::new(SystemClock))?;
            let url = journal.source(id)?.source.url;
            let live = Live::of_source(&journal, id)?;
            Ok(Self { live, source: id.clone(), base: Some(url) })
        };
        found().map_err(|problem| match problem {
            StoreError::UnknownSource(id) => Refused::new(
                &format!("det finns ingen källa `{id}` att jämföra med: `skord source list` visar dem som finns"),
                &format!("there is no source `{id}` to compare with: `skord source list` shows those that there are"),
            ),
            other => Refused::new(
                &format!("datakatalogen `{}` går inte att läsa: {other}", data.display()),
                &format!("the data directory `{}` cannot be read: {other}", data.display()),
            ),
        })
    }

    /// The live document itself.
    pub(crate) fn document(name: &str, loaded: &Loaded) -> Result<Self, Refused> {
        let source = super::load::nobody()?;
        let refined = loaded.refine(name, &source)?;
        Ok(Self { live: Live::of_document(name, refined), source, base: None })
    }
}
