"""Statements as RDF (plain RDF 1.1).

An article is a named graph. In it stand the article (schema.org) with its provenance (PROV-O), its entities and events
(SEM), and for each statement an ``rdf:Statement`` node with qualifiers and evidence (Web Annotation selectors); a statement
that the article makes in its own voice, or that is made by somebody who speaks for its subject, stands as a plain triple too.
:mod:`kg.store.reading` is the inverse.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

import pyoxigraph as ox

from kg.model import Article, Entity, EntityType, Event, Evidence, Extraction, Statement, TimeSpan
from kg.store import terms as t
from kg.text.fingerprint import Fingerprint
from kg.vocab.namespaces import BASE, ENTITY, NS, PLOVER, REL, STATEMENT, article_iri, slug

PHRASES = ENTITY + "phrase/"
OPEN = REL + "open/"
_TRUE, _FALSE = ox.Literal(True), ox.Literal(False)
_MODALITIES: dict[str, ox.NamedNode] = {}


def entity_node(entity: Entity) -> ox.NamedNode:
    """The node of an entity; a phrase without an IRI of its own gets one made of its words.

    >>> entity_node(Entity("regular contacts")).value
    'https://w3id.org/bilateral-kg/entity/phrase/regular-contacts-ff2da6'
    """
    if entity.id is not None:
        return ox.NamedNode(entity.id)
    mark = hashlib.sha1(f"{entity.name}|{entity.type.value}|{entity.country}".encode()).hexdigest()[:6]
    words = re.sub(r"%[0-9A-F]?$", "", slug(entity.name)[:80])  # no escape is cut in two
    return ox.NamedNode(f"{PHRASES}{words}-{mark}")


def predicate_iri(statement: Statement) -> str:
    """The property that a statement uses: the lexicon's relation, or an open one named by its verb phrase."""
    return statement.relation_id or f"{OPEN}{slug(statement.relation)}"


def statement_node(statement: Statement) -> ox.NamedNode:
    """The node of a statement, the same whenever the same is said in the same article."""
    key = "|".join(
        str(x)
        for x in (
            statement.article,
            entity_node(statement.subject).value,
            statement.relation,
            predicate_iri(statement),
            entity_node(statement.object).value,
            statement.modality.value,
            statement.negated,
            statement.speaker.name if statement.speaker else "",
            statement.time.value if statement.time else "",
            statement.time.end if statement.time else "",
            statement.content or "",
        )
    )
    return ox.NamedNode(STATEMENT + hashlib.sha1(key.encode()).hexdigest()[:16])


def evidence_node(evidence: Evidence) -> str:
    """The IRI of a piece of an article's text, with its offsets as in RFC 5147.

    >>> evidence_node(Evidence("a1", "Xi thanked Putin.", 10, 27))
    'https://w3id.org/bilateral-kg/article/a1#char=10,27'
    """
    return f"{article_iri(evidence.article)}#char={evidence.start},{evidence.end}"


def digest(article: Article, version: str) -> str:
    """What tells whether an article has to be read again: its text and metadata, and what reads it."""
    parts = (article.text, article.title, article.published, article.url, article.publisher, article.author, version)
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()


def to_quads(
    extraction: Extraction,
    version: str,
    labels: Mapping[str, str] | None = None,
    original: Extraction | None = None,
) -> list[ox.Quad]:
    """An article with its statements and events as the quads of its named graph.

    ``version`` says what read it, ``labels`` gives the ontology's labels of actors by IRI. ``original`` is the same
    extraction before entities were merged; where it differs the graph says so, so that a merge can be taken back.
    """
    writer = _Writer(extraction.article, labels or {})
    writer.article(extraction.article, version)
    writer.concerns(extraction.countries)
    before = original.statements if original is not None else extraction.statements
    for statement, was in zip(extraction.statements, before, strict=True):
        writer.statement(statement, was)
    for event in extraction.events:
        writer.event(event)
    return writer.quads


class _Writer:
    """Collects the quads of one article's graph; what several statements share is written once."""

    def __init__(self, article: Article, labels: Mapping[str, str]) -> None:
        graph = self.graph = ox.NamedNode(article_iri(article.id))
        self.labels = labels
        self.quads: list[ox.Quad] = []
        append, quad = self.quads.append, ox.Quad
        #: Adds a triple to the graph; by far the most frequent call of writing.
        self.add: Callable[..., None] = lambda s, p, o: append(quad(s, p, o, graph))
        self.nodes: dict[Entity, ox.NamedNode] = {}
        self.known: set[object] = set()
        self.texts: dict[Evidence, ox.NamedNode] = {}

    def article(self, article: Article, version: str) -> None:
        node, add = self.graph, self.add
        add(node, t.TYPE, t.ARTICLE)
        add(node, t.IDENTIFIER, ox.Literal(article.id))
        add(node, t.BODY, ox.Literal(article.text))
        add(node, t.LANGUAGE, ox.Literal(article.language))
        for predicate, value in (
            (t.HEADLINE, article.title),
            (t.URL, article.url),
            (t.PUBLISHER, article.publisher),
            (t.AUTHOR, article.author),
        ):
            if value:
                add(node, predicate, ox.Literal(value))
        if article.published:
            add(node, t.PUBLISHED, _date(article.published))
        add(node, t.EXTRACTED_BY, ox.Literal(version))
        add(node, t.DIGEST, ox.Literal(digest(article, version)))
        fingerprint = Fingerprint.of(article.text)
        if fingerprint is not None:
            add(node, t.FINGERPRINT, ox.Literal(str(fingerprint)))
        mark = hashlib.sha1(version.encode()).hexdigest()[:10]
        activity, agent = ox.NamedNode(f"{BASE}activity/{mark}"), ox.NamedNode(f"{BASE}agent/{mark}")
        add(node, t.GENERATED, activity)
        add(activity, t.TYPE, t.ACTIVITY)
        add(activity, t.ASSOCIATED, agent)
        add(agent, t.TYPE, t.AGENT)
        add(agent, t.LABEL, ox.Literal(version))

    def concerns(self, countries: Iterable[str]) -> None:
        for code in countries:
            self.add(self.graph, t.CONCERNS, ox.Literal(code))

    def entity(self, entity: Entity) -> ox.NamedNode:
        node = self.nodes.get(entity)
        if node is not None:
            return node
        node = self.nodes[entity] = entity_node(entity)
        if node in self.known:
            return node
        self.known.add(node)
        self.add(node, t.TYPE, ox.NamedNode(NS + entity.type.value))
        if entity.type is EntityType.EVENT:
            self.add(node, t.TYPE, t.EVENT)
        elif entity.type.is_actor:
            self.add(node, t.TYPE, t.ACTOR)
        label = self.labels.get(node.value)
        self.add(node, t.LABEL, ox.Literal(entity.name) if label is None else ox.Literal(label, language="en"))
        if label is not None and label != entity.name:
            self.add(node, t.NAME, ox.Literal(entity.name))
        if entity.country:
            self.add(node, t.COUNTRY, ox.Literal(entity.country))
        return node

    def statement(self, s: Statement, was: Statement) -> None:
        add, node = self.add, statement_node(s)
        if node in self.known:  # the same said twice, only its text differs
            return
        self.known.add(node)
        subject, found = self.entity(s.subject), self.entity(s.object)
        predicate = ox.NamedNode(predicate_iri(s))
        add(node, t.TYPE, t.STATEMENT)
        add(node, t.TYPE, t.RDF_STATEMENT)
        add(node, t.SUBJECT, subject)
        add(node, t.PREDICATE, predicate)
        add(node, t.OBJECT, found)
        add(node, t.RELATION, ox.Literal(s.relation))
        add(node, t.MODALITY, _modality(s.modality.value))
        add(node, t.NEGATED, _TRUE if s.negated else _FALSE)
        add(node, t.CONFIDENCE, _decimal(s.confidence))
        add(node, t.DERIVED, self.graph)
        if s.relation_id is None and predicate not in self.known:
            self.known.add(predicate)
            add(predicate, t.TYPE, t.OPEN_RELATION)
            add(predicate, t.LABEL, ox.Literal(s.relation))
        if s.content:
            add(node, t.CONTENT, ox.Literal(s.content))
        if s.speaker is not None:
            add(node, t.SPEAKER, self.entity(s.speaker))
            add(node, t.QUOTED, _TRUE if s.quoted else _FALSE)
            if s.cue:
                add(node, t.CUE, ox.Literal(s.cue))
        self.setting(node, s.time, s.place)
        if s.event:
            add(node, t.EVENT_TYPE, ox.NamedNode(PLOVER + s.event))
            if s.score is not None:
                add(node, t.SCORE, _decimal(s.score))
        for topic in s.topics:
            add(node, t.TOPIC, ox.NamedNode(topic))
        if s.event_id:
            add(node, t.TELLS_OF, ox.NamedNode(s.event_id))
        for evidence in s.evidence:
            add(node, t.EVIDENCE, self.text(evidence))
        marks = " ".join(f"{a}-{b}" for e in s.evidence for a, b in e.marks)
        if marks:
            add(node, t.MARKS, ox.Literal(marks))
        if s.is_direct:
            add(subject, predicate, found)
        if s is not was:
            self.origin(node, s, was)

    def origin(self, node: ox.NamedNode, s: Statement, was: Statement) -> None:
        """Who a statement spoke of before entities were merged."""
        for predicate, now, then in (
            (t.READ_SUBJECT, s.subject, was.subject),
            (t.READ_OBJECT, s.object, was.object),
            (t.READ_SPEAKER, s.speaker, was.speaker),
            (t.READ_PLACE, s.place, was.place),
        ):
            if now is not None and then is not None and now.id != then.id:
                self.add(node, predicate, self.entity(then))
                if now.id is not None and (then, now) not in self.known:
                    self.known.add((then, now))
                    self.add(self.entity(then), t.SAME, self.entity(now))

    def text(self, evidence: Evidence) -> ox.NamedNode:
        """The node of a sentence: a specific resource of the article, selected by position and by quotation."""
        key = Evidence(evidence.article, evidence.sentence, evidence.start, evidence.end)
        node = self.texts.get(key)
        if node is None:
            iri = evidence_node(evidence)
            node = self.texts[key] = ox.NamedNode(iri)
            selector = ox.NamedNode(f"{iri};selector")
            add = self.add
            add(node, t.TYPE, t.SPECIFIC)
            add(node, t.HAS_SOURCE, ox.NamedNode(article_iri(evidence.article)))
            add(node, t.HAS_SELECTOR, selector)
            add(selector, t.TYPE, t.POSITION)
            add(selector, t.TYPE, t.QUOTE)
            add(selector, t.START, ox.Literal(evidence.start))
            add(selector, t.STOP, ox.Literal(evidence.end))
            add(selector, t.EXACT, ox.Literal(evidence.sentence))
        return node

    def setting(self, node: ox.NamedNode, time: TimeSpan | None, place: Entity | None) -> None:
        """When and where a statement holds or an event takes place."""
        if time is not None:
            self.add(node, t.TIME, ox.Literal(time.value))
            self.add(node, t.BEGIN, _date(time.start))
            self.add(node, t.END, _date(time.end))
        if place is not None:
            self.add(node, t.HAS_PLACE, self.entity(place))

    def event(self, event: Event) -> None:
        add, node = self.add, ox.NamedNode(event.id)
        if node not in self.known:
            self.entity(Entity(event.name, event.id, EntityType.EVENT))
        add(node, t.TYPE, t.HAPPENING)
        add(node, t.EVENT_NAME, ox.Literal(event.name))
        if event.kind:
            add(node, t.EVENT_KIND, ox.NamedNode(event.kind))
        for who in event.participants:
            add(node, t.HAS_ACTOR, self.entity(who))
        self.setting(node, event.time, event.place)


def _date(day: dt.date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=t.DATE)


@functools.lru_cache(maxsize=256)
def _decimal(value: float) -> ox.Literal:
    """A number as xsd:decimal in its canonical form, as stores give it back."""
    return ox.Literal(format(Decimal(str(value)).normalize(), "f"), datatype=t.DECIMAL)


def _modality(value: str) -> ox.NamedNode:
    if value not in _MODALITIES:
        _MODALITIES[value] = ox.NamedNode(NS + value)
    return _MODALITIES[value]
