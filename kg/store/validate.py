"""Whether a graph is as it should be: the SHACL shapes of the ontology, checked by pySHACL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kg.store.base import BaseStore
from kg.vocab.ontology import data_folder


def validate(store: BaseStore, progress: Callable[[str], None] = lambda article: None) -> list[str]:
    """The faults of a store's graph, one line each; an empty list where there are none.

    ``progress`` is told the id of each article before it is checked.
    """
    import rdflib

    shapes = rdflib.Graph().parse(str(data_folder() / "shapes.ttl"), format="turtle")
    faults: list[str] = []
    for article_id in store.article_ids():
        progress(article_id)
        faults += [f"{article_id}: {fault}" for fault in validate_graph(store.graph_quads(article_id), shapes)]
    return faults


def validate_graph(quads: Any, shapes: Any) -> list[str]:
    """The faults of the quads or triples of one article by some shapes."""
    import pyshacl
    import rdflib

    graph = rdflib.Graph()
    for x in quads:
        graph.add((_term(x.subject), _term(x.predicate), _term(x.object)))
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=False, inplace=True)
    if conforms:
        return []
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    faults = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus = report.value(result, sh.focusNode)
        message = report.value(result, sh.resultMessage)
        path = report.value(result, sh.resultPath)
        faults.append(f"{focus} {path or ''}: {message}")
    return sorted(faults)


def _term(term: Any) -> Any:
    """A term of Oxigraph as one of rdflib; strings without xsd:string, which rdflib tells from plain ones."""
    import pyoxigraph as ox
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    return rdflib.Literal(term.value, datatype=None if datatype.endswith("#string") else rdflib.URIRef(datatype))
