"""Pages to read: an article with its statements marked, an event with all that is told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Event, Evidence, Extraction, Statement
from kg.views.style import tone
from kg.vocab.ontology import load_ontology


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: which sentence's evidence it is (None where it is none's), and whether it is among the words that say it."""

    text: str
    sentence: int | None = None
    marked: bool = False


def pieces(text: str, evidence: Iterable[Evidence]) -> list[Piece]:
    """A text cut into pieces at the sentences that are evidence, and at the marks in them.

    Sentences are numbered in their order; of two that overlap the first counts.

    >>> pieces("He came. Xi thanked Putin.", [Evidence("a", "Xi thanked Putin.", 9, 26, ((9, 11),))])
    [Piece(text='He came. ', sentence=None, marked=False), Piece(text='Xi', sentence=0, marked=True), Piece(text=' thanked Putin.', sentence=0, marked=False)]
    """
    spans: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for e in evidence:
        if 0 <= e.start < e.end <= len(text):
            spans.setdefault((e.start, e.end), set()).update(e.marks)
    found: list[Piece] = []
    done = number = 0
    for (start, end), marks in sorted(spans.items()):
        if start < done:
            continue
        if start > done:
            found.append(Piece(text[done:start]))
        at = start
        for a, b in sorted(marks):
            if at <= a < b <= end:
                if a > at:
                    found.append(Piece(text[at:a], number))
                found.append(Piece(text[a:b], number, True))
                at = b
        if at < end:
            found.append(Piece(text[at:end], number))
        done, number = end, number + 1
    if done < len(text):
        found.append(Piece(text[done:]))
    return found


def article_html(extraction: Extraction, *, links: bool = False) -> str:
    """The page of an article: its text with the sentences that were understood marked, beside what was read in each.

    >>> from kg.model import Article, Entity
    >>> s = Statement(Entity("Xi"), "thanks", Entity("<Putin>"), evidence=(Evidence("a", "Xi thanked Putin.", 0, 17),))
    >>> html = article_html(Extraction(Article("a", "Xi thanked Putin."), (s,)))
    >>> "&lt;Putin&gt;" in html, "<Putin>" in html
    (True, False)
    """
    article = extraction.article
    every = [e for s in extraction.statements for e in s.evidence]
    cut = pieces(article.text, every)
    numbers: dict[tuple[int, int], int] = {}
    for start, end in sorted({(e.start, e.end) for e in every}):
        if not any(a <= start < b for a, b in numbers):
            numbers[start, end] = len(numbers)
    groups: dict[int, list[dict[str, object]]] = {}
    for s in extraction.statements:
        place = next((numbers[e.start, e.end] for e in s.evidence if (e.start, e.end) in numbers), -1)
        groups.setdefault(place, []).append(_card(s))
    return _render(
        "article.html",
        article=article,
        pieces=cut,
        groups=dict(sorted(groups.items())),
        count=len(extraction.statements),
        links=links,
    )


def event_html(event: Event, sources: list[Extraction], *, links: bool = False) -> str:
    """The page of an event: kind, day, place, who took part, and the statements of each source."""
    told = [
        (
            x.article,
            [_card(s) | {"sentences": [quoted(e) for e in s.evidence]} for s in x.statements if s.event_id == event.id],
        )
        for x in sources
    ]
    kinds = load_ontology().event_kinds
    people = {p.id or p.name: p for x in sources for e in x.events if e.id == event.id for p in e.participants}
    places = [e.place for x in sources for e in x.events if e.id == event.id and e.place]
    return _render(
        "event.html",
        event=event,
        kind=kinds[event.kind].label if event.kind and event.kind in kinds else "event",
        people=sorted(people.values(), key=lambda p: p.name),
        place=places[0].name if places else None,
        told=told,
        links=links,
    )


def _card(s: Statement) -> dict[str, object]:
    types = load_ontology().event_types
    return {
        "s": s,
        "tone": tone(types[s.event].quad if s.event and s.event in types else None),
        "how": ("denied · " if s.negated else "") + s.modality.value,
        "topics": [t.rsplit("/", 1)[-1] for t in s.topics],
    }


def quoted(e: Evidence) -> list[Piece]:
    """A sentence cut at the words that say it.

    >>> quoted(Evidence("a", "He came.", 5, 13, ((5, 7),)))[0]
    Piece(text='He', sentence=0, marked=True)
    """
    moved = Evidence(e.article, e.sentence, 0, len(e.sentence), tuple((a - e.start, b - e.start) for a, b in e.marks))
    return pieces(e.sentence, [moved])


def _render(template: str, **values: object) -> str:
    import jinja2

    from kg.views.page import ASSETS, asset

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(ASSETS), autoescape=True)
    return environment.get_template(template).render(style=asset("reading.css"), script=asset("reading.js"), **values)
