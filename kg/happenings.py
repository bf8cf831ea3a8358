"""Events as things: which event each statement of an article tells of, named the same in every article.

Two statements tell of one event when kind, participants and day agree; an event with a proper name is known by that
name and its year. What cannot be told apart from others of its kind (an undated "meeting") stays the article's own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.model import Article, Entity, EntityType, Event, Modality, Statement, TimeSpan
from kg.vocab.namespaces import ENTITY, slug
from kg.vocab.ontology import EventKind, Ontology

_HELD = frozenset({Modality.ACTUAL, Modality.PLANNED})
_IRI = f"{ENTITY}event/"


@dataclass(slots=True)
class _Draft:
    """An event while the statements of its article are read."""

    kind: EventKind | None
    name: str | None
    participants: dict[str, Entity] = field(default_factory=dict)
    time: TimeSpan | None = None
    place: Entity | None = None
    told: set[int] = field(default_factory=set)
    entity: str | None = None
    held: bool = False

    def takes(self, other: _Draft) -> bool:
        """Whether another draft of the article is about the same event: same kind, nobody and nothing against it."""
        if self.kind is None or self.kind is not other.kind or not (self.held and other.held):
            return False
        if any(d.entity is not None and d.name not in self.kind.nouns for d in (self, other)):
            return False
        ours, theirs = set(self.participants), set(other.participants)
        if self.name and other.name:
            if self.name != other.name:
                return False
        elif not (theirs <= ours or ours <= theirs):
            return False
        return self.time is None or other.time is None or _same_day(self.time, other.time)

    def absorb(self, other: _Draft) -> None:
        self.participants |= other.participants
        if self.time is None or (other.time is not None and len(other.time.value) > len(self.time.value)):
            self.time = other.time or self.time
        self.place = self.place or other.place
        if self.entity is None and other.entity is not None:
            self.entity, self.name = other.entity, self.name or None
        self.told |= other.told


def with_events(
    article: Article, statements: Sequence[Statement], ontology: Ontology
) -> tuple[tuple[Statement, ...], tuple[Event, ...]]:
    """The statements with the events that they tell of, and those events.

    Entities of the type Event get the event's IRI too, so that "the call" and "he phoned her" meet in one node.

    >>> from kg.vocab.ontology import load_ontology
    >>> from kg.vocab.namespaces import ACTOR, REL
    >>> xi, putin = (Entity(n, ACTOR + i, EntityType.PERSON) for n, i in (("Xi Jinping", "xi-jinping"), ("Vladimir Putin", "vladimir-putin")))
    >>> call = Statement(xi, "phones", putin, REL + "phones", time=TimeSpan.of("2025-01-21"))
    >>> back = replace(call, subject=putin, object=xi, relation="speaks by phone with")
    >>> told, events = with_events(Article("a", "…"), [call, back], load_ontology())
    >>> [e.name for e in events], told[0].event_id == told[1].event_id == events[0].id
    (['call of Vladimir Putin and Xi Jinping'], True)
    """
    drafts: list[_Draft] = []
    named: dict[str, _Draft] = {}
    for number, s in sorted(enumerate(statements), key=lambda x: _order(x[1])):  # not the order they came in
        draft = _of_relation(number, s, ontology)
        if draft is not None:
            drafts.append(draft)
        for entity in (s.subject, s.object):
            if entity.type is EntityType.EVENT and entity.id is not None:
                found = named.get(entity.id)
                if found is None:
                    found = named[entity.id] = _Draft(_kind_of(entity.name, ontology), entity.name, entity=entity.id)
                    drafts.append(found)
                _note(found, number, s, entity, ontology)
    merged = _merge(drafts)
    ids = [_identifier(article, d) for d in merged]
    of_statement = {n: i for d, i in zip(merged, ids, strict=True) for n in d.told}
    of_entity = {e: i for d, i in zip(merged, ids, strict=True) for e in _entities(d, named)}
    told = tuple(
        replace(
            s,
            subject=_renamed(s.subject, of_entity),
            object=_renamed(s.object, of_entity),
            event_id=of_statement.get(n),
        )
        for n, s in enumerate(statements)
    )
    events: dict[str, Event] = {}
    for draft, iri in zip(merged, ids, strict=True):
        people = tuple(sorted(draft.participants.values(), key=lambda e: e.name))
        kind = draft.kind.id if draft.kind else None
        events.setdefault(iri, Event(iri, _label(draft), kind, people, draft.time, draft.place))
    return told, tuple(sorted(events.values(), key=lambda e: e.id))


def _order(s: Statement) -> tuple[object, ...]:
    first = s.evidence[0].start if s.evidence else 0
    return (
        first,
        s.subject.name,
        s.relation,
        s.object.name,
        s.modality.value,
        str(s.time and s.time.value),
        s.content or "",
    )


def _entities(draft: _Draft, named: dict[str, _Draft]) -> list[str]:
    return [iri for iri, d in named.items() if d is draft or (d.entity == draft.entity and draft.entity)]


def _renamed(entity: Entity, ids: dict[str, str]) -> Entity:
    return replace(entity, id=ids[entity.id]) if entity.id in ids else entity


def _of_relation(number: int, s: Statement, ontology: Ontology) -> _Draft | None:
    kind = _kind_told(s, ontology)
    if kind is None or s.modality not in _HELD or s.negated or not s.subject.type.is_actor or s.subject.id is None:
        return None
    if kind.mutual and (s.object.id is None or not s.object.type.is_actor):
        return None
    people = [s.subject] + ([s.object] if s.object.type.is_actor and s.object.id and not kind.destination else [])
    if len(people) == 1 and s.object.type in (EntityType.PHRASE, EntityType.EVENT):
        return None
    scene = EntityType.PLACE, EntityType.STATE
    place = s.object if s.object.type in scene and (kind.destination or s.place is None) else s.place
    if place is not None and place.type is EntityType.STATE and not kind.destination:
        place = None
    what = s.object.name if s.object.type is EntityType.DOCUMENT else None
    return _Draft(kind, what, {str(e.id): e for e in people}, s.time, place, {number}, held=True)


def _kind_told(s: Statement, ontology: Ontology) -> EventKind | None:
    sentence = s.evidence[0].sentence.casefold() if s.evidence else ""
    for kind in ontology.event_kinds.values():
        if s.relation_id in kind.perhaps and any(cue in s.relation or cue in sentence for cue in kind.cues):
            return kind
    return next((k for k in ontology.event_kinds.values() if s.relation_id in k.relations), None)


def _kind_of(name: str, ontology: Ontology) -> EventKind | None:
    """The kind that the head of an event's name tells: its last word, or the one before "of", "with", "between" …"""
    head = re.split(r"\s+(?:of|with|between|in|at|on|from|to|for)\s", name, maxsplit=1)[0].casefold()
    for words in (head, " ".join(head.split()[-2:]), head.split()[-1] if head else ""):
        for kind in ontology.event_kinds.values():
            if words in kind.nouns:
                return kind
    return None


def _note(draft: _Draft, number: int, s: Statement, entity: Entity, ontology: Ontology) -> None:
    """What a statement about a named event says of it."""
    draft.told.add(number)
    other = s.object if entity is s.subject else s.subject
    held = s.modality in _HELD and not s.negated
    draft.held = draft.held or held
    if held and entity is s.object and s.relation_id in ontology.attending and other.type.is_actor and other.id:
        draft.participants[other.id] = other
        if s.time is not None and (draft.time is None or len(s.time.value) > len(draft.time.value)):
            draft.time = s.time
        draft.place = draft.place or s.place


def _merge(drafts: list[_Draft]) -> list[_Draft]:
    merged: list[_Draft] = []
    for draft in sorted(drafts, key=lambda d: (-len(d.participants), d.time is None)):
        hosts = [m for m in merged if m.takes(draft)]
        if len(hosts) == 1 or (hosts and draft.participants and hosts[0].participants == draft.participants):
            hosts[0].absorb(draft)
        else:
            merged.append(draft)
    return merged


def _same_day(a: TimeSpan, b: TimeSpan) -> bool:
    return a.start <= b.end and b.start <= a.end


def _identifier(article: Article, draft: _Draft) -> str:
    """The IRI of an event: global where kind, participants and day are known, or a proper name; else the article's own."""
    kind = slug(draft.kind.label) if draft.kind else "event"
    marks = sorted(draft.participants)
    if len(marks) == 1:
        marks += [x for x in (draft.name, draft.place.id if draft.place else None) if x][:1]
    if draft.time is not None and len(draft.time.value) >= 10 and len(marks) >= 2:
        key = "|".join(marks)
        return f"{_IRI}{kind}-{draft.time.start.isoformat()}-{_mark(key)}"
    if draft.name is not None and _is_proper(draft.name):
        if re.fullmatch(re.escape(f"{_IRI}{slug(draft.name)}-") + r"\d{4}", draft.entity or ""):
            return str(draft.entity)  # named with its year already
        year = draft.time.start.year if draft.time else article.published.year if article.published else None
        said = re.search(r"\b(1[89]|20)\d\d\b", draft.name)
        return f"{_IRI}{slug(draft.name)}" + ("" if said or year is None else f"-{year}")
    key = "|".join([article.id, draft.name or "", *sorted(draft.participants), draft.time.value if draft.time else ""])
    return f"{_IRI}{kind}-{_mark(key)}"


def _is_proper(name: str) -> bool:
    """Whether a name is more than a common noun: a capitalised word or a number behind its first word, or two of them."""
    words = name.split()
    return any(w[0].isupper() or w[0].isdigit() for w in words[1:]) or (len(words) > 1 and words[0][0].isupper())


def _mark(key: str) -> str:
    return hashlib.sha1(key.encode()).hexdigest()[:10]


def _label(draft: _Draft) -> str:
    if draft.name is not None and draft.entity is not None:
        return draft.name
    kind = draft.kind.label if draft.kind else "event"
    names = sorted(e.name for e in draft.participants.values())
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
    label = f"{kind} of {draft.name} by {listed}" if draft.name else f"{kind} of {listed}"
    if draft.place is not None and len(names) == 1 and not draft.name:
        label += f" to {draft.place.name}" if kind == "visit" else f" in {draft.place.name}"
    return label
