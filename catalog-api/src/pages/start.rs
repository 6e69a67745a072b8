//! The start page.

use super::frame::{Context, Frame, Section};
use super::hit::Hit;
use super::html::Tagged;
use super::numbers::counted;
use super::problems::PageProblem;
use super::query::SearchForm;
use super::suggest_box::{self, SuggestBox};
use super::texts::fill;
use askama::Template;
use axum::response::Response;
use model::view::ResourceKind;
use model::vocabularies::hvd;
use search::{FacetValue, Sort};

/// Newest datasets shown.
const NEWEST: u64 = 6;

/// Organisations shown.
const ORGANISATIONS: usize = 8;

/// Codes of the EU data themes (authority table `data-theme`) that we have an icon for.
const THEME_ICONS: &[&str] =
    &["AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN"];

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    page: Frame,
    lead: String,
    search: String,
    suggest: Option<SuggestBox>,
    numbers: Vec<Number>,
    themes: Vec<Tile>,
    hvd: Vec<Tile>,
    newest: Vec<Hit>,
    newest_all: String,
    organisations: Vec<Tile>,
    organisations_all: String,
    developers: String,
    sparql: String,
    openapi: String,
}

/// A number with what it counts.
struct Number {
    total: String,
    label: &'static str,
    href: String,
}

/// A link with a count.
struct Tile {
    label: Tagged,
    count: String,
    href: String,
    icon: String,
}

/// `GET /`.
pub(crate) async fn start(context: Context) -> Response {
    suggest_box::with_policy(context.answer(build).await)
}

fn build(context: &Context) -> Result<StartPage, PageProblem> {
    let t = context.t();
    let by_change = SearchForm { sort: Sort::Modified, ..SearchForm::default() };
    let mut request = by_change.request(context.language, &["theme", "hvd"]);
    request.limit = NEWEST;
    let response = context.reader.searcher.search(&request)?;
    let facet = |name: &str| response.facets.get(name).map_or(&[][..], Vec::as_slice);
    let numbers = numbers(context);
    let organisations = context.reader.organisations.len() as u64;
    let lead = match kinds(context, ResourceKind::Dataset) {
        0 => t.start_lead_empty.to_owned(),
        datasets => fill(t.start_lead, &[&context.count(datasets), &context.count(organisations)]),
    };
    let mut page = context.frame(Section::Other, "").with_suggestions(context);
    page.summary.clone_from(&lead);
    page.canonical = Some(context.absolute(if context.language.tag() == "en" { "/en" } else { "/" }));
    Ok(StartPage {
        page,
        lead,
        search: context.url("/datasets"),
        suggest: Some(SuggestBox::new(context)),
        numbers,
        themes: facet("theme").iter().filter_map(|value| theme(context, value)).collect(),
        hvd: facet("hvd")
            .iter()
            .filter(|value| is_top(value))
            .map(|value| tile(context, "hvd", value, "star"))
            .collect(),
        newest: Hit::all(context, &response.items),
        newest_all: context.url(&format!("/datasets{}", by_change.query())),
        organisations: top_organisations(context),
        organisations_all: context.url("/organisations"),
        developers: context.url("/developers"),
        sparql: context.url("/sparql-editor"),
        openapi: context.plain_url("/openapi.json"),
    })
}

/// Resources of one kind in the catalog, members of series too.
fn kinds(context: &Context, kind: ResourceKind) -> u64 {
    context.reader.summaries.iter().filter(|summary| summary.kind == kind).count() as u64
}

/// Services that the list of services shows: those of one dataset stand on its page.
fn services(context: &Context) -> u64 {
    let all = context.reader.summaries.iter();
    all.filter(|summary| summary.kind == ResourceKind::Service && summary.independent).count() as u64
}

fn numbers(context: &Context) -> Vec<Number> {
    let t = context.t();
    let number =
        |number: u64, label, path: &str| Number { total: context.count(number), label, href: context.url(path) };
    // A journal that cannot be read is in the log already; the start page is no place to fail for it.
    let sources = context.state.journal.sources().map_or(0, |sources| sources.len() as u64);
    let mut numbers = vec![
        number(kinds(context, ResourceKind::Dataset), t.nav_datasets, "/datasets"),
        number(services(context), t.nav_services, "/services"),
        number(context.reader.organisations.len() as u64, t.nav_organisations, "/organisations"),
        number(sources, t.nav_sources, "/sources"),
    ];
    if let Some((total, label)) = super::quality::start_number(context) {
        numbers.push(Number { total, label, href: context.url("/quality") });
    }
    numbers
}

fn tile(context: &Context, facet: &str, value: &FacetValue, icon: &str) -> Tile {
    Tile {
        label: Tagged::best_or(&value.label, context.language, &value.value),
        count: counted(value.count, context.t().hits_one, context.t().hits_many, context.language),
        href: context.url(&format!("/datasets{}", SearchForm::of(facet, &value.value).query())),
        icon: icon.to_owned(),
    }
}

/// One of the six categories of the regulation; the index counts those below them too.
fn is_top(value: &FacetValue) -> bool {
    hvd::top_categories().iter().any(|top| top.code == value.value || Some(top.iri) == value.iri.as_deref())
}

/// Tile of an EU theme; themes of other vocabularies are found by the facet.
fn theme(context: &Context, value: &FacetValue) -> Option<Tile> {
    let code = value.value.rsplit('/').next().unwrap_or(&value.value);
    let icon = THEME_ICONS.iter().find(|icon| icon.eq_ignore_ascii_case(code))?;
    Some(tile(context, "theme", value, &icon.to_ascii_lowercase()))
}

fn top_organisations(context: &Context) -> Vec<Tile> {
    let (t, language) = (context.t(), context.language);
    let mut organisations: Vec<_> = context.reader.organisations.iter().collect();
    organisations.sort_by_key(|organisation| std::cmp::Reverse(organisation.datasets));
    let tile = |organisation: &&store::views::OrganisationView| Tile {
        label: Tagged::best_or(&organisation.agent.name, language, t.unknown_publisher),
        count: counted(organisation.datasets, t.datasets_one, t.datasets_many, language),
        href: context.organisation_url(&organisation.agent.id),
        icon: "gove".to_owned(),
    };
    organisations.iter().take(ORGANISATIONS).map(tile).collect()
}
