"""Pages of stores too large to be read whole: they are made of the articles that matter to them."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import pytest

import kg
from kg import pages
from kg.building import Report, build
from kg.errors import StoreError
from kg.store import Store
from kg.store.selection import among, latest, naming, originals, prominent, telling_of
from tests.conftest import ROOT

SERIES = ROOT / "kg" / "series" / "greece-turkey.jsonl"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the samples and the series, with one article of the series on a second site."""
    base = tmp_path_factory.mktemp("pages")
    record = json.loads(SERIES.read_text(encoding="utf-8").splitlines()[0])
    (base / "again.jsonl").write_text(
        json.dumps(record | {"id": "z-again", "publisher": "Elsewhere"}), encoding="utf-8"
    )
    with Store(base / "s") as store:
        for _ in build([ROOT / "kg" / "samples", SERIES, base / "again.jsonl"], store, Report()):
            pass
    return base / "s"


def test_articles_are_chosen_by_whom_they_name(folder: Path) -> None:
    with Store(folder, read_only=True) as store:
        assert naming(store, "KEN") == {"kenya-us-2024-05-23"} == naming(store, "William Ruto")
        assert naming(store, "Nobody Atall") == set()
        assert "us-cuba-2014-12-17" in naming(store, "USA") - naming(store, "GRC")
        assert latest(store, store.article_ids(), 1)[0] in store.article_ids()
        actors = prominent(store, 5)
        assert len(actors) == 5 and among(store, actors) < set(store.article_ids())
        assert among(store, actors[:1]) <= among(store, actors)


def test_the_page_of_a_large_store_shows_what_the_most_named_do_to_each_other(folder: Path) -> None:
    with Store(folder, read_only=True) as store:
        with patch.multiple(pages, MOST_ARTICLES=10, MOST_ACTORS=12):
            large = pages.overview(store)
        whole = pages.overview(store)
    assert large.title.startswith("28 articles: what 12 actors named most") and "latest 10" in large.title
    assert whole.title == "28 articles" and len(large.html) < len(whole.html)


def test_the_page_of_an_actor_of_a_large_store_has_the_same_statements_about_it(folder: Path) -> None:
    with Store(folder, read_only=True) as store:
        with patch.object(pages, "MOST_ARTICLES", 20), patch.object(pages, "page", lambda x, title, **_: x):
            large = pages.ego(store, "William Ruto").html
            both = pages.dyad(store, "United States", "Cuba").html
        with patch.object(pages, "page", lambda x, title, **_: x):
            small = pages.ego(store, "William Ruto").html
            both_small = pages.dyad(store, "United States", "Cuba").html

    def about(extractions: object, *names: str) -> set[object]:
        return {s for x in extractions for s in x.statements if {s.subject.name, s.object.name} & set(names)}  # type: ignore[attr-defined]

    assert about(large, "William Ruto") == about(small, "William Ruto") != set()
    assert {x.article.id for x in both} <= {x.article.id for x in both_small}  # type: ignore[attr-defined]
    assert any(x.article.id == "us-cuba-2014-12-17" for x in both)  # type: ignore[attr-defined]


def test_an_event_is_found_by_its_name_without_reading_all(folder: Path) -> None:
    with Store(folder, read_only=True) as store:
        first = next(e for x in store.extractions() for e in x.events)
        assert telling_of(store, first.id) == telling_of(store, first.name.upper()) != []
        assert pages.event_page(store, first.name).title == first.name
        with pytest.raises(StoreError, match="there are: "):
            pages.event_page(store, first.name.split()[0])


def test_a_copy_does_not_count_twice_between_two_states(folder: Path, tmp_path: Path) -> None:
    with Store(folder, read_only=True) as store, Store(tmp_path / "s") as single:
        assert "z-again" in store.article_ids() and "z-again" not in originals(store, store.article_ids())
        for _ in build([SERIES], single, Report()):
            pass
        assert kg.dyad(store, "Greece", "Turkey").equals(kg.dyad(single, "Greece", "Turkey"))
        assert kg.reciprocity(store, "Greece", "Turkey") == kg.reciprocity(single, "Greece", "Turkey")
