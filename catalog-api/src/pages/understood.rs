//! What the search understood, for people: corrections with the way back, and recognitions as chips that can be removed.

use super::facet_texts;
use super::frame::Context;
use super::html::Tagged;
use super::query::{SearchForm, YEARS};
use super::texts::fill;
use search::{Recognition, RecognitionKind, SearchResponse};

/// A corrected query and the way to what was typed.
#[derive(Debug, Clone)]
pub(crate) struct Corrected {
    /// `Visar resultat för ”…”.`
    pub(crate) shown: String,
    /// `Sök i stället efter ”…”`
    pub(crate) instead: String,
    /// Its address.
    pub(crate) href: String,
}

/// Something recognised; its link searches without it.
#[derive(Debug, Clone)]
pub(crate) struct Understood {
    /// What it is.
    pub(crate) kind: &'static str,
    /// Label.
    pub(crate) label: Tagged,
    /// The search without it.
    pub(crate) href: String,
    /// Text and address of the search with it as a filter instead of words; nothing where it is one already, or where
    /// no filter has it.
    pub(crate) only: Option<(String, String)>,
}

/// The correction, if there was one.
pub(crate) fn corrected(
    context: &Context,
    path: &str,
    form: &SearchForm,
    response: &SearchResponse,
) -> Option<Corrected> {
    if response.corrections.is_empty() {
        return None;
    }
    let t = context.t();
    let mut q = form.q.to_lowercase();
    for correction in &response.corrections {
        q = q.replacen(&correction.from, &correction.to, 1);
    }
    let verbatim = SearchForm { verbatim: true, page: 1, ..form.clone() };
    Some(Corrected {
        shown: fill(t.corrected, &[&q]),
        instead: fill(t.corrected_instead, &[&form.q]),
        href: context.url(&format!("{path}{}", verbatim.query())),
    })
}

/// Chips of what was recognised; a filter is offered only when `has_hits`.
pub(crate) fn understood(
    context: &Context,
    (path, has_hits): (&str, &dyn Fn(&SearchForm) -> bool),
    form: &SearchForm,
    all: &[Recognition],
) -> Vec<Understood> {
    let t = context.t();
    let chip = |one: &Recognition| Understood {
        kind: match one.kind {
            RecognitionKind::Format => t.facet_format,
            RecognitionKind::Publisher => t.facet_publisher,
            RecognitionKind::Place => t.understood_place,
            RecognitionKind::Year => t.understood_year,
            RecognitionKind::Theme => t.facet_theme,
            RecognitionKind::Hvd => t.facet_hvd,
        },
        label: Tagged::best_or(&one.label, context.language, &one.words),
        href: context.url(&format!("{path}{}", form.with_words(&one.without).query())),
        only: only(context, (path, has_hits), form, one),
    };
    all.iter().map(chip).collect()
}

/// What was recognised as a filter: only what is about this place, this theme, these years.
fn only(
    context: &Context,
    (path, has_hits): (&str, &dyn Fn(&SearchForm) -> bool),
    form: &SearchForm,
    one: &Recognition,
) -> Option<(String, String)> {
    let facet = match one.kind {
        RecognitionKind::Format => "format",
        RecognitionKind::Publisher => "publisher",
        RecognitionKind::Place => "place",
        RecognitionKind::Year => YEARS,
        RecognitionKind::Theme => "theme",
        RecognitionKind::Hvd => "hvd",
    };
    let exists = if facet == YEARS {
        one.value.parse::<i32>().is_ok() && form.years.is_none()
    } else {
        context.reader.searcher.facet_value(facet, &one.value).is_some() && !form.has(facet, &one.value)
    };
    let label = Tagged::best_or(&one.label, context.language, &one.words);
    let text = fill(facet_texts::Texts::of(context.language).only_here, &[&label.text]);
    let filtered = form.with_filter(facet, &one.value, &one.without);
    let is_offered = exists && has_hits(&filtered);
    is_offered.then(|| (text, context.url(&format!("{path}{}", filtered.query()))))
}
