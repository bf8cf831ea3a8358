"""The identifiers of what the ontology does not know: the same for the same, in whatever article it is named.

A person is known by name and state, so that spellings meet and namesakes of two states do not. A document, a group or
a body that has no proper name ("the agreement", "officials", "the ministry") is the article's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Article, Entity, EntityType, Statement
from kg.text.spelling import spelling_key
from kg.vocab.namespaces import ENTITY, slug

_OWN = (EntityType.DOCUMENT, EntityType.GROUP, EntityType.GOVERNMENT_BODY, EntityType.ORGANIZATION)


def identified(article: Article, statements: Iterable[Statement]) -> list[Statement]:
    """The statements with the lasting identifiers of their entities.

    >>> wu = Entity("Wu Qian", ENTITY + "person/wu-qian", EntityType.PERSON, "CHN")
    >>> [s.subject.id.removeprefix(ENTITY) for s in identified(Article("a", "…"), [Statement(wu, "says", Entity("x"))])]
    ['person/wu-qian-chn']
    """
    known: dict[Entity, Entity] = {}

    def of(entity: Entity) -> Entity:
        if entity not in known:
            known[entity] = replace(entity, id=identifier(entity, article.id))
        return known[entity]

    return [
        replace(
            s,
            subject=of(s.subject),
            object=of(s.object),
            speaker=of(s.speaker) if s.speaker is not None else None,
            place=of(s.place) if s.place is not None else None,
        )
        for s in statements
    ]


def identifier(entity: Entity, article: str) -> str | None:
    """The lasting IRI of an entity that was named in an article.

    >>> identifier(Entity("agreement", ENTITY + "document/agreement", EntityType.DOCUMENT), "a1").removeprefix(ENTITY)
    'document/agreement/a1'
    >>> identifier(Entity("Minsk agreements", ENTITY + "document/minsk-agreements", EntityType.DOCUMENT), "a1").removeprefix(ENTITY)
    'document/minsk-agreements'
    """
    iri = entity.id
    if iri is None or not iri.startswith(ENTITY):
        return iri
    if entity.type is EntityType.PERSON:
        return person_iri(entity.name, entity.country)
    if entity.type in _OWN and not _is_proper(entity.name):
        return f"{iri}/{slug(article)}"
    return iri


def person_iri(name: str, country: str | None) -> str:
    """The IRI of a person by name, in any spelling, and state (ISO 3166-1 alpha-3, IGO, or None where it is not known).

    >>> person_iri("Mohammed Al Hassan", "OMN") == person_iri("Mohammad al-Hassan", "OMN")
    True
    """
    key = slug(spelling_key(name)) or slug(name)
    return f"{ENTITY}person/{key}" + (f"-{country.lower()}" if country else "")


def _is_proper(name: str) -> bool:
    """Whether a name is one: a capital in it that does not merely begin a sentence."""
    return any(w[0].isupper() for w in name.split() if w[0].isalpha())
