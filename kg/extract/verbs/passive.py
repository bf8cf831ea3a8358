"""Verbs in the passive, turned round where the agent is told."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.clauses import objects
from kg.extract.grammar import LOCATIVE, child, conjuncts, is_verb, particle, prepositions, third_person
from kg.extract.phrases import clause_text
from kg.extract.reading import Proposition
from kg.extract.verbs.clausal import gist
from kg.extract.verbs.reader import VerbReader
from kg.model import Entity


def passive(v: VerbReader, patients: tuple[Entity, ...]) -> Iterator[Proposition]:
    """The propositions of a passive: in the active where the agent is told."""
    agents: tuple[Entity, ...] = ()
    for prep, pobj in prepositions(v.verb):
        if prep.lower_ == "by" and pobj.dep_ == "pobj" and not v.args.is_time(pobj):
            agents = v.args.many(conjuncts(pobj))
            break
    roles = list(v.roles())
    tokens = [t for t in objects(v.verb) if t.i not in v.args.time_tokens]
    patient_tokens = v.rules.clauses.subjects(v.verb)
    if agents and patients:
        yield v.make(
            agents,
            _active_words(v),
            v.frames(),
            patients,
            patient_tokens[0] if patient_tokens else None,
            0.8,
        )
        return
    if not patients:
        return
    if tokens:
        yield v.make(patients, v.words(), v.frames(), v.args.many(tokens), tokens[0], 0.65)
        return
    clause = v.clause()
    if clause is not None and v.lemma in ("tell", "inform", "assure", "warn"):
        summary = gist(v, clause)
        if summary is not None:
            yield v.make(patients, v.words("that"), (("be", v.lemma),), (summary,), clause, 0.6, clause_text(clause))
        return
    chosen = [r for r in roles if r[0].lower_ not in LOCATIVE] or roles or _circumstances(v)
    for prep, pobj in chosen[:1]:
        goals = tuple(e for e in v.args.many(conjuncts(pobj), place=prep.lower_ in LOCATIVE) if e not in patients)
        if goals:
            yield v.make(patients, v.words(prep.lower_), (("be", v.verb.lower_, prep.lower_),), goals, pobj, 0.6)
            return
    oprd = child(v.verb, "oprd")
    if oprd is not None and not is_verb(oprd):
        yield v.make(patients, v.words(), (("be", v.verb.lower_),), v.args.many([oprd]), oprd, 0.6)
        return
    # nothing but a time: "was uncovered last December"
    for time in v.args.reading.times:
        root = v.verb.doc[time.root]
        if v.verb.i in (root.head.i, root.head.head.i):
            yield v.make(patients, v.words(), (("be", v.verb.lower_),), (Entity(time.span.value),), root, 0.5)
            return


def _circumstances(v: VerbReader) -> list[tuple[Token, Token]]:
    """Where nothing else fills a role, under what, after what or because of what it was done."""
    return [
        (p, o)
        for p, o in prepositions(v.verb)
        if o.dep_ == "pobj"
        and p.lower_ in ("under", "after", "during", "following", "because", "of", "despite")
        and not v.args.is_time(o)
    ]


def _active_words(v: VerbReader) -> str:
    """The relation of a passive with its agent, turned into the active."""
    if len(v.chain) > 1:
        return v.words("ACTIVE")
    p = particle(v.verb)
    return " ".join(w for w in (third_person(v.lemma), p) if w)
