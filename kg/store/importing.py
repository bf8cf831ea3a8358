"""Articles and statements out of files in the formats of :mod:`kg.store.export`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import Article, Extraction, Statement
from kg.records import from_record
from kg.store.reading import GraphReader
from kg.vocab.namespaces import ARTICLE

_RDF = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nquads": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".turtle": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
#: Endings of files that can be imported.
SUFFIXES = (*_RDF, ".graphml", ".gexf", ".csv", ".jsonl")


def import_file(path: Path) -> Iterator[tuple[Extraction, str]]:
    """The articles in a file, with what read them (empty where the file does not say).

    RDF brings the articles with their text, the other formats only statements with their sentences. Raises StoreError
    naming position and reason where the file is malformed or has no articles of this package in it.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise StoreError(f"{path}: cannot tell its format; the endings are {', '.join(SUFFIXES)}")
    if not path.is_file():
        raise StoreError(f"{path}: there is no such file")
    if suffix in _RDF:
        yield from _rdf(path, _RDF[suffix])
        return
    by_article: dict[str, list[Statement]] = {}
    for number, record in enumerate(_records(path, suffix), start=1):
        try:
            statement = from_record(record)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path}, record {number}: {error}") from error
        by_article.setdefault(str(record["article"]), []).append(statement)
    for article_id, statements in by_article.items():
        yield Extraction(Article(article_id, ""), tuple(statements)), ""


def _rdf(path: Path, format: ox.RdfFormat) -> Iterator[tuple[Extraction, str]]:
    graphs: dict[Any, list[Any]] = {}
    try:
        for quad in ox.parse(path=str(path), format=format):
            graphs.setdefault(quad.graph_name, []).append(quad)
    except SyntaxError as error:
        raise StoreError(f"{path}: malformed RDF: {error}") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
    found = False
    for name, quads in graphs.items():
        if isinstance(name, ox.NamedNode) and not name.value.startswith(ARTICLE):
            continue
        reader = GraphReader(quads)
        try:
            for extraction in reader.extractions():
                found = True
                yield extraction, reader.version()
        except (ValueError, KeyError) as error:
            raise StoreError(f"{path}: a graph that is no article of this package: {error}") from error
    if not found:
        raise StoreError(f"{path}: there are no articles of this package in it")


def _records(path: Path, suffix: str) -> Iterator[dict[str, Any]]:
    try:
        if suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.strip():
                    yield json.loads(line)
        elif suffix == ".csv":
            csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
            with path.open(encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream):
                    yield _unflat({k: v for k, v in row.items() if k and v})
        else:
            import networkx as nx

            graph = nx.read_graphml(path, force_multigraph=True) if suffix == ".graphml" else nx.read_gexf(path)
            for _, _, data in graph.edges(data=True):
                yield _unflat({k: v for k, v in data.items() if k != "id" and v != ""})
    except (ValueError, OSError, SyntaxError, KeyError) as error:  # XML's ParseError is a SyntaxError
        raise StoreError(f"{path}: malformed: {error}") from error
    except Exception as error:
        if type(error).__module__.startswith("networkx"):
            raise StoreError(f"{path}: malformed: {error}") from error
        raise


def _unflat(record: dict[str, Any]) -> dict[str, Any]:
    """The inverse of writing a record flat: lists out of JSON, numbers and booleans out of text."""
    found = dict(record)
    for key in ("topics", "evidence"):
        if isinstance(found.get(key), str):
            found[key] = json.loads(found[key])
    for key in ("negated", "quoted"):
        if isinstance(found.get(key), str):
            found[key] = found[key].lower() == "true"
    for key, number in (("start", int), ("end", int), ("confidence", float), ("score", float)):
        if isinstance(found.get(key), str):
            found[key] = number(found[key])
    return found
