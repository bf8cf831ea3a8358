"""What several parties do with each other."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.reading import Proposition
from kg.extract.verbs.reader import VerbReader
from kg.model import Entity


def reciprocal(
    v: VerbReader, subjects: tuple[Entity, ...], words: str, frames: tuple[tuple[str, ...], ...]
) -> Iterator[Proposition]:
    """ "They thanked each other": each of the subjects with each other one."""
    if len(subjects) == 2:
        yield v.make((subjects[0],), words, frames, (subjects[1],), None, 0.7)
        if not _symmetric(v, frames):
            yield v.make((subjects[1],), words, frames, (subjects[0],), None, 0.7)
    else:
        for i, one in enumerate(subjects):
            for other in subjects[i + 1 :]:
                yield v.make((one,), words, frames, (other,), None, 0.65)


def _symmetric(v: VerbReader, frames: tuple[tuple[str, ...], ...]) -> bool:
    for frame in frames:
        relation = v.rules.ontology.relation_of(*frame)
        if relation is not None:
            return relation.symmetric
    return False
