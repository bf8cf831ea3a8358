"""Statements as RDF, and RDF as statements: each the other's inverse.

An article is a named graph. In it stand the article (schema.org), its entities, and for each statement an
``rdf:Statement`` node with qualifiers and evidence (Web Annotation selectors); a statement that the article
makes in its own voice, or that is made by somebody who speaks for its subject, stands as a plain triple too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.model import Article, Entity, EntityType, Evidence, Extraction, Modality, Statement, TimeSpan
from kg.vocab.namespaces import ENTITY, NS, PLOVER, PREFIXES, REL, STATEMENT, article_iri, slug

_XSD = PREFIXES["xsd"]
_RDF = PREFIXES["rdf"]
_RDFS = PREFIXES["rdfs"]
_OA = PREFIXES["oa"]
_SCHEMA = PREFIXES["schema"]
_PROV = PREFIXES["prov"]
_SEM = PREFIXES["sem"]


def _n(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


TYPE = _n(_RDF + "type")
LABEL = _n(_RDFS + "label")
SUBJECT, PREDICATE, OBJECT = _n(_RDF + "subject"), _n(_RDF + "predicate"), _n(_RDF + "object")
STATEMENT_CLASS = _n(NS + "Statement")
RDF_STATEMENT = _n(_RDF + "Statement")
ARTICLE_CLASS = _n(_SCHEMA + "NewsArticle")
SOURCE = _n(_PROV + "wasDerivedFrom")
EVIDENCE = _n(NS + "evidence")
COUNTRY = _n(NS + "country")
VERSION = _n(NS + "extractedBy")
DIGEST = _n(NS + "digest")
_ACTOR = _n(_SEM + "Actor")
_EVENT = _n(_SEM + "Event")
_PHRASES = ENTITY + "phrase/"


def entity_node(entity: Entity) -> ox.NamedNode:
    """The node of an entity; a phrase without an IRI of its own gets one made of its words.

    >>> entity_node(Entity("regular contacts")).value
    'https://w3id.org/bilateral-kg/entity/phrase/regular-contacts-ff2da6'
    """
    if entity.id is not None:
        return _n(entity.id)
    mark = hashlib.sha1(f"{entity.name}|{entity.type.value}|{entity.country}".encode()).hexdigest()[:6]
    return _n(f"{_PHRASES}{slug(entity.name)[:80]}-{mark}")


def predicate_iri(statement: Statement) -> str:
    """The property that a statement uses: the lexicon's relation, or an open one named by its verb phrase."""
    return statement.relation_id or f"{REL}open/{slug(statement.relation)}"


def statement_node(statement: Statement) -> ox.NamedNode:
    """The node of a statement, the same whenever the same is said in the same article."""
    key = "|".join(
        str(x)
        for x in (
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
    mark = hashlib.sha1(f"{statement.article}|{key}".encode()).hexdigest()[:16]
    return _n(f"{STATEMENT}{mark}")


def digest(article: Article, version: str) -> str:
    """What tells whether an article has to be read again: its text and metadata, and what reads it."""
    parts = (article.text, article.title, article.published, article.url, article.publisher, article.author, version)
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()


def to_quads(extraction: Extraction, version: str) -> list[ox.Quad]:
    """An article and its statements as the quads of its named graph."""
    article = extraction.article
    graph = _n(article_iri(article.id))
    triples: dict[tuple[object, ...], None] = {}

    def add(s: ox.NamedNode | ox.BlankNode, p: ox.NamedNode, o: object) -> None:
        triples[(s, p, o)] = None

    _article(article, graph, version, add)
    for statement in extraction.statements:
        _statement(statement, graph, add)
    return [ox.Quad(s, p, o, graph) for s, p, o in triples]  # type: ignore[arg-type]


def _article(article: Article, node: ox.NamedNode, version: str, add) -> None:  # type: ignore[no-untyped-def]
    add(node, TYPE, ARTICLE_CLASS)
    add(node, _n(_SCHEMA + "identifier"), ox.Literal(article.id))
    add(node, _n(_SCHEMA + "articleBody"), ox.Literal(article.text))
    add(node, _n(_SCHEMA + "inLanguage"), ox.Literal(article.language))
    for name, value in (
        ("headline", article.title),
        ("url", article.url),
        ("publisher", article.publisher),
        ("author", article.author),
    ):
        if value:
            add(node, _n(_SCHEMA + name), ox.Literal(value))
    if article.published:
        add(node, _n(_SCHEMA + "datePublished"), _date(article.published))
    add(node, VERSION, ox.Literal(version))
    add(node, DIGEST, ox.Literal(digest(article, version)))


def _date(day: dt.date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=_n(_XSD + "date"))


def _entity(entity: Entity, add) -> ox.NamedNode:  # type: ignore[no-untyped-def]
    node = entity_node(entity)
    add(node, TYPE, _n(NS + entity.type.value))
    if entity.type is EntityType.EVENT:
        add(node, TYPE, _EVENT)
    elif entity.type.is_actor:
        add(node, TYPE, _ACTOR)
    add(node, LABEL, ox.Literal(entity.name))
    if entity.country:
        add(node, COUNTRY, ox.Literal(entity.country))
    return node


def _statement(s: Statement, graph: ox.NamedNode, add) -> None:  # type: ignore[no-untyped-def]
    node = statement_node(s)
    subject, found = _entity(s.subject, add), _entity(s.object, add)
    predicate = _n(predicate_iri(s))
    add(node, TYPE, STATEMENT_CLASS)
    add(node, TYPE, RDF_STATEMENT)
    add(node, SUBJECT, subject)
    add(node, PREDICATE, predicate)
    add(node, OBJECT, found)
    add(node, _n(NS + "relation"), ox.Literal(s.relation))
    add(node, _n(NS + "modality"), _n(NS + s.modality.value))
    add(node, _n(NS + "negated"), ox.Literal(s.negated))
    add(node, _n(NS + "confidence"), ox.Literal(str(s.confidence), datatype=_n(_XSD + "decimal")))
    add(node, SOURCE, graph)
    if s.relation_id is None:
        add(predicate, TYPE, _n(NS + "OpenRelation"))
        add(predicate, LABEL, ox.Literal(s.relation))
    if s.content:
        add(node, _n(NS + "content"), ox.Literal(s.content))
    if s.speaker is not None:
        add(node, _n(NS + "speaker"), _entity(s.speaker, add))
        add(node, _n(NS + "quoted"), ox.Literal(s.quoted))
        if s.cue:
            add(node, _n(NS + "cue"), ox.Literal(s.cue))
    if s.time is not None:
        add(node, _n(NS + "time"), ox.Literal(s.time.value))
        add(node, _n(_SEM + "hasBeginTimeStamp"), _date(s.time.start))
        add(node, _n(_SEM + "hasEndTimeStamp"), _date(s.time.end))
    if s.place is not None:
        add(node, _n(_SEM + "hasPlace"), _entity(s.place, add))
    if s.event:
        add(node, _n(NS + "event"), _n(PLOVER + s.event))
        if s.score is not None:
            add(node, _n(NS + "score"), ox.Literal(str(s.score), datatype=_n(_XSD + "decimal")))
    for topic in s.topics:
        add(node, _n(NS + "topic"), _n(topic))
    for evidence in s.evidence:
        _evidence(node, evidence, graph, add)
    if s.is_direct:
        add(subject, predicate, found)


def _evidence(node: ox.NamedNode, evidence: Evidence, graph: ox.NamedNode, add) -> None:  # type: ignore[no-untyped-def]
    target = _n(f"{node.value}#{evidence.start}-{evidence.end}")
    add(node, EVIDENCE, target)
    add(target, TYPE, _n(_OA + "SpecificResource"))
    add(target, _n(_OA + "hasSource"), _n(article_iri(evidence.article)))
    add(target, _n(_OA + "start"), ox.Literal(evidence.start))
    add(target, _n(_OA + "end"), ox.Literal(evidence.end))
    add(target, _n(_OA + "exact"), ox.Literal(evidence.sentence))


# -- and back -----------------------------------------------------------------------------------


class GraphReader:
    """Reads articles and statements out of the triples of an article's graph.

    >>> article = Article("a1", "Xi thanked Putin.", title="Thanks", published=dt.date(2025, 1, 18))
    >>> s = Statement(Entity("Xi Jinping", ENTITY + "person/xi", EntityType.PERSON, "CHN"), "thanks", Entity("his host"),
    ...     modality=Modality.PLANNED, time=TimeSpan.of("2025-01"), evidence=(Evidence("a1", "Xi thanked Putin.", 0, 17),))
    >>> back = GraphReader(to_quads(Extraction(article, (s,)), "test")).extraction()
    >>> back.article == article, back.statements == (s,)
    (True, True)
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.about: dict[object, dict[str, list[object]]] = {}
        self.statements_of: list[ox.NamedNode] = []
        self.article_node: ox.NamedNode | None = None
        for quad in quads:
            self.about.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
            if quad.predicate == TYPE:
                if quad.object == STATEMENT_CLASS:
                    self.statements_of.append(quad.subject)  # type: ignore[arg-type]
                elif quad.object == ARTICLE_CLASS:
                    self.article_node = quad.subject  # type: ignore[assignment]

    def _one(self, node: object, predicate: str) -> object | None:
        values = self.about.get(node, {}).get(predicate)
        return values[0] if values else None

    def _text(self, node: object, predicate: str) -> str | None:
        value = self._one(node, predicate)
        return getattr(value, "value", None)

    def extraction(self) -> Extraction:
        """The article with its statements, in the order of their evidence."""
        return Extraction(self.article(), tuple(self.statements()))

    def article(self) -> Article:
        """The article that the graph is about; ValueError if there is none."""
        node = self.article_node
        if node is None:
            raise ValueError("a graph without an article")
        published = self._text(node, _SCHEMA + "datePublished")
        return Article(
            id=self._text(node, _SCHEMA + "identifier") or node.value,
            text=self._text(node, _SCHEMA + "articleBody") or "",
            title=self._text(node, _SCHEMA + "headline"),
            published=dt.date.fromisoformat(published) if published else None,
            url=self._text(node, _SCHEMA + "url"),
            publisher=self._text(node, _SCHEMA + "publisher"),
            author=self._text(node, _SCHEMA + "author"),
            language=self._text(node, _SCHEMA + "inLanguage") or "en",
        )

    def statements(self) -> Iterator[Statement]:
        """The statements of the graph, in the order of the text."""
        found = [self._statement(node) for node in self.statements_of]
        found.sort(key=lambda s: (s.evidence[0].start if s.evidence else 0, s.subject.name, s.relation, s.object.name))
        yield from found

    def _entity(self, node: object) -> Entity:
        iri = str(getattr(node, "value", node))
        types = (str(getattr(v, "value", "")) for v in self.about.get(node, {}).get(TYPE.value, []))
        kinds = [t.removeprefix(NS) for t in types if t.startswith(NS)]
        kind = EntityType(kinds[0]) if kinds else EntityType.PHRASE
        return Entity(
            name=self._text(node, LABEL.value) or iri.rsplit("/", 1)[-1],
            id=None if iri.startswith(_PHRASES) else iri,
            type=kind,
            country=self._text(node, COUNTRY.value),
        )

    def _statement(self, node: ox.NamedNode) -> Statement:
        predicate = self._text(node, PREDICATE.value) or ""
        speaker = self._one(node, NS + "speaker")
        place = self._one(node, _SEM + "hasPlace")
        event = self._text(node, NS + "event")
        score = self._text(node, NS + "score")
        return Statement(
            subject=self._entity(self._one(node, SUBJECT.value)),
            relation=self._text(node, NS + "relation") or predicate.rsplit("/", 1)[-1],
            object=self._entity(self._one(node, OBJECT.value)),
            relation_id=None if predicate.startswith(REL + "open/") else predicate,
            content=self._text(node, NS + "content"),
            modality=Modality((self._text(node, NS + "modality") or NS + "actual").removeprefix(NS)),
            negated=self._text(node, NS + "negated") == "true",
            speaker=self._entity(speaker) if speaker is not None else None,
            cue=self._text(node, NS + "cue"),
            quoted=self._text(node, NS + "quoted") == "true",
            time=self._time(node),
            place=self._entity(place) if place is not None else None,
            topics=tuple(sorted(v.value for v in self.about[node].get(NS + "topic", []))),  # type: ignore[attr-defined]
            event=event.removeprefix(PLOVER) if event else None,
            score=float(score) if score else None,
            confidence=float(self._text(node, NS + "confidence") or 0.5),
            evidence=tuple(
                sorted(
                    (self._evidence(e) for e in self.about[node].get(EVIDENCE.value, [])),
                    key=lambda e: (e.start, e.end),
                )
            ),
        )

    def _time(self, node: ox.NamedNode) -> TimeSpan | None:
        value = self._text(node, NS + "time")
        start, end = self._text(node, _SEM + "hasBeginTimeStamp"), self._text(node, _SEM + "hasEndTimeStamp")
        if value is None or start is None or end is None:
            return None
        return TimeSpan(value, dt.date.fromisoformat(start), dt.date.fromisoformat(end))

    def _evidence(self, node: object) -> Evidence:
        from urllib.parse import unquote

        from kg.vocab.namespaces import ARTICLE

        source = self._text(node, _OA + "hasSource") or ""
        return Evidence(
            article=unquote(source.removeprefix(ARTICLE)),
            sentence=self._text(node, _OA + "exact") or "",
            start=int(self._text(node, _OA + "start") or 0),
            end=int(self._text(node, _OA + "end") or 0),
        )
