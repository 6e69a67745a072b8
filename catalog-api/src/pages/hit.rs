//! One dataset, series or service in a list.

use super::frame::Context;
use super::html::{Link, Tagged, excerpt, foreign};
use super::numbers;
use super::texts::fill;
use model::view::{ResourceKind, ResourceSummary};

/// Formats shown on a hit; the dataset's page has them all.
const MOST_FORMATS: usize = 6;

/// What a list shows of a resource.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    /// Its page.
    pub(crate) href: String,
    /// Title.
    pub(crate) title: Tagged,
    /// Kind, where it is no dataset.
    pub(crate) kind: Option<&'static str>,
    /// Publisher.
    pub(crate) publisher: Option<Link>,
    /// Beginning of the description.
    pub(crate) excerpt: Option<Tagged>,
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
            title: Tagged::best_or(&summary.title, language, t.untitled),
            kind: kind_label(context, summary.kind),
            publisher,
            excerpt: description.filter(|description| !description.text.is_empty()),
            badges: badges(context, summary, MOST_FORMATS),
            themes: summary.themes.iter().filter_map(|theme| Tagged::best(&theme.label, language)).collect(),
            date: date(context, summary),
        }
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
