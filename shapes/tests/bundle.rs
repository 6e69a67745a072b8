//! Our DCAT-AP-SE 3.0.1 against Digg's templates (`../shared/data/spec/dcat-ap-se/3.0.1/bundle.json`, or where
//! `SKORD_SHARED` says), property by property: obligation, most values, kind of value, list. Without the templates this
//! passes and says so.

use serde_json::Value;
use shapes::shacl::{Constraint, Graph, Id, ns::NOTE, ns::SH};
use shapes::{Profile, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Templates of classes and the names of our classes.
const CLASSES: [(&str, &str); 7] = [
    ("dcat:Catalog", "catalog"),
    ("dcat:Dataset", "dataset"),
    ("dcat:Distribution", "distribution"),
    ("dcat:DataService", "service"),
    ("dcat:DatasetSeries", "series"),
    ("dcat:foaf:Agent", "agent"),
    ("dcat:contactPoint", "contact"),
];

/// Where we differ on purpose: class, property, what, reason.
const DIFFERENCES: &[(&str, &str, &str, &str)] = &[
    ("", "dcatap:hvdCategory", "obligation", "mandatory only beside the regulation: a rule of its own"),
    ("", "dcatap:applicableLegislation", "max", "other laws may stand beside it, as in the EU profile"),
    ("", "dcatap:applicableLegislation", "list", "other laws may stand beside it, as in the EU profile"),
    ("", "dcat:theme", "list", "at least one of the list: a rule of its own"),
    ("catalog", "dcterms:license", "list", "compared with the fixed value below"),
    ("contact", "rdf:type", "max", "an organisation is often typed as vcard:Kind too"),
    ("contact", "rdf:type", "list", "a rule of its own"),
    ("agent", "org:classification", "list", "one IRI with a spelling mistake in it; others are no error"),
    ("", "dcterms:accrualPeriodicity", "max", "the older list is a template of its own without a limit"),
];

fn bundle(version: &str) -> Option<BTreeMap<String, Value>> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let named = std::env::var_os("SKORD_SHARED").map(PathBuf::from);
    let usual = ["../shared", "../../shared"].map(|path| repository.join(path));
    let shared = named.into_iter().chain(usual).find(|path| path.is_dir())?;
    let text = std::fs::read_to_string(shared.join(format!("data/spec/dcat-ap-se/{version}/bundle.json"))).ok()?;
    let json: Value = serde_json::from_str(&text).ok()?;
    let templates = json["templates"].as_array()?.iter();
    Some(templates.filter_map(|template| Some((template["id"].as_str()?.to_owned(), template.clone()))).collect())
}

/// A template with what it takes from the one that it extends.
fn whole(templates: &BTreeMap<String, Value>, id: &str) -> Value {
    let own = templates.get(id).cloned().unwrap_or_default();
    let Some(base) = own["extends"].as_str().map(|base| whole(templates, base)) else { return own };
    let mut merged = base.as_object().cloned().unwrap_or_default();
    merged.extend(own.as_object().cloned().unwrap_or_default());
    Value::Object(merged)
}

fn expand(property: &str) -> String {
    let known = [
        ("dcterms:", "http://purl.org/dc/terms/"),
        ("dcat:", "http://www.w3.org/ns/dcat#"),
        ("foaf:", "http://xmlns.com/foaf/0.1/"),
        ("prov:", "http://www.w3.org/ns/prov#"),
        ("owl:", "http://www.w3.org/2002/07/owl#"),
        ("schema:", "http://schema.org/"),
        ("rdf:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("vcard:", "http://www.w3.org/2006/vcard/ns#"),
        ("dcatap:", "http://data.europa.eu/r5r/"),
        ("org:", "http://www.w3.org/ns/org#"),
    ];
    let found = known.iter().find_map(|(prefix, base)| Some(format!("{base}{}", property.strip_prefix(prefix)?)));
    // The templates write the namespace of organisations with https.
    found.unwrap_or_else(|| property.replace("https://www.w3.org/ns/org#", "http://www.w3.org/ns/org#"))
}

/// What our profile says about one property of one class.
#[derive(Debug, Default)]
struct Ours {
    obligation: String,
    max: Option<u64>,
    kind: String,
    list: BTreeSet<String>,
    pattern: bool,
}

fn ours(rules: &Rules) -> BTreeMap<(String, String), Ours> {
    let graph = rules.shapes().graph();
    let id = |iri: &str| graph.terms().find_iri(iri);
    let note = |local: &str| id(&format!("{NOTE}{local}"));
    let text =
        |node: Id, property: Option<Id>| property.and_then(|p| graph.object(node, p)).map(|o| graph.terms().text(o));
    let kind = id(model::ns::rdf::TYPE);
    let mut found = BTreeMap::new();
    for node in kind.zip(note("Property")).into_iter().flat_map(|(kind, class)| graph.subjects(kind, class)) {
        let class = text(node, note("class")).unwrap_or_default().rsplit('#').next().unwrap_or_default().to_owned();
        let path = text(node, id(&format!("{SH}path"))).unwrap_or_default().to_owned();
        let mut property = Ours {
            obligation: text(node, note("obligation")).unwrap_or_default().replace(NOTE, ""),
            kind: text(node, note("kind")).unwrap_or_default().to_owned(),
            ..Ours::default()
        };
        let checks: Vec<Id> = note("check").into_iter().flat_map(|check| graph.objects(node, check)).collect();
        for check in checks {
            add_check(rules, graph, check, &mut property);
        }
        found.insert((class, path), property);
    }
    found
}

fn add_check(rules: &Rules, graph: &Graph, check: Id, property: &mut Ours) {
    let shapes = rules.shapes();
    let Some(shape) = shapes.all().iter().find(|shape| shape.node == check) else { return };
    let warning = graph.terms().text(check).ends_with("-spelling");
    for constraint in &shape.constraints {
        match constraint {
            Constraint::MaxCount(max) => property.max = Some(*max),
            Constraint::In(list) if !warning => {
                property.list.extend(shapes.list(*list).iter().map(|id| graph.terms().text(*id).to_owned()));
            }
            Constraint::Pattern(_) => property.pattern = true,
            _ => {}
        }
    }
}

/// What a template asks for, in our words.
fn kinds(template: &Value) -> &'static [&'static str] {
    match template["nodetype"].as_str() {
        Some("LANGUAGE_LITERAL") => &["tagged", "taggedW"],
        Some("ONLY_LITERAL") => &["plain"],
        Some("LITERAL") => &["text", "format"],
        Some("DATATYPE_LITERAL") => &["date", "duration", "decimal", "size", "size22"],
        _ => &["iri", "node", "web", "webftp", "typed", "theme", "law", "cc0", "email", "in"],
    }
}

fn compare(class: &str, template: &Value, ours: &BTreeMap<(String, String), Ours>, wrong: &mut Vec<String>) {
    let Some(property) = template["property"].as_str() else { return };
    let iri = expand(property);
    let Some(own) = ours.get(&(class.to_owned(), iri.clone())) else {
        wrong.push(format!("{class} {property}: missing in our profile"));
        return;
    };
    let listed = |what: &str| {
        DIFFERENCES.iter().any(|(c, p, w, _)| (c.is_empty() || *c == class) && expand(p) == iri && *w == what)
    };
    let mut differ = |what: &str, theirs: String, ours: String| {
        if !listed(what) {
            wrong.push(format!("{class} {property}: {what} is {theirs} in the templates, {ours} here"));
        }
    };
    let cardinality = |name: &str| template["cardinality"][name].as_u64();
    let obligation = match (cardinality("min").unwrap_or(0), cardinality("pref").unwrap_or(0)) {
        (1.., _) => "Mandatory",
        (_, 1..) => "Recommended",
        _ => "Optional",
    };
    if own.obligation != obligation {
        differ("obligation", obligation.to_owned(), own.obligation.clone());
    }
    if own.max != cardinality("max") {
        differ("max", format!("{:?}", cardinality("max")), format!("{:?}", own.max));
    }
    let kind = own.kind.split(':').next().unwrap_or_default();
    if !kinds(template).contains(&kind) {
        differ("kind", template["nodetype"].to_string(), own.kind.clone());
    }
    if template["pattern"].as_str().is_some_and(|pattern| pattern.starts_with("http") || pattern.starts_with('('))
        && !own.pattern
        && !["duration", "iri"].contains(&kind)
    {
        differ("pattern", template["pattern"].to_string(), "none".to_owned());
    }
    let choices = template["choices"].as_array().into_iter().flatten().filter_map(|choice| choice["value"].as_str());
    let absent: Vec<&str> = choices.filter(|value| !own.list.contains(*value)).collect();
    if !absent.is_empty() {
        differ("list", format!("with {absent:?}"), format!("{} values", own.list.len()));
    }
}

#[test]
fn our_profile_asks_for_what_the_templates_ask_for() {
    compare_all("3.0.1", Profile::Se301);
}

#[test]
fn our_older_profile_asks_for_what_its_templates_ask_for() {
    compare_all("2.2.0", Profile::Se220);
}

#[expect(clippy::print_stdout, reason = "it says why nothing is compared")]
fn compare_all(version: &str, profile: Profile) {
    let Some(templates) = bundle(version) else {
        println!("no templates: nothing compared");
        return;
    };
    let ours = ours(profile.rules());
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (template, class) in CLASSES {
        // Series came with 3.0.0.
        let Some(items) = templates.get(template).and_then(|found| found["items"].as_array()) else { continue };
        for item in items.iter().filter_map(Value::as_str) {
            compare(class, &whole(&templates, item), &ours, &mut wrong);
            compared += 1;
        }
    }
    assert!(compared > 80, "{compared}");
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_obligation_has_its_check() {
    let rules = Profile::Se301.rules();
    let graph = rules.shapes().graph();
    // Checked by rules over several properties, or not at all: nobody but few agencies has a classification.
    let elsewhere =
        ["catalog-dataset", "distribution-format", "service-format", "contact-type", "agent-classification"];
    let id = |iri: &str| graph.terms().find_iri(iri).unwrap();
    for node in graph.subjects(id(model::ns::rdf::TYPE), id(&format!("{NOTE}Property"))) {
        let name = graph.terms().text(node).rsplit('#').next().unwrap();
        let obligation = graph.object(node, id(&format!("{NOTE}obligation"))).map(|o| graph.terms().text(o)).unwrap();
        let missing = graph.terms().find_iri(&format!("{}-missing", graph.terms().text(node)));
        let has = missing.is_some_and(|check| graph.objects(node, id(&format!("{NOTE}check"))).any(|c| c == check));
        let wanted = !obligation.ends_with("Optional") && !elsewhere.contains(&name);
        assert_eq!(has, wanted, "{name} is {obligation}");
    }
}
