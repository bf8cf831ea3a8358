"""Example articles."""

from __future__ import annotations

from kg.happenings import with_events
from kg.model import Article, Entity, EntityType, Evidence, Extraction, Modality, Statement, TimeSpan
from kg.vocab.namespaces import ACTOR, ENTITY, REL
from kg.vocab.ontology import load_ontology

XI = Entity("Xi Jinping", ACTOR + "xi-jinping", EntityType.PERSON, "CHN")
PUTIN = Entity("Vladimir Putin", ACTOR + "vladimir-putin", EntityType.PERSON, "RUS")


def meeting(
    article: str, text: str = "Xi met Putin.", day: str = "2023-03-20", who: Entity = XI, whom: Entity = PUTIN
) -> Extraction:
    """An article in which two meet."""
    article_ = Article(article, text)
    statement = Statement(
        who, "meets", whom, REL + "meets", time=TimeSpan.of(day), event="CONSULT", score=1.0, confidence=0.9,
        evidence=(Evidence(article, text, 0, len(text), ((0, 2),)),),
    )  # fmt: skip
    return Extraction(article_, *with_events(article_, [statement], load_ontology()))


def attends(article: str, modality: Modality = Modality.PLANNED) -> Extraction:
    """An article in which somebody attends something."""
    text = "Xi attends."
    statement = Statement(
        XI, "attends", Entity("summit", ENTITY + "event/summit", EntityType.EVENT), REL + "attends", modality=modality,
        event="CONSULT", score=1.0, evidence=(Evidence(article, text, 0, len(text)),),
    )  # fmt: skip
    return Extraction(Article(article, text), *with_events(Article(article, text), [statement], load_ontology()))
