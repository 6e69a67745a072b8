//! Where a document to check comes from, and why one cannot be checked.

use model::{LangText, SourceId};
use rdf::{RawDocument, Refined};
use std::fmt;
use std::path::Path;

/// Memory that a document takes while it is judged, as a multiple of its size (measured on 300 MB of Turtle).
const MEMORY_FACTOR: u64 = 40;

/// A document with where it came from.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// All of it.
    pub(crate) bytes: Vec<u8>,
    /// Media type as its sender says.
    pub(crate) content_type: Option<String>,
    /// Base of its relative IRIs.
    pub(crate) url: String,
}

/// Why a document cannot be judged, and what to do; in Swedish and English.
#[derive(Debug, Clone)]
pub(crate) struct Refused(pub(crate) LangText);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.text("en"))
    }
}

impl std::error::Error for Refused {}

impl Refused {
    /// A reason in both languages.
    pub(crate) fn new(sv: &str, en: &str) -> Self {
        Self(LangText::sv_en(sv, en))
    }

    /// The reason begun with the name of the document.
    fn of(document: &str, why: &LangText) -> Self {
        Self::new(&format!("`{document}`: {}", why.text("sv")), &format!("`{document}`: {}", why.text("en")))
    }
}

impl Loaded {
    /// Reads a file of at most so many bytes.
    pub(crate) fn file(path: &Path, limit: u64) -> Result<Self, Refused> {
        let problem = |cause: &dyn fmt::Display| {
            let name = path.display();
            Refused::new(
                &format!("filen `{name}` går inte att läsa: {cause}. Ange en fil, eller en adress som börjar med http"),
                &format!("cannot read `{name}`: {cause} (name a file, or an address that starts with http)"),
            )
        };
        let length = std::fs::metadata(path).map_err(|cause| problem(&cause))?.len();
        if length > limit {
            return Err(too_large(&path.display(), length, limit));
        }
        let bytes = std::fs::read(path).map_err(|cause| problem(&cause))?;
        let whole = path.canonicalize().map_err(|cause| problem(&cause))?;
        Ok(Self { bytes, content_type: None, url: format!("file://{}", whole.display()) })
    }

    /// For the reader.
    pub(crate) fn raw(&self) -> RawDocument<'_> {
        RawDocument { bytes: &self.bytes, content_type: self.content_type.as_deref(), url: &self.url }
    }

    /// Read, repaired and split; refused if there is no RDF in it, or not exactly one main catalog.
    pub(crate) fn refine(&self, name: &str, source: &SourceId) -> Result<Refined, Refused> {
        let refined = rdf::refine(&self.raw(), source);
        self.is_rdf(name, &refined)?;
        shapes::check::catalogs(&refined.records).map_err(|why| Refused::of(name, &why))?;
        Ok(refined)
    }

    fn is_rdf(&self, name: &str, refined: &Refined) -> Result<(), Refused> {
        if self.bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Refused::new(
                &format!("`{name}` är tomt. Kontrollera att exporten är klar och prova igen"),
                &format!("`{name}` is empty: it has no RDF. See that the export has finished, then try again"),
            ));
        }
        if refined.format.is_some() && refined.triples > 0 {
            return Ok(());
        }
        let why = |language| refined.findings.first().map_or("", |finding| finding.message.text(language));
        Err(Refused::new(
            &format!(
                "`{name}` går inte att kontrollera: den innehåller ingen RDF som går att läsa. {} Spara katalogen som \
                 RDF/XML, Turtle, JSON-LD eller N-Triples; ur en webbportal är det exporten som ska kontrolleras, inte \
                 sidan",
                why("sv")
            ),
            &format!(
                "`{name}` cannot be checked: it has no RDF that can be read. {} Save the catalog as RDF/XML, Turtle, \
                 JSON-LD or N-Triples; of a portal it is the export that is checked, not the page",
                why("en")
            ),
        ))
    }
}

/// The source of a document that belongs to none.
pub(super) fn nobody() -> Result<SourceId, Refused> {
    "check".parse().map_err(|_| Refused::new("`check` är ingen källa", "`check` is no source"))
}

fn too_large(name: &dyn fmt::Display, length: u64, limit: u64) -> Refused {
    let (megabytes, limit) = ((length >> 20) + 1, limit >> 20);
    let gigabytes = ((length * MEMORY_FACTOR) >> 30) + 1;
    Refused::new(
        &format!(
            "`{name}` är på {megabytes} MB, mer än gränsen {limit} MB: att kontrollera den tar omkring {gigabytes} GB minne \
             och flera minuter. Kontrollera en delkatalog i taget, eller höj gränsen med `--max-mb {megabytes}`"
        ),
        &format!(
            "`{name}` has {megabytes} MB, more than the limit of {limit} MB: to check it takes about {gigabytes} GB of memory \
             and several minutes. Check a sub-catalog at a time, or raise the limit with `--max-mb {megabytes}`"
        ),
    )
}
