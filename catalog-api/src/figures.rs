//! Figures of what is published, and their way into the journal.

use crate::Published;
use model::SourceId;
use model::figures::{Counted, Figures, Sample, Tally};
use model::view::ResourceSummary;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Journal;
use store::journal::{CurrentFigures, FigureScope};

/// Sums that follow what is published, of the catalog, of each source and of each publisher: each publication costs what
/// differs from the one before. A thing counts for the source that wins it.
#[derive(Debug, Default)]
pub(crate) struct Running {
    /// What was counted last, sorted by id and IRI.
    counted: Arc<Vec<Arc<ResourceSummary>>>,
    portal: Tally,
    sources: BTreeMap<SourceId, Tally>,
    publishers: BTreeMap<String, Tally>,
}

impl Running {
    /// Counts these resources (sorted by id and IRI) instead of those before. Only summaries that are not the same
    /// object are looked at.
    pub(crate) fn follow(&mut self, summaries: &Arc<Vec<Arc<ResourceSummary>>>) {
        let before = std::mem::replace(&mut self.counted, Arc::clone(summaries));
        let (mut old, mut new) = (before.iter().peekable(), summaries.iter().peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => return,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) if Arc::ptr_eq(a, b) => {
                    _ = (old.next(), new.next());
                    continue;
                }
                (Some(a), Some(b)) => (&a.id, &a.iri).cmp(&(&b.id, &b.iri)),
            };
            if order.is_le() {
                old.next().into_iter().for_each(|summary| self.change(summary, Tally::uncount));
            }
            if order.is_ge() {
                new.next().into_iter().for_each(|summary| self.change(summary, Tally::count));
            }
        }
    }

    fn change(&mut self, summary: &ResourceSummary, change: fn(&mut Tally, &Counted)) {
        let Some(counted) = Counted::of(&Sample::from(summary)) else { return };
        change(&mut self.portal, &counted);
        let source = self.sources.entry(summary.source.clone()).or_default();
        change(source, &counted);
        if source.is_empty() {
            self.sources.remove(&summary.source);
        }
        if let Some(publisher) = &summary.publisher {
            let tally = self.publishers.entry(publisher.id.clone()).or_default();
            change(tally, &counted);
            if tally.is_empty() {
                self.publishers.remove(&publisher.id);
            }
        }
    }

    /// All figures as of `now` (seconds since 1970).
    pub(crate) fn figures(&self, now: i64) -> CurrentFigures {
        let sources = self.sources.iter().map(|(id, tally)| ((FigureScope::Source, id.to_string()), tally));
        let publishers = self.publishers.iter().map(|(id, tally)| ((FigureScope::Publisher, id.clone()), tally));
        let scopes = sources.chain(publishers).map(|(scope, tally)| (scope, tally.figures(now)));
        std::iter::once(((FigureScope::Portal, String::new()), self.portal.figures(now))).chain(scopes).collect()
    }
}

/// The figures of one scope; all zero for an id that publishes nothing now.
pub(crate) fn of(published: &Published, scope: FigureScope, id: &str) -> Figures {
    let now = published.snapshot.header().built;
    let mut tally = Tally::default();
    let wanted = published.summaries.iter().filter(|summary| match scope {
        FigureScope::Portal => true,
        FigureScope::Source => summary.source.as_str() == id,
        FigureScope::Publisher => summary.publisher.as_ref().is_some_and(|publisher| publisher.id == id),
    });
    for summary in wanted {
        tally.add(&Sample::from(summary.as_ref()), now);
    }
    tally.finish()
}

/// Writes the day's figures into the journal. Statistics must never stop the catalog: a failure goes to the log, and the
/// next projection tries again.
pub(crate) fn keep(journal: &Journal, running: &mut Running, published: &Published) {
    // An empty journal has no day yet.
    if published.seq.0 == 0 {
        return;
    }
    running.follow(&published.summaries);
    let figures = running.figures(published.snapshot.header().built);
    if let Err(error) = journal.put_day_figures(published.seq, &figures) {
        tracing::error!(%error, seq = published.seq.0, "the figures of seq {} could not be kept: {error}", published.seq);
    }
}
