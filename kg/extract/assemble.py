"""Last component: propositions become statements, with speaker, time, place, event type and evidence; one fact once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.arguments import Arguments
from kg.extract.events import event_of
from kg.extract.grammar import child, children, governors, is_verb, prepositions
from kg.extract.reading import Proposition, Reading, Via, reading_of
from kg.extract.speech import Source
from kg.model import Entity, EntityType, Evidence, Modality, Statement, TimeSpan
from kg.vocab.ontology import Ontology, Relation, load_ontology

_LOCATIVE = frozenset({"in", "at", "near", "outside", "on", "inside", "off"})


class Assemble:
    """Makes the statements of an article out of its propositions."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``statements`` of the reading."""
        reading = reading_of(doc)
        builder = _Builder(self.ontology, doc)
        raw = [s for p in reading.propositions for s in builder.statements(p)]
        reading.statements = merge(raw)
        return doc


class _Builder:
    """Builds statements in one document."""

    def __init__(self, ontology: Ontology, doc: Doc) -> None:
        self.ontology = ontology
        self.doc = doc
        self.reading: Reading = reading_of(doc)
        self.args = Arguments(ontology, doc)
        self.time_at = {i: t for t in self.reading.times for i in range(t.start, t.end)}

    def statements(self, p: Proposition) -> Iterator[Statement]:
        relation = self._relation(p)
        speaker, cue, quoted = self._speaker(p)
        time = self._time(p)
        place = self._place(p)
        evidence = (self._evidence(p),)
        modality = p.modality or Modality.ACTUAL
        negated = bool(p.negated)
        event = event_of(self.ontology, relation, p, modality, negated)
        score = self.ontology.event_types[event].score if event else None
        for subject in p.subjects:
            for found in p.objects:
                if not subject.name or not found.name or subject == found:
                    continue
                said_by = speaker
                yield Statement(
                    subject=subject,
                    relation=p.words,
                    relation_id=relation.id if relation else None,
                    object=found,
                    content=p.content,
                    modality=modality,
                    negated=negated,
                    speaker=said_by,
                    cue=cue if said_by is not None else None,
                    quoted=quoted and said_by is not None,
                    time=time,
                    place=place if place != found and place != subject else None,
                    event=event,
                    score=score,
                    confidence=self._confidence(p, subject, found, relation),
                    evidence=evidence,
                )

    def _relation(self, p: Proposition) -> Relation | None:
        if p.relation is not None:
            return self.ontology.relations.get(p.relation)
        for frame in p.frames:
            relation = self.ontology.relation_of(*frame)
            if relation is not None:
                return relation
        return None

    def _confidence(self, p: Proposition, subject: Entity, found: Entity, relation: Relation | None) -> float:
        value = p.certainty
        value += 0.08 if subject.id is not None else -0.12
        value += 0.06 if found.id is not None else -0.02
        value += 0.04 if relation is not None else -0.06
        value -= 0.03 * max(0, len(found.name.split()) - 5)
        if self.reading.at.get(p.verb.i) is None and len(p.verb.sent) > 45:
            value -= 0.05
        return round(min(0.99, max(0.05, value)), 2)

    def _evidence(self, p: Proposition) -> Evidence:
        sentence = p.verb.sent
        start, end = sentence.start_char, sentence.end_char
        text = self.reading.article.text[start:end]
        stripped = text.strip()
        start += len(text) - len(text.lstrip())
        return Evidence(self.reading.article.id, stripped, start, start + len(stripped))

    # -- speaker --------------------------------------------------------------------------------

    def _speaker(self, p: Proposition) -> tuple[Entity | None, str | None, bool]:
        source: Source | None = self.reading.sources.get(p.verb.i)
        if source is None:
            return None, None, False
        if source.turn is not None:
            span = self.doc.char_span(*source.turn, alignment_mode="expand")
            people = [self.reading.at[i].entity for i in range(span.start, span.end) if i in self.reading.at] if span is not None else []
            people = [e for e in people if e.type is EntityType.PERSON]
            return (people[-1] if people else None), None, True
        for token in source.tokens:
            found = self.args.entities(token)
            if found:
                return found[0], source.cue.lemma_ if source.cue is not None else None, source.quoted
        return None, None, False

    # -- time -----------------------------------------------------------------------------------

    def _time(self, p: Proposition) -> TimeSpan | None:
        verb = p.verb
        own = self._time_under(verb)
        if own is None and p.object_token is not None and not p.object_token.is_punct:
            own = self._time_under(p.object_token) if p.object_token.i != verb.i else None
        if own is not None:
            return own
        current = verb
        for _ in range(4):
            head = current.head
            if head.i == current.i or current.dep_ in ("ccomp", "parataxis"):
                break
            if not is_verb(head):
                if current.dep_ == "relcl" and any(c.dep_ == "prep" and any(k.tag_ == "WDT" for k in c.children) for c in current.children):
                    head = next((t for t in governors(head) if is_verb(t)), head)
                elif current.dep_ in ("pcomp", "prep") or head.pos_ in ("ADJ",):
                    current = head
                    continue
                else:
                    break
            if current.dep_ in ("conj", "xcomp", "advcl", "relcl", "pcomp", "acomp", "prep") and is_verb(head):
                if current.dep_ == "conj" and child(current, "nsubj") is not None:
                    break
                found = self._time_under(head)
                if found is not None:
                    return found
            current = head
        return None

    def _time_under(self, token: Token) -> TimeSpan | None:
        """The time told by a token's own adverbials."""
        for c in token.children:
            expression = self.time_at.get(c.i)
            if expression is not None and c.dep_ not in ("poss", "amod", "compound", "nummod"):
                return expression.span
            if c.dep_ in ("prep", "npadvmod", "advmod", "agent", "tmod", "dobj", "nummod", "appos") and c.pos_ != "VERB":
                for k in c.children:
                    inner = self.time_at.get(k.i)
                    if inner is not None and k.dep_ in ("pobj", "npadvmod", "amod", "pcomp", "prep", "nummod", "advmod"):
                        return inner.span
                    for g in k.children if k.dep_ in ("pobj", "prep") and c.dep_ == "prep" else ():
                        deep = self.time_at.get(g.i)
                        if deep is not None and k.i in self.time_at:
                            return deep.span
        return None

    # -- place ----------------------------------------------------------------------------------

    def _place(self, p: Proposition) -> Entity | None:
        for token in (p.verb, p.object_token):
            if token is None:
                continue
            found = self._place_under(token)
            if found is not None:
                return found
        current = p.verb
        for _ in range(3):
            if current.dep_ in ("xcomp", "conj", "advcl") and is_verb(current.head):
                current = current.head
                found = self._place_under(current)
                if found is not None:
                    return found
            else:
                break
        return None

    def _place_under(self, token: Token) -> Entity | None:
        for prep, pobj in prepositions(token):
            if prep.lower_ not in _LOCATIVE or pobj.dep_ != "pobj":
                continue
            for t in (pobj, *[k for c in children(pobj, "prep") if c.lower_ in ("of", "in") for k in c.children]):
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


def merge(statements: list[Statement]) -> list[Statement]:
    """One statement a fact: what is told twice keeps both pieces of evidence and the best of the qualifiers.

    >>> from kg.model import Entity
    >>> one = Statement(Entity("Xi Jinping", "x"), "thanks", Entity("Vladimir Putin", "p"), evidence=(Evidence("a", "s1", 0, 2),))
    >>> two = replace(one, evidence=(Evidence("a", "s2", 5, 7),))
    >>> [len(s.evidence) for s in merge([one, two])]
    [2]
    """
    found: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        key = (
            s.subject.id or s.subject.name.casefold(),
            s.relation_id or s.relation,
            s.relation if s.relation_id is None or s.relation_id.endswith("holdsOffice") else None,
            s.object.id or s.object.name.casefold(),
            s.modality,
            s.negated,
            (s.speaker.id or s.speaker.name) if s.speaker else None,
            s.time.value if s.time else None,
        )
        if key not in found:
            found[key] = s
            continue
        old = found[key]
        evidence = old.evidence + tuple(e for e in s.evidence if e not in old.evidence)
        found[key] = replace(
            old,
            evidence=evidence,
            place=old.place or s.place,
            content=old.content or s.content,
            confidence=round(min(0.99, max(old.confidence, s.confidence) + (0.03 if len(evidence) > len(old.evidence) else 0)), 2),
        )
    return list(found.values())


@Language.factory("kg_statements", requires=["doc._.kg"], assigns=["doc._.kg"])
def make_assemble(nlp: Language, name: str) -> Assemble:
    """Register :class:`Assemble` with spaCy."""
    return Assemble(load_ontology())
