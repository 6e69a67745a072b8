//! Pages for people and error messages that come with status 200 where a catalog should be.

use model::{Finding, LangText, Severity, finding::clip};
use serde_json::Value;
use std::borrow::Cow;

/// So much of a body is looked at.
const LOOKED_AT: usize = 128 * 1024;
/// Longer JSON is no error message.
const LONGEST_JSON: usize = 256 * 1024;
/// Who mentions this may be RDF after all.
const RDF_NAMESPACE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// What an answer is in place of RDF. Texts are what the server wrote, clipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRdf {
    /// A page, with its title.
    Html(String),
    /// A page that asks for a password, or to which a redirect for logging in led; with its title.
    Login(String),
    /// An error message in JSON.
    JsonError(String),
    /// An error message in XML: the name of its root element and its text.
    XmlError(String, String),
}

/// Recognises what is no catalog. `asked` is the address that was asked, `url` the one that answered. `None` means
/// that a reader should try.
pub fn recognise(bytes: &[u8], asked: &str, url: &str) -> Option<NotRdf> {
    let start = decode(&bytes[..bytes.len().min(LOOKED_AT)]);
    let text = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    match text.chars().next()? {
        '<' => markup(text, asked, url),
        '{' | '[' if bytes.len() <= LONGEST_JSON => {
            let whole = decode(bytes);
            json_error(&serde_json::from_str(whole.trim_matches(['\u{feff}', '\0', ' ', '\r', '\n', '\t'])).ok()?)
        }
        _ => None,
    }
}

/// UTF-16 by its byte order mark, else as if it were UTF-8: all marks that we look for are ASCII.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let units = |from: fn([u8; 2]) -> u16| {
        bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect::<Vec<u16>>()
    };
    match bytes {
        [0xff, 0xfe, ..] => String::from_utf16_lossy(&units(u16::from_le_bytes)).into(),
        [0xfe, 0xff, ..] => String::from_utf16_lossy(&units(u16::from_be_bytes)).into(),
        _ => String::from_utf8_lossy(bytes),
    }
}

fn markup(text: &str, asked: &str, url: &str) -> Option<NotRdf> {
    let root = after_prolog(text);
    let lower = root.get(..root.floor_char_boundary(24)).unwrap_or_default().to_ascii_lowercase();
    let is_html =
        ["<!doctype html", "<html", "<head", "<body", "<title", "<script", "<div", "<p>", "<h1", "<meta", "<center"]
            .iter()
            .any(|tag| lower.starts_with(tag));
    if is_html {
        let page = root.to_ascii_lowercase();
        let title = between(root, &page, "<title", "</title").or_else(|| between(root, &page, "<h1", "</h1"));
        let title = title.unwrap_or_default();
        let login = has_password_field(&page) || (asked != url && leads_to_login(asked, url));
        return Some(if login { NotRdf::Login(title) } else { NotRdf::Html(title) });
    }
    xml_error(root)
}

/// The text after white space, comments, processing instructions and a `DOCTYPE` that is not that of HTML.
fn after_prolog(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else {
            None
        };
        match end {
            Some(end) => rest = &rest[end..],
            None => return rest,
        }
    }
}

fn has_password_field(page: &str) -> bool {
    page.match_indices("<input").any(|(at, _)| {
        let tag = &page[at..];
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        ["type=\"password\"", "type='password'", "type=password"].iter().any(|mark| tag.contains(mark))
    })
}

/// Whether a redirect led to an address for logging in.
fn leads_to_login(asked: &str, url: &str) -> bool {
    const WORDS: [&str; 14] = [
        "login",
        "logon",
        "logga-in",
        "loggain",
        "signin",
        "sign-in",
        "sign_in",
        "saml",
        "/sso",
        "adfs",
        "oauth2",
        "openid",
        "/idp",
        "auth/realms",
    ];
    let (asked, url) = (asked.to_ascii_lowercase(), url.to_ascii_lowercase());
    WORDS.iter().any(|word| url.contains(word) && !asked.contains(word))
}

/// The text of the first element `open`, without tags.
fn between(text: &str, lower: &str, open: &str, close: &str) -> Option<String> {
    let start = lower.find(open)?;
    let start = start + lower[start..].find('>')? + 1;
    let end = lower[start..].find(close).map_or(lower.len(), |at| start + at);
    let plain = without_tags(text.get(start..end)?);
    (!plain.is_empty()).then_some(plain)
}

fn without_tags(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for c in text.chars().take(4000) {
        match c {
            '<' => {
                inside = true;
                plain.push(' ');
            }
            '>' if inside => inside = false,
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    clip(&plain.split_whitespace().collect::<Vec<_>>().join(" "), 200)
}

fn xml_error(root: &str) -> Option<NotRdf> {
    const ERRORS: [&str; 10] = [
        "error",
        "errors",
        "fault",
        "exception",
        "exceptions",
        "exceptionreport",
        "serviceexceptionreport",
        "problem",
        "errorresponse",
        "apierror",
    ];
    let name = root.strip_prefix('<')?.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
    let local = name.rsplit(':').next()?.to_ascii_lowercase();
    if root.contains(RDF_NAMESPACE) {
        return None;
    }
    let is_error = ERRORS.contains(&local.as_str())
        || (local == "envelope" && has_element(root, "fault"))
        || (local == "oai-pmh" && has_element(root, "error"));
    is_error.then(|| NotRdf::XmlError(clip(name, 60), without_tags(root)))
}

/// Whether there is an element with this local name.
fn has_element(text: &str, wanted: &str) -> bool {
    text.split('<').skip(1).any(|tag| {
        let name = tag.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
        name.rsplit(':').next().is_some_and(|local| local.eq_ignore_ascii_case(wanted))
    })
}

fn json_error(value: &Value) -> Option<NotRdf> {
    let object = match value {
        Value::Object(object) => object,
        Value::Array(items) => match items.as_slice() {
            [Value::Object(object)] => object,
            _ => return None,
        },
        _ => return None,
    };
    // JSON-LD says so with a keyword.
    if object.keys().any(|key| key.starts_with('@')) {
        return None;
    }
    let set = |key: &str| object.get(key).filter(|value| !matches!(value, Value::Null | Value::Bool(false)));
    let failed = ["error", "errors", "fault", "exception", "errorMessage", "error_description", "errorCode"];
    let failed = failed.iter().find_map(|key| set(key));
    let refused = ["success", "ok"].iter().any(|key| object.get(*key) == Some(&Value::Bool(false)));
    let code = ["status", "statusCode", "code"].iter().find_map(|key| object.get(*key)).is_some_and(is_error_code);
    let message = ["message", "detail", "title", "error_description", "errorMessage", "msg"]
        .iter()
        .find_map(|key| object.get(*key)?.as_str());
    let only_message = object.len() <= 2 && object.contains_key("message") && message.is_some();
    let is_error = failed.is_some() || refused || only_message || (code && message.is_some());
    if !is_error {
        return None;
    }
    let said = message.map(str::to_owned).or_else(|| failed.map(first_text)).unwrap_or_default();
    Some(NotRdf::JsonError(clip(&said.split_whitespace().collect::<Vec<_>>().join(" "), 200)))
}

fn is_error_code(value: &Value) -> bool {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    number.map_or_else(|| value.as_str() == Some("error"), |number| (400..600).contains(&number))
}

/// The first text within a value.
fn first_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.first().map(first_text).unwrap_or_default(),
        Value::Object(object) => {
            let named = ["message", "detail", "title"].iter().find_map(|key| object.get(*key));
            named.or_else(|| object.values().next()).map(first_text).unwrap_or_default()
        }
        _ => String::new(),
    }
}

impl NotRdf {
    /// Stable name, for findings.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Html(_) => "fetch-html",
            Self::Login(_) => "fetch-login-page",
            Self::JsonError(_) => "fetch-json-error",
            Self::XmlError(..) => "fetch-xml-error",
        }
    }

    /// What came, in Swedish and English.
    pub fn what(&self) -> LangText {
        let quoted = |text: &str| if text.is_empty() { String::new() } else { format!(" (`{text}`)") };
        let (sv, en, said) = match self {
            Self::Html(title) => ("detta är en HTML-sida, inte RDF", "this is an HTML page, not RDF", quoted(title)),
            Self::Login(title) => {
                ("detta är en inloggningssida, inte RDF", "this is a login page, not RDF", quoted(title))
            }
            Self::JsonError(text) => (
                "detta är ett felmeddelande i JSON, inte RDF",
                "this is an error message in JSON, not RDF",
                quoted(text),
            ),
            Self::XmlError(root, text) => (
                "detta är ett felmeddelande i XML, inte RDF",
                "this is an error message in XML, not RDF",
                quoted(&format!("<{root}> {text}")),
            ),
        };
        LangText::sv_en(&format!("{sv}{said}"), &format!("{en}{said}"))
    }

    /// What to do, in Swedish and English.
    pub fn fix(&self) -> LangText {
        match self {
            Self::Html(_) => LangText::sv_en(
                "Ange adressen till själva katalogfilen (RDF/XML, Turtle eller JSON-LD), och låt fel svara med 404 eller 500 i stället för 200.",
                "Register the address of the catalog file itself (RDF/XML, Turtle or JSON-LD), and let errors answer 404 or 500, not 200.",
            ),
            Self::Login(_) => LangText::sv_en(
                "Gör katalogen läsbar utan inloggning, eller ange `auth` för källan.",
                "Let the catalog be read without logging in, or set `auth` for the source.",
            ),
            Self::JsonError(_) | Self::XmlError(..) => LangText::sv_en(
                "Rätta felet på servern, och låt fel svara med 404 eller 500 i stället för 200.",
                "Mend the error on the server, and let errors answer 404 or 500, not 200.",
            ),
        }
    }

    /// Both as a reason for a run.
    pub fn reason(&self) -> LangText {
        let (what, fix) = (self.what(), self.fix());
        let join = |language: &str| format!("{}. {}", what.text(language), fix.text(language));
        LangText::sv_en(&join("sv"), &join("en"))
    }

    /// Both as a finding about the address that answered.
    pub fn finding(&self, url: &str) -> Finding {
        let (what, fix) = (self.what(), self.fix());
        Finding::new(self.code(), Severity::Error, what.text("sv"), what.text("en"))
            .with_value(url)
            .with_fix(fix.text("sv"), fix.text("en"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<NotRdf> {
        recognise(text.as_bytes(), "https://a.example/dcat", "https://a.example/dcat")
    }

    #[test]
    fn pages_for_people_are_named() {
        assert_eq!(
            seen(
                "\u{feff}<?xml version='1.0'?><!-- x -->\n<!DOCTYPE html><html><head><TITLE>\n Underhåll &amp; stopp</TITLE>"
            ),
            Some(NotRdf::Html("Underhåll &amp; stopp".to_owned()))
        );
        assert_eq!(seen("<html><body><h1>It <b>works</b>!</h1>"), Some(NotRdf::Html("It works !".to_owned())));
        let form = "<!doctype html><title>Logga in</title><form><input name=u><input class=x type='password'></form>";
        assert_eq!(seen(form), Some(NotRdf::Login("Logga in".to_owned())));
        let page = "<html><title>Välkommen</title>";
        let led = |url: &str| recognise(page.as_bytes(), "https://a.example/dcat", url);
        assert!(matches!(led("https://login.a.example/"), Some(NotRdf::Login(_))));
        assert!(matches!(led("https://a.example/start"), Some(NotRdf::Html(_))));
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(page.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert!(matches!(recognise(&wide, "x", "x"), Some(NotRdf::Html(title)) if title == "Välkommen"));
    }

    #[test]
    fn error_messages_are_named() {
        for (text, said) in [
            (r#"{"error": "not found"}"#, "not found"),
            (r#"{"success": false, "error": {"message": "Access denied", "__type": "x"}}"#, "Access denied"),
            (r#"{"type": "about:blank", "title": "Gone", "status": 410}"#, "Gone"),
            (r#"{"errors": [{"detail": "trasigt"}]}"#, "trasigt"),
            (r#"[{"message": "Too many requests"}]"#, "Too many requests"),
            (r#"{"code": "503", "message": "Down"}"#, "Down"),
        ] {
            assert_eq!(seen(text), Some(NotRdf::JsonError(said.to_owned())), "{text}");
        }
        for (text, root) in [
            ("<?xml version='1.0'?><error><code>5</code> <message>trasigt</message></error>", "error"),
            ("<Error><Code>AccessDenied</Code></Error>", "Error"),
            (
                "<soap:Envelope xmlns:soap='x'><soap:Body><soap:Fault><faultstring>nej</faultstring></soap:Fault>",
                "soap:Envelope",
            ),
            ("<OAI-PMH xmlns='o'><request/><error code='badVerb'>Illegal</error></OAI-PMH>", "OAI-PMH"),
            ("<ows:ExceptionReport version='1.0'><ows:Exception/></ows:ExceptionReport>", "ows:ExceptionReport"),
            (
                "<ServiceExceptionReport><ServiceException>x</ServiceException></ServiceExceptionReport>",
                "ServiceExceptionReport",
            ),
        ] {
            assert!(matches!(seen(text), Some(NotRdf::XmlError(name, _)) if name == root), "{text}");
        }
    }

    #[test]
    fn what_may_be_rdf_is_left_to_the_reader() {
        for text in [
            "",
            "<https://a.example/d> a <http://www.w3.org/ns/dcat#Dataset> .",
            "@prefix dcat: <http://www.w3.org/ns/dcat#> .",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>",
            "<?xml version=\"1.0\"?><e:Error xmlns:e=\"https://e.example/\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" rdf:about=\"https://a.example/x\"/>",
            "<OAI-PMH xmlns='o'><ListRecords><record/></ListRecords></OAI-PMH>",
            "<soap:Envelope xmlns:soap='x'><soap:Body/></soap:Envelope>",
            r#"{"@context": {"error": "https://a.example/error"}, "error": "x"}"#,
            r#"{"@graph": [], "message": "x"}"#,
            r#"{"title": "Katalog", "dataset": [], "status": 200}"#,
            r#"{"success": true, "result": []}"#,
            r#"[{"title": "a"}, {"title": "b"}]"#,
            "{ <https://a.example/1> <https://a.example/p> 1 }",
            "[] a <https://a.example/C> .",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }
}
