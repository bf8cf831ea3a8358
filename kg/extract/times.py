"""Third component: when. Weekdays and months by the tense of their verb, from the day of publication."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.grammar import auxiliaries, governing_verb, is_verb
from kg.extract.reading import TimeExpression, reading_of
from kg.model import TimeSpan
from kg.text.dates import MONTHS, WEEKDAYS, CalendarDate, calendar_dates
from kg.vocab.ontology import Ontology, load_ontology

#: From the day of publication, and whether the verb looks forward, to the time meant.
Resolve = Callable[[dt.date | None, bool], TimeSpan | None]

_WEEKDAY = "|".join(WEEKDAYS)
_MONTH = "|".join(m for m in MONTHS if len(m) > 3 or m == "may")
_UNIT = r"day|week|month|year|decade|weekend|quarter|night"

RELATIVE = re.compile(
    rf"\b(?:(?P<which>last|next|this|past|previous|coming|the following|the previous)\s+(?P<weekday_w>{_WEEKDAY})"
    rf"|(?P<weekday>{_WEEKDAY})"
    r"|(?P<day>today|yesterday|tomorrow|tonight)\b(?!['’]s\s+(?:world|society))"
    rf"|(?P<which2>last|next|this|earlier this|later this|early this|early next|late last|previous)\s+(?P<unit>{_UNIT})\b"
    rf"|(?P<which3>last|next|this|early|late|mid|earlier in|later in|mid-|since|of|until|by|in|from|for)[\s-]+(?P<part>early |late |mid-)?(?P<month>(?-i:{'|'.join(m.capitalize() for m in _MONTH.split('|'))}))\b(?!\s+\d)"
    r"|(?P<which4>last|next|this)\s+(?P<season>spring|summer|autumn|fall|winter)\b"
    r"|(?P<prep>in|since|of|by|until|during|from|before|after|for|late|early|mid|in late|in early|between)[\s-]+(?P<year>1[5-9]\d\d|20\d\d)\b(?!\s*(?:people|troops|soldiers|dollars|million|billion|tons|kilomet))(?:\s*(?:to|-|–|until|through|and)\s*(?P<year2>(?:1[5-9]|20)?\d\d)\b)?"
    r"|(?P<range1>1[5-9]\d\d|20\d\d)\s*[-–]\s*(?P<range2>(?:1[5-9]|20)?\d\d)\b"
    r"|(?:at|by|before|until|since) the (?:beginning|start|end|middle) of (?:the|this) (?P<edge>week|month|year)\b"
    rf"|(?P<ago>(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?:{_UNIT})s?\s+ago)\b"
    r")",
    re.IGNORECASE,
)
_FORWARD_AUX = frozenset({"will", "shall", "'ll", "’ll", "would"})
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


class Times:
    """Finds the time expressions of an article and works out the day, month or year that they mean."""

    def __init__(self, ontology: Ontology) -> None:
        self.forward_verbs = ontology.words["plan"] | {
            "agree",
            "promise",
            "pledge",
            "vow",
            "decide",
            "hope",
            "want",
            "propose",
            "invite",
        }

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``times`` of the reading."""
        reading = reading_of(doc)
        anchor = reading.published
        text = doc.text
        taken: list[tuple[int, int]] = []
        for start, end, resolve in [*self._calendar(text), *self._relative(text)]:
            if any(s < end and start < e for s, e in taken):
                continue
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is None or span.start in reading.skip:
                continue
            value = resolve(anchor, self.looks_forward(span.root))
            if value is not None:
                taken.append((start, end))
                reading.times.append(TimeExpression(span.start, span.end, span.root.i, value))
        reading.times.sort(key=lambda t: t.start)
        return doc

    def looks_forward(self, token: Token) -> bool:
        """Whether the verb that a time belongs to speaks of what is to come."""
        verb = governing_verb(token)
        for _ in range(4):
            aux = auxiliaries(verb)
            if verb.lemma_ == "be" and any(c.dep_ == "xcomp" and "to" in auxiliaries(c) for c in verb.children):
                return True
            if aux & _FORWARD_AUX:
                return not (aux & {"have", "has", "had"} and "would" in aux)
            if verb.lemma_ in self.forward_verbs and verb.i != governing_verb(token).i:
                return True
            if verb.lemma_ in ("schedule", "expect", "plan", "set", "due", "slate"):
                return True
            if "to" in aux or (verb.tag_ in ("VB", "VBG") and verb.dep_ in ("xcomp", "advcl", "acl", "pcomp", "conj")):
                head = verb.head
                if head.lemma_ == "be" or (not is_verb(head) and verb.dep_ == "acl"):
                    return True
                if verb.head.i == verb.i:
                    return False
                verb = governing_verb(head)
                continue
            return False
        return False

    def _calendar(self, text: str) -> Iterator[tuple[int, int, Resolve]]:
        for date in calendar_dates(text):

            def resolve(anchor: dt.date | None, forward: bool, date: CalendarDate = date) -> TimeSpan | None:
                year = date.year
                if year is None:
                    if anchor is None:
                        return None
                    year = anchor.year
                    iso = date.iso(year)
                    if iso is None:
                        return None
                    day = TimeSpan.of(iso)
                    if forward and day.end < anchor:
                        year += 1
                    elif not forward and day.start > anchor + dt.timedelta(days=14):
                        year -= 1
                iso = date.iso(year)
                return TimeSpan.of(iso) if iso else None

            yield date.start, date.end, resolve

    def _relative(self, text: str) -> Iterator[tuple[int, int, Resolve]]:
        for m in RELATIVE.finditer(text):

            def resolve(anchor: dt.date | None, forward: bool, m: re.Match[str] = m) -> TimeSpan | None:
                try:
                    return _resolve(m, anchor, forward)
                except ValueError:
                    return None

            yield m.start(), m.end(), resolve


def _resolve(m: re.Match[str], anchor: dt.date | None, forward: bool) -> TimeSpan | None:
    """The time that one match of :data:`RELATIVE` means, seen from ``anchor``."""
    if m["year"] or m["range1"]:
        first = m["year"] or m["range1"]
        second = m["year2"] or m["range2"]
        if second and len(second) == 2:
            second = first[:2] + second
        return TimeSpan.of(first, second if second and second >= first else None)
    if anchor is None:
        return None
    if m["weekday_w"] or m["weekday"]:
        day = _weekday(anchor, (m["weekday_w"] or m["weekday"]).lower(), (m["which"] or "").lower(), forward)
        return TimeSpan.of(day.isoformat())
    if m["day"]:
        shift = {"yesterday": -1, "tomorrow": 1}.get(m["day"].lower(), 0)
        return TimeSpan.of((anchor + dt.timedelta(days=shift)).isoformat())
    if m["unit"]:
        return _unit(anchor, m["unit"].lower(), m["which2"].lower())
    if m["month"]:
        return _month(anchor, MONTHS[m["month"].lower()], m["which3"].lower(), forward)
    if m["edge"]:
        return _unit(anchor, m["edge"].lower(), "this")
    if m["season"]:
        year = anchor.year + {"last": -1, "next": 1}.get(m["which4"].lower(), 0)
        first, last = _SEASONS[m["season"].lower()]
        return TimeSpan.of(f"{year}-{first:02d}", f"{year + (last < first)}-{last:02d}")
    if m["ago"]:
        return _ago(m["ago"], anchor)
    return None


def _weekday(anchor: dt.date, name: str, which: str, forward: bool) -> dt.date:
    """The day that a weekday means: "last", "next", or by tense; the day itself for today's name.

    >>> saturday = dt.date(2025, 1, 18)
    >>> [_weekday(saturday, "friday", "", False).day, _weekday(saturday, "monday", "", True).day]
    [17, 20]
    """
    back = (anchor.weekday() - WEEKDAYS[name]) % 7
    if which in ("next", "coming", "the following") or (forward and which != "last"):
        ahead = (WEEKDAYS[name] - anchor.weekday()) % 7
        return anchor + dt.timedelta(days=ahead or (7 if which else 0))
    if which in ("last", "past", "previous", "the previous") and back == 0:
        back = 7
    return anchor - dt.timedelta(days=back)


def _unit(anchor: dt.date, unit: str, which: str) -> TimeSpan | None:
    shift = -1 if which.split()[0] in ("last", "previous") or which == "late last" else 1 if "next" in which else 0
    if unit == "year":
        return TimeSpan.of(f"{anchor.year + shift:04d}")
    if unit == "month":
        month = anchor.year * 12 + anchor.month - 1 + shift
        return TimeSpan.of(f"{month // 12:04d}-{month % 12 + 1:02d}")
    if unit == "week":
        monday = anchor - dt.timedelta(days=anchor.weekday()) + dt.timedelta(weeks=shift)
        return TimeSpan(f"{monday.year:04d}-{monday.month:02d}", monday, monday + dt.timedelta(days=6))
    if unit in ("night", "day"):
        return TimeSpan.of((anchor + dt.timedelta(days=shift)).isoformat())
    return None


def _month(anchor: dt.date, month: int, which: str, forward: bool) -> TimeSpan:
    year = anchor.year
    if (which == "next" and month <= anchor.month) or (forward and month < anchor.month and which != "last"):
        year += 1
    elif (which == "last" and month >= anchor.month) or (not forward and which != "next" and month > anchor.month):
        year -= 1
    return TimeSpan.of(f"{year:04d}-{month:02d}")


def _ago(text: str, anchor: dt.date) -> TimeSpan | None:
    import dateparser

    moment = dateparser.parse(
        text,
        languages=["en"],
        settings={"RELATIVE_BASE": dt.datetime.combine(anchor, dt.time(12)), "PREFER_DATES_FROM": "past"},
    )
    if moment is None:
        return None
    day = moment.date().isoformat()
    cut = 4 if "year" in text or "decade" in text else 7 if "month" in text else 10
    return TimeSpan.of(day[:cut])


@Language.factory("kg_times", requires=["token.dep", "doc._.kg"], assigns=["doc._.kg"])
def make_times(nlp: Language, name: str) -> Times:
    """Register :class:`Times` with spaCy."""
    return Times(load_ontology())
