"""Events are things: one node within an article, and across articles where kind, participants and day agree."""

from __future__ import annotations

import datetime as dt

from kg.extract.pipeline import extract
from kg.happenings import with_events
from kg.model import Article, Extraction
from kg.vocab.namespaces import EVENT_KIND
from kg.vocab.ontology import load_ontology


def read(text: str, day: str, article: str = "a") -> Extraction:
    return next(iter(extract([Article(article, text, published=dt.date.fromisoformat(day))])))


def kinds(extraction: Extraction) -> list[str]:
    return [(e.kind or "").removeprefix(EVENT_KIND) for e in extraction.events]


def test_the_call_and_he_phoned_are_one_event() -> None:
    found = read("Xi Jinping spoke by phone with Vladimir Putin on Friday. Putin called Xi on Friday.", "2025-01-18")
    assert kinds(found) == ["call"]
    assert {e.name for e in found.events[0].participants} == {"Xi Jinping", "Vladimir Putin"}
    assert found.events[0].time is not None and found.events[0].time.value == "2025-01-17"


def test_two_articles_tell_of_one_call() -> None:
    first = read(
        "Chinese President Xi Jinping spoke by phone with Russian President Vladimir Putin on Friday.",
        "2025-01-18",
        "a",
    )
    second = read("Vladimir Putin held a telephone conversation with Xi Jinping on January 17.", "2025-01-19", "b")
    assert first.events[0].id == second.events[0].id


def test_another_day_is_another_event() -> None:
    first = read("Xi Jinping met Vladimir Putin in Moscow on Friday.", "2025-01-18")
    second = read("Xi Jinping met Vladimir Putin in Moscow on Monday.", "2025-01-22")
    assert first.events[0].id != second.events[0].id


def test_a_visit_goes_somewhere_and_the_visitor_takes_part() -> None:
    found = read("Vladimir Putin will visit Beijing on May 8.", "2025-04-19")
    event = found.events[0]
    assert [e.name for e in event.participants] == ["Vladimir Putin"]
    assert (
        event.place is not None and event.place.name == "Beijing" and event.name == "visit of Vladimir Putin to Beijing"
    )


def test_what_is_only_wanted_is_no_event() -> None:
    assert read("Xi Jinping hopes to meet Vladimir Putin.", "2025-01-18").events == ()


def test_a_signing_has_its_signatories() -> None:
    found = read("Guinea and Senegal signed a treaty on Tuesday.", "2023-05-03")
    assert kinds(found) == ["signing"]
    assert {e.name for e in found.events[0].participants} == {"Guinea", "Senegal"}


def test_events_read_again_from_statements_are_the_same() -> None:
    """Statements that come back from a file tell of the same events."""
    from kg.readers import read_sources
    from tests.conftest import SAMPLES

    ontology = load_ontology()
    articles = [a for a in read_sources([SAMPLES]) if isinstance(a, Article)]
    for extraction in extract(articles):
        again, events = with_events(extraction.article, extraction.statements, ontology)
        assert [s.event_id for s in again] == [s.event_id for s in extraction.statements], extraction.article.id
        assert {e.id for e in events} == {e.id for e in extraction.events}
