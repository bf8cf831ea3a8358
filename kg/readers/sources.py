"""Files, folders, globs and standard input, each handed to the reader of its format."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import ArticleError
from kg.readers import formats
from kg.readers.formats import Outcome, article_id_of

#: Largest file that is read at once, in bytes, after unpacking.
MAX_BYTES = 512 * 1024 * 1024

_BY_SUFFIX: dict[str, Callable[[bytes, str, str], Iterator[Outcome]]] = {
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


def read_sources(sources: Iterable[str | Path]) -> Iterator[Outcome]:
    """Read articles from files, folders of them, or ``-`` for standard input.

    Yields articles, and in the place of each that cannot be read an ArticleError that says why;
    a bad one never stops the others. Of articles with the same id the first is kept.

    >>> list(read_sources(["no-such-file.txt"]))
    [ArticleError('no-such-file.txt: there is no such file')]
    """
    seen: set[str] = set()
    for source in sources:
        for outcome in _read_source(str(source)):
            if not isinstance(outcome, ArticleError):
                if outcome.id in seen:
                    yield ArticleError(str(source), f"a second article with the id {outcome.id!r}")
                    continue
                seen.add(outcome.id)
            yield outcome


def _read_source(source: str) -> Iterator[Outcome]:
    if source == "-":
        yield from _guarded(sys.stdin.buffer.read(), "standard input", "stdin", ".jsonl?")
        return
    path = Path(source)
    if path.is_dir():
        yield from _read_folder(path)
        return
    if not path.exists():
        matches = sorted(Path().glob(source)) if any(c in source for c in "*?[") and not path.is_absolute() else []
        if not matches:
            yield ArticleError(source, "there is no such file")
        for match in matches:
            yield from _read_file(match)
        return
    yield from _read_file(path)


def _read_folder(folder: Path) -> Iterator[Outcome]:
    root = folder.resolve()
    found = False
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        if not path.resolve().is_relative_to(root):
            yield ArticleError(str(path), "a link that leads out of the folder")
            continue
        if _suffix(path) in _BY_SUFFIX:
            found = True
            yield from _read_file(path)
    if not found:
        yield ArticleError(str(folder), f"no articles in the folder: files end in {', '.join(_BY_SUFFIX)}")


def _suffix(path: Path) -> str:
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        if path.stat().st_size > MAX_BYTES:
            yield ArticleError(str(path), f"larger than {MAX_BYTES >> 20} MiB: split it")
            return
        data = path.read_bytes()
    except OSError as error:
        yield ArticleError(str(path), f"cannot be read: {error.strerror}")
        return
    suffix = _suffix(path)
    if path.suffix.lower() == ".gz" and suffix != ".warc":
        try:
            with gzip.open(path) as stream:
                data = stream.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            yield ArticleError(str(path), f"damaged gzip file: {error}")
            return
        if len(data) > MAX_BYTES:
            yield ArticleError(str(path), f"unpacks to more than {MAX_BYTES >> 20} MiB")
            return
    yield from _guarded(data, str(path), article_id_of(path.name), suffix)


def _guarded(data: bytes, source: str, article_id: str, suffix: str) -> Iterator[Outcome]:
    reader = _BY_SUFFIX.get(suffix) or _sniff(data)
    if suffix == ".xml" and b"<html" in data[:2000].lower():
        reader = formats.read_html
    try:
        yield from reader(data, source, article_id)
    except ArticleError as error:
        yield error
    except (ValueError, LookupError, RecursionError) as error:  # a library stumbled over this one file
        yield ArticleError(source, f"cannot be read: {error}")


def _sniff(data: bytes) -> Callable[[bytes, str, str], Iterator[Outcome]]:
    """The reader for data without a telling name, by how it begins."""
    head = data[:2000].lstrip().lower()
    if head.startswith(b"{"):
        return formats.read_jsonl
    if b"<rss" in head or b"<feed" in head or b"<rdf:rdf" in head:
        return formats.read_feed
    if head.startswith((b"<!doctype html", b"<html")):
        return formats.read_html
    if head.startswith(b"warc/"):
        return formats.read_warc
    return formats.read_text
