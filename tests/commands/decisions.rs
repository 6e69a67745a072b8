//! What people decide: held runs, rollback, restore, purge, ids of an older portal. The real binary each time.

use crate::program::Place;
use crate::{harvested, write_catalog};
use serde_json::{Value, json};

const MANY: [&str; 8] =
    ["Badplatser", "Cykelvägar", "Lekplatser", "Parker", "Skolor", "Bibliotek", "Toaletter", "Träd"];

/// Lund with eight datasets, accepted.
fn eight() -> Place {
    let place = harvested();
    write_catalog(&place, &MANY);
    assert_eq!(outcome(&place), ("changed".to_owned(), 8));
    place
}

/// One harvest of Lund: outcome and datasets in its accepted revision.
fn outcome(place: &Place) -> (String, u64) {
    let report = place.skord(&["harvest", "--all", "--format", "json"]).json();
    (report[0]["outcome"].as_str().unwrap().to_owned(), report[0]["datasets"].as_u64().unwrap())
}

/// Datasets that readers find.
fn found(place: &Place, words: &str) -> u64 {
    place.skord(&["search", words, "--format", "json"]).code(0).json()["total"].as_u64().unwrap()
}

fn sound(place: &Place) {
    place.skord(&["verify"]).code(0);
}

#[test]
fn a_held_run_is_shown_and_approved() {
    let place = eight();
    write_catalog(&place, &MANY[..3]);
    assert_eq!(outcome(&place), ("held".to_owned(), 8));
    let text = place.skord(&["source", "held", "lund"]).code(0).out();
    for part in ["5 of 8 datasets would disappear", "withdrawn Parker <https://lund.example/parker>", "waits until"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let all = place.skord(&["source", "held", "lund", "--format", "json"]).code(0).json();
    assert_eq!(all[0]["proposal"]["changes"].as_array().map(Vec::len), Some(5), "{all}");
    let run = place.skord(&["source", "approve", "lund", "--reason", "cleaned up", "--format", "json"]).code(0).json();
    assert_eq!((&run["outcome"], &run["withdrawn"], &run["datasets"]), (&json!("changed"), &json!(5), &json!(3)));
    assert!(run["reason"]["en"].as_str().unwrap().starts_with("approved: "), "{run}");
    assert_eq!(found(&place, "parker"), 0);
    assert_eq!(outcome(&place), ("unchanged".to_owned(), 3), "the new size is the baseline");
    place.skord(&["source", "approve", "lund"]).code(2);
    sound(&place);
}

#[test]
fn a_rejected_result_is_not_proposed_again_but_another_is() {
    let place = eight();
    write_catalog(&place, &MANY[..3]);
    assert_eq!(outcome(&place).0, "held");
    place.skord(&["source", "reject", "lund", "--reason", "a fault in the export"]).code(0);
    assert_eq!(outcome(&place), ("rejected".to_owned(), 8));
    assert_eq!(place.skord(&["source", "held", "lund", "--format", "json"]).code(0).json(), json!([]));
    write_catalog(&place, &MANY[..2]);
    assert_eq!(outcome(&place), ("held".to_owned(), 8));
    write_catalog(&place, &MANY);
    assert_eq!(outcome(&place), ("unchanged".to_owned(), 8), "the source mended itself");
    place.skord(&["source", "approve", "lund"]).code(2);
    sound(&place);
}

#[test]
fn a_mass_rename_keeps_addresses_when_approved_as_one() {
    let place = eight();
    let before = ids(&place);
    let text = std::fs::read_to_string(place.path().join("catalog.ttl")).unwrap();
    let renamed = text.replace("https://lund.example/", "https://oppnadata.lund.example/d/");
    std::fs::write(place.path().join("catalog.ttl"), renamed).unwrap();
    assert_eq!(outcome(&place), ("held".to_owned(), 8));
    let held = place.skord(&["source", "held", "lund", "--format", "json"]).code(0).json();
    assert_eq!(held[0]["proposal"]["renames"].as_array().map(Vec::len), Some(8), "{held}");
    place.skord(&["source", "approve", "lund", "--rename"]).code(0);
    let after = ids(&place);
    assert_eq!(before, after, "the same portal ids");
    assert_eq!(found(&place, ""), 8);
    sound(&place);
}

/// Portal ids by title.
fn ids(place: &Place) -> Vec<(String, String)> {
    let answer = place.skord(&["search", "--limit", "100", "--format", "json"]).code(0).json();
    let item =
        |item: &Value| (item["title"]["sv"].as_str().unwrap().to_owned(), item["id"].as_str().unwrap().to_owned());
    let mut ids: Vec<(String, String)> = answer["items"].as_array().unwrap().iter().map(item).collect();
    ids.sort();
    ids
}

#[test]
fn rollback_stays_until_the_source_publishes_something_new() {
    let place = harvested();
    write_catalog(&place, &["Badplatser", "Cykelvägar", "Skräp"]);
    assert_eq!(outcome(&place), ("changed".to_owned(), 3));
    let revisions = place.skord(&["source", "revisions", "lund", "--format", "json"]).code(0).json();
    assert_eq!((&revisions[0]["revision"], &revisions[1]["datasets"]), (&json!(2), &json!(2)), "{revisions}");
    place.skord(&["source", "rollback", "lund", "--to", "9"]).code(2);
    let run = place.skord(&["source", "rollback", "lund", "--to", "1", "--format", "json"]).code(0).json();
    assert_eq!((&run["withdrawn"], &run["datasets"]), (&json!(1), &json!(2)), "{run}");
    assert_eq!(found(&place, "skräp"), 0);
    assert_eq!(outcome(&place), ("unchanged".to_owned(), 2), "the same document is not taken again");
    write_catalog(&place, &["Badplatser", "Cykelvägar", "Lekplatser"]);
    assert_eq!(outcome(&place), ("changed".to_owned(), 3));
    assert_eq!(found(&place, "lekplatser"), 1);
    sound(&place);
}

#[test]
fn one_withdrawn_dataset_is_restored_and_stays() {
    let place = eight();
    let parks = ids(&place).into_iter().find(|(title, _)| title == "Parker").unwrap().1;
    let fewer: Vec<&str> = MANY.into_iter().filter(|title| *title != "Parker").collect();
    write_catalog(&place, &fewer);
    assert_eq!(outcome(&place), ("unchanged".to_owned(), 8));
    assert_eq!(outcome(&place), ("changed".to_owned(), 7), "withdrawn after two complete runs");
    let run = place.skord(&["source", "restore", "lund", &parks, "--format", "json"]).code(0).json();
    assert_eq!(run["datasets"], 8, "{run}");
    assert_eq!(ids(&place).iter().find(|(title, _)| title == "Parker").unwrap().1, parks);
    for _ in 0..3 {
        assert_eq!(outcome(&place).1, 8, "it stays though the source does not list it");
    }
    place.skord(&["source", "restore", "lund", "https://lund.example/parker"]).code(2);
    write_catalog(&place, &MANY);
    outcome(&place);
    write_catalog(&place, &fewer);
    outcome(&place);
    assert_eq!(outcome(&place), ("changed".to_owned(), 7), "once published again it is an ordinary dataset");
    sound(&place);
}

/// Every file below a folder that holds the text.
fn files_with(dir: &std::path::Path, needle: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_with(&path, needle));
        } else if memchr::memmem::find(&std::fs::read(&path).unwrap(), needle.as_bytes()).is_some() {
            found.push(path);
        }
    }
    found
}

#[test]
fn what_is_purged_is_in_no_file_and_no_new_backup() {
    let place = harvested();
    let secret = "Qvintilia Hemligsson";
    let text = std::fs::read_to_string(place.path().join("catalog.ttl")).unwrap();
    let contact = format!(
        "{text}\n@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .\n\
         <https://lund.example/badplatser> dcat:contactPoint <https://lund.example/contact/1> .\n\
         <https://lund.example/contact/1> a vcard:Individual ; vcard:fn \"  {secret}\" .\n"
    );
    // Another source, whose document has nothing to do with it.
    std::fs::copy(place.path().join("catalog.ttl"), place.path().join("other.ttl")).unwrap();
    let other = format!("file://{}", place.path().join("other.ttl").display());
    place.skord(&["source", "add", "malmo", &other]).code(0);
    std::fs::write(place.path().join("catalog.ttl"), &contact).unwrap();
    outcome(&place);
    place.skord(&["backup", "old-backup"]).code(0);
    assert!(!exported(&place).contains("no such text") && exported(&place).contains(secret), "it is published");
    place.skord(&["purge", "https://lund.example/contact/1"]).code(2);
    let told = place
        .skord(&["purge", "https://lund.example/contact/1", "--reason", "asked by the person", "--format", "json"])
        .code(0)
        .json();
    assert_eq!((&told["records"], &told["links"]), (&json!(1), &json!(1)), "{told}");
    assert!(!exported(&place).contains(secret));
    place.skord(&["backup", "new-backup"]).code(0);
    // Bodies are compressed, so the text itself proves little: the journal's own reading is asked too.
    assert_eq!(files_with(&place.data(), secret), Vec::<std::path::PathBuf>::new());
    assert_eq!(files_with(&place.path().join("new-backup"), secret), Vec::<std::path::PathBuf>::new());
    for journal in [place.data().join("journal.sqlite"), place.path().join("new-backup/journal.sqlite")] {
        assert_eq!(decompressed_with(&journal, secret), 0, "{}", journal.display());
    }
    assert!(decompressed_with(&place.path().join("old-backup/journal.sqlite"), secret) > 0, "the search finds it");
    // The source still publishes it: it stays out, also of the archive of raw documents.
    assert_eq!(outcome(&place).1, 2);
    assert!(!exported(&place).contains(secret));
    let more = text.replace("Badplatser", "Badplatser och bryggor");
    std::fs::write(place.path().join("other.ttl"), &more).unwrap();
    outcome(&place);
    let (journal, _) = store::Journal::open(&place.data(), std::sync::Arc::new(model::SystemClock)).unwrap();
    let kept = journal.raw_document(&"malmo".parse().unwrap()).unwrap().unwrap();
    assert_eq!(kept.raw, more.as_bytes(), "the archive of other sources keeps what they said");
    drop(journal);
    assert_eq!(files_with(&place.data(), secret), Vec::<std::path::PathBuf>::new(), "nor do findings quote it");
    assert_eq!(decompressed_with(&place.data().join("journal.sqlite"), secret), 0);
    place.skord(&["purge", "https://lund.example/contact/1", "--lift"]).code(0);
    outcome(&place);
    assert!(exported(&place).contains(secret), "a lifted purge lets it in again");
    sound(&place);
}

fn exported(place: &Place) -> String {
    place.skord(&["export", "--format", "nq"]).code(0).out()
}

/// How many zstd frames in a file hold the text.
fn decompressed_with(file: &std::path::Path, needle: &str) -> usize {
    let bytes = std::fs::read(file).unwrap();
    memchr::memmem::find_iter(&bytes, &[0x28, 0xb5, 0x2f, 0xfd])
        .filter(|start| {
            let mut text = Vec::new();
            // Overflow pages cut long frames: what can be read before the cut is searched.
            if let Ok(mut decoder) = zstd::stream::read::Decoder::new(&bytes[*start..]) {
                let _ = std::io::copy(&mut decoder, &mut text);
            }
            memchr::memmem::find(&text, needle.as_bytes()).is_some()
        })
        .count()
}

#[test]
fn a_purged_source_leaves_nothing_behind() {
    let place = eight();
    place.skord(&["purge", "lund", "--reason", "the agency is gone"]).code(0);
    assert_eq!(found(&place, ""), 0);
    place.skord(&["source", "show", "lund"]).code(2);
    assert_eq!(decompressed_with(&place.data().join("journal.sqlite"), "Cykelvägar"), 0);
    assert_eq!(files_with(&place.data().join("published"), "Cykelvägar"), Vec::<std::path::PathBuf>::new());
    sound(&place);
}

#[test]
fn ids_of_an_older_portal_are_taken_in() {
    let place = harvested();
    std::fs::write(
        place.path().join("ids.csv"),
        "id,iri\n66_71946,https://lund.example/badplatser\n66_1,https://nobody.example/x\n",
    )
    .unwrap();
    let told = place.skord(&["import-ids", "ids.csv"]).code(0).err();
    assert!(told.contains("2 ids read, 2 new") && told.contains("66_1"), "{told}");
    place.skord(&["import-ids", "no-such-file.csv"]).code(2);
}

#[test]
fn tokens_are_made_listed_and_revoked() {
    let place = harvested();
    let secret = place.skord(&["token", "add", "--source", "lund", "--label", "Lund"]).code(0).out();
    assert!(secret.trim().starts_with("skord_"), "{secret}");
    let listed = place.skord(&["token", "list", "--format", "json"]).code(0).out();
    assert!(!listed.contains(secret.trim()) && listed.contains("Lund"), "{listed}");
    place.skord(&["token", "revoke", "1"]).code(0);
    place.skord(&["token", "revoke", "1"]).code(2);
    place.skord(&["token", "add", "--source", "nobody", "--label", "x"]).code(2);
    assert_eq!(files_with(&place.data(), secret.trim()), Vec::<std::path::PathBuf>::new(), "only its hash is kept");
}
