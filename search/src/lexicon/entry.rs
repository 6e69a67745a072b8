//! What the lexicon knows of one form.

use serde::{Deserialize, Serialize};

/// How to get from a form to its word: take letters off its end and put others on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub(crate) struct Lemma {
    /// Bytes to take off.
    strip: usize,
    /// Letters to put on.
    add: String,
}

impl Lemma {
    /// The way from `form` to `lemma`.
    pub(super) fn between(form: &str, lemma: &str) -> Self {
        let common = form.char_indices().zip(lemma.chars()).take_while(|((_, one), other)| one == other);
        let shared = common.last().map_or(0, |((at, letter), _)| at + letter.len_utf8());
        Self { strip: form.len() - shared, add: lemma[shared..].to_owned() }
    }

    /// The word of `form`.
    pub(crate) fn of(&self, form: &str) -> String {
        let stem = form.get(..form.len().saturating_sub(self.strip)).unwrap_or(form);
        format!("{stem}{}", self.add)
    }

    /// The form is the word.
    pub(super) fn is_identity(&self) -> bool {
        self.strip == 0 && self.add.is_empty()
    }
}

/// One form: its words, its roles in compounds, and classes of how many words of the lexicon have it as a part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "roles are independent of each other")]
pub(crate) struct Entry {
    /// Its words, mostly one.
    #[serde(rename = "l")]
    lemmas: Vec<Lemma>,
    /// May start a compound.
    #[serde(rename = "b", default, skip_serializing_if = "is_false")]
    pub begin: bool,
    /// May stand inside one.
    #[serde(rename = "m", default, skip_serializing_if = "is_false")]
    pub middle: bool,
    /// May end one.
    #[serde(rename = "e", default, skip_serializing_if = "is_false")]
    pub end: bool,
    /// Stands alone.
    #[serde(rename = "w", default, skip_serializing_if = "is_false")]
    pub word: bool,
    /// Only known as a name.
    #[serde(rename = "n", default, skip_serializing_if = "is_false")]
    pub name: bool,
    /// Class of the number of different words that it starts, see [`class_of`].
    #[serde(rename = "p", default)]
    pub left: u8,
    /// Class of the number of different words that it ends.
    #[serde(rename = "q", default)]
    pub right: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(yes: &bool) -> bool {
    !yes
}

/// Number of binary digits: 0, 1, 2–3, 4–7, 8–15 …
pub(super) fn class_of(number: usize) -> u8 {
    u8::try_from(usize::BITS - number.leading_zeros()).unwrap_or(u8::MAX)
}

impl Entry {
    /// Nothing is known yet; the first lower-case form makes it more than a name.
    pub(super) fn only_a_name() -> Self {
        Self { name: true, ..Self::default() }
    }

    /// Adds a word, once.
    pub(super) fn add(&mut self, lemma: Lemma) {
        if let Err(at) = self.lemmas.binary_search(&lemma) {
            self.lemmas.insert(at, lemma);
        }
    }

    /// Ways to its words.
    pub(crate) fn lemmas(&self) -> &[Lemma] {
        &self.lemmas
    }

    /// Its words.
    pub(crate) fn words(&self, form: &str) -> Vec<String> {
        self.lemmas.iter().map(|lemma| lemma.of(form)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lemmas_are_edits_of_the_end() {
        for (form, lemma) in [("vägarna", "väg"), ("städer", "stad"), ("ö", "å"), ("skol", "skola"), ("a", "a")] {
            assert_eq!(Lemma::between(form, lemma).of(form), lemma);
        }
        assert_eq!([0, 1, 2, 3, 4, 1000].map(class_of), [0, 1, 2, 2, 3, 10]);
    }
}
