"""Fifth component: pronouns, descriptions and groups, resolved over the whole article.

Walks through the article once, keeping in mind who was spoken of and how prominently; every mention adds
to its entity's salience, every sentence lets it fade. A description ("the chancellor", "both sides",
"his country") picks the most salient entity that fits it.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.grammar import is_verb
from kg.extract.reading import Via
from kg.extract.referents.descriptions import noun
from kg.extract.referents.groups import group
from kg.extract.referents.memory import Memory, ReferenceRules
from kg.extract.referents.pronouns import pronoun
from kg.vocab.ontology import Ontology, load_ontology


class Reference:
    """Resolves what is not a name to who or what is meant."""

    def __init__(self, ontology: Ontology) -> None:
        self.rules = ReferenceRules(ontology)

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``refers`` of the reading: the head token of each resolved description, and its entities."""
        memory = Memory(self.rules, doc)

        def resolve(token: Token) -> None:
            (pronoun if token.pos_ == "PRON" else noun)(memory, token)

        memory.resolve = resolve
        walk(memory)
        return doc


def walk(memory: Memory) -> None:
    """Go through a document once, resolving as it goes."""
    at = memory.reading.at
    for sentence in memory.doc.sents:
        for e in memory.salience:
            memory.salience[e] *= 0.55
        for token in sentence:
            if token.i in memory.reading.skip:
                continue
            m = at.get(token.i)
            if m is not None:
                if token.i == memory.root(m):
                    memory.see(m.entity, token, m.via)
                    if m.via is Via.DEMONYM:
                        noun(memory, token)
                continue
            if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
                pronoun(memory, token)
            elif token.lower_ in ("both", "two", "pair") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
                group(memory, token, 2, None)
            elif (
                token.pos_ in ("NOUN", "PROPN")
                or token.tag_ in ("NN", "NNS")
                or token.lower_ in memory.rules.government
            ):
                noun(memory, token)
            if is_verb(token):
                memory.note_issuer(token)


@Language.factory("kg_reference", requires=["token.dep", "doc._.kg"], assigns=["doc._.kg"])
def make_reference(nlp: Language, name: str) -> Reference:
    """Register :class:`Reference` with spaCy."""
    return Reference(load_ontology())
