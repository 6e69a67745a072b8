//! The full quality of a source in W3C DQV: a measurement per metric and dataset or distribution, made on demand.

use super::super::{blocking, sources::source_id};
use super::openapi;
use crate::address;
use crate::linked::formats::RdfDocument;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};
use model::SourceId;
use model::ns::{dqv, pv, rdf, xsd};
use model::quality::{Bits, METRICS, Measured, Mode};
use oxrdf::{Literal, NamedNode, Term, Triple};

/// Every measurement of a source's datasets and distributions (`dqv:QualityMeasurement`), with the total score that
/// data.europa.eu counts (`pv:score`). `dqv`, or with a suffix `dqv.ttl`, `dqv.rdf`, `dqv.jsonld`, `dqv.nt`.
#[utoipa::path(
    get, path = "/api/v1/quality/{source}/{document}", tag = "quality", params(openapi::DocumentParameters),
    responses(
        (status = 200, description = "The measurements", content(
            (String = "text/turtle"), (String = "application/rdf+xml"), (String = "application/ld+json"),
            (String = "application/n-triples"))),
        (status = 404, description = "There is no such source or document", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 406, description = "None of the accepted forms", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn dqv(
    State(state): State<AppState>,
    reader: Reader,
    Path((source, document)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let unknown = || {
        let shown = model::finding::clip(&document, 40);
        Problem::not_found(format!("no document `{shown}`; `dqv`, `dqv.ttl`, `dqv.rdf`, `dqv.jsonld` and `dqv.nt` are"))
    };
    let format = match document.strip_prefix("dqv").ok_or_else(unknown)? {
        "" => RdfDocument::negotiate(&crate::sparql::accept_of(&headers))?,
        suffix => suffix.strip_prefix('.').and_then(RdfDocument::of_suffix).ok_or_else(unknown)?,
    };
    let source = source_id(&source)?;
    blocking(move || {
        state.journal.source(&source)?;
        let measured = state.journal.measured(&source, Mode::Eu)?;
        let bytes = write(&reader, &source, &measured, format).map_err(|error| Problem::internal(&error))?;
        let mut response = bytes.into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, format.content_type());
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
        Ok(response)
    })
    .await
}

/// Written dataset by dataset, in the order of their IRIs: a large source has millions of triples.
fn write(
    reader: &Reader,
    source: &SourceId,
    measured: &Measured,
    format: RdfDocument,
) -> Result<Vec<u8>, std::io::Error> {
    let mut writer = format.serializer().for_writer(Vec::new());
    let mut about = |entity: &str, bits: Bits, on_distribution: bool, score: Option<u32>| {
        let iri = address::ours(reader, entity);
        let name = store::project::quality_node(&reader.snapshot.header().base_url, source.as_str(), entity);
        let mut measurements: Vec<(String, Literal)> = Vec::new();
        for (place, metric) in
            METRICS.iter().enumerate().filter(|(_, metric)| metric.on_distribution == on_distribution)
        {
            measurements.push((metric.id.to_owned(), Literal::from(bits & (1 << place) != 0)));
        }
        measurements.extend(score.map(|score| ("score".to_owned(), integer(score))));
        for (metric, value) in measurements {
            for triple in measurement(&format!("{name}/{metric}"), &iri, &format!("{}{metric}", pv::NS), value) {
                writer.serialize_triple(&triple)?;
            }
        }
        Ok::<(), std::io::Error>(())
    };
    for dataset in &measured.datasets {
        about(&dataset.iri, dataset.own, false, Some(dataset.points(Mode::Eu).total()))?;
        for distribution in &dataset.distributions {
            about(&distribution.iri, distribution.bits, true, None)?;
        }
    }
    writer.finish()
}

fn integer(number: u32) -> Literal {
    Literal::new_typed_literal(number.to_string(), NamedNode::new_unchecked(xsd::INTEGER))
}

/// A measurement and the link to it from what was measured.
fn measurement(name: &str, entity: &str, metric: &str, value: Literal) -> [Triple; 5] {
    let node = |iri: &str| NamedNode::new_unchecked(iri);
    let say = |predicate: &str, object: Term| Triple::new(node(name), node(predicate), object);
    [
        say(rdf::TYPE, node(dqv::QUALITY_MEASUREMENT).into()),
        say(dqv::COMPUTED_ON, node(entity).into()),
        say(dqv::IS_MEASUREMENT_OF, node(metric).into()),
        say(dqv::VALUE, value.into()),
        Triple::new(node(entity), node(dqv::HAS_QUALITY_MEASUREMENT), node(name)),
    ]
}
