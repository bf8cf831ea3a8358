"""Which line of an article is what: headline, dateline, body, furniture, or the name of who speaks next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg.text.dates import calendar_dates
from kg.vocab.ontology import Ontology

#: The agency's dateline that opens a paragraph: TOKYO, March 16 (Yonhap) --
OPENING = re.compile(
    r"^\W*(?P<place>[A-Z][A-Z .,'/’-]{2,60}?)(?:,\s*[A-Z][a-z]+\.?\s+\d{1,2}(?:,?\s+\d{4})?)?\s*(?P<agency>\([^)]{2,40}\))?\s*(?:--+|—|–|-)\s+"
)
#: The same in mixed case, where the agency in brackets leaves no doubt: Tokyo, March 16 (Reuters) -
OPENING_MIXED = re.compile(r"^\W*(?P<place>[A-Z][\w .,'/’-]{2,60}?)\s*\([A-Z][^)]{1,40}\)\s*(?:--+|—|–|-)\s+")
#: Who speaks next in a transcript: President of Russia Vladimir Putin: …
TURN = re.compile(r"^(?P<who>[A-Z][^:;?!\"“”]{2,90}?)\s*(?:\([^)]{1,40}\))?\s*:\s+(?=\S)")
#: A word that only labels a paragraph: Background: …
LABEL = re.compile(r"^(?!Question|Answer|Moderator)[A-Z][a-z]+:\s+(?=[A-Z])")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_BYLINE = re.compile(r"^[Bb][Yy]\s+[A-Z][\w.'’-]+(?:\s+(?:and|[A-Z][\w.'’-]+)){0,8}(?:,.*)?$")
_CITY_TIME = re.compile(r"\b\d{1,2}:\d{2}\b")


class Kind(StrEnum):
    """What a block of text is."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    BODY = "body"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the article: its kind, its character offsets, and the turn of speech it belongs to.

    ``start`` is where the text proper begins, behind a dateline or the name of a speaker;
    ``turn`` are the offsets of the name of who speaks here in a transcript.
    """

    kind: Kind
    start: int
    end: int
    turn: tuple[int, int] | None = None
    dateline: tuple[int, int] | None = None


def blocks(text: str, ontology: Ontology) -> list[Block]:
    """Cut a text into its lines and say what each is.

    >>> from kg.vocab.ontology import load_ontology
    >>> sample = "Xi calls Putin\\n\\nBy Ann Lee\\n\\nMOSCOW, May 3 (XY) -- They spoke.\\n\\nMost popular"
    >>> [(b.kind.value, sample[b.start:b.end]) for b in blocks(sample, load_ontology())]  # doctest: +NORMALIZE_WHITESPACE
    [('headline', 'Xi calls Putin'), ('furniture', 'By Ann Lee'), ('body', 'They spoke.'), ('furniture', 'Most popular')]
    """
    lines = [m for m in re.finditer(r"[^\n\r\u2028\u2029]+", text) if m.group().strip()]
    noise = ontology.patterns["headlineNoise"]
    offices = ontology.words["office"]
    found: list[Block] = []
    turn: tuple[int, int] | None = None
    body_seen = False
    for number, match in enumerate(lines):
        raw = match.group()
        line = raw.strip()
        start = match.start() + len(raw) - len(raw.lstrip())
        end = start + len(line)
        kind = _kind(line, number, len(lines), body_seen, noise)
        dateline = None
        if kind is Kind.FURNITURE and not any(c.isalnum() for c in line):
            turn = None
        if kind is Kind.BODY:
            opening = OPENING.match(line) or OPENING_MIXED.match(line)
            if opening and len(line) - opening.end() > 8:
                dateline = (start, start + opening.end())
                start += opening.end()
            speaker = TURN.match(line)
            label = LABEL.match(line)
            if label:
                start += label.end()
            elif speaker and _names_a_speaker(speaker["who"], offices):
                turn = (start + speaker.start("who"), start + speaker.end("who"))
                start += speaker.end()
            body_seen = True
        found.append(Block(kind, start, end, turn if kind is Kind.BODY else None, dateline))
    return found


def _kind(line: str, number: int, total: int, body_seen: bool, noise: re.Pattern[str]) -> Kind:
    ends_sentence = bool(_SENTENCE_END.search(line))
    if noise.search(line) and (not ends_sentence or len(line) < 100 or line[0] in "[(©"):
        return Kind.FURNITURE
    if _BYLINE.match(line) and not ends_sentence and len(line) < 120:
        return Kind.FURNITURE
    if number == 0 and total > 1 and not ends_sentence and len(line) < 220:
        return Kind.DATELINE if _is_dateline(line) else Kind.HEADLINE
    if not ends_sentence:
        if not body_seen:
            if len(line) < 140 and _is_dateline(line):
                return Kind.DATELINE
            if len(line) < 220:
                return Kind.HEADLINE
        elif len(line) < 90 and not TURN.match(line):
            return Kind.FURNITURE
    short = len(line) < 90 and sum(c.isalpha() for c in line) < 40
    prose = ends_sentence and any(w.islower() and len(w) > 3 for w in line.split())
    if not body_seen and short and not prose and _is_dateline(line):
        return Kind.DATELINE
    return Kind.BODY


def _is_dateline(line: str) -> bool:
    if OPENING.match(line) or OPENING_MIXED.match(line):
        return False
    dates = list(calendar_dates(line))
    if not dates:
        return False
    rest = len(line) - sum(d.end - d.start for d in dates)
    return rest < 60 or bool(_CITY_TIME.search(line)) or "|" in line or " - " in line


def _names_a_speaker(who: str, offices: frozenset[str]) -> bool:
    words = who.split()
    if len(words) == 1:
        return words[0] in {"Question", "Answer", "Q", "A", "Moderator"}
    if len(words) > 12:
        return False
    small = {"of", "the", "and", "for", "de", "von", "van", "bin", "al", "to", "on", "in", "&"}
    capitalised = all(w[0].isupper() or w.lower() in small or not w[0].isalpha() for w in words)
    titled = any(w.strip(",.").lower() in offices for w in words)
    return capitalised and (titled or len(words) <= 4)
