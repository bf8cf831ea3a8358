"""What a notebook needs, a line each: read, extract, build, ask, slice, analyse, draw, export, review."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import building as _build
from kg.analysis.slices import slice_of
from kg.model import Article, Extraction, Statement
from kg.store import BaseStore
from kg.store import open_store as _open_store
from kg.store.questions import Question
from kg.store.questions import question as _question
from kg.store.selection import naming, originals
from kg.vocab.ontology import load_ontology, use_ontology

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Page", "Read", "accounts", "agenda", "ask", "build", "commitments", "communities", "day", "dyad", "export", "extract_article", "network", "networks_by_period",
    "open_store", "plot_agenda", "plot_dyad", "query", "question", "read", "reciprocity", "review", "samples", "show", "standings",
    "statements", "turning_points", "use_ontology",
]  # fmt: skip


def day(text: str) -> dt.date:
    """The day that an ISO 8601 date names; ValueError if it names none.

    >>> day("2025-01-18").year
    2025
    """
    return dt.date.fromisoformat(text)


def samples(series: str | None = None) -> Path:
    """The folder of the sample articles that come with the package, or the file of a series of articles about two states.

    The one series is ``greece-turkey``, twenty short articles from 2019 to 2024. Events took place; the wording is ours.

    >>> (samples() / "uk-japan-2023-01-11.txt").is_file(), samples("greece-turkey").is_file()
    (True, True)
    """
    package = Path(str(resources.files("kg")))
    return package / "series" / f"{series}.jsonl" if series else package / "samples"


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


@dataclass(frozen=True)
class Read(Extraction):
    """An article with the statements read from it, which shows itself in notebooks with its sentences marked."""

    def _repr_html_(self) -> str:
        from kg.views.reading import article_html

        return Page(article_html(self), 480)._repr_html_()


def extract_article(article: Article, model: str = _build.DEFAULT_MODEL) -> Read:
    """The statements of one article.

    >>> len(extract_article(Article("a", "China thanked Russia on Monday.")).statements)
    1
    """
    found = next(iter(_build.extract([article], model)))
    return Read(found.article, found.statements, found.events)


def open_store(where: str | Path, *, read_only: bool = False) -> BaseStore:
    """Open the store in a folder (made where there is none) or on a SPARQL 1.1 server; StoreError if it is something else.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     len(store)
    0
    """
    return _open_store(where, read_only=read_only)


def build(sources: Iterable[str | Path], store: BaseStore, model: str = _build.DEFAULT_MODEL) -> _build.Report:
    """Read sources into a store; the report says what was read and what was refused, and why.

    Parameters
    ----------
    sources : iterable of str or Path
        Files, folders or globs; see the README for the formats.
    store : BaseStore
        A store open for writing.
    model : str
        An installed spaCy pipeline.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     build([], store).articles
    0
    """
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


def _answer(store: BaseStore, text: str, parameters: dict[str, object]) -> Any:
    asked = store.query(text, parameters) if "{" in text else store.ask(_question(text), parameters)
    return store.labelled(asked)


def ask(store: BaseStore, query: str, **parameters: object) -> list[dict[str, str | None]]:
    """The rows of the answer to a SPARQL query, or to a question by its name, with labels for IRIs; see :func:`query`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     ask(store, "who-met-whom")
    []
    """
    return _answer(store, query, parameters).records()


def query(store: BaseStore, query: str, **parameters: object) -> pd.DataFrame:
    """The answer to a SPARQL query, or to a question by its name, as a pandas DataFrame (the ``notebook`` extra).

    Parameters
    ----------
    store : BaseStore
        An open store.
    query : str
        SPARQL 1.1 text, or the name of a question (``kg queries`` lists them).
    **parameters
        Values of the query's variables, or of the question's parameters; they are bound, never pasted into the text.

    Raises
    ------
    QueryError
        If the query is malformed or would leave the store, or a parameter is missing or of the wrong type.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     list(query(store, "SELECT ?who { ?who rel:attends ?what }").columns)
    ['who']
    """
    return _answer(store, query, parameters).frame()


def statements(store: BaseStore, **asked: Any) -> list[Statement]:
    """The statements of a store, all or a slice of them: see :func:`kg.analysis.slices.slice_of` for what may be asked.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     statements(store, actors=["Greece"])
    []
    """
    asked["actors"] = [_side(a) for a in asked.get("actors", ())]
    return list(slice_of(store.statements(), **asked))


def network(store: BaseStore, keep: Callable[[Statement], bool] | None = None, **asked: Any) -> Any:
    """The statements of a store, all, a slice or those that ``keep`` chooses, as a networkx ``MultiDiGraph``.

    A slice is asked for by ``since``, ``until``, ``actors``, ``relations``, ``modality`` and ``topic``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     network(store, since="2024-01-01").number_of_nodes()
    0
    """
    from kg.analysis.network import to_network

    return to_network(statements(store, **asked), keep)


def export(store: BaseStore, path: str | Path) -> Path:
    """Write the whole graph to a file, in the format that its ending tells: .jsonl, .csv, .nq, .trig, .ttl, .jsonld, .graphml, .gexf.

    Raises ValueError for another ending.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     export(store, folder + ".csv").suffix
    '.csv'
    """
    from kg.store.export import export_text

    formats = {".jsonl": "jsonl", ".csv": "csv", ".nq": "nquads", ".trig": "trig", ".ttl": "turtle", ".jsonld": "jsonld", ".graphml": "graphml", ".gexf": "gexf"}  # fmt: skip
    path = Path(path)
    if path.suffix not in formats:
        raise ValueError(f"{path}: the endings are {', '.join(formats)}")
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(export_text(store, formats[path.suffix]))
    return path


# -- analysis --------------------------------------------------------------------------------------


def _side(name: str) -> str:
    """A state's name as its ISO 3166-1 alpha-3 code; any other name as it is."""
    wanted = name.casefold()
    for a in load_ontology().actors.values():
        if a.type == "State" and a.country and wanted in {n.casefold() for n in a.names}:
            return a.country
    return name


def _between(store: BaseStore, a: str, b: str) -> tuple[list[Statement], str, str]:
    """The statements of the articles that name both sides, of copies of one story only the first's; and the two sides."""
    one, other = _side(a), _side(b)
    ids = originals(store, naming(store, one) & naming(store, other))
    return [s for x in store.extractions(ids) for s in x.statements], one, other


def dyad(store: BaseStore, a: str, b: str, by: str = "month") -> pd.DataFrame:
    """Two sides over time: events, mean score and quad classes by month or year, each way.

    Parameters
    ----------
    store : BaseStore
        An open store.
    a, b : str
        The two sides: names of states, ISO 3166-1 alpha-3 codes, or names or IRIs of other actors.
    by : {"month", "year"}
        How long a period is.

    Returns
    -------
    pandas.DataFrame
        A row a period and direction: ``period`` (ISO 8601), ``source``, ``target``, ``events``, ``mean_score`` (Goldstein's scale, -10 to
        10), and the events of each quad class.

    Raises
    ------
    ValueError
        If ``by`` is neither.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     list(dyad(store, "Greece", "Turkey").columns)[:4]
    ['period', 'source', 'target', 'events']
    """
    import pandas as pd

    from kg.analysis.dyads import QUADS, periods

    rows = [
        {**{k: v for k, v in asdict(p).items() if k != "quads"}, **p.quads} for p in periods(*_between(store, a, b), by)
    ]
    return pd.DataFrame(rows, columns=["period", "source", "target", "events", "mean_score", *QUADS])


def turning_points(store: BaseStore, a: str, b: str, most: int = 3) -> pd.DataFrame:
    """The days at which the mean score between two sides changed most, with the means before and after.

    See :func:`kg.analysis.dyads.turning_points` for the method.

    Parameters
    ----------
    store : BaseStore
        An open store.
    a, b : str
        The two sides: names of states, ISO 3166-1 alpha-3 codes, or names or IRIs of other actors.
    most : int
        How many at the most.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     len(turning_points(store, "Greece", "Turkey"))
    0
    """
    import pandas as pd

    from kg.analysis.dyads import turning_points as find

    return pd.DataFrame(find(*_between(store, a, b), most), columns=["day", "before", "after"])


def reciprocity(store: BaseStore, a: str, b: str) -> dict[str, float]:
    """How even two sides are: events and mean score each way, and the balance (1 is even).

    Parameters
    ----------
    store : BaseStore
        An open store.
    a, b : str
        The two sides: names of states, ISO 3166-1 alpha-3 codes, or names or IRIs of other actors.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     reciprocity(store, "Greece", "Turkey")["balance"]
    0.0
    """
    from kg.analysis.dyads import reciprocity as find

    return find(*_between(store, a, b))


def agenda(store: BaseStore, a: str, b: str, by: str = "year") -> pd.DataFrame:
    """The topics between two sides by period.

    Parameters
    ----------
    store : BaseStore
        An open store.
    a, b : str
        The two sides: names of states, ISO 3166-1 alpha-3 codes, or names or IRIs of other actors.
    by : {"month", "year"}
        How long a period is.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     list(agenda(store, "Greece", "Turkey").columns)
    ['period', 'topic', 'statements']
    """
    import pandas as pd

    from kg.analysis.dyads import agenda as find

    return pd.DataFrame(find(*_between(store, a, b), by), columns=["period", "topic", "statements"])


def commitments(store: BaseStore, who: str | None = None) -> pd.DataFrame:
    """What was planned or promised, by all or by one side, and the sentence of a later statement that reports it done, if any.

    Parameters
    ----------
    store : BaseStore
        An open store.
    who : str, optional
        One side: a state's name or code, or an actor's name or IRI.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     list(commitments(store).columns)
    ['who', 'what', 'content', 'time', 'article', 'done']
    """
    import pandas as pd

    from kg.analysis.dyads import commitments as find

    rows = [
        {
            "who": s.subject.name,
            "what": f"{s.relation} {s.object.name}",
            "content": s.content,
            "time": s.time.value if s.time else None,
            "article": s.article,
            "done": done.evidence[0].sentence if done and done.evidence else None,
        }
        for s, done in find(store.statements(), _side(who) if who else None)
    ]
    return pd.DataFrame(rows, columns=["who", "what", "content", "time", "article", "done"])


def accounts(store: BaseStore, a: str, b: str, topic: str | None = None, event_id: str | None = None) -> pd.DataFrame:
    """What those who speak for two sides say, of one topic or one event, side by side.

    Parameters
    ----------
    store : BaseStore
        An open store.
    a, b : str
        The two sides: names of states, ISO 3166-1 alpha-3 codes, or names or IRIs of other actors.
    topic : str, optional
        The name of a topic of the ontology, as ``sanctions``.
    event_id : str, optional
        The IRI of an event.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     list(accounts(store, "Greece", "Turkey").columns)
    ['side', 'speaker', 'sentence', 'article']
    """
    import pandas as pd

    from kg.analysis.dyads import accounts as find

    rows = [
        (side, s.speaker.name if s.speaker else "", s.evidence[0].sentence if s.evidence else "", s.article)
        for side, s in find(*_between(store, a, b), topic, event_id)
    ]
    return pd.DataFrame(rows, columns=["side", "speaker", "sentence", "article"]).drop_duplicates(ignore_index=True)


def standings(graph: Any, most: int = 20) -> pd.DataFrame:
    """The actors of a network that stand between most others: statements, partners, betweenness, constraint.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        What :func:`network` gives.
    most : int
        How many at the most.

    Examples
    --------
    >>> import networkx as nx
    >>> list(standings(nx.MultiDiGraph()).columns)
    ['name', 'statements', 'partners', 'betweenness', 'constraint']
    """
    import pandas as pd

    from kg.analysis.structure import Standing
    from kg.analysis.structure import standings as find

    return pd.DataFrame([asdict(r) for r in find(graph, most)], columns=list(Standing.__dataclass_fields__))


def communities(graph: Any) -> list[list[str]]:
    """The groups of actors of a network that deal more with each other than with others.

    Examples
    --------
    >>> import networkx as nx
    >>> communities(nx.MultiDiGraph())
    []
    """
    from kg.analysis.structure import communities as find

    return find(graph)


def networks_by_period(store: BaseStore, by: str = "year") -> pd.DataFrame:
    """The network of each month or year (``by``): actors, ties, density and the three best connected.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     list(networks_by_period(store).columns)
    ['period', 'actors', 'ties', 'density', 'top']
    """
    import pandas as pd

    from kg.analysis.structure import networks_by_period as find
    from kg.analysis.structure import summary

    return pd.DataFrame(summary(find(store.statements(), by)), columns=["period", "actors", "ties", "density", "top"])


def plot_dyad(store: BaseStore, a: str, b: str, by: str = "month") -> Any:
    """A matplotlib figure of two sides over time, with their turning points; for the parameters see :func:`dyad`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     plot_dyad(store, "Greece", "Turkey").axes[0].get_title()
    'Greece and Turkey'
    """
    from kg.analysis.dyads import periods
    from kg.analysis.dyads import turning_points as turning
    from kg.analysis.plots import plot_periods

    found, one, other = _between(store, a, b)
    return plot_periods(periods(found, one, other, by), f"{a} and {b}", turning(found, one, other))


def plot_agenda(store: BaseStore, a: str, b: str, by: str = "year") -> Any:
    """A matplotlib figure of the topics between two sides; for the parameters see :func:`agenda`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     plot_agenda(store, "Greece", "Turkey").axes[0].get_title()
    'Greece and Turkey'
    """
    from kg.analysis.dyads import agenda as find
    from kg.analysis.plots import plot_agenda as plot

    return plot(find(*_between(store, a, b), by), f"{a} and {b}")


# -- looking and correcting ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """An interactive page that shows itself in notebooks, without a network.

    >>> Page("<p>x</p>", 300)._repr_html_()[:7]
    '<iframe'
    """

    html: str
    height: int = 640

    def __repr__(self) -> str:
        return f"Page({len(self.html):,} characters)"

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{html.escape(self.html, quote=True)}" sandbox="allow-scripts allow-downloads allow-popups" '
            f'style="width:100%;height:{self.height}px;border:0"></iframe>'
        )

    def save(self, path: str | Path) -> None:
        """Write the page to a file."""
        Path(path).write_text(self.html, encoding="utf-8")


def show(
    store: BaseStore,
    about: str | None = None,
    between: tuple[str, str] | None = None,
    article: str | None = None,
    height: int = 640,
    event: str | None = None,
) -> Page:
    """The interactive page of a store, of one actor or two, of an event or an article, drawn where a notebook shows it.

    Raises StoreError if nobody is called so, or there is no such article or event.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     show(store).height
    640
    """
    from kg import pages

    made = pages.choose(store, about=about, between=between, event=event, article=article)
    return Page(made.html, height)


def review(store: BaseStore) -> Any:
    """The review of a store: its statements to accept, reject and correct (:class:`kg.correction.Review`).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     list(review(store).pending())
    []
    """
    from kg.correction import Review

    return Review(store)
