"""The named questions: each has what a reader needs, runs as its example says, and refuses what is of the wrong type."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.store import Store
from kg.store.questions import Question, question, questions
from kg.store.sparql import check_read_only

ALL = list(questions())


def test_there_are_at_least_twenty() -> None:
    assert len(ALL) >= 20


@pytest.mark.parametrize("q", ALL, ids=lambda q: q.name)
def test_a_question_is_described_and_its_example_runs(q: Question, sample_store: Path) -> None:
    assert q.title and q.description.endswith(".") and q.examples
    assert all(p.meaning for p in q.parameters)
    check_read_only(q.text)
    words = shlex.split(q.examples[0])
    assert words[:3] == ["kg", "query", q.name]
    given = dict(w.split("=", 1) for w in words[3:] if "=" in w)
    with Store(sample_store, read_only=True) as store:
        answer = store.labelled(store.ask(q, given))
    assert answer.columns and not {p.name for p in q.parameters} & set(answer.columns)


#: Questions that the seven sample articles answer with at least one row.
ANSWERED = [
    "who-met-whom", "said-by", "said-about", "acts-toward", "acts-by-month", "promised-not-done", "third-parties", "topic-mentions",
    "single-source", "between", "most-connected", "offices", "planned", "events", "denied", "agenda", "one-sided-claims", "both-sides",
]  # fmt: skip


@pytest.mark.parametrize("name", ANSWERED)
def test_the_sample_articles_answer(name: str, sample_store: Path) -> None:
    q = question(name)
    given = dict(w.split("=", 1) for w in shlex.split(q.examples[0])[3:] if "=" in w)
    with Store(sample_store, read_only=True) as store:
        assert store.ask(q, given).rows


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("said-by", {}, "needs --param speaker=…; for example"),
        ("said-by", {"speaker": "Joe Biden", "x": "1"}, "has no parameter 'x'"),
        ("acts-toward", {"source": "Utopia", "target": "USA"}, "'Utopia' is no state"),
        ("acts-toward", {"source": "Germny", "target": "USA"}, "did you mean Germany"),
        ("said-about", {"speaker": "Joe Biden", "topic": "weather"}, "is no topic; the topics are"),
        ("what-followed", {"event": "x", "days": "ten"}, "is no whole number"),
        ("said-by", {"speaker": "Nobody Atall"}, "nobody in the graph is called"),
    ],
)
def test_parameters_are_typed(name: str, given: dict[str, str], reason: str, sample_store: Path) -> None:
    with Store(sample_store, read_only=True) as store, pytest.raises(QueryError, match=reason):
        store.ask(question(name), given)


def test_a_state_goes_by_name_or_code(sample_store: Path) -> None:
    with Store(sample_store, read_only=True) as store:
        first = store.ask(question("acts-toward"), {"source": "USA", "target": "Cuba"})
        assert first == store.ask(question("acts-toward"), {"source": "United States", "target": "cub"})
        assert first.rows
