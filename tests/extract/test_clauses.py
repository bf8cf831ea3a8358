"""The grammar of news: passives, relative clauses, control, coordination, nouns of acts, light verbs."""

from __future__ import annotations

import pytest

from tests.conftest import Reader, one, triples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The treaty was signed by Peru and Chile.", ("Chile", "signs", "treaty")),
        ("Kenya freed the sailors whom Somalia had arrested.", ("Somalia", "arrests", "sailors")),
        ("Japan lifted the curbs it imposed on South Korea in 2019.", ("Japan", "imposes curbs on", "South Korea")),
        ("Iran agreed to free the prisoners.", ("Iran", "agrees to free", "prisoners")),
        ("Canada summoned the ambassador and expelled two diplomats.", ("Canada", "expels", "two diplomats")),
        ("Turkey held talks with Syria.", ("Turkey", "holds talks with", "Syria")),
        ("The United States imposed sanctions on Venezuela.", ("United States", "imposes sanctions on", "Venezuela")),
        ("Spain paid a visit to Morocco.", ("Spain", "pays visit to", "Morocco")),
        ("India accused Pakistan of supporting terrorists.", ("India", "accuses", "Pakistan")),
        (
            "Xi Jinping urged the United States to handle the question with prudence.",
            ("Xi Jinping", "urges", "United States"),
        ),
        ("Talks between Armenia and Azerbaijan went on in Geneva.", ("Armenia", "talks with", "Azerbaijan")),
        ("Israel's strikes on Lebanon continued.", ("Israel", "attacks", "Lebanon")),
        ("Qatar welcomed the deal, as did Kuwait and Oman.", ("Oman", "welcomes", "deal")),
        ("Joko Widodo and Anthony Albanese met in Sydney.", ("Joko Widodo", "meets", "Anthony Albanese")),
        (
            "Iran and Oman agreed to reopen embassies, restore telephone lines and resume flights.",
            ("Oman", "agrees to resume", "flights"),
        ),
        ("Germany called the plan humiliating.", ("Germany", "calls", "plan")),
        (
            "The SVR, Russia's foreign intelligence service, dismissed the accusation.",
            ("SVR", "dismisses", "accusation"),
        ),
    ],
)
def test_clauses(read: Reader, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in triples(read(text))


def test_what_is_asked_for_is_content_and_no_statement_of_its_own(read: Reader) -> None:
    statements = read("France urged Russia to withdraw its troops from Ukraine.")
    assert one(statements, "France", "urges", "Russia").content == "withdraw its troops from Ukraine"
    assert not any(s.subject.name == "Russia" for s in statements)


def test_open_relations_are_marked(read: Reader) -> None:
    assert one(read("Iceland photographed Norway."), "Iceland", "photographs", "Norway").relation_id is None
    assert one(read("Iceland thanked Norway."), "Iceland", "thanks", "Norway").relation_id is not None


def test_a_fact_told_twice_is_one_statement(read: Reader) -> None:
    statements = read("Peru thanked Chile.\n\nOn the border all was calm.\n\nPeru thanked Chile.")
    assert len(one(statements, "Peru", "thanks", "Chile").evidence) == 2


def test_a_headline_is_evidence_for_what_the_body_says(read: Reader) -> None:
    statements = read("France expels three Russian diplomats\n\nOn Monday France expelled three Russian diplomats.")
    assert [e.start for e in one(statements, "France", "expels", "three Russian diplomats").evidence] == [39, 0]


def test_furniture_yields_nothing(read: Reader) -> None:
    text = (
        "Xi tells Trump nations can be partners\n\n2025-01-18 China Daily Editor:Li Yan\n\nXi Jinping thanked Donald Trump on Friday.\n\n"
        "Most popular in 24h\nAPP | PC\nSign up for Donald Trump's newsletter"
    )
    assert triples(read(text, None)) == {("Xi Jinping", "thanks", "Donald Trump")}


def test_a_thing_pays_no_visit(read: Reader) -> None:
    """Only who can travel visits: "came to an end" is an idiom, whatever the verb."""
    for text in ("The state of war came to an end on Monday.", "Ties are in good shape."):
        assert not any((s.relation_id or "").endswith("/visits") for s in read(text))
    assert any((s.relation_id or "").endswith("/visits") for s in read("Angela Merkel came to Paris on Monday."))
