//! Counts against a plain count over the summaries, for many random choices of filters.

use crate::common::{With, asking, dataset, ids, searcher};
use model::view::ResourceSummary;
use model::vocabularies::{languages, place_names};
use model::{BoundingBox, SourceClass, Years};
use search::{SearchRequest, Searcher};
use std::collections::{BTreeMap, BTreeSet};

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

/// A small generator of numbers: the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.roll(all.len())]
    }
}

const PLACES: &[&str] = &["1281", "1280", "12", "0180", "SE"];
const THEMES: &[&str] = &["ENVI", "TRAN", "HEAL"];
const FORMATS: &[&str] = &["csv", "xls", "xlsx", "json"];
const CC0: &str = "http://creativecommons.org/publicdomain/zero/1.0/";

fn random_dataset(number: usize, dice: &mut Dice) -> ResourceSummary {
    let mut one = dataset(&format!("d{number:04}"), dice.of(&["Vatten", "Vägar", "Vatten och vägar"]));
    for _ in 0..dice.roll(3) {
        let theme = dice.of(THEMES);
        if one.themes.iter().all(|known| known.code != theme) {
            one = one.theme(theme);
        }
        let format = dice.of(FORMATS);
        if one.formats.iter().all(|known| known.value != format) {
            one = one.format(format);
        }
    }
    let publisher = dice.of(&["p1", "p2", "p3"]);
    one = one.by(publisher, publisher);
    if dice.roll(2) == 0 {
        one = one.licence(CC0);
    }
    let places: BTreeSet<&str> = (0..dice.roll(3)).map(|_| dice.of(PLACES)).collect();
    one.coverage.places = places.into_iter().filter_map(place_names::concept).collect();
    if dice.roll(2) == 0 {
        one.languages.push(languages::LANGUAGES.find(dice.of(&["SWE", "ENG"])).expect("a language").concept());
    }
    if dice.roll(3) > 0 {
        one.sort_instant = Some(NOW - DAY * i64::try_from(dice.roll(500)).unwrap_or_default());
    }
    one.source_class = [None, Some(SourceClass::Public), Some(SourceClass::Private)][dice.roll(3)];
    if dice.roll(2) == 0 {
        let west = f64::from(u16::try_from(dice.roll(20)).unwrap_or_default());
        one.coverage.bbox = BoundingBox::from_degrees(west, 55.0, west + 2.0, 57.0);
    }
    if dice.roll(2) == 0 {
        let from = 2000 + i32::try_from(dice.roll(20)).unwrap_or_default();
        one.coverage.years = Some(Years { from: Some(from), to: (dice.roll(2) == 0).then_some(from + 3) });
    }
    one.has_specification = dice.roll(2) == 0;
    one
}

/// Values of a facet, said anew and as plainly as can be.
fn values(facet: &str, one: &ResourceSummary) -> BTreeSet<String> {
    let set = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect::<BTreeSet<String>>();
    match facet {
        "theme" => set(one.themes.iter().map(|theme| theme.code.as_str()).collect()),
        "format" => set(one.formats.iter().map(|format| format.group.as_str()).collect()),
        "publisher" => set(one.publisher.iter().map(|agent| agent.id.as_str()).collect()),
        "language" => set(one.languages.iter().map(|language| language.code.as_str()).collect()),
        "openness" => set(vec![if one.licences.is_empty() { "none" } else { "open" }]),
        "specification" => set(vec![if one.has_specification { "true" } else { "false" }]),
        "source_class" => set(one.source_class.iter().map(|class| class.as_str()).collect()),
        "place" => {
            let codes = one.coverage.places.iter().map(|place| place.code.as_str());
            set(codes.flat_map(|code| if code.len() == 4 { vec![code, &code[..2]] } else { vec![code] }).collect())
        }
        "freshness" => match one.sort_instant.map(|instant| (NOW - instant) / DAY) {
            None => set(vec!["unknown"]),
            Some(..=7) => set(vec!["week", "month", "year"]),
            Some(..=30) => set(vec!["month", "year"]),
            Some(..=365) => set(vec!["year"]),
            Some(_) => set(vec!["older"]),
        },
        other => panic!("no plain count for {other}"),
    }
}

const FACETS: &[&str] =
    &["theme", "format", "publisher", "language", "openness", "specification", "source_class", "place", "freshness"];

fn passes(one: &ResourceSummary, request: &SearchRequest, but: &str) -> bool {
    let facets = request
        .filters
        .iter()
        .all(|(facet, chosen)| facet == but || values(facet, one).iter().any(|value| chosen.contains(value)));
    let in_box = request.bbox.is_none_or(|area| one.coverage.bbox.is_some_and(|own| own.intersects(area)));
    let in_years = request.years.is_none_or(|years| one.coverage.years.is_some_and(|own| own.overlaps(years)));
    let has_word = request.q.is_empty() || one.title.text("sv").to_lowercase().contains(&request.q);
    facets && in_box && in_years && has_word
}

fn check(searcher: &Searcher, all: &[ResourceSummary], request: &SearchRequest) {
    let response = searcher.search(request).expect("a search");
    let found: BTreeSet<String> = response.items.iter().map(|item| item.id.clone()).collect();
    let plain: BTreeSet<String> = all.iter().filter(|one| passes(one, request, "")).map(|one| one.id.clone()).collect();
    assert_eq!(found, plain, "{request:?}");
    assert_eq!(response.total, plain.len() as u64);
    for facet in FACETS {
        let mut plain: BTreeMap<String, u64> = BTreeMap::new();
        for one in all.iter().filter(|one| passes(one, request, facet)) {
            for value in values(facet, one) {
                *plain.entry(value).or_default() += 1;
            }
        }
        for chosen in request.filters.get(*facet).into_iter().flatten() {
            plain.entry(chosen.clone()).or_default();
        }
        let counted: BTreeMap<String, u64> =
            response.facets[*facet].iter().map(|value| (value.value.clone(), value.count)).collect();
        assert_eq!(counted, plain, "{facet} under {request:?}");
        let whole = searcher.search_facet(request, facet, "").expect("a facet");
        let whole: BTreeMap<String, u64> = whole.into_iter().map(|value| (value.value, value.count)).collect();
        assert_eq!(whole, plain, "all values of {facet} under {request:?}");
    }
}

#[test]
fn counts_are_those_of_a_plain_count() {
    let mut dice = Dice(7);
    let all: Vec<ResourceSummary> = (0..300).map(|number| random_dataset(number, &mut dice)).collect();
    let (_directory, searcher) = searcher(&all);
    for _ in 0..60 {
        let mut request = SearchRequest {
            limit: 1000,
            now: Some(NOW),
            facets: FACETS.iter().map(|&facet| facet.to_owned()).collect(),
            ..asking(dice.of(&["", "", "vatten", "vägar"]))
        };
        for _ in 0..dice.roll(4) {
            let facet = dice.of(FACETS);
            let possible: Vec<String> =
                all.iter().flat_map(|one| values(facet, one)).collect::<BTreeSet<_>>().into_iter().collect();
            let chosen = (0..=dice.roll(2)).map(|_| possible[dice.roll(possible.len())].clone());
            let chosen: BTreeSet<String> = chosen.collect();
            request.filters.insert(facet.to_owned(), chosen.into_iter().collect());
        }
        if dice.roll(4) == 0 {
            request.bbox = BoundingBox::from_degrees(5.0, 50.0, 9.5, 55.5);
        }
        if dice.roll(4) == 0 {
            request.years = Some(Years { from: Some(2005), to: (dice.roll(2) == 0).then_some(2010) });
        }
        check(&searcher, &all, &request);
    }
}

#[test]
fn a_county_finds_its_municipalities_and_the_country_stands_apart() {
    let place = |id: &str, codes: &[&str]| {
        let mut one = dataset(id, "Platser");
        one.coverage.places = codes.iter().filter_map(|code| place_names::concept(code)).collect();
        one
    };
    let all = [place("lund", &["1281"]), place("skane", &["12"]), place("sverige", &["SE"]), place("ingen", &[])];
    let (_directory, searcher) = searcher(&all);
    let found = |value: &str| {
        let filters = [("place".to_owned(), vec![value.to_owned()])].into();
        let mut found = ids(&searcher, &SearchRequest { filters, ..asking("") });
        found.sort();
        found
    };
    assert_eq!(found("12"), ["lund", "skane"]);
    assert_eq!(found("Skåne län"), found("12"));
    assert_eq!(found("http://sws.geonames.org/2693555/"), ["lund"]);
    assert_eq!(found("SE"), ["sverige"]);
    let lund = searcher.facet_value("place", "1281").expect("a place");
    assert_eq!(lund.parent.as_deref(), Some("12"));
}

#[test]
fn a_chosen_value_that_nothing_has_stays_and_is_named() {
    let (_directory, searcher) = searcher(&[dataset("a", "Allt").theme("ENVI")]);
    let filters = [("theme".to_owned(), vec!["TRAN".to_owned()])].into();
    let request = SearchRequest { filters, facets: vec!["theme".to_owned()], ..asking("") };
    let themes = searcher.search(&request).expect("a search").facets["theme"].clone();
    let shown: Vec<(&str, u64)> = themes.iter().map(|value| (value.value.as_str(), value.count)).collect();
    assert_eq!(shown, [("ENVI", 1), ("TRAN", 0)]);
    assert_eq!(themes[1].label.text("en"), "Transport");
    let one = searcher.search_facet(&request, "theme", "mil").expect("a facet");
    assert_eq!(one.iter().map(|value| value.value.as_str()).collect::<Vec<_>>(), ["ENVI", "TRAN"]);
}
