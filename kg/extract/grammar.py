"""Small questions to the dependency parse (spaCy's English labels, after the CLEAR style)."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

#: Prepositions of place.
LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})


_KEY = "kg_children"


def kids(token: Token) -> tuple[Token, ...]:
    """The children of a token, kept with the document: the same few tokens are asked for again and again."""
    kept: dict[int, tuple[Token, ...]] = token.doc.user_data.setdefault(_KEY, {})
    found = kept.get(token.i)
    if found is None:
        found = kept[token.i] = tuple(token.children)
    return found


def children(token: Token, *deps: str) -> list[Token]:
    """The children of a token with one of these dependency labels, in order of the text."""
    return [c for c in kids(token) if c.dep_ in deps]


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of these labels, or None."""
    for c in kids(token):
        if c.dep_ in deps:
            return c
    return None


def conjuncts(token: Token) -> list[Token]:
    """A token and what is coordinated with it, in order: "A, B and C" asked for A gives all three."""
    found = [token]
    for c in kids(token):
        if c.dep_ == "conj" and (c.pos_ not in ("VERB", "AUX") or token.pos_ in ("VERB", "AUX")):
            found.extend(conjuncts(c))
    return found


def is_verb(token: Token) -> bool:
    """Whether a token heads a clause: a verb, or a copula."""
    return token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass"))


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive: "was signed", or a bare participle after its noun ("signed in 2001").

    A bare participle with an object of its own is not: it is a past tense that the parser took for one.
    """
    if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass", "agent") for c in kids(verb)):
        return True
    if (
        verb.dep_ == "advcl"
        and verb.tag_ == "VBN"
        and not any(c.dep_ in (*SUBJECTS, "aux", *OBJECTS) for c in kids(verb))
    ):
        return True
    if (
        verb.dep_ == "conj"
        and is_verb(verb.head)
        and not any(c.dep_ in SUBJECTS or c.dep_ == "aux" for c in kids(verb))
    ):
        return (
            verb.tag_ == "VBN" and verb.head.tag_ == "VBN" and is_passive(verb.head) and child(verb, *OBJECTS) is None
        )
    return verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD") and child(verb, *OBJECTS) is None


def prepositions(token: Token) -> Iterator[tuple[Token, Token]]:
    """The prepositions under a token with their objects: (to, Pakistan), (with, Xi), coordinated ones too.

    "together with", "as well as" and the like give their last word.
    """
    for prep in kids(token):
        if prep.dep_ in ("prep", "agent", "dative") and prep.pos_ in ("ADP", "SCONJ", "VERB", "ADV", "PART", "ADJ"):
            found = False
            for c in kids(prep):
                if c.dep_ in ("pobj", "pcomp"):
                    found = True
                    yield prep, c
            if not found:
                if prep.lower_ not in ("out", "according"):
                    yield from prepositions(prep)
            else:
                for inner in kids(prep):
                    if inner.dep_ == "conj" and inner.pos_ == "ADP":
                        for c in kids(inner):
                            if c.dep_ == "pobj":
                                yield inner, c


def particle(verb: Token) -> str:
    """The particle of a phrasal verb ("out" of "pay out"), or an empty string."""
    found = child(verb, "prt")
    return found.lower_ if found is not None else ""


def auxiliaries(verb: Token) -> set[str]:
    """The auxiliaries of a verb, in lower case ("will", "has"); those that a coordinated verb leaves unsaid too."""
    own = {c.lower_ for c in kids(verb) if c.dep_ in ("aux", "auxpass")}
    if not own and verb.dep_ == "conj" and is_verb(verb.head) and child(verb, *SUBJECTS) is None:
        if (verb.tag_ in ("VB", "VBN", "VBG") and verb.head.tag_ == verb.tag_) or verb.tag_ == "VB":
            return auxiliaries(verb.head)
        if (
            verb.tag_ in ("VBN", "VBD")
            and verb.head.tag_ in ("VBN", "VBD")
            and auxiliaries(verb.head) & {"has", "have", "had", "been"}
        ):
            return auxiliaries(verb.head)
    return own


def governors(token: Token) -> Iterator[Token]:
    """A token, its head, that one's head, and so on to the root of the sentence."""
    seen = 0
    while True:
        yield token
        if token.head.i == token.i or seen > 200:
            return
        token = token.head
        seen += 1


def governing_verb(token: Token) -> Token:
    """The nearest verb at or above a token; the root of the sentence where there is none."""
    for t in governors(token):
        if is_verb(t):
            return t
        last = t
    return last


def third_person(lemma: str) -> str:
    """The third person singular of a verb.

    >>> [third_person(v) for v in ("attend", "reach", "carry", "be", "have", "go", "veto")]
    ['attends', 'reaches', 'carries', 'is', 'has', 'goes', 'vetoes']
    """
    irregular = {"be": "is", "have": "has", "do": "does"}
    if lemma in irregular:
        return irregular[lemma]
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) and not lemma.endswith("oo"):
        return lemma + "es"
    if lemma.endswith("y") and len(lemma) > 1 and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"
