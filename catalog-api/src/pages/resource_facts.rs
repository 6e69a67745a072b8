//! The facts beside a dataset: «Om datamängden».

use super::frame::Context;
use super::html::{Link, Tagged};
use super::numbers::day;
use super::query::SearchForm;
use super::texts::fill;
use model::LangText;
use model::finding::clip;
use model::view::{Concept, LinkView, PeriodView, PlaceView, ResourceView};
use std::collections::BTreeMap;

/// A name and its values.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    /// Name.
    pub(crate) label: &'static str,
    /// Values; never empty.
    pub(crate) values: Vec<Link>,
}

impl Fact {
    /// The facts that have a value.
    pub(crate) fn given(all: impl IntoIterator<Item = (&'static str, Vec<Link>)>) -> Vec<Self> {
        let some = all.into_iter().filter(|(_, values)| !values.is_empty());
        some.map(|(label, values)| Self { label, values }).collect()
    }
}

/// All facts that there are, in the order in which people ask for them.
pub(crate) fn about(context: &Context, view: &ResourceView) -> Vec<Fact> {
    let (t, language, summary) = (context.t(), context.language, &view.summary);
    let facet = |name: &str, concept: &Concept| concept_link(context, name, concept);
    let date = |text: &Option<String>| text.iter().map(|text| plain(day(text))).collect::<Vec<_>>();
    let texts = |text: &LangText| Tagged::best(text, language).map(Link::text).into_iter().collect::<Vec<_>>();
    let all = [
        (t.access_rights, summary.access_rights.iter().map(|c| facet("access_rights", c)).collect()),
        (t.licence, summary.licences.iter().map(|l| licence(context, &l.iri, &l.label)).collect()),
        (t.frequency, summary.frequency.iter().map(|c| facet("frequency", c)).collect()),
        (t.modified, date(&summary.modified)),
        (t.issued, date(&summary.issued)),
        (t.hvd_categories, summary.hvd_categories.iter().map(|c| facet("hvd", c)).collect()),
        (t.legislation, view.legislation.iter().map(|iri| legislation(context, iri)).collect()),
        (t.conforms_to, links(context, &view.conforms_to)),
        (t.spatial, view.spatial.iter().filter_map(|place| self::place(context, place)).collect()),
        (t.temporal, view.temporal.iter().filter_map(|period| self::period(context, period)).collect()),
        (t.languages, summary.languages.iter().map(|c| Link::text(concept(context, c))).collect()),
        (t.landing_page, view.landing_pages.iter().map(|url| Link::bare(url)).collect()),
        (t.documentation, view.documentation.iter().map(|url| Link::bare(url)).collect()),
        (t.creator, creator(context, view)),
        (t.provenance, view.provenance.iter().flat_map(texts).collect()),
        (t.version, view.version.iter().map(|version| plain(version)).collect()),
        (t.version_notes, texts(&view.version_notes)),
        (t.related, links(context, &view.related)),
        (t.identifiers, view.identifiers.iter().map(|identifier| Link::bare(identifier)).collect()),
        (t.identifier_iri, vec![Link::bare(&summary.iri)]),
    ];
    Fact::given(all)
}

fn plain(text: &str) -> Link {
    Link::text(Tagged::plain(text))
}

/// Label of a concept, else its code.
pub(crate) fn concept(context: &Context, concept: &Concept) -> Tagged {
    Tagged::best_or(&concept.label, context.language, &concept.code)
}

/// A concept as a link to all that has it.
fn concept_link(context: &Context, facet: &str, concept: &Concept) -> Link {
    let query = SearchForm::of(facet, &concept.code).query();
    Link::internal(context.url(&format!("/datasets{query}")), self::concept(context, concept))
}

/// Themes as links to the search.
pub(crate) fn themes(context: &Context, themes: &[Concept]) -> Vec<Link> {
    themes.iter().map(|theme| concept_link(context, "theme", theme)).collect()
}

/// Keywords as links to the search: those in the reader's language or without one, else all.
pub(crate) fn keywords(context: &Context, keywords: &BTreeMap<String, Vec<String>>) -> Vec<Link> {
    let tag = context.language.tag();
    let ours = |language: &str| language == "und" || language.split('-').next() == Some(tag);
    let any = keywords.iter().any(|(language, words)| ours(language) && !words.is_empty());
    let mut links = Vec::new();
    for (language, words) in keywords.iter().filter(|(language, _)| !any || ours(language)) {
        let lang = super::html::foreign(language, context.language);
        for word in words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
            let form = SearchForm { q: format!("\"{}\"", word.replace('"', " ")), ..SearchForm::default() };
            let label = Tagged { text: word.to_owned(), lang: lang.clone() };
            links.push(Link::internal(context.url(&format!("/datasets{}", form.query())), label));
        }
    }
    links
}

/// A licence as a link to its text.
pub(crate) fn licence(context: &Context, iri: &str, label: &LangText) -> Link {
    Link::external(iri, Tagged::best_or(label, context.language, iri))
}

/// Links with titles, else with their addresses.
pub(crate) fn links(context: &Context, links: &[LinkView]) -> Vec<Link> {
    let link = |link: &LinkView| Link::external(&link.iri, Tagged::best_or(&link.title, context.language, &link.iri));
    links.iter().map(link).collect()
}

fn legislation(context: &Context, iri: &str) -> Link {
    let known = iri.trim_end_matches('/') == model::ns::HVD_REGULATION;
    let label = if known { context.t().hvd_regulation } else { iri };
    Link::external(iri, Tagged::plain(label))
}

fn creator(context: &Context, view: &ResourceView) -> Vec<Link> {
    let name = |agent: &model::view::AgentView| Tagged::best_or(&agent.name, context.language, &agent.iri);
    view.creator.iter().map(|agent| Link::external(&agent.iri, name(agent))).collect()
}

/// Name of a place, else its IRI, else its geometry (clipped: an outline may be long).
fn place(context: &Context, place: &PlaceView) -> Option<Link> {
    let name = Tagged::best(&place.name, context.language);
    // A label that is the number at the end of the IRI tells nobody anything.
    let name = name.filter(|name| !name.text.bytes().all(|byte| byte.is_ascii_digit()));
    match (&place.iri, name) {
        (Some(iri), Some(name)) if !is_ours(iri) => Some(Link::external(iri, name)),
        (_, Some(name)) => Some(Link::text(name)),
        (Some(iri), None) if place.geometry.is_none() => Some(Link::bare(iri)),
        _ => place.geometry.as_deref().map(|geometry| plain(&clip(geometry, 200))),
    }
}

/// Nodes that we named ourselves lead nowhere that people want to go.
fn is_ours(iri: &str) -> bool {
    iri.starts_with(model::ns::PLACEHOLDER) || iri.contains("/id/")
}

fn period(context: &Context, period: &PeriodView) -> Option<Link> {
    let t = context.t();
    let text = match (&period.start, &period.end) {
        (Some(start), Some(end)) => fill(t.period, &[day(start), day(end)]),
        (Some(start), None) => fill(t.period_from, &[day(start)]),
        (None, Some(end)) => fill(t.period_until, &[day(end)]),
        (None, None) => return None,
    };
    Some(plain(&text))
}
