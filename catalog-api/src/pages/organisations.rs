//! Organisations: the list, and one with its numbers.

use super::frame::{Context, Frame, Section};
use super::hit::Hit;
use super::html::{Link, Markup, Tagged};
use super::numbers::counted;
use super::problems::PageProblem;
use super::quality::Panel;
use super::query::SearchForm;
use super::resource_facts::{Fact, concept};
use super::texts::fill;
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use search::{FacetValue, SearchResponse, Sort};
use std::collections::HashMap;
use store::views::OrganisationView;

/// Newest resources shown on an organisation's page.
const NEWEST: u64 = 5;

#[derive(Template)]
#[template(path = "organisations.html")]
struct OrganisationsPage {
    page: Frame,
    lead: String,
    q: String,
    action: String,
    rows: Vec<Row>,
}

/// An organisation in the list.
struct Row {
    link: Link,
    kind: Option<Tagged>,
    counts: String,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage {
    page: Frame,
    name: Tagged,
    kind: Option<Tagged>,
    description: Option<Markup>,
    numbers: Vec<Number>,
    newest: Vec<Hit>,
    all: String,
    all_label: String,
    facts: Vec<Fact>,
    quality: Option<Panel>,
}

/// A count that leads to the search that gives it.
struct Number {
    total: String,
    label: &'static str,
    href: String,
}

/// `GET /organisations`.
pub(crate) async fn organisations(context: Context, Query(parameters): Query<HashMap<String, String>>) -> Response {
    context.answer(move |context| Ok(list(context, parameters.get("q").map_or("", String::as_str)))).await
}

/// `GET /organisations/{id}`.
pub(crate) async fn organisation(context: Context, Path(id): Path<String>) -> Response {
    context.answer(move |context| one(context, &id)).await
}

fn list(context: &Context, q: &str) -> OrganisationsPage {
    let t = context.t();
    let all = &context.reader.organisations;
    let found = context.reader.searcher.find_names(q, true, all.iter().map(|organisation| &organisation.agent.name));
    let rows = found.into_iter().map(|at| &all[at]);
    OrganisationsPage {
        page: context.frame(Section::Organisations, t.organisations_title),
        lead: fill(t.organisations_lead, &[&context.count(all.len() as u64)]),
        q: q.trim().to_owned(),
        action: context.url("/organisations"),
        rows: rows.map(|organisation| row(context, organisation)).collect(),
    }
}

fn row(context: &Context, organisation: &OrganisationView) -> Row {
    let (t, language) = (context.t(), context.language);
    let name = Tagged::best_or(&organisation.agent.name, language, t.unknown_publisher);
    let mut counts = vec![counted(organisation.datasets, t.datasets_one, t.datasets_many, language)];
    if organisation.services > 0 {
        counts.push(counted(organisation.services, t.services_one, t.services_many, language));
    }
    if organisation.series > 0 {
        counts.push(counted(organisation.series, t.series_count_one, t.series_many, language));
    }
    Row {
        link: Link::internal(context.organisation_url(&organisation.agent.id), name),
        kind: organisation.agent.kind.as_ref().map(|kind| concept(context, kind)),
        counts: counts.join(", "),
    }
}

fn one(context: &Context, id: &str) -> Result<OrganisationPage, PageProblem> {
    let (t, language) = (context.t(), context.language);
    let organisation = context.reader.organisations.iter().find(|organisation| organisation.agent.id == id);
    let organisation = organisation.ok_or_else(|| PageProblem::of_address(context, "organisations", id))?;
    let base = SearchForm { sort: Sort::Modified, ..SearchForm::of("publisher", id) };
    let mut request = base.request(language, &["hvd", "access_rights", "api", "specification", "type"]);
    request.limit = NEWEST;
    let response = context.reader.searcher.search(&request)?;
    let name = Tagged::best_or(&organisation.agent.name, language, t.unknown_publisher);
    let trail = vec![
        Link::internal(context.url("/"), Tagged::plain(t.home)),
        Link::internal(context.url("/organisations"), Tagged::plain(t.organisations_title)),
    ];
    let mut page = context.frame(Section::Organisations, name.text.clone()).with_trail(trail);
    page.canonical =
        Some(context.absolute(&format!("{}/organisations/{}", language.prefix(), super::query::encode(id))));
    Ok(OrganisationPage {
        page,
        kind: organisation.agent.kind.as_ref().map(|kind| concept(context, kind)),
        description: Tagged::best(&organisation.description, language).map(|text| Markup::description(&text.text)),
        numbers: numbers(context, id, &response)?,
        newest: Hit::all(context, &response.items),
        all: context.url(&format!("/datasets{}", SearchForm::of("publisher", id).query())),
        all_label: fill(t.see_all_of, &[&name.text]),
        facts: facts(context, organisation),
        quality: Panel::of_figures(
            context,
            context.reader.quality.publishers.get(id),
            &format!("/quality/organisations/{}", super::query::encode(id)),
        ),
        name,
    })
}

/// Counts of what the search gives for the organisation; each leads to that very search.
fn numbers(context: &Context, id: &str, response: &SearchResponse) -> Result<Vec<Number>, PageProblem> {
    let t = context.t();
    let values = |facet: &str, wanted: &dyn Fn(&FacetValue) -> bool| -> Vec<String> {
        let all = response.facets.get(facet).into_iter().flatten();
        all.filter(|value| value.count > 0 && wanted(value)).map(|value| value.value.clone()).collect()
    };
    let coded = |value: &FacetValue, code: &str| {
        value.value.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(code))
    };
    let protected = |value: &FacetValue| coded(value, "NON_PUBLIC") || coded(value, "RESTRICTED");
    let wanted = [
        (t.count_open, "access_rights", values("access_rights", &|value| coded(value, "PUBLIC"))),
        (t.count_protected, "access_rights", values("access_rights", &protected)),
        (t.count_api, "api", values("api", &|value| value.value != "false")),
        (t.count_hvd, "hvd", values("hvd", &|_| true)),
        (t.count_specification, "specification", values("specification", &|value| value.value != "false")),
        (t.count_series, "type", values("type", &|value| value.value == "series")),
    ];
    let mut numbers = vec![number(context, t.count_all, &SearchForm::of("publisher", id))?];
    for (label, facet, values) in wanted {
        if values.is_empty() {
            continue;
        }
        let mut form = SearchForm::of("publisher", id);
        for value in &values {
            form.choose(facet, value);
        }
        numbers.push(number(context, label, &form)?);
    }
    Ok(numbers)
}

fn number(context: &Context, label: &'static str, form: &SearchForm) -> Result<Number, PageProblem> {
    let mut request = form.request(context.language, &[]);
    request.limit = 1;
    let total = context.reader.searcher.search(&request)?.total;
    Ok(Number { total: context.count(total), label, href: context.url(&format!("/datasets{}", form.query())) })
}

fn facts(context: &Context, organisation: &OrganisationView) -> Vec<Fact> {
    let t = context.t();
    let all = [
        (t.organisation_homepage, organisation.homepage.iter().map(|url| Link::bare(url)).collect::<Vec<_>>()),
        (t.organisation_number, organisation.identifiers.iter().map(|number| Link::bare(number)).collect()),
        (t.identifier_iri, vec![Link::bare(&organisation.agent.iri)]),
    ];
    Fact::given(all)
}
