//! Understanding a query with the catalog at hand: which words it has, and who publishes.

use super::parse::{Item, Parsed, Part, Typed, typed};
use crate::analysis::{Analyzer, Chain, fold, is_stop_word};
use crate::schema::{Fields, Role};
use crate::spelling::Speller;
use crate::understanding::{Correction, Publishers, Recognition};
use tantivy::Term;

/// Shorter parts of compounds say too little by themselves (characters).
const SHORTEST_PART: usize = 4;

/// The same where only some parts are left.
const SHORTEST_OF_SOME: usize = 5;

/// What was understood.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Understanding {
    pub parsed: Parsed,
    pub corrections: Vec<Correction>,
    pub recognitions: Vec<Recognition>,
}

/// What it takes to understand.
pub(crate) struct Context<'a> {
    pub searcher: &'a tantivy::Searcher,
    pub fields: &'a Fields,
    pub analyzer: &'a Analyzer,
    pub publishers: &'a Publishers,
}

impl Context<'_> {
    /// Reads, mends and understands a query.
    pub(crate) fn understand(&self, q: &str, verbatim: bool) -> tantivy::Result<Understanding> {
        let mut typed = typed(q);
        let corrections = if verbatim { Vec::new() } else { self.mend(&mut typed)? };
        typed.last_is_open = typed.last_is_open && !verbatim && self.is_unfinished(&typed)?;
        let (parsed, recognitions) = typed.understood(self.analyzer, self.publishers);
        Ok(Understanding { parsed, corrections, recognitions })
    }

    /// Whether the last word is one that no document has in any form: then it may be the beginning of one. What is a
    /// word as it stands means itself: *bil* is no beginning of *bild*.
    fn is_unfinished(&self, typed: &Typed) -> tantivy::Result<bool> {
        match typed.wanted.last().map(|item| &item.part) {
            // Someone who types å, ä or ö means them: that texts have *vag* does not finish *väg*.
            Some(Part::Word(word)) if fold(word) != *word => {
                for chain in [Chain::Exact, Chain::Swedish, Chain::Parts] {
                    for term in if chain == Chain::Exact { vec![word.clone()] } else { self.analyzer.lemmas(word) } {
                        if self.any(chain, &term)? {
                            return Ok(false);
                        }
                    }
                }
                Ok(true)
            }
            Some(Part::Word(word)) => Ok(!self.occurs(word, false)?),
            _ => Ok(false),
        }
    }

    /// Replaces words that nothing has by words that the index has.
    fn mend(&self, typed: &mut Typed) -> tantivy::Result<Vec<Correction>> {
        let mut corrections = Vec::new();
        let items = typed.wanted.clone();
        let mut mended = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let is_last = at + 1 == items.len();
            let Part::Word(word) = &item.part else {
                mended.push(item.clone());
                continue;
            };
            // What means something as it is needs no correction.
            let instead = if is_stop_word(word) || self.has_meaning(&items, at) {
                Vec::new()
            } else if self.occurs(word, is_last)? {
                self.apart(word)?
            } else {
                self.instead_of(word)?
            };
            if instead.is_empty() {
                mended.push(item.clone());
                continue;
            }
            corrections.push(Correction { from: word.clone(), to: instead.join(" ") });
            mended.extend(instead.into_iter().map(|word| Item { part: Part::Word(word), token: item.token }));
        }
        typed.wanted = mended;
        Ok(corrections)
    }

    /// A word of the index that is near, unless this one is right as it is; else, for a compound that nothing has, those
    /// of its parts that titles or keywords have.
    fn instead_of(&self, word: &str) -> tantivy::Result<Vec<String>> {
        let Self { searcher, fields, analyzer, .. } = *self;
        if let Some(near) = (Speller { searcher, fields, analyzer }).correct(word)? {
            return Ok(vec![near]);
        }
        let all = self.apart(word)?;
        if !all.is_empty() {
            return Ok(all);
        }
        let mut some = Vec::new();
        for part in self.analyzer.parts(word) {
            for lemma in part.lemmas.into_iter().take(1).filter(|lemma| lemma.chars().count() >= SHORTEST_OF_SOME) {
                if !crate::understanding::says_little(&lemma) && self.heads_something(&lemma)? {
                    some.push(lemma);
                }
            }
        }
        Ok(some)
    }

    /// The parts of a compound that no text has as a word, if titles or keywords have each of them: texts that have both
    /// apart help too (*cykelolyckor*: accidents with bicycles).
    fn apart(&self, word: &str) -> tantivy::Result<Vec<String>> {
        for chain in Chain::WHOLE_WORDS {
            for term in chain.terms(word, self.analyzer) {
                if self.any(chain, &term)? {
                    return Ok(Vec::new());
                }
            }
        }
        let mut parts = Vec::new();
        for part in self.analyzer.parts(word) {
            let Some(lemma) = part.lemmas.into_iter().next() else { return Ok(Vec::new()) };
            if lemma.chars().count() < SHORTEST_PART || !self.heads_something(&lemma)? {
                return Ok(Vec::new());
            }
            parts.push(lemma);
        }
        Ok(parts)
    }

    /// Whether a title or a keyword has the word, in a compound or by itself.
    fn heads_something(&self, lemma: &str) -> tantivy::Result<bool> {
        for role in [Role::Title, Role::Keyword] {
            for chain in [Chain::Swedish, Chain::Parts] {
                if self.searcher.doc_freq(&Term::from_field_text(self.fields.text(role, chain), lemma))? > 0 {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether a word has a meaning by itself or with its neighbours.
    fn has_meaning(&self, items: &[Item], at: usize) -> bool {
        let means = |items: &[Item]| crate::understanding::means_something(self.analyzer, self.publishers, items);
        (at.saturating_sub(3)..=at).any(|from| (at + 1..=(at + 4).min(items.len())).any(|to| means(&items[from..to])))
    }

    /// Whether any document has the word in any form, as a part of a compound, or as the parts of one.
    fn occurs(&self, word: &str, may_be_unfinished: bool) -> tantivy::Result<bool> {
        for chain in Chain::WHOLE_WORDS {
            for term in chain.terms(word, self.analyzer) {
                if self.any(chain, &term)? {
                    return Ok(true);
                }
            }
        }
        for lemma in self.analyzer.lemmas(word) {
            if self.any(Chain::Parts, &lemma)? {
                return Ok(true);
            }
        }
        if self.searcher.doc_freq(&Term::from_field_text(self.fields.format, word))? > 0 {
            return Ok(true);
        }
        let parts = self.analyzer.parts(word);
        let mut known = !parts.is_empty();
        for part in &parts {
            let mut any = false;
            for lemma in &part.lemmas {
                any |= self.any(Chain::Parts, lemma)? || self.any(Chain::Swedish, lemma)?;
            }
            known &= any;
        }
        Ok(known || (may_be_unfinished && self.starts_something(word)?))
    }

    fn any(&self, chain: Chain, term: &str) -> tantivy::Result<bool> {
        for role in Role::ALL {
            if self.searcher.doc_freq(&Term::from_field_text(self.fields.text(role, chain), term))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether words of the index start so: someone is still typing.
    fn starts_something(&self, start: &str) -> tantivy::Result<bool> {
        for reader in self.searcher.segment_readers() {
            for role in Role::ALL {
                let index = reader.inverted_index(self.fields.text(role, Chain::Exact))?;
                let mut stream = index.terms().range().ge(start).into_stream()?;
                if stream.advance() && stream.key().starts_with(start.as_bytes()) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
