//! Values that we can suggest, and why. Where nobody but the publisher can know, nothing is suggested.

use super::facts::{DatasetFacts, Node, Property, Property as P, Value};
use super::kinds::{Kind, Level};
use model::vocabularies::data_themes::DATA_THEMES;
use model::vocabularies::formats::{self, Format};
use model::vocabularies::licences;
use rustc_hash::FxHashMap;

/// A value to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The value.
    pub value: Value,
    /// Why we think so.
    pub why: Why,
    /// Which value of the same place it follows from, if one: so an update finds its places by itself.
    pub key: Option<(Property, Value)>,
}

/// Why a value is suggested.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Most of those that state one have it: so many of so many.
    Majority(usize, usize),
    /// The catalog's publisher.
    Catalog,
    /// A keyword is the name of the category.
    Keyword(String),
    /// Every distribution has an open licence.
    OpenLicence,
    /// It follows from another property.
    Stated(Property),
    /// An address ends so.
    Ending(String),
}

impl Why {
    /// In Swedish and English.
    pub fn text(&self) -> (String, String) {
        match self {
            Self::Majority(with, of) => (
                format!("{with} av {of} som anger ett värde i samma katalog har detta"),
                format!("{with} of {of} that state a value in the same catalog have this one"),
            ),
            Self::Catalog => ("katalogens utgivare".to_owned(), "the catalog's publisher".to_owned()),
            Self::Keyword(word) => (
                format!("nyckelordet ”{word}” är kategorins namn"),
                format!("the keyword “{word}” is the name of the category"),
            ),
            Self::OpenLicence => (
                "alla distributioner har en öppen licens".to_owned(),
                "every distribution has an open licence".to_owned(),
            ),
            Self::Stated(property) => {
                (format!("följer av {}", property.short()), format!("follows from {}", property.short()))
            }
            Self::Ending(ending) => (format!("adressen slutar på .{ending}"), format!("the address ends in .{ending}")),
        }
    }
}

/// A value that more than half have.
type Common = (Value, usize, usize);

/// What is usual in one source.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub(super) licence: Option<Common>,
    pub(super) contact: Option<Common>,
    pub(super) spatial: Option<Common>,
    /// Publisher of the catalog, if there is one only.
    pub(super) publisher: Option<String>,
}

impl Context {
    /// Looks at all datasets of a source. What only we have named (`ours`) nobody can write.
    pub(super) fn of<'f>(
        datasets: impl Iterator<Item = &'f DatasetFacts>,
        publisher: Option<String>,
        ours: &dyn Fn(&str) -> bool,
    ) -> Self {
        let (mut licences, mut contacts, mut spatial) = (Counts::default(), Counts::default(), Counts::default());
        for dataset in datasets {
            contacts.add(&dataset.node, P::Contact, ours);
            spatial.add(&dataset.node, P::Spatial, ours);
            for distribution in &dataset.distributions {
                licences.add(distribution, P::Licence, ours);
            }
        }
        let known = |(value, ..): &Common| licences::known(value.text()).is_some();
        // A place is only taken for granted where nearly everything is about it.
        let nearly_all = |(_, with, of): &Common| with * 10 >= of * 9;
        Self {
            licence: licences.common().filter(known),
            contact: contacts.common(),
            spatial: spatial.common().filter(nearly_all),
            publisher: publisher.filter(|iri| !ours(iri)),
        }
    }
}

#[derive(Default)]
struct Counts {
    values: FxHashMap<Value, usize>,
    stated: usize,
}

impl Counts {
    fn add(&mut self, node: &Node, property: Property, ours: &dyn Fn(&str) -> bool) {
        let mut values = node.values(property);
        let (Some(value), None) = (values.next(), values.next()) else { return };
        self.stated += 1;
        if matches!(value, Value::Iri(iri) if !ours(iri)) {
            *self.values.entry(value.clone()).or_default() += 1;
        }
    }

    /// What more than half have, and at least two.
    fn common(self) -> Option<Common> {
        let stated = self.stated;
        let (value, with) = self.values.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?;
        (with >= 2 && with * 2 > stated).then_some((value, with, stated))
    }
}

/// What to write at a place, if we can tell.
pub(super) fn suggest(kind: &Kind, context: &Context, node: &Node, distributions: &[Node]) -> Option<Suggestion> {
    let common = |common: &Option<Common>| {
        let (value, with, of) = common.clone()?;
        Some(Suggestion { value, why: Why::Majority(with, of), key: None })
    };
    match kind.code {
        "licence" => common(&context.licence),
        "contact" => common(&context.contact),
        "spatial" => common(&context.spatial),
        "publisher" => {
            let publisher = context.publisher.as_deref()?;
            Some(Suggestion { value: Value::iri(publisher), why: Why::Catalog, key: None })
        }
        "access-rights" | "access-rights-unlisted" => open_to_all(kind, distributions),
        "theme" => theme(node),
        "access-url" => copied(node, P::DownloadUrl),
        "download-url" => file_address(node),
        "format" => format_of(node, &[P::MediaType]),
        "format-unlisted" => {
            let mut found = format_of(node, &[P::MediaType])?;
            // An update finds the place by the value that it replaces.
            found.key = Some((P::Format, only(node, P::Format)?.clone()));
            Some(found)
        }
        "media-type" => media_type(node),
        "media-type-unlisted" => {
            let mut found = media_type(node)?;
            found.key = Some((P::MediaType, only(node, P::MediaType)?.clone()));
            Some(found)
        }
        _ => None,
    }
}

fn only(node: &Node, property: Property) -> Option<&Value> {
    let mut values = node.values(property);
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

fn copied(node: &Node, from: Property) -> Option<Suggestion> {
    let value = only(node, from)?;
    let key = Some((from, value.clone()));
    Some(Suggestion { value: value.clone(), why: Why::Stated(from), key })
}

/// PUBLIC where every distribution has an open licence.
fn open_to_all(kind: &Kind, distributions: &[Node]) -> Option<Suggestion> {
    let open = |node: &Node| node.values(P::Licence).any(|l| licences::known(l.text()).is_some_and(|l| l.open));
    let all = kind.on == Level::Dataset && !distributions.is_empty() && distributions.iter().all(open);
    all.then(|| Suggestion { value: kind.sample.clone(), why: Why::OpenLicence, key: None })
}

/// The category whose name is a keyword, if exactly one is.
fn theme(node: &Node) -> Option<Suggestion> {
    let named = node.values(P::Keyword).filter_map(|word| Some((word.text(), DATA_THEMES.by_word(word.text())?)));
    let mut found: Option<(&str, &str)> = None;
    for (word, term) in named {
        if found.is_some_and(|(_, iri)| iri != term.iri) {
            return None;
        }
        found = found.or(Some((word, term.iri)));
    }
    let (word, iri) = found?;
    Some(Suggestion { value: Value::iri(iri), why: Why::Keyword(word.to_owned()), key: None })
}

/// The address for access, where it is plainly a file.
fn file_address(node: &Node) -> Option<Suggestion> {
    let address = only(node, P::AccessUrl)?;
    let (ending, format) = ending(address.text())?;
    let page = ["html", "php", "aspx"].contains(&format.group);
    let why = Why::Ending(ending);
    (!page).then(|| Suggestion { value: address.clone(), why, key: Some((P::AccessUrl, address.clone())) })
}

/// The format that another property says, else the ending of an address. The update looks the other property up.
fn format_of(node: &Node, said_by: &[Property]) -> Option<Suggestion> {
    for property in said_by {
        let Some(value) = only(node, *property) else { continue };
        if let Some(written) = formats::find(value.text()).and_then(|format| format.media_types.first()) {
            let key = Some((*property, value.clone()));
            return Some(Suggestion { value: Value::literal(written, "", ""), why: Why::Stated(*property), key });
        }
    }
    for property in [P::DownloadUrl, P::AccessUrl] {
        let Some(address) = only(node, property) else { continue };
        if let Some((ending, format)) = ending(address.text())
            && let Some(written) = format.media_types.first()
        {
            let key = Some((property, address.clone()));
            return Some(Suggestion { value: Value::literal(written, "", ""), why: Why::Ending(ending), key });
        }
    }
    None
}

/// The media type of IANA that the format means, where it is a registered one.
fn media_type(node: &Node) -> Option<Suggestion> {
    let format = only(node, P::Format)?;
    let written = formats::find(format.text())?.media_types.first()?;
    // Conventions such as `text/csv+zip` are no media types of IANA.
    if written.contains("+zip") {
        return None;
    }
    let value = Value::iri(&format!("http://www.iana.org/assignments/media-types/{written}"));
    Some(Suggestion { value, why: Why::Stated(P::Format), key: Some((P::Format, format.clone())) })
}

/// The ending of an address, if it is that of a file format.
fn ending(address: &str) -> Option<(String, &'static Format)> {
    const ENDINGS: [&str; 22] = [
        "csv", "tsv", "json", "geojson", "jsonld", "xml", "xls", "xlsx", "ods", "pdf", "zip", "gpkg", "kml", "kmz",
        "gml", "rdf", "ttl", "txt", "docx", "tif", "nc", "parquet",
    ];
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let (_, path) = path.split_once("://")?.1.split_once('/')?;
    let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    if !ENDINGS.contains(&ending.as_str()) {
        return None;
    }
    let format = formats::find(&ending)?;
    Some((ending, format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_those_of_files() {
        let of = |address: &str| ending(address).map(|(_, format)| format.value);
        assert_eq!(of("https://a.se/x/Bad.CSV?v=1"), Some("csv"));
        assert_eq!(of("https://a.se/data.json#x"), Some("json"));
        for none in ["https://a.csv", "https://a.se/sida.aspx", "https://a.se/v1.2", "urn:x.csv", "https://a.se/csv"] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn a_category_is_only_suggested_when_it_is_certain() {
        let words = |words: &[&str]| {
            let node = words.iter().fold(Node::default(), |n, w| n.with(P::Keyword, Value::literal(w, "sv", "")));
            theme(&node).map(|found| found.value.text().rsplit('/').next().unwrap_or_default().to_owned())
        };
        assert_eq!(words(&["bad", "Miljö"]), Some("ENVI".to_owned()));
        assert_eq!(words(&["miljö", "transport"]), None, "two categories");
        assert_eq!(words(&["bad"]), None);
    }

    #[test]
    fn what_is_usual_needs_more_than_half() {
        let licensed = |iri: &str| DatasetFacts {
            distributions: vec![Node::default().with(P::Licence, Value::iri(iri))],
            ..DatasetFacts::default()
        };
        let all = [licensed(licences::CC0), licensed(licences::CC0), licensed(licences::CC_BY_4)];
        let context = |n: usize| Context::of(all[..n].iter(), None, &|_| false).licence;
        assert_eq!(context(3), Some((Value::iri(licences::CC0), 2, 3)));
        assert_eq!(context(1), None, "one is no custom");
        assert!(Context::of(all[1..].iter(), None, &|_| false).licence.is_none());
        assert!(Context::of(all.iter(), None, &|_| true).licence.is_none(), "nobody can write what we named");
    }
}
