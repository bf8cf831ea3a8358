"""How a statement holds, whose words it is, when and where."""

from __future__ import annotations

import pytest

from tests.conftest import Reader, one


@pytest.mark.parametrize(
    ("text", "triple", "modality", "negated"),
    [
        ("Iran will attend the summit.", ("Iran", "attends", "summit"), "planned", False),
        ("Iran plans to attend the summit.", ("Iran", "plans to attend", "summit"), "planned", False),
        ("Iran hopes to attend the summit.", ("Iran", "hopes to attend", "summit"), "desired", False),
        ("Iran should attend the summit.", ("Iran", "attends", "summit"), "desired", False),
        ("Iran may attend the summit.", ("Iran", "attends", "summit"), "possible", False),
        ("Iran is considering attending the summit.", ("Iran", "considers attending", "summit"), "possible", False),
        ("Iran would attend the summit if Iraq invited it.", ("Iran", "attends", "summit"), "conditional", False),
        ("Iran did not attend the summit.", ("Iran", "attends", "summit"), "actual", True),
        ("Iran failed to attend the summit.", ("Iran", "fails to attend", "summit"), "actual", True),
        ("Iran has yet to accept the offer.", ("Iran", "has to accept", "offer"), "actual", True),
        ("Iran will not attend the summit.", ("Iran", "attends", "summit"), "planned", True),
        ("Iran is to attend the summit.", ("Iran", "is to attend", "summit"), "planned", False),
        ("No state recognised Somaliland.", ("state", "recognises", "Somaliland"), "actual", True),
    ],
)
def test_modality_and_negation(
    read: Reader, text: str, triple: tuple[str, str, str], modality: str, negated: bool
) -> None:
    statement = one(read(text), *triple)
    assert (statement.modality.value, statement.negated) == (modality, negated)


@pytest.mark.parametrize(
    ("text", "triple", "speaker", "quoted"),
    [
        (
            "Sergei Lavrov said that Poland threatened Russia.",
            ("Poland", "threatens", "Russia"),
            "Sergei Lavrov",
            False,
        ),
        ("Poland threatened Russia, Sergei Lavrov said.", ("Poland", "threatens", "Russia"), "Sergei Lavrov", False),
        ('"Poland threatens Russia," said Sergei Lavrov.', ("Poland", "threatens", "Russia"), "Sergei Lavrov", True),
        (
            'Sergei Lavrov was angry. "Poland threatens Russia," he said.',
            ("Poland", "threatens", "Russia"),
            "Sergei Lavrov",
            True,
        ),
        (
            "According to the New York Times, Poland threatened Russia.",
            ("Poland", "threatens", "Russia"),
            "New York Times",
            False,
        ),
        ("Poland, analysts say, threatens Russia.", ("Poland", "threatens", "Russia"), "analysts", False),
        (
            "The Foreign Ministry of Russia said that Sergei Lavrov told reporters that Poland threatened Russia.",
            ("Poland", "threatens", "Russia"),
            "Sergei Lavrov",
            False,
        ),
        ("Poland threatened Russia.", ("Poland", "threatens", "Russia"), None, False),
    ],
)
def test_speaker(read: Reader, text: str, triple: tuple[str, str, str], speaker: str | None, quoted: bool) -> None:
    statement = one(read(text), *triple)
    assert (statement.speaker.name if statement.speaker else None, statement.quoted) == (speaker, quoted)


def test_turns_of_a_transcript(read: Reader) -> None:
    text = "Statements for the press\n\nPresident of Russia Vladimir Putin: I thank Turkey for its help.\n\nPresident of Turkey Recep Tayyip Erdogan: I thank Russia for its hospitality."
    statements = read(text)
    assert one(statements, "Vladimir Putin", "thanks", "Turkey").speaker.name == "Vladimir Putin"  # type: ignore[union-attr]
    assert one(statements, "Recep Tayyip Erdogan", "thanks", "Russia").speaker.name == "Recep Tayyip Erdogan"  # type: ignore[union-attr]


# the articles below appear on Saturday, 18 January 2025
@pytest.mark.parametrize(
    ("text", "triple", "time"),
    [
        ("Iran thanked Oman on Friday.", ("Iran", "thanks", "Oman"), "2025-01-17"),
        ("Iran will visit Oman on Monday.", ("Iran", "visits", "Oman"), "2025-01-20"),
        ("Iran will visit Oman next month.", ("Iran", "visits", "Oman"), "2025-02"),
        ("Iran thanked Oman last year.", ("Iran", "thanks", "Oman"), "2024"),
        ("Iran thanked Oman in December.", ("Iran", "thanks", "Oman"), "2024-12"),
        ("Iran thanked Oman on 6 March 2019.", ("Iran", "thanks", "Oman"), "2019-03-06"),
        ("Iran thanked Oman two days ago.", ("Iran", "thanks", "Oman"), "2025-01-16"),
        ("Iran thanked Oman in 2015.", ("Iran", "thanks", "Oman"), "2015"),
        ("Iraq fell in 2003, when Iran thanked Oman.", ("Iran", "thanks", "Oman"), "2003"),
        ("Iran thanked Oman.", ("Iran", "thanks", "Oman"), "2025-01-18"),
        ("Iran had thanked Oman.", ("Iran", "thanks", "Oman"), None),
    ],
)
def test_time(read: Reader, text: str, triple: tuple[str, str, str], time: str | None) -> None:
    statement = one(read(text, "2025-01-18"), *triple)
    assert (statement.time.value if statement.time else None) == time


def test_a_range_has_two_ends(read: Reader) -> None:
    span = one(read("Iran occupied Oman from 2015 to 2019."), "Iran", "occupies", "Oman").time
    assert span is not None and (span.start.year, span.end.year) == (2015, 2019)


def test_place(read: Reader) -> None:
    assert one(read("Joe Biden met Xi Jinping in Bali."), "Joe Biden", "meets", "Xi Jinping").place.name == "Bali"  # type: ignore[union-attr]
    statement = one(read("Joe Biden arrived in Seoul."), "Joe Biden", "arrives in", "Seoul")
    assert statement.place is not None and statement.place.name == "Seoul"


@pytest.mark.parametrize(
    ("text", "triple", "event"),
    [
        ("Iran met Oman.", ("Iran", "meets", "Oman"), "CONSULT"),
        ("Iran will give aid to Oman.", ("Iran", "gives aid to", "Oman"), "AGREE"),
        ("Iran agreed to help Oman.", ("Iran", "agrees to help", "Oman"), "AGREE"),
        ("Iran refused to help Oman.", ("Iran", "refuses to help", "Oman"), "REJECT"),
        ("Iran threatened to attack Oman.", ("Iran", "threatens to attack", "Oman"), "THREATEN"),
        ("Iran attacked Oman.", ("Iran", "attacks", "Oman"), "ASSAULT"),
        ("Iran will attack Oman.", ("Iran", "attacks", "Oman"), "THREATEN"),
        ("Iran did not help Oman.", ("Iran", "helps", "Oman"), "REJECT"),
        ("Iran urged Oman to leave.", ("Iran", "urges", "Oman"), "REQUEST"),
        ("Iran borders Iraq.", ("Iran", "borders", "Iraq"), None),
    ],
)
def test_event_types(read: Reader, text: str, triple: tuple[str, str, str], event: str | None) -> None:
    assert one(read(text), *triple).event == event
