"""Statements as a networkx ``MultiDiGraph``: entities are nodes, each statement an edge of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import networkx as nx

from kg.model import Entity, Statement
from kg.records import to_record


def key_of(entity: Entity) -> str:
    """The name of an entity's node: its IRI, or its words.

    >>> key_of(Entity("regular contacts"))
    'regular contacts'
    """
    return entity.id or entity.name


def to_network(statements: Iterable[Statement], keep: Callable[[Statement], bool] | None = None) -> Any:
    """The network of some statements; ``keep`` chooses among them.

    Nodes carry ``label``, ``kind`` and ``country``, edges the fields of :func:`kg.records.to_record`.

    >>> g = to_network([Statement(Entity("Iran"), "thanks", Entity("Oman"))])
    >>> [(u, v, d["relation"]) for u, v, d in g.edges(data=True)]
    [('Iran', 'Oman', 'thanks')]
    """
    graph = nx.MultiDiGraph()
    for statement in statements:
        if keep is not None and not keep(statement):
            continue
        for entity in (statement.subject, statement.object):
            graph.add_node(key_of(entity), label=entity.name, kind=entity.type.value, country=entity.country or "")
        graph.add_edge(key_of(statement.subject), key_of(statement.object), **to_record(statement))
    return graph


def most_important(graph: Any, limit: int) -> Any:
    """The part of a network that its ``limit`` most connected nodes span; actors come before phrases.

    >>> most_important(nx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "c")]), 2).number_of_nodes()
    2
    """
    if graph.number_of_nodes() <= limit:
        return graph
    weight = dict(graph.degree())

    def rank(node: object) -> tuple[float, str]:
        kind = graph.nodes[node].get("kind", "")
        factor = 0.4 if kind in ("Phrase", "Document", "Event") else 1.0
        return (-weight[node] * factor, str(node))

    return graph.subgraph(sorted(graph.nodes, key=rank)[:limit]).copy()


def neighbourhood(graph: Any, node: str, radius: int = 1) -> Any:
    """A node with what lies within ``radius`` edges of it, either way.

    >>> sorted(neighbourhood(nx.MultiDiGraph([("a", "b"), ("b", "c")]), "a"))
    ['a', 'b']
    """
    reached = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), node, cutoff=radius)
    return graph.subgraph(reached).copy()


def find(graph: Any, name: str) -> str | None:
    """The node with a label, without regard to case; of several the most connected. None where there is none."""
    wanted = name.casefold()
    exact = [n for n, d in graph.nodes(data=True) if str(d.get("label", n)).casefold() == wanted or n == name]
    near = exact or [n for n, d in graph.nodes(data=True) if wanted in str(d.get("label", n)).casefold()]
    return max(near, key=lambda n: graph.degree(n)) if near else None


def positions(graph: Any, scale: float = 900.0) -> dict[str, tuple[float, float]]:
    """Where to draw the nodes, computed beforehand: a force layout from a fixed seed.

    >>> sorted(positions(nx.MultiDiGraph([("a", "b")])))
    ['a', 'b']
    """
    if graph.number_of_nodes() == 0:
        return {}
    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    for u, v in graph.edges():
        if u != v:
            weight = simple.edges[u, v]["weight"] + 0.5 if simple.has_edge(u, v) else 1.0
            simple.add_edge(u, v, weight=weight)
    n = simple.number_of_nodes()
    parts = sorted(nx.connected_components(simple), key=len, reverse=True)
    found: dict[str, tuple[float, float]] = {}
    main = simple.subgraph(parts[0])
    k = 2.6 / max(1.0, len(main) ** 0.5)
    layout = nx.spring_layout(main, k=k, iterations=120 if n < 400 else 40, seed=7)
    size = scale * max(1.0, (len(main) / 40) ** 0.5)
    for node, (x, y) in layout.items():
        found[node] = (float(x) * size, float(y) * size)
    _ring(simple, parts[1:], size * 1.25, found)
    return found


def _ring(simple: Any, parts: list[set[str]], radius: float, found: dict[str, tuple[float, float]]) -> None:
    """Put the small parts of a network around the large one."""
    import math

    for i, part in enumerate(parts):
        angle = 2 * math.pi * i / max(1, len(parts))
        cx, cy = radius * math.cos(angle) * (1 + 0.18 * (i % 2)), radius * math.sin(angle) * (1 + 0.18 * (i % 2))
        for j, node in enumerate(sorted(part)):
            inner = 2 * math.pi * j / len(part)
            spread = 90.0 if len(part) > 1 else 0.0
            found[node] = (cx + spread * math.cos(inner), cy + spread * math.sin(inner))
