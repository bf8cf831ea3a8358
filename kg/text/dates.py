"""Calendar dates as publishers write them, found by pattern. No guessing: what is not a date gives None."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}

_MONTH = r"(?P<{0}>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sep(?:t(?:ember)?)?\.?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_DAY = r"(?<![:.\d])(?P<{0}>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>1[5-9]\d\d|20\d\d)"

#: One pattern for all full and partial calendar dates; the groups say which form it is.
CALENDAR = re.compile(
    r"\b(?:"
    r"(?P<iso>(?:1[89]|20)\d\d-[01]\d-[0-3]\d)(?!\d)"
    rf"|{_MONTH.format('m1')}\s+{_DAY.format('d1')}(?!\d|-year)(?:\s*,?\s*{_YEAR.format('y1')}\b)?"
    rf"|{_DAY.format('d2')}(?:\s+of)?\s+{_MONTH.format('m2')}\b(?:\s*,?\s*{_YEAR.format('y2')}\b)?"
    rf"|{_MONTH.format('m3')}\s*,?\s+(?:of\s+)?{_YEAR.format('y3')}\b"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date as it stands in a text: character offsets, month, and day and year where they are given."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    def iso(self, year: int | None = None) -> str | None:
        """The ISO 8601 prefix, with ``year`` where the text gives none; None if there is no such day."""
        known = self.year or year
        if known is None:
            return None
        if self.day is None:
            return f"{known:04d}-{self.month:02d}"
        try:
            return dt.date(known, self.month, self.day).isoformat()
        except ValueError:
            return None


def calendar_dates(text: str) -> Iterator[CalendarDate]:
    """The calendar dates in a text, in order.

    >>> [d.iso(2019) for d in calendar_dates("from 6 March to April 20, 2015, then in May 2016")]
    ['2019-03-06', '2015-04-20', '2016-05']
    """
    for match in CALENDAR.finditer(text):
        if match["iso"]:
            year, month, day = map(int, match["iso"].split("-"))
            if 1 <= month <= 12:
                yield CalendarDate(match.start(), match.end(), year, month, day)
            continue
        for suffix in "123":
            if match[f"m{suffix}"]:
                name = match[f"m{suffix}"].lower().rstrip(".")
                if name == "may" and match[f"m{suffix}"] == "may":
                    break  # the verb
                year_text = match[f"y{suffix}"]
                day_text = match[f"d{suffix}"] if suffix != "3" else None
                yield CalendarDate(
                    match.start(),
                    match.end(),
                    int(year_text) if year_text else None,
                    MONTHS[name],
                    int(day_text) if day_text else None,
                )


def publication_date(text: str) -> dt.date | None:
    """The day that the first lines of an article give as its date, or None.

    Looks for a full date in the first lines, above all in short ones that are not sentences.

    >>> publication_date("Talks in Ankara\\n\\nSeptember 17, 2018, 20:40, Sochi\\n\\nOn 3 May 2016 they met.")
    datetime.date(2018, 9, 17)
    >>> publication_date("They met in May.") is None
    True
    """
    for line in [ln for ln in text[:3000].splitlines() if ln.strip()][:8]:
        head = line[:160]
        for date in calendar_dates(head):
            if date.year and date.day and (len(line) < 140 or date.end < 60):
                iso = date.iso()
                if iso:
                    return dt.date.fromisoformat(iso)
    return None
