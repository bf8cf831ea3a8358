"""Bodies that every state has: the foreign ministry of which state, whose Congress, one name for each."""

from __future__ import annotations

import re
from collections import defaultdict

from kg.model import Entity, EntityType
from kg.text.spelling import plain
from kg.vocab.namespaces import entity_iri
from kg.vocab.ontology import Actor, Ontology

_MINISTRY = re.compile(r"(?P<of>[\w&' -]+?) Ministry", re.IGNORECASE)


class Institutions:
    """Finds the bodies of the ontology by name and state, and names those that it does not know.

    >>> from kg.vocab.ontology import load_ontology
    >>> bodies = Institutions(load_ontology())
    >>> china = Entity("China", type=EntityType.STATE, country="CHN")
    >>> bodies.entity("Foreign Ministry", china).id.rsplit("/")[-1], bodies.entity("Defense Ministry", china).name
    ('CHN-MFA', 'Ministry of Defense of China')
    >>> bodies.short("Congress", "USA").name, bodies.short("Congress", "IND").name, bodies.short("Congress", "FRA")
    ('United States Congress', 'Indian National Congress', None)
    """

    def __init__(self, ontology: Ontology) -> None:
        self._by_name: dict[tuple[str, str | None], Entity] = {}
        self._short: dict[str, dict[str | None, Entity]] = defaultdict(dict)
        ministries = {a.ministry for a in ontology.actors.values() if a.ministry}
        self._foreign: dict[str | None, Entity] = {}
        for actor in ontology.actors.values():
            if actor.type in ("State", "Person", "Place"):
                continue
            entity = _entity(actor)
            for name in actor.names:
                self._by_name.setdefault((_key(name), actor.country), entity)
            for name in actor.short_names:
                self._short[name][actor.country] = entity
            if actor.id in ministries:
                self._foreign[actor.country] = entity

    def short(self, name: str, country: str | None) -> Entity | None:
        """The body that goes by a short name ("Congress", "the Senate") in its own state."""
        return self._short.get(name, {}).get(country)

    def is_short(self, name: str) -> bool:
        """Whether some state's body goes by that short name."""
        return name in self._short

    def entity(self, words: str, state: Entity | None) -> Entity:
        """The body of a state that ``words`` name, as "Foreign Ministry" or "Ministry of Foreign Affairs"; told apart by its state."""
        country = state.country if state is not None else None
        bare = words.casefold()
        if country in self._foreign and bare in (
            "foreign ministry",
            "ministry of foreign affairs",
            "foreign affairs ministry",
            "ministry for foreign affairs",
            "foreign office",
        ):
            return self._foreign[country]
        match = _MINISTRY.fullmatch(words)
        name = f"Ministry of {match['of'][0].upper()}{match['of'][1:]}" if match and state is not None else words
        if state is not None:
            name = f"{name} of {state.name}"
        known = self._by_name.get((_key(name), country)) or self._by_name.get((_key(words), country))
        if known is not None:
            return known
        return Entity(name, entity_iri("GovernmentBody", _key(name)), EntityType.GOVERNMENT_BODY, country)


def _entity(actor: Actor) -> Entity:
    return Entity(actor.label, actor.id, EntityType(actor.type), actor.country)


def _key(name: str) -> str:
    """A name without article and accents, in British spelling.

    >>> _key("the Ministry of Defense")
    'ministry of defence'
    """
    words = plain(name).removeprefix("the ").split()
    return " ".join({"defense": "defence", "labor": "labour", "organization": "organisation"}.get(w, w) for w in words)
