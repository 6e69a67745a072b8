//! What is about the same as a resource, on its page.

use super::frame::Context;
use super::html::{Link, Tagged};
use crate::api::because_text;
use model::view::ResourceSummary;

/// At most so many.
const MOST: usize = 5;

/// Something about the same.
#[derive(Debug, Clone)]
pub(crate) struct RelatedLink {
    /// Title.
    pub(crate) link: Link,
    /// Publisher.
    pub(crate) publisher: Option<Tagged>,
    /// What they share.
    pub(crate) because: String,
}

/// The nearest first; nothing when the index cannot say.
pub(crate) fn related(context: &Context, summary: &ResourceSummary) -> Vec<RelatedLink> {
    let (t, language) = (context.t(), context.language);
    let found = crate::related::related(&context.reader, summary, MOST).unwrap_or_else(|error| {
        tracing::warn!(%error, "related datasets could not be found: {error}");
        Vec::new()
    });
    let link = |one: search::Related| {
        let because = one.because.iter().map(|because| because_text(because).text(language.tag()).to_owned());
        RelatedLink {
            link: Link::internal(
                context.resource_url(&one.resource.id),
                Tagged::best_or(&one.resource.title, language, t.untitled),
            ),
            publisher: one.resource.publisher.as_ref().and_then(|agent| Tagged::best(&agent.name, language)),
            because: because.collect::<Vec<_>>().join("; "),
        }
    };
    found.into_iter().map(link).collect()
}
