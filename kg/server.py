"""A read-only SPARQL 1.1 endpoint with a query page, and the graph's pages, on this machine (the ``serve`` extra).

Starlette and Uvicorn speak HTTP. Queries run in processes of their own that only read the store, so that one that takes too
long can be ended: Oxigraph has no timeout. What a query may do is checked first: no update, no LOAD, no SERVICE, no FROM.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any, cast

from kg import pages
from kg.errors import KgError, QueryError
from kg.store import BaseStore, open_store
from kg.store.sparql import check_read_only, with_prefixes
from kg.vocab.namespaces import PREFIXES

_VENDOR = Path(__file__).parent / "views" / "vendor" / "yasgui"
_ASSETS = Path(__file__).parent / "views" / "assets"
_SOLUTIONS = {
    "application/sparql-results+json": "JSON",
    "application/json": "JSON",
    "application/sparql-results+xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
}
_TRIPLES = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
}
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may cost: seconds, bytes of its answer; and how many run at a time.

    >>> Limits().workers
    2
    """

    seconds: float = 20.0
    size: int = 50_000_000
    workers: int = 2


class _TooLargeError(Exception):
    """The answer outgrows the limit."""


class _Capped:
    """A file that refuses more than so many bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.limit -= len(data)
        if self.limit < 0:
            raise _TooLargeError
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


def _work(where: str, limit: int, pipe: Connection) -> None:
    """The life of a process that answers queries: text and accepted types in, status, type and answer out."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store = open_store(where, read_only=True)
    while True:
        try:
            text, accepted = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(store, text, accepted, limit))


def _answer(store: Any, text: str, accepted: list[str], limit: int) -> tuple[int, str, bytes]:
    import pyoxigraph as ox

    try:
        result = store._solve(with_prefixes(text))
        triples = isinstance(result, ox.QueryTriples | list)
        kinds = _TRIPLES if triples else _SOLUTIONS
        media = next((a for a in accepted if a in kinds), None) or (
            "text/turtle" if triples else "application/sparql-results+json"
        )
        out = _Capped(limit)
        if triples:
            ox.serialize(result, cast(IO[bytes], out), format=getattr(ox.RdfFormat, kinds[media]))
        else:
            result.serialize(out, format=getattr(ox.QueryResultsFormat, kinds[media]))
        return 200, media, b"".join(out.pieces)
    except _TooLargeError:
        return 413, "text/plain", f"the answer is larger than {limit:,} bytes; add a LIMIT".encode()
    except KgError as error:
        return 400, "text/plain", str(error).encode()
    except Exception as error:  # a broken callback comes back wrapped; whatever it is, the server goes on
        if "_TooLargeError" in repr(error):
            return 413, "text/plain", f"the answer is larger than {limit:,} bytes; add a LIMIT".encode()
        return 500, "text/plain", f"the query failed: {error}".encode()


class QueryRunner:
    """Processes that answer queries over a store; one that takes too long is ended and another takes its place."""

    def __init__(self, where: str, limits: Limits) -> None:
        self.where = where
        self.limits = limits
        self._context = multiprocessing.get_context("spawn")
        self._idle: asyncio.Queue[tuple[Any, Connection]] = asyncio.Queue()
        self._all: set[Any] = set()

    def start(self) -> None:
        """Start the processes."""
        for _ in range(self.limits.workers):
            self._idle.put_nowait(self._new())

    def _new(self) -> tuple[Any, Connection]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(self.where, self.limits.size, theirs), daemon=True)
        process.start()
        theirs.close()
        self._all.add(process)
        return process, ours

    async def run(self, text: str, accepted: list[str]) -> tuple[int, str, bytes]:
        """The HTTP status, media type and body that answer a query."""
        process, pipe = await self._idle.get()
        loop = asyncio.get_running_loop()
        try:
            pipe.send((text, accepted))
            ready = await loop.run_in_executor(None, pipe.poll, self.limits.seconds)
            if ready:
                answer: tuple[int, str, bytes] = pipe.recv()
                return answer
            raise TimeoutError
        except (TimeoutError, EOFError, OSError, BrokenPipeError) as error:
            process.kill()
            self._all.discard(process)
            process, pipe = self._new()
            if isinstance(error, TimeoutError):
                return 503, "text/plain", f"the query took longer than {self.limits.seconds:g} seconds".encode()
            return 500, "text/plain", b"the query broke off"
        finally:
            self._idle.put_nowait((process, pipe))

    def stop(self) -> None:
        """End the processes."""
        for process in self._all:
            process.kill()


def make_app(where: str, limits: Limits | None = None, cors: str | None = None) -> Any:
    """The web application over a store.

    ``/`` is the graph, ``/about?name=``, ``/between?a=&b=``, ``/event?iri=`` and ``/article?id=`` its parts, ``/query`` the query page, ``/sparql`` the endpoint by the SPARQL 1.1 protocol (GET, or POST of a
    form or of a query). Pages of other origins may not ask, unless ``cors`` names their origin.
    """
    from contextlib import asynccontextmanager

    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.cors import CORSMiddleware
    from starlette.requests import Request
    from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
    from starlette.routing import Route

    runner = QueryRunner(where, limits or Limits())

    @asynccontextmanager
    async def life(app: Any) -> Any:
        runner.start()
        yield
        runner.stop()

    def page(make: Callable[[BaseStore, Any], str]) -> Callable[[Request], Any]:
        """A handler of a page that is made of the store and the parameters of the address, from the store as it is now."""

        def made(parameters: Any) -> str:
            with open_store(where, read_only=True) as store:
                return make(store, parameters)

        async def respond(request: Request) -> Response:
            try:
                html = await asyncio.get_running_loop().run_in_executor(None, made, request.query_params)
            except KgError as error:
                return PlainTextResponse(str(error), 404)
            except KeyError as error:
                return PlainTextResponse(f"the address needs the parameter {error.args[0]}", 400)
            return HTMLResponse(html, headers=_headers())

        return respond

    async def sparql(request: Request) -> Response:
        kind = request.headers.get("content-type", "").split(";")[0]
        if request.method == "GET":
            text = request.query_params.get("query", "")
        elif kind == "application/sparql-query":
            text = (await request.body()).decode("utf-8", "replace")
        elif kind == "application/sparql-update":
            return PlainTextResponse("this endpoint is read-only", 403)
        else:
            form = await request.form()
            if "update" in form:
                return PlainTextResponse("this endpoint is read-only", 403)
            text = str(form.get("query", ""))
        if not text.strip():
            return PlainTextResponse("give a query: /sparql?query=SELECT …", 400)
        try:
            check_read_only(text)
        except QueryError as error:
            return PlainTextResponse(str(error), 400)
        status, media, body = await runner.run(text, _accepted(request.headers.get("accept", "")))
        return Response(body, status, media_type=media, headers={"X-Content-Type-Options": "nosniff"})

    def asset(name: str) -> Callable[[Request], Any]:
        async def respond(request: Request) -> Response:
            return FileResponse(_VENDOR / name)

        return respond

    origins = [Middleware(CORSMiddleware, allow_origins=[cors], allow_methods=["GET", "POST"])] if cors else []
    return Starlette(
        lifespan=life,
        middleware=origins,
        routes=[
            Route("/", page(lambda store, p: pages.overview(store, links=True).html)),
            Route("/about", page(lambda store, p: pages.ego(store, p["name"], links=True).html)),
            Route("/between", page(lambda store, p: pages.dyad(store, p["a"], p["b"], links=True).html)),
            Route("/event", page(lambda store, p: pages.event_page(store, p["iri"], links=True).html)),
            Route("/article", page(lambda store, p: pages.article_page(store, p["id"], links=True).html)),
            Route("/query", page(lambda store, p: _query_page())),
            Route("/sparql", sparql, methods=["GET", "POST"]),
            Route("/yasgui.min.js", asset("yasgui.min.js")),
            Route("/yasgui.min.css", asset("yasgui.min.css")),
        ],
    )


def _query_page() -> str:
    page = (_ASSETS / "query.html").read_text(encoding="utf-8")
    return page.replace("/*PREFIXES*/{}", json.dumps(PREFIXES))


def _headers() -> dict[str, str]:
    return {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def _accepted(header: str) -> list[str]:
    """The media types of an Accept header, the most wanted first.

    >>> _accepted("text/csv;q=0.5, application/json, */*;q=0.1")
    ['application/json', 'text/csv', '*/*']
    """
    found = []
    for piece in header.split(","):
        media, *options = (p.strip() for p in piece.split(";"))
        weight = next((o.removeprefix("q=") for o in options if o.startswith("q=")), "1")
        try:
            found.append((-float(weight), media))
        except ValueError:
            continue
    return [media for _, media in sorted(found, key=lambda x: x[0]) if media]


def serve(where: str, port: int, limits: Limits | None = None, cors: str | None = None) -> None:
    """Serve on localhost until interrupted; KgError if there is no store, or the ``serve`` extra is not installed."""
    try:
        import uvicorn
    except ImportError as error:
        raise KgError("kg serve needs an extra: pip install 'bilateral-kg[serve]'") from error
    with open_store(where, read_only=True):
        pass
    uvicorn.run(make_app(where, limits, cors), host="127.0.0.1", port=port, log_level="warning")
