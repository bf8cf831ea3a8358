"""A knowledge-graph builder for bilateral relations.

``import kg`` is light: what the names below need is imported when they are first used.

>>> import kg
>>> article = kg.Article("a", "Chinese President Xi Jinping thanked Russian President Vladimir Putin.")
>>> [(s.subject.name, s.relation, s.object.name) for s in kg.extract_article(article).statements if s.relation == "thanks"]
[('Xi Jinping', 'thanks', 'Vladimir Putin')]
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import (
        Page,
        Read,
        accounts,
        agenda,
        ask,
        build,
        commitments,
        communities,
        day,
        dyad,
        export,
        extract_article,
        network,
        networks_by_period,
        open_store,
        plot_agenda,
        plot_dyad,
        query,
        question,
        read,
        reciprocity,
        review,
        samples,
        show,
        standings,
        statements,
        turning_points,
        use_ontology,
    )
    from kg.model import Article, Entity, Event, Evidence, Extraction, Modality, Statement, TimeSpan

#: The names of the package and where they come from; what a name needs is imported when it is first used.
_MODEL = ("Article", "Entity", "Event", "Evidence", "Extraction", "Modality", "Statement", "TimeSpan")

__all__ = [
    "Article",
    "Entity",
    "Event",
    "Evidence",
    "Extraction",
    "Modality",
    "Page",
    "Read",
    "Statement",
    "TimeSpan",
    "accounts",
    "agenda",
    "ask",
    "build",
    "commitments",
    "communities",
    "day",
    "dyad",
    "export",
    "extract_article",
    "load_ipython_extension",
    "network",
    "networks_by_period",
    "open_store",
    "plot_agenda",
    "plot_dyad",
    "query",
    "question",
    "read",
    "reciprocity",
    "review",
    "samples",
    "show",
    "standings",
    "statements",
    "turning_points",
    "use_ontology",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(importlib.import_module("kg.model" if name in _MODEL else "kg.api"), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext kg``: the ``%%sparql`` cell, completion of its names, and how objects show themselves."""
    importlib.import_module("kg.notebook").load(shell)
