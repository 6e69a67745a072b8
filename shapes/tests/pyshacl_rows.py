"""pyshacl_rows.py DATA SHAPES: validates with pySHACL and prints one line per result, sorted, each once:
focus node | path | component | value. The differential test compares them with ours."""
import logging
import sys

from pyshacl import validate
from rdflib import RDF, BNode, Graph, Namespace

logging.disable(logging.CRITICAL)
SH = Namespace("http://www.w3.org/ns/shacl#")
STEPS = {"inversePath": "^({})", "zeroOrMorePath": "({})*", "oneOrMorePath": "({})+", "zeroOrOnePath": "({})?"}


def members(graph, node):
    while node and node != RDF.nil:
        yield graph.value(node, RDF.first)
        node = graph.value(node, RDF.rest)


def path(graph, node):
    """As SPARQL writes it."""
    if not isinstance(node, BNode):
        return f"<{node}>"
    for name, form in STEPS.items():
        inner = graph.value(node, SH[name])
        if inner is not None:
            return form.format(path(graph, inner))
    choices = graph.value(node, SH.alternativePath)
    parts = [path(graph, part) for part in members(graph, choices if choices is not None else node)]
    return "(" + ("|" if choices is not None else "/").join(parts) + ")"


def text(term):
    if term is None:
        return "-"
    return "_" if isinstance(term, BNode) else str(term)


data, shapes = Graph().parse(sys.argv[1]), Graph().parse(sys.argv[2])
_, report, _ = validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
rows = set()
for result in report.subjects(RDF.type, SH.ValidationResult):
    step = report.value(result, SH.resultPath)
    component = str(report.value(result, SH.sourceConstraintComponent)).replace(str(SH), "")
    rows.add(
        " | ".join(
            [
                text(report.value(result, SH.focusNode)),
                "-" if step is None else path(report, step),
                component,
                text(report.value(result, SH.value)).replace("\n", " "),
            ]
        )
    )
print("\n".join(sorted(rows)))
