//! How a fix is written, shown on one of its own places; and its places for people and programs.

use super::compliance::general;
use super::facts::{DatasetFacts, Node, Property as P, Value, short};
use super::kinds::{Action, Kind, Level, by_code};
use super::plan::{Mending, Plan, model_distribution, offered_node};
use super::{Fix, patch};
use rustc_hash::FxHashSet;

/// Before and after, as Turtle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    /// As it stands now; empty where it cannot be shown.
    pub before: String,
    /// With the fix.
    pub after: String,
    /// Whether a value in it is only an example, because just the publisher knows the real one.
    pub invented: bool,
}

/// A place to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// IRI; `None` where the publisher has given it none.
    pub iri: Option<String>,
    /// Its title, or that of its dataset.
    pub title: String,
    /// IRI of the dataset.
    pub dataset: String,
    /// Address for access of a distribution: how it is recognised where it has no IRI.
    pub address: Option<String>,
    /// What is stated now.
    pub stated: Vec<Value>,
    /// What to write, if we can tell.
    pub suggestion: Option<Value>,
    /// Why.
    pub why: Option<(String, String)>,
}

/// Where DCAT-AP-SE says how to write it: name (sv, en) and address.
pub type Section = ((&'static str, &'static str), &'static str);

impl Fix {
    /// The section of the specification.
    pub fn section(&self) -> Section {
        const SE: [(&str, &str, &str); 2] = [
            (
                "DCAT-AP-SE 3.0.1, Datamängd",
                "DCAT-AP-SE 3.0.1, Dataset",
                "https://docs.dataportal.se/dcat/3.0.1/sv/#dcat_Dataset",
            ),
            (
                "DCAT-AP-SE 3.0.1, Distribution",
                "DCAT-AP-SE 3.0.1, Distribution",
                "https://docs.dataportal.se/dcat/3.0.1/sv/#dcat_Distribution",
            ),
        ];
        let Some(kind) = by_code(&self.code) else {
            return (("DCAT-AP 3.0.1 (EU)", "DCAT-AP 3.0.1 (EU)"), "https://semiceu.github.io/DCAT-AP/releases/3.0.1/");
        };
        let on_distribution = self.on == Level::Distribution || kind.action == Action::Offer;
        let (sv, en, address) = SE[usize::from(on_distribution)];
        ((sv, en), address)
    }

    /// The property that is written, as Turtle writes it; `None` for what is more than one.
    pub fn property(&self, plan: &Plan) -> Option<String> {
        match by_code(&self.code) {
            Some(kind) if kind.action == Action::Offer => Some(P::AccessUrl.short()),
            Some(kind) => Some(kind.property.short()),
            None => self.errors.first().and_then(|number| plan.errors[*number].path.as_deref()).map(short),
        }
    }

    /// Whether a patch of it can be written.
    pub fn has_patch(&self, plan: &Plan) -> bool {
        by_code(&self.code).is_some() || self.errors.iter().any(|number| plan.errors[*number].path.is_some())
    }

    /// Its places, each once: at most `limit` after `offset`.
    pub fn places(&self, plan: &Plan, offset: usize, limit: usize) -> Vec<Place> {
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        if self.mendings.is_empty() {
            let errors = self.errors.iter().map(|number| &plan.errors[*number]);
            let once = errors.filter(|error| seen.insert(&error.node));
            return once.skip(offset).take(limit).map(|error| plan.place_of_error(error)).collect();
        }
        let once = self.mendings.iter().filter(|mending| seen.insert(&plan.nodes(mending).1.iri));
        once.skip(offset).take(limit).map(|mending| self.place(plan, mending)).collect()
    }

    pub(super) fn place(&self, plan: &Plan, mending: &Mending) -> Place {
        let (dataset, node) = plan.nodes(mending);
        let stated = by_code(&self.code).map_or_else(Vec::new, |kind| node.values(kind.property).cloned().collect());
        let title = if node.title.is_empty() { &dataset.title } else { &node.title };
        Place {
            iri: (!plan.is_ours(&node.iri)).then(|| node.iri.clone()),
            title: title.clone(),
            dataset: dataset.iri.clone(),
            address: node.first(P::AccessUrl).map(|value| value.text().to_owned()),
            stated,
            suggestion: mending.suggestion.as_ref().map(|suggestion| suggestion.value.clone()),
            why: mending.suggestion.as_ref().map(|suggestion| suggestion.why.text()),
        }
    }

    /// How it is written, on the first place where we can tell the value, else on the first of all.
    pub fn example(&self, plan: &Plan) -> Example {
        let Some(kind) = by_code(&self.code) else { return self.error_example(plan) };
        let told = self.mendings.iter().find(|mending| mending.suggestion.is_some());
        let Some(mending) = told.or(self.mendings.first()) else { return Example::default() };
        let facts = &plan.facts[mending.dataset];
        let (_, node) = plan.nodes(mending);
        if kind.action == Action::Offer {
            return offer_example(plan, facts);
        }
        let value = mending.suggestion.as_ref().map_or_else(|| kind.sample.turtle(), |found| found.value.turtle());
        let line =
            format!("{} {}", kind.property.short(), patch::object(kind, &value)).replace('«', "").replace('»', "");
        let line = line.replace("FYLL I/FILL IN, t.ex. ", "");
        let class = if self.on == Level::Dataset { "dcat:Dataset" } else { "dcat:Distribution" };
        let mut around = surroundings(node, kind);
        let old = node.values(kind.property).map(|value| format!("{} {}", kind.property.short(), value.turtle()));
        let before: Vec<String> = around.iter().cloned().chain(old).collect();
        around.push(line);
        let subject = subject(plan, node);
        Example {
            before: block(&subject, class, &before),
            after: block(&subject, class, &around),
            invented: mending.suggestion.is_none(),
        }
    }

    fn error_example(&self, plan: &Plan) -> Example {
        let Some(error) = self.errors.first().map(|number| &plan.errors[*number]) else { return Example::default() };
        let (Some(path), Some(example)) = (&error.path, &error.example) else { return Example::default() };
        let subject = if plan.is_ours(&error.node) { "[]".to_owned() } else { Value::iri(&error.node).turtle() };
        let old = error.values.iter().map(|value| format!("\n  {} {} ;", short(path), value.turtle()));
        let before = format!("{subject}{}", old.collect::<String>());
        let before = if error.values.is_empty() { format!("{subject} …") } else { before };
        Example { before, after: format!("{subject}\n  {example}"), invented: true }
    }
}

impl Plan {
    fn place_of_error(&self, error: &super::ProfileError) -> Place {
        let dataset = self.facts.iter().find(|facts| facts.node.iri == error.dataset);
        Place {
            iri: (!error.node.starts_with(model::ns::PLACEHOLDER) && !self.is_ours(&error.node))
                .then(|| error.node.clone()),
            title: dataset.map(|facts| facts.node.title.clone()).unwrap_or_default(),
            dataset: error.dataset.clone(),
            address: None,
            stated: error.values.clone(),
            suggestion: None,
            why: None,
        }
    }
}

fn subject(plan: &Plan, node: &Node) -> String {
    if plan.is_ours(&node.iri) { "[]".to_owned() } else { Value::iri(&node.iri).turtle() }
}

/// A few statements by which people recognise the place.
fn surroundings(node: &Node, kind: &Kind) -> Vec<String> {
    let mut lines = Vec::new();
    if !node.title.is_empty() {
        lines.push(format!("dcterms:title {}", Value::literal(&node.title, "sv", "").turtle()));
    }
    for property in [P::AccessUrl, P::Format] {
        if property != kind.property
            && let Some(value) = node.first(property)
        {
            lines.push(format!("{} {}", property.short(), value.turtle()));
        }
    }
    lines
}

/// A node as Turtle, one statement a line.
pub(super) fn block(subject: &str, class: &str, lines: &[String]) -> String {
    let mut text = format!("{subject}\n  a {class}");
    for line in lines {
        text.push_str(" ;\n  ");
        text.push_str(line);
    }
    text.push_str(" .");
    text
}

fn offer_example(plan: &Plan, facts: &DatasetFacts) -> Example {
    let (dataset, title) = (subject(plan, &facts.node), &facts.node.title);
    let mut lines = vec![format!("dcterms:title {}", Value::literal(title, "sv", "").turtle())];
    if let Some(model) = model_distribution(facts) {
        lines.push(format!("dcat:distribution {}", subject(plan, model)));
    }
    let before = block(&dataset, "dcat:Dataset", &lines);
    let new = patch::new_distribution(&facts.node.iri);
    lines.push(format!("dcat:distribution {}", Value::iri(&new).turtle()));
    let after = block(&dataset, "dcat:Dataset", &lines);
    let node = offered_node(facts);
    let offered = block(&Value::iri(&new).turtle(), "dcat:Distribution", &patch::statements(&node));
    Example { before, after: format!("{after}\n\n{offered}"), invented: true }
}

/// What is wrong in a few words, where the number of places needs no telling.
fn without_places(lead: &str) -> String {
    let text = lead.replace(" på {}", "").replace(" on {}", "").replace("{} ", "");
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

impl Fix {
    /// What is wrong in a few words, without the number of places: for one dataset. Swedish and English.
    pub fn title(&self, plan: &Plan) -> (String, String) {
        if let Some(kind) = by_code(&self.code) {
            return (without_places(kind.lead.0), without_places(kind.lead.1));
        }
        match self.errors.first().map(|number| &plan.errors[*number].message) {
            Some(message) => (general(message.text("sv")), general(message.text("en"))),
            None => ("Fel mot EU:s profil".to_owned(), "Errors by the EU's profile".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_places;
    use crate::mqa::fixes::kinds::KINDS;

    #[test]
    fn a_fix_of_one_dataset_needs_no_number() {
        assert_eq!(without_places("Nyckelord saknas på {}"), "Nyckelord saknas");
        assert_eq!(without_places("{} finns bara i pdf"), "Finns bara i pdf");
        for kind in &KINDS {
            for lead in [kind.lead.0, kind.lead.1] {
                assert!(lead.contains("{}") && !without_places(lead).contains("{}"), "{lead}");
            }
        }
    }
}
