"""First component: which tokens are article and which are not, and where sentences surely begin."""

from __future__ import annotations

import bisect
import re

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.reading import Kind, reading_of
from kg.text.dates import publication_date
from kg.text.layout import blocks
from kg.vocab.ontology import Ontology


class Layout:
    """Marks headlines, datelines and furniture to be skipped, and starts a sentence with each paragraph."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.capitals = {c.upper(): a.country for a in ontology.actors.values() for c in a.capitals}

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``blocks``, ``skip``, ``published`` and ``home`` of the reading."""
        reading = reading_of(doc)
        text = reading.article.text
        reading.blocks = blocks(text, self.ontology)
        reading.published = reading.article.published or publication_date(text)
        reading.home = self._home(doc, text)
        starts = {b.start for b in reading.blocks}
        starts |= {b.dateline[0] for b in reading.blocks if b.dateline}
        starts |= {b.turn[0] for b in reading.blocks if b.turn}
        body = [(b.start, b.end) for b in reading.blocks if b.kind is Kind.BODY]
        headlines = [(b.start, b.end) for b in reading.blocks if b.kind is Kind.HEADLINE]
        position = 0
        for token in doc:
            if token.idx in starts:
                token.is_sent_start = True
            while position < len(body) and body[position][1] <= token.idx:
                position += 1
            if position >= len(body) or token.idx < body[position][0]:
                reading.skip.add(token.i)
                at = bisect.bisect_right(headlines, (token.idx, len(text))) - 1
                if at >= 0 and token.idx < headlines[at][1]:
                    reading.headlines.add(token.i)
        return doc

    def _home(self, doc: Doc, text: str) -> str | None:
        reading = reading_of(doc)
        article = reading.article
        where = " ".join(
            [article.publisher or "", article.url or ""]
            + [text[b.start : b.end] for b in reading.blocks if b.kind in (Kind.DATELINE, Kind.FURNITURE)]
            + [text[b.dateline[0] : b.dateline[1]] for b in reading.blocks if b.dateline]
        )
        for cue, country in self.ontology.publishers:
            if cue in where:
                return country
        lines = [text[b.start : b.end] for b in reading.blocks if b.kind is Kind.DATELINE]
        lines += [text[b.dateline[0] : b.dateline[1]] for b in reading.blocks if b.dateline]
        for word in re.findall(r"[A-Z][\w'’]+(?: [A-Z][\w'’]+)?", " ".join(lines)):
            capital_of = self.capitals.get(word.upper()) or self.capitals.get(word.split()[0].upper())
            if capital_of:
                return capital_of
        return None


@Language.factory("kg_layout", assigns=["doc._.kg", "token.is_sent_start"])
def make_layout(nlp: Language, name: str) -> Layout:
    """Register :class:`Layout` with spaCy."""
    from kg.vocab.ontology import load_ontology

    return Layout(load_ontology())
