//! Requests of the SPARQL 1.1 protocol (§2.1). Pure: from what came to what is asked.

use crate::problem::{Problem, problem};
use http::StatusCode;
use url::form_urlencoded;

/// What a request asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing: who are you?
    Description,
    /// A query.
    Query(Query),
}

/// A query with its dataset.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) default_graphs: Vec<String>,
    pub(super) named_graphs: Vec<String>,
    /// Not of the standard: used only when `Accept` leaves the choice to us.
    pub(super) format: Option<String>,
}

/// `GET`: everything is in the URL.
pub(super) fn of_get(url_query: &str) -> Result<Asked, Problem> {
    if url_query.is_empty() {
        return Ok(Asked::Description);
    }
    of_form(url_query.as_bytes()).map(Asked::Query)
}

/// `POST`: a form, or the query itself with its dataset in the URL.
pub(super) fn of_post(url_query: &str, content_type: &str, body: &[u8]) -> Result<Asked, Problem> {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => {
            std::str::from_utf8(body).map_err(|_| not_utf8())?;
            of_form(body).map(Asked::Query)
        }
        "application/sparql-query" => {
            let text = std::str::from_utf8(body).map_err(|_| not_utf8())?.to_owned();
            let in_url = parameters(url_query.as_bytes())?;
            if !in_url.texts.is_empty() {
                return Err(Problem::bad_request("the query is given twice: in the URL and in the body"));
            }
            Ok(Asked::Query(Query { text, ..in_url.query }))
        }
        "application/sparql-update" => Err(no_updates()),
        _ => {
            let allowed = ["application/x-www-form-urlencoded", "application/sparql-query"];
            let detail = format!("`Content-Type` is `{essence}`: use {} or {}", allowed[0], allowed[1]);
            let unsupported = problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type", detail);
            Err(unsupported.with("allowed", allowed.to_vec()))
        }
    }
}

/// The parameters of a form, before it is known where the query is.
#[derive(Default)]
struct Form {
    texts: Vec<String>,
    query: Query,
}

fn of_form(form: &[u8]) -> Result<Query, Problem> {
    let Form { mut texts, query } = parameters(form)?;
    match (texts.pop(), texts.is_empty()) {
        (Some(text), true) => Ok(Query { text, ..query }),
        (Some(_), false) => Err(Problem::bad_request("the parameter `query` is given more than once: give it once")),
        (None, _) => Err(Problem::bad_request("the parameter `query` is missing")),
    }
}

/// `output`, `results` and whatever else legacy clients send is ignored.
fn parameters(form: &[u8]) -> Result<Form, Problem> {
    let mut found = Form::default();
    for (name, value) in form_urlencoded::parse(form) {
        let value = value.into_owned();
        match name.as_ref() {
            "query" => found.texts.push(value),
            "default-graph-uri" => found.query.default_graphs.push(checked_iri(value)?),
            "named-graph-uri" => found.query.named_graphs.push(checked_iri(value)?),
            "format" => found.query.format = Some(value),
            "update" | "using-graph-uri" | "using-named-graph-uri" => return Err(no_updates()),
            _ => {}
        }
    }
    Ok(found)
}

fn checked_iri(text: String) -> Result<String, Problem> {
    match oxrdf::NamedNode::new(&text) {
        Ok(_) => Ok(text),
        Err(error) => {
            let detail = format!("`{}` is no graph name: {error}", model::finding::clip(&text, 200));
            Err(Problem::bad_request(detail).with("parameter", "default-graph-uri"))
        }
    }
}

fn not_utf8() -> Problem {
    Problem::bad_request("the body is not UTF-8: SPARQL queries are always UTF-8")
}

fn no_updates() -> Problem {
    let detail = "this endpoint answers queries only: the catalog changes by harvesting";
    problem(StatusCode::FORBIDDEN, "Updates are refused", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(asked: Result<Asked, Problem>) -> Query {
        match asked.unwrap() {
            Asked::Query(query) => query,
            Asked::Description => panic!("no query"),
        }
    }

    #[test]
    fn three_ways_to_ask_are_one() {
        let expected =
            Query { text: "ASK {}".to_owned(), default_graphs: vec!["http://a.se/g".to_owned()], ..Query::default() };
        let form = "query=ASK%20%7B%7D&default-graph-uri=http%3A%2F%2Fa.se%2Fg";
        assert_eq!(query(of_get(form)), expected);
        assert_eq!(query(of_post("", "application/x-www-form-urlencoded; charset=utf-8", form.as_bytes())), expected);
        assert_eq!(query(of_post("default-graph-uri=http://a.se/g", "application/sparql-query", b"ASK {}")), expected);
        assert_eq!(of_get("").unwrap(), Asked::Description);
    }

    #[test]
    fn legacy_parameters_are_ignored() {
        let given = query(of_get("query=ASK%7B%7D&format=json&output=json&results=json"));
        assert_eq!((given.text.as_str(), given.format.as_deref()), ("ASK{}", Some("json")));
    }

    #[test]
    fn bad_requests_have_their_status() {
        let form = "application/x-www-form-urlencoded";
        let cases = [
            (of_get("x=1"), 400),
            (of_get("query=ASK{}&query=ASK{}"), 400),
            (of_get("query=ASK{}&default-graph-uri=not%20an%20iri"), 400),
            (of_get("update=CLEAR%20ALL"), 403),
            (of_post("", "text/plain", b"ASK{}"), 415),
            (of_post("", "", b"ASK{}"), 415),
            (of_post("", form, b""), 400),
            (of_post("", form, b"update=CLEAR+ALL"), 403),
            (of_post("", "application/sparql-update", b"CLEAR ALL"), 403),
            (of_post("", "application/sparql-query", b"\xff\xfe"), 400),
            (of_post("query=ASK{}", "application/sparql-query", b"ASK{}"), 400),
        ];
        for (number, (asked, status)) in cases.into_iter().enumerate() {
            assert_eq!(asked.unwrap_err().status.as_u16(), status, "case {number}");
        }
    }
}
