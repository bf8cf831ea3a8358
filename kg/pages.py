"""From a store to a page: which statements it shows, and under what title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.analysis.network import find, neighbourhood, to_network
from kg.errors import KgError
from kg.model import Statement
from kg.store import BaseStore
from kg.views.page import page


@dataclass(frozen=True, slots=True)
class Page:
    """The HTML of a page, and its title."""

    title: str
    html: str


def overview(store: BaseStore) -> Page:
    """The whole graph of a store."""
    graph, articles = _network(store)
    title = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
    return Page(title, page(graph, title, articles))


def ego(store: BaseStore, name: str) -> Page:
    """What is around one actor; KgError if nobody is called so."""
    graph, articles = _network(store)
    node = _find(graph, name)
    title = str(graph.nodes[node]["label"])
    return Page(title, page(neighbourhood(graph, node), title, articles))


def dyad(store: BaseStore, one: str, other: str) -> Page:
    """What is between two actors; KgError if nobody is called so."""
    graph, articles = _network(store)
    found = [_find(graph, one), _find(graph, other)]
    title = " and ".join(str(graph.nodes[n]["label"]) for n in found)
    plain = graph.to_undirected(as_view=True)
    common = set(plain[found[0]]) & set(plain[found[1]])
    return Page(title, page(graph.subgraph({*found, *common}).copy(), title, articles))


def _find(graph: Any, name: str) -> str:
    node = find(graph, name)
    if node is None:
        raise KgError(f"nobody in the graph is called {name!r}; kg query most-connected lists who is there")
    return node


def _network(store: BaseStore) -> tuple[Any, dict[str, dict[str, str | None]]]:
    statements: list[Statement] = []
    articles: dict[str, dict[str, str | None]] = {}
    for extraction in store.extractions():
        statements += extraction.statements
        a = extraction.article
        articles[a.id] = {
            "title": a.title,
            "published": a.published.isoformat() if a.published else None,
            "publisher": a.publisher,
        }
    return to_network(statements), articles
