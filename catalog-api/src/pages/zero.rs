//! What to try when a search found nothing.

use super::facets::Chip;
use super::frame::Context;
use super::html::{Link, Tagged};
use super::numbers::counted;
use super::problems::PageProblem;
use super::query::SearchForm;
use super::texts::fill;
use search::{FacetValue, OtherQuery, SearchRequest};

/// Proposals, each of which finds something.
#[derive(Debug, Clone)]
pub(crate) struct Zero {
    /// Beyond the last page: the first one.
    pub(crate) past_end: Option<String>,
    /// Words that nothing has, in a sentence.
    pub(crate) missing: Option<String>,
    /// Other queries with their numbers of results.
    pub(crate) queries: Vec<Link>,
    /// Heading of them.
    pub(crate) queries_title: &'static str,
    /// The same without one filter each.
    pub(crate) without: Vec<Link>,
    /// The same without all.
    pub(crate) without_filters: Option<Link>,
    /// Heading of those.
    pub(crate) without_title: &'static str,
    /// Themes to look around in.
    pub(crate) themes: Vec<Link>,
    /// Heading of them.
    pub(crate) themes_title: &'static str,
    /// Who may have it.
    pub(crate) publishers: Vec<Link>,
    /// Heading of them.
    pub(crate) publishers_title: &'static str,
    /// Everything.
    pub(crate) all: String,
}

/// Finds out what would help. `request` is the search as it was made, `path` the list's.
pub(crate) fn zero(
    context: &Context,
    (path, form): (&str, &SearchForm),
    request: &SearchRequest,
    (total, chips): (u64, &[Chip]),
) -> Result<Zero, PageProblem> {
    let (t, language) = (context.t(), context.language);
    let url = |form: &SearchForm| context.url(&format!("{path}{}", form.query()));
    let hits = |count| counted(count, t.hits_one, t.hits_many, language);
    // Beyond the last page there is nothing wrong with the words.
    let help = if total > 0 { search::Help::default() } else { context.reader.searcher.help(request)? };
    let query = |other: &OtherQuery| {
        let label = format!("{} ({})", other.q, hits(other.count));
        Link::internal(url(&form.with_words(&other.q)), Tagged::plain(label))
    };
    let without = help.without.iter().filter_map(|one| {
        let chip = chips.iter().find(|chip| chip.facet == one.facet && chip.value == one.value)?;
        let label = format!("{} {}: {} ({})", t.remove_filter, chip.facet_label, chip.label.text, hits(one.count));
        Some(Link::internal(url(&form.without(&one.facet, &one.value)), Tagged::plain(label)))
    });
    let without_filters = (help.without_filters > 0 && chips.len() > 1).then(|| {
        let label = format!("{} ({})", t.zero_without_filters, hits(help.without_filters));
        Link::internal(url(&form.without_filters()), Tagged::plain(label))
    });
    let theme = |one: &FacetValue| {
        let label = Tagged::best_or(&one.label, language, &one.value);
        Link::internal(context.url(&format!("/datasets{}", SearchForm::of("theme", &one.value).query())), label)
    };
    let publisher = |one: &FacetValue| {
        let label = Tagged::best_or(&one.label, language, &one.value);
        Link::internal(context.organisation_url(&one.value), label)
    };
    let missing: Vec<String> = help.missing.iter().map(|word| format!("”{word}”")).collect();
    let missing_text = language.pick("Inget i katalogen innehåller {}.", "Nothing in the catalog contains {}.");
    Ok(Zero {
        past_end: (total > 0).then(|| url(&form.on_page(1))),
        missing: (!missing.is_empty()).then(|| fill(missing_text, &[&missing.join(", ")])),
        queries: help.instead.iter().chain(&help.fewer_words).map(query).collect(),
        queries_title: language.pick("Pröva i stället", "Try instead"),
        without: without.collect(),
        without_filters,
        without_title: language.pick("Ta bort ett filter", "Remove a filter"),
        themes: help.themes.iter().map(theme).collect(),
        themes_title: language.pick("Se dig om i en kategori", "Look around in a category"),
        publishers: help.publishers.iter().map(publisher).collect(),
        publishers_title: language.pick("Fråga den som kan ha uppgifterna", "Ask who may have it"),
        all: url(&SearchForm::default()),
    })
}
