"""What the components of the pipeline know about one article while they read it.

A :class:`Reading` hangs on ``doc._.kg``. Each component fills the part that it declares; components
that come later only read it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from spacy.tokens import Doc, Span, Token

from kg.model import Article, Entity, EntityType, Event, Modality, Statement, TimeSpan
from kg.text.layout import Block, Kind

Doc.set_extension("kg", default=None, force=True)


class Via(StrEnum):
    """By what kind of name an entity is mentioned."""

    NAME = "name"
    DEMONYM = "demonym"
    PEOPLE = "people"
    CAPITAL = "capital"
    METONYM = "metonym"
    TERRITORY = "territory"


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start`` to ``end`` (exclusive) name ``entity``; ``place`` is what they name where they are a place."""

    start: int
    end: int
    entity: Entity
    via: Via = Via.NAME
    place: Entity | None = None


@dataclass(slots=True)
class PersonFile:
    """What the article says of a person: the full name, sex, state, and the offices it is given."""

    entity: Entity
    female: bool | None = None
    offices: list[tuple[str, str | None]] = field(default_factory=list)
    first: int = 0


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Tokens ``start`` to ``end`` (exclusive) tell a time; ``root`` is the token that ties them into the sentence."""

    start: int
    end: int
    root: int
    span: TimeSpan


@dataclass(slots=True)
class Proposition:
    """Somebody does something to somebody, as the grammar has it, before the lexicon names it.

    ``verb`` is the token that governs it, ``words`` the relation in words (third person), ``frame`` the
    lemmas that the lexicon is asked for, most specific first.
    """

    verb: Token
    subjects: tuple[Entity, ...]
    words: str
    frames: tuple[tuple[str, ...], ...]
    objects: tuple[Entity, ...]
    content: str | None = None
    modality: Modality | None = None
    negated: bool | None = None
    head: Token | None = None
    object_token: Token | None = None
    certainty: float = 0.7
    relation: str | None = None


@dataclass(slots=True)
class Reading:
    """The state of reading one article; the components' common notebook."""

    article: Article
    published: dt.date | None = None
    blocks: list[Block] = field(default_factory=list)
    skip: set[int] = field(default_factory=set)
    headlines: set[int] = field(default_factory=set)
    home: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    at: dict[int, Mention] = field(default_factory=dict)
    people: dict[str, PersonFile] = field(default_factory=dict)
    times: list[TimeExpression] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)
    sources: dict[int, Any] = field(default_factory=dict)
    refers: dict[int, tuple[Entity, ...]] = field(default_factory=dict)
    sentences: list[Span] = field(default_factory=list)
    arguments: Any = None
    propositions: list[Proposition] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: tuple[Event, ...] = ()
    countries: tuple[str, ...] = ()

    def sentence_of(self, token: Token) -> Span:
        """The sentence of a token; ``token.sent`` looks for its ends anew each time."""
        if not self.sentences:
            self.sentences = [s for s in token.doc.sents for _ in s]
        return self.sentences[token.i]

    def person_in(self, doc: Doc, offsets: tuple[int, int]) -> Entity | None:
        """The person named between two character offsets: who has the turn in a transcript."""
        span = doc.char_span(*offsets, alignment_mode="expand")
        named = [self.at[i].entity for i in range(span.start, span.end) if i in self.at] if span is not None else []
        people = [e for e in named if e.type is EntityType.PERSON]
        return people[-1] if people else None

    def block_at(self, offset: int) -> Block | None:
        """The block that a character offset lies in."""
        for block in self.blocks:
            if block.start <= offset < block.end:
                return block
        return None


def reading_of(doc: Doc) -> Reading:
    """The reading of a document; a document without one is read as an article of its own, undated.

    >>> import spacy
    >>> reading_of(spacy.blank("en")("They met.")).article.text
    'They met.'
    """
    if doc._.kg is None:
        doc._.kg = Reading(Article(id="text", text=doc.text))
    return doc._.kg


__all__ = [
    "Entity",
    "EntityType",
    "Kind",
    "Mention",
    "PersonFile",
    "Proposition",
    "Reading",
    "TimeExpression",
    "Via",
    "reading_of",
]
