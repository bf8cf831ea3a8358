"""Writes the pages of the guide out of README, docstrings, commands and ontology; ``make docs`` makes a site of them.

Its pages are tested where they come from: commands and snippets by the tests of the README and of the two pages of ``kg/guide``,
examples as doctests, questions by their own tests.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def commands() -> str:
    """A page of all commands with their options and examples."""
    import typer.main

    from kg.cli import app

    group = typer.main.get_command(app)
    lines = ["# Commands", "", "Results go to standard output, progress and complaints to standard error. Exit status 0: done; 1: done, but with "
             "articles refused, each named with the reason; 2: wrong usage, or nothing could be done.", ""]  # fmt: skip

    def describe(name: str, command: Any) -> None:
        lines.extend([f"## {name}", "", (command.help or "").strip(), ""])
        usage = [
            f"    {name} "
            + " ".join(
                str(p.metavar or (p.name or "").upper()) for p in command.params if p.param_type_name == "argument"
            )
        ]
        lines.extend([*usage, ""])
        rows = [
            (", ".join(p.opts), getattr(p, "help", None) or "") for p in command.params if p.param_type_name == "option"
        ]
        rows = [r for r in rows if r[0] != "--help"]
        if rows:
            lines.extend(
                [
                    "| option | meaning |",
                    "| --- | --- |",
                    *(f"| `{opts}` | {text.replace('|', '/')} |" for opts, text in rows),
                    "",
                ]
            )
        if command.epilog:
            lines.extend(
                [
                    f"{command.epilog.replace('Example: ', 'Example: `')}`"
                    if command.epilog.startswith("Example: ")
                    else command.epilog,
                    "",
                ]
            )
        for sub, inner in getattr(command, "commands", {}).items():
            describe(f"{name} {sub}", inner)

    for name, command in sorted(group.commands.items()):  # type: ignore[attr-defined]
        describe(f"kg {name}", command)
    return "\n".join(lines)


def questions() -> str:
    """A page of the named questions."""
    from kg.store.questions import questions as all_questions

    lines = ["# Questions", "", "`kg query NAME --param …` asks one; each is a file in `ontology/queries/`, and yours lie in `queries/` of a folder "
             "given by `--ontology`.", ""]  # fmt: skip
    for q in all_questions():
        lines.extend([f"## {q.name}", "", f"**{q.title}.** {q.description}", ""])
        lines.extend(
            f"- `{p.name}` ({p.type}{'' if p.default is None else f', {p.default} if left out'}): {p.meaning}"
            for p in q.parameters
        )
        lines.extend(["", *(f"    {e}" for e in q.examples), "", "```sparql", q.text.strip(), "```", ""])
    return "\n".join(lines)


def vocabulary() -> str:
    """A page of the terms of the graph."""
    from lxml import html

    from kg.views.vocabulary import vocabulary_page

    tree = html.fromstring(vocabulary_page())
    lines = ["# The vocabulary", "", "`kg vocabulary` writes the same as a page of its own.", ""]
    for node in tree.iter("h2", "table"):
        if node.tag == "h2":
            if node.get("id") == "questions":
                break
            lines.extend([f"## {node.text_content()}", ""])
            continue
        rows = [[c.text_content().strip().replace("|", "\\|").replace("\n", " ") for c in r] for r in node.iter("tr")]
        width = max(len(r) for r in rows)
        for i, row in enumerate(rows):
            lines.append("| " + " | ".join(row + [""] * (width - len(row))) + " |")
            if i == 0:
                lines.append("|" + " --- |" * width)
        lines.append("")
    return "\n".join(lines)


def write(folder: Path) -> None:
    """Write the pages of the guide."""
    import kg

    shutil.rmtree(folder, ignore_errors=True)
    (folder / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "graph.png", folder / "notebooks" / "graph.png")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for link in ("ontology/", "notebooks/", "tests/gold/", "tests/floors.toml"):
        readme = readme.replace(f"[{link}]({link})", f"`{link}`")
    for page in sorted((ROOT / "kg" / "guide").glob("*.md")):
        shutil.copy(page, folder / page.name)
        readme = readme.replace(f"(kg/guide/{page.name})", f"({page.name})")
    (folder / "index.md").write_text(readme, encoding="utf-8")
    (folder / "commands.md").write_text(commands(), encoding="utf-8")
    names = [n for n in kg.__all__ if n != "load_ipython_extension"]
    model = [n for n in names if getattr(kg, n).__module__ == "kg.model"]
    api = [
        "# In Python",
        "",
        "`import kg` gives these names.",
        "",
        *(f"::: kg.api.{n}" for n in names if n not in model and n != "use_ontology"),
    ]
    api += [
        "",
        "::: kg.vocab.ontology.use_ontology",
        "",
        "::: kg.correction.Review",
        "",
        "::: kg.store.embedded.Store",
        "",
        "::: kg.analysis.slices.slice_of",
    ]
    (folder / "api.md").write_text("\n\n".join(api), encoding="utf-8")
    (folder / "model.md").write_text(
        "\n\n".join(["# The model", *(f"::: kg.model.{n}" for n in [*model, "EntityType"])]), encoding="utf-8"
    )
    (folder / "questions.md").write_text(questions(), encoding="utf-8")
    (folder / "vocabulary.md").write_text(vocabulary(), encoding="utf-8")
    parts = [
        "# Measures",
        "What the numbers mean, with the sources of the methods.",
        "::: kg.analysis.dyads",
        "::: kg.analysis.structure",
    ]
    (folder / "measures.md").write_text("\n\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "guide")
