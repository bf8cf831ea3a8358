"""The graph in other formats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.records import to_record
from kg.store.embedded import Store

#: What ``kg export --format`` takes.
FORMATS = ("jsonl", "nquads", "trig", "turtle", "jsonld", "graphml", "gexf")


def export_text(store: Store, format: str) -> Iterator[str]:
    """The graph as pieces of text in one of :data:`FORMATS`.

    Turtle has no named graphs and gives the union of all; the ontology is left out everywhere.
    """
    if format == "jsonl":
        for statement in store.statements():
            yield json.dumps(to_record(statement), ensure_ascii=False) + "\n"
    elif format in ("graphml", "gexf"):
        yield from _network(store, format)
    else:
        yield _rdf(store, format)


def _rdf(store: Store, format: str) -> str:
    from kg.vocab.namespaces import ARTICLE, PREFIXES

    graphs = [g for g in store.graph.named_graphs() if isinstance(g, ox.NamedNode) and g.value.startswith(ARTICLE)]
    quads = (
        q for g in sorted(graphs, key=lambda g: g.value) for q in store.graph.quads_for_pattern(None, None, None, g)
    )
    if format == "jsonld":
        return _text(ox.serialize(quads, format=ox.RdfFormat.JSON_LD))
    if format == "nquads":
        return _text(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))
    if format == "trig":
        return _text(ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=PREFIXES))
    triples = {q.triple for q in quads}
    return _text(ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES))


def _network(store: Store, format: str) -> Iterator[str]:
    import networkx as nx

    graph: Any = nx.MultiDiGraph()
    for s in store.statements():
        record = to_record(s)
        for role in ("subject", "object"):
            node = str(record[f"{role}_id"] or record[role])
            graph.add_node(
                node,
                label=str(record[role]),
                kind=str(record[f"{role}_type"]),
                country=str(record[f"{role}_country"] or ""),
            )
        edge = {
            k: v
            for k, v in record.items()
            if isinstance(v, str | int | float | bool) and k not in ("subject", "object")
        }
        graph.add_edge(
            str(record["subject_id"] or record["subject"]), str(record["object_id"] or record["object"]), **edge
        )
    generate = nx.generate_graphml if format == "graphml" else nx.generate_gexf
    for line in generate(graph):
        yield _valid_xml(line) + "\n"


def _valid_xml(line: str) -> str:
    """Leave out the characters that XML 1.0 does not know."""
    return "".join(c for c in line if c in "\t\n\r" or (ord(c) >= 32 and ord(c) not in (0xFFFE, 0xFFFF)))


def _text(data: bytes | None) -> str:
    return (data or b"").decode()
