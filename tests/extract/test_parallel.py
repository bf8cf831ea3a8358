"""Extraction in several processes gives what one gives, in order, and a process that dies costs only its article."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from kg.building import Report, read_articles
from kg.errors import ArticleError, ModelError
from kg.extract.parallel import extract_parallel
from kg.extract.pipeline import extract
from kg.model import Article
from tests.conftest import ROOT
from tests.test_cli import kg


def corpus() -> list[Article]:
    return list(
        read_articles([ROOT / "tests" / "gold" / "articles", ROOT / "kg" / "series" / "greece-turkey.jsonl"], Report())
    )


def test_several_processes_give_what_one_gives() -> None:
    articles = corpus()
    assert list(extract_parallel(articles, workers=2)) == list(extract(articles))


def test_what_cannot_be_read_is_named_and_the_others_are_read() -> None:
    failed: list[ArticleError] = []
    found = list(
        extract_parallel([Article("long", "a" * 1_100_000), Article("b", "China thanked Russia.")], failed=failed)
    )
    assert [x.article.id for x in found] == ["b"] and [e.source for e in failed] == ["long"]


def test_a_process_that_is_killed_costs_nothing() -> None:
    import multiprocessing

    articles = corpus() * 2
    expected = list(extract(articles))

    def kill() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            children = [p for p in multiprocessing.active_children() if p.pid]
            if children:
                time.sleep(3)
                os.kill(children[0].pid or 0, signal.SIGKILL)
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    failed: list[ArticleError] = []
    assert list(extract_parallel(articles, workers=2, failed=failed)) == expected
    killer.join()
    assert failed == []


def test_a_missing_model_is_said_at_once() -> None:
    with pytest.raises(ModelError, match="not installed"):
        next(extract_parallel([Article("a", "x")], model="no_such_model"))


def test_a_store_built_by_several_processes_is_the_same(tmp_path: Path) -> None:
    exports = []
    for workers in (1, 2):
        store = tmp_path / f"s{workers}"
        done = kg("build", ROOT / "kg" / "series" / "greece-turkey.jsonl", "--store", store, "--workers", workers)
        assert done.returncode == 0, done.stderr
        exports.append(sorted(kg("export", "--store", store, "--format", "nquads").stdout.splitlines()))
    assert exports[0] == exports[1]
