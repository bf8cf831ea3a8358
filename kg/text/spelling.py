"""Spellings of one name: accents, romanisations and short forms that mean the same."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_VOWELS = (
    ("yy", "y"),
    ("iy", "y"),
    ("ij", "y"),
    ("ii", "y"),
    ("ey", "y"),
    ("ei", "y"),
    ("oe", "o"),
    ("ue", "u"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
)
_PARTICLES = frozenset({"al", "el", "ul", "ud", "ad", "as", "ash", "bin", "ibn", "ben", "jr", "sr"})


def plain(name: str) -> str:
    """A name in lower case without accents, apostrophes and full stops; hyphens are spaces.

    >>> plain("Recep Tayyip Erdoğan"), plain("Abdel-Fattah el-Sisi"), plain("Gideon Sa'ar")
    ('recep tayyip erdogan', 'abdel fattah el sisi', 'gideon saar')
    """
    text = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"['’`.ʻʼ]", "", text).replace("-", " ").split())


def spelling_key(name: str) -> str:
    """What the spellings of one person's name have in common; for comparing whole names, never single words.

    Romanisations of vowels fall together, doubled letters count once, and the articles of Arabic names go.

    >>> {spelling_key(n) for n in ("Volodymyr Zelenskyy", "Volodymyr Zelensky", "Volodymyr Zelenskiy")}
    {'volodymyr zelensky'}
    >>> spelling_key("Sergey Lavrov") == spelling_key("Sergei Lavrov")
    True
    >>> spelling_key("Mohammed al-Sudani") == spelling_key("Mohammad Al Sudani")
    True
    >>> spelling_key("Kim Yong-chol") == spelling_key("Kim Jong-chol")
    False
    """
    return " ".join(_word(w) for w in plain(name).split() if w not in _PARTICLES)


def _word(word: str) -> str:
    if re.fullmatch(r"m[ou]h+am+[ae]d", word):
        return "muhamad"
    if re.fullmatch(r"h[ou]s+[ae]i?y?n", word):
        return "husayn"
    if re.fullmatch(r"ahm[ae]d", word):
        return "ahmad"
    if re.fullmatch(r"abd[aeu]l", word):
        return "abdul"
    for old, new in _VOWELS:
        word = word.replace(old, new)
    word = re.sub(r"(.)\1", r"\1", word)
    return re.sub(r"i$", "y", word)
