"""A read-only SPARQL endpoint and the graph's page on this machine (the ``serve`` extra: Starlette and Uvicorn)."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import Any

from kg.errors import KgError
from kg.store import Store
from kg.store.queries import Answer

#: Seconds after which a query is given up, and the most rows an answer has.
TIMEOUT = 20.0
MAX_ROWS = 10_000


def make_app(store: Store, page: str) -> Any:
    """The web application: ``/`` is the page, ``/sparql`` the endpoint (GET ``query=…``, or POST).

    Queries may not change anything nor reach out of the store; no CORS header is sent.
    """
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, PlainTextResponse, Response
    from starlette.routing import Route

    async def home(request: Request) -> Response:
        return HTMLResponse(page)

    async def sparql(request: Request) -> Response:
        if request.method == "GET":
            text = request.query_params.get("query", "")
        elif request.headers.get("content-type", "").startswith("application/sparql-query"):
            text = (await request.body()).decode("utf-8", "replace")
        else:
            text = str((await request.form()).get("query", ""))
        if not text.strip():
            return PlainTextResponse("give a query: /sparql?query=SELECT …", 400)
        try:
            loop = asyncio.get_running_loop()
            answer = await asyncio.wait_for(loop.run_in_executor(None, partial(store.query, text)), TIMEOUT)
        except KgError as error:
            return PlainTextResponse(str(error), 400)
        except TimeoutError:
            return PlainTextResponse(f"the query took longer than {TIMEOUT:.0f} seconds", 503)
        if "text/csv" in request.headers.get("accept", ""):
            return PlainTextResponse(as_csv(answer), media_type="text/csv")
        return Response(json.dumps(as_results(answer)), media_type="application/sparql-results+json")

    return Starlette(routes=[Route("/", home), Route("/sparql", sparql, methods=["GET", "POST"])])


def as_results(answer: Answer) -> dict[str, Any]:
    """An answer in the SPARQL 1.1 JSON results format.

    >>> as_results(Answer(("who",), (("x",),)))["results"]["bindings"]
    [{'who': {'type': 'literal', 'value': 'x'}}]
    """

    def cell(value: str) -> dict[str, str]:
        return {"type": "uri" if value.startswith(("http://", "https://")) else "literal", "value": value}

    rows = [
        {c: cell(v) for c, v in zip(answer.columns, row, strict=True) if v is not None}
        for row in answer.rows[:MAX_ROWS]
    ]
    return {"head": {"vars": list(answer.columns)}, "results": {"bindings": rows}}


def as_csv(answer: Answer) -> str:
    """An answer as CSV.

    >>> as_csv(Answer(("who",), (("a,b",),)))
    'who\\r\\n"a,b"\\r\\n'
    """
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answer.columns)
    writer.writerows([["" if v is None else v for v in row] for row in answer.rows[:MAX_ROWS]])
    return out.getvalue()


def serve(store: Store, page: str, port: int) -> None:
    """Serve on localhost until interrupted; KgError if the ``serve`` extra is not installed."""
    try:
        import uvicorn
    except ImportError as error:
        raise KgError("kg serve needs an extra: pip install 'bilateral-kg[serve]'") from error
    uvicorn.run(make_app(store, page), host="127.0.0.1", port=port, log_level="warning")
