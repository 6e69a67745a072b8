//! `/api/v1/datasets/{id}/related`: what is about the same, and why.

use super::params::Parameters;
use super::resources::api_address;
use super::{blocking, openapi};
use crate::address;
use crate::problem::Problem;
use crate::related;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use http::Uri;
use model::view::ResourceSummary;
use model::{LangText, Seq};
use search::Because;
use serde::Serialize;

/// Items unless asked otherwise, and at most.
const USUAL: u64 = 6;
const MOST: u64 = 20;

/// What is about the same.
#[derive(Debug, Serialize)]
pub(super) struct RelatedPage {
    seq: Seq,
    items: Vec<RelatedJson>,
}

#[derive(Debug, Serialize)]
struct RelatedJson {
    #[serde(flatten)]
    resource: ResourceSummary,
    because: Vec<BecauseJson>,
}

#[derive(Debug, Serialize)]
struct BecauseJson {
    kind: &'static str,
    values: Vec<String>,
    text: LangText,
}

/// Datasets, series and services that belong together, with the reasons: what one of them declares (first), the same
/// series, data service (API) or specification, or the same rare words in titles and keywords. The same publisher or
/// theme alone is no reason, nor a specification or service that very many share.
#[utoipa::path(
    get, path = "/api/v1/datasets/{id}/related", tag = "datasets",
    params(openapi::PortalId, openapi::RelatedParameters),
    responses(
        (status = 200, description = "The nearest first", body = ref("#/components/schemas/RelatedPage")),
        (status = 301, description = "It has another id now"),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It was withdrawn", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn related(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<RelatedPage>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["limit"])?;
        let limit = usize::try_from(parameters.number("limit", USUAL, 1..=MOST)?).unwrap_or(usize::MAX);
        let Some(resource) = reader.summary(&id) else {
            let base_url = &state.config.base_url;
            let address = |collection: &str, id: &str| format!("{}/related", api_address(base_url)(collection, id));
            return Err(address::refusal(&reader, &state.journal, ("datasets", &id), address)?);
        };
        let found = related::related(&reader, resource, limit)?;
        let items = found.into_iter().map(|one| RelatedJson {
            resource: one.resource,
            because: one.because.iter().map(BecauseJson::from).collect(),
        });
        Ok(Json(RelatedPage { seq: reader.seq, items: items.collect() }))
    })
    .await
}

impl From<&Because> for BecauseJson {
    fn from(because: &Because) -> Self {
        let labels = |all: &[LangText]| {
            let texts = all.iter().map(|label| label.text("sv").to_owned());
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        let (kind, values) = match because {
            Because::Declared(ways) => ("declared", labels(ways)),
            Because::Service(titles) => ("service", labels(titles)),
            Because::Specification(titles) => ("specification", labels(titles)),
            Because::Series(iris) => ("series", iris.clone()),
            Because::Keywords(keywords) => ("keywords", keywords.clone()),
            Because::Title(words) => ("title", words.clone()),
            Because::Themes(themes) => ("themes", labels(themes)),
            Because::Publisher(names) => ("publisher", labels(names)),
        };
        Self { kind, values, text: because_text(because) }
    }
}

/// A reason in words.
pub(crate) fn because_text(because: &Because) -> LangText {
    let listed = |values: &[String]| values.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    let labels = |all: &[LangText], tag: &str| {
        all.iter().take(3).map(|label| label.text(tag).to_owned()).collect::<Vec<_>>().join(", ")
    };
    let both = |sv: String, en: String| LangText::sv_en(&sv, &en);
    match because {
        Because::Declared(all) => both(labels(all, "sv"), labels(all, "en")),
        Because::Service(all) if labels(all, "sv").is_empty() => {
            both("samma API".to_owned(), "the same API".to_owned())
        }
        Because::Service(all) => {
            both(format!("samma API: {}", labels(all, "sv")), format!("the same API: {}", labels(all, "en")))
        }
        Because::Specification(all) => both(
            format!("samma specifikation: {}", labels(all, "sv")),
            format!("the same specification: {}", labels(all, "en")),
        ),
        Because::Series(_) => both("samma serie".to_owned(), "the same series".to_owned()),
        Because::Keywords(all) => {
            both(format!("samma nyckelord: {}", listed(all)), format!("the same keywords: {}", listed(all)))
        }
        Because::Title(all) => both(
            format!("samma ord i titeln: {}", listed(all)),
            format!("the same words in the title: {}", listed(all)),
        ),
        Because::Themes(all) => {
            both(format!("samma kategori: {}", labels(all, "sv")), format!("the same theme: {}", labels(all, "en")))
        }
        Because::Publisher(_) => both("samma organisation".to_owned(), "the same organisation".to_owned()),
    }
}
