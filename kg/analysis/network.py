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
