"""What every store can do, whatever holds the quads: put articles in, take them out, ask, and name things."""

from __future__ import annotations

import abc
import datetime as dt
import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import StoreError
from kg.happenings import with_events
from kg.model import Article, Extraction, Statement
from kg.store import terms as t
from kg.store.answers import Answer, answer_of
from kg.store.decisions import Decisions
from kg.store.judgements import Judgements
from kg.store.questions import Question
from kg.store.rdf import digest, to_quads
from kg.store.reading import GraphReader
from kg.store.sparql import Term, bind, check_read_only, short, with_prefixes
from kg.vocab.namespaces import ARTICLE, BASE, NS, article_iri
from kg.vocab.ontology import load_ontology, ontology_files, overlay

_COUNTS = """SELECT (COUNT(DISTINCT ?e) AS ?n) {
  GRAPH ?g { { ?s rdf:subject ?e } UNION { ?s rdf:object ?e } ?e a ?kind }
  FILTER(STRSTARTS(STR(?kind), STR(kg:)) && ?kind NOT IN (kg:Phrase, kg:Happening)) }"""


class BaseStore(abc.ABC):
    """A store of articles and their statements; use as a context manager, so that all is written at the end.

    What holds the quads is up to the subclasses, which fill in the methods whose names begin with an underscore.
    """

    #: Where the store is, for messages.
    location: str
    read_only: bool
    #: What a person decided about entities; applied to what is written.
    decisions: Decisions
    #: What a person judged of statements; applied to what is written.
    judgements: Judgements

    # -- what a subclass fills in ---------------------------------------------------------------

    @abc.abstractmethod
    def _solve(self, text: str) -> Any:
        """Run a query over all graphs together and give Oxigraph's kind of results."""

    @abc.abstractmethod
    def _graph(self, iri: str) -> Iterable[ox.Quad | ox.Triple]:
        """The quads or triples of a named graph; none where there is no such graph."""

    @abc.abstractmethod
    def _replace(self, graphs: Mapping[str, Sequence[ox.Quad]]) -> None:
        """Write named graphs, each whole or not at all, in the place of those of the same names."""

    @abc.abstractmethod
    def _remove(self, iri: str) -> None:
        """Remove a named graph."""

    @abc.abstractmethod
    def _graphs(self) -> Iterable[str]:
        """The names of all graphs."""

    @abc.abstractmethod
    def flush(self) -> None:
        """See to it that all that was written lasts."""

    @abc.abstractmethod
    def close(self) -> None:
        """Write all and let go of the store."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- writing --------------------------------------------------------------------------------

    def load_ontology(self) -> None:
        """Put the ontology into a graph of its own, where it is not there already as it is now."""
        files = ontology_files()
        state = hashlib.sha256("".join(f.read_text(encoding="utf-8") for f in files).encode()).hexdigest()
        ask = f"ASK {{ GRAPH {t.ONTOLOGY_GRAPH} {{ {t.ONTOLOGY_GRAPH} {t.DIGEST} {ox.Literal(state)} }} }}"
        if bool(self._solve(ask)):
            return
        quads = [
            ox.Quad(x.subject, x.predicate, x.object, t.ONTOLOGY_GRAPH)
            for f in files
            for x in ox.parse(path=str(f), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        ]
        quads.append(ox.Quad(t.ONTOLOGY_GRAPH, t.DIGEST, ox.Literal(state), t.ONTOLOGY_GRAPH))
        self._replace({t.ONTOLOGY_GRAPH.value: quads})

    def has(self, article: Article, version: str) -> bool:
        """Whether this very article, read by this version, is in the store."""
        graph, mark = article_iri(article.id), ox.Literal(digest(article, version))
        return bool(self._solve(f"ASK {{ GRAPH <{graph}> {{ <{graph}> {t.DIGEST} {mark} }} }}"))

    def quads_of(self, extraction: Extraction, version: str) -> tuple[str, list[ox.Quad]]:
        """The name of an article's graph and its quads as they would be written, with decisions and judgements applied."""
        judged = self.judgements.applied(extraction)
        if judged is not extraction:
            judged = replace(judged, events=with_events(judged.article, judged.statements, load_ontology())[1])
        decided = self.decisions.applied(judged)
        quads = to_quads(decided, version, labels(), None if decided is judged else judged)
        return article_iri(extraction.article.id), quads

    def add(self, extraction: Extraction, version: str) -> bool:
        """Put an article in, whole or not at all; a changed one replaces what was read before.

        Says whether anything changed.
        """
        if self.has(extraction.article, version):
            return False
        self.put([self.quads_of(extraction, version)])
        return True

    def put(self, graphs: Iterable[tuple[str, Sequence[ox.Quad]]]) -> None:
        """Write the graphs of articles, each whole or not at all."""
        self._replace(dict(graphs))

    def put_if_changed(self, iri: str, quads: Sequence[ox.Quad]) -> bool:
        """Write a graph where it is not so already; says whether it was written."""
        if {str(q.triple) for q in quads} == {str(getattr(q, "triple", q)) for q in self._graph(iri)}:
            return False
        self.put([(iri, quads)])
        return True

    def forget(self, article_id: str) -> bool:
        """Take an article and all that was read from it out again; says whether it was there."""
        graph = article_iri(article_id)
        if not bool(self._solve(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")):
            return False
        self._remove(graph)
        self.flush()
        return True

    def record_run(self, version: str, started: dt.datetime, articles: int) -> None:
        """Note in the graph of runs when articles were read, by what and how many (PROV-O)."""
        ended = dt.datetime.now(dt.UTC)
        run = ox.NamedNode(f"{BASE}run/{started.strftime('%Y%m%dT%H%M%S%f')}")
        agent = ox.NamedNode(f"{BASE}agent/{hashlib.sha1(version.encode()).hexdigest()[:10]}")
        graph = t.RUNS_GRAPH
        quads = [
            *(ox.Quad(q.subject, q.predicate, q.object, graph) for q in self._graph(graph.value)),
            ox.Quad(run, t.TYPE, t.ACTIVITY, graph),
            ox.Quad(run, t.STARTED, ox.Literal(started.isoformat(), datatype=t.DATE_TIME), graph),
            ox.Quad(run, t.ENDED, ox.Literal(ended.isoformat(), datatype=t.DATE_TIME), graph),
            ox.Quad(run, t.ASSOCIATED, agent, graph),
            ox.Quad(run, ox.NamedNode(NS + "articles"), ox.Literal(articles), graph),
        ]
        self._replace({graph.value: quads})

    # -- reading --------------------------------------------------------------------------------

    def article_ids(self) -> list[str]:
        """The ids of the articles in the store, sorted."""
        return sorted(unquote(g.removeprefix(ARTICLE)) for g in self._graphs() if g.startswith(ARTICLE))

    def __len__(self) -> int:
        return len(self.article_ids())

    def extraction(self, article_id: str, *, original: bool = False) -> Extraction:
        """An article with its statements; with ``original`` as before entities were merged. StoreError if it is not there."""
        return self.read(article_id, original=original)[0]

    def read(self, article_id: str, *, original: bool = False) -> tuple[Extraction, str]:
        """An article with its statements, and what read it."""
        reader = GraphReader(self._graph(article_iri(article_id)), original=original)
        try:
            return reader.extraction(), reader.version()
        except ValueError as error:
            raise StoreError(f"{self.location}: there is no article {article_id!r}") from error

    def extractions(self, article_ids: Iterable[str] | None = None) -> Iterator[Extraction]:
        """The articles with their statements, all or those named, in the order of their ids."""
        for article_id in self.article_ids() if article_ids is None else article_ids:
            yield self.extraction(article_id)

    def statements(self) -> Iterator[Statement]:
        """All statements, article by article."""
        for extraction in self.extractions():
            yield from extraction.statements

    def graph_quads(self, article_id: str) -> Iterable[ox.Quad | ox.Triple]:
        """The quads of an article's graph."""
        return self._graph(article_iri(article_id))

    def named_graph(self, iri: str) -> Iterable[ox.Quad | ox.Triple]:
        """The quads of a graph by its name; none where there is no such graph."""
        return self._graph(iri)

    def counts(self) -> dict[str, int]:
        """How many articles, statements, events and entities there are."""

        def count(text: str) -> int:
            return int(answer_of(self._solve(with_prefixes(text))).rows[0][0] or 0)

        return {
            "articles": len(self.article_ids()),
            "statements": count("SELECT (COUNT(*) AS ?n) { ?s a kg:Statement }"),
            "events": count("SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a kg:Happening }"),
            "entities": count(_COUNTS),
        }

    # -- asking ---------------------------------------------------------------------------------

    def query(self, text: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Ask a SPARQL query; QueryError if it is malformed or would leave the store.

        The prefixes of :data:`kg.vocab.namespaces.PREFIXES` need not be declared. Parameters are bound to variables.
        """
        check_read_only(text)
        return self.solve(text, {k: [term_of(v)] for k, v in (parameters or {}).items()})

    def ask(self, question: Question, parameters: Mapping[str, object] | None = None) -> Answer:
        """The answer to a question of the ontology; QueryError where a parameter is missing or wrong."""
        return self.solve(question.text, question.terms(parameters or {}, self.find))

    def solve(self, text: str, bindings: Mapping[str, Sequence[Term]]) -> Answer:
        """Run a query that is trusted, with its variables bound."""
        return answer_of(self._solve(with_prefixes(bind(text, bindings))), bindings)

    def find(self, name: str) -> list[str]:
        """The IRIs of the entities that bear a name, in the store or in the ontology; those of actors first."""
        forms = " ".join(f"{ox.Literal(name)} {ox.Literal(name, language='en')}".split("\n"))
        text = f"""SELECT DISTINCT ?e ?actor {{ VALUES ?name {{ {forms} }} VALUES ?p {{ rdfs:label kg:name skos:altLabel }}
          ?e ?p ?name . FILTER(STRSTARTS(STR(?e), STR(entity:)) || STRSTARTS(STR(?e), STR(actor:))) BIND(EXISTS {{ ?e a sem:Actor }} AS ?actor) }}"""
        answer = answer_of(self._solve(with_prefixes(text)))
        found = sorted((row[1] != "true", row[0]) for row in answer.rows if row[0])
        actors = [str(iri) for other, iri in found if not other]
        return actors or [str(iri) for _, iri in found]

    def names(self, iris: Iterable[str]) -> dict[str, str]:
        """What to call things: the label of each IRI that has one, else its short form."""
        wanted = list(dict.fromkeys(iris))
        known = labels()
        found = {iri: known[iri] for iri in wanted if iri in known}
        rest = [iri for iri in wanted if iri not in found]
        seen: dict[str, set[str]] = {}
        for iri, label in self._labels(rest):
            seen.setdefault(iri, set()).add(label)
        for iri in rest:
            found[iri] = max(sorted(seen[iri]), key=len) if iri in seen else short(iri)
        return found

    def _labels(self, iris: Sequence[str]) -> Iterator[tuple[str, str]]:
        for start in range(0, len(iris), 500):
            values = " ".join(f"<{iri}>" for iri in iris[start : start + 500])
            text = f"SELECT ?e ?l {{ VALUES ?e {{ {values} }} VALUES ?p {{ rdfs:label skos:prefLabel schema:headline }} ?e ?p ?l }}"
            for row in answer_of(self._solve(with_prefixes(text))).rows:
                if row[0] and row[1]:
                    yield row[0], row[1]

    def labelled(self, answer: Answer) -> Answer:
        """The answer with labels for IRIs: what a reader wants to see."""
        names = self.names(str(answer.rows[i][k]) for i, k in answer.iris)
        rows = tuple(
            tuple(names[str(c)] if (i, k) in answer.iris else c for k, c in enumerate(row))
            for i, row in enumerate(answer.rows)
        )
        return Answer(answer.columns, rows)


def term_of(value: object) -> Term:
    """A Python value as a term: numbers, booleans and dates typed, what looks like an IRI one, all else a string.

    >>> str(term_of("https://example.org/a")), str(term_of('"x'))
    ('<https://example.org/a>', '"\\\\"x"')
    """
    if isinstance(value, dt.date):
        return ox.Literal(value.isoformat(), datatype=t.DATE)
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    text = str(value)
    return ox.NamedNode(text) if re.match(r"https?://[^\s<>\"{}|^`\\]+$", text) else ox.Literal(text)


def labels() -> Mapping[str, str]:
    """The ontology's labels of actors and places by IRI."""
    return _labels(overlay())


@functools.lru_cache(maxsize=4)
def _labels(folders: tuple[str, ...]) -> Mapping[str, str]:
    return {a.id: a.label for a in load_ontology(*folders).actors.values()}
