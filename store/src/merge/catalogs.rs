//! Sub-catalogs: their datasets move up to the main catalog.

use rdf::{RecordHead, RecordKind};
use rustc_hash::FxHashMap;

/// The main catalog of each sub-catalog of one source: the catalog above it that is itself no part of another. Catalogs
/// that are parts of each other have the first of them (by IRI) as their main catalog.
pub(crate) fn main_catalogs(heads: &[RecordHead]) -> FxHashMap<&str, &str> {
    let catalogs: FxHashMap<&str, &RecordHead> =
        heads.iter().filter(|head| head.kind == RecordKind::Catalog).map(|head| (head.key.as_str(), head)).collect();
    let parent = |catalog: &str| -> Option<&str> {
        let head = catalogs.get(catalog)?;
        let above = head.meta.catalogs.iter().filter(|above| above.as_str() != catalog);
        above.filter_map(|above| catalogs.get_key_value(above.as_str())).map(|(&above, _)| above).min()
    };
    let mut main = FxHashMap::default();
    for &catalog in catalogs.keys() {
        let mut way = vec![catalog];
        let mut top = catalog;
        while let Some(above) = parent(top) {
            if let Some(begin) = way.iter().position(|&seen| seen == above) {
                top = way[begin..].iter().copied().min().unwrap_or(above);
                break;
            }
            way.push(above);
            top = above;
        }
        if top != catalog {
            main.insert(catalog, top);
        }
    }
    main
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::ContentHash;
    use rdf::RecordMeta;

    fn catalog(key: &str, above: &[&str]) -> RecordHead {
        let catalogs = above.iter().map(|&above| above.to_owned()).collect();
        let meta = RecordMeta { catalogs, ..RecordMeta::default() };
        RecordHead {
            key: key.to_owned(),
            kind: RecordKind::Catalog,
            hash: ContentHash([0; 32]),
            meta,
            missing: 0,
            kept: false,
        }
    }

    #[test]
    fn sub_catalogs_lead_to_their_main_catalog_and_circles_end() {
        let heads = [catalog("main", &[]), catalog("sub", &["main"]), catalog("deep", &["sub", "elsewhere"])];
        let main = main_catalogs(&heads);
        assert_eq!((main.get("sub"), main.get("deep"), main.get("main")), (Some(&"main"), Some(&"main"), None));
        let circle = [catalog("a", &["b"]), catalog("b", &["a"]), catalog("c", &["b"]), catalog("self", &["self"])];
        let main = main_catalogs(&circle);
        assert_eq!((main.get("a"), main.get("b"), main.get("c")), (None, Some(&"a"), Some(&"a")));
        assert_eq!(main.get("self"), None);
    }
}
