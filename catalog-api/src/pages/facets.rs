//! Facets as fieldsets, and the chosen values as chips.

use super::facet_texts;
use super::frame::Context;
use super::html::Tagged;
use super::query::{BBOX, SearchForm, YEARS};
use super::texts::fill;
use model::LangText;
use search::{FACETS, FacetValue};
use std::collections::BTreeMap;

/// Values shown at once; the rest unfolds.
const FIRST: usize = 25;

/// Values shown after unfolding.
const MOST: usize = 100;

/// Facets that are open from the start.
const OPEN: &[&str] = &["theme", "format"];

/// The groups of filters with their facets, in the order in which they are shown.
const GROUPS: &[(Group, &[&str])] = &[
    (Group::Kind, &["type", "theme", "hvd", "basic_data", "specification", "language"]),
    (Group::Actors, &["publisher_type", "publisher", "source", "source_class"]),
    (Group::Place, &["place"]),
    (Group::Time, &["freshness"]),
    (Group::Distribution, &["format", "frequency", "api"]),
    (Group::Access, &["licence", "openness", "access_rights"]),
    (Group::Quality, &["quality"]),
];

/// A heading among the filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Kind of data.
    Kind,
    /// Who publishes.
    Actors,
    /// Where.
    Place,
    /// When.
    Time,
    /// How it is given.
    Distribution,
    /// Who may use it.
    Access,
    /// How well it is described.
    Quality,
}

/// Filters under one heading.
#[derive(Debug, Clone)]
pub(crate) struct FacetGroup {
    group: Group,
    /// Heading.
    pub(crate) label: &'static str,
    /// Facets.
    pub(crate) facets: Vec<Facet>,
}

impl FacetGroup {
    /// Whether the fields for years stand here.
    pub(crate) fn has_years(&self) -> bool {
        self.group == Group::Time
    }

    /// Whether the field for a box stands here.
    pub(crate) fn has_box(&self) -> bool {
        self.group == Group::Place
    }
}

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
    /// Field to look for values with; only in long facets.
    pub(crate) find: Option<Find>,
    /// Unfolded from the start.
    pub(crate) open: bool,
}

/// A field that looks for values of a long facet.
#[derive(Debug, Clone)]
pub(crate) struct Find {
    /// Its label.
    pub(crate) label: String,
    /// What was looked for.
    pub(crate) value: String,
    /// Says that nothing was found; empty = something was.
    pub(crate) none: String,
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
    /// Lies within another value: a municipality.
    pub(crate) inner: bool,
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

/// The facets that have something to choose, in their groups. `wide` gives the values of a facet that hold a text.
pub(crate) fn groups(
    context: &Context,
    form: &SearchForm,
    counted: &BTreeMap<String, Vec<FacetValue>>,
    wide: &dyn Fn(&str, &str) -> Vec<FacetValue>,
) -> Vec<FacetGroup> {
    let group = |(group, names): &(Group, &[&'static str])| {
        let facets = names.iter().filter_map(|name| {
            let values = counted.get(*name).map_or(&[][..], Vec::as_slice);
            let is_long = values.len() > FIRST;
            let wanted = form.find.get(*name).filter(|_| is_long);
            let found = wanted.map(|wanted| wide(name, wanted));
            let choices = choices(context, form, name, found.as_deref().unwrap_or(values));
            let has_none = !choices.iter().any(|choice| !choice.checked);
            let find = is_long.then(|| find_field(context, name, wanted.map(String::as_str), has_none));
            (!choices.is_empty() || find.is_some()).then(|| facet(context, name, choices, find))
        });
        FacetGroup { group: *group, label: group_label(context, *group), facets: facets.collect() }
    };
    GROUPS.iter().map(group).collect()
}

fn group_label(context: &Context, group: Group) -> &'static str {
    let t = facet_texts::Texts::of(context.language);
    match group {
        Group::Kind => t.group_kind,
        Group::Actors => t.group_actors,
        Group::Place => t.group_place,
        Group::Time => t.group_time,
        Group::Distribution => t.group_distribution,
        Group::Access => t.group_access,
        Group::Quality => t.group_quality,
    }
}

fn find_field(context: &Context, name: &str, wanted: Option<&str>, has_none: bool) -> Find {
    let t = facet_texts::Texts::of(context.language);
    Find {
        label: fill(t.find, &[&label(context, name).to_lowercase()]),
        value: wanted.unwrap_or_default().to_owned(),
        none: wanted.filter(|_| has_none).map(|wanted| fill(t.found_none, &[wanted])).unwrap_or_default(),
    }
}

fn facet(context: &Context, name: &'static str, mut choices: Vec<Choice>, find: Option<Find>) -> Facet {
    let t = context.t();
    let chosen = choices.iter().filter(|choice| choice.checked).count();
    let hidden = choices.len().saturating_sub(MOST);
    choices.truncate(MOST);
    let more = choices.split_off(choices.len().min(FIRST.max(chosen)));
    let number = |number: usize| context.count(number as u64);
    let more_exist = facet_texts::Texts::of(context.language).more_exist;
    let is_looked_in = find.as_ref().is_some_and(|find| !find.value.is_empty());
    Facet {
        name,
        label: label(context, name),
        more_label: fill(t.more_values, &[&number(more.len())]),
        first: choices,
        more,
        hidden: if hidden == 0 { String::new() } else { fill(more_exist, &[&number(hidden)]) },
        chosen: match chosen {
            0 => String::new(),
            1 => t.chosen_one.to_owned(),
            _ => fill(t.chosen_many, &[&number(chosen)]),
        },
        open: chosen > 0 || is_looked_in || OPEN.contains(&name),
        find,
    }
}

/// Values of a facet: chosen ones first (also those without results, or a new search would lose them), then by count.
fn choices(context: &Context, form: &SearchForm, name: &str, values: &[FacetValue]) -> Vec<Choice> {
    let choice = |value: &FacetValue| Choice {
        value: value.value.clone(),
        label: value_label(context, name, &value.value, &value.label),
        count: context.count(value.count),
        checked: is_chosen(form, name, value),
        inner: false,
    };
    let mut choices: Vec<Choice> =
        values.iter().filter(|v| v.count > 0 || is_chosen(form, name, v)).map(choice).collect();
    for chosen in form.filters.get(name).into_iter().flatten() {
        let known = values.iter().any(|value| value.value == *chosen || value.iri.as_deref() == Some(chosen));
        if !known {
            let label = value_label(context, name, chosen, &LangText::default());
            choices.push(Choice { value: chosen.clone(), label, count: context.count(0), checked: true, inner: false });
        }
    }
    choices.sort_by_key(|choice| !choice.checked);
    if name == "place" {
        choices = in_counties(choices, values);
    }
    choices
}

/// Municipalities behind their county, where both are there; the chosen ones stay first.
fn in_counties(choices: Vec<Choice>, values: &[FacetValue]) -> Vec<Choice> {
    let parent = |choice: &Choice| {
        let value = values.iter().find(|value| value.value == choice.value)?;
        let parent = value.parent.as_ref()?;
        choices.iter().position(|other| !choice.checked && !other.checked && other.value == *parent)
    };
    let mut keys: Vec<(usize, bool, usize)> = Vec::with_capacity(choices.len());
    for (at, choice) in choices.iter().enumerate() {
        keys.push(parent(choice).map_or((at, false, at), |county| (county, true, at)));
    }
    let mut placed: Vec<_> = keys.into_iter().zip(choices).collect();
    placed.sort_by_key(|(key, _)| *key);
    placed.into_iter().map(|((_, inner, _), choice)| Choice { inner, ..choice }).collect()
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
        ("specification" | "api" | "basic_data", "true") => Some(t.yes),
        ("specification" | "api" | "basic_data", "false") => Some(t.no),
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
            let label = known.map_or_else(LangText::default, |known| LangText::clone(&known.label));
            chips.push(Chip {
                facet,
                facet_label: chip_label(context, facet),
                value: value.clone(),
                label: value_label(context, facet, value, &label),
                href: context.url(&format!("{path}{}", form.without(facet, value).query())),
            });
        }
    }
    let t = facet_texts::Texts::of(context.language);
    let mut add = |facet: &'static str, facet_label, value: String| {
        let href = context.url(&format!("{path}{}", form.without(facet, &value).query()));
        chips.push(Chip { facet, facet_label, label: Tagged::plain(value.clone()), value, href });
    };
    if let Some(years) = form.years {
        let year = |year: Option<i32>| year.map_or_else(String::new, |year| year.to_string());
        add(YEARS, t.years_short, format!("{}–{}", year(years.from), year(years.to)));
    }
    if let Some(area) = form.bbox {
        add(BBOX, t.bbox, area.to_string());
    }
    chips
}

/// Name of a facet on a chip, where it must be short.
fn chip_label(context: &Context, facet: &str) -> &'static str {
    if facet == "place" { facet_texts::Texts::of(context.language).place_short } else { label(context, facet) }
}

/// Name of a facet.
pub(crate) fn label(context: &Context, facet: &str) -> &'static str {
    let (t, own) = (context.t(), facet_texts::Texts::of(context.language));
    match facet {
        "type" => t.facet_type,
        "theme" => t.facet_theme,
        "hvd" => t.facet_hvd,
        "basic_data" => own.basic_data,
        "specification" => t.facet_specification,
        "publisher" => t.facet_publisher,
        "publisher_type" => t.facet_publisher_type,
        "place" => own.place,
        "format" => t.facet_format,
        "frequency" => t.facet_frequency,
        "licence" => t.facet_licence,
        "openness" => own.openness,
        "access_rights" => t.facet_access_rights,
        "language" => own.language,
        "freshness" => own.freshness,
        "quality" => own.quality,
        "source" => t.facet_source,
        "source_class" => own.source_class,
        _ => t.facet_api,
    }
}
