"""Fixtures: statements of a sentence, a store of the sample articles, a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.building import Report, build
from kg.extract.pipeline import extract
from kg.model import Article, Statement
from kg.store import Store

#: Needs atheris, which make fuzz installs.
collect_ignore = ["fuzz.py"]
ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "kg" / "samples"

Reader = Callable[..., tuple[Statement, ...]]


@pytest.fixture(scope="session")
def read() -> Reader:
    """A function from a text (and its day) to the statements read from it."""
    import datetime as dt

    def statements(text: str, day: str | None = "2024-05-15") -> tuple[Statement, ...]:
        article = Article("a", text, published=dt.date.fromisoformat(day) if day else None)
        return next(iter(extract([article]))).statements

    return statements


def triples(statements: tuple[Statement, ...]) -> set[tuple[str, str, str]]:
    """Subject, relation and object of each statement, in words."""
    return {(s.subject.name, s.relation, s.object.name) for s in statements}


def one(statements: tuple[Statement, ...], subject: str, relation: str, found: str) -> Statement:
    """The one statement of that triple; the message of a failure lists what there is."""
    hits = [s for s in statements if (s.subject.name, s.relation, s.object.name) == (subject, relation, found)]
    assert hits, f"{(subject, relation, found)} not in {sorted(triples(statements))}"
    return hits[0]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a store of the sample articles."""
    folder = tmp_path_factory.mktemp("samples") / "store"
    report = Report()
    with Store(folder) as store:
        for _ in build([SAMPLES], store, report):
            pass
    assert not report.refused
    yield folder


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium; where there is none the tests that need it are skipped."""
    binary = next((b for b in map(shutil.which, ("chromium", "google-chrome", "chromium-browser")) if b), None)
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Chromium: .ci/run installs it")
        pytest.skip("no Chromium with its driver on this machine")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service(driver))
    yield opened
    opened.quit()


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture
def sparql_server(tmp_path: Path) -> Iterator[str]:
    """The address of an empty Oxigraph server on loopback."""
    binary = Path(sys.executable).with_name("oxigraph")
    command = str(binary) if binary.exists() else shutil.which("oxigraph")
    assert command, "the oxigraph package of the dev extra brings the server"
    port = free_port()
    process = subprocess.Popen(
        [command, "serve", "--location", str(tmp_path / "server"), "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)
