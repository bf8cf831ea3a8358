"""Bytes from files without ever holding more of them than the limits allow: whole, line by line, unpacked."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from kg.errors import ArticleError

#: Largest text file or line of JSON Lines, in bytes: far more than an article needs.
MAX_ARTICLE = 16 * 2**20
#: Largest web page or feed, in bytes: their libraries take some 20 seconds and 1 GB for so much.
MAX_PAGE = 8 * 2**20
#: Largest JSON Lines file in UTF-16 or UTF-32, which cannot be read line by line, in bytes.
MAX_WHOLE = 64 * 2**20
#: How many times larger than the file what it unpacks to may be; text shrinks to a fifth or tenth, a bomb to a thousandth.
MAX_RATIO = 200

_CHUNK = 2**16
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r\n")


class Readable(Protocol):
    """What gives bytes: a file, the body of a record."""

    def read(self, size: int, /) -> bytes:
        """At most so many of the bytes that come next."""


def whole(stream: Readable, source: str, limit: int = MAX_ARTICLE) -> bytes:
    """All bytes of a stream; ArticleError where there are more than ``limit``.

    >>> whole(io.BytesIO(b"Xi met Putin."), "a.txt")
    b'Xi met Putin.'
    >>> whole(io.BytesIO(b"Xi met Putin."), "a.txt", limit=4)
    Traceback (most recent call last):
    kg.errors.ArticleError: a.txt: larger than 4 bytes: split it
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ArticleError(source, f"larger than {_size(limit)}: split it")
    return data


def decoded(data: bytes, encoding: str, source: str, limit: int = MAX_PAGE) -> bytes:
    """What is in the body of a web page that its server packed (HTTP's ``Content-Encoding``: gzip or deflate).

    Raises ArticleError where it is damaged, packed otherwise, or unpacks to more than ``limit`` bytes.

    >>> decoded(gzip.compress(b"<p>Xi met Putin."), "gzip", "a.warc")
    b'<p>Xi met Putin.'
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return data
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ArticleError(source, f"packed as {encoding[:20]!r}; only gzip and deflate are read")
    try:
        found = zlib.decompressobj(wbits=47 if data[:1] in (b"\x1f", b"x") else -15).decompress(data, limit + 1)
    except zlib.error as error:
        raise ArticleError(source, f"damaged page: {error}") from error
    return whole(io.BytesIO(found), source, limit)


def dechunked(data: bytes) -> bytes:
    """The body of a web page that came in chunks (RFC 9112, 7.1), as far as they are whole; any other body as it is.

    >>> dechunked(b"4\\r\\n<p>X\\r\\n2\\r\\ni.\\r\\n0\\r\\n\\r\\n"), dechunked(b"<p>Xi.")
    (b'<p>Xi.', b'<p>Xi.')
    """
    parts: list[bytes] = []
    at = 0
    while (head := _CHUNK_SIZE.match(data, at)) is not None and int(head.group(1), 16):
        end = head.end() + int(head.group(1), 16)
        parts.append(data[head.end() : end])
        at = end + 2
    return b"".join(parts) if parts else data


def lines(stream: BinaryIO, limit: int = MAX_ARTICLE) -> Iterator[bytes | None]:
    """The lines of a stream, in the place of each that is longer than ``limit`` None.

    >>> list(lines(io.BytesIO(b"one\\nfour hundred\\ntwo"), limit=5))
    [b'one\\n', None, b'two']
    """
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_CHUNK)
        yield None


class Unpacked(io.RawIOBase):
    """What is in a gzip stream; reading raises ArticleError where it is damaged or a bomb.

    >>> io.BufferedReader(Unpacked(io.BytesIO(gzip.compress(b"Xi met Putin.")), "a.gz")).read()
    b'Xi met Putin.'
    """

    def __init__(self, packed: BinaryIO, source: str) -> None:
        self._packed = packed
        self._source = source
        self._stream = gzip.GzipFile(fileobj=packed)
        self._read = 0

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next; 0 at the end."""
        try:
            data = self._stream.read(min(len(buffer), _CHUNK))
        except (OSError, EOFError, zlib.error) as error:
            raise ArticleError(self._source, f"damaged gzip file: {error}") from error
        self._read += len(data)
        if self._read > MAX_RATIO * self._packed.tell() + MAX_ARTICLE:
            raise ArticleError(self._source, f"unpacks to more than {MAX_RATIO} times its size: no text shrinks so far")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file as a stream, unpacked where its name ends in ``.gz``; OSError where it cannot be opened."""
    with path.open("rb") as file:
        yield io.BufferedReader(Unpacked(file, str(path))) if path.suffix.lower() == ".gz" else file


def _size(count: int) -> str:
    return f"{count >> 20} MiB" if count >= 2**20 else f"{count} bytes"
