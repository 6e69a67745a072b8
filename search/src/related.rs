//! What is about the same as a resource, and why.

use crate::SearchError;
use crate::analysis::{Chain, fold, is_stop_word, words};
use crate::columns::Scope;
use crate::matching::Node;
use crate::schema::Role;
use crate::searcher::Searcher;
use model::LangText;
use model::view::ResourceSummary;
use model::vocabularies::bare;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tantivy::Term;

/// Words of a resource that others are sought by: its rarest.
const MOST_WORDS: usize = 12;

/// A word that more than one of so many resources has says little.
const COMMON: u64 = 20;

/// Results that are looked at for the reasons that they share.
const LOOKED_AT: usize = 60;

/// Scores of what is no word: members of one series belong together; a theme or a publisher only tips the scales.
const SERIES: f32 = 30.0;
const THEME: f32 = 1.0;

/// Something that two resources share. What is declared, services and specifications are known to who reads the
/// statements ([`Searcher::related`] looks at texts and series only).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "values", rename_all = "lowercase")]
pub enum Because {
    /// One of them says so: how, in words.
    Declared(Vec<LangText>),
    /// The same series, by its IRI.
    Series(Vec<String>),
    /// The same data service: its title.
    Service(Vec<LangText>),
    /// The same specification: its title, or its IRI.
    Specification(Vec<LangText>),
    /// These keywords.
    Keywords(Vec<String>),
    /// These words of the title.
    Title(Vec<String>),
    /// These themes.
    Themes(Vec<LangText>),
    /// The same publisher.
    Publisher(Vec<LangText>),
}

/// Something about the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// It.
    pub resource: ResourceSummary,
    /// What it shares, the strongest reason first. Never only theme or publisher.
    pub because: Vec<Because>,
}

impl Searcher {
    /// What is about the same as a resource: members of its series, and those with the same rare words in titles and
    /// keywords. The best first.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn related(&self, resource: &ResourceSummary, limit: usize) -> Result<Vec<Related>, SearchError> {
        let mut clauses = self.word_clauses(resource)?;
        let iris = self.fields().iris;
        let named = |iri: &str, score| Node::fixed_term(iris, bare(iri), score);
        clauses.extend(resource.in_series.iter().map(|iri| named(iri, SERIES)));
        if clauses.is_empty() {
            return Ok(Vec::new());
        }
        clauses.extend(resource.themes.iter().map(|theme| named(&theme.iri, THEME)));
        let scope = Scope::Shown { members: !resource.in_series.is_empty() };
        let candidates = self.best(Node::Any(clauses), scope, LOOKED_AT)?;
        let own = Facts::of(self, resource);
        let mut found = Vec::new();
        for other in candidates.into_iter().filter(|other| other.id != resource.id) {
            let because = own.shared(&Facts::of(self, &other));
            let says_something =
                because.iter().any(|one| matches!(one, Because::Series(_) | Because::Keywords(_) | Because::Title(_)));
            if says_something {
                found.push(Related { resource: other, because });
            }
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }

    /// The rarest words of title and keywords, each in titles and keywords.
    fn word_clauses(&self, resource: &ResourceSummary) -> Result<Vec<Node>, SearchError> {
        let fields = [Role::Title, Role::Keyword].map(|role| self.fields().text(role, Chain::Swedish));
        let most = (self.len() / COMMON).max(10);
        let mut rare: Vec<(u64, String)> = Vec::new();
        for word in Facts::of(self, resource).words() {
            let mut count = 0;
            for field in fields {
                count = count.max(self.inner().doc_freq(&Term::from_field_text(field, &word))?);
            }
            if (2..=most).contains(&count) {
                rare.push((count, word));
            }
        }
        rare.sort();
        rare.dedup();
        let clause = |word: &String| Node::Any(fields.map(|field| Node::term(field, word, 3.0)).to_vec());
        Ok(rare.iter().take(MOST_WORDS).map(|(_, word)| clause(word)).collect())
    }
}

/// What resources are compared by: keys with what people read.
struct Facts {
    series: Vec<String>,
    keywords: FxHashMap<String, String>,
    title: FxHashMap<String, String>,
    themes: FxHashMap<String, LangText>,
    publisher: Option<(String, LangText)>,
}

impl Facts {
    fn of(searcher: &Searcher, resource: &ResourceSummary) -> Self {
        let key = |word: &str| searcher.analyzer().lemmas(word).into_iter().min().unwrap_or_else(|| word.to_owned());
        let says_something = |word: &str| {
            word.chars().count() > 2 && !is_stop_word(word) && !word.chars().all(|c| c.is_numeric() || c == '.')
        };
        let mut title = FxHashMap::default();
        for (tag, text) in &resource.title.0 {
            for word in words(text).into_iter().filter(|word| says_something(&word.text) && Chain::Swedish.takes(tag)) {
                title.insert(key(&word.text), word.text);
            }
        }
        let mut keywords = FxHashMap::default();
        for (tag, all) in &resource.keywords {
            for keyword in all.iter().filter(|_| Chain::Swedish.takes(tag)) {
                let singles: Vec<String> =
                    words(keyword).iter().filter(|word| !word.joined).map(|word| key(&word.text)).collect();
                keywords.insert(singles.join(" "), keyword.clone());
            }
        }
        let publisher = resource.publisher.as_ref().map(|agent| (agent.id.clone(), agent.name.clone()));
        let themes = resource.themes.iter().map(|theme| (theme.iri.clone(), theme.label.clone())).collect();
        Self { series: resource.in_series.clone(), keywords, title, themes, publisher }
    }

    /// Single words, for the index.
    fn words(&self) -> Vec<String> {
        let keywords = self.keywords.keys().flat_map(|key| key.split(' ')).map(str::to_owned);
        let mut all: Vec<String> =
            self.title.keys().cloned().chain(keywords).filter(|word| fold(word).len() > 2).collect();
        all.sort();
        all.dedup();
        all
    }

    fn shared(&self, other: &Self) -> Vec<Because> {
        fn both<T: Clone>(one: &FxHashMap<String, T>, other: &FxHashMap<String, T>) -> Vec<T> {
            let mut keys: Vec<&String> = one.keys().filter(|key| other.contains_key(*key)).collect();
            keys.sort();
            keys.into_iter().filter_map(|key| one.get(key).cloned()).collect()
        }
        let series: Vec<String> = self.series.iter().filter(|iri| other.series.contains(iri)).cloned().collect();
        let publisher = match (&self.publisher, &other.publisher) {
            (Some((one, name)), Some((other, _))) if one == other => vec![name.clone()],
            _ => Vec::new(),
        };
        let mut because = Vec::new();
        if !series.is_empty() {
            because.push(Because::Series(series));
        }
        let title = both(&self.title, &other.title);
        if !title.is_empty() {
            because.push(Because::Title(title));
        }
        let keywords = both(&self.keywords, &other.keywords);
        if !keywords.is_empty() {
            because.push(Because::Keywords(keywords));
        }
        let themes = both(&self.themes, &other.themes);
        if !themes.is_empty() {
            because.push(Because::Themes(themes));
        }
        if !publisher.is_empty() {
            because.push(Because::Publisher(publisher));
        }
        because
    }
}
