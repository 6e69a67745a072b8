//! Places and periods.

use super::reader::Reader;
use crate::snapshot::TermId;
use model::LangText;
use model::view::{PeriodView, PlaceView};
use model::vocabularies::last_part;

impl Reader<'_> {
    /// Places; those with a name first, then by IRI.
    pub(super) fn places(&self, subject: TermId) -> Vec<PlaceView> {
        let mut places: Vec<PlaceView> = self.objects(subject, self.known.spatial).map(|o| self.place(o)).collect();
        places.sort_by(|a, b| {
            let key = |place: &PlaceView| (place.name.is_empty(), place.name.text("sv").to_owned(), place.iri.clone());
            key(a).cmp(&key(b))
        });
        places.dedup();
        places
    }

    fn place(&self, id: TermId) -> PlaceView {
        let text = self.text_of(id);
        if self.is_literal(id) {
            let is_geometry = text.trim_start().starts_with('{') || is_wkt(text);
            let name = if is_geometry { LangText::default() } else { LangText::new("", text.trim()) };
            return PlaceView { iri: None, name, geometry: is_geometry.then(|| text.to_owned()) };
        }
        let named = !self.is_anonymous(id);
        let geometry = self.place_geometry(id);
        let mut name = self.described_label(id);
        if name.is_empty() && named && geometry.is_none() {
            name = LangText::new("", last_part(text));
        }
        PlaceView { iri: named.then(|| text.to_owned()), name, geometry }
    }

    /// Bounding box, else centroid, else geometry, which may be a node of its own. WKT is preferred to GeoJSON.
    fn place_geometry(&self, place: TermId) -> Option<String> {
        let k = &self.known;
        let nodes = self.objects(place, k.geometry);
        let nested: Vec<TermId> = nodes.filter(|node| !self.is_literal(*node)).collect();
        let literals =
            |predicate| self.objects(place, predicate).filter(|o| self.is_literal(*o)).map(|o| self.text_of(o));
        let own = [k.bbox, k.centroid, k.geometry].into_iter().find_map(|predicate| prefer_wkt(literals(predicate)));
        let of_node = || {
            nested.iter().find_map(|node| {
                let values = self.objects(*node, k.as_wkt).chain(self.objects(*node, k.as_geojson));
                prefer_wkt(values.map(|value| self.text_of(value)))
            })
        };
        own.map(str::to_owned).or_else(|| of_node().map(str::to_owned))
    }

    /// A node that has no IRI of its publisher's: a blank node, or one that we gave an IRI under `{base}id/`.
    pub(super) fn is_anonymous(&self, id: TermId) -> bool {
        let text = self.text_of(id);
        let own = text.strip_prefix(self.snapshot.header().base_url.as_str());
        own.is_some_and(|rest| rest.starts_with("id/")) || !text.contains(':')
    }

    /// Periods, sorted by start.
    pub(super) fn periods(&self, subject: TermId) -> Vec<PeriodView> {
        let mut periods: Vec<PeriodView> =
            self.objects(subject, self.known.temporal).filter_map(|o| self.period(o)).collect();
        periods.sort_by(|a, b| (&a.start, &a.end).cmp(&(&b.start, &b.end)));
        periods.dedup();
        periods
    }

    /// Start and end in DCAT's words, else in schema.org's (deprecated in DCAT-AP-SE 3.0, still read). A literal is
    /// read as an ISO 8601 interval (`2019-01-01/2020-12-31`) or as one date.
    fn period(&self, id: TermId) -> Option<PeriodView> {
        if self.is_literal(id) {
            let text = self.text_of(id).trim();
            let (start, end) = text.split_once('/').unwrap_or((text, text));
            let part = |text: &str| (!text.is_empty() && text != "..").then(|| text.to_owned());
            return Some(PeriodView { start: part(start), end: part(end) });
        }
        let k = &self.known;
        let start = self.value(id, k.start_date).or_else(|| self.value(id, k.schema_start));
        let end = self.date(id, k.end_date).or_else(|| self.date(id, k.schema_end));
        (start.is_some() || end.is_some()).then_some(PeriodView { start, end })
    }
}

fn is_wkt(text: &str) -> bool {
    let text = text.trim_start();
    let text =
        if text.starts_with('<') { text.split_once('>').map_or(text, |(_, rest)| rest.trim_start()) } else { text };
    let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    [
        "POINT",
        "POLYGON",
        "MULTIPOLYGON",
        "ENVELOPE",
        "LINESTRING",
        "MULTIPOINT",
        "MULTILINESTRING",
        "GEOMETRYCOLLECTION",
    ]
    .contains(&word.to_ascii_uppercase().as_str())
}

/// The WKT among several spellings of one geometry, else the first in alphabetical order.
fn prefer_wkt<'a>(values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    values.filter(|value| !value.trim().is_empty()).min_by_key(|value| (!is_wkt(value), *value))
}
