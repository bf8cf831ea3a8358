"""Statements of other extractors (a language model, a person) as articles with statements, checked by the same rules."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import ArticleError
from kg.happenings import with_events
from kg.model import Article, Entity, EntityType, Evidence, Extraction, Statement
from kg.records import from_record
from kg.vocab.namespaces import entity_iri
from kg.vocab.ontology import Ontology, load_ontology, overlay


def read_statements(
    files: Iterable[str | Path], articles: Iterable[Article], refused: list[ArticleError]
) -> Iterator[Extraction]:
    """The statements in some files of JSON Lines, article by article in the order of their first statement.

    Where an article is given its sentences must stand in it; their offsets are put right. Statements about an article
    that is not given keep their offsets. What is malformed or cannot be verified is added to ``refused``.
    """
    given = {a.id: a for a in articles}
    ontology = load_ontology()
    found: dict[str, list[Statement]] = {}
    for file in files:
        for where, line in _lines(Path(file), refused):
            try:
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise ValueError("not an object")
                statement = checked(from_record(record), ontology, frozenset(record))
                article = given.get(str(record["article"]))
                if article is not None:
                    statement = verified(statement, article)
                elif not statement.evidence:
                    raise ValueError("it has no sentence")
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                refused.append(ArticleError(where, f"no statement: {error}"))
                continue
            found.setdefault(str(record["article"]), []).append(statement)
    for article_id, statements in found.items():
        article = given.get(article_id, Article(article_id, ""))
        unique = list(dict.fromkeys(statements))
        told, events = with_events(article, unique, ontology)
        ordered = sorted(told, key=lambda s: (s.evidence[0].start if s.evidence else 0, s.subject.name, s.relation))
        yield Extraction(article, tuple(ordered), tuple(sorted(events, key=lambda e: e.id)))


def _lines(file: Path, refused: list[ArticleError]) -> Iterator[tuple[str, str]]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        refused.append(ArticleError(str(file), f"cannot be read: {error}"))
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield f"{file}, line {number}", line


def checked(statement: Statement, ontology: Ontology, given: frozenset[str] = frozenset()) -> Statement:
    """A statement with its terms checked against the ontology, and filled in where they follow from the names.

    ``given`` are the fields that were told; an identifier that was told, be it as none, stays as it is.

    Raises ValueError, saying what would do, where an event type, a relation or a topic is none of the ontology's, or the
    confidence is not between 0 and 1.

    >>> from kg.model import Entity
    >>> checked(Statement(Entity("China"), "thanks", Entity("Russia")), load_ontology()).subject.id
    'https://w3id.org/bilateral-kg/actor/CHN'
    """
    if statement.event is not None and statement.event not in ontology.event_types:
        raise ValueError(f"event {statement.event!r} is no PLOVER type: {', '.join(ontology.event_types)}")
    if statement.relation_id is not None and statement.relation_id not in ontology.relations:
        raise ValueError(
            f"relation_id {statement.relation_id!r} is not in the lexicon; leave it out for an open relation"
        )
    unknown = [topic for topic in statement.topics if topic not in ontology.topics]
    if unknown:
        raise ValueError(f"topic {unknown[0]!r} is not in the ontology")
    if not 0 <= statement.confidence <= 1:
        raise ValueError(f"confidence {statement.confidence} is not between 0 and 1")
    for evidence in statement.evidence:
        if not 0 <= evidence.start < evidence.end:
            raise ValueError(f"offsets {evidence.start} to {evidence.end} are no piece of a text")
    named = _named(overlay())

    def of(entity, role: str):  # type: ignore[no-untyped-def]
        if entity is None or entity.id is not None or f"{role}_id" in given:
            return entity
        known = named.get(entity.name.casefold())
        if known is not None:
            return replace(known, name=entity.name)
        if entity.type is not EntityType.PHRASE:
            return replace(entity, id=entity_iri(entity.type.value, entity.name))
        return entity

    score = statement.score
    if statement.event is not None and "score" not in given:
        score = ontology.event_types[statement.event].score
    relation = statement.relation_id
    if "relation_id" not in given:
        relation = next((iri for iri, r in ontology.relations.items() if r.label == statement.relation), None)
    return replace(
        statement,
        subject=of(statement.subject, "subject"),
        object=of(statement.object, "object"),
        speaker=of(statement.speaker, "speaker"),
        place=of(statement.place, "place"),
        relation_id=relation,
        score=score,
    )


@functools.lru_cache(maxsize=4)
def _named(folders: tuple[str, ...]) -> dict[str, Entity]:
    """The ontology's actors by each of their names in lower case."""
    return {
        n.casefold(): Entity(a.label, a.id, EntityType(a.type), a.country)
        for a in load_ontology(*folders).actors.values()
        for n in a.names
    }


def verified(statement: Statement, article: Article) -> Statement:
    """A statement with its sentences found in the article; ValueError where one is not there, or there is none.

    >>> from kg.model import Entity
    >>> s = Statement(Entity("Xi"), "thanks", Entity("Putin"), evidence=(Evidence("a", "Xi thanked Putin.", 0, 17),))
    >>> verified(s, Article("a", "MOSCOW - Xi thanked Putin. He left.")).evidence[0].start
    9
    """
    if not statement.evidence:
        raise ValueError("it has no sentence")
    pieces = []
    for evidence in statement.evidence:
        if article.text[evidence.start : evidence.end] == evidence.sentence:
            pieces.append(evidence)
            continue
        start = article.text.find(evidence.sentence)
        if start < 0:
            raise ValueError(f"its sentence does not stand in article {article.id!r}: {evidence.sentence[:60]!r}")
        pieces.append(Evidence(article.id, evidence.sentence, start, start + len(evidence.sentence)))
    return replace(statement, evidence=tuple(pieces))
