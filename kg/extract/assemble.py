"""Last component: propositions become statements, with speaker, time, place, event type and evidence; one fact once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.arguments import arguments_of
from kg.extract.identity import identified
from kg.extract.parties import Parties
from kg.extract.plover import event_of
from kg.extract.reading import Proposition, Reading, reading_of
from kg.extract.setting import Settings
from kg.extract.speech import Source
from kg.extract.topics import Topics
from kg.happenings import with_events
from kg.model import Entity, EntityType, Evidence, Modality, Statement
from kg.vocab.ontology import Ontology, Relation, load_ontology


def _is_scene(words: str) -> bool:
    """Whether the object of a relation is where it takes place: visits, arrives in, meets in."""
    return (
        words.endswith((" in", " at", " near"))
        or words.split()[-1] in ("visits", "visit", "tours")
        or words.endswith(" to")
    )


class Assemble:
    """Makes the statements of an article out of its propositions."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.topics = Topics(ontology)

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``statements`` and ``events`` of the reading."""
        reading = reading_of(doc)
        builder = _Builder(self.ontology, self.topics, doc)
        order = sorted(reading.propositions, key=lambda p: (reading.sentence_of(p.verb).start, _depth(p), p.verb.i))
        told = [s for p in order if p.verb.i not in reading.headlines for s in builder.statements(p)]
        headlines = [s for p in order if p.verb.i in reading.headlines for s in builder.statements(p)]
        statements = identified(reading.article, repeat(merge(told), headlines))
        told_of, reading.events = with_events(reading.article, statements, self.ontology)
        reading.statements = list(told_of)
        return doc


def _depth(p: Proposition) -> int:
    """How far from the root of its sentence a proposition is told; main clauses come first."""
    return sum(1 for _ in p.verb.ancestors) + (5 if p.relation is not None else 0)


class _Builder:
    """Builds statements in one document."""

    def __init__(self, ontology: Ontology, topics: Topics, doc: Doc) -> None:
        self.ontology = ontology
        self.doc = doc
        self.reading: Reading = reading_of(doc)
        self.args = arguments_of(ontology, doc)
        self.settings = Settings(ontology, doc)
        self.topics = topics
        self._topics_of: dict[str, tuple[str, ...]] = {}
        self._named_in: dict[int, list[tuple[int, int, tuple[Entity, ...]]]] = {}

    def statements(self, p: Proposition) -> Iterator[Statement]:
        relation = self._relation(p)
        speaker, cue, quoted = self._speaker(p)
        time = self.settings.time(p, speaker is not None)
        place = self.settings.place(p, time)
        evidence = self._evidence(p)
        topics = self._topics(evidence.sentence)
        modality = p.modality or Modality.ACTUAL
        negated = bool(p.negated)
        event = event_of(self.ontology, relation, p, modality, negated)
        score = self.ontology.event_types[event].score if event else None
        parties = Parties(self.reading, self.args, p) if event else None
        for subject in p.subjects:
            for found in p.objects:
                if parties is not None:
                    subject, found = parties.actor(subject), parties.target(found, subject)
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
                    place=place or (found if found.type is EntityType.PLACE and _is_scene(p.words) else None),
                    topics=topics,
                    event=event,
                    score=score,
                    confidence=self._confidence(p, subject, found, relation),
                    evidence=(replace(evidence, marks=self._marks(p, evidence, subject, found)),),
                )

    def _marks(self, p: Proposition, evidence: Evidence, *parties: Entity) -> tuple[tuple[int, int], ...]:
        """The offsets of the words that say it: the verb, and what stands for subject and object in the sentence."""
        spans = {(p.verb.idx, p.verb.idx + len(p.verb))}
        for start, end, meant in self._named(p.verb):
            if any(e in parties for e in meant):
                spans.add((start, end))
        for party in parties:
            at = evidence.sentence.find(party.name)
            if at >= 0:
                spans.add((evidence.start + at, evidence.start + at + len(party.name)))
        if p.object_token is not None and parties[-1].id is None:
            spans.add((p.object_token.idx, p.object_token.idx + len(p.object_token)))
        return _apart(s for s in spans if evidence.start <= s[0] and s[1] <= evidence.end)

    def _named(self, token: Token) -> list[tuple[int, int, tuple[Entity, ...]]]:
        """What in the sentence of a token stands for whom: offsets and entities."""
        sentence = self.reading.sentence_of(token)
        found = self._named_in.get(sentence.start)
        if found is None:
            found = []
            for i in range(sentence.start, sentence.end):
                m = self.reading.at.get(i)
                if m is not None and m.start == i:
                    whole = self.doc[m.start : m.end]
                    found.append((whole.start_char, whole.end_char, (m.entity,)))
                elif m is None and i in self.reading.refers:
                    t = self.doc[i]
                    found.append((t.idx, t.idx + len(t), self.reading.refers[i]))
            self._named_in[sentence.start] = found
        return found

    def _topics(self, sentence: str) -> tuple[str, ...]:
        if sentence not in self._topics_of:
            self._topics_of[sentence] = self.topics.of(sentence)
        return self._topics_of[sentence]

    def _relation(self, p: Proposition) -> Relation | None:
        if p.relation is not None:
            return self.ontology.relations.get(p.relation)
        for frame in p.frames:
            relation = self.ontology.relation_of(*frame)
            if relation is not None:
                return relation if self._may_act(p, relation) else None
        return None

    def _may_act(self, p: Proposition, relation: Relation) -> bool:
        """Whether some subject can do what the relation says: "the war came to an end" is no visit."""
        travels = any(k.destination and relation.id in k.relations for k in self.ontology.event_kinds.values())
        return not travels or any(s.type is not EntityType.PHRASE or s.country for s in p.subjects)

    def _confidence(self, p: Proposition, subject: Entity, found: Entity, relation: Relation | None) -> float:
        value = p.certainty
        value += 0.08 if subject.id is not None else -0.12
        value += 0.06 if found.id is not None else -0.02
        value += 0.04 if relation is not None else -0.06
        value -= 0.03 * max(0, len(found.name.split()) - 5)
        if self.reading.at.get(p.verb.i) is None and len(self.reading.sentence_of(p.verb)) > 45:
            value -= 0.05
        return round(min(0.99, max(0.05, value)), 2)

    def _evidence(self, p: Proposition) -> Evidence:
        sentence = self.reading.sentence_of(p.verb)
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
            return self.reading.person_in(self.doc, source.turn), None, True
        for token in source.tokens:
            found = self.args.entities(token)
            if found:
                return found[0], source.cue.lemma_ if source.cue is not None else None, source.quoted
        return None, None, False


def _apart(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in their order, those that lie in others left out.

    >>> _apart([(5, 9), (0, 3), (6, 8)])
    ((0, 3), (5, 9))
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return tuple(found)


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
        known = {(e.start, e.end) for e in old.evidence}
        evidence = old.evidence + tuple(e for e in s.evidence if (e.start, e.end) not in known)
        found[key] = replace(
            old,
            evidence=evidence,
            place=old.place or s.place,
            content=old.content or s.content,
            confidence=round(
                min(0.99, max(old.confidence, s.confidence) + (0.03 if len(evidence) > len(old.evidence) else 0)), 2
            ),
        )
    return list(found.values())


def repeat(statements: list[Statement], headlines: list[Statement]) -> list[Statement]:
    """Statements with the headlines that repeat them as further evidence; a headline says nothing of its own.

    >>> from kg.model import Entity
    >>> body = Statement(Entity("Xi Jinping", "x"), "thanks", Entity("Vladimir Putin", "p"), "r", evidence=(Evidence("a", "He thanked him.", 20, 35),))
    >>> [len(s.evidence) for s in repeat([body], [replace(body, evidence=(Evidence("a", "Xi thanks Putin", 0, 15),))])]
    [2]
    """

    def key(s: Statement) -> tuple[str, str | None, str]:
        return (s.subject.id or s.subject.name, s.relation_id, s.object.id or s.object.name.casefold())

    further: dict[tuple[str, str | None, str], list[Evidence]] = {}
    for s in headlines:
        if s.relation_id is not None:
            further.setdefault(key(s), []).extend(s.evidence)
    found = []
    for s in statements:
        more = further.pop(key(s), None)
        if more:
            s = replace(s, evidence=s.evidence + tuple(more), confidence=round(min(0.99, s.confidence + 0.03), 2))
        found.append(s)
    return found


@Language.factory("kg_statements", requires=["doc._.kg"], assigns=["doc._.kg"])
def make_assemble(nlp: Language, name: str) -> Assemble:
    """Register :class:`Assemble` with spaCy."""
    return Assemble(load_ontology())
