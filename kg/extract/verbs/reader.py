"""One verb with its arguments: the chain of verbs it stands in, its subjects, objects and roles."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.arguments import Arguments
from kg.extract.clauses import RELATIVE, Clauses, objects
from kg.extract.grammar import (
    LOCATIVE,
    OBJECTS,
    auxiliaries,
    child,
    children,
    conjuncts,
    is_passive,
    is_verb,
    particle,
    prepositions,
    third_person,
)
from kg.extract.phrases import clause_text
from kg.extract.qualifiers import Qualifiers
from kg.extract.reading import Proposition
from kg.model import Entity, EntityType
from kg.vocab.ontology import Ontology

#: Prepositions of circumstances, whose objects are no participants.
_NOT_ROLES = frozenset(
    "according during after before since until till despite amid through following under by without like such unlike "
    "including than per throughout within because as along".split()
)


class VerbRules:
    """The tables of the ontology that reading a verb needs."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.clauses = Clauses(ontology)
        self.qualifiers = Qualifiers(ontology)
        self.light = ontology.words["lightVerb"]
        self.requests = ontology.words["requestVerb"]
        self.reporting = ontology.words["reporting"]
        self.plain = ontology.words["plainReporting"]
        self.reciprocal_verbs = ontology.words["reciprocalVerb"]
        self.meeting_verbs = ontology.words["meetingVerb"]
        self.report_only = ontology.words["reportOnly"]
        self.asking = ontology.words["asking"]
        self.empty_verbs = ontology.words["emptyVerb"]
        self.idioms = ontology.words["emptyIdiom"]
        self.abstract = ontology.words["abstractSubject"]
        self.clause_verbs = ontology.words["clauseVerb"] | self.reporting | self.requests
        self.small_clause = ontology.words["smallClauseVerb"]


class VerbReader:
    """Reads the arguments of one verb, and puts its propositions together."""

    def __init__(self, rules: VerbRules, arguments: Arguments, verb: Token) -> None:
        self.rules = rules
        self.args = arguments
        self.verb = verb
        self.lemma = verb.lemma_.lower()
        self.passive = is_passive(verb)
        self.chain = self._chain()

    def _chain(self) -> list[Token]:
        """The verbs and adjectives that govern this one and share its subject, outermost first."""
        chain = [self.verb]
        current = self.verb
        for _ in range(5):
            head = current.head
            first = current
            while (
                first.dep_ == "conj"
                and is_verb(first.head)
                and child(first, "nsubj") is None
                and first.tag_ == first.head.tag_
            ):
                first = first.head
            if first.i != current.i and first.dep_ == "xcomp":
                current = first
                continue
            if head.i == current.i:
                break
            if (
                current.dep_ in ("xcomp", "ccomp", "oprd")
                and child(current, "nsubj", "nsubjpass", "mark") is None
                and (current.dep_ != "ccomp" or "to" in auxiliaries(current) or current.tag_ == "VBG")
            ):
                if is_verb(head):
                    if (
                        head.lemma_ in self.rules.requests
                        and child(head, *OBJECTS, "dative") is not None
                        and not is_passive(head)
                    ):
                        break
                    chain.insert(0, head)
                    current = head
                    continue
                if head.pos_ in ("ADJ", "ADV", "VERB") and is_verb(head.head):
                    chain.insert(0, head)
                    chain.insert(0, head.head)
                    current = head.head
                    continue
            if current.dep_ == "pcomp" and head.lower_ in ("to", "of", "in", "on", "from", "for", "at"):
                governor = head.head
                if governor.pos_ in ("VERB", "AUX") and child(governor, *OBJECTS) is None:
                    chain.insert(0, head)
                    chain.insert(0, governor)
                    current = governor
                    continue
                if governor.pos_ == "ADJ" and is_verb(governor.head):
                    chain[0:0] = [governor.head, governor, head]
                    current = governor.head
                    continue
            break
        return chain

    def words(self, *tail: str) -> str:
        """The chain as a verb phrase in the third person: "agrees to establish", "is scheduled to meet with"."""
        words: list[str] = []
        for position, token in enumerate(self.chain):
            first = position == 0
            if token.pos_ in ("ADP", "SCONJ", "PART", "ADV") or token.pos_ == "ADJ":
                words.append(token.lower_)
                continue
            lemma = token.lemma_.lower()
            passive = is_passive(token) and (token.i != self.verb.i or (self.passive and tail[:1] != ("ACTIVE",)))
            previous = self.chain[position - 1] if position else None
            if first:
                words += ["is", token.lower_] if passive else [third_person(lemma)]
            elif token.tag_ == "VBG" or (previous is not None and previous.pos_ == "ADP"):
                words.append(token.lower_ if not passive else "being " + token.lower_)
            elif passive:
                words += ["to be", token.lower_]
            else:
                words += (
                    ["to"] if "to" in auxiliaries(token) or (previous is not None and previous.pos_ == "VERB") else []
                ) + [lemma]
            p = particle(token)
            if p:
                words.append(p)
            elif lemma == "look" and any(c.lower_ == "forward" for c in token.children):
                words.append("forward")
        words += [w for w in tail if w and w != "ACTIVE"]
        return " ".join(words)

    def frames(self, *rest: str) -> tuple[tuple[str, ...], ...]:
        """The frames that the lexicon is asked for, most specific first."""
        p = particle(self.verb)
        base = (self.lemma, p) if p else (self.lemma,)
        words = tuple(w for w in rest if w)
        frames = [(*base, *words)]
        if len(words) == 2:
            frames.append((*base, words[0]))
            frames.append((*base, words[1]))
        if words:
            frames.append(base)
        if p:
            frames.append((self.lemma,))
        return tuple(frames)

    def subjects(self) -> tuple[Entity, ...]:
        """The entities that the subject stands for, with those who are said to do the same."""
        tokens = self.rules.clauses.subjects(self.verb)
        if (
            len(tokens) == 1
            and tokens[0].lemma_.lower() in self.rules.abstract
            and (self.chain[0].lemma_ == "be" or not (self.passive or objects(self.verb)))
        ):
            return ()
        found = self.args.many([t for t in tokens if not self.args.is_time(t) or t.i in self.args.reading.at])
        return tuple(dict.fromkeys((*found, *self.args.many(self._further_subjects()))))

    def _further_subjects(self) -> list[Token]:
        """Who else does it: "welcomed the deal, as did Iraq and Oman"; "has called, like Macron, for"."""
        more: list[Token] = []
        for c in self.verb.children:
            if (
                c.dep_ in ("advcl", "conj", "ccomp")
                and c.lemma_ == "do"
                and child(c, *OBJECTS) is None
                and any(k.lower_ in ("as", "so") for k in c.children)
            ):
                for subject in children(c, "nsubj"):
                    more += conjuncts(subject)
            elif (
                c.dep_ == "prep" and c.lower_ == "like" and c.i < self.verb.i + 3 and child(self.verb, *OBJECTS) is None
            ):
                pobj = child(c, "pobj")
                m = self.args.reading.at.get(pobj.i) if pobj is not None else None
                if pobj is not None and m is not None and m.entity.type in (EntityType.PERSON, EntityType.STATE):
                    more.append(pobj)
            elif (
                c.dep_ == "prep"
                and c.lower_ in ("with", "alongside")
                and self.lemma in ("welcome", "attend", "take", "greet", "sign", "visit", "join")
            ):
                if any(k.lower_ in ("together", "along") for k in c.lefts) or (
                    c.i > 0 and c.nbor(-1).lower_ in ("together", "along")
                ):
                    pobj = child(c, "pobj")
                    if pobj is not None:
                        more += conjuncts(pobj)
        return more

    def object_tokens(self) -> list[Token]:
        """Direct objects; of a relative clause without one, its antecedent."""
        verb = self.verb
        found = [t for t in objects(verb) if t.i not in self.args.time_tokens]
        if not found:
            for c in children(verb, "dative"):
                if c.pos_ != "ADP":
                    found += conjuncts(c)
        resolved: list[Token] = []
        for t in found:
            if (t.lower_ in RELATIVE and t.tag_ in ("WDT", "WP", "IN")) or t.tag_ in ("WDT", "WP"):
                antecedent = self.rules.clauses.antecedent(verb)
                if antecedent is not None:
                    resolved.append(antecedent)
            else:
                resolved.append(t)
        if not resolved and not self.passive:
            holder = self.chain[0]
            if holder.dep_ == "relcl" and self._gap(holder):
                resolved.append(holder.head)
            elif (
                verb.dep_ == "conj"
                and verb.head.dep_ == "relcl"
                and child(verb, "nsubj") is None
                and self._gap(verb.head)
                and self._gap(verb)
            ):
                resolved.append(verb.head.head)
        return resolved

    def _gap(self, relative: Token) -> bool:
        """Whether a relative clause lacks the object that its antecedent is: "the curbs it imposed"."""
        if any(c.dep_ in (*OBJECTS, "ccomp", "attr", "acomp", "oprd", "dative") for c in self.verb.children):
            return False
        subject = child(relative, "nsubj")
        if subject is None or subject.tag_ in ("WDT", "WP") or subject.lower_ in RELATIVE:
            return False
        if any(c.lower_ in ("where", "when", "why", "how") for c in relative.children):
            return False
        for prep in children(relative, "prep"):
            pobj = child(prep, "pobj")
            if pobj is not None and pobj.tag_ in ("WDT", "WP"):
                return False
            if pobj is None and child(prep, "pcomp") is None and prep.i > relative.i:
                return False
        return not self.args.is_time(relative.head)

    def roles(self) -> list[tuple[Token, Token]]:
        """The prepositional arguments of the verb that are participants: not times, not circumstances."""
        found = []
        for prep, pobj in prepositions(self.verb):
            if prep.dep_ == "agent" or (prep.lower_ in _NOT_ROLES and prep.lower_ != "as"):
                continue
            if pobj.dep_ == "pcomp" or self.args.is_time(pobj):
                continue
            if pobj.tag_ in ("WDT", "WP"):
                antecedent = self.rules.clauses.antecedent(self.verb)
                if antecedent is None or prep.lower_ in LOCATIVE:
                    continue
                pobj = antecedent
            found.append((prep, pobj))
        # a preposition left behind: "the companies for which they worked", "made to work for"
        return found

    def clause(self) -> Token | None:
        """The clause that is the verb's object, or None."""
        own = next((c for c in children(self.verb, "ccomp", "xcomp") if is_verb(c) or c.dep_ == "ccomp"), None)
        if own is not None or self.lemma not in self.rules.reporting:
            return own
        # "announced in a statement that …": the parser hangs the clause on the noun
        for prep in children(self.verb, "prep"):
            noun = child(prep, "pobj")
            if prep.lower_ == "in" and noun is not None:
                for c in children(noun, "acl", "relcl"):
                    if any(k.dep_ == "mark" and k.lower_ == "that" for k in c.children):
                        return c
        return None

    def make(
        self,
        subjects: tuple[Entity, ...],
        words: str,
        frames: tuple[tuple[str, ...], ...],
        found: tuple[Entity, ...],
        token: Token | None,
        certainty: float = 0.7,
        content: str | None = None,
        negated_objects: list[Token] | None = None,
    ) -> Proposition:
        """Put a proposition together, with its modality and negation."""
        return Proposition(
            verb=self.verb,
            subjects=subjects,
            words=words,
            frames=frames,
            objects=found,
            content=content or self._content(),
            negated=self.rules.qualifiers.negated(self.verb, negated_objects),
            modality=self.rules.qualifiers.modality(self.verb),
            head=self.chain[0],
            object_token=token,
            certainty=certainty,
        )

    def _content(self) -> str | None:
        """The action asked for, promised or talked of: the clause that the verb governs, or the end of its own chain."""
        for c in children(self.verb, "xcomp", "ccomp"):
            if is_verb(c):
                return clause_text(c)
        for prep in children(self.verb, "prep"):
            gerund = child(prep, "pcomp")
            if gerund is not None and self.lemma in (
                "accuse",
                "thank",
                "blame",
                "criticize",
                "criticise",
                "condemn",
                "suspect",
                "bar",
                "ban",
                "prevent",
                "stop",
            ):
                return clause_text(gerund)
            if prep.lower_ == "as" and (role := child(prep, "pobj")) is not None:
                return clause_text(role)
        oprd = child(self.verb, "oprd")
        if oprd is not None:
            return clause_text(oprd)
        if len(self.chain) > 1 and self.chain[0].lemma_ in self.rules.qualifiers.performative | {
            "hope",
            "want",
            "plan",
            "intend",
            "urge",
            "seek",
        }:
            return clause_text(self.chain[1] if self.chain[1].pos_ != "ADP" else self.verb)
        return None
