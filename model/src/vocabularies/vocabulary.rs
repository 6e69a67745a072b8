//! What a plain vocabulary table is, and how IRIs are compared.

use crate::text::LangText;
use crate::view::Concept;

/// One term of a controlled vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Term {
    /// Canonical IRI.
    pub iri: &'static str,
    /// Short code, unique in its vocabulary.
    pub code: &'static str,
    /// Swedish label.
    pub sv: &'static str,
    /// English label.
    pub en: &'static str,
}

impl Term {
    /// Both labels.
    pub fn label(&self) -> LangText {
        LangText::sv_en(self.sv, self.en)
    }

    /// As readers see it.
    pub fn concept(&self) -> Concept {
        Concept { iri: self.iri.to_owned(), code: self.code.to_owned(), label: self.label() }
    }
}

/// Another IRI (deprecated, or of another registry) for a term: `(IRI without scheme, code)`.
pub type Alias = (&'static str, &'static str);

/// A controlled vocabulary.
#[derive(Debug)]
pub struct Vocabulary {
    /// Our short name (`data-theme`).
    pub name: &'static str,
    /// IRI of the concept scheme.
    pub scheme: &'static str,
    /// Terms that DCAT-AP-SE 3.0.1 lists, in its order.
    pub terms: &'static [Term],
    /// More terms of the same list that occur in practice.
    pub further: &'static [Term],
    /// Other IRIs for these terms.
    pub aliases: &'static [Alias],
}

impl Vocabulary {
    /// All terms: those of the profile first.
    pub fn all(&self) -> impl Iterator<Item = &'static Term> + '_ {
        self.terms.iter().chain(self.further)
    }

    /// A term by its code (exact, as the list writes it).
    pub fn by_code(&self, code: &str) -> Option<&'static Term> {
        self.all().find(|term| term.code == code)
    }

    /// A term of this vocabulary by IRI in any spelling.
    pub fn by_iri(&self, iri: &str) -> Option<&'static Term> {
        let term = super::term(iri)?;
        self.all().any(|own| own == term).then_some(term)
    }

    /// A term by IRI or code: what a facet parameter takes.
    pub fn find(&self, iri_or_code: &str) -> Option<&'static Term> {
        self.by_code(iri_or_code).or_else(|| self.by_iri(iri_or_code))
    }

    /// True if DCAT-AP-SE 3.0.1 lists exactly this IRI (one canonical spelling, deprecated ones are not listed).
    pub fn lists(&self, iri: &str) -> bool {
        self.terms.iter().any(|term| term.iri == iri)
    }

    /// What IRIs of this vocabulary are found by: without scheme and trailing slash.
    pub(super) fn keys(&'static self) -> impl Iterator<Item = (&'static str, &'static Term)> {
        let own = self.all().map(|term| (bare(term.iri), term));
        let other = self.aliases.iter().filter_map(|(key, code)| Some((*key, self.by_code(code)?)));
        own.chain(other)
    }
}

/// An IRI without scheme and trailing slash: `http` and `https` twins are equal.
pub fn bare(iri: &str) -> &str {
    let iri = iri.trim();
    let rest = iri.strip_prefix("http://").or_else(|| iri.strip_prefix("https://")).unwrap_or(iri);
    rest.trim_end_matches('/')
}

/// The last part of an IRI (after the last `#` or `/`), for lack of a better label.
pub fn last_part(iri: &str) -> &str {
    let iri = iri.trim_end_matches(['/', '#']);
    match iri.rfind(['#', '/']) {
        Some(at) => &iri[at + 1..],
        None => iri,
    }
}

/// Writes a table: the base IRI once, then `code, sv, en` per term.
macro_rules! terms {
    ($base:literal; $($code:literal, $sv:literal, $en:literal;)*) => {
        &[$($crate::vocabularies::Term { iri: concat!($base, $code), code: $code, sv: $sv, en: $en },)*]
    };
}
pub(super) use terms;
