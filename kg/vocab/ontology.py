"""Reads the Turtle files of ``ontology/`` into plain tables: words, relations, actors, topics, event types.

A user's own folder laid over ours adds to it: its triples are read after ours, into the same tables.
"""

from __future__ import annotations

import functools
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.vocab.namespaces import NS, PREFIXES, WORDS

RDF_TYPE = PREFIXES["rdf"] + "type"
LABEL = PREFIXES["rdfs"] + "label"
ALT = PREFIXES["skos"] + "altLabel"
PREF = PREFIXES["skos"] + "prefLabel"

#: Classes whose instances are actors.
ACTOR_CLASSES = {
    "State",
    "InternationalOrganization",
    "NonGovernmentalOrganization",
    "GovernmentBody",
    "Company",
    "PoliticalParty",
    "PoliticalOrganization",
    "ArmedGroup",
    "Organization",
    "Person",
    "Place",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the lexicon: its label, its PLOVER event type, whether it is symmetric, its label read
    from the object, the classes of its subject and object.

    >>> Relation("https://w3id.org/bilateral-kg/relation/thanks", "thanks").symmetric
    False
    """

    id: str
    label: str
    event: str | None = None
    symmetric: bool = False
    inverse: str | None = None
    domain: str | None = None
    range: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person held: title, of which actor, from and until when (ISO prefixes, None where open).

    >>> Office("president", None, "2009-01-20", "2017").held_on("2017-05-01")
    True
    """

    title: str
    of: str | None
    start: str | None = None
    end: str | None = None

    def held_on(self, day: str) -> bool:
        """Whether it was held on a day (ISO date); an end of which only month or year is known counts whole."""
        return (self.start or "") <= day and not self.ended_by(day)

    def ended_by(self, day: str) -> bool:
        """Whether it was over on a day."""
        return self.end is not None and self.end < day[: len(self.end)]


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor that the ontology knows, with the names it goes by.

    ``names`` are names proper, ``demonyms`` adjectives, ``people`` nouns for its citizens, ``capitals``
    and ``metonyms`` places that stand for it when it acts, ``territories`` places that belong to it.
    ``short_names`` are what it is called in its own state only, ``ministry`` is the IRI of a state's foreign ministry.
    """

    id: str
    label: str
    type: str
    country: str | None
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    gender: str | None = None
    offices: tuple[Office, ...] = ()
    short_names: tuple[str, ...] = ()
    ministry: str | None = None
    same: tuple[str, ...] = ()  #: identifiers elsewhere, as Wikidata's


@dataclass(frozen=True, slots=True)
class EventType:
    """A PLOVER event type with its quad class and its score on Goldstein's scale."""

    name: str
    quad: str
    score: float
    cameo: str = ""  #: root code of the CAMEO scheme


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event: the relations that tell of one, the nouns that name one, whether both sides take part."""

    id: str
    label: str
    relations: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    mutual: bool = False
    destination: bool = False  #: the object is where it goes
    perhaps: frozenset[str] = frozenset()  #: relations that tell of one where a cue stands in the sentence
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Homonym:
    """A name that means another actor where a cue stands in its sentence, or one in the article and nothing against it."""

    meaning: str
    cues: tuple[str, ...] = ()
    article_cues: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def applies(self, sentence: str, article: str) -> bool:
        """Whether the name has this meaning in a sentence of an article.

        >>> Homonym("x", ("Atlanta",), (), ("Tbilisi",)).applies("Georgia voted, Atlanta too.", "Georgia voted, Atlanta too.")
        True
        """
        if any(u in article for u in self.unless):
            return False
        return any(c in sentence for c in self.cues) or any(c in article for c in self.article_cues)


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything read from the ontology folders, as tables.

    >>> onto = load_ontology()
    >>> onto.actors["https://w3id.org/bilateral-kg/actor/CHN"].label
    'China'
    >>> "say" in onto.words["reporting"]
    True
    >>> {"NATO", "U.S."} <= onto.acronyms
    True
    >>> onto.relation_of("attend").label
    'attends'
    """

    relations: Mapping[str, Relation]
    frames: Mapping[tuple[str, ...], str]
    actors: Mapping[str, Actor]
    words: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]]
    topics: Mapping[str, tuple[str, tuple[str, ...]]]
    event_types: Mapping[str, EventType]
    nouns: Mapping[str, str]  #: noun of an act -> relation
    nouns_of: frozenset[str]  #: nouns whose "of" names who undergoes the act
    publishers: tuple[tuple[str, str], ...] = ()  #: (cue, ISO 3166-1 alpha-3 code)
    event_kinds: Mapping[str, EventKind] = field(default_factory=dict)
    homonyms: Mapping[str, tuple[Homonym, ...]] = field(default_factory=dict)
    attending: frozenset[str] = frozenset()  #: relations of those who are at an event
    offices: Mapping[str, str] = field(default_factory=dict)  #: title in lower case -> the title it is known by
    currencies: Mapping[str, str] = field(default_factory=dict)  #: word for money -> ISO 3166-1 alpha-3 code
    exchanges: Mapping[str, str] = field(default_factory=dict)  #: suffix of a company's code -> ISO 3166-1 alpha-3 code
    acronyms: frozenset[str] = frozenset()  #: names of actors that are all capitals

    def relation_of(self, *frame: str) -> Relation | None:
        """The relation that a verb frame expresses: lemma, object noun, preposition, as many as there are."""
        iri = self.frames.get(frame)
        return self.relations[iri] if iri else None


def data_folder() -> Path:
    """The folder of the ontology that travels with the package.

    >>> (data_folder() / "plover.ttl").is_file()
    True
    """
    packaged = resources.files("kg").joinpath("ontology")
    if packaged.is_dir():
        return Path(str(packaged))
    return Path(str(resources.files("kg"))).parent / "ontology"


#: Environment variable with the folders of ontologies that lie over ours, separated as in PATH.
OVERLAY = "KG_ONTOLOGY"


def use_ontology(*folders: str | Path) -> None:
    """From now on lay the Turtle files and questions of some folders over our ontology; none takes them away again.

    Holds for this process and those that it starts. Raises OntologyError naming file, line and reason if a file is not
    Turtle, and if a folder is missing; the ontology then stays as it was.
    """
    resolved = [str(Path(f).resolve()) for f in folders]
    _load(*resolved)
    os.environ[OVERLAY] = os.pathsep.join(resolved)


def overlay() -> tuple[str, ...]:
    """The folders that lie over our ontology.

    >>> overlay()
    ()
    """
    return tuple(f for f in os.environ.get(OVERLAY, "").split(os.pathsep) if f)


def ontology_files() -> list[Path]:
    """The Turtle files of our ontology and of those that lie over it."""
    return [f for folder in (str(data_folder()), *overlay()) for f in sorted(Path(folder).rglob("*.ttl"))]


def load_ontology(*extra: str) -> Ontology:
    """Our ontology with the folders ``extra`` over it, or those of :func:`use_ontology` where none is named.

    Raises OntologyError naming file, line and reason if a file is not Turtle, and if a folder is missing.
    """
    return _load(*(extra or overlay()))


@functools.lru_cache(maxsize=8)
def _load(*extra: str) -> Ontology:
    subjects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for folder in (str(data_folder()), *extra):
        for triple in _triples(Path(folder)):
            subjects[triple[0]][triple[1]].append(triple[2])
    try:
        return _tables(subjects)
    except (KeyError, ValueError, IndexError, re.error) as error:
        where = f" (in {', '.join(extra)})" if extra else ""
        raise OntologyError(f"the ontology lacks something, or says it wrongly{where}: {error!r}") from error


def _triples(folder: Path) -> Iterator[tuple[str, str, str]]:
    if not folder.is_dir():
        raise OntologyError(f"{folder}: there is no such ontology folder")
    for path in sorted(folder.rglob("*.ttl")):
        try:
            for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                yield _value(triple.subject, path), triple.predicate.value, _value(triple.object, path)
        except SyntaxError as error:
            raise OntologyError(f"{path}: not Turtle: {error}") from error


def _value(term: object, path: Path) -> str:
    value = getattr(term, "value", str(term))
    return f"_:{path}#{value}" if isinstance(term, ox.BlankNode) else value


def _tables(subjects: dict[str, dict[str, list[str]]]) -> Ontology:
    relations: dict[str, Relation] = {}
    frames: dict[tuple[str, ...], str] = {}
    actors: dict[str, Actor] = {}
    words: dict[str, frozenset[str]] = {}
    patterns: dict[str, re.Pattern[str]] = {}
    topics: dict[str, tuple[str, tuple[str, ...]]] = {}
    event_types: dict[str, EventType] = {}
    publishers: list[tuple[str, str]] = []
    currencies: dict[str, str] = {}
    exchanges: dict[str, str] = {}
    nouns: dict[str, str] = {}
    nouns_of: set[str] = set()
    offices: dict[str, str] = {}
    event_kinds: dict[str, EventKind] = {}
    homonyms: dict[str, tuple[Homonym, ...]] = {}
    attending = frozenset(iri for iri, p in subjects.items() if _one(p, NS + "placesAt") == "true")
    for iri, properties in subjects.items():
        classes = {c.removeprefix(NS) for c in properties.get(RDF_TYPE, ())}
        if "Homonym" in classes:
            homonym = Homonym(
                properties[NS + "meaning"][0],
                tuple(properties.get(NS + "cue", ())),
                tuple(properties.get(NS + "articleCue", ())),
                tuple(properties.get(NS + "unless", ())),
            )
            for name in properties.get(NS + "name", ()):
                homonyms[name] = (*homonyms.get(name, ()), homonym)
            continue
        if "EventKind" in classes:
            event_kinds[iri] = EventKind(
                iri,
                properties[LABEL][0],
                frozenset(properties.get(NS + "tellsOf", ())),
                frozenset(properties.get(NS + "noun", ())),
                _one(properties, NS + "mutual") == "true",
                _one(properties, NS + "destination") == "true",
                frozenset(properties.get(NS + "mayTellOf", ())),
                tuple(properties.get(NS + "cue", ())),
            )
            continue
        nouns_of.update(properties.get(NS + "nounOf", ()))
        nouns.update(dict.fromkeys((*properties.get(NS + "noun", ()), *properties.get(NS + "nounOf", ())), iri))
        if "Relation" in classes:
            relations[iri] = _relation(iri, properties)
            for frame in properties.get(NS + "frame", ()):
                verb, *rest = frame.split()
                frames.setdefault((verb, *rest), iri)
                frames.setdefault((verb, *(_singular(w) for w in rest)), iri)
        elif "WordClass" in classes:
            name = iri.removeprefix(WORDS)
            words[name] = frozenset(properties.get(NS + "lemma", ()))
            if NS + "pattern" in properties:
                patterns[name] = re.compile("|".join(f"(?:{p})" for p in properties[NS + "pattern"]), re.IGNORECASE)
        elif classes & ACTOR_CLASSES:
            actors[iri] = _actor(iri, (classes & ACTOR_CLASSES).pop(), properties, subjects)
        elif "Topic" in classes:
            labels = [*properties.get(PREF, ()), *properties.get(ALT, ())]
            topics[iri] = (labels[0], tuple(labels + properties.get(NS + "cue", [])))
        elif "OfficeType" in classes:
            known_by = properties[LABEL][0].lower()
            offices.update((title.lower(), known_by) for title in (known_by, *properties.get(ALT, ())))
        elif "Publisher" in classes:
            publishers += [(cue, properties[NS + "country"][0]) for cue in properties.get(NS + "cue", ())]
        elif "Currency" in classes:
            currencies.update(dict.fromkeys(properties[NS + "lemma"], properties[NS + "country"][0]))
        elif "Exchange" in classes:
            exchanges.update(dict.fromkeys(properties[NS + "suffix"], properties[NS + "country"][0]))
        elif NS + "quad" in properties:
            name = iri.removeprefix(PREFIXES["plover"])
            event_types[name] = EventType(
                name,
                properties[NS + "quad"][0],
                float(properties[NS + "score"][0]),
                _one(properties, NS + "cameo") or "",
            )
    return Ontology(
        relations=relations,
        frames=frames,
        actors=actors,
        words=words,
        patterns=patterns,
        topics=topics,
        event_types=event_types,
        nouns=nouns,
        nouns_of=frozenset(nouns_of),
        publishers=tuple(publishers),
        offices=offices,
        currencies=currencies,
        exchanges=exchanges,
        acronyms=frozenset(n for a in actors.values() for n in (*a.names, *a.demonyms) if n.isupper() and " " not in n),
        event_kinds=event_kinds,
        homonyms=homonyms,
        attending=attending,
    )


def _singular(word: str) -> str:
    """The lemma of a plural in a frame, by its ending: talks, ties, countries.

    >>> [_singular(w) for w in ("talks", "ties", "duties", "across", "with")]
    ['talk', 'tie', 'duty', 'across', 'with']
    """
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _one(properties: Mapping[str, list[str]], key: str) -> str | None:
    values = properties.get(key)
    return values[-1] if values else None


def _relation(iri: str, properties: Mapping[str, list[str]]) -> Relation:
    event = _one(properties, NS + "event")
    return Relation(
        id=iri,
        label=_one(properties, LABEL) or iri.rsplit("/", 1)[-1],
        event=event.removeprefix(PREFIXES["plover"]) if event else None,
        symmetric=_one(properties, NS + "symmetric") == "true",
        inverse=_one(properties, NS + "inverse"),
        domain=(_one(properties, PREFIXES["rdfs"] + "domain") or "").rsplit("/", 1)[-1] or None,
        range=(_one(properties, PREFIXES["rdfs"] + "range") or "").removeprefix(NS) or None,
    )


def _actor(
    iri: str, kind: str, properties: Mapping[str, list[str]], subjects: Mapping[str, dict[str, list[str]]]
) -> Actor:
    def many(key: str) -> tuple[str, ...]:
        return tuple(properties.get(NS + key, ()))

    label = _one(properties, LABEL)
    if label is None:
        raise OntologyError(f"{iri}: an actor needs an rdfs:label")
    offices = []
    for node in properties.get(NS + "office", ()):
        p = subjects[node]
        offices.append(
            Office(_one(p, NS + "title") or "", _one(p, NS + "of"), _one(p, NS + "from"), _one(p, NS + "until"))
        )
    return Actor(
        id=iri,
        label=label,
        type=kind,
        country=_one(properties, NS + "country"),
        names=tuple(dict.fromkeys([label, *properties.get(ALT, ())])),
        demonyms=many("demonym"),
        people=many("people"),
        capitals=many("capital"),
        metonyms=many("metonym"),
        territories=many("territory"),
        seats=many("seat"),
        gender=_one(properties, NS + "gender"),
        offices=tuple(offices),
        short_names=many("shortName"),
        ministry=_one(properties, NS + "foreignMinistry"),
        same=tuple(properties.get(PREFIXES["owl"] + "sameAs", ())),
    )
