//! SWEREF 99 TM to longitude and latitude: Gauss's conformal projection after the formulas that Lantmäteriet publishes
//! ("Gauss Conformal Projection (Transverse Mercator), Krüger's formulas"), on GRS 80.

/// Longitude and latitude in degrees of a point in metres; nothing when it lies far outside Sweden.
pub(super) fn degrees(east: f64, north: f64) -> Option<(f64, f64)> {
    let is_near = (0.0..=1_500_000.0).contains(&east) && (5_500_000.0..=8_500_000.0).contains(&north);
    if !is_near {
        return None;
    }
    let flattening = 1.0 / 298.257_222_101_f64;
    let n = flattening / (2.0 - flattening);
    let radius = 6_378_137.0 / (1.0 + n) * (1.0 + n.powi(2) / 4.0 + n.powi(4) / 64.0);
    let scale = 0.9996 * radius;
    let (xi, eta) = (north / scale, (east - 500_000.0) / scale);
    let series = [
        n / 2.0 - 2.0 * n.powi(2) / 3.0 + 37.0 * n.powi(3) / 96.0 - n.powi(4) / 360.0,
        n.powi(2) / 48.0 + n.powi(3) / 15.0 - 437.0 * n.powi(4) / 1440.0,
        17.0 * n.powi(3) / 480.0 - 37.0 * n.powi(4) / 840.0,
        4397.0 * n.powi(4) / 161_280.0,
    ];
    let (mut x, mut y) = (xi, eta);
    for (factor, term) in [2.0, 4.0, 6.0, 8.0].into_iter().zip(series) {
        x -= term * (factor * xi).sin() * (factor * eta).cosh();
        y -= term * (factor * xi).cos() * (factor * eta).sinh();
    }
    let conformal = (x.sin() / y.cosh()).asin();
    let longitude = 15.0_f64.to_radians() + (y.sinh() / x.cos()).atan();
    Some((longitude.to_degrees(), geodetic(conformal, flattening * (2.0 - flattening)).to_degrees()))
}

/// Latitude on the ellipsoid with this squared eccentricity, from the conformal latitude.
fn geodetic(conformal: f64, e2: f64) -> f64 {
    let series = [
        e2 + e2.powi(2) + e2.powi(3) + e2.powi(4),
        -(7.0 * e2.powi(2) + 17.0 * e2.powi(3) + 30.0 * e2.powi(4)) / 6.0,
        (224.0 * e2.powi(3) + 889.0 * e2.powi(4)) / 120.0,
        -4279.0 * e2.powi(4) / 1260.0,
    ];
    let square = conformal.sin().powi(2);
    let sum = series.into_iter().rev().fold(0.0, |sum, term| sum * square + term);
    conformal + conformal.sin() * conformal.cos() * sum
}
