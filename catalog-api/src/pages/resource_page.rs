//! The page of one dataset, series or service.

use super::distributions::{Distribution, distributions};
use super::frame::{Context, Frame, Section};
use super::hit::{Badge, badges, kind_label};
use super::html::{Link, Markup, Tagged, excerpt, foreign};
use super::link_problems::{self, LinkProblems};
use super::problems::PageProblem;
use super::quality::Panel;
use super::related::{RelatedLink, related};
use super::resource_facts::{Fact, about, keywords, themes};
use super::schema_org;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use model::view::{ContactView, ResourceKind, ResourceLink, ResourceView};

/// Members and services shown at once; the rest unfolds.
const FIRST_LINKS: usize = 20;

#[derive(Template)]
#[template(path = "resource.html")]
struct ResourcePage {
    page: Frame,
    title: Tagged,
    kind: Option<&'static str>,
    publisher: Option<Link>,
    series: Vec<Link>,
    badges: Vec<Badge>,
    description: Option<(Markup, Option<String>)>,
    use_heading: &'static str,
    is_series: bool,
    is_service: bool,
    endpoints: Vec<Link>,
    endpoint_descriptions: Vec<Link>,
    distributions: Vec<Distribution>,
    links_heading: &'static str,
    links: Vec<Link>,
    more_links: Vec<Link>,
    more_label: String,
    contacts: Vec<Contact>,
    about_heading: &'static str,
    facts: Vec<Fact>,
    keywords: Vec<Link>,
    themes: Vec<Link>,
    related: Vec<RelatedLink>,
    related_title: &'static str,
    catalog: Option<Link>,
    source: Link,
    also: Vec<Link>,
    history: String,
    identity: String,
    quality: Option<Panel>,
    downloads: Vec<Download>,
    json_ld: Markup,
    link_problems: Option<LinkProblems>,
}

/// A contact point.
struct Contact {
    name: Option<Tagged>,
    links: Vec<Link>,
}

/// The metadata in one format.
struct Download {
    href: String,
    name: &'static str,
    label: String,
    media_type: &'static str,
}

/// `GET /datasets/{id}`.
pub(crate) async fn resource(context: Context, Path(id): Path<String>) -> Response {
    context.answer(move |context| build(context, &id)).await
}

/// `GET /datasets/{id}/{slug}`: the slug is for people and may be anything.
pub(crate) async fn resource_with_slug(context: Context, Path((id, _)): Path<(String, String)>) -> Response {
    context.answer(move |context| build(context, &id)).await
}

fn build(context: &Context, id: &str) -> Result<ResourcePage, PageProblem> {
    let present = context.reader.has(id);
    let view = present.then(|| store::views::resource(&context.reader.snapshot, id)).flatten();
    let Some(view) = view else { return Err(PageProblem::of_address(context, "datasets", id)) };
    let source = &view.summary.source;
    let source_title =
        context.state.journal.source(source).map_or_else(|_| source.to_string(), |entry| entry.source.title);
    let link_problems = link_problems::of_resource(context, id)?;
    Ok(ResourcePage { link_problems, ..page(context, &view, source_title) })
}

fn page(context: &Context, view: &ResourceView, source_title: String) -> ResourcePage {
    let (t, language, summary) = (context.t(), context.language, &view.summary);
    let is_service = summary.kind == ResourceKind::Service;
    let is_series = summary.kind == ResourceKind::Series;
    let (links_heading, linked) = linked(context, view);
    let mut links: Vec<Link> = linked.iter().map(|link| resource_link(context, link)).collect();
    let more_links = links.split_off(links.len().min(FIRST_LINKS));
    ResourcePage {
        page: frame(context, view),
        title: Tagged::best_or(&summary.title, language, t.untitled),
        kind: kind_label(context, summary.kind),
        publisher: publisher(context, view),
        series: view.series.iter().map(|link| resource_link(context, link)).collect(),
        badges: badges(context, summary, usize::MAX),
        description: description(context, view),
        use_heading: if is_service { t.use_service } else { t.use_data },
        is_series,
        is_service,
        endpoints: view.endpoint_urls.iter().map(|url| Link::bare(url)).collect(),
        endpoint_descriptions: view.endpoint_descriptions.iter().map(|url| Link::bare(url)).collect(),
        distributions: distributions(context, &view.distributions),
        links_heading,
        links,
        more_label: super::texts::fill(t.more_values, &[&context.count(more_links.len() as u64)]),
        more_links,
        contacts: view.contacts.iter().map(|contact| self::contact(context, contact)).collect(),
        about_heading: match summary.kind {
            ResourceKind::Dataset => t.about_dataset,
            ResourceKind::Series => t.about_series,
            ResourceKind::Service => t.about_service,
        },
        facts: about(context, view),
        keywords: keywords(context, &summary.keywords),
        themes: themes(context, &summary.themes),
        related: related(context, summary),
        related_title: language.pick("Liknande data", "Related data"),
        catalog: view.catalog.as_ref().map(|catalog| {
            let title = Tagged::best_or(&catalog.title, language, &catalog.iri);
            Link::external(&catalog.iri, title)
        }),
        source: Link::internal(context.source_url(&summary.source), Tagged::plain(source_title)),
        also: also(context, view),
        history: context.url(&format!("/datasets/{}/history", super::query::encode(&summary.id))),
        identity: context.plain_url(&format!("/api/v1/datasets/{}/identity", super::query::encode(&summary.id))),
        quality: Panel::of_dataset(context, summary),
        downloads: downloads(context, &summary.id),
        json_ld: Markup::json(&schema_org::dataset(context, view)),
        link_problems: None,
    }
}

fn frame(context: &Context, view: &ResourceView) -> Frame {
    let (t, summary) = (context.t(), &view.summary);
    let title = Tagged::best_or(&summary.title, context.language, t.untitled).text;
    let list = match summary.kind {
        ResourceKind::Service => ("/services", t.nav_services, Section::Services),
        ResourceKind::Series => ("/series", t.nav_series, Section::Datasets),
        ResourceKind::Dataset => ("/datasets", t.nav_datasets, Section::Datasets),
    };
    let mut trail = vec![
        Link::internal(context.url("/"), Tagged::plain(t.home)),
        Link::internal(context.url(list.0), Tagged::plain(list.1)),
    ];
    trail.extend(view.series.first().map(|series| resource_link(context, series)));
    let mut frame = context.frame(list.2, title).with_trail(trail);
    frame.summary = excerpt(summary.description.text(context.language.tag()), 200);
    let path = format!("{}/datasets/{}", context.language.prefix(), super::query::encode(&summary.id));
    frame.canonical = Some(context.absolute(&path));
    frame.alternate = downloads(context, &summary.id).into_iter().map(|file| (file.media_type, file.href)).collect();
    frame
}

fn publisher(context: &Context, view: &ResourceView) -> Option<Link> {
    let agent = view.summary.publisher.as_ref()?;
    let name = Tagged::best_or(&agent.name, context.language, context.t().unknown_publisher);
    Some(Link::internal(context.organisation_url(&agent.id), name))
}

fn description(context: &Context, view: &ResourceView) -> Option<(Markup, Option<String>)> {
    let (tag, text) = view.summary.description.best(context.language.tag())?;
    let markup = Markup::description(text);
    (markup != Markup::default()).then(|| (markup, foreign(tag, context.language)))
}

/// What the resource leads to: members of a series, services of a dataset, datasets of a service.
fn linked<'a>(context: &Context, view: &'a ResourceView) -> (&'static str, &'a [ResourceLink]) {
    let t = context.t();
    match view.summary.kind {
        ResourceKind::Series => (t.members_title, &view.members),
        ResourceKind::Dataset => (t.services_of, &view.services),
        ResourceKind::Service => (t.serves, &view.services),
    }
}

/// A link to a page of ours, or to the thing's own address where the catalog does not have it.
pub(crate) fn resource_link(context: &Context, link: &ResourceLink) -> Link {
    let label = Tagged::best_or(&link.title, context.language, &link.iri);
    match &link.id {
        Some(id) => Link::internal(context.resource_url(id), label),
        None => Link::external(&link.iri, label),
    }
}

fn contact(context: &Context, contact: &ContactView) -> Contact {
    let email = contact.email.as_deref().map(|email| {
        let email = email.trim().trim_start_matches("mailto:");
        Link::external(&format!("mailto:{email}"), Tagged::plain(email))
    });
    let telephone = contact.telephone.as_deref().map(|number| {
        let number = number.trim().trim_start_matches("tel:");
        let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        Link::external(&format!("tel:{dialled}"), Tagged::plain(number))
    });
    let page = contact.url.as_deref().map(|url| Link::external(url, Tagged::plain(context.t().contact_page)));
    Contact {
        name: Tagged::best(&contact.name, context.language),
        links: email.into_iter().chain(telephone).chain(page).collect(),
    }
}

/// Other sources that publish the same thing.
fn also(context: &Context, view: &ResourceView) -> Vec<Link> {
    let link = |source: &model::SourceId| {
        let title =
            context.state.journal.source(source).map_or_else(|_| source.to_string(), |entry| entry.source.title);
        Link::internal(context.source_url(source), Tagged::plain(title))
    };
    view.summary.also_published_by.iter().map(link).collect()
}

fn downloads(context: &Context, id: &str) -> Vec<Download> {
    let id = super::query::encode(id);
    let file = |href: String, name: &'static str, media_type: &'static str| Download {
        href: context.plain_url(&href),
        name,
        label: super::texts::fill(context.t().metadata_as, &[name]),
        media_type,
    };
    vec![
        file(format!("/datasets/{id}.rdf"), "RDF/XML", "application/rdf+xml"),
        file(format!("/datasets/{id}.ttl"), "Turtle", "text/turtle"),
        file(format!("/datasets/{id}.nt"), "N-Triples", "application/n-triples"),
        file(format!("/datasets/{id}.jsonld"), "JSON-LD", "application/ld+json"),
        file(format!("/api/v1/datasets/{id}"), "JSON", "application/json"),
    ]
}
