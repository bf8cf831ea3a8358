"""Sources of every format give articles; what cannot be read is named, with the reason, and costs nothing else."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.model import Article
from kg.readers import read_sources
from kg.readers.checks import clean

TEXT = "Xi calls Putin\n\nBeijing, 3 May 2023\n\nThe president of China called the president of Russia on Tuesday and thanked him.\n"


def articles(*sources: Path) -> list[Article]:
    found = list(read_sources(sources))
    assert not [x for x in found if isinstance(x, ArticleError)]
    return [x for x in found if isinstance(x, Article)]


def refusal(source: Path | str) -> str:
    (found,) = read_sources([source])
    assert isinstance(found, ArticleError)
    return found.reason


def test_text(tmp_path: Path) -> None:
    file = tmp_path / "call.2023.txt"
    file.write_text(TEXT, encoding="utf-8")
    (article,) = articles(file)
    assert (article.id, article.title, article.published) == ("call.2023", "Xi calls Putin", dt.date(2023, 5, 3))


def test_html(tmp_path: Path) -> None:
    body = "<p>The president of China called the president of Russia on Tuesday and thanked him for the visit.</p>" * 4
    file = tmp_path / "call.html"
    file.write_text(
        f"<html><head><title>Xi calls Putin</title><meta property='article:published_time' content='2023-05-03'></head>"
        f"<body><nav>Home | World</nav><article><h1>Xi calls Putin</h1>{body}</article><script>alert(1)</script></body></html>",
        encoding="utf-8",
    )
    (article,) = articles(file)
    assert article.title == "Xi calls Putin"
    assert article.published == dt.date(2023, 5, 3)
    assert "alert" not in article.text and "Home |" not in article.text


def test_json_lines_cost_only_the_bad_ones(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    good = {"id": "n/1 a", "text": TEXT, "published": "2023-05-03", "publisher": "XY"}
    file.write_text(
        json.dumps(good) + '\nnot json\n[1]\n{"text": 5}\n' + json.dumps({"text": TEXT}) + "\n", encoding="utf-8"
    )
    found = list(read_sources([file]))
    assert [x.id for x in found if isinstance(x, Article)] == ["n/1 a", "news-5"]
    assert [x.source.rsplit(" ", 1)[-1] for x in found if isinstance(x, ArticleError)] == ["2", "3", "4"]


def test_feed(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>XY News</title><item><title>Xi calls Putin</title><guid>x1</guid>"
        "<pubDate>Wed, 03 May 2023 10:00:00 GMT</pubDate><description>&lt;p&gt;The president of China called the president of Russia and thanked him.&lt;/p&gt;</description>"
        "</item></channel></rss>",
        encoding="utf-8",
    )
    (article,) = articles(file)
    assert (article.id, article.publisher, article.published) == ("x1", "XY News", dt.date(2023, 5, 3))
    assert "<p>" not in article.text


def test_web_archive(tmp_path: Path) -> None:
    page = (
        b"<html><head><title>Talks</title></head><body><article>"
        + b"<p>The president of China called the president of Russia and thanked him for it.</p>" * 5
        + b"</article></body></html>"
    )
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/1\r\nWARC-Date: 2023-05-03T00:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: " + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"
    )
    file = tmp_path / "a.warc.gz"
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb") as out:
        out.write(record)
    file.write_bytes(buffer.getvalue())
    (article,) = articles(file)
    assert article.id == article.url == "http://news.example/1"


def test_folder_and_compressed_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert sorted(a.id for a in articles(tmp_path)) == ["a", "b"]


def test_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    found = list(read_sources([folder]))
    assert not [x for x in found if isinstance(x, Article)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x7fELF\x00\x01\x02" * 50, "binary"),
        (
            "Der Bundeskanzler traf am Montag in Berlin den französischen Präsidenten und sprach mit ihm über den Krieg.".encode(),
            "another language (de)",
        ),
        (
            "Председатель Китайской Народной Республики позвонил президенту России и поблагодарил его за визит.".encode(),
            "another language (ru)",
        ),
        (b"12 34 56", "no words"),
        (b"word " * 300_000, "limit"),
    ],
)
def test_refusals_say_why(tmp_path: Path, data: bytes, reason: str) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(data)
    assert reason in refusal(file)


def test_missing_file() -> None:
    assert refusal("no-such.txt") == "there is no such file"


def test_other_encodings_are_recognised(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(("\ufeff" + TEXT).encode("utf-16"))
    assert articles(file)[0].title == "Xi calls Putin"
    file.write_bytes(
        (TEXT + "The Café de la Paix, Müller and Škoda were mentioned by the ministers. " * 5).encode(
            "cp1252", "replace"
        )
    )
    assert "Café" in articles(file)[0].text


@settings(deadline=None)
@given(st.text())
def test_cleaning_is_idempotent_and_removes_control_characters(text: str) -> None:
    once = clean(text)
    assert clean(once) == once or "\n" in once
    assert not any(ord(c) < 32 and c not in "\n\t" for c in once)
    assert not any("\u202a" <= c <= "\u202e" for c in once)


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".txt", ".html", ".jsonl", ".xml", ".warc", ".gz", ".txt.gz"]))
def test_no_bytes_whatever_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str) -> None:
    file = tmp_path_factory.getbasetemp() / f"fuzz{ending}"
    file.write_bytes(data)
    for outcome in read_sources([file]):
        assert isinstance(outcome, Article | ArticleError)
