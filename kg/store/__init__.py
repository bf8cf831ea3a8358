"""Statements to RDF and back, and the stores that hold it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.store.base import BaseStore
from kg.store.embedded import Store

if TYPE_CHECKING:
    from kg.store.remote import RemoteStore


def open_store(where: str | Path, *, read_only: bool = False) -> Store | RemoteStore:
    """Open the store in a folder, or on a SPARQL 1.1 server by its address (``http://…``).

    A folder that does not exist is made unless ``read_only``; StoreError if it is something else.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     store.counts()["articles"]
    0
    """
    if str(where).startswith(("http://", "https://")):
        from kg.store.remote import RemoteStore

        return RemoteStore(str(where), read_only=read_only)
    return Store(where, read_only=read_only)


__all__ = ["BaseStore", "Store", "open_store"]
