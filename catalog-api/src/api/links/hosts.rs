//! Links by host.

use super::super::params::Parameters;
use super::super::{Page, blocking};
use super::openapi;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use http::Uri;
use model::LinkOutcome;
use serde::Serialize;
use std::collections::BTreeMap;
use store::journal::LinkHost;

/// A host.
#[derive(Debug, Serialize)]
pub(super) struct HostJson {
    host: String,
    links: u64,
    broken: u64,
    down: bool,
    checked: Option<DateTime<Utc>>,
    certificate_expires: Option<DateTime<Utc>>,
    outcomes: BTreeMap<&'static str, u64>,
}

impl From<LinkHost> for HostJson {
    fn from(host: LinkHost) -> Self {
        let word = |outcome: Option<LinkOutcome>| outcome.map_or("unchecked", LinkOutcome::as_str);
        Self {
            outcomes: host.outcomes.into_iter().map(|(outcome, count)| (word(outcome), count)).collect(),
            host: host.host,
            links: host.links,
            broken: host.broken,
            down: host.down,
            checked: host.checked,
            certificate_expires: host.certificate_expires,
        }
    }
}

/// Hosts with what their addresses answered last, those with the most broken ones first.
#[utoipa::path(
    get, path = "/api/v1/links/hosts", tag = "links", params(openapi::HostParameters),
    responses((status = 200, description = "One page of hosts", body = ref("#/components/schemas/LinkHostPage")))
)]
pub(super) async fn list(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<Page<HostJson>>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["down", "page", "per_page"])?;
        let paging = parameters.paging()?;
        let down = parameters.flag("down", false)?;
        let mut hosts = state.journal.link_hosts()?;
        hosts.retain(|host| host.down || !down);
        let total = hosts.len() as u64;
        let items = paging.slice(&hosts).iter().cloned().map(HostJson::from).collect();
        let next = paging.next(&state.config.base_url, "api/v1/links/hosts", &parameters, total);
        Ok(Json(Page { seq: reader.seq, total, items, next }))
    })
    .await
}
