//! Search: the form, the facets, the hits.

use super::facet_texts;
use super::facets::{self, Chip, FacetGroup, chips, groups};
use super::frame::{Context, Frame, Section};
use super::hit::Hit;
use super::html::{Link, Tagged};
use super::numbers::counted;
use super::paging::Paging;
use super::problems::PageProblem;

use super::query::{PAGE_SIZES, SearchForm, sort_word};
use super::suggest_box::{self, SuggestBox};
use super::texts::fill;
use super::understood::{Corrected, Understood, corrected, understood};
use super::zero::{On, Zero, zero};
use crate::state::Language;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use http::StatusCode;
use search::{FACETS, SearchRequest, SearchResponse, Sort};

/// Which list a search page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    /// `/datasets`.
    All,
    /// `/services`.
    Services,
    /// `/series`.
    Series,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    page: Frame,
    heading: String,
    lead: &'static str,
    action: String,
    q: String,
    suggest: Option<SuggestBox>,
    status: Status,
    parts: Option<(String, Link)>,
    chips: Vec<Chip>,
    clear: String,
    groups: Vec<FacetGroup>,
    ft: &'static facet_texts::Texts,
    years: [String; 2],
    bbox: String,
    hints: Vec<String>,
    sorts: Vec<Selectable>,
    sizes: Vec<Selectable>,
    members: bool,
    relaxed: bool,
    corrected: Option<Corrected>,
    understood: Vec<Understood>,
    hits: Vec<Hit>,
    partial: Vec<Hit>,
    paging: Paging,
    zero: Option<Zero>,
    organisations: Vec<Link>,
    organisations_title: &'static str,
    feed: String,
    feed_label: &'static str,
    json: String,
}

/// `312 träffar för ”vatten”, visar 21–40`, in three parts: what somebody typed must not turn the rest round.
struct Status {
    before: String,
    q: String,
    after: String,
}

/// An `<option>`.
struct Selectable {
    value: String,
    label: String,
    selected: bool,
}

/// `GET /datasets`.
pub(crate) async fn datasets(context: Context, Query(parameters): Query<Vec<(String, String)>>) -> Response {
    answer(context, List::All, parameters).await
}

/// `GET /services`.
pub(crate) async fn services(context: Context, Query(parameters): Query<Vec<(String, String)>>) -> Response {
    answer(context, List::Services, parameters).await
}

/// `GET /series`.
pub(crate) async fn series(context: Context, Query(parameters): Query<Vec<(String, String)>>) -> Response {
    answer(context, List::Series, parameters).await
}

/// A search page; with a hint about a wrong filter it is a 400, as in the API, that still shows what there is.
async fn answer(context: Context, list: List, parameters: Vec<(String, String)>) -> Response {
    let status = |page: &SearchPage| if page.hints.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let response = context.answer_with(status, move |context| build(context, list, &parameters)).await;
    if list == List::All { suggest_box::with_policy(response) } else { response }
}

impl List {
    fn path(self) -> &'static str {
        match self {
            Self::All => "/datasets",
            Self::Services => "/services",
            Self::Series => "/series",
        }
    }

    /// The value of the `type` facet that the list is bound to.
    fn bound(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Services => Some("service"),
            Self::Series => Some("series"),
        }
    }
}

fn build(context: &Context, list: List, parameters: &[(String, String)]) -> Result<SearchPage, PageProblem> {
    let t = context.t();
    let (mut form, mut hints) = SearchForm::read(parameters, t);
    let typed = Typed::new(parameters);
    hints.extend(drop_unknown(context, &mut form));
    let response = find(context, list, &form)?;
    crate::queries::note(&context.state, &form.request(context.language, &[]), response.total);
    let (section, title, lead) = match list {
        List::All => (Section::Datasets, t.search_title, ""),
        List::Services => (Section::Services, t.services_title, t.services_lead),
        List::Series => (Section::Other, t.series_title, t.series_lead),
    };
    let document_title = if form.q.is_empty() { title.to_owned() } else { fill(t.search_title_q, &[&form.q]) };
    let url = |form: &SearchForm| context.url(&format!("{}{}", list.path(), form.query()));
    let chips = chips(context, list.path(), &form, &response.facets);
    let on = On { path: list.path(), form: &form, chips: &chips };
    let zero = zero(context, &on, &bound_form(list, &form).request(context.language, &[]), &response)?;
    let groups = groups_of(context, list, &form, &response);
    let mut found = Hit::found(context, &response);
    let partial = found.split_off(whole_on_page(&form, &response));
    let feed = context.plain_url(&format!("/feed.atom{}", feed_query(context, &bound_form(list, &form))));
    Ok(SearchPage {
        page: frame(context, list, (section, document_title), &feed),
        heading: title.to_owned(),
        lead,
        action: context.url(list.path()),
        status: status(context, &form, &response),
        clear: url(&form.without_filters()),
        groups,
        ft: facet_texts::Texts::of(context.language),
        years: typed.years,
        bbox: typed.bbox,
        parts: parts(context, list, &form, response.total),
        hints,
        sorts: sorts(context, form.sort),
        sizes: sizes(form.per_page),
        members: form.members,
        relaxed: response.relaxed,
        corrected: corrected(context, list.path(), &form, &response),
        understood: understood(
            context,
            (list.path(), &|form| count(context, list, form) > 0),
            &form,
            &response.recognitions,
        ),
        hits: found,
        partial,
        paging: Paging::new(context, form.page, pages(&form, response.total), |page| url(&form.on_page(page))),
        zero,
        organisations: if list == List::All { organisations(context, &form) } else { Vec::new() },
        organisations_title: context.language.pick("Organisationer som matchar", "Matching organisations"),
        feed,
        feed_label: context.language.pick("Prenumerera på sökningen (Atom)", "Subscribe to this search (Atom)"),
        json: context.plain_url(&format!("/api/v1/search{}", bound_form(list, &form).query())),
        q: form.q,
        suggest: (list == List::All).then(|| SuggestBox::new(context)),
        chips,
    })
}

/// The frame, with the addresses of the feeds.
fn frame(context: &Context, list: List, (section, title): (Section, String), feed: &str) -> Frame {
    let mut page = context.frame(section, title);
    if list == List::All {
        // The other lists show one kind of thing; what is suggested is of all kinds.
        page = page.with_suggestions(context);
    }
    page.alternate.push(("application/atom+xml", feed.to_owned()));
    page.alternate.push(("application/feed+json", feed.replacen("/feed.atom", "/feed.json", 1)));
    page
}

/// The filters; those that the list is bound to are left out.
fn groups_of(context: &Context, list: List, form: &SearchForm, response: &SearchResponse) -> Vec<FacetGroup> {
    let wide = |facet: &str, wanted: &str| {
        let request = bound_form(list, form).request(context.language, &[]);
        context.reader.searcher.search_facet(&request, facet, wanted).unwrap_or_default()
    };
    let mut groups = groups(context, form, &response.facets, &wide);
    for group in &mut groups {
        group.facets.retain(|facet| list == List::All || !matches!(facet.name, "type" | "api"));
    }
    groups.retain(|group| !group.facets.is_empty() || group.has_years() || group.has_box());
    groups
}

/// Years and box as they were typed, right or wrong: who mistyped can correct it.
struct Typed {
    years: [String; 2],
    bbox: String,
}

impl Typed {
    fn new(parameters: &[(String, String)]) -> Self {
        let typed = |name: &str, length| {
            let value = parameters.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.trim());
            value.unwrap_or_default().chars().take(length).collect::<String>()
        };
        Self { years: ["from", "to"].map(|name| typed(name, 4)), bbox: typed("bbox", 80) }
    }
}

/// What else there is in series, in a sentence, and the way to it.
fn parts(context: &Context, list: List, form: &SearchForm, shown: u64) -> Option<(String, Link)> {
    if list != List::All || form.members {
        return None;
    }
    let all = SearchForm { members: true, page: 1, ..form.clone() };
    let hidden = count(context, list, &all).checked_sub(shown).filter(|hidden| *hidden > 0)?;
    let one = context.language.pick(
        "{} datamängd är del av en dataserie och visas inte här.",
        "{} dataset is part of a dataset series and not shown here.",
    );
    let many = context.language.pick(
        "{} datamängder är delar av dataserier och visas inte här.",
        "{} datasets are parts of dataset series and not shown here.",
    );
    let text = fill(if hidden == 1 { one } else { many }, &[&context.count(hidden)]);
    let href = context.url(&format!("{}{}", list.path(), all.query()));
    let label = context.language.pick("Visa även delar av dataserier", "Include members of dataset series");
    Some((text, Link::internal(href, Tagged::plain(label))))
}

/// Takes values that no filter has out of the form, and says so: a typing error must neither hide everything nor be
/// passed over. By the same rule as in the API.
fn drop_unknown(context: &Context, form: &mut SearchForm) -> Vec<String> {
    let mut hints = Vec::new();
    while let Err(problem) = crate::api::check_facets(&context.reader, &form.filters) {
        let member = |name| problem.members.get(name).and_then(|value| value.as_str()).unwrap_or_default();
        let (facet, value) = (member("parameter"), member("value"));
        let allowed = problem.members.get("allowed").and_then(|values| values.as_array());
        let some: Vec<&str> = allowed.into_iter().flatten().filter_map(|value| value.as_str()).take(10).collect();
        let t = facet_texts::Texts::of(context.language);
        hints.push(fill(t.unknown_value, &[facets::label(context, facet), value, &some.join(", ")]));
        let before = form.filters.clone();
        *form = SearchForm { page: form.page, ..form.without(facet, value) };
        if form.filters == before {
            break;
        }
    }
    hints
}

/// The form with the type that the list is bound to.
fn bound_form(list: List, form: &SearchForm) -> SearchForm {
    let mut form = form.clone();
    if let Some(kind) = list.bound() {
        form.filters.insert("type".to_owned(), vec![kind.to_owned()]);
    }
    form
}

fn find(context: &Context, list: List, form: &SearchForm) -> Result<SearchResponse, PageProblem> {
    Ok(context.reader.searcher.search(&bound_form(list, form).request(context.language, FACETS))?)
}

/// Number of results of a search; none when it cannot be made.
fn count(context: &Context, list: List, form: &SearchForm) -> u64 {
    let request = bound_form(list, form).request(context.language, &[]);
    let request = SearchRequest { offset: 0, limit: 0, highlights: false, ..request };
    context.reader.searcher.search(&request).map_or(0, |response| response.total)
}

/// Parameters of the feed of a search: those that say what is found, and the language.
fn feed_query(context: &Context, form: &SearchForm) -> String {
    let query = form.as_feed().query();
    match (context.language, query.is_empty()) {
        (Language::Sv, _) => query,
        (Language::En, true) => "?lang=en".to_owned(),
        (Language::En, false) => format!("{query}&lang=en"),
    }
}

/// Organisations whose names have all words of the query.
fn organisations(context: &Context, form: &SearchForm) -> Vec<Link> {
    if form.q.chars().count() < 2 {
        return Vec::new();
    }
    let all = &context.reader.organisations;
    let found = context.reader.searcher.find_names(&form.q, false, all.iter().map(|one| &one.agent.name));
    let link = |at: usize| {
        let agent = &all[at].agent;
        let name = Tagged::best_or(&agent.name, context.language, context.t().unknown_publisher);
        Link::internal(context.organisation_url(&agent.id), name)
    };
    found.into_iter().take(3).map(link).collect()
}

fn pages(form: &SearchForm, total: u64) -> u64 {
    total.div_ceil(form.per_page)
}

/// How many of the results on this page have all words. When none has, all are shown alike, and the page says so.
fn whole_on_page(form: &SearchForm, response: &SearchResponse) -> usize {
    if response.complete == 0 {
        return response.items.len();
    }
    let before = (form.page - 1).saturating_mul(form.per_page);
    let whole = usize::try_from(response.complete.saturating_sub(before)).unwrap_or(usize::MAX);
    whole.min(response.items.len())
}

fn status(context: &Context, form: &SearchForm, response: &SearchResponse) -> Status {
    let t = context.t();
    if response.total == 0 {
        return Status { before: t.hits_none.to_owned(), q: String::new(), after: String::new() };
    }
    let mut hits = counted(response.total, t.hits_one, t.hits_many, context.language);
    if response.complete > 0 && response.complete < response.total {
        let whole = counted(response.complete, t.hits_one, t.hits_many, context.language);
        hits = fill(t.hits_partial, &[&whole, &context.count(response.total - response.complete)]);
    }
    let (before, after) = match fill(t.hits_for, &[&hits]).split_once("{}") {
        Some((before, after)) if !form.q.is_empty() => (before.to_owned(), after.to_owned()),
        _ => (hits, String::new()),
    };
    let q = form.q.clone();
    let shown = response.items.len() as u64;
    if shown == 0 || shown == response.total {
        return Status { before, q, after };
    }
    let first = (form.page - 1).saturating_mul(form.per_page) + 1;
    let range = fill(t.hits_range, &[&context.count(first), &context.count(first + shown - 1)]);
    Status { before, q, after: format!("{after}, {range}") }
}

fn sorts(context: &Context, chosen: Sort) -> Vec<Selectable> {
    let t = context.t();
    let all = [
        (Sort::Relevance, t.sort_relevance),
        (Sort::Modified, t.sort_modified),
        (Sort::Title, t.sort_title),
        (Sort::Quality, t.sort_quality),
    ];
    let option = |(sort, label): (Sort, &str)| Selectable {
        value: sort_word(sort).to_owned(),
        label: label.to_owned(),
        selected: sort == chosen,
    };
    all.into_iter().map(option).collect()
}

fn sizes(chosen: u64) -> Vec<Selectable> {
    let mut sizes = PAGE_SIZES.to_vec();
    if !sizes.contains(&chosen) {
        sizes.push(chosen);
        sizes.sort_unstable();
    }
    let option = |size: u64| Selectable { value: size.to_string(), label: size.to_string(), selected: size == chosen };
    sizes.into_iter().map(option).collect()
}
