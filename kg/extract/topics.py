"""What a sentence is about: the topics of the ontology by the cues that stand in it."""

from __future__ import annotations

import re

from kg.vocab.ontology import Ontology

_WORD = re.compile(r"\w+")


class Topics:
    """Finds the topics of sentences.

    >>> from kg.vocab.ontology import load_ontology
    >>> [t.rsplit("/", 1)[-1] for t in Topics(load_ontology()).of("They spoke of tariffs and of Taiwan.")]
    ['taiwan', 'tariffs']
    """

    def __init__(self, ontology: Ontology) -> None:
        self.by_cue = {cue.casefold(): iri for iri, (_, cues) in ontology.topics.items() for cue in cues}
        beginnings = {m.group() for cue in self.by_cue if (m := _WORD.match(cue))}
        self.first = beginnings | {f"{b}s" for b in beginnings} | {f"{b}es" for b in beginnings}
        cues = sorted(self.by_cue, key=len, reverse=True)
        self.pattern = (
            re.compile(r"\b(" + "|".join(map(re.escape, cues)) + r")(?:s|es)?\b", re.IGNORECASE) if cues else None
        )

    def of(self, sentence: str) -> tuple[str, ...]:
        """The IRIs of the topics of a sentence, sorted."""
        if self.pattern is None or self.first.isdisjoint(_WORD.findall(sentence.casefold())):
            return ()
        return tuple(sorted({self.by_cue[m.group(1).casefold()] for m in self.pattern.finditer(sentence)}))
