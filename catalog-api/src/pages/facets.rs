//! Facets as fieldsets, and the chosen values as chips.

use super::frame::Context;
use super::html::Tagged;
use super::query::SearchForm;
use super::texts::{Texts, fill};
use model::LangText;
use search::{FACETS, FacetValue};
use std::collections::BTreeMap;

/// Values shown at once; the rest unfolds.
const FIRST: usize = 6;

/// Values shown after unfolding.
const MOST: usize = 80;

/// Facets that are open from the start.
const OPEN: &[&str] = &["theme", "publisher", "format"];

/// One facet of the form.
#[derive(Debug, Clone)]
pub(crate) struct Facet {
    /// Parameter.
    pub(crate) name: &'static str,
    /// Legend.
    pub(crate) label: &'static str,
    /// Shown at once: the chosen ones and the most frequent.
    pub(crate) first: Vec<Choice>,
    /// Shown on request.
    pub(crate) more: Vec<Choice>,
    /// Text of the control that shows them.
    pub(crate) more_label: String,
    /// Says how many are not shown at all; empty = none.
    pub(crate) hidden: String,
    /// Says how many are chosen; empty = none.
    pub(crate) chosen: String,
    /// Unfolded from the start.
    pub(crate) open: bool,
}

/// One value of a facet.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// What the parameter takes.
    pub(crate) value: String,
    /// Label.
    pub(crate) label: Tagged,
    /// Number of results, as text.
    pub(crate) count: String,
    /// Chosen.
    pub(crate) checked: bool,
}

/// A chosen value; its link removes it.
#[derive(Debug, Clone)]
pub(crate) struct Chip {
    /// Facet.
    pub(crate) facet: &'static str,
    /// Name of the facet.
    pub(crate) facet_label: &'static str,
    /// Value.
    pub(crate) value: String,
    /// Its label.
    pub(crate) label: Tagged,
    /// The search without it.
    pub(crate) href: String,
}

/// The facets that have something to choose, in the order of [`FACETS`].
pub(crate) fn facets(context: &Context, form: &SearchForm, counted: &BTreeMap<String, Vec<FacetValue>>) -> Vec<Facet> {
    let all = FACETS.iter().filter_map(|name| {
        let values = counted.get(*name).map_or(&[][..], Vec::as_slice);
        let choices = choices(context, form, name, values);
        (!choices.is_empty()).then(|| facet(context, name, choices))
    });
    all.collect()
}

fn facet(context: &Context, name: &'static str, mut choices: Vec<Choice>) -> Facet {
    let t = context.t();
    let chosen = choices.iter().filter(|choice| choice.checked).count();
    let hidden = choices.len().saturating_sub(MOST);
    choices.truncate(MOST);
    let more = choices.split_off(choices.len().min(FIRST.max(chosen)));
    let number = |number: usize| context.count(number as u64);
    Facet {
        name,
        label: label(t, name),
        more_label: fill(t.more_values, &[&number(more.len())]),
        first: choices,
        more,
        hidden: if hidden == 0 { String::new() } else { fill(t.more_values_hidden, &[&number(hidden)]) },
        chosen: match chosen {
            0 => String::new(),
            1 => t.chosen_one.to_owned(),
            _ => fill(t.chosen_many, &[&number(chosen)]),
        },
        open: chosen > 0 || OPEN.contains(&name),
    }
}

/// Values of a facet: chosen ones first (also those without results, or a new search would lose them), then by count.
fn choices(context: &Context, form: &SearchForm, name: &str, values: &[FacetValue]) -> Vec<Choice> {
    let choice = |value: &FacetValue| Choice {
        value: value.value.clone(),
        label: value_label(context, name, &value.value, &value.label),
        count: context.count(value.count),
        checked: is_chosen(form, name, value),
    };
    let mut choices: Vec<Choice> =
        values.iter().filter(|v| v.count > 0 || is_chosen(form, name, v)).map(choice).collect();
    for chosen in form.filters.get(name).into_iter().flatten() {
        let known = values.iter().any(|value| value.value == *chosen || value.iri.as_deref() == Some(chosen));
        if !known {
            let label = value_label(context, name, chosen, &LangText::default());
            choices.push(Choice { value: chosen.clone(), label, count: context.count(0), checked: true });
        }
    }
    choices.sort_by_key(|choice| !choice.checked);
    choices
}

fn is_chosen(form: &SearchForm, name: &str, value: &FacetValue) -> bool {
    form.has(name, &value.value) || value.iri.as_deref().is_some_and(|iri| form.has(name, iri))
}

/// Label of a value: ours for kinds and yes/no, else what the index says, else the value.
fn value_label(context: &Context, facet: &str, value: &str, label: &LangText) -> Tagged {
    let t = context.t();
    if facet == "source" {
        return Tagged::plain(source_title(context, value));
    }
    let ours = match (facet, value) {
        ("type", "dataset") => Some(t.dataset),
        ("type", "series") => Some(t.series_one),
        ("type", "service") => Some(t.service),
        ("specification" | "api", "true") => Some(t.yes),
        ("specification" | "api", "false") => Some(t.no),
        _ => None,
    };
    ours.map_or_else(|| Tagged::best_or(label, context.language, value), Tagged::plain)
}

/// Title of a source; its id where the journal does not know it.
fn source_title(context: &Context, id: &str) -> String {
    let entry = id.parse().ok().and_then(|id| context.state.journal.source(&id).ok());
    entry.map_or_else(|| id.to_owned(), |entry| entry.source.title)
}

/// Every chosen value with the search that lacks it.
pub(crate) fn chips(
    context: &Context,
    path: &str,
    form: &SearchForm,
    counted: &BTreeMap<String, Vec<FacetValue>>,
) -> Vec<Chip> {
    let mut chips = Vec::new();
    for facet in FACETS {
        for value in form.filters.get(*facet).into_iter().flatten() {
            let known = counted.get(*facet).into_iter().flatten();
            let known = known.into_iter().find(|known| known.value == *value || known.iri.as_deref() == Some(value));
            let label = known.map_or_else(LangText::default, |known| known.label.clone());
            chips.push(Chip {
                facet,
                facet_label: self::label(context.t(), facet),
                value: value.clone(),
                label: value_label(context, facet, value, &label),
                href: context.url(&format!("{path}{}", form.without(facet, value).query())),
            });
        }
    }
    chips
}

/// Name of a facet.
fn label(t: &'static Texts, facet: &str) -> &'static str {
    match facet {
        "type" => t.facet_type,
        "theme" => t.facet_theme,
        "hvd" => t.facet_hvd,
        "publisher" => t.facet_publisher,
        "publisher_type" => t.facet_publisher_type,
        "format" => t.facet_format,
        "frequency" => t.facet_frequency,
        "licence" => t.facet_licence,
        "access_rights" => t.facet_access_rights,
        "source" => t.facet_source,
        "specification" => t.facet_specification,
        _ => t.facet_api,
    }
}
