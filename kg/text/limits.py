"""How much of a text is read: what is larger is no article, and would take hours."""

from __future__ import annotations

import re

#: Longest text that is read, in characters: some 50,000 words, for which spaCy needs about 1.2 GB of memory.
MAX_CHARACTERS = 300_000
#: Most words and marks of a text; a text of that length has some 60,000.
MAX_TOKENS = 100_000
#: Longest run of characters without a space; a word, an address or a line of data is shorter.
MAX_WORD = 10_000
#: Longest sentence whose grammar is looked at, in tokens; longer ones are lists.
MAX_SENTENCE = 1_500

_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1}}}")


def excess(text: str) -> str | None:
    """Why a text is not read, where it is beyond the limits; else None.

    >>> excess("Xi met Putin.")
    >>> excess("x" * 20_000)
    'a word of more than 10,000 characters: this is no article'
    """
    if len(text) > MAX_CHARACTERS:
        return f"{len(text):,} characters, the limit is {MAX_CHARACTERS:,}: split it"
    if _LONG_WORD.search(text):
        return f"a word of more than {MAX_WORD:,} characters: this is no article"
    return None
