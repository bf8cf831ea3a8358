"""Which verbs speak for themselves, and which only govern another."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.clauses import objects
from kg.extract.grammar import OBJECTS, auxiliaries, child, children, is_passive, is_verb
from kg.extract.verbs.reader import VerbReader


def asked_of_others(v: VerbReader) -> bool:
    """Whether this is what somebody is asked to do: the content of the asking, not a statement of its own."""
    top = v.verb
    while top.dep_ == "conj" and is_verb(top.head) and child(top, "nsubj") is None:
        top = top.head
    head = top.head
    if top.dep_ not in ("xcomp", "ccomp", "advcl") or not is_verb(head) or head.i == top.i:
        return False
    if head.lemma_ not in v.rules.asking or "to" not in auxiliaries(top):
        return False
    return _asks_somebody(v, head)


def _asks_somebody(v: VerbReader, verb: Token) -> bool:
    if is_passive(verb):
        return False
    if child(verb, *OBJECTS, "dative") is not None:
        return True
    if any(p.lower_ in ("on", "upon") and child(p, "pobj") is not None for p in children(verb, "prep")):
        return True
    clause = child(verb, "ccomp", "xcomp")
    return clause is not None and child(clause, "nsubj", "nsubjpass") is not None


def is_matrix_only(v: VerbReader) -> bool:
    """Whether all that the verb does is govern another one, which speaks for both."""
    if v.lemma in v.rules.requests and not v.passive and _asks_somebody(v, v.verb):
        return False
    if v.passive and child(v.verb, "agent") is not None:
        return False
    if v.lemma in v.rules.small_clause and any(
        child(c, "nsubj") is not None for c in children(v.verb, "xcomp", "ccomp")
    ):
        return False
    for c in children(v.verb, "xcomp", "ccomp"):
        if (
            c.dep_ == "xcomp"
            and is_verb(c)
            and not (v.lemma in v.rules.requests and child(v.verb, *OBJECTS, "dative") is not None)
        ):
            return not objects(v.verb)
        if (
            c.dep_ == "ccomp"
            and is_verb(c)
            and "to" in auxiliaries(c)
            and child(c, "nsubj", "nsubjpass") is None
            and not objects(v.verb)
        ):
            return True
    for c in children(v.verb, "acomp"):
        if any(is_verb(k) and k.dep_ in ("xcomp", "ccomp") for k in c.children):
            return True
    return bool(v.lemma == "look" and any(k.dep_ == "pcomp" for p in children(v.verb, "prep") for k in p.children))
