"""Stores on a server: what goes wrong is said clearly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import open_store
from tests.conftest import free_port
from tests.store.conftest import meeting


class Answers(BaseHTTPRequestHandler):
    """Answers every request alike, as the path of the store says: /401, /500, /html …"""

    def do_GET(self) -> None:
        kind = self.path.split("/")[1]
        body = b"<html>Welcome</html>"
        self.send_response(int(kind) if kind.isdigit() else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    do_PUT = do_POST  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def wrong_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("401", "KG_STORE_USER"),
        ("403", "refuses us"),
        ("500", "answered 500"),
        ("404", "answered 404"),
        ("html", "no SPARQL results"),
    ],
)
def test_a_server_that_answers_something_else(
    wrong_server: str, path: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=reason):
        open_store(f"{wrong_server}/{path}", read_only=True)


def test_a_server_that_is_down() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store(f"http://127.0.0.1:{free_port()}", read_only=True)


def test_a_server_without_a_store(sparql_server: str) -> None:
    with pytest.raises(StoreError, match="there is no store here"):
        open_store(sparql_server, read_only=True)


def test_passwords_are_not_in_messages() -> None:
    with pytest.raises(StoreError) as error:
        open_store(f"http://me:secret@127.0.0.1:{free_port()}", read_only=True)
    assert "secret" not in str(error.value)


def test_build_query_view_forget_on_a_server(sparql_server: str, tmp_path: Path) -> None:
    from tests.test_cli import SAMPLES, kg

    done = kg(
        "build",
        SAMPLES / "kenya-us-2024-05-23.txt",
        SAMPLES / "us-cuba-2014-12-17.txt",
        "--store",
        sparql_server,
        cwd=tmp_path,
    )
    assert done.returncode == 0 and "2 articles read" in done.stdout, done.stderr
    assert (
        "2 unchanged"
        in kg(
            "build",
            SAMPLES / "kenya-us-2024-05-23.txt",
            SAMPLES / "us-cuba-2014-12-17.txt",
            "--store",
            sparql_server,
            cwd=tmp_path,
        ).stdout
    )
    done = kg(
        "query",
        "said-by",
        "--param",
        "speaker=Barack Obama",
        "--store",
        sparql_server,
        "--format",
        "json",
        cwd=tmp_path,
    )
    assert done.returncode == 0 and "sentence" in done.stdout, done.stderr
    assert kg("view", "--store", sparql_server, "--out", tmp_path / "g.html", cwd=tmp_path).returncode == 0
    assert "no faults" in kg("validate", "--store", sparql_server, cwd=tmp_path).stdout
    assert kg("forget", "us-cuba-2014-12-17", "--store", sparql_server, cwd=tmp_path).returncode == 0
    assert "Raúl Castro" not in kg("export", "--store", sparql_server, cwd=tmp_path).stdout


def test_a_server_holds_the_same_graph_as_a_folder(
    sparql_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = []
    for where in (sparql_server, str(tmp_path / "s")):
        with open_store(where) as store:
            for name in "ab":
                store.add(meeting(name), "v")
            found.append({str(getattr(q, "triple", q)) for i in store.article_ids() for q in store.graph_quads(i)})
    assert found[0] == found[1]
