"""Extraction in several processes, in the order of the articles; a process that dies costs only what it was reading.

Processes are spawned, load the pipeline once, and get articles in batches; plain data comes back. No more batches are
under way than the processes need, so that memory does not grow with the number of articles.
"""

from __future__ import annotations

import itertools
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from kg.errors import ArticleError
from kg.extract.pipeline import DEFAULT_MODEL, extract
from kg.model import Article, Extraction

#: Articles that a process gets at a time.
BATCH = 16

Batch = tuple[Article, ...]
Done = tuple[list[Extraction], list[ArticleError]]


def extract_parallel(
    articles: Iterable[Article], model: str = DEFAULT_MODEL, workers: int = 2, failed: list[ArticleError] | None = None
) -> Iterator[Extraction]:
    """Read articles in some processes and yield their statements, in the order of the articles.

    The result is that of :func:`kg.extract.pipeline.extract`. An article that cannot be read, or that ends the process that
    reads it, is appended to ``failed``; without ``failed`` the error is raised. Raises ModelError if ``model`` is not to be had.

    >>> list(extract_parallel([]))
    []
    """
    batches = _batches(articles)
    waiting: deque[tuple[Batch, Future[Done]]] = deque()
    pool = _pool(workers)
    try:
        for batch in itertools.islice(batches, 2 * workers):
            waiting.append((batch, _submit(pool, batch, model)))
        while waiting:
            batch, future = waiting.popleft()
            try:
                found, errors = future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                pool = _pool(workers)
                found, errors = _one_by_one(batch, model)
                waiting = deque((b, _submit(pool, b, model)) for b, _ in waiting)
            following = next(batches, None)
            if following is not None:
                waiting.append((following, _submit(pool, following, model)))
            for error in errors:
                if failed is None:
                    raise error
                failed.append(error)
            yield from found
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _batches(articles: Iterable[Article]) -> Iterator[Batch]:
    source = iter(articles)
    while batch := tuple(itertools.islice(source, BATCH)):
        yield batch


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))


def _submit(pool: ProcessPoolExecutor, batch: Batch, model: str) -> Future[Done]:
    """Have a batch read. Processes that are started for it leave Ctrl-C, which reaches all of a terminal, to this one."""
    with deaf_children():
        return pool.submit(_read, batch, model)


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes started meanwhile ignore Ctrl-C, for what is ignored stays so in a new process.

    >>> with deaf_children():
    ...     signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    True
    """
    if threading.current_thread() is not threading.main_thread():  # only the main thread may say so
        yield
        return
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, ours)


def _read(batch: Batch, model: str) -> Done:
    errors: list[ArticleError] = []
    return list(extract(batch, model, failed=errors)), errors


def _one_by_one(batch: Batch, model: str) -> Done:
    """The articles of a batch in whose reading a process died, each in a process of its own: the culprit costs only itself."""
    found: list[Extraction] = []
    errors: list[ArticleError] = []
    pool = _pool(1)
    for article in batch:
        try:
            read, refused = _submit(pool, (article,), model).result()
            found += read
            errors += refused
        except BrokenProcessPool:
            errors.append(ArticleError(article.id, "the process that read it was ended, for lack of memory perhaps"))
            pool.shutdown(wait=False)
            pool = _pool(1)
    pool.shutdown(wait=False)
    return found, errors
