//! On which line a document speaks of an IRI.

use rustc_hash::FxHashMap;

/// Lines of some IRIs.
#[derive(Debug, Default)]
pub(super) struct Lines<'i> {
    /// Line, and whether the IRI is described there rather than only mentioned.
    lines: FxHashMap<&'i [u8], Option<(u64, bool)>>,
}

impl<'i> Lines<'i> {
    /// Looks for IRIs in a text: where a line begins with one or `rdf:about`, `@id` or `id` names it, else where it is
    /// written first.
    pub(super) fn of(text: &[u8], iris: impl Iterator<Item = &'i str>) -> Self {
        let mut found = Self { lines: iris.map(|iri| (iri.as_bytes(), None)).collect() };
        if found.lines.is_empty() {
            return found;
        }
        for (line, number) in text.split(|byte| *byte == b'\n').zip(1..) {
            found.read(line, number);
        }
        found
    }

    fn read(&mut self, line: &[u8], number: u64) {
        let mut start = 0;
        while let Some(at) = line[start..].iter().position(|byte| matches!(byte, b'<' | b'"' | b'\'')) {
            let from = start + at + 1;
            let rest = &line[from..];
            let length = rest.iter().position(|byte| matches!(byte, b'>' | b'"' | b'\'' | b'<')).unwrap_or(rest.len());
            if let Some(known) = self.lines.get_mut(&rest[..length]) {
                let before = line[..from - 1].trim_ascii();
                let described =
                    before.is_empty() || [&b"rdf:about="[..], b"\"@id\":"].iter().any(|word| before.ends_with(word));
                if known.is_none_or(|(_, already)| described && !already) {
                    *known = Some((number, described));
                }
            }
            start = from;
        }
    }

    /// The line of an IRI, from 1.
    pub(super) fn line(&self, iri: &str) -> Option<u64> {
        self.lines.get(iri.as_bytes()).copied().flatten().map(|(line, _)| line)
    }
}
