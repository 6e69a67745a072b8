//! Facts about a record that guards, merge and lists need without its triples.

use super::kinds::Kinds;
use crate::graph::{Graph, TermId};
use crate::records::RecordMeta;
use model::ns::{dcat, dcterms, foaf, rdfs, skos, vcard};
use oxrdf::Term;

/// Title properties, the best first: resources have titles, shared nodes have names.
const TITLES: &[&str] = &[dcterms::TITLE, foaf::NAME, vcard::FN, skos::PREF_LABEL, rdfs::LABEL];

/// The numbers of the properties that facts come from.
pub(super) struct MetaTerms {
    titles: Vec<TermId>,
    publisher: Option<TermId>,
    identifier: Option<TermId>,
    distribution: Option<TermId>,
}

impl MetaTerms {
    pub(super) fn of(graph: &Graph) -> Self {
        Self {
            titles: TITLES.iter().filter_map(|iri| graph.find_iri(iri)).collect(),
            publisher: graph.find_iri(dcterms::PUBLISHER),
            identifier: graph.find_iri(dcterms::IDENTIFIER),
            distribution: graph.find_iri(dcat::P_DISTRIBUTION),
        }
    }

    /// Facts about `head` from the triples of its record.
    pub(super) fn meta(&self, graph: &Graph, kinds: &Kinds, head: TermId, triples: &[[TermId; 3]]) -> RecordMeta {
        let mut meta = RecordMeta::default();
        let mut title: Option<(usize, u8, &str)> = None;
        let mut uuids: Vec<String> = Vec::new();
        for &[subject, predicate, object] in triples {
            if subject != head {
                if object == head && kinds.is_membership([subject, predicate, object]) {
                    meta.catalogs.extend(graph.iri(subject).map(str::to_owned));
                }
                continue;
            }
            if let (Some(rank), Term::Literal(literal)) =
                (self.titles.iter().position(|p| *p == predicate), graph.term(object))
            {
                let candidate = (rank, language_rank(literal.language()), literal.value());
                title = Some(title.map_or(candidate, |best| best.min(candidate)));
            } else if self.publisher == Some(predicate) {
                let publisher = graph.iri(object).map(str::to_owned);
                meta.publisher = meta.publisher.into_iter().chain(publisher).min();
            } else if self.distribution == Some(predicate) {
                meta.distributions += 1;
            } else if self.identifier == Some(predicate)
                && let Term::Literal(literal) = graph.term(object)
            {
                uuids.extend(uuid(literal.value()));
            }
        }
        meta.title = title.map(|(_, _, text)| text.to_owned());
        meta.catalogs.sort_unstable();
        meta.catalogs.dedup();
        uuids.sort_unstable();
        uuids.dedup();
        meta.uuid = if uuids.len() == 1 { uuids.pop() } else { None };
        meta
    }
}

fn language_rank(language: Option<&str>) -> u8 {
    match language {
        Some("sv") => 0,
        Some(tag) if tag.starts_with("sv-") => 1,
        None => 2,
        Some(tag) if tag == "en" || tag.starts_with("en-") => 3,
        Some(_) => 4,
    }
}

/// The UUID that a text is, in lower case: bare, with `urn:uuid:` or in braces.
fn uuid(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_prefix("urn:uuid:").unwrap_or(&text);
    let text = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')).unwrap_or(text);
    let groups: Vec<&str> = text.split('-').collect();
    let fits = groups.len() == 5 && groups.iter().zip([8, 4, 4, 4, 12]).all(|(group, length)| group.len() == length);
    (fits && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn uuids_are_read_in_their_usual_clothes() {
        let plain = "0f14d0ab-9605-4a62-a9e4-5ed26688389b";
        assert_eq!(uuid("urn:uuid:0F14D0AB-9605-4A62-A9E4-5ED26688389B").as_deref(), Some(plain));
        assert_eq!(uuid("{0f14d0ab-9605-4a62-a9e4-5ed26688389b}").as_deref(), Some(plain));
        assert_eq!(uuid("0f14d0ab96054a62a9e45ed26688389b"), None);
        assert_eq!(uuid("http://a.se/0f14d0ab-9605-4a62-a9e4-5ed26688389b"), None);
    }
}
