//! What to try when a search found nothing, or little.

use super::facets::Chip;
use super::frame::Context;
use super::html::{Link, Tagged};
use super::numbers::counted;
use super::problems::PageProblem;
use super::query::{BBOX, SearchForm, YEARS};
use super::texts::fill;
use crate::ask::contact_of;
use crate::state::Language;
use model::Years;
use search::{FacetValue, Help, OtherQuery, SearchRequest, SearchResponse, WithoutFilter};

/// Proposals, each of which finds something.
#[derive(Debug, Clone)]
pub(crate) struct Zero {
    /// Beyond the last page: the first one.
    pub(crate) past_end: Option<String>,
    /// Heading.
    pub(crate) title: &'static str,
    /// Words that nothing has, in a sentence.
    pub(crate) missing: Option<String>,
    /// That hardly anything states its years, where years are chosen.
    pub(crate) years: Option<String>,
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
    pub(crate) publishers: Vec<Asked>,
    /// Heading of them.
    pub(crate) publishers_title: &'static str,
    /// Who runs the portal, to whom data can be suggested.
    pub(crate) operator: Option<Link>,
    /// What stands before that.
    pub(crate) operator_text: &'static str,
    /// Everything; nothing below results.
    pub(crate) all: Option<String>,
}

/// A publisher that may have what is looked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Its page.
    pub(crate) organisation: Link,
    /// How to reach it, if that is known.
    pub(crate) contact: Option<Link>,
}

/// What stands on a list: its path, the form, the filters that can be removed.
pub(crate) struct On<'a> {
    /// Path of the list.
    pub(crate) path: &'a str,
    /// The search.
    pub(crate) form: &'a SearchForm,
    /// Its filters.
    pub(crate) chips: &'a [Chip],
}

/// Help for a search, where it is needed: when it found nothing, too little, or nothing on this page. `request` is the
/// search as it was made.
pub(crate) fn zero(
    context: &Context,
    on: &On<'_>,
    request: &SearchRequest,
    response: &SearchResponse,
) -> Result<Option<Zero>, PageProblem> {
    let searcher = &context.reader.searcher;
    if !response.items.is_empty() {
        let help = searcher.help_for_few(request, response)?;
        return Ok(help.map(|help| few(context, on, &help)).filter(Zero::says_something));
    }
    if response.total > 0 {
        // Beyond the last page there is nothing wrong with the words.
        let first = context.url(&format!("{}{}", on.path, on.form.on_page(1).query()));
        let nothing = few(context, on, &Help::default());
        return Ok(Some(Zero { past_end: Some(first), ..nothing }));
    }
    let help = searcher.help(request)?;
    none(context, on, &help).map(Some)
}

impl Zero {
    fn says_something(&self) -> bool {
        !self.queries.is_empty() || !self.without.is_empty() || self.without_filters.is_some()
    }
}

/// Below a few results.
fn few(context: &Context, on: &On<'_>, help: &Help) -> Zero {
    let language = context.language;
    Zero {
        past_end: None,
        title: language.pick("Få träffar. Så hittar du fler", "Few results. How to find more"),
        missing: None,
        years: None,
        queries: queries(context, on, help),
        queries_title: language.pick("Sök på färre ord", "Search for fewer words"),
        without: help.without.iter().filter_map(|one| without(context, on, one)).collect(),
        without_filters: without_filters(context, on, help),
        without_title: language.pick("Ta bort ett filter", "Remove a filter"),
        themes: Vec::new(),
        themes_title: "",
        publishers: Vec::new(),
        publishers_title: "",
        operator: None,
        operator_text: "",
        all: None,
    }
}

/// In place of results.
fn none(context: &Context, on: &On<'_>, help: &Help) -> Result<Zero, PageProblem> {
    let language = context.language;
    let missing: Vec<String> = help.missing.iter().map(|word| format!("”{word}”")).collect();
    let missing_text = language.pick("Inget i katalogen innehåller {}.", "Nothing in the catalog contains {}.");
    let theme = |one: &FacetValue| {
        let label = Tagged::best_or(&one.label, language, &one.value);
        Link::internal(context.url(&format!("/datasets{}", SearchForm::of("theme", &one.value).query())), label)
    };
    Ok(Zero {
        title: context.t().zero_title,
        years: years(context, on.form)?,
        missing: (!missing.is_empty()).then(|| fill(missing_text, &[&missing.join(", ")])),
        queries_title: language.pick("Pröva i stället", "Try instead"),
        themes: help.themes.iter().map(theme).collect(),
        themes_title: language.pick("Se dig om i en kategori", "Look around in a category"),
        publishers: help.publishers.iter().map(|one| asked(context, one)).collect(),
        publishers_title: language.pick("Fråga den som kan ha uppgifterna", "Ask who may have it"),
        operator: context.contact(),
        operator_text: language.pick("Föreslå data för portalen:", "Suggest data for the portal:"),
        all: Some(context.url(on.path)),
        ..few(context, on, help)
    })
}

/// Why a filter of years may find nothing: fewer than half of all that there is say what years they are about.
fn years(context: &Context, form: &SearchForm) -> Result<Option<String>, PageProblem> {
    if form.years.is_none() {
        return Ok(None);
    }
    let count = |years| {
        let form = SearchForm { years, members: true, ..SearchForm::default() };
        let request = SearchRequest { limit: 0, highlights: false, ..form.request(context.language, &[]) };
        context.reader.searcher.search(&request).map(|response| response.total)
    };
    let (all, stated) = (count(None)?, count(Some(Years { from: Some(1), to: Some(9999) }))?);
    let language = context.language;
    let none = language.pick(
        "Inget i katalogen anger vilka år det handlar om, så filtret på år döljer allt.",
        "Nothing in the catalog states what years it is about, so the filter on years hides everything.",
    );
    let some = language.pick(
        "Bara {} av {} i katalogen anger vilka år de handlar om. Filtret på år döljer alla andra.",
        "Only {} of {} in the catalog state what years they are about. The filter on years hides all others.",
    );
    Ok(match stated {
        0 => Some(none.to_owned()),
        _ if stated < all / 2 => Some(fill(some, &[&context.count(stated), &context.count(all)])),
        _ => None,
    })
}

fn hits(context: &Context, count: u64) -> String {
    let t = context.t();
    counted(count, t.hits_one, t.hits_many, context.language)
}

/// Corrections first, then fewer words, each saying what it leaves out.
fn queries(context: &Context, on: &On<'_>, help: &Help) -> Vec<Link> {
    let query = |other: &OtherQuery| {
        let label = format!("{} ({})", worded(context.language, other), hits(context, other.count));
        let href = context.url(&format!("{}{}", on.path, on.form.with_words(&other.q).query()));
        Link::internal(href, Tagged::plain(label))
    };
    help.instead.iter().chain(&help.fewer_words).map(query).collect()
}

fn worded(language: Language, other: &OtherQuery) -> String {
    if other.dropped.is_empty() {
        return other.q.clone();
    }
    if !other.q.contains(' ') {
        return fill(language.pick("Bara ”{}”", "Only ”{}”"), &[&other.q]);
    }
    let dropped: Vec<String> = other.dropped.iter().map(|word| format!("”{word}”")).collect();
    fill(language.pick("{}, utan {}", "{}, without {}"), &[&other.q, &dropped.join(", ")])
}

fn without(context: &Context, on: &On<'_>, one: &WithoutFilter) -> Option<Link> {
    let is_only = matches!(one.facet.as_str(), YEARS | BBOX);
    let chip = on.chips.iter().find(|chip| chip.facet == one.facet && (is_only || chip.value == one.value))?;
    let remove = context.t().remove_filter;
    let label = format!("{remove} {}: {} ({})", chip.facet_label, chip.label.text, hits(context, one.count));
    let form = on.form.without(&one.facet, &one.value);
    Some(Link::internal(context.url(&format!("{}{}", on.path, form.query())), Tagged::plain(label)))
}

/// With one filter only, that one is offered already. A list of one kind of thing keeps its kind, which is a filter of
/// the request too: there the number would be another.
fn without_filters(context: &Context, on: &On<'_>, help: &Help) -> Option<Link> {
    if help.without_filters == 0 || on.chips.len() < 2 || on.path != "/datasets" {
        return None;
    }
    let label = format!("{} ({})", context.t().zero_without_filters, hits(context, help.without_filters));
    let href = context.url(&format!("{}{}", on.path, on.form.without_filters().query()));
    Some(Link::internal(href, Tagged::plain(label)))
}

/// A publisher with its e-mail address, else a web page.
fn asked(context: &Context, one: &FacetValue) -> Asked {
    let label = Tagged::best_or(&one.label, context.language, &one.value);
    let contact = contact_of(&context.reader, &one.value);
    let email = contact.as_ref().and_then(|contact| contact.email.as_deref());
    let url = contact.as_ref().and_then(|contact| contact.url.as_deref());
    let email = email.map(|email| Link::external(&format!("mailto:{email}"), Tagged::plain(email)));
    let contact = email.or_else(|| url.map(Link::bare)).filter(|link| link.href.is_some());
    Asked { organisation: Link::internal(context.organisation_url(&one.value), label), contact }
}
