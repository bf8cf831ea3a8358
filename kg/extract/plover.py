"""PLOVER event types, from the relation, its modality and its negation."""

from __future__ import annotations

from kg.extract.grammar import child
from kg.extract.reading import Proposition
from kg.model import Modality
from kg.vocab.ontology import Ontology, Relation

#: What a matrix verb makes of the act it governs (PLOVER manual: a promise of an act is AGREE, a refused one REJECT …).
_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "AGREE"})
_HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST", "ACCUSE", "THREATEN"})


def event_of(
    ontology: Ontology, relation: Relation | None, p: Proposition, modality: Modality, negated: bool
) -> str | None:
    """The PLOVER type of a proposition, or None where it is no event.

    The matrix verb decides first: agreed to, promised to, threatened to, refused to. A cooperative act that is
    planned is AGREE, one that is refused REJECT; a hostile act that is announced is THREATEN; what somebody else
    is asked for is REQUEST.
    """
    event = relation.event if relation is not None else None
    hypothetical = _is_hypothetical(p)
    matrix = p.head if p.head is not None and p.head.i != p.verb.i else None
    if matrix is not None and matrix.lemma_ in ontology.words["performative"]:
        outer = ontology.relation_of(matrix.lemma_.lower())
        if outer is not None and outer.event in ("AGREE", "REJECT", "THREATEN", "REQUEST", "ACCUSE"):
            return outer.event
    if event is None or hypothetical:
        return None
    if negated:
        return "REJECT" if event in _COOPERATIVE or event == "REQUEST" else None
    if modality is Modality.PLANNED and not _is_purpose(p):
        if event in _COOPERATIVE:
            return "AGREE" if event != "CONSULT" else event
        if event in _HOSTILE:
            return "THREATEN" if event != "ACCUSE" else event
    if modality is Modality.CONDITIONAL and event in _HOSTILE:
        return "THREATEN"
    if modality is Modality.DESIRED and event in _COOPERATIVE | _HOSTILE and event not in ("SUPPORT", "AGREE"):
        return None
    return event


def _is_hypothetical(p: Proposition) -> bool:
    """Whether a clause only states a condition or a demand: "if it lost", "before they demobilise"."""
    for t in (p.verb, p.head):
        if t is not None and t.dep_ == "advcl":
            mark = child(t, "mark")
            if mark is not None and mark.lower_ in ("if", "unless", "before", "until"):
                return True
        if (
            t is not None
            and t.dep_ == "ccomp"
            and t.head.lemma_ in ("demand", "insist", "propose", "recommend", "urge", "ask")
        ):
            return True
    return False


def _is_purpose(p: Proposition) -> bool:
    """Whether an infinitive tells what something is done for: "blocked roads to demand …"."""
    return p.verb.dep_ == "advcl" and any(c.dep_ == "aux" and c.lower_ == "to" for c in p.verb.children)
