"""One function a format: bytes in, articles (or errors in their place) out."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.readers.checks import check, clean, decode, recognise
from kg.text.dates import publication_date

Outcome = Article | ArticleError


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
    """Check a text and make an article of it; raises ArticleError, naming ``source``, where it cannot be read."""
    text = clean(text)
    check(text, source)
    return Article(
        id=article_id,
        text=text,
        title=title or _first_line(text),
        published=published or publication_date(text),
        url=url,
        publisher=publisher,
        author=author,
        language=recognise(text),
    )


def _first_line(text: str) -> str | None:
    line = text.split("\n", 1)[0].strip()
    return line if 0 < len(line) < 200 else line[:120].rsplit(" ", 1)[0] + " …"


def read_text(data: bytes, source: str, article_id: str) -> Iterator[Outcome]:
    """A plain text: the first line is its headline."""
    yield make_article(source, article_id, decode(data, source))


def read_html(data: bytes, source: str, article_id: str, url: str | None = None) -> Iterator[Outcome]:
    """A web page: trafilatura finds text, title, date, author and site.

    >>> page = b"<html><head><title>Talks</title></head><body><article><p>" + b"Xi met Putin in Moscow on Monday. " * 9 + b"</p></article></body></html>"
    >>> next(read_html(page, "a.html", "a")).title
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
    yield make_article(
        source,
        article_id,
        "\n\n".join(body.split("\n")),
        title=title,
        published=_day(document.get("date")),
        url=document.get("url") or url,
        publisher=document.get("sitename"),
        author=document.get("author"),
    )


def read_jsonl(data: bytes, source: str, article_id: str) -> Iterator[Outcome]:
    """JSON Lines: an object a line with ``text`` and perhaps id, title, published, url, publisher, author.

    A line that is not such an object costs only itself.

    >>> [type(x).__name__ for x in read_jsonl(b'{"text": "Xi met Putin in Moscow."}\\nnonsense', "a.jsonl", "a")]
    ['Article', 'ArticleError']
    """
    for number, line in enumerate(decode(data, source).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{source}, line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield ArticleError(where, f"not JSON: {error}")
            continue
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            yield ArticleError(where, 'not an object with a "text"')
            continue
        identifier = record.get("id")
        own_id = str(identifier) if identifier not in (None, "") else f"{article_id}-{number}"
        title = record.get("title")
        try:
            yield make_article(
                where,
                own_id,
                record["text"],
                title=title if isinstance(title, str) else None,
                published=_day(record.get("published")),
                url=_string(record.get("url")),
                publisher=_string(record.get("publisher")),
                author=_string(record.get("author")),
            )
        except ArticleError as error:
            yield ArticleError(f"{where} ({own_id})", error.reason)


def read_feed(data: bytes, source: str, article_id: str) -> Iterator[Outcome]:
    """An RSS or Atom feed: one article an entry, of its content or, failing that, its summary."""
    import feedparser

    feed = feedparser.parse(io.BytesIO(data))
    if not feed.entries:
        raise ArticleError(source, "a feed without entries")
    publisher = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{source}, entry {number}"
        content = entry.get("content") or [{"value": entry.get("summary", "")}]
        title = entry.get("title")
        body = _strip_markup(content[0].get("value", ""))
        moment = entry.get("published_parsed") or entry.get("updated_parsed")
        try:
            yield make_article(
                where,
                _string(entry.get("id")) or f"{article_id}-{number}",
                f"{title}\n\n{body}" if title and body else body,
                title=title,
                published=dt.date(*moment[:3]) if moment else None,
                url=entry.get("link"),
                publisher=publisher,
                author=entry.get("author"),
            )
        except ArticleError as error:
            yield error


def read_warc(data: bytes, source: str, article_id: str) -> Iterator[Outcome]:
    """A web archive: one article a successful HTML response."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    number = 0
    try:
        for record in ArchiveIterator(io.BytesIO(data), record_types=WarcRecordType.response):
            number += 1
            url = record.headers.get("WARC-Target-URI") or f"{article_id}-{number}"
            where = f"{source}, {url}"
            http = record.http_headers
            if http is None or not str(http.status_code).startswith("2"):
                continue
            if "html" not in (record.http_content_type or ""):
                continue
            try:
                yield from read_html(record.reader.read(), where, url, url)
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
