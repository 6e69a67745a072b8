//! Commands beside a running server, on the same data directory.

use crate::server::Server;
use crate::{harvested, write_catalog};

#[test]
fn commands_work_beside_a_server_which_shows_the_change_everywhere_at_one_seq() {
    let place = harvested();
    std::fs::write(
        place.path().join("titles.rq"),
        "SELECT ?t WHERE { ?d a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> ?t }",
    )
    .unwrap();
    let server = Server::start(&place);
    let total = || place.skord(&["search", "--format", "json"]).code(0).json()["total"].as_u64().unwrap();
    let titles = || place.skord(&["query", "titles.rq", "--format", "csv"]).code(0).out().lines().count() - 1;
    assert_eq!((total(), titles()), (2, 2));
    assert!(place.skord(&["export", "--format", "nt"]).code(0).out().contains("Badplatser"));
    assert!(place.skord(&["source", "list"]).code(0).out().contains("Lunds kommun"));

    write_catalog(&place, &["Badplatser", "Cykelvägar", "Lekplatser"]);
    let reports = place.skord(&["harvest", "lund", "--format", "json"]).code(0).json();
    assert_eq!(reports[0]["new"], 1, "{reports}");
    let wanted = reports[0]["seq"].as_u64().unwrap();
    // A command right after the harvest sees it: it waits for the server.
    assert_eq!((total(), titles()), (3, 3));
    server.wait_until("at the new seq", || server.get("/api/v1/search").1["seq"].as_u64() >= Some(wanted));
    let found = server.get("/api/v1/search?q=lekplatser").1;
    assert_eq!(found["total"], 1, "{found}");
    let (status, seq, answer) =
        server.query("SELECT ?d WHERE { ?d <http://purl.org/dc/terms/title> \"Lekplatser\"@sv }");
    assert_eq!((status, seq), (200, found["seq"].as_u64()));
    assert_eq!(answer["results"]["bindings"].as_array().map(Vec::len), Some(1), "{answer}");
    let checked = place.skord(&["verify", "--format", "json"]).code(0).json();
    assert_eq!(checked["problems"], serde_json::json!([]));
    assert_eq!(checked["seq"], checked["published"]);
}

#[test]
fn commands_without_a_server_do_not_get_in_each_others_way() {
    let place = harvested();
    write_catalog(&place, &["Badplatser", "Cykelvägar", "Lekplatser"]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| place.skord(&["search", "badplatser"]).code(0));
        }
        scope.spawn(|| place.skord(&["harvest", "lund"]).code(0));
    });
    assert_eq!(place.skord(&["search", "--format", "json"]).code(0).json()["total"], 3);
    place.skord(&["verify"]).code(0);
}
