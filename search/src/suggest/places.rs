//! Municipalities and counties by what their names start with.

use super::near::NearStart;
use super::{Suggestion, SuggestionKind};
use crate::analysis::fold;
use crate::understanding::is_word_too;
use model::vocabularies::places::{PLACES, PlaceLevel, RegionalPlace};
use std::sync::LazyLock;

/// A name of a place.
struct Named {
    /// Lower case, without marks.
    folded: String,
    /// What to search for: the name, or a longer one where the name alone is another place or a plain word.
    words: String,
    place: &'static RegionalPlace,
}

/// All names, municipalities first: *Stockholm* is the city before the county.
static NAMES: LazyLock<Vec<Named>> = LazyLock::new(|| {
    let of = |level| PLACES.iter().filter(move |place: &&RegionalPlace| place.level() == level);
    let all = of(PlaceLevel::Municipality).chain(of(PlaceLevel::County));
    all.flat_map(|place| {
        let names = std::iter::once(place.name).chain(place.others.iter().copied());
        names.map(move |name| Named { folded: fold(&name.to_lowercase()), words: words(place, name), place })
    })
    .collect()
});

fn words(place: &RegionalPlace, name: &str) -> String {
    match place.level() {
        PlaceLevel::County if name == place.name => place.label().text("sv").to_owned(),
        PlaceLevel::Municipality if is_word_too(&name.to_lowercase()) => format!("{} kommun", genitive(name)),
        _ => name.to_owned(),
    }
}

fn genitive(name: &str) -> String {
    if name.ends_with(['s', 'x', 'z']) { name.to_owned() } else { format!("{name}s") }
}

/// Places one of whose names starts so, each by the first of them; not counted yet.
pub(super) fn starting(start: &str) -> impl Iterator<Item = Suggestion> {
    chosen(move |named| named.folded.starts_with(start).then_some(0)).map(|(suggestion, _)| suggestion)
}

/// Places one of whose names starts nearly so, with the letters that it is apart.
pub(super) fn near(start: &str) -> Vec<(Suggestion, u8)> {
    let Some(near) = NearStart::new(start) else { return Vec::new() };
    chosen(|named| near.letters_of_name(&named.folded)).collect()
}

fn chosen(letters: impl Fn(&Named) -> Option<u8>) -> impl Iterator<Item = (Suggestion, u8)> {
    let mut seen: Vec<&str> = Vec::new();
    NAMES.iter().filter_map(move |named| {
        let letters = letters(named).filter(|_| !seen.contains(&named.place.code))?;
        seen.push(named.place.code);
        let (text, value) = (named.words.clone(), Some(named.place.code.to_owned()));
        Some((Suggestion { text, kind: SuggestionKind::Place, value, count: 0 }, letters))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_every_name_and_with_slips() {
        let texts = |start: &str| starting(start).map(|one| one.text).collect::<Vec<_>>();
        assert_eq!(texts("goteb"), ["Göteborg"]);
        assert_eq!(texts("gothe"), ["Gothenburg"]);
        assert_eq!(texts("stockh"), ["Stockholm", "Stockholms län"], "the city first, and two different texts");
        assert_eq!(texts("skane"), ["Skåne län"]);
        assert_eq!(texts("ale"), ["Ales kommun"], "a word too");
        let texts = |start: &str| near(start).into_iter().map(|(one, letters)| (one.text, letters)).collect::<Vec<_>>();
        assert_eq!(texts("gotebrg"), [("Göteborg".to_owned(), 1)]);
        assert!(texts("xyzzy").is_empty());
    }
}
