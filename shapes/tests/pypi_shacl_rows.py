"""pypi_shacl_rows.py DATA SHAPES: validates with the engine `shacl` of PyPI and prints what pyshacl_rows.py prints."""
import os
import sys
import tempfile

import shacl
from rdflib import Graph

COMPONENTS = "http://www.w3.org/ns/shacl#"


def as_ntriples(path, folder, name):
    """The engine reads N-Triples whatever the file was."""
    out = os.path.join(folder, name)
    Graph().parse(path).serialize(out, format="nt", encoding="utf-8")
    return out


def text(term, plain=None):
    if term is None:
        return "-"
    if term.startswith("_:"):
        return "_"
    return plain if plain is not None else term.strip("<>")


with tempfile.TemporaryDirectory() as folder:
    data = as_ntriples(sys.argv[1], folder, "data.nt")
    results = shacl.validate(data, sys.argv[2]).results
    rows = set()
    for result in results() if callable(results) else results:
        value = text(result.value, result.value_plain).replace("\n", " ")
        rows.add(f"{text(result.focus_node)} | {result.path or '-'} | {result.component_iri.replace(COMPONENTS, '')} | {value}")
print("\n".join(sorted(rows)))
