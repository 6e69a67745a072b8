//! For random catalogs and random selections: every total and every count of every facet is what one gets by looking at
//! all resources one by one. What a resource has is worked out here anew, from its summary alone.

use crate::common::{asking, dataset};
use model::finding::Points;
use model::quality::{Mark, Rating};
use model::view::{AgentView, Concept, QualitySummary, ResourceKind, ResourceSummary};
use model::vocabularies::{
    Vocabulary, access_rights, data_themes, formats, frequencies, hvd, languages, licences, place_boxes, place_names,
    publisher_types,
};
use model::{BoundingBox, LangText, Seq, SourceClass, Years};
use search::{FACETS, SearchIndex, SearchRequest};
use std::collections::{BTreeMap, BTreeSet};

/// The moment that all catalogs are seen from.
const NOW: i64 = 1_700_000_000;
const DAY: i64 = 86_400;

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }

    fn one<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// Up to `most` of them, some twice.
    fn some<T: Clone>(&mut self, all: &[T], most: usize) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| self.one(all)).collect()
    }

    fn yes(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

const PLACES: &[&str] = &["SE", "12", "24", "1281", "1280", "2480"];
const FORMATS: &[&str] = &["csv", "xls", "xlsx", "json", "wms", "geojson"];
const LICENCES: &[&str] = &[
    "http://creativecommons.org/publicdomain/zero/1.0/",
    "http://creativecommons.org/licenses/by/4.0/",
    "https://own.example/terms",
];
const AREAS: &[&str] = &["13.1,55.6,13.4,55.8", "20,63,21,64", "10,55,25,70", "0,0,1,1", "14,56,14,56"];

fn concepts(dice: &mut Dice, vocabulary: &Vocabulary, codes: &[&str], most: usize) -> Vec<Concept> {
    dice.some(codes, most).into_iter().map(|code| vocabulary.find(code).unwrap().concept()).collect()
}

fn resource(dice: &mut Dice, number: usize) -> ResourceSummary {
    let word = dice.one(&["Träd", "Vägar", "Träd och vägar"]);
    let mut one = dataset(&format!("r{number:03}"), word);
    one.kind = dice.one(&[ResourceKind::Dataset, ResourceKind::Dataset, ResourceKind::Series, ResourceKind::Service]);
    one.independent = dice.yes(2);
    one.api = dice.yes(3);
    one.has_specification = dice.yes(4);
    if dice.yes(4) {
        one.in_series = vec![format!("https://catalog.example/dataset/r{:03}", dice.below(40))];
    }
    one.themes = concepts(dice, &data_themes::DATA_THEMES, &["ENVI", "TRAN", "HEAL"], 3);
    one.hvd_categories = concepts(dice, &hvd::HVD_CATEGORIES, &["c_ac64a52d", "c_06b1eec4", "c_b79e35eb"], 2);
    one.languages = concepts(dice, &languages::LANGUAGES, &["SWE", "ENG"], 2);
    one.frequency = concepts(dice, &frequencies::FREQUENCIES, &["ANNUAL", "DAILY"], 1).pop();
    one.access_rights = concepts(dice, &access_rights::ACCESS_RIGHTS, &["PUBLIC", "RESTRICTED"], 1).pop();
    one.formats = dice.some(FORMATS, 3).into_iter().map(|text| formats::view(text).unwrap()).collect();
    one.licences = dice.some(LICENCES, 2).into_iter().map(licence).collect();
    if dice.yes(3) {
        one.basic_data =
            vec![Concept { iri: "https://own.example/1".into(), code: "1".into(), label: LangText::default() }];
    }
    if !dice.yes(5) {
        let kind = concepts(dice, &publisher_types::PUBLISHER_TYPES, &["LocalAuthority", "NationalAuthority"], 1).pop();
        let id = dice.one(&["p1", "p2"]);
        one.publisher = Some(AgentView {
            id: id.into(),
            iri: format!("https://o.example/{id}"),
            name: LangText::new("sv", id),
            kind,
        });
    }
    one.sort_instant = (!dice.yes(6)).then(|| NOW - DAY * dice.one(&[0_i64, 5, 20, 200, 500]));
    one.source = dice.one(&["a", "b"]).parse().unwrap();
    one.source_class = dice.one(&[None, Some(SourceClass::Public), Some(SourceClass::Private)]);
    one.quality = dice.one(&[None, Some(0), Some(150), Some(250), Some(400)]).map(quality);
    one.coverage.places = dice.some(PLACES, 2).into_iter().map(|code| place_names::concept(code).unwrap()).collect();
    one.coverage.places.sort_by(|one, other| one.code.cmp(&other.code));
    one.coverage.places.dedup();
    one.coverage.assumed = !one.coverage.places.is_empty() && dice.yes(3);
    one.coverage.bbox = dice.yes(3).then(|| dice.one(AREAS).parse().unwrap());
    one.coverage.years = dice.yes(2).then(|| years(dice)).flatten();
    one
}

fn years(dice: &mut Dice) -> Option<Years> {
    let from = dice.one(&[None, Some(1990), Some(2010)]);
    let to = dice.one(&[None, Some(2010), Some(2020)]);
    (from.is_some() || to.is_some()).then_some(Years { from, to })
}

fn licence(iri: &str) -> model::view::LicenceView {
    licences::known(iri).unwrap_or(model::view::LicenceView {
        iri: iri.into(),
        label: LangText::default(),
        open: false,
    })
}

fn quality(points: i32) -> QualitySummary {
    let rating = Rating::of_points(points.unsigned_abs().into());
    let mark = Mark { score: Points(points * 100), max: 405, rating, rating_label: LangText::default() };
    QualitySummary { se: mark.clone(), eu: mark, stars: 1 }
}

/// What the facet of this name says of a resource.
fn values(facet: &str, one: &ResourceSummary) -> BTreeSet<String> {
    let codes = |all: &[Concept]| all.iter().map(|concept| concept.code.clone()).collect::<BTreeSet<_>>();
    let word = |word: &str| BTreeSet::from([word.to_owned()]);
    let yes_no = |yes: bool| word(if yes { "true" } else { "false" });
    match facet {
        "type" => word(one.kind.as_str()),
        "theme" => codes(&one.themes),
        "hvd" => {
            let top = |concept: &Concept| hvd::top_category(&concept.iri).map(|top| top.code.to_owned());
            let tops = one.hvd_categories.iter().filter_map(top);
            codes(&one.hvd_categories).into_iter().chain(tops).collect()
        }
        "basic_data" => yes_no(!one.basic_data.is_empty()),
        "specification" => yes_no(one.has_specification),
        "api" => yes_no(one.api),
        "publisher" => one.publisher.iter().map(|agent| agent.id.clone()).collect(),
        "publisher_type" => codes(one.publisher.as_ref().and_then(|agent| agent.kind.clone()).as_slice()),
        "place" => {
            let county = |code: &String| (code.len() == 4).then(|| code[..2].to_owned());
            let stated = codes(&one.coverage.places);
            let counties: BTreeSet<String> = stated.iter().filter_map(county).collect();
            stated.union(&counties).cloned().collect()
        }
        "format" => one.formats.iter().map(|format| format.group.clone()).collect(),
        "frequency" => codes(one.frequency.as_slice()),
        "licence" => one.licences.iter().map(|licence| licence.iri.clone()).collect(),
        "openness" if one.licences.is_empty() => word("none"),
        "openness" => word(if one.licences.iter().any(|licence| licence.open) { "open" } else { "other" }),
        "access_rights" => codes(one.access_rights.as_slice()),
        "language" => codes(&one.languages),
        "freshness" => freshness(one.sort_instant).iter().map(|&age| age.to_owned()).collect(),
        "quality" => one.quality.iter().map(|quality| quality.se.rating.names().0.to_owned()).collect(),
        "source" => word(one.source.as_str()),
        "source_class" => one.source_class.iter().map(|class| class.as_str().to_owned()).collect(),
        other => panic!("the facet `{other}` is not counted by this test"),
    }
}

fn freshness(instant: Option<i64>) -> &'static [&'static str] {
    match instant.map(|instant| (NOW - instant) / DAY) {
        None => &["unknown"],
        Some(..=7) => &["week", "month", "year"],
        Some(..=30) => &["month", "year"],
        Some(..=365) => &["year"],
        Some(_) => &["older"],
    }
}

/// Whether a resource has a value: for formats also a single one that is no group.
fn has(facet: &str, value: &str, one: &ResourceSummary) -> bool {
    values(facet, one).contains(value) || (facet == "format" && one.formats.iter().any(|format| format.value == value))
}

/// Whether it passes all filters but those of one facet.
fn passes(request: &SearchRequest, one: &ResourceSummary, but: &str) -> bool {
    let in_area = |area: BoundingBox| {
        let own = one.coverage.bbox;
        let named = one.coverage.places.iter().filter(|_| own.is_none() || !one.coverage.assumed);
        let named = named.filter_map(|place| place_boxes::of(&place.code));
        own.into_iter().chain(named).any(|own| own.intersects(area))
    };
    let in_years = |years: Years| one.coverage.years.is_some_and(|own| own.overlaps(years));
    request.bbox.is_none_or(in_area)
        && request.years.is_none_or(in_years)
        && request.filters.iter().all(|(facet, chosen)| {
            facet == but || chosen.is_empty() || chosen.iter().any(|value| has(facet, value, one))
        })
}

fn is_in_scope(request: &SearchRequest, one: &ResourceSummary, series: &BTreeSet<&str>) -> bool {
    let is_member = one.in_series.iter().any(|iri| series.contains(iri.as_str()));
    let is_shown = match one.kind {
        _ if request.datasets_only => one.kind == ResourceKind::Dataset,
        ResourceKind::Dataset => request.members || !is_member,
        ResourceKind::Series => true,
        ResourceKind::Service => one.independent,
    };
    is_shown && (request.q.is_empty() || one.title.text("sv").starts_with("Träd"))
}

/// A selection: some values that occur and some that do not.
fn request(dice: &mut Dice, all: &[ResourceSummary]) -> SearchRequest {
    let mut request = SearchRequest {
        now: Some(NOW),
        members: dice.yes(3),
        datasets_only: dice.yes(4),
        facets: FACETS.iter().map(|&facet| facet.to_owned()).collect(),
        ..asking(dice.one(&["", "", "träd"]))
    };
    for _ in 0..dice.below(4) {
        let facet = dice.one(FACETS);
        let mut chosen = Vec::new();
        for one in dice.some(all, 2) {
            chosen.extend(values(facet, &one).into_iter().take(1 + dice.below(2)));
        }
        if facet == "format" && dice.yes(2) {
            chosen.push("xlsx".to_owned());
        }
        if dice.yes(8) {
            chosen.push("nosuch".to_owned());
        }
        request.filters.insert(facet.to_owned(), chosen);
    }
    request.bbox = dice.yes(3).then(|| dice.one(AREAS).parse().unwrap());
    request.years = dice.yes(4).then(|| years(dice)).flatten();
    request
}

/// The index after the catalog has changed: several segments, some documents deleted.
fn searcher(published: &std::path::Path, all: &[ResourceSummary], dice: &mut Dice) -> std::sync::Arc<search::Searcher> {
    let mut before: Vec<ResourceSummary> = all.iter().filter(|_| !dice.yes(3)).cloned().collect();
    for one in &mut before {
        if dice.yes(2) {
            one.themes.clear();
            one.coverage = model::Coverage::default();
        }
    }
    before.push(dataset("gone", "Träd"));
    let mut index = SearchIndex::open(published, "journal").unwrap();
    index.update(Seq(1), &before).unwrap();
    index.update(Seq(2), all).unwrap();
    index.searcher().unwrap()
}

#[test]
fn every_count_is_what_looking_at_each_resource_gives() {
    let mut dice = Dice(0x5eed_1234_5678_9abc);
    let mut compared = 0;
    for catalog in 0..8 {
        let all: Vec<ResourceSummary> = (0..80).map(|number| resource(&mut dice, number)).collect();
        let series = all.iter().filter(|one| one.kind == ResourceKind::Series).map(|one| one.iri.as_str()).collect();
        let published = tempfile::tempdir().unwrap();
        let searcher = searcher(published.path(), &all, &mut dice);
        for _ in 0..60 {
            let request = request(&mut dice, &all);
            let response = searcher.search(&request).unwrap();
            let shown: Vec<&ResourceSummary> = all.iter().filter(|one| is_in_scope(&request, one, &series)).collect();
            let total = shown.iter().filter(|one| passes(&request, one, "")).count() as u64;
            assert_eq!(response.total, total, "catalog {catalog}: {request:?}");
            for facet in FACETS {
                let counted = counted(&request, facet, &shown);
                let mut found = BTreeMap::new();
                for value in &response.facets[*facet] {
                    let again = found.insert(value.value.clone(), value.count);
                    assert_eq!(again, None, "catalog {catalog}: {facet}={} stands twice", value.value);
                    compared += usize::from(value.count > 0);
                }
                assert_eq!(found, counted, "catalog {catalog}, {facet}: {request:?}");
            }
        }
    }
    assert!(compared > 10_000, "only {compared} counts above zero were compared");
}

/// Counts of one facet under the filters of the others; chosen values stay, also without a result.
fn counted(request: &SearchRequest, facet: &str, shown: &[&ResourceSummary]) -> BTreeMap<String, u64> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let chosen = request.filters.get(facet).into_iter().flatten();
    counts.extend(chosen.map(|value| (value.clone(), 0)));
    for one in shown.iter().filter(|one| passes(request, one, facet)) {
        for value in values(facet, one) {
            *counts.entry(value).or_default() += 1;
        }
    }
    for (value, count) in &mut counts {
        *count = shown.iter().filter(|one| passes(request, one, facet) && has(facet, value, one)).count() as u64;
    }
    counts
}
