//! Texts and addresses of strangers, made safe for a page.
//!
//! **Invariant:** what implements [`HtmlSafe`] here writes well-formed HTML whatever it was made from; templates escape
//! everything else. An address becomes a link only by [`safe_href`].

use crate::state::Language;
use askama::filters::HtmlSafe;
use model::LangText;
use std::fmt;
use std::sync::LazyLock;

/// Schemes that may stand in a link; `javascript:`, `data:` and the like stay plain text.
const LINK_SCHEMES: &[&str] = &["http", "https", "ftp", "ftps", "mailto", "tel"];

/// A text with the language it is in, where that is another one than the page's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tagged {
    /// The text, not escaped.
    pub(crate) text: String,
    /// Language tag for the `lang` attribute.
    pub(crate) lang: Option<String>,
}

impl Tagged {
    /// A text in the language of the page.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), lang: None }
    }

    /// The best text for readers of `language`, or `None` when there is none or it is blank.
    pub(crate) fn best(texts: &LangText, language: Language) -> Option<Self> {
        let (tag, text) = texts.best(language.tag())?;
        let text = text.trim();
        (!text.is_empty()).then(|| Self { text: text.to_owned(), lang: foreign(tag, language) })
    }

    /// As [`Tagged::best`], else a text of ours.
    pub(crate) fn best_or(texts: &LangText, language: Language, otherwise: &str) -> Self {
        Self::best(texts, language).unwrap_or_else(|| Self::plain(otherwise))
    }
}

impl fmt::Display for Tagged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.lang {
            Some(lang) => write!(f, "<span lang=\"{}\">{}</span>", escape(lang), escape(&self.text)),
            None => f.write_str(&escape(&self.text)),
        }
    }
}

impl HtmlSafe for Tagged {}

/// Languages whose tags we pass on: all of ISO 639-1, and those of Sweden's national minorities and of sign language that
/// have three letters only (ISO 639-3). Sources also write `em`, which no screen reader can use.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el \
     en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it \
     iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt \
     my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl \
     sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo \
     za zh zu \
     fit rmf rmo rmy rom sma sme smj smn sms swl yid";

/// The tag for a `lang` attribute: only one of a known language, and only when the page is in another language.
pub(crate) fn foreign(tag: &str, language: Language) -> Option<String> {
    let mut parts = tag.split('-');
    let primary = parts.next()?;
    let known = LANGUAGES.split_ascii_whitespace().any(|known| known == primary);
    let well_formed =
        parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    (known && well_formed && primary != language.tag()).then(|| tag.to_owned())
}

/// A link, or plain text where the address is none that we link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// Checked address.
    pub(crate) href: Option<String>,
    /// What people read.
    pub(crate) label: Tagged,
}

impl Link {
    /// A link to a page of ours.
    pub(crate) fn internal(href: String, label: Tagged) -> Self {
        Self { href: Some(href), label }
    }

    /// A link to a stranger's address, which is checked.
    pub(crate) fn external(address: &str, label: Tagged) -> Self {
        Self { href: safe_href(address), label }
    }

    /// A stranger's address shown as itself.
    pub(crate) fn bare(address: &str) -> Self {
        Self::external(address, Tagged::plain(address.trim()))
    }

    /// A text that leads nowhere.
    pub(crate) fn text(label: Tagged) -> Self {
        Self { href: None, label }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.href {
            Some(href) => write!(f, "<a href=\"{}\">{}</a>", escape(href), self.label),
            None => self.label.fmt(f),
        }
    }
}

impl HtmlSafe for Link {}

/// The address for an `href`, if its scheme is one that we link to and it holds nothing that browsers drop or split at.
pub(crate) fn safe_href(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once(':')?;
    let known = LINK_SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    let broken = address.chars().any(|c| c.is_control() || c.is_whitespace());
    (known && !broken && !rest.is_empty()).then(|| address.to_owned())
}

/// Escapes for element content and for double-quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// HTML that is safe to write as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Markup(String);

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

impl Markup {
    /// A JSON value for a `<script type="application/ld+json">`: no `<`, so nothing in it can end the element.
    pub(crate) fn json(value: &serde_json::Value) -> Self {
        let text = value.to_string();
        Self(text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }

    /// A message with values in backticks, which become `<code>`.
    pub(crate) fn message(text: &Tagged) -> Self {
        let escaped = text.to_string();
        let mut html = String::with_capacity(escaped.len() + 32);
        let pieces: Vec<&str> = escaped.split('`').collect();
        for (position, piece) in pieces.iter().enumerate() {
            // An odd piece lies between two backticks, unless it is the last: then its backtick has no partner.
            let (before, after) = match (position % 2, position + 1 == pieces.len()) {
                (0, _) => ("", ""),
                (_, true) => ("`", ""),
                (_, false) => ("<code>", "</code>"),
            };
            html.push_str(before);
            html.push_str(piece);
            html.push_str(after);
        }
        Self(html)
    }

    /// The report of a check, which its maker has escaped (`CheckForm::Part`).
    pub(crate) fn report(part: String) -> Self {
        Self(part)
    }

    /// A description of a stranger: simple HTML is cleaned, plain text becomes paragraphs with links.
    pub(crate) fn description(text: &str) -> Self {
        if looks_like_html(text) {
            return Self(CLEANER.clean(text).to_string());
        }
        let normal = text.replace("\r\n", "\n");
        let paragraphs = normal.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
        let paragraphs: Vec<String> = paragraphs.map(lines).collect();
        if paragraphs.is_empty() { Self::default() } else { Self(format!("<p>{}</p>", paragraphs.join("</p><p>"))) }
    }
}

/// What a description may keep: structure and links, no attributes, no styles, no pictures. Headings lose their tags so
/// that the page's own outline stays whole.
static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(["p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "a", "code", "sub", "sup"].into())
        .clean_content_tags(["script", "style"].into())
        .tag_attributes([("a", ["href"].into())].into())
        .url_schemes(LINK_SCHEMES.iter().copied().collect())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener"));
    builder
});

/// Leaves no tag at all.
static STRIPPER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder.clean_content_tags(["script", "style"].into());
    builder
});

/// True if the text holds a tag that people write in descriptions; `a < b` is none.
fn looks_like_html(text: &str) -> bool {
    const TAGS: &[&str] =
        &["p", "br", "a", "ul", "ol", "li", "b", "i", "strong", "em", "div", "span", "h1", "h2", "h3", "h4", "script"];
    text.split('<').skip(1).any(|piece| {
        let piece = piece.strip_prefix('/').unwrap_or(piece);
        let end = piece.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(piece.len());
        let closed = piece[end..].contains('>');
        closed && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(&piece[..end]))
    })
}

/// Lines of a paragraph, joined by `<br>`, with web addresses as links.
fn lines(paragraph: &str) -> String {
    let lines = paragraph.lines().map(|line| line.split(' ').map(word).collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("<br>")
}

/// A word, as a link if it is a web address (punctuation after it stays outside).
fn word(word: &str) -> String {
    let start = word.find("http://").or_else(|| word.find("https://"));
    let Some(start) = start else { return escape(word) };
    let (before, address) = word.split_at(start);
    let end = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '”', '\'']).len();
    let (address, after) = address.split_at(end);
    match safe_href(address).filter(|href| href.len() > "https://".len()) {
        Some(href) => {
            let href = escape(&href);
            format!("{}<a href=\"{href}\">{href}</a>{}", escape(before), escape(after))
        }
        None => escape(word),
    }
}

/// The first `limit` characters of a description as plain text, cut at a word.
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    // Longer texts are cut first: the rest cannot be seen, and cleaning costs time for each hit.
    let head: String = text.chars().take(limit * 8).collect();
    let plain =
        if looks_like_html(&head) { unescape(&STRIPPER.clean(&head.replace('<', " <")).to_string()) } else { head };
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = words.char_indices().nth(limit) else { return words };
    let cut = words[..end].rfind(' ').filter(|&at| at > end / 2).unwrap_or(end);
    format!("{} …", words[..cut].trim_end_matches([',', ';', ':', '.']))
}

/// Turns the five entities that the cleaner writes back into characters.
fn unescape(html: &str) -> String {
    html.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_links_never_become_hrefs() {
        for bad in
            ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "java\nscript:x", "//evil", "x", ""]
        {
            assert_eq!(safe_href(bad), None, "{bad}");
            assert_eq!(Link::bare(bad).to_string().matches("href").count(), 0, "{bad}");
        }
        assert_eq!(safe_href("https://a.se/b c"), None);
        assert_eq!(safe_href(" HTTPS://a.se/å?b=1&c "), Some("HTTPS://a.se/å?b=1&c".to_owned()));
        let link = Link::bare("https://a.se/\"onmouseover=alert(1)");
        assert_eq!(link.to_string().matches('"').count(), 2, "{link}");
    }

    #[test]
    fn language_tags_are_checked_before_they_become_attributes() {
        assert_eq!(foreign("en", Language::Sv), Some("en".to_owned()));
        assert_eq!(foreign("sv-fi", Language::Sv), None);
        assert_eq!(foreign("sma", Language::Sv), Some("sma".to_owned()));
        for none in ["und", "em", "sv", "", "x\" onclick=\"", "e", "toolong", "en-"] {
            assert_eq!(foreign(none, Language::Sv), None, "{none}");
        }
    }

    #[test]
    fn texts_in_another_language_say_so() {
        let title = Tagged::best(&LangText::new("en", "<b>Lakes</b>"), Language::Sv).unwrap();
        assert_eq!(title.to_string(), "<span lang=\"en\">&lt;b&gt;Lakes&lt;/b&gt;</span>");
        assert_eq!(Tagged::best(&LangText::new("sv", "  "), Language::Sv), None);
    }

    #[test]
    fn descriptions_keep_structure_and_lose_everything_active() {
        let html = Markup::description(
            "<p onclick=x>Hej <a href='javascript:alert(1)'>a</a> <a href='https://a.se/'>b</a><img src=x onerror=y>\
             <script>alert(1)</script><style>p{}</style><h1>Rubrik</h1></p>",
        );
        let html = html.to_string();
        for bad in ["onclick", "javascript", "<img", "script", "alert", "style", "<h1"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert!(html.contains("href=\"https://a.se/\"") && html.contains("Rubrik"), "{html}");
    }

    #[test]
    fn plain_descriptions_become_paragraphs_with_links() {
        let html = Markup::description("Då a < b & c.\nSe https://a.se/x?y=1&z (mer).\r\n\r\nSlut").to_string();
        assert_eq!(
            html,
            "<p>Då a &lt; b &amp; c.<br>Se <a href=\"https://a.se/x?y=1&amp;z\">https://a.se/x?y=1&amp;z</a> (mer).</p>\
             <p>Slut</p>"
        );
        assert_eq!(Markup::description("<script>alert(1)</script>").to_string(), "");
        assert_eq!(Markup::description("<svg/onload=alert(1)>").to_string(), "<p>&lt;svg/onload=alert(1)&gt;</p>");
    }

    #[test]
    fn excerpts_are_plain_and_short() {
        assert_eq!(excerpt("<p>Ett</p><p>två &amp; tre</p>", 80), "Ett två & tre");
        assert_eq!(excerpt("ord ord ord ord", 9), "ord ord …");
        assert_eq!(excerpt(&"å".repeat(500), 10), format!("{} …", "å".repeat(10)));
        assert_eq!(excerpt("<scr<script>ipt>alert(1)</script>", 80).matches("<script>").count(), 0);
    }

    #[test]
    fn messages_show_their_values_as_code() {
        let message = |text: &str| Markup::message(&Tagged::plain(text)).to_string();
        assert_eq!(message("`<a>` saknar `b`"), "<code>&lt;a&gt;</code> saknar <code>b</code>");
        assert_eq!(message("ett ` ensamt"), "ett ` ensamt");
    }

    #[test]
    fn json_cannot_end_its_script_element() {
        let json = Markup::json(&serde_json::json!({"name": "</script><script>alert(1)//<!--"})).to_string();
        assert!(!json.contains('<') && !json.contains('>'), "{json}");
    }
}
