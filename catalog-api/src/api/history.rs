//! The history of one thing: every version, with what changed in it.

use super::params::Parameters;
use super::resources::api_address;
use super::{blocking, openapi};
use crate::address::{self, Address};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use http::Uri;
use model::properties;
use model::{LangText, Seq, SourceId, vocabularies};
use oxrdf::Term;
use serde::Serialize;
use store::StoreError;
use store::changes::{ChangedValue, PropertyChange, Side, property_changes};
use store::journal::{Author, DecisionKind, Version, VersionKind};

/// A page of versions, newest first.
#[derive(Debug, Serialize)]
pub(super) struct HistoryPage {
    seq: Seq,
    id: String,
    total: u64,
    items: Vec<VersionJson>,
    next: Option<String>,
}

/// One version.
#[derive(Debug, Serialize)]
pub(crate) struct VersionJson {
    pub(crate) kind: VersionKind,
    pub(crate) at: DateTime<Utc>,
    pub(crate) source: SourceId,
    pub(crate) revision: u64,
    pub(crate) run: Option<u64>,
    pub(crate) iri: String,
    pub(crate) from_iri: Option<String>,
    pub(crate) by: Author,
    pub(crate) decision: Option<DecisionKind>,
    pub(crate) reason: Option<String>,
    pub(crate) changes: Vec<ChangeJson>,
}

/// A property that changed.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeJson {
    /// The node inside the record; null for the record itself.
    pub(crate) node: Option<String>,
    pub(crate) node_name: Option<String>,
    pub(crate) property: String,
    pub(crate) label: LangText,
    pub(crate) old: Vec<ValueJson>,
    pub(crate) new: Vec<ValueJson>,
}

/// A value.
#[derive(Debug, Serialize)]
pub(crate) struct ValueJson {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) datatype: Option<String>,
    /// What people call it, where we know.
    #[serde(skip_serializing_if = "LangText::is_empty")]
    pub(crate) label: LangText,
}

/// Every version of a dataset, series or service, newest first: what changed, by whom, when, in which run; across new
/// IRIs of the same thing, withdrawals and returns, in all sources that publish it.
#[utoipa::path(
    get, path = "/api/v1/datasets/{id}/history", tag = "datasets",
    params(openapi::PortalId, openapi::PageParameters),
    responses(
        (status = 200, description = "One page of versions; also of what was withdrawn", body = ref("#/components/schemas/HistoryPage")),
        (status = 301, description = "It has another id now"),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It was erased", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn history(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<HistoryPage>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["page", "per_page"])?;
        let paging = parameters.paging()?;
        let base_url = &state.config.base_url;
        let address = |collection: &str, id: &str| format!("{}/history", api_address(base_url)(collection, id));
        if !has_history(&reader, &state, &id)? {
            return Err(address::refusal(&reader, &state.journal, ("datasets", &id), address)?);
        }
        let (total, items) = versions(&reader, &state, &id, paging.offset(), paging.per_page)?;
        let next = paging.next(base_url, &format!("api/v1/datasets/{id}/history"), &parameters, total);
        Ok(Json(HistoryPage { seq: reader.seq, id, total, items, next }))
    })
    .await
}

/// Whether an id is of something that is here or was withdrawn.
pub(crate) fn has_history(reader: &Reader, state: &AppState, id: &str) -> Result<bool, StoreError> {
    let found = address::find(reader, &state.journal, "datasets", id)?;
    Ok(matches!(found, Address::Here | Address::Gone(_)))
}

/// A page of the versions behind an id: `(total, versions)`.
pub(crate) fn versions(
    reader: &Reader,
    state: &AppState,
    id: &str,
    offset: u64,
    limit: u64,
) -> Result<(u64, Vec<VersionJson>), StoreError> {
    let iris = address::iris(reader, &state.journal, id)?;
    let (total, versions) = state.journal.history(&iris, offset, limit)?;
    Ok((total, versions.into_iter().map(|version| version_json(reader, version)).collect()))
}

fn version_json(reader: &Reader, version: Version) -> VersionJson {
    let side = |iri, body| Some(Side { iri, body });
    let old_iri = version.from_iri.as_deref().unwrap_or(&version.iri);
    let changes = match (&version.before, &version.after) {
        (Some(before), Some(after)) => property_changes(side(old_iri, before), side(&version.iri, after)),
        // What came or went as a whole is not told property by property.
        _ => Vec::new(),
    };
    let (decision, reason) = version.decision.unzip();
    VersionJson {
        kind: version.kind,
        at: version.at,
        source: version.source,
        revision: version.revision,
        run: Some(version.run).filter(|run| *run > 0),
        iri: address::ours(reader, &version.iri),
        from_iri: version.from_iri.map(|iri| address::ours(reader, &iri)),
        by: version.author,
        decision,
        reason: reason.filter(|reason| !reason.is_empty()),
        changes: changes.into_iter().map(|change| change_json(reader, change)).collect(),
    }
}

fn change_json(reader: &Reader, change: PropertyChange) -> ChangeJson {
    let values = |values: Vec<ChangedValue>| values.into_iter().map(|value| value_json(reader, value)).collect();
    ChangeJson {
        node: change.node.map(|node| address::ours(reader, &node)),
        node_name: change.node_name,
        label: properties::label(&change.property),
        property: change.property,
        old: values(change.old),
        new: values(change.new),
    }
}

fn value_json(reader: &Reader, value: ChangedValue) -> ValueJson {
    let known = value.name.map(|name| LangText::new("und", &name));
    match value.term {
        Term::Literal(literal) => {
            let (text, datatype, language) = literal.destruct();
            ValueJson {
                kind: "literal",
                value: text,
                language,
                datatype: datatype.map(oxrdf::NamedNode::into_string),
                label: LangText::default(),
            }
        }
        Term::NamedNode(node) => {
            let label = known.or_else(|| vocabularies::label(node.as_str())).unwrap_or_default();
            let value = address::ours(reader, node.as_str());
            ValueJson { kind: "iri", value, language: None, datatype: None, label }
        }
        Term::BlankNode(node) => ValueJson {
            kind: "iri",
            value: node.to_string(),
            language: None,
            datatype: None,
            label: known.unwrap_or_default(),
        },
    }
}
