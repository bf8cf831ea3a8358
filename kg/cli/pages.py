"""``kg view`` and ``kg serve``: the graph as pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_STORE, OntologyOption, StoreOption, app, clear_errors


@app.command(epilog='Example: kg view --store my-store --about "Xi Jinping" --out xi.html')
def view(
    store: StoreOption = DEFAULT_STORE,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the page.")] = Path("graph.html"),
    about: Annotated[str | None, typer.Option(metavar="NAME", help="What is around this actor.")] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="What is between these two, with a timeline.")
    ] = None,
    event: Annotated[
        str | None, typer.Option(metavar="NAME", help="An event, by its name or IRI (kg query events lists them).")
    ] = None,
    article: Annotated[
        str | None, typer.Option(metavar="ID", help="The text of an article with its statements marked.")
    ] = None,
    ontology: OntologyOption = None,
) -> None:
    """Write the graph, or a part of it, as a page that works without a network."""
    from kg import pages
    from kg.store import open_store

    if sum(x is not None for x in (about, between, event, article)) > 1:
        raise typer.BadParameter("choose one of --about, --between, --event and --article")
    with clear_errors(), open_store(store, read_only=True) as opened:
        page = pages.choose(opened, about=about, between=between, event=event, article=article)
    out.write_text(page.html, encoding="utf-8")
    typer.echo(f"{page.title}: {out.resolve()}")


@app.command(epilog="Example: kg serve --store my-store --port 8000")
def serve(
    store: StoreOption = DEFAULT_STORE,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 20.0,
    cors: Annotated[
        str | None,
        typer.Option(
            metavar="ORIGIN", help="Let pages of this origin ask too, as https://example.org; none by default."
        ),
    ] = None,
) -> None:
    """Serve the pages and a read-only SPARQL 1.1 endpoint on this machine."""
    from kg.server import Limits
    from kg.server import serve as run

    with clear_errors():
        typer.echo(
            f"http://127.0.0.1:{port}/ (graph), /query (query page), /sparql (endpoint); stop with Ctrl-C", err=True
        )
        run(store, port, Limits(seconds=timeout), cors)
