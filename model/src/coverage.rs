//! What a resource covers in space and time, in a form that can be compared.

use crate::text::LangText;
use crate::view::Concept;
use crate::vocabularies::place_boxes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What a resource covers in space and time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Swedish municipalities (code of four digits), counties (two digits) and the whole country (`SE`), by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Concept>,
    /// The resource states no place; these are its publisher's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
    /// Names of other places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<LangText>,
    /// What all its geometries lie in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<BoundingBox>,
    /// The years that its periods lie in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<Years>,
}

impl Coverage {
    /// True when nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Where it is: the box of its geometries, and that of each named place that we know one for. Places that were only
    /// assumed do not count beside a geometry.
    pub fn boxes(&self) -> Vec<BoundingBox> {
        let named = self.places.iter().filter(|_| !(self.assumed && self.bbox.is_some()));
        let named = named.filter_map(|place| place_boxes::of(&place.code));
        let mut boxes: Vec<BoundingBox> = Vec::new();
        for area in self.bbox.into_iter().chain(named) {
            if !boxes.contains(&area) {
                boxes.push(area);
            }
        }
        boxes
    }
}

/// A span of years; an end that is missing is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Years {
    /// First year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i32>,
    /// Last year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<i32>,
}

impl Years {
    /// The span of both; an open end stays open.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            from: self.from.zip(other.from).map(|(a, b)| a.min(b)),
            to: self.to.zip(other.to).map(|(a, b)| a.max(b)),
        }
    }

    /// Whether both have a year in common.
    pub fn overlaps(self, other: Self) -> bool {
        let starts_before_end = |from: Option<i32>, to: Option<i32>| from.zip(to).is_none_or(|(from, to)| from <= to);
        starts_before_end(self.from, other.to) && starts_before_end(other.from, self.to)
    }
}

/// A box of degrees (WGS 84). Kept in millionths of a degree, about ten centimetres, so that it can be compared and
/// hashed; as text and JSON it is west, south, east, north in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BoundingBox {
    /// Western edge, millionths of a degree; greater than `east` when the box crosses the antimeridian.
    pub west: i32,
    /// Southern edge.
    pub south: i32,
    /// Eastern edge.
    pub east: i32,
    /// Northern edge.
    pub north: i32,
}

/// Millionths per degree.
const SCALE: f64 = 1_000_000.0;

impl BoundingBox {
    /// A box from degrees; nothing when an edge lies outside the globe or south lies north of north.
    pub fn from_degrees(west: f64, south: f64, east: f64, north: f64) -> Option<Self> {
        let fits = |value: f64, most: f64| value.is_finite() && value.abs() <= most;
        if !(fits(west, 180.0) && fits(east, 180.0) && fits(south, 90.0) && fits(north, 90.0) && south <= north) {
            return None;
        }
        Some(Self { west: scaled(west), south: scaled(south), east: scaled(east), north: scaled(north) })
    }

    /// West, south, east and north in degrees.
    pub fn degrees(self) -> [f64; 4] {
        [self.west, self.south, self.east, self.north].map(|edge| f64::from(edge) / SCALE)
    }

    /// Its size in squares of a millionth of a degree: for comparing with others, since degrees of longitude shrink
    /// towards the poles.
    pub fn area(self) -> u64 {
        let width = i64::from(self.east) - i64::from(self.west);
        let width = if width < 0 { width + 2 * i64::from(scaled(180.0)) } else { width };
        let height = i64::from(self.north) - i64::from(self.south);
        width.unsigned_abs() * height.unsigned_abs()
    }

    /// The smallest box around both; neither may cross the antimeridian.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// Whether both have a point in common; touching edges count.
    pub fn intersects(self, other: Self) -> bool {
        let in_latitude = self.south <= other.north && other.south <= self.north;
        let spans = |one: Self| {
            if one.west <= one.east {
                [Some((one.west, one.east)), None]
            } else {
                [Some((one.west, scaled(180.0))), Some((scaled(-180.0), one.east))]
            }
        };
        let meet = |(a, b): (i32, i32)| spans(other).into_iter().flatten().any(|(c, d)| a <= d && c <= b);
        in_latitude && spans(self).into_iter().flatten().any(meet)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are checked; 180 million fits")]
fn scaled(degrees: f64) -> i32 {
    (degrees * SCALE).round() as i32
}

impl fmt::Display for BoundingBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [west, south, east, north] = self.degrees();
        write!(f, "{west},{south},{east},{north}")
    }
}

/// A text that is no box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoBox(pub String);

impl fmt::Display for NoBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let example = "write west, south, east and north in degrees with commas between, like `12.9,55.6,13.5,55.9`";
        write!(f, "`{}` is no box: {example}", self.0)
    }
}

impl std::error::Error for NoBox {}

impl FromStr for BoundingBox {
    type Err = NoBox;

    fn from_str(text: &str) -> Result<Self, NoBox> {
        let problem = || NoBox(text.chars().take(100).collect());
        let edges: Vec<f64> =
            text.split(',').map(|edge| edge.trim().parse()).collect::<Result<_, _>>().map_err(|_| problem())?;
        let [west, south, east, north] = edges[..] else { return Err(problem()) };
        Self::from_degrees(west, south, east, north).ok_or_else(problem)
    }
}

impl Serialize for BoundingBox {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.degrees().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for BoundingBox {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let [west, south, east, north] = <[f64; 4]>::deserialize(deserializer)?;
        Self::from_degrees(west, south, east, north).ok_or_else(|| serde::de::Error::custom("no box on the globe"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(text: &str) -> BoundingBox {
        text.parse().unwrap()
    }

    #[test]
    fn boxes_are_read_compared_and_written() {
        let lund = area("13.0, 55.6,13.5,55.8");
        assert_eq!(lund.to_string(), "13,55.6,13.5,55.8");
        assert_eq!(serde_json::from_str::<BoundingBox>(&serde_json::to_string(&lund).unwrap()).unwrap(), lund);
        assert!(lund.intersects(area("10,50,13,60")), "edges touch");
        assert!(!lund.intersects(area("10,50,12.9,60")) && !lund.intersects(area("13,56,14,57")));
        let pacific = area("170,-10,-170,10");
        assert!(pacific.intersects(area("-180,0,-175,5")) && !pacific.intersects(area("0,0,10,10")));
        for bad in ["", "1,2,3", "1,2,3,x", "0,60,1,50", "200,0,201,1", "NaN,0,1,1", "1,2,3,4,5"] {
            assert!(bad.parse::<BoundingBox>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_place_by_name_has_a_box() {
        let place = |code: &str| crate::vocabularies::place_names::concept(code).unwrap();
        let mut coverage = Coverage { places: vec![place("1281"), place("SE")], ..Coverage::default() };
        assert_eq!(coverage.boxes(), ["1281", "SE"].map(|code| place_boxes::of(code).unwrap()));
        coverage.bbox = Some(area("13,55.6,13.5,55.8"));
        assert_eq!(coverage.boxes().len(), 3);
        coverage.assumed = true;
        assert_eq!(coverage.boxes(), [area("13,55.6,13.5,55.8")], "what it states is nearer the truth");
        assert_eq!(area("1,2,3,5").area(), 6_000_000_000_000);
        assert_eq!(area("179,0,-179,1").area(), 2_000_000_000_000);
    }

    #[test]
    fn years_overlap() {
        let years = |from, to| Years { from, to };
        let nineties = years(Some(1990), Some(1999));
        assert!(nineties.overlaps(years(Some(1999), None)) && nineties.overlaps(years(None, Some(1990))));
        assert!(!nineties.overlaps(years(Some(2000), None)) && !nineties.overlaps(years(None, Some(1989))));
        assert_eq!(nineties.with(years(Some(2005), None)), years(Some(1990), None));
    }
}
