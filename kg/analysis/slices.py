"""Slices of a graph: which statements a question is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kg.analysis.dyads import belongs
from kg.model import Modality, Statement


def slice_of(
    statements: Iterable[Statement],
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    actors: Iterable[str] = (),
    relations: Iterable[str] = (),
    modality: Iterable[str] = (),
    topic: str | None = None,
) -> Iterator[Statement]:
    """The statements that fit all that is asked; what is left out asks nothing.

    ``since`` and ``until`` are days (ISO 8601 or dates) between which it happens, undated statements fall out then;
    ``actors`` are ISO 3166-1 codes, names or IRIs of which one must be subject or object; ``relations`` are names of the
    lexicon (``meets``) or verb phrases; ``modality`` are modalities; ``topic`` is the name of a topic. Raises ValueError for a day or
    a modality that is none.

    >>> from kg.model import Entity, TimeSpan
    >>> s = Statement(Entity("Iran"), "thanks", Entity("Oman"), time=TimeSpan.of("2024-05-02"))
    >>> len(list(slice_of([s], since="2024-01-01", actors=["Oman"]))), len(list(slice_of([s], until="2024-01-01")))
    (1, 0)
    """
    first, last = _day(since), _day(until)
    sides, names = list(actors), set(relations)
    wanted = {Modality(m) for m in modality}
    for s in statements:
        if (first or last) and s.time is None:
            continue
        if s.time is not None and ((first and s.time.end < first) or (last and s.time.start > last)):
            continue
        if sides and not any(belongs(e, side) for e in (s.subject, s.object) for side in sides):
            continue
        if names and s.relation not in names and (s.relation_id or "").rsplit("/", 1)[-1] not in names:
            continue
        if wanted and s.modality not in wanted:
            continue
        if topic and topic not in {t.rsplit("/", 1)[-1] for t in s.topics}:
            continue
        yield s


def _day(value: str | dt.date | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
