"""From sources to a store: read, extract, write, and keep count of what was refused and why."""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.extract.pipeline import DEFAULT_MODEL, extract, load_pipeline
from kg.model import Article, Extraction
from kg.readers import read_sources

if TYPE_CHECKING:
    from kg.store import Store


@dataclass(slots=True)
class Report:
    """What a run did: articles read, unchanged and refused, statements by relation."""

    articles: int = 0
    unchanged: int = 0
    statements: int = 0
    refused: list[ArticleError] = field(default_factory=list)
    relations: Counter[str] = field(default_factory=Counter)

    def count(self, extraction: Extraction) -> None:
        """Add an article that was read."""
        self.articles += 1
        self.statements += len(extraction.statements)
        self.relations.update(s.relation for s in extraction.statements)

    def as_dict(self) -> dict[str, object]:
        """The report as plain data, for JSON.

        >>> Report(articles=1).as_dict()["articles"]
        1
        """
        return {
            "articles": self.articles,
            "unchanged": self.unchanged,
            "statements": self.statements,
            "refused": [{"source": e.source, "reason": e.reason} for e in self.refused],
            "relations": dict(self.relations.most_common()),
        }


def version_of(model: str = DEFAULT_MODEL) -> str:
    """What reads: the version of this package and the model's name and version."""
    try:
        own = importlib.metadata.version("bilateral-kg")
    except importlib.metadata.PackageNotFoundError:
        own = "0"
    try:
        with_version = f"{model} {importlib.metadata.version(model)}"
    except importlib.metadata.PackageNotFoundError:
        with_version = model
    return f"bilateral-kg {own}, {with_version}"


def read_articles(sources: Iterable[str | Path], report: Report) -> Iterator[Article]:
    """The articles of some sources; what cannot be read goes into the report."""
    for outcome in read_sources(sources):
        if isinstance(outcome, ArticleError):
            report.refused.append(outcome)
        else:
            yield outcome


def extract_sources(sources: Iterable[str | Path], report: Report, model: str = DEFAULT_MODEL) -> Iterator[Extraction]:
    """Read sources and extract their statements, article by article."""
    for extraction in extract(read_articles(sources, report), model, failed=report.refused):
        report.count(extraction)
        yield extraction


def build(
    sources: Iterable[str | Path], store: Store, report: Report, model: str = DEFAULT_MODEL
) -> Iterator[Extraction]:
    """Read sources into a store; yields each article as it is written, skips those that are there unchanged."""
    load_pipeline(model)
    version = version_of(model)

    def fresh() -> Iterator[Article]:
        for article in read_articles(sources, report):
            if store.has(article, version):
                report.unchanged += 1
            else:
                yield article

    for extraction in extract(fresh(), model, failed=report.refused):
        store.add(extraction, version)
        report.count(extraction)
        yield extraction
