"""The entities of a store: who is there, and the links between those that are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.errors import StoreError
from kg.happenings import with_events
from kg.linking import Profile, links
from kg.model import Entity, EntityType
from kg.store.base import BaseStore, labels
from kg.store.judgements import Judgement
from kg.store.rdf import PHRASES
from kg.vocab.namespaces import ENTITY, NS, article_iri
from kg.vocab.ontology import load_ontology

_PEOPLE = """SELECT DISTINCT ?p ?name ?country ?title {
  GRAPH ?g {
    ?p a kg:Person . { ?p rdfs:label ?name } UNION { ?p kg:name ?name }
    OPTIONAL { ?p kg:country ?country }
    OPTIONAL { { ?s rdf:subject ?p } UNION { ?s kg:readSubject ?p } ?s rdf:predicate rel:holdsOffice ; kg:relation ?title }
  }
  FILTER(STRSTARTS(STR(?p), "%sperson/"))
}"""

_LIST = """SELECT ?e (SAMPLE(?label) AS ?name) (SAMPLE(?kind) AS ?type) (SAMPLE(?c) AS ?country) (COUNT(DISTINCT ?s) AS ?statements) (COUNT(DISTINCT ?g) AS ?articles) {
  GRAPH ?g { ?s a kg:Statement . { ?s rdf:subject ?e } UNION { ?s rdf:object ?e } UNION { ?s kg:speaker ?e }
             ?e a ?kind ; rdfs:label ?label . OPTIONAL { ?e kg:country ?c } }
  FILTER(STRSTARTS(STR(?kind), STR(kg:)) && ?kind NOT IN (kg:Phrase, kg:Happening))
} GROUP BY ?e ORDER BY DESC(?statements) ?e"""


#: Entities that were made one with others, by article.
_MERGED = "SELECT DISTINCT ?id ?e ?into { GRAPH ?g { ?e owl:sameAs ?into . ?g schema:identifier ?id } }"


@dataclass(frozen=True, slots=True)
class Row:
    """An entity of a store with how much is said of it, and its other names."""

    iri: str
    name: str
    kind: str
    country: str | None
    statements: int
    articles: int


def list_entities(store: BaseStore, *, kind: str | None = None, search: str | None = None) -> Iterator[Row]:
    """The entities of a store, the most often mentioned first; of one kind, or with a text in their name or IRI."""
    answer = store.solve(_LIST, {})
    known = labels()
    for iri, name, kind_iri, country, statements, articles in answer.rows:
        if iri is None or iri.startswith(PHRASES):
            continue
        label = known.get(iri, name or iri)
        of_kind = (kind_iri or "").removeprefix(NS)
        if kind is not None and of_kind.casefold() != kind.casefold():
            continue
        if search is not None and search.casefold() not in f"{label} {name} {iri}".casefold():
            continue
        yield Row(iri, label, of_kind, country, int(statements or 0), int(articles or 0))


def resolve(store: BaseStore, name: str) -> str:
    """The IRI of the one entity that a name or an IRI means; StoreError where there is none, or several."""
    if name.startswith(("http://", "https://")):
        return name
    found = store.find(name)
    if not found:
        near = [r.name for r in list_entities(store, search=name)][:5]
        raise StoreError(
            f"nobody in the graph is called {name!r}"
            + (f"; there are {', '.join(near)}" if near else "; kg entities lists who is there")
        )
    if len(found) > 1:
        raise StoreError(f"{name!r} may be any of {', '.join(found)}; give the IRI")
    return found[0]


def articles_with(store: BaseStore, iris: Iterable[str]) -> set[tuple[str, str]]:
    """The ids of the articles whose graphs name any of some entities, each with the entity."""
    found: set[tuple[str, str]] = set()
    wanted = sorted(iris)
    for start in range(0, len(wanted), 500):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + 500])
        text = f"SELECT DISTINCT ?id ?e {{ VALUES ?e {{ {values} }} GRAPH ?g {{ ?e a ?kind . ?g schema:identifier ?id }} }}"
        found |= {(str(row[0]), str(row[1])) for row in store.solve(text, {}).rows}
    return found


def profiles(store: BaseStore) -> list[Profile]:
    """What a store says of the people whom the ontology does not know."""
    names: dict[str, set[str]] = defaultdict(set)
    countries: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, set[str]] = defaultdict(set)
    for iri, name, country, title in store.solve(_PEOPLE % ENTITY, {}).rows:
        if iri is None or name is None:
            continue
        names[iri].add(name)
        if country:
            countries[iri].add(country)
        if title:
            words = title.removeprefix("is ").removeprefix("former ").rsplit(" ", 1)[0].split()
            titles[iri].add(words[-1] if words else title)
    return [
        Profile(iri, max(sorted(found), key=len), min(countries[iri], default=None), frozenset(titles[iri]))
        for iri, found in names.items()
    ]


def relink(store: BaseStore) -> int:
    """Link the people who are one by name, state and office, under the decisions by hand; the number of articles written anew.

    The result is the same whatever was linked before.
    """
    decisions = store.decisions
    people = profiles(store)
    decisions.links = links(people)
    decisions.entities = {p.iri: Entity(p.name, p.iri, EntityType.PERSON, p.country) for p in people}
    return apply_decisions(store)


def apply_decisions(store: BaseStore, also: Iterable[str] = ()) -> int:
    """Write anew the articles in which an entity is now somebody else than before; the number of them.

    ``also`` are further entities that may have changed.
    """
    decisions = store.decisions
    stand: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for article_id, entity, into in store.solve(_MERGED, {}).rows:
        stand[str(article_id)].add((str(entity), str(into)))
    shall: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for article_id, entity in articles_with(store, decisions.concerned()):
        into = decisions.canonical(entity, article_id)
        if into != entity:
            shall[article_id].add((entity, into))
    changed = {i for i in stand.keys() | shall.keys() if stand.get(i) != shall.get(i)}
    return rewrite(store, sorted(changed | {i for i, _ in articles_with(store, also)}))


def rewrite(store: BaseStore, article_ids: Iterable[str], withdrawn: Iterable[Judgement] = ()) -> int:
    """Write articles anew, as decisions and judgements are now; the number of those that changed.

    ``withdrawn`` are judgements that were taken back: what they changed is as it was read.
    """
    changed = 0
    ontology = load_ontology()
    for article_id in article_ids:
        read, version = store.read(article_id, original=True)
        read = store.judgements.restored(read, withdrawn)
        told, events = with_events(read.article, read.statements, ontology)
        graph, quads = store.quads_of(replace(read, statements=told, events=events), version)
        changed += store.put_if_changed(graph, quads)
    if changed:
        store.flush()
    return changed


def new_identity(iri: str, article_id: str) -> str:
    """The IRI of who is split off an entity in an article.

    >>> new_identity("https://w3id.org/bilateral-kg/entity/person/wu-qian-chn", "a1")
    'https://w3id.org/bilateral-kg/entity/person/wu-qian-chn/a1'
    """
    tail = article_iri(article_id).rsplit("/", 1)[-1]
    return f"{iri if iri.startswith(ENTITY) else ENTITY + iri.rsplit('/', 1)[-1]}/{tail}"


def entity_of(store: BaseStore, iri: str) -> Entity:
    """What a store says of an entity: its name, kind and state."""
    text = "SELECT ?label ?kind ?country { VALUES ?e { <%s> } ?e rdfs:label ?label ; a ?kind . OPTIONAL { ?e kg:country ?country } }"
    kinds = {k.value: k for k in EntityType}
    for label, kind, country in sorted(store.solve(text % iri, {}).rows, key=str):
        if label and (kind or "").removeprefix(NS) in kinds:
            return Entity(label, iri, kinds[str(kind).removeprefix(NS)], country)
    raise StoreError(f"{store.location}: there is no entity {iri}")
