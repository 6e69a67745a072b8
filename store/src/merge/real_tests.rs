//! A real file that gives six different datasets one UUID. Reads the shared folder (`SKORD_SHARED`, else `../shared` or
//! `../../shared` of the repository); says so and passes when it is not there.

use super::tests::{head_of, source};
use super::*;
use model::SourceClass;
use std::path::{Path, PathBuf};

const FILE: &str = "Informasjonsforvaltning_fdk-dataset-harvester__src_test_resources_catalog_diff_0.ttl";
const UUID: &str = "adb4cf00-31c8-460c-9563-55f204cf8221";

fn shared() -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let named = std::env::var_os("SKORD_SHARED").map(PathBuf::from);
    let places = named.into_iter().chain(["../shared", "../../shared"].map(|place| repository.join(place)));
    places.map(|place| place.join("data/real/dcat-other").join(FILE)).find(|file| file.is_file())
}

#[test]
fn six_datasets_with_one_uuid_stay_six() {
    let Some(file) = shared() else {
        println!("the shared folder is not there: nothing was tested");
        return;
    };
    let bytes = std::fs::read(&file).unwrap();
    let one = source("one", SourceClass::Public);
    let raw = rdf::RawDocument { bytes: &bytes, content_type: Some("text/turtle"), url: &one.url };
    let refined = rdf::refine(&raw, &one.id);
    let mut heads: Vec<RecordHead> = refined.records.iter().map(head_of).collect();
    heads.sort_by(|a, b| a.key.cmp(&b.key));
    let claim_it = heads.iter().filter(|head| head.meta.uuid.as_deref() == Some(UUID)).count();
    assert_eq!(claim_it, 6, "what the file is known for");
    let title = heads.iter().find(|head| head.meta.uuid.is_some()).and_then(|head| head.meta.title.clone());
    let other = source("other", SourceClass::Public);
    let mut twin = heads.iter().find(|head| head.meta.uuid.is_some()).cloned().unwrap();
    twin.key = "https://other.example/1".to_owned();
    twin.meta.title = title;
    let twins = [twin];
    let candidates = [Candidate { source: &one, heads: &heads }, Candidate { source: &other, heads: &twins }];
    let merged = merge(&candidates, &Claims::default());
    let datasets = merged.clusters.iter().filter(|cluster| {
        let winner = cluster.winner();
        let head = &candidates[winner.source].heads[winner.record];
        head.meta.uuid.as_deref() == Some(UUID) && cluster.members.len() == 1
    });
    assert_eq!(datasets.count(), 7, "none is taken for another, nor for one of another source");
    let told = merged.findings.iter().filter(|(id, finding)| *id == one.id && finding.code == "merge-uuid-twice");
    assert_eq!(told.count(), 5, "each but the first");
    let explained = explain(&candidates, &Claims::default(), &[], "https://other.example/1").unwrap();
    assert_eq!((explained.members.len(), explained.refused.len()), (1, 6));
    assert!(explained.refused.iter().all(|(_, refusal)| *refusal == Refusal::UuidTwice));
}
