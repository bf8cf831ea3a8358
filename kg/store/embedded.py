"""The embedded store: Oxigraph in a folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.model import Article
from kg.store import terms as t
from kg.store.base import BaseStore
from kg.store.decisions import Decisions
from kg.store.judgements import Judgements
from kg.store.rdf import digest
from kg.vocab.namespaces import ARTICLE, PREFIXES, article_iri

#: Version of the layout of the store; a store of a later one is refused, one of an earlier one has to be built anew.
LAYOUT = 2
_MARK = "bilateral-kg.json"
#: Quads from which on they are written as files of their own instead of a transaction.
_BULK = 5_000


class Store(BaseStore):
    """Articles and their statements in a folder on disk.

    One process may write at a time, others may read what was written when they opened it. Raises StoreError if the
    folder is something else, is in use, or was written by another version.

    >>> import tempfile
    >>> from kg.model import Article, Entity, Extraction, Statement
    >>> with tempfile.TemporaryDirectory() as folder, Store(folder) as store:
    ...     _ = store.add(Extraction(Article("a1", "Xi thanked Putin."), (Statement(Entity("Xi Jinping"), "thanks", Entity("Putin")),)), "test")
    ...     len(store), [s.relation for s in store.statements()]
    (1, ['thanks'])
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        self.path = Path(path)
        self.location = str(path)
        self.read_only = read_only
        self._check_folder()
        self.decisions = Decisions.beside(beside(self.path, "decisions"))
        self.judgements = Judgements.beside(beside(self.path, "review"))
        try:
            if read_only:
                self.graph = ox.Store.read_only(str(self.path))
            else:
                self._make_folder()
                self.graph = ox.Store(str(self.path))
        except (OSError, RuntimeError) as error:
            if "lock" in str(error).lower() or "resource temporarily unavailable" in str(error).lower():
                raise StoreError(
                    f"{self.path}: another process is writing to this store; wait for it, or read with kg query"
                ) from error
            raise StoreError(f"{self.path}: the store cannot be opened: {error}") from error
        if not read_only:
            self.load_ontology()

    def _make_folder(self) -> None:
        """Make the folder and mark it as a store before anything else is in it, so that a builder killed here can go on."""
        mark = self.path / _MARK
        if not mark.is_file():
            self.path.mkdir(parents=True, exist_ok=True)
            fresh = mark.with_suffix(".new")
            fresh.write_text(json.dumps({"layout": LAYOUT}), encoding="utf-8")
            fresh.replace(mark)

    def _check_folder(self) -> None:
        mark = self.path / _MARK
        if mark.is_file():
            try:
                layout = json.loads(mark.read_text(encoding="utf-8"))["layout"]
                newer = layout > LAYOUT
            except (ValueError, KeyError, TypeError) as error:
                raise StoreError(f"{mark}: damaged: {error}") from error
            if newer:
                raise StoreError(
                    f"{self.path}: written by a later version of this package (layout {layout}); upgrade it"
                )
            if layout < LAYOUT:
                raise StoreError(
                    f"{self.path}: written by an earlier version of this package (layout {layout}); build it anew into another folder"
                )
            if self.read_only and not (self.path / "CURRENT").is_file():  # a builder was killed before it began
                raise StoreError(f"{self.path}: the store is empty; kg build SOURCE … --store {self.path} fills it")
            return
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{self.path}: this is a file; a store is a folder")
        if self.read_only:
            raise StoreError(f"{self.path}: there is no store here; kg build SOURCE … --store {self.path} makes one")
        if self.path.is_dir() and any(f.name != mark.with_suffix(".new").name for f in self.path.iterdir()):
            raise StoreError(f"{self.path}: this folder holds something else; name an empty or a new one")

    def close(self) -> None:
        """Write all to disk and let go of the folder."""
        if not self.read_only:
            self.flush()
        del self.graph

    def flush(self) -> None:
        """Write all to disk; StoreError where that fails, a full disk for instance."""
        self._writing(self.graph.flush)

    def _writing(self, action: Any, *arguments: Any) -> None:
        try:
            action(*arguments)
        except (OSError, RuntimeError) as error:
            raise StoreError(
                f"{self.path}: writing failed ({error}); what was written before is kept: make room and run the same command again"
            ) from error

    def _solve(self, text: str) -> Any:
        try:
            return self.graph.query(text, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise QueryError(f"malformed SPARQL: {error}") from error
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}") from error

    def has(self, article: Article, version: str) -> bool:
        """Whether this very article, read by this version, is in the store."""
        node = ox.NamedNode(article_iri(article.id))
        mark = ox.Literal(digest(article, version))
        return next(iter(self.graph.quads_for_pattern(node, t.DIGEST, mark, node)), None) is not None

    def _graph(self, iri: str) -> Iterable[ox.Quad]:
        return self.graph.quads_for_pattern(None, None, None, ox.NamedNode(iri))

    def _graphs(self) -> Iterable[str]:
        return (g.value for g in self.graph.named_graphs() if isinstance(g, ox.NamedNode))

    def _replace(self, graphs: Mapping[str, Sequence[ox.Quad]]) -> None:
        fresh: list[ox.Quad] = []
        for iri, quads in graphs.items():
            node = ox.NamedNode(iri)
            if self.graph.contains_named_graph(node):
                self._change(node, quads)
            else:
                fresh += quads
        if len(fresh) >= _BULK:
            # sorted files that the store takes in at one stroke: a third of the work of a transaction
            self._writing(self.graph.bulk_extend, fresh)
        elif fresh:
            self._writing(self.graph.extend, fresh)

    def _change(self, node: ox.NamedNode, quads: Sequence[ox.Quad]) -> None:
        """Make a graph what it shall be; one update is one transaction, so that the old graph and the new one never mix."""
        old, new = set(self.graph.quads_for_pattern(None, None, None, node)), set(quads)
        gone, come = old - new, new - old
        if any(isinstance(x, ox.BlankNode) for q in gone for x in (q.subject, q.object)):
            steps, come = [f"CLEAR SILENT GRAPH {node}"], new  # blank nodes cannot be named to be deleted
        else:
            steps = [f"DELETE DATA {{ GRAPH {node} {{ {_triples(gone)} }} }}"] if gone else []
        if come:
            steps.append(f"INSERT DATA {{ GRAPH {node} {{ {_triples(come)} }} }}")
        if steps:
            self._writing(self.graph.update, " ;\n".join(steps))

    def _remove(self, iri: str) -> None:
        self._writing(self.graph.remove_graph, ox.NamedNode(iri))

    def _labels(self, iris: Sequence[str]) -> Iterable[tuple[str, str]]:  # type: ignore[override]
        headline, preferred = t.HEADLINE, ox.NamedNode(PREFIXES["skos"] + "prefLabel")
        for iri in iris:
            node = ox.NamedNode(iri)
            for predicate in (t.LABEL, preferred, *([headline] if iri.startswith(ARTICLE) else ())):
                for quad in self.graph.quads_for_pattern(node, predicate, None, None):
                    yield iri, quad.object.value  # type: ignore[union-attr]

    def backup(self, target: str | Path) -> None:
        """Copy the store, with what was decided and judged beside it, to a folder that does not exist yet, while it may be in use.

        Raises StoreError if the target exists or cannot be written.
        """
        target = Path(target)
        if target.exists():
            raise StoreError(f"{target}: exists already; name a new folder for the backup")
        if self.read_only:
            raise StoreError(f"{self.path}: open the store for writing to back it up")
        self._writing(self.graph.backup, str(target))
        shutil.copy2(self.path / _MARK, target / _MARK)
        for kind in ("decisions", "review"):
            if beside(self.path, kind).is_file():
                shutil.copy2(beside(self.path, kind), beside(target, kind))

    def dataset(self) -> Any:
        """The store as an rdflib ``Dataset`` whose queries Oxigraph answers."""
        import oxrdflib
        import rdflib

        dataset = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self.graph), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, override=True, replace=True)
        return dataset


def _triples(quads: Iterable[ox.Quad]) -> str:
    return "\n".join(f"{q.subject} {q.predicate} {q.object} ." for q in quads)


def beside(store: Path, kind: str) -> Path:
    """Where what a person decided or judged about a store lies: beside it, so that it outlasts the store.

    >>> beside(Path("news/my-store"), "decisions").as_posix()
    'news/my-store.decisions.jsonl'
    """
    whole = store.resolve() if store.name in ("", ".", "..") else store
    return whole.with_name(f"{whole.name}.{kind}.jsonl")
