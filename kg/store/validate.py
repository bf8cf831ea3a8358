"""Whether a graph is as it should be: the SHACL shapes of the ontology, checked by pySHACL."""

from __future__ import annotations

from kg.store.embedded import Store
from kg.vocab.ontology import data_folder


def validate(store: Store) -> list[str]:
    """The faults of a store's graph, one line each; an empty list where there are none."""
    import pyshacl
    import rdflib

    shapes = rdflib.Graph().parse(str(data_folder() / "shapes.ttl"), format="turtle")
    faults: list[str] = []
    for article_id in store.article_ids():
        faults += [f"{article_id}: {fault}" for fault in validate_graph(graph_of(store, article_id), shapes, pyshacl)]
    return faults


def graph_of(store: Store, article_id: str):  # type: ignore[no-untyped-def]
    """An article's graph as an rdflib ``Graph``."""
    import oxrdflib
    import rdflib

    from kg.vocab.namespaces import article_iri

    return rdflib.Graph(
        store=oxrdflib.OxigraphStore(store=store.graph), identifier=rdflib.URIRef(article_iri(article_id))
    )


def validate_graph(graph, shapes, pyshacl) -> list[str]:  # type: ignore[no-untyped-def]
    """The faults of one rdflib graph by some shapes."""
    import rdflib

    plain = rdflib.Graph()
    for s, p, o in graph:
        # Oxigraph gives strings as xsd:string; rdflib tells them from plain ones
        if isinstance(o, rdflib.Literal) and o.datatype == rdflib.XSD.string:
            o = rdflib.Literal(str(o))
        plain.add((s, p, o))
    conforms, report, _ = pyshacl.validate(plain, shacl_graph=shapes, advanced=False, inplace=False)
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
