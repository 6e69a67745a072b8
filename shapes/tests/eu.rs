//! Our DCAT-AP 3.0.1 against the official shapes on real catalogs (`../shared/data`, or where `SKORD_SHARED` says): the
//! same properties missing, repeated or of the wrong kind. Without them this passes and says so.

use rdf::RawDocument;
use shapes::Profile;
use shapes::shacl::{Graph, Options, Path as ShaclPath, ResultPath, Shapes, ns::SH, validate};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let named = std::env::var_os("SKORD_SHARED").map(PathBuf::from);
    let usual = ["../shared", "../../shared"].map(|path| repository.join(path));
    named.into_iter().chain(usual).find(|path| path.is_dir())
}

fn load(path: &Path) -> Option<Graph> {
    let bytes = std::fs::read(path).ok()?;
    Some(Graph::of(rdf::read(&RawDocument { bytes: &bytes, content_type: None, url: "https://a.example/x" }).graph))
}

/// Focus node, path and component of errors of the components that both have.
fn errors(shapes: &Shapes, data: &Graph) -> BTreeSet<String> {
    let report = validate(shapes, data, Options::parallel());
    let wanted = ["MinCount", "MaxCount", "NodeKind", "Datatype"];
    let results = report
        .results()
        .filter(|result| wanted.contains(&result.component_name()) && result.severity() == format!("{SH}Violation"));
    let row = |path: &ShaclPath| path.sparql(shapes.graph());
    results
        .filter_map(|result| match result.path()? {
            ResultPath::Of(path) => Some(format!("{} {} {}", result.focus()?, row(path), result.component_name())),
            ResultPath::Property(_) => None,
        })
        .collect()
}

#[test]
fn our_eu_profile_finds_what_the_official_shapes_find() {
    let official = shared().and_then(|shared| {
        let shapes = shared.join("data/spec/shacl/dcat-ap-3.0.1-repaired/base_fixed.ttl");
        Some((Shapes::new(load(&shapes)?), shared))
    });
    let Some((official, shared)) = official else {
        println!("no official shapes: nothing compared");
        return;
    };
    let names = [
        "real/dcat-se/openumea__OpenNorth.rdf",
        "real/dcat-se/ckan_ckanext-dcat__examples_dcat_dataset_sweden.rdf",
        "spec/dcat-ap-se/exempel/obligatoriskt.ttl",
        "spec/dcat-ap-se/exempel/rekommenderat.ttl",
        "spec/examples/ckanext-dcat/dataset.rdf",
        "spec/examples/ckanext-dcat/catalog.rdf",
        "spec/examples/ckanext-dcat/dataset_gov_de.rdf",
    ];
    let mut compared = 0;
    for name in names {
        let Some(data) = load(&shared.join("data").join(name)) else { continue };
        let ours = errors(Profile::Eu301.rules().shapes(), &data);
        let theirs = errors(&official, &data);
        println!("{name}: {} of ours, {} of theirs", ours.len(), theirs.len());
        assert_eq!(ours, theirs, "{name}");
        compared += ours.len();
    }
    assert!(compared > 10, "{compared}");
}
