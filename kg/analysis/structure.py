"""The network as a whole: who is central, who stands between others, which groups there are, and how that changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.analysis.network import to_network
from kg.model import EntityType, Statement

_ACTORS = {k.value for k in EntityType if k.is_actor}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor stands in a network: statements, partners, share of shortest ways through it, and constraint.

    ``betweenness`` is L. C. Freeman's (Sociometry 40, 1977, 35-41), ``constraint`` R. S. Burt's ("Structural Holes", 1992): low where
    one's partners are not each other's.
    """

    name: str
    statements: int
    partners: int
    betweenness: float
    constraint: float


def ties(graph: Any) -> Any:
    """The actors of a network with what is between them as one undirected edge, whose ``weight`` counts the statements.

    >>> g = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("b", "x")])
    >>> nx.set_node_attributes(g, {"a": "State", "b": "State", "x": "Phrase"}, "kind")
    >>> [(u, v, d["weight"]) for u, v, d in ties(g).edges(data=True)]
    [('a', 'b', 2)]
    """
    found: Any = nx.Graph()
    for node, d in graph.nodes(data=True):
        if d.get("kind") in _ACTORS:
            found.add_node(node, **d)
    for u, v in graph.edges():
        if u != v and u in found and v in found:
            weight = found.edges[u, v]["weight"] + 1 if found.has_edge(u, v) else 1
            found.add_edge(u, v, weight=weight)
    return found


def standings(graph: Any, most: int = 20) -> list[Standing]:
    """The actors that stand between most others, the first first.

    >>> g = nx.MultiDiGraph([("a", "b"), ("b", "c")])
    >>> nx.set_node_attributes(g, "State", "kind")
    >>> standings(g)[0].name
    'b'
    """
    simple = ties(graph)
    simple.remove_nodes_from(list(nx.isolates(simple)))
    between = nx.betweenness_centrality(simple)
    constraint = nx.constraint(simple)
    rows = [
        Standing(
            str(d.get("label", n)),
            int(simple.degree(n, weight="weight")),
            int(simple.degree(n)),
            round(between[n], 4),
            round(float(constraint[n]), 3),
        )
        for n, d in simple.nodes(data=True)
    ]
    return sorted(rows, key=lambda r: (-r.betweenness, -r.statements, r.name))[:most]


def communities(graph: Any) -> list[list[str]]:
    """The groups of actors that deal more with each other than with others, the largest first, by their labels.

    By greedy modularity (A. Clauset, M. E. J. Newman and C. Moore, Physical Review E 70, 2004, 066111).

    >>> g = nx.MultiDiGraph([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y")])
    >>> nx.set_node_attributes(g, "State", "kind")
    >>> communities(g)
    [['a', 'b', 'c'], ['x', 'y']]
    """
    simple = ties(graph)
    simple.remove_nodes_from(list(nx.isolates(simple)))
    if simple.number_of_edges() == 0:
        return []
    groups = nx.community.greedy_modularity_communities(simple, weight="weight")
    named = [sorted(str(simple.nodes[n].get("label", n)) for n in group) for group in groups]
    return sorted(named, key=lambda group: (-len(group), group))


def networks_by_period(statements: Iterable[Statement], by: str = "year") -> dict[str, Any]:
    """A network for each month or year in which something is told to have happened, in the order of time.

    >>> networks_by_period([])
    {}
    """
    length = {"month": 7, "year": 4}[by]
    groups: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.time is not None:
            groups[s.time.start.isoformat()[:length]].append(s)
    return {period: to_network(groups[period]) for period in sorted(groups)}


def summary(networks: dict[str, Any]) -> list[tuple[str, int, int, float, Sequence[str]]]:
    """For each period: actors, ties, density, and the three best connected.

    >>> summary({})
    []
    """
    rows: list[tuple[str, int, int, float, Sequence[str]]] = []
    for period, graph in networks.items():
        simple = ties(graph)
        top = sorted(simple.nodes, key=lambda n: (-simple.degree(n, weight="weight"), str(n)))[:3]
        names = [str(simple.nodes[n].get("label", n)) for n in top]
        rows.append((period, simple.number_of_nodes(), simple.number_of_edges(), round(nx.density(simple), 4), names))
    return rows
