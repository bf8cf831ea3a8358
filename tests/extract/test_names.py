"""Who is meant: full names, surnames, titles, metonyms, demonyms."""

from __future__ import annotations

import pytest

from tests.conftest import Reader, one, triples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # surnames stand for the full name, first or last
        ("Xi Jinping met Nguyen Phu Trong in Hanoi. Xi thanked Trong.", ("Xi Jinping", "thanks", "Nguyen Phu Trong")),
        (
            "Ursula von der Leyen visited Ankara. Von der Leyen criticised Turkey.",
            ("Ursula von der Leyen", "criticises", "Turkey"),
        ),
        (
            "Ivan Petrov, the deputy of Maria Horvat, resigned. Horvat accused Petrov.",
            ("Maria Horvat", "accuses", "Ivan Petrov"),
        ),
        # metonyms are governments when they act
        ("Beijing condemned the sanctions.", ("China", "condemns", "sanctions")),
        ("The Kremlin rejected the plan.", ("Russia", "rejects", "plan")),
        ("Brussels accused Hungary of breaking the law.", ("European Union", "accuses", "Hungary")),
        # and places when something happens there
        ("Angela Merkel arrived in Beijing on Monday.", ("Angela Merkel", "arrives in", "Beijing")),
        # demonyms with side, government, officials
        ("The U.S. side thanked the Indian government.", ("United States", "thanks", "India")),
        ("Indian officials rejected the claim.", ("Indian officials", "rejects", "claim")),
        # names that are words elsewhere
        (
            "Theresa May arrived in Berlin in May. Angela Merkel thanked May.",
            ("Angela Merkel", "thanks", "Theresa May"),
        ),
        ("Jordan thanked Georgia for its help.", ("Jordan", "thanks", "Georgia")),
    ],
)
def test_names(read: Reader, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in triples(read(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Russian Foreign Minister Sergei Lavrov arrived in Delhi.",
            ("Sergei Lavrov", "is foreign minister of", "Russia"),
        ),
        (
            "Ana Brnabic, the prime minister of Serbia, visited Paris.",
            ("Ana Brnabic", "is prime minister of", "Serbia"),
        ),
        (
            "Mao Ning, a spokesperson for China's Foreign Ministry, urged calm.",
            ("Mao Ning", "is spokesperson for", "Ministry of Foreign Affairs of China"),
        ),
        ("Wang Yi, China's top diplomat, met reporters.", ("Wang Yi", "is top diplomat of", "China")),
        (
            "The prime ministers of Italy and Greece, Giorgia Meloni and Kyriakos Mitsotakis, met in Rome.",
            ("Kyriakos Mitsotakis", "is prime minister of", "Greece"),
        ),
        (
            "Defence Minister Sergei Shoigu of Russia and his Turkish counterpart Hulusi Akar signed a memorandum.",
            ("Hulusi Akar", "is defence minister of", "Turkey"),
        ),
        (
            "Daniel Weiss, of the Institute of World Affairs, disagreed with the government.",
            ("Daniel Weiss", "is affiliated with", "Institute of World Affairs"),
        ),
    ],
)
def test_offices(read: Reader, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in triples(read(text))


def test_a_critic_of_somebody_is_not_that_person(read: Reader) -> None:
    statements = read("Alexei Litvin, a critic of Mr Putin, fled to London. Vladimir Putin condemned him.")
    assert not any(s.subject.name == "Vladimir Putin" and "critic" in s.relation for s in statements)


def test_office_holder_by_date(read: Reader) -> None:
    text = "The U.S. president thanked the Mexican government."
    assert one(read(text, "2012-05-01"), "Barack Obama", "thanks", "Mexico")
    assert one(read(text, "2021-05-01"), "Joe Biden", "thanks", "Mexico")
