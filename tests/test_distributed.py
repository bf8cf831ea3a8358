"""A cluster gives the very graph of a single process, also when a worker is killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from kg import distributed
from kg.building import Report, build
from kg.distributed import Partition, build_on_dask, read_partition
from kg.errors import KgError
from kg.extract.pipeline import DEFAULT_MODEL
from kg.model import Article
from kg.store import BaseStore, Store
from kg.store import terms as t
from kg.vocab.namespaces import article_iri
from tests.conftest import ROOT
from tests.test_cli import kg

pytest.importorskip("distributed")

SOURCES = [ROOT / "kg" / "series", ROOT / "tests" / "gold" / "articles", ROOT / "kg" / "samples"]


def graph(store: BaseStore) -> dict[str, frozenset[str]]:
    """The graphs of the articles and that of the copies: all that a build makes but the times of its runs."""
    names = [article_iri(i) for i in store.article_ids()] + [t.COPIES_GRAPH.value]
    return {iri: frozenset(str(getattr(q, "triple", q)) for q in store.named_graph(iri)) for iri in names}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, frozenset[str]]:
    with Store(tmp_path_factory.mktemp("single") / "s") as store:
        for _ in build(SOURCES, store, Report()):
            pass
        return graph(store)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def test_two_workers_give_the_graph_of_one_process(
    tmp_path: Path, scheduler: str, expected: dict[str, frozenset[str]]
) -> None:
    report, again = Report(), Report()
    with Store(tmp_path / "s") as store, patch.object(distributed, "PARTITION", 5):
        shards = list(build_on_dask(SOURCES, store, report, scheduler=scheduler))
        assert graph(store) == expected
        assert len(shards) == 8 and report.articles == 37
        list(build_on_dask(SOURCES, store, again, scheduler=scheduler))
    assert (again.articles, again.unchanged) == (0, 37)


def test_a_worker_killed_midway_costs_nothing(
    tmp_path: Path, scheduler: str, expected: dict[str, frozenset[str]]
) -> None:
    from distributed import Client

    with Client(scheduler) as client:
        victim = next(iter(client.run(os.getpid).values()))
    report = Report()
    with Store(tmp_path / "s") as store, patch.object(distributed, "PARTITION", 2):
        for number, _ in enumerate(build_on_dask(SOURCES, store, report, scheduler=scheduler)):
            if number == 2:
                os.kill(victim, signal.SIGKILL)
        assert graph(store) == expected
    assert report.refused == [] and report.articles == 37


def test_an_article_that_ends_its_workers_costs_only_itself(tmp_path: Path, scheduler: str) -> None:
    from distributed import Client

    def deadly(partition: Partition, model: str, version: str) -> object:
        if any("deadly" in a.text for a in partition.articles):
            os._exit(9)
        from kg.distributed import read_partition as whole  # that of the worker, not the one patched here

        return whole(partition, model, version)

    for name, text in (
        ("a", "China thanked Russia."),
        ("b", "The deadly article met China."),
        ("c", "Iran thanked Oman."),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    report = Report()
    with Client(scheduler) as client:
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 0))
    with Store(tmp_path / "s") as store, patch.object(distributed, "read_partition", deadly):
        list(build_on_dask([tmp_path], store, report, scheduler=scheduler))
        assert store.article_ids() == ["a", "c"]
    assert [e.source for e in report.refused] == ["b"]


def test_shards_go_to_a_sparql_server(scheduler: str, sparql_server: str, expected: dict[str, frozenset[str]]) -> None:
    from kg.store import open_store

    with open_store(sparql_server) as store, patch.object(distributed, "PARTITION", 5):
        list(build_on_dask(SOURCES, store, Report(), scheduler=scheduler))
        assert graph(store) == expected


def test_judgements_are_applied_to_what_the_cluster_reads(tmp_path: Path, scheduler: str) -> None:
    (tmp_path / "a.txt").write_text("China thanked Russia.\n\nIran thanked Oman.", encoding="utf-8")
    for engine in (build, build_on_dask):
        with Store(tmp_path / engine.__name__) as store:
            list(build([tmp_path / "a.txt"], store, Report()))
            wrong = next(s for s in store.statements() if s.subject.name == "Iran")
            store.judgements.judge("reject", wrong)
            store.forget("a")
            more = {"scheduler": scheduler} if engine is build_on_dask else {}
            list(engine([tmp_path / "a.txt"], store, Report(), **more))  # type: ignore[operator]
            assert [s.subject.name for s in store.statements()] == ["China"]


def test_without_a_scheduler_a_cluster_is_started_here(tmp_path: Path) -> None:
    done = kg("build", ROOT / "kg" / "samples", "--store", tmp_path / "s", "--engine", "dask", "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert "7 articles read, 0 unchanged, 0 refused" in done.stdout


def test_a_worker_of_another_version_is_an_error() -> None:
    with pytest.raises(KgError, match="install the same"):
        read_partition(Partition((Article("a", "China thanked Russia."),)), DEFAULT_MODEL, "bilateral-kg 0.0")


def test_a_scheduler_that_does_not_answer_is_an_error(tmp_path: Path) -> None:
    done = kg(
        "build",
        ROOT / "kg" / "samples",
        "--store",
        tmp_path / "s",
        "--engine",
        "dask",
        "--scheduler",
        "tcp://127.0.0.1:9",
    )
    assert done.returncode == 2 and "no Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr
    assert kg("build", "x", "--scheduler", "tcp://127.0.0.1:9").returncode == 2
    assert kg("build", "x", "--engine", "spark").returncode == 2
