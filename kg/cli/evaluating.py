"""``kg evaluate``: how good the extractor is on articles with gold facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_MODEL, Model, OntologyOption, app, clear_errors, finish


@app.command(epilog="Example: kg evaluate tests/gold --errors")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder with articles/ID.txt and facts/ID.json.")],
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed and what was wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    model: Model = DEFAULT_MODEL,
    ontology: OntologyOption = None,
) -> None:
    """Score the extractor on articles with gold facts."""
    from kg.building import Report, extract_sources
    from kg.evaluation import evaluate as run
    from kg.evaluation import load_gold

    report = Report()
    with clear_errors():
        facts = load_gold(gold)
        files = [str(gold / "articles" / f"{name}.txt") for name in facts]
        statements = {x.article.id: x.statements for x in extract_sources(files, report, model)}
    score = run(facts, statements)
    upper, lower = score.halves()
    if as_json:
        values = {k: getattr(score, k) for k in ("precision", "recall", "core_recall", "f1", "facts", "statements")}
        typer.echo(
            json.dumps(
                {**values, "qualifiers": {k: score.accuracy(k) for k in sorted(score.hits)}, "errors": score.kinds}
            )
        )
    else:
        if errors:
            for row in score.missed:
                typer.echo("missed " + " ".join(row))
            for name, s in score.wrong:
                typer.echo(f"wrong  {name} {s.subject.name} · {s.relation} · {s.object.name}")
        typer.echo("qualifiers right: " + "  ".join(f"{k} {score.accuracy(k):.2f}" for k in sorted(score.hits)))
        typer.echo(
            "errors: " + ("  ".join(f"{k} {n}" for k, n in sorted(score.kinds.items(), key=lambda x: -x[1])) or "none")
        )
        typer.echo(
            f"precision {score.precision:.3f} (upper half by confidence {upper:.3f}, lower {lower:.3f})  recall {score.recall:.3f}  "
            f"core recall {score.core_recall:.3f}  F1 {score.f1:.3f}  ({score.facts} facts, {score.statements} statements)"
        )
    finish(report)
