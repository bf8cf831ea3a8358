"""Who is the subject of a verb, its own or one that it shares: the grammar of control, coordination, relative clauses."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.grammar import OBJECTS, SUBJECTS, child, children, conjuncts, governing_verb, is_passive, is_verb
from kg.vocab.ontology import Ontology

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_BLAME = frozenset({"accuse", "blame", "thank", "condemn", "praise", "criticise", "criticize", "charge", "convict", "suspect", "prevent", "stop", "bar", "ban", "prohibit", "keep", "praise", "congratulate", "forgive", "punish", "denounce", "deter", "discourage", "dissuade", "commend"})


class Clauses:
    """Answers questions about the arguments of verbs."""

    def __init__(self, ontology: Ontology) -> None:
        self.controls_object = ontology.words["requestVerb"]

    def subjects(self, verb: Token, depth: int = 0) -> list[Token]:
        """The heads of the subject noun phrases of a verb; of a passive, those of who undergoes it."""
        if depth > 12:
            return []
        own = children(verb, "nsubj", "nsubjpass", "csubj", "csubjpass")
        if own:
            subject = own[-1] if len(own) > 1 and own[0].lower_ in ("which", "that") else own[0]
            if subject.lower_ in RELATIVE and subject.pos_ == "PRON" or subject.tag_ in ("WDT", "WP"):
                antecedent = self.antecedent(verb)
                if antecedent is not None:
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
        if dep == "advcl":
            return self.subjects(head, depth + 1)
        if dep == "relcl":
            return conjuncts(head) if not any(c.dep_ in OBJECTS for c in verb.children) or child(verb, "aux") is not None else conjuncts(head)
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
        if noun.dep_ in (*OBJECTS, "attr", "pobj"):
            return self.subjects(governing_verb(noun), depth + 1)
        return []

    def _of_gerund(self, verb: Token, prep: Token, depth: int) -> list[Token]:
        holder = prep.head
        if is_verb(holder):
            if holder.lemma_.lower() in _BLAME:
                dobj = child(holder, *OBJECTS)
                if dobj is not None:
                    return conjuncts(dobj)
            return self.subjects(holder, depth + 1)
        poss = child(holder, "poss")
        if poss is not None:
            return conjuncts(poss)
        if holder.dep_ in ("acomp", "attr", "dobj", "pobj"):
            return self.subjects(governing_verb(holder), depth + 1)
        return []

    @staticmethod
    def antecedent(verb: Token) -> Token | None:
        """The noun that a relative clause belongs to, given the clause's verb or one coordinated or embedded in it."""
        current = verb
        for _ in range(6):
            if current.dep_ == "relcl":
                return current.head
            if current.dep_ == "acl" and not is_verb(current.head):
                return current.head
            if current.dep_ not in ("conj", "ccomp", "xcomp", "advcl", "aux", "pcomp", "prep"):
                return None
            current = current.head
        return None


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
