"""Fixtures: example articles, a real SPARQL server on loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.happenings import with_events
from kg.model import Article, Entity, EntityType, Evidence, Extraction, Modality, Statement, TimeSpan
from kg.vocab.namespaces import ACTOR, ENTITY, REL
from kg.vocab.ontology import load_ontology

XI = Entity("Xi Jinping", ACTOR + "xi-jinping", EntityType.PERSON, "CHN")
PUTIN = Entity("Vladimir Putin", ACTOR + "vladimir-putin", EntityType.PERSON, "RUS")


def meeting(
    article: str, text: str = "Xi met Putin.", day: str = "2023-03-20", who: Entity = XI, whom: Entity = PUTIN
) -> Extraction:
    """An article in which two meet."""
    article_ = Article(article, text)
    statement = Statement(
        who, "meets", whom, REL + "meets", time=TimeSpan.of(day), event="CONSULT", score=1.0, confidence=0.9,
        evidence=(Evidence(article, text, 0, len(text), ((0, 2),)),),
    )  # fmt: skip
    return Extraction(article_, *with_events(article_, [statement], load_ontology()))


def attends(article: str, modality: Modality = Modality.PLANNED) -> Extraction:
    """An article in which somebody attends something."""
    text = "Xi attends."
    statement = Statement(
        XI, "attends", Entity("summit", ENTITY + "event/summit", EntityType.EVENT), REL + "attends", modality=modality,
        event="CONSULT", score=1.0, evidence=(Evidence(article, text, 0, len(text)),),
    )  # fmt: skip
    return Extraction(Article(article, text), *with_events(Article(article, text), [statement], load_ontology()))


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


Server = Callable[[], str]


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
