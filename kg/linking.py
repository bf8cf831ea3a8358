"""Which of the people that the ontology does not know are one: found by name, state and office.

Everything here is a function of the set of people in a store, so that the order in which articles were read does not
matter, and a link that a later article makes doubtful is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.text.spelling import spelling_key


@dataclass(frozen=True, slots=True)
class Profile:
    """What the articles say of a person: IRI, name, state (ISO 3166-1 alpha-3 or None) and titles in words."""

    iri: str
    name: str
    country: str | None = None
    titles: frozenset[str] = frozenset()


def links(profiles: Iterable[Profile]) -> dict[str, str]:
    """Who is who: the IRI of a person less well known to the IRI of the one that it must be.

    Somebody without a state is the only one of that full name; somebody with a surname alone is the only one of that
    surname, state and office. Where several fit, nobody is linked.

    >>> wu, wu_of_china = Profile("x:1", "Wu Qian"), Profile("x:2", "Wu Qian", "CHN")
    >>> links([wu, wu_of_china])
    {'x:1': 'x:2'}
    >>> links([wu, wu_of_china, Profile("x:3", "Wu Qian", "SGP")])
    {}
    >>> links([Profile("x:4", "Guo", "CHN", frozenset({"spokesperson"})), Profile("x:5", "Guo Jiakun", "CHN", frozenset({"spokesperson"}))])
    {'x:4': 'x:5'}
    """
    people = sorted(set(profiles), key=lambda p: p.iri)
    full: dict[str, list[Profile]] = defaultdict(list)
    by_surname: dict[tuple[str, str], list[Profile]] = defaultdict(list)
    for p in people:
        words = spelling_key(p.name).split()
        if len(words) > 1 and p.country:
            full[" ".join(words)].append(p)
            for word in {words[0], words[-1]}:
                by_surname[word, p.country].append(p)
    found: dict[str, str] = {}
    for p in people:
        key = spelling_key(p.name)
        if " " in key:
            candidates = {c.iri for c in full[key]} if p.country is None else set()
        elif p.country and p.titles:
            candidates = {c.iri for c in by_surname[key, p.country] if c.titles & p.titles}
        else:
            candidates = set()
        candidates.discard(p.iri)
        if len(candidates) == 1:
            found[p.iri] = candidates.pop()
    return found
