//! Which records of which sources are one thing, and why; the operator's rules about it.

use super::params::Parameters;
use super::resources::api_address;
use super::{blocking, openapi};
use crate::access;
use crate::address;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http::{HeaderMap, StatusCode, Uri};
use model::{LangText, Seq, SourceClass, SourceId};
use rdf::RecordKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::journal::MergeRuleDraft;
use store::merge::{Bond, Candidate, Claims, Decider, Member, MergeRule, RecordName, Refusal, RuleKind, explain};

/// A record of a cluster, or one that was refused.
#[derive(Debug, Serialize)]
struct RecordJson {
    source: SourceId,
    source_title: String,
    class: SourceClass,
    rank: Option<u32>,
    iri: String,
    kind: RecordKind,
    title: Option<String>,
    uuid: Option<String>,
}

/// A member of a cluster.
#[derive(Debug, Serialize)]
struct MemberJson {
    #[serde(flatten)]
    record: RecordJson,
    wins: bool,
    bond: Bond,
}

/// A record with the same UUID that is another thing.
#[derive(Debug, Serialize)]
struct RefusedJson {
    #[serde(flatten)]
    record: RecordJson,
    refusal: Refusal,
    text: LangText,
    /// Portal id under which it is shown.
    id: Option<String>,
}

/// A rule in force.
#[derive(Debug, Serialize)]
struct RuleJson {
    number: u64,
    kind: RuleKind,
    source: SourceId,
    record: String,
    other_source: Option<SourceId>,
    other_record: Option<String>,
    reason: String,
    at: DateTime<Utc>,
}

/// The explanation of one thing.
#[derive(Debug, Serialize)]
pub(super) struct IdentityJson {
    seq: Seq,
    id: String,
    iri: String,
    /// The winner first, then in the order in which they would win.
    members: Vec<MemberJson>,
    decider: Decider,
    text: LangText,
    refused: Vec<RefusedJson>,
    rules: Vec<RuleJson>,
}

/// Which records of which sources are this thing, what makes them one, who won and why, and what was refused.
#[utoipa::path(
    get, path = "/api/v1/datasets/{id}/identity", tag = "datasets", params(openapi::PortalId),
    responses(
        (status = 200, description = "The explanation", body = ref("#/components/schemas/Identity")),
        (status = 301, description = "It has another id now"),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It was withdrawn", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn identity(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<IdentityJson>, Problem> {
    Parameters::of(&uri, &[])?;
    blocking(move || {
        let winner = store::views::iri_of(&reader.snapshot, &id).filter(|_| reader.has(&id));
        let Some(iri) = winner else {
            let base_url = &state.config.base_url;
            let address = |collection: &str, id: &str| format!("{}/identity", api_address(base_url)(collection, id));
            return Err(address::refusal(&reader, &state.journal, ("datasets", &id), address)?);
        };
        let key = address::in_journal(&reader, &iri);
        let relatives = state.journal.relatives(std::slice::from_ref(&key))?;
        let candidates: Vec<Candidate<'_>> =
            relatives.iter().map(|(source, heads)| Candidate { source, heads }).collect();
        let rules = state.journal.merge_rules()?;
        let explained = explain(&candidates, &Claims::default(), &rules, &key);
        let explained = explained.ok_or_else(|| Problem::not_found("it was withdrawn just now"))?;
        let record = |member: Member| record_json(&reader, &candidates, member);
        let members: Vec<MemberJson> = explained
            .members
            .iter()
            .enumerate()
            .map(|(place, &(member, bond))| MemberJson { record: record(member), wins: place == 0, bond })
            .collect();
        let refused = explained.refused.iter().map(|&(member, refusal)| {
            let record = record(member);
            let id = store::views::id_of(&reader.snapshot, &record.iri);
            RefusedJson { record, refusal, text: refusal_text(refusal), id }
        });
        let refused = refused.collect();
        let (decider, text) = (explained.decider, decider_text(explained.decider));
        let rules =
            rules.iter().filter(|rule| is_about(rule, &relatives)).map(|rule| rule_json(&reader, rule)).collect();
        Ok(Json(IdentityJson { seq: reader.seq, id, iri, members, decider, text, refused, rules }))
    })
    .await
}

fn record_json(reader: &Reader, candidates: &[Candidate<'_>], member: Member) -> RecordJson {
    let Candidate { source, heads } = candidates[member.source];
    let head = &heads[member.record];
    RecordJson {
        source: source.id.clone(),
        source_title: source.title.clone(),
        class: source.class,
        rank: source.rank,
        iri: address::ours(reader, &head.key),
        kind: head.kind,
        title: head.meta.title.clone(),
        uuid: head.meta.uuid.clone(),
    }
}

fn is_about(rule: &MergeRule, relatives: &[(model::Source, Vec<rdf::RecordHead>)]) -> bool {
    let known = |name: &RecordName| {
        relatives
            .iter()
            .any(|(source, heads)| source.id == name.source && heads.iter().any(|head| head.key == name.record))
    };
    known(&rule.record) || rule.other.as_ref().is_some_and(known)
}

fn rule_json(reader: &Reader, rule: &MergeRule) -> RuleJson {
    RuleJson {
        number: rule.number,
        kind: rule.kind,
        source: rule.record.source.clone(),
        record: address::ours(reader, &rule.record.record),
        other_source: rule.other.as_ref().map(|other| other.source.clone()),
        other_record: rule.other.as_ref().map(|other| address::ours(reader, &other.record)),
        reason: rule.reason.clone(),
        at: rule.at,
    }
}

fn decider_text(decider: Decider) -> LangText {
    let (sv, en) = match decider {
        Decider::Alone => ("Bara en källa publicerar den.", "Only one source publishes it."),
        Decider::Describes => ("De andra nämner den bara.", "The others only mention it."),
        Decider::Pin => ("Den som driver portalen har bestämt det.", "The operator of the portal decided so."),
        Decider::Organisation => ("Organisationen talar för sig själv.", "The organisation speaks for itself."),
        Decider::Rank => ("Källan har högre rang.", "The source ranks higher."),
        Decider::Class => (
            "Offentliga källor går före privata, och de före samlande.",
            "Public sources come before private ones, and those before aggregating ones.",
        ),
        Decider::Host => {
            ("Datamängdens IRI hör till källans egen webbplats.", "The IRI of the dataset is on the source's own site.")
        }
        Decider::Id => (
            "Inget skiljer källorna åt, så deras id avgör i bokstavsordning.",
            "Nothing tells the sources apart, so their ids decide in alphabetical order.",
        ),
    };
    LangText::sv_en(sv, en)
}

fn refusal_text(refusal: Refusal) -> LangText {
    let (sv, en) = match refusal {
        Refusal::UuidTwice => (
            "En källa ger flera datamängder samma UUID, så det säger inget.",
            "A source gives several datasets this UUID, so it says nothing.",
        ),
        Refusal::Apart => (
            "Den som driver portalen har bestämt att de inte är samma.",
            "The operator of the portal decided that they are not the same.",
        ),
        Refusal::Kind => ("Samma UUID, men en annan sorts resurs.", "The same UUID, but another kind of resource."),
        Refusal::Title => ("Samma UUID, men en helt annan titel.", "The same UUID, but quite another title."),
        Refusal::SameSource => (
            "En annan datamängd från samma källa är redan med.",
            "Another dataset of the same source is part of it already.",
        ),
    };
    LangText::sv_en(sv, en)
}

/// The operator's rules in force.
#[utoipa::path(
    get, path = "/api/v1/identity/rules", tag = "datasets",
    responses((status = 200, description = "All rules, oldest first", body = ref("#/components/schemas/IdentityRules")))
)]
pub(super) async fn rules(State(state): State<AppState>, reader: Reader, uri: Uri) -> Result<Json<Value>, Problem> {
    Parameters::of(&uri, &[])?;
    blocking(move || {
        let rules = state.journal.merge_rules()?;
        let items: Vec<RuleJson> = rules.iter().map(|rule| rule_json(&reader, rule)).collect();
        Ok(Json(json!({ "seq": reader.seq, "total": items.len(), "items": items })))
    })
    .await
}

/// Body of a new rule.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleBody {
    kind: Option<RuleKind>,
    source: Option<SourceId>,
    record: Option<String>,
    other_source: Option<SourceId>,
    other_record: Option<String>,
    reason: Option<String>,
}

/// Makes a rule: two records are not the same (`apart`), or this source's record wins (`pin`).
#[utoipa::path(
    post, path = "/api/v1/identity/rules", tag = "orders", security(("token" = [])),
    request_body(content = ref("#/components/schemas/NewIdentityRule"), content_type = "application/json"),
    responses((status = 201, description = "Made; readers see it within a second or two", body = ref("#/components/schemas/RuleNumber")))
)]
pub(super) async fn add_rule(
    State(state): State<AppState>,
    reader: Reader,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    blocking(move || {
        let token = access::for_operator(&state, &headers)?;
        let rule: RuleBody = access::body(&headers, &body)?;
        let missing = |name: &str| Problem::bad_request(format!("`{name}` is missing")).with("parameter", name);
        let name = |source: SourceId, record: &str| RecordName { source, record: address::in_journal(&reader, record) };
        let record =
            name(rule.source.ok_or_else(|| missing("source"))?, &rule.record.ok_or_else(|| missing("record"))?);
        let draft = MergeRuleDraft {
            kind: rule.kind.ok_or_else(|| missing("kind"))?,
            record,
            other: rule.other_source.zip(rule.other_record).map(|(source, record)| name(source, &record)),
            by: token.label,
            reason: access::reason(rule.reason)?,
        };
        let number = state.journal.add_merge_rule(&draft)?;
        Ok((StatusCode::CREATED, Json(json!({ "number": number }))).into_response())
    })
    .await
}

/// Lifts a rule.
#[utoipa::path(
    delete, path = "/api/v1/identity/rules/{number}", tag = "orders", security(("token" = [])),
    params(openapi::RuleNumber),
    responses((status = 204, description = "Lifted"))
)]
pub(super) async fn lift_rule(
    State(state): State<AppState>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    blocking(move || {
        access::for_operator(&state, &headers)?;
        let lifted = match number.parse() {
            Ok(number) => state.journal.lift_merge_rule(number)?,
            Err(_) => false,
        };
        if lifted {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        let shown = model::finding::clip(&number, 40);
        Err(Problem::not_found(format!("no rule `{shown}` is in force; `/api/v1/identity/rules` lists them")))
    })
    .await
}
