//! Figures of what is published, and their way into the journal.

use crate::Published;
use model::figures::{Figures, Sample, Tally};
use model::view::ResourceSummary;
use std::collections::BTreeMap;
use store::Journal;
use store::journal::{CurrentFigures, FigureScope};

/// Figures of the catalog, of each source and of each publisher. A thing counts for the source that wins it.
pub(crate) fn current(published: &Published) -> CurrentFigures {
    count(&published.summaries, published.snapshot.header().built)
}

/// The figures of these resources as of `now` (seconds since 1970).
pub(crate) fn count(summaries: &[ResourceSummary], now: i64) -> CurrentFigures {
    let mut portal = Tally::default();
    let mut sources: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut publishers: BTreeMap<&str, Tally> = BTreeMap::new();
    for summary in summaries {
        let sample = Sample::from(summary);
        portal.add(&sample, now);
        sources.entry(summary.source.as_str()).or_default().add(&sample, now);
        if let Some(publisher) = &summary.publisher {
            publishers.entry(publisher.id.as_str()).or_default().add(&sample, now);
        }
    }
    let mut all = CurrentFigures::from([((FigureScope::Portal, String::new()), portal.finish())]);
    all.extend(finished(FigureScope::Source, sources));
    all.extend(finished(FigureScope::Publisher, publishers));
    all
}

fn finished(
    scope: FigureScope,
    tallies: BTreeMap<&str, Tally>,
) -> impl Iterator<Item = ((FigureScope, String), Figures)> {
    tallies.into_iter().map(move |(id, tally)| ((scope, id.to_owned()), tally.finish()))
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
        tally.add(&Sample::from(summary), now);
    }
    tally.finish()
}

/// Writes the day's figures into the journal. Statistics must never stop the catalog: a failure goes to the log, and the
/// next projection tries again.
pub(crate) fn keep(journal: &Journal, published: &Published) {
    // An empty journal has no day yet.
    if published.seq.0 == 0 {
        return;
    }
    if let Err(error) = journal.put_day_figures(published.seq, &current(published)) {
        tracing::error!(%error, seq = published.seq.0, "the figures of seq {} could not be kept: {error}", published.seq);
    }
}
