//! The search box that suggests while one types: what its script needs, and where each suggestion leads. Without the
//! script it is a plain search box.

use super::frame::{Context, root_of};
use super::query::{SearchForm, encode};
use crate::state::Language;
use axum::response::Response;
use http::{HeaderValue, header};
use search::{Destination, Suggestion};
use serde_json::json;

/// Name of the script.
pub(crate) const SCRIPT: &str = "suggest.js";

/// The policy of pages with the script: theirs alone allows one, from our own files, and lets it ask us.
const CONTENT_SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// What the script needs.
#[derive(Debug, Clone)]
pub(crate) struct SuggestBox {
    /// Address that answers with suggestions, up to the words.
    pub(crate) address: String,
    /// Texts, as JSON.
    pub(crate) labels: String,
}

impl SuggestBox {
    /// For a page in its language.
    pub(crate) fn new(context: &Context) -> Self {
        let address = context.plain_url(&format!("/api/v1/suggest?lang={}&limit=8&q=", context.language.tag()));
        Self { address, labels: labels(context.language) }
    }
}

fn labels(language: Language) -> String {
    let pick = |sv, en| language.pick(sv, en);
    json!({
        "list": pick("Förslag", "Suggestions"),
        "none": pick("Inga förslag", "No suggestions"),
        "one": pick("1 förslag. Välj med piltangenterna.", "1 suggestion. Choose with the arrow keys."),
        "many": pick("{} förslag. Välj med piltangenterna.", "{} suggestions. Choose with the arrow keys."),
        "hit": pick("1 träff", "1 result"),
        "hits": pick("{} träffar", "{} results"),
        "keyword": pick("Sökord", "Search words"),
        "theme": pick("Kategori", "Category"),
        "place": pick("Plats", "Place"),
        "publisher": pick("Organisation", "Organisation"),
        "title": pick("Titel", "Title"),
    })
    .to_string()
}

/// A page with the script, under the policy that allows it.
pub(crate) fn with_policy(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    response
}

/// Where a suggestion leads: path of a page of ours.
pub(crate) fn address(base_url: &str, language: Language, suggestion: &Suggestion) -> String {
    let path = match suggestion.leads_to() {
        Destination::Words(words) => format!("/datasets{}", SearchForm::default().with_words(words).query()),
        Destination::Facet(facet, value) => format!("/datasets{}", SearchForm::of(facet, value).query()),
        Destination::Resource(id) => format!("/datasets/{}", encode(id)),
    };
    format!("{}{}{path}", root_of(base_url), language.prefix())
}

#[cfg(test)]
mod tests {
    use super::*;
    use search::SuggestionKind;

    #[test]
    fn suggestions_lead_to_searches_filters_and_pages() {
        let of = |kind, text: &str, value: Option<&str>| Suggestion {
            text: text.to_owned(),
            kind,
            value: value.map(str::to_owned),
            count: 1,
        };
        let sv = |one: &Suggestion| address("https://data.example", Language::Sv, one);
        assert_eq!(sv(&of(SuggestionKind::Keyword, "väg & \"bro\"", None)), "/datasets?q=v%C3%A4g%20%26%20%22bro%22");
        assert_eq!(sv(&of(SuggestionKind::Theme, "Miljö", Some("ENVI"))), "/datasets?theme=ENVI");
        assert_eq!(sv(&of(SuggestionKind::Place, "Lund", Some("1281"))), "/datasets?q=Lund");
        let en = |one: &Suggestion| address("https://example.se/data/", Language::En, one);
        assert_eq!(en(&of(SuggestionKind::Publisher, "SCB", Some("a/b"))), "/data/en/datasets?publisher=a%2Fb");
        assert_eq!(en(&of(SuggestionKind::Title, "Badplatser", Some("x1"))), "/data/en/datasets/x1");
        assert_eq!(en(&of(SuggestionKind::Title, "Badplatser", None)), "/data/en/datasets?q=Badplatser");
    }
}
