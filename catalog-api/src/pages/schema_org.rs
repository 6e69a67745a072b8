//! A dataset as schema.org, for search engines (`application/ld+json` in the page).
//!
//! Follows Google's guide for datasets: name, description, identifier, licence, publisher, distribution.

use super::frame::Context;
use super::html::{excerpt, safe_href};
use model::LangText;
use model::view::{AgentView, DistributionView, ResourceKind, ResourceView};
use serde_json::{Map, Value, json};

/// The `Dataset` (or `WebAPI`) of a page.
pub(crate) fn dataset(context: &Context, view: &ResourceView) -> Value {
    let summary = &view.summary;
    let page = format!("{}/datasets/{}", context.language.prefix(), super::query::encode(&summary.id));
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| {
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !empty {
            object.insert(name.to_owned(), value);
        }
    };
    let kind = if summary.kind == ResourceKind::Service { "WebAPI" } else { "Dataset" };
    put("@context", "https://schema.org/".into());
    put("@type", kind.into());
    put("@id", summary.iri.clone().into());
    put("url", context.absolute(&page).into());
    put("name", text(context, &summary.title).into());
    // Longer descriptions are refused by search engines (5,000 characters).
    put("description", excerpt(summary.description.text(context.language.tag()), 4900).into());
    put("identifier", json!(view.identifiers));
    put("keywords", json!(summary.keywords.values().flatten().collect::<Vec<_>>()));
    put("license", summary.licences.iter().find_map(|licence| safe_href(&licence.iri)).into());
    put("publisher", summary.publisher.as_ref().map_or(Value::Null, |agent| organisation(context, agent)));
    put("creator", view.creator.as_ref().map_or(Value::Null, |agent| organisation(context, agent)));
    put("dateModified", summary.modified.clone().into());
    put("datePublished", summary.issued.clone().into());
    put("version", view.version.clone().into());
    put("temporalCoverage", temporal(view).into());
    put(
        "spatialCoverage",
        json!(view.spatial.iter().map(|p| text(context, &p.name)).filter(|name| !name.is_empty()).collect::<Vec<_>>()),
    );
    put("distribution", view.distributions.iter().map(|d| download(context, d)).collect::<Vec<_>>().into());
    put(
        "includedInDataCatalog",
        json!({"@type": "DataCatalog", "name": context.state.config.title, "url": context.absolute("/")}),
    );
    Value::Object(object)
}

fn text<'a>(context: &Context, texts: &'a LangText) -> &'a str {
    texts.text(context.language.tag())
}

fn organisation(context: &Context, agent: &AgentView) -> Value {
    json!({"@type": "Organization", "@id": agent.iri, "name": text(context, &agent.name)})
}

/// ISO 8601 interval with `..` for an open end.
fn temporal(view: &ResourceView) -> Option<String> {
    let period = view.temporal.first()?;
    let end = |text: &Option<String>| text.clone().unwrap_or_else(|| "..".to_owned());
    (period.start.is_some() || period.end.is_some()).then(|| format!("{}/{}", end(&period.start), end(&period.end)))
}

fn download(context: &Context, distribution: &DistributionView) -> Value {
    let mut object = Map::new();
    object.insert("@type".to_owned(), "DataDownload".into());
    let name = text(context, &distribution.title);
    if !name.is_empty() {
        object.insert("name".to_owned(), name.into());
    }
    if let Some(format) = &distribution.format {
        object.insert("encodingFormat".to_owned(), format.label.clone().into());
    }
    let address = distribution.download_url.iter().chain(&distribution.access_url).find_map(|url| safe_href(url));
    if let Some(address) = address {
        object.insert("contentUrl".to_owned(), address.into());
    }
    if let Some(size) = distribution.byte_size {
        object.insert("contentSize".to_owned(), format!("{size} B").into());
    }
    Value::Object(object)
}
