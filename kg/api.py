"""What a notebook needs, a line each: read, extract, build, ask, draw."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from kg import building as _build
from kg.model import Article, Extraction, Statement
from kg.store import BaseStore
from kg.store import open_store as _open_store
from kg.store.questions import Question
from kg.store.questions import question as _question


def day(text: str) -> dt.date:
    """The day that an ISO 8601 date names; ValueError if it names none.

    >>> day("2025-01-18").year
    2025
    """
    return dt.date.fromisoformat(text)


def samples() -> Path:
    """The folder of the sample articles that come with the package.

    >>> (samples() / "uk-japan-2023-01-11.txt").is_file()
    True
    """
    return Path(str(resources.files("kg"))) / "samples"


def read(*sources: str | Path) -> list[Article]:
    """The articles of some files or folders; raises ArticleError at the first that cannot be read.

    >>> len(read(samples())) >= 6
    True
    """
    report = _build.Report()
    articles = list(_build.read_articles(sources, report))
    if report.refused:
        raise report.refused[0]
    return articles


def extract_article(article: Article, model: str = _build.DEFAULT_MODEL) -> Extraction:
    """The statements of one article."""
    return next(iter(_build.extract([article], model)))


def open_store(where: str | Path, *, read_only: bool = False) -> BaseStore:
    """Open the store in a folder (made where there is none) or on a SPARQL 1.1 server; StoreError if it is something else.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     len(store)
    0
    """
    return _open_store(where, read_only=read_only)


def build(sources: Iterable[str | Path], store: BaseStore, model: str = _build.DEFAULT_MODEL) -> _build.Report:
    """Read sources into a store; the report says what was read and what was refused, and why."""
    report = _build.Report()
    for _ in _build.build(sources, store, report, model):
        pass
    return report


def question(name: str) -> Question:
    """A question of the ontology by its name; QueryError lists the names if there is none.

    >>> question("who-met-whom").title
    'Who met or spoke with whom'
    """
    return _question(name)


def ask(store: BaseStore, query: str, **parameters: object) -> list[dict[str, str | None]]:
    """The rows of the answer to a SPARQL query, or to a question by its name, with labels for IRIs."""
    if "{" in query:
        answer = store.query(query, parameters)
    else:
        answer = store.ask(_question(query), parameters)
    return store.labelled(answer).records()


def network(store: BaseStore, keep: Callable[[Statement], bool] | None = None) -> Any:
    """The statements of a store, all or those that ``keep`` chooses, as a networkx ``MultiDiGraph``."""
    from kg.analysis.network import to_network

    return to_network(store.statements(), keep)


@dataclass(frozen=True, slots=True)
class Page:
    """An interactive page that shows itself in notebooks.

    >>> Page("<p>x</p>", 300)._repr_html_()[:7]
    '<iframe'
    """

    html: str
    height: int = 640

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.html.encode()).decode()
        return f'<iframe src="data:text/html;base64,{data}" style="width:100%;height:{self.height}px;border:0" sandbox="allow-scripts allow-downloads"></iframe>'

    def save(self, path: str | Path) -> None:
        """Write the page to a file."""
        Path(path).write_text(self.html, encoding="utf-8")


def show(store: BaseStore, about: str | None = None, between: tuple[str, str] | None = None, height: int = 640) -> Page:
    """The interactive page of a store, or of one actor or two, drawn where a notebook shows it."""
    from kg import pages

    made = pages.ego(store, about) if about else pages.dyad(store, *between) if between else pages.overview(store)
    return Page(made.html, height)
