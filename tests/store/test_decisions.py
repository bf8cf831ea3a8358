"""Who is one with whom: links by name, state and office, and what a person decided, which lasts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.linking import Profile, links
from kg.model import Entity, EntityType
from kg.store import Store
from kg.store.decisions import Decisions
from kg.store.entities import list_entities, relink
from kg.vocab.namespaces import ENTITY
from tests.store.conftest import meeting
from tests.test_cli import kg


def person(key: str, name: str, country: str | None) -> Entity:
    return Entity(name, f"{ENTITY}person/{key}", EntityType.PERSON, country)


def test_somebody_without_a_state_is_linked_to_the_only_one_of_that_name(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.add(meeting("a", "Wu Qian met Putin.", who=person("wu-qian", "Wu Qian", None)), "v")
        store.add(meeting("b", "Wu Qian met Putin.", "2023-03-21", person("wu-qian-chn", "Wu Qian", "CHN")), "v")
        assert relink(store) == 1
        assert {s.subject.id for s in store.statements()} == {f"{ENTITY}person/wu-qian-chn"}
        assert relink(store) == 0


def test_a_link_that_becomes_doubtful_is_taken_back_and_order_does_not_matter(tmp_path: Path) -> None:
    extractions = [
        meeting("a", "Wu Qian met Putin.", who=person("wu-qian", "Wu Qian", None)),
        meeting("b", "Wu Qian met Putin.", "2023-03-21", person("wu-qian-chn", "Wu Qian", "CHN")),
        meeting("c", "Wu Qian met Putin.", "2023-03-22", person("wu-qian-sgp", "Wu Qian", "SGP")),
    ]
    found = []
    for n, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 0, 2])):
        with Store(tmp_path / f"s{n}") as store:
            for i in order:
                store.add(extractions[i], "v")
                relink(store)
            found.append({i: frozenset(str(q) for q in store.graph_quads(i)) for i in store.article_ids()})
            assert {s.subject.id for s in store.extraction("a").statements} == {f"{ENTITY}person/wu-qian"}
    assert found[0] == found[1] == found[2]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            Profile,
            iri=st.integers(0, 9).map(lambda n: f"x:{n}"),
            name=st.sampled_from(["Wu Qian", "Wu", "Li Wei", "Qian"]),
            country=st.sampled_from([None, "CHN", "SGP"]),
            titles=st.sampled_from([frozenset(), frozenset({"spokesperson"})]),
        ),
        unique_by=lambda p: p.iri,
        max_size=8,
    ),
    st.randoms(),
)
def test_links_do_not_depend_on_order_and_go_in_no_circle(profiles, random) -> None:  # type: ignore[no-untyped-def]
    found = links(profiles)
    shuffled = list(profiles)
    random.shuffle(shuffled)
    assert links(shuffled) == found
    assert not set(found) & set(found.values())


def test_merges_by_hand_last_through_later_builds(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(
        '{"id": "a", "text": "Iranian envoy Ali Tehrani met Omani officials in Muscat on Monday."}\n', encoding="utf-8"
    )
    store = tmp_path / "s"
    assert kg("build", source, "--store", store).returncode == 0
    done = kg("entities", "merge", "Ali Tehrani", "Iran", "--store", store)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "s.decisions.jsonl").is_file()
    source.write_text(
        source.read_text(encoding="utf-8")
        + '{"id": "b", "text": "Iranian envoy Ali Tehrani thanked Oman on Monday."}\n',
        encoding="utf-8",
    )
    assert kg("build", source, "--store", store).returncode == 0
    assert "Ali Tehrani" not in kg("entities", "--store", store, "--kind", "Person").stdout
    import shutil

    shutil.rmtree(store)  # decisions outlast the store
    assert kg("build", source, "--store", store).returncode == 0
    assert "Ali Tehrani" not in kg("entities", "--store", store, "--kind", "Person").stdout
    person = next(r for r in (tmp_path / "s.decisions.jsonl").read_text(encoding="utf-8").split('"') if "person/" in r)
    assert kg("entities", "apart", person, "Iran", "--store", store).returncode == 0
    assert "Ali Tehrani" in kg("entities", "--store", store, "--kind", "Person").stdout


def test_a_split_makes_somebody_else_of_the_same_name(tmp_path: Path) -> None:
    wu = person("wu-qian-chn", "Wu Qian", "CHN")
    with Store(tmp_path / "s") as store:
        store.add(meeting("a", "Wu Qian met Putin.", who=wu), "v")
        store.add(meeting("b", "Wu Qian met Putin.", "2023-03-21", wu), "v")
    done = kg("entities", "split", "Wu Qian", "--article", "b", "--store", tmp_path / "s")
    assert done.returncode == 0, done.stderr
    with Store(tmp_path / "s", read_only=True) as store:
        assert len([r for r in list_entities(store, kind="Person") if r.name == "Wu Qian"]) == 2
    assert kg("entities", "split", "Wu Qian", "--article", "zzz", "--store", tmp_path / "s").returncode == 2


def test_entities_are_listed_and_searched(sample_store: Path) -> None:
    done = kg("entities", "--search", "castro", "--store", sample_store)
    assert "Castro" in done.stdout and "Biden" not in done.stdout


def test_nonsense_in_the_decisions_is_a_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "s.decisions.jsonl"
    file.write_text('{"merge": "a", "into": "b"}\nnonsense\n', encoding="utf-8")
    with pytest.raises(StoreError, match="line 2"):
        Decisions.beside(file)


def test_a_circle_is_refused() -> None:
    decisions = Decisions(None)
    decisions.merge("a", "b")
    with pytest.raises(ValueError, match="one already"):
        decisions.merge("b", "a")
