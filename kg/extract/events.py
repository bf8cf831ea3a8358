"""PLOVER event types, from the relation, its modality and its negation."""

from __future__ import annotations

from kg.extract.reading import Proposition
from kg.model import EntityType, Modality
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
    matrix = p.head if p.head is not None and p.head.i != p.verb.i else None
    event = relation.event if relation is not None else None
    if matrix is not None:
        outer = ontology.relation_of(matrix.lemma_.lower())
        if outer is not None and outer.event in ("AGREE", "REJECT", "THREATEN", "REQUEST", "ACCUSE"):
            return outer.event
    if event is None:
        return None
    if not any(e.type.is_actor for e in p.subjects) and not any(e.type is not EntityType.PHRASE for e in p.subjects):
        pass
    if negated:
        return "REJECT" if event in _COOPERATIVE or event == "REQUEST" else None
    if modality is Modality.PLANNED:
        if event in _COOPERATIVE:
            return "AGREE" if event not in ("CONSULT", "SUPPORT") else event
        if event in _HOSTILE:
            return "THREATEN" if event not in ("ACCUSE",) else event
    if modality is Modality.CONDITIONAL and event in _HOSTILE:
        return "THREATEN"
    if modality is Modality.DESIRED and event in _COOPERATIVE | _HOSTILE and event not in ("SUPPORT", "AGREE"):
        return None
    return event
