//! One dataset, series or service in a list.

use super::frame::Context;
use super::html::{Link, Tagged, excerpt, foreign};
use super::marked::Marked;
use super::numbers;
use super::texts::fill;
use model::view::{ResourceKind, ResourceSummary};
use search::{Highlight, Highlights, SearchResponse};

/// Formats shown on a hit; the dataset's page has them all.
const MOST_FORMATS: usize = 6;

/// What a list shows of a resource.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    /// Its page.
    pub(crate) href: String,
    /// Title.
    pub(crate) title: Marked,
    /// Kind, where it is no dataset.
    pub(crate) kind: Option<&'static str>,
    /// Publisher.
    pub(crate) publisher: Option<Link>,
    /// Beginning of the description, or the passage of it that matches.
    pub(crate) excerpt: Option<Marked>,
    /// Keywords that match, where title and passage do not.
    pub(crate) keywords: Vec<Marked>,
    /// Marks, most important first.
    pub(crate) badges: Vec<Badge>,
    /// Themes.
    pub(crate) themes: Vec<Tagged>,
    /// When it was changed or published, in words.
    pub(crate) date: Option<String>,
}

/// A short mark; the class only colours it, the text says it all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Badge {
    /// `format`, `hvd`, `api`, `open`, `closed`, `kind`.
    pub(crate) class: &'static str,
    /// Text.
    pub(crate) label: Tagged,
}

impl Hit {
    /// The hit of a resource.
    pub(crate) fn new(context: &Context, summary: &ResourceSummary) -> Self {
        let (t, language) = (context.t(), context.language);
        let publisher = summary.publisher.as_ref().map(|agent| {
            let name = Tagged::best_or(&agent.name, language, t.unknown_publisher);
            Link::internal(context.organisation_url(&agent.id), name)
        });
        let description = summary.description.best(language.tag()).map(|(tag, text)| {
            let text = excerpt(text, 240);
            Tagged { text, lang: foreign(tag, language) }
        });
        Self {
            href: context.resource_url(&summary.id),
            title: Marked::plain(Tagged::best_or(&summary.title, language, t.untitled)),
            kind: kind_label(context, summary.kind),
            publisher,
            excerpt: description.map(Marked::plain).filter(|description| !description.is_empty()),
            keywords: Vec::new(),
            badges: badges(context, summary, MOST_FORMATS),
            themes: summary.themes.iter().filter_map(|theme| Tagged::best(&theme.label, language)).collect(),
            date: date(context, summary),
        }
    }

    /// The hit of a resource, with what matched.
    fn highlighted(context: &Context, summary: &ResourceSummary, highlights: &Highlights) -> Self {
        let mut hit = Self::new(context, summary);
        let marked = |highlight: &Highlight| Marked::new(highlight, context.language);
        if let Some(title) = highlights.title.as_ref().map(marked).filter(|title| !title.is_empty()) {
            hit.title = title;
        }
        if let Some(passage) = highlights.description.as_ref().map(marked).filter(|passage| !passage.is_empty()) {
            hit.excerpt = Some(passage);
        }
        let is_marked = |highlight: &Option<Highlight>| highlight.as_ref().is_some_and(|one| !one.marks.is_empty());
        if !is_marked(&highlights.title) && !is_marked(&highlights.description) {
            hit.keywords = highlights.keywords.iter().map(marked).collect();
        }
        hit
    }

    /// The hits of a search.
    pub(crate) fn found(context: &Context, response: &SearchResponse) -> Vec<Self> {
        let nothing = Highlights::default();
        let highlights = response.highlights.iter().chain(std::iter::repeat(&nothing));
        response.items.iter().zip(highlights).map(|(item, marks)| Self::highlighted(context, item, marks)).collect()
    }

    /// Hits of many.
    pub(crate) fn all<'a>(context: &Context, summaries: impl IntoIterator<Item = &'a ResourceSummary>) -> Vec<Self> {
        summaries.into_iter().map(|summary| Self::new(context, summary)).collect()
    }
}

/// The word for what is no plain dataset.
pub(crate) fn kind_label(context: &Context, kind: ResourceKind) -> Option<&'static str> {
    match kind {
        ResourceKind::Dataset => None,
        ResourceKind::Series => Some(context.t().series_one),
        ResourceKind::Service => Some(context.t().service),
    }
}

/// Marks of a resource: high value, access, API, and up to `formats` formats.
pub(crate) fn badges(context: &Context, summary: &ResourceSummary, formats: usize) -> Vec<Badge> {
    let (t, language) = (context.t(), context.language);
    let mut badges = Vec::new();
    if !summary.hvd_categories.is_empty() {
        badges.push(Badge { class: "hvd", label: Tagged::plain(t.hvd_badge) });
    }
    if let Some(rights) = &summary.access_rights {
        let class = if rights.code.eq_ignore_ascii_case("PUBLIC") { "open" } else { "closed" };
        badges.push(Badge { class, label: Tagged::best_or(&rights.label, language, &rights.code) });
    }
    if summary.api && summary.kind != ResourceKind::Service {
        badges.push(Badge { class: "api", label: Tagged::plain(t.api_badge) });
    }
    let labels = summary.formats.iter().map(|format| Tagged::plain(format.label.clone()));
    badges.extend(labels.take(formats).map(|label| Badge { class: "format", label }));
    let more = summary.formats.len().saturating_sub(formats);
    if more > 0 {
        badges.push(Badge { class: "format", label: Tagged::plain(format!("+{more}")) });
    }
    badges
}

/// `Uppdaterad 2024-05-01`, or when it was published.
fn date(context: &Context, summary: &ResourceSummary) -> Option<String> {
    let t = context.t();
    let modified = summary.modified.as_deref().map(|date| fill(t.updated, &[numbers::day(date)]));
    modified.or_else(|| summary.issued.as_deref().map(|date| fill(t.published, &[numbers::day(date)])))
}
