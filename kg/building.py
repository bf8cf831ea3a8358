"""From sources to a store: read, extract, write, and keep count of what was refused and why."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import ArticleError
from kg.extract.pipeline import DEFAULT_MODEL, extract
from kg.happenings import with_events
from kg.model import Article, Extraction
from kg.readers import read_sources
from kg.store.base import BaseStore
from kg.store.copies import mark_copies
from kg.store.entities import relink
from kg.store.importing import import_file
from kg.store.writing import BackgroundWriter
from kg.vocab.ontology import load_ontology, ontology_files, overlay

#: What "read" the articles whose statements came from a file.
STATEMENTS = "statements from a file"


@dataclass(slots=True)
class Report:
    """What a run did: articles read, unchanged and refused, statements by relation.

    ``copies`` are the articles of the whole store that tell a story of another in its words.
    """

    articles: int = 0
    unchanged: int = 0
    copies: int = 0
    statements: int = 0
    refused: list[ArticleError] = field(default_factory=list)
    relations: Counter[str] = field(default_factory=Counter)
    #: Called whenever articles were counted: for progress bars.
    listener: Callable[[Report], None] | None = field(default=None, compare=False, repr=False)

    @property
    def seen(self) -> int:
        """All articles that came by: read, unchanged and refused."""
        return self.articles + self.unchanged + len(self.refused)

    def count(self, extraction: Extraction) -> None:
        """Add an article that was read."""
        self.add(1, Counter(s.relation for s in extraction.statements))

    def add(self, articles: int, relations: Mapping[str, int]) -> None:
        """Add some articles that were read, with their statements by relation."""
        self.articles += articles
        self.statements += sum(relations.values())
        self.relations.update(relations)
        self._tell()

    def skip(self) -> None:
        """Add an article that is in the store unchanged."""
        self.unchanged += 1
        self._tell()

    def _tell(self) -> None:
        if self.listener is not None:
            self.listener(self)

    def reasons(self) -> Counter[str]:
        """How many articles were refused for which reason; numbers in the reasons do not part them.

        >>> Report(refused=[ArticleError("a", "line 3 is bad"), ArticleError("b", "line 5 is bad")]).reasons()
        Counter({'line … is bad': 2})
        """
        return Counter(re.sub(r"\d[\d,]*", "…", e.reason) for e in self.refused)

    def as_dict(self) -> dict[str, object]:
        """The report as plain data, for JSON.

        >>> Report(articles=1).as_dict()["articles"]
        1
        """
        return {
            "articles": self.articles,
            "unchanged": self.unchanged,
            "copies": self.copies,
            "statements": self.statements,
            "reasons": dict(self.reasons().most_common()),
            "refused": [{"source": e.source, "reason": e.reason} for e in self.refused],
            "relations": dict(self.relations.most_common()),
        }


def version_of(model: str = DEFAULT_MODEL) -> str:
    """What reads: the version of this package, the model's name and version, and the ontology where others lie over ours."""
    try:
        own = importlib.metadata.version("bilateral-kg")
    except importlib.metadata.PackageNotFoundError:
        own = "0"
    try:
        with_version = f"{model} {importlib.metadata.version(model)}"
    except importlib.metadata.PackageNotFoundError:
        with_version = model
    version = f"bilateral-kg {own}, {with_version}"
    if overlay():
        texts = "".join(f.read_text(encoding="utf-8") for f in ontology_files())
        version += f", ontology {hashlib.sha256(texts.encode()).hexdigest()[:10]}"
    return version


def read_articles(sources: Iterable[str | Path], report: Report) -> Iterator[Article]:
    """The articles of some sources; what cannot be read goes into the report."""
    for outcome in read_sources(sources):
        if isinstance(outcome, ArticleError):
            report.refused.append(outcome)
        else:
            yield outcome


def run(articles: Iterable[Article], report: Report, model: str, workers: int) -> Iterator[Extraction]:
    """Extract the statements of articles in this process, or in several; what cannot be read goes into the report."""
    if workers > 1:
        from kg.extract.parallel import extract_parallel

        return extract_parallel(articles, model, workers, report.refused)
    return extract(articles, model, failed=report.refused)


def extract_sources(
    sources: Iterable[str | Path], report: Report, model: str = DEFAULT_MODEL, workers: int = 1
) -> Iterator[Extraction]:
    """Read sources and extract their statements, article by article."""
    for extraction in run(read_articles(sources, report), report, model, workers):
        report.count(extraction)
        yield extraction


def build(
    sources: Iterable[str | Path], store: BaseStore, report: Report, model: str = DEFAULT_MODEL, workers: int = 1
) -> Iterator[Extraction]:
    """Read sources into a store; yields each article as it is handed over, skips those that are there unchanged.

    Writing goes on in the background; all is written when the iterator is exhausted or closed. At the end the people
    who are one across articles are linked.
    """
    version = version_of(model)
    started = dt.datetime.now(dt.UTC)

    with BackgroundWriter(store, version) as writer:
        for extraction in run(fresh_articles(sources, store, report, version), report, model, workers):
            writer.put(extraction)
            report.count(extraction)
            yield extraction
    finish(store, version, started, report)


def fresh_articles(sources: Iterable[str | Path], store: BaseStore, report: Report, version: str) -> Iterator[Article]:
    """The articles of some sources that are not in the store, or changed, or were read by another version."""
    for article in read_articles(sources, report):
        if store.has(article, version):
            report.skip()
        else:
            yield article


def build_statements(
    files: Iterable[str | Path], articles: Iterable[Article], store: BaseStore, report: Report
) -> None:
    """Put statements that somebody else extracted into a store.

    ``files`` are JSON Lines in the format of ``kg extract --format jsonl``. Their sentences are looked up in the
    ``articles`` that are given; a statement whose sentence is not in its article, or that is malformed, goes into the
    report as refused and the others are taken.
    """
    from kg.foreign import read_statements

    started = dt.datetime.now(dt.UTC)
    with BackgroundWriter(store, STATEMENTS) as writer:
        for extraction in read_statements(files, articles, report.refused):
            if store.has(extraction.article, STATEMENTS) and store.extraction(extraction.article.id) == extraction:
                report.skip()
                continue
            writer.put(extraction)
            report.count(extraction)
    finish(store, STATEMENTS, started, report)


def finish(store: BaseStore, version: str, started: dt.datetime, report: Report) -> None:
    """End a run: link the people who are one, note which articles are copies of others, and note the run."""
    relink(store)
    report.copies = mark_copies(store)
    if report.articles:
        store.record_run(version, started, report.articles)
    store.flush()


def import_files(files: Iterable[Path], store: BaseStore) -> Report:
    """Put the articles and statements of exported files into a store; StoreError at the first file that is malformed.

    What was read before from the same article is replaced.
    """
    report = Report()
    started = dt.datetime.now(dt.UTC)
    for file in files:
        for extraction, version in import_file(file):
            if not version:
                version = STATEMENTS
                told, events = with_events(extraction.article, extraction.statements, load_ontology())
                extraction = replace(extraction, statements=told, events=events)
            if store.add(extraction, version):
                report.count(extraction)
            else:
                report.skip()
    finish(store, STATEMENTS, started, report)
    return report
