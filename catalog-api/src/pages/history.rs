//! The history of one thing: every version, with what changed in it.

use super::frame::{Context, Frame, Section};
use super::html::{Link, Tagged};
use super::numbers::minute;
use super::paging::Paging;
use super::problems::PageProblem;
use super::texts::{Texts, fill};
use crate::api::{ChangeJson, ValueJson, VersionJson, has_history, versions};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use model::finding::clip;
use std::collections::HashMap;
use store::journal::{Author, DecisionKind, VersionKind};

/// Versions per page.
const PER_PAGE: u64 = 20;
/// Characters of a value.
const MOST: usize = 400;
/// Values shown of each side.
const VALUES: usize = 12;

#[derive(Template)]
#[template(path = "history.html")]
struct HistoryPage {
    page: Frame,
    title: String,
    steps: Vec<Step>,
    json: String,
    paging: Paging,
}

/// A version.
struct Step {
    when: String,
    what: (&'static str, &'static str),
    source: Link,
    run: Option<Link>,
    who: &'static str,
    reason: Option<String>,
    from: Option<String>,
    changes: Vec<Change>,
}

/// A property that changed.
struct Change {
    label: Tagged,
    node: Option<String>,
    old: Vec<Tagged>,
    new: Vec<Tagged>,
}

/// `GET /datasets/{id}/history`.
pub(crate) async fn history(
    context: Context,
    Path(id): Path<String>,
    Query(parameters): Query<HashMap<String, String>>,
) -> Response {
    context.answer(move |context| build(context, &id, &parameters)).await
}

fn build(context: &Context, id: &str, parameters: &HashMap<String, String>) -> Result<HistoryPage, PageProblem> {
    let (t, reader, state) = (context.t(), &context.reader, &context.state);
    if !has_history(reader, state, id)? {
        return Err(match PageProblem::of_address(context, "datasets", id) {
            PageProblem::Moved(address) => PageProblem::Moved(format!("{address}/history")),
            other => other,
        });
    }
    let number = super::sources::page_number(context, parameters)?;
    let (total, found) = versions(reader, state, id, (number - 1).saturating_mul(PER_PAGE), PER_PAGE)?;
    let name = match reader.summary(id) {
        Some(summary) => Tagged::best_or(&summary.title, context.language, t.untitled).text,
        None => state.journal.tombstone(id)?.and_then(|stone| stone.title).unwrap_or_else(|| id.to_owned()),
    };
    let address = format!("/datasets/{}/history", super::query::encode(id));
    let url = |page: u64| match page {
        1 => context.url(&address),
        _ => format!("{}?page={page}", context.url(&address)),
    };
    let trail = vec![
        Link::internal(context.url("/"), Tagged::plain(t.home)),
        Link::internal(context.url("/datasets"), Tagged::plain(t.nav_datasets)),
        Link::internal(context.resource_url(id), Tagged::plain(name.clone())),
    ];
    let title = fill(t.history_of, &[&name]);
    Ok(HistoryPage {
        page: context.frame(Section::Datasets, title.clone()).with_trail(trail),
        title,
        steps: found.into_iter().map(|version| step(context, version)).collect(),
        json: context.plain_url(&format!("/api/v1{address}")),
        paging: Paging::new(context, number, total.div_ceil(PER_PAGE), url),
    })
}

fn step(context: &Context, version: VersionJson) -> Step {
    let t = context.t();
    let source = match context.state.journal.source(&version.source) {
        Ok(entry) => Link::internal(context.source_url(&version.source), Tagged::plain(entry.source.title)),
        Err(_) => Link::text(Tagged::plain(version.source.as_str())),
    };
    let run =
        |run: u64| Link::internal(context.run_url(run), Tagged::plain(fill(t.run_number, &[&context.count(run)])));
    Step {
        when: minute(version.at),
        what: what(t, version.kind),
        source,
        run: version.run.map(run),
        who: who(t, version.by, version.decision),
        reason: version.reason,
        from: version.from_iri,
        changes: version.changes.into_iter().map(|change| self::change(context, change)).collect(),
    }
}

fn what(t: &'static Texts, kind: VersionKind) -> (&'static str, &'static str) {
    match kind {
        VersionKind::Created => ("good", t.history_created),
        VersionKind::Changed => ("calm", t.history_changed),
        VersionKind::Renamed => ("calm", t.history_renamed),
        VersionKind::Withdrawn => ("warn", t.history_withdrawn),
        VersionKind::Returned => ("good", t.history_returned),
    }
}

fn who(t: &'static Texts, author: Author, decision: Option<DecisionKind>) -> &'static str {
    match (author, decision) {
        (_, Some(DecisionKind::Approved)) => t.history_by_source_approved,
        (Author::Source, _) => t.history_by_source,
        (Author::Us, _) => t.history_by_us,
        (Author::Person, _) => t.history_by_person,
        (Author::Unclear, _) => t.history_by_unclear,
    }
}

fn change(context: &Context, change: ChangeJson) -> Change {
    let values = |values: Vec<ValueJson>| -> Vec<Tagged> {
        let mut shown: Vec<Tagged> = values.iter().take(VALUES).map(|value| self::value(context, value)).collect();
        if values.len() > VALUES {
            let left = context.count((values.len() - VALUES) as u64);
            shown.push(Tagged::plain(fill(context.t().held_more, &[&left])));
        }
        shown
    };
    Change {
        label: Tagged::best_or(&change.label, context.language, &change.property),
        node: change.node.map(|node| change.node_name.unwrap_or(node)),
        old: values(change.old),
        new: values(change.new),
    }
}

/// A value as people read it, in its language.
fn value(context: &Context, value: &ValueJson) -> Tagged {
    if let Some(label) = Tagged::best(&value.label, context.language) {
        return label;
    }
    let lang = value.language.as_deref().and_then(|tag| super::html::foreign(tag, context.language));
    Tagged { text: clip(&value.value, MOST), lang }
}
