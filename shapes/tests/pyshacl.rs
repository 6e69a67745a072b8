//! The engine beside pySHACL: the same results (focus node, path, component, value), except where the list below says.
//!
//! Needs `target/python` with pySHACL, which `make setup` installs, and real catalogs and official shapes beside the
//! repository; what is absent is left out and said.

use rdf::RawDocument;
use shapes::Profile;
use shapes::shacl::{Graph, Options, Outcome, ResultPath, Shapes, ns::SH, validate};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Datatypes whose wrong forms pySHACL lets through, or whose right forms it refuses (rdflib 7 has no or a lenient
/// check for them). We follow XML Schema.
const LENIENT: [&str; 13] = [
    "anyURI",
    "language",
    "gYear",
    "gYearMonth",
    "gMonth",
    "gDay",
    "gMonthDay",
    "token",
    "normalizedString",
    "decimal",
    "base64Binary",
    "dateTime",
    "duration",
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("SKORD_SHARED").map(PathBuf::from);
    let usual = ["../shared", "../../shared"].map(|path| repository().join(path));
    named.into_iter().chain(usual).find(|path| path.is_dir())
}

/// A Python with pySHACL.
#[expect(clippy::print_stdout, reason = "a helper of tests: it says why nothing is tested")]
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("SKORD_PYTHON").map(PathBuf::from);
    let usual = ["target/python/bin/python", "../main/target/python/bin/python"].map(|path| repository().join(path));
    let has = |path: &PathBuf| {
        Command::new(path).args(["-c", "import pyshacl, shacl"]).output().is_ok_and(|output| output.status.success())
    };
    let found = named.into_iter().chain(usual).find(has);
    if found.is_none() {
        println!("no Python with pySHACL and PyPI shacl: nothing compared");
    }
    found
}

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn load(path: &Path) -> Graph {
    let bytes = std::fs::read(path).unwrap();
    let url = format!("file://{}", path.canonicalize().unwrap().display());
    Graph::of(rdf::read(&RawDocument { bytes: &bytes, content_type: None, url: &url }).graph)
}

fn row(result: Outcome<'_, '_>) -> String {
    use rdf::oxrdf::Term;
    let text = |term: Option<Term>| match term {
        None => "-".to_owned(),
        Some(Term::BlankNode(_)) => "_".to_owned(),
        Some(Term::NamedNode(node)) => node.into_string(),
        Some(Term::Literal(literal)) => literal.value().replace('\n', " "),
    };
    let path = match result.path() {
        None => "-".to_owned(),
        Some(ResultPath::Of(path)) => path.sparql(result.shapes_graph()),
        Some(ResultPath::Property(term)) => term.to_string(),
    };
    let component = result.component().replace(SH, "");
    format!("{} | {path} | {component} | {}", text(result.focus()), text(result.value()))
}

fn ours(data: &Path, shapes: &Path) -> BTreeSet<String> {
    let shapes = Shapes::new(load(shapes));
    let data = load(data);
    validate(&shapes, &data, Options::parallel()).results().map(row).collect()
}

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn theirs(python: &Path, engine: &str, data: &Path, shapes: &Path) -> BTreeSet<String> {
    let script = repository().join("shapes/tests").join(format!("{engine}_rows.py"));
    let output = Command::new(python).arg(script).arg(data).arg(shapes).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn profile_file(dir: &Path) -> PathBuf {
    let path = dir.join("profile.ttl");
    std::fs::write(&path, Profile::Se301.turtle()).unwrap_or_default();
    path
}

#[test]
fn real_and_generated_catalogs_give_the_same_results() {
    let (Some(python), Some(shared)) = (python(), shared()) else { return };
    let dir = tempfile::tempdir().unwrap();
    let generated = dir.path().join("generated.ttl");
    let made = Command::new(&python)
        .arg(shared.join("bench/gen_catalog.py"))
        .args(["--datasets", "40", "--seed", "5", "--defects", "20", "--format", "ttl", "--file"])
        .arg(&generated)
        .output();
    assert!(made.is_ok_and(|output| output.status.success()));
    let data = [
        generated,
        shared.join("data/real/dcat-se/openumea__OpenNorth.rdf"),
        shared.join("data/spec/dcat-ap-se/exempel/rekommenderat.ttl"),
    ];
    let official = shared.join("data/spec/shacl/dcat-ap-3.0.1-repaired/full_fixed.ttl");
    let mut compared = 0;
    for shapes in [official, profile_file(dir.path())] {
        for data in data.iter().filter(|path| path.exists()) {
            let ours = ours(data, &shapes);
            println!("{} by {}: {} results", data.display(), shapes.display(), ours.len());
            for engine in ["pyshacl", "pypi_shacl"] {
                let theirs = theirs(&python, engine, data, &shapes);
                assert_eq!(
                    (ours.difference(&theirs).collect::<Vec<_>>(), theirs.difference(&ours).collect::<Vec<_>>()),
                    (vec![], vec![]),
                    "{engine} {} {}",
                    data.display(),
                    shapes.display()
                );
            }
            compared += ours.len();
        }
    }
    assert!(compared > 100, "{compared}");
}

/// One wrong form per datatype; `%` stands between datatype and form.
const WRONG: &str = "boolean%yes|integer%1.0|decimal%1e5|double%e5|float%x|date%2020-13-99|time%25:00:00|\
    dateTime%2020-01-01|gYear%24|gYearMonth%2024-13|gMonth%05|gDay%32|gMonthDay%--13-01|duration%P1S|hexBinary%zz|\
    base64Binary%QUI|anyURI%a b|language%sv_SE|nonNegativeInteger%-1|byte%128|unsignedByte%256|token%a  b";

#[test]
fn wrong_forms_of_datatypes_are_found_at_least_where_pyshacl_finds_them() {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().unwrap();
    let (data, shapes) = (dir.path().join("data.ttl"), dir.path().join("shapes.ttl"));
    let xsd = "http://www.w3.org/2001/XMLSchema#";
    let mut text = String::new();
    let mut rules = format!("@prefix sh: <{SH}> .\n<urn:s> a sh:NodeShape ; sh:targetNode <urn:n> ;\n");
    let forms: Vec<(&str, &str)> = WRONG.split('|').filter_map(|form| form.trim().split_once('%')).collect();
    for (name, form) in &forms {
        let _ = writeln!(text, "<urn:n> <urn:{name}> \"{form}\"^^<{xsd}{name}> .");
        let _ = writeln!(rules, " sh:property [ sh:path <urn:{name}> ; sh:datatype <{xsd}{name}> ] ;");
    }
    std::fs::write(&data, text).unwrap();
    std::fs::write(&shapes, format!("{rules} .")).unwrap();
    // rdflib writes some wrong values anew (`yes` as `false`): the property tells which form it was.
    let without_value = |rows: BTreeSet<String>| -> BTreeSet<String> {
        rows.iter().filter_map(|row| Some(row.rsplit_once(" | ")?.0.to_owned())).collect()
    };
    let (ours, theirs) =
        (without_value(ours(&data, &shapes)), without_value(theirs(&python, "pyshacl", &data, &shapes)));
    assert_eq!(ours.len(), forms.len(), "{ours:?}");
    assert!(theirs.is_subset(&ours), "{:?}", theirs.difference(&ours));
    for missed in ours.difference(&theirs) {
        assert!(LENIENT.iter().any(|name| missed.contains(&format!("<urn:{name}>"))), "pySHACL misses {missed}");
    }
}
