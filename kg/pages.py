"""From a store to a page: which statements it shows, and under what title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from kg.analysis.network import key_of
from kg.errors import StoreError
from kg.model import Entity, EntityType, Event, Extraction, Statement
from kg.store import BaseStore
from kg.store.entities import entity_of, resolve
from kg.store.selection import among, latest, naming, prominent, similar_events, telling_of
from kg.views.page import page
from kg.views.reading import article_html, event_html
from kg.vocab.ontology import load_ontology


@dataclass(frozen=True, slots=True)
class Page:
    """The HTML of a page, and its title."""

    title: str
    html: str


#: Articles that a page is made of at most; of more, those that matter to it, the latest first.
MOST_ARTICLES = 2_000
#: Actors on the page of a store that has more articles.
MOST_ACTORS = 400


def overview(store: BaseStore, *, links: bool = False) -> Page:
    """The whole graph of a store. With ``links`` the page leads to the other pages of ``kg serve``.

    Of a store with more than :data:`MOST_ARTICLES` it shows what the latest that tell of the actors named most say of these.
    """
    ids = store.article_ids()
    title = f"{len(ids)} article{'' if len(ids) == 1 else 's'}"
    if len(ids) <= MOST_ARTICLES:
        extractions = list(store.extractions(ids))
    else:
        actors = prominent(store, MOST_ACTORS)
        keys = set(actors)
        chosen = latest(store, among(store, actors), MOST_ARTICLES)
        extractions = list(_only(store.extractions(chosen), lambda s: _ends(s) <= keys))
        title += f": what {len(actors)} actors named most do to each other, in the latest {len(chosen)} that tell of it"
    return Page(title, page(extractions, title, names=_names(store, extractions), links=links))


def choose(
    store: BaseStore,
    *,
    about: str | None = None,
    between: tuple[str, str] | None = None,
    event: str | None = None,
    article: str | None = None,
) -> Page:
    """The page of an actor, of two, of an event or of an article, whichever is named; else that of the whole store."""
    if about:
        return ego(store, about)
    if between:
        return dyad(store, *between)
    if event:
        return event_page(store, event)
    if article:
        return article_page(store, article)
    return overview(store)


def ego(store: BaseStore, name: str, *, links: bool = False) -> Page:
    """What is around one actor, by name or IRI; StoreError if nobody is called so."""
    key = resolve(store, name)
    read = list(store.extractions(_relevant(store, naming(store, key))))
    near = {key}
    for x in read:
        for s in x.statements:
            if key in _ends(s):
                near |= _ends(s)

    def of(s: Statement) -> bool:
        return key in _ends(s) or (s.speaker is not None and key_of(s.speaker) == key) or _ends(s) <= near

    return _focused(store, read, [key], of, links)


def dyad(store: BaseStore, one: str, other: str, *, links: bool = False) -> Page:
    """What is between two actors, by name or IRI, and whom both deal with; StoreError if nobody is called so.

    A state stands for those who speak for it, too.
    """
    keys = [resolve(store, one), resolve(store, other)]
    states = [_state(store, key) for key in keys]
    told = [naming(store, k) | (naming(store, c) if c else set()) for k, c in zip(keys, states, strict=True)]
    ids = _relevant(store, told[0] & told[1] if len(told[0] | told[1]) > MOST_ARTICLES else told[0] | told[1])
    read = list(store.extractions(ids))
    around: list[set[str]] = [set(), set()]
    for x in read:
        for s in x.statements:
            for n, key in enumerate(keys):
                if key in _ends(s):
                    around[n] |= _ends(s)
    common = (around[0] & around[1]) | set(keys)

    def on(n: int, e: Entity) -> bool:
        return key_of(e) == keys[n] or (states[n] is not None and e.country == states[n])

    def of(s: Statement) -> bool:
        a, b = s.subject, s.object
        return (on(0, a) and on(1, b)) or (on(1, a) and on(0, b)) or _ends(s) <= common

    return _focused(store, read, keys, of, links)


def _relevant(store: BaseStore, named: Iterable[str]) -> list[str]:
    """The articles that the page of an actor is made of: all of a small store, else the latest of those that name it."""
    ids = store.article_ids()
    return ids if len(ids) <= MOST_ARTICLES else latest(store, named, MOST_ARTICLES)


def _state(store: BaseStore, iri: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of an actor that is a state."""
    known = load_ontology().actors.get(iri)
    if known is not None:
        return known.country if known.type == "State" else None
    entity = entity_of(store, iri)
    return entity.country if entity.type is EntityType.STATE else None


def _focused(
    store: BaseStore, read: list[Extraction], keys: list[str], of: Callable[[Statement], bool], links: bool
) -> Page:
    extractions = list(_only(read, of))
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


def article_page(store: BaseStore, article_id: str, *, links: bool = False) -> Page:
    """The text of an article with its statements marked; StoreError if it is not in the store."""
    extraction = store.extraction(article_id)
    title = extraction.article.title or article_id
    return Page(title, article_html(extraction, links=links))


def event_page(store: BaseStore, name: str, *, links: bool = False) -> Page:
    """An event, by IRI or by its name, with who took part, when, where, and every statement that tells of it."""
    told: list[tuple[Extraction, Event]] = []
    wanted = name.casefold()
    for x in store.extractions(telling_of(store, name)):
        told += [(x, e) for e in x.events if e.id == name or e.name.casefold() == wanted]
    if not told:
        near = similar_events(store, name)
        raise StoreError(
            f"no event in {store.location} is called {name!r}"
            + (f"; there are: {'; '.join(near)}" if near else "; kg query events lists them")
        )
    first = told[0][1]
    same = [(x, e) for x, e in told if e.id == first.id]
    return Page(first.name, event_html(first, [x for x, _ in same], links=links))
