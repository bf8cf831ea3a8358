"""The same agency story on several sites is one source, whichever site was read first."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.building import Report, build
from kg.copies import Copy, originals
from kg.model import Article
from kg.store import Store
from kg.store.copies import mark_copies
from kg.text.fingerprint import Fingerprint
from tests.conftest import ROOT

SAMPLES = ROOT / "kg" / "samples"
STORY = (SAMPLES / "us-cuba-2014-12-17.txt").read_text(encoding="utf-8")
OTHER = (SAMPLES / "ethiopia-eritrea-2018-07-09.txt").read_text(encoding="utf-8")
DAY = dt.date(2014, 12, 17)


def copy(name: str, text: str, day: dt.date | None = DAY) -> Copy:
    mark = Fingerprint.of(text)
    assert mark is not None
    return Copy(name, day, mark)


@pytest.mark.parametrize(
    "again",
    [
        STORY,
        STORY.upper().replace(",", ""),
        "From our correspondents\n\n" + STORY + "\n\nRead more on our site.",
        STORY[: len(STORY) // 2],
        STORY.replace("Cuba", "CUBA").replace("said", "told reporters"),
    ],
    ids=["the same", "in capitals", "framed", "cut short", "edited"],
)
def test_a_copy_is_recognised(again: str) -> None:
    assert originals([copy("x:b", again, DAY + dt.timedelta(days=1)), copy("x:a", STORY)]) == {"x:b": "x:a"}


def test_other_stories_are_none() -> None:
    assert originals([copy("x:a", STORY), copy("x:b", OTHER)]) == {}


def test_what_is_printed_again_after_weeks_is_a_story_of_its_own() -> None:
    assert originals([copy("x:a", STORY), copy("x:b", STORY, DAY + dt.timedelta(days=30))]) == {}


def test_the_order_of_reading_does_not_matter() -> None:
    articles = [copy("x:c", STORY, None), copy("x:b", STORY + " More."), copy("x:a", STORY), copy("x:d", OTHER)]
    for order in itertools.permutations(articles):
        assert originals(order) == {"x:b": "x:a", "x:c": "x:a"}


@settings(deadline=None)
@given(st.text())
def test_a_fingerprint_survives_writing(text: str) -> None:
    mark = Fingerprint.of(text)
    if mark is not None:
        read = Fingerprint.read(str(mark))
        assert read is not None and list(read.values) == list(mark.values) and read.size == mark.size


def test_a_fingerprint_of_another_scheme_is_left_alone() -> None:
    assert Fingerprint.read("r1.64.3:10:AAAA") is None


def test_copies_count_as_one_source(tmp_path: Path) -> None:
    for name in ("agency", "site-one", "site-two"):
        (tmp_path / f"{name}.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    with Store(tmp_path / "s") as store:
        report = Report()
        assert len(list(build([tmp_path], store, report))) == 4
        assert report.copies == 2
        rows = store.query("SELECT ?c ?o { ?c kg:copyOf ?o }").rows
        assert {(c.rsplit("/", 1)[1], o.rsplit("/", 1)[1]) for c, o in rows if c and o} == {
            ("site-one", "agency"),
            ("site-two", "agency"),
        }
        from kg.store.questions import question

        sources = {row[-1] for row in store.ask(question("events")).rows}
        assert sources == {"1"}
        assert not store.ask(question("told-by-several")).rows
        store.forget("agency")
        assert mark_copies(store) == 1
        assert (
            store.query("SELECT ?c ?o { ?c kg:copyOf ?o }").rows[0][1]
            == "https://w3id.org/bilateral-kg/article/site-one"
        )


def test_articles_without_text_are_no_copies(tmp_path: Path) -> None:
    from kg.model import Extraction

    with Store(tmp_path / "s") as store:
        for name in "ab":
            store.add(Extraction(Article(name, "")), "test")
        assert mark_copies(store) == 0
