"""Statements against gold facts: recall, precision, F1, and how many qualifiers are right.

A gold folder has ``articles/ID.txt`` and ``facts/ID.json``. A fact lists every acceptable way to say it as
patterns of subject, relation and object; a name fits a pattern if all its content words (by stem) are in it and it
says not much more; a relation fits if it has all words of the pattern.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import ArticleError
from kg.model import Statement

_STOP = frozenset(
    "a an the of to in on at by for with from and or as its his her their our this that these those it s "
    "is are was were be been being has have had do does did will would shall should".split()
)
_BE = dict.fromkeys(("is", "am", "are", "was", "were", "been"), "be")
_IRREGULAR = {
    **_BE,
    "met": "meet",
    "held": "hold",
    "told": "tell",
    "said": "say",
    "spoke": "speak",
    "spoken": "speak",
    "sent": "send",
    "went": "go",
    "gone": "go",
    "gave": "give",
    "given": "give",
    "took": "take",
    "taken": "take",
    "made": "make",
    "led": "lead",
    "left": "leave",
    "won": "win",
    "has": "have",
    "had": "have",
    "did": "do",
    "done": "do",
    "fought": "fight",
    "flew": "fly",
    "began": "begin",
    "built": "build",
    "came": "come",
}
_ENDINGS = (("ation", ""), ("ment", ""), ("ing", ""), ("ion", ""), ("ied", "y"), ("eed", "ee"), ("ed", ""))


def stem(word: str) -> str:
    """A crude stem, enough to let attends, attended and attending meet.

    >>> {stem(w) for w in ("attend", "attends", "attended", "attending")}
    {'attend'}
    """
    word = _IRREGULAR.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def content_words(text: str, *, all_words: bool = False) -> list[str]:
    """The stems of the words of a name or relation; without ``all_words`` the small words are left out.

    >>> content_words("the Ministry of Foreign Affairs"), content_words("holdsTalksWith", all_words=True)
    (['ministry', 'foreign', 'affair'], ['hold', 'talk', 'with'])
    """
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text.replace("_", " "))
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    text = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", text).replace("'s", " ")
    found = re.findall(r"[a-z0-9]+", text)
    kept = [w for w in found if all_words or w not in _STOP]
    return [stem(w) for w in (kept or found)]


def fits_name(pattern: str, said: str) -> bool:
    """Whether a name fits one of the alternatives of a pattern.

    >>> fits_name("Foreign Ministry|China", "Ministry of Foreign Affairs of China"), fits_name("Oman", "Iran")
    (True, False)
    """
    got = content_words(said)
    for option in pattern.split("|"):
        need = content_words(option)
        if option.strip() == "*" or (set(need) <= set(got) and len(got) <= 2 * len(need) + 3):
            return True
    return False


def fits_relation(pattern: str, said: str) -> bool:
    """Whether a relation has all words of one of the alternatives of a pattern."""
    got = set(content_words(said, all_words=True))
    return any(o.strip() == "*" or set(content_words(o, all_words=True)) <= got for o in pattern.split("|"))


def expresses(fact: Mapping[str, Any], statement: Statement) -> bool:
    """Whether a statement says a fact."""
    subject, found = statement.subject.name, statement.object.name
    for s, r, o in fact["any"]:
        if fits_relation(r, statement.relation) and (
            (fits_name(s, subject) and fits_name(o, found))
            or (fact.get("sym") and fits_name(s, found) and fits_name(o, subject))
        ):
            return True
    return False


def qualifiers(fact: Mapping[str, Any], statement: Statement) -> dict[str, bool]:
    """Which of the qualifiers that the fact gives a statement has right."""
    said_by = statement.speaker.name if statement.speaker else ""
    wanted = fact.get("speaker")
    hits = {
        "modality": statement.modality.value == fact.get("modality", "actual"),
        "negated": statement.negated == bool(fact.get("negated")),
        "speaker": fits_name(wanted, said_by) if wanted else not said_by,
    }
    if "time" in fact:
        hits["time"] = (statement.time.value if statement.time else "").startswith(fact["time"])
    if "place" in fact:
        hits["place"] = fits_name(fact["place"], statement.place.name if statement.place else "")
    if "event" in fact:
        hits["event"] = statement.event == fact["event"]
    return hits


@dataclass(slots=True)
class Score:
    """The sums of an evaluation, and its errors.

    >>> Score(facts=4, found=3, statements=5, true=4).f1
    0.7741935483870969
    """

    facts: int = 0
    found: int = 0
    core: int = 0
    core_found: int = 0
    statements: int = 0
    true: int = 0
    hits: dict[str, list[bool]] = field(default_factory=dict)
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    wrong: list[tuple[str, Statement]] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)  #: errors by kind

    @property
    def precision(self) -> float:
        """The share of the statements that a fact accepts."""
        return self.true / self.statements if self.statements else 0.0

    @property
    def recall(self) -> float:
        """The share of the facts that a statement expresses."""
        return self.found / self.facts if self.facts else 0.0

    @property
    def core_recall(self) -> float:
        """Recall over the facts that a short summary would keep."""
        return self.core_found / self.core if self.core else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def accuracy(self, qualifier: str) -> float:
        """The share of found facts with this qualifier right."""
        values = self.hits.get(qualifier, [])
        return sum(values) / len(values) if values else 0.0

    def halves(self) -> tuple[float, float]:
        """Precision of the more and of the less confident half of the statements."""
        ranked = [ok for _, ok in sorted(self.judged, key=lambda x: -x[0])]
        middle = len(ranked) // 2
        upper, lower = ranked[:middle], ranked[middle:]
        return (sum(upper) / len(upper) if upper else 0.0, sum(lower) / len(lower) if lower else 0.0)


def load_gold(folder: Path, only: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """The facts of a gold folder by article id; ArticleError if there are none or one is malformed."""
    gold = {}
    for path in sorted((folder / "facts").glob("*.json")):
        if only and path.stem not in only:
            continue
        try:
            gold[path.stem] = json.loads(path.read_text(encoding="utf-8"))
            for fact in gold[path.stem]["facts"]:
                if not all(len(pattern) == 3 for pattern in fact["any"]):
                    raise ValueError(f"fact {fact.get('id')}: a pattern is subject, relation, object")
        except (ValueError, KeyError, TypeError) as error:
            raise ArticleError(str(path), f"malformed facts: {error}") from error
    if not gold:
        raise ArticleError(str(folder), "no facts here: a gold folder has articles/ID.txt and facts/ID.json")
    return gold


def error_kind(statement: Statement, facts: Sequence[Mapping[str, Any]]) -> str:
    """What is wrong with a statement that no fact accepts: the one part in which it differs from a fact, else all of it.

    >>> from kg.model import Entity
    >>> error_kind(Statement(Entity("Iran"), "thanks", Entity("Oman")), [{"any": [["Iran", "thank", "Iraq"]]}])
    'wrong object'
    """
    found = set()
    for fact in facts:
        for s, r, o in fact["any"]:
            fits = (
                fits_name(s, statement.subject.name),
                fits_relation(r, statement.relation),
                fits_name(o, statement.object.name),
            )
            if sum(fits) == 2:
                found.add(("wrong subject", "wrong relation", "wrong object")[fits.index(False)])
    for kind in ("wrong object", "wrong subject", "wrong relation"):
        if kind in found:
            return kind
    return "not in the text as a fact"


def evaluate(gold: Mapping[str, Mapping[str, Any]], statements: Mapping[str, Sequence[Statement]]) -> Score:
    """Compare the statements of each article with its facts.

    >>> from kg.model import Entity
    >>> gold = {"a": {"facts": [{"id": "1", "any": [["Iran", "thank", "Oman"]]}]}}
    >>> evaluate(gold, {"a": [Statement(Entity("Iran"), "thanks", Entity("Oman"))]}).f1
    1.0
    """
    score = Score()
    for name, article in gold.items():
        mine = statements.get(name, ())
        for fact in article["facts"]:
            fitting = [s for s in mine if expresses(fact, s)]
            core = bool(fact.get("core"))
            score.facts += 1
            score.core += core
            if not fitting:
                score.missed.append((name, str(fact["id"]), " · ".join(fact["any"][0])))
                score.kinds["missed"] = score.kinds.get("missed", 0) + 1
                continue
            score.found += 1
            score.core_found += core
            best = max((qualifiers(fact, s) for s in fitting), key=lambda h: sum(h.values()))
            for key, hit in best.items():
                score.hits.setdefault(key, []).append(hit)
        accepted = [*article["facts"], *({"any": [p]} for p in article.get("also", []))]
        for s in mine:
            ok = any(expresses(f, s) for f in accepted)
            score.statements += 1
            score.true += ok
            score.judged.append((s.confidence, ok))
            if not ok:
                score.wrong.append((name, s))
                kind = error_kind(s, accepted)
                score.kinds[kind] = score.kinds.get(kind, 0) + 1
    return score
