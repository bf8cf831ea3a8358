"""The server: the SPARQL 1.1 protocol, read-only, with limits; and its pages in a real browser."""

from __future__ import annotations

import csv
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.server import Limits, make_app
from tests.conftest import free_port

LIST = "SELECT DISTINCT ?who { ?who rel:signs ?what } ORDER BY ?who"


@pytest.fixture(scope="module")
def server(sample_store: Path) -> Iterator[str]:
    import uvicorn

    port = free_port()
    config = uvicorn.Config(
        make_app(str(sample_store), Limits(seconds=3, size=200_000, workers=1)),
        host="127.0.0.1",
        port=port,
        log_level="error",
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)


def test_get_and_post_by_the_protocol(server: str) -> None:
    results = [
        httpx.get(f"{server}/sparql", params={"query": LIST}, timeout=30),
        httpx.post(f"{server}/sparql", data={"query": LIST}, timeout=30),
        httpx.post(f"{server}/sparql", content=LIST, headers={"Content-Type": "application/sparql-query"}, timeout=30),
    ]
    assert [r.status_code for r in results] == [200] * 3
    assert results[0].json() == results[1].json() == results[2].json()
    assert results[0].headers["content-type"] == "application/sparql-results+json"
    assert results[0].json()["results"]["bindings"][0]["who"]["type"] == "uri"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/tab-separated-values;q=0.9", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_results_in_the_format_asked_for(server: str, accept: str, media: str) -> None:
    response = httpx.get(f"{server}/sparql", params={"query": LIST}, headers={"Accept": accept}, timeout=30)
    assert response.headers["content-type"] == media
    if accept == "text/csv":
        assert next(csv.reader(response.text.splitlines())) == ["who"]


def test_a_graph_as_turtle(server: str) -> None:
    response = httpx.get(
        f"{server}/sparql", params={"query": "CONSTRUCT { ?s rel:signs ?o } { ?s rel:signs ?o }"}, timeout=30
    )
    assert response.headers["content-type"].startswith("text/turtle") and "relation/signs" in response.text


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("SELECT * {", 400, "malformed"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400, "FROM"),
        ("LOAD <http://127.0.0.1/>", 400, "malformed"),
        ("DROP ALL", 400, "malformed"),
        ("", 400, "give a query"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 413, "add a LIMIT"),
    ],
)
def test_what_is_refused(server: str, query: str, status: int, reason: str) -> None:
    response = httpx.get(f"{server}/sparql", params={"query": query}, timeout=30)
    assert response.status_code == status and reason in response.text


def test_updates_are_refused(server: str) -> None:
    for options in (
        {"data": {"update": "DROP ALL"}},
        {"content": "DROP ALL", "headers": {"Content-Type": "application/sparql-update"}},
    ):
        assert httpx.post(f"{server}/sparql", timeout=30, **options).status_code == 403  # type: ignore[arg-type]


def test_a_query_that_takes_too_long_is_ended_and_the_next_is_answered(server: str) -> None:
    heavy = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(STR(?a) < STR(?d) && STR(?d) < STR(?g)) }"
    )
    started = time.monotonic()
    response = httpx.get(f"{server}/sparql", params={"query": heavy}, timeout=60)
    assert response.status_code == 503 and "longer than 3 seconds" in response.text
    assert time.monotonic() - started < 30
    assert httpx.get(f"{server}/sparql", params={"query": LIST}, timeout=60).status_code == 200


def test_no_other_origin_may_ask(server: str) -> None:
    response = httpx.get(
        f"{server}/sparql", params={"query": LIST}, headers={"Origin": "http://evil.example"}, timeout=30
    )
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", "kg.start()"),
        ("/about?name=Angela+Merkel", "Angela Merkel"),
        ("/between?a=United+States&b=Cuba", "United States and Cuba"),
        ("/article?id=us-cuba-2014-12-17", "thaw after half a century"),
        ("/query", "yasgui"),
    ],
)
def test_the_pages_are_live(server: str, path: str, found: str) -> None:
    response = httpx.get(server + path, timeout=60)
    assert response.status_code == 200 and found in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_the_page_of_an_event_is_live(server: str) -> None:
    row = httpx.get(f"{server}/sparql", params={"query": "SELECT ?e { ?e a kg:Happening } LIMIT 1"}, timeout=30).json()[
        "results"
    ]["bindings"][0]
    assert httpx.get(f"{server}/event", params={"iri": row["e"]["value"]}, timeout=60).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/about?name=Nobody+Atall", 404),
        ("/about", 400),
        ("/article?id=%3Cscript%3E", 404),
        ("/event?iri=x", 404),
        ("/nothing", 404),
    ],
)
def test_pages_that_are_not_there(server: str, path: str, status: int) -> None:
    response = httpx.get(server + path, timeout=60)
    assert response.status_code == status and response.headers["content-type"].startswith("text/plain")


@pytest.mark.browser
def test_the_query_page_answers_without_any_other_server(server: str, browser: Any) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(f"{server}/query")
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".yasqe_queryButton"))
    browser.execute_script("document.querySelector('.yasqe .CodeMirror').CodeMirror.setValue(arguments[0])", LIST)
    browser.find_element(By.CSS_SELECTOR, ".yasqe_queryButton").click()
    WebDriverWait(browser, 20).until(lambda b: "actor:abiy-ahmed" in b.find_element(By.CSS_SELECTOR, ".yasr").text)
    asked = [json.loads(e["message"])["message"] for e in browser.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"]
    assert [u for u in urls if not u.startswith((server, "data:", "blob:"))] == []
    assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []
