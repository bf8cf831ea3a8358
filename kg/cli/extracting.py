"""``kg extract``: statements to standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    DEFAULT_MODEL,
    Model,
    OntologyOption,
    Sources,
    Workers,
    app,
    clear_errors,
    finish,
    one_of,
    print_table,
)

if TYPE_CHECKING:
    from kg.model import Extraction

FORMATS = ("jsonl", "plover", "gdelt", "table")


@app.command(epilog="Example: kg extract article.txt --format jsonl | head")
def extract(
    sources: Sources,
    format: Annotated[
        str,
        typer.Option(
            help="jsonl, one statement a line; plover or gdelt, event records as JSON lines or CSV; or table, for people."
        ),
    ] = "table",
    model: Model = DEFAULT_MODEL,
    workers: Workers = 1,
    ontology: OntologyOption = None,
) -> None:
    """Print the statements of articles."""
    one_of(format, FORMATS, "--format")
    from kg.building import Report, extract_sources
    from kg.eventdata import GDELT_COLUMNS, csv_line

    report = Report()
    with clear_errors():
        if format == "gdelt":
            print(csv_line(GDELT_COLUMNS))
        for extraction in extract_sources(sources, report, model, workers):
            if format == "table":
                _table(extraction)
            else:
                for line in _lines(extraction, format):
                    print(line, flush=False)
        sys.stdout.flush()
    finish(report)


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


def _table(extraction: Extraction) -> None:
    rows = (
        (
            s.subject.name,
            s.relation,
            s.object.name,
            ("not " if s.negated else "") + s.modality.value,
            s.time.value if s.time else "",
            s.speaker.name if s.speaker else "",
        )
        for s in extraction.statements
    )
    title = extraction.article.title or extraction.article.id
    print_table(("subject", "relation", "object", "how", "when", "told by"), rows, title)
