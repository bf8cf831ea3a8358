"""The commands of the README, run one after the other as a newcomer would."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, SAMPLES

PAGE = (
    "<html><head><title>Talks in Minsk</title></head><body><article>"
    + "<p>The foreign ministers of Belarus and Poland met in Minsk on Monday and agreed to open the border again.</p>"
    * 4
    + "</article></body></html>"
)


def commands() -> list[str]:
    """The lines of the README that are kg commands, without their comments."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.startswith("    kg ")]


def test_readme_commands_run(tmp_path: Path, sparql_server: str) -> None:
    shutil.copytree(SAMPLES, tmp_path / "news", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copy(SAMPLES / "kenya-us-2024-05-23.txt", tmp_path / "article.txt")
    (tmp_path / "more.jsonl").write_text(
        '{"text": "China thanked Russia for its support on Monday."}\n', encoding="utf-8"
    )
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    found = commands()
    assert len(found) >= 9
    for command in found:
        arguments = shlex.split(command.split(">")[0].replace("http://localhost:7878", sparql_server))[1:]
        if arguments[0] == "serve":
            continue
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"


def test_readme_names_no_command_that_is_not_there() -> None:
    import typer.main

    from kg.cli import app

    assert {shlex.split(c)[1] for c in commands()} <= set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
