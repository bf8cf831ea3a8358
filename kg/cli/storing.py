"""Commands that write and read stores: build, query, queries, stats, forget, backup, validate, demo."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    DEFAULT_MODEL,
    DEFAULT_STORE,
    SOURCE,
    Model,
    OntologyOption,
    StoreOption,
    Workers,
    app,
    clear_errors,
    finish,
    one_of,
    print_table,
    progress,
)
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.building import Report
    from kg.store import BaseStore
    from kg.store.answers import Answer

ENGINES = ("processes", "dask")
ANSWERS = ("table", "csv", "json", "markdown")


@app.command(epilog="Example: kg build news/ more.jsonl --store my-store")
def build(
    sources: Annotated[list[str] | None, SOURCE] = None,
    store: StoreOption = DEFAULT_STORE,
    statements: Annotated[
        list[Path] | None,
        typer.Option(
            "--statements",
            metavar="FILE",
            help="Take the statements from a file in the format of kg extract --format jsonl, written by any extractor or a "
            "person; their sentences are looked up in the SOURCEs, where these are given.",
        ),
    ] = None,
    model: Model = DEFAULT_MODEL,
    workers: Workers = 1,
    engine: Annotated[
        str, typer.Option(help="processes of this machine, or dask: a cluster of machines (the dask extra).")
    ] = "processes",
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Dask scheduler, tcp://host:8786; left out, N workers are started here."),
    ] = None,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write the report as JSON too.")
    ] = None,
    ontology: OntologyOption = None,
) -> None:
    """Read articles into a store; what is there unchanged is not read again."""
    if not sources and not statements:
        raise typer.BadParameter("name a SOURCE to read, or --statements FILE", param_hint="SOURCE…")
    one_of(engine, ENGINES, "--engine")
    if scheduler is not None and engine != "dask":
        raise typer.BadParameter("a scheduler is for --engine dask", param_hint="--scheduler")
    from kg.building import Report, build_statements, read_articles
    from kg.store import open_store

    report = Report()
    with clear_errors(), open_store(store) as opened:
        if statements:
            build_statements(statements, read_articles(sources or [], report), opened, report)
        else:
            build_from(sources or [], opened, report, model, workers, engine, scheduler)
        counts = opened.counts()
    if report_file is not None:
        report_file.write_text(json.dumps(report.as_dict(), ensure_ascii=False, indent=2), encoding="utf-8")
    typer.echo(
        f"{report.articles} articles read, {report.unchanged} unchanged, {len(report.refused)} refused; {report.statements} statements. "
        f"In {opened.location}: {counts['articles']} articles, {report.copies} of them copies, {counts['statements']} statements, "
        f"{counts['events']} events, {counts['entities']} entities."
    )
    if report.relations:
        typer.echo("Most frequent: " + ", ".join(f"{r} {n}" for r, n in report.relations.most_common(8)) + ".")
    finish(report)


def build_from(
    sources: Sequence[str],
    store: BaseStore,
    report: Report,
    model: str,
    workers: int = 1,
    engine: str = "processes",
    scheduler: str | None = None,
) -> None:
    """Read sources into a store with an engine, under a progress bar."""
    if engine == "dask":
        from kg.distributed import build_on_dask

        run_build(
            lambda: build_on_dask(sources, store, report, model, scheduler=scheduler, workers=workers), sources, report
        )
    else:
        from kg.building import build

        run_build(lambda: build(sources, store, report, model, workers), sources, report)


def run_build(run: Callable[[], Iterable[object]], sources: Sequence[str], report: Report) -> None:
    """Run a build that counts into a report under a progress bar; its end is known once the sources are counted.

    Ctrl-C stops it: what was read is written, and the next build goes on from there.
    """
    from kg.readers import count_articles

    with progress("articles") as bar:
        task = bar.add_task("reading", total=None)
        threading.Thread(target=lambda: bar.update(task, total=count_articles(sources)), daemon=True).start()
        report.listener = lambda r: bar.update(
            task, completed=r.seen, description=f"reading ({r.statements} statements, {len(r.refused)} refused)"
        )
        try:
            for _ in run():
                pass
        except KeyboardInterrupt:
            bar.stop()
            typer.echo(
                f"stopped: {report.articles} articles were read and are kept; the same command goes on from there",
                err=True,
            )
            raise typer.Exit(130) from None
        finally:
            report.listener = None


@app.command(epilog='Example: kg query "SELECT ?who { ?who rel:attends ?what }" --store my-store')
def query(
    question: Annotated[
        str, typer.Argument(help="SPARQL text, a file of it, or the name of a question (see kg queries).")
    ],
    store: StoreOption = DEFAULT_STORE,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="A parameter of the question.")
    ] = None,
    format: Annotated[str, typer.Option(help="table, csv, json or markdown.")] = "table",
    iris: Annotated[bool, typer.Option("--iris", help="Show IRIs instead of labels.")] = False,
    ontology: OntologyOption = None,
) -> None:
    """Ask the graph a question in SPARQL."""
    one_of(format, ANSWERS, "--format")
    from kg.store import open_store

    parameters: dict[str, str] = {}
    for pair in param or []:
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="--param")
        parameters[name] = value
    with clear_errors(), open_store(store, read_only=True) as opened:
        answer = ask(opened, question, parameters)
        print_answer(answer if iris else opened.labelled(answer), format)


def ask(store: BaseStore, asked: str, parameters: dict[str, str]) -> Answer:
    """The answer to SPARQL text, to a file of it, or to a question by its name."""
    from kg.errors import QueryError
    from kg.store.questions import questions

    known = {q.name: q for q in questions()}
    if asked in known:
        return store.ask(known[asked], parameters)
    if len(asked) < 400 and "{" not in asked:
        if not Path(asked).is_file():
            raise QueryError(f"{asked!r} is neither SPARQL, nor a file, nor one of the questions: {', '.join(known)}")
        asked = Path(asked).read_text(encoding="utf-8")
    return store.query(asked, parameters)


def print_answer(answer: Answer, format: str) -> None:
    """Print an answer as a table, or in one of the formats for machines."""
    from kg.store.answers import write_answer

    if format == "table":
        print_table(answer.columns, answer.rows)
        typer.echo(f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}", err=True)
    else:
        print(write_answer(answer, format), end="")


@app.command()
def queries(ontology: OntologyOption = None) -> None:
    """List the questions that kg query knows by name."""
    from kg.store.questions import questions

    with clear_errors():
        rows = [
            (
                q.name,
                f"{q.title}. {q.description}",
                "\n".join(
                    f"{p.name} ({p.type}{'' if p.default is None else f', {p.default} if left out'}): {p.meaning}"
                    for p in q.parameters
                ),
            )
            for q in questions()
        ]
    print_table(("name", "question", "parameters"), rows)


@app.command()
def stats(store: StoreOption = DEFAULT_STORE) -> None:
    """Say what is in a store."""
    from kg.store import open_store

    with clear_errors(), open_store(store, read_only=True) as opened:
        for name, count in opened.counts().items():
            typer.echo(f"{name:12} {count:>8}")


@app.command(epilog="Example: kg forget us-cuba-2014-12-17 --store my-store")
def forget(
    article: Annotated[str, typer.Argument(help="The article's id.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take an article and all that was read from it out of a store."""
    from kg.store import open_store
    from kg.store.copies import mark_copies
    from kg.store.entities import relink

    with clear_errors(), open_store(store) as opened:
        if not opened.forget(article):
            ids = opened.article_ids()
            more = f" and {len(ids) - 20} more" if len(ids) > 20 else ""
            raise KgError(
                f"there is no article {article!r} in {store}; the ids are: {', '.join(ids[:20]) or 'none'}{more}"
            )
        relink(opened)
        mark_copies(opened)
    typer.echo(f"{article} forgotten")


@app.command(epilog="Example: kg backup copies/2024-05-23 --store my-store")
def backup(
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Copy a store, with the decisions beside it, to a new folder."""
    from kg.store import Store, open_store

    with clear_errors(), open_store(store) as opened:
        if not isinstance(opened, Store):
            raise KgError("a server's store is backed up by the server's own means")
        opened.backup(target)
    typer.echo(f"{store} copied to {target}")


@app.command()
def validate(
    store: StoreOption = DEFAULT_STORE,
    ontology: OntologyOption = None,
) -> None:
    """Check the graph against the shapes of the ontology."""
    from kg.store import open_store
    from kg.store.validate import validate as run

    with clear_errors(), open_store(store, read_only=True) as opened, progress("articles") as bar:
        task = bar.add_task("checking", total=len(opened))
        faults = run(opened, lambda article: bar.advance(task))
        count = len(opened)
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{count} articles, no faults")


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--folder", metavar="DIR", help="Where to put the store and the page.")
    ] = Path(),
) -> None:
    """Build the sample articles, ask a question, write the page."""
    from importlib import resources

    from kg.building import Report
    from kg.pages import overview
    from kg.store import open_store

    samples = Path(str(resources.files("kg"))) / "samples"
    report = Report()
    where = folder / "demo-store"
    with clear_errors():
        folder.mkdir(parents=True, exist_ok=True)
        with open_store(where) as opened:
            build_from([str(samples)], opened, report, DEFAULT_MODEL)
            counts = opened.counts()
            typer.echo(
                f"{counts['articles']} sample articles: {counts['statements']} statements about {counts['entities']} entities, in {where}\n"
            )
            typer.echo("Who met, called or visited whom? (kg query who-met-whom --store demo-store)")
            print_answer(opened.labelled(ask(opened, "who-met-whom", {})), "table")
            page = overview(opened)
        target = folder / "graph.html"
        target.write_text(page.html, encoding="utf-8")
    typer.echo(f"\nThe graph: open {target.resolve()} in a browser. Click a line to see its sentence.")
    finish(report)
