"""The guide: all commands, names, questions and terms are in it, it builds without a warning, and the README's Python runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests import guide
from tests.conftest import ROOT


@pytest.mark.slow
def test_the_guide_builds(tmp_path: Path) -> None:
    pages = tmp_path / "guide"
    guide.write(pages)
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings |= {"docs_dir": str(pages), "site_dir": str(tmp_path / "site")}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(tmp_path / "mkdocs.yml")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    api = (tmp_path / "site" / "api.html").read_text(encoding="utf-8")
    assert ("turning_points" in api and "Raises" in api) or "raises" in api
    assert "kg review" in (tmp_path / "site" / "commands.html").read_text(encoding="utf-8")
    assert "said-by" in (tmp_path / "site" / "questions.html").read_text(encoding="utf-8")


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").split("## In Python")[1].split("\n## ")[0].splitlines()
    code = "\n".join(line[4:] for line in lines if line.startswith("    "))
    assert "import kg" in code
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
