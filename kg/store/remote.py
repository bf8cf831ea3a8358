"""A remote store: any SPARQL 1.1 server, by query, update and graph store protocol."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.store import terms as t
from kg.store.answers import answer_of
from kg.store.base import BaseStore
from kg.store.decisions import Decisions
from kg.store.judgements import Judgements

#: Environment variables with the user's name and password, or a token, for the server.
USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"
#: Environment variables for servers whose services have other names than ``/query``, ``/update`` and ``/store``.
SERVICES = ("KG_STORE_QUERY", "KG_STORE_UPDATE", "KG_STORE_GRAPHS")

#: How servers are told to take all graphs together for the default graph: some do by themselves, Oxigraph by a parameter
#: of the address, Jena Fuseki by the name of a graph.
_UNIONS: tuple[dict[str, str], ...] = ({}, {"union-default-graph": ""}, {"default-graph-uri": "urn:x-arq:UnionGraph"})
_RESULTS = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
_TRIES = 3


class RemoteStore(BaseStore):
    """Articles and their statements on a SPARQL 1.1 server.

    ``url`` is the address of the server or of its query service; the others are taken to lie beside it (``…/query``,
    ``…/update``, ``…/store``) unless ``KG_STORE_UPDATE`` and ``KG_STORE_GRAPHS`` name them. User and password, or a
    token, come from ``KG_STORE_USER`` and ``KG_STORE_PASSWORD``, or ``KG_STORE_TOKEN``. Decisions about entities lie in the
    file ``decisions``, judgements of statements in ``kg-review.jsonl`` beside it.

    Each article is written by one request that replaces its graph. Raises StoreError where the server cannot be
    reached or answers with something else than SPARQL.
    """

    def __init__(
        self, url: str, *, read_only: bool = False, decisions: Path = Path("kg-decisions.jsonl"), timeout: float = 60.0
    ) -> None:
        import httpx

        self._query_url, self._update_url, self._graphs_url = services(url, os.environ)
        self.location = redacted(self._query_url)
        self.read_only = read_only
        self.decisions = Decisions.beside(decisions)
        self.judgements = Judgements.beside(decisions.with_name("kg-review.jsonl"))
        user, password, token = (os.environ.get(name) for name in (USER, PASSWORD, TOKEN))
        parts = urlsplit(url)
        self._client = httpx.Client(
            timeout=timeout,
            auth=(user or parts.username or "", password or parts.password or "") if user or parts.username else None,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            follow_redirects=False,
        )
        self._union: dict[str, str] | None = None
        try:
            if not read_only:
                self.load_ontology()
            self._find_union()
        except BaseException:
            self._client.close()
            raise

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def flush(self) -> None:
        """Nothing to do: each request is done when it is answered."""

    def _find_union(self) -> None:
        """Find out how this server takes all graphs together."""
        ask = f"ASK {{ {t.ONTOLOGY_GRAPH} {t.DIGEST} ?state }}"
        for union in _UNIONS:
            self._union = union
            try:
                if bool(self._solve(ask)):
                    return
            except (StoreError, QueryError):
                if union == _UNIONS[0]:
                    raise
        self._union = _UNIONS[0]
        if not bool(self._solve(f"ASK {{ GRAPH ?g {{ {t.ONTOLOGY_GRAPH} {t.DIGEST} ?state }} }}")):
            raise StoreError(
                f"{self.location}: there is no store here; kg build SOURCE … --store {self.location} makes one"
            )
        raise StoreError(
            f"{self.location}: the server's default graph is not the union of its graphs; switch that on in its configuration"
        )

    def _send(self, method: str, url: str, **options: Any) -> Any:
        """One request; tried again where the server is busy or the connection broke."""
        import httpx

        problem: Exception | str = ""
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(0.2 * 4 ** (attempt - 1))
            try:
                response = self._client.request(method, url, **options)
            except httpx.HTTPError as error:
                problem = error
                if isinstance(error, httpx.TimeoutException | httpx.UnsupportedProtocol | httpx.InvalidURL):
                    break
                continue
            if response.status_code not in (502, 503, 504, 429):
                return response
            problem = f"it answered {response.status_code}"
        raise StoreError(f"{self.location}: the server cannot be reached: {problem or type(problem).__name__}")

    def _checked(self, response: Any) -> Any:
        if response.status_code in (401, 403):
            raise StoreError(
                f"{self.location}: the server refuses us ({response.status_code}); set {USER} and {PASSWORD}, or {TOKEN}"
            )
        if response.status_code >= 400 or response.status_code in (301, 302, 303, 307, 308):
            said = "" if "html" in response.headers.get("content-type", "") else f": {response.text[:300].strip()}"
            raise StoreError(f"{self.location}: the server answered {response.status_code}{said}")
        return response

    def _solve(self, text: str) -> Any:
        response = self._send(
            "POST",
            self._query_url,
            params=self._union or {},
            content=text.encode(),
            headers={"Content-Type": "application/sparql-query", "Accept": _RESULTS},
        )
        if response.status_code == 400:
            raise QueryError(f"malformed SPARQL: {response.text[:500].strip()}")
        kind = self._checked(response).headers.get("content-type", "").split(";")[0].strip()
        try:
            if kind == "application/sparql-results+json":
                return ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
            if kind in ("application/n-triples", "text/turtle"):
                return list(ox.parse(response.content, format=ox.RdfFormat.from_media_type(kind)))
        except (SyntaxError, ValueError) as error:
            raise QueryError(
                f"the server's answer breaks off or is malformed ({error}); it may have run out of time"
            ) from error
        raise StoreError(
            f"{self.location}: the server answered {kind or 'something'}, no SPARQL results: is this its query service?"
        )

    def _graph(self, iri: str) -> Iterable[ox.Quad | ox.Triple]:
        response = self._send(
            "GET",
            self._graphs_url,
            params={"graph": iri},
            headers={"Accept": "application/n-triples, text/turtle;q=0.8"},
        )
        if response.status_code == 404:
            return []
        kind = self._checked(response).headers.get("content-type", "").split(";")[0].strip()
        if kind not in ("application/n-triples", "text/turtle"):
            raise StoreError(f"{self._graphs_url}: the server answered {kind}, no RDF: is this its graph store?")
        return list(ox.parse(response.content, format=ox.RdfFormat.from_media_type(kind)))

    def _graphs(self) -> Iterable[str]:
        answer = answer_of(self._solve("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))
        return [str(row[0]) for row in answer.rows]

    def _replace(self, graphs: Mapping[str, Sequence[ox.Quad]]) -> None:
        for iri, quads in graphs.items():
            body = ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES)
            self._checked(
                self._send(
                    "PUT",
                    self._graphs_url,
                    params={"graph": iri},
                    content=body,
                    headers={"Content-Type": "application/n-triples"},
                )
            )

    def _remove(self, iri: str) -> None:
        self._checked(
            self._send(
                "POST",
                self._update_url,
                content=f"DROP SILENT GRAPH <{iri}>".encode(),
                headers={"Content-Type": "application/sparql-update"},
            )
        )


def services(url: str, environment: Mapping[str, str]) -> tuple[str, str, str]:
    """The addresses of a server's query, update and graph store services.

    >>> services("http://localhost:7878/", {})
    ('http://localhost:7878/query', 'http://localhost:7878/update', 'http://localhost:7878/store')
    >>> services("http://localhost:3030/news/sparql", {"KG_STORE_GRAPHS": "http://localhost:3030/news/data"})
    ('http://localhost:3030/news/sparql', 'http://localhost:3030/news/update', 'http://localhost:3030/news/data')
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, host, parts.path, "", "")).rstrip("/")
    base, _, last = bare.rpartition("/")
    query = bare if last in ("query", "sparql") else f"{bare}/query"
    if last not in ("query", "sparql"):
        base = bare
    found = (query, f"{base}/update", f"{base}/store")
    query, update, graphs = (environment.get(name) or default for name, default in zip(SERVICES, found, strict=True))
    return query, update, graphs


def redacted(url: str) -> str:
    """An address without user and password.

    >>> redacted("http://me:secret@host/query")
    'http://host/query'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
