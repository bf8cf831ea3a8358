"""What holds for every store: the embedded one and a real SPARQL server."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import QueryError, StoreError
from kg.model import Modality
from kg.store import BaseStore, open_store
from tests.store.conftest import XI, attends, meeting


@pytest.fixture(params=["embedded", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    where = request.getfixturevalue("sparql_server") if request.param == "remote" else str(tmp_path / "s")
    with open_store(where) as opened:
        yield opened


def graphs(store: BaseStore) -> set[str]:
    return {str(getattr(q, "triple", q)) for i in store.article_ids() for q in store.graph_quads(i)}


def test_what_goes_in_comes_out(store: BaseStore) -> None:
    extraction = meeting("a/1 ü")
    assert store.add(extraction, "v")
    assert store.article_ids() == ["a/1 ü"]
    assert store.extraction("a/1 ü") == extraction


def test_the_same_article_again_changes_nothing(store: BaseStore) -> None:
    assert store.add(meeting("a"), "v")
    before = graphs(store)
    assert not store.add(meeting("a"), "v")
    assert graphs(store) == before


def test_a_changed_article_replaces_its_graph(store: BaseStore) -> None:
    store.add(meeting("a"), "v")
    store.add(meeting("a", "Xi met Putin again."), "v")
    assert [e.sentence for s in store.statements() for e in s.evidence] == ["Xi met Putin again."]


def test_forgetting_takes_an_article_back_whole(store: BaseStore) -> None:
    store.add(meeting("a"), "v")
    before, count = graphs(store), store.counts()
    store.add(attends("b"), "v")
    assert store.counts()["entities"] == count["entities"] + 1
    assert store.forget("b") and not store.forget("b")
    assert graphs(store) == before and store.counts() == count
    assert store.find("summit") == []


def test_an_event_of_two_articles_is_one_node(store: BaseStore) -> None:
    store.add(meeting("a"), "v")
    store.add(meeting("b", "Xi and Putin met."), "v")
    assert store.counts()["events"] == 1
    rows = store.query(
        "SELECT ?e (COUNT(DISTINCT ?g) AS ?n) { ?s kg:tellsOf ?e ; prov:wasDerivedFrom ?g } GROUP BY ?e"
    ).rows
    assert [r[1] for r in rows] == ["2"]


def test_direct_edges_answer_a_plain_query(store: BaseStore) -> None:
    store.add(attends("a"), "v")
    store.add(attends("b", Modality.DESIRED), "v")
    assert store.query("SELECT ?who { ?who rel:attends ?what }").rows == ((XI.id,),)


def test_answers_have_labels(store: BaseStore) -> None:
    store.add(attends("a"), "v")
    answer = store.labelled(store.query("SELECT ?who ?what ?p { ?who ?p ?what FILTER(?p = rel:attends) }"))
    assert answer.rows == (("Xi Jinping", "summit", "attends"),)


def test_parameters_are_bound_and_never_pasted(store: BaseStore) -> None:
    store.add(attends("a"), "v")
    text = "SELECT ?s WHERE { ?s rdfs:label ?l . FILTER(STR(?l) = ?name) }"
    assert store.query(text, {"name": "summit"}).rows
    assert store.query(text, {"name": '" ) } # '}).rows == ()
    with pytest.raises(QueryError, match=r"no variable \?nobody"):
        store.query(text, {"nobody": "x"})


def test_a_question_finds_an_actor_by_any_of_its_names(store: BaseStore) -> None:
    from kg.store.questions import question

    store.add(meeting("a"), "v")
    for a in ("Xi Jinping", "xi jinping", XI.id):
        assert len(store.ask(question("between"), {"a": a, "b": "Vladimir Putin"}).rows) == 1
    with pytest.raises(QueryError, match="did you mean Xi Jinping"):
        store.ask(question("between"), {"a": "Xi Jinpin", "b": "Vladimir Putin"})


def test_a_malformed_query_is_a_clear_error(store: BaseStore) -> None:
    with pytest.raises(QueryError, match="malformed SPARQL in line 2"):
        store.query("SELECT * {\n ?s ?p }")


def test_what_is_not_there(store: BaseStore) -> None:
    with pytest.raises(StoreError, match="no article 'x'"):
        store.extraction("x")


def test_two_made_one_by_hand_and_taken_back(store: BaseStore) -> None:
    from kg.model import Entity, EntityType
    from kg.store.entities import apply_decisions, entity_of
    from kg.vocab.namespaces import ENTITY

    guo = Entity("Guo", ENTITY + "person/guo-chn", EntityType.PERSON, "CHN")
    store.add(meeting("a"), "v")
    store.add(meeting("b", "Guo met Putin.", "2023-03-21", guo), "v")
    before = graphs(store)
    store.decisions.merge(guo.id or "", XI.id or "")
    store.decisions.entities[XI.id or ""] = entity_of(store, XI.id or "")
    assert apply_decisions(store) == 1
    assert {s.subject.id for s in store.statements()} == {XI.id}
    assert {s.subject.id for s in store.extraction("b", original=True).statements} == {guo.id}
    store.decisions.keep_apart(guo.id or "", XI.id or "")
    assert apply_decisions(store, [guo.id or ""]) == 1
    assert {s.subject.id for s in store.statements()} == {XI.id, guo.id}
    assert {q for q in before if "event" not in q} == {q for q in graphs(store) if "event" not in q}
