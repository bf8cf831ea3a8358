"""Sixth component: verbs and their arguments become propositions, named by the lexicon."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.arguments import Arguments, arguments_of
from kg.extract.clauses import RELATIVE, Clauses, objects
from kg.extract.grammar import (
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
from kg.extract.qualifiers import PERFORMATIVE, Qualifiers
from kg.extract.reading import Proposition, reading_of
from kg.model import Entity, EntityType
from kg.vocab.ontology import Ontology, load_ontology

_PLACE = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout"})
_NOT_ROLES = frozenset(
    {
        "according",
        "during",
        "after",
        "before",
        "since",
        "until",
        "till",
        "despite",
        "amid",
        "through",
        "following",
        "under",
        "by",
        "without",
        "like",
        "such",
        "unlike",
        "including",
        "than",
        "per",
        "throughout",
        "within",
        "because",
        "as",
        "along",
    }
)
_RECIPIENT = frozenset(
    {
        "to",
        "with",
        "from",
        "against",
        "on",
        "for",
        "at",
        "of",
        "into",
        "over",
        "upon",
        "toward",
        "towards",
        "about",
        "between",
    }
)
_REPORT_ONLY = frozenset(
    {
        "say",
        "add",
        "note",
        "state",
        "explain",
        "write",
        "point",
        "observe",
        "remark",
        "reply",
        "continue",
        "think",
        "believe",
        "mean",
        "show",
        "read",
        "comment",
        "feel",
        "argue",
        "claim",
        "report",
        "insist",
        "stress",
        "emphasize",
        "emphasise",
    }
)


class Relations:
    """Turns each verb into who does what to whom."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.clauses = Clauses(ontology)
        self.qualifiers = Qualifiers(ontology)
        self.light = ontology.words["lightVerb"]
        self.requests = ontology.words["requestVerb"]
        self.reporting = ontology.words["reporting"]
        self.plain = ontology.words["plainReporting"]
        self.empty_verbs = ontology.words["emptyVerb"]
        self.idioms = ontology.words["emptyIdiom"]
        self.abstract = ontology.words["abstractSubject"]
        self.clause_verbs = ontology.words["clauseVerb"] | self.reporting | self.requests
        self.small_clause = ontology.words["smallClauseVerb"]

    def __call__(self, doc: Doc) -> Doc:
        """Append to ``propositions`` of the reading."""
        reading = reading_of(doc)
        arguments = arguments_of(self.ontology, doc)
        for token in doc:
            if token.i not in reading.skip and is_verb(token):
                reading.propositions.extend(_VerbReader(self, arguments, token).propositions())
        return doc


class _VerbReader:
    """Reads the propositions of one verb."""

    def __init__(self, rules: Relations, arguments: Arguments, verb: Token) -> None:
        self.rules = rules
        self.args = arguments
        self.verb = verb
        self.lemma = verb.lemma_.lower()
        self.passive = is_passive(verb)
        self.chain = self._chain()

    # -- the words of the relation --------------------------------------------------------------

    def _chain(self) -> list[Token]:
        """The verbs and adjectives that govern this one and share its subject, outermost first."""
        chain = [self.verb]
        current = self.verb
        for _ in range(5):
            head = current.head
            if (
                current.dep_ == "conj"
                and is_verb(head)
                and head.dep_ == "xcomp"
                and child(current, "nsubj") is None
                and current.tag_ == head.tag_
            ):
                current = head
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

    def _words(self, *tail: str) -> str:
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

    def _frames(self, *rest: str) -> tuple[tuple[str, ...], ...]:
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

    # -- arguments ------------------------------------------------------------------------------

    def _subjects(self) -> tuple[Entity, ...]:
        tokens = self.rules.clauses.subjects(self.verb)
        if (
            len(tokens) == 1
            and tokens[0].lemma_.lower() in self.rules.abstract
            and not (self.passive or objects(self.verb))
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

    def _object_tokens(self) -> list[Token]:
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

    def _roles(self) -> list[tuple[Token, Token]]:
        """The prepositional arguments of the verb that are participants: not times, not circumstances."""
        found = []
        for prep, pobj in prepositions(self.verb):
            if prep.dep_ == "agent" or (prep.lower_ in _NOT_ROLES and prep.lower_ != "as"):
                continue
            if pobj.dep_ == "pcomp" or self.args.is_time(pobj):
                continue
            if pobj.tag_ in ("WDT", "WP"):
                antecedent = self.rules.clauses.antecedent(self.verb)
                if antecedent is None or prep.lower_ in _PLACE:
                    continue
                pobj = antecedent
            found.append((prep, pobj))
        # a preposition left behind: "the companies for which they worked", "made to work for"
        return found

    # -- propositions ---------------------------------------------------------------------------

    def propositions(self) -> Iterator[Proposition]:
        """The propositions that the verb makes, most central first."""
        if self._is_matrix_only() or (
            self.lemma in self.rules.empty_verbs
            and not self.passive
            and child(self.verb, *OBJECTS) is None
            and self.verb.dep_ in ("acl", "prep", "advcl")
        ):
            return
        if self._asked_of_others() or (self.lemma == "do" and child(self.verb, *OBJECTS) is None):
            return
        subjects = self._subjects()
        if (self.lemma == "be" and not self.passive) or (
            self.lemma in ("become", "remain") and child(self.verb, "attr", "acomp") is not None
        ):
            yield from self._copula(subjects)
            return
        if self.passive:
            yield from self._passive(subjects)
            return
        if not subjects:
            return
        tokens = self._object_tokens()
        roles = self._roles()
        if tokens:
            yield from self._transitive(subjects, tokens, roles)
        elif (clause := self._clause()) is not None and (self.lemma in self.rules.clause_verbs):
            yield from self._with_clause(subjects, clause, roles)
        else:
            yield from self._intransitive(subjects, roles)

    def _asked_of_others(self) -> bool:
        """Whether this is what somebody is asked to do: the content of the asking, not a statement of its own."""
        top = self.verb
        while top.dep_ == "conj" and is_verb(top.head) and child(top, "nsubj") is None:
            top = top.head
        head = top.head
        if top.dep_ not in ("xcomp", "ccomp", "advcl") or not is_verb(head) or head.i == top.i:
            return False
        if head.lemma_ not in (
            "urge",
            "ask",
            "request",
            "call",
            "press",
            "order",
            "instruct",
            "demand",
            "appeal",
            "beg",
            "exhort",
            "implore",
            "encourage",
            "invite",
            "warn",
            "tell",
            "want",
            "advise",
            "lobby",
            "allow",
            "permit",
            "help",
            "force",
            "enable",
        ):
            return False
        if ("to" not in auxiliaries(top) and child(top, "nsubj") is None) or "to" not in auxiliaries(top):
            return False
        return self._asks_somebody(head)

    def _asks_somebody(self, verb: Token) -> bool:
        if is_passive(verb):
            return False
        if child(verb, *OBJECTS, "dative") is not None:
            return True
        if any(p.lower_ in ("on", "upon") and child(p, "pobj") is not None for p in children(verb, "prep")):
            return True
        clause = child(verb, "ccomp", "xcomp")
        return clause is not None and child(clause, "nsubj", "nsubjpass") is not None

    def _is_matrix_only(self) -> bool:
        """Whether all that the verb does is govern another one, which speaks for both."""
        if self.lemma in self.rules.requests and not self.passive and self._asks_somebody(self.verb):
            return False
        for c in children(self.verb, "xcomp", "ccomp"):
            if (
                c.dep_ == "xcomp"
                and is_verb(c)
                and not (self.lemma in self.rules.requests and child(self.verb, *OBJECTS, "dative") is not None)
            ):
                return not objects(self.verb)
            if (
                c.dep_ == "ccomp"
                and is_verb(c)
                and "to" in auxiliaries(c)
                and child(c, "nsubj", "nsubjpass") is None
                and not objects(self.verb)
            ):
                return True
        for c in children(self.verb, "acomp"):
            if any(is_verb(k) and k.dep_ in ("xcomp", "ccomp") for k in c.children):
                return True
        return bool(
            self.lemma == "look" and any(k.dep_ == "pcomp" for p in children(self.verb, "prep") for k in p.children)
        )

    def _clause(self) -> Token | None:
        return next((c for c in children(self.verb, "ccomp", "xcomp") if is_verb(c) or c.dep_ == "ccomp"), None)

    def _make(
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
        if len(self.chain) > 1 and self.chain[0].lemma_ in PERFORMATIVE | {
            "hope",
            "want",
            "plan",
            "intend",
            "urge",
            "seek",
        }:
            return clause_text(self.chain[1] if self.chain[1].pos_ != "ADP" else self.verb)
        return None

    def _transitive(
        self, subjects: tuple[Entity, ...], tokens: list[Token], roles: list[tuple[Token, Token]]
    ) -> Iterator[Proposition]:
        first = tokens[0]
        noun = first.lemma_.lower()
        reciprocal = first.lower_ in ("other", "another") and any(c.lower_ in ("each", "one") for c in first.children)
        if reciprocal:
            yield from self._reciprocal(subjects, self._words(), self._frames())
            return
        found = self.args.many(tokens) or self._claim_meant(first)
        found = tuple(e for e in found if e not in subjects or len(found) == 1)
        inner = [
            (p, o) for t in tokens[:1] for p, o in prepositions(t) if o.dep_ == "pobj" and not self.args.is_time(o)
        ]
        target = self._target(noun, first, [*roles, *inner])
        if target is not None:
            prep, pobj = target
            words = self._words(self._noun_words(first), prep.lower_)
            if pobj.lower_ in ("other", "another"):
                yield from self._reciprocal(subjects, words, self._frames(noun, prep.lower_))
                return
            goals = self.args.many(conjuncts(pobj))
            goals = tuple(e for e in goals if e not in subjects)
            if goals:
                yield self._make(
                    subjects, words, self._frames(noun, prep.lower_), goals, pobj, 0.8, negated_objects=tokens
                )
                if (
                    self.rules.ontology.relation_of(self.lemma, noun, prep.lower_) is not None
                    or self.lemma in self.rules.light
                ):
                    return
        if (
            noun in self.rules.idioms
            and first.i not in self.args.reading.at
            and child(first, "amod", "poss", "compound") is None
        ):
            yield from self._idiom(subjects, first, roles)
            return
        if (
            len(subjects) > 1
            and self.lemma in ("hold", "have", "conduct")
            and noun
            in (
                "talk",
                "meeting",
                "conversation",
                "call",
                "discussion",
                "consultation",
                "summit",
                "negotiation",
                "dialogue",
            )
        ):
            yield from self._reciprocal(
                subjects, self._words(noun + "s" if noun != "dialogue" else noun, "with"), self._frames(noun, "with")
            )
        if found:
            yield self._make(subjects, self._words(), self._frames(noun), found, first, 0.75, negated_objects=tokens)

    def _idiom(
        self, subjects: tuple[Entity, ...], noun: Token, roles: list[tuple[Token, Token]]
    ) -> Iterator[Proposition]:
        """ "took place in Kyiv", "takes effect in May": the idiom is the relation, its place or time the object."""
        inner = [(p, o) for p, o in prepositions(noun) if o.dep_ == "pobj" and not self.args.is_time(o)]
        for prep, pobj in [*roles, *inner]:
            found = tuple(e for e in self.args.many(conjuncts(pobj), place=prep.lower_ in _PLACE) if e not in subjects)
            if found:
                yield self._make(
                    subjects,
                    self._words(noun.lower_, prep.lower_),
                    self._frames(noun.lemma_.lower(), prep.lower_),
                    found,
                    pobj,
                    0.65,
                )
                return
        for time in self.args.reading.times:
            token = self.verb.doc[time.root]
            if token.head.i == self.verb.i or token.head.head.i == self.verb.i:
                yield self._make(
                    subjects,
                    self._words(noun.lower_),
                    self._frames(noun.lemma_.lower()),
                    (Entity(time.span.value),),
                    token,
                    0.5,
                )
                return

    def _claim_meant(self, token: Token) -> tuple[Entity, ...]:
        """What "this" is that somebody denies or rejects: the claim of who spoke before."""
        if token.lower_ not in ("this", "that", "it") or self.lemma not in (
            "deny",
            "reject",
            "dismiss",
            "dispute",
            "refute",
            "confirm",
        ):
            return ()
        start = self.verb.sent.start
        if start == 0:
            return ()
        for t in self.verb.doc[start - 1].sent:
            if is_verb(t) and t.lemma_ in self.rules.reporting and t.dep_ in ("ROOT", "conj"):
                speakers = self.args.many(self.rules.clauses.subjects(t))
                if speakers:
                    return (Entity(f"claim of {speakers[0].name}"),)
        return ()

    @staticmethod
    def _noun_words(token: Token) -> str:
        words = [c.lower_ for c in token.lefts if c.dep_ == "compound" and c.is_lower]
        return " ".join([*words, token.lower_])

    def _target(self, noun: str, first: Token, roles: list[tuple[Token, Token]]) -> tuple[Token, Token] | None:
        """The prepositional object that a light verb's act is directed at: sanctions *on Russia*, talks *with Xi*."""
        if first.i in self.args.reading.at and self.args.reading.at[first.i].entity.type.is_actor:
            return None
        for prep, pobj in roles:
            relation = self.rules.ontology.frames.get((self.lemma, noun, prep.lower_))
            if relation is not None and self.args.entities(pobj):
                return prep, pobj
        if self.lemma not in self.rules.light:
            return None
        for prep, pobj in roles:
            if prep.lower_ not in ("to", "with", "against", "on", "from", "for", "toward", "towards", "over"):
                continue
            if any(
                e.type in (EntityType.PERSON, EntityType.STATE) or (e.type.is_actor and e.id is not None)
                for e in self.args.entities(pobj)
            ):
                return prep, pobj
        return None

    def _reciprocal(
        self, subjects: tuple[Entity, ...], words: str, frames: tuple[tuple[str, ...], ...]
    ) -> Iterator[Proposition]:
        """ "They thanked each other": each of the subjects with each other one."""
        if len(subjects) == 2:
            yield self._make((subjects[0],), words, frames, (subjects[1],), None, 0.7)
            if not self._symmetric(frames):
                yield self._make((subjects[1],), words, frames, (subjects[0],), None, 0.7)
        else:
            for i, one in enumerate(subjects):
                for other in subjects[i + 1 :]:
                    yield self._make((one,), words, frames, (other,), None, 0.65)

    def _symmetric(self, frames: tuple[tuple[str, ...], ...]) -> bool:
        for frame in frames:
            relation = self.rules.ontology.relation_of(*frame)
            if relation is not None:
                return relation.symmetric
        return False

    def _with_clause(
        self, subjects: tuple[Entity, ...], clause: Token, roles: list[tuple[Token, Token]]
    ) -> Iterator[Proposition]:
        """A verb with a clause for its object: announces that, warns that, denies that; plain reports say nothing more."""
        if self.lemma in self.rules.small_clause and not (is_verb(clause) and clause.pos_ == "VERB"):
            called = child(clause, "nsubj")
            if called is not None and child(clause, "mark") is None:
                found = self.args.many(conjuncts(called))
                if found:
                    yield self._make(
                        subjects,
                        self._words(),
                        self._frames(),
                        found,
                        called,
                        0.7,
                        self.args.phrases.text(clause, self.args.skip),
                    )
                    return
        if self.lemma in self.rules.requests or self.lemma in ("hope", "want", "wish", "expect", "propose", "demand"):
            inner = children(clause, "nsubj", "nsubjpass")
            demanded = self.lemma in ("demand", "insist", "ask", "propose", "recommend", "request", "urge") and (
                clause.tag_ == "VB" or "should" in auxiliaries(clause)
            )
            if inner and ("to" in auxiliaries(clause) or self.lemma in ("want", "wish") or demanded):
                people = self.args.many(conjuncts(inner[0]))
                if people:
                    yield self._make(
                        subjects, self._words(), self._frames(), people, inner[0], 0.75, clause_text(clause)
                    )
                    return
        for prep, pobj in roles:
            if self.lemma in ("agree", "call", "appeal") and prep.lower_ in ("with", "on", "to"):
                people = tuple(e for e in self.args.many(conjuncts(pobj)) if e not in subjects)
                if people:
                    yield self._make(
                        subjects,
                        self._words(prep.lower_),
                        self._frames(prep.lower_),
                        people,
                        pobj,
                        0.75,
                        clause_text(clause),
                    )
                    return
        if self.lemma in self.rules.plain or self.lemma in _REPORT_ONLY:
            yield from self._says_must(subjects, clause)
            return
        gist = self._gist(clause)
        if gist is not None:
            yield self._make(subjects, self._words(), self._frames(), (gist,), clause, 0.6, clause_text(clause))

    def _says_must(self, subjects: tuple[Entity, ...], clause: Token) -> Iterator[Proposition]:
        """ "Russia said that Sudan must return the helicopter": who says that another must do something urges it."""
        if not auxiliaries(clause) & {"must", "should"} or is_passive(clause):
            return
        inner = children(clause, "nsubj")
        found = self.args.many(conjuncts(inner[0])) if inner else ()
        people = tuple(e for e in found if e.type.is_actor and e.id is not None and e not in subjects)
        if people and all(e.type.is_actor for e in subjects):
            modal = next(a for a in ("must", "should") if a in auxiliaries(clause))
            yield self._make(
                subjects, f"{self._words()} that {modal}", (("urge",),), people, inner[0], 0.6, clause_text(clause)
            )

    def _gist(self, clause: Token) -> Entity | None:
        """A clause in a few words: who does what."""
        subject = self.args.many(self.rules.clauses.subjects(clause)[:1])
        words = [subject[0].name] if subject else []
        for _ in range(3):
            deeper = next((c for c in children(clause, "xcomp") if is_verb(c)), None)
            if deeper is None:
                adjective = child(clause, "acomp")
                deeper = (
                    next((c for c in children(adjective, "xcomp") if is_verb(c)), None)
                    if adjective is not None
                    else None
                )
            if deeper is None or objects(clause):
                break
            if clause.lemma_ not in ("be", "try", "have"):
                words.append(clause.lemma_.lower())
            clause = deeper
        words.append(clause.lemma_.lower())
        found = self.args.many(objects(clause)[:1])
        if not found:
            attr = child(clause, "attr", "acomp")
            if attr is not None:
                words.append(self.args.phrases.text(attr, self.args.skip, 4))
            else:
                for prep, pobj in prepositions(clause):
                    if not self.args.is_time(pobj) and pobj.dep_ == "pobj":
                        inner = self.args.many([pobj])
                        if inner:
                            words += [prep.lower_, inner[0].name]
                            break
        else:
            words.append(found[0].name)
        text = " ".join(w for w in words if w)
        return Entity(text) if len(text.split()) > 1 else None

    def _intransitive(self, subjects: tuple[Entity, ...], roles: list[tuple[Token, Token]]) -> Iterator[Proposition]:
        first_frame = None
        produced = 0
        people = [r for r in roles if r[0].lower_ not in _PLACE] or roles
        known = [
            r
            for r in roles
            if (*self._frames()[0], r[0].lower_) in self.rules.ontology.frames
            or (self.lemma, r[0].lower_) in self.rules.ontology.frames
        ]
        for prep, pobj in known or people:
            if prep.lower_ == "as" and self.lemma not in ("serve", "act", "work"):
                continue
            if pobj.lower_ in ("other", "another"):
                yield from self._reciprocal(subjects, self._words(prep.lower_), self._frames(prep.lower_))
                produced += 1
                continue
            goals = tuple(e for e in self.args.many(conjuncts(pobj)) if e not in subjects)
            if not goals:
                continue
            # "talks with X on Y": the partner first, the topic as a statement of its own
            yield self._make(
                subjects,
                self._words(prep.lower_),
                self._frames(prep.lower_),
                goals,
                pobj,
                0.75 if produced == 0 else 0.6,
            )
            produced += 1
            first_frame = prep
            if produced >= 2:
                break
        if (
            produced == 0
            and len(subjects) > 1
            and self.lemma
            in ("meet", "talk", "speak", "cooperate", "clash", "fight", "agree", "work", "negotiate", "confer")
        ):
            yield from self._reciprocal(
                subjects, self._words("with") if self.lemma != "meet" else self._words(), self._frames("with")
            )
            produced += 1
        if produced == 0 and first_frame is None:
            purpose = next((c for c in children(self.verb, "advcl") if "to" in auxiliaries(c)), None)
            if purpose is not None:
                found = self.args.many(objects(purpose))
                if found:
                    words = f"{self._words()} to {purpose.lemma_.lower()}"
                    yield self._make(subjects, words, self._frames(), found, objects(purpose)[0], 0.6)
                    return
            for home in children(self.verb, "advmod", "npadvmod", "dobj"):
                if home.lower_ in ("home", "abroad"):
                    yield self._make(subjects, self._words(), self._frames(), (Entity(home.lower_),), home, 0.5)
                    return

    def _passive(self, patients: tuple[Entity, ...]) -> Iterator[Proposition]:
        agents: tuple[Entity, ...] = ()
        for prep, pobj in prepositions(self.verb):
            if prep.lower_ == "by" and pobj.dep_ == "pobj" and not self.args.is_time(pobj):
                agents = self.args.many(conjuncts(pobj))
                break
        roles = list(self._roles())
        tokens = [t for t in objects(self.verb) if t.i not in self.args.time_tokens]
        patient_tokens = self.rules.clauses.subjects(self.verb)
        if agents and patients:
            yield self._make(
                agents,
                self._active_words(),
                self._frames(),
                patients,
                patient_tokens[0] if patient_tokens else None,
                0.8,
            )
            return
        if not patients:
            return
        if tokens:
            yield self._make(patients, self._words(), self._frames(), self.args.many(tokens), tokens[0], 0.65)
            return
        clause = self._clause()
        if clause is not None and self.lemma in ("tell", "inform", "assure", "warn"):
            gist = self._gist(clause)
            if gist is not None:
                yield self._make(
                    patients, self._words("that"), (("be", self.lemma),), (gist,), clause, 0.6, clause_text(clause)
                )
            return
        chosen = [r for r in roles if r[0].lower_ not in _PLACE] or roles or self._circumstances()
        for prep, pobj in chosen[:1]:
            goals = tuple(e for e in self.args.many(conjuncts(pobj), place=prep.lower_ in _PLACE) if e not in patients)
            if goals:
                yield self._make(
                    patients, self._words(prep.lower_), (("be", self.verb.lower_, prep.lower_),), goals, pobj, 0.6
                )
                return
        oprd = child(self.verb, "oprd")
        if oprd is not None and not is_verb(oprd):
            yield self._make(patients, self._words(), (("be", self.verb.lower_),), self.args.many([oprd]), oprd, 0.6)

    def _circumstances(self) -> list[tuple[Token, Token]]:
        """Where nothing else fills a role, under what, after what or because of what it was done."""
        return [
            (p, o)
            for p, o in prepositions(self.verb)
            if o.dep_ == "pobj"
            and p.lower_ in ("under", "after", "during", "following", "because", "of", "despite")
            and not self.args.is_time(o)
        ]

    def _active_words(self) -> str:
        """The relation of a passive with its agent, turned into the active."""
        if len(self.chain) > 1:
            return self._words("ACTIVE")
        p = particle(self.verb)
        return " ".join(w for w in (third_person(self.lemma), p) if w)

    def _copula(self, subjects: tuple[Entity, ...]) -> Iterator[Proposition]:
        verb = self.verb
        words = self._words()
        attr = child(verb, "attr")
        if any(c.dep_ == "expl" for c in verb.children):
            if attr is not None:
                for prep, pobj in prepositions(attr):
                    if prep.lower_ in ("between", "against", "in", "on") and not self.args.is_time(pobj):
                        found = self.args.many(conjuncts(pobj))
                        head = self.args.phrases.entity(attr, {t.i for t in prep.subtree} | self.args.skip)
                        if found and head.name:
                            yield self._make(
                                (head,),
                                f"takes place {prep.lower_}",
                                (("take", "place", prep.lower_),),
                                found,
                                pobj,
                                0.5,
                                negated_objects=[attr],
                            )
                            return
            return
        if not subjects:
            return
        if attr is not None and attr.tag_ not in ("WP", "WDT"):
            if attr.lower_ in ("time", "first", "second") or self.args.is_time(attr):
                return
            found = self.args.many(conjuncts(attr))
            found = tuple(e for e in found if e not in subjects)
            if found:
                yield self._make(subjects, words, self._frames(), found, attr, 0.65)
            return
        adjective = child(verb, "acomp")
        if adjective is None:
            adjective = next((c for c in children(verb, "advcl", "ccomp") if c.tag_ == "JJ"), None)
        if adjective is not None:
            for prep, pobj in prepositions(adjective):
                if pobj.dep_ == "pobj" and not self.args.is_time(pobj):
                    found = tuple(e for e in self.args.many(conjuncts(pobj)) if e not in subjects)
                    if found:
                        yield self._make(
                            subjects,
                            f"{words} {adjective.lower_} {prep.lower_}",
                            (("be", adjective.lower_, prep.lower_), ("be", adjective.lower_)),
                            found,
                            pobj,
                            0.65,
                        )
                        return
            yield self._make(
                subjects,
                words,
                (("be", adjective.lower_), ("be",)),
                tuple(Entity(a.lower_) for a in conjuncts(adjective)),
                adjective,
                0.55,
            )
            return
        for prep, pobj in self._roles():
            goal = next(
                ((p, o) for p, o in prepositions(pobj) if p.lower_ in ("to", "in", "with") and o.dep_ == "pobj"), None
            )
            if (
                prep.lower_ == "on"
                and goal is not None
                and pobj.lemma_ in ("visit", "trip", "tour", "mission", "way", "terms")
            ):
                found = tuple(e for e in self.args.many(conjuncts(goal[1]), place=True) if e not in subjects)
                if found:
                    yield self._make(
                        subjects,
                        f"{words} on {pobj.lower_} {goal[0].lower_}",
                        self._frames("on", pobj.lemma_),
                        found,
                        goal[1],
                        0.65,
                    )
                    return
            found = tuple(e for e in self.args.many(conjuncts(pobj), place=prep.lower_ in _PLACE) if e not in subjects)
            if found:
                yield self._make(subjects, f"{words} {prep.lower_}", self._frames(prep.lower_), found, pobj, 0.6)
                return


@Language.factory("kg_relations", requires=["token.dep", "doc._.kg"], assigns=["doc._.kg"])
def make_relations(nlp: Language, name: str) -> Relations:
    """Register :class:`Relations` with spaCy."""
    return Relations(load_ontology())
