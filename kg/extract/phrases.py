"""The shortest noun phrase that still says what it is, and the entity it makes."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Token

from kg.extract.grammar import child, children, conjuncts
from kg.model import Entity, EntityType
from kg.vocab.namespaces import entity_iri
from kg.vocab.ontology import Ontology

_LEFT = frozenset({"amod", "compound", "nmod", "nummod", "quantmod", "poss", "neg", "advmod", "npadvmod"})
_POINTERS = frozenset(
    {
        "whose",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "such",
        "same",
        "own",
        "other",
        "certain",
        "several",
        "also",
        "only",
        "even",
    }
)


class Phrases:
    """Cuts noun phrases out of the parse."""

    def __init__(self, ontology: Ontology) -> None:
        self.events = ontology.words["eventNoun"]
        self.documents = ontology.words["documentNoun"]

    def text(self, head: Token, skip: Container[int] = (), limit: int = 9) -> str:
        """The words of the phrase headed by ``head``, without articles, pronouns, clauses and what ``skip`` lists."""
        tokens = self.tokens(head, skip, limit)
        words = []
        for t in tokens:
            words.append(t.text)
            last = t is tokens[-1]
            joined = not last and not t.whitespace_ and t.i + 1 == tokens[tokens.index(t) + 1].i
            words.append("" if last or joined else " ")
        return "".join(words).replace(" 's", "'s").replace(" ’s", "’s").strip(" -,")

    def tokens(self, head: Token, skip: Container[int], limit: int) -> list[Token]:
        """The tokens of the phrase, in order of the text."""
        kept = {head.i: head}
        for c in head.lefts:
            if c.i in skip or c.dep_ not in _LEFT or c.lower_ in _POINTERS or (c.is_punct and c.text != "-"):
                if c.text in ("-", "–") and not c.whitespace_:
                    kept[c.i] = c
                continue
            for t in c.subtree:
                if t.dep_ != "det" and not t.is_quote and t.i not in skip:
                    kept[t.i] = t
        content = sum(not t.is_stop and not t.is_punct for t in kept.values())
        for prep in children(head, "prep"):
            pobj = child(prep, "pobj")
            if pobj is None or prep.i in skip or pobj.i in skip or (pobj.pos_ == "PRON" and prep.lower_ != "of"):
                continue
            if prep.lower_ not in (
                "of",
                "between",
                "on",
                "for",
                "to",
                "with",
                "against",
                "in",
                "from",
                "into",
                "over",
                "at",
                "about",
            ):
                continue
            inner = self.tokens(pobj, skip, max(2, limit - content - 1))
            if prep.lower_ in ("of", "between"):
                for other in conjuncts(pobj)[1:]:
                    inner = sorted(
                        {
                            t.i: t
                            for t in [*inner, *self.tokens(other, skip, 3), *[k for k in pobj.rights if k.dep_ == "cc"]]
                        }.values(),
                        key=lambda t: t.i,
                    )
            size = sum(not t.is_stop and not t.is_punct for t in inner)
            if content + size > limit - (0 if prep.lower_ in ("of", "between") else 2):
                if prep.lower_ in ("of", "between") and content <= 2:
                    inner = [pobj]
                    size = 1
                else:
                    continue
            for t in [prep, *inner]:
                kept[t.i] = t
            content += size
        return [kept[i] for i in sorted(kept) if kept[i].dep_ != "det" or kept[i].lower_ in ("no",)]

    def entity(self, head: Token, skip: Container[int] = (), country: str | None = None) -> Entity:
        """The phrase as an entity: an event, a document, a group of people, or a mere phrase."""
        text = self.text(head, skip)
        lemma = head.lemma_.lower()
        if lemma in self.documents:
            return Entity(text, entity_iri("Document", text), EntityType.DOCUMENT, None)
        if lemma in self.events:
            return Entity(text, entity_iri("Event", text), EntityType.EVENT, None)
        return Entity(text, None, EntityType.PHRASE, country)


def clause_text(verb: Token, skip: Container[int] = ()) -> str:
    """The words of a clause without its "that" or "to", for the content of a statement.

    Long clauses are cut at forty words.
    """
    tokens = [t for t in verb.subtree if not t.is_space and t.i not in skip]
    while tokens and (tokens[0].dep_ == "mark" or tokens[0].is_punct or tokens[0].is_quote):
        tokens.pop(0)
    if tokens and tokens[0].lower_ == "to" and tokens[0].dep_ == "aux":
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].is_quote):
        tokens.pop()
    return "".join(t.text_with_ws for t in tokens[:40]).strip()
