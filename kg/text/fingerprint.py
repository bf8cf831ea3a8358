"""Fingerprints of texts, from which it can be told how much two of them share without the texts.

A fingerprint is a MinHash (A. Broder, "On the resemblance and containment of documents", 1997) of the text's runs of
five words, as rensa makes it, with the number of such runs.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rensa

#: Values of a MinHash, and the words in a run.
VALUES, RUN = 128, 5
_SCHEME = f"r{rensa.RMinHash.ALGORITHM_VERSION}.{VALUES}.{RUN}"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``values`` is the MinHash, ``size`` the number of different runs of words of the text.

    >>> mark = Fingerprint.of("The presidents of the two countries met in Geneva on Monday for talks on trade.")
    >>> Fingerprint.read(str(mark)).size
    11
    """

    values: Sequence[int]
    size: int

    @classmethod
    def of(cls, text: str) -> Fingerprint | None:
        """The fingerprint of a text, None where there are no words; case and punctuation do not count."""
        words = _WORD.findall(text.casefold())
        if not words:
            return None
        runs = {" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
        sketch = rensa.RMinHash(num_perm=VALUES, seed=1)
        sketch.update(sorted(runs))
        return cls(sketch.digest(), len(runs))

    def __str__(self) -> str:
        packed = base64.b64encode(np.asarray(self.values, dtype="<u4").tobytes()).decode("ascii")
        return f"{_SCHEME}:{self.size}:{packed}"

    @classmethod
    def read(cls, text: str) -> Fingerprint | None:
        """The fingerprint that was written as text; None where another scheme made it."""
        scheme, _, rest = text.partition(":")
        size, _, packed = rest.partition(":")
        if scheme != _SCHEME or not size.isdigit():
            return None
        values = np.frombuffer(base64.b64decode(packed), dtype="<u4")
        return cls(values, int(size)) if len(values) == VALUES else None  # type: ignore[arg-type]
