"""What a reader keeps in mind: salience, which grows with every mention and fades with every sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from spacy.tokens import Doc, Token

from kg.extract.clauses import Clauses
from kg.extract.gazetteer import ontology_states
from kg.extract.grammar import child, children, governing_verb, is_verb
from kg.extract.institutions import Institutions
from kg.extract.phrases import Phrases
from kg.extract.reading import Mention, Reading, Via, reading_of
from kg.extract.roster import Roster
from kg.model import Entity, EntityType
from kg.vocab.namespaces import entity_iri
from kg.vocab.ontology import Ontology

_RANK = {
    "nsubj": 3.0,
    "nsubjpass": 3.0,
    "dobj": 2.0,
    "agent": 2.0,
    "pobj": 1.2,
    "conj": 1.5,
    "appos": 1.2,
    "poss": 0.8,
    "compound": 0.6,
}


#: The types of entities that "it", "the party" or "the ministry" may mean.
ORGANIZATION_TYPES = frozenset(EntityType) - {
    EntityType.PERSON,
    EntityType.PLACE,
    EntityType.PHRASE,
    EntityType.EVENT,
    EntityType.DOCUMENT,
    EntityType.STATE,
}


class ReferenceRules:
    """The tables of the ontology that references need."""

    def __init__(self, ontology: Ontology) -> None:
        words = ontology.words
        self.ontology = ontology
        self.clauses = Clauses(ontology)
        self.phrases = Phrases(ontology)
        self.leader_nouns = words["leaderGroup"]
        self.state_nouns = words["stateGroup"]
        self.government = words["governmentNoun"]
        self.officials = words["officialNoun"]
        self.offices = words["office"]
        self.institutions = words["institution"]
        self.documents = words["documentNoun"]
        self.counterparts = words["counterpart"]
        self.ministries = words["ministry"]
        self.leaders = words["leaderOffice"]
        self.blocs = words["bloc"]
        self.events = words["eventNoun"]
        self.states = ontology_states(ontology)
        self.roster = Roster(ontology)
        self.bodies = Institutions(ontology)
        self.capitals = {a.country: a.capitals[0] for a in ontology.actors.values() if a.type == "State" and a.capitals}


class Memory:
    """Who was spoken of in a document so far, and how prominently."""

    def __init__(self, rules: ReferenceRules, doc: Doc) -> None:
        self.rules = rules
        self.doc = doc
        self.reading: Reading = reading_of(doc)
        self.salience: dict[Entity, float] = {}
        self.last_seen: dict[Entity, int] = {}
        self.total: Counter[Entity] = Counter()
        self.files = {f.entity: f for f in self.reading.people.values()}
        self.states = {
            m.entity.country: m.entity
            for m in self.reading.mentions
            if m.entity.type is EntityType.STATE and m.entity.country
        }
        self.all_states = rules.states
        self.last_plural: tuple[Entity, ...] = ()
        self.issuer: Entity | None = None
        #: Resolves a token out of turn: a speaker who is named only after the quotation.
        self.resolve: Callable[[Token], None] = lambda token: None

    def root(self, m: Mention) -> int:
        """The token at the head of a mention."""
        return self.doc[m.start : m.end].root.i

    def see(self, entity: Entity, token: Token, via: Via = Via.NAME) -> None:
        """Take note that an entity was mentioned; a subject weighs more than an object, an object more than the rest."""
        rank = _RANK.get(token.dep_, 0.8)
        if token.dep_ == "conj":
            top = token
            while top.dep_ == "conj":
                top = top.head
            rank = _RANK.get(top.dep_, 1.0)
        if via is Via.DEMONYM:
            rank = 0.5
        self.salience[entity] = self.salience.get(entity, 0.0) + rank
        self.last_seen[entity] = token.i
        self.total[entity] += 1

    def settle(self, token: Token, entities: tuple[Entity, ...]) -> None:
        """Record what a token stands for."""
        if not entities:
            return
        self.reading.refers[token.i] = entities
        for e in entities:
            self.see(e, token)
        if len(entities) > 1:
            self.last_plural = entities

    def note_issuer(self, verb: Token) -> None:
        """Remember who issued a statement: what "the statement" says later is theirs."""
        for prep in verb.children:
            if prep.dep_ == "prep" and prep.lower_ in ("in", "on"):
                pobj = child(prep, "pobj")
                if pobj is not None and pobj.lemma_.lower() in (
                    "statement",
                    "release",
                    "communique",
                    "communiqué",
                    "tweet",
                    "post",
                    "letter",
                    "readout",
                    "article",
                    "interview",
                    "speech",
                ):
                    found = [e for s in self.rules.clauses.subjects(verb) for e in self.entities(s)]
                    if found:
                        self.issuer = found[0]

    def entities(self, token: Token) -> tuple[Entity, ...]:
        """The entities a token has been found to stand for."""
        m = self.reading.at.get(token.i)
        if m is not None:
            return (m.entity,)
        if token.i in self.reading.refers:
            return self.reading.refers[token.i]
        return ()

    def best(self, fits: object, exclude: tuple[Entity, ...] = ()) -> Entity | None:
        """The most salient entity that fits; None where none does."""
        candidates = [e for e in self.salience if e not in exclude and fits(e)]  # type: ignore[operator]
        if not candidates:
            return None
        return max(candidates, key=lambda e: (self.salience[e], self.last_seen.get(e, -1)))

    def latest(self, fits: Callable[[Entity], bool]) -> Entity | None:
        """The entity named last that fits; None where none does."""
        return max((e for e in self.last_seen if fits(e)), key=lambda e: self.last_seen[e], default=None)

    def described(self, noun: Token) -> Entity:
        """A noun phrase without a name as an entity, with the state that its words tell."""
        country = self.modifier_country(noun)
        entity = self.rules.phrases.entity(noun, country=country)
        if country and entity.type is EntityType.PHRASE and noun.lemma_.lower() in self.rules.officials:
            return Entity(entity.name, entity_iri("Group", entity.name), EntityType.GROUP, country)
        return entity

    def titles(self, e: Entity) -> list[str]:
        """The offices of a person: those that the article gives, and those that the ontology gives for its day."""
        titles = [t for t, _ in self.files[e].offices] if e in self.files else []
        actor = self.rules.ontology.actors.get(e.id or "")
        if actor is not None:
            day = self.reading.published.isoformat() if self.reading.published else "9"
            titles += [o.title.lower() for o in actor.offices if o.held_on(day)]
        return titles

    def most(self, fits: object, number: int) -> tuple[Entity, ...]:
        """The ``number`` most prominent entities that fit, in the order of the text; nothing where there are fewer than two."""
        candidates = [e for e in self.salience if fits(e)]  # type: ignore[operator]
        ranked = sorted(candidates, key=lambda e: -(self.salience[e] + 0.9 * min(self.total[e], 8)))[:number]
        if len(ranked) < 2:
            return ()
        order = {e: i for i, e in enumerate(self.total)}
        return tuple(sorted(ranked, key=lambda e: order[e]))

    def own_states(self, token: Token) -> frozenset[str]:
        """The states of who acts or speaks in the clauses around a token: "the two neighbours" are others."""
        found = set()
        for verb in [governing_verb(token), *(t for t in token.ancestors if is_verb(t))]:
            for subject in self.rules.clauses.subjects(verb):
                if subject.i != token.i:
                    found |= {e.country for e in self.entities(subject) if e.country and e.type is EntityType.PERSON}
        return frozenset(found)

    def most_states(self, number: int, but: frozenset[str] = frozenset()) -> tuple[Entity, ...]:
        """The ``number`` most prominent states or bodies, in the order of the text; those of ``but`` are left out."""
        weight: dict[str, float] = {}
        for e, value in self.salience.items():
            if (
                e.country
                and (
                    e.type in (EntityType.STATE, EntityType.PERSON, EntityType.GOVERNMENT_BODY)
                    or e.type is EntityType.INTERNATIONAL_ORGANIZATION
                )
                and e.country not in ("NGO", *but)
            ):
                code = e.country if e.country != "IGO" else "IGO:" + e.name
                if e.country == "IGO" and e.type is EntityType.PERSON:
                    continue
                scale = 1.0 if e.type is EntityType.STATE or e.country == "IGO" else 0.5
                weight[code] = weight.get(code, 0.0) + scale * (value + 0.35 * min(self.total[e], 8))
        chosen = []
        for code in sorted(weight, key=lambda c: -weight[c]):
            if code.startswith("IGO:"):
                party = next((x for x in self.salience if x.name == code[4:]), None)
            else:
                party = self.states.get(code) or self.all_states.get(code)
            if party is not None:
                chosen.append(party)
            if len(chosen) == number:
                break
        order = {c.country: i for i, c in enumerate(self.total)}
        return tuple(sorted(chosen, key=lambda e: order.get(e.country, 99))) if len(chosen) >= 2 else ()

    def state_of_possessor(self, poss: Token) -> Entity | None:
        """The state that a possessor is or belongs to: his country, their government."""
        for e in self.entities(poss):
            if e.type is EntityType.STATE:
                return e
            if e.country and e.country in self.all_states:
                return self.states.get(e.country) or self.all_states[e.country]
        return None

    def modifier_country(self, token: Token) -> str | None:
        """The country of the state named before a noun, or behind its "of" or "in"."""
        for c in token.lefts:
            for t in c.subtree:
                m = self.reading.at.get(t.i)
                if m is not None and m.entity.country and m.entity.type is not EntityType.PERSON:
                    return m.entity.country
        for prep in children(token, "prep"):
            pobj = child(prep, "pobj")
            if prep.lower_ in ("of", "in") and pobj is not None:
                for e in self.entities(pobj):
                    if e.country:
                        return e.country
        return None

    def holder(self, title: str, country: str, token: Token) -> Entity | None:
        """Who held an office of a state, by the ontology: in the year that the sentence of ``token`` tells, else on the day of the article."""
        if self.reading.published is None:
            return None
        day = self._day_told(token) or self.reading.published.isoformat()
        found = self.rules.roster.holders(title, country, day)
        if len(found) != 1:
            return None
        known = next((e for e in self.files if e.id == found[0].id), None)
        return known or Entity(found[0].label, found[0].id, EntityType.PERSON, country)

    def former_holder(self, title: str, country: str) -> Entity | None:
        """The only person of the article who held an office of a state before its day."""
        if self.reading.published is None:
            return None
        day = self.reading.published.isoformat()
        past = {a.id for a in self.rules.roster.holders(title, country, day, former=True)}
        found = [e for e in self.files if e.id in past]
        return found[0] if len(found) == 1 else None

    def _day_told(self, token: Token) -> str | None:
        """The first day of the only time told in a sentence, where it lies a year or more before the article."""
        sentence = self.reading.sentence_of(token)
        times = [t for t in self.reading.times if sentence.start <= t.start < sentence.end]
        if len(times) != 1 or self.reading.published is None:
            return None
        return times[0].span.start.isoformat() if times[0].span.end.year < self.reading.published.year else None
