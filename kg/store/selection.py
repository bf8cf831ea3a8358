"""Which articles of a store a question needs, so that not all of them have to be read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.store.base import BaseStore
from kg.store.entities import articles_with

_OF_STATE = "SELECT DISTINCT ?id { GRAPH ?g { ?e kg:country ?state . ?g schema:identifier ?id } }"
_COPIES = "SELECT DISTINCT ?id { ?a kg:copyOf ?b . ?a schema:identifier ?id }"
_DAYS = "SELECT ?id ?day { GRAPH ?g { ?g schema:identifier ?id . OPTIONAL { ?g schema:datePublished ?day } } }"
_PROMINENT = """SELECT ?e (COUNT(?s) AS ?n) {
  GRAPH ?g { { ?s rdf:subject ?e } UNION { ?s rdf:object ?e } ?e a sem:Actor }
} GROUP BY ?e ORDER BY DESC(?n) ?e LIMIT %d"""
_AMONG_ACTORS = """SELECT DISTINCT ?id ?x ?y {
  GRAPH ?g { ?s rdf:subject ?x ; rdf:object ?y . ?x a sem:Actor . ?y a sem:Actor . ?g schema:identifier ?id }
}"""
_EVENT = """SELECT DISTINCT ?id {
  GRAPH ?g { ?e a kg:Happening ; kg:eventName ?known . ?g schema:identifier ?id } FILTER(STR(?e) = ?name || LCASE(?known) = LCASE(?name)) }"""
_EVENTS = "SELECT DISTINCT ?known { ?e kg:eventName ?known . FILTER(CONTAINS(LCASE(?known), LCASE(?name))) } ORDER BY ?known LIMIT 5"


def naming(store: BaseStore, side: str) -> set[str]:
    """The ids of the articles that name a side: a state by its ISO 3166-1 alpha-3 code, or somebody by name or IRI."""
    if re.fullmatch(r"[A-Z]{3}", side):
        return {str(row[0]) for row in store.solve(_OF_STATE, {"state": [ox.Literal(side)]}).rows}
    iris = [side] if side.startswith(("http://", "https://")) else store.find(side)
    return {article_id for article_id, _ in articles_with(store, iris)}


def originals(store: BaseStore, article_ids: Iterable[str]) -> list[str]:
    """Of some articles those that are no copies of another, sorted: each story once."""
    return sorted(set(article_ids) - {str(row[0]) for row in store.solve(_COPIES, {}).rows})


def latest(store: BaseStore, article_ids: Iterable[str], most: int) -> list[str]:
    """Of some articles the latest, at most so many, sorted by their ids."""
    wanted = set(article_ids)
    if len(wanted) > most:
        days = {str(row[0]): row[1] or "" for row in store.solve(_DAYS, {}).rows}
        wanted = set(sorted(wanted, key=lambda i: (days.get(i, ""), i))[-most:])
    return sorted(wanted)


def prominent(store: BaseStore, most: int) -> list[str]:
    """The IRIs of the actors of whom most is said, at most so many, the first of them first."""
    return [str(row[0]) for row in store.solve(_PROMINENT % most, {}).rows]


def among(store: BaseStore, iris: Iterable[str]) -> set[str]:
    """The ids of the articles in which one of some actors does or says something to another of them."""
    wanted = set(iris)
    return {str(row[0]) for row in store.solve(_AMONG_ACTORS, {}).rows if row[1] in wanted and row[2] in wanted}


def telling_of(store: BaseStore, event: str) -> list[str]:
    """The ids of the articles that tell of an event, by its IRI or name."""
    return sorted(str(row[0]) for row in store.solve(_EVENT, {"name": [ox.Literal(event)]}).rows)


def similar_events(store: BaseStore, name: str) -> list[str]:
    """Up to five names of events with some words in them."""
    return [str(row[0]) for row in store.solve(_EVENTS, {"name": [ox.Literal(name)]}).rows]
