//! Turtle to add to a document.

use super::super::Fix;
use super::super::facts::{Value, short};
use super::super::kinds::{Action, Kind, by_code};
use super::super::plan::{Mending, Plan, model_distribution};
use super::{because, header, new_distribution, note, object, open_statements, prefixes, token};
use crate::mqa::fixes::example::block;
use rustc_hash::FxHashSet;
use std::fmt::Write as _;

pub(super) fn write(fix: &Fix, plan: &Plan) -> String {
    let body = match by_code(&fix.code) {
        Some(kind) => body(fix, kind, plan),
        None => errors(fix, plan),
    };
    let prefixes = prefixes(&body, |prefix, iri| format!("@prefix {prefix}: <{iri}> .\n"));
    format!("{}{}{prefixes}\n{body}", header(fix), note(&body))
}

fn body(fix: &Fix, kind: &Kind, plan: &Plan) -> String {
    let mut text = String::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for mending in &fix.mendings {
        let (_, node) = plan.nodes(mending);
        if !seen.insert(&node.iri) {
            continue;
        }
        if kind.action == Action::Offer {
            offer(kind, plan, mending, &mut text);
        } else {
            one(fix, kind, plan, mending, &mut text);
        }
    }
    text
}

fn one(fix: &Fix, kind: &Kind, plan: &Plan, mending: &Mending, text: &mut String) {
    let place = fix.place(plan, mending);
    let value = place.suggestion.as_ref().map_or_else(|| token(kind), Value::turtle);
    let statement = format!("{} {}", kind.property.short(), object(kind, &value));
    if let Some(why) = &place.why {
        let _ = writeln!(text, "# {}", because(why));
    }
    for old in &place.stated {
        let _ = writeln!(text, "# ta bort / remove: {} {} ;", kind.property.short(), old.turtle());
    }
    if let Some(iri) = &place.iri {
        let _ = writeln!(text, "{} {statement} .", Value::iri(iri).turtle());
        return;
    }
    let address = place.address.as_deref().unwrap_or_default();
    let _ = writeln!(text, "# Utan egen IRI / without an IRI, in <{}>: <{address}>\n#   {statement} ;", place.dataset);
}

fn offer(kind: &Kind, plan: &Plan, mending: &Mending, text: &mut String) {
    let facts = &plan.facts[mending.dataset];
    let dataset = &facts.node.iri;
    if plan.is_ours(dataset) {
        let _ =
            writeln!(text, "# Datamängden ”{}” har ingen egen IRI / has no IRI.", super::one_line(&facts.node.title));
        return;
    }
    let new = Value::iri(&new_distribution(dataset)).turtle();
    let lines = open_statements(kind, model_distribution(facts));
    let _ = writeln!(text, "{} dcat:distribution {new} .", Value::iri(dataset).turtle());
    let _ = writeln!(text, "{}", block(&new, "dcat:Distribution", &lines));
}

/// Errors of the profile: what is missing can be added, a wrong value has to go first.
fn errors(fix: &Fix, plan: &Plan) -> String {
    let mut text = String::new();
    for error in fix.errors.iter().map(|number| &plan.errors[*number]) {
        let Some(path) = &error.path else { continue };
        let statement = super::update::error_token(error);
        for old in &error.values {
            let _ = writeln!(text, "# ta bort / remove: {} {} ;", short(path), old.turtle());
        }
        if error.node.starts_with(model::ns::PLACEHOLDER) || plan.is_ours(&error.node) {
            let _ = writeln!(text, "# Utan egen IRI / without an IRI, in <{}>:\n#   {statement}", error.dataset);
        } else {
            let _ = writeln!(text, "{} {statement} .", Value::iri(&error.node).turtle());
        }
    }
    text
}
