"""Commands that bring the graph out in other formats, and in from them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_STORE, OntologyOption, StoreOption, app, clear_errors, one_of

#: What ``--format`` takes: the formats of :mod:`kg.store.export`, and a folder of files for Neo4j.
FORMATS = ("jsonl", "csv", "nquads", "trig", "turtle", "jsonld", "graphml", "gexf", "neo4j")


@app.command(epilog="Example: kg export --store my-store --format turtle > graph.ttl")
def export(
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[
        str,
        typer.Option(help="jsonl, csv, nquads, trig, turtle, jsonld, graphml, gexf; or neo4j, two files in a folder."),
    ] = "jsonl",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write there instead of to standard output.")
    ] = None,
) -> None:
    """Give the whole graph in another format."""
    one_of(format, FORMATS, "--format")
    from kg.store import open_store
    from kg.store.export import export_neo4j, export_text

    if format == "neo4j" and out is None:
        raise typer.BadParameter("neo4j writes two files: name a folder with --out", param_hint="--out")
    with clear_errors(), open_store(store, read_only=True) as opened:
        if format == "neo4j" and out is not None:
            for file in export_neo4j(opened, out):
                typer.echo(file)
        elif out is not None:
            with out.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(export_text(opened, format))
        else:
            for piece in export_text(opened, format):
                sys.stdout.write(piece)
            sys.stdout.flush()


@app.command("import", epilog="Example: kg import graph.trig --store my-store")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Files that kg export wrote: RDF, GraphML, GEXF, CSV or JSON Lines."),
    ],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Put the articles and statements of exported files into a store."""
    from kg.building import import_files
    from kg.store import open_store

    with clear_errors(), open_store(store) as opened:
        report = import_files(files, opened)
        counts = opened.counts()
    typer.echo(
        f"{report.articles} articles taken, {report.unchanged} unchanged; {report.statements} statements. "
        f"In {opened.location}: {counts['articles']} articles, {counts['statements']} statements."
    )


@app.command(epilog="Example: kg vocabulary --out vocabulary.html")
def vocabulary(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the page.")] = Path(
        "vocabulary.html"
    ),
    ontology: OntologyOption = None,
) -> None:
    """Write a page that documents every term of the graph: classes, properties, relations, topics, questions."""
    from kg.views.vocabulary import vocabulary_page

    with clear_errors():
        out.write_text(vocabulary_page(), encoding="utf-8")
    typer.echo(out.resolve())
