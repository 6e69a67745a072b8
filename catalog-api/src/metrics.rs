//! `/metrics`: numbers for the operator, in Prometheus' text format.

use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode, header};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the latency classes in seconds.
const BUCKETS: &[f64] = &[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Samples between two sweeps of the recorder, which would else keep all until somebody reads them.
const SWEEP: u64 = 1000;

/// Counts of one server; no global recorder, so that several servers (tests) can live in one process.
pub(crate) struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    samples: AtomicU64,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metrics").field("samples", &self.samples).finish_non_exhaustive()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        // Only an empty list of classes is refused.
        let builder = PrometheusBuilder::new().set_buckets(BUCKETS).unwrap_or_default();
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        with_local_recorder(&recorder, || {
            describe_counter!("skord_http_requests_total", "Answers by route, method and status");
            describe_histogram!("skord_http_request_seconds", "Time to the answer's head by route");
            describe_counter!("skord_sparql_total", "SPARQL queries by outcome");
            describe_gauge!("skord_seq", "Number of the published catalog");
            describe_gauge!("skord_journal_seq", "Newest number in the journal");
            describe_gauge!("skord_resources", "Published resources by type");
            describe_gauge!("skord_triples", "Triples in the default graph");
            describe_gauge!("skord_sources", "Sources by outcome of their last run");
            describe_gauge!("skord_links", "Addresses of the catalog by outcome of their last check");
            describe_gauge!("skord_links_due", "Addresses that wait for a check");
            describe_gauge!("skord_link_checks", "Checks made of the addresses that are known");
            describe_gauge!("skord_link_hosts_down", "Hosts that do not answer");
        });
        Self { recorder, handle, samples: AtomicU64::new(0) }
    }
}

impl Metrics {
    /// Counts one answer.
    pub(crate) fn request(&self, route: &str, method: &Method, status: StatusCode, elapsed: Duration) {
        // Clients can make methods up; labels must be few.
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            Method::OPTIONS => "OPTIONS",
            _ => "other",
        };
        let (route, status) = (route.to_owned(), status.as_u16().to_string());
        with_local_recorder(&self.recorder, || {
            histogram!("skord_http_request_seconds", "route" => route.clone()).record(elapsed.as_secs_f64());
            counter!("skord_http_requests_total", "route" => route, "method" => method, "status" => status)
                .increment(1);
        });
        if self.samples.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.handle.run_upkeep();
        }
    }

    /// Counts one SPARQL query: `answered`, `cached`, `syntax`, `refused`, `limit`, `busy`, `client_limit`, `failed`,
    /// `abandoned` (the client went away).
    pub(crate) fn sparql(&self, outcome: &'static str) {
        with_local_recorder(&self.recorder, || counter!("skord_sparql_total", "outcome" => outcome).increment(1));
    }
}

/// `GET /metrics`.
#[utoipa::path(
    get, path = "/metrics", tag = "operation",
    responses((status = 200, description = "Prometheus' text format", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics(State(state): State<AppState>, reader: Reader) -> Result<Response, Problem> {
    let text = crate::api::blocking(move || {
        gauges(&state, &reader)?;
        Ok(state.metrics.handle.render())
    })
    .await?;
    let headers = [(header::CONTENT_TYPE, "text/plain; version=0.0.4"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, text).into_response())
}

#[expect(clippy::cast_precision_loss, reason = "gauges are floats; counts stay far below 2^52")]
fn gauges(state: &AppState, reader: &Reader) -> Result<(), Problem> {
    let journal_seq = state.journal.seq()?;
    let sources = state.journal.sources()?;
    let links = state.journal.link_counts()?;
    with_local_recorder(&state.metrics.recorder, || {
        gauge!("skord_seq").set(reader.seq.0 as f64);
        gauge!("skord_journal_seq").set(journal_seq.0 as f64);
        gauge!("skord_triples").set(reader.snapshot.len() as f64);
        for kind in ["dataset", "series", "service"] {
            let count = reader.summaries.iter().filter(|summary| summary.kind.as_str() == kind).count();
            gauge!("skord_resources", "type" => kind).set(count as f64);
        }
        for outcome in ["changed", "unchanged", "held", "rejected", "unreachable"] {
            let reports = sources.iter().filter_map(|entry| entry.last_report.as_ref());
            let count = reports.filter(|report| report.outcome.as_str() == outcome).count();
            gauge!("skord_sources", "outcome" => outcome).set(count as f64);
        }
        gauge!("skord_links_due").set(links.due as f64);
        gauge!("skord_link_checks").set(links.checks as f64);
        gauge!("skord_link_hosts_down").set(links.hosts_down as f64);
        for outcome in model::LinkOutcome::all().map(Some).chain([None]) {
            let word = outcome.map_or("unchecked", model::LinkOutcome::as_str);
            let count = links.outcomes.get(&outcome).copied().unwrap_or(0);
            gauge!("skord_links", "outcome" => word).set(count as f64);
        }
    });
    Ok(())
}
