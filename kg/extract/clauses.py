"""Who is the subject of a verb, its own or one that it shares: the grammar of control, coordination, relative clauses."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.grammar import OBJECTS, SUBJECTS, child, children, conjuncts, governing_verb, is_passive, is_verb
from kg.vocab.ontology import Ontology

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


class Clauses:
    """Answers questions about the arguments of verbs."""

    def __init__(self, ontology: Ontology) -> None:
        self.issued = ontology.words["issuedText"]
        self.blame = ontology.words["blame"]
        self.controls_object = ontology.words["requestVerb"]
        self.things = ontology.words["eventNoun"] | ontology.words["documentNoun"]
        self.commits = ontology.words["lightVerb"] | {
            "announce",
            "adopt",
            "approve",
            "unveil",
            "sign",
            "reach",
            "become",
        }

    def subjects(self, verb: Token, depth: int = 0) -> list[Token]:
        """The heads of the subject noun phrases of a verb; of a passive, those of who undergoes it."""
        if depth > 12:
            return []
        own = children(verb, "nsubj", "nsubjpass", "csubj", "csubjpass")
        if own:
            subject = own[-1] if len(own) > 1 and own[0].lower_ in ("which", "that") else own[0]
            if (subject.lower_ in RELATIVE and subject.pos_ == "PRON") or subject.tag_ in ("WDT", "WP"):
                antecedent = self.antecedent(verb)
                if antecedent is not None:
                    if subject.lower_ in ("who", "whom"):
                        antecedent = self._animate(antecedent)
                    elif subject.lower_ == "which":
                        antecedent = self._not_a_place(antecedent)
                    if (
                        antecedent.lemma_.lower() in self.issued
                        and antecedent.dep_ == "pobj"
                        and antecedent.head.lower_ == "in"
                    ):
                        return self.subjects(governing_verb(antecedent), depth + 1)
                    return conjuncts_of_antecedent(antecedent, verb)
                return []
            return conjuncts(subject)
        head = verb.head
        dep = verb.dep_
        if head.i == verb.i:
            return []
        if dep == "conj" and (is_verb(head) or head.dep_ == "pcomp"):
            return self.subjects(head, depth + 1)
        if dep in ("xcomp", "ccomp", "oprd", "advcl") and not is_verb(head):
            # ready to, willing to, able to: the adjective's subject
            return self.subjects(governing_verb(head), depth + 1)
        if dep == "ccomp" and verb.tag_ not in ("VB", "VBG", "VBN"):
            return []
        if dep in ("xcomp", "ccomp", "oprd"):
            if head.lemma_.lower() in self.controls_object and not is_passive(head):
                dobj = child(head, *OBJECTS, "dative")
                if dobj is not None:
                    return conjuncts(dobj)
                for prep in children(head, "prep"):
                    pobj = child(prep, "pobj")
                    if pobj is not None and prep.lower_ in ("on", "upon", "to", "for"):
                        return conjuncts(pobj)
            return self.subjects(head, depth + 1)
        if (
            dep == "advcl"
            and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
            and head.lemma_ in ("send", "dispatch", "appoint", "assign")
        ):
            sent = child(head, *OBJECTS)
            if sent is not None:
                return conjuncts(sent)
        if dep == "advcl":
            return self.subjects(head, depth + 1)
        if dep == "relcl":
            if any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
                return self._of_noun_modifier(verb, head, depth)
            return conjuncts(head)
        if dep == "acl":
            return self._of_noun_modifier(verb, head, depth)
        if dep == "pcomp":
            return self._of_gerund(verb, head, depth)
        if dep in ("prep", "dep", "parataxis") and is_verb(head):
            return self.subjects(head, depth + 1)
        return []

    def _of_noun_modifier(self, verb: Token, noun: Token, depth: int) -> list[Token]:
        if verb.tag_ in ("VBN", "VBD", "VBG"):
            return conjuncts_of_antecedent(noun, verb)
        poss = child(noun, "poss")
        if poss is not None:
            return conjuncts(poss)
        governor = governing_verb(noun)
        if (
            noun.dep_ == "attr"
            or (noun.dep_ in OBJECTS and governor.lemma_ in self.commits)
            or (noun.dep_ == "pobj" and noun.head.lower_ == "on")
        ):
            return self.subjects(governor, depth + 1)
        return []

    def _animate(self, noun: Token) -> Token:
        """The noun that "who" means: of "soldiers wounded in the clash who …" the soldiers."""
        current = noun
        for _ in range(4):
            if current.lemma_.lower() not in self.things:
                return current
            above = current.head
            while above.pos_ not in ("NOUN", "PROPN") and above.head.i != above.i:
                above = above.head
            if above.pos_ not in ("NOUN", "PROPN"):
                return noun
            current = above
        return noun

    def _not_a_place(self, noun: Token) -> Token:
        """The noun that ", which" means: of "the attack in Pahalgam, which left" the attack."""
        if (
            noun.dep_ == "pobj"
            and noun.head.lower_ in ("in", "at")
            and noun.pos_ == "PROPN"
            and noun.head.head.lemma_.lower() in self.things
        ):
            return noun.head.head
        return noun

    def _of_gerund(self, verb: Token, prep: Token, depth: int) -> list[Token]:
        holder = prep.head
        if is_verb(holder):
            if holder.lemma_.lower() in self.blame:
                dobj = child(holder, *OBJECTS)
                if dobj is not None:
                    return conjuncts(dobj)
            return self.subjects(holder, depth + 1)
        if holder.dep_ in OBJECTS and holder.head.lemma_.lower() in self.blame:
            return conjuncts(holder)
        verb_above = governing_verb(holder)
        if (
            prep.lower_ == "of"
            and verb_above.lemma_.lower() in self.blame
            and (accused := child(verb_above, *OBJECTS)) is not None
        ):
            return conjuncts(accused)
        poss = child(holder, "poss")
        if poss is not None:
            return conjuncts(poss)
        if holder.dep_ in ("acomp", "attr", "dobj", "pobj"):
            return self.subjects(governing_verb(holder), depth + 1)
        return []

    def antecedent(self, verb: Token) -> Token | None:
        """The noun that a relative clause belongs to, given the clause's verb or one coordinated or embedded in it."""
        current = verb
        for _ in range(6):
            if current.dep_ == "relcl":
                return self._thing_for_which(current)
            if current.dep_ == "acl" and not is_verb(current.head):
                return current.head
            if current.dep_ not in ("conj", "ccomp", "xcomp", "advcl", "aux", "pcomp", "prep"):
                return None
            current = current.head
        return None

    def _thing_for_which(self, relative: Token) -> Token:
        """The antecedent of a relative clause; "which" is no person, and what is imposed or signed no state."""
        noun = relative.head
        which = next(
            (t for t in relative.children if t.lower_ == "which" and t.dep_ in ("dobj", "nsubj", "nsubjpass")), None
        )
        act = (
            which is not None and which.dep_ != "nsubj" and relative.lemma_ in self.commits and noun.ent_type_ == "GPE"
        )
        if which is None or not (noun.ent_type_ == "PERSON" or act):
            return noun
        current = noun
        for _ in range(4):
            current = current.head
            if current.pos_ == "NOUN":
                return current
            if is_verb(current):
                break
        return noun


def conjuncts_of_antecedent(noun: Token, verb: Token) -> list[Token]:
    """What a relative clause is about: the noun, with those before it where the verb is in the plural."""
    plural = verb.tag_ == "VBP" or any(c.lower_ in ("have", "are", "were") for c in children(verb, "aux", "auxpass"))
    if plural and noun.dep_ == "conj" and noun.tag_ in ("NNP", "NN"):
        first = noun
        while first.dep_ == "conj":
            first = first.head
        return conjuncts(first)
    return [noun]


def objects(verb: Token) -> list[Token]:
    """The direct objects of a verb, coordinated ones apart."""
    return [t for o in children(verb, *OBJECTS) for t in conjuncts(o)]


__all__ = ["OBJECTS", "SUBJECTS", "Clauses", "conjuncts_of_antecedent", "objects"]
