"""Lines all in capitals, as old newswires and many sites set their headlines, in the case that the words have elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set

_WORD = re.compile(r"[^\W\d_]+")
_KEPT = re.compile(r"<[^<>\s]{1,12}>|\b(?:[A-Z]\.){1,}[A-Z]?\b")
_SMALL = frozenset(
    "a an and as at but by for from in into nor of off on or over per than the to up via vs with".split()
)


def recased(text: str, acronyms: Set[str] = frozenset()) -> str:
    """A text with its lines in capitals set as the rest of it, so that who reads it finds its names; of the same length.

    A word gets the case that it has most often in the other lines, ``acronyms`` stay as they are.

    >>> recased("U.S. AND BRAZIL TO HOLD NATO TALKS\\n\\nBrazil will hold them.", {"NATO"})
    'U.S. and Brazil to hold NATO Talks\\n\\nBrazil will hold them.'
    """
    lines = text.split("\n")
    shouted = [i for i, line in enumerate(lines) if _is_shouted(line)]
    if not shouted:
        return text
    forms: dict[str, Counter[str]] = {}
    rest = set(range(len(lines))) - set(shouted)
    for i in rest:
        for word in _WORD.findall(lines[i]):
            forms.setdefault(word.lower(), Counter())[word] += 1
    for i in shouted:
        lines[i] = _set(lines[i], forms, acronyms)
    return "\n".join(lines)


def _is_shouted(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 8 and " " in line.strip() and sum(c.isupper() for c in letters) > 0.9 * len(letters)


def _set(line: str, forms: dict[str, Counter[str]], acronyms: Set[str]) -> str:
    kept = {k for m in _KEPT.finditer(line) for k in range(m.start(), m.end())}

    def of(match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        if match.start() in kept or len(lower) != len(word):
            return word
        known = forms.get(lower)
        if known is not None:
            return known.most_common(1)[0][0]
        if word in acronyms and lower not in _SMALL:
            return word
        if lower in _SMALL or (len(word) == 1 and line[match.start() - 1 : match.start()] in ("'", "’")):
            return lower
        return word.capitalize() if len(word.capitalize()) == len(word) else word

    return _WORD.sub(of, line)
