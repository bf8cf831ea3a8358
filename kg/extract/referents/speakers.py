"""Who speaks where a token stands."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.referents.memory import Memory
from kg.extract.speech import Source
from kg.model import Entity, EntityType


def speakers(memory: Memory, token: Token) -> tuple[Entity, ...]:
    source: Source | None = memory.reading.sources.get(token.i)
    if source is None:
        return ()
    if source.turn is not None:
        span = memory.doc.char_span(*source.turn, alignment_mode="expand")
        people = (
            [memory.reading.at[i].entity for i in range(span.start, span.end) if i in memory.reading.at]
            if span is not None
            else []
        )
        people = [e for e in people if e.type is EntityType.PERSON]
        return (people[-1],) if people else ()
    found: list[Entity] = []
    for t in source.tokens:
        if t.i > token.i and t.i not in memory.reading.at and t.i not in memory.reading.refers:
            memory.resolve(t)
        found += memory.entities(t)
    return tuple(dict.fromkeys(found))
