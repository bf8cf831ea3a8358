"""Fifth component: pronouns, descriptions and groups, resolved over the whole article.

Walks through the article once, keeping in mind who was spoken of and how prominently; every mention adds
to its entity's salience, every sentence lets it fade. A description ("the chancellor", "both sides",
"his country") picks the most salient entity that fits it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.clauses import Clauses
from kg.extract.gazetteer import ontology_states
from kg.extract.grammar import child, children, conjuncts, governing_verb, is_verb
from kg.extract.phrases import Phrases
from kg.extract.reading import Mention, Reading, Via, reading_of
from kg.extract.speech import Source
from kg.model import Entity, EntityType
from kg.vocab.namespaces import entity_iri
from kg.vocab.ontology import Ontology, load_ontology

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_I = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2}
_RANK = {
    "nsubj": 3.0,
    "nsubjpass": 3.0,
    "dobj": 2.0,
    "agent": 2.0,
    "pobj": 1.2,
    "conj": 1.5,
    "appos": 1.2,
    "poss": 0.8,
    "compound": 0.6,
}
_ORG_TYPES = frozenset(EntityType) - {
    EntityType.PERSON,
    EntityType.PLACE,
    EntityType.PHRASE,
    EntityType.EVENT,
    EntityType.DOCUMENT,
    EntityType.STATE,
}
_LEADERS = frozenset(
    {
        "president",
        "minister",
        "premier",
        "chancellor",
        "leader",
        "king",
        "chief",
        "emir",
        "prince",
        "secretary",
        "head",
        "queen",
        "sultan",
        "president-elect",
    }
)


class Reference:
    """Resolves what is not a name to who or what is meant."""

    def __init__(self, ontology: Ontology) -> None:
        words = ontology.words
        self.ontology = ontology
        self.clauses = Clauses(ontology)
        self.phrases = Phrases(ontology)
        self.leader_nouns = words["leaderGroup"]
        self.state_nouns = words["stateGroup"]
        self.government = words["governmentNoun"]
        self.officials = words["officialNoun"]
        self.offices = words["office"]
        self.institutions = words["institution"]
        self.documents = words["documentNoun"]
        self.counterparts = words["counterpart"]
        self.ministries = words["ministry"]
        self.states = ontology_states(ontology)
        self.capitals = {a.country: a.capitals[0] for a in ontology.actors.values() if a.type == "State" and a.capitals}

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``refers`` of the reading: the head token of each resolved description, and its entities."""
        walk = _Walk(self, doc)
        walk.run()
        return doc


class _Walk:
    """One walk through one document."""

    def __init__(self, rules: Reference, doc: Doc) -> None:
        self.rules = rules
        self.doc = doc
        self.reading: Reading = reading_of(doc)
        self.salience: dict[Entity, float] = {}
        self.last_seen: dict[Entity, int] = {}
        self.total: Counter[Entity] = Counter()
        self.files = {f.entity: f for f in self.reading.people.values()}
        self.states = {
            m.entity.country: m.entity
            for m in self.reading.mentions
            if m.entity.type is EntityType.STATE and m.entity.country
        }
        self.all_states = rules.states
        self.last_group: tuple[Entity, ...] = ()
        self.last_plural: tuple[Entity, ...] = ()
        self.issuer: Entity | None = None

    # -- the walk -------------------------------------------------------------------------------

    def run(self) -> None:
        at = self.reading.at
        for sentence in self.doc.sents:
            for e in self.salience:
                self.salience[e] *= 0.55
            for token in sentence:
                if token.i in self.reading.skip:
                    continue
                m = at.get(token.i)
                if m is not None:
                    if token.i == self._root(m):
                        self._see(m.entity, token, m.via)
                        if m.via is Via.DEMONYM:
                            self._noun(token)
                    continue
                if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
                    self._pronoun(token)
                elif token.lower_ in ("both", "two", "pair") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
                    self._group(token, 2, None)
                elif (
                    token.pos_ in ("NOUN", "PROPN")
                    or token.tag_ in ("NN", "NNS")
                    or token.lower_ in self.rules.government
                ):
                    self._noun(token)
                if is_verb(token):
                    self._issue(token)

    def _root(self, m: Mention) -> int:
        return self.doc[m.start : m.end].root.i

    def _see(self, entity: Entity, token: Token, via: Via = Via.NAME) -> None:
        rank = _RANK.get(token.dep_, 0.8)
        if token.dep_ == "conj":
            top = token
            while top.dep_ == "conj":
                top = top.head
            rank = _RANK.get(top.dep_, 1.0)
        if via is Via.DEMONYM:
            rank = 0.5
        self.salience[entity] = self.salience.get(entity, 0.0) + rank
        self.last_seen[entity] = token.i
        self.total[entity] += 1

    def _set(self, token: Token, entities: tuple[Entity, ...]) -> None:
        if not entities:
            return
        self.reading.refers[token.i] = entities
        for e in entities:
            self._see(e, token)
        if len(entities) > 1:
            self.last_plural = entities

    def _issue(self, verb: Token) -> None:
        """Remember who issued a statement: what "the statement" says later is theirs."""
        for prep in verb.children:
            if prep.dep_ == "prep" and prep.lower_ in ("in", "on"):
                pobj = child(prep, "pobj")
                if pobj is not None and pobj.lemma_.lower() in (
                    "statement",
                    "release",
                    "communique",
                    "communiqué",
                    "tweet",
                    "post",
                    "letter",
                    "readout",
                    "article",
                    "interview",
                    "speech",
                ):
                    found = [e for s in self.rules.clauses.subjects(verb) for e in self.entities(s)]
                    if found:
                        self.issuer = found[0]

    # -- what stands for whom -------------------------------------------------------------------

    def entities(self, token: Token) -> tuple[Entity, ...]:
        """The entities a token has been found to stand for."""
        m = self.reading.at.get(token.i)
        if m is not None:
            return (m.entity,)
        if token.i in self.reading.refers:
            return self.reading.refers[token.i]
        return ()

    def _best(self, fits: object, exclude: tuple[Entity, ...] = ()) -> Entity | None:
        candidates = [e for e in self.salience if e not in exclude and fits(e)]  # type: ignore[operator]
        if not candidates:
            return None
        return max(candidates, key=lambda e: (self.salience[e], self.last_seen.get(e, -1)))

    def _pronoun(self, token: Token) -> None:
        word = token.lower_
        if word in _I or word in _WE:
            self._first_person(token, word)
        elif word in _HE or word in _SHE:
            self._he_or_she(token, word in _SHE)
        elif word in _IT:
            self._it(token)
        elif word in _THEY:
            self._they(token)

    def _first_person(self, token: Token, word: str) -> None:
        speakers = self._speakers(token)
        if not speakers:
            return
        if word in _I:
            self._set(token, speakers)
            return
        states = []
        for s in speakers:
            if s.type is EntityType.PERSON or s.type is EntityType.GOVERNMENT_BODY:
                state = self.states.get(s.country or "") or self.all_states.get(s.country or "")
                if state is not None:
                    states.append(state)
            else:
                states.append(s)
        self._set(token, tuple(dict.fromkeys(states)))

    def _speakers(self, token: Token) -> tuple[Entity, ...]:
        source: Source | None = self.reading.sources.get(token.i)
        if source is None:
            return ()
        if source.turn is not None:
            span = self.doc.char_span(*source.turn, alignment_mode="expand")
            people = (
                [self.reading.at[i].entity for i in range(span.start, span.end) if i in self.reading.at]
                if span is not None
                else []
            )
            people = [e for e in people if e.type is EntityType.PERSON]
            return (people[-1],) if people else ()
        found: list[Entity] = []
        for t in source.tokens:
            if t.i > token.i and t.i not in self.reading.at and t.i not in self.reading.refers:
                self._later(t)
            found += self.entities(t)
        return tuple(dict.fromkeys(found))

    def _later(self, token: Token) -> None:
        """Resolve a speaker who is named only after the quotation."""
        if token.pos_ == "PRON":
            self._pronoun(token)
        else:
            self._noun(token)

    def _he_or_she(self, token: Token, female: bool) -> None:
        def fits(e: Entity) -> bool:
            if e.type is not EntityType.PERSON:
                return False
            known = self.files[e].female if e in self.files else None
            return known is None or known == female

        verb = governing_verb(token)
        exclude: tuple[Entity, ...] = ()
        if token.dep_ in ("dobj", "dative") or token.dep_ == "pobj":
            exclude = tuple(e for s in self.rules.clauses.subjects(verb) if s.i != token.i for e in self.entities(s))
        # "Xi said he …": the subject of the reporting clause is the first choice
        if token.dep_ in ("nsubj", "nsubjpass", "poss"):
            for t in (verb, *verb.ancestors):
                if t.dep_ in ("ccomp", "advcl", "relcl", "conj", "xcomp") and is_verb(t.head):
                    subjects = [
                        e
                        for s in self.rules.clauses.subjects(t.head)
                        if s.i < token.i
                        for e in self.entities(s)
                        if fits(e)
                    ]
                    if token.dep_ == "poss" and t is verb:
                        own = [
                            e
                            for s in self.rules.clauses.subjects(t)
                            if s.i < token.i
                            for e in self.entities(s)
                            if fits(e)
                        ]
                        subjects = own or subjects
                    if len(subjects) == 1 and t.dep_ in ("ccomp", "xcomp", "advcl"):
                        self._set(token, (subjects[0],))
                        return
                if not is_verb(t):
                    break
            if token.dep_ == "poss":
                own = [
                    e for s in self.rules.clauses.subjects(verb) if s.i < token.i for e in self.entities(s) if fits(e)
                ]
                if own:
                    self._set(token, (own[0],))
                    return
        best = self._subject_before(token, fits) or self._best(fits, exclude)
        if best is not None:
            self._set(token, (best,))
            file = self.files.get(best)
            if file is not None and file.female is None:
                file.female = female

    def _subject_before(self, token: Token, fits: Callable[[Entity], bool]) -> Entity | None:
        """For a pronoun that is the subject of its sentence, the person who was that of the sentence before."""
        sentence = self.reading.sentence_of(token)
        if token.dep_ not in ("nsubj", "nsubjpass") or token.head.i != sentence.root.i or sentence.start == 0:
            return None
        previous = self.reading.sentence_of(self.doc[sentence.start - 1])
        block = self.reading.block_at(sentence[0].idx)
        if block is None or previous.start_char < block.start:
            return None
        found = [e for s in self.rules.clauses.subjects(previous.root) for e in self.entities(s)]
        return found[0] if len(found) == 1 and fits(found[0]) else None

    def _it(self, token: Token) -> None:
        if token.dep_ in ("nsubj", "nsubjpass") and token.lower_ == "it":
            verb = token.head
            if verb.lemma_ in ("be", "remain", "seem", "appear", "take", "rain", "become") and any(
                c.dep_ in ("ccomp", "csubj", "xcomp", "acomp", "advcl", "prep")
                and (c.dep_ != "prep" or c.lower_ == "in")
                for c in verb.children
            ):
                return
            attribute = child(verb, "attr")
            if (
                verb.lemma_ == "be"
                and attribute is not None
                and any(c.dep_ in ("acl", "relcl", "ccomp") for c in attribute.children)
            ):
                return

        def fits(e: Entity) -> bool:
            return e.type is EntityType.STATE or e.type in _ORG_TYPES

        if token.dep_ == "poss":
            verb = governing_verb(token)
            own = [e for s in self.rules.clauses.subjects(verb) if s.i < token.i for e in self.entities(s) if fits(e)]
            if len(own) == 1:
                self._set(token, (own[0],))
                return
        if token.dep_ in ("nsubj", "nsubjpass"):
            verb = governing_verb(token)
            for t in (verb, *verb.ancestors):
                if t.dep_ in ("ccomp", "advcl", "relcl") and t.head.i != t.i:
                    above = t.head if is_verb(t.head) else governing_verb(t.head)
                    subjects = [
                        e
                        for s in self.rules.clauses.subjects(above)
                        if s.i < token.i
                        for e in self.entities(s)
                        if fits(e)
                    ]
                    if subjects:
                        self._set(token, (subjects[0],))
                        return
        # a thing rather than an actor: the subject of the sentence before, or the last object
        thing = self._thing_before(token)
        best = self._best(fits)
        if thing is not None and (
            best is None or token.dep_ in ("dobj", "nsubjpass") or self.salience.get(best, 0) < 1.6
        ):
            self.reading.refers[token.i] = (thing,)
            return
        if best is not None:
            self._set(token, (best,))

    def _thing_before(self, token: Token) -> Entity | None:
        """The noun phrase that "it" means where no actor does: the last subject or object that is a thing."""
        sentence = self.reading.sentence_of(token)
        start = sentence.start
        previous = self.reading.sentence_of(self.doc[start - 1]) if start > 0 else None
        for scope in (sentence, previous):
            if scope is None:
                continue
            nouns = [
                t
                for t in scope
                if t.i < token.i
                and t.pos_ in ("NOUN", "PROPN")
                and t.dep_ in ("nsubj", "nsubjpass", "dobj")
                and t.i not in self.reading.refers
                and t.tag_ in ("NN", "NNP")
                and t.i not in self.reading.skip
            ]
            nouns = [
                t
                for t in nouns
                if t.i not in self.reading.at
                or self.reading.at[t.i].entity.type in (EntityType.EVENT, EntityType.DOCUMENT, EntityType.PLACE)
            ]
            if nouns:
                chosen = (
                    next((t for t in reversed(nouns) if t.dep_ == "dobj"), nouns[-1])
                    if token.dep_ == "dobj"
                    else next((t for t in nouns if t.dep_ != "dobj"), nouns[-1])
                )
                m = self.reading.at.get(chosen.i)
                return (
                    m.entity
                    if m is not None
                    else self.rules.phrases.entity(
                        chosen, {t.i for x in self.reading.times for t in self.doc[x.start : x.end]}
                    )
                )
        return None

    def _they(self, token: Token) -> None:
        verb = governing_verb(token)
        for t in (verb, *verb.ancestors):
            if not is_verb(t):
                continue
            subjects = [s for s in self.rules.clauses.subjects(t) if s.i < token.i]
            found = tuple(dict.fromkeys(e for s in subjects for e in self.entities(s)))
            if len(found) > 1 or (subjects and any(s.tag_ in ("NNS", "NNPS") for s in subjects)):
                if found:
                    self._set(token, found)
                else:
                    self.reading.refers[token.i] = tuple(self._described(s) for s in subjects)
                return
        # a plural noun before it in the sentence, else the last group
        sentence = self.reading.sentence_of(token)
        plural = self._plural_subject(sentence, token)
        if plural is None and sentence.start > 0:
            plural = self._plural_subject(self.reading.sentence_of(self.doc[sentence.start - 1]), token)
        if plural is not None:
            entities = tuple(dict.fromkeys(e for s in plural for e in self.entities(s)))
            if entities:
                self._set(token, entities)
            elif len(plural) == 1:
                self.reading.refers[token.i] = (self._described(plural[0]),)
            return
        if self.last_plural and all(self.last_seen.get(e, -1) >= sentence.start - 70 for e in self.last_plural):
            self._set(token, self.last_plural)

    def _described(self, noun: Token) -> Entity:
        """A noun phrase without a name as an entity, with the state that its words tell."""
        country = self._modifier_country(noun)
        entity = self.rules.phrases.entity(noun, country=country)
        if country and entity.type is EntityType.PHRASE and noun.lemma_.lower() in self.rules.officials:
            return Entity(entity.name, entity_iri("Group", entity.name), EntityType.GROUP, country)
        return entity

    def _plural_subject(self, sentence: object, token: Token) -> list[Token] | None:
        for t in sentence:  # type: ignore[attr-defined]
            if t.i >= token.i or t.i in self.reading.skip:
                continue
            if t.dep_ in ("nsubj", "nsubjpass"):
                group = [c for c in conjuncts(t) if c.i < token.i]
                if len(group) > 1 or t.tag_ in ("NNS", "NNPS") or len(self.entities(t)) > 1:
                    return group
        return None

    # -- nouns ----------------------------------------------------------------------------------

    def _noun(self, token: Token) -> None:
        rules = self.rules
        lemma = token.lemma_.lower()
        lower = token.lower_
        plural = token.tag_ in ("NNS", "NNPS")
        det = child(token, "det")
        determiner = det.lower_ if det is not None else ""
        poss = child(token, "poss")
        number = self._number(token, determiner)
        if token.dep_ == "compound" or (token.dep_ == "appos" and token.head.i in self.reading.at):
            return
        if any(
            c.dep_ == "appos" and c.i in self.reading.at and self.reading.at[c.i].entity.type is EntityType.PERSON
            for c in token.children
        ):
            named = tuple(
                self.reading.at[k.i].entity
                for c in token.children
                if c.dep_ == "appos"
                for k in conjuncts(c)
                if k.i in self.reading.at and self.reading.at[k.i].entity.type is EntityType.PERSON
            )
            if named and (lemma in self.rules.offices or lemma in rules.leader_nouns):
                self._set(token, named)
                return
        described = any(c.i in self.reading.at for c in token.lefts) or any(
            c.dep_ in ("relcl", "acl") for c in token.children
        )
        if (
            plural
            and not described
            and (
                (number and (determiner in ("the", "both", "these", "those") or poss is not None))
                or (poss is not None and len(self.reading.refers.get(poss.i, ())) > 1)
            )
        ):
            if lemma in rules.state_nouns or lemma in rules.leader_nouns:
                self._group(token, number or 2, lemma)
                return
        if lemma in ("head",) and plural and any(c.lower_ == "of" for c in token.children) and number:
            self._group(token, number, "leader")
            return
        if lemma in rules.government and not plural and self._state_of(token, poss):
            return
        if lemma == "country" and not plural:
            self._country(token, determiner, poss)
            return
        if lemma == "capital" and not plural and self._capital(token, poss):
            return
        if lemma in rules.counterparts and not plural:
            named_beside = [
                self.reading.at[c.i].entity for c in token.children if c.dep_ == "appos" and c.i in self.reading.at
            ]
            if named_beside:
                self._set(token, (named_beside[0],))
            else:
                self._counterpart(token)
            return
        if lemma in rules.offices and not plural and (determiner in ("the", "") or poss is not None):
            self._office_holder(token, lemma, determiner, poss)
            return
        if (
            determiner in ("the", "this", "that")
            and not plural
            and lemma in ("statement", "release", "communique", "readout", "post", "tweet")
            and self.issuer is not None
            and token.dep_ in ("nsubj",)
        ):
            self.reading.refers[token.i] = (self.issuer,)
            return
        if (
            determiner == "the"
            and not plural
            and lower in rules.institutions
            and poss is None
            and not any(c.dep_ in ("amod", "compound", "prep") for c in token.children)
        ):
            best = self._best(lambda e: e.type in _ORG_TYPES and any(w == lower for w in e.name.lower().split()))
            if best is not None:
                self._set(token, (best,))
                return
        if lemma in rules.ministries or lower in rules.ministries:
            self._ministry(token, poss)

    @staticmethod
    def _number(token: Token, determiner: str) -> int:
        if determiner == "both":
            return 2
        for c in token.lefts:
            if c.lower_ in _NUMBERS:
                return _NUMBERS[c.lower_]
            if c.lower_ in ("both",):
                return 2
        return 0

    def _group(self, token: Token, number: int, lemma: str | None) -> None:
        """ "The two leaders", "both sides", "the three foreign ministers": the most prominent that fit, in order of the text."""
        rules = self.rules
        modifier = next(
            (c.lower_ for c in token.lefts if c.dep_ in ("compound", "amod") and c.lower_ not in _NUMBERS), ""
        )
        appositive = [e for c in token.children if c.dep_ == "appos" for k in conjuncts(c) for e in self.entities(k)]
        if len(appositive) >= 2:
            self._set(token, tuple(appositive))
            return
        if lemma is None:
            start = self.reading.sentence_of(token).start
            recent = [e for e in self.last_plural if self.last_seen.get(e, -1) >= start - 40]
            if len(recent) == 2:
                self._set(token, tuple(recent))
                return
            found = self._most(lambda e: e.type is EntityType.PERSON and self.last_seen.get(e, -1) >= start - 60, 2)
            self._set(token, found or self.last_plural[:2])
            return
        source_states = self._speech_pair(token) if lemma in rules.state_nouns else ()
        if source_states:
            self._set(token, source_states)
            return
        if lemma in rules.leader_nouns and lemma not in ("two",):
            wanted = (
                {lemma}
                if lemma
                in ("president", "minister", "chancellor", "premier", "commander", "secretary", "general", "king")
                else set()
            )

            def fits(e: Entity) -> bool:
                if e.type is not EntityType.PERSON:
                    return False
                titles = self._titles(e)
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
                    return any(set(t.split()) & _LEADERS for t in titles) or not titles
                return True

            found = self._most(fits, number)
            if len(found) >= 2:
                self._set(token, found)
                return
        if lemma in rules.state_nouns:
            if (
                lemma in ("side", "party")
                and self.last_plural
                and len(self.last_plural) == number
                and not all(e.type is EntityType.STATE for e in self.last_plural)
            ):
                pass
            others = lemma in ("neighbor", "neighbour", "rival", "enemy", "foe", "adversary")
            found = self._most_states(number, self._own_states(token) if others else frozenset())
            if len(found) >= 2:
                self._set(token, found)

    def _speech_pair(self, token: Token) -> tuple[Entity, ...]:
        """ "Our two countries" in a speech are the speaker's and the listener's."""
        poss = child(token, "poss")
        if poss is None or poss.lower_ not in _WE:
            return ()
        speakers = self._speakers(token)
        own = [self.all_states.get(s.country or "") for s in speakers]
        mine = next((s for s in own if s is not None), None)
        if mine is None:
            return ()
        other = next((s for s in self._most_states(4) if s.country != mine.country), None)
        return (mine, other) if other is not None else (mine,)

    def _titles(self, e: Entity) -> list[str]:
        titles = [t for t, _ in self.files[e].offices] if e in self.files else []
        actor = self.rules.ontology.actors.get(e.id or "")
        if actor is not None:
            day = self.reading.published.isoformat() if self.reading.published else "9"
            titles += [o.title.lower() for o in actor.offices if (o.start or "") <= day <= (o.end or "9999")]
        return titles

    def _most(self, fits: object, number: int) -> tuple[Entity, ...]:
        candidates = [e for e in self.salience if fits(e)]  # type: ignore[operator]
        ranked = sorted(candidates, key=lambda e: -(self.salience[e] + 0.9 * min(self.total[e], 8)))[:number]
        if len(ranked) < 2:
            return ()
        order = {e: i for i, e in enumerate(self.total)}
        return tuple(sorted(ranked, key=lambda e: order[e]))

    def _own_states(self, token: Token) -> frozenset[str]:
        """The states of who acts or speaks in the clauses around a token: "the two neighbours" are others."""
        found = set()
        for verb in [governing_verb(token), *(t for t in token.ancestors if is_verb(t))]:
            for subject in self.rules.clauses.subjects(verb):
                if subject.i != token.i:
                    found |= {e.country for e in self.entities(subject) if e.country and e.type is EntityType.PERSON}
        return frozenset(found)

    def _most_states(self, number: int, but: frozenset[str] = frozenset()) -> tuple[Entity, ...]:
        weight: dict[str, float] = {}
        for e, value in self.salience.items():
            if (
                e.country
                and (
                    e.type in (EntityType.STATE, EntityType.PERSON, EntityType.GOVERNMENT_BODY)
                    or e.type is EntityType.INTERNATIONAL_ORGANIZATION
                )
                and e.country not in ("NGO", *but)
            ):
                code = e.country if e.country != "IGO" else "IGO:" + e.name
                if e.country == "IGO" and e.type is EntityType.PERSON:
                    continue
                scale = 1.0 if e.type is EntityType.STATE or e.country == "IGO" else 0.5
                weight[code] = weight.get(code, 0.0) + scale * (value + 0.35 * min(self.total[e], 8))
        chosen = []
        for code in sorted(weight, key=lambda c: -weight[c]):
            if code.startswith("IGO:"):
                party = next((x for x in self.salience if x.name == code[4:]), None)
            else:
                party = self.states.get(code) or self.all_states.get(code)
            if party is not None:
                chosen.append(party)
            if len(chosen) == number:
                break
        order = {c.country: i for i, c in enumerate(self.total)}
        return tuple(sorted(chosen, key=lambda e: order.get(e.country, 99))) if len(chosen) >= 2 else ()

    def _state_of(self, token: Token, poss: Token | None) -> bool:
        """ "The U.S. side", "the Indian government", "his government": the state."""
        for c in token.lefts:
            m = self.reading.at.get(c.i)
            if m is not None and m.entity.type in (EntityType.STATE, EntityType.INTERNATIONAL_ORGANIZATION):
                self._set(token, (m.entity,))
                return True
        if poss is not None:
            state = self._state_of_possessor(poss)
            if state is not None:
                self._set(token, (state,))
                return True
        for prep in children(token, "prep"):
            pobj = child(prep, "pobj")
            if prep.lower_ == "of" and pobj is not None:
                for e in self.entities(pobj):
                    if e.type is EntityType.STATE:
                        self._set(token, (e,))
                        return True
        return False

    def _state_of_possessor(self, poss: Token) -> Entity | None:
        for e in self.entities(poss):
            if e.type is EntityType.STATE:
                return e
            if e.country and e.country in self.all_states:
                return self.states.get(e.country) or self.all_states[e.country]
        return None

    def _country(self, token: Token, determiner: str, poss: Token | None) -> None:
        if poss is not None:
            if poss.lower_ == "whose":
                owner = self.rules.clauses.antecedent(governing_verb(token))
                found = self.entities(owner) if owner is not None else ()
                state = next((self.all_states[e.country] for e in found if e.country in self.all_states), None)
            else:
                state = self._state_of_possessor(poss)
            if state is not None:
                self._set(token, (state,))
            return
        if determiner in ("the", "this", "that") and not any(c.dep_ in ("amod", "relcl") for c in token.children):
            best = self._best(lambda e: e.type is EntityType.STATE)
            if best is not None:
                self._set(token, (best,))

    def _capital(self, token: Token, poss: Token | None) -> bool:
        holder = next((self.reading.at[c.i].entity for c in token.lefts if c.i in self.reading.at), None)
        if holder is None and poss is not None:
            holder = next(iter(self.entities(poss)), None)
        if holder is None or holder.country is None:
            return False
        name = self.rules.capitals.get(holder.country)
        if name is None:
            return False
        self.reading.refers[token.i] = (Entity(name, entity_iri("Place", name), EntityType.PLACE, holder.country),)
        return True

    def _modifier_country(self, token: Token) -> str | None:
        for c in token.lefts:
            for t in c.subtree:
                m = self.reading.at.get(t.i)
                if m is not None and m.entity.country and m.entity.type is not EntityType.PERSON:
                    return m.entity.country
        for prep in children(token, "prep"):
            pobj = child(prep, "pobj")
            if prep.lower_ in ("of", "in") and pobj is not None:
                for e in self.entities(pobj):
                    if e.country:
                        return e.country
        return None

    def _counterpart(self, token: Token) -> None:
        country = self._modifier_country(token)
        poss = child(token, "poss")
        owner = next(iter(self.entities(poss)), None) if poss is not None else None
        if country is None:
            return
        titles = set()
        if owner is not None and owner.type is not EntityType.PERSON:
            return
        if owner is not None:
            titles = {t.split()[-1] for t in self._titles(owner)}
        here = [e for e in self.salience if e.type is EntityType.PERSON and e.country == country and e != owner]
        same = [e for e in here if {t.split()[-1] for t in self._titles(e)} & titles] or (here if not titles else [])
        if same:
            self._set(token, (max(same, key=lambda e: self.salience[e]),))
            return
        if owner is not None:
            for title in self._titles(owner):
                holder = self._holder(title, country)
                if holder is not None:
                    self._set(token, (holder,))
                    return

    def _holder(self, title: str, country: str) -> Entity | None:
        """Who held an office of a state on the day of the article, by the ontology."""
        if self.reading.published is None:
            return None
        day = self.reading.published.isoformat()
        found = [
            a
            for a in self.rules.ontology.actors.values()
            if a.type == "Person"
            and a.country == country
            and any(o.title == title and (o.start or "") <= day <= (o.end or "9999") for o in a.offices)
        ]
        if len(found) != 1:
            return None
        known = next((e for e in self.files if e.id == found[0].id), None)
        return known or Entity(found[0].label, found[0].id, EntityType.PERSON, country)

    def _office_holder(self, token: Token, lemma: str, determiner: str, poss: Token | None) -> None:
        if token.dep_ in ("attr", "appos", "oprd") or (not determiner and poss is None):
            return
        if token.dep_ == "pobj" and token.head.lower_ == "as":
            return
        country = self._modifier_country(token)
        if poss is not None and country is None:
            state = self._state_of_possessor(poss)
            country = state.country if state is not None else None
        words = [c.lower_ for c in token.lefts if c.dep_ in ("compound", "amod") and c.i not in self.reading.at]
        if any(w in ("former", "new", "next", "previous", "first", "late", "ex") for w in words) or any(
            c.dep_ == "prep" and c.lower_ not in ("of", "for") for c in token.children
        ):
            return
        if any(c.dep_ in ("relcl",) for c in token.children) and country is None and poss is None:
            pass

        own_subjects = [
            e for s in self.rules.clauses.subjects(governing_verb(token)) if s.i != token.i for e in self.entities(s)
        ]
        if lemma in ("host", "guest"):
            country, words = None, []

        def fits(e: Entity) -> bool:
            if e.type is not EntityType.PERSON:
                return False
            if country is not None and e.country not in (country, None):
                return False
            titles = self._titles(e)
            if lemma == "leader":
                return country is not None and any(set(t.split()) & _LEADERS for t in titles) and e.country == country
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

        best = self._best(fits)
        if best is None:
            best = next((e for e in self.files if fits(e)), None)
        if best is None and country is not None:
            best = self._holder(" ".join([*words, lemma]), country)
        if best is not None:
            self._set(token, (best,))

    def _ministry(self, token: Token, poss: Token | None) -> None:
        """ "Japan's industry ministry", "the British parliament": bodies in lower case, told apart by their state."""
        if token.text[0].isupper() and token.ent_type_:
            return
        words = [
            c.text
            for c in token.lefts
            if c.dep_ in ("compound", "amod") and c.i not in self.reading.at and not c.is_punct
        ]
        country = self._modifier_country(token)
        if country is None and poss is not None:
            state = self._state_of_possessor(poss)
            country = state.country if state is not None else None
        bare = " ".join([*words, token.text])
        if country is None:
            best = self._best(lambda e: e.type is EntityType.GOVERNMENT_BODY and token.lower_ in e.name.lower().split())
            if best is not None:
                self._set(token, (best,))
                return
            if not words or token.lower_ not in ("ministry",):
                return
            country = self.reading.home
        state = self.all_states.get(country or "")
        if state is None or (
            token.lower_ in ("government", "military", "police", "army", "bank", "department", "agency") and not words
        ):
            return
        from kg.extract.offices import institution_name

        name = institution_name(bare, state)
        self._set(token, (Entity(name, entity_iri("GovernmentBody", name), EntityType.GOVERNMENT_BODY, country),))


@Language.factory("kg_reference", requires=["token.dep", "doc._.kg"], assigns=["doc._.kg"])
def make_reference(nlp: Language, name: str) -> Reference:
    """Register :class:`Reference` with spaCy."""
    return Reference(load_ontology())


__all__ = ["Reference"]
