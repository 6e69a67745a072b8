//! Default results, filters and honest counts.

use crate::common::{With, asking, catalog, dataset, ids, rich, searcher};
use search::{FACETS, SearchRequest, Searcher};
use std::collections::BTreeMap;

fn filtered(filters: &[(&str, &[&str])]) -> SearchRequest {
    let filters = filters
        .iter()
        .map(|(facet, values)| ((*facet).to_owned(), values.iter().map(|&value| value.to_owned()).collect()));
    SearchRequest { filters: filters.collect(), facets: FACETS.iter().map(|&f| f.to_owned()).collect(), ..asking("") }
}

fn counts(searcher: &Searcher, request: &SearchRequest, facet: &str) -> BTreeMap<String, u64> {
    let response = searcher.search(request).unwrap();
    response.facets[facet].iter().map(|value| (value.value.clone(), value.count)).collect()
}

#[test]
fn default_results_hide_members_and_dependent_services() {
    let (_directory, searcher) = searcher(&catalog());
    let shown = ids(&searcher, &asking(""));
    let has = |found: &[String], id: &str| found.iter().any(|one| one == id);
    assert!(has(&shown, "ser1") && has(&shown, "srv1") && has(&shown, "dang"));
    assert!(!has(&shown, "val1") && !has(&shown, "srv2"));
    let members = ids(&searcher, &SearchRequest { members: true, ..asking("") });
    assert_eq!(members.len(), shown.len() + 2);
    assert!(has(&members, "val1") && !has(&members, "srv2"));
    let datasets = ids(&searcher, &SearchRequest { datasets_only: true, ..asking("") });
    assert!(has(&datasets, "val1") && !has(&datasets, "ser1") && !has(&datasets, "srv1"));
    let all = catalog();
    assert_eq!(datasets.len(), all.iter().filter(|one| one.kind == model::view::ResourceKind::Dataset).count());
}

#[test]
fn values_are_taken_as_code_iri_or_word() {
    let (_directory, searcher) = searcher(&catalog());
    let theme = |value: &str| ids(&searcher, &filtered(&[("theme", &[value])]));
    let by_code = theme("HEAL");
    assert_eq!(by_code, ["bad2"]);
    assert_eq!(theme("http://publications.europa.eu/resource/authority/data-theme/HEAL"), by_code);
    assert_eq!(theme("https://publications.europa.eu/resource/authority/data-theme/HEAL/"), by_code);
    assert_eq!(ids(&searcher, &filtered(&[("publisher", &["malmo"])])).len(), 2);
    assert_eq!(ids(&searcher, &filtered(&[("publisher", &["http://organisation.example/malmo"])])).len(), 2);
    for licence in [
        "https://creativecommons.org/publicdomain/zero/1.0/deed.sv",
        "http://creativecommons.org/publicdomain/zero/1.0/",
    ] {
        assert_eq!(ids(&searcher, &filtered(&[("licence", &[licence])])), ["fors"], "{licence}");
    }
    let format = |value: &str| {
        let mut found = ids(&searcher, &filtered(&[("format", &[value])]));
        found.sort();
        found
    };
    assert_eq!(format("excel"), ["bad2", "park"]);
    assert_eq!(format("xlsx"), ["bad2"]);
    assert_eq!(format("application/vnd.ms-excel"), ["park"]);
    assert!(format("nosuch").is_empty());
}

#[test]
fn each_facet_is_counted_under_the_filters_of_the_others() {
    let (_directory, searcher) = searcher(&catalog());
    let none = filtered(&[]);
    let themes = counts(&searcher, &none, "theme");
    assert_eq!(themes["HEAL"], 1);
    let csv = filtered(&[("format", &["csv"])]);
    assert_eq!(counts(&searcher, &csv, "format"), counts(&searcher, &none, "format"), "its own filter does not count");
    let themes_of_csv = counts(&searcher, &csv, "theme");
    assert_eq!(themes_of_csv.get("TRAN"), None, "values without a result are left out");
    let both = filtered(&[("format", &["csv", "excel"]), ("theme", &["TRAN"])]);
    assert_eq!(ids(&searcher, &both), ["park"]);
    let formats = counts(&searcher, &both, "format");
    assert_eq!(formats["csv"], 0, "chosen values stay");
    assert_eq!(formats["excel"], 1);
}

/// For every value of every facet: the count is what choosing it gives, also beside other filters.
#[test]
fn counts_are_what_choosing_gives() {
    let (_directory, searcher) = searcher(&catalog());
    let starts: [&[(&str, &[&str])]; 3] =
        [&[], &[("theme", &["ENVI"])], &[("theme", &["ENVI", "TRAN"]), ("format", &["csv", "xls"])]];
    for start in starts {
        let response = searcher.search(&filtered(start)).unwrap();
        for (facet, values) in &response.facets {
            for value in values {
                let mut chosen = filtered(start);
                chosen.filters.insert(facet.clone(), vec![value.value.clone()]);
                let total = searcher.search(&chosen).unwrap().total;
                assert_eq!(total, value.count, "{start:?} {facet}={}", value.value);
            }
        }
    }
}

#[test]
fn values_have_labels_and_all_can_be_listed() {
    let mut all = catalog();
    all.push(rich("rich"));
    let (_directory, searcher) = searcher(&all);
    let themes = searcher.facet_values("theme");
    let envi = themes.iter().find(|value| value.value == "ENVI").unwrap();
    assert_eq!(envi.label.text("sv"), "Miljö");
    assert_eq!(envi.iri.as_deref(), Some("http://publications.europa.eu/resource/authority/data-theme/ENVI"));
    assert_eq!(themes[0].value, "ENVI", "most first");
    assert!(themes.iter().any(|value| value.value == "https://own.example/theme/7"));
    assert_eq!(searcher.facet_value("theme", "7").unwrap().value, "https://own.example/theme/7");
    assert_eq!(searcher.facet_value("access_rights", "PUBLIC").unwrap().label.text("en"), "Public");
    assert_eq!(searcher.facet_value("format", "xlsx").unwrap().value, "xlsx");
    assert!(searcher.facet_value("theme", "NOSUCH").is_none());
    assert!(searcher.facet_values("nosuch").is_empty());
    assert_eq!(searcher.facet_values("type").iter().map(|value| value.count).sum::<u64>(), searcher.len());
}

#[test]
fn a_high_value_dataset_counts_for_its_top_category_too() {
    let mut one = dataset("hvd1", "Adresser").format("csv");
    let leaf = model::vocabularies::hvd::HVD_CATEGORIES.find("c_06b1eec4").unwrap();
    one.hvd_categories = vec![leaf.concept()];
    let top = model::vocabularies::hvd::top_category(leaf.iri).unwrap();
    let (_directory, searcher) = searcher(&[one]);
    assert_eq!(ids(&searcher, &filtered(&[("hvd", &[top.iri])])), ["hvd1"]);
    assert_eq!(counts(&searcher, &filtered(&[]), "hvd").len(), 2);
}
