//! Figures over time: by run, by day, before they were kept, and after a purge.

use super::*;
use model::figures::{CountryFigure, Figures};
use rusqlite::Connection;

const CATALOG: &str = r#"
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix theme: <http://publications.europa.eu/resource/authority/data-theme/> . @prefix : <https://a.example/> .
:catalog a dcat:Catalog ; dcterms:title "K"@sv ; dcat:dataset :one, :two ; dcat:service :api .
:org a foaf:Agent ; foaf:name "Org" ; dcterms:type <http://purl.org/adms/publishertype/LocalAuthority> .
:one a dcat:Dataset ; dcterms:title "Ett"@sv ; dcterms:publisher :org ; dcat:theme theme:ENVI, theme:TRAN ;
  dcterms:modified "2026-05-01"^^<http://www.w3.org/2001/XMLSchema#date> ;
  <http://data.europa.eu/r5r/hvdCategory> <http://data.europa.eu/bna/c_06b1eec4> ;
  dcat:distribution [ a dcat:Distribution ; dcterms:format "text/csv" ; dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/deed.sv> ],
    [ a dcat:Distribution ; dcterms:format "application/json" ] .
:two a dcat:Dataset ; dcterms:title "Två API"@sv ; dcterms:publisher :org ; dcterms:issued "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
:api a dcat:DataService ; dcterms:title "Tjänst"@sv ; dcterms:publisher :org ; dcat:servesDataset :one .
"#;

fn records() -> Vec<Record> {
    let url = "https://a.example/dcat.ttl";
    let document = rdf::RawDocument { bytes: CATALOG.as_bytes(), content_type: Some("text/turtle"), url };
    rdf::refine(&document, &source("a").id).records
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn of(datasets: u64) -> Figures {
    Figures { datasets, ..Figures::default() }
}

fn current(rows: &[(FigureScope, &str, u64)]) -> CurrentFigures {
    rows.iter().map(|(scope, id, datasets)| ((*scope, (*id).to_owned()), of(*datasets))).collect()
}

fn known(journal: &Journal, scope: FigureScope, id: &str) -> Vec<(String, u64, bool)> {
    let all = journal.day_figures(scope, id, day("2000-01-01"), day("2100-01-01")).unwrap();
    all.into_iter().map(|d| (d.day.to_string(), d.figures.datasets, d.figures.partial)).collect()
}

#[test]
fn a_run_writes_the_figures_of_its_revision_from_its_records() {
    let (journal, _dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", records(), &[]);
    let a = source("a").id;
    let runs = journal.run_figures(&a, 10).unwrap();
    let figures = &runs[0].figures;
    assert_eq!((runs.len(), figures.partial), (1, false));
    assert_eq!((figures.datasets, figures.services, figures.distributions, figures.publishers), (2, 1, 2, 1));
    assert_eq!((figures.api, figures.open, figures.updated, figures.hvd), (2, 1, 1, 1));
    let json = serde_json::to_string(figures).unwrap();
    for part in [
        r#""ENVI":1"#,
        r#""TRAN":1"#,
        r#""csv":1"#,
        r#""json":1"#,
        r#""LocalAuthority":1"#,
        r#""c_dd313021":1"#,
        r#""http://creativecommons.org/publicdomain/zero/1.0/":1"#,
    ] {
        assert!(json.contains(part), "{part} in {json}");
    }
    // One is withdrawn, the rest stays: the next figures are of what is left.
    harvest(&journal, "a", vec![], &["https://a.example/one"]);
    let runs = journal.run_figures(&a, 10).unwrap();
    assert_eq!((runs[1].figures.datasets, runs[1].figures.hvd, runs[1].figures.api), (1, 0, 1));
    assert_eq!(journal.run_figures(&a, 1).unwrap(), runs[1..]);
    assert_sound(&journal);
}

#[test]
fn the_last_state_of_a_day_wins_and_figures_make_no_commit() {
    let (journal, _dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let seq = journal.seq().unwrap();
    let portal = |datasets| current(&[(FigureScope::Portal, "", datasets), (FigureScope::Source, "a", datasets)]);
    assert_eq!(journal.put_day_figures(seq, &portal(1)).unwrap(), 2);
    assert_eq!(journal.put_day_figures(seq, &portal(1)).unwrap(), 0, "nothing changed");
    assert_eq!(journal.put_day_figures(seq, &portal(2)).unwrap(), 2);
    assert_eq!(journal.seq().unwrap(), seq);
    assert_eq!(known(&journal, FigureScope::Portal, ""), [("2026-11-22".to_owned(), 2, false)]);
    assert_eq!(journal.put_day_figures(Seq(seq.0 - 1), &portal(9)).unwrap(), 0, "an older projection says nothing");
    // The source goes: its line ends at zero.
    journal.put_day_figures(seq, &current(&[(FigureScope::Portal, "", 0)])).unwrap();
    assert_eq!(known(&journal, FigureScope::Source, "a"), [("2026-11-22".to_owned(), 0, false)]);
}

#[test]
fn days_begin_at_midnight_in_sweden_and_what_was_before_holds_until_the_first_row() {
    let dir = tempfile::tempdir().unwrap();
    for (now, datasets) in [("2026-11-20T10:00:00Z", 1), ("2026-11-22T22:59:00Z", 2), ("2026-11-22T23:01:00Z", 3)] {
        let clock: Arc<dyn Clock> = Arc::new(FixedClock(at(now)));
        let (journal, _) = Journal::open(dir.path(), clock).unwrap();
        journal.put_source(&source(&format!("s{datasets}")), SourceOrigin::Command).unwrap();
        journal.put_day_figures(journal.seq().unwrap(), &current(&[(FigureScope::Portal, "", datasets)])).unwrap();
    }
    let (journal, _) = Journal::open(dir.path(), clock()).unwrap();
    let days: Vec<_> = known(&journal, FigureScope::Portal, "").into_iter().map(|(day, ..)| day).collect();
    assert_eq!(days, ["2026-11-20", "2026-11-22", "2026-11-23"]);
    let part = journal.day_figures(FigureScope::Portal, "", day("2026-11-21"), day("2026-11-22")).unwrap();
    assert_eq!(part.iter().map(|d| d.figures.datasets).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(journal.first_figures(FigureScope::Portal, "").unwrap(), Some(day("2026-11-20")));
}

#[test]
fn what_the_journal_still_knows_of_earlier_days_is_partial() {
    let (journal, dir) = scratch();
    for id in ["a", "b"] {
        journal.put_source(&source(id), SourceOrigin::Command).unwrap();
        harvest(&journal, id, vec![record(&format!("https://{id}.example/1"), "Ett")], &[]);
    }
    // As a journal of version 2 has it after the migration: no figures.
    let raw = Connection::open(dir.path().join("journal.sqlite")).unwrap();
    raw.execute_batch("DELETE FROM run_figures; UPDATE revisions SET at = at - 86400000 WHERE source = 1;").unwrap();
    let now = current(&[(FigureScope::Portal, "", 7)]);
    journal.put_day_figures(journal.seq().unwrap(), &now).unwrap();
    let portal = [("2026-11-21".to_owned(), 1, true), ("2026-11-22".to_owned(), 7, false)];
    assert_eq!(known(&journal, FigureScope::Portal, ""), portal);
    assert_eq!(known(&journal, FigureScope::Source, "a"), [("2026-11-21".to_owned(), 1, true)]);
    let runs = journal.run_figures(&source("b").id, 10).unwrap();
    assert_eq!((runs[0].figures.datasets, runs[0].figures.distributions, runs[0].figures.partial), (1, 2, true));
}

#[test]
fn a_purge_takes_the_figures_of_sources_and_of_publishers() {
    let (journal, dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett"), record(A2, "Två")], &[]);
    let publisher = journal.portal_id("https://a.example/org").unwrap().unwrap();
    let derived = "x0123456789ab";
    let rows = [
        (FigureScope::Portal, "", 2),
        (FigureScope::Source, "a", 2),
        (FigureScope::Publisher, publisher.as_str(), 2),
        (FigureScope::Publisher, derived, 1),
    ];
    journal.put_day_figures(journal.seq().unwrap(), &current(&rows)).unwrap();
    journal.purge_record(A1, "begärt").unwrap();
    assert_eq!(known(&journal, FigureScope::Publisher, derived), [], "it may be the hash of the purged name");
    assert_eq!(known(&journal, FigureScope::Publisher, &publisher).len(), 1, "its publisher is not purged");
    journal.purge_source(&source("a").id, "begärt").unwrap();
    assert_eq!(known(&journal, FigureScope::Source, "a"), []);
    let raw = Connection::open(dir.path().join("journal.sqlite")).unwrap();
    let left: i64 = raw.query_row("SELECT count(*) FROM run_figures", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
    assert_eq!(known(&journal, FigureScope::Portal, "").len(), 1, "the catalog's history names nobody");
}

#[test]
fn figures_of_countries_are_replaced_by_country_dimension_and_day() {
    let (journal, _dir) = scratch();
    let value = |country: &str, value| CountryFigure {
        country: country.to_owned(),
        dimension: "datasets".to_owned(),
        day: day("2025-12-01"),
        value,
    };
    journal.put_country_figures(&[value("SE", 1.0), value("DK", 2.0)]).unwrap();
    journal.put_country_figures(&[value("SE", 3.5)]).unwrap();
    assert_eq!(journal.country_figures().unwrap(), [value("DK", 2.0), value("SE", 3.5)]);
    journal.clear_country_figures().unwrap();
    assert_eq!(journal.country_figures().unwrap(), []);
}
