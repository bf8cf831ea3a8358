"""The named questions of ``ontology/queries/*.rq``: title, description, typed parameters, examples and text.

A question begins with comments: ``# title:``, ``# description:``, ``# param: NAME TYPE what it is`` (a default behind
``=`` makes it optional), ``# example:``. The types are ``actor`` (a name, resolved to who bears it), ``country`` (a state's
name or ISO 3166-1 alpha-3 code), ``topic``, ``relation``, ``date`` (ISO 8601), ``number`` and ``text``.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.sparql import Term
from kg.vocab.namespaces import ACTOR, PREFIXES
from kg.vocab.ontology import Ontology, data_folder, load_ontology, overlay

TYPES = ("actor", "country", "topic", "relation", "date", "number", "text")
_HEADER = re.compile(r"^#\s*(title|description|param|example):\s*(.+)$", re.MULTILINE)
_PARAM = re.compile(r"(\w+)\s+(\w+)(?:\s*=\s*(\S+))?\s*(.*)")

#: Finds who bears a name in a store: IRIs.
Finder = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: its name, its type, what it is, and the default where it may be left out."""

    name: str
    type: str
    meaning: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the ontology."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    examples: tuple[str, ...]
    text: str

    def terms(
        self, given: Mapping[str, object], find: Finder, ontology: Ontology | None = None
    ) -> dict[str, list[Term]]:
        """The terms that the parameters are bound to.

        Raises QueryError where one is missing, unknown or of the wrong type, and says what would do.

        >>> found = question("acts-toward").terms({"source": "China", "target": "usa"}, lambda name: [])
        >>> [str(t) for terms in found.values() for t in terms]
        ['"CHN"', '"USA"']
        """
        known = {p.name: p for p in self.parameters}
        for name in given:
            if name not in known:
                raise QueryError(f"{self.name} has no parameter {name!r}; it has: {', '.join(known) or 'none'}")
        found: dict[str, list[Term]] = {}
        missing = [p.name for p in self.parameters if p.name not in given and p.default is None]
        if missing:
            example = f"; for example: {self.examples[0]}" if self.examples else ""
            raise QueryError(f"{self.name} needs --param {' --param '.join(f'{m}=…' for m in missing)}{example}")
        for p in self.parameters:
            value = given.get(p.name, p.default)
            found[p.name] = _terms(p, str(value), find, ontology or load_ontology())
        return found


def _terms(p: Parameter, value: str, find: Finder, ontology: Ontology) -> list[Term]:
    if p.type == "actor":
        return [ox.NamedNode(iri) for iri in _actors(value, find, ontology)]
    if p.type == "country":
        return [ox.Literal(_country(p, value, ontology))]
    if p.type == "topic":
        return [ox.NamedNode(_topic(value, ontology))]
    if p.type == "relation":
        return [ox.NamedNode(iri) for iri in _relations(value, ontology)]
    if p.type == "date":
        try:
            day = dt.date.fromisoformat(value)
        except ValueError as error:
            raise QueryError(f"{p.name}: {value!r} is no day; write it as 2024-05-23") from error
        return [ox.Literal(day.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))]
    if p.type == "number":
        if not re.fullmatch(r"-?\d+", value):
            raise QueryError(f"{p.name}: {value!r} is no whole number")
        return [ox.Literal(int(value))]
    return [ox.Literal(value)]


def _actors(name: str, find: Finder, ontology: Ontology) -> list[str]:
    if re.match(r"https?://\S+$", name):
        return [name]
    found = list(find(name))
    if found:
        return found
    wanted = name.casefold()
    named = {n.casefold(): a.id for a in ontology.actors.values() if a.type != "Place" for n in a.names}
    if wanted in named:
        return [named[wanted]]
    near = difflib.get_close_matches(wanted, named, n=3)
    labels = [ontology.actors[named[n]].label for n in near]
    raise QueryError(
        f"nobody in the graph is called {name!r}"
        + (f"; did you mean {' or '.join(labels)}?" if labels else "; kg entities --search lists who is there")
    )


def _country(p: Parameter, value: str, ontology: Ontology) -> str:
    states = {a.country: a for a in ontology.actors.values() if a.type == "State" and a.id.startswith(ACTOR)}
    if value.upper() in states or value.upper() in ("IGO", "NGO"):
        return value.upper()
    named = {n.casefold(): str(a.country) for a in states.values() for n in (*a.names, *a.demonyms)}
    if value.casefold() in named:
        return named[value.casefold()]
    near = difflib.get_close_matches(value.casefold(), named, n=2)
    hint = f"; did you mean {' or '.join(n.title() for n in near)}?" if near else ""
    raise QueryError(f"{p.name}: {value!r} is no state; write its name or ISO 3166-1 code, as USA{hint}")


def _topic(value: str, ontology: Ontology) -> str:
    for iri, (label, names) in ontology.topics.items():
        if value in (iri, iri.rsplit("/", 1)[-1]) or value.casefold() in {
            label.casefold(),
            *(n.casefold() for n in names),
        }:
            return iri
    raise QueryError(
        f"{value!r} is no topic; the topics are: {', '.join(sorted(i.rsplit('/', 1)[-1] for i in ontology.topics))}"
    )


def _relations(value: str, ontology: Ontology) -> list[str]:
    found = [
        iri
        for iri, r in ontology.relations.items()
        if value.removeprefix("rel:").casefold() in (iri.rsplit("/", 1)[-1].casefold(), r.label.casefold())
    ]
    if not found:
        names = {i.rsplit("/", 1)[-1].casefold(): i.rsplit("/", 1)[-1] for i in ontology.relations}
        near = difflib.get_close_matches(value.casefold(), names, n=3)
        raise QueryError(
            f"{value!r} is no relation" + (f"; did you mean {' or '.join(names[n] for n in near)}?" if near else "")
        )
    return found


def questions(*extra: str) -> Iterator[Question]:
    """The questions of our ontology and of those that lie over it, by name; QueryError where a header is wrong.

    >>> "who-met-whom" in {q.name for q in questions()}
    True
    """
    found: dict[str, Question] = {}
    for folder in (data_folder(), *(Path(e) for e in extra or overlay())):
        for path in sorted((folder / "queries").glob("*.rq")):
            found[path.stem] = _read(path)
    yield from (found[name] for name in sorted(found))


def question(name: str, *extra: str) -> Question:
    """A question by its name; QueryError lists the names if there is none.

    >>> question("who-met-whom").title
    'Who met or spoke with whom'
    """
    known = {q.name: q for q in questions(*extra)}
    if name not in known:
        raise QueryError(f"no question is called {name!r}; there are {', '.join(known)}")
    return known[name]


def _read(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    head: dict[str, list[str]] = {}
    for key, value in _HEADER.findall(text):
        head.setdefault(key, []).append(value.strip())
    parameters = []
    for line in head.get("param", ()):
        match = _PARAM.fullmatch(line)
        if match is None or match[2] not in TYPES:
            raise QueryError(f"{path}: # param: {line}: write NAME TYPE what it is, with a type of {', '.join(TYPES)}")
        parameters.append(Parameter(match[1], match[2], match[4], match[3]))
    return Question(
        path.stem,
        head.get("title", [path.stem])[0],
        " ".join(head.get("description", [])),
        tuple(parameters),
        tuple(head.get("example", ())),
        text,
    )
