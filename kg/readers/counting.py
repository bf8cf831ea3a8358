"""How many articles there are in some sources, without reading them: for the time left."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import ArticleError
from kg.readers.sources import places, suffix_of
from kg.readers.streams import opened

_CHUNK = 2**20
#: What begins a record in formats with many articles.
_RECORD = {
    ".jsonl": (b"\n",),
    ".ndjson": (b"\n",),
    ".rss": (b"<item",),
    ".atom": (b"<entry",),
    ".xml": (b"<item", b"<entry"),
}


def count_articles(sources: Iterable[str | Path]) -> int | None:
    """About how many articles some sources hold; None where that cannot be told, as of a pipe or a web archive.

    >>> count_articles(["-"]) is None
    True
    """
    total = 0
    for place in places(sources):
        if isinstance(place, ArticleError):
            total += 1
            continue
        suffix = suffix_of(Path(place))
        if place == "-" or suffix == ".warc" or not Path(place).is_file():
            return None
        try:
            total += _records(Path(place), _RECORD[suffix]) if suffix in _RECORD else 1
        except (OSError, ArticleError):
            total += 1
    return total


def _records(path: Path, marks: tuple[bytes, ...]) -> int:
    count = 0
    with opened(path) as stream:
        last = b"\n"
        while chunk := stream.read(_CHUNK):
            count += sum(chunk.count(m) for m in marks)
            last = chunk[-1:]
    return count + (b"\n" in marks and last != b"\n")
