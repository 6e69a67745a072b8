//! Content negotiation around the pages of single things: a page for people, a document for programs.

use super::formats::RdfDocument;
use crate::address::{self, Address, Gone};
use crate::api;
use crate::negotiate::negotiate;
use crate::problem::Problem;
use crate::state::{AppState, Language, Reader};
use axum::Json;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, Method, StatusCode, Uri, header};
use model::ns::{adms, dcterms, prov, rdf, rdfs, xsd};
use oxrdf::{Literal, NamedNode, Term, Triple};

/// First segments of paths that are about one thing.
const COLLECTIONS: &[&str] = &["datasets", "services", "series", "organisations"];
/// "Withdrawn" in the EU's table of dataset statuses.
const WITHDRAWN: &str = "http://publications.europa.eu/resource/authority/dataset-status/WITHDRAWN";

/// A form that a thing can be read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Json,
    Rdf(RdfDocument),
}

/// What the path names: `/{collection}/{id}` with or without a suffix.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    collection: &'static str,
    id: String,
    suffix: Option<Form>,
}

/// Layer around the pages: answers requests for documents, lets those for pages pass and adds links to the documents.
pub(crate) async fn negotiate_pages(
    State(state): State<AppState>,
    reader: Reader,
    language: Language,
    request: Request,
    next: Next,
) -> Response {
    let Some(target) = Target::of(request.uri()).filter(|_| request.method() == Method::GET) else {
        return next.run(request).await;
    };
    let form = match target.suffix {
        // The page has one address.
        Some(Form::Page) => {
            let address = format!("{}/{}/{}", language.prefix(), target.collection, target.id);
            return Redirect::permanent(&address).into_response();
        }
        Some(form) => form,
        None => preferred(&crate::sparql::accept_of(request.headers())),
    };
    let mut response = match form {
        Form::Page if matches!(target.collection, "services" | "series") => {
            return to_page(&state, &reader, &target, language).await;
        }
        Form::Page => next.run(request).await,
        Form::Json => json(state.clone(), reader, &target).await.into_response(),
        Form::Rdf(format) => rdf(state.clone(), reader, &target, format).await.into_response(),
    };
    add_links(&mut response, &state.config.base_url, &target);
    response
}

impl Target {
    /// What makes the address of something else in the same form.
    fn elsewhere(&self, base_url: &str, prefix: &str, suffix: &str) -> impl Fn(&str, &str) -> String + use<> {
        let dot = if suffix.is_empty() || self.suffix.is_none() { String::new() } else { format!(".{suffix}") };
        let base = format!("{base_url}{}", prefix.trim_start_matches('/'));
        move |collection, id| format!("{}/{collection}/{id}{dot}", base.trim_end_matches('/'))
    }

    fn of(uri: &Uri) -> Option<Self> {
        let (first, last) = uri.path().strip_prefix('/')?.split_once('/')?;
        let collection = COLLECTIONS.iter().find(|name| **name == first)?;
        if last.is_empty() || last.contains('/') {
            return None;
        }
        let (id, suffix) = match last.rsplit_once('.').and_then(|(id, suffix)| Some((id, form_of(suffix)?))) {
            Some((id, form)) => (id, Some(form)),
            None => (last, None),
        };
        Some(Self { collection, id: id.to_owned(), suffix })
    }
}

fn form_of(suffix: &str) -> Option<Form> {
    match suffix {
        "html" => Some(Form::Page),
        "json" => Some(Form::Json),
        _ => RdfDocument::of_suffix(suffix).map(Form::Rdf),
    }
}

/// The form that `Accept` likes best; a page for those who do not say, or like nothing that we have.
fn preferred(accept: &str) -> Form {
    const OFFERED: [&str; 7] = [
        "text/html",
        "application/xhtml+xml",
        "application/json",
        "text/turtle",
        "application/rdf+xml",
        "application/ld+json",
        "application/n-triples",
    ];
    match negotiate(accept, &OFFERED) {
        Some(2) => Form::Json,
        Some(choice @ 3..) => RdfDocument::of_media_type(OFFERED[choice]).map_or(Form::Page, Form::Rdf),
        _ => Form::Page,
    }
}

/// Services and series have their pages among the datasets; older portals had them elsewhere.
async fn to_page(state: &AppState, reader: &Reader, target: &Target, language: Language) -> Response {
    let (state, reader, id) = (state.clone(), reader.clone(), target.id.clone());
    let address = target.elsewhere(&state.config.base_url, language.prefix(), "");
    let found = api::blocking(move || match address::find(&reader, &state.journal, "datasets", &id)? {
        Address::Moved { collection, id } => Ok(address(collection, &id)),
        _ => Ok(address("datasets", &id)),
    });
    match found.await {
        Ok(address) => Problem::moved(address).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn json(state: AppState, reader: Reader, target: &Target) -> Result<Response, Problem> {
    let (id, collection) = (target.id.clone(), target.collection);
    let address = target.elsewhere(&state.config.base_url, "", "json");
    api::blocking(move || {
        if collection == "organisations" {
            return Ok(Json(api::organisation(&reader, &state.journal, &id, address)?).into_response());
        }
        let view = api::view(&reader, &state.journal, &id, address)?;
        Ok(Json(api::whole(&state, &reader, view)).into_response())
    })
    .await
}

async fn rdf(state: AppState, reader: Reader, target: &Target, format: RdfDocument) -> Result<Response, Problem> {
    let (id, collection) = (target.id.clone(), target.collection);
    let address = target.elsewhere(&state.config.base_url, "", format.suffix());
    api::blocking(move || {
        let collection = if collection == "organisations" { collection } else { "datasets" };
        match address::find(&reader, &state.journal, collection, &id)? {
            Address::Here => {
                let iri = store::views::iri_of(&reader.snapshot, &id).unwrap_or_default();
                format.respond(&described(&reader, &iri))
            }
            Address::Gone(gone) => self::gone(&state, &reader, &gone, format),
            _ => Err(address::refusal(&reader, &state.journal, (collection, &id), address)?),
        }
    })
    .await
}

/// The description of a thing without our extra properties.
pub(super) fn described(reader: &Reader, iri: &str) -> Vec<Triple> {
    let mut triples = store::views::describe(&reader.snapshot, iri);
    triples.retain(|triple| !triple.predicate.as_str().starts_with(model::ns::skord::NS));
    triples
}

/// 410 with what remains of a withdrawn thing: what it was called, when, why and in which run it went, and what took its
/// place.
pub(super) fn gone(state: &AppState, reader: &Reader, gone: &Gone, format: RdfDocument) -> Result<Response, Problem> {
    let (stone, base_url) = (&gone.stone, &state.config.base_url);
    let Ok(subject) = NamedNode::new(address::ours(reader, &stone.iri)) else {
        let moved = |_: &str, _: &str| String::new();
        return Err(address::refusal(reader, &state.journal, ("datasets", &stone.id), moved)?);
    };
    let mut triples = Vec::new();
    let mut say = |predicate: &str, object: Term| {
        triples.push(Triple::new(subject.clone(), NamedNode::new_unchecked(predicate), object));
    };
    let node = |iri: &str| Term::from(NamedNode::new_unchecked(iri));
    let when = stone.withdrawn.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    say(rdf::TYPE, node(prov::ENTITY));
    say(adms::STATUS, node(WITHDRAWN));
    say(dcterms::IDENTIFIER, Literal::new_simple_literal(&stone.id).into());
    let date_time = NamedNode::new_unchecked(xsd::DATE_TIME);
    say(prov::INVALIDATED_AT_TIME, Literal::new_typed_literal(when, date_time).into());
    if stone.run > 0 {
        say(prov::WAS_INVALIDATED_BY, node(&store::project::run_iri(base_url, stone.run)));
    }
    say(dcterms::SOURCE, node(&format!("{base_url}graph/source/{}", stone.source)));
    if let Some(title) = &stone.title {
        say(dcterms::TITLE, Literal::new_simple_literal(title).into());
    }
    for (language, text) in &address::why(&state.journal, stone)?.0 {
        say(rdfs::COMMENT, Literal::new_language_tagged_literal_unchecked(text, language).into());
    }
    if let Some((successor, _)) = &gone.successor {
        say(dcterms::IS_REPLACED_BY, node(successor));
    }
    let mut response = format.respond(&triples)?;
    *response.status_mut() = StatusCode::GONE;
    Ok(response)
}

/// `Link: …; rel="alternate"` to every other form, and `Vary`.
fn add_links(response: &mut Response, base_url: &str, target: &Target) {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept"));
    let page = format!("{base_url}{}/{}", target.collection, target.id);
    let mut links = vec![format!("<{page}.json>; rel=\"alternate\"; type=\"application/json\"")];
    for format in RdfDocument::ALL {
        links.push(format!("<{page}.{}>; rel=\"alternate\"; type=\"{}\"", format.suffix(), format.media_type()));
    }
    if let Ok(links) = HeaderValue::from_str(&links.join(", ")) {
        headers.append(header::LINK, links);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_and_accept_choose_the_form() {
        let target = |path: &str| Target::of(&path.parse().unwrap());
        let turtle = Form::Rdf(RdfDocument::Turtle);
        let expected = Target { collection: "datasets", id: "ab12".to_owned(), suffix: Some(turtle) };
        assert_eq!(target("/datasets/ab12.ttl"), Some(expected));
        assert_eq!(target("/organisations/x").unwrap().suffix, None);
        assert_eq!(target("/datasets/x.y").unwrap().id, "x.y");
        assert_eq!(target("/datasets"), None);
        assert_eq!(target("/datasets/a/b"), None);
        assert_eq!(target("/assets/a.json"), None);
        assert_eq!(preferred("text/turtle"), turtle);
        assert_eq!(preferred("application/rdf+xml, text/html;q=0.5"), Form::Rdf(RdfDocument::RdfXml));
        assert_eq!(preferred("text/html,application/xhtml+xml,*/*;q=0.8"), Form::Page);
        assert_eq!(preferred("application/json"), Form::Json);
        assert_eq!(preferred(""), Form::Page);
        assert_eq!(preferred("image/png"), Form::Page);
    }
}
