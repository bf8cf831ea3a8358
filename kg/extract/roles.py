"""Who holds which office and belongs to what, from titles, appositions and "of" beside names."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.arguments import Arguments, arguments_of
from kg.extract.gazetteer import ontology_states
from kg.extract.grammar import child, conjuncts
from kg.extract.offices import OfficeNote, OfficeReader, office_words
from kg.extract.reading import Mention, Proposition, Via, reading_of
from kg.model import Entity, EntityType, Modality
from kg.vocab.namespaces import REL
from kg.vocab.ontology import Ontology, load_ontology


class Roles:
    """Makes statements of the offices beside people's names."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.offices = OfficeReader(ontology)
        self.states = ontology_states(ontology)
        self.kin = ontology.words["kin"]
        self.honorifics = ontology.words["honorific"]

    def __call__(self, doc: Doc) -> Doc:
        """Append to ``propositions`` of the reading."""
        reading = reading_of(doc)
        arguments = arguments_of(self.ontology, doc)
        people = [m for m in reading.mentions if m.entity.type is EntityType.PERSON]
        turns = {i for b in reading.blocks if b.turn for i in self._tokens(doc, b.turn)}
        for m in people:
            if m.start in reading.skip and m.start not in turns:
                continue
            notes = []
            before = self.offices.before(doc, m.start, reading.at.get)
            if before is not None:
                notes.append(before)
            notes += self.offices.beside(doc, m.start, m.end, reading.at.get)
            for note in notes:
                proposition = (
                    self._counterpart(doc, m, note, arguments)
                    if note.counterpart
                    else self._proposition(doc, m, note, arguments)
                )
                if proposition is not None:
                    reading.propositions.append(proposition)
                    reading.propositions.extend(self._house(doc, m, note, proposition, arguments))
            member = self._affiliation(doc, m, arguments)
            if member is not None:
                reading.propositions.append(member)
        reading.propositions.extend(self._shared_offices(doc, people, arguments))
        reading.propositions.extend(self._definitions(doc, arguments))
        return doc

    @staticmethod
    def _tokens(doc: Doc, offsets: tuple[int, int]) -> range:
        span = doc.char_span(*offsets, alignment_mode="expand")
        return range(span.start, span.end) if span is not None else range(0)

    def _house(
        self, doc: Doc, m: Mention, note: OfficeNote, office: Proposition, arguments: Arguments
    ) -> list[Proposition]:
        """The organisation around the office's body: "deputy director of the Department of X at the Institute of Y"."""
        head = doc[note.head]
        if note.of is None or note.of.i < note.head:
            return []
        for k in range(note.of.i + 1, min(head.right_edge.i + 1, note.of.i + 12)):
            found = arguments.reading.at.get(k)
            if (
                found is None
                or (found.start != k and doc[k - 1].lower_ != "the")
                or (
                    doc[max(0, found.start - 2)].lower_ not in ("at", "in", "of")
                    and doc[found.start - 1].lower_ not in ("at", "in", "of")
                )
            ):
                continue
            if found.entity.type is EntityType.ORGANIZATION and found.entity not in office.objects:
                return [
                    replace(
                        office,
                        words="is affiliated with",
                        objects=(found.entity,),
                        relation=REL + "affiliatedWith",
                        certainty=0.75,
                    )
                ]
        return []

    def _counterpart(self, doc: Doc, m: Mention, note: OfficeNote, arguments: Arguments) -> Proposition | None:
        """ "His Turkish counterpart X": X holds in Turkey the office that the owner holds."""
        head = doc[note.head]
        poss = child(head, "poss") or (child(doc[m.start : m.end].root, "poss"))
        reading = arguments.reading
        country = next(
            (
                e
                for t in (note.of, *note.modifiers)
                if t is not None
                for e in arguments.entities(t)
                if e.type is EntityType.STATE
            ),
            None,
        )
        if country is None:
            state = next((reading.at[i].entity for i in range(max(0, m.start - 3), m.start) if i in reading.at), None)
            country = state if state is not None and state.type is EntityType.STATE else None
        if poss is None:
            poss = next((doc[i] for i in range(max(0, m.start - 4), m.start) if doc[i].tag_ == "PRP$"), None)
        if poss is None or country is None:
            return None
        owner = next(iter(arguments.entities(poss)), None)
        file = next((f for f in reading.people.values() if owner is not None and f.entity == owner), None)
        title = (
            next((t for t, _ in file.offices if t.split()[-1] not in self.kin and "counterpart" not in t), None)
            if file
            else None
        )
        if title is None:
            return None
        return self._office(head, m.entity, f"is {title} of", country, None, 0.7)

    def _office(
        self, head: Token, person: Entity, words: str, of: Entity, token: Token | None, certainty: float
    ) -> Proposition:
        return Proposition(
            verb=head,
            subjects=(person,),
            words=words,
            frames=(),
            objects=(of,),
            modality=Modality.ACTUAL,
            negated=False,
            head=head,
            object_token=token,
            certainty=certainty,
            relation=REL + "holdsOffice",
        )

    def _shared_offices(self, doc: Doc, people: list[Mention], arguments: Arguments) -> list[Proposition]:
        """ "The prime ministers of Italy and Greece, Giorgia Meloni and Kyriakos Mitsotakis": one office each."""
        reading = arguments.reading
        found = []
        for noun in doc:
            if noun.tag_ not in ("NNS", "NNPS") or noun.i in reading.skip or not self.offices.is_office(noun):
                continue
            of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None)
            pobj = child(of, "pobj") if of is not None else None
            bodies: list[Entity] = []
            if pobj is not None:
                for t in conjuncts(pobj):
                    bodies += [e for e in arguments.entities(t) if e.type is not EntityType.PERSON and e.type.is_actor]
                after = pobj.i + 1
            else:
                poss = child(noun, "poss")
                bodies = list(arguments.entities(poss)) if poss is not None else []
                after = noun.i + 1
            if len(bodies) < 2:
                continue
            named = [m for m in people if after <= m.start < after + 24 and m.start < noun.sent.end]
            row = []
            position = None
            for m in named:
                if position is not None and any(
                    doc[k].pos_ not in ("PUNCT", "CCONJ") for k in range(position, m.start)
                ):
                    break
                row.append(m)
                position = m.end
            if len(row) != len(bodies):
                continue
            title = " ".join(
                [
                    *[c.lower_ for c in noun.lefts if c.dep_ in ("compound", "amod") and c.i not in reading.at],
                    noun.lemma_.lower(),
                ]
            )
            for position, m in enumerate(row):
                body = next((b for b in bodies if b.country and b.country == m.entity.country), bodies[position])
                found.append(self._office(noun, m.entity, f"is {title} of", body, None, 0.85))
        return found

    def _definitions(self, doc: Doc, arguments: Arguments) -> list[Proposition]:
        """ "The SVR, Russia's foreign intelligence service": what an apposition says of a thing with a name."""
        reading = arguments.reading
        found = []
        for m in reading.mentions:
            root = doc[m.start : m.end].root
            if m.start in reading.skip or m.entity.type is EntityType.PERSON or m.via in (Via.DEMONYM, Via.CAPITAL):
                continue
            for c in root.children:
                if (
                    c.dep_ != "appos"
                    or c.i in reading.at
                    or c.pos_ != "NOUN"
                    or c.i < m.end
                    or doc[c.left_edge.i - 1].text not in (",", "(", "-", "–", "—")
                ):
                    continue
                if child(c, "det", "poss") is None or arguments.is_time(c) or (c.tag_ == "NNS" and not child(c, "det")):
                    continue
                phrase = arguments.phrases.entity(c, arguments.skip)
                if phrase.name:
                    found.append(
                        Proposition(
                            verb=c,
                            subjects=(m.entity,),
                            words="is",
                            frames=(("be",),),
                            objects=(phrase,),
                            modality=Modality.ACTUAL,
                            negated=False,
                            head=c,
                            object_token=None,
                            certainty=0.65,
                            relation=REL + "is",
                        )
                    )
        return found

    def _proposition(self, doc: Doc, m: Mention, note: OfficeNote, arguments: Arguments) -> Proposition | None:
        title = note.title
        words = title.split()
        if (
            note.counterpart
            or (words[-1].removesuffix("s") in self.kin and words[-1] not in ("successor",))
            or all(w in self.honorifics for w in words)
        ):
            return None
        if len(words) == 1 and words[0] in ("lady", "guest", "host", "critic"):
            return None
        head = doc[note.head]
        found: tuple[Entity, ...] = ()
        if note.of is not None:
            found = tuple(e for e in arguments.entities(note.of) if e != m.entity)
            modifier = next((e for t in note.modifiers for e in arguments.entities(t)), None)
            if (
                found
                and modifier is not None
                and found[0].type in (EntityType.PERSON, EntityType.PHRASE)
                and modifier.type is EntityType.STATE
                and note.preposition in ("to",)
            ):
                found = (modifier, *found)
        relation = REL + "holdsOffice"
        if found and found[0].type is EntityType.PHRASE and note.of is not None and note.of.pos_ == "PRON":
            found = ()
        if found:
            verb_words = office_words(note)
        else:
            country = self._own_country(m, note)
            if (
                country is None
                and len(words) == 1
                and words[0] in ("president", "minister", "leader", "official", "secretary", "general", "mr")
            ):
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
        if m.entity.country in (None, "IGO", "NGO") or last not in (
            "president",
            "minister",
            "premier",
            "chancellor",
            "king",
            "queen",
            "emir",
            "secretary",
            "president-elect",
            "vice-president",
        ):
            return None
        return self.states.get(m.entity.country)

    def _affiliation(self, doc: Doc, m: Mention, arguments: Arguments) -> Proposition | None:
        """ "Daniel Okafor, of the Institute of …": of or from, set off by a comma, and an organisation."""
        root = doc[m.start : m.end].root
        for prep in root.children:
            if (
                prep.dep_ == "prep"
                and prep.lower_ in ("of", "at", "from", "with")
                and prep.i == m.end + 1
                and doc[m.end].text == ","
            ):
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
