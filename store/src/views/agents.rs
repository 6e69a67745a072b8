//! Agents and contact points.

use super::reader::Reader;
use crate::snapshot::TermId;
use model::LangText;
use model::view::{AgentView, ContactView};
use model::vocabularies::last_part;

impl Reader<'_> {
    /// An agent, whatever its source says about it: one without a name is called by the last part of its IRI, one that
    /// is only a text by that text.
    pub(super) fn agent(&self, id: TermId) -> AgentView {
        if let Some(found) = self.agents.borrow().get(&id) {
            return found.clone();
        }
        let text = self.text_of(id);
        let literal = self.is_literal(id);
        let agent = AgentView {
            id: self.id(id),
            iri: if literal { String::new() } else { text.to_owned() },
            name: if literal { LangText::new("", text.trim()) } else { self.agent_name(id, text) },
            kind: self.concept_of(id, self.known.dcterms_type),
        };
        self.agents.borrow_mut().insert(id, agent.clone());
        agent
    }

    fn agent_name(&self, id: TermId, iri: &str) -> LangText {
        let k = &self.known;
        let name = self.first_texts(id, &[k.name, k.full_name, k.organization_name, k.pref_label, k.label, k.title]);
        if !name.is_empty() {
            return name;
        }
        let name = self.described_label(id);
        if name.is_empty() { LangText::new("", last_part(iri)) } else { name }
    }

    /// The agent of a property; of several the first by IRI.
    pub(super) fn agent_of(&self, subject: TermId, predicate: Option<TermId>) -> Option<AgentView> {
        self.objects(subject, predicate).min_by_key(|object| self.text_of(*object)).map(|object| self.agent(object))
    }

    /// Contact points, each once, those with a name first.
    pub(super) fn contacts(&self, subject: TermId) -> Vec<ContactView> {
        let mut contacts: Vec<ContactView> =
            self.objects(subject, self.known.contact_point).map(|object| self.contact(object)).collect();
        contacts.sort_by(|a, b| {
            (a.name.is_empty(), a.name.text("sv"), &a.email).cmp(&(b.name.is_empty(), b.name.text("sv"), &b.email))
        });
        contacts.dedup();
        contacts
    }

    fn contact(&self, id: TermId) -> ContactView {
        if self.is_literal(id) {
            return contact_from_text(self.text_of(id));
        }
        let k = &self.known;
        ContactView {
            name: self.first_texts(id, &[k.full_name, k.organization_name, k.name, k.label]),
            email: self.address(id, &[k.has_email, k.email, k.mbox], "mailto:"),
            telephone: self.address(id, &[k.has_telephone, k.tel], "tel:"),
            url: self.value(id, k.has_url).or_else(|| self.value(id, k.homepage)),
        }
    }

    /// An address that stands as IRI or text, or one node further in `vcard:hasValue`; without its scheme.
    fn address(&self, contact: TermId, predicates: &[Option<TermId>], scheme: &str) -> Option<String> {
        let stated = predicates.iter().find_map(|predicate| {
            self.objects(contact, *predicate).filter_map(|object| self.address_text(object)).min()
        })?;
        let without = stated.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme));
        Some(without.map_or(stated.as_str(), |_| &stated[scheme.len()..]).trim().to_owned())
    }

    fn address_text(&self, id: TermId) -> Option<String> {
        let k = &self.known;
        let nested = self
            .value(id, k.has_value)
            .or_else(|| self.value(id, k.vcard_value))
            .or_else(|| self.value(id, k.rdf_value));
        let own = || {
            let is_node = self.is_described(id) && !self.text_of(id).contains([':', '@']);
            (!is_node).then(|| self.text_of(id).to_owned())
        };
        nested.or_else(own).filter(|text| !text.trim().is_empty())
    }
}

/// A contact that is only a text: an e-mail address, a web address or a name.
fn contact_from_text(text: &str) -> ContactView {
    let text = text.trim();
    let mail = text.strip_prefix("mailto:").unwrap_or(text);
    let is_mail = mail.contains('@') && !mail.contains(char::is_whitespace);
    let is_url = text.starts_with("http://") || text.starts_with("https://");
    ContactView {
        name: if is_mail || is_url { LangText::default() } else { LangText::new("", text) },
        email: is_mail.then(|| mail.to_owned()),
        telephone: None,
        url: is_url.then(|| text.to_owned()),
    }
}
