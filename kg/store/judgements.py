"""What a person judged of statements: right, wrong, or to be put otherwise. Kept as data beside the store, a JSON object a line.

``{"judgement": "accept" | "reject" | "correct" | "withdraw", "key": …, "statement": RECORD, "corrected": RECORD}``; the last
judgement of a statement counts. A rejected statement is not in the graph, a corrected one is in the corrected form, an accepted
one is certain. Judgements hold for later builds, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.model import Extraction, Statement
from kg.records import from_record, to_record
from kg.store.journal import append, replay

KINDS = ("accept", "reject", "correct", "withdraw")


def key_of_statement(s: Statement) -> str:
    """What a statement is known by: its words and its sentence, whatever its entities were linked to.

    >>> from kg.model import Entity
    >>> key_of_statement(Statement(Entity("A"), "meets", Entity("B"))) == key_of_statement(Statement(Entity("A", "x:1"), "meets", Entity("B")))
    True
    """
    first = s.evidence[0].sentence if s.evidence else ""
    parts = (
        s.article,
        s.subject.name,
        s.relation,
        s.object.name,
        s.modality,
        s.negated,
        s.speaker.name if s.speaker else "",
        first,
    )
    return hashlib.sha1("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement of a statement; ``corrected`` is how it should read, where that is the judgement."""

    kind: str
    statement: Statement
    corrected: Statement | None = None


@dataclass(slots=True)
class Judgements:
    """The judgements about the statements of a store.

    >>> from kg.model import Article, Entity
    >>> s = Statement(Entity("A"), "meets", Entity("B"))
    >>> judgements = Judgements(None)
    >>> judgements.judge("reject", s)
    >>> judgements.applied(Extraction(Article("", "…"), (s,))).statements
    ()
    """

    path: Path | None
    of: dict[str, Judgement] = field(default_factory=dict)

    @classmethod
    def beside(cls, path: Path) -> Judgements:
        """The judgements in a file, or none where there is no file; StoreError naming the line that is wrong."""
        judgements = cls(path)

        def take(record: dict[str, Any]) -> None:
            corrected = from_record(record["corrected"]) if record.get("corrected") else None
            judgements._take(record["judgement"], from_record(record["statement"]), corrected)

        replay(path, take, "judgement of a statement")
        return judgements

    def _take(self, kind: str, statement: Statement, corrected: Statement | None) -> None:
        if kind not in KINDS or (kind == "correct") != (corrected is not None):
            raise ValueError(f"{kind!r} is no judgement: {', '.join(KINDS)}")
        key = key_of_statement(statement)
        if kind == "withdraw":
            self.of.pop(key, None)
        else:
            self.of[key] = Judgement(kind, statement, corrected)

    def judge(self, kind: str, statement: Statement, corrected: Statement | None = None) -> None:
        """Note a judgement; ValueError if ``kind`` is none, or a correction lacks how it should read."""
        self._take(kind, statement, corrected)
        if self.path is not None:
            record = {
                "judgement": kind,
                "statement": to_record(statement),
                "corrected": to_record(corrected) if corrected else None,
            }
            append(self.path, record)

    def about(self, article_id: str) -> Iterator[Judgement]:
        """The judgements of the statements of an article."""
        return (j for j in self.of.values() if j.statement.article == article_id)

    def judged(self, statement: Statement) -> bool:
        """Whether a statement, or what it was before it was corrected, has been judged."""
        key = key_of_statement(statement)
        return key in self.of or any(
            j.corrected is not None and key_of_statement(j.corrected) == key for j in self.of.values()
        )

    def restored(self, extraction: Extraction, withdrawn: Iterable[Judgement] = ()) -> Extraction:
        """An article of a store as it was read, before the judgements were applied: what was rejected is there again."""
        every = [*self.about(extraction.article.id), *withdrawn]
        corrected = {key_of_statement(j.corrected) for j in every if j.corrected is not None}
        kept = {key_of_statement(s): s for s in extraction.statements if key_of_statement(s) not in corrected}
        for j in every:
            kept[key_of_statement(j.statement)] = j.statement
        return replace(extraction, statements=tuple(kept.values()))

    def applied(self, extraction: Extraction) -> Extraction:
        """An article with its judgements applied; the very same object where there are none."""
        here = {key_of_statement(j.statement): j for j in self.about(extraction.article.id)}
        if not here:
            return extraction
        found: dict[str, Statement] = {}
        for s in extraction.statements:
            j = here.get(key_of_statement(s))
            if j is not None and j.kind == "reject":
                continue
            if j is not None:
                s = replace(j.corrected or s, confidence=1.0)
            found.setdefault(key_of_statement(s), s)
        return replace(extraction, statements=tuple(found.values()))
