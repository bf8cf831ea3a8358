"""Quality does not fall below the floors that floors.toml keeps."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kg.building import Report, extract_sources
from kg.evaluation import Score, evaluate, load_gold
from tests.conftest import SHARED

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))


def measure(folder: Path, only: list[str] | None = None) -> Score:
    """The score of the extractor on a gold folder."""
    gold = load_gold(folder, only or ())
    report = Report()
    files = [folder / "articles" / f"{name}.txt" for name in gold]
    statements = {x.article.id: x.statements for x in extract_sources(files, report)}
    assert not report.refused
    return evaluate(gold, statements)


@pytest.mark.parametrize("part", ["tuning", "testing"])
def test_own_gold_articles(part: str) -> None:
    floors = FLOORS["gold"][part]
    score = measure(HERE / "gold", floors["articles"])
    assert score.precision >= floors["precision"]
    assert score.f1 >= floors["f1"]
    assert score.core_recall >= floors["core_recall"]
    for qualifier, floor in FLOORS["gold"]["qualifiers"].items():
        assert score.accuracy(qualifier) >= floor, qualifier


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the workshop's gold articles are not here")
def test_shared_gold_articles() -> None:
    floors = FLOORS["shared"]
    score = measure(SHARED / "gold")
    assert score.precision >= floors["precision"]
    assert score.f1 >= floors["f1"]
    assert score.core_recall >= floors["core_recall"]
    for qualifier in ("modality", "negated", "speaker", "time", "place", "event"):
        assert score.accuracy(qualifier) >= floors[qualifier], qualifier


def test_confidence_orders_statements() -> None:
    score = measure(HERE / "gold")
    upper, lower = score.halves()
    assert upper > lower
