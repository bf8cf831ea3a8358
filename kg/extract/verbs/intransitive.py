"""Verbs without a direct object: talks with, arrives in, depends on."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.clauses import objects
from kg.extract.grammar import LOCATIVE, auxiliaries, children, conjuncts
from kg.extract.reading import Proposition
from kg.extract.verbs.reader import VerbReader
from kg.extract.verbs.reciprocal import reciprocal
from kg.model import Entity


def intransitive(
    v: VerbReader, subjects: tuple[Entity, ...], roles: list[tuple[Token, Token]]
) -> Iterator[Proposition]:
    """The propositions of a verb without an object: with whom, to where, about what."""
    produced = 0
    people = [r for r in roles if r[0].lower_ not in LOCATIVE] or roles
    known = [
        r
        for r in roles
        if (*v.frames()[0], r[0].lower_) in v.rules.ontology.frames or (v.lemma, r[0].lower_) in v.rules.ontology.frames
    ]
    together = len(subjects) > 1 and v.lemma in v.rules.reciprocal_verbs
    meeting = v.lemma in v.rules.meeting_verbs or not any(prep.lower_ not in LOCATIVE for prep, _ in roles)
    if together and meeting and not any(prep.lower_ == "with" for prep, _ in roles):
        # "A and B met in Sydney": they met each other, and the place is where
        yield from reciprocal(v, subjects, v.words() if v.lemma == "meet" else v.words("with"), v.frames("with"))
        produced += 1
        known, people = [], [r for r in people if r[0].lower_ not in LOCATIVE]
    for prep, pobj in known or people:
        if prep.lower_ == "as" and v.lemma not in ("serve", "act", "work"):
            continue
        if pobj.lower_ in ("other", "another"):
            yield from reciprocal(v, subjects, v.words(prep.lower_), v.frames(prep.lower_))
            produced += 1
            continue
        goals = tuple(e for e in v.args.many(conjuncts(pobj)) if e not in subjects)
        if not goals:
            continue
        # "talks with X on Y": the partner first, the topic as a statement of its own
        yield v.make(
            subjects,
            v.words(prep.lower_),
            v.frames(prep.lower_),
            goals,
            pobj,
            0.75 if produced == 0 else 0.6,
        )
        produced += 1
        if produced >= 2:
            break
    if produced == 0:
        purpose = next((c for c in children(v.verb, "advcl") if "to" in auxiliaries(c)), None)
        if purpose is not None:
            found = v.args.many(objects(purpose))
            if found:
                words = f"{v.words()} to {purpose.lemma_.lower()}"
                yield v.make(subjects, words, v.frames(), found, objects(purpose)[0], 0.6)
                return
        for home in children(v.verb, "advmod", "npadvmod", "dobj"):
            if home.lower_ in ("home", "abroad"):
                yield v.make(subjects, v.words(), v.frames(), (Entity(home.lower_),), home, 0.5)
                return
