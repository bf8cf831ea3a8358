"""The embedded store: Oxigraph in a folder, an article a named graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import Article, Extraction, Statement
from kg.store.queries import Answer, check_read_only, run_query
from kg.store.rdf import ARTICLE_CLASS, DIGEST, TYPE, GraphReader, digest, to_quads
from kg.vocab.namespaces import BASE, NS, PREFIXES, article_iri
from kg.vocab.ontology import data_folder

#: Version of the layout of the store; a store of a later one is refused.
LAYOUT = 1
_MARK = "bilateral-kg.json"
ONTOLOGY_GRAPH = ox.NamedNode(BASE + "ontology")
_HEADLINE = ox.NamedNode(PREFIXES["schema"] + "headline")
_STATEMENT = ox.NamedNode(NS + "Statement")


class Store:
    """Articles and their statements in a folder on disk.

    One process may write at a time; use as a context manager, so that all is flushed to disk at the end.
    Raises StoreError if the folder is something else, is in use, or was written by a later version.

    >>> import tempfile
    >>> from kg.model import Entity
    >>> with tempfile.TemporaryDirectory() as folder, Store(folder) as store:
    ...     _ = store.add(Extraction(Article("a1", "Xi thanked Putin."), (Statement(Entity("Xi Jinping"), "thanks", Entity("Putin")),)), "test")
    ...     len(store), [s.relation for s in store.statements()]
    (1, ['thanks'])
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self._check_folder()
        try:
            if read_only:
                self.graph = ox.Store.read_only(str(self.path))
            else:
                self.path.mkdir(parents=True, exist_ok=True)
                self.graph = ox.Store(str(self.path))
        except OSError as error:
            if "lock" in str(error).lower() or "resource temporarily unavailable" in str(error).lower():
                raise StoreError(
                    f"{self.path}: another process is writing to this store; wait for it, or read with kg query"
                ) from error
            raise StoreError(f"{self.path}: the store cannot be opened: {error}") from error
        if not read_only:
            (self.path / _MARK).write_text(json.dumps({"layout": LAYOUT}), encoding="utf-8")
            self._load_ontology()

    def _check_folder(self) -> None:
        mark = self.path / _MARK
        if mark.is_file():
            try:
                layout = json.loads(mark.read_text(encoding="utf-8")).get("layout", 0)
            except (ValueError, AttributeError) as error:
                raise StoreError(f"{mark}: damaged: {error}") from error
            if layout > LAYOUT:
                raise StoreError(
                    f"{self.path}: written by a later version of this package (layout {layout}); upgrade it"
                )
            return
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{self.path}: this is a file; a store is a folder")
        if self.read_only:
            raise StoreError(f"{self.path}: there is no store here; kg build SOURCE … --store {self.path} makes one")
        if self.path.is_dir() and any(self.path.iterdir()):
            raise StoreError(f"{self.path}: this folder holds something else; name an empty or a new one")

    def _load_ontology(self) -> None:
        files = sorted(data_folder().rglob("*.ttl"))
        stamp = ox.Literal(digest(Article("ontology", "".join(str(f.stat().st_size) for f in files)), str(LAYOUT)))
        if next(iter(self.graph.quads_for_pattern(ONTOLOGY_GRAPH, DIGEST, stamp, ONTOLOGY_GRAPH)), None) is not None:
            return
        self.graph.remove_graph(ONTOLOGY_GRAPH)
        quads = [
            ox.Quad(t.subject, t.predicate, t.object, ONTOLOGY_GRAPH)
            for f in files
            for t in ox.parse(path=str(f), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        ]
        self.graph.extend([*quads, ox.Quad(ONTOLOGY_GRAPH, DIGEST, stamp, ONTOLOGY_GRAPH)])

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write all to disk and let go of the folder."""
        if not self.read_only:
            self.graph.flush()
        del self.graph

    # -- writing --------------------------------------------------------------------------------

    def has(self, article: Article, version: str) -> bool:
        """Whether this very article, read by this version, is in the store."""
        graph = ox.NamedNode(article_iri(article.id))
        mark = ox.Literal(digest(article, version))
        return next(iter(self.graph.quads_for_pattern(graph, DIGEST, mark, graph)), None) is not None

    def add(self, extraction: Extraction, version: str) -> bool:
        """Put an article in, whole or not at all; a changed one replaces what was read before.

        Says whether anything changed.
        """
        if self.has(extraction.article, version):
            return False
        graph = ox.NamedNode(article_iri(extraction.article.id))
        quads = to_quads(extraction, version)
        if self.graph.contains_named_graph(graph):
            body = "\n".join(f"{q.subject} {q.predicate} {q.object} ." for q in quads)
            self.graph.update(f"CLEAR SILENT GRAPH {graph} ; INSERT DATA {{ GRAPH {graph} {{ {body} }} }}")
        else:
            self.graph.extend(quads)
        return True

    def forget(self, article_id: str) -> bool:
        """Take an article and all that was read from it out again; says whether it was there."""
        graph = ox.NamedNode(article_iri(article_id))
        if not self.graph.contains_named_graph(graph):
            return False
        self.graph.remove_graph(graph)
        self.graph.flush()
        return True

    # -- reading --------------------------------------------------------------------------------

    def article_ids(self) -> list[str]:
        """The ids of the articles in the store, sorted."""
        from urllib.parse import unquote

        from kg.vocab.namespaces import ARTICLE

        graphs = (g.value for g in self.graph.named_graphs() if isinstance(g, ox.NamedNode))
        return sorted(unquote(g.removeprefix(ARTICLE)) for g in graphs if g.startswith(ARTICLE))

    def __len__(self) -> int:
        return len(self.article_ids())

    def extraction(self, article_id: str) -> Extraction:
        """An article with its statements; StoreError if it is not in the store."""
        graph = ox.NamedNode(article_iri(article_id))
        reader = GraphReader(self.graph.quads_for_pattern(None, None, None, graph))
        try:
            return reader.extraction()
        except ValueError as error:
            raise StoreError(f"{self.path}: there is no article {article_id!r}") from error

    def extractions(self, article_ids: Iterable[str] | None = None) -> Iterator[Extraction]:
        """The articles with their statements, all or those named, in the order of their ids."""
        for article_id in self.article_ids() if article_ids is None else article_ids:
            yield self.extraction(article_id)

    def statements(self) -> Iterator[Statement]:
        """All statements, article by article."""
        for extraction in self.extractions():
            yield from extraction.statements

    def counts(self) -> dict[str, int]:
        """How many articles, statements, plain facts and entities there are."""
        ids = self.article_ids()
        statements = sum(1 for _ in self.graph.quads_for_pattern(None, TYPE, _STATEMENT, None))
        entities = run_query(
            self.graph,
            "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?s a kg:Statement . { ?s rdf:subject ?e } UNION { ?s rdf:object ?e } ?e a ?t FILTER(?t != kg:Phrase && STRSTARTS(STR(?t), STR(kg:))) }",
        )
        n = entities.rows[0][0] if entities.rows else None
        return {"articles": len(ids), "statements": statements, "entities": int(n or 0)}

    def query(self, text: str, parameters: dict[str, object] | None = None) -> Answer:
        """Ask a SPARQL query; QueryError if it is malformed or would leave the store.

        The prefixes of :data:`kg.vocab.namespaces.PREFIXES` need not be declared.
        """
        check_read_only(text)
        return run_query(self.graph, text, parameters)

    def dataset(self) -> Any:
        """The store as an rdflib ``Dataset`` whose queries Oxigraph answers."""
        import oxrdflib
        import rdflib

        dataset = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self.graph), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, override=True, replace=True)
        return dataset


__all__ = ["ARTICLE_CLASS", "Store"]
