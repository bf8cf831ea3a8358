"""Fourth component: whose words. Direct and indirect speech, parentheses, "according to", turns of a transcript."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.clauses import Clauses
from kg.extract.grammar import child, governing_verb, is_passive, is_verb
from kg.extract.reading import reading_of
from kg.vocab.ontology import Ontology, load_ontology

_OPEN = frozenset({'"', "“", "«", "``"})
#: What stands around a clause that is set into another.
_AROUND = frozenset({",", ".", '"', "—", "–", "-", ";"})
_CLOSE = frozenset({'"', "”", "»", "''"})


@dataclass(frozen=True, slots=True)
class Source:
    """Where words come from: the tokens of who said them (or the turn of a transcript), the verb, quoted or not."""

    tokens: tuple[Token, ...]
    cue: Token | None
    quoted: bool
    turn: tuple[int, int] | None = None


class Speech:
    """Finds quotations and reporting verbs, and says of any token whose words it is part of."""

    def __init__(self, ontology: Ontology) -> None:
        self.announcements = ontology.words["announcement"]
        self.reporting = ontology.words["reporting"]
        self.clauses = Clauses(ontology)

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``quotes`` and ``sources`` of the reading."""
        reading = reading_of(doc)
        reading.quotes = quotations(doc)
        reading.sources = self._sources(doc)
        return doc

    def is_report(self, verb: Token) -> bool:
        """Whether a verb reports what its subject says or thinks."""
        return verb.lemma_.lower() in self.reporting and verb.pos_ in ("VERB", "AUX", "NOUN")

    def _sources(self, doc: Doc) -> dict[int, Source]:
        reading = reading_of(doc)
        quoted: dict[int, Source] = {}
        previous: tuple[int, Source] | None = None  # the block it was in, and the source
        for start, end in reading.quotes:
            if not any(is_verb(t) for t in doc[start:end]):
                continue
            source = self._of_quote(doc, start, end)
            block = reading.block_at(doc[start].idx)
            number = reading.blocks.index(block) if block else -1
            if source is None and previous is not None and number - previous[0] <= 1:
                source = previous[1]
            if source is not None:
                previous = (number, source)
                for i in range(start, end):
                    quoted[i] = source
        found: dict[int, Source] = {}
        turns = {b.start: b.turn for b in reading.blocks if b.turn}
        turn_of: dict[int, tuple[int, int]] = {}
        if turns:
            for b in reading.blocks:
                if b.turn:
                    span = doc.char_span(b.start, b.end, alignment_mode="expand")
                    for i in range(span.start, span.end) if span is not None else ():
                        turn_of[i] = b.turn
        clause_sources = self._clause_sources(doc, reading.skip)
        for token in doc:
            if token.i in reading.skip:
                continue
            source = clause_sources.get(token.i)
            if token.i in quoted:
                outer = quoted[token.i]
                inside = source is not None and source.cue is not None and source.cue.i in quoted
                if source is None or not inside:
                    source = Source(outer.tokens, outer.cue, True, outer.turn)
            if source is None and token.i in turn_of:
                source = Source((), None, True, turn_of[token.i])
            if source is not None:
                found[token.i] = source
        return found

    def _clause_sources(self, doc: Doc, skip: set[int]) -> dict[int, Source | None]:
        """For each token the innermost reporting verb in whose clause it lies, found from the root downwards."""
        found: dict[int, Source | None] = {}
        for sentence in doc.sents:
            if sentence.start in skip and sentence.end - 1 in skip:
                continue
            root = sentence.root
            stack: list[tuple[Token, Source | None, bool]] = [(root, self._according_to(root), False)]
            while stack:
                token, above, aside = stack.pop()
                source = above if aside else self._own_source(token) or above
                found[token.i] = source
                for c in token.children:
                    reporter = self._is_parenthesis(c)
                    outside = reporter or c.lower_ == "according"
                    stack.append((c, None if outside else source, outside))
        return found

    def _own_source(self, token: Token) -> Source | None:
        """The report that a token's clause is: the clause of a reporting verb, or one with such a clause set into it."""
        head = token.head
        if (
            token.dep_ in ("ccomp", "parataxis")
            and head.i != token.i
            and self.is_report(head)
            and not self._is_parenthesis(token)
            and (token.dep_ == "ccomp" or token.i < head.i or any(c.text in ('"', ":") for c in head.children))
        ):
            tokens = self._speakers(head)
            if tokens:
                return Source(tuple(tokens), head, False)
        if (
            token.dep_ in ("acl", "relcl")
            and head.lemma_.lower() in self.announcements
            and any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children)
        ):
            # "announced in a statement that …": the clause hangs on the noun, the words are the announcer's
            verb = governing_verb(head)
            tokens = self._speakers(verb) if self.is_report(verb) else []
            if tokens:
                return Source(tuple(tokens), verb, False)
        if is_verb(token):
            for c in token.children:
                if c.pos_ == "VERB" and self._is_parenthesis(c):
                    tokens = self._speakers(c)
                    if tokens:
                        return Source(tuple(tokens), c, False)
        return None

    def _is_parenthesis(self, verb: Token) -> bool:
        """Whether a verb is a reporting clause set into another: "the deal, analysts say, could …"."""
        if (
            verb.pos_ != "VERB"
            or verb.dep_ not in ("parataxis", "ccomp", "advcl", "dep", "conj")
            or not self.is_report(verb)
        ):
            return False
        if (
            verb.dep_ == "conj"
            or child(verb, "nsubj") is None
            or child(verb, "mark") is not None
            or (child(verb, "advmod") is not None and verb.dep_ == "advcl")
        ):
            return False
        if child(verb, "ccomp", "dobj", "xcomp") is not None:
            return False
        inside = [t for t in verb.subtree if not t.is_punct]
        first, last = inside[0], inside[-1]
        before = first.nbor(-1).text if not first.is_sent_start else ""
        after = last.nbor(1).text if last.i + 1 < len(verb.doc) else "."
        return (before in _AROUND or bool(first.is_sent_start)) and after in _AROUND

    def _according_to(self, root: Token) -> Source | None:
        """ "According to X, …": the sentence is X's."""
        for prep in root.children:
            if prep.lower_ == "according":
                to = child(prep, "prep")
                holder = child(to, "pobj") if to is not None else child(prep, "pobj")
                if holder is not None:
                    return Source((holder,), prep, False)
        return None

    def _speakers(self, verb: Token) -> list[Token]:
        if is_passive(verb):
            agent = child(verb, "agent")
            holder = child(agent, "pobj") if agent is not None else None
            return [holder] if holder is not None else []
        return [t for t in self.clauses.subjects(verb) if t.lower_ not in ("it", "there")]

    def _of_quote(self, doc: Doc, start: int, end: int) -> Source | None:
        """Who is quoted in tokens ``start`` to ``end``: the reporting verb around the quotation tells."""
        inside = range(start, end)
        candidates: list[Token] = []
        for sentence in {doc[start].sent.start: doc[start].sent, doc[end - 1].sent.start: doc[end - 1].sent}.values():
            candidates += [t for t in sentence if t.i not in inside and self.is_report(t) and is_verb(t)]
        # the reporting clause may be a sentence of its own right behind or before the quotation
        if end + 1 < len(doc):
            following = doc[min(end + 1, len(doc) - 1)].sent
            if following.start <= end + 1 and len(following) < 25:
                candidates += [
                    t for t in following if t.i not in inside and self.is_report(t) and is_verb(t) and t.i - end < 12
                ]
        best = None
        for verb in candidates:
            tokens = [t for t in self._speakers(verb) if t.i not in inside]
            if not tokens:
                continue
            distance = min(abs(verb.i - start), abs(verb.i - end))
            if best is None or distance < best[0]:
                best = (distance, Source(tuple(tokens), verb, True))
        return best[1] if best else None


def quotations(doc: Doc) -> list[tuple[int, int]]:
    """The token ranges between double quotation marks; a paragraph ends a quotation that nothing closes.

    >>> import spacy
    >>> quotations(spacy.blank("en")('"We agreed," he said.'))
    [(1, 4)]
    """
    found = []
    opened: int | None = None
    for token in doc:
        if token.is_space and "\n" in token.text and opened is not None:
            found.append((opened, token.i))
            opened = None
        elif opened is None and token.text in _OPEN:
            opened = token.i + 1
        elif opened is not None and token.text in _CLOSE:
            if token.i > opened:
                found.append((opened, token.i))
            opened = None
    if opened is not None and opened < len(doc):
        found.append((opened, len(doc)))
    return found


@Language.factory("kg_speech", requires=["token.dep", "doc._.kg"], assigns=["doc._.kg"])
def make_speech(nlp: Language, name: str) -> Speech:
    """Register :class:`Speech` with spaCy."""
    return Speech(load_ontology())


__all__ = ["Source", "Speech", "quotations"]
