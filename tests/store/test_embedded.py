"""What goes into the store comes out again; an article is in it whole or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, StoreError
from kg.model import Article, Entity, EntityType, Evidence, Extraction, Modality, Statement, TimeSpan
from kg.records import from_record, to_record
from kg.store import Store
from kg.store.export import FORMATS, export_text
from kg.store.rdf import to_quads
from kg.store.reading import GraphReader
from kg.store.validate import validate
from kg.vocab.namespaces import ACTOR, REL, entity_iri

CHINA = Entity("China", ACTOR + "CHN", EntityType.STATE, "CHN")
XI = Entity("Xi Jinping", ACTOR + "xi-jinping", EntityType.PERSON, "CHN")
INAUGURATION = Entity("inauguration of Donald Trump", entity_iri("Event", "inauguration"), EntityType.EVENT)

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda s: s.strip() == s and s
)
phrases = st.builds(Entity, name=words, country=st.sampled_from([None, "CHN"]))
entities = st.one_of(st.sampled_from([CHINA, XI, INAUGURATION]), phrases)
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
times = st.one_of(
    days.map(lambda d: TimeSpan.of(d.isoformat())), days.map(lambda d: TimeSpan.of(f"{d.year:04d}-{d.month:02d}"))
)
evidence = st.builds(
    Evidence, article=st.just("a/1 ü"), sentence=words, start=st.integers(0, 500), end=st.integers(501, 900)
)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    speaker = draw(st.one_of(st.none(), entities))
    known = draw(st.booleans())
    event = draw(st.sampled_from([None, "CONSULT"]))
    return Statement(
        subject=draw(entities),
        relation="attends" if known else draw(words),
        object=draw(entities),
        relation_id=REL + "attends" if known else None,
        content=draw(st.one_of(st.none(), words)),
        modality=draw(st.sampled_from(Modality)),
        negated=draw(st.booleans()),
        speaker=speaker,
        cue="say" if speaker else None,
        quoted=draw(st.booleans()) if speaker else False,
        time=draw(st.one_of(st.none(), times)),
        place=draw(st.one_of(st.none(), entities)),
        event=event,
        score=1.0 if event else None,
        confidence=draw(st.integers(0, 100)) / 100,
        evidence=(draw(evidence),),
    )


@settings(deadline=None, max_examples=60)
@given(statements())
def test_statement_to_rdf_and_back_is_the_identity(statement: Statement) -> None:
    article = Article(
        "a/1 ü",
        "The text.",
        title='A "title" <b>',
        published=dt.date(2024, 1, 2),
        url="http://x.example/?a=1&b",
        publisher="P",
    )
    back = GraphReader(to_quads(Extraction(article, (statement,)), "v")).extraction()
    assert back.article == article
    assert back.statements == (statement,)


@settings(deadline=None, max_examples=60)
@given(statements())
def test_statement_to_record_and_back_is_the_identity(statement: Statement) -> None:
    assert from_record(to_record(statement)) == statement


@pytest.mark.parametrize("length", range(1, 30))
def test_a_long_phrase_in_another_script_has_a_valid_iri(length: int) -> None:
    from kg.store.rdf import entity_node

    assert entity_node(Entity("ࠀ" * length)).value


def example(article_id: str = "a1", text: str = "Xi attends.") -> Extraction:
    statement = Statement(
        XI,
        "attends",
        INAUGURATION,
        REL + "attends",
        modality=Modality.PLANNED,
        event="CONSULT",
        score=1.0,
        evidence=(Evidence(article_id, text, 0, len(text)),),
    )
    return Extraction(Article(article_id, text), (statement,))


def quads(store: Store) -> set[str]:
    return {str(q) for q in store.graph}


def test_direct_edges_answer_a_plain_query(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.add(example(), "v")
        assert store.query("SELECT ?who { ?who rel:attends ?what }").rows == ((XI.id,),)


@pytest.mark.parametrize(
    ("changes", "direct"),
    [
        ({}, True),
        ({"negated": True}, False),
        ({"modality": Modality.DESIRED}, False),
        ({"speaker": Entity("Shinzo Abe", "x:abe", EntityType.PERSON, "JPN")}, False),
        ({"speaker": CHINA}, True),
    ],
)
def test_which_statements_stand_as_plain_triples(tmp_path: Path, changes: dict[str, object], direct: bool) -> None:
    from dataclasses import replace

    extraction = example()
    changed = replace(extraction.statements[0], **changes)  # type: ignore[arg-type]
    with Store(tmp_path / "s") as store:
        store.add(Extraction(extraction.article, (changed,)), "v")
        assert (len(store.query("SELECT ?who { ?who rel:attends ?what }").rows) == 1) is direct


def test_the_same_article_again_changes_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        assert store.add(example(), "v")
        before = quads(store)
        assert not store.add(example(), "v")
        assert quads(store) == before


def test_a_changed_article_replaces_its_graph(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.add(example(), "v")
        store.add(example(text="Xi attends it."), "v")
        assert [e.sentence for s in store.statements() for e in s.evidence] == ["Xi attends it."]


def test_forgetting_takes_an_article_back_whole(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.add(example("a1"), "v")
        before = quads(store)
        store.add(example("a2"), "v")
        assert store.forget("a2") and not store.forget("a2")
        assert quads(store) == before


def test_a_second_writer_is_refused_and_readers_go_on(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.add(example(), "v")
        store.graph.flush()
        with pytest.raises(StoreError, match="another process"):
            Store(tmp_path / "s")
        with Store(tmp_path / "s", read_only=True) as reader:
            assert len(reader) == 1


def test_folders_that_are_no_store(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(StoreError, match="something else"):
        Store(tmp_path / "x")
    with pytest.raises(StoreError, match="there is no store"):
        Store(tmp_path / "y", read_only=True)
    (tmp_path / "z").mkdir()
    (tmp_path / "z" / "bilateral-kg.json").write_text('{"layout": 99}', encoding="utf-8")
    with pytest.raises(StoreError, match="later version"):
        Store(tmp_path / "z")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT ?x WHERE { ?x ", "malformed SPARQL in line 1"),
        ("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { { ?a ?b ?c } UNION { OPTIONAL { SERVICE SILENT ?s { ?s ?p ?o } } } }", "SERVICE"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "malformed"),
        ("LOAD <http://example.org/x>", "malformed"),
    ],
)
def test_queries_stay_in_the_store_and_change_nothing(tmp_path: Path, text: str, reason: str) -> None:
    with Store(tmp_path / "s") as store, pytest.raises(QueryError, match=reason):
        store.query(text)


def test_a_word_is_no_service(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        assert store.query('SELECT * { ?s ?p "SERVICE <http://x>" }').rows == ()


def test_parameters_are_bound_not_pasted(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.add(example(), "v")
        evil = '") } INSERT { ?s ?p "'
        assert store.query("SELECT ?s { ?s rdfs:label ?l FILTER(STR(?l) = STR(?name)) }", {"name": evil}).rows == ()


def test_every_sample_graph_is_valid(sample_store: Path) -> None:
    with Store(sample_store, read_only=True) as store:
        assert validate(store) == []


@pytest.mark.parametrize("fault", ["modality", "subject", "evidence", "confidence"])
def test_planted_faults_are_found(tmp_path: Path, fault: str) -> None:
    with Store(tmp_path / "s") as store:
        store.add(example(), "v")
        for quad in list(store.graph):
            if quad.predicate.value.endswith((f"#{fault}",)) and not str(quad.graph_name.value).endswith("ontology"):  # type: ignore[union-attr]
                store.graph.remove(quad)
                if fault == "confidence":
                    store.graph.add(ox.Quad(quad.subject, quad.predicate, ox.Literal(7), quad.graph_name))
        assert validate(store)


@pytest.mark.parametrize("format", FORMATS)
def test_export_gives_something_in_every_format(sample_store: Path, format: str) -> None:
    with Store(sample_store, read_only=True) as store:
        text = "".join(export_text(store, format))
    assert "Abiy Ahmed" in text


def test_exported_statements_come_back(sample_store: Path) -> None:
    import json

    with Store(sample_store, read_only=True) as store:
        original = list(store.statements())
        back = [from_record(json.loads(line)) for line in "".join(export_text(store, "jsonl")).splitlines()]
    assert back == original


def test_rdflib_queries_the_store(sample_store: Path) -> None:
    with Store(sample_store, read_only=True) as store:
        rows = list(store.dataset().query("SELECT ?who { ?who rel:attends ?what }"))
    assert rows
