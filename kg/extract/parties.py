"""The states between which an event passes, where actor or target is told by a phrase.

"Demanded that Israel ease restrictions", "withdrew its troops from Lebanon", "suspended aid for Bosnia": the
target's state stands in the phrase, in its complements or in the clause it governs. Where a whole article names one
state only, the event is a domestic one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.arguments import Arguments
from kg.extract.grammar import children, prepositions
from kg.extract.reading import Proposition, Reading
from kg.model import Entity, EntityType

_OPEN_TYPES = frozenset(
    {
        EntityType.PHRASE,
        EntityType.GROUP,
        EntityType.EVENT,
        EntityType.DOCUMENT,
        EntityType.ORGANIZATION,
        EntityType.POLITICAL_PARTY,
    }
)


class Parties:
    """Finds the states of the actor and the target of one proposition."""

    def __init__(self, reading: Reading, arguments: Arguments, p: Proposition) -> None:
        self.reading = reading
        self.arguments = arguments
        self.p = p

    def actor(self, subject: Entity) -> Entity:
        """The subject with the state it acts for, where the words around tell it."""
        if subject.country is not None or subject.type not in _OPEN_TYPES:
            return subject
        heads = self.arguments.clauses.subjects(self.p.verb)
        code = self._first(heads, None) or self._only()
        return replace(subject, country=code) if code else subject

    def target(self, found: Entity, subject: Entity) -> Entity:
        """The object with the state it concerns, where the words around tell it."""
        if found.country is not None or found.type not in _OPEN_TYPES:
            return found
        p = self.p
        own = subject.country
        code = None
        if p.object_token is not None:
            code = self._first([p.object_token], own)
        code = code or self._first(
            [
                o
                for prep, o in prepositions(p.verb)
                if prep.lower_ in ("to", "from", "against", "with", "in", "on", "for", "into", "toward")
            ],
            own,
        )
        code = code or self._first(children(p.verb, "ccomp", "xcomp"), own)
        code = code or self._first(children(p.verb, "advcl", "dative", "dobj", "prep"), own)
        code = code or self._only()
        return replace(found, country=code) if code else found

    def _first(self, heads: Iterable[Token], but: str | None) -> str | None:
        """The state of the first party named under some tokens, one other than ``but`` before it."""
        same = None
        for head in heads:
            for token in sorted(head.subtree, key=lambda t: (sum(1 for _ in t.ancestors), t.i)):
                m = self.reading.at.get(token.i)
                entities = (m.entity,) if m is not None else self.reading.refers.get(token.i, ())
                for e in entities:
                    if e.country and e.country != but:
                        return e.country
                    same = same or e.country
        return same if but is None else None

    def _only(self) -> str | None:
        """The one state that the article names, if it names no other."""
        codes = {m.entity.country for m in self.reading.mentions if m.entity.country not in (None, "IGO", "NGO", "IMG")}
        return codes.pop() if len(codes) == 1 else None
