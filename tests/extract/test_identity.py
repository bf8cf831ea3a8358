"""Who is who: offices by date, spellings, homonyms, bodies of states."""

from __future__ import annotations

import pytest

from kg.vocab.namespaces import ACTOR, ENTITY
from tests.conftest import Reader, one, triples


def ids(statements) -> set[str]:  # type: ignore[no-untyped-def]
    return {e.id for s in statements for e in (s.subject, s.object) if e.id}


@pytest.mark.parametrize(
    ("day", "president"), [("2012-05-03", "Barack Obama"), ("2021-05-03", "Joe Biden"), ("2017-05-03", "Donald Trump")]
)
def test_the_us_president_is_who_held_the_office_that_day(read: Reader, day: str, president: str) -> None:
    found = read("The U.S. president met Norwegian Prime Minister Erna Solberg on Wednesday.", day)
    one(found, president, "meets", "Erna Solberg")


def test_a_year_told_in_the_sentence_counts_for_the_office(read: Reader) -> None:
    one(read("In 2012, the U.S. president visited Myanmar.", "2023-05-03"), "Barack Obama", "visits", "Myanmar")


def test_the_secretary_of_state_is_the_foreign_minister_of_the_united_states(read: Reader) -> None:
    one(
        read("The U.S. secretary of state praised Japan on Monday.", "2021-05-03"), "Antony Blinken", "praises", "Japan"
    )


def test_former_looks_back(read: Reader) -> None:
    found = read(
        "Former British prime minister Blair met Israeli Prime Minister Benjamin Netanyahu. The former British prime minister urged restraint.",
        "2023-05-03",
    )
    one(found, "Tony Blair", "meets", "Benjamin Netanyahu")
    one(found, "Tony Blair", "urges", "restraint")


@pytest.mark.parametrize(
    ("day", "title", "who"),
    [
        ("2010-05-01", "Secretary of State Clinton", "Hillary Clinton"),
        ("2010-05-01", "Former President Clinton", "Bill Clinton"),
    ],
)
def test_a_surname_means_who_held_the_office_beside_it(read: Reader, day: str, title: str, who: str) -> None:
    one(read(f"{title} visited Vietnam on Friday.", day), who, "visits", "Vietnam")


@pytest.mark.parametrize("name", ["Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"])
def test_spellings_are_one_person(read: Reader, name: str) -> None:
    assert ACTOR + "volodymyr-zelenskyy" in ids(read(f"{name} thanked Poland on Monday."))


def test_spellings_of_unknown_people_are_one_and_namesakes_of_two_states_are_two(read: Reader) -> None:
    first = ids(read("Omani Ambassador Mohammed Al Hassan met British officials in London."))
    second = ids(read("Omani Ambassador Mohammad al-Hassan thanked Britain."))
    other = ids(read("Kuwaiti Ambassador Mohammed al-Hassan thanked Britain."))
    person = {i for i in first if i.startswith(ENTITY + "person/")}
    assert person and person <= second and not person & other


def test_kiev_and_kyiv_are_one_place(read: Reader) -> None:
    first = read("Polish President Andrzej Duda arrived in Kiev on Monday.", "2022-05-23")
    second = read("Polish President Andrzej Duda arrived in Kyiv on Monday.", "2022-05-23")
    assert (
        one(first, "Andrzej Duda", "arrives in", "Kiev").object.id
        == one(second, "Andrzej Duda", "arrives in", "Kyiv").object.id
    )


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Georgia thanked Poland on Monday. Tbilisi welcomed the talks.", "Georgia", "GEO"),
        ("Georgia thanked Ukraine after the runoff in Atlanta.", "Georgia, United States", "USA"),
        ("Jordan thanked Israel on Monday.", "Jordan", "JOR"),
        ("South Korea thanked Japan on Monday.", "South Korea", "KOR"),
        ("North Korea thanked Russia on Monday.", "North Korea", "PRK"),
        ("Pyongyang thanked Russia on Monday.", "North Korea", "PRK"),
        ("Congo thanked Rwanda on Monday.", "Democratic Republic of the Congo", "COD"),
        ("Congo thanked France on Monday. Brazzaville welcomed the aid.", "Republic of the Congo", "COG"),
        ("The Republic of the Congo thanked France.", "Republic of the Congo", "COG"),
        ("Guinea thanked France on Monday.", "Guinea", "GIN"),
        ("Guinea-Bissau thanked Portugal on Monday.", "Guinea-Bissau", "GNB"),
        ("Equatorial Guinea thanked Spain on Monday.", "Equatorial Guinea", "GNQ"),
        ("Papua New Guinea thanked Australia on Monday.", "Papua New Guinea", "PNG"),
        ("Niger thanked Nigeria on Monday.", "Niger", "NER"),
        ("Dominica thanked China on Monday.", "Dominica", "DMA"),
    ],
)
def test_names_that_several_bear(read: Reader, text: str, name: str, country: str) -> None:
    thanks = [s for s in read(text) if s.relation == "thanks"]
    assert [(s.subject.name, s.subject.country) for s in thanks] == [(name, country)]


def test_a_person_called_jordan_is_no_state(read: Reader) -> None:
    found = read("French politician Jordan Bardella met King Abdullah II of Jordan in Amman.")
    one(found, "Jordan Bardella", "meets", "Abdullah II")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("India's Congress criticised Pakistan on Monday.", "Indian National Congress"),
        ("The U.S. Congress criticised China on Monday.", "United States Congress"),
        ("Peru's Congress criticised Bolivia on Monday.", "Congress of Peru"),
        ("The Foreign Ministry in Ankara criticised Sweden on Monday.", "Ministry of Foreign Affairs of Turkey"),
        ("China's Foreign Ministry criticised Japan on Monday.", "Ministry of Foreign Affairs of China"),
        ("India's Ministry of External Affairs criticised Canada on Monday.", "Ministry of External Affairs of India"),
        ("The State Department criticised Iran on Monday.", "Department of State"),
    ],
)
def test_which_states_congress_or_ministry(read: Reader, text: str, body: str) -> None:
    assert body in {s.subject.name for s in read(text) if s.relation == "criticises"}, triples(read(text))


def test_what_has_no_proper_name_is_the_articles_own(read: Reader) -> None:
    from kg.extract.pipeline import extract
    from kg.model import Article

    texts = ["China and Russia signed an agreement on Monday.", "Iran and Oman signed an agreement on Monday."]
    found = [
        {s.object.id for s in x.statements if s.object.name == "agreement"}
        for x in extract([Article(str(i), t) for i, t in enumerate(texts)])
    ]
    assert all(found) and not found[0] & found[1]
