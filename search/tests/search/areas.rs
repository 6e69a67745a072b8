//! Where data are: geometries, and places by name.

use crate::common::{With, asking, dataset, ids, searcher};
use model::view::ResourceSummary;
use model::vocabularies::place_names;
use model::{BoundingBox, Coverage};
use search::{SearchRequest, Sort};

fn within(area: &str, q: &str) -> SearchRequest {
    SearchRequest { bbox: Some(area.parse().unwrap()), ..asking(q) }
}

fn about(id: &str, places: &[&str]) -> ResourceSummary {
    let places = places.iter().map(|code| place_names::concept(code).unwrap()).collect();
    ResourceSummary { coverage: Coverage { places, ..Coverage::default() }, ..dataset(id, "Badplatser") }
}

fn drawn(id: &str, area: &str) -> ResourceSummary {
    let bbox: Option<BoundingBox> = Some(area.parse().unwrap());
    ResourceSummary { coverage: Coverage { bbox, ..Coverage::default() }, ..dataset(id, "Badplatser") }
}

const LUND: &str = "13.1,55.6,13.4,55.8";
const UMEA: &str = "20.1,63.8,20.4,63.9";
const BETWEEN: &str = "16,59,16.1,59.1";

fn catalog() -> Vec<ResourceSummary> {
    vec![
        about("sweden", &["SE"]).at(900),
        about("skane", &["12"]).at(800),
        about("lund", &["1281"]).at(10),
        drawn("square", "13.19,55.70,13.20,55.71").at(5),
        about("both", &["1281", "2480"]).at(20),
        about("umea", &["2480"]).at(700),
        dataset("nowhere", "Badplatser").at(999),
    ]
}

#[test]
fn places_by_name_are_found_and_the_nearest_come_first() {
    let (_directory, searcher) = searcher(&catalog());
    assert_eq!(ids(&searcher, &within(LUND, "")), ["both", "lund", "square", "skane", "sweden"]);
    assert_eq!(ids(&searcher, &within(UMEA, "")), ["umea", "both", "sweden"]);
    assert_eq!(ids(&searcher, &within(BETWEEN, "")), ["sweden"], "half-way between two places is at neither");
    assert_eq!(ids(&searcher, &within("30,10,31,11", "")), [""; 0]);
    // The whole country is asked for: everything in it is as near.
    assert_eq!(ids(&searcher, &within("10,55,25,70", "")), ["sweden", "skane", "umea", "both", "lund", "square"]);
}

#[test]
fn equally_good_matches_are_ordered_by_how_near_they_are() {
    let (_directory, searcher) = searcher(&catalog());
    assert_eq!(ids(&searcher, &within(LUND, "badplatser")), ["both", "lund", "square", "skane", "sweden"]);
    let newest = SearchRequest { sort: Sort::Modified, ..within(LUND, "badplatser") };
    assert_eq!(ids(&searcher, &newest), ["sweden", "skane", "both", "lund", "square"], "other orders stay as they are");
}

#[test]
fn the_better_match_stays_before_the_slightly_nearer_one() {
    let mut weak = about("weak", &["1281"]);
    weak.title = model::LangText::new("sv", "Kommunens register");
    weak.description = model::LangText::new("sv", "Här finns många olika saker, bland annat badplatser.");
    let (_directory, searcher) = searcher(&[about("county", &["12"]), weak]);
    assert_eq!(ids(&searcher, &within(LUND, "badplatser")), ["county", "weak"]);
}

#[test]
fn pages_join_to_the_whole() {
    let codes = ["SE", "12", "1281", "1280", "1282"];
    let all: Vec<_> =
        (0..60).map(|n| about(&format!("n{n:02}"), &[codes[n % 5]]).at(i64::try_from(n % 7).unwrap())).collect();
    let (_directory, searcher) = searcher(&all);
    for q in ["", "badplatser"] {
        let whole = searcher.ids(&within(LUND, q)).unwrap();
        let mut request = SearchRequest { limit: 7, ..within(LUND, q) };
        let mut walked = Vec::new();
        loop {
            let page = searcher.search(&request).unwrap();
            walked.extend(page.items.into_iter().map(|item| item.id));
            let Some(next) = page.next else { break };
            request.after = Some(search::Cursor::read(&next, &request).unwrap());
        }
        assert_eq!(walked, whole, "{q}");
        assert_eq!(
            whole.len(),
            searcher.search(&request).map(|page| page.total).map(|total| usize::try_from(total).unwrap()).unwrap()
        );
    }
}
