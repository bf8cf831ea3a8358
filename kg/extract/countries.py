"""Which states an article is about: those that it names, whose companies it marks and whose money it counts.

A state counts as often as the article names it, its cities, its people and its bodies, the headline and the first
paragraph more than the rest. The codes by which agencies mark companies (Reuters Instrument Codes) count as names of
the exchange's state. Currencies tell only where nothing else does. What is named far more rarely than the state that
is named most is no subject of the article.
"""

from __future__ import annotations

import re
from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.reading import Reading, reading_of
from kg.text.layout import Kind
from kg.vocab.ontology import Ontology, load_ontology

#: How much a name counts in the headline and in the first paragraph; it counts 1 elsewhere.
HEADLINE, LEAD = 3, 2
#: A state is a subject if it counts at least this share of the one that counts most.
SHARE = 0.2

_TICKER = re.compile(r"<(?:[A-Z]{1,5}|[A-Z0-9]{1,6}(?=\.))(?:\.([A-Z]{1,3}))?>")


class Countries:
    """Fills ``countries`` of the reading: ISO 3166-1 alpha-3 codes, sorted."""

    def __init__(self, ontology: Ontology) -> None:
        self.money = ontology.currencies
        self.exchanges = ontology.exchanges

    def __call__(self, doc: Doc) -> Doc:
        """Find the states that a document is about."""
        reading = reading_of(doc)
        counts = self._named(doc, reading) or self._money(doc)
        most = max(counts.values(), default=0)
        reading.countries = tuple(sorted(c for c, n in counts.items() if n >= SHARE * most))
        return doc

    def _named(self, doc: Doc, reading: Reading) -> Counter[str]:
        headline = next((b for b in reading.blocks if b.kind is Kind.HEADLINE), None)
        lead = next((b for b in reading.blocks if b.kind is Kind.BODY), None)

        def weight(offset: int) -> int:
            if headline is not None and headline.start <= offset < headline.end:
                return HEADLINE
            return LEAD if lead is not None and offset < lead.end else 1

        counts: Counter[str] = Counter()
        for m in reading.mentions:
            code = m.place.country if m.place is not None and m.place.country else m.entity.country
            if code is not None and code not in ("IGO", "NGO"):
                counts[code] += weight(doc[m.start].idx)
        for ticker in _TICKER.finditer(reading.article.text):
            code = self.exchanges.get(ticker.group(1) or "")
            if code is not None:
                counts[code] += 2 if weight(ticker.start()) == HEADLINE else 1
        return counts

    def _money(self, doc: Doc) -> Counter[str]:
        counts = Counter(self.money[t.lower_] for t in doc if t.lower_ in self.money)
        return Counter(dict(counts.most_common(1)))


@Language.factory("kg_countries", requires=["doc._.kg"], assigns=["doc._.kg"])
def make_countries(nlp: Language, name: str) -> Countries:
    """Register :class:`Countries` with spaCy."""
    return Countries(load_ontology())
