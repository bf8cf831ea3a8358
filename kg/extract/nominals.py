"""Acts told by nouns: "India's strikes on Pakistan", "talks between X and Y", "Xi's visit to Hanoi", "the Xi-Trump talks"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.arguments import Arguments, arguments_of
from kg.extract.grammar import child, children, conjuncts, governing_verb, prepositions
from kg.extract.qualifiers import Qualifiers
from kg.extract.reading import Proposition, reading_of
from kg.model import Entity, EntityType, Modality
from kg.vocab.ontology import Ontology, load_ontology

_TARGET = frozenset({"on", "to", "against", "with", "into", "from", "in", "for"})


class Nominals:
    """Turns nouns of acts with their participants into propositions."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.qualifiers = Qualifiers(ontology)
        self.together = ontology.words["together"]
        self.unreal = ontology.words["unreal"]

    def __call__(self, doc: Doc) -> Doc:
        """Append to ``propositions`` of the reading."""
        reading = reading_of(doc)
        arguments = arguments_of(self.ontology, doc)
        for token in doc:
            if (
                token.i in reading.skip
                or token.pos_ not in ("NOUN", "PROPN")
                or token.dep_ == "compound"
                or token.i in reading.at
            ):
                continue
            if token.lemma_.lower() in self.ontology.nouns or token.lower_ in self.together:
                reading.propositions.extend(self._act(token, arguments))
        return doc

    def _act(self, noun: Token, arguments: Arguments) -> Iterator[Proposition]:
        together = self._together(noun, arguments)
        if together is not None:
            yield together
            return
        if noun.lemma_.lower() not in self.ontology.nouns:
            return
        relation = self.ontology.relations[self.ontology.nouns[noun.lemma_.lower()]]
        verb = governing_verb(noun)
        between = self._between(noun, arguments)
        if len(between) >= 2 and all(e.type.is_actor for e in between[:2]):
            if relation.symmetric:
                yield self._make(noun, verb, (between[0],), relation.id, relation.label, (between[1],))
            return
        doers = self._doers(noun, arguments)
        targets = self._targets(noun, arguments, only_with=relation.symmetric)
        targets = tuple(e for e in targets if e not in doers)
        if not doers and relation.symmetric:
            doers = tuple(e for e in self._subject_of(verb, arguments) if e not in targets)
        if doers and targets:
            yield self._make(noun, verb, doers, relation.id, relation.label, targets)

    def _together(self, noun: Token, arguments: Arguments) -> Proposition | None:
        """ "In concert with the EU, Washington targeted …": who acts together with whom."""
        if noun.lower_ not in self.together or noun.dep_ != "pobj" or noun.head.lower_ != "in":
            return None
        verb = governing_verb(noun)
        doers = self._subject_of(verb, arguments)
        partners = next((arguments.many(conjuncts(o)) for p, o in prepositions(noun) if p.lower_ == "with"), ())
        partners = tuple(e for e in partners if e.type.is_actor and e not in doers)
        if not doers or not partners:
            return None
        relation = self.ontology.relation_of("cooperate", "with")
        return self._make(noun, verb, doers, relation.id if relation else "", f"acts in {noun.lower_} with", partners)

    def _between(self, noun: Token, arguments: Arguments) -> tuple[Entity, ...]:
        """The parties of "talks between X and Y", and of "the X-Y talks"."""
        for prep in children(noun, "prep"):
            pobj = child(prep, "pobj")
            if prep.lower_ == "between" and pobj is not None:
                return arguments.many(conjuncts(pobj))
        found: list[Entity] = []
        previous: Token | None = None
        for t in noun.lefts:
            for k in t.subtree:
                m = arguments.reading.at.get(k.i)
                if m is not None and m.entity.type in (EntityType.STATE, EntityType.PERSON) and m.end - 1 == k.i:
                    if previous is None or noun.doc[m.start - 1].text in ("-", "–"):
                        found.append(m.entity)
                        previous = k
        return (
            tuple(found) if len(found) == 2 and any(c.text in ("-", "–") for t in noun.lefts for c in t.subtree) else ()
        )

    def _doers(self, noun: Token, arguments: Arguments) -> tuple[Entity, ...]:
        poss = child(noun, "poss")
        if (poss is not None and noun.lemma_.lower() not in ("occupation",)) or poss is not None:
            return tuple(e for e in arguments.many(conjuncts(poss)) if e.type.is_actor)
        for prep in children(noun, "prep"):
            if prep.lower_ == "by":
                pobj = child(prep, "pobj")
                if pobj is not None:
                    return tuple(e for e in arguments.many(conjuncts(pobj)) if e.type.is_actor)
        for c in noun.lefts:
            m = arguments.reading.at.get(c.i)
            if m is not None and c.dep_ in ("amod", "compound") and m.entity.type is EntityType.STATE:
                return (m.entity,)
        return ()

    def _targets(self, noun: Token, arguments: Arguments, *, only_with: bool) -> tuple[Entity, ...]:
        for prep in children(noun, "prep"):
            pobj = child(prep, "pobj")
            if pobj is None or arguments.is_time(pobj) or (only_with and prep.lower_ != "with"):
                continue
            if prep.lower_ == "of" and noun.lemma_.lower() in self.ontology.nouns_of:
                return arguments.many(conjuncts(pobj))
            if prep.lower_ in _TARGET and not (
                prep.lower_ == "in" and noun.lemma_.lower() not in ("interference", "meddling")
            ):
                found = arguments.many(conjuncts(pobj))
                if any(e.type.is_actor or e.type is EntityType.PLACE for e in found) or noun.lemma_.lower() in (
                    "support",
                    "opposition",
                ):
                    return found
        return ()

    @staticmethod
    def _subject_of(verb: Token, arguments: Arguments) -> tuple[Entity, ...]:
        found = arguments.many(arguments.clauses.subjects(verb))
        return tuple(e for e in found if e.type.is_actor)

    def _make(
        self,
        noun: Token,
        verb: Token,
        doers: tuple[Entity, ...],
        relation: str,
        label: str,
        targets: tuple[Entity, ...],
    ) -> Proposition:
        wished = noun.dep_ == "pobj" and noun.head.lower_ == "for"
        unreal = wished or (verb.lemma_ in self.unreal and noun.dep_ in ("dobj", "pobj"))
        modality = self.qualifiers.modality(verb) if noun.dep_ in ("nsubj", "nsubjpass", "dobj") else Modality.ACTUAL
        if unreal and modality is Modality.ACTUAL:
            modality = (
                Modality.PLANNED if verb.lemma_ in ("plan", "schedule", "agree", "announce") else Modality.DESIRED
            )
        return Proposition(
            verb=noun,
            subjects=doers,
            words=label,
            frames=(),
            objects=targets,
            modality=modality,
            negated=False,
            head=noun,
            object_token=None,
            certainty=0.5,
            relation=relation,
        )


@Language.factory("kg_nominals", requires=["token.dep", "doc._.kg"], assigns=["doc._.kg"])
def make_nominals(nlp: Language, name: str) -> Nominals:
    """Register :class:`Nominals` with spaCy."""
    return Nominals(load_ontology())
