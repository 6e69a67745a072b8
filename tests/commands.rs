//! The commands as a person or a script uses them: the real binary, a real data directory, agencies on loopback.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "commands/bad_input.rs"]
mod bad_input;
#[path = "commands/beside.rs"]
mod beside;
#[path = "commands/check.rs"]
mod check;
#[path = "commands/check_http.rs"]
mod check_http;
#[path = "support/country.rs"]
mod country;
#[path = "commands/decisions.rs"]
mod decisions;
#[path = "support/program.rs"]
mod program;
#[path = "commands/reports.rs"]
mod reports;
#[path = "commands/search.rs"]
mod search;
#[path = "commands/server.rs"]
mod server;
#[path = "commands/toolkit.rs"]
mod toolkit;

use program::Place;
use std::fmt::Write as _;
use std::net::SocketAddr;

/// A configuration that may harvest this address, without sources.
fn configuration(country: SocketAddr) -> String {
    format!(
        "[server]\nbase_url = \"https://data.example/\"\n[harvest]\nallow_private_hosts = [\"{country}\"]\n\
         allow_file_roots = [\"/\"]\nattempts = 1\n"
    )
}

/// A folder with two datasets harvested from the file `catalog.ttl`, source `lund`.
fn harvested() -> Place {
    let place = Place::new(&configuration(SocketAddr::from(([127, 0, 0, 1], 9))));
    write_catalog(&place, &["Badplatser", "Cykelvägar"]);
    let url = format!("file://{}", place.path().join("catalog.ttl").display());
    place.skord(&["source", "add", "lund", &url, "--title", "Lunds kommun"]).code(0);
    place.skord(&["harvest", "lund"]).code(0);
    place
}

/// Writes `catalog.ttl` with one dataset per title.
fn write_catalog(place: &Place, titles: &[&str]) {
    let mut text = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n\
                    <https://lund.example/catalog> a dcat:Catalog ; dcterms:title \"Lund\"@sv .\n"
        .to_owned();
    for title in titles {
        let iri = format!("https://lund.example/{}", title.to_lowercase().replace('ä', "a"));
        write!(
            text,
            "<https://lund.example/catalog> dcat:dataset <{iri}> .\n\
             <{iri}> a dcat:Dataset ; dcterms:title \"{title}\"@sv ; dcterms:description \"Om {title}\"@sv ; \
             dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> .\n"
        )
        .unwrap();
    }
    std::fs::write(place.path().join("catalog.ttl"), text).unwrap();
}

/// What `skord verify` says about the journal.
fn seq(place: &Place) -> u64 {
    place.skord(&["verify", "--format", "json"]).code(0).json()["seq"].as_u64().unwrap()
}
