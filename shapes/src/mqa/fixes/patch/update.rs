//! SPARQL updates. Where one rule gives the value, the update finds its places by itself, also those without an IRI;
//! else each place is a row.

use super::super::facts::{Property, Property as P, Value, short};
use super::super::kinds::{Action, Kind, Level, by_code};
use super::super::plan::{Mending, Plan, Restriction, model_distribution};
use super::super::{Fix, ProfileError};
use super::{because, header, new_distribution, note, object, open_statements, prefixes, token};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub(super) fn write(fix: &Fix, plan: &Plan) -> String {
    let statements = match by_code(&fix.code) {
        Some(kind) if kind.action == Action::Offer => offers(fix, kind, plan),
        Some(kind) => Writer { fix, kind, plan }.statements(),
        None => errors(fix, plan),
    };
    let body = statements.join(" ;\n\n");
    let prefixes = prefixes(&body, |prefix, iri| format!("PREFIX {prefix}: <{iri}>\n"));
    format!("{}{}{prefixes}\n{body}\n", header(fix), note(&body))
}

struct Writer<'p> {
    fix: &'p Fix,
    kind: &'p Kind,
    plan: &'p Plan,
}

/// How rows name their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    /// By its IRI.
    Place,
    /// By a property of it.
    Key(Property),
}

/// Rows of key and value, with the reasons.
#[derive(Default)]
struct Rows {
    rows: BTreeMap<String, String>,
    reasons: Vec<String>,
}

impl Rows {
    fn add(&mut self, key: &Value, value: String, why: Option<&(String, String)>) {
        self.rows.insert(key.turtle(), value);
        if let Some(reason) = why.map(because).filter(|reason| !self.reasons.contains(reason)) {
            self.reasons.push(reason);
        }
    }
}

impl Writer<'_> {
    fn statements(&self) -> Vec<String> {
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let once = self.fix.mendings.iter().filter(|mending| seen.insert(&self.plan.nodes(mending).1.iri));
        let places: Vec<&Mending> = once.collect();
        let certain = self.certain_keys(&places);
        let (mut grouped, mut nameless) = (BTreeMap::<By, Rows>::new(), 0);
        let mut constant: Option<(&Value, (String, String))> = None;
        let mut open: Vec<&Mending> = Vec::new();
        let one_value = self.constant(&places, &certain);
        for mending in &places {
            let Some(suggestion) = &mending.suggestion else {
                open.push(mending);
                continue;
            };
            let why = suggestion.why.text();
            let value = suggestion.value.turtle();
            match &suggestion.key {
                Some((property, key)) if certain.contains(&(*property, key)) => {
                    grouped.entry(By::Key(*property)).or_default().add(key, value, Some(&why));
                }
                _ if one_value => constant = Some((&suggestion.value, why)),
                _ => nameless += self.row(&mut grouped, mending, value, Some(&why)),
            }
        }
        let mut statements: Vec<String> = Vec::new();
        let mut rest = BTreeMap::<By, Rows>::new();
        let fills_all =
            !self.kind.each && self.kind.action == Action::Add && self.plan.restriction != Restriction::Named;
        for mending in open.iter().filter(|_| !fills_all) {
            nameless += self.open_row(&mut rest, mending);
        }
        statements.extend(grouped.into_iter().map(|(by, rows)| self.statement(by, &rows)));
        statements.extend(constant.map(|(value, why)| self.for_all(&value.turtle(), Some(&why))));
        statements.extend(rest.into_iter().map(|(by, rows)| self.statement(by, &rows)));
        if fills_all && !open.is_empty() {
            statements.push(self.for_all(&token(self.kind), None));
        }
        if nameless > 0 {
            statements.push(String::new());
            let note = format!(
                "# {nameless} utan IRI och adress går inte att peka ut här / {nameless} without IRI and address cannot be named here"
            );
            let last = statements.len() - 1;
            statements[last] = note;
            // A comment is no statement: it follows the last one.
            let comment = statements.pop().unwrap_or_default();
            match statements.last_mut() {
                Some(statement) => {
                    let _ = write!(statement, "\n{comment}");
                }
                None => statements.push(comment),
            }
        }
        statements
    }

    /// Keys that always lead to the same value, at every place that has them.
    fn certain_keys<'m>(&self, places: &[&'m Mending]) -> FxHashSet<(Property, &'m Value)> {
        let mut values: FxHashMap<(Property, &Value), Option<&Value>> = FxHashMap::default();
        for mending in places {
            let Some(suggestion) = &mending.suggestion else { continue };
            let Some((property, key)) = &suggestion.key else { continue };
            let found = values.entry((*property, key)).or_insert(Some(&suggestion.value));
            if *found != Some(&suggestion.value) {
                *found = None;
            }
        }
        // A place that has the key and no suggestion, or another one, must not get this value.
        for mending in places {
            let (_, node) = self.plan.nodes(mending);
            let own = mending.suggestion.as_ref();
            for ((property, key), found) in &mut values {
                let same = own.is_some_and(|own| own.key.as_ref().is_some_and(|(p, k)| p == property && k == *key));
                if !same && self.kind.action == Action::Replace && node.values(*property).any(|value| value == *key) {
                    *found = None;
                }
            }
        }
        values.into_iter().filter(|(_, value)| value.is_some()).map(|(key, _)| key).collect()
    }

    /// Whether one value is right for every place without a key.
    fn constant(&self, places: &[&Mending], certain: &FxHashSet<(Property, &Value)>) -> bool {
        if self.plan.restriction == Restriction::Named || self.kind.action == Action::Replace {
            return false;
        }
        let keyed = |mending: &&&Mending| {
            let key = mending.suggestion.as_ref().and_then(|s| s.key.as_ref());
            key.is_some_and(|(property, key)| certain.contains(&(*property, key)))
        };
        let mut values =
            places.iter().filter(|mending| !keyed(mending)).map(|m| m.suggestion.as_ref().map(|s| &s.value));
        let Some(Some(first)) = values.next() else { return false };
        values.all(|value| value == Some(first))
    }

    /// A row for one place; 1 if it cannot be named.
    fn row(
        &self,
        rows: &mut BTreeMap<By, Rows>,
        mending: &Mending,
        value: String,
        why: Option<&(String, String)>,
    ) -> usize {
        let (_, node) = self.plan.nodes(mending);
        if !self.plan.is_ours(&node.iri) {
            rows.entry(By::Place).or_default().add(&Value::iri(&node.iri), value, why);
            return 0;
        }
        for property in [P::AccessUrl, P::DownloadUrl] {
            if let Some(address) = node.first(property).filter(|_| self.kind.on == Level::Distribution) {
                rows.entry(By::Key(property)).or_default().add(address, value, why);
                return 0;
            }
        }
        1
    }

    /// A row to fill in: for a value that is replaced the old value names it.
    fn open_row(&self, rows: &mut BTreeMap<By, Rows>, mending: &Mending) -> usize {
        let (_, node) = self.plan.nodes(mending);
        if self.kind.action != Action::Replace {
            return self.row(rows, mending, token(self.kind), None);
        }
        for old in node.values(self.kind.property) {
            rows.entry(By::Key(self.kind.property)).or_default().add(old, token(self.kind), None);
        }
        0
    }

    fn statement(&self, by: By, rows: &Rows) -> String {
        let property = self.kind.property.short();
        let new = format!("?place {property} {}", object(self.kind, "?value"));
        let variable = if by == By::Place { "?place" } else { "?key" };
        let mut text = String::new();
        for reason in &rows.reasons {
            let _ = writeln!(text, "# {reason}");
        }
        let replaces = self.kind.action == Action::Replace;
        if replaces {
            let _ = writeln!(text, "DELETE {{ ?place {property} ?old }}");
        }
        let _ = writeln!(text, "INSERT {{ {new} }}\nWHERE {{\n  VALUES ({variable} ?value) {{");
        for (key, value) in &rows.rows {
            let _ = writeln!(text, "    ({key} {value})");
        }
        text.push_str("  }\n");
        if let By::Key(key) = by {
            let _ = writeln!(text, "  ?place {} ?key .", key.short());
            text.push_str(&self.pattern());
        }
        if replaces {
            // A place with a value that counts too is none of the fix.
            let wrong = self.wrong_values();
            let _ = writeln!(text, "  ?place {property} ?old .");
            let _ =
                writeln!(text, "  FILTER NOT EXISTS {{ ?place {property} ?other FILTER (?other NOT IN ({wrong})) }}");
        } else {
            text.push_str(&self.absent());
        }
        text.push('}');
        text
    }

    /// All values that the fix replaces.
    fn wrong_values(&self) -> String {
        let nodes = self.fix.mendings.iter().map(|mending| self.plan.nodes(mending).1);
        let all: BTreeSet<String> = nodes.flat_map(|node| node.values(self.kind.property).map(Value::turtle)).collect();
        all.into_iter().collect::<Vec<_>>().join(", ")
    }

    /// The same value for every place that lacks one.
    fn for_all(&self, value: &str, why: Option<&(String, String)>) -> String {
        let reason = why.map(|why| format!("# {}\n", because(why))).unwrap_or_default();
        let new = format!("?place {} {}", self.kind.property.short(), object(self.kind, value));
        format!("{reason}INSERT {{ {new} }}\nWHERE {{\n{}{}}}", self.pattern(), self.absent())
    }

    /// Datasets, or their distributions, of the part of the document that is looked at.
    fn pattern(&self) -> String {
        let dataset = if self.kind.on == Level::Dataset { "?place" } else { "?dataset" };
        let mut text =
            format!("  {dataset} a dcat:Dataset .\n  FILTER NOT EXISTS {{ {dataset} a dcat:DatasetSeries }}\n");
        if self.kind.on == Level::Distribution {
            text.push_str("  ?dataset dcat:distribution ?place .\n");
        }
        match &self.plan.restriction {
            Restriction::All | Restriction::Named => {}
            Restriction::Dataset(iri) => {
                let _ = writeln!(text, "  VALUES {dataset} {{ {} }}", Value::iri(iri).turtle());
            }
            Restriction::Publisher(iri) => {
                let _ = writeln!(text, "  {dataset} dcterms:publisher {} .", Value::iri(iri).turtle());
            }
        }
        text
    }

    /// That nothing is stated yet.
    fn absent(&self) -> String {
        let property = self.kind.property.short();
        let mut text = format!("  FILTER NOT EXISTS {{ ?place {property} ?stated }}\n");
        match self.kind.property {
            P::Issued | P::Modified => {
                let _ = writeln!(text, "  FILTER NOT EXISTS {{ ?place dcat:distribution/{property} ?there }}");
            }
            P::DownloadUrl | P::ByteSize => {
                text.push_str("  FILTER NOT EXISTS { ?place dcat:accessService ?service }\n");
            }
            _ => {}
        }
        text
    }
}

/// New distributions, each written out.
fn offers(fix: &Fix, kind: &Kind, plan: &Plan) -> Vec<String> {
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    let mut text = String::from("INSERT DATA {\n");
    for mending in fix.mendings.iter().filter(|mending| seen.insert(mending.dataset)) {
        let facts = &plan.facts[mending.dataset];
        if plan.is_ours(&facts.node.iri) {
            continue;
        }
        let new = Value::iri(&new_distribution(&facts.node.iri)).turtle();
        let _ = writeln!(text, "  {} dcat:distribution {new} .", Value::iri(&facts.node.iri).turtle());
        let lines = open_statements(kind, model_distribution(facts)).join(" ;\n    ");
        let _ = writeln!(text, "  {new} a dcat:Distribution ;\n    {lines} .");
    }
    text.push('}');
    vec![text]
}

/// What to write in the place of an error: predicates and objects.
pub(super) fn error_token(error: &ProfileError) -> String {
    match &error.example {
        Some(example) => format!("«FYLL I/FILL IN, t.ex. {example}»"),
        None => "«FYLL I/FILL IN»".to_owned(),
    }
}

fn errors(fix: &Fix, plan: &Plan) -> Vec<String> {
    let mut statements = Vec::new();
    for error in fix.errors.iter().map(|number| &plan.errors[*number]) {
        let nameless = error.node.starts_with(model::ns::PLACEHOLDER) || plan.is_ours(&error.node);
        let Some(path) = error.path.as_ref().filter(|_| !nameless) else { continue };
        let (node, property, token) = (Value::iri(&error.node).turtle(), short(path), error_token(error));
        if error.values.is_empty() && error.code.ends_with("-missing") {
            statements.push(format!("INSERT DATA {{ {node} {token} }}"));
            continue;
        }
        let old: Vec<String> = error.values.iter().map(Value::turtle).collect();
        let which = if old.is_empty() { String::new() } else { format!("VALUES ?old {{ {} }} ", old.join(" ")) };
        statements.push(format!(
            "DELETE {{ {node} {property} ?old }}\nINSERT {{ {node} {token} }}\nWHERE {{ {which}{node} {property} ?old }}"
        ));
    }
    statements
}
