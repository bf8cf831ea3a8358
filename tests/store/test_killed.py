"""A builder that is killed leaves whole articles only, and a second build ends where an undisturbed one would."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path
from unittest.mock import patch

import pytest

from kg.building import Report, build
from kg.extract.pipeline import load_pipeline
from kg.store import Store, embedded, writing
from tests.conftest import SAMPLES

KILLS = 50


def articles(path: Path) -> Path:
    """A file of short articles made of the sample articles' paragraphs."""
    records = []
    for file in sorted(SAMPLES.glob("*.txt")):
        for n, paragraph in enumerate(p for p in file.read_text(encoding="utf-8").split("\n") if len(p) > 80):
            records.append({"id": f"{file.stem}-{n}", "text": paragraph, "published": "2024-05-23"})
    path.write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    return path


def run(source: Path, folder: Path) -> None:
    """A build that writes a few articles at a time, by both ways of writing."""
    with patch.multiple(writing, BATCH=4, PATIENCE=0.05), patch.object(embedded, "_BULK", 200), Store(folder) as store:
        for _ in build([source], store, Report()):
            pass


def graph(folder: Path) -> dict[str, frozenset[str]]:
    with Store(folder, read_only=True) as store:
        return {i: frozenset(str(q) for q in store.graph_quads(i)) for i in store.article_ids()}


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_nor_doubled(tmp_path: Path) -> None:
    source = articles(tmp_path / "a.jsonl")
    load_pipeline()
    started = time.monotonic()
    run(source, tmp_path / "undisturbed")
    whole = time.monotonic() - started
    expected = graph(tmp_path / "undisturbed")
    assert len(expected) > 20
    chance = random.Random(7)
    landed = 0
    folder = tmp_path / "killed"
    for kill in range(KILLS):
        if kill % 5 == 0:  # every few kills a store from scratch, in between the half-built one goes on
            folder = tmp_path / f"killed-{kill}"
        child = os.fork()
        if child == 0:
            try:
                run(source, folder)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, whole * 1.1))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        landed += os.WIFSIGNALED(status)
        if (folder / "CURRENT").is_file():
            with Store(folder, read_only=True) as store:
                ids = store.article_ids()
            found = graph(folder)
            assert ids == sorted(found)
            assert all(found[i] == expected[i] for i in found), "an article is there in part"
        if kill % 5 == 4:
            run(source, folder)
            assert graph(folder) == expected
    assert landed >= KILLS // 2


def test_a_full_disk_is_a_clear_error_and_nothing_is_lost(tmp_path: Path) -> None:
    """The size of files is limited in a child process: writing fails as on a full disk."""
    import subprocess
    import sys

    code = f"""
import resource, signal
from kg.errors import StoreError
from kg.store import Store, embedded, writing
from tests.store.conftest import meeting
with Store({str(tmp_path / "s")!r}) as store:
    store.add(meeting("a"), "v")
store = Store({str(tmp_path / "s")!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for n in range(400):
        store.add(meeting(f"b{{n}}", "Xi met Putin. " * 400), "v")
    store.flush()
except StoreError as error:
    print("refused:", error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert "refused:" in done.stdout and "writing failed" in done.stdout, done.stderr[-600:]
    with Store(tmp_path / "s", read_only=True) as store:
        assert "a" in store.article_ids()
        assert all(store.extraction(i).statements for i in store.article_ids())
