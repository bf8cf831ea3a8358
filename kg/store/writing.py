"""Writing in the background: articles are written in batches while the next ones are read."""

from __future__ import annotations

import queue
import threading
import time
from types import TracebackType
from typing import Self

from kg.model import Extraction
from kg.store.base import BaseStore

#: Articles that are written together at most, and seconds for which they are gathered at most.
BATCH, PATIENCE = 256, 3.0


class BackgroundWriter:
    """Writes articles to a store from a thread of its own; an article is written whole or not at all.

    Use as a context manager: at its end all is written. What goes wrong in the thread is raised at the next
    :meth:`put` or at the end.

    >>> import tempfile
    >>> from kg.model import Article
    >>> from kg.store.embedded import Store
    >>> with tempfile.TemporaryDirectory() as folder, Store(folder) as store:
    ...     with BackgroundWriter(store, "test") as writer:
    ...         writer.put(Extraction(Article("a1", "Xi thanked Putin.")))
    ...     store.article_ids()
    ['a1']
    """

    def __init__(self, store: BaseStore, version: str) -> None:
        self._store = store
        self._version = version
        self._waiting: queue.Queue[Extraction | None] = queue.Queue(maxsize=2 * BATCH)
        self._problem: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="kg-writer", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def put(self, extraction: Extraction) -> None:
        """Have an article written; waits where the store is slower than the reading."""
        if self._problem is not None:
            raise self._problem
        self._waiting.put(extraction)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.put(None)
        self._thread.join()
        if self._problem is not None and value is None:
            raise self._problem

    def _run(self) -> None:
        done = False
        while not done:
            batch = self._gather()
            done = batch[-1] is None
            if self._problem is not None:
                continue  # keep taking, so that nobody waits for us
            try:
                self._store.put([self._store.quads_of(x, self._version) for x in batch if x is not None])
                self._store.flush()
            except BaseException as error:  # handed to the other thread
                self._problem = error

    def _gather(self) -> list[Extraction | None]:
        """What is to be written next; None at the end of it says that nothing more comes."""
        batch = [self._waiting.get()]
        until = time.monotonic() + PATIENCE
        while len(batch) < BATCH and batch[-1] is not None:
            try:
                batch.append(self._waiting.get(timeout=max(0.0, until - time.monotonic())))
            except queue.Empty:
                break
        return batch
