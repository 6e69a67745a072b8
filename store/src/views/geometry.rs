//! From the geometries that publishers write to a box of degrees: well-known text with or without a coordinate system,
//! GeoJSON, envelopes, four plain numbers. What cannot be read gives nothing: a wrong box misleads more than none.

use model::BoundingBox;

mod sweref;

/// Longest geometry that is read (bytes); the outline of a large municipality has some hundred kilobytes.
const MAX_LENGTH: usize = 4 << 20;

/// Which numbers a pair of coordinates is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    /// Longitude, latitude (CRS84, and what well-known text means by default).
    LonLat,
    /// Latitude, longitude (EPSG:4326 and its European likes).
    LatLon,
    /// SWEREF 99 TM, metres (EPSG:3006).
    Sweref99Tm,
}

/// The box around a geometry in any of the forms that occur.
pub(super) fn bounding_box(text: &str) -> Option<BoundingBox> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if text.is_empty() || text.len() > MAX_LENGTH {
        return None;
    }
    if text.starts_with('{') {
        return around(&json_points(text)?, System::LonLat, true);
    }
    let (system, rest) = system_of(text)?;
    let stated = rest.len() != text.len();
    let points = if let Some(edges) = envelope(rest) { edges } else { wkt_points(rest)? };
    around(&points, system, !stated)
}

/// The coordinate system that stands before well-known text (`<http://www.opengis.net/def/crs/EPSG/0/4326>`,
/// `SRID=4326;`), and the rest. An unknown one gives nothing.
fn system_of(text: &str) -> Option<(System, &str)> {
    if let Some(rest) = text.strip_prefix('<') {
        let (iri, rest) = rest.split_once('>')?;
        return Some((system(iri)?, rest.trim_start()));
    }
    let is_srid = text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("SRID="));
    if is_srid {
        let (code, rest) = text[5..].split_once(';')?;
        // PostGIS writes longitude first whatever the system says.
        let system = if code.trim() == "3006" { System::Sweref99Tm } else { System::LonLat };
        return ["4326", "4258", "3006"].contains(&code.trim()).then(|| (system, rest.trim_start()));
    }
    Some((System::LonLat, text))
}

fn system(iri: &str) -> Option<System> {
    let upper = iri.trim().to_ascii_uppercase();
    if upper.ends_with("CRS84") {
        return Some(System::LonLat);
    }
    match upper.rsplit(['/', ':', '#']).next()? {
        // WGS 84, ETRS89, SWEREF 99
        "4326" | "4258" | "4619" => Some(System::LatLon),
        "3006" => Some(System::Sweref99Tm),
        _ => None,
    }
}

/// `ENVELOPE(w, e, n, s)`, `BOX(w s, e n)`, or four numbers west, south, east, north.
fn envelope(text: &str) -> Option<Vec<(f64, f64)>> {
    let numbers = |inner: &str| -> Option<Vec<f64>> {
        let parts = inner.split([',', ' ', ';']).map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| part.parse().ok()).collect()
    };
    let inside = |name: &str| {
        let start = text.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name))?;
        text[start.len()..].trim().strip_prefix('(')?.strip_suffix(')')
    };
    if let Some(inner) = inside("ENVELOPE") {
        let [west, east, north, south] = numbers(inner)?[..] else { return None };
        return Some(vec![(west, south), (east, north)]);
    }
    let inner = inside("BOX2D").or_else(|| inside("BOX")).unwrap_or(text);
    let [west, south, east, north] = numbers(inner)?[..] else { return None };
    Some(vec![(west, south), (east, north)])
}

/// Words that begin a geometry in well-known text.
const GEOMETRIES: &[&str] = &[
    "POINT",
    "LINESTRING",
    "LINEARRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
    "TRIANGLE",
    "TIN",
    "POLYHEDRALSURFACE",
];

/// All coordinates of well-known text (OGC 06-103r4 §7.2). Only a box is wanted of them, so how deep they nest does not
/// matter, but words, brackets and numbers must be right. Nothing here recurses: a text of brackets only is harmless.
fn wkt_points(text: &str) -> Option<Vec<(f64, f64)>> {
    let mut points = Vec::new();
    let mut depth = 0_usize;
    let mut piece = 0;
    for (at, character) in text.char_indices() {
        let before = text[piece..at].trim();
        match character {
            '(' => {
                let is_fine = if before.is_empty() { depth > 0 } else { is_geometry(before) };
                is_fine.then_some(())?;
                depth += 1;
            }
            ')' | ',' => {
                depth.checked_sub(1)?;
                points.extend(coordinate(before)?);
                depth -= usize::from(character == ')');
            }
            _ => continue,
        }
        piece = at + 1;
    }
    (depth == 0 && text[piece..].trim().is_empty() && !points.is_empty()).then_some(points)
}

/// `POLYGON`, `POINT Z`, `LinestringZM`.
fn is_geometry(word: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    let without = ["ZM", "Z", "M"].iter().find_map(|suffix| upper.strip_suffix(suffix));
    GEOMETRIES.contains(&upper.as_str()) || without.is_some_and(|word| GEOMETRIES.contains(&word.trim_end()))
}

/// Two to four numbers; nothing inside for the piece between two brackets, nothing at all for what is no coordinate.
#[expect(clippy::option_option, reason = "broken, or no coordinate here, or one")]
fn coordinate(text: &str) -> Option<Option<(f64, f64)>> {
    if text.is_empty() {
        return Some(None);
    }
    let numbers: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    match numbers[..] {
        [x, y] | [x, y, _] | [x, y, _, _] => Some(Some((x, y))),
        _ => None,
    }
}

/// All positions of a GeoJSON text (RFC 7946), whatever kind of geometry, feature or collection it is.
fn json_points(text: &str) -> Option<Vec<(f64, f64)>> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let mut points = Vec::new();
    positions(&value, false, &mut points)?;
    Some(points)
}

/// Nothing as soon as a position is no pair of numbers.
fn positions(value: &serde_json::Value, inside: bool, points: &mut Vec<(f64, f64)>) -> Option<()> {
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "coordinates" => positions(member, true, points)?,
                    "geometry" | "geometries" | "features" => positions(member, false, points)?,
                    _ => {}
                }
            }
        }
        serde_json::Value::Array(items) if inside && items.first().is_some_and(serde_json::Value::is_number) => {
            points.push((items[0].as_f64()?, items.get(1)?.as_f64()?));
        }
        serde_json::Value::Array(items) => {
            for item in items {
                positions(item, inside, points)?;
            }
        }
        serde_json::Value::Null if !inside => {}
        _ => return None,
    }
    Some(())
}

/// The box around points. Where no system is stated and all points would lie in Sweden with their numbers swapped (and
/// in the Arabian Sea as they stand), they are swapped.
fn around(points: &[(f64, f64)], system: System, may_be_swapped: bool) -> Option<BoundingBox> {
    let in_sweden = |&(lat, lon): &(f64, f64)| (54.0..=70.0).contains(&lat) && (9.0..=26.0).contains(&lon);
    let swapped = may_be_swapped && !points.is_empty() && points.iter().all(in_sweden);
    let mut all: Option<BoundingBox> = None;
    for &(x, y) in points {
        let (longitude, latitude) = match system {
            System::Sweref99Tm => sweref::degrees(x.min(y), x.max(y))?,
            System::LonLat if !swapped => (x, y),
            System::LonLat | System::LatLon => (y, x),
        };
        let point = BoundingBox::from_degrees(longitude, latitude, longitude, latitude)?;
        all = Some(all.map_or(point, |all| all.with(point)));
    }
    // Nothing Swedish lies at 0° 0°: that is a default that nobody filled in.
    all.filter(|all| (all.west, all.south, all.east, all.north) != (0, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        bounding_box(text).map_or_else(|| "-".to_owned(), |all| all.to_string())
    }

    #[test]
    fn forms_that_occur() {
        let lund = "13,55.6,13.5,55.8";
        for text in [
            "POLYGON((13 55.6,13.5 55.6,13.5 55.8,13 55.8,13 55.6))",
            "polygon ((13.0 55.6, 13.5 55.6, 13.5 55.8, 13.0 55.8, 13.0 55.6))",
            "\u{feff} POLYGON Z ((13 55.6 0,13.5 55.6 0,13.5 55.8 0,13 55.8 0,13 55.6 0))",
            "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON((13 55.6,13.5 55.6,13.5 55.8,13 55.8,13 55.6))",
            "<http://www.opengis.net/def/crs/EPSG/0/4326> POLYGON((55.6 13,55.6 13.5,55.8 13.5,55.8 13,55.6 13))",
            "<https://www.opengis.net/def/crs/EPSG/0/4258>POLYGON((55.6 13,55.6 13.5,55.8 13.5,55.8 13,55.6 13))",
            "<urn:ogc:def:crs:EPSG::4326> LINESTRING(55.6 13,55.8 13.5)",
            "SRID=4326;LINESTRING(13 55.6,13.5 55.8)",
            "POLYGON((55.6 13,55.6 13.5,55.8 13.5,55.8 13,55.6 13))",
            "MULTIPOINT((13 55.6),(13.5 55.8))",
            "MULTIPOINT(13 55.6,13.5 55.8)",
            "MULTIPOLYGON(((13 55.6,13.1 55.6,13.1 55.7,13 55.6)),((13.4 55.7,13.5 55.7,13.5 55.8,13.4 55.7)))",
            "MULTILINESTRING((13 55.6,13.1 55.7),(13.2 55.7,13.5 55.8))",
            "GEOMETRYCOLLECTION(POINT(13 55.6),LINESTRING(13.1 55.7,13.5 55.8))",
            "ENVELOPE(13, 13.5, 55.8, 55.6)",
            "BOX(13 55.6, 13.5 55.8)",
            "13,55.6,13.5,55.8",
            r#"{"type":"Polygon","coordinates":[[[13,55.6],[13.5,55.6],[13.5,55.8],[13,55.8],[13,55.6]]]}"#,
            r#"{"type":"Feature","properties":{"a":[1,2]},"geometry":{"type":"MultiPoint","coordinates":[[13,55.6,4],[13.5,55.8,5]]}}"#,
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null},{"type":"Feature","geometry":{"type":"LineString","coordinates":[[13,55.6],[13.5,55.8]]}}]}"#,
            r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[13,55.6]},{"type":"Point","coordinates":[13.5,55.8]}]}"#,
        ] {
            assert_eq!(shown(text), lund, "{text}");
        }
        assert_eq!(shown("POINT(18.07 59.33)"), "18.07,59.33,18.07,59.33");
        assert_eq!(shown("POINT(2 1)"), "2,1,2,1");
    }

    #[test]
    fn metres_of_sweref_in_either_order() {
        // Control point of the Swedish mapping authority: N 6 580 994, E 674 571 lies in Stockholm.
        for text in [
            "<http://www.opengis.net/def/crs/EPSG/0/3006> POINT(6580822 674032)",
            "<http://www.opengis.net/def/crs/EPSG/0/3006> POINT(674032 6580822)",
            "SRID=3006;POINT(674032 6580822)",
        ] {
            let [west, south, ..] = bounding_box(text).unwrap().degrees();
            assert!((west - 18.06).abs() < 0.02 && (south - 59.33).abs() < 0.02, "{text}: {west} {south}");
        }
    }

    #[test]
    fn what_is_broken_gives_nothing() {
        for text in [
            "",
            "Lund",
            "POINT EMPTY",
            "POLYGON((13 55.6,13.5",
            "POINT(13,55)",
            "POLYGON((13 55.6,13.5 55.8)))",
            "POLYGON((13 55.6,13.5 55.8)) extra",
            "POLYGON((13 55.6,,13.5 x))",
            "CIRCLE(13 55.6)",
            "((13 55.6))",
            "13 55.6,14 56)",
            "POINT(200 95)",
            "POINT(0 0)",
            "POINT(674032 6580822)",
            "<http://www.opengis.net/def/crs/EPSG/0/3021> POINT(6580822 1674032)",
            "<http://www.opengis.net/def/crs/EPSG/0/4326 POINT(1 2)",
            "SRID=9999;POINT(1 2)",
            "ENVELOPE(1,2,3)",
            "1,2,3",
            "1,2,3,x",
            "{\"type\":\"Point\"",
            r#"{"type":"Point","coordinates":["13","55"]}"#,
            r#"{"type":"Point","coordinates":[13]}"#,
            r#"{"type":"Point"}"#,
            "POINT(NaN NaN)",
        ] {
            assert_eq!(shown(text), "-", "{text}");
        }
        let deep = format!("{}POINT(1 2){}", "GEOMETRYCOLLECTION(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(shown(&deep), "1,2,1,2", "nested for nothing, but without recursion");
        let nested = format!("{}1{}", "{\"geometry\":".repeat(100_000), "}".repeat(100_000));
        assert_eq!(shown(&nested), "-");
    }
}
