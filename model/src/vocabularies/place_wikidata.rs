//! Items of counties and municipalities in Wikidata.
//!
//! Facts of Wikidata (CC0 1.0), looked up by the official codes for the uploads of Nordiska museet
//! (github.com/NordicMuseum/Wikimedia-Commons-uploads, `examples/mappings/kommun.json` and `lan.json`, 2018). Only rows
//! whose label is the name that the code has now are taken. The codes 12 and 14 were of other counties before: Skåne and
//! Västra Götaland are from the table of regions in github.com/protomaps/basemaps, which agrees on all other counties.
//! Eight codes lead to a former municipality, or to something else, and are left out: Österåker, Salem, Gnesta, Trosa,
//! Kinda, Vadstena, Jönköping, Hylte. Their items are known by label only.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Code and item; a line that begins with `#` is a remark.
const TABLE: &str = include_str!("place_wikidata.tsv");

static CODES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).map(|(code, item)| (item, code)).collect()
});

/// The code of the county or municipality that an item (`Q103659`) is.
pub(super) fn code_of(item: &str) -> Option<&'static str> {
    CODES.get(item).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabularies::places::{PLACES, PlaceLevel, by_code};

    #[test]
    fn each_item_is_one_place() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(CODES.len(), rows, "no item stands twice");
        assert!(CODES.values().all(|code| by_code(code).is_some()));
        let known = |level| {
            let has = |code: &str| CODES.values().any(|known| *known == code);
            PLACES.iter().filter(|place| place.level() == level && has(place.code)).count()
        };
        assert_eq!((known(PlaceLevel::County), known(PlaceLevel::Municipality)), (21, 282));
        assert_eq!(code_of("Q103659"), Some("12"));
        assert_eq!(code_of("Q42308216"), None, "a school that bears the code of Jönköping");
    }
}
