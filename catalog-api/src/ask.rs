//! Whom to ask for data that a search did not find: contacts of publishers, as far as they are known.

use crate::published::Published;
use serde::Serialize;

/// Datasets of a publisher that are looked at for a contact point.
const LOOKED_AT: usize = 20;

/// How a publisher can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Contact {
    /// Portal id of the publisher.
    pub(crate) publisher: String,
    /// E-mail address of a contact point of its datasets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    /// Web page of such a contact point, or the publisher's home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
}

/// The contact of a publisher, if anything is known. A contact point can be a single person's: the newest datasets are
/// asked first, theirs is most likely still right.
pub(crate) fn contact_of(published: &Published, id: &str) -> Option<Contact> {
    let has = |agent: &Option<model::view::AgentView>| agent.as_ref().is_some_and(|agent| agent.id == id);
    let mut own: Vec<_> = published.summaries.iter().filter(|one| has(&one.publisher)).collect();
    own.sort_by_key(|one| std::cmp::Reverse(one.sort_instant));
    let mut contact = Contact { publisher: id.to_owned(), email: None, url: None };
    for one in own.into_iter().take(LOOKED_AT) {
        let Some(view) = store::views::resource(&published.snapshot, &one.id) else { continue };
        let points = &view.contacts;
        contact.email = contact.email.or_else(|| points.iter().find_map(|point| point.email.clone()));
        contact.url = contact.url.or_else(|| points.iter().find_map(|point| point.url.clone()));
        if contact.email.is_some() {
            break;
        }
    }
    if contact.url.is_none() {
        let organisation = published.organisations.iter().find(|one| one.agent.id == id);
        contact.url = organisation.and_then(|one| one.homepage.clone());
    }
    (contact.email.is_some() || contact.url.is_some()).then_some(contact)
}
