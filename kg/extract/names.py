"""Second component: who and what is named where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.gazetteer import Gazetteer
from kg.extract.institutions import Institutions
from kg.extract.offices import OfficeNote, OfficeReader
from kg.extract.people import Aliases, PeopleFinder, looks_like_date
from kg.extract.reading import Mention, PersonFile, Reading, Via, reading_of
from kg.extract.roster import Roster
from kg.model import Entity, EntityType
from kg.vocab.namespaces import entity_iri
from kg.vocab.ontology import Actor, Ontology, load_ontology

_TOWARD = frozenset({"against", "with", "to", "toward", "towards", "from", "on"})
_ORGANIZATION_LABELS = frozenset({"ORG", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


class Names:
    """Finds the mentions of people, states, organisations and places, and the offices beside people's names."""

    def __init__(self, nlp: Language, ontology: Ontology) -> None:
        self.ontology = ontology
        self.gazetteer = Gazetteer(nlp, ontology)
        self.people = PeopleFinder(ontology)
        self.offices = OfficeReader(ontology)
        self.bodies = Institutions(ontology)
        self.institutions = ontology.words["institution"]
        self.ministries = ontology.words["ministry"]
        self.documents = ontology.words["documentNoun"]
        self.events = ontology.words["eventNoun"]
        self.female = ontology.words["female"]
        self.male = ontology.words["male"]
        self.roster = Roster(ontology)

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``mentions``, ``at`` and ``people`` of the reading."""
        reading = reading_of(doc)
        raw = self.gazetteer(doc)
        known = self._settle(doc, raw)
        self._put(reading, [m for m in known if m.entity.type is not EntityType.PERSON])
        self._find_people(doc, reading, [m for m in known if m.entity.type is EntityType.PERSON])
        self._find_organizations(doc, reading, {i: m for m in raw for i in range(m.start, m.end)})
        self._find_short_names(doc, reading)
        self._find_places(doc, reading)
        reading.mentions.sort(key=lambda m: m.start)
        if reading.home is None:
            reading.home = self._commonest_state(reading)
        return doc

    def _settle(self, doc: Doc, known: list[Mention]) -> list[Mention]:
        """Leave out known names that are part of a longer name: Jordan in Jordan Bardella, China in China Institute."""
        ends = {i: ent for ent in doc.ents for i in range(ent.start, ent.end)}
        kept = []
        covered = {i for m in known for i in range(m.start, m.end)}
        for m in known:
            longer = ends.get(m.start)
            if (
                longer is not None
                and m.entity.type is not EntityType.PERSON
                and longer.end - longer.start > m.end - m.start
                and self._swallows(doc, longer, m, covered)
            ):
                continue
            if doc[m.start].ent_type_ == "" and m.via is Via.NAME and doc[m.start].pos_ in ("VERB", "ADV"):
                continue
            kept.append(m)
        return kept

    def _swallows(self, doc: Doc, ent: Span, m: Mention, covered: set[int]) -> bool:
        rest = [doc[i] for i in range(ent.start, ent.end) if not m.start <= i < m.end]
        rest = [t for t in rest if t.tag_ != "POS" and not t.is_punct and t.lower_ != "the"]
        if not rest or not all(t.text[0].isupper() or t.lower_ in ("of", "for", "and", "in", "on") for t in rest):
            return False
        if ent.end < len(doc) and doc[ent.end].lower_ in ("minister", "ministers", "secretary"):
            return False
        if ent.label_ == "PERSON":
            return (
                m.start == ent.start
                and m.entity.type is not EntityType.PERSON
                and m.via in (Via.NAME, Via.CAPITAL)
                and len(rest) == 1
                and rest[0].pos_ == "PROPN"
                and rest[0].i == m.end
            )
        if ent.label_ not in _ORGANIZATION_LABELS | {"LOC", "GPE"}:
            return False
        if (
            m.entity.type is not EntityType.STATE
            and m.start > ent.start
            and m.end == ent.end
            and all(t.i in covered for t in rest)
        ):
            return False
        return any(
            t.lower_ in self.institutions or t.lower_ in self.documents or t.lower_ in self.events or t.pos_ == "PROPN"
            for t in rest
        ) and not any(t.lower_ in self.people.offices for t in rest)

    @staticmethod
    def _put(reading: Reading, mentions: list[Mention]) -> None:
        for m in mentions:
            if any(i in reading.at for i in range(m.start, m.end)):
                continue
            reading.mentions.append(m)
            for i in range(m.start, m.end):
                reading.at[i] = m

    # -- people ---------------------------------------------------------------------------------

    def _find_people(self, doc: Doc, reading: Reading, known: list[Mention]) -> None:
        spans = self.people.full_names(doc, set(reading.at), reading.skip)
        for m in known:
            if not any(s < m.end and m.start < e for s, e in spans):
                spans.append((m.start, m.end))
        spans.sort()
        names = {tuple(t.text for t in doc[s:e]): (s, e) for s, e in reversed(spans)}
        # a name inside a longer one is the same person: Tayyip Erdogan, Recep Tayyip Erdogan
        keys: dict[tuple[str, ...], tuple[str, ...]] = {}
        with_word: dict[str, list[tuple[str, ...]]] = {}
        for tokens in sorted(names, key=len, reverse=True):
            longer = {k for k in with_word.get(tokens[-1].casefold(), ()) if _contains(k, tokens)}
            keys[tokens] = longer.pop() if len(longer) == 1 else tokens
            for word in {t.casefold() for t in tokens} if keys[tokens] is tokens else ():
                with_word.setdefault(word, []).append(tokens)
        canon = {" ".join(k).replace(" - ", "-").replace(" . ", ". "): k for k in set(keys.values())}
        text_of = {tokens: doc[s:e].text for tokens, (s, e) in names.items()}
        full = {text_of[k]: k for k in canon.values()}
        aliases = Aliases(full, self.people.particles)
        found = self._alias_spans(doc, reading, spans, {k: text_of[v] for k, v in keys.items()}, aliases)
        found += self._lone_surnames(doc, reading, found)
        notes: dict[str, list[OfficeNote]] = {}
        country: dict[str, Counter[str]] = {}
        own = Mention(0, 0, Entity("", type=EntityType.PERSON))
        people_at = {i: own for s, e, _ in found for i in range(s, e)}
        for start, end, key in found:
            file = reading.people.setdefault(key, PersonFile(Entity(key), first=start))
            for note in self._notes(doc, reading, people_at, start, end):
                notes.setdefault(key, []).append(note)
                for token in (note.of, *note.modifiers):
                    named: Mention | None = reading.at.get(token.i) if token is not None else None
                    if named is None and token is not None:
                        named = next((reading.at[t.i] for t in token.subtree if t.i in reading.at), None)
                    if named is not None and named.entity.country and note.preposition != "to" and not note.counterpart:
                        country.setdefault(key, Counter())[named.entity.country] += 1
                    if (
                        note.counterpart
                        and note.modifiers
                        and token in note.modifiers
                        and named is not None
                        and named.entity.country
                    ):
                        country.setdefault(key, Counter())[named.entity.country] += 1
                file.offices.append((note.title, None))
                if any(w in self.female for w in note.title.split()):
                    file.female = True
                elif any(w in self.male for w in note.title.split()):
                    file.female = False
            before = doc[start - 1].lower_ if start else ""
            if before in self.female:
                file.female = True
            elif before in self.male and before not in ("his",):
                file.female = False
            modifier = self._nationality(doc, reading, start)
            if modifier:
                country.setdefault(key, Counter())[modifier] += 1
        only_state = self._only_state(doc, reading)
        for key, file in reading.people.items():
            known_person = self.roster.named(key, country.get(key, ())) or self._known_by_surname(
                reading, key, notes.get(key, []), country.get(key, ())
            )
            if known_person is not None:
                name = key if " " in key else known_person.label
                file.entity = Entity(
                    name, known_person.id, EntityType.PERSON, self._country_then(reading, known_person)
                )
                file.female = known_person.gender == "female"
                continue
            counts = country.get(key)
            code = counts.most_common(1)[0][0] if counts else None
            if code is None:
                code = only_state
            if code is None and any(
                t.split()[-1] in ("minister", "president", "premier", "chancellor") for t, _ in file.offices
            ):
                code = reading.home
            file.entity = Entity(key, entity_iri("Person", key), EntityType.PERSON, code)
        mentions = [Mention(s, e, reading.people[key].entity) for s, e, key in found]
        self._put(reading, mentions)

    @staticmethod
    def _only_state(doc: Doc, reading: Reading) -> str | None:
        """The one state that an article names, unless something is done toward it: whoever acts may be of another."""
        named = [m for m in reading.mentions if m.entity.type is EntityType.STATE]
        codes = {m.entity.country for m in named}
        if len(codes) != 1 or any(doc[m.start : m.end].root.head.lower_ in _TOWARD for m in named):
            return None
        return codes.pop()

    def _known_by_surname(
        self, reading: Reading, key: str, notes: list[OfficeNote], countries: Iterable[str]
    ) -> Actor | None:
        """The only person of that surname who held the office beside the name, or any office, when the article appeared."""
        if " " in key:
            return None
        day = reading.published.isoformat() if reading.published else ""
        titles = [n.title for n in notes if not n.counterpart]
        return self.roster.surnamed(key, day, titles, countries, former=any(n.former for n in notes))

    def _country_then(self, reading: Reading, person: Actor) -> str | None:
        """Whom a person spoke for when the article appeared: the office of that day decides, else the citizenship."""
        day = reading.published.isoformat() if reading.published else ""
        for office in person.offices:
            if day and office.of and office.held_on(day):
                return self.ontology.actors[office.of].country if office.of in self.ontology.actors else person.country
        return person.country

    def _alias_spans(
        self,
        doc: Doc,
        reading: Reading,
        spans: list[tuple[int, int]],
        keys: dict[tuple[str, ...], str],
        aliases: Aliases,
    ) -> list[tuple[int, int, str]]:
        """All mentions of the people with a full name, in order: full names and their parts standing alone."""
        starts = dict(spans)
        found: list[tuple[int, int, str]] = []
        recent: dict[str, int] = {}
        i = 0
        while i < len(doc):
            if i in starts:
                key = keys[tuple(t.text for t in doc[i : starts[i]])]
                found.append((i, starts[i], key))
                recent[key] = i
                i = starts[i]
                continue
            if i in reading.at or (not doc[i].text[0].isupper() and doc[i].lower_ not in self.people.particles):
                i += 1
                continue
            matched = False
            for length in range(min(aliases.longest, 6), 0, -1):
                if i + length > len(doc) or any(k in reading.at or k in starts for k in range(i, i + length)):
                    continue
                tokens = tuple(t.text for t in doc[i : i + length])
                candidates = aliases.match(tokens)
                if not candidates and tokens[0][0].isupper():
                    candidates = aliases.match((tokens[0].lower(), *tokens[1:]))
                if not candidates or (length == 1 and (looks_like_date(doc, i) or self._part_of_name(doc, i))):
                    continue
                if not any(t[0].isupper() for t in tokens) or doc[i].text in ("-", "'"):
                    continue
                best = max(candidates, key=lambda k: (k.split()[-1] == tokens[-1], recent.get(k, -1)))
                found.append((i, i + length, best))
                recent[best] = i
                i += length
                matched = True
                break
            if not matched:
                i += 1
        return found

    def _part_of_name(self, doc: Doc, i: int) -> bool:
        """Whether a single word is a piece of another, longer capitalised name ("Trump Tower", "Xi'an")."""
        after = doc[i + 1] if i + 1 < len(doc) else None
        if after is not None and after.text == "-" and not doc[i].whitespace_ and not after.whitespace_:
            return not (i + 2 < len(doc) and doc[i + 2].text[0].isupper())
        if doc[i].dep_ == "compound" and doc[i].head.i == i + 1 and doc[i].head.pos_ == "PROPN":
            return (
                doc[i].head.ent_type_ != "PERSON"
                and doc[i].ent_type_ != "PERSON"
                and doc[i].head.lower_ not in ("administration", "government")
            )
        return False

    def _lone_surnames(
        self, doc: Doc, reading: Reading, found: list[tuple[int, int, str]]
    ) -> list[tuple[int, int, str]]:
        """People who are only ever called by one word: Mr Smith, President Xi."""
        covered = {i for s, e, _ in found for i in range(s, e)}
        extra = []
        day = reading.published.isoformat() if reading.published else ""
        places = {ent.text for ent in doc.ents if ent.label_ in _PLACE_LABELS}
        for t in doc:
            text = t.text
            if not text[0].isupper() or len(text) < 2 or t.i in covered or t.i in reading.at:
                continue
            if not t.is_alpha:
                continue
            if self._serves(doc, t.i, day):
                extra.append((t.i, t.i + 1, text))
                continue
            if text in places or t.ent_type_ in _PLACE_LABELS:
                continue
            titled = (
                t.i > 0
                and (doc[t.i - 1].lower_ in self.people.offices and doc[t.i - 1].text[0].isupper())
                and t.pos_ == "PROPN"
            )
            if (
                (titled or t.ent_type_ == "PERSON")
                and t.lower_ not in self.people.title_parts
                and t.lower_ not in self.people.offices
            ):
                if looks_like_date(doc, t.i) or (t.ent_type_ == "PERSON" and not titled and t.dep_ == "compound"):
                    continue
                following = doc[t.i + 1] if t.i + 1 < len(doc) else None
                if (
                    following is not None
                    and following.text[0].isupper()
                    and following.pos_ == "PROPN"
                    and following.i not in reading.at
                ):
                    continue
                if t.i in reading.skip or (
                    not titled and doc[t.i - 1].lower_ in ("in", "at", "near", "around") and t.i
                ):
                    continue
                extra.append((t.i, t.i + 1, t.text))
        return extra

    def _serves(self, doc: Doc, i: int, day: str) -> bool:
        """Whether a single word is the surname of somebody in office on the day, and no part of a longer name."""
        t = doc[i]
        if t.lower_ in self.people.title_parts or self.roster.serving(t.text, day) is None or looks_like_date(doc, i):
            return False
        if t.pos_ != "PROPN" and not t.ent_type_:
            return False
        before = doc[i - 1] if i and not t.is_sent_start else None
        if before is not None and (
            before.pos_ == "DET"
            or (before.text[0].isupper() and before.pos_ == "PROPN" and before.lower_ not in self.people.offices)
        ):
            return False
        after = doc[i + 1] if i + 1 < len(doc) else None
        return after is None or (
            not (after.text[0].isupper() and after.pos_ == "PROPN") and after.text not in ("-", "’")
        )

    def _notes(self, doc: Doc, reading: Reading, people: dict[int, Mention], start: int, end: int) -> list[OfficeNote]:
        notes = []
        before = self.offices.before(doc, start, lambda i: people.get(i) or reading.at.get(i))
        if before is not None:
            notes.append(before)
        notes += self.offices.beside(doc, start, end, reading.at.get)
        return notes

    def _nationality(self, doc: Doc, reading: Reading, start: int) -> str | None:
        """The state whose adjective or genitive stands right before a name: Australia's Penny Wong."""
        i = start - 1
        if i > 0 and doc[i].tag_ == "POS":
            i -= 1
        m = reading.at.get(i)
        if m is not None and m.via in (Via.NAME, Via.DEMONYM) and m.entity.type is EntityType.STATE:
            return m.entity.country
        return None

    # -- organisations and places ---------------------------------------------------------------

    def _find_organizations(self, doc: Doc, reading: Reading, raw: dict[int, Mention]) -> None:
        named: dict[str, Entity] = {}
        where: dict[str, str] = {}
        found: list[Mention] = []
        for ent in doc.ents:
            if ent.label_ not in _ORGANIZATION_LABELS:
                continue
            start, end = ent.start, ent.end
            while start < end and (doc[start].pos_ in ("DET", "PUNCT") or doc[start].tag_ == "POS"):
                start += 1
            while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct):
                end -= 1
            inside = [reading.at.get(i) for i in range(start, end)]
            if (
                start >= end
                or start in reading.skip
                or any(m is not None and m.entity.type is EntityType.PERSON for m in inside)
            ):
                continue
            if any(m is not None for m in inside) and all(m is not None for m in inside):
                continue
            span = doc[start:end]
            following = doc[end] if end < len(doc) else None
            if following is not None and following.lower_ in ("minister", "ministers", "secretary"):
                continue  # Eritrean Information Minister: a title, no organisation
            if all(t.lower_ in self.people.title_parts or t.i in raw for t in span) and (
                len(span) == 1 or span[-1].lower_ in self.people.title_parts
            ):
                if (following is not None and self.offices.is_office(following)) or len(span) == 1:
                    continue
            if any(t.pos_ in ("VERB", "AUX", "SPACE") for t in span) or not any(t.text[0].isupper() for t in span):
                continue
            if any(t.lower_ in self.people.offices for t in span) and span[-1].lower_ in self.people.offices:
                continue
            found.append(Mention(start, end, self._organization(doc, reading, span, ent.label_, where, raw)))
        for m in found:
            named.setdefault(doc[m.start : m.end].text, m.entity)
            # the abbreviation in brackets behind a name stands for it from there on
            if (
                m.end + 2 < len(doc)
                and doc[m.end].text == "("
                and doc[m.end + 2].text == ")"
                and doc[m.end + 1].is_upper
            ):
                named[doc[m.end + 1].text] = m.entity
        for m in reading.mentions:
            if (
                m.end + 2 < len(doc)
                and doc[m.end].text == "("
                and doc[m.end + 2].text == ")"
                and doc[m.end + 1].is_upper
            ):
                named.setdefault(doc[m.end + 1].text, m.entity)
        fresh = [replace(m, entity=named.get(doc[m.start : m.end].text, m.entity)) for m in found]
        for m in fresh:
            for i in range(m.start, m.end):
                old = reading.at.get(i)
                if old is not None and old in reading.mentions:
                    reading.mentions.remove(old)
                    for k in range(old.start, old.end):
                        reading.at.pop(k, None)
        self._put(reading, fresh)
        short = {name: e for name, e in named.items() if " " not in name and name.isupper() and len(name) > 1}
        if not short:
            return
        self._put(
            reading,
            [Mention(t.i, t.i + 1, short[t.text]) for t in doc if t.text in short and t.i not in reading.at],
        )

    def _find_short_names(self, doc: Doc, reading: Reading) -> None:
        """Bodies called by what they are called at home only: Congress, the Senate."""
        for t in doc:
            if not self.bodies.is_short(t.text) or t.i in reading.at or t.i in reading.skip:
                continue
            beside = self._country_beside(doc, reading, doc[t.i : t.i + 1])
            body = self.bodies.short(t.text, beside or self._commonest_state(reading))
            if body is None and beside is not None and t.lower_ in self.ministries:
                body = self.bodies.entity(t.text, self.gazetteer.states.get(beside))
            if body is not None:
                self._put(reading, [Mention(t.i, t.i + 1, body)])

    def _organization(
        self, doc: Doc, reading: Reading, span: Span, label: str, where: dict[str, str], raw: dict[int, Mention]
    ) -> Entity:
        words = span.text.replace("\n", " ")
        last = span[-1].lower_
        tokens = {t.lower_ for t in span}
        inner = [
            raw[i].entity for i in range(span.start, span.end) if i in raw and raw[i].entity.type is EntityType.STATE
        ]
        country = next((e.country for e in inner if e.country), None)
        state = None
        bare = " ".join(t.text for t in span if t.i not in raw)
        if self.bodies.is_short(bare):
            whose = country or self._country_beside(doc, reading, span) or self._commonest_state(reading)
            body = self.bodies.short(bare, whose)
            if body is not None:
                return body
        if len(span) > 1 and (last in self.ministries or span.root.lower_ == "ministry"):
            code = country or self._country_beside(doc, reading, span) or where.get(bare) or reading.home
            if code:
                where[bare] = code
                state = self.gazetteer.states.get(code)
            return self.bodies.entity(bare if bare and state is not None else words, state)
        if (tokens & self.documents and label != "ORG") or last in self.documents:
            return Entity(words, entity_iri("Document", words), EntityType.DOCUMENT, None)
        if label == "EVENT" or last in self.events:
            return Entity(words, entity_iri("Event", words), EntityType.EVENT, None)
        country = country or self._country_beside(doc, reading, span)
        kind = EntityType.PLACE if label == "FAC" else EntityType.ORGANIZATION
        if "party" in tokens:
            kind = EntityType.POLITICAL_PARTY
        return Entity(words, entity_iri(kind.value, words), kind, country)

    def _country_beside(self, doc: Doc, reading: Reading, span: Span) -> str | None:
        """The state whose adjective or genitive stands before an organisation, or that it is "of" or "in"."""
        i = span.start - 1
        while (
            i >= 0
            and (doc[i].tag_ == "POS" or (doc[i].pos_ in ("ADJ", "DET") and i not in reading.at))
            and i > span.start - 4
        ):
            i -= 1
        m = reading.at.get(i)
        if (
            m is not None
            and m.entity.country
            and i >= span.start - 3
            and m.via is not Via.CAPITAL
            and m.entity.type is not EntityType.PERSON
        ):
            return m.entity.country
        if span.end + 1 < len(doc) and doc[span.end].lower_ in ("in", "of"):
            k = span.end + 1
            if doc[k].lower_ == "the" and k + 1 < len(doc):
                k += 1
            m = reading.at.get(k)
            if m is not None and m.entity.country and m.entity.type is EntityType.STATE:
                return m.entity.country
        return None

    def _find_places(self, doc: Doc, reading: Reading) -> None:
        fresh = []
        for ent in doc.ents:
            start = ent.start
            while start < ent.end and doc[start].pos_ in ("DET", "PUNCT"):
                start += 1
            if (
                ent.label_ not in _PLACE_LABELS
                or start >= ent.end
                or any(i in reading.at for i in range(start, ent.end))
            ):
                continue
            end = ent.end - 1 if doc[ent.end - 1].tag_ == "POS" and ent.end - 1 > start else ent.end
            name = doc[start:end].text
            if any(t.is_space for t in doc[start:end]) or start in reading.skip:
                continue
            entity = Entity(name, entity_iri("Place", name), EntityType.PLACE, None)
            fresh.append(Mention(start, end, entity, Via.NAME, entity))
        self._put(reading, fresh)
        named = {m.entity.name: m.entity for m in fresh}
        if not named:
            return
        self._put(
            reading,
            [
                Mention(t.i, t.i + 1, named[t.text], Via.NAME, named[t.text])
                for t in doc
                if t.text in named and t.i not in reading.at and t.pos_ in ("PROPN", "NOUN")
            ],
        )

    @staticmethod
    def _commonest_state(reading: Reading) -> str | None:
        counts = Counter(
            m.entity.country
            for m in reading.mentions
            if m.entity.type is EntityType.STATE and m.via is not Via.TERRITORY
        )
        return counts.most_common(1)[0][0] if counts else None


def _contains(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether a name is part of a longer one; the capital that begins a sentence does not count."""
    n = len(shorter)
    fold = (shorter[0].casefold(), *shorter[1:])
    return any((longer[i].casefold(), *longer[i + 1 : i + n]) == fold for i in range(len(longer) - n + 1))


@Language.factory("kg_names", requires=["doc.ents", "token.dep"], assigns=["doc._.kg"])
def make_names(nlp: Language, name: str) -> Names:
    """Register :class:`Names` with spaCy."""
    return Names(nlp, load_ontology())
