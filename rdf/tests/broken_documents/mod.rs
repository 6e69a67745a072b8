//! The documents, by syntax.

pub(crate) mod json;
pub(crate) mod turtle;
pub(crate) mod xml;

/// A broken document and what must come of it.
#[derive(Debug, Clone)]
pub(crate) struct Broken {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    /// Datasets that must be found, neither fewer nor more.
    pub(crate) datasets: usize,
    /// Whether everything that the document says was read.
    pub(crate) complete: bool,
    /// A finding that must be there; empty = none in particular.
    pub(crate) code: &'static str,
    /// Text that must be in some record.
    pub(crate) text: Option<&'static str>,
    /// The finding must say where.
    pub(crate) placed: bool,
}

/// A document of which nothing may be lost.
pub(crate) fn whole(name: &'static str, bytes: impl Into<Vec<u8>>, datasets: usize, code: &'static str) -> Broken {
    Broken { name, bytes: bytes.into(), datasets, complete: true, code, text: None, placed: false }
}

/// A document of which something cannot be read.
pub(crate) fn cut(name: &'static str, bytes: impl Into<Vec<u8>>, datasets: usize, code: &'static str) -> Broken {
    Broken { complete: false, placed: true, ..whole(name, bytes, datasets, code) }
}

impl Broken {
    /// Asks for a text in the records.
    pub(crate) fn with(mut self, text: &'static str) -> Self {
        self.text = Some(text);
        self
    }

    /// Asks for a line and a column.
    pub(crate) fn placed(mut self) -> Self {
        self.placed = true;
        self
    }

    /// The finding is about the document as a whole.
    pub(crate) fn unplaced(mut self) -> Self {
        self.placed = false;
        self
    }
}
