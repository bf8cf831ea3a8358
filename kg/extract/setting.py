"""When and where a proposition is: from its own adverbials, else from what its sentence and paragraph are about.

News tells undated past acts of the day that the article reports: where a main clause in the past tense has
no time of its own, it takes that of the sentence before in its paragraph, else the day of the lead sentence.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.extract.grammar import auxiliaries, child, children, governors, is_passive, is_verb, prepositions
from kg.extract.reading import Kind, Proposition, Reading, Via, reading_of
from kg.model import Entity, EntityType, Modality, TimeSpan

_LOCATIVE = frozenset({"in", "at", "near", "outside", "on", "inside", "off"})
_STATES = frozenset(
    {
        "be",
        "have",
        "remain",
        "include",
        "contain",
        "hold",
        "want",
        "know",
        "need",
        "believe",
        "think",
        "seem",
        "represent",
        "mean",
        "belong",
        "depend",
        "head",
        "live",
        "like",
        "own",
    }
)
_BEFORE = frozenset(
    {
        "earlier",
        "previously",
        "once",
        "formerly",
        "then",
        "repeatedly",
        "often",
        "long",
        "ago",
        "before",
        "since",
        "initially",
        "originally",
        "later",
    }
)


class Settings:
    """Times and places of the clauses of one document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.reading: Reading = reading_of(doc)
        self.time_at = {i: t for t in self.reading.times for i in range(t.start, t.end)}
        self.lead = self._lead()
        self._narrated: dict[int, TimeSpan | None] = {}

    def time(self, p: Proposition, reported: bool) -> TimeSpan | None:
        """The time of a proposition, or None where the text does not tell."""
        own = self._explicit(p)
        if own is not None or reported or p.modality is not Modality.ACTUAL or p.relation is not None:
            return own
        return self._narrative(p.verb, p.head or p.verb)

    def _explicit(self, p: Proposition) -> TimeSpan | None:
        verb = p.verb
        own = self._time_under(verb)
        if own is not None:
            return own
        for token in (*[c for c in verb.children if c.dep_ in ("dobj", "attr")], p.object_token):
            if token is not None and token.i != verb.i and not token.is_punct:
                own = self._time_under(token)
                if own is not None:
                    return own
        current = verb
        for _ in range(4):
            head = current.head
            if head.i == current.i or current.dep_ in ("ccomp", "parataxis"):
                break
            if not is_verb(head):
                if current.dep_ == "relcl" and any(
                    c.dep_ == "prep" and any(k.tag_ == "WDT" for k in c.children) for c in current.children
                ):
                    head = next((t for t in governors(head) if is_verb(t)), head)
                elif current.dep_ in ("pcomp", "prep") or head.pos_ in ("ADJ",):
                    current = head
                    continue
                else:
                    break
            if current.dep_ in ("conj", "xcomp", "relcl", "pcomp", "acomp", "prep") or (
                current.dep_ == "advcl" and current.tag_ in ("VBG", "VB", "VBN")
            ):
                if current.dep_ == "conj" and child(current, "nsubj") is not None:
                    break
                found = self._around(head)
                if found is not None:
                    return found
            current = head
        return None

    def _around(self, verb: Token) -> TimeSpan | None:
        found = self._time_under(verb)
        for c in verb.children:
            if found is None and c.dep_ in ("dobj", "attr"):
                found = self._time_under(c)
        return found

    def _narrative(self, verb: Token, top: Token) -> TimeSpan | None:
        """The time that a past clause of the article's own voice takes over from its context."""
        aux = auxiliaries(top)
        if (
            (verb.lemma_ in _STATES and not is_passive(verb))
            or "had" in aux
            or (top.tag_ not in ("VBD", "VBN") and "has" not in aux and "have" not in aux)
        ):
            return None
        if aux & {"has", "have"} and not self._in_lead(verb):
            return None
        if any(
            c.lower_ in _BEFORE for t in (verb, top) for c in t.children if c.dep_ in ("advmod", "npadvmod", "prep")
        ):
            return None
        for t in governors(top):
            if t.dep_ in ("relcl", "acl", "ccomp", "parataxis", "appos"):
                return None
            if (
                t.dep_ == "advcl"
                and (mark := child(t, "mark")) is not None
                and mark.lower_ in ("after", "before", "since", "until")
            ):
                return None
        if top.tag_ == "VBN" and not aux:
            return None
        before = self._sentence_before(verb)
        return before or self.lead

    def _sentence_before(self, verb: Token) -> TimeSpan | None:
        sentence = verb.sent
        block = self.reading.block_at(sentence[0].idx)
        position = sentence.start
        for _ in range(3):
            if position <= 0:
                return None
            previous = self.doc[position - 1].sent
            if block is None or previous.start_char < block.start:
                return None
            found = self._around(previous.root)
            if found is not None:
                return found if found.precision == "day" else None
            position = previous.start
        return None

    def _in_lead(self, token: Token) -> bool:
        body = [b for b in self.reading.blocks if b.kind is Kind.BODY]
        return bool(body) and token.idx < body[min(1, len(body) - 1)].end

    def _lead(self) -> TimeSpan | None:
        """The day that the article reports: that of its first sentences, else the day of publication."""
        published = self.reading.published
        body = [b for b in self.reading.blocks if b.kind is Kind.BODY][:2]
        if published is None:
            return None
        for expression in self.reading.times:
            token = self.doc[expression.root]
            if any(b.start <= token.idx < b.end for b in body) and expression.span.precision == "day":
                distance = (published - expression.span.start).days
                if 0 <= distance <= 4 and token.dep_ != "poss":
                    return expression.span
        return TimeSpan.of(published.isoformat())

    def _time_under(self, token: Token) -> TimeSpan | None:
        """The time told by a token's own adverbials."""
        for c in token.children:
            expression = self.time_at.get(c.i)
            if expression is not None and (
                c.dep_ not in ("amod", "compound", "nummod") or c.dep_ == "poss" or c.i == expression.root
            ):
                return expression.span
            if (
                c.dep_ in ("prep", "npadvmod", "advmod", "agent", "tmod", "dobj", "nummod", "appos")
                and c.pos_ != "VERB"
            ):
                for k in c.children:
                    inner = self.time_at.get(k.i)
                    if inner is not None and k.dep_ in (
                        "pobj",
                        "npadvmod",
                        "amod",
                        "pcomp",
                        "prep",
                        "nummod",
                        "advmod",
                        "poss",
                    ):
                        return inner.span
                    for g in k.children if k.dep_ in ("pobj", "prep") and c.dep_ == "prep" else ():
                        deep = self.time_at.get(g.i)
                        if deep is not None and k.i in self.time_at:
                            return deep.span
        return None

    # -- place ----------------------------------------------------------------------------------

    def place(self, p: Proposition) -> Entity | None:
        """The place of a proposition, or None where the text does not tell."""
        for token in (p.verb, *[c for c in p.verb.children if c.dep_ == "dobj"], p.object_token):
            if token is None:
                continue
            found = self._place_under(token)
            if found is not None:
                return found
        current = p.verb
        if any(c.lower_ == "where" for c in current.children) and current.dep_ in ("relcl", "advcl"):
            m = self.reading.at.get(current.head.i)
            if m is not None and (m.place is not None or m.entity.type in (EntityType.STATE, EntityType.PLACE)):
                return m.place or m.entity
        if any(c.lower_ == "there" and c.dep_ == "advmod" for c in current.children):
            earlier = [
                m
                for m in self.reading.mentions
                if m.start < current.i and m.place is not None and m.start > current.sent.start - 60
            ]
            if earlier:
                return earlier[-1].place
        for _ in range(3):
            if current.dep_ in ("xcomp", "conj", "advcl") and is_verb(current.head):
                current = current.head
                found = self._place_under(current)
                if found is not None:
                    return found
            else:
                break
        subject = next((c for c in p.verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None and p.modality is Modality.ACTUAL:
            for c in children(subject, "relcl"):
                if c.lemma_ == "be":
                    return self._place_under(c)
        return None

    def _place_under(self, token: Token) -> Entity | None:
        for prep, pobj in prepositions(token):
            if prep.lower_ not in _LOCATIVE or pobj.dep_ != "pobj":
                continue
            inner = [k for c in children(pobj, "prep") if c.lower_ in ("of", "in") for k in c.children]
            for t in (pobj, *[c for c in pobj.children if c.dep_ in ("poss", "appos")], *inner):
                m = self.reading.at.get(t.i)
                if m is not None:
                    if m.place is not None:
                        return m.place
                    if m.entity.type in (EntityType.STATE, EntityType.PLACE) and m.via in (Via.NAME, Via.TERRITORY):
                        return m.entity
                found = self.reading.refers.get(t.i)
                if found and found[0].type in (EntityType.PLACE, EntityType.STATE):
                    return found[0]
        return None
