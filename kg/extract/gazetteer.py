"""Finds the names that the ontology knows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.extract.reading import Mention, Via
from kg.model import Entity, EntityType
from kg.vocab.namespaces import entity_iri
from kg.vocab.ontology import Actor, Ontology


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the gazetteer: whom it means, by what kind of name, and the place where it is a place."""

    entity: Entity
    via: Via
    place: Entity | None = None


def entity_of(actor: Actor) -> Entity:
    """The entity of an actor of the ontology."""
    return Entity(actor.label, actor.id, EntityType(actor.type), actor.country)


def ontology_states(ontology: Ontology) -> dict[str, Entity]:
    """The states of the ontology by ISO 3166-1 alpha-3 code; of two with one code the first.

    >>> from kg.vocab.ontology import load_ontology
    >>> ontology_states(load_ontology())["RUS"].name
    'Russia'
    """
    found: dict[str, Entity] = {}
    for actor in ontology.actors.values():
        if actor.type == "State" and actor.country:
            found.setdefault(actor.country, entity_of(actor))
    return found


class Gazetteer:
    """All names of the ontology's actors, matched as token sequences, the longest first."""

    def __init__(self, nlp: Language, ontology: Ontology) -> None:
        self.matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.entries: dict[str, Entry] = {}
        self.states = ontology_states(ontology)
        self.actors = ontology.actors
        self.homonyms = ontology.homonyms
        self.places = {n: entity_of(a) for a in ontology.actors.values() if a.type == "Place" for n in a.names}
        # Brussels is the European Union before it is Belgium: a seat comes before a capital
        for actor in sorted(ontology.actors.values(), key=lambda a: not a.seats):
            entity = (
                self.states.get(actor.country or "", entity_of(actor)) if actor.type == "State" else entity_of(actor)
            )
            if actor.type == "State" and actor.id.endswith("soviet-union"):
                entity = entity_of(actor)
            for via, names in (
                (Via.TERRITORY if actor.type == "Place" else Via.NAME, actor.names),
                (Via.PEOPLE, actor.people),
                (Via.DEMONYM, actor.demonyms),
                (Via.CAPITAL, actor.capitals),
                (Via.CAPITAL, actor.seats),
                (Via.METONYM, actor.metonyms),
                (Via.TERRITORY, actor.territories),
            ):
                for name in names:
                    self._add(nlp, name, entity, via)

    def _add(self, nlp: Language, name: str, entity: Entity, via: Via) -> None:
        bare = name.removeprefix("the ")
        if bare in self.entries:
            return
        if entity.type is EntityType.PLACE:
            entity = replace(entity, name=bare)
        place = entity if entity.type is EntityType.PLACE else None
        if place is None and via in (Via.CAPITAL, Via.METONYM, Via.TERRITORY):
            name = _place_name(bare)
            known = self.places.get(name)
            iri = known.id if known is not None and known.country == entity.country else entity_iri("Place", name)
            place = Entity(name, iri, EntityType.PLACE, entity.country)
        self.entries[bare] = Entry(place if via is Via.TERRITORY and place else entity, via, place)
        self.matcher.add(bare, [nlp.make_doc(bare)])

    def __call__(self, doc: Doc) -> list[Mention]:
        """The mentions of known names in a document, none overlapping another."""
        spans = filter_spans([doc[start:end] for _, start, end in self.matcher(doc)])
        found = []
        for span in spans:
            entry = self._meant(doc, span)
            found.append(Mention(span.start, span.end, entry.entity, entry.via, entry.place))
        return found

    def _meant(self, doc: Doc, span: Span) -> Entry:
        """What a name means here: Georgia the state, or the one whose capital is Atlanta."""
        entry = self.entries[span.text]
        for homonym in self.homonyms.get(span.text, ()):
            if homonym.applies(span.sent.text, doc.text):
                other = entity_of(self.actors[homonym.meaning])
                is_place = other.type is EntityType.PLACE
                return Entry(other, Via.TERRITORY if is_place else entry.via, other if is_place else entry.place)
        return entry


def _place_name(name: str) -> str:
    return "Washington, D.C." if name.startswith("Washington") else name
