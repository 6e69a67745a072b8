//! JSON-LD.

use super::{Broken, cut, whole};

const CONTEXT: &str = r#""@context": {"dcat": "http://www.w3.org/ns/dcat#", "dcterms": "http://purl.org/dc/terms/",
  "title": "dcterms:title", "description": "dcterms:description", "page": {"@id": "dcat:landingPage", "@type": "@id"}}"#;

fn dataset(n: usize, inner: &str) -> String {
    format!("{{\"@id\": \"http://a.se/{n}\", \"@type\": \"dcat:Dataset\", \"title\": \"Titel {n}\"{inner}}}")
}

fn document(items: &[String]) -> String {
    format!("{{{CONTEXT},\n \"@graph\": [\n{}\n]}}\n", items.join(",\n"))
}

fn three(inner: &str) -> String {
    document(&[dataset(1, ""), dataset(2, inner), dataset(3, "")])
}

pub(crate) fn documents() -> Vec<Broken> {
    [characters(), shapes(), contexts(), ends()].concat()
}

fn characters() -> Vec<Broken> {
    let latin: Vec<u8> =
        three(", \"description\": \"Gävle\"").chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    vec![
        whole("json: byte order mark and CRLF", format!("\u{feff}{}", three("").replace('\n', "\r\n")), 3, ""),
        whole("json: latin-1", latin, 3, "read-encoding").with("Gävle").placed(),
        whole("json: raw line ends and tabs in strings", three(", \"description\": \"a\n\tb\""), 3, "")
            .with("a\\n\\tb"),
        whole("json: half a surrogate", three(", \"description\": \"a\\ud83d b\""), 3, ""),
        whole("json: an escape that is none", three(", \"description\": \"C:\\Temp\""), 3, ""),
        whole(
            "json: comments",
            three("").replacen("[\n", "[\n// kommentar\n/* och \"en\" till */", 1),
            3,
            "read-json-comment",
        ),
    ]
}

fn shapes() -> Vec<Broken> {
    vec![
        whole("json: commas too many", three(",").replace("},\n", "},,\n"), 3, ""),
        whole("json: a comma too few", three("").replacen("},\n{", "}\n{", 1), 3, "read-json-comma"),
        cut("json: a missing value", three(", \"page\": , \"description\": \"x\""), 3, "read-syntax").with("Titel 2"),
        cut("json: a word that is none", three(", \"page\": undefined, \"description\": \"x\""), 3, "read-syntax").with("Titel 2"),
        whole("json: keys twice", three(", \"title\": \"Titel 2\", \"description\": \"a\", \"description\": \"b\""), 3, "read-json-duplicate-key").with("\"b\"").placed(),
        whole("json: the same graph key twice", format!("{{{CONTEXT}, \"@graph\": [{}], \"@graph\": [{}]}}", dataset(1, ""), dataset(2, "")), 2, "read-json-duplicate-key"),
        cut("json: an id that is a number", document(&[dataset(1, ""), "{\"@id\": 5, \"@type\": \"dcat:Dataset\", \"title\": \"x\"}".to_owned(), dataset(3, "")]), 2, "read-cut"),
        cut("json: a type that is a number", document(&[dataset(1, ""), dataset(2, "").replace("\"dcat:Dataset\"", "7"), dataset(3, "")]), 2, "read-cut"),
        cut("json: a value with two meanings", three(", \"description\": {\"@value\": \"x\", \"@id\": \"http://a.se/\"}"), 2, "read-cut"),
        whole("json: IRIs that are none", three(", \"page\": \"C:\\\\Temp\\\\min fil.csv\""), 3, "read-jsonld-iri"),
        whole("json: an id with a space", three("").replace("http://a.se/2", "http://a.se/2 b"), 3, "read-jsonld-iri"),
        whole("json: a language that is none", three(", \"description\": [{\"@value\": \"x\", \"@language\": \"sv_SE\"}, {\"@value\": \"y\", \"@language\": \"\"}, {\"@value\": \"z\", \"@language\": \"svenska språket\"}]"), 3, "").with("\"z\""),
        whole("json: a datatype that is none", three(", \"description\": {\"@value\": \"x\", \"@type\": \"min typ\"}"), 3, "").with("\"x\""),
        whole("json: deep arrays", three(&format!(", \"description\": {}\"x\"{}", "[".repeat(60), "]".repeat(60))), 3, ""),
        cut("json: 100,000 deep", three(&format!(", \"page\": {}", "{\"page\": ".repeat(100_000))), 2, "read-depth"),
    ]
}

fn contexts() -> Vec<Broken> {
    let plain = |context: &str| {
        format!("{{\"@context\": {context}, \"@graph\": [{}, {}]}}", dataset(1, ""), dataset(2, ""))
            .replace("\"title\"", "\"dcterms:title\"")
    };
    let us = r#"{"@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld", "@type": "dcat:Catalog", "@id": "http://a.se/data.json",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": [
        {"@type": "dcat:Dataset", "identifier": "http://a.se/1", "title": "Titel 1", "keyword": ["a", "b"], "modified": "2024-01-02", "accessLevel": "public",
         "publisher": {"@type": "org:Organization", "name": "Staden"}, "contactPoint": {"@type": "vcard:Contact", "fn": "Kalle", "hasEmail": "mailto:kalle@a.se"},
         "distribution": [{"@type": "dcat:Distribution", "downloadURL": "http://a.se/1.csv", "mediaType": "text/csv"}]},
        {"@type": "dcat:Dataset", "identifier": "2", "title": "Titel 2", "license": "https://creativecommons.org/publicdomain/zero/1.0/"}]}"#;
    vec![
        whole(
            "json: no context, full IRIs",
            "[{\"@id\": \"http://a.se/1\", \"@type\": [\"http://www.w3.org/ns/dcat#Dataset\"]}, {\"@id\": \"http://a.se/2\", \"@type\": [\"http://www.w3.org/ns/dcat#Dataset\"]}]",
            2,
            "",
        ),
        whole(
            "json: no context, compact IRIs",
            format!("{{\"@graph\": [{}, {}]}}", dataset(1, ""), dataset(2, ""))
                .replace("\"title\"", "\"dcterms:title\""),
            2,
            "read-jsonld-context",
        ),
        cut("json: a remote context", plain("\"https://b.se/kontext.jsonld\""), 2, "read-jsonld-context").unplaced(),
        cut(
            "json: a remote context in a list",
            plain("[\"https://b.se/kontext.jsonld\", {\"x\": \"http://x.se/\"}]"),
            2,
            "read-jsonld-context",
        )
        .unplaced(),
        whole(
            "json: the context of DCAT-AP",
            plain("\"https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld\""),
            2,
            "",
        ),
        whole("json: the context of DCAT-US", us, 2, "").with("mailto:kalle@a.se"),
        cut("json: a context that is a number", plain("3"), 2, "read-jsonld-context"),
        cut("json: a context with a cycle", plain("{\"a\": \"b:x\", \"b\": \"a:y\"}"), 2, "read-jsonld-context"),
    ]
}

fn ends() -> Vec<Broken> {
    let text = three(", \"description\": \"En lång text\"");
    let at = |part: &str| text.find(part).unwrap_or_default();
    vec![
        cut("json: ends in a string", text[..at("lång")].to_owned(), 2, "read-truncated"),
        cut("json: ends in a key", text[..at("\"description\": \"En") + 4].to_owned(), 2, "read-truncated"),
        cut("json: ends between objects", text[..at("{\"@id\": \"http://a.se/3")].to_owned(), 2, "read-truncated"),
        cut("json: ends without brackets", text[..text.rfind(']').unwrap_or_default()].to_owned(), 3, "read-truncated"),
        whole("json: text after the end", format!("{text}\n<br/>Fatal error"), 3, "read-trailing").placed(),
        whole("json: a bracket too many", format!("{text}}}"), 3, "read-trailing").placed(),
        whole("json: two documents", format!("{text}{}", document(&[dataset(4, "")])), 4, "read-several"),
        whole(
            "json: one document per line",
            format!(
                "{}\n{}\n{}\n",
                document(&[dataset(1, "")]).replace('\n', ""),
                document(&[dataset(2, "")]).replace('\n', ""),
                document(&[dataset(3, "")]).replace('\n', "")
            ),
            3,
            "read-several",
        ),
        cut("json: a document and half of another", format!("{text}{}", &text[..at("lång")]), 3, "read-truncated"),
        whole("json: a message before the start", format!("Warning: x in y.php on line 3\n{text}"), 3, "read-leading")
            .placed(),
        whole("json: a callback around it", format!("callback({text});"), 3, "read-leading"),
        cut("json: an error in JSON", "{\"error\": {\"code\": 500}}", 0, "read-not-rdf").unplaced(),
    ]
}
