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
    graph: Any = nx.MultiDiGraph()
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


def positions(graph: Any, gap: float = 130.0) -> dict[str, tuple[float, float]]:
    """Where to draw the nodes, computed beforehand: a force layout from a fixed seed, part by part.

    States are anchors: who speaks for a state is drawn near it, tied or not. The unconnected parts are set side
    by side, the largest first.

    >>> sorted(positions(nx.MultiDiGraph([("a", "b")])))
    ['a', 'b']
    """
    simple = _ties(graph)
    boxes = []
    for part in sorted(nx.connected_components(simple), key=lambda p: (-len(p), min(p))):
        boxes.append(_box(simple.subgraph(sorted(part)), gap))
    return _shelves(boxes, gap)


def _ties(graph: Any) -> Any:
    """The simple graph that pulls nodes together: statements between them, and states with their people."""
    simple: Any = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    for u, v in graph.edges():
        if u != v:
            weight = simple.edges[u, v]["weight"] + 0.5 if simple.has_edge(u, v) else 1.0
            simple.add_edge(u, v, weight=weight)
    anchors = {d["country"]: n for n, d in graph.nodes(data=True) if d.get("kind") == "State" and d.get("country")}
    for node, d in graph.nodes(data=True):
        anchor = anchors.get(d.get("country", ""))
        if anchor is not None and anchor != node and not simple.has_edge(node, anchor):
            simple.add_edge(node, anchor, weight=0.6)
    return simple


def _box(part: Any, gap: float) -> tuple[dict[str, tuple[float, float]], float, float]:
    """The places of one part with its upper left corner at the origin, and its width and height."""
    n = part.number_of_nodes()
    size = gap * max(1.0, n**0.5)
    layout = (
        nx.spring_layout(part, k=2.2 / n**0.5, iterations=200 if n < 150 else 60, seed=7)
        if n > 1
        else {next(iter(part)): (0.0, 0.0)}
    )
    xs = [float(p[0]) for p in layout.values()]
    ys = [float(p[1]) for p in layout.values()]
    left, top = min(xs), min(ys)
    spread = max(max(xs) - left, max(ys) - top) or 1.0
    factor = size / spread if n > 1 else 0.0
    places = {node: ((float(x) - left) * factor * 1.35, (float(y) - top) * factor) for node, (x, y) in layout.items()}
    return places, (max(xs) - left) * factor * 1.35, (max(ys) - top) * factor


def _shelves(
    boxes: list[tuple[dict[str, tuple[float, float]], float, float]], gap: float
) -> dict[str, tuple[float, float]]:
    """Boxes side by side on shelves, in a frame about one and a half times as wide as high."""
    total = sum((w + gap) * (h + gap) for _, w, h in boxes)
    frame = max([(total * 1.9) ** 0.5, *(w for _, w, _ in boxes)])
    found: dict[str, tuple[float, float]] = {}
    x = y = shelf = 0.0
    for places, width, height in boxes:
        if x > 0 and x + width > frame:
            x, y, shelf = 0.0, y + shelf + gap, 0.0
        for node, (px, py) in places.items():
            found[node] = (x + px, y + py)
        x += width + gap * 1.6
        shelf = max(shelf, height)
    return found
