"""Lines in capitals are read in the case that their words have elsewhere; nothing else changes, offsets least of all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.capitals import recased


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("VENEZUELA PROBES FRAUD IN CARACAS\n\nVenezuela probes a fraud.", "Venezuela probes fraud in Caracas"),
        ("U.S. <CHP> SELLS NATO ARMS\n\nThe U.S. sells.", "U.S. <CHP> sells NATO Arms"),
        ("TAIWAN'S LEADER TALKS\n\nTaiwan.", "Taiwan's Leader Talks"),
        ("NATO and the EU agreed.\n\nThey did.", "NATO and the EU agreed."),
        ("NATO\n\nAn alliance.", "NATO"),
    ],
)
def test_a_headline_in_capitals(text: str, first: str) -> None:
    assert recased(text, {"NATO", "U.S."}).split("\n")[0] == first


@given(st.text(st.characters(codec="utf-8")))
def test_the_length_stays_and_nothing_but_case_changes(text: str) -> None:
    found = recased(text)
    assert len(found) == len(text)
    assert found.casefold() == text.casefold() or found.lower() == text.lower()
