"""Verbs and their arguments become propositions, named by the lexicon."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.arguments import arguments_of
from kg.extract.grammar import OBJECTS, child, is_verb
from kg.extract.reading import Proposition, reading_of
from kg.extract.verbs.clausal import with_clause
from kg.extract.verbs.copula import copula
from kg.extract.verbs.intransitive import intransitive
from kg.extract.verbs.matrix import asked_of_others, is_matrix_only
from kg.extract.verbs.passive import passive
from kg.extract.verbs.reader import VerbReader, VerbRules
from kg.extract.verbs.transitive import transitive
from kg.vocab.ontology import Ontology, load_ontology


class Relations:
    """Turns each verb into who does what to whom."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.rules = VerbRules(ontology)

    def __call__(self, doc: Doc) -> Doc:
        """Append to ``propositions`` of the reading."""
        reading = reading_of(doc)
        arguments = arguments_of(self.ontology, doc)
        for token in doc:
            if (token.i not in reading.skip or token.i in reading.headlines) and is_verb(token):
                reading.propositions.extend(propositions(VerbReader(self.rules, arguments, token)))
        return doc


def propositions(v: VerbReader) -> Iterator[Proposition]:
    """The propositions that the verb makes, most central first."""
    if is_matrix_only(v) or (
        v.lemma in v.rules.empty_verbs
        and not v.passive
        and child(v.verb, *OBJECTS) is None
        and v.verb.dep_ in ("acl", "prep", "advcl")
    ):
        return
    if asked_of_others(v) or (v.lemma == "do" and child(v.verb, *OBJECTS) is None):
        return
    subjects = v.subjects()
    if (v.lemma == "be" and not v.passive) or (
        v.lemma in ("become", "remain") and child(v.verb, "attr", "acomp") is not None
    ):
        yield from copula(v, subjects)
        return
    if v.passive:
        yield from passive(v, subjects)
        return
    if not subjects:
        return
    tokens = v.object_tokens()
    roles = v.roles()
    if tokens:
        yield from transitive(v, subjects, tokens, roles)
    elif (clause := v.clause()) is not None and (v.lemma in v.rules.clause_verbs):
        yield from with_clause(v, subjects, clause, roles)
    else:
        yield from intransitive(v, subjects, roles)


@Language.factory("kg_relations", requires=["token.dep", "doc._.kg"], assigns=["doc._.kg"])
def make_relations(nlp: Language, name: str) -> Relations:
    """Register :class:`Relations` with spaCy."""
    return Relations(load_ontology())
