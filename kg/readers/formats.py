"""One function a format: a stream of bytes in, articles (or errors in their place) out."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from kg.errors import ArticleError
from kg.model import Article
from kg.readers.checks import check, clean, decode, one_line
from kg.readers.streams import MAX_ARTICLE, MAX_PAGE, MAX_WHOLE, dechunked, decoded, lines, whole
from kg.text.dates import publication_date

Outcome = Article | ArticleError
#: A stream, what to call it, and the id of an article that has none of its own.
Reader = Callable[[BinaryIO, str, str], Iterator[Outcome]]

#: Longest id of an article, in characters.
MAX_ID = 500
#: The agency in brackets behind a dateline: BEIJING, Jan. 17 (Xinhua) --
_AGENCY = re.compile(r"\(([A-Z][\w .&'-]{1,30})\)\s*(?:--+|—|–|-)\s")


def make_article(
    source: str,
    article_id: str,
    text: str,
    *,
    title: str | None = None,
    published: dt.date | None = None,
    url: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
) -> Article:
    """Check a text and make an article of it; raises ArticleError, naming ``source``, where it cannot be read.

    >>> article = make_article("a.txt", "a", "BEIJING, Jan. 17, 2025 (Xinhua) -- Xi met Putin here on Friday.")
    >>> article.publisher, article.published.isoformat()
    ('Xinhua', '2025-01-17')
    """
    text = clean(text)
    check(text, source)
    article_id = one_line(article_id)
    if not article_id or len(article_id) > MAX_ID:
        raise ArticleError(source, f"an id must have 1 to {MAX_ID} characters")
    return Article(
        id=article_id,
        text=text,
        title=one_line(title or "") or _first_line(text),
        published=published or publication_date(text),
        url=one_line(url or "") or None,
        publisher=one_line(publisher or "") or publisher_of(text, url),
        author=one_line(author or "") or None,
        language="en",  # what check() lets through
    )


def publisher_of(text: str, url: str | None) -> str | None:
    """Who published a text: the agency of its dateline, else the host of its address.

    >>> publisher_of("They met.", "https://www.news.example/1")
    'news.example'
    """
    agency = _AGENCY.search(text[:1000])
    if agency:
        return agency.group(1)
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _first_line(text: str) -> str | None:
    line = text.split("\n", 1)[0].strip()
    return line if 0 < len(line) < 200 else line[:120].rsplit(" ", 1)[0] + " …"


def read_text(stream: BinaryIO, source: str, article_id: str) -> Iterator[Outcome]:
    """A plain text: the first line is its headline."""
    yield make_article(source, article_id, decode(whole(stream, source), source))


def read_html(stream: BinaryIO, source: str, article_id: str) -> Iterator[Outcome]:
    """A web page: see :func:`read_page`."""
    yield read_page(whole(stream, source, MAX_PAGE), source, article_id)


def read_page(data: bytes, source: str, article_id: str, url: str | None = None) -> Article:
    """The article of a web page: trafilatura finds text, title, date, author and site.

    >>> page = b"<html><head><title>Talks</title></head><body><article><p>" + b"Xi met Putin in Moscow on Monday. " * 9 + b"</p></article></body></html>"
    >>> read_page(page, "a.html", "a").title
    'Talks'
    """
    import trafilatura

    text = decode(data, source)
    found = trafilatura.bare_extraction(text, url=url, with_metadata=True, include_comments=False, include_tables=False)
    document: dict[str, Any] = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    body = document.get("text") or ""
    if not body.strip():
        raise ArticleError(source, "no article text found in the page")
    title = document.get("title")
    if title and not body.startswith(title):
        body = f"{title}\n\n{body}"
    return make_article(
        source,
        article_id,
        "\n\n".join(body.split("\n")),
        title=title,
        published=_day(document.get("date")),
        url=document.get("url") or url,
        publisher=document.get("sitename"),
        author=document.get("author"),
    )


def read_jsonl(stream: BinaryIO, source: str, article_id: str) -> Iterator[Outcome]:
    """JSON Lines: an object a line with ``text`` and perhaps id, title, published, url, publisher, author.

    A line that is not such an object costs only itself.

    >>> [type(x).__name__ for x in read_jsonl(io.BytesIO(b'{"text": "Xi met Putin in Moscow."}\\nnonsense'), "a.jsonl", "a")]
    ['Article', 'ArticleError']
    """
    for number, line in enumerate(_utf8_lines(stream, source), start=1):
        where = f"{source}, line {number}"
        if line is None:
            yield ArticleError(where, f"longer than {MAX_ARTICLE >> 20} MiB: split it")
            continue
        if not line.strip():
            continue
        try:
            record = json.loads(decode(line, where))
        except ArticleError as error:
            yield error
            continue
        except (ValueError, RecursionError) as error:
            yield ArticleError(where, f"not JSON: {error}")
            continue
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            yield ArticleError(where, 'not an object with a "text"')
            continue
        identifier = record.get("id")
        own_id = one_line(str(identifier)) if isinstance(identifier, str | int) else ""
        own_id = own_id or f"{article_id}-{number}"
        try:
            yield make_article(
                where,
                own_id,
                record["text"],
                title=_string(record.get("title")),
                published=_day(record.get("published")),
                url=_string(record.get("url")),
                publisher=_string(record.get("publisher")),
                author=_string(record.get("author")),
            )
        except ArticleError as error:
            yield ArticleError(f"{where} ({own_id[:100]})", error.reason)


def _utf8_lines(stream: BinaryIO, source: str) -> Iterator[bytes | None]:
    """The lines of a stream; those of UTF-16 and UTF-32, which need it whole, as UTF-8."""
    found = lines(stream)
    first = next(found, b"")
    if first == b"":
        raise ArticleError(source, "the file is empty")
    if first is not None and first.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = first + whole(stream, source, MAX_WHOLE - len(first))
        yield from (line.encode("utf-8", "surrogatepass") for line in decode(data, source).split("\n"))
        return
    if first is not None and b"\x00" in first:
        raise ArticleError(source, "this is binary data, not text")
    yield first
    yield from found


def read_feed(stream: BinaryIO, source: str, article_id: str) -> Iterator[Outcome]:
    """An RSS or Atom feed: one article an entry, of its content or, failing that, its summary."""
    import feedparser

    feed = feedparser.parse(io.BytesIO(whole(stream, source, MAX_PAGE)))
    if not feed.entries:
        raise ArticleError(source, "a feed without entries")
    publisher = _string(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{source}, entry {number}"
        content = entry.get("content") or [{"value": entry.get("summary", "")}]
        title = entry.get("title")
        body = _strip_markup(content[0].get("value", ""))
        moment = entry.get("published_parsed") or entry.get("updated_parsed")
        try:
            yield make_article(
                where,
                one_line(_string(entry.get("id")) or "") or f"{article_id}-{number}",
                f"{title}\n\n{body}" if title and body else body,
                title=title,
                published=dt.date(*moment[:3]) if moment else None,
                url=_string(entry.get("link")),
                publisher=publisher,
                author=_string(entry.get("author")),
            )
        except ArticleError as error:
            yield error


def read_warc(stream: BinaryIO, source: str, article_id: str) -> Iterator[Outcome]:
    """A web archive, compressed or not: one article a successful HTML response."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    number = 0
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            number += 1
            url = record.headers.get("WARC-Target-URI") or f"{article_id}-{number}"
            where = f"{source}, {one_line(url)[:200]}"
            http = record.http_headers
            if http is None or not str(http.status_code).startswith("2"):
                continue
            if "html" not in (record.http_content_type or ""):
                continue
            try:
                data = whole(record.reader, where, MAX_PAGE)
                if "chunked" in (http.get("Transfer-Encoding") or "").lower():
                    data = dechunked(data)
                yield read_page(decoded(data, http.get("Content-Encoding") or "", where, MAX_PAGE), where, url, url)
            except ArticleError as error:
                yield error
    except (OSError, ValueError, RuntimeError) as error:
        yield ArticleError(source, f"the web archive breaks off after {number} records: {error}")
    if number == 0:
        yield ArticleError(source, "a web archive without pages")


def _strip_markup(value: str) -> str:
    if "<" not in value:
        return value
    from lxml import html

    try:
        tree = html.fromstring(f"<div>{value}</div>")
    except (ValueError, html.etree.ParserError):
        return ""
    for block in tree.iter("p", "br", "div", "li"):
        block.tail = "\n\n" + (block.tail or "")
    return str(tree.text_content())


def _day(value: object) -> dt.date | None:
    if not isinstance(value, str):
        return None
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        import dateparser

        moment = dateparser.parse(value[:60], languages=["en"])
        return moment.date() if moment else None


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def article_id_of(name: str) -> str:
    """A file's article id: its name without the ending.

    >>> article_id_of("news/xinhua-2015.04.20.txt"), article_id_of("a.jsonl.gz")
    ('xinhua-2015.04.20', 'a')
    """
    path = PurePath(name)
    if path.suffix == ".gz":
        path = path.with_suffix("")
    return path.stem or path.name
