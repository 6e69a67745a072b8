//! «Använd data»: how to get at the data, download and access told apart.

use super::frame::Context;
use super::html::{Link, Markup, Tagged, foreign, safe_href};
use super::numbers;
use super::resource_facts::{Fact, concept, licence, links};
use super::texts::fill;
use model::view::{DistributionView, LinkView};

/// A distribution as the page shows it.
#[derive(Debug)]
pub(crate) struct Distribution {
    /// Title.
    pub(crate) title: Tagged,
    /// Format, if known.
    pub(crate) format: Option<String>,
    /// Files.
    pub(crate) downloads: Vec<Way>,
    /// Other ways in.
    pub(crate) accesses: Vec<Way>,
    /// Addresses that are no links (broken, or of a kind that we do not link to).
    pub(crate) unusable: Vec<String>,
    /// Description with its language.
    pub(crate) description: Option<(Markup, Option<String>)>,
    /// Licence, or nothing.
    pub(crate) licence: Option<Link>,
    /// Whether the licence is an open one.
    pub(crate) open: bool,
    /// Size in words.
    pub(crate) size: Option<String>,
    /// The rest.
    pub(crate) facts: Vec<Fact>,
    /// Text of the control that shows the rest.
    pub(crate) details: String,
}

/// A button-like link that says what it gives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// Address.
    pub(crate) href: String,
    /// `Ladda ner CSV (2 MB)`.
    pub(crate) label: String,
    /// What tells it from its neighbours: file name or host.
    pub(crate) place: String,
}

/// All distributions, in the order of the view.
pub(crate) fn distributions(context: &Context, views: &[DistributionView]) -> Vec<Distribution> {
    views.iter().map(|view| distribution(context, view)).collect()
}

fn distribution(context: &Context, view: &DistributionView) -> Distribution {
    let (t, language) = (context.t(), context.language);
    let format = view.format.as_ref().map(|format| format.label.clone());
    let size = view.byte_size.filter(|&size| size > 0).map(|size| numbers::bytes(size, language));
    let what = format.as_deref().unwrap_or(t.data_word);
    let download_label = match &size {
        Some(size) => format!("{} ({size})", fill(t.download_format, &[what])),
        None => fill(t.download_format, &[what]),
    };
    // Many publishers repeat the file under both properties: one link is enough then.
    let access: Vec<&String> = view.access_url.iter().filter(|url| !view.download_url.contains(url)).collect();
    let addresses = view.download_url.iter().chain(access.iter().copied());
    let title = Tagged::best_or(&view.title, language, t.untitled_distribution);
    Distribution {
        downloads: ways(view.download_url.iter(), &download_label),
        accesses: ways(access.iter().copied(), &fill(t.access_format, &[what])),
        unusable: addresses.filter(|url| safe_href(url).is_none()).cloned().collect(),
        description: view
            .description
            .best(language.tag())
            .map(|(tag, text)| (Markup::description(text), foreign(tag, language))),
        licence: view.licence.as_ref().map(|l| licence(context, &l.iri, &l.label)),
        open: view.licence.as_ref().is_some_and(|licence| licence.open),
        facts: facts(context, view),
        details: fill(t.details_of, &[&title.text]),
        title,
        format,
        size,
    }
}

fn ways<'a>(urls: impl Iterator<Item = &'a String>, label: &str) -> Vec<Way> {
    let way = |url: &'a String| safe_href(url).map(|href| Way { place: place(&href), label: label.to_owned(), href });
    urls.filter_map(way).collect()
}

/// The host of an address, for people: `data.example.se`.
fn place(href: &str) -> String {
    let rest = href.split_once("://").map_or(href, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    authority.rsplit('@').next().unwrap_or(authority).to_owned()
}

fn facts(context: &Context, view: &DistributionView) -> Vec<Fact> {
    let t = context.t();
    let text = |text: &str| Link::text(Tagged::plain(text));
    let all = [
        (t.modified, view.modified.iter().map(|date| text(numbers::day(date))).collect()),
        (t.issued, view.issued.iter().map(|date| text(numbers::day(date))).collect()),
        (t.status, view.status.iter().map(|c| Link::text(concept(context, c))).collect()),
        (t.availability, view.availability.iter().map(|c| Link::text(concept(context, c))).collect()),
        (t.conforms_to, links(context, &view.conforms_to)),
        (t.documentation, view.documentation.iter().map(|url| Link::bare(url)).collect()),
        (t.service, view.services.iter().map(|service| service_link(context, service)).collect()),
        (t.identifier_iri, vec![Link::bare(&view.iri)]),
    ];
    Fact::given(all)
}

/// `iri` is a portal id where the catalog has the service.
fn service_link(context: &Context, service: &LinkView) -> Link {
    let label = Tagged::best_or(&service.title, context.language, &service.iri);
    if service.iri.contains(':') {
        Link::external(&service.iri, label)
    } else {
        Link::internal(context.resource_url(&service.iri), label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_host_alone() {
        assert_eq!(place("https://user:pw@data.example.se:8443/a?b@c"), "data.example.se:8443");
        assert_eq!(place("ftp://example.se"), "example.se");
        assert_eq!(place("mailto:a@example.se"), "example.se");
    }

    #[test]
    fn only_safe_addresses_become_ways() {
        let urls = ["javascript:alert(1)".to_owned(), "https://a.se/x.csv".to_owned()];
        let ways = ways(urls.iter(), "Ladda ner CSV");
        assert_eq!(ways.len(), 1);
        assert_eq!(ways[0].href, "https://a.se/x.csv");
    }
}
