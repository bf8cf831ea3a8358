"""A build on the command line: what it reports, how it stops, how it goes on."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.building import Report
from kg.cli.common import NAMED
from kg.errors import StoreError
from kg.readers import count_articles
from kg.store import Store
from tests.conftest import ROOT, SAMPLES
from tests.test_cli import kg


def corpus(path: Path, times: int) -> Path:
    """A file of the sample articles, over and over, of other days, so that they are no copies."""
    with path.open("w", encoding="utf-8") as stream:
        for n in range(times):
            for file in sorted(SAMPLES.glob("*.txt")):
                record = {
                    "id": f"{file.stem}-{n}",
                    "text": file.read_text(encoding="utf-8"),
                    "published": f"{1900 + n}-05-23",
                }
                stream.write(json.dumps(record) + "\n")
    return path


def articles_in(folder: Path) -> int:
    """How many articles a store holds that is being written."""
    try:
        with Store(folder, read_only=True) as store:
            return len(store)
    except StoreError:
        return 0


def test_the_report_counts_what_was_done_and_why_not(tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl", 1)
    with source.open("a", encoding="utf-8") as stream:
        stream.write(
            "no json\n" * 30
            + json.dumps({"text": "Der Kanzler traf am Montag in Berlin den Präsidenten und sprach lange mit ihm."})
            + "\n"
        )
    done = kg("build", source, "--store", tmp_path / "s", "--report", tmp_path / "r.json")
    assert done.returncode == 1
    assert "7 articles read, 0 unchanged, 31 refused" in done.stdout and "Most frequent: " in done.stdout
    assert done.stderr.count("refused: ") == NAMED + 1
    assert "30  not JSON" in done.stderr and "1  written in another language (de)" in done.stderr
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (report["articles"], len(report["refused"]), sum(report["reasons"].values())) == (7, 31, 31)
    assert report["statements"] == sum(report["relations"].values()) > 20
    assert report["refused"][0]["source"].endswith("line 8")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_that_is_interrupted_goes_on(tmp_path: Path, workers: int) -> None:
    source = corpus(tmp_path / "a.jsonl", 60)
    command = [sys.executable, "-m", "kg.cli", "build", source, "--store", tmp_path / "s", "--workers", str(workers)]
    child = subprocess.Popen(
        [str(c) for c in command],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=ROOT,
    )
    deadline = time.monotonic() + 60
    while articles_in(tmp_path / "s") == 0 and time.monotonic() < deadline:
        time.sleep(0.2)
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to all processes of the command
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130, (out, err)
    assert "the same command goes on from there" in err and "Traceback" not in err
    kept = articles_in(tmp_path / "s")
    assert 0 < kept < 420
    assert f"{kept} articles" in err
    done = kg("build", source, "--store", tmp_path / "s", "--workers", workers)
    assert f"{420 - kept} articles read, {kept} unchanged" in done.stdout


def test_articles_are_counted_without_reading_them(tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl", 3)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(source.read_bytes().rstrip()))
    (tmp_path / "c.txt").write_text("x", encoding="utf-8")
    (tmp_path / "d.xml").write_text("<rss><item></item><item></item></rss>", encoding="utf-8")
    assert count_articles([tmp_path, "missing.txt"]) == 21 + 21 + 1 + 2 + 1
    (tmp_path / "e.warc").write_bytes(b"WARC/1.0")
    assert count_articles([tmp_path]) is None


def test_progress_is_told_as_it_goes() -> None:
    told: list[int] = []
    report = Report(listener=lambda r: told.append(r.seen))
    report.skip()
    report.add(3, {"meets": 2})
    assert told == [1, 4] and report.statements == 2
