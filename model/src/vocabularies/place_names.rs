//! From what publishers write for a place to the code of a municipality, a county or the country.

use super::place_codes::{COUNTY_LETTERS, GEONAMES_SWEDEN, GEONAMES_TOWNS};
use super::place_wikidata::code_of;
use super::places::{PLACES, PlaceLevel, RegionalPlace, by_code};
use super::{bare, last_part};
use crate::text::LangText;
use crate::view::Concept;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Code of the whole country among the codes of municipalities and counties.
pub const SWEDEN: &str = "SE";

/// Words in an IRI before the code of a municipality or county.
const CODE_WORDS: &[&str] = &[
    "kommun",
    "kommuner",
    "kommunkod",
    "kommunkoder",
    "municipality",
    "municipalities",
    "lan",
    "län",
    "laen",
    "lanskod",
    "länskod",
    "county",
    "counties",
    "region",
    "regions",
    "regioner",
    "place",
    "places",
    "plats",
];

/// The place with this code as readers see it: `1281` *Lund*, `12` *Skåne län*, `SE` *Hela Sverige*. Its IRI is the one
/// that DCAT-AP-SE recommends, of GeoNames.
pub fn concept(code: &str) -> Option<Concept> {
    let iri = |number: u32| format!("http://sws.geonames.org/{number}/");
    if code == SWEDEN {
        let label = LangText::sv_en("Hela Sverige", "All of Sweden");
        return Some(Concept { iri: iri(GEONAMES_SWEDEN), code: SWEDEN.to_owned(), label });
    }
    let place = by_code(code)?;
    Some(Concept { iri: iri(place.geonames), code: code.to_owned(), label: place.label() })
}

/// Whether a code is one of a municipality, a county or the country.
pub fn is_code(code: &str) -> bool {
    code == SWEDEN || by_code(code).is_some()
}

/// Codes behind an IRI: GeoNames, Wikidata, NUTS (a large region gives its counties), ISO 3166, the EU's list of countries, and
/// IRIs that carry the official code (SCB, Kolada, dataportal.se and others). Empty when it is no Swedish place.
pub fn codes_of_iri(iri: &str) -> Vec<&'static str> {
    let key = bare(iri.trim());
    let (host, path) = key.split_once('/').unwrap_or((key, ""));
    if host.ends_with("geonames.org") {
        let number = path.split(['/', '.']).next().and_then(|number| number.parse().ok());
        return number.and_then(of_geonames).into_iter().collect();
    }
    let last = last_part(key);
    if host.ends_with("wikidata.org") {
        let code = if last == "Q34" { Some(SWEDEN) } else { code_of(last) };
        return code.into_iter().collect();
    }
    if path.contains("authority/country/") {
        return if last.eq_ignore_ascii_case("SWE") { vec![SWEDEN] } else { Vec::new() };
    }
    if key.to_ascii_lowercase().contains("nuts") {
        return of_nuts(last);
    }
    if let Some(letters) = last.strip_prefix("SE-") {
        let county = COUNTY_LETTERS.iter().find(|(of, _)| of.eq_ignore_ascii_case(letters));
        return county.map(|(_, code)| *code).into_iter().collect();
    }
    of_code_in(key)
        .or_else(|| host.contains("dbpedia").then(|| of_name(&last.replace('_', " ")))?)
        .into_iter()
        .collect()
}

/// Code of a place by name, as labels and plain texts have it: *Lund*, *Lunds kommun*, *Göteborgs Stad*, *Skåne län*,
/// *Region Skåne*, *Sverige*. A name alone is the municipality, where there is one.
pub fn of_name(name: &str) -> Option<&'static str> {
    let name = name.trim().trim_end_matches('.').to_lowercase();
    NAMES.get(name.split_whitespace().collect::<Vec<_>>().join(" ").as_str()).copied()
}

/// Code of the municipality or county that an organisation is (*Lunds kommun*, *Region Skåne*); nothing for a bare
/// name, which may be anything.
pub fn of_organisation(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let words = ["kommun", "stad", "region", "municipality", "city of", "län", "kommunen"];
    let says_level =
        words.iter().any(|word| lower.split_whitespace().any(|own| own == *word) || lower.starts_with(word));
    of_name(name).filter(|code| says_level && *code != SWEDEN)
}

static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for name in ["sverige", "sweden", "hela sverige", "riket", "hela landet", "konungariket sverige"] {
        names.insert(name.to_owned(), SWEDEN);
    }
    // Municipalities first: *Stockholm* is the city before the county.
    for level in [PlaceLevel::Municipality, PlaceLevel::County] {
        for place in PLACES.iter().filter(|place| place.level() == level) {
            for name in std::iter::once(place.name).chain(place.others.iter().copied()) {
                for spelling in spellings(&name.to_lowercase(), level) {
                    names.entry(spelling).or_insert(place.code);
                }
            }
        }
    }
    names
});

fn spellings(name: &str, level: PlaceLevel) -> Vec<String> {
    let genitive = format!("{name}s");
    let forms = [name, genitive.as_str()];
    let mut all = vec![name.to_owned()];
    match level {
        PlaceLevel::Municipality => {
            for form in forms {
                all.extend(["kommun", "stad"].map(|word| format!("{form} {word}")));
            }
            all.extend([format!("{name} municipality"), format!("city of {name}"), format!("kommun {name}")]);
        }
        PlaceLevel::County => {
            for form in forms {
                all.push(format!("{form} län"));
                all.push(format!("region {form}"));
                all.push(format!("länsstyrelsen i {form} län"));
                all.push(format!("länsstyrelsen {form}"));
            }
            all.extend([format!("{name} county"), format!("{name} region")]);
        }
    }
    all
}

fn of_geonames(number: u32) -> Option<&'static str> {
    if number == GEONAMES_SWEDEN {
        return Some(SWEDEN);
    }
    let known = PLACES.iter().find(|place| place.geonames == number).map(|place| place.code);
    known.or_else(|| GEONAMES_TOWNS.iter().find(|(of, _)| *of == number).map(|(_, code)| *code))
}

fn of_nuts(code: &str) -> Vec<&'static str> {
    let Some(rest) = code.get(..2).filter(|start| start.eq_ignore_ascii_case("SE")).and_then(|_| code.get(2..)) else {
        return Vec::new();
    };
    if rest.is_empty() {
        return vec![SWEDEN];
    }
    let of_county = |place: &&RegionalPlace| place.nuts().is_some_and(|nuts| nuts[2..].starts_with(rest));
    PLACES.iter().filter(of_county).map(|place| place.code).collect()
}

/// The official code at the end of an IRI that says that it is one: `…/kommun/1281`, `…#kommun-1281`, Kolada's
/// `…/municipality/0012` for a county.
fn of_code_in(key: &str) -> Option<&'static str> {
    let lower = key.to_lowercase();
    let parts: Vec<&str> = lower.split(['/', '#', '-', '_', '=', '?', ':']).filter(|part| !part.is_empty()).collect();
    let (last, before) = parts.split_last()?;
    let says_so = before.iter().rev().take(2).any(|part| CODE_WORDS.contains(part));
    if !says_so {
        return None;
    }
    if ["se", "swe", "sweden", "sverige", "0000"].contains(last) {
        return Some(SWEDEN);
    }
    let digits = last.strip_prefix("se").unwrap_or(last);
    let county = digits.strip_prefix("00").filter(|county| county.len() == 2);
    by_code(county.unwrap_or(digits)).map(|place| place.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_a_number_and_leads_back() {
        for place in PLACES {
            let concept = concept(place.code).unwrap();
            assert_eq!(codes_of_iri(&concept.iri), [place.code]);
            assert_eq!(of_name(concept.label.text("sv")), Some(place.code));
        }
        assert!(PLACES.iter().all(|place| place.geonames > 0));
        assert_eq!(COUNTY_LETTERS.len(), 21);
    }

    #[test]
    fn iris_of_many_registers() {
        let cases: &[(&str, &[&str])] = &[
            ("http://sws.geonames.org/2661886", &[SWEDEN]),
            ("https://www.geonames.org/2693555/lunds-kommun.html", &["1281"]),
            ("http://sws.geonames.org/2673730", &["0180"]),
            ("http://sws.geonames.org/2664415/", &["24"]),
            ("http://sws.geonames.org/734077/", &[]),
            ("http://data.europa.eu/nuts/code/SE224", &["12"]),
            ("http://data.europa.eu/nuts/code/SE22", &["10", "12"]),
            ("http://nuts.geovocab.org/id/SE", &[SWEDEN]),
            ("http://publications.europa.eu/resource/authority/country/SWE", &[SWEDEN]),
            ("http://publications.europa.eu/mdr/authority/country/ZWE", &[]),
            ("http://www.wikidata.org/entity/Q34", &[SWEDEN]),
            ("https://www.wikidata.org/wiki/Q103659", &["12"]),
            ("http://www.wikidata.org/entity/Q59091", &["0380"]),
            ("http://www.wikidata.org/entity/Q1", &[]),
            ("https://api.kolada.se/v2/municipality/1281", &["1281"]),
            ("https://api.kolada.se/v2/municipality/0012", &["12"]),
            ("https://www.scb.se/regioner/1281", &["1281"]),
            ("https://data.example/place/kommun/0180", &["0180"]),
            ("https://data.example/place/lan/01", &["01"]),
            ("https://data.example/place/se", &[SWEDEN]),
            ("https://data.example/rapport/2020/1281", &[]),
            ("https://id.example/iso3166-2/SE-M", &["12"]),
            ("https://dbpedia.org/resource/Skåne_County", &["12"]),
        ];
        for (iri, codes) in cases {
            assert_eq!(codes_of_iri(iri), *codes, "{iri}");
        }
    }

    #[test]
    fn names_and_organisations() {
        for (name, code) in [
            ("Lunds kommun", "1281"),
            ("lund", "1281"),
            ("Göteborgs Stad", "1480"),
            ("Uppsala kommun", "0380"),
            ("Region Skåne", "12"),
            ("Stockholms  län", "01"),
            ("Stockholm", "0180"),
            ("Sverige", "SE"),
        ] {
            assert_eq!(of_name(name), Some(code), "{name}");
        }
        assert_eq!(of_name("Vänern"), None);
        assert_eq!(of_organisation("Lund"), None);
        assert_eq!(of_organisation("Lunds kommun"), Some("1281"));
        assert_eq!(of_organisation("Länsstyrelsen i Skåne län"), Some("12"));
    }
}
