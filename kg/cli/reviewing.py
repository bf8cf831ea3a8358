"""``kg review``: statements with their sentences, to accept, reject and correct."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DEFAULT_STORE, StoreOption, app, clear_errors, print_table
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.correction import Review
    from kg.model import Statement


@app.command(epilog="Example: kg review --store my-store --article us-cuba-2014-12-17")
def review(
    store: StoreOption = DEFAULT_STORE,
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="Only statements of this article.")
    ] = None,
    judged: Annotated[bool, typer.Option("--judged", help="List what was judged.")] = False,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FOLDER", help="Write what was judged as gold facts for kg evaluate."),
    ] = None,
) -> None:
    """Judge statements, the least certain first: accept, reject, correct, skip. What is judged holds for later builds."""
    from kg.correction import Review
    from kg.store import open_store

    with clear_errors(), open_store(store) as opened:
        at = Review(opened)
        if judged:
            rows = [
                (j.kind, j.statement.article, _words(j.statement), _words(j.corrected) if j.corrected else "")
                for j in at.judgements()
            ]
            print_table(("judgement", "article", "statement", "corrected"), rows)
        elif export is not None:
            count = at.export_gold(export)
            typer.echo(
                f"{count} article{'' if count == 1 else 's'} in {export}; kg evaluate {export} scores the extractor on them"
            )
        else:
            _loop(at, article)
            typer.echo(f"{len(at.judgements())} statements judged, in {opened.judgements.path}")


def _words(s: Statement) -> str:
    return f"{s.subject.name} {'not: ' if s.negated else ''}{s.relation} {s.object.name} ({s.modality.value})"


def _loop(at: Review, article: str | None) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for s in at.pending(article):
        console.rule(Text(f"{s.article}, confidence {s.confidence}"))
        for e in s.evidence:
            text = Text(e.sentence)
            for a, b in e.marks:
                text.stylize("bold underline", a - e.start, b - e.start)
            console.print(text)
        told = f", told by {s.speaker.name}" if s.speaker else ""
        when = f", {s.time.value}" if s.time else ""
        console.print(Text(f"→ {_words(s)}{when}{told}", style="bold"))
        answer = (
            typer.prompt("[a]ccept [r]eject [c]orrect [s]kip [q]uit", default="s", show_default=False)
            .strip()
            .lower()[:1]
        )
        if answer == "q":
            return
        if answer == "a":
            at.accept(s)
        elif answer == "r":
            at.reject(s)
        elif answer == "c":
            _correct(at, s)


def _correct(at: Review, s: Statement) -> None:
    asked = {"subject": s.subject.name, "relation": s.relation, "object": s.object.name, "modality": s.modality.value}
    changes = {}
    for name, now in asked.items():
        value = typer.prompt(name, default=now)
        if value != now:
            changes[name] = value
    if not changes:
        at.accept(s)
        return
    try:
        at.correct(s, **changes)
    except ValueError as error:
        raise KgError(str(error)) from error
