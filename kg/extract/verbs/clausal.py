"""Verbs with a clause for their object: announces that, warns that, urges somebody to."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.clauses import objects
from kg.extract.grammar import auxiliaries, child, children, conjuncts, is_passive, is_verb, prepositions
from kg.extract.phrases import clause_text
from kg.extract.reading import Proposition
from kg.extract.verbs.reader import VerbReader
from kg.model import Entity


def with_clause(
    v: VerbReader, subjects: tuple[Entity, ...], clause: Token, roles: list[tuple[Token, Token]]
) -> Iterator[Proposition]:
    """A verb with a clause for its object: announces that, warns that, denies that; plain reports say nothing more."""
    if v.lemma in v.rules.small_clause and (
        clause.pos_ != "VERB" or (clause.tag_ == "VBG" and not auxiliaries(clause))
    ):
        called = child(clause, "nsubj")
        if called is not None and child(clause, "mark") is None:
            found = v.args.many(conjuncts(called))
            if found:
                yield v.make(
                    subjects,
                    v.words(),
                    v.frames(),
                    found,
                    called,
                    0.7,
                    v.args.phrases.text(clause, v.args.skip),
                )
                return
    if v.lemma in v.rules.requests or v.lemma in ("hope", "want", "wish", "expect", "propose", "demand"):
        inner = children(clause, "nsubj", "nsubjpass")
        demanded = v.lemma in ("demand", "insist", "ask", "propose", "recommend", "request", "urge") and (
            clause.tag_ == "VB" or "should" in auxiliaries(clause)
        )
        if inner and ("to" in auxiliaries(clause) or v.lemma in ("want", "wish") or demanded):
            people = v.args.many(conjuncts(inner[0]))
            if people:
                yield v.make(subjects, v.words(), v.frames(), people, inner[0], 0.75, clause_text(clause))
                return
    for prep, pobj in roles:
        if v.lemma in ("agree", "call", "appeal") and prep.lower_ in ("with", "on", "to"):
            people = tuple(e for e in v.args.many(conjuncts(pobj)) if e not in subjects)
            if people:
                yield v.make(
                    subjects,
                    v.words(prep.lower_),
                    v.frames(prep.lower_),
                    people,
                    pobj,
                    0.75,
                    clause_text(clause),
                )
                return
    if v.lemma in v.rules.plain or v.lemma in v.rules.report_only:
        yield from _says_must(v, subjects, clause)
        return
    summary = gist(v, clause)
    if summary is not None:
        yield v.make(subjects, v.words(), v.frames(), (summary,), clause, 0.6, clause_text(clause))


def _says_must(v: VerbReader, subjects: tuple[Entity, ...], clause: Token) -> Iterator[Proposition]:
    """ "Russia said that Sudan must return the helicopter": who says that another must do something urges it."""
    if not auxiliaries(clause) & {"must", "should"} or is_passive(clause):
        return
    inner = children(clause, "nsubj")
    found = v.args.many(conjuncts(inner[0])) if inner else ()
    people = tuple(e for e in found if e.type.is_actor and e.id is not None and e not in subjects)
    if people and all(e.type.is_actor for e in subjects):
        modal = next(a for a in ("must", "should") if a in auxiliaries(clause))
        yield v.make(subjects, f"{v.words()} that {modal}", (("urge",),), people, inner[0], 0.6, clause_text(clause))


def gist(v: VerbReader, clause: Token) -> Entity | None:
    """A clause in a few words: who does what."""
    subject = v.args.many(v.rules.clauses.subjects(clause)[:1])
    words = [subject[0].name] if subject else []
    for _ in range(3):
        deeper = next((c for c in children(clause, "xcomp") if is_verb(c)), None)
        if deeper is None:
            adjective = child(clause, "acomp")
            deeper = (
                next((c for c in children(adjective, "xcomp") if is_verb(c)), None) if adjective is not None else None
            )
        if deeper is None or objects(clause):
            break
        if clause.lemma_ not in ("be", "try", "have"):
            words.append(clause.lemma_.lower())
        clause = deeper
    words.append(clause.lemma_.lower())
    found = v.args.many(objects(clause)[:1])
    if not found:
        attr = child(clause, "attr", "acomp")
        if attr is not None:
            words.append(v.args.phrases.text(attr, v.args.skip, 4))
        else:
            for prep, pobj in prepositions(clause):
                if not v.args.is_time(pobj) and pobj.dep_ == "pobj":
                    inner = v.args.many([pobj])
                    if inner:
                        words += [prep.lower_, inner[0].name]
                        break
    else:
        words.append(found[0].name)
    text = " ".join(w for w in words if w)
    return Entity(text) if len(text.split()) > 1 else None
