"""The ontology's people: who bears a name, who held an office on a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from kg.text.spelling import spelling_key
from kg.vocab.namespaces import ACTOR
from kg.vocab.ontology import Actor, Office, Ontology

#: States whose people's surnames come first, as English news writes them.
_SURNAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "KHM"})
_REGNAL = re.compile(r"[IVX]+")


class Roster:
    """Finds people of the ontology by name, by surname on a day, and by office.

    >>> from kg.vocab.ontology import load_ontology
    >>> roster = Roster(load_ontology())
    >>> roster.named("Recep Tayyip Erdogan").label, roster.named("Volodymyr Zelenskiy").label
    ('Recep Tayyip Erdoğan', 'Volodymyr Zelenskyy')
    >>> [a.label for a in roster.holders("president", "USA", "2012-06-01")]
    ['Barack Obama']
    >>> [a.label for a in roster.holders("foreign minister", "USA", "2021-06-01")]
    ['Antony Blinken']
    """

    def __init__(self, ontology: Ontology) -> None:
        self.offices = ontology.offices
        self._actors = ontology.actors
        self._by_name: dict[str, Actor] = {}
        self._by_key: dict[str, set[str]] = defaultdict(set)
        self._by_surname: dict[str, list[Actor]] = defaultdict(list)
        self._holders: dict[tuple[str, str], list[Actor]] = defaultdict(list)
        self._serving: dict[tuple[str, str], Actor | None] = {}
        for actor in ontology.actors.values():
            if actor.type != "Person":
                continue
            for name in actor.names:
                self._by_name[name] = actor
                if " " in name:
                    self._by_key[spelling_key(name)].add(actor.id)
            surname = _surname(actor)
            if surname:
                self._by_surname[surname].append(actor)
            for office in actor.offices:
                state = ontology.actors.get(office.of or "")
                if state is not None:
                    self._holders[self.title(office.title), state.id].append(actor)

    def title(self, words: str) -> str:
        """The title by which an office is known here: "foreign minister" for "secretary of state"."""
        return self.offices.get(words.lower(), words.lower())

    def named(self, name: str, countries: Iterable[str] = ()) -> Actor | None:
        """The person of that full name, in whatever spelling; None where there is none, or several.

        Another spelling does not mean somebody of another state than the text gives the person (``countries``).
        """
        actor = self._by_name.get(name)
        if actor is not None or " " not in name:
            return actor
        found = [self._actors[i] for i in self._by_key.get(spelling_key(name), ())]
        told = set(countries)
        if len(found) != 1 or (told and found[0].country not in {*told, None, "IGO"}):
            return None
        return found[0]

    def surnamed(
        self, surname: str, day: str, titles: Iterable[str] = (), countries: Iterable[str] = (), former: bool = False
    ) -> Actor | None:
        """The only person of that surname who fits: by the office and state beside the name, then by who held office on the day.

        ``day`` is an ISO date or empty, ``former`` says that the text looks back on the office.

        >>> from kg.vocab.ontology import load_ontology
        >>> roster = Roster(load_ontology())
        >>> roster.surnamed("Clinton", "2010-05-01").label, roster.surnamed("Clinton", "2010-05-01", ["president"], former=True).label
        ('Hillary Clinton', 'Bill Clinton')
        """
        bearers = self._by_surname.get(spelling_key(surname), [])
        states = set(countries)
        compatriots = [b for b in bearers if b.country in states]
        if len(bearers) > 1 and compatriots:
            bearers = compatriots
        wanted = {self.title(t) for t in titles}

        def only(fits: Callable[[Office], bool]) -> Actor | None:
            found = [b for b in bearers if any(fits(o) for o in b.offices)]
            return found[0] if len(found) == 1 else None

        def entitled(o: Office) -> bool:
            return self.title(o.title) in wanted

        if former:
            return only(lambda o: entitled(o) and (not day or o.ended_by(day)))
        return (
            (only(lambda o: entitled(o) and o.held_on(day)) if day else None)
            or (only(lambda o: o.held_on(day)) if day else None)
            or only(entitled)
            or only(lambda o: True)
        )

    def serving(self, surname: str, day: str) -> Actor | None:
        """The only person of that surname in office on a day (ISO date; None where it is empty).

        >>> from kg.vocab.ontology import load_ontology
        >>> Roster(load_ontology()).serving("Mitsotakis", "2021-04-15").label
        'Kyriakos Mitsotakis'
        """
        if not day:
            return None
        key = (surname, day)
        if key not in self._serving:
            bearers = self._by_surname.get(spelling_key(surname), ())
            found = [b for b in bearers if any(o.held_on(day) for o in b.offices)]
            self._serving[key] = found[0] if len(found) == 1 else None
        return self._serving[key]

    def holders(self, title: str, country: str, day: str, *, former: bool = False) -> list[Actor]:
        """Who held an office of a state (ISO 3166-1 alpha-3) on a day, or with ``former`` before it."""
        wanted, state = self.title(title), ACTOR + country
        found = [
            a
            for a in self._holders.get((wanted, state), ())
            if any(
                self.title(o.title) == wanted and o.of == state and (o.ended_by(day) if former else o.held_on(day))
                for o in a.offices
            )
        ]
        return list(dict.fromkeys(found))


def _surname(actor: Actor) -> str:
    words = actor.label.split()
    if actor.country in _SURNAME_FIRST:
        return spelling_key(words[0])
    words = [w for w in words if not _REGNAL.fullmatch(w) and w.rstrip(".") not in ("Jr", "Sr")]
    return spelling_key(words[-1]) if len(words) > 1 else ""
