//! The whole default graph, streamed: nothing but one triple and one chunk is in memory.

use super::Dumps;
use super::formats::RdfDocument;
use crate::problem::{Problem, problem};
use crate::state::Reader;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use model::ContentHash;
use model::ns::skord;
use std::io::{self, BufWriter, Write};
use store::Snapshot;
use store::snapshot::TermId;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Bytes of a chunk.
const CHUNK: usize = 64 * 1024;
/// Chunks that wait for a slow client.
const WAITING: usize = 4;

/// Streams the default graph. The profile for export has no CatalogRecords (they live in the provenance graph) and
/// none of our own extra properties (`skord:…`), which are for SPARQL.
/// `content` tells one state of the catalog from another.
pub(super) fn stream(
    reader: Reader,
    format: RdfDocument,
    content: Option<ContentHash>,
    dumps: Dumps,
) -> Result<Response, Problem> {
    let place = dumps.0.try_acquire_owned().map_err(|_| busy())?;
    let (sender, receiver) = channel(WAITING);
    // Another version may write the same catalog in another way.
    let state = content.map_or_else(|| "empty".to_owned(), |hash| hash.to_string());
    let state = state.get(..32).unwrap_or(&state).to_owned();
    tokio::task::spawn_blocking(move || {
        let _place = place;
        let mut output = BufWriter::with_capacity(CHUNK, ChannelWriter(sender.clone()));
        if let Err(error) = write_all(&reader.snapshot, format, &mut output) {
            // The answer is cut off without its end, so that nobody takes it for whole. A client that left is no error.
            let _ = sender.blocking_send(Err(error));
        }
    });
    let mut response = Body::from_stream(chunks(receiver)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, format.content_type());
    if let Ok(etag) = HeaderValue::from_str(&format!("W/\"{}-{state}-{}\"", format.suffix(), env!("CARGO_PKG_VERSION")))
    {
        headers.insert(header::ETAG, etag);
    }
    Ok(response)
}

fn busy() -> Problem {
    let detail = "as many whole catalogs as we can are being sent: try again, or read it page by page with `?page=1`";
    problem(StatusCode::SERVICE_UNAVAILABLE, "Busy", detail).retry_after(30)
}

fn write_all(snapshot: &Snapshot, format: RdfDocument, output: &mut impl Write) -> io::Result<()> {
    let mut writer = format.serializer().for_writer(output);
    for triple in exported(snapshot, None) {
        if let Some(triple) = snapshot.decode(triple) {
            writer.serialize_triple(&triple)?;
        }
    }
    writer.finish()?.flush()
}

/// Triples of the default graph (or of one subject in it) that exports hold.
pub(super) fn exported(snapshot: &Snapshot, subject: Option<TermId>) -> impl Iterator<Item = [TermId; 3]> + '_ {
    let ours = [skord::SORT_INSTANT, skord::PORTAL_ID].map(|iri| snapshot.iri_id(iri));
    snapshot.triples(None, subject, None, None).filter(move |[_, predicate, _]| !ours.contains(&Some(*predicate)))
}

/// Writes into a channel; fails when nobody reads any more.
struct ChannelWriter(Sender<io::Result<Bytes>>);

impl Write for ChannelWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes))) {
            Ok(()) => Ok(bytes.len()),
            Err(_) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn chunks(receiver: Receiver<io::Result<Bytes>>) -> impl futures_util::Stream<Item = io::Result<Bytes>> {
    futures_util::stream::unfold(receiver, |mut receiver| async move {
        let chunk = receiver.recv().await?;
        Some((chunk, receiver))
    })
}
