#!/usr/bin/env python3
"""Real clients against a running portal: SPARQLWrapper and rdflib, as developers use them.

  run.py http://127.0.0.1:8080/

Prints one line per check and ends with `N passed, N failed`; exit 1 if any failed.
"""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

from rdflib import Graph
from rdflib.namespace import DCAT, RDF
from SPARQLWrapper import CSV, JSON, JSONLD, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

BASE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080/"
PREFIX = "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/> "
COUNT = PREFIX + "SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { ?d a dcat:Dataset }"
results = []


def check(name):
    def run(function):
        try:
            function()
            results.append((name, None))
        except Exception as error:  # a failed check is a line of the report, not the end of it
            results.append((name, f"{type(error).__name__}: {error}"))
        print(("ok    " if results[-1][1] is None else "FAIL  ") + name + (f"  {results[-1][1]}" if results[-1][1] else ""))
        return function
    return run


def get(path, accept="application/json"):
    request = urllib.request.Request(path if path.startswith("http") else BASE + path, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers, answer.read()


def total():
    return json.loads(get("api/v1/datasets?per_page=1")[1])["total"]


@check("SPARQLWrapper: JSON and XML by GET and POST agree with the JSON API")
def _():
    for method in ("GET", POST):
        for form in (JSON, XML):
            sparql = SPARQLWrapper(BASE + "sparql")
            sparql.setQuery(COUNT)
            sparql.setMethod(method)
            sparql.setReturnFormat(form)
            answer = sparql.queryAndConvert()
            if form == JSON:
                number = int(answer["results"]["bindings"][0]["n"]["value"])
            else:
                number = int(answer.getElementsByTagName("literal")[0].firstChild.data)
            assert number == total(), (method, form, number, total())


@check("SPARQLWrapper: POST with the query as body")
def _():
    sparql = SPARQLWrapper(BASE + "sparql")
    sparql.setQuery(COUNT)
    sparql.setMethod(POST)
    sparql.setRequestMethod(POSTDIRECTLY)
    sparql.setReturnFormat(JSON)
    assert int(sparql.queryAndConvert()["results"]["bindings"][0]["n"]["value"]) == total()


@check("SPARQLWrapper: CSV and TSV")
def _():
    for form in (CSV, TSV):
        sparql = SPARQLWrapper(BASE + "sparql")
        sparql.setQuery(COUNT)
        sparql.setReturnFormat(form)
        text = sparql.query().convert().decode()
        assert str(total()) in text, text


@check("SPARQLWrapper: CONSTRUCT as Turtle, RDF/XML and JSON-LD")
def _():
    for form in (TURTLE, RDFXML, JSONLD):
        sparql = SPARQLWrapper(BASE + "sparql")
        sparql.setQuery(PREFIX + "CONSTRUCT { ?d dcterms:title ?t } WHERE { ?d a dcat:Dataset ; dcterms:title ?t } LIMIT 50")
        sparql.setReturnFormat(form)
        answer = sparql.queryAndConvert()
        graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
        assert len(graph) == 50, (form, len(graph))


@check("SPARQLWrapper: a wrong query is a 400 that says where")
def _():
    try:
        get("sparql?query=SELEC", "application/sparql-results+json")
    except urllib.error.HTTPError as error:
        assert error.code == 400, error.code
        assert json.loads(error.read())["detail"]
        return
    raise AssertionError("no error")


@check("SPARQL: an update is refused")
def _():
    request = urllib.request.Request(BASE + "sparql", data=b"DELETE WHERE { ?s ?p ?o }",
                                     headers={"Content-Type": "application/sparql-update"})
    try:
        urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        assert 400 <= error.code < 500, error.code
        return
    raise AssertionError("accepted")


@check("rdflib: SERVICE from another engine")
def _():
    pattern = "SERVICE <" + BASE + "sparql> { ?d a <" + str(DCAT.Dataset) + "> . }"
    rows = list(Graph().query("SELECT (COUNT(?d) AS ?n) WHERE { " + pattern + " }"))
    assert int(rows[0][0]) == total(), rows


@check("rdflib: the whole catalog in four forms holds every dataset")
def _():
    expected = total()
    for suffix, form in (("ttl", "turtle"), ("rdf", "xml"), ("nt", "nt"), ("jsonld", "json-ld")):
        graph = Graph().parse(data=get(f"catalog.{suffix}", "*/*")[1], format=form)
        found = len(set(graph.subjects(RDF.type, DCAT.Dataset)))
        assert found == expected, (suffix, found, expected)


@check("rdflib: a dataset by content negotiation in four forms is the same graph")
def _():
    item = json.loads(get("api/v1/datasets?per_page=1")[1])["items"][0]
    sizes = {}
    for accept, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"),
                         ("application/n-triples", "nt"), ("application/ld+json", "json-ld")):
        headers, body = get(f"datasets/{item['id']}", accept)
        assert headers.get_content_type() == accept, (accept, headers["Content-Type"])
        graph = Graph().parse(data=body, format=form)
        assert (None, RDF.type, DCAT.Dataset) in graph
        sizes[accept] = len(graph)
    assert len(set(sizes.values())) == 1, sizes


@check("JSON: paging by `next` visits every result once, whatever the sort")
def _():
    for sort in ("relevance", "modified"):
        seen, url = [], f"{BASE}api/v1/search?per_page=97&members=true&sort={sort}"
        first = None
        while url:
            page = json.loads(get(url)[1])
            first = page["total"] if first is None else first
            seen += [item["id"] for item in page["items"]]
            url = page["next"]
        assert len(seen) == len(set(seen)) == first, (sort, len(seen), len(set(seen)), first)


@check("JSON: facet counts are what the filter gives")
def _():
    page = json.loads(get("api/v1/search?per_page=1")[1])
    for facet, values in page["facets"].items():
        for value in values[:3]:
            query = urllib.parse.urlencode({facet: value["value"], "per_page": 1})
            found = json.loads(get(f"api/v1/search?{query}")[1])["total"]
            assert found == value["count"], (facet, value["value"], found, value["count"])


@check("HTTP: every answer names its seq; ETag gives 304; problems are problem+json")
def _():
    headers, _ = get("api/v1/datasets?per_page=1")
    assert int(headers["X-Catalog-Seq"]) > 0
    request = urllib.request.Request(BASE + "api/v1/datasets?per_page=1", headers={"If-None-Match": headers["ETag"]})
    try:
        urllib.request.urlopen(request, timeout=30)
        raise AssertionError("no 304")
    except urllib.error.HTTPError as error:
        assert error.code == 304, error.code
    for path in ("api/v1/datasets?page=zero", "api/v1/datasets?theme=NOPE", "api/v1/nothing", "api/v1/datasets?colour=red"):
        try:
            get(path)
            raise AssertionError(path)
        except urllib.error.HTTPError as error:
            assert error.headers.get_content_type() == "application/problem+json", (path, error.headers["Content-Type"])
            problem = json.loads(error.read())
            assert problem["status"] == error.code and problem["detail"], path


def results_of(item):
    """Number of results where a suggestion leads, asked of the API."""
    quote = urllib.parse.quote
    if item["kind"] in ("theme", "publisher"):
        return json.loads(get(f"api/v1/search?facets=&per_page=1&{item['kind']}={quote(item['value'], safe='')}")[1])["total"]
    if item["kind"] == "title" and "value" in item:
        return int(json.loads(get(f"api/v1/datasets/{quote(item['value'], safe='')}")[1])["id"] == item["value"])
    return json.loads(get(f"api/v1/search?facets=&per_page=1&q={quote(item['text'])}")[1])["complete"]


@check("suggestions: each leads to as many results as it says, none twice, none for nonsense")
def _():
    titles = json.loads(get("api/v1/search?facets=&per_page=40&sort=title")[1])["items"]
    words = {word.lower() for item in titles for text in item["title"].values() for word in text.split()}
    words |= {"forskola", "cykelbna", "vatten gö", "luft mal", "statist", "kom", "miljö", "-vatten", '"bad'}
    known, asked = {}, 0
    for word in sorted(words)[::2]:
        for typed in {word[:2], word[:4], word[:12]}:
            for lang in ("sv", "en"):
                items = json.loads(get(f"api/v1/suggest?lang={lang}&q={urllib.parse.quote(typed)}")[1])["items"]
                texts = [(item["kind"], item["text"].lower(), item.get("value")) for item in items]
                assert len(set(texts)) == len(texts), (typed, texts)
                for item in items:
                    key = (item["kind"], item["text"], item.get("value"))
                    if key not in known:
                        known[key] = results_of(item)
                    assert item["count"] == known[key] > 0, (typed, item, known[key])
                    asked += 1
    assert asked > 100, asked
    for nonsense in ("xqzzwv", "\u0001\u001f", "\U0001f600"):
        assert not json.loads(get(f"api/v1/suggest?q={urllib.parse.quote(nonsense)}")[1])["items"], nonsense


failed = [name for name, error in results if error]
print(f"\n{len(results) - len(failed)} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
