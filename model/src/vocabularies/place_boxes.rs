//! Where places are: boxes of Sweden, its counties and its municipalities.
//!
//! Made by `scripts/place_boxes.py` from the simplified outlines of Statistics Sweden (SCB, *Digitala gränser*, CC0),
//! widened to hundredths of a degree. Good for "is it about here", not for surveying: skerries may lie outside.

use crate::BoundingBox;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Code, west, south, east, north; a line that begins with `#` is a remark.
const TABLE: &str = include_str!("place_boxes.tsv");

static BOXES: LazyLock<HashMap<&'static str, BoundingBox>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let (code, edges) = line.split_once('\t')?;
        let edges: Vec<f64> = edges.split('\t').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [west, south, east, north] = edges[..] else { return None };
        Some((code, BoundingBox::from_degrees(west, south, east, north)?))
    };
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
});

/// The box of a place by its code: a municipality (`1281`), a county (`12`) or the country (`SE`).
pub fn of(code: &str) -> Option<BoundingBox> {
    BOXES.get(code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabularies::place_names::SWEDEN;
    use crate::vocabularies::places::PLACES;

    #[test]
    fn every_place_has_a_box_within_the_one_around_it() {
        let sweden = of(SWEDEN).unwrap();
        assert_eq!(BOXES.len(), PLACES.len() + 1);
        assert_eq!(TABLE.lines().filter(|line| !line.starts_with('#')).count(), BOXES.len(), "each line is read");
        for place in PLACES {
            let (own, county) = (of(place.code).unwrap(), of(place.county()).unwrap());
            assert_eq!(county.with(own), county, "{} lies in its county", place.name);
            assert_eq!(sweden.with(county), sweden);
            assert!(own.west < own.east && own.south < own.north);
        }
    }

    #[test]
    fn places_lie_where_they_are() {
        let is_at = |code: &str, west: f64, north: f64| {
            of(code).unwrap().intersects(BoundingBox::from_degrees(west, north, west, north).unwrap())
        };
        assert!(is_at("1281", 13.19, 55.70), "Lund");
        assert!(is_at("0180", 18.07, 59.33) && is_at("01", 18.07, 59.33), "Stockholm");
        assert!(is_at("2584", 20.22, 67.85), "Kiruna");
        assert!(is_at("0980", 18.29, 57.64) && is_at("09", 18.29, 57.64), "Visby");
        assert!(!is_at("1281", 18.07, 59.33));
        assert_eq!(of("9999"), None);
    }
}
