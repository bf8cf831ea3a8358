"""The floors of the package: a module imports only from floors below its own; importing does no work."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: The floor of each module or package of kg (DESIGN.md, "Layout").
FLOORS = {
    "errors": 0,
    "model": 0,
    "settings": 0,
    "vocab": 1,
    "records": 1,
    "eventdata": 2,
    "text": 2,
    "readers": 3,
    "extract": 3,
    "store": 4,
    "happenings": 2,
    "linking": 3,
    "copies": 3,
    "foreign": 4,
    "evaluation": 4,
    "analysis": 5,
    "views": 6,
    "pages": 7,
    "building": 7,
    "server": 8,
    "distributed": 8,
    "notebook": 10,
    "correction": 8,
    "api": 9,
    "cli": 11,
}


def modules() -> list[Path]:
    return sorted(p for p in (ROOT / "kg").rglob("*.py") if p.name != "__init__.py" or p.parent.name != "kg")


def room(path: Path) -> str:
    return path.relative_to(ROOT / "kg").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    own = room(path)
    if own in ("samples", "series"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kg."):
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [a.name for a in node.names if a.name.startswith("kg.")]
        for name in names:
            other = name.split(".")[1]
            assert other == own or FLOORS[other] < FLOORS[own], f"{path}: {own} imports {other}"


def test_only_the_command_line_prints() -> None:
    for path in modules():
        if room(path) == "cli":
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        assert not any(isinstance(c.func, ast.Name) and c.func.id == "print" for c in calls), path


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.store", "kg.pages"])
def test_import_is_light(module: str) -> None:
    """Neither spaCy nor the readers' libraries are imported before they are used."""
    heavy = ["spacy", "trafilatura", "pyshacl", "dateparser", "pyvis", "pandas", "matplotlib"]
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
