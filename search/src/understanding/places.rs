//! Names of municipalities and counties in all their spellings.

use model::vocabularies::places::{PLACES, PlaceLevel, RegionalPlace};

/// Names that are words too: only a place behind a preposition or before the word for its level.
const WORDS_TOO: &[&str] = &[
    "ale", "berg", "boden", "bro", "eda", "kil", "lund", "mark", "mora", "nora", "sala", "vara", "kalmar", "trosa",
    "flen", "hjo", "salem",
];

/// Of those, the ones that are meant as a place far more often.
const RATHER_PLACES: &[&str] = &["lund", "mora", "kalmar", "boden", "salem", "trosa", "flen", "hjo", "nora", "sala"];

/// Whether a name alone says too little.
pub(crate) fn needs_context(name: &str) -> bool {
    WORDS_TOO.contains(&name) && !RATHER_PLACES.contains(&name)
}

/// Spellings of a place: what people type, and what texts have. The genitive is part of it (*Göteborgs*).
pub(super) fn spellings(place: &RegionalPlace) -> Vec<String> {
    let names = std::iter::once(place.name).chain(place.others.iter().copied());
    names.flat_map(|name| [name.to_lowercase(), genitive(&name.to_lowercase())]).collect()
}

/// What people type around a name when they mean the place: *Lunds kommun*, *Region Skåne*, *Örebro län*.
pub(super) fn with_level(place: &RegionalPlace) -> Vec<String> {
    let name = place.name.to_lowercase();
    let both = [name.clone(), genitive(&name)];
    let levels: &[&str] = match place.level() {
        PlaceLevel::Municipality => &["kommun", "stad", "kommuns", "stads"],
        PlaceLevel::County => &["län", "läns"],
    };
    let mut found: Vec<String> =
        both.iter().flat_map(|name| levels.iter().map(move |level| format!("{name} {level}"))).collect();
    match place.level() {
        PlaceLevel::County => found.extend(both.iter().map(|name| format!("region {name}"))),
        PlaceLevel::Municipality => found.extend([format!("{name} municipality"), format!("city of {name}")]),
    }
    found
}

/// All places, municipalities first: *Stockholm* is the city before the county.
pub(super) fn all() -> impl Iterator<Item = &'static RegionalPlace> {
    let of = |level| PLACES.iter().filter(move |place| place.level() == level);
    of(PlaceLevel::Municipality).chain(of(PlaceLevel::County))
}

/// A county with the name of one of several municipalities in it (*Örebro*, *Kalmar*); not *Gotland*, which is one.
pub(super) fn is_named_like_a_town(place: &RegionalPlace) -> bool {
    let towns = || PLACES.iter().filter(|town| town.level() == PlaceLevel::Municipality && town.county() == place.code);
    place.level() == PlaceLevel::County && towns().count() > 1 && towns().any(|town| town.name == place.name)
}

fn genitive(name: &str) -> String {
    if name.ends_with(['s', 'x', 'z']) { name.to_owned() } else { format!("{name}s") }
}
