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
    from kg.api import Page, ask, build, day, extract_article, network, open_store, question, read, samples, show
    from kg.model import Article, Entity, Evidence, Extraction, Modality, Statement, TimeSpan

_WHERE = {
    **dict.fromkeys(("Article", "Entity", "Evidence", "Extraction", "Modality", "Statement", "TimeSpan"), "kg.model"),
    **dict.fromkeys(
        (
            "Page",
            "ask",
            "build",
            "day",
            "extract_article",
            "network",
            "open_store",
            "question",
            "read",
            "samples",
            "show",
        ),
        "kg.api",
    ),
}

__all__ = [
    "Article",
    "Entity",
    "Evidence",
    "Extraction",
    "Modality",
    "Page",
    "Statement",
    "TimeSpan",
    "ask",
    "build",
    "day",
    "extract_article",
    "network",
    "open_store",
    "question",
    "read",
    "samples",
    "show",
]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(importlib.import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
