//! Datasets that got another IRI: a new platform often gives every dataset a new address in one night.

use rdf::{Record, RecordHead, RecordKind, RecordMeta, Refined};
use std::collections::{HashMap, HashSet};
use store::journal::Rename;

/// Pairs of a missing and a new dataset with the same title, one of each, and the same publisher (or one that is new
/// itself, where the old one is gone: then its IRI changed too). Nothing after an incomplete reading.
pub(crate) fn find(heads: &[RecordHead], refined: &Refined) -> Vec<Rename> {
    if !refined.complete {
        return Vec::new();
    }
    let is_dataset = |kind: RecordKind| kind == RecordKind::Dataset;
    let read: Vec<&Record> = refined.records.iter().filter(|record| is_dataset(record.kind)).collect();
    let old: Vec<&RecordHead> = heads.iter().filter(|head| is_dataset(head.kind)).collect();
    let new_keys: HashSet<&str> = read.iter().map(|record| record.key.as_str()).collect();
    let old_keys: HashSet<&str> = old.iter().map(|head| head.key.as_str()).collect();
    let publishers: [HashSet<&str>; 2] = [
        old.iter().filter_map(|head| head.meta.publisher.as_deref()).collect(),
        read.iter().filter_map(|record| record.meta.publisher.as_deref()).collect(),
    ];
    let gone = by_title(
        old.iter()
            .filter(|head| !new_keys.contains(head.key.as_str()) && !head.kept)
            .map(|head| (&*head.key, &head.meta)),
    );
    let come = by_title(
        read.iter().filter(|record| !old_keys.contains(record.key.as_str())).map(|record| (&*record.key, &record.meta)),
    );
    let mut renames = Vec::new();
    for (title, old) in gone {
        let (Some((from, was)), Some(Some((to, is)))) = (old, come.get(&title)) else { continue };
        if same_publisher(was.publisher.as_deref(), is.publisher.as_deref(), &publishers) {
            renames.push(Rename { from: from.to_owned(), to: (*to).to_owned(), title: was.title.clone() });
        }
    }
    renames.sort_by(|a, b| a.from.cmp(&b.from));
    renames
}

/// Datasets by title; `None` where several have it.
fn by_title<'a>(
    datasets: impl Iterator<Item = (&'a str, &'a RecordMeta)>,
) -> HashMap<String, Option<(&'a str, &'a RecordMeta)>> {
    let mut found: HashMap<String, Option<(&str, &RecordMeta)>> = HashMap::new();
    for (key, meta) in datasets {
        let Some(title) = &meta.title else { continue };
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        found.entry(title).and_modify(|place| *place = None).or_insert(Some((key, meta)));
    }
    found
}

fn same_publisher(was: Option<&str>, is: Option<&str>, [old, new]: &[HashSet<&str>; 2]) -> bool {
    match (was, is) {
        (Some(was), Some(is)) => was == is || (!new.contains(was) && !old.contains(is)),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::tests::{head, record};

    fn read(records: Vec<Record>) -> Refined {
        Refined { records, complete: true, format: Some("text/turtle"), ..Refined::default() }
    }

    fn titled(key: &str, title: &str, publisher: &str) -> (RecordHead, Record) {
        let (mut head, mut record) = (head(key, 1, 0), record(key, 1));
        for meta in [&mut head.meta, &mut record.meta] {
            meta.title = Some(title.to_owned());
            meta.publisher = Some(publisher.to_owned());
        }
        (head, record)
    }

    fn pairs(heads: &[RecordHead], refined: &Refined) -> Vec<(String, String)> {
        find(heads, refined).into_iter().map(|rename| (rename.from, rename.to)).collect()
    }

    #[test]
    fn a_new_iri_with_the_old_title_and_publisher_is_a_rename() {
        let heads = [titled("a", "Badplatser", "p").0, titled("b", "Lekplatser", "p").0, titled("c", "Träd", "p").0];
        let new = vec![titled("x", "badplatser ", "p").1, titled("b", "Lekplatser", "p").1, titled("y", "Träd", "q").1];
        assert_eq!(
            pairs(&heads, &read(new.clone())),
            [("a".to_owned(), "x".to_owned())],
            "another publisher is another dataset"
        );
        let moved = vec![titled("x", "Badplatser", "q").1, titled("y", "Lekplatser", "q").1];
        assert_eq!(pairs(&heads, &read(moved)).len(), 2, "unless the publisher got a new IRI, too");
        let cut = Refined { complete: false, ..read(new) };
        assert!(find(&heads, &cut).is_empty());
    }

    #[test]
    fn titles_that_several_have_say_nothing() {
        let heads = [titled("a", "Kartor", "p").0, titled("b", "Kartor", "p").0];
        let new = vec![titled("x", "Kartor", "p").1, titled("y", "Kartor", "p").1];
        assert!(find(&heads, &read(new)).is_empty());
    }
}
