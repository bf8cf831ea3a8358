"""What passes between the rooms: articles, entities, statements and their evidence. Frozen, no I/O."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Modality(StrEnum):
    """How a statement holds.

    >>> Modality("planned") is Modality.PLANNED
    True
    """

    ACTUAL = "actual"  #: it happened or holds
    PLANNED = "planned"  #: announced for later
    DESIRED = "desired"  #: wanted, hoped for, called for
    POSSIBLE = "possible"  #: may, could, is expected by some
    CONDITIONAL = "conditional"  #: holds if something else does


class EntityType(StrEnum):
    """What kind of thing an entity is; the names are those of the ontology's classes.

    >>> EntityType.STATE.is_actor, EntityType.PHRASE.is_actor
    (True, False)
    """

    PERSON = "Person"
    STATE = "State"
    INTERNATIONAL_ORGANIZATION = "InternationalOrganization"
    NON_GOVERNMENTAL_ORGANIZATION = "NonGovernmentalOrganization"
    GOVERNMENT_BODY = "GovernmentBody"
    COMPANY = "Company"
    POLITICAL_PARTY = "PoliticalParty"
    POLITICAL_ORGANIZATION = "PoliticalOrganization"
    ARMED_GROUP = "ArmedGroup"
    ORGANIZATION = "Organization"
    GROUP = "Group"
    PLACE = "Place"
    EVENT = "Event"
    DOCUMENT = "Document"
    PHRASE = "Phrase"

    @property
    def is_actor(self) -> bool:
        """Whether such an entity can act: people, states, organisations, groups of people."""
        return self not in (EntityType.PLACE, EntityType.EVENT, EntityType.DOCUMENT, EntityType.PHRASE)


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that a statement is about.

    ``id`` is an IRI, or None where the "entity" is no more than a phrase of the text. ``country`` is
    the ISO 3166-1 alpha-3 code of the state that the actor is, belongs to or speaks for, IGO for
    international and NGO for non-governmental organisations.

    >>> Entity("China", type=EntityType.STATE, country="CHN").name
    'China'
    """

    name: str
    id: str | None = None
    type: EntityType = EntityType.PHRASE
    country: str | None = None


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """When something is: ``value`` is the ISO 8601 prefix that is known, ``start`` and ``end`` its first and last day.

    >>> span = TimeSpan.of("2025-01")
    >>> span.start.isoformat(), span.end.isoformat(), span.precision
    ('2025-01-01', '2025-01-31', 'month')
    """

    value: str
    start: dt.date
    end: dt.date

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return {4: "year", 7: "month"}.get(len(self.value), "day")

    @classmethod
    def of(cls, value: str, end: str | None = None) -> TimeSpan:
        """Make a span of an ISO prefix (``2025``, ``2025-01`` or ``2025-01-17``), or of two for a range.

        Raises ValueError if a prefix is not a date.
        """
        start, first_end = _bounds(value)
        return cls(value, start, max(first_end, _bounds(end)[1]) if end else first_end)


def _bounds(value: str) -> tuple[dt.date, dt.date]:
    parts = [int(p) for p in value.split("-")]
    if len(parts) == 1:
        return dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
    if len(parts) == 2:
        year, month = parts
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        return dt.date(year, month, 1), following - dt.timedelta(days=1)
    day = dt.date(*parts)
    return day, day


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement was read: the sentence and its character offsets in the article's text.

    ``marks`` are the offsets, also in the article's text, of the words of the sentence that say it.

    >>> Evidence("a1", "Xi thanked Putin.", 10, 27).article
    'a1'
    """

    article: str
    sentence: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Who did what to whom, with how, when, where and on whose word.

    ``relation`` is the verb phrase in the third person, ``relation_id`` the IRI of the relation of the
    lexicon, None for an open relation. ``content`` is the action asked for, promised or talked of.
    ``speaker`` is the one whose words these are, None where the article itself says so; ``cue`` is the
    reporting word, ``quoted`` tells direct from indirect speech. ``event`` is a PLOVER event type,
    ``score`` its value on Goldstein's scale, ``confidence`` between 0 and 1. ``event_id`` is the IRI of the
    :class:`Event` that the statement tells of.

    >>> s = Statement(Entity("Xi Jinping"), "thanks", Entity("Vladimir Putin"))
    >>> s.modality.value, s.negated
    ('actual', False)
    """

    subject: Entity
    relation: str
    object: Entity
    relation_id: str | None = None
    content: str | None = None
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    speaker: Entity | None = None
    cue: str | None = None
    quoted: bool = False
    time: TimeSpan | None = None
    place: Entity | None = None
    topics: tuple[str, ...] = ()
    event: str | None = None
    score: float | None = None
    confidence: float = 0.5
    evidence: tuple[Evidence, ...] = ()
    event_id: str | None = None

    @property
    def article(self) -> str:
        """The id of the article of the first piece of evidence, or an empty string."""
        return self.evidence[0].article if self.evidence else ""

    @property
    def speaks_for_itself(self) -> bool:
        """Whether the article itself says so, or somebody who speaks for the subject: for a plain triple.

        >>> claim = Statement(Entity("China", country="CHN"), "rejects", Entity("claim"), speaker=Entity("Lin", country="JPN"))
        >>> claim.speaks_for_itself
        False
        """
        speaker = self.speaker
        if speaker is None or speaker == self.subject:
            return True
        return speaker.country is not None and speaker.country == self.subject.country

    @property
    def is_direct(self) -> bool:
        """Whether the plain triple subject, relation, object stands in the graph (DESIGN.md, "Direct edges")."""
        return not self.negated and self.modality in (Modality.ACTUAL, Modality.PLANNED) and self.speaks_for_itself


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens, with those who take part: a call, a visit, a summit, an attack.

    ``kind`` is the IRI of a kind of event of the ontology. The same event has the same ``id`` in every article:
    where kind, participants and day agree, or where it has a name of its own.

    >>> Event("x:1", "call of A and B", "x:call", (Entity("A"), Entity("B"))).time is None
    True
    """

    id: str
    name: str
    kind: str | None = None
    participants: tuple[Entity, ...] = ()
    time: TimeSpan | None = None
    place: Entity | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A text to read. ``published`` is the day of publication, ``text`` the text that offsets count in.

    >>> Article("a1", "Xi thanked Putin.").language
    'en'
    """

    id: str
    text: str
    title: str | None = None
    published: dt.date | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article with the statements read from it, the events that these tell of, and the states that it is about.

    ``countries`` are ISO 3166-1 alpha-3 codes, sorted.

    >>> Extraction(Article("a1", "…")).statements
    ()
    """

    article: Article
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    countries: tuple[str, ...] = ()
