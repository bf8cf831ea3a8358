"""The copies among the articles of a store, in a graph of their own: the same agency story on several sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pyoxigraph as ox

from kg.copies import Copy, originals
from kg.store import terms as t
from kg.store.base import BaseStore
from kg.text.fingerprint import Fingerprint

_FINGERPRINTS = (
    "SELECT ?a ?mark ?day { GRAPH ?a { ?a kg:fingerprint ?mark . OPTIONAL { ?a schema:datePublished ?day } } }"
)


def mark_copies(store: BaseStore) -> int:
    """Note which articles are copies of others; the number of them.

    The result is the same whatever was noted before, and in whatever order the articles came.
    """
    found = originals(_copies(store))
    quads = [ox.Quad(ox.NamedNode(a), t.COPY_OF, ox.NamedNode(b), t.COPIES_GRAPH) for a, b in sorted(found.items())]
    store.put_if_changed(t.COPIES_GRAPH.value, quads)
    return len(found)


def _copies(store: BaseStore) -> Iterator[Copy]:
    for iri, mark, day in store.solve(_FINGERPRINTS, {}).rows:
        fingerprint = Fingerprint.read(mark or "")
        if iri and fingerprint is not None:
            yield Copy(iri, dt.date.fromisoformat(day) if day else None, fingerprint)
