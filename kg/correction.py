"""The correction loop: a person judges statements, the graph follows, and the extractor is scored on what was judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.foreign import checked
from kg.model import Entity, Modality, Statement
from kg.store import BaseStore
from kg.store.entities import rewrite
from kg.store.judgements import Judgement, key_of_statement
from kg.vocab.ontology import load_ontology


class Review:
    """The statements of a store to accept, reject and correct; what is judged holds for later builds.

    >>> import tempfile
    >>> from kg.model import Article, Evidence, Extraction
    >>> from kg.store import Store
    >>> s = Statement(Entity("Iran"), "thanks", Entity("Oman"), evidence=(Evidence("a", "Iran thanked Oman.", 0, 18),))
    >>> with tempfile.TemporaryDirectory() as folder, Store(folder + "/s") as store:
    ...     _ = store.add(Extraction(Article("a", "Iran thanked Oman."), (s,)), "test")
    ...     review = Review(store)
    ...     review.reject(next(review.pending()))
    ...     len(list(store.statements()))
    0
    """

    def __init__(self, store: BaseStore) -> None:
        self.store = store

    def pending(self, article: str | None = None) -> Iterator[Statement]:
        """The statements that nobody has judged, the least certain first; of one article where it is named."""
        ids = [article] if article else None
        every = [s for x in self.store.extractions(ids) for s in x.statements]
        for s in sorted(every, key=lambda s: (s.confidence, s.article, key_of_statement(s))):
            if not self.store.judgements.judged(s):
                yield s

    def accept(self, statement: Statement) -> None:
        """It is right: from now on it is certain."""
        self._judge("accept", statement)

    def reject(self, statement: Statement) -> None:
        """It is wrong: it leaves the graph."""
        self._judge("reject", statement)

    def correct(self, statement: Statement, **changes: Any) -> Statement:
        """It should read otherwise: ``subject``, ``object``, ``speaker`` and ``place`` by name, ``relation`` in words, ``modality``,
        ``negated``, ``content``, ``event``; returns the corrected statement. ValueError where a change is none.
        """
        fields: dict[str, Any] = {}
        given = {f"{role}_id" for role in ("subject", "object", "speaker", "place")} | {"relation_id", "score"}
        for name, value in changes.items():
            if name in ("subject", "object", "speaker", "place"):
                fields[name] = Entity(str(value)) if value else None
                given.discard(f"{name}_id")
            elif name == "relation":
                fields |= {"relation": str(value), "relation_id": None}
                given.discard("relation_id")
            elif name == "modality":
                fields[name] = Modality(value)
            elif name in ("negated", "content", "event"):
                fields[name] = value
                given -= {"score"} if name == "event" else set()
            else:
                raise ValueError(f"{name!r} cannot be corrected")
        corrected = checked(replace(statement, **fields), load_ontology(), frozenset(given))
        self._judge("correct", statement, corrected)
        return corrected

    def withdraw(self, judgement: Judgement) -> None:
        """Take a judgement back: the statement is as it was read."""
        self.store.judgements.judge("withdraw", judgement.statement)
        rewrite(self.store, [judgement.statement.article], withdrawn=[judgement])

    def judgements(self) -> list[Judgement]:
        """All that was judged."""
        return list(self.store.judgements.of.values())

    def _judge(self, kind: str, statement: Statement, corrected: Statement | None = None) -> None:
        self.store.judgements.judge(kind, statement, corrected)
        rewrite(self.store, [statement.article])

    def export_gold(self, folder: str | Path) -> int:
        """Write what was judged as a gold folder (``articles/ID.txt``, ``facts/ID.json``) for ``kg evaluate``; the number of articles.

        Accepted and corrected statements are facts; what was not judged costs no precision and earns no recall; what
        was rejected counts against an extractor that says it again.
        """
        folder = Path(folder)
        by_article: dict[str, list[Judgement]] = {}
        for j in self.judgements():
            by_article.setdefault(j.statement.article, []).append(j)
        (folder / "articles").mkdir(parents=True, exist_ok=True)
        (folder / "facts").mkdir(parents=True, exist_ok=True)
        written = 0
        present = set(self.store.article_ids())
        for article_id, judged in sorted(by_article.items()):
            if article_id not in present:
                continue
            extraction = self.store.extraction(article_id)
            name = article_id.replace("/", "_").replace("\\", "_").lstrip(".") or "article"
            facts = [_fact(i, j.corrected or j.statement) for i, j in enumerate(judged, 1) if j.kind != "reject"]
            rest = [s for s in extraction.statements if not self.store.judgements.judged(s)]
            gold = {
                "title": extraction.article.title,
                "published": extraction.article.published.isoformat() if extraction.article.published else None,
                "facts": facts,
                "also": [[s.subject.name, s.relation, s.object.name] for s in rest],
            }
            (folder / "articles" / f"{name}.txt").write_text(extraction.article.text, encoding="utf-8")
            (folder / "facts" / f"{name}.json").write_text(
                json.dumps(gold, ensure_ascii=False, indent=1), encoding="utf-8"
            )
            written += 1
        return written


def _fact(number: int, s: Statement) -> dict[str, object]:
    fact: dict[str, object] = {"id": f"{number:02}", "any": [[s.subject.name, s.relation, s.object.name]]}
    if s.modality is not Modality.ACTUAL:
        fact["modality"] = s.modality.value
    if s.negated:
        fact["negated"] = True
    qualifiers = {
        "speaker": s.speaker and s.speaker.name,
        "time": s.time and s.time.value,
        "place": s.place and s.place.name,
    }
    fact |= {name: value for name, value in qualifiers.items() if value}
    if s.event:
        fact["event"] = s.event
    return fact
