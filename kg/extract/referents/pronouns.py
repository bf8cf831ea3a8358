"""He, she, it, they, I and we."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kg.extract.grammar import child, conjuncts, governing_verb, is_verb
from kg.extract.referents.memory import ORGANIZATION_TYPES, Memory
from kg.extract.referents.speakers import speakers
from kg.model import Entity, EntityType

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_I = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})


def pronoun(memory: Memory, token: Token) -> None:
    """Resolve a pronoun, by its person."""
    word = token.lower_
    if word in _I or word in _WE:
        _first_person(memory, token, word)
    elif word in _HE or word in _SHE:
        _he_or_she(memory, token, word in _SHE)
    elif word in _IT:
        _it(memory, token)
    elif word in _THEY:
        _they(memory, token)


def _first_person(memory: Memory, token: Token, word: str) -> None:
    voices = speakers(memory, token)
    if not voices:
        return
    if word in _I:
        memory.settle(token, voices)
        return
    states = []
    for s in voices:
        if s.type is EntityType.PERSON or s.type is EntityType.GOVERNMENT_BODY:
            state = memory.states.get(s.country or "") or memory.all_states.get(s.country or "")
            if state is not None:
                states.append(state)
        else:
            states.append(s)
    memory.settle(token, tuple(dict.fromkeys(states)))


def _he_or_she(memory: Memory, token: Token, female: bool) -> None:
    def fits(e: Entity) -> bool:
        if e.type is not EntityType.PERSON:
            return False
        known = memory.files[e].female if e in memory.files else None
        return known is None or known == female

    verb = governing_verb(token)
    exclude: tuple[Entity, ...] = ()
    if token.dep_ in ("dobj", "dative") or token.dep_ == "pobj":
        exclude = tuple(e for s in memory.rules.clauses.subjects(verb) if s.i != token.i for e in memory.entities(s))
    # "Xi said he …": the subject of the reporting clause is the first choice
    if token.dep_ in ("nsubj", "nsubjpass", "poss"):
        for t in (verb, *verb.ancestors):
            if t.dep_ in ("ccomp", "advcl", "relcl", "conj", "xcomp") and is_verb(t.head):
                subjects = [
                    e
                    for s in memory.rules.clauses.subjects(t.head)
                    if s.i < token.i
                    for e in memory.entities(s)
                    if fits(e)
                ]
                if token.dep_ == "poss" and t is verb:
                    own = [
                        e
                        for s in memory.rules.clauses.subjects(t)
                        if s.i < token.i
                        for e in memory.entities(s)
                        if fits(e)
                    ]
                    subjects = own or subjects
                if len(subjects) == 1 and t.dep_ in ("ccomp", "xcomp", "advcl"):
                    memory.settle(token, (subjects[0],))
                    return
            if not is_verb(t):
                break
        if token.dep_ == "poss":
            own = [
                e for s in memory.rules.clauses.subjects(verb) if s.i < token.i for e in memory.entities(s) if fits(e)
            ]
            if own:
                memory.settle(token, (own[0],))
                return
    best = _subject_before(memory, token, fits) or memory.best(fits, exclude)
    if best is not None:
        memory.settle(token, (best,))
        file = memory.files.get(best)
        if file is not None and file.female is None:
            file.female = female


def _subject_before(memory: Memory, token: Token, fits: Callable[[Entity], bool]) -> Entity | None:
    """For a pronoun that is the subject of its sentence, the person who was that of the sentence before."""
    sentence = memory.reading.sentence_of(token)
    if token.dep_ not in ("nsubj", "nsubjpass") or token.head.i != sentence.root.i or sentence.start == 0:
        return None
    previous = memory.reading.sentence_of(memory.doc[sentence.start - 1])
    block = memory.reading.block_at(sentence[0].idx)
    if block is None or previous.start_char < block.start:
        return None
    found = [e for s in memory.rules.clauses.subjects(previous.root) for e in memory.entities(s)]
    return found[0] if len(found) == 1 and fits(found[0]) else None


def _it(memory: Memory, token: Token) -> None:
    if token.dep_ in ("nsubj", "nsubjpass") and token.lower_ == "it":
        verb = token.head
        if verb.lemma_ in ("be", "remain", "seem", "appear", "take", "rain", "become") and any(
            c.dep_ in ("ccomp", "csubj", "xcomp", "acomp", "advcl", "prep") and (c.dep_ != "prep" or c.lower_ == "in")
            for c in verb.children
        ):
            return
        attribute = child(verb, "attr")
        if verb.lemma_ == "be" and attribute is not None and attribute.lemma_.lower() in memory.rules.events:
            return  # "it was the first meeting": what happened, nobody
        if (
            verb.lemma_ == "be"
            and attribute is not None
            and any(c.dep_ in ("acl", "relcl", "ccomp") for c in attribute.children)
        ):
            return

    def fits(e: Entity) -> bool:
        return e.type is EntityType.STATE or e.type in ORGANIZATION_TYPES

    if token.dep_ == "poss":
        verb = governing_verb(token)
        own = [e for s in memory.rules.clauses.subjects(verb) if s.i < token.i for e in memory.entities(s) if fits(e)]
        if len(own) == 1:
            memory.settle(token, (own[0],))
            return
    if token.dep_ in ("nsubj", "nsubjpass"):
        verb = governing_verb(token)
        for t in (verb, *verb.ancestors):
            if t.dep_ in ("ccomp", "advcl", "relcl") and t.head.i != t.i:
                above = t.head if is_verb(t.head) else governing_verb(t.head)
                subjects = [
                    e
                    for s in memory.rules.clauses.subjects(above)
                    if s.i < token.i
                    for e in memory.entities(s)
                    if fits(e)
                ]
                if subjects:
                    memory.settle(token, (subjects[0],))
                    return
    # a thing rather than an actor: the subject of the sentence before, or the last object
    thing = _thing_before(memory, token)
    best = memory.best(fits)
    if thing is not None and (
        best is None or token.dep_ in ("dobj", "nsubjpass") or memory.salience.get(best, 0) < 1.6
    ):
        memory.reading.refers[token.i] = (thing,)
        return
    if best is not None:
        memory.settle(token, (best,))


def _thing_before(memory: Memory, token: Token) -> Entity | None:
    """The noun phrase that "it" means where no actor does: the last subject or object that is a thing."""
    sentence = memory.reading.sentence_of(token)
    start = sentence.start
    previous = memory.reading.sentence_of(memory.doc[start - 1]) if start > 0 else None
    for scope in (sentence, previous):
        if scope is None:
            continue
        nouns = [
            t
            for t in scope
            if t.i < token.i
            and t.pos_ in ("NOUN", "PROPN")
            and t.dep_ in ("nsubj", "nsubjpass", "dobj")
            and t.i not in memory.reading.refers
            and t.tag_ in ("NN", "NNP")
            and t.i not in memory.reading.skip
        ]
        nouns = [
            t
            for t in nouns
            if t.i not in memory.reading.at
            or memory.reading.at[t.i].entity.type in (EntityType.EVENT, EntityType.DOCUMENT, EntityType.PLACE)
        ]
        if nouns:
            chosen = (
                next((t for t in reversed(nouns) if t.dep_ == "dobj"), nouns[-1])
                if token.dep_ == "dobj"
                else next((t for t in nouns if t.dep_ != "dobj"), nouns[-1])
            )
            m = memory.reading.at.get(chosen.i)
            return (
                m.entity
                if m is not None
                else memory.rules.phrases.entity(
                    chosen, {t.i for x in memory.reading.times for t in memory.doc[x.start : x.end]}
                )
            )
    return None


def _they(memory: Memory, token: Token) -> None:
    verb = governing_verb(token)
    for t in (verb, *verb.ancestors):
        if not is_verb(t):
            continue
        subjects = [s for s in memory.rules.clauses.subjects(t) if s.i < token.i]
        found = tuple(dict.fromkeys(e for s in subjects for e in memory.entities(s)))
        if len(found) > 1 or (subjects and any(s.tag_ in ("NNS", "NNPS") for s in subjects)):
            if found:
                memory.settle(token, found)
            else:
                memory.reading.refers[token.i] = tuple(memory.described(s) for s in subjects)
            return
    # a plural noun before it in the sentence, else the last group
    sentence = memory.reading.sentence_of(token)
    plural = _plural_subject(memory, sentence, token)
    if plural is None and sentence.start > 0:
        plural = _plural_subject(memory, memory.reading.sentence_of(memory.doc[sentence.start - 1]), token)
    if plural is not None:
        entities = tuple(dict.fromkeys(e for s in plural for e in memory.entities(s)))
        if entities:
            memory.settle(token, entities)
        elif len(plural) == 1:
            memory.reading.refers[token.i] = (memory.described(plural[0]),)
        return
    if memory.last_plural and all(memory.last_seen.get(e, -1) >= sentence.start - 70 for e in memory.last_plural):
        memory.settle(token, memory.last_plural)


def _plural_subject(memory: Memory, sentence: object, token: Token) -> list[Token] | None:
    for t in sentence:  # type: ignore[attr-defined]
        if t.i >= token.i or t.i in memory.reading.skip:
            continue
        if t.dep_ in ("nsubj", "nsubjpass"):
            group = [c for c in conjuncts(t) if c.i < token.i]
            if len(group) > 1 or t.tag_ in ("NNS", "NNPS") or len(memory.entities(t)) > 1:
                return group
    return None
