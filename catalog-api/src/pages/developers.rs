//! For developers: examples to copy, and a form for SPARQL.

use super::frame::{Context, Frame, Section};
use super::html::{Link, Tagged};
use super::query::encode;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "developers.html")]
struct DevelopersPage {
    page: Frame,
    sections: Vec<Part>,
}

/// A heading with text, examples and links.
struct Part {
    heading: &'static str,
    text: &'static str,
    examples: Vec<Example>,
    links: Vec<Link>,
}

/// A command to copy.
struct Example {
    title: &'static str,
    command: String,
}

#[derive(Template)]
#[template(path = "sparql.html")]
struct SparqlPage {
    page: Frame,
    action: String,
    query: String,
    formats: &'static [(&'static str, &'static str)],
    examples: Vec<Link>,
}

/// Value of the `format` parameter of `/sparql`, and its name.
const FORMATS: &[(&str, &str)] =
    &[("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"), ("ttl", "Turtle"), ("nt", "N-Triples")];

const PREFIXES: &str = "PREFIX dcat: <http://www.w3.org/ns/dcat#>\n\
PREFIX dcterms: <http://purl.org/dc/terms/>\nPREFIX foaf: <http://xmlns.com/foaf/0.1/>\n";

const COUNT_PER_PUBLISHER: &str = "SELECT ?name (COUNT(DISTINCT ?dataset) AS ?datasets)\nWHERE {\n  \
?dataset a dcat:Dataset ;\n           dcterms:publisher/foaf:name ?name .\n}\nGROUP BY ?name\nORDER BY DESC(?datasets)\nLIMIT 20";

/// `GET /developers`.
pub(crate) async fn developers(context: Context) -> Response {
    context.answer(|context| Ok(developers_page(context))).await
}

/// `GET /sparql-editor`.
pub(crate) async fn sparql_editor(context: Context, Query(parameters): Query<HashMap<String, String>>) -> Response {
    context.answer(move |context| Ok(sparql_page(context, parameters.get("query").map(String::as_str)))).await
}

fn developers_page(context: &Context) -> DevelopersPage {
    let t = context.t();
    DevelopersPage {
        page: context.frame(Section::Developers, t.nav_developers),
        sections: vec![
            json(context),
            sparql(context),
            linked(context),
            dump(context),
            history(context),
            orders(context),
            health(context),
        ],
    }
}

/// Id of a dataset that there is, so that the examples work when they are copied.
fn some_id(context: &Context) -> String {
    context.reader.summaries.first().map_or_else(|| "ID".to_owned(), |summary| encode(&summary.id))
}

fn json(context: &Context) -> Part {
    let t = context.t();
    let curl = |title, path: &str| Example { title, command: format!("curl '{}'", context.absolute(path)) };
    Part {
        heading: t.dev_json_title,
        text: t.dev_json_text,
        examples: vec![
            curl(t.dev_json_search, "/api/v1/search?q=badplatser&format=csv"),
            curl(t.dev_json_one, &format!("/api/v1/datasets/{}", some_id(context))),
            curl(t.dev_json_page, "/api/v1/datasets?per_page=1000&page=1"),
            curl(t.dev_json_runs, "/api/v1/runs"),
        ],
        links: vec![Link::internal(context.plain_url("/openapi.json"), Tagged::plain(t.dev_openapi))],
    }
}

fn sparql(context: &Context) -> Part {
    let t = context.t();
    let endpoint = context.absolute("/sparql");
    let query = format!("{PREFIXES}{COUNT_PER_PUBLISHER}");
    let command = format!("curl '{endpoint}' -H 'Accept: text/csv' --data-urlencode query='\n{query}'");
    Part {
        heading: t.dev_sparql_title,
        text: t.dev_sparql_text,
        examples: vec![Example { title: t.dev_sparql_count, command }],
        links: vec![Link::internal(context.url("/sparql-editor"), Tagged::plain(t.dev_sparql_editor))],
    }
}

fn linked(context: &Context) -> Part {
    let t = context.t();
    let address = context.absolute(&format!("/datasets/{}", some_id(context)));
    Part {
        heading: t.dev_linked_title,
        text: t.dev_linked_text,
        examples: vec![Example {
            title: t.dev_linked_one,
            command: format!("curl '{address}' -H 'Accept: text/turtle'"),
        }],
        links: Vec::new(),
    }
}

fn dump(context: &Context) -> Part {
    let t = context.t();
    let file = |extension: &str, name: &str| {
        let label = super::texts::fill(t.dev_dump_as, &[name]);
        Link::internal(context.plain_url(&format!("/catalog.{extension}")), Tagged::plain(label))
    };
    Part {
        heading: t.dev_dump_title,
        text: t.dev_dump_text,
        examples: Vec::new(),
        links: vec![file("ttl", "Turtle"), file("rdf", "RDF/XML"), file("jsonld", "JSON-LD"), file("nt", "N-Triples")],
    }
}

fn history(context: &Context) -> Part {
    let t = context.t();
    let curl = |title, path: &str| Example { title, command: format!("curl '{}'", context.absolute(path)) };
    let id = some_id(context);
    Part {
        heading: t.dev_history_title,
        text: t.dev_history_text,
        examples: vec![
            curl(t.dev_history_one, &format!("/api/v1/datasets/{id}/history")),
            curl(t.dev_history_feed, "/api/v1/changes?since=2026-01-01T00:00:00Z&limit=100"),
            curl(t.dev_history_identity, &format!("/api/v1/datasets/{id}/identity")),
        ],
        links: Vec::new(),
    }
}

/// Orders with a token, and signed pings.
fn orders(context: &Context) -> Part {
    let t = context.t();
    let source = context.reader.summaries.first().map_or_else(|| "ID".to_owned(), |summary| summary.source.to_string());
    let url = |order: &str| context.absolute(&format!("/api/v1/sources/{source}/{order}"));
    let with_token = "-H \"Authorization: Bearer $TOKEN\"";
    let ping = format!(
        "TIME=$(date +%s)\nSIGNATURE=$(printf '%s.' \"$TIME\" | openssl dgst -sha256 -hmac \"$KEY\" -r | cut -d' ' -f1)\n\
         curl -X POST -H \"Skord-Timestamp: $TIME\" -H \"Skord-Signature: sha256=$SIGNATURE\" '{}'",
        url("ping")
    );
    let approve = format!(
        "curl -X POST {with_token} -H 'Content-Type: application/json' -d '{{\"reason\": \"…\"}}' '{}'",
        url("approve")
    );
    let example = |title, command| Example { title, command };
    Part {
        heading: t.dev_orders_title,
        text: t.dev_orders_text,
        examples: vec![
            example(t.dev_orders_run, format!("curl -X POST {with_token} '{}'", url("run"))),
            example(t.dev_orders_held, format!("curl '{}'", url("held"))),
            example(t.dev_orders_approve, approve),
            example(t.dev_orders_key, format!("curl {with_token} '{}'", url("ping"))),
            example(t.dev_orders_ping, ping),
        ],
        links: Vec::new(),
    }
}

fn health(context: &Context) -> Part {
    let t = context.t();
    let link = |path: &str| Link::internal(context.plain_url(path), Tagged::plain(path));
    Part {
        heading: t.dev_health_title,
        text: t.dev_health_text,
        examples: Vec::new(),
        links: vec![link("/health/live"), link("/health/ready"), link("/metrics")],
    }
}

fn sparql_page(context: &Context, query: Option<&str>) -> SparqlPage {
    let t = context.t();
    let examples = example_queries(context);
    let query = query.filter(|query| !query.trim().is_empty()).map(str::to_owned);
    let trail = vec![
        Link::internal(context.url("/"), Tagged::plain(t.home)),
        Link::internal(context.url("/developers"), Tagged::plain(t.nav_developers)),
    ];
    SparqlPage {
        page: context.frame(Section::Developers, t.nav_sparql).with_trail(trail),
        action: context.plain_url("/sparql"),
        query: query.unwrap_or_else(|| examples[0].1.clone()),
        formats: FORMATS,
        examples: examples
            .into_iter()
            .map(|(label, query)| {
                let href = context.url(&format!("/sparql-editor?query={}", encode(&query)));
                Link::internal(href, Tagged::plain(label))
            })
            .collect(),
    }
}

fn example_queries(context: &Context) -> Vec<(&'static str, String)> {
    let t = context.t();
    let with = |body: &str| format!("{PREFIXES}{body}");
    vec![
        (
            t.sparql_example_titles,
            with("SELECT ?dataset ?title\nWHERE {\n  ?dataset a dcat:Dataset ;\n           dcterms:title ?title .\n}\nLIMIT 50"),
        ),
        (t.sparql_example_publishers, with(COUNT_PER_PUBLISHER)),
        (
            t.sparql_example_formats,
            with("SELECT ?format (COUNT(*) AS ?distributions)\nWHERE {\n  ?distribution a dcat:Distribution ;\n                dcterms:format ?format .\n}\nGROUP BY ?format\nORDER BY DESC(?distributions)\nLIMIT 20"),
        ),
        (
            t.sparql_example_hvd,
            with("PREFIX dcatap: <http://data.europa.eu/r5r/>\nSELECT ?dataset ?title ?category\nWHERE {\n  ?dataset dcatap:hvdCategory ?category ;\n           dcterms:title ?title .\n}\nLIMIT 100"),
        ),
        (
            t.sparql_example_licence,
            with("SELECT ?dataset ?distribution\nWHERE {\n  ?dataset dcat:distribution ?distribution .\n  FILTER NOT EXISTS { ?distribution dcterms:license ?licence }\n}\nLIMIT 100"),
        ),
        (
            t.sparql_example_graphs,
            "SELECT ?graph (COUNT(*) AS ?triples)\nWHERE {\n  GRAPH ?graph { ?s ?p ?o }\n}\nGROUP BY ?graph\nORDER BY DESC(?triples)".to_owned(),
        ),
        (
            t.sparql_example_describe,
            with("CONSTRUCT { ?dataset ?property ?value }\nWHERE {\n  { SELECT ?dataset WHERE { ?dataset a dcat:Dataset } LIMIT 1 }\n  ?dataset ?property ?value .\n}\nLIMIT 500"),
        ),
    ]
}
