"""Puts right the lemmas of verbs that spaCy's rules cut too short: "hopes" is of "hope", not of "hop"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.vocab.ontology import Ontology, load_ontology


class Lemmas:
    """Prefers the verb of the lexicon where two verbs share a form."""

    def __init__(self, ontology: Ontology) -> None:
        known = {frame[0] for frame in ontology.frames} | ontology.words["reporting"] | ontology.words["desire"]
        self.longer = {lemma[:-1]: lemma for lemma in known if lemma.endswith("e") and lemma[:-1] not in known}

    def __call__(self, doc: Doc) -> Doc:
        """Set ``lemma_`` of the verbs concerned."""
        for token in doc:
            if token.pos_ == "VERB" and token.lemma_ in self.longer and not _doubled(token.lower_, token.lemma_):
                token.lemma_ = self.longer[token.lemma_]
        return doc


def _doubled(form: str, lemma: str) -> bool:
    """Whether a form doubles the last letter of its lemma, as "hopped" does for "hop".

    >>> _doubled("hopped", "hop"), _doubled("hoped", "hop")
    (True, False)
    """
    return form.startswith(lemma + lemma[-1])


@Language.factory("kg_lemmas", requires=["token.lemma", "token.pos"], assigns=["token.lemma"])
def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """Register :class:`Lemmas` with spaCy."""
    return Lemmas(load_ontology())
