//! High-value datasets: what is reported to the EU, and what is missing.

use super::charts::{Bar, Bars};
use super::frame::{Context, Frame, Section};
use super::html::{Link, Markup, Tagged};
use super::hvd_texts::{self, Texts};
use super::numbers::counted;
use super::paging::Paging;
use super::problems::PageProblem;
use super::query::encode;
use super::texts::fill;
use crate::hvd::{CategoryCount, Filter, Report};
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use model::LangText;
use model::hvd::Gap;
use std::collections::{BTreeMap, HashMap};
use store::views::{HvdDataset, HvdService};

/// Datasets on a page.
const PER_PAGE: usize = 50;
/// Addresses of one kind that a dataset shows.
const LINKS: usize = 5;

#[derive(Template)]
#[template(path = "hvd.html")]
struct HvdPage {
    page: Frame,
    t: &'static Texts,
    totals: Vec<(String, &'static str)>,
    categories: Vec<CategoryRow>,
    missing: Option<Bars>,
    rules: Vec<(Tagged, Markup)>,
    action: String,
    category_choices: Vec<Choice>,
    publisher_choices: Vec<Choice>,
    missing_choices: Vec<Choice>,
    found: String,
    items: Vec<Item>,
    paging: Paging,
    forms: Vec<Link>,
}

/// A category in the table.
struct CategoryRow {
    label: Link,
    below: bool,
    datasets: String,
    complete: String,
}

/// A choice of the form.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// A dataset in the list.
struct Item {
    title: Link,
    publisher: Option<Link>,
    categories: Vec<Tagged>,
    reported: bool,
    missing: Vec<Tagged>,
    facts: Vec<(&'static str, Vec<Link>)>,
}

/// `GET /hvd`.
pub(crate) async fn hvd(context: Context, Query(parameters): Query<HashMap<String, String>>) -> Response {
    context.answer(move |context| page(context, &parameters)).await
}

fn page(context: &Context, parameters: &HashMap<String, String>) -> Result<HvdPage, PageProblem> {
    let t = hvd_texts::of(context.language);
    let report = Report::of(&context.reader);
    let filter = filter(t, parameters, &report)?;
    let number = page_number(context, parameters)?;
    let chosen: Vec<&HvdDataset> = report.datasets.iter().filter(|dataset| filter.takes(dataset)).collect();
    let shown = chosen.iter().skip((number - 1).saturating_mul(PER_PAGE)).take(PER_PAGE);
    let query = query_of(&filter);
    let pages = chosen.len().div_ceil(PER_PAGE) as u64;
    let trail = vec![Link::internal(context.url("/"), Tagged::plain(context.t().home))];
    let mut page = context.frame(Section::Other, t.title).with_trail(trail);
    t.lead.clone_into(&mut page.summary);
    Ok(HvdPage {
        page,
        t,
        totals: totals(context, t, &report),
        categories: report.by_category().iter().map(|counted| category_row(context, counted)).collect(),
        missing: missing(context, t, &report),
        rules: report.by_gap().into_iter().map(|(gap, _)| rule(context, gap)).collect(),
        action: context.url("/hvd"),
        category_choices: category_choices(context, t, &report, &filter),
        publisher_choices: publisher_choices(context, t, &report, &filter),
        missing_choices: missing_choices(context, t, &filter),
        found: counted(chosen.len() as u64, t.found_one, t.found_many, context.language),
        items: shown.map(|dataset| item(context, t, dataset)).collect(),
        paging: Paging::new(context, number as u64, pages, |number| context.url(&address(&query, number))),
        forms: forms(context, &query),
    })
}

fn filter(t: &'static Texts, parameters: &HashMap<String, String>, report: &Report) -> Result<Filter, PageProblem> {
    let given = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let refused = |name: &str, value: &str| {
        PageProblem::BadRequest(fill(t.bad_filter, &[name, &model::finding::clip(value, 100)]))
    };
    let mut filter = Filter::default();
    if let Some(word) = given("category") {
        filter.category = Some(Report::category(word).ok_or_else(|| refused("category", word))?);
    }
    if let Some(id) = given("publisher") {
        if !report.publishers().contains(id) {
            return Err(refused("publisher", id));
        }
        filter.publisher = Some(id.to_owned());
    }
    if let Some(word) = given("missing") {
        filter.missing = Some(Gap::of_str(word).ok_or_else(|| refused("missing", word))?);
    }
    Ok(filter)
}

fn page_number(context: &Context, parameters: &HashMap<String, String>) -> Result<usize, PageProblem> {
    let Some(text) = parameters.get("page") else { return Ok(1) };
    let refused = || PageProblem::BadRequest(fill(context.t().bad_request_page, &[&model::finding::clip(text, 40)]));
    text.parse().ok().filter(|number| *number > 0).ok_or_else(refused)
}

fn query_of(filter: &Filter) -> String {
    let pairs = [
        ("category", filter.category.map(|category| category.code.to_owned())),
        ("publisher", filter.publisher.clone()),
        ("missing", filter.missing.map(|gap| gap.as_str().to_owned())),
    ];
    let given = pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", encode(&value?))));
    given.collect::<Vec<_>>().join("&")
}

fn address(query: &str, number: u64) -> String {
    let page = if number > 1 { format!("page={number}") } else { String::new() };
    let parts: Vec<&str> = [query, &page].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "/hvd".to_owned() } else { format!("/hvd?{}", parts.join("&")) }
}

fn text(context: &Context, label: &LangText) -> Tagged {
    Tagged::best_or(label, context.language, "")
}

fn totals(context: &Context, t: &'static Texts, report: &Report) -> Vec<(String, &'static str)> {
    let reported = report.reported().count() as u64;
    let complete = report.reported().filter(|dataset| dataset.missing.is_empty()).count() as u64;
    let all = [
        (reported, t.total_datasets),
        (report.distributions(), t.total_distributions),
        (report.services(), t.total_services),
        (complete, t.total_complete),
        (report.datasets.len() as u64 - reported, t.total_unreported),
    ];
    all.into_iter().map(|(number, label)| (context.count(number), label)).collect()
}

fn category_row(context: &Context, counted: &CategoryCount) -> CategoryRow {
    let href = context.url(&format!("/hvd?category={}", counted.term.code));
    CategoryRow {
        label: Link::internal(href, text(context, &counted.term.label())),
        below: counted.top.is_some(),
        datasets: context.count(counted.datasets),
        complete: context.count(counted.complete),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn missing(context: &Context, t: &'static Texts, report: &Report) -> Option<Bars> {
    let mut gaps = report.by_gap();
    gaps.sort_by_key(|(_, datasets)| std::cmp::Reverse(*datasets));
    let whole = report.datasets.len() as f64;
    let rows: Vec<Bar> = gaps
        .into_iter()
        .map(|(gap, datasets)| {
            let href = context.url(&format!("/hvd?missing={}", gap.as_str()));
            Bar {
                label: Link::internal(href, text(context, &gap.label())),
                number: context.count(datasets),
                length: datasets as f64 / whole,
                share: String::new(),
            }
        })
        .collect();
    let heads = [t.missing, t.number, ""].map(str::to_owned);
    (!rows.is_empty()).then(|| Bars { caption: t.missing_lead.to_owned(), heads, rows })
}

fn rule(context: &Context, gap: Gap) -> (Tagged, Markup) {
    (text(context, &gap.label()), Markup::message(&text(context, &gap.rule())))
}

fn category_choices(context: &Context, t: &'static Texts, report: &Report, filter: &Filter) -> Vec<Choice> {
    let mut choices = vec![Choice { value: String::new(), label: t.any_category.to_owned(), chosen: false }];
    for counted in report.by_category() {
        let label = text(context, &counted.term.label()).text;
        let label = if counted.top.is_some() { format!("– {label}") } else { label };
        let chosen = filter.category == Some(counted.term);
        choices.push(Choice { value: counted.term.code.to_owned(), label, chosen });
    }
    choices
}

fn publisher_choices(context: &Context, t: &'static Texts, report: &Report, filter: &Filter) -> Vec<Choice> {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for publisher in report.datasets.iter().filter_map(|dataset| dataset.publisher.as_ref()) {
        let name = Tagged::best_or(&publisher.name, context.language, context.t().unknown_publisher).text;
        names.insert(format!("{name}\u{0}{}", publisher.id), &publisher.id);
    }
    let mut choices = vec![Choice { value: String::new(), label: t.any_publisher.to_owned(), chosen: false }];
    choices.extend(names.into_iter().map(|(key, id)| Choice {
        value: id.to_owned(),
        label: key.split('\u{0}').next().unwrap_or_default().to_owned(),
        chosen: filter.publisher.as_deref() == Some(id),
    }));
    choices
}

fn missing_choices(context: &Context, t: &'static Texts, filter: &Filter) -> Vec<Choice> {
    let mut choices = vec![Choice { value: String::new(), label: t.any_missing.to_owned(), chosen: false }];
    choices.extend(Gap::ALL.into_iter().map(|gap| Choice {
        value: gap.as_str().to_owned(),
        label: text(context, &gap.label()).text,
        chosen: filter.missing == Some(gap),
    }));
    choices
}

fn item(context: &Context, t: &'static Texts, dataset: &HvdDataset) -> Item {
    let title = Tagged::best_or(&dataset.title, context.language, context.t().untitled);
    let publisher = dataset.publisher.as_ref().map(|publisher| {
        let name = Tagged::best_or(&publisher.name, context.language, context.t().unknown_publisher);
        Link::internal(context.organisation_url(&publisher.id), name)
    });
    let licences = dataset.licences.iter().map(|licence| Link::external(&licence.iri, text(context, &licence.label)));
    let facts = vec![
        (t.licence, licences.take(LINKS).collect()),
        (t.api, dataset.services.iter().flat_map(|service| service_links(context, t, service)).take(LINKS).collect()),
        (t.bulk, dataset.bulk.iter().take(LINKS).map(|url| Link::bare(url)).collect()),
        (t.documentation, dataset.documentation.iter().take(LINKS).map(|url| Link::bare(url)).collect()),
    ];
    Item {
        title: Link::internal(context.resource_url(&dataset.id), title),
        publisher,
        categories: dataset.categories.iter().map(|category| text(context, &category.label)).collect(),
        reported: dataset.reported,
        missing: dataset.missing.iter().map(|gap| text(context, &gap.label())).collect(),
        facts,
    }
}

/// Address, description and terms of an API.
fn service_links(context: &Context, t: &'static Texts, service: &HvdService) -> Vec<Link> {
    let title = Tagged::best_or(&service.title, context.language, context.t().untitled).text;
    let named = |url: &String, what: &str| Link::external(url, Tagged::plain(format!("{title}: {what}")));
    let mut links: Vec<Link> = service.endpoints.iter().map(|url| Link::bare(url)).collect();
    links.extend(service.descriptions.iter().map(|url| named(url, t.description)));
    links.extend(service.documentation.iter().map(|url| named(url, t.terms)));
    links
}

fn forms(context: &Context, query: &str) -> Vec<Link> {
    let and = if query.is_empty() { "" } else { "&" };
    let form = |(word, label): (&str, &str)| {
        Link::internal(context.plain_url(&format!("/api/v1/hvd?{query}{and}format={word}")), Tagged::plain(label))
    };
    [
        ("csv", "CSV"),
        ("json", "JSON"),
        ("ttl", "Turtle"),
        ("rdf", "RDF/XML"),
        ("jsonld", "JSON-LD"),
        ("nt", "N-Triples"),
    ]
    .into_iter()
    .map(form)
    .collect()
}
