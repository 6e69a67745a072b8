//! More codes of places than [`super::places`] has: GeoNames numbers (CC BY 4.0) of Sweden and of towns that publishers
//! use for their municipality, the letters of the counties (ISO 3166-2:SE). Facts, written down anew.

/// GeoNames numbers of towns that publishers use for the municipality around them.
pub(super) static GEONAMES_TOWNS: &[(u32, &str)] =
    &[(2_666_199, "0380"), (2_673_730, "0180"), (2_692_969, "1280"), (2_693_678, "1281"), (2_711_537, "1480")];

/// GeoNames number of Sweden.
pub(super) const GEONAMES_SWEDEN: u32 = 2_661_886;

/// Letters of the counties (ISO 3166-2:SE).
pub(super) static COUNTY_LETTERS: &[(&str, &str)] = &[
    ("AB", "01"),
    ("C", "03"),
    ("D", "04"),
    ("E", "05"),
    ("F", "06"),
    ("G", "07"),
    ("H", "08"),
    ("I", "09"),
    ("K", "10"),
    ("M", "12"),
    ("N", "13"),
    ("O", "14"),
    ("S", "17"),
    ("T", "18"),
    ("U", "19"),
    ("W", "20"),
    ("X", "21"),
    ("Y", "22"),
    ("Z", "23"),
    ("AC", "24"),
    ("BD", "25"),
];
