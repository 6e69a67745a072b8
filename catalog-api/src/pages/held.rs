//! What a guard holds: the readable diff, and how to decide.

use super::frame::Context;
use super::html::{Link, Tagged};
use super::numbers::minute;
use super::problems::PageProblem;
use super::texts::fill;
use model::SourceId;
use store::journal::{HeldRun, ProposedChange};

/// Titles shown of each kind of change; the whole proposal is one click away.
const SHOWN: usize = 30;
/// Decisions shown.
const DECISIONS: usize = 5;

/// What waits for a decision.
pub(crate) struct Held {
    /// The run's report.
    pub(crate) run: Link,
    /// Why it is held.
    pub(crate) reasons: Vec<Tagged>,
    /// `312 datamängder nu, 28 om den godkänns.`
    pub(crate) counts: String,
    /// `Skulle försvinna (284)` and the first titles, then the same for what is new, changed and renamed.
    pub(crate) changes: Vec<(String, Vec<Link>, String)>,
    /// What happens without a decision.
    pub(crate) without: &'static str,
    /// How often the result was the same; empty = once.
    pub(crate) same: String,
    /// The whole proposal.
    pub(crate) json: String,
    /// Commands for agency and operator.
    pub(crate) commands: Vec<String>,
}

/// A decision in the list.
pub(crate) struct Decided {
    /// When.
    pub(crate) when: String,
    /// What.
    pub(crate) word: &'static str,
    /// Why.
    pub(crate) reason: String,
    /// The run's report.
    pub(crate) run: Option<Link>,
}

/// What is held of a source now.
pub(crate) fn held(context: &Context, id: &SourceId) -> Result<Option<Held>, PageProblem> {
    let t = context.t();
    let runs = context.state.journal.held_runs(id)?;
    let Some(newest) = runs.first() else { return Ok(None) };
    let same = runs.iter().take_while(|run| run.fingerprint == newest.fingerprint).count() as u64;
    let proposal = &newest.proposal;
    let label = Tagged::plain(fill(t.run_number, &[&context.count(newest.run)]));
    let reasons = proposal.reasons.iter().filter_map(|reason| Tagged::best(reason, context.language));
    let address = context.absolute(&format!("/api/v1/sources/{id}/approve"));
    Ok(Some(Held {
        run: Link::internal(context.run_url(newest.run), label),
        reasons: reasons.collect(),
        counts: fill(t.held_counts, &[&context.count(proposal.before), &context.count(proposal.after)]),
        changes: changes(context, newest),
        without: if proposal.needs_person { t.held_needs_person } else { t.held_three_days },
        same: if same > 1 { fill(t.held_same, &[&context.count(same)]) } else { String::new() },
        json: context.plain_url(&format!("/api/v1/sources/{id}/held?per_page=1000")),
        commands: vec![
            format!("curl -X POST '{address}' -H 'Authorization: Bearer skord_…'"),
            format!("skord source approve {id}"),
            format!("skord source reject {id}"),
        ],
    }))
}

fn changes(context: &Context, held: &HeldRun) -> Vec<(String, Vec<Link>, String)> {
    let t = context.t();
    let datasets = |what: &str| -> Vec<&ProposedChange> {
        let all = held.proposal.changes.iter();
        all.filter(|change| change.kind == rdf::RecordKind::Dataset && change.change == what).collect()
    };
    let mut lists: Vec<(&'static str, Vec<Link>)> =
        [("withdrawn", t.held_withdrawn), ("new", t.held_new), ("changed", t.held_changed)]
            .map(|(what, heading)| (heading, datasets(what).into_iter().map(|change| named(context, change)).collect()))
            .into();
    let renames = held.proposal.renames.iter().map(|rename| {
        let title = rename.title.as_deref().unwrap_or(&rename.from);
        Link::text(Tagged::plain(format!("{title}: {} → {}", rename.from, rename.to)))
    });
    lists.insert(1, (t.held_renames, renames.collect()));
    lists.retain(|(_, links)| !links.is_empty());
    let shown = |(heading, mut links): (&str, Vec<Link>)| {
        let heading = fill(heading, &[&context.count(links.len() as u64)]);
        let left = links.len().saturating_sub(SHOWN) as u64;
        links.truncate(SHOWN);
        let more = if left > 0 { fill(t.held_more, &[&context.count(left)]) } else { String::new() };
        (heading, links, more)
    };
    lists.into_iter().map(shown).collect()
}

/// The title, with a link where the catalog has it.
fn named(context: &Context, change: &ProposedChange) -> Link {
    let label = Tagged::plain(change.title.as_deref().unwrap_or(&change.record));
    let iri = crate::address::ours(&context.reader, &change.record);
    let id = store::views::id_of(&context.reader.snapshot, &iri).filter(|id| context.reader.has(id));
    match id {
        Some(id) => Link::internal(context.resource_url(&id), label),
        None => Link::text(label),
    }
}

/// The last decisions about a source. Not who decided: names of people are not public.
pub(crate) fn decided(context: &Context, id: &SourceId) -> Result<Vec<Decided>, PageProblem> {
    let decisions = context.state.journal.decisions(id)?;
    let shown = decisions.into_iter().take(DECISIONS).map(|decision| Decided {
        when: minute(decision.at),
        word: super::run::decision_word(context.t(), decision.kind),
        reason: decision.reason,
        run: decision.run.map(|run| {
            let label = Tagged::plain(fill(context.t().run_number, &[&context.count(run)]));
            Link::internal(context.run_url(run), label)
        }),
    });
    Ok(shown.collect())
}
