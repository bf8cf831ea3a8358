"""How a clause holds: done, planned, wanted, possible, conditional; and whether it is denied."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.grammar import auxiliaries, child, is_passive, is_verb
from kg.model import Modality
from kg.vocab.ontology import Ontology

_ORDER = [Modality.ACTUAL, Modality.PLANNED, Modality.POSSIBLE, Modality.DESIRED, Modality.CONDITIONAL]
_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MAY = frozenset({"may", "might", "could", "can", "ca"})
_SHOULD = frozenset({"should", "must", "ought", "need"})
_NEVER = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "scarcely"})
_NOBODY = frozenset({"no", "nobody", "none", "neither", "nothing"})


class Qualifiers:
    """Reads modality and negation off auxiliaries, matrix verbs, conjunctions and determiners."""

    def __init__(self, ontology: Ontology) -> None:
        words = ontology.words
        self.performative = words["performative"]
        self.desire = words["desire"]
        self.plan = words["plan"]
        self.conditional = words["conditionalMarker"]
        self.reporting = words["plainReporting"]
        self.aspect = words["aspect"]

    def modality(self, verb: Token, depth: int = 0) -> Modality:
        """The modality of the clause that ``verb`` heads, matrix verbs and conditions taken in."""
        own = self._own(verb)
        if depth > 8 or verb.head.i == verb.i:
            return own
        head = verb.head
        dep = verb.dep_
        if dep == "conj" and is_verb(head):
            shares = child(verb, "nsubj", "nsubjpass") is None and not {
                c.lower_ for c in verb.children if c.dep_ == "aux"
            }
            if shares and (verb.tag_ in ("VB",) or (verb.tag_ == head.tag_ and verb.tag_ in ("VBN", "VBG"))):
                return max(own, self.modality(head, depth + 1), key=_ORDER.index)
            up = self._climb_conj(head, depth)
            return max(own, up, key=_ORDER.index)
        if dep in ("xcomp", "ccomp", "oprd", "csubj", "csubjpass") or dep == "pcomp":
            governor = head if dep != "pcomp" else head.head
            given = self._given_by(governor, verb, dep)
            if given is None:
                return own
            inherits = dep in ("xcomp", "oprd", "pcomp") or governor.lemma_ in self.aspect
            if governor.pos_ == "ADJ" and is_verb(governor.head):
                governor, inherits = governor.head, True
            above = (
                self.modality(governor, depth + 1)
                if inherits and is_verb(governor) and governor.lemma_ not in self.performative
                else Modality.ACTUAL
            )
            return max(own, given, above, key=_ORDER.index)
        if (
            dep in ("acl", "relcl")
            and not is_verb(head)
            and head.lemma_
            in ("plan", "decision", "agreement", "intention", "pledge", "promise", "effort", "proposal", "offer")
            and "to" in auxiliaries(verb)
        ):
            return max(own, Modality.PLANNED, key=_ORDER.index)
        if dep == "advcl" and "to" in auxiliaries(verb) and own is Modality.ACTUAL:
            up = self.modality(head, depth + 1) if is_verb(head) else Modality.ACTUAL
            return up if up is not Modality.ACTUAL else Modality.PLANNED
        return own

    def _climb_conj(self, head: Token, depth: int) -> Modality:
        """What a coordinated clause takes over from above the first one: "hopes that A and that B"."""
        if head.dep_ in ("ccomp", "xcomp") and head.head.i != head.i:
            given = self._given_by(head.head, head, head.dep_)
            return given or Modality.ACTUAL
        if head.dep_ == "conj":
            return self._climb_conj(head.head, depth + 1) if depth < 8 else Modality.ACTUAL
        return Modality.ACTUAL

    def _own(self, verb: Token) -> Modality:
        aux = auxiliaries(verb)
        mark = child(verb, "mark")
        if verb.dep_ == "advcl" and mark is not None and mark.lower_ in self.conditional:
            return Modality.CONDITIONAL
        if any(c.dep_ == "advcl" and self._is_if(c) for c in verb.children) and aux & {
            "would",
            "could",
            "might",
            "may",
            "can",
        }:
            return Modality.CONDITIONAL
        if aux & _SHOULD:
            return Modality.DESIRED
        if aux & _MAY:
            if "have" in aux and "could" in aux:
                return Modality.CONDITIONAL
            return Modality.POSSIBLE
        if aux & _WILL:
            return Modality.PLANNED
        if "would" in aux or ("'d" in aux and verb.tag_ == "VB"):
            if verb.lemma_ in ("like", "welcome", "love", "want", "appreciate", "prefer"):
                return Modality.ACTUAL if verb.lemma_ == "welcome" else Modality.DESIRED
            return Modality.PLANNED if self._reported_in_past(verb) else Modality.CONDITIONAL
        if (
            verb.lemma_ in self.desire
            and verb.lemma_ in ("hope", "want", "wish", "desire", "look", "seek")
            and is_verb(verb)
        ):
            return Modality.DESIRED
        if verb.lemma_ in ("plan", "intend") and not is_passive(verb):
            return Modality.PLANNED
        if verb.lemma_ == "consider" and verb.tag_ in ("VB", "VBG"):
            return Modality.POSSIBLE
        return Modality.ACTUAL

    def _is_if(self, clause: Token) -> bool:
        mark = child(clause, "mark")
        return mark is not None and mark.lower_ in self.conditional

    def _reported_in_past(self, verb: Token) -> bool:
        """ "said it would": the future seen from the past, where no condition is near."""
        for t in [verb, *list(verb.ancestors)[:3]]:
            if t.dep_ == "relcl" and t.i == verb.i:
                return False
            if (
                t.dep_ in ("ccomp", "conj", "parataxis")
                and t.head.tag_ in ("VBD", "VBN", "VBZ", "VBP")
                and t.head.i != t.i
                and is_verb(t.head)
                and t.dep_ != "conj"
            ):
                return True
        return any(
            c.dep_ in ("ccomp", "parataxis") and c.lemma_ in self.reporting and c.tag_ == "VBD" for c in verb.children
        )

    def _given_by(self, governor: Token, verb: Token, dep: str) -> Modality | None:
        """The modality that a matrix word gives to what it governs; None where it says nothing of it."""
        lemma = governor.lemma_.lower()
        if lemma in ("have", "need") and dep == "xcomp" and "to" in auxiliaries(verb):
            if any(c.lower_ == "yet" for c in (*governor.children, *verb.children)):
                return Modality.ACTUAL
            return Modality.DESIRED
        if lemma == "be" and dep == "xcomp" and "to" in auxiliaries(verb):
            return Modality.PLANNED
        if governor.pos_ == "ADJ" or governor.tag_ in ("JJ", "JJR"):
            if lemma in (
                "ready",
                "willing",
                "keen",
                "eager",
                "important",
                "necessary",
                "essential",
                "vital",
                "prepared",
            ):
                return Modality.DESIRED
            if lemma in ("likely", "unlikely", "possible", "able"):
                return Modality.POSSIBLE
            if lemma in ("due", "set"):
                return Modality.PLANNED
            return Modality.ACTUAL
        if lemma in ("expect",):
            return (
                Modality.PLANNED
                if is_passive(governor) and not any(c.dep_ == "neg" for c in governor.children)
                else Modality.POSSIBLE
            )
        if lemma in ("doubt", "consider", "contemplate", "weigh", "mull"):
            return Modality.POSSIBLE
        if (lemma in self.desire and lemma not in ("call", "press", "stand")) or lemma in ("forward", "like"):
            return Modality.DESIRED
        if lemma in self.plan and lemma not in ("mean",):
            return Modality.PLANNED
        if lemma in self.performative:
            return Modality.ACTUAL
        return Modality.ACTUAL

    def negated(self, verb: Token, objects: list[Token] | None = None) -> bool:
        """Whether the clause says that it is not so.

        Two negations cancel out ("did not refuse").
        """
        count = 0
        current = verb
        for _ in range(5):
            count += self._denies(current)
            if current.dep_ == "xcomp" and is_verb(current.head) and current.head.lemma_ not in self.performative:
                current = current.head
                count += current.lemma_ in ("fail", "cease") and current.i != verb.i
            elif current.dep_ == "xcomp" and current.head.pos_ == "ADJ":
                count += current.head.lemma_.lower() in ("unable", "unwilling", "reluctant", "unlikely")
                current = current.head.head
            elif (current.dep_ == "ccomp" and current.head.lemma_ == "doubt") or (
                current.dep_ == "ccomp" and current.head.lemma_ in ("unlikely",)
            ):
                count += 1
                break
            else:
                break
        if (
            verb.dep_ == "conj"
            and is_verb(verb.head)
            and child(verb, "nsubj", "nsubjpass") is None
            and count == 0
            and self._denies(verb.head)
        ):
            shares = not {c.lower_ for c in verb.children if c.dep_ == "aux"} and any(
                c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in verb.head.children
            )
            count += shares
        if (
            verb.dep_ == "pcomp"
            and verb.head.lower_ in ("without", "of")
            and (verb.head.lower_ == "without" or verb.head.head.lower_ in ("short", "instead"))
        ):
            count += 1
        if verb.dep_ == "ccomp" and verb.head.lemma_ in ("deny",) and is_verb(verb.head):
            count += 1
        for o in objects or ():
            det = child(o, "det")
            if det is not None and det.lower_ in ("no", "neither"):
                count += 1
                break
        return count % 2 == 1

    @staticmethod
    def _denies(verb: Token) -> int:
        count = 0
        for c in verb.children:
            if (
                c.dep_ == "neg"
                or (c.dep_ in ("advmod", "preconj", "cc") and c.lower_ in _NEVER)
                or (c.lower_ == "longer" and any(k.lower_ == "no" for k in c.children))
            ):
                count += 1
            elif c.dep_ in ("nsubj", "nsubjpass"):
                det = child(c, "det")
                if c.lower_ in _NOBODY or (det is not None and det.lower_ in ("no", "neither")):
                    count += 1
            elif c.dep_ in ("advmod", "aux") and c.lower_ == "yet" and verb.dep_ == "xcomp":
                count += 1
        if verb.dep_ == "xcomp" and verb.head.lemma_ == "have" and any(c.lower_ == "yet" for c in verb.head.children):
            count += 1
        return min(count, 1)
