"""Finds the people of an article: full names first, then every shorter mention of them.

The statistical model misses surnames that stand alone and mislabels many ("Trump" as an organisation);
what the article says elsewhere overrules it: a token that is part of one person's full name, standing
alone, is that person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kg.text.dates import MONTHS
from kg.vocab.ontology import Ontology

Span = tuple[int, int]


class PeopleFinder:
    """Collects runs of capitalised words that name people."""

    def __init__(self, ontology: Ontology) -> None:
        words = ontology.words
        self.particles = words["nameParticle"]
        self.offices = words["office"] | words["honorific"]
        self.honorifics = words["honorific"]
        self.title_parts = words["titlePart"] | words["institution"]
        self.speech = words["reporting"]

    def full_names(self, doc: Doc, taken: set[int], skip: set[int]) -> list[Span]:
        """The spans of names of at least two words that are people's; ``taken`` tokens belong to known names."""
        people = {t.i for t in doc if t.ent_type_ == "PERSON"}
        alone = {ent.text for ent in doc.ents if ent.label_ == "PERSON" and len(ent) == 1}
        found = []
        for start, end in self._runs(doc, taken):
            start, titled = self._drop_title(doc, start, end)
            if (
                end - start < 2
                or not any(doc[i].whitespace_ for i in range(start, end - 1))
                or not any(doc[i].text[0].isupper() for i in range(start, end))
            ):
                continue
            words = [doc[i] for i in range(start, end)]
            if any(t.lower_ in self.title_parts for t in words) or sum(t.is_alpha or "." in t.text for t in words) < 2:
                continue
            by_model = any(t.i in people for t in words) and words[-1].ent_type_ in ("PERSON", "", "GPE", "ORG", "NORP")
            if start in skip and not self._titled_case_is_rare(doc, start):
                continue
            elsewhere = words[-1].text in alone and words[0].ent_type_ not in ("ORG", "FAC")
            small = any(t.lower_ in self.particles and t.is_alpha for t in words[1:-1]) and words[-1].ent_type_ != "GPE"
            if (
                by_model
                or titled
                or elsewhere
                or small
                or self._introduced(doc, start, end)
                or self._of_state(doc, end, taken)
            ):
                found.append((start, end))
        return found

    @staticmethod
    def _titled_case_is_rare(doc: Doc, start: int) -> bool:
        """Whether capitals mean something in the line of token ``start``; in a headline in title case they do not."""
        line = [t for t in doc[max(0, start - 8) : start + 8] if t.is_alpha]
        return sum(t.text[0].islower() for t in line) > len(line) * 0.5

    @staticmethod
    def _of_state(doc: Doc, end: int, taken: set[int]) -> bool:
        """Takeshi Iwaya of Japan: a name without article before "of" and a state, that the model took for one name."""
        if end + 1 >= len(doc) or doc[end].lower_ != "of" or end + 1 not in taken:
            return False
        return doc[end - 1].ent_iob_ != "O" and doc[end].ent_iob_ == "I"

    def _runs(self, doc: Doc, taken: set[int]) -> Iterable[Span]:
        """Maximal runs of capitalised words and the small words of names between them."""
        i, n = 0, len(doc)
        while i < n:
            if not self._is_name_word(doc[i], taken):
                i += 1
                continue
            j = i + 1
            last = i
            while j < n and not doc[j].is_sent_start:
                glued = (
                    doc[j - 1].text in "-’'"
                    and not doc[j - 1].whitespace_
                    and not doc[j - 2].whitespace_
                    and doc[j].is_alpha
                )
                if self._is_name_word(doc[j], taken) or (glued and j not in taken):
                    last = j
                elif (
                    doc[j].lower_ not in self.particles
                    or j in taken
                    or (doc[j].whitespace_ and doc[j].text in "-’'")
                    or j - last > 3
                ):
                    break
                j += 1
            yield i, last + 1
            i = max(last + 1, i + 1)

    def _is_name_word(self, token: Token, taken: set[int]) -> bool:
        if token.i in taken or token.is_space or not token.text[0].isupper():
            return False
        if token.pos_ in ("PROPN", "NOUN", "ADJ", "X", "INTJ", "VERB") and token.pos_ != "VERB":
            return not (token.is_sent_start and token.is_stop)
        return token.ent_type_ == "PERSON"

    def _drop_title(self, doc: Doc, start: int, end: int) -> tuple[int, bool]:
        """Cut titles off the front of a run; says whether there was one, in the run or right before it."""
        titled = False
        for i in range(end - 1, start - 1, -1):
            if i == end - 1 and i > start and doc[i].ent_type_ == "PERSON" and doc[i].ent_iob_ == "I":
                continue  # Tom King is no king
            if doc[i].lower_ in self.offices or doc[i].lower_.rstrip(".") in self.honorifics:
                return i + 1, True
            if doc[i].lower_ == "elect" and i > start and doc[i - 1].text == "-":
                return i + 1, True
        model = [i for i in range(start, end) if doc[i].ent_type_ == "PERSON"]
        if model and model[-1] == end - 1 and doc[start].lower_ in self.title_parts:
            start = model[0]
            titled = True
        if start > 0 and (doc[start - 1].lower_ in self.offices or doc[start - 1].lemma_.lower() in self.offices):
            titled = True
        return start, titled

    def _introduced(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the grammar treats an unlabelled run as a person: an office in apposition, or it speaks."""
        root = doc[start:end].root
        if root.ent_type_ not in ("", "PERSON", "ORG", "GPE", "NORP", "FAC", "PRODUCT", "WORK_OF_ART"):
            return False
        for c in root.children:
            if c.dep_ == "appos" and c.lemma_.lower() in self.offices:
                return True
        return bool(root.dep_ == "appos" and root.head.lemma_.lower() in self.offices)


class Aliases:
    """Which shorter names stand for whom in this article.

    >>> aliases = Aliases({"1": ("Ursula", "von", "der", "Leyen"), "2": ("Xi", "Jinping")}, frozenset({"von", "der"}))
    >>> aliases.match(("Leyen",)), aliases.match(("von", "der", "Leyen")), aliases.match(("Xi",)), aliases.match(("von",))
    (['1'], ['1'], ['2'], [])
    """

    def __init__(self, names: dict[str, tuple[str, ...]], particles: frozenset[str]) -> None:
        self.by_sequence: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.longest = 1
        for key, tokens in names.items():
            n = len(tokens)
            for length in range(1, n + 1):
                for first in range(0, n - length + 1):
                    part = tokens[first : first + length]
                    if part[0] in ("-", ".", "'", "’") or part[-1].lower() in particles or len(part[-1]) < 2:
                        continue
                    if length == 1 and part[0].lower() in particles:
                        continue
                    self.longest = max(self.longest, length)
                    if key not in self.by_sequence[part]:
                        self.by_sequence[part].append(key)

    def match(self, tokens: tuple[str, ...]) -> list[str]:
        """The people that a sequence of tokens may stand for."""
        return list(self.by_sequence.get(tokens, ()))


def looks_like_date(doc: Doc, i: int) -> bool:
    """Whether "May" or "March" at token ``i`` is the month rather than somebody's name."""
    if doc[i].lower_ not in MONTHS:
        return False
    before = doc[i - 1].lower_ if i else ""
    after = doc[i + 1].text if i + 1 < len(doc) else ""
    return (
        after[:1].isdigit()
        or before[:1].isdigit()
        or before in {"in", "since", "last", "next", "until", "by", "of", "late", "early", "mid", "this", "from"}
    )
