"""The correction loop: what a person judges holds for later builds, and scores the extractor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.building import Report, build
from kg.correction import Review
from kg.errors import StoreError
from kg.evaluation import evaluate, load_gold
from kg.model import Statement
from kg.store import Store
from kg.store.judgements import Judgements
from tests.test_cli import kg

TEXT = "China thanked Russia on Monday. Iran accused Oman of breaking the law."


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def built(store: Store, source: Path) -> None:
    for _ in build([source], store, Report()):
        pass


def triples(store: Store) -> set[tuple[str, str, str]]:
    return {(s.subject.name, s.relation, s.object.name) for s in store.statements()}


def find(store: Store, relation: str) -> Statement:
    return next(s for s in store.statements() if s.relation == relation)


def test_judgements_hold_for_the_graph_and_for_a_store_built_anew(tmp_path: Path, source: Path) -> None:
    import shutil

    with Store(tmp_path / "s") as store:
        built(store, source)
        review = Review(store)
        assert len(list(review.pending())) == len(list(store.statements()))
        review.reject(find(store, "accuses"))
        fixed = review.correct(find(store, "thanks"), relation="praises", object="Iran")
        assert (fixed.object.country, fixed.relation_id or "") == ("IRN", fixed.relation_id) and (
            fixed.relation_id or ""
        ).endswith("/praises")
        assert ("China", "praises", "Iran") in triples(store) and "accuses" not in {t[1] for t in triples(store)}
        assert not any(review.store.judgements.judged(s) for s in review.pending())
        judged = triples(store)
    shutil.rmtree(tmp_path / "s")
    with Store(tmp_path / "s") as store:
        built(store, source)
        assert triples(store) == judged


def test_an_accepted_statement_is_certain(tmp_path: Path, source: Path) -> None:
    with Store(tmp_path / "s") as store:
        built(store, source)
        Review(store).accept(find(store, "thanks"))
        assert find(store, "thanks").confidence == 1.0


def test_a_judgement_can_be_taken_back(tmp_path: Path, source: Path) -> None:
    with Store(tmp_path / "s") as store:
        built(store, source)
        before = triples(store)
        review = Review(store)
        review.reject(find(store, "accuses"))
        review.correct(find(store, "thanks"), modality="planned")
        for judgement in review.judgements():
            review.withdraw(judgement)
        assert triples(store) == before and review.judgements() == []
        assert find(store, "thanks").modality.value == "actual"


def test_what_was_judged_is_gold_for_the_evaluation(tmp_path: Path, source: Path) -> None:
    with Store(tmp_path / "s") as store:
        built(store, source)
        read = list(store.statements())
        review = Review(store)
        review.accept(find(store, "thanks"))
        review.reject(find(store, "accuses"))
        assert review.export_gold(tmp_path / "gold") == 1
    score = evaluate(load_gold(tmp_path / "gold"), {"a": read})
    assert (score.facts, score.found) == (1, 1)
    assert [s.relation for _, s in score.wrong] == ["accuses"] and score.precision < 1
    done = kg("evaluate", tmp_path / "gold")
    assert done.returncode == 0 and "errors:" in done.stdout


def test_the_terminal_asks_and_notes(tmp_path: Path, source: Path) -> None:
    store = tmp_path / "s"
    assert kg("build", source, "--store", store).returncode == 0
    done = kg("review", "--store", store, stdin="a\nc\n\nblames\n\n\ns\nq\n")
    assert done.returncode == 0, done.stderr
    assert "2 statements judged" in done.stdout
    lines = [json.loads(x) for x in (tmp_path / "s.review.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [x["judgement"] for x in lines] == ["accept", "correct"] and lines[1]["corrected"]["relation"] == "blames"
    assert "correct" in kg("review", "--store", store, "--judged").stdout
    assert kg("review", "--store", store, "--export", tmp_path / "gold").returncode == 0


def test_what_cannot_be_corrected_is_refused(tmp_path: Path, source: Path) -> None:
    with Store(tmp_path / "s") as store:
        built(store, source)
        with pytest.raises(ValueError, match="cannot be corrected"):
            Review(store).correct(find(store, "thanks"), colour="red")
        with pytest.raises(ValueError, match="no PLOVER type"):
            Review(store).correct(find(store, "thanks"), event="PRAISE")


def test_nonsense_among_the_judgements_is_a_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "s.review.jsonl"
    file.write_text('{"judgement": "maybe", "statement": {}}\n', encoding="utf-8")
    with pytest.raises(StoreError, match="line 1"):
        Judgements.beside(file)
