"""From a token to the entities it stands for in its role: names, references, metonyms, phrases."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.extract.clauses import Clauses
from kg.extract.grammar import child, governing_verb
from kg.extract.phrases import Phrases
from kg.extract.reading import Reading, Via, reading_of
from kg.model import Entity, EntityType
from kg.vocab.namespaces import entity_iri
from kg.vocab.ontology import Ontology

_PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "outside", "around", "across", "inside", "into", "through", "via", "within", "throughout"}
)
_FROM_TO = frozenset({"to", "from", "for", "towards", "toward"})
_PARTITIVES = frozenset(
    {
        "number",
        "series",
        "lot",
        "some",
        "one",
        "most",
        "array",
        "range",
        "many",
        "several",
        "all",
        "part",
        "dozen",
        "hundred",
        "thousand",
        "member",
        "each",
        "few",
    }
)
_EMPTY = frozenset(
    {
        "it",
        "this",
        "that",
        "these",
        "those",
        "which",
        "what",
        "who",
        "whom",
        "there",
        "one",
        "ones",
        "all",
        "some",
        "many",
        "most",
        "any",
        "himself",
        "itself",
        "themselves",
        "herself",
        "each",
        "other",
        "others",
        "more",
        "much",
        "something",
        "anything",
        "everything",
        "someone",
        "whoever",
        "whatever",
        "i",
        "you",
        "he",
        "she",
        "they",
        "we",
        "him",
        "her",
        "them",
        "us",
        "me",
        "few",
        "several",
        "both",
    }
)


class Arguments:
    """Resolves the fillers of roles in one document."""

    def __init__(self, ontology: Ontology, doc: Doc) -> None:
        self.offices = ontology.words["office"]
        self.motion = ontology.words["motion"]
        self.doc = doc
        self.reading: Reading = reading_of(doc)
        self.phrases = Phrases(ontology)
        self.clauses = Clauses(ontology)
        self.events = ontology.words["eventNoun"]
        self.officials = ontology.words["officialNoun"]
        self.government = ontology.words["governmentNoun"]
        self.time_nouns = ontology.words["timeNoun"]
        self.time_tokens = {i for t in self.reading.times for i in range(t.start, t.end)}
        self.skip = {
            i for i in self.time_tokens if doc[i].dep_ not in ("amod", "nummod", "compound") or doc[i].is_alpha
        } | {t.head.i for i in self.time_tokens for t in (doc[i],) if t.dep_ == "pobj"}

        self.skip |= self._scenes(ontology)

    def _scenes(self, ontology: Ontology) -> set[int]:
        """The tokens of "in Cairo" behind a document that was signed there: its place, not part of its name."""
        documents = ontology.words["documentNoun"] | ontology.words["eventNoun"] | {"understanding"}
        found: set[int] = set()
        for m in self.reading.mentions:
            if m.place is None:
                continue
            root = self.doc[m.start : m.end].root
            if root.dep_ == "pobj" and root.head.lower_ in ("in", "at") and root.head.head.lemma_.lower() in documents:
                found |= {t.i for t in root.head.subtree}
        return found

    def is_time(self, token: Token) -> bool:
        """Whether a token heads a time expression rather than a participant."""
        return token.i in self.time_tokens or (
            token.lemma_.lower() in self.time_nouns and token.i not in self.reading.at
        )

    def entities(self, token: Token, *, place: bool = False) -> tuple[Entity, ...]:
        """The entities that the noun phrase headed by ``token`` stands for; none where it stands for nothing."""
        m = self.reading.at.get(token.i)
        if m is not None:
            if m.via is Via.DEMONYM and token.pos_ in ("NOUN", "ADJ") and self.doc[m.start : m.end].root.i != token.i:
                return (self._phrase(token),)
            if m.via in (Via.CAPITAL, Via.METONYM) and m.place is not None and (place or self._is_place(token)):
                return (m.place,)
            return (m.entity,)
        if token.i in self.reading.refers:
            return self.reading.refers[token.i]
        # a title that the parser holds for the name behind it: "Cuban President Raul Castro"
        following = self.reading.at.get(token.i + 1)
        if following is not None and following.entity.type is EntityType.PERSON and token.lower_ in self.offices:
            return (following.entity,)
        # "a number of countries", "some of the victims"
        of = child(token, "prep")
        if token.lemma_.lower() in _PARTITIVES and of is not None and of.lower_ == "of":
            inner = child(of, "pobj")
            if inner is not None and inner.i not in self.reading.at and inner.lower_ not in _EMPTY:
                return self.reading.refers.get(inner.i) or (self._phrase(inner),)
        if token.dep_ == "appos" and token.pos_ == "NOUN" and (named := self.reading.at.get(token.head.i)) is not None:
            return (named.entity,)
        if token.lower_ in _EMPTY or token.pos_ in ("PRON", "DET") or token.tag_ in ("WDT", "WP"):
            return ()
        for c in token.children:
            if (
                c.dep_ == "appos"
                and (named := self.reading.at.get(c.i)) is not None
                and (named.entity.type is EntityType.PERSON or (named.entity.type.is_actor and token.tag_ == "NN"))
            ):
                return (named.entity,)
        return (self._phrase(token),)

    def many(self, tokens: list[Token], *, place: bool = False) -> tuple[Entity, ...]:
        """The entities of several tokens, each once, in order."""
        return tuple(dict.fromkeys(e for t in tokens for e in self.entities(t, place=place) if e.name))

    def _phrase(self, token: Token) -> Entity:
        entity = self.phrases.entity(token, self.skip)
        lemma = token.lemma_.lower()
        country = None
        for c in token.lefts:
            m = self.reading.at.get(c.i)
            if m is not None and m.entity.country and m.entity.type is not EntityType.PERSON:
                country = m.entity.country
        if country is None:
            poss = child(token, "poss")
            if poss is not None:
                country = next((e.country for e in self.entities(poss) if e.country), None)
        if country is None:
            for prep in token.children:
                if prep.dep_ == "prep" and prep.lower_ in ("of", "in", "from"):
                    pobj = child(prep, "pobj")
                    m = self.reading.at.get(pobj.i) if pobj is not None else None
                    if m is not None and m.entity.country and m.entity.type is EntityType.STATE:
                        country = m.entity.country
        if entity.type is EntityType.PHRASE and country and (lemma in self.officials or lemma in self.government):
            return Entity(entity.name, entity_iri("Group", entity.name), EntityType.GROUP, country)
        if entity.type in (EntityType.EVENT, EntityType.DOCUMENT):
            entity = self._of_whom(token, entity)
        owner = self._owner(token)
        if owner is not None and owner.name not in entity.name:
            entity = Entity(f"{owner.name}'s {entity.name}", None, entity.type, entity.country)
            if entity.type is not EntityType.PHRASE:
                entity = Entity(entity.name, entity_iri(entity.type.value, entity.name), entity.type, None)
        return Entity(entity.name, entity.id, entity.type, country)

    def _of_whom(self, token: Token, entity: Entity) -> Entity:
        """An event or document with a name before it, named one way: Trump's inauguration ceremony, inauguration of Donald Trump."""
        poss = child(token, "poss")
        holders = self.entities(poss) if poss is not None and poss.pos_ != "PRON" else ()
        if poss is None or len(holders) != 1 or holders[0].type not in (EntityType.PERSON, EntityType.STATE):
            return entity
        rest = self.phrases.text(token, self.skip | {t.i for t in poss.subtree})
        words = rest.split()
        if len(words) == 2 and words[1] == "ceremony":
            rest = words[0]
        name = f"{rest} of {holders[0].name}"
        return Entity(name, entity_iri(entity.type.value, name), entity.type, holders[0].country)

    def _owner(self, token: Token) -> Entity | None:
        """Whose a thing is, where a pronoun says so and it is not the subject's own."""
        poss = child(token, "poss")
        if poss is None or poss.pos_ != "PRON":
            return None
        if poss.lower_ == "whose":
            holder = self.clauses.antecedent(governing_verb(token))
            return next(iter(self.entities(holder)), None) if holder is not None and holder.i != token.i else None
        found = self.reading.refers.get(poss.i, ())
        if len(found) != 1 or found[0].type not in (EntityType.STATE, EntityType.PERSON):
            return None
        verb = governing_verb(token)
        if any(
            found[0] in self.reading.refers.get(s.i, ())
            or ((m := self.reading.at.get(s.i)) is not None and m.entity == found[0])
            for s in self.clauses.subjects(verb)
        ):
            return None
        return found[0]

    def _is_place(self, token: Token) -> bool:
        """Whether the capital named here is a place: after a locative preposition, or as the goal of a journey."""
        top = token
        while top.dep_ == "conj":
            top = top.head
        if top.dep_ == "dobj" and top.head.lemma_ in ("visit", "leave", "tour", "reach"):
            return True
        if top.dep_ != "pobj":
            return False
        prep = top.head
        if prep.lower_ in _PLACE_PREPOSITIONS:
            return True
        governor = prep.head
        return prep.lower_ in _FROM_TO and (
            governor.lemma_ in self.motion
            or governor.lemma_ in ("visit", "trip", "journey", "flight", "tour", "arrival", "return")
        )


def arguments_of(ontology: Ontology, doc: Doc) -> Arguments:
    """The resolver of a document, made once and shared by the components behind the references."""
    reading = reading_of(doc)
    if reading.arguments is None:
        reading.arguments = Arguments(ontology, doc)
    return reading.arguments
