//! Each bad input gives one clear message (what, where, how to fix) and the right exit code or status.

use crate::harvested;
use crate::program::Place;
use crate::server::Server;
use std::io::{Seek, SeekFrom, Write};
use std::net::TcpListener;

/// The message on standard error is one line and names all of this.
#[track_caller]
fn complains(place: &Place, args: &[&str], parts: &[&str]) {
    let ran = place.skord(args).code(2);
    let message = ran.err();
    assert_eq!(ran.out(), "", "{args:?}");
    assert_eq!(message.trim_end().lines().count(), 1, "{args:?}: {message}");
    for part in parts {
        assert!(message.contains(part), "{args:?} should name `{part}`: {message}");
    }
}

#[test]
fn an_unknown_key_of_the_configuration() {
    let place = Place::new("[server]\nlisten = \"127.0.0.1:0\"\n\n[harvst]\nschedule = \"0 4 * * *\"\n");
    complains(&place, &["serve"], &["skord.toml", "`harvst`", "line 4", "did you mean `harvest`"]);
    assert!(!place.data().exists(), "nothing was made");
}

#[test]
fn a_port_in_use() {
    let place = Place::new("");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    complains(&place, &["serve", "--listen", &address], &[&address, "another program", "--listen"]);
}

#[test]
fn a_data_directory_of_a_newer_version() {
    let place = harvested();
    // The last command that closed the journal put its write-ahead log into the file.
    assert!(!place.data().join("journal.sqlite-wal").exists());
    let path = place.data().join("journal.sqlite");
    let mut file = std::fs::File::options().write(true).open(&path).unwrap();
    // `user_version`: four bytes at 60, https://www.sqlite.org/fileformat.html §1.3
    file.seek(SeekFrom::Start(60)).unwrap();
    file.write_all(&999_u32.to_be_bytes()).unwrap();
    drop(file);
    for args in [&["serve"][..], &["harvest", "--all"], &["verify"], &["search", "bad"]] {
        complains(&place, args, &["skord-data", "version 999", "newer `skord`"]);
    }
}

#[test]
fn a_data_directory_that_another_server_holds() {
    let place = harvested();
    let _server = Server::start(&place);
    complains(&place, &["serve", "--listen", "127.0.0.1:0"], &["skord-data", "process", "--data"]);
    complains(&place, &["rebuild"], &["skord-data", "another `skord serve`"]);
}

#[test]
fn a_malformed_query() {
    let place = harvested();
    std::fs::write(place.path().join("bad.rq"), "SELECT * WHERE { ?s ?p }\n").unwrap();
    let ran = place.skord(&["query", "bad.rq"]).code(2);
    assert!(ran.err().contains("1:") || ran.err().contains("line 1"), "{}", ran.err());
    assert_eq!(ran.out(), "");
    complains(&place, &["query", "none.rq"], &["none.rq", "cannot read"]);
    complains(&place, &["query", "bad.rq", "--format", "excel"], &["`excel`", "json, xml, csv"]);
    let server = Server::start(&place);
    let (status, _, problem) = server.query("SELECT * WHERE { ?s ?p }");
    assert_eq!((status, &problem["status"]), (400, &serde_json::json!(400)), "{problem}");
    assert!(!problem["detail"].as_str().unwrap().is_empty(), "{problem}");
}

#[test]
fn parameters_that_are_none() {
    let place = harvested();
    let server = Server::start(&place);
    for (path, parts) in [
        ("/api/v1/search?theme=NOPE", &["NOPE", "theme", "ENVI"][..]),
        ("/api/v1/datasets?hvd=perhaps", &["perhaps"]),
        ("/api/v1/search?licence=NOPE", &["NOPE", "licence", "leave the parameter out"]),
        ("/api/v1/search?page=two", &["two", "page"]),
        ("/api/v1/search?page=0", &["page"]),
        ("/api/v1/search?per_page=1000000", &["per_page", "1000"]),
        ("/api/v1/search?sort=colour", &["colour", "relevance"]),
    ] {
        let (status, problem) = server.get(path);
        assert_eq!(status, 400, "{path}: {problem}");
        let text = problem.to_string();
        assert!(parts.iter().all(|part| text.contains(part)), "{path} should name {parts:?}: {problem}");
    }
    let (status, beyond) = server.get("/api/v1/search?page=99");
    assert_eq!((status, &beyond["items"]), (200, &serde_json::json!([])), "a page beyond the end is empty");
    assert_eq!(server.get("/api/v1/datasets/none").0, 404);
}

#[test]
fn sources_that_are_none() {
    let place = Place::new("");
    complains(&place, &["source", "add", "å b", "https://lund.example/"], &["`å b`"]);
    complains(&place, &["source", "add", "lund", "lund.example"], &["`lund.example`", "https://"]);
    complains(&place, &["source", "add", "lund", "https://x.example/", "--schedule", "at noon"], &["at noon"]);
    complains(&place, &["source", "show", "lund"], &["`lund`", "skord source list"]);
    complains(&place, &["harvest", "lund"], &["`lund`", "skord source list"]);
    complains(&place, &["harvest", "--all"], &["no sources", "skord source add"]);
    let usage = place.skord(&["harvest"]).code(2);
    assert!(usage.err().contains("--all"), "{}", usage.err());
}
