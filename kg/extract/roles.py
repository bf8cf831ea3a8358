"""Who holds which office and belongs to what, from titles, appositions and "of" beside names."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.arguments import Arguments
from kg.extract.grammar import child
from kg.extract.offices import OfficeNote, OfficeReader, office_words
from kg.extract.reading import Mention, Proposition, reading_of
from kg.model import Entity, EntityType, Modality
from kg.vocab.namespaces import REL
from kg.vocab.ontology import Ontology, load_ontology


class Roles:
    """Makes statements of the offices beside people's names."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.offices = OfficeReader(ontology)
        self.kin = ontology.words["kin"]
        self.honorifics = ontology.words["honorific"]

    def __call__(self, doc: Doc) -> Doc:
        """Append to ``propositions`` of the reading."""
        reading = reading_of(doc)
        arguments = Arguments(self.ontology, doc)
        people = [m for m in reading.mentions if m.entity.type is EntityType.PERSON]
        for m in people:
            if m.start in reading.skip:
                continue
            notes = []
            before = self.offices.before(doc, m.start, lambda i, own=m: self._lookup(reading.at.get(i), own))
            if before is not None:
                notes.append(before)
            notes += self.offices.beside(doc, m.start, m.end, reading.at.get)
            for note in notes:
                proposition = self._proposition(doc, m, note, arguments)
                if proposition is not None:
                    reading.propositions.append(proposition)
            member = self._affiliation(doc, m, arguments)
            if member is not None:
                reading.propositions.append(member)
        return doc

    @staticmethod
    def _lookup(found: Mention | None, own: Mention) -> Mention | None:
        return found

    def _proposition(self, doc: Doc, m: Mention, note: OfficeNote, arguments: Arguments) -> Proposition | None:
        title = note.title
        words = title.split()
        if note.counterpart or words[-1] in self.kin and words[-1] not in ("successor",) or all(w in self.honorifics for w in words):
            return None
        if len(words) == 1 and words[0] in ("lady", "guest", "host", "critic"):
            return None
        head = doc[note.head]
        found: tuple[Entity, ...] = ()
        if note.of is not None:
            found = tuple(e for e in arguments.entities(note.of) if e != m.entity)
            modifier = next((e for t in note.modifiers for e in arguments.entities(t)), None)
            if found and modifier is not None and found[0].type in (EntityType.PERSON, EntityType.PHRASE) and modifier.type is EntityType.STATE and note.preposition in ("to",):
                found = (modifier, *found)
        relation = REL + "holdsOffice"
        if found and found[0].type is EntityType.PHRASE and note.of is not None and note.of.pos_ == "PRON":
            found = ()
        if found:
            verb_words = office_words(note)
        else:
            country = self._own_country(m, note)
            if country is None and len(words) == 1 and words[0] in ("president", "minister", "leader", "official", "secretary", "general", "mr"):
                return None
            verb_words = f"is {'former ' if note.former else ''}{title} of" if country is not None else "holds office"
            found = (country,) if country is not None else (Entity(title),)
        return Proposition(
            verb=head,
            subjects=(m.entity,),
            words=verb_words,
            frames=(),
            objects=found[:1],
            modality=Modality.ACTUAL,
            negated=False,
            head=head,
            object_token=note.of,
            certainty=0.9 if note.of is not None else 0.7,
            relation=relation,
        )

    def _own_country(self, m: Mention, note: OfficeNote) -> Entity | None:
        """The state of somebody who is called "the president" or "the foreign minister" and no more."""
        last = note.title.split()[-1]
        if m.entity.country in (None, "IGO", "NGO") or last not in ("president", "minister", "premier", "chancellor", "king", "queen", "emir", "secretary", "president-elect", "vice-president"):
            return None
        for actor in self.ontology.actors.values():
            if actor.type == "State" and actor.country == m.entity.country:
                return Entity(actor.label, actor.id, EntityType.STATE, actor.country)
        return None

    def _affiliation(self, doc: Doc, m: Mention, arguments: Arguments) -> Proposition | None:
        """ "Daniel Okafor, of the Institute of …": of or from, set off by a comma, and an organisation."""
        root = doc[m.start : m.end].root
        for prep in root.children:
            if prep.dep_ == "prep" and prep.lower_ in ("of", "at", "from", "with") and prep.i == m.end + 1 and doc[m.end].text == ",":
                pobj: Token | None = child(prep, "pobj")
                if pobj is None:
                    continue
                found = [e for e in arguments.entities(pobj) if e.type.is_actor and e.type is not EntityType.PERSON]
                if found:
                    return Proposition(
                        verb=prep,
                        subjects=(m.entity,),
                        words="is affiliated with",
                        frames=(),
                        objects=(found[0],),
                        modality=Modality.ACTUAL,
                        negated=False,
                        head=prep,
                        object_token=pobj,
                        certainty=0.8,
                        relation=REL + "affiliatedWith",
                    )
        return None


@Language.factory("kg_roles", requires=["token.dep", "doc._.kg"], assigns=["doc._.kg"])
def make_roles(nlp: Language, name: str) -> Roles:
    """Register :class:`Roles` with spaCy."""
    return Roles(load_ontology())
