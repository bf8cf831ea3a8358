""" "The two leaders", "both sides", "the three foreign ministers"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.grammar import child, conjuncts
from kg.extract.referents.memory import Memory
from kg.extract.referents.speakers import speakers
from kg.model import Entity, EntityType

_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2}


def number_of(token: Token, determiner: str) -> int:
    """How many a group is said to have: "both", "the three ministers"; 0 where the text does not say."""
    if determiner == "both":
        return 2
    for c in token.lefts:
        if c.lower_ in _NUMBERS:
            return _NUMBERS[c.lower_]
        if c.lower_ in ("both",):
            return 2
    return 0


def group(memory: Memory, token: Token, number: int, lemma: str | None) -> None:
    """ "The two leaders", "both sides", "the three foreign ministers": the most prominent that fit, in order of the text."""
    rules = memory.rules
    modifier = next((c.lower_ for c in token.lefts if c.dep_ in ("compound", "amod") and c.lower_ not in _NUMBERS), "")
    appositive = [e for c in token.children if c.dep_ == "appos" for k in conjuncts(c) for e in memory.entities(k)]
    if len(appositive) >= 2:
        memory.settle(token, tuple(appositive))
        return
    if lemma is None:
        start = memory.reading.sentence_of(token).start
        recent = [e for e in memory.last_plural if memory.last_seen.get(e, -1) >= start - 40]
        if len(recent) == 2:
            memory.settle(token, tuple(recent))
            return
        found = memory.most(lambda e: e.type is EntityType.PERSON and memory.last_seen.get(e, -1) >= start - 60, 2)
        memory.settle(token, found or memory.last_plural[:2])
        return
    source_states = _speech_pair(memory, token) if lemma in rules.state_nouns else ()
    if source_states:
        memory.settle(token, source_states)
        return
    if lemma in rules.leader_nouns and lemma not in ("two",):
        wanted = (
            {lemma}
            if lemma in ("president", "minister", "chancellor", "premier", "commander", "secretary", "general", "king")
            else set()
        )

        def fits(e: Entity) -> bool:
            if e.type is not EntityType.PERSON:
                return False
            titles = memory.titles(e)
            if wanted:
                return any(
                    w in t.split()
                    and (
                        not modifier
                        or modifier in t
                        or modifier not in ("foreign", "defence", "defense", "prime", "finance")
                    )
                    for t in titles
                    for w in wanted
                )
            if lemma in ("leader", "head", "statesman"):
                return any(set(t.split()) & memory.rules.leaders for t in titles) or not titles
            return True

        found = memory.most(fits, number)
        if len(found) >= 2:
            memory.settle(token, found)
            return
    if lemma in rules.state_nouns:
        if (
            lemma in ("side", "party")
            and memory.last_plural
            and len(memory.last_plural) == number
            and not all(e.type is EntityType.STATE for e in memory.last_plural)
        ):
            pass
        others = lemma in ("neighbor", "neighbour", "rival", "enemy", "foe", "adversary")
        found = memory.most_states(number, memory.own_states(token) if others else frozenset())
        if len(found) >= 2:
            memory.settle(token, found)


def _speech_pair(memory: Memory, token: Token) -> tuple[Entity, ...]:
    """ "Our two countries" in a speech are the speaker's and the listener's."""
    poss = child(token, "poss")
    if poss is None or poss.lower_ not in _WE:
        return ()
    voices = speakers(memory, token)
    own = [memory.all_states.get(s.country or "") for s in voices]
    mine = next((s for s in own if s is not None), None)
    if mine is None:
        return ()
    other = next((s for s in memory.most_states(4) if s.country != mine.country), None)
    return (mine, other) if other is not None else (mine,)
