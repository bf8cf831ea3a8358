"""The commands of the README, run one after the other as a newcomer would."""

from __future__ import annotations

import gzip
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


def commands(page: str = "README.md") -> list[str]:
    """The lines of a page that are kg commands, without their comments."""
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.startswith("    kg ")]


def test_readme_commands_run(tmp_path: Path, sparql_server: str) -> None:
    shutil.copytree(SAMPLES, tmp_path / "news", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copy(SAMPLES / "kenya-us-2024-05-23.txt", tmp_path / "article.txt")
    (tmp_path / "more.jsonl").write_text(
        '{"text": "China thanked Russia for its support on Monday."}\n', encoding="utf-8"
    )
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "archive" / "2024").mkdir(parents=True)
    (tmp_path / "archive" / "2024" / "a.jsonl.gz").write_bytes(
        gzip.compress(b'{"text": "Iran thanked Oman on Monday."}')
    )
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


def test_the_options_in_the_pages_of_the_guide_are_there() -> None:
    import typer.main

    from kg.cli import app

    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    found = [c for page in sorted((ROOT / "kg" / "guide").glob("*.md")) for c in commands(str(page))]
    assert found
    for command in found:
        words = shlex.split(command)
        options = {name for p in known[words[1]].params for name in p.opts}
        assert {w for w in words if w.startswith("--")} <= options, command
