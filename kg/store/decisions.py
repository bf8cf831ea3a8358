"""What a person decided about entities: who are one, who are two. Kept as data beside the store, a JSON object a line.

``{"merge": IRI, "into": IRI}`` makes two entities one. ``{"split": IRI, "articles": [ID, …], "into": IRI}`` says that in
those articles it is somebody else. ``{"apart": IRI, "from": IRI}`` keeps two apart that would be linked by their names.
Decisions are read in their order; a later one overrules an earlier one about the same entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.happenings import with_events
from kg.model import Entity, Extraction
from kg.store.journal import append, replay
from kg.vocab.ontology import load_ontology


@dataclass(slots=True)
class Decisions:
    """Decisions by hand, with the links found by name under them.

    >>> decisions = Decisions(None)
    >>> decisions.merge("x:guo", "x:guo-jiakun")
    >>> decisions.canonical("x:guo", "a1"), decisions.canonical("x:other", "a1")
    ('x:guo-jiakun', 'x:other')
    """

    path: Path | None
    merges: dict[str, str] = field(default_factory=dict)
    splits: dict[tuple[str, str], str] = field(default_factory=dict)
    apart: set[frozenset[str]] = field(default_factory=set)
    #: Links found by name, which decisions overrule.
    links: dict[str, str] = field(default_factory=dict)
    #: The entities that others were made one with, as far as they are known.
    entities: dict[str, Entity] = field(default_factory=dict)

    @classmethod
    def beside(cls, path: Path) -> Decisions:
        """The decisions in a file, or none where there is no file; StoreError naming the line that is wrong."""
        decisions = cls(path)
        replay(path, decisions._take, "decision about entities")
        return decisions

    def _take(self, record: Mapping[str, object]) -> None:
        if "merge" in record:
            one, other = str(record["merge"]), str(record["into"])
            self.merges[one] = other
            self.apart.discard(frozenset((one, other)))
        elif "split" in record:
            articles = record["articles"]
            assert isinstance(articles, list)
            self.splits |= {(str(record["split"]), str(a)): str(record["into"]) for a in articles}
        else:
            one, other = str(record["apart"]), str(record["from"])
            self.apart.add(frozenset((one, other)))
            if self.merges.get(one) == other:
                del self.merges[one]
            if self.merges.get(other) == one:
                del self.merges[other]

    def _note(self, record: dict[str, object]) -> None:
        self._take(record)
        if self.path is not None:
            append(self.path, record)

    def merge(self, one: str, into: str) -> None:
        """From now on the first is the second. ValueError if that would go in a circle."""
        if self.canonical(into, "") == one or one == into:
            raise ValueError("the two are one already")
        self._note({"merge": one, "into": into})

    def split(self, entity: str, articles: Iterable[str], into: str) -> None:
        """In these articles the entity is somebody else."""
        self._note({"split": entity, "articles": sorted(articles), "into": into})

    def keep_apart(self, one: str, other: str) -> None:
        """The two are not one, whatever their names; takes a merge of them back."""
        self._note({"apart": one, "from": other})

    def canonical(self, iri: str, article: str) -> str:
        """Who an entity of an article is, after all that was decided."""
        iri = self.splits.get((iri, article), iri)
        seen = {iri}
        while True:
            into = self.merges.get(iri)
            if into is None:
                into = self.links.get(iri)
                if into is not None and frozenset((iri, into)) in self.apart:
                    into = None
            if into is None or into in seen:
                return iri
            seen.add(into)
            iri = self.splits.get((into, article), into)

    def concerned(self) -> set[str]:
        """The entities that a decision or a link changes."""
        return {*self.merges, *self.links, *(entity for entity, _ in self.splits)}

    def applied(self, extraction: Extraction) -> Extraction:
        """An article with the entities made one that are one; the very same object where nothing changes."""
        if not (self.merges or self.splits or self.links):
            return extraction
        cache: dict[Entity, Entity] = {}

        def of(entity: Entity) -> Entity:
            if entity.id is None:
                return entity
            if entity not in cache:
                iri = self.canonical(entity.id, extraction.article.id)
                known = self.entities.get(iri)
                cache[entity] = (
                    entity
                    if iri == entity.id
                    else replace(known, name=entity.name)
                    if known is not None
                    else replace(entity, id=iri)
                )
            return cache[entity]

        statements = [
            replace(
                s,
                subject=of(s.subject),
                object=of(s.object),
                speaker=of(s.speaker) if s.speaker else None,
                place=of(s.place) if s.place else None,
            )
            for s in extraction.statements
        ]
        if all(entity is now for entity, now in cache.items()):
            return extraction
        told, events = with_events(extraction.article, statements, load_ontology())
        return replace(extraction, statements=told, events=events)
