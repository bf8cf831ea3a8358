"""What a page knows: entities, statements, sentences and articles as plain tables, each text once."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable
from typing import Any

import networkx as nx

from kg.analysis.layout import positions
from kg.analysis.network import key_of
from kg.model import Article, Entity, Extraction, Modality, Statement
from kg.views.style import KINDS
from kg.vocab.ontology import Ontology, load_ontology

#: Data larger than this, in bytes, is packed by gzip, which every browser unpacks.
PACKED_FROM = 1_500_000


#: A letter for each modality; "planned" and "possible" begin alike.
_MODALITIES = {m: "o" if m is Modality.POSSIBLE else m.value[0] for m in Modality}


class _Table:
    """Values, each once, with their numbers."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        """The number of a value; -1 for None."""
        return -1 if value is None else self.numbers.setdefault(value, len(self.numbers))

    def values(self) -> list[Any]:
        """The values in the order of their numbers."""
        return list(self.numbers)


def page_data(extractions: Iterable[Extraction], names: dict[str, str] | None = None) -> dict[str, Any]:
    """The tables of a page about some articles with their statements.

    ``names`` gives what to call entities by IRI, where that is not what the article calls them. A statement refers to
    entities, words, sentences and topics by their numbers in the other tables.

    >>> from kg.model import Article, Evidence
    >>> s = Statement(Entity("Iran"), "thanks", Entity("Oman"), evidence=(Evidence("a", "Iran thanked Oman.", 0, 18, ((0, 4),)),))
    >>> data = page_data([Extraction(Article("a", "Iran thanked Oman."), (s,))])
    >>> [n["name"] for n in data["nodes"]], data["sentences"]
    (['Iran', 'Oman'], [[0, 0, 'Iran thanked Oman.']])
    """
    ontology = load_ontology()
    words, sentences, articles, topics = _Table(), _Table(), _Table(), _Table()
    known: dict[str, Article] = {}
    graph: Any = nx.MultiDiGraph()
    also: dict[str, set[str]] = {}
    rows: list[list[Any]] = []

    def entity(e: Entity) -> str:
        key = key_of(e)
        label = (names or {}).get(key, e.name)
        if key not in graph:
            graph.add_node(key, label=label, kind=e.type.value, country=e.country or "")
        if e.name != label:
            also.setdefault(key, set()).add(e.name)
        return key

    statements: list[Statement] = []
    for x in extractions:
        known[x.article.id] = x.article
        articles.number(x.article.id)
        for s in x.statements:
            statements.append(s)
            graph.add_edge(entity(s.subject), entity(s.object))
            if s.speaker is not None:
                entity(s.speaker)
    number = {key: i for i, key in enumerate(graph.nodes)}
    for s in statements:
        evidence = []
        for e in s.evidence:
            text = sentences.number((articles.number(e.article), e.start, e.sentence))
            evidence.append([text, *[n for a, b in e.marks for n in (a - e.start, b - e.start)]])
        rows.append(
            [
                number[key_of(s.subject)], number[key_of(s.object)], words.number(s.relation), words.number(_name(s.relation_id)),
                _MODALITIES[s.modality], int(s.negated), number[key_of(s.speaker)] if s.speaker else -1, int(s.quoted),
                s.time.value if s.time else 0, words.number(s.place.name if s.place else None), words.number(s.event), s.score,
                s.confidence, words.number(s.content), [topics.number(t) for t in s.topics], evidence, words.number(s.event_id),
            ]
        )  # fmt: skip
    return {
        "nodes": _nodes(graph, also, ontology),
        "statements": rows,
        "words": words.values(),
        "sentences": [list(x) for x in sentences.values()],
        "articles": [_article(known.get(i), i) for i in articles.values()],
        "topics": [ontology.topics[t][0] if t in ontology.topics else t.rsplit("/", 1)[-1] for t in topics.values()],
        "quads": {name: event.quad for name, event in ontology.event_types.items()},
        "kinds": {kind: colour for kind, (colour, _) in KINDS.items()},
        "states": {
            str(a.country): a.label
            for a in ontology.actors.values()
            if a.type == "State" and a.id.endswith(f"/{a.country}")
        },
    }


def _name(iri: str | None) -> str | None:
    return iri.rsplit("/", 1)[-1] if iri else None


def _nodes(graph: Any, also: dict[str, set[str]], ontology: Ontology) -> list[dict[str, Any]]:
    """The nodes as pyvis makes them for vis-network, each at its computed place, with what its card says."""
    from pyvis.node import Node

    places = positions(graph)
    degree = dict(graph.degree())
    top = max(degree.values(), default=1) or 1
    found = []
    for i, (key, d) in enumerate(graph.nodes(data=True)):
        kind = d["kind"]
        colour, shape = KINDS.get(kind, KINDS["Phrase"])
        label = d["label"]
        x, y = places[key]
        size = (9 if kind == "State" else 7) + 11 * (degree[key] / top) ** 0.5
        options = Node(
            i,
            shape,
            label if len(label) < 34 else label[:32] + "…",
            x=round(x),
            y=round(y),
            size=round(size, 1),
            color=colour,
        ).options
        actor = ontology.actors.get(key)
        aliases = sorted({*also.get(key, ()), *(actor.names if actor is not None else ())} - {label})
        found.append(
            {k: v for k, v in options.items() if k != "font" or v}
            | {"name": label, "kind": kind, "degree": degree[key]}
            | ({"iri": key} if key.startswith("http") else {})
            | ({"country": d["country"]} if d["country"] else {})
            | ({"also": aliases[:12]} if aliases else {})
            | ({"same": list(actor.same)} if actor is not None and actor.same else {})
        )
    return found


def _article(article: Article | None, article_id: str) -> dict[str, Any]:
    if article is None:
        return {"id": article_id}
    fields = {
        "id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "publisher": article.publisher,
        "url": article.url if article.url and article.url.startswith(("http://", "https://")) else None,
    }
    return {k: v for k, v in fields.items() if v}


def as_script(data: Any) -> str:
    """Data as text that can stand inside a script element: JSON without "<", or packed where it is large.

    >>> as_script({"a": "</script>"})
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    if len(text) > PACKED_FROM:
        return base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
