//! Quality on the pages of datasets, sources and organisations, and on the start page.

use super::parts::{points, rating};
use super::texts;
use crate::fixes::{Scope, plan, plan_alone};
use crate::pages::frame::Context;
use crate::pages::texts::fill;
use crate::quality::QualityFigures;
use crate::state::Language;
use model::SourceId;
use model::quality::{Mode, Rating};
use model::view::ResourceSummary;
use shapes::mqa::fixes::{Fix, Plan};
use std::sync::Arc;

/// Fixes named in a panel.
const NAMED: usize = 3;

/// The panel.
pub(crate) struct Panel {
    pub(crate) t: &'static texts::Texts,
    /// `231,5 av 375`.
    pub(crate) score: String,
    pub(crate) rating: (&'static str, &'static str),
    /// Stars of the five-star model: how many, and as people read it.
    pub(crate) stars: Option<String>,
    /// What is missing first: words and points, if the words do not say them.
    pub(crate) missing: Vec<(String, String)>,
    pub(crate) complete: bool,
    pub(crate) href: String,
}

impl Panel {
    /// Of a dataset.
    pub(crate) fn of_dataset(context: &Context, summary: &ResourceSummary) -> Option<Self> {
        let (t, language) = (texts::of(context.language), context.language);
        let quality = summary.quality.as_ref()?;
        // What is missing is no reason to show no page.
        let plan = plan_alone(&context.state, &context.reader, summary, Mode::Se)
            .inspect_err(|error| tracing::error!(%error, "the fixes of `{}` could not be worked out", summary.id))
            .ok()?;
        let missing = named(&plan, language);
        let score = u64::try_from(quality.se.score.0).unwrap_or_default();
        Some(Self {
            t,
            score: fill(t.score_of, &[&points(score, language), &quality.se.max.to_string()]),
            rating: rating(quality.se.rating, language),
            stars: Some(quality.stars.to_string()),
            complete: missing.is_empty(),
            missing,
            href: context.url(&format!("/quality/datasets/{}", crate::pages::query::encode(&summary.id))),
        })
    }

    /// Of a source, with what gives most to mend; `path` is the page with more.
    pub(crate) fn of_source(context: &Context, source: &SourceId, path: &str) -> Option<Self> {
        let panel = Self::of_figures(context, context.reader.quality.sources.get(source), path)?;
        let plan = plan(&context.state, &context.reader, &Scope::Source(source.clone()), Mode::Se)
            .inspect_err(|error| tracing::error!(?error, "the fixes of `{source}` could not be worked out"));
        let words = |fix: &Fix| (context.language.pick(&fix.message.0, &fix.message.1).to_owned(), String::new());
        let worth = |plan: Arc<Plan>| plan.fixes.iter().filter(|fix| fix.gain > 0).take(NAMED).map(words).collect();
        let missing: Vec<(String, String)> = plan.map(worth).unwrap_or_default();
        Some(Self { complete: missing.is_empty(), missing, ..panel })
    }

    /// Of a source or an organisation; `path` is the page with more.
    pub(crate) fn of_figures(context: &Context, figures: Option<&QualityFigures>, path: &str) -> Option<Self> {
        let (t, language) = (texts::of(context.language), context.language);
        let figures = figures.filter(|figures| figures.datasets > 0)?;
        let score = figures.score(Mode::Se);
        Some(Self {
            t,
            score: fill(t.score_of, &[&points(score.total, language), &Mode::Se.max().to_string()]),
            rating: rating(Rating::of(score), language),
            stars: None,
            missing: Vec::new(),
            complete: false,
            href: context.url(path),
        })
    }
}

/// The fixes that give most: words and points.
fn named(plan: &Plan, language: Language) -> Vec<(String, String)> {
    let worth = plan.fixes.iter().filter(|fix| fix.gain > 0);
    let named = worth.take(NAMED).map(|fix| {
        let (sv, en) = fix.title(plan);
        (language.pick(&sv, &en).to_owned(), fill(texts::of(language).points, &[&points(fix.gain, language)]))
    });
    named.collect()
}

/// Score of the portal and what it is of, for the start page.
pub(crate) fn start_number(context: &Context) -> Option<(String, &'static str)> {
    let figures = context.reader.quality.portal;
    let whole = (figures.mark(Mode::Se)?.score.0 + 50) / 100;
    Some((context.count(u64::try_from(whole).unwrap_or_default()), texts::of(context.language).start))
}
