//! What a resource covers in space and time, in a form that search can compare.

use super::geometry::bounding_box;
use super::reader::Reader;
use crate::snapshot::TermId;
use model::view::{AgentView, Concept, PeriodView};
use model::vocabularies::place_names::{codes_of_iri, concept, of_name, of_organisation};
use model::{BoundingBox, Coverage, LangText, Years};
use std::collections::BTreeSet;

/// Most names of other places that are kept.
const MAX_NAMES: usize = 20;

/// One place, resolved.
#[derive(Debug, Clone, Default)]
pub(super) struct ResolvedPlace {
    codes: Vec<&'static str>,
    name: LangText,
    bbox: Option<BoundingBox>,
}

impl Reader<'_> {
    /// Places, box and years of a resource. One that states no place at all and whose publisher is a municipality or a
    /// region is about that, and says so.
    pub(super) fn coverage(&self, subject: TermId, publisher: Option<&AgentView>) -> Coverage {
        let mut codes = BTreeSet::new();
        let mut coverage = Coverage::default();
        let mut states_place = false;
        for object in self.objects(subject, self.known.spatial) {
            let place = self.resolved_place(object);
            states_place = true;
            codes.extend(place.codes.iter().copied());
            coverage.bbox = coverage.bbox.into_iter().chain(place.bbox).reduce(BoundingBox::with);
            let is_new = !place.name.is_empty() && !coverage.names.contains(&place.name);
            if place.codes.is_empty() && is_new && coverage.names.len() < MAX_NAMES {
                coverage.names.push(place.name);
            }
        }
        coverage.names.sort_by(|one, other| one.0.cmp(&other.0));
        if !states_place {
            let names = publisher.into_iter().flat_map(|publisher| publisher.name.0.values());
            codes.extend(names.filter_map(|name| of_organisation(name)));
            coverage.assumed = !codes.is_empty();
        }
        coverage.places = codes.into_iter().filter_map(concept).collect();
        coverage.years = self.periods(subject).iter().filter_map(years).reduce(Years::with);
        coverage
    }

    fn resolved_place(&self, id: TermId) -> ResolvedPlace {
        if let Some(found) = self.resolved_places.borrow().get(&id) {
            return found.clone();
        }
        let found = self.resolve_place(id);
        self.resolved_places.borrow_mut().insert(id, found.clone());
        found
    }

    fn resolve_place(&self, id: TermId) -> ResolvedPlace {
        let text = self.text_of(id);
        if self.is_literal(id) {
            let bbox = bounding_box(text);
            let codes: Vec<_> = codes_of_iri(text).into_iter().chain(of_name(text)).take(1).collect();
            let has_name =
                bbox.is_none() && text.chars().any(char::is_alphabetic) && !text.trim_start().starts_with('{');
            let name = if has_name { LangText::new("", text.trim()) } else { LangText::default() };
            return ResolvedPlace { codes, name, bbox };
        }
        let label = self.described_label(id);
        let mut codes = codes_of_iri(text);
        if codes.is_empty() {
            codes.extend(label.0.values().find_map(|name| of_name(name)));
        }
        ResolvedPlace { codes, name: label, bbox: self.place_box(id) }
    }

    /// The stated box; where it is missing or broken the geometry, else the point in the middle.
    fn place_box(&self, place: TermId) -> Option<BoundingBox> {
        let k = &self.known;
        [k.bbox, k.geometry, k.centroid].into_iter().find_map(|predicate| {
            let own = self.objects(place, predicate).filter_map(|object| self.box_of(object));
            own.reduce(BoundingBox::with)
        })
    }

    /// The box of a literal, or of a node of geometry.
    fn box_of(&self, geometry: TermId) -> Option<BoundingBox> {
        if self.is_literal(geometry) {
            return bounding_box(self.text_of(geometry));
        }
        let k = &self.known;
        let texts = self.objects(geometry, k.as_wkt).chain(self.objects(geometry, k.as_geojson));
        texts.filter(|text| self.is_literal(*text)).find_map(|text| bounding_box(self.text_of(text)))
    }

    /// National basic data: subjects from Digg's terminology of *grunddata*, or INSPIRE's topic categories as older
    /// catalogs write them.
    pub(super) fn basic_data(&self, subject: TermId) -> Vec<Concept> {
        let mut concepts = self.concepts_of(subject, self.known.subject);
        let lists = ["dataportal.se/terminology/grunddata", "inspire.ec.europa.eu/metadata-codelist/topiccategory"];
        concepts.retain(|concept| {
            let iri = concept.iri.to_ascii_lowercase();
            lists.iter().any(|list| iri.contains(list))
        });
        concepts
    }
}

/// The years of a period: the first year of its start, the last of its end.
fn years(period: &PeriodView) -> Option<Years> {
    let of = |text: &Option<String>| text.as_deref().map(years_in).unwrap_or_default();
    let from = of(&period.start).first().copied();
    let to = of(&period.end).last().copied();
    match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) if from > to => Some(Years { from: Some(to), to: Some(from) }),
        (from, to) => Some(Years { from, to }),
    }
}

/// Years in a text: four digits, or the first four of eight (`20190101`). Others than 1000 to 2999 stand for "unknown"
/// or "for ever" (`0001-01-01`, `9999-12-31`).
fn years_in(text: &str) -> Vec<i32> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4 || run.len() == 8);
    runs.filter_map(|run| run[..4].parse().ok()).filter(|year| (1000..3000).contains(year)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_periods() {
        let years = |start: &str, end: &str| {
            let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let found = years(&PeriodView { start: part(start), end: part(end) });
            found.map_or("-".to_owned(), |years| {
                let shown = |year: Option<i32>| year.map_or("..".to_owned(), |year| year.to_string());
                format!("{}/{}", shown(years.from), shown(years.to))
            })
        };
        assert_eq!(years("2019-01-01", "2020-12-31T23:59:59.0000+02:00"), "2019/2020");
        assert_eq!(years("2019", ""), "2019/..");
        assert_eq!(years("", "20191231"), "../2019");
        assert_eq!(years("2010-2012", "2010-2012"), "2010/2012");
        assert_eq!(years("2020-01-01", "9999-12-31"), "2020/..");
        assert_eq!(years("2021", "2019"), "2019/2021");
        assert_eq!(years("0001-01-01", "sedan länge"), "-");
    }
}
