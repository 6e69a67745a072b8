//! `/api/v1/changes`: what came, changed, went and returned, for those who keep a copy.

use super::params::Parameters;
use super::{blocking, openapi};
use crate::address;
use crate::problem::{Problem, problem};
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use http::{StatusCode, Uri};
use model::{Seq, SourceId};
use rdf::RecordKind;
use serde::Serialize;
use store::journal::{Change, ChangeKind, FeedPlace};

/// Changes in one answer, at most and when `limit` is left out.
const MOST: u64 = 1000;
const USUAL: u64 = 100;

/// One change.
#[derive(Debug, Serialize)]
struct ChangeJson {
    seq: Seq,
    at: DateTime<Utc>,
    kind: ChangeKind,
    #[serde(rename = "type")]
    record: RecordKind,
    id: String,
    iri: String,
    title: Option<String>,
    source: SourceId,
    url: String,
}

/// A part of the feed.
#[derive(Debug, Serialize)]
pub(super) struct ChangesPage {
    seq: Seq,
    journal: String,
    items: Vec<ChangeJson>,
    /// The place after these changes, for `since`.
    cursor: String,
    /// There is more now: its address.
    next: Option<String>,
    /// Where to ask later.
    resume: String,
}

/// Changes of datasets, series and services since a place or an instant, oldest first. What several sources publish is
/// `withdrawn` only when the last one ceases. A cursor holds until the catalog is restored from a backup; then the answer
/// is 410, and the copy must be read anew.
#[utoipa::path(
    get, path = "/api/v1/changes", tag = "datasets", params(openapi::ChangeParameters),
    responses(
        (status = 200, description = "Changes in the order in which they were made", body = ref("#/components/schemas/ChangesPage")),
        (status = 410, description = "The cursor is of another history of this catalog: read everything anew and go on from `cursor`", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn changes(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<ChangesPage>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["since", "limit"])?;
        let limit = parameters.number("limit", USUAL, 1..=MOST)?;
        let since = place_of(&state, &reader, parameters.one("since")?.unwrap_or("0").trim())?;
        let page = state.journal.changes(since, reader.seq, usize::try_from(limit).unwrap_or(usize::MAX))?;
        let cursor = cursor(&state, page.place);
        let resume = format!("{}api/v1/changes?since={cursor}&limit={limit}", state.config.base_url);
        Ok(Json(ChangesPage {
            seq: reader.seq,
            journal: state.journal.id().0,
            items: page.changes.into_iter().map(|change| change_json(&state, &reader, change)).collect(),
            cursor,
            next: page.more.then(|| resume.clone()),
            resume,
        }))
    })
    .await
}

fn change_json(state: &AppState, reader: &Reader, change: Change) -> ChangeJson {
    let iri = address::ours(reader, &change.iri);
    // What was merged since goes by the id that leads there.
    let id = store::views::id_of(&reader.snapshot, &iri).unwrap_or(change.id);
    ChangeJson {
        seq: change.seq,
        at: change.at,
        kind: change.kind,
        record: change.record,
        url: format!("{}datasets/{id}", state.config.base_url),
        id,
        iri,
        title: change.title,
        source: change.source,
    }
}

/// `JOURNAL:SEQ`, and `:POSITION` inside a commit.
fn cursor(state: &AppState, place: FeedPlace) -> String {
    let journal = state.journal.id().0;
    if place == FeedPlace::after(Seq(place.seq)) {
        format!("{journal}:{}", place.seq)
    } else {
        format!("{journal}:{}:{}", place.seq, place.position)
    }
}

/// Reads `since`: a cursor, a `seq`, an instant or a day.
fn place_of(state: &AppState, reader: &Reader, since: &str) -> Result<FeedPlace, Problem> {
    if let Ok(seq) = since.parse::<u64>() {
        return if seq > reader.seq.0 { Err(elsewhere(state, reader)) } else { Ok(FeedPlace::after(Seq(seq))) };
    }
    let instant = DateTime::parse_from_rfc3339(since).map(|instant| instant.to_utc());
    let day = || since.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0)).map(|day| day.and_utc());
    if let Some(instant) = instant.ok().or_else(day) {
        return at_instant(state, instant);
    }
    let mut parts = since.split(':');
    let (journal, seq, position) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let number = |text: &str| text.parse::<u64>().ok();
    let (Some(seq), None) = (seq.and_then(number), parts.next()) else {
        let detail = format!(
            "`{}` is no place in the feed: use a `cursor`, a `seq`, or a time such as `2026-11-22T04:00:00Z`",
            model::finding::clip(since, 100)
        );
        return Err(Problem::bad_request(detail).with("parameter", "since"));
    };
    if journal != state.journal.id().0 || seq > reader.seq.0 {
        return Err(elsewhere(state, reader));
    }
    match position.map(number) {
        None => Ok(FeedPlace::after(Seq(seq))),
        Some(Some(position)) => Ok(FeedPlace { seq, position: position.min(FeedPlace::after(Seq(seq)).position) }),
        Some(None) => Err(Problem::bad_request("the position in `since` is no number").with("parameter", "since")),
    }
}

fn at_instant(state: &AppState, instant: DateTime<Utc>) -> Result<FeedPlace, Problem> {
    Ok(FeedPlace::after(state.journal.seq_before(instant)?))
}

fn elsewhere(state: &AppState, reader: &Reader) -> Problem {
    let detail = "this place is of another history of the catalog (it was restored from a backup, or it is another catalog): \
                  read `/api/v1/datasets` anew and go on from `cursor`";
    problem(StatusCode::GONE, "Gone", detail)
        .with("journal", state.journal.id().0)
        .with("cursor", cursor(state, FeedPlace::after(reader.seq)))
}
