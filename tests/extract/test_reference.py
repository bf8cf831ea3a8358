"""Pronouns, descriptions and groups are resolved over the article."""

from __future__ import annotations

import pytest

from tests.conftest import Reader, triples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Emmanuel Macron met Olaf Scholz in Paris. He thanked Scholz for his help.",
            {("Emmanuel Macron", "thanks", "Olaf Scholz")},
        ),
        ("Giorgia Meloni said she supported Ukraine.", {("Giorgia Meloni", "supports", "Ukraine")}),
        (
            "Joko Widodo met Anthony Albanese in Sydney. The two leaders condemned the attack.",
            {("Joko Widodo", "condemns", "attack"), ("Anthony Albanese", "condemns", "attack")},
        ),
        (
            "Peru and Chile signed a treaty in Lima. Both countries rejected the claim.",
            {("Peru", "rejects", "claim"), ("Chile", "rejects", "claim")},
        ),
        (
            "Chancellor Angela Merkel arrived in Moscow. The chancellor criticised Russia.",
            {("Angela Merkel", "criticises", "Russia")},
        ),
        (
            "Viktor Orban arrived in Kyiv. The prime minister's country borders Ukraine. Orban said his government opposed the plan.",
            {("Hungary", "opposes", "plan")},
        ),
        ("The EU met on Monday. The bloc condemned Iran.", {("European Union", "condemns", "Iran")}),
        ("Iran and Oman thanked each other.", {("Iran", "thanks", "Oman"), ("Oman", "thanks", "Iran")}),
        ('"We reject the sanctions," Russian President Vladimir Putin said.', {("Russia", "rejects", "sanctions")}),
        ('"I thank Turkey," Russian President Vladimir Putin said.', {("Vladimir Putin", "thanks", "Turkey")}),
    ],
)
def test_references(read: Reader, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert expected <= triples(read(text))
