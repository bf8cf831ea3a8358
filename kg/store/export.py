"""The graph in other formats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.model import Entity
from kg.records import to_record
from kg.store.base import BaseStore
from kg.vocab.namespaces import PREFIXES

#: What ``kg export --format`` writes to standard output.
FORMATS = ("jsonl", "csv", "nquads", "trig", "turtle", "jsonld", "graphml", "gexf")
_RDF = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def export_text(store: BaseStore, format: str) -> Iterator[str]:
    """The graph as pieces of text in one of :data:`FORMATS`.

    Turtle has no named graphs and gives the union of all; the ontology is left out everywhere.
    """
    if format == "jsonl":
        for statement in store.statements():
            yield json.dumps(to_record(statement), ensure_ascii=False) + "\n"
    elif format == "csv":
        yield from _csv(store)
    elif format in ("graphml", "gexf"):
        yield from _network(store, format)
    elif format in ("nquads", "trig"):  # article by article
        for n, article_id in enumerate(store.article_ids()):
            prefixes = PREFIXES if format == "trig" and n == 0 else None
            yield _serialized(_quads(store, article_id), format, prefixes)
    else:
        quads = (q for article_id in store.article_ids() for q in _quads(store, article_id))
        if format == "turtle":
            triples = sorted({q.triple for q in quads}, key=str)
            yield _serialized(triples, format, PREFIXES)
        else:
            yield _serialized(quads, format, None)


def _quads(store: BaseStore, article_id: str) -> Iterator[ox.Quad]:
    from kg.vocab.namespaces import article_iri

    graph = ox.NamedNode(article_iri(article_id))
    for x in store.graph_quads(article_id):
        yield x if isinstance(x, ox.Quad) else ox.Quad(x.subject, x.predicate, x.object, graph)


def _serialized(items: Any, format: str, prefixes: dict[str, str] | None) -> str:
    data = (
        ox.serialize(items, format=_RDF[format], prefixes=prefixes)
        if prefixes
        else ox.serialize(items, format=_RDF[format])
    )
    return (data or b"").decode()


def _flat(record: dict[str, object]) -> dict[str, str | int | float | bool]:
    """A record with its lists as JSON and its missing values left out."""
    return {
        k: v if isinstance(v, str | int | float | bool) else json.dumps(v, ensure_ascii=False)
        for k, v in record.items()
        if v is not None
    }


def _csv(store: BaseStore) -> Iterator[str]:
    from kg.model import Statement

    fields = list(to_record(Statement(Entity("a"), "b", Entity("c"))))
    out = io.StringIO()
    writer = csv.DictWriter(out, fields)
    writer.writeheader()
    for statement in store.statements():
        writer.writerow(_flat(to_record(statement)))
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _node(entity: Entity) -> str:
    return entity.id or entity.name


def _network(store: BaseStore, format: str) -> Iterator[str]:
    import networkx as nx

    graph: Any = nx.MultiDiGraph()
    for s in store.statements():
        for entity in (s.subject, s.object):
            graph.add_node(_node(entity), label=entity.name, kind=entity.type.value, country=entity.country or "")
        graph.add_edge(_node(s.subject), _node(s.object), **_flat(to_record(s)))
    generate = nx.generate_graphml if format == "graphml" else nx.generate_gexf
    for line in generate(graph):
        yield _valid_xml(line) + "\n"


def _valid_xml(line: str) -> str:
    """Leave out the characters that XML 1.0 does not know."""
    return "".join(c for c in line if c in "\t\n\r" or (ord(c) >= 32 and ord(c) not in (0xFFFE, 0xFFFF)))


def export_neo4j(store: BaseStore, folder: Path) -> list[Path]:
    """Write the files that ``neo4j-admin database import full`` takes: nodes and relationships, with their headers.

    Nodes are entities with their kind as label, relationships statements with the relation as type. Returns the files;
    the folder is made where there is none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    nodes: dict[str, Entity] = {}
    edges = folder / "relationships.csv"
    fields = (
        "relation",
        "content",
        "modality",
        "negated",
        "speaker",
        "time",
        "place",
        "event",
        "confidence",
        "article",
        "sentence",
    )
    with edges.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([":START_ID", ":END_ID", ":TYPE", *(_typed(f) for f in fields)])
        for s in store.statements():
            for entity in (s.subject, s.object):
                nodes.setdefault(_node(entity), entity)
            record = to_record(s)
            kind = (s.relation_id or "").rsplit("/", 1)[-1] or "states"
            writer.writerow([_node(s.subject), _node(s.object), kind, *(_plain(record[f]) for f in fields)])
    people = folder / "nodes.csv"
    with people.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id:ID", "name", "country", ":LABEL"])
        for key, entity in sorted(nodes.items()):
            writer.writerow([key, entity.name, entity.country or "", entity.type.value])
    return [people, edges]


def _typed(field: str) -> str:
    return {"negated": "negated:boolean", "confidence": "confidence:double"}.get(field, field)


def _plain(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
