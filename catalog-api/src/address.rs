//! Where an id leads: here, to another address, or nowhere any more. An id that was ever given is never a 404.

use crate::problem::{Problem, problem};
use crate::state::Reader;
use http::StatusCode;
use model::LangText;
use model::ns::PLACEHOLDER;
use store::journal::{DecisionKind, Purged, Tombstone};
use store::{Journal, StoreError, views};

/// What is at an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// It is in the catalog under this very id.
    Here,
    /// It is in the catalog under another name.
    Moved {
        /// `datasets` or `organisations`.
        collection: &'static str,
        /// The present id.
        id: String,
    },
    /// It was withdrawn.
    Gone(Box<Gone>),
    /// It was erased: nothing of it may be told.
    Purged(Purged),
    /// It was given once, and nothing is left that it stands for.
    Lost,
    /// Nobody ever gave it.
    Unknown,
}

/// What remains of something withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gone {
    /// When, why and what it was.
    pub(crate) stone: Tombstone,
    /// IRI and, if it is in the catalog, portal id of what took its place.
    pub(crate) successor: Option<(String, Option<String>)>,
}

/// Finds what is at an id, as readers of this `Published` see it. Blocking.
pub(crate) fn find(reader: &Reader, journal: &Journal, collection: &str, id: &str) -> Result<Address, StoreError> {
    let organisations = collection == "organisations";
    match present(reader, id) {
        Some(of) if (of == "organisations") == organisations => return Ok(Address::Here),
        Some(of) => return Ok(Address::Moved { collection: of, id: id.to_owned() }),
        None => {}
    }
    if let Some(purged) = journal.purged(id)? {
        return Ok(Address::Purged(purged));
    }
    let names = journal.id_names(id)?;
    for iri in names.iris.iter().chain(&names.imported) {
        if let Some((collection, id)) = current(reader, iri) {
            return Ok(Address::Moved { collection, id });
        }
    }
    for name in std::iter::once(id).chain(names.iris.iter().chain(&names.imported).map(String::as_str)) {
        if let Some(stone) = journal.tombstone(name)? {
            return withdrawn(reader, journal, stone);
        }
    }
    for iri in names.iris.iter().chain(&names.imported) {
        if let Some(purged) = journal.purged(iri)? {
            return Ok(Address::Purged(purged));
        }
    }
    Ok(if names.given { Address::Lost } else { Address::Unknown })
}

/// What is to be said of something withdrawn: it was merged with what took its place and leads there, or it is gone.
pub(crate) fn withdrawn(reader: &Reader, journal: &Journal, stone: Tombstone) -> Result<Address, StoreError> {
    let successor = journal.successor(&stone)?;
    if let Some(successor) = successor.as_ref().filter(|successor| successor.merged)
        && let Some((collection, id)) = current(reader, &successor.iri)
    {
        return Ok(Address::Moved { collection, id });
    }
    let successor = successor.map(|successor| {
        let id = current(reader, &successor.iri).map(|(_, id)| id);
        (ours(reader, &successor.iri), id)
    });
    Ok(Address::Gone(Box::new(Gone { stone, successor })))
}

/// The collection that has this very id now.
fn present(reader: &Reader, id: &str) -> Option<&'static str> {
    if reader.has(id) {
        return Some("datasets");
    }
    reader.organisations.iter().any(|organisation| organisation.agent.id == id).then_some("organisations")
}

/// Collection and id under which an IRI (as the journal writes it) is in the catalog now.
fn current(reader: &Reader, iri: &str) -> Option<(&'static str, String)> {
    let id = views::id_of(&reader.snapshot, &ours(reader, iri))?;
    present(reader, &id).map(|collection| (collection, id))
}

/// An IRI as readers see it.
pub(crate) fn ours(reader: &Reader, iri: &str) -> String {
    let base_url = &reader.snapshot.header().base_url;
    iri.strip_prefix(PLACEHOLDER).map_or_else(|| iri.to_owned(), |rest| format!("{base_url}{rest}"))
}

/// An IRI of ours as the journal writes it.
pub(crate) fn in_journal(reader: &Reader, iri: &str) -> String {
    let base_url = &reader.snapshot.header().base_url;
    iri.strip_prefix(base_url.as_str()).map_or_else(|| iri.to_owned(), |rest| format!("{PLACEHOLDER}{rest}"))
}

/// All IRIs of what is or was behind an id, as the journal writes them: those that have it, and those of other sources'
/// records that are the same thing.
pub(crate) fn iris(reader: &Reader, journal: &Journal, id: &str) -> Result<Vec<String>, StoreError> {
    let mut iris = journal.id_names(id)?.iris;
    // A UUID that two things claim: the other one has its own history.
    iris.retain(|iri| current(reader, iri).is_none_or(|(_, of)| of == id));
    if let Some(winner) = views::iri_of(&reader.snapshot, id).filter(|_| reader.has(id)) {
        iris.extend(views::merged_into(&reader.snapshot, &winner).iter().map(|iri| in_journal(reader, iri)));
        iris.push(in_journal(reader, &winner));
    }
    iris.extend(journal.tombstone(id)?.map(|stone| stone.iri));
    iris.sort_unstable();
    iris.dedup();
    Ok(iris)
}

/// Why there is nothing to show at an id of a collection: 301 to what `address` makes of the present collection and id,
/// 410 with what may be told, or 404.
pub(crate) fn refusal(
    reader: &Reader,
    journal: &Journal,
    (collection, id): (&str, &str),
    address: impl Fn(&str, &str) -> String,
) -> Result<Problem, Problem> {
    let base_url = &reader.snapshot.header().base_url;
    Ok(match find(reader, journal, collection, id)? {
        Address::Moved { collection, id } => Problem::moved(address(collection, &id)),
        Address::Gone(gone) => self::gone(base_url, &gone, &why(journal, &gone.stone)?),
        Address::Purged(purged) => self::purged(&purged),
        Address::Lost => lost(),
        Address::Here | Address::Unknown => {
            let (shown, list) =
                (model::finding::clip(id, 100), if collection == "organisations" { collection } else { "search" });
            Problem::not_found(format!(
                "there is no `{shown}` in `/{collection}`; `/api/v1/{list}` finds what there is"
            ))
        }
    })
}

/// Why something was withdrawn, in words for people.
pub(crate) fn why(journal: &Journal, stone: &Tombstone) -> Result<LangText, StoreError> {
    if stone.run == 0 {
        return Ok(LangText::sv_en(
            "Källan som den kom från hämtas inte längre till katalogen.",
            "The source that it came from is not harvested into the catalog any more.",
        ));
    }
    let decided = match journal.decisions(&stone.source) {
        Ok(decisions) => decisions.into_iter().find(|decision| decision.run == Some(stone.run)),
        Err(StoreError::UnknownSource(_)) => None,
        Err(other) => return Err(other),
    };
    Ok(match decided.map(|decision| decision.kind) {
        Some(DecisionKind::RolledBack | DecisionKind::Restored) => LangText::sv_en(
            "Källan återställdes till en tidigare version, och där fanns den inte.",
            "The source was set back to an earlier version, which did not have it.",
        ),
        Some(DecisionKind::Approved | DecisionKind::Rejected) => LangText::sv_en(
            "Källan publicerar den inte längre, och en människa har godkänt att den togs bort.",
            "The source does not publish it any more, and a person approved that it was removed.",
        ),
        None => LangText::sv_en("Källan publicerar den inte längre.", "The source does not publish it any more."),
    })
}

/// 410 for what was erased: that it is so, and nothing else.
fn purged(purged: &Purged) -> Problem {
    let when = purged.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    problem(StatusCode::GONE, "Gone", "it was removed from this catalog and is not coming back").with("removed", when)
}

/// 410 for an id that stands for nothing any more.
fn lost() -> Problem {
    problem(StatusCode::GONE, "Gone", "this id was in use once, and what it stood for is not in the catalog any more")
}

/// 410 with what is known of something withdrawn.
fn gone(base_url: &str, gone: &Gone, why: &LangText) -> Problem {
    let stone = &gone.stone;
    let when = stone.withdrawn.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let detail = format!("`{}` was withdrawn by its source `{}` on {when}", stone.id, stone.source);
    let successor = gone.successor.as_ref().map(|(iri, id)| {
        let url = id.as_ref().map(|id| format!("{base_url}datasets/{id}"));
        serde_json::json!({ "iri": iri, "id": id, "url": url })
    });
    problem(StatusCode::GONE, "Gone", detail)
        .with("id", stone.id.clone())
        .with("iri", stone.iri.clone())
        .with("source", stone.source.as_str())
        .with("withdrawn", when)
        .with("reason", serde_json::json!(why))
        .with("run", stone.run)
        .with("last_title", stone.title.clone())
        .with("history", format!("{base_url}api/v1/datasets/{}/history", stone.id))
        .with("successor", successor)
}
