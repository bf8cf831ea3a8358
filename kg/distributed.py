"""Building on more than one machine: Dask reads partitions of the articles and sends back RDF, which goes into one store.

A partition is some articles, a shard the N-Quads read from them. The scheduler gives the partition of a worker that is
lost to another one; an article whose reading ends its worker again and again costs only itself.
"""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.building import Report, finish, fresh_articles, version_of
from kg.errors import ArticleError, KgError
from kg.extract.parallel import deaf_children
from kg.extract.pipeline import DEFAULT_MODEL, extract
from kg.model import Article
from kg.store.base import BaseStore, labels
from kg.store.rdf import to_quads
from kg.store.reading import GraphReader

if TYPE_CHECKING:
    from distributed import Client

#: Articles in a partition, and partitions under way for each thread of the workers.
PARTITION, AHEAD = 64, 3
#: A worker with several threads reads in one of them: the pipeline is one.
_READING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Partition:
    """Some articles on their way to a worker; shows nothing of them, for Dask logs what a task that fails was given.

    >>> Partition((Article("a", "China thanked Russia."),))
    Partition()
    """

    articles: tuple[Article, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shard:
    """What was read from a partition: N-Quads, how many articles, their statements by relation, and what was refused."""

    nquads: bytes
    articles: int
    relations: Counter[str] = field(default_factory=Counter)
    refused: tuple[ArticleError, ...] = ()


def read_partition(partition: Partition, model: str, version: str) -> Shard:
    """Extract the statements of a partition; runs on a worker.

    Raises KgError where the worker has other versions of package, model or ontology than the one who asks.

    >>> shard = read_partition(Partition((Article("a", "China thanked Russia."),)), DEFAULT_MODEL, version_of())
    >>> shard.articles, shard.relations
    (1, Counter({'thanks': 1}))
    """
    own = version_of(model)
    if own != version:
        raise KgError(f"a worker reads with {own}, this machine with {version}: install the same on both")
    refused: list[ArticleError] = []
    quads: list[ox.Quad] = []
    relations: Counter[str] = Counter()
    articles = 0
    with _READING:
        for extraction in extract(partition.articles, model, failed=refused):
            articles += 1
            relations.update(s.relation for s in extraction.statements)
            quads += to_quads(extraction, version, labels())
    nquads = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    return Shard(nquads or b"", articles, relations, tuple(refused))


def build_on_dask(
    sources: Iterable[str | Path],
    store: BaseStore,
    report: Report,
    model: str = DEFAULT_MODEL,
    *,
    scheduler: str | None = None,
    workers: int = 2,
) -> Iterator[Shard]:
    """Read sources into a store with Dask; yields each shard once it is written.

    ``scheduler`` is the address of a scheduler (``tcp://host:8786``); without one a cluster of ``workers`` processes is
    started on this machine. What is in the store unchanged is not sent. The graph is the very one that
    :func:`kg.building.build` makes. Raises KgError where Dask is not installed, the scheduler cannot be reached, or a
    worker has other versions.
    """
    version = version_of(model)
    started = dt.datetime.now(dt.UTC)
    fresh = iter(fresh_articles(sources, store, report, version))
    partitions = iter(lambda: tuple(itertools.islice(fresh, PARTITION)), ())
    with _client(scheduler, workers) as client:
        for shard in _shards(client, partitions, model, version):
            _write(shard, store)
            report.refused += shard.refused
            report.add(shard.articles, shard.relations)
            yield shard
    finish(store, version, started, report)


def _shards(client: Client, partitions: Iterator[tuple[Article, ...]], model: str, version: str) -> Iterator[Shard]:
    """The shards of partitions, as they are done; never more partitions under way than the workers need."""
    from distributed import KilledWorker, as_completed

    def submit(partition: tuple[Article, ...]) -> Any:
        future = client.submit(read_partition, Partition(partition), model, version, pure=False)
        waiting[future.key] = partition
        return future

    suspects: list[Article] = []
    waiting: dict[Any, tuple[Article, ...]] = {}
    capacity = AHEAD * max(1, sum(client.nthreads().values()))
    done = as_completed([submit(p) for p in itertools.islice(partitions, capacity)])
    for future in done:
        partition = waiting.pop(future.key)
        try:
            yield future.result()
        except KilledWorker:
            suspects += partition
        future.release()
        following = next(partitions, None) if len(waiting) < capacity else None
        if following is not None:
            done.add(submit(following))
    for article in suspects:  # one at a time, so that nobody is blamed for what another did to a worker
        try:
            yield client.submit(read_partition, Partition((article,)), model, version, pure=False).result()
        except KilledWorker:
            reason = "the workers that read it were ended, for lack of memory perhaps"
            yield Shard(b"", 0, refused=(ArticleError(article.id, reason),))


def _write(shard: Shard, store: BaseStore) -> None:
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(shard.nquads, format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad, ox.Quad) and isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(quad.graph_name.value, []).append(quad)
    if store.judgements.of:  # what a person judged is known here only; decisions about entities are applied at the end
        readers = [GraphReader(quads) for quads in graphs.values()]
        store.put([store.quads_of(r.extraction(), r.version()) for r in readers])
    else:
        store.put(list(graphs.items()))
    store.flush()


@contextmanager
def _client(scheduler: str | None, workers: int) -> Iterator[Client]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise KgError("Dask is not installed: pip install 'bilateral-kg[dask]'") from error
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout="10s")
        except (OSError, ValueError, TimeoutError) as error:
            raise KgError(f"no Dask scheduler answers at {scheduler}: {error}") from error
        with client:
            if not client.nthreads():
                raise KgError(f"the scheduler at {scheduler} has no workers yet: start dask worker {scheduler}")
            yield client
        return
    with deaf_children():
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with cluster, Client(cluster) as client:
        yield client
