"""Verbs with a direct object, light verbs and idioms among them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.grammar import LOCATIVE, child, conjuncts, is_verb, prepositions
from kg.extract.reading import Proposition
from kg.extract.verbs.reader import VerbReader
from kg.extract.verbs.reciprocal import reciprocal
from kg.model import Entity, EntityType


def transitive(
    v: VerbReader, subjects: tuple[Entity, ...], tokens: list[Token], roles: list[tuple[Token, Token]]
) -> Iterator[Proposition]:
    """The propositions of a verb with an object: the object, or what a light verb's act is directed at."""
    first = tokens[0]
    noun = first.lemma_.lower()
    mutual = first.lower_ in ("other", "another") and any(c.lower_ in ("each", "one") for c in first.children)
    if mutual:
        yield from reciprocal(v, subjects, v.words(), v.frames())
        return
    found = v.args.many(tokens) or _claim_meant(v, first)
    found = tuple(e for e in found if e not in subjects or len(found) == 1)
    inner = [(p, o) for t in tokens[:1] for p, o in prepositions(t) if o.dep_ == "pobj" and not v.args.is_time(o)]
    target = _target(v, noun, first, [*roles, *inner])
    if target is not None:
        prep, pobj = target
        words = v.words(_noun_words(first), prep.lower_)
        if pobj.lower_ in ("other", "another"):
            yield from reciprocal(v, subjects, words, v.frames(noun, prep.lower_))
            return
        goals = v.args.many(conjuncts(pobj))
        goals = tuple(e for e in goals if e not in subjects)
        if goals:
            yield v.make(subjects, words, v.frames(noun, prep.lower_), goals, pobj, 0.8, negated_objects=tokens)
            if v.rules.ontology.relation_of(v.lemma, noun, prep.lower_) is not None or v.lemma in v.rules.light:
                return
    if noun in v.rules.idioms and first.i not in v.args.reading.at and child(first, "amod", "poss", "compound") is None:
        yield from _idiom(v, subjects, first, roles)
        return
    if (
        len(subjects) > 1
        and v.lemma in ("hold", "have", "conduct")
        and noun
        in (
            "talk",
            "meeting",
            "conversation",
            "call",
            "discussion",
            "consultation",
            "summit",
            "negotiation",
            "dialogue",
        )
    ):
        yield from reciprocal(
            v, subjects, v.words(noun + "s" if noun != "dialogue" else noun, "with"), v.frames(noun, "with")
        )
    if found:
        yield v.make(subjects, v.words(), v.frames(noun), found, first, 0.75, negated_objects=tokens)


def _idiom(
    v: VerbReader, subjects: tuple[Entity, ...], noun: Token, roles: list[tuple[Token, Token]]
) -> Iterator[Proposition]:
    """ "took place in Kyiv", "takes effect in May": the idiom is the relation, its place or time the object."""
    inner = [(p, o) for p, o in prepositions(noun) if o.dep_ == "pobj" and not v.args.is_time(o)]
    for prep, pobj in [*roles, *inner]:
        found = tuple(e for e in v.args.many(conjuncts(pobj), place=prep.lower_ in LOCATIVE) if e not in subjects)
        if found:
            yield v.make(
                subjects,
                v.words(noun.lower_, prep.lower_),
                v.frames(noun.lemma_.lower(), prep.lower_),
                found,
                pobj,
                0.65,
            )
            return
    for time in v.args.reading.times:
        token = v.verb.doc[time.root]
        if token.head.i == v.verb.i or token.head.head.i == v.verb.i:
            yield v.make(
                subjects,
                v.words(noun.lower_),
                v.frames(noun.lemma_.lower()),
                (Entity(time.span.value),),
                token,
                0.5,
            )
            return


def _claim_meant(v: VerbReader, token: Token) -> tuple[Entity, ...]:
    """What "this" is that somebody denies or rejects: the claim of who spoke before."""
    if token.lower_ not in ("this", "that", "it") or v.lemma not in (
        "deny",
        "reject",
        "dismiss",
        "dispute",
        "refute",
        "confirm",
    ):
        return ()
    start = v.verb.sent.start
    if start == 0:
        return ()
    for t in v.verb.doc[start - 1].sent:
        if is_verb(t) and t.lemma_ in v.rules.reporting and t.dep_ in ("ROOT", "conj"):
            speakers = v.args.many(v.rules.clauses.subjects(t))
            if speakers:
                return (Entity(f"claim of {speakers[0].name}"),)
    return ()


def _noun_words(token: Token) -> str:
    words = [c.lower_ for c in token.lefts if c.dep_ == "compound" and c.is_lower]
    return " ".join([*words, token.lower_])


def _target(v: VerbReader, noun: str, first: Token, roles: list[tuple[Token, Token]]) -> tuple[Token, Token] | None:
    """The prepositional object that a light verb's act is directed at: sanctions *on Russia*, talks *with Xi*."""
    if first.i in v.args.reading.at and v.args.reading.at[first.i].entity.type.is_actor:
        return None
    for prep, pobj in roles:
        relation = v.rules.ontology.frames.get((v.lemma, noun, prep.lower_))
        if relation is not None and v.args.entities(pobj):
            return prep, pobj
    if v.lemma not in v.rules.light:
        return None
    for prep, pobj in roles:
        if prep.lower_ not in ("to", "with", "against", "on", "from", "for", "toward", "towards", "over"):
            continue
        if any(
            e.type in (EntityType.PERSON, EntityType.STATE) or (e.type.is_actor and e.id is not None)
            for e in v.args.entities(pobj)
        ):
            return prep, pobj
    return None
