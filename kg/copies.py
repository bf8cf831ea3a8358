"""Which articles are one story: the same text, or the greater part of it, on several sites within some days.

What is found is a function of the set of articles, so that the order in which they were read does not matter.
Candidates come from locality-sensitive hashing of their fingerprints (P. Indyk, R. Motwani, 1998), band by band, so
that a million articles need some 1.5 GB of memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from kg.text.fingerprint import VALUES, Fingerprint

#: Share of all runs of words that two copies have in common at least.
ALIKE = 0.6
#: Where one is cut short: share of the shorter one's runs that the longer one has, and of all runs that both have.
CONTAINED, SHORTENED = 0.85, 0.3
#: Days between the publication of two copies at most; a daily table of prices is a story of its own each day.
DAYS = 7
_ROWS = 3  # values in a band: two texts with a share of 0.3 meet in one of the 42 bands with a probability of 0.7, with 0.6 always


@dataclass(frozen=True, slots=True)
class Copy:
    """What is known of an article: its IRI, day of publication and fingerprint."""

    iri: str
    published: dt.date | None
    fingerprint: Fingerprint


def originals(articles: Iterable[Copy]) -> dict[str, str]:
    """The IRI of each article that is a copy to that of the one published first; of one day the first in order of IRIs.

    >>> text = "The presidents of the two countries met in Geneva on Monday for talks on trade and security."
    >>> first = Copy("x:1", dt.date(2024, 5, 3), Fingerprint.of(text))
    >>> again = Copy("x:2", dt.date(2024, 5, 4), Fingerprint.of(text + " (Agency)"))
    >>> originals([again, first, Copy("x:3", None, Fingerprint.of("Something else happened in Paris yesterday."))])
    {'x:2': 'x:1'}
    """
    known = sorted(articles, key=lambda a: (a.published or dt.date.max, a.iri))
    if len(known) < 2:
        return {}
    values = np.array([a.fingerprint.values for a in known], dtype=np.uint32)
    sizes = np.array([a.fingerprint.size for a in known], dtype=np.int64)
    days = np.array([a.published.toordinal() if a.published else 0 for a in known], dtype=np.int64)
    first = list(range(len(known)))

    def root(i: int) -> int:
        while first[i] != i:
            first[i] = first[first[i]]
            i = first[i]
        return i

    for a, b in _candidates(values):
        i, j = root(a), root(b)
        if i != j and _same(values, sizes, days, a, b):
            first[max(i, j)] = min(i, j)
    return {known[i].iri: known[root(i)].iri for i in range(len(known)) if root(i) != i}


def _candidates(values: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs that agree in a whole band: in each group of such, its neighbours and each with the first."""
    for start in range(0, VALUES - _ROWS + 1, _ROWS):
        band = np.ascontiguousarray(values[:, start : start + _ROWS]).view([("", np.uint32)] * _ROWS).ravel()
        order = np.argsort(band, kind="stable")
        ordered = band[order]
        head = previous = -1
        for i in np.flatnonzero(ordered[1:] == ordered[:-1]).tolist():
            if i != previous + 1:
                head = i
            previous = i
            yield int(order[i]), int(order[i + 1])
            if i != head:
                yield int(order[head]), int(order[i + 1])


def _same(values: np.ndarray, sizes: np.ndarray, days: np.ndarray, a: int, b: int) -> bool:
    if days[a] and days[b] and abs(int(days[a]) - int(days[b])) > DAYS:
        return False
    share = float(np.mean(values[a] == values[b]))
    if share >= ALIKE:
        return True
    common = share / (1 + share) * float(sizes[a] + sizes[b])
    return share >= SHORTENED and common >= CONTAINED * float(min(sizes[a], sizes[b]))
