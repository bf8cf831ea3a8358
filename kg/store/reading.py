"""RDF as statements: the inverse of :mod:`kg.store.rdf`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.model import Article, Entity, EntityType, Event, Evidence, Extraction, Modality, Statement, TimeSpan
from kg.store import terms as t
from kg.store.rdf import OPEN, PHRASES
from kg.vocab.namespaces import ARTICLE, NS, PLOVER

_KINDS = {NS + k.value: k for k in EntityType}


class GraphReader:
    """Reads articles, statements and events out of triples; of one article's graph, or of several articles' together.

    With ``original`` it reads entities as they were before they were merged.

    >>> from kg.store.rdf import to_quads
    >>> from kg.vocab.namespaces import ENTITY
    >>> article = Article("a1", "Xi thanked Putin.", title="Thanks", published=dt.date(2025, 1, 18))
    >>> s = Statement(Entity("Xi Jinping", ENTITY + "person/xi", EntityType.PERSON, "CHN"), "thanks", Entity("his host"),
    ...     modality=Modality.PLANNED, time=TimeSpan.of("2025-01"), evidence=(Evidence("a1", "Xi thanked Putin.", 0, 17),))
    >>> back = GraphReader(to_quads(Extraction(article, (s,)), "test")).extraction()
    >>> back.article == article, back.statements == (s,)
    (True, True)
    """

    def __init__(self, quads: Iterable[ox.Quad | ox.Triple], *, original: bool = False) -> None:
        self.original = original
        self.about: dict[Any, dict[ox.NamedNode, list[Any]]] = {}
        self._statements: list[ox.NamedNode] = []
        self._events: list[ox.NamedNode] = []
        self._articles: list[ox.NamedNode] = []
        lists = {t.STATEMENT: self._statements, t.HAPPENING: self._events, t.ARTICLE: self._articles}
        self._entities: dict[Any, Entity] = {}
        about, is_a = self.about, t.TYPE
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate, quad.object  # each access makes a new object
            about.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if predicate == is_a and value in lists:
                lists[value].append(subject)  # type: ignore[index,arg-type]

    def _one(self, node: Any, predicate: ox.NamedNode) -> Any:
        values = self.about.get(node, {}).get(predicate)
        return values[0] if values else None

    def _text(self, node: Any, predicate: ox.NamedNode) -> str | None:
        value = self._one(node, predicate)
        return None if value is None else str(value.value)

    def extraction(self) -> Extraction:
        """The only article, with its statements in the order of their evidence; ValueError if there is none."""
        if not self._articles:
            raise ValueError("a graph without an article")
        return next(self.extractions())

    def extractions(self) -> Iterator[Extraction]:
        """The articles with their statements and events, in the order of their ids."""
        of: dict[Any, list[ox.NamedNode]] = {}
        for node in self._statements:
            of.setdefault(self._one(node, t.DERIVED), []).append(node)
        for article in sorted(self._articles, key=lambda a: a.value):
            found = [self._statement(n) for n in of.get(article, [])]
            found.sort(key=_order)
            told = {s.event_id for s in found}
            events = [self._event(n) for n in self._events if n.value in told or len(self._articles) == 1]
            events.sort(key=lambda e: e.id)
            countries = sorted(x.value for x in self.about[article].get(t.CONCERNS, []))
            yield Extraction(self._article(article), tuple(found), tuple(events), tuple(countries))

    def _article(self, node: ox.NamedNode) -> Article:
        published = self._text(node, t.PUBLISHED)
        return Article(
            id=self._text(node, t.IDENTIFIER) or unquote(node.value.removeprefix(ARTICLE)),
            text=self._text(node, t.BODY) or "",
            title=self._text(node, t.HEADLINE),
            published=dt.date.fromisoformat(published) if published else None,
            url=self._text(node, t.URL),
            publisher=self._text(node, t.PUBLISHER),
            author=self._text(node, t.AUTHOR),
            language=self._text(node, t.LANGUAGE) or "en",
        )

    def version(self) -> str:
        """What read the article, or an empty string."""
        return (self._text(self._articles[0], t.EXTRACTED_BY) if self._articles else None) or ""

    def _entity(self, node: Any) -> Entity:
        if node not in self._entities:
            iri = str(node.value)
            kinds = [_KINDS[x.value] for x in self.about.get(node, {}).get(t.TYPE, ()) if x.value in _KINDS]
            self._entities[node] = Entity(
                name=self._text(node, t.NAME) or self._text(node, t.LABEL) or iri.rsplit("/", 1)[-1],
                id=None if iri.startswith(PHRASES) else iri,
                type=kinds[0] if kinds else EntityType.PHRASE,
                country=self._text(node, t.COUNTRY),
            )
        return self._entities[node]

    def _party(self, node: ox.NamedNode, role: ox.NamedNode, before: ox.NamedNode) -> Entity | None:
        found = (self._one(node, before) if self.original else None) or self._one(node, role)
        return self._entity(found) if found is not None else None

    def _statement(self, node: ox.NamedNode) -> Statement:
        subject = self._party(node, t.SUBJECT, t.READ_SUBJECT)
        found = self._party(node, t.OBJECT, t.READ_OBJECT)
        if subject is None or found is None:
            raise ValueError(f"{node.value}: a statement without subject or object")
        predicate = self._text(node, t.PREDICATE) or ""
        event = self._text(node, t.EVENT_TYPE)
        score = self._text(node, t.SCORE)
        marks = [tuple(map(int, m.split("-"))) for m in (self._text(node, t.MARKS) or "").split()]
        evidence = sorted(
            (self._evidence(e, marks) for e in self.about[node].get(t.EVIDENCE, [])), key=lambda e: (e.start, e.end)
        )
        return Statement(
            subject=subject,
            relation=self._text(node, t.RELATION) or predicate.rsplit("/", 1)[-1],
            object=found,
            relation_id=None if predicate.startswith(OPEN) else predicate or None,
            content=self._text(node, t.CONTENT),
            modality=Modality((self._text(node, t.MODALITY) or NS + "actual").removeprefix(NS)),
            negated=self._text(node, t.NEGATED) == "true",
            speaker=self._party(node, t.SPEAKER, t.READ_SPEAKER),
            cue=self._text(node, t.CUE),
            quoted=self._text(node, t.QUOTED) == "true",
            time=self._time(node),
            place=self._party(node, t.HAS_PLACE, t.READ_PLACE),
            topics=tuple(sorted(v.value for v in self.about[node].get(t.TOPIC, []))),
            event=event.removeprefix(PLOVER) if event else None,
            score=float(score) if score else None,
            confidence=float(self._text(node, t.CONFIDENCE) or 0.5),
            evidence=tuple(evidence),
            event_id=self._text(node, t.TELLS_OF),
        )

    def _time(self, node: Any) -> TimeSpan | None:
        value, start, end = (self._text(node, p) for p in (t.TIME, t.BEGIN, t.END))
        if value is None or start is None or end is None:
            return None
        return TimeSpan(value, dt.date.fromisoformat(start), dt.date.fromisoformat(end))

    def _evidence(self, node: Any, marks: list[tuple[int, ...]]) -> Evidence:
        selector = self._one(node, t.HAS_SELECTOR)
        start, end = int(self._text(selector, t.START) or 0), int(self._text(selector, t.STOP) or 0)
        return Evidence(
            article=unquote((self._text(node, t.HAS_SOURCE) or "").removeprefix(ARTICLE)),
            sentence=self._text(selector, t.EXACT) or "",
            start=start,
            end=end,
            marks=tuple((m[0], m[1]) for m in marks if start <= m[0] and m[1] <= end),
        )

    def _event(self, node: ox.NamedNode) -> Event:
        place = self._one(node, t.HAS_PLACE)
        people = (self._entity(n) for n in self.about[node].get(t.HAS_ACTOR, []))
        return Event(
            id=node.value,
            name=self._text(node, t.EVENT_NAME) or self._text(node, t.LABEL) or node.value,
            kind=self._text(node, t.EVENT_KIND),
            participants=tuple(sorted(people, key=lambda e: e.name)),
            time=self._time(node),
            place=self._entity(place) if place is not None else None,
        )


def _order(s: Statement) -> tuple[object, ...]:
    first = s.evidence[0].start if s.evidence else 0
    return (first, s.subject.name, s.relation, s.object.name, s.modality.value, s.negated, s.content or "", str(s.time))
