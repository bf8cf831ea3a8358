"""The ontology's actors: states, organisations, people and their offices, held against kept country data."""

from __future__ import annotations

import re

import pycountry
import pytest

from kg.extract.roster import Roster
from kg.vocab.namespaces import ACTOR
from kg.vocab.ontology import load_ontology

ONTOLOGY = load_ontology()
STATES = {
    a.country: a
    for a in ONTOLOGY.actors.values()
    if a.type == "State" and a.id.startswith(ACTOR) and len(a.id) == len(ACTOR) + 3
}
#: Members of ISO 3166-1 that are territories of other states, or that nobody governs, and so are no states here.
TERRITORIES = set(
    "ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF GUM HKG HMD IMN IOT JEY MAC MAF MNP MSR MTQ "
    "MYT NCL NFK NIU PCN PRI PYF REU SGS SHN SJM SPM SXM TCA TKL UMI VGB VIR WLF".split()
)


def test_every_state_of_iso_3166_is_there() -> None:
    assert {c.alpha_3 for c in pycountry.countries} - TERRITORIES <= set(STATES)


@pytest.mark.parametrize("code", sorted(c for c in STATES if c))
def test_a_state_has_names_demonym_capital_and_foreign_ministry(code: str) -> None:
    state = STATES[code]
    assert state.names
    assert state.demonyms or code == "DMA"  # "Dominican" is of the Dominican Republic
    assert state.capitals or code == "SGP"  # the city is the state
    assert state.ministry in ONTOLOGY.actors
    kept = pycountry.countries.get(alpha_3=code)
    if kept is not None:  # Kosovo has a code of its own making
        names = {n.casefold() for n in state.names}
        official = {str(getattr(kept, f, "")).casefold() for f in ("name", "official_name", "common_name")}
        words = set(re.findall(r"\w{4,}", " ".join(official)))
        assert names & official or any(set(re.findall(r"\w{4,}", n)) & words for n in names), (names, official)


def test_an_actor_is_of_one_kind() -> None:
    import pyoxigraph as ox

    from kg.vocab.namespaces import NS, PREFIXES
    from kg.vocab.ontology import ACTOR_CLASSES, data_folder

    kinds: dict[str, set[str]] = {}
    for file in data_folder().rglob("*.ttl"):
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            if triple.predicate.value == PREFIXES["rdf"] + "type":
                kinds.setdefault(str(triple.subject), set()).add(str(triple.object.value).removeprefix(NS))  # type: ignore[union-attr]
    assert {k: v for k, v in kinds.items() if len(v & ACTOR_CLASSES) > 1} == {}


def test_organisations_and_other_standing_actors() -> None:
    kinds = [a.type for a in ONTOLOGY.actors.values()]
    assert kinds.count("InternationalOrganization") >= 80
    assert kinds.count("Company") >= 40 and kinds.count("ArmedGroup") >= 40 and kinds.count("GovernmentBody") >= 200


def test_heads_and_foreign_ministers_of_at_least_sixty_states() -> None:
    """Of sixty states somebody held the highest office, and somebody was foreign minister, in nearly all years since 2000."""
    roster = Roster(ONTOLOGY)
    top = ("president", "prime minister", "king", "supreme leader", "sultan", "leader", "premier", "chancellor")

    def share(code: str, *titles: str) -> float:
        days = [f"{year}-06-15" for year in range(2001, 2026)]
        return sum(any(roster.holders(t, code, day) for t in titles) for day in days) / len(days)

    covered = [c for c in STATES if c and share(c, *top) >= 0.9 and share(c, "foreign minister") >= 0.6]
    assert len(covered) >= 60, len(covered)


def test_offices_do_not_end_before_they_begin() -> None:
    for actor in ONTOLOGY.actors.values():
        for office in actor.offices:
            assert not (office.start and office.end) or office.start[: len(office.end)] <= office.end, (
                actor.label,
                office,
            )


@pytest.mark.parametrize(
    ("title", "country", "day", "who"),
    [
        ("president", "USA", "2012-05-01", "Barack Obama"),
        ("president", "USA", "2021-05-01", "Joe Biden"),
        ("prime minister", "DEU", "2015-01-01", "Angela Merkel"),
        ("foreign minister", "IND", "2020-01-01", "Subrahmanyam Jaishankar"),
        ("foreign secretary", "GBR", "2017-01-01", "Boris Johnson"),
        ("secretary of state", "USA", "2003-03-20", "Colin Powell"),
        ("president", "RUS", "2010-01-01", "Dmitry Medvedev"),
    ],
)
def test_who_held_an_office_on_a_day(title: str, country: str, day: str, who: str) -> None:
    assert [a.label for a in Roster(ONTOLOGY).holders(title, country, day)] == [who]


def test_every_term_of_our_namespace_has_a_label_and_a_comment() -> None:
    import pyoxigraph as ox

    from kg.vocab.namespaces import NS, PREFIXES
    from kg.vocab.ontology import data_folder

    store = ox.Store()
    for file in data_folder().rglob("*.ttl"):
        store.load(path=str(file), format=ox.RdfFormat.TURTLE)
    label = ox.NamedNode(PREFIXES["rdfs"] + "label")
    used = {q.predicate for q in store if q.predicate.value.startswith(NS)}
    used |= {
        q.object
        for q in store.quads_for_pattern(None, ox.NamedNode(PREFIXES["rdf"] + "type"), None, None)
        if str(q.object.value).startswith(NS)
    }  # type: ignore[misc,union-attr]
    named = {q.subject for q in store.quads_for_pattern(None, label, None, None)}
    assert sorted(t.value for t in used - named) == []
    comment = ox.NamedNode(PREFIXES["rdfs"] + "comment")
    ours = {t for t in used | named if t.value.startswith(NS)}
    assert sorted(t.value for t in ours if not list(store.quads_for_pattern(t, comment, None, None))) == []
