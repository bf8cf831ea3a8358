"""The commands as a user types them: what they print, and their exit status."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES


def kg(*arguments: object, cwd: Path | None = None, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a kg command."""
    return subprocess.run(
        [sys.executable, "-m", "kg.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd or ROOT,
        input=stdin,
        check=False,
    )


def test_extract_prints_a_record_a_line() -> None:
    done = kg("extract", SAMPLES / "ethiopia-eritrea-2018-07-09.txt", "--format", "jsonl")
    assert done.returncode == 0
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert {
        "article",
        "subject",
        "relation",
        "object",
        "modality",
        "negated",
        "speaker",
        "time",
        "place",
        "event",
        "sentence",
    } <= set(records[0])
    assert {
        "subject_id",
        "relation_id",
        "object_id",
        "subject_type",
        "object_type",
        "subject_country",
        "object_country",
        "content",
        "topics",
        "confidence",
        "start",
        "end",
    } <= set(records[0])
    text = (SAMPLES / "ethiopia-eritrea-2018-07-09.txt").read_text(encoding="utf-8").strip()
    assert all(text[r["start"] : r["end"]] == r["sentence"] for r in records)
    assert any((r["subject"], r["relation"]) == ("Abiy Ahmed", "signs") for r in records)


def test_event_records() -> None:
    done = kg("extract", SAMPLES / "ethiopia-eritrea-2018-07-09.txt", "--format", "plover")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    signing = next(e for e in events if e["feature"]["relation"] == "signs")
    assert (signing["event"], signing["date"], signing["source"][0]["code"]) == ("SUPPORT", "2018-07-09", "ETH")
    done = kg("extract", SAMPLES / "ethiopia-eritrea-2018-07-09.txt", "--format", "gdelt")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert len(rows) == len(events)
    assert {r["QuadClass"] for r in rows} <= {"1", "2", "3", "4"} and any(r["EventRootCode"] == "05" for r in rows)


def test_extract_reads_standard_input() -> None:
    done = kg(
        "extract",
        "-",
        "--format",
        "jsonl",
        stdin='{"id": "x", "text": "China thanked Russia for its support on Monday."}\n',
    )
    assert done.returncode == 0
    assert json.loads(done.stdout.splitlines()[0])["article"] == "x"


def test_a_bad_article_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("China thanked Russia for its support on Monday.", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    done = kg("extract", tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "none.txt", "--format", "jsonl")
    assert done.returncode == 1
    assert '"China"' in done.stdout
    assert "empty.txt: the file is empty" in done.stderr and "none.txt: there is no such file" in done.stderr


def test_an_article_that_breaks_a_component_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.errors import ArticleError
    from kg.extract import nominals
    from kg.extract.pipeline import extract
    from kg.model import Article

    original = nominals.Nominals.__call__

    def breaks(self: nominals.Nominals, doc: object) -> object:
        if "broken" in str(doc):
            raise ValueError("no")
        return original(self, doc)  # type: ignore[arg-type]

    monkeypatch.setattr(nominals.Nominals, "__call__", breaks)
    failed: list[ArticleError] = []
    texts = ["China thanked Russia.", "China thanked broken Russia.", "China thanked Iran."]
    done = list(extract([Article(str(i), t) for i, t in enumerate(texts)], failed=failed))
    assert [x.article.id for x in done] == ["0", "2"]
    assert [e.source for e in failed] == ["1"]


def test_wrong_usage() -> None:
    assert kg("extract").returncode == 2
    assert kg("extract", "a.txt", "--format", "xml").returncode == 2
    assert kg("extract", SAMPLES, "--model", "no_such_model").returncode == 2
    assert kg("query", "SELECT ?x {", "--store", "/nonexistent").returncode == 2


def test_build_query_view_export_forget(tmp_path: Path) -> None:
    store = tmp_path / "store"
    done = kg("build", SAMPLES, "--store", store, "--report", tmp_path / "report.json")
    assert done.returncode == 0, done.stderr
    assert "7 articles read" in done.stdout
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["articles"] == 7
    assert "7 unchanged" in kg("build", SAMPLES, "--store", store).stdout

    done = kg("query", "SELECT DISTINCT ?who { ?who rel:signs ?what }", "--store", store, "--format", "csv")
    assert "Abiy Ahmed" in done.stdout.splitlines()
    assert (
        "Isaias Afwerki"
        in kg("query", "who-met-whom", "--store", store).stdout + kg("query", "offices", "--store", store).stdout
    )
    done = kg("query", "said-by", "--param", "speaker=Joe Biden", "--store", store, "--format", "json")
    assert json.loads(done.stdout)
    done = kg("query", "said-by", "--store", store)
    assert done.returncode == 2 and "--param speaker" in done.stderr
    done = kg("query", "SELECT * {\n ?s ?p }", "--store", store)
    assert done.returncode == 2 and "line" in done.stderr

    page = tmp_path / "g.html"
    assert kg("view", "--store", store, "--out", page, "--about", "Abiy Ahmed").returncode == 0
    assert "<!DOCTYPE html>" in page.read_text(encoding="utf-8")
    done = kg("view", "--store", store, "--out", page, "--about", "Nobody Atall")
    assert done.returncode == 2 and "nobody in the graph" in done.stderr

    assert "no faults" in kg("validate", "--store", store).stdout
    assert "articles" in kg("stats", "--store", store).stdout
    assert len(kg("export", "--store", store).stdout.splitlines()) > 50
    assert kg("forget", "us-cuba-2014-12-17", "--store", store).returncode == 0
    assert kg("forget", "us-cuba-2014-12-17", "--store", store).returncode == 2
    assert "Raul Castro" not in kg("export", "--store", store).stdout


@pytest.mark.parametrize(
    "command",
    [
        "extract",
        "build",
        "query",
        "queries",
        "view",
        "serve",
        "export",
        "validate",
        "stats",
        "backup",
        "entities",
        "import",
        "review",
        "vocabulary",
        "forget",
        "evaluate",
        "demo",
    ],
)
def test_every_command_has_help(command: str) -> None:
    done = kg(command, "--help")
    assert done.returncode == 0 and "Usage" in done.stdout


def test_demo(tmp_path: Path) -> None:
    done = kg("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "7 sample articles" in done.stdout and "graph.html" in done.stdout
    assert (tmp_path / "graph.html").stat().st_size > 100_000
    assert (tmp_path / "demo-store").is_dir()


def test_evaluate_on_own_gold() -> None:
    done = kg("evaluate", ROOT / "tests" / "gold", "--json")
    assert json.loads(done.stdout)["f1"] > 0.5


def test_asking_does_not_load_the_extractor(sample_store: Path) -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from kg.cli import app\n"
        f"done = CliRunner().invoke(app, ['query', 'who-met-whom', '--store', {str(sample_store)!r}])\n"
        "assert done.exit_code == 0, done.output\n"
        "print([m for m in ('spacy', 'thinc', 'trafilatura', 'pyvis', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
