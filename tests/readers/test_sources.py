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


def packed(data: bytes) -> bytes:
    return gzip.compress(data)


def record(**more: object) -> bytes:
    return json.dumps({"id": "a", "text": TEXT, **more}).encode() + b"\n"


def test_a_line_that_is_too_long_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    with file.open("wb") as stream:
        stream.write(record(id="one"))
        for _ in range(100):
            stream.write(b"x" * 2**20)
        stream.write(b"\n" + record(id="two"))
    found = list(read_sources([file]))
    assert [x.id for x in found if isinstance(x, Article)] == ["one", "two"]
    assert [x.reason for x in found if isinstance(x, ArticleError)] == ["longer than 16 MiB: split it"]


def test_reading_a_large_file_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    import tracemalloc

    peaks = []
    for count in (20, 2000):
        file = tmp_path / f"{count}.jsonl"
        file.write_bytes(b"".join(record(id=f"{count}-{i}", more="x" * 10_000) for i in range(count)))
        tracemalloc.start()
        assert sum(isinstance(x, Article) for x in read_sources([file])) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 500_000


@pytest.mark.parametrize("ending", [".txt.gz", ".jsonl.gz", ".html.gz", ".xml.gz"])
def test_a_bomb_is_refused(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"bomb{ending}"
    with gzip.open(file, "wb") as stream:
        for _ in range(200):
            stream.write(b" " * 2**20)
    assert any(reason in refusal(file) for reason in ("larger than", "unpacks to more than"))


def test_a_bomb_of_entities_is_refused(tmp_path: Path) -> None:
    bomb = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(12)
    )
    file = tmp_path / "bomb.xml"
    file.write_text(
        bomb + "]><rss version='2.0'><channel><item><title>&m;</title></item></channel></rss>", encoding="utf-8"
    )
    assert refusal(file)


def test_entities_that_name_files_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret words", encoding="utf-8")
    outside = (tmp_path / "secret").as_uri()
    feed = (
        f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM '{outside}'>]><rss version='2.0'><channel><item><title>News</title>"
        "<description>The president of China called the president of Russia and thanked him: &x;</description></item></channel></rss>"
    )
    for name in ("a.xml", "a.html"):
        (tmp_path / name).write_text(feed, encoding="utf-8")
        for outcome in read_sources([tmp_path / name]):
            assert isinstance(outcome, ArticleError) or "secret words" not in outcome.text


def test_markup_nested_deeply_is_read_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep.html"
    file.write_text("<html><body>" + "<div>" * 50_000 + TEXT + "</div>" * 50_000, encoding="utf-8")
    (tmp_path / "deep.jsonl").write_text('{"text": ' + "[" * 100_000, encoding="utf-8")
    assert len(list(read_sources([file]))) == 1
    assert "not JSON" in refusal(tmp_path / "deep.jsonl")


@pytest.mark.parametrize("name", ["a/../../b", "..", ". .", "a b/c.d", "%2e%2e", "日本", "a" * 500, "<b>&'\""])
def test_any_id_names_a_graph_and_comes_back(tmp_path: Path, name: str) -> None:
    from kg.model import Extraction
    from kg.store import Store

    file = tmp_path / "a.jsonl"
    file.write_bytes(record(id=name))
    (article,) = articles(file)
    assert article.id == name
    with Store(tmp_path / "s") as store:
        store.add(Extraction(article), "test")
        assert store.article_ids() == [name]
        assert store.extraction(name).article == article
        assert store.forget(name)


def test_an_id_that_is_too_long_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(record(id="a" * 501))
    assert "500 characters" in refusal(file)


def test_marks_that_turn_text_around_are_taken_out_of_every_field(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(
        record(id="a\u202e1", title="T\u202e\n\x00 x", publisher="P\ud800", url="http://a/\u0007", author="\u2066A")
    )
    (article,) = articles(file)
    assert (article.id, article.title, article.publisher, article.url, article.author) == (
        "a1",
        "T x",
        "P",
        "http://a/",
        "A",
    )


def test_globs_pipes_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import threading

    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt", ".hidden.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [x.id for x in articles(tmp_path / "*.txt")] == ["a"]
    assert [x.id for x in articles(tmp_path / "**" / "*.txt")] == ["a", "b"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(record(id="in")))))  # type: ignore[arg-type]
    assert [x.id for x in articles(Path("-"))] == ["in"]
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(record(id="piped")))
    writer.start()
    assert [x.id for x in articles(pipe)] == ["piped"]
    writer.join()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "cp1252"])
def test_json_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.jsonl"
    text = "".join(
        json.dumps({"id": i, "text": TEXT + "Café Müller was there."}, ensure_ascii=False) + "\n" for i in "ab"
    )
    file.write_bytes(text.encode(encoding))
    assert [x.text[-22:] for x in articles(file)] == ["Café Müller was there."] * 2


def test_the_publisher_is_that_of_the_dateline_or_the_address(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    dateline = "Xi calls Putin\n\nBEIJING, May 3 (Xinhua) -- The president of China called the president of Russia."
    file.write_bytes(
        record(id="a", text=dateline)
        + record(id="b", url="https://www.news.example/1")
        + record(id="c", publisher="XY")
    )
    assert [x.publisher for x in articles(file)] == ["Xinhua", "news.example", "XY"]


def warc_record(number: int, body: bytes, *headers: bytes) -> bytes:
    http = b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html", *headers, b"", body])
    lines = [
        b"WARC/1.0",
        b"WARC-Type: response",
        b"WARC-Target-URI: http://news.example/%d" % number,
        b"Content-Type: application/http; msgtype=response",
        b"Content-Length: %d" % len(http),
        b"",
        http,
        b"",
        b"",
    ]
    return b"\r\n".join(lines)


WEB_PAGE = (
    b"<html><head><title>Talks</title></head><body><article>"
    + b"<p>The president of China called the president of Russia.</p>" * 5
    + b"</article></body></html>"
)


@pytest.mark.parametrize(
    ("body", "header", "reason"),
    [
        (b" " * 20_000_000, b"X-Nothing: 1", "larger than 8 MiB"),
        (gzip.compress(b" " * 100_000_000), b"Content-Encoding: gzip", "larger than 8 MiB"),
        (b"nonsense", b"Content-Encoding: gzip", "damaged page"),
        (b"nonsense", b"Content-Encoding: br", "packed as 'br'"),
        (b"zz\r\nnonsense", b"Transfer-Encoding: chunked", ""),
    ],
    ids=["large", "bomb", "damaged", "brotli", "chunks"],
)
@pytest.mark.parametrize("compressed", [False, True])
def test_a_bad_page_of_an_archive_costs_only_itself(
    tmp_path: Path, body: bytes, header: bytes, reason: str, compressed: bool
) -> None:
    records = [warc_record(1, WEB_PAGE), warc_record(2, body, header), warc_record(3, WEB_PAGE)]
    file = tmp_path / f"a.warc{'.gz' if compressed else ''}"
    file.write_bytes(b"".join(packed(r) if compressed else r for r in records))
    found = list(read_sources([file]))
    assert [x.id for x in found if isinstance(x, Article)] == ["http://news.example/1", "http://news.example/3"]
    (refused,) = [x for x in found if isinstance(x, ArticleError)]
    assert reason in refused.reason and "http://news.example/2" in refused.source


def test_packed_and_chunked_pages_of_an_archive_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    zipped = packed(WEB_PAGE)
    chunks = b"%x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (40, zipped[:40], len(zipped) - 40, zipped[40:])
    file.write_bytes(
        warc_record(1, zipped, b"Content-Encoding: gzip")
        + warc_record(2, chunks, b"Content-Encoding: gzip", b"Transfer-Encoding: chunked")
        + warc_record(3, WEB_PAGE, b"Transfer-Encoding: chunked")  # some crawlers keep the header of what they unpacked
    )
    assert [a.title for a in articles(file)] == ["Talks"] * 3
