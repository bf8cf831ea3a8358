"""To be: what somebody or something is, where, and how."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.grammar import LOCATIVE, child, children, conjuncts, prepositions
from kg.extract.reading import Proposition
from kg.extract.verbs.reader import VerbReader
from kg.model import Entity


def copula(v: VerbReader, subjects: tuple[Entity, ...]) -> Iterator[Proposition]:
    """The propositions of "to be" and its like."""
    verb = v.verb
    words = v.words()
    attr = child(verb, "attr")
    if any(c.dep_ == "expl" for c in verb.children):
        if attr is not None:
            for prep, pobj in prepositions(attr):
                if prep.lower_ in ("between", "against", "in", "on") and not v.args.is_time(pobj):
                    found = v.args.many(conjuncts(pobj))
                    head = v.args.phrases.entity(attr, {t.i for t in prep.subtree} | v.args.skip)
                    if found and head.name:
                        yield v.make(
                            (head,),
                            f"takes place {prep.lower_}",
                            (("take", "place", prep.lower_),),
                            found,
                            pobj,
                            0.5,
                            negated_objects=[attr],
                        )
                        return
        return
    if not subjects:
        return
    if attr is not None and attr.tag_ not in ("WP", "WDT"):
        if attr.lower_ in ("time", "first", "second") or v.args.is_time(attr):
            return
        found = v.args.many(conjuncts(attr))
        found = tuple(e for e in found if e not in subjects)
        if found:
            yield v.make(subjects, words, v.frames(), found, attr, 0.65)
        return
    adjective = child(verb, "acomp")
    if adjective is None:
        adjective = next((c for c in children(verb, "advcl", "ccomp") if c.tag_ == "JJ"), None)
    if adjective is not None:
        for prep, pobj in prepositions(adjective):
            if pobj.dep_ == "pobj" and not v.args.is_time(pobj):
                found = tuple(e for e in v.args.many(conjuncts(pobj)) if e not in subjects)
                if found:
                    yield v.make(
                        subjects,
                        f"{words} {adjective.lower_} {prep.lower_}",
                        (("be", adjective.lower_, prep.lower_), ("be", adjective.lower_)),
                        found,
                        pobj,
                        0.65,
                    )
                    return
        yield v.make(
            subjects,
            words,
            (("be", adjective.lower_), ("be",)),
            tuple(Entity(a.lower_) for a in conjuncts(adjective)),
            adjective,
            0.55,
        )
        return
    for prep, pobj in v.roles():
        goal = next(
            ((p, o) for p, o in prepositions(pobj) if p.lower_ in ("to", "in", "with") and o.dep_ == "pobj"), None
        )
        if (
            prep.lower_ == "on"
            and goal is not None
            and pobj.lemma_ in ("visit", "trip", "tour", "mission", "way", "terms")
        ):
            found = tuple(e for e in v.args.many(conjuncts(goal[1]), place=True) if e not in subjects)
            if found:
                yield v.make(
                    subjects,
                    f"{words} on {pobj.lower_} {goal[0].lower_}",
                    v.frames("on", pobj.lemma_),
                    found,
                    goal[1],
                    0.65,
                )
                return
        found = tuple(e for e in v.args.many(conjuncts(pobj), place=prep.lower_ in LOCATIVE) if e not in subjects)
        if found:
            yield v.make(subjects, f"{words} {prep.lower_}", v.frames(prep.lower_), found, pobj, 0.6)
            return
