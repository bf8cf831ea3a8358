"""From a store to a page: which statements it shows, and under what title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from kg.analysis.network import key_of
from kg.errors import StoreError
from kg.model import Entity, EntityType, Event, Extraction, Statement
from kg.store import BaseStore
from kg.store.entities import resolve
from kg.views.page import page
from kg.views.reading import article_html, event_html


@dataclass(frozen=True, slots=True)
class Page:
    """The HTML of a page, and its title."""

    title: str
    html: str


def overview(store: BaseStore, *, links: bool = False) -> Page:
    """The whole graph of a store. With ``links`` the page leads to the other pages of ``kg serve``."""
    extractions = list(store.extractions())
    title = f"{len(extractions)} article{'' if len(extractions) == 1 else 's'}"
    return Page(title, page(extractions, title, names=_names(store, extractions), links=links))


def ego(store: BaseStore, name: str, *, links: bool = False) -> Page:
    """What is around one actor, by name or IRI; StoreError if nobody is called so."""
    key = resolve(store, name)
    near = {key}
    for s in store.statements():
        if key in _ends(s):
            near |= _ends(s)

    def of(s: Statement) -> bool:
        return key in _ends(s) or (s.speaker is not None and key_of(s.speaker) == key) or _ends(s) <= near

    return _focused(store, [key], of, links)


def dyad(store: BaseStore, one: str, other: str, *, links: bool = False) -> Page:
    """What is between two actors, by name or IRI, and whom both deal with; StoreError if nobody is called so.

    A state stands for those who speak for it, too.
    """
    keys = [resolve(store, one), resolve(store, other)]
    around: list[set[str]] = [set(), set()]
    sides: list[set[str]] = [{keys[0]}, {keys[1]}]
    for s in store.statements():
        for e in (s.subject, s.object):
            for n, key in enumerate(keys):
                if key_of(e) == key and e.type is EntityType.STATE and e.country:
                    sides[n].add(f"country {e.country}")
        for n, key in enumerate(keys):
            if key in _ends(s):
                around[n] |= _ends(s)
    common = (around[0] & around[1]) | set(keys)

    def on(side: set[str], e: Entity) -> bool:
        return key_of(e) in side or f"country {e.country}" in side

    def of(s: Statement) -> bool:
        a, b = s.subject, s.object
        return (on(sides[0], a) and on(sides[1], b)) or (on(sides[1], a) and on(sides[0], b)) or _ends(s) <= common

    return _focused(store, keys, of, links)


def _focused(store: BaseStore, keys: list[str], of: Callable[[Statement], bool], links: bool) -> Page:
    extractions = list(_only(store.extractions(), of))
    names = _names(store, extractions)
    title = " and ".join(names.get(k) or store.names([k])[k] for k in keys)
    return Page(title, page(extractions, title, focus=keys, names=names, links=links))


def _only(extractions: Iterable[Extraction], of: Callable[[Statement], bool]) -> Iterator[Extraction]:
    for x in extractions:
        kept = tuple(s for s in x.statements if of(s))
        if kept:
            yield replace(x, statements=kept)


def _ends(s: Statement) -> set[str]:
    return {key_of(s.subject), key_of(s.object)}


def _names(store: BaseStore, extractions: Iterable[Extraction]) -> dict[str, str]:
    iris = {
        e.id
        for x in extractions
        for s in x.statements
        for e in (s.subject, s.object, s.speaker)
        if e is not None and e.id
    }
    return store.names(sorted(iris))


def article(store: BaseStore, article_id: str, *, links: bool = False) -> Page:
    """The text of an article with its statements marked; StoreError if it is not in the store."""
    extraction = store.extraction(article_id)
    title = extraction.article.title or article_id
    return Page(title, article_html(extraction, links=links))


def event(store: BaseStore, name: str, *, links: bool = False) -> Page:
    """An event, by IRI or by its name, with who took part, when, where, and every statement that tells of it."""
    told: list[tuple[Extraction, Event]] = []
    wanted = name.casefold()
    for x in store.extractions():
        told += [(x, e) for e in x.events if e.id == name or e.name.casefold() == wanted]
    if not told:
        near = sorted({e.name for x in store.extractions() for e in x.events if wanted in e.name.casefold()})[:5]
        raise StoreError(
            f"no event in {store.location} is called {name!r}"
            + (f"; there are: {'; '.join(near)}" if near else "; kg query events lists them")
        )
    first = told[0][1]
    same = [(x, e) for x, e in told if e.id == first.id]
    return Page(first.name, event_html(first, [x for x, _ in same], links=links))
