//! The description of the API: paths come from the handlers' annotations, schemas and shared answers from
//! `schemas.json` beside this file (a test holds both against real answers).

use super::params::{MAX_PAGE, MAX_PER_PAGE, MAX_QUERY, PER_PAGE};
use super::search::SORTS;
use crate::ServerConfig;
use search::FACETS;
use serde_json::{Map, Value, json};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{OpenApi, OpenApiBuilder, Required};

/// Schemas, shared answers and tags.
const SHARED: &str = include_str!("schemas.json");

/// The description to which routers add their paths.
pub(crate) fn description() -> OpenApi {
    OpenApiBuilder::new().build()
}

/// The finished document: what the routers gathered, with title, server, schemas and the answers that every read can
/// give. Self-contained: no reference leads out of it.
pub(crate) fn finish(gathered: &OpenApi, config: &ServerConfig, examples: &Examples) -> Value {
    let mut document: Value = serde_json::from_str(SHARED).unwrap_or_default();
    let gathered = serde_json::to_value(gathered).unwrap_or_default();
    super::quality::add_schemas(&mut document);
    super::links::add_schemas(&mut document);
    document["openapi"] = gathered["openapi"].clone();
    document["info"] = json!({
        "title": config.title,
        "version": env!("CARGO_PKG_VERSION"),
        "description": "Open-data catalog: search, datasets, organisations, sources and runs as JSON; SPARQL and linked data beside it. Every answer carries `X-Catalog-Seq`; errors are RFC 9457 problems.",
    });
    document["servers"] = json!([{ "url": config.base_url.trim_end_matches('/') }]);
    document["paths"] = gathered["paths"].clone();
    for_each_operation(&mut document, |path, method, operation| {
        add_common_answers(path, method, operation);
        add_examples(path, operation, examples);
    });
    document
}

/// Ids that exist in the catalog being served, so that whoever tries the API gets an answer and no 404.
#[derive(Debug, Clone, Default)]
pub(crate) struct Examples {
    /// A dataset's portal id.
    pub(crate) dataset: Option<String>,
    /// An organisation's portal id.
    pub(crate) organisation: Option<String>,
    /// A source id.
    pub(crate) source: Option<String>,
}

fn for_each_operation(document: &mut Value, mut visit: impl FnMut(&str, &str, &mut Map<String, Value>)) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for (path, methods) in paths {
        for (method, operation) in methods.as_object_mut().into_iter().flatten() {
            if let Some(operation) = operation.as_object_mut() {
                visit(path, method, operation);
            }
        }
    }
}

/// 304, 400 and 500 can come from every read of the JSON API, 401 and 403 from every order.
fn add_common_answers(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let is_order = method != "get" && path.starts_with("/api/") && path != "/api/v1/check";
    let needs_token = operation.contains_key("security") || is_order;
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    let mut add = |status: &str, name: &str| {
        let reference = json!({ "$ref": format!("#/components/responses/{name}") });
        responses.entry(status).or_insert(reference);
    };
    add("500", "InternalError");
    if path.starts_with("/api/") {
        add("400", "BadRequest");
        if method == "get" {
            add("304", "NotModified");
        }
    }
    if needs_token {
        add("401", "Unauthorized");
        add("403", "Forbidden");
        add("404", "NotFound");
    }
}

fn add_examples(path: &str, operation: &mut Map<String, Value>, examples: &Examples) {
    let value = match path.split('/').find(|part| ["datasets", "organisations", "sources"].contains(part)) {
        Some("datasets") => &examples.dataset,
        Some("organisations") => &examples.organisation,
        Some("sources") => &examples.source,
        _ => return,
    };
    let Some(value) = value else { return };
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        if parameter["in"] == "path" && parameter["name"] == "id" {
            parameter["examples"] = json!({ "existing": { "value": value } });
        }
    }
}

pub(super) fn parameter(place: ParameterIn, name: &str, description: &str, schema: Value) -> Parameter {
    let required = if matches!(place, ParameterIn::Path) { Required::True } else { Required::False };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(Some(description))
        .schema(serde_json::from_value::<utoipa::openapi::RefOr<utoipa::openapi::Schema>>(schema).ok())
        .build()
}

pub(super) fn in_query(name: &str, description: &str, schema: Value) -> Parameter {
    parameter(ParameterIn::Query, name, description, schema)
}

pub(super) fn paging() -> Vec<Parameter> {
    let page = json!({ "type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1 });
    let per_page = json!({ "type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": PER_PAGE });
    vec![
        in_query("page", "Page number; a page beyond the end is empty.", page),
        in_query("per_page", "Items on a page.", per_page),
    ]
}

fn sorting(words: &[&str]) -> Parameter {
    in_query("sort", "Order of the items.", json!({ "type": "string", "enum": words, "default": words[0] }))
}

/// Declares a named set of parameters.
macro_rules! parameters {
    ($(#[$doc:meta] $name:ident => $build:expr;)*) => {
        $(
            #[$doc]
            pub(crate) struct $name;
            impl IntoParams for $name {
                fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                    $build
                }
            }
        )*
    };
}

parameters! {
    /// Of both searches.
    SearchParameters => search_parameters();
    /// A facet.
    FacetName => vec![parameter(ParameterIn::Path, "name", "Name of the facet.", json!({ "type": "string", "enum": FACETS }))];
    /// Of the values of a facet.
    FacetParameters => facet_parameters();
    /// Of the explanation.
    ExplainParameters => vec![words(), number("limit", "Results to explain.", 0, 20, 3), verbatim()];
    /// Of suggestions.
    SuggestParameters => vec![words(), number("limit", "Suggestions.", 1, 50, 10), suggestion_language()];
    /// Of feeds.
    FeedParameters => feed_parameters();
    /// Of the list of related resources.
    RelatedParameters => vec![number("limit", "Items.", 1, 20, 6)];
    /// Of the list of concepts.
    ConceptParameters => concept_parameters();
    /// Of lists without search.
    ListParameters => [vec![sorting(&["modified", "title"])], paging()].concat();
    /// Of the list of organisations.
    OrganisationParameters => [vec![names(), sorting(&["name", "datasets"])], paging()].concat();
    /// Of plain lists.
    PageParameters => paging();
    /// Of the list of runs.
    RunParameters => [vec![in_query("source", "Only runs of this source.", source_id())], paging()].concat();
    /// A dataset, series or service.
    PortalId => vec![parameter(ParameterIn::Path, "id", "Portal id.", json!({ "type": "string", "maxLength": 64 }))];
    /// An organisation.
    OrganisationId => vec![parameter(ParameterIn::Path, "id", "Portal id.", json!({ "type": "string", "maxLength": 64 }))];
    /// Of the feed of changes.
    ChangeParameters => change_parameters();
    /// A rule about identities.
    RuleNumber => vec![parameter(ParameterIn::Path, "number", "Number of the rule.", json!({ "type": "integer", "minimum": 1 }))];
    /// Of a check.
    CheckParameters => check_parameters();
    /// A run.
    RunNumber => vec![parameter(ParameterIn::Path, "run", "Number of the run.", json!({ "type": "integer", "minimum": 1 }))];
    /// Of the findings of a run.
    FindingParameters => finding_parameters();
    /// A source.
    SourceIdParameter => vec![parameter(ParameterIn::Path, "id", "Source id.", source_id())];
}

fn change_parameters() -> Vec<Parameter> {
    let since =
        "Where to begin: a `cursor` of an earlier answer, a `seq`, or a time (RFC 3339). Left out = everything.";
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 });
    vec![in_query("since", since, json!({ "type": "string" })), in_query("limit", "Changes in one answer.", limit)]
}

fn check_parameters() -> Vec<Parameter> {
    let profiles: Vec<&str> = model::control::CHECK_PROFILES.iter().map(|(name, _)| *name).collect();
    let choice = |names: &[&str]| json!({ "type": "string", "enum": names, "default": names[0] });
    vec![
        in_query("url", "Address of the document; then there is no body.", json!({ "type": "string" })),
        in_query("profile", "Profile to judge by.", choice(&profiles)),
        in_query("against", "Compare it with what this source has published.", source_id()),
        in_query("format", "Form of the report; left out = `Accept`.", choice(&["json", "ttl", "html", "sarif"])),
        in_query("language", "Language of HTML and SARIF.", choice(&["sv", "en"])),
    ]
}

fn finding_parameters() -> Vec<Parameter> {
    let severity = json!({ "type": "string", "enum": ["error", "warning", "notice"] });
    let chosen = vec![
        in_query("severity", "Only findings of this severity.", severity),
        in_query("code", "Only findings of this code.", json!({ "type": "string" })),
    ];
    [chosen, paging()].concat()
}

fn source_id() -> Value {
    json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" })
}

fn words() -> Parameter {
    let schema = json!({ "type": "string", "maxLength": MAX_QUERY });
    in_query(
        "q",
        "Words, \"phrases\", -exclusions, start* and field:word (title, keyword, publisher, description, format); empty finds everything.",
        schema,
    )
}

fn names() -> Parameter {
    let text = "Words of a name, in any form, also without å, ä and ö; acronyms of public bodies. All must be in it.";
    in_query("q", text, json!({ "type": "string", "maxLength": MAX_QUERY }))
}

fn concept_parameters() -> Vec<Parameter> {
    let facets = ["theme", "hvd", "publisher_type", "frequency", "licence", "access_rights"];
    let facet = in_query("facet", "Only values of this facet.", json!({ "type": "string", "enum": facets }));
    [vec![names(), facet], paging()].concat()
}

fn feed_parameters() -> Vec<Parameter> {
    let lang = json!({ "type": "string", "enum": ["sv", "en"], "default": "sv" });
    let mut all = vec![words()];
    all.extend(filters());
    all.extend([members(), verbatim(), in_query("lang", "Language of the feed's own words.", lang)]);
    all
}

fn verbatim() -> Parameter {
    in_query(
        "verbatim",
        "Exactly these words: no correction of the spelling.",
        json!({ "type": "boolean", "default": false }),
    )
}

fn number(name: &str, description: &str, least: u64, most: u64, default: u64) -> Parameter {
    let schema = json!({ "type": "integer", "minimum": least, "maximum": most, "default": default });
    in_query(name, description, schema)
}

/// Filters of a search: facets, years, box.
fn filters() -> Vec<Parameter> {
    let repeatable = json!({ "type": "array", "items": { "type": "string" } });
    let text = "Facet: repeat it for OR; a code, an IRI or another `value` that `facets` gives. Values that nobody knows are refused.";
    let mut all: Vec<Parameter> = FACETS.iter().map(|facet| in_query(facet, text, repeatable.clone())).collect();
    let year = json!({ "type": "integer", "minimum": 1, "maximum": 9999 });
    all.push(in_query("from", "Only data about this year or later ones.", year.clone()));
    all.push(in_query("to", "Only data about this year or earlier ones.", year));
    let pattern = r"^\s*-?[0-9.]+(\s*,\s*-?[0-9.]+){3}\s*$";
    let text = "Only data with a place that meets this box: west, south, east, north in degrees (WGS 84).";
    all.push(in_query("bbox", text, json!({ "type": "string", "pattern": pattern })));
    all
}

fn facet_parameters() -> Vec<Parameter> {
    let text = json!({ "type": "string", "maxLength": MAX_QUERY });
    let mut all = vec![
        in_query("q", "Only values that have this in their name, in any case and without marks.", text.clone()),
        in_query("query", "Words of the search that the counts belong to, as `q` of `/api/v1/search`.", text),
    ];
    all.extend(filters());
    all.extend(paging());
    all.extend([members(), language(), verbatim()]);
    all
}

fn members() -> Parameter {
    let schema = json!({ "type": "boolean", "default": false });
    in_query("members", "Members of series too (`/datasets` always has them and takes only `true`).", schema)
}

fn language() -> Parameter {
    let schema = json!({ "type": "string", "enum": ["sv", "en"], "default": "sv" });
    in_query("lang", "Language for sorting by title and for ranking.", schema)
}

fn suggestion_language() -> Parameter {
    let schema = json!({ "type": "string", "enum": ["sv", "en"], "default": "sv" });
    in_query("lang", "What is in this language comes first; themes and pages are in it.", schema)
}

fn search_parameters() -> Vec<Parameter> {
    let facets = json!({ "type": "array", "items": { "type": "string", "enum": FACETS } });
    let cursor = "Where an earlier answer to the same search ended: the `cursor` in its `next`, or the whole of its `next`. Not together with `page`.";
    let mut all = vec![words()];
    all.extend(filters());
    all.push(sorting(SORTS));
    all.extend(paging());
    all.push(in_query("cursor", cursor, json!({ "type": "string" })));
    all.push(members());
    all.push(in_query("facets", "Facets to count; left out = all, empty = none.", facets));
    all.extend([language(), verbatim()]);
    all
}
