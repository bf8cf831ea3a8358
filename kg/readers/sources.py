"""Files, folders, globs and standard input, each handed to the reader of its format."""

from __future__ import annotations

import glob
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import ArticleError, place_of
from kg.readers import formats
from kg.readers.formats import Outcome, Reader, article_id_of
from kg.readers.streams import opened

_BY_SUFFIX: dict[str, Reader] = {
    ".txt": formats.read_text,
    ".text": formats.read_text,
    ".md": formats.read_text,
    ".html": formats.read_html,
    ".htm": formats.read_html,
    ".xhtml": formats.read_html,
    ".jsonl": formats.read_jsonl,
    ".ndjson": formats.read_jsonl,
    ".rss": formats.read_feed,
    ".atom": formats.read_feed,
    ".xml": formats.read_feed,
    ".warc": formats.read_warc,
}
_HEAD = 2000


def read_sources(sources: Iterable[str | Path]) -> Iterator[Outcome]:
    """Read articles from files, folders of them, globs, or ``-`` for standard input.

    Yields articles, and in the place of each that cannot be read an ArticleError that says why; a bad one never stops
    the others. Files are read as a stream: no more than one article is held. Of articles with the same id the first
    is kept.

    >>> list(read_sources(["no-such-file.txt"]))
    [ArticleError('no-such-file.txt: there is no such file')]
    """
    seen: set[int] = set()
    for place in places(sources):
        if isinstance(place, ArticleError):
            yield place
            continue
        for outcome in read_place(place):
            if not isinstance(outcome, ArticleError):
                mark = int.from_bytes(hashlib.blake2b(outcome.id.encode(), digest_size=8).digest())
                if mark in seen:
                    yield ArticleError(
                        place,
                        f"a second article with the id {outcome.id!r}: give the file another name, or the record an id",
                    )
                    continue
                seen.add(mark)
            yield outcome


def places(sources: Iterable[str | Path]) -> Iterator[str | ArticleError]:
    """The files that some sources mean, in order, ``-`` for standard input; in the place of what is not there an ArticleError.

    >>> list(places(["-"]))
    ['-']
    """
    for source in map(str, sources):
        if source == "-" or Path(source).is_file():
            yield source
        elif Path(source).is_dir():
            yield from _in_folder(Path(source))
        elif Path(source).exists():  # a pipe: kg build <(zcat news.gz)
            yield source
        else:
            found = sorted(glob.glob(source, recursive=True)) if glob.has_magic(source) else []  # noqa: PTH207 — Path.glob takes no absolute patterns
            if not found:
                yield ArticleError(source, "there is no such file")
            yield from places(f for f in found if not Path(f).name.startswith("."))


def _in_folder(folder: Path) -> Iterator[str | ArticleError]:
    root = folder.resolve()
    found = False
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        if not path.resolve().is_relative_to(root):
            yield ArticleError(str(path), "a link that leads out of the folder")
            continue
        if suffix_of(path) in _BY_SUFFIX:
            found = True
            yield str(path)
    if not found:
        yield ArticleError(str(folder), f"no articles in the folder: files end in {', '.join(_BY_SUFFIX)}")


def suffix_of(path: Path) -> str:
    """The ending that tells a file's format, that of compression left out.

    >>> suffix_of(Path("News.JSONL.gz"))
    '.jsonl'
    """
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def read_place(place: str) -> Iterator[Outcome]:
    """The articles of one file, or of ``-`` for standard input, as a stream."""
    if place == "-":
        yield from read_stream(sys.stdin.buffer, "standard input", "stdin", "")
        return
    path = Path(place)
    suffix = suffix_of(path)
    try:
        # web archives are packed record by record, and unpacked so by their reader
        with path.open("rb") if suffix == ".warc" else opened(path) as stream:
            yield from read_stream(stream, place, article_id_of(path.name), suffix)
    except OSError as error:
        yield ArticleError(place, f"cannot be read: {error.strerror or error}")


def read_stream(stream: BinaryIO, source: str, article_id: str, suffix: str) -> Iterator[Outcome]:
    """The articles of a stream whose format an ending tells, or where that is empty how it begins.

    >>> import io
    >>> [x.id for x in read_stream(io.BytesIO(b"Xi met Putin in Moscow."), "standard input", "stdin", "")]
    ['stdin']
    """
    try:
        reader = reader_of(stream, suffix)
        yield from reader(stream, source, article_id)
    except ArticleError as error:
        yield error
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:  # a library stumbled over it
        yield ArticleError(source, f"cannot be read ({place_of(error)})")


def reader_of(stream: BinaryIO, suffix: str) -> Callable[[BinaryIO, str, str], Iterator[Outcome]]:
    """The reader for a stream by the ending of its name, or where that does not tell by how it begins."""
    peek = getattr(stream, "peek", None)
    head = peek(_HEAD)[:_HEAD].lstrip().lower() if peek is not None else b""
    known = _BY_SUFFIX.get(suffix)
    if known is not None and not (suffix == ".xml" and b"<html" in head):
        return known
    if head.startswith(b"{"):
        return formats.read_jsonl
    if b"<rss" in head or b"<feed" in head or b"<rdf:rdf" in head:
        return formats.read_feed
    if head.startswith(b"<!doctype html") or b"<html" in head:
        return formats.read_html
    if head.startswith(b"warc/"):
        return formats.read_warc
    return formats.read_text
