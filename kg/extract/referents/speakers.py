"""Who speaks where a token stands."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.referents.memory import Memory
from kg.extract.speech import Source
from kg.model import Entity


def speakers(memory: Memory, token: Token) -> tuple[Entity, ...]:
    """Whose words a token is part of; nobody where the article itself speaks."""
    source: Source | None = memory.reading.sources.get(token.i)
    if source is None:
        return ()
    if source.turn is not None:
        person = memory.reading.person_in(memory.doc, source.turn)
        return (person,) if person is not None else ()
    found: list[Entity] = []
    for t in source.tokens:
        if t.i > token.i and t.i not in memory.reading.at and t.i not in memory.reading.refers:
            memory.resolve(t)
        found += memory.entities(t)
    return tuple(dict.fromkeys(found))
