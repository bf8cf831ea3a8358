"""Descriptions: "the chancellor", "his Turkish counterpart", "the U.S. side", "Japan's industry ministry"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.grammar import child, children, conjuncts, governing_verb
from kg.extract.referents.groups import group, number_of
from kg.extract.referents.memory import ORGANIZATION_TYPES, Memory
from kg.model import Entity, EntityType
from kg.vocab.namespaces import entity_iri


def noun(memory: Memory, token: Token) -> None:
    """Resolve a common noun that stands for somebody or something named elsewhere."""
    rules = memory.rules
    lemma = token.lemma_.lower()
    lower = token.lower_
    plural = token.tag_ in ("NNS", "NNPS")
    det = child(token, "det")
    determiner = det.lower_ if det is not None else ""
    poss = child(token, "poss")
    number = number_of(token, determiner)
    if token.dep_ == "compound" or (token.dep_ == "appos" and token.head.i in memory.reading.at):
        return
    if any(
        c.dep_ == "appos" and c.i in memory.reading.at and memory.reading.at[c.i].entity.type is EntityType.PERSON
        for c in token.children
    ):
        named = tuple(
            memory.reading.at[k.i].entity
            for c in token.children
            if c.dep_ == "appos"
            for k in conjuncts(c)
            if k.i in memory.reading.at and memory.reading.at[k.i].entity.type is EntityType.PERSON
        )
        if named and (lemma in memory.rules.offices or lemma in rules.leader_nouns):
            memory.settle(token, named)
            return
    described = any(c.i in memory.reading.at for c in token.lefts) or any(
        c.dep_ in ("relcl", "acl") for c in token.children
    )
    if (
        plural
        and not described
        and (
            (number and (determiner in ("the", "both", "these", "those") or poss is not None))
            or (poss is not None and len(memory.reading.refers.get(poss.i, ())) > 1)
        )
    ):
        if lemma in rules.state_nouns or lemma in rules.leader_nouns:
            group(memory, token, number or 2, lemma)
            return
    if lemma in ("head",) and plural and any(c.lower_ == "of" for c in token.children) and number:
        group(memory, token, number, "leader")
        return
    if lemma in rules.government and not plural and _state_of(memory, token, poss):
        return
    if lemma == "country" and not plural:
        _country(memory, token, determiner, poss)
        return
    if lemma == "capital" and not plural and _capital(memory, token, poss):
        return
    if lemma in rules.counterparts and not plural:
        named_beside = [
            memory.reading.at[c.i].entity for c in token.children if c.dep_ == "appos" and c.i in memory.reading.at
        ]
        if named_beside:
            memory.settle(token, (named_beside[0],))
        else:
            _counterpart(memory, token)
        return
    if lemma in rules.offices and not plural and (determiner in ("the", "") or poss is not None):
        _office_holder(memory, token, lemma, determiner, poss)
        return
    if (
        determiner in ("the", "this", "that")
        and not plural
        and lemma in ("statement", "release", "communique", "readout", "post", "tweet")
        and memory.issuer is not None
        and token.dep_ in ("nsubj",)
    ):
        memory.reading.refers[token.i] = (memory.issuer,)
        return
    if (
        determiner == "the"
        and not plural
        and lower in rules.institutions
        and poss is None
        and not any(c.dep_ in ("amod", "compound", "prep") for c in token.children)
    ):
        best = memory.best(lambda e: e.type in ORGANIZATION_TYPES and any(w == lower for w in e.name.lower().split()))
        if best is None and lower in rules.blocs:
            best = memory.best(lambda e: e.type is EntityType.INTERNATIONAL_ORGANIZATION)
        if best is not None:
            memory.settle(token, (best,))
            return
    if lemma in rules.ministries or lower in rules.ministries:
        _ministry(memory, token, poss)


def _state_of(memory: Memory, token: Token, poss: Token | None) -> bool:
    """ "The U.S. side", "the Indian government", "his government": the state."""
    for c in token.lefts:
        m = memory.reading.at.get(c.i)
        if m is not None and m.entity.type in (EntityType.STATE, EntityType.INTERNATIONAL_ORGANIZATION):
            memory.settle(token, (m.entity,))
            return True
    if poss is not None:
        state = memory.state_of_possessor(poss)
        if state is not None:
            memory.settle(token, (state,))
            return True
    for prep in children(token, "prep"):
        pobj = child(prep, "pobj")
        if prep.lower_ == "of" and pobj is not None:
            for e in memory.entities(pobj):
                if e.type is EntityType.STATE:
                    memory.settle(token, (e,))
                    return True
    return False


def _country(memory: Memory, token: Token, determiner: str, poss: Token | None) -> None:
    if poss is not None:
        if poss.lower_ == "whose":
            owner = memory.rules.clauses.antecedent(governing_verb(token))
            found = memory.entities(owner) if owner is not None else ()
            state = next((memory.all_states[e.country] for e in found if e.country in memory.all_states), None)
        else:
            state = memory.state_of_possessor(poss)
        if state is not None:
            memory.settle(token, (state,))
        return
    if determiner in ("the", "this", "that") and not any(c.dep_ in ("amod", "relcl") for c in token.children):
        best = memory.best(lambda e: e.type is EntityType.STATE)
        if best is not None:
            memory.settle(token, (best,))


def _capital(memory: Memory, token: Token, poss: Token | None) -> bool:
    holder = next((memory.reading.at[c.i].entity for c in token.lefts if c.i in memory.reading.at), None)
    if holder is None and poss is not None:
        holder = next(iter(memory.entities(poss)), None)
    if holder is None or holder.country is None:
        return False
    name = memory.rules.capitals.get(holder.country)
    if name is None:
        return False
    memory.reading.refers[token.i] = (Entity(name, entity_iri("Place", name), EntityType.PLACE, holder.country),)
    return True


def _counterpart(memory: Memory, token: Token) -> None:
    country = memory.modifier_country(token)
    poss = child(token, "poss")
    owner = next(iter(memory.entities(poss)), None) if poss is not None else None
    if country is None:
        return
    titles = set()
    if owner is not None and owner.type is not EntityType.PERSON:
        return
    if owner is not None:
        titles = {t.split()[-1] for t in memory.titles(owner)}
    here = [e for e in memory.salience if e.type is EntityType.PERSON and e.country == country and e != owner]
    same = [e for e in here if {t.split()[-1] for t in memory.titles(e)} & titles] or (here if not titles else [])
    if same:
        memory.settle(token, (max(same, key=lambda e: memory.salience[e]),))
        return
    if owner is not None:
        for title in memory.titles(owner):
            holder = memory.holder(title, country, token)
            if holder is not None:
                memory.settle(token, (holder,))
                return


def _office_holder(memory: Memory, token: Token, lemma: str, determiner: str, poss: Token | None) -> None:
    if token.dep_ in ("attr", "appos", "oprd") or (not determiner and poss is None):
        return
    if token.dep_ == "pobj" and token.head.lower_ == "as":
        return
    country = memory.modifier_country(token)
    if poss is not None and country is None:
        state = memory.state_of_possessor(poss)
        country = state.country if state is not None else None
    words = [c.lower_ for c in token.lefts if c.dep_ in ("compound", "amod") and c.i not in memory.reading.at]
    portfolio = next((p for c in children(token, "prep") if c.lower_ == "of" and (p := child(c, "pobj"))), None)
    office = lemma if portfolio is None or portfolio.i in memory.reading.at else f"{lemma} of {portfolio.lower_}"
    if words and words[0] in ("former", "ex", "ex-") and country is not None:
        earlier = memory.former_holder(" ".join([*words[1:], office]), country)
        if earlier is not None:
            memory.settle(token, (earlier,))
        return
    if any(w in ("former", "new", "next", "previous", "first", "late", "ex") for w in words) or any(
        c.dep_ == "prep" and c.lower_ not in ("of", "for") for c in token.children
    ):
        return
    if any(c.dep_ in ("relcl",) for c in token.children) and country is None and poss is None:
        pass

    own_subjects = [
        e for s in memory.rules.clauses.subjects(governing_verb(token)) if s.i != token.i for e in memory.entities(s)
    ]
    if lemma in ("host", "guest"):
        country, words = None, []

    def fits(e: Entity) -> bool:
        if e.type is not EntityType.PERSON:
            return False
        if country is not None and e.country not in (country, None):
            return False
        titles = memory.titles(e)
        if lemma == "leader":
            return (
                country is not None
                and any(set(t.split()) & memory.rules.leaders for t in titles)
                and e.country == country
            )
        if lemma in ("host", "guest"):
            return e not in own_subjects and poss is not None
        if lemma in ("rival", "successor", "predecessor", "critic", "ally", "friend"):
            return False
        pieces = {w for t in titles for w in t.replace("-", " ").split()}
        wanted = lemma.replace("-", " ").split()
        if not all(w in pieces for w in wanted):
            return False
        return not words or any(
            all(w in t or w in ("top", "senior", "visiting", "chief") for w in words) for t in titles
        )

    best = memory.best(fits)
    if best is None:
        best = next((e for e in memory.files if fits(e)), None)
    if best is None and country is not None:
        best = memory.holder(" ".join([*words, office]), country, token)
    if best is not None:
        memory.settle(token, (best,))


def _ministry(memory: Memory, token: Token, poss: Token | None) -> None:
    """ "Japan's industry ministry", "the British parliament": bodies in lower case, told apart by their state."""
    if token.text[0].isupper() and token.ent_type_:
        return
    words = [
        c.text
        for c in token.lefts
        if c.dep_ in ("compound", "amod") and c.i not in memory.reading.at and not c.is_punct
    ]
    country = memory.modifier_country(token)
    if country is None and poss is not None:
        state = memory.state_of_possessor(poss)
        country = state.country if state is not None else None
    bare = " ".join([*words, token.text])
    if country is None:
        best = memory.latest(lambda e: e.type is EntityType.GOVERNMENT_BODY and token.lower_ in e.name.lower().split())
        if best is not None:
            memory.settle(token, (best,))
            return
        if not words or token.lower_ not in ("ministry",):
            return
        country = memory.reading.home
    state = memory.all_states.get(country or "")
    if state is None or (
        token.lower_ in ("government", "military", "police", "army", "bank", "department", "agency") and not words
    ):
        return
    memory.settle(token, (memory.rules.bodies.entity(bare, state),))
