"""When and where a proposition is: from its own adverbials, else from what its sentence and paragraph are about.

News tells undated past acts of the day that the article reports: where a main clause in the past tense has
no time of its own, it takes that of the sentence before in its paragraph, else the day of the lead sentence.
"""

from __future__ import annotations

import datetime as dt

from spacy.tokens import Doc, Token

from kg.extract.grammar import (
    auxiliaries,
    child,
    children,
    governing_verb,
    governors,
    is_passive,
    is_verb,
    prepositions,
)
from kg.extract.phrases import Phrases
from kg.extract.reading import Kind, Proposition, Reading, Via, reading_of
from kg.model import Entity, EntityType, Modality, TimeSpan
from kg.vocab.namespaces import entity_iri
from kg.vocab.ontology import Ontology

_UNKNOWN = object()
_LOCATIVE = frozenset({"in", "at", "near", "outside", "on", "inside", "off"})


_DAY_PARTS = frozenset({"morning", "afternoon", "evening", "night", "day", "noon", "midnight"})
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "the": 0}


class Settings:
    """Times and places of the clauses of one document."""

    def __init__(self, ontology: Ontology, doc: Doc) -> None:
        self.events = ontology.words["eventNoun"]
        self.sites = ontology.words["site"]
        self.phrases = Phrases(ontology)
        self.stative = ontology.words["stative"]
        self.other_time = ontology.words["otherTime"]
        self.scene_verbs = ontology.words["sceneVerb"]
        self.doc = doc
        self.reading: Reading = reading_of(doc)
        self.time_at = {i: t for t in self.reading.times for i in range(t.start, t.end)}
        self.lead = self._lead()
        self._scene: Entity | object | None = _UNKNOWN

    def time(self, p: Proposition, reported: bool) -> TimeSpan | None:
        """The time of a proposition, or None where the text does not tell."""
        own = self._relative_to_before(p.verb) or self._explicit(p) or self._linked(p.verb)
        if (
            own is None
            and p.object_token is not None
            and p.verb.lemma_ in ("sign", "reach", "conclude", "strike", "agree")
        ):
            own = self._year_of(p.object_token)
        if own is not None or reported or p.modality is not Modality.ACTUAL or p.relation is not None:
            return own
        return self._narrative(p.verb, p.head or p.verb)

    def _linked(self, verb: Token) -> TimeSpan | None:
        """The time that a clause gets from what it hangs on: "in 2007, when …", "…, where he was told", "after X stormed"."""
        top = verb
        while top.dep_ in ("conj", "xcomp") and is_verb(top.head) and child(top, "nsubj", "nsubjpass") is None:
            top = top.head
        when = next((c for c in top.children if c.lower_ == "when" and c.dep_ in ("advmod", "mark")), None)
        if when is not None:
            for expression in self.reading.times:
                if expression.end <= when.i <= expression.end + 2:
                    return expression.span
        if top.dep_ not in ("relcl", "advcl", "acl") or top.head.i == top.i:
            return None
        above = top.head if is_verb(top.head) else governing_verb(top.head)
        if not is_verb(above) or above.i == top.i:
            return None
        aux = auxiliaries(top)
        mark = child(top, "mark")
        word = (
            mark.lower_
            if mark is not None
            else next((c.lower_ for c in top.children if c.dep_ == "advmod" and c.lower_ == "where"), "")
        )
        found = self._around(above)
        if top.dep_ == "relcl":
            year = self._year_of(top.head)
            if year is not None:
                return year
            same = ("will" in aux and "will" in auxiliaries(above) | {"will"}) or (word == "where" and "had" not in aux)
            if same or (top.head.lemma_.lower() in self.events and "had" not in aux):
                return self._time_under(top.head) or found
            if "had" not in aux and top.tag_ == "VBD" and self._in_lead(top):
                return found or self._narrative(above, above)
            return None
        if top.dep_ == "acl":
            return (found or self._narrative(above, above)) if self._in_lead(top) and top.tag_ == "VBN" else None
        if word in ("as", "while", "when"):
            return found
        if word in ("after", "before") and "had" not in aux and found is not None:
            return found
        return None

    def _year_of(self, noun: Token) -> TimeSpan | None:
        """The year that stands before a noun: "a 1998 joint declaration"."""
        for c in noun.lefts:
            if len(c.text) == 4 and c.text.isdigit() and c.text[:2] in ("18", "19", "20"):
                return TimeSpan.of(c.text)
        return None

    def _relative_to_before(self, verb: Token) -> TimeSpan | None:
        """ "A day later", "two days earlier": counted from the sentence before."""
        for c in verb.children:
            if c.dep_ != "advmod" or c.lower_ not in ("later", "earlier"):
                continue
            unit = next((k for k in c.children if k.dep_ == "npadvmod" and k.lemma_ in ("day", "week")), None)
            before = self._sentence_before(verb) if unit is not None else None
            if unit is None or before is None:
                continue
            number = next((_COUNTS.get(k.lower_, 0) for k in unit.children if k.dep_ in ("nummod", "det")), 0)
            if number:
                days = number * (7 if unit.lemma_ == "week" else 1) * (1 if c.lower_ == "later" else -1)
                return TimeSpan.of((before.start + dt.timedelta(days=days)).isoformat())
        return None

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
            (top.lemma_ in self.stative and not is_passive(top))
            or "had" in aux
            or (top.tag_ not in ("VBD", "VBN") and "has" not in aux and "have" not in aux)
        ):
            return None
        if aux & {"has", "have"} and not self._in_lead(verb):
            return None
        if any(
            c.lower_ in self.other_time
            for t in (verb, top)
            for c in t.children
            if c.dep_ in ("advmod", "npadvmod", "prep")
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
        sentence = self.reading.sentence_of(verb)
        block = self.reading.block_at(sentence[0].idx)
        position = sentence.start
        for _ in range(3):
            if position <= 0:
                return None
            previous = self.reading.sentence_of(self.doc[position - 1])
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
                        if deep is not None and (k.i in self.time_at or k.lemma_ in _DAY_PARTS):
                            return deep.span
        return None

    # -- place ----------------------------------------------------------------------------------

    def place(self, p: Proposition, time: TimeSpan | None = None) -> Entity | None:
        """The place of a proposition, or None where the text does not tell.

        A meeting or signing of the day that the article reports took place where the article places its news.
        """
        found = self._told_place(p)
        if found is not None or p.modality is not Modality.ACTUAL or time is None or time != self.lead:
            return found
        if p.verb.lemma_ not in self.scene_verbs or any(
            w in p.words.split() for w in ("phone", "call", "telephone", "phones")
        ):
            return None
        definite = (
            p.object_token is not None and (det := child(p.object_token, "det")) is not None and det.lower_ == "the"
        )
        if self._in_lead(p.verb) or definite:
            return self._main_place()
        return None

    def _main_place(self) -> Entity | None:
        """Where the news took place: the place in the first sentences, else that of the dateline."""
        if self._scene is _UNKNOWN:
            self._scene = None
            body = [b for b in self.reading.blocks if b.kind is Kind.BODY][:1]
            for m in self.reading.mentions:
                root = self.doc[m.start : m.end].root
                if (
                    m.place is not None
                    and body
                    and body[0].start <= root.idx < body[0].end
                    and root.dep_ == "pobj"
                    and root.head.lower_ in ("in", "at")
                ):
                    self._scene = m.place
                    break
            if self._scene is None:
                lines = [(b.start, b.end) for b in self.reading.blocks if b.kind is Kind.DATELINE]
                lines += [b.dateline for b in self.reading.blocks if b.dateline]
                text = " ".join(self.reading.article.text[s:e] for s, e in lines).casefold()
                places = {m.place.name: m.place for m in self.reading.mentions if m.place is not None}
                self._scene = next((p for name, p in places.items() if name.split(",")[0].casefold() in text), None)
        return self._scene if isinstance(self._scene, Entity) else None

    def _told_place(self, p: Proposition) -> Entity | None:
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
                if m.start < current.i
                and m.place is not None
                and m.start > self.reading.sentence_of(current).start - 60
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
            inner += [k for x in inner for c in children(x, "prep") if c.lower_ == "in" for k in c.children]
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
            if (
                prep.lower_ in ("at", "outside", "inside", "in")
                and pobj.lemma_.lower() in self.sites
                and pobj.i not in self.reading.at
            ):
                name = self.phrases.text(pobj)
                return Entity(name, entity_iri("Place", name), EntityType.PLACE)
        for prep, pobj in prepositions(token):
            if prep.lower_ == "of":
                deeper = self._place_under(pobj)
                if deeper is not None:
                    return deeper
        return None
