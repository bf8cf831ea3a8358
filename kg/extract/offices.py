"""Reads offices off titles and appositions: "Russian Foreign Minister X", "X, the secretary of Y", "Y's X"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.grammar import child, children, conjuncts
from kg.extract.reading import Mention
from kg.model import EntityType
from kg.vocab.ontology import Ontology

Lookup = Callable[[int], Mention | None]

#: "Foreign Minister Prince Faisal" holds one office and bears a rank beside it.
_RANKS = frozenset({"prince", "princess", "general", "sheikh", "admiral", "colonel", "sir", "lord", "mr", "mr."})
_BEFORE_RANKS = frozenset(
    {"minister", "chief", "president", "leader", "commander", "premier", "ambassador", "head", "director"}
)
_PREPOSITIONS = frozenset({"of", "for", "at", "to", "in", "with"})


@dataclass(frozen=True, slots=True)
class OfficeNote:
    """What a text says of somebody's office: its title in words, the token of the body held, where it stands.

    ``title`` is lower case, as in "foreign minister"; ``of`` the token of the state or body, ``modifier``
    one that stands before the title ("Russian"); ``preposition`` ties title and body; ``former`` looks back.
    """

    title: str
    head: int
    of: Token | None
    modifiers: tuple[Token, ...] = ()
    preposition: str = "of"
    former: bool = False
    counterpart: bool = False


class OfficeReader:
    """Finds the offices that stand beside a name."""

    def __init__(self, ontology: Ontology) -> None:
        self.offices = ontology.words["office"]
        self.honorifics = ontology.words["honorific"]
        self.counterparts = ontology.words["counterpart"]
        self.kin = ontology.words["kin"]

    def is_office(self, token: Token) -> bool:
        """Whether a token is a noun for an office, in the singular or plural."""
        return token.lower_ in self.offices or (
            token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in self.offices
        )

    def before(self, doc: Doc, start: int, lookup: Lookup) -> OfficeNote | None:
        """The title that stands right before the name that begins at token ``start``."""
        left = start
        last_office = -1
        i = start - 1
        while i >= max(0, start - 14) and not doc[i + 1].is_sent_start:
            token = doc[i]
            mention = lookup(i)
            if token.is_space or (mention is not None and mention.entity.type is EntityType.PERSON):
                break
            if mention is not None:
                i = left = mention.start
                i -= 1
                continue
            if self.is_office(token):
                last_office = left = i
            elif token.pos_ in ("PROPN", "NOUN", "ADJ") and not token.is_sent_end:
                left = i
            elif (
                (token.text in ("-", "–") and i > 0 and not doc[i - 1].whitespace_)
                or (token.tag_ == "POS" and last_office >= 0)
                or (
                    token.lower_ in ("of", "for", "the", "and")
                    and any(self.is_office(doc[k]) for k in range(max(0, i - 6), i))
                    and not token.is_sent_start
                )
            ):
                pass
            else:
                break
            i -= 1
        if last_office < 0 and not any(self.is_office(doc[k]) for k in range(left, start)):
            return None
        return self._parse(doc, left, start, lookup)

    def _parse(self, doc: Doc, left: int, right: int, lookup: Lookup) -> OfficeNote | None:
        """Parse the title in tokens ``left`` to ``right``: its body is a mention in it, the rest its words."""
        # cut at the office that has an "of": what stands before it are modifiers, behind it the body
        offices = [k for k in range(left, right) if self.is_office(doc[k]) and lookup(k) is None]
        if not offices:
            return None
        of_position = next(
            (k for k in range(left, right) if doc[k].lower_ in ("of", "for") and any(o < k for o in offices)), None
        )
        head = offices[-1]
        body: Token | None = None
        words: list[str] = []
        modifiers: list[Token] = []
        former = False
        before_of = range(left, of_position if of_position is not None else right)
        if of_position is not None:
            head = [o for o in offices if o < of_position][-1]
            inner = [lookup(k) for k in range(of_position + 1, right)]
            mentions = [m for m in inner if m is not None]
            if mentions:
                body = doc[mentions[-1].start : mentions[-1].end].root
        seen: set[int] = set()
        for k in before_of:
            mention = lookup(k)
            token = doc[k]
            if mention is not None:
                if mention.start not in seen:
                    seen.add(mention.start)
                    modifiers.append(doc[mention.start : mention.end].root)
                continue
            if token.tag_ == "POS" or (token.pos_ == "PUNCT" and token.text not in "-–") or token.pos_ == "DET":
                continue
            if token.lower_ in ("former", "ex", "then", "late"):
                former = True
                continue
            words.append(token.lower_ if token.text not in "-–" else "-")
        if of_position is not None and body is None:
            if all(doc[k].lower_ in self.honorifics or self.is_office(doc[k]) for k in range(of_position + 1, right)):
                return None  # "a critic of Mr Putin": the name is not the critic's
            words += [
                "of",
                *[doc[k].lower_ for k in range(of_position + 1, right) if doc[k].pos_ in ("NOUN", "PROPN")][:2],
            ]
            if words[-1] == "of":
                words.pop()
        if len(words) > 1 and words[-1] in _RANKS and words[-2] in _BEFORE_RANKS:
            words.pop()
        title = " ".join(words).replace(" - ", "-")
        if not title or all(w in self.honorifics for w in title.split()):
            return None
        if body is None and modifiers:
            body, modifiers = modifiers[-1], modifiers[:-1]
        return OfficeNote(title, head, body, tuple(modifiers), "of", former, any(w in self.counterparts for w in words))

    def noun_phrase(self, head: Token, lookup: Lookup) -> list[OfficeNote]:
        """The offices in a noun phrase headed by ``head``: "the secretary of Iran's Council", "China's top diplomat"."""
        notes = []
        for noun in conjuncts(head):
            if not self.is_office(noun):
                continue
            words = []
            modifiers = []
            former = False
            for c in noun.lefts:
                mention = lookup(c.i)
                if mention is not None and c.dep_ != "poss":
                    modifiers.append(c)
                elif c.dep_ in ("amod", "compound", "nmod") and not c.is_punct:
                    inner = [t for t in c.subtree if not t.is_punct and lookup(t.i) is None]
                    modifiers += [t for t in c.subtree if lookup(t.i) is not None]
                    if c.lower_ in ("former", "ex", "then", "late"):
                        former = True
                    elif inner:
                        words += [t.lower_ for t in inner]
            title = " ".join([*words, noun.lower_ if noun.tag_ not in ("NNS", "NNPS") else noun.lemma_.lower()])
            if noun.lemma_.lower() in self.kin and noun.lemma_.lower() not in self.counterparts:
                continue
            body = None
            preposition = "of"
            for prep in children(noun, "prep"):
                pobj = child(prep, "pobj")
                if pobj is not None and prep.lower_ in _PREPOSITIONS:
                    body, preposition = pobj, prep.lower_
                    break
            poss = child(noun, "poss")
            if poss is not None:
                if body is None:
                    body, preposition = poss, "of"
                else:
                    modifiers.append(poss)
            if body is None and modifiers:
                body = modifiers.pop()
            notes.append(
                OfficeNote(
                    title, noun.i, body, tuple(modifiers), preposition, former, noun.lemma_.lower() in self.counterparts
                )
            )
        return notes

    def beside(self, doc: Doc, start: int, end: int, lookup: Lookup) -> list[OfficeNote]:
        """The offices in apposition to the name in tokens ``start`` to ``end``, on either side of it."""
        root = doc[start:end].root
        found: list[OfficeNote] = []
        for c in root.children:
            if c.dep_ == "appos" and c.i >= end:
                found += self.noun_phrase(c, lookup)
        if root.dep_ == "appos" and root.head.i < start and self.is_office(root.head) and lookup(root.head.i) is None:
            found += self.noun_phrase(root.head, lookup)[:1]
        if not found and end + 1 < len(doc) and doc[end].text == "," and not doc[end].is_sent_end:
            found += self._linear(doc, end + 1, lookup)
        return found

    def _linear(self, doc: Doc, start: int, lookup: Lookup) -> list[OfficeNote]:
        """An apposition that the parser did not see: ", the general secretary of …," read left to right."""
        for k in range(start, min(len(doc), start + 12)):
            token = doc[k]
            if token.is_sent_start or (
                token.pos_ in ("VERB", "AUX", "PUNCT", "CCONJ", "PRON") and token.text not in "-–"
            ):
                return []
            if token.lower_ in self.offices and lookup(k) is None:
                head = token
                while head.dep_ == "compound" and head.head.i < start + 14 and self.is_office(head.head):
                    head = head.head
                if head.dep_ in ("compound", "nsubj"):
                    return []
                closing = max(t.i for t in head.subtree) + 1
                if (closing < len(doc) and doc[closing].text in ",.;)") or doc[closing - 1].text == ",":
                    return self.noun_phrase(head, lookup)[:1]
                return []
        return []


def office_words(note: OfficeNote) -> str:
    """The office as a relation: "is foreign minister of", "is former ambassador to"."""
    return f"is {'former ' if note.former else ''}{note.title} {note.preposition}"
