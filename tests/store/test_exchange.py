"""Out in every format, and in again; statements of other extractors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.building import Report, build_statements, import_files
from kg.errors import StoreError
from kg.model import Article
from kg.records import to_record
from kg.store import Store
from kg.store.export import FORMATS, export_neo4j, export_text
from tests.store.conftest import attends, meeting

SUFFIX = {
    "jsonl": ".jsonl",
    "csv": ".csv",
    "nquads": ".nq",
    "trig": ".trig",
    "turtle": ".ttl",
    "jsonld": ".jsonld",
    "graphml": ".graphml",
    "gexf": ".gexf",
}


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_exported_can_be_imported(sample_store: Path, tmp_path: Path, format: str) -> None:
    file = tmp_path / f"graph{SUFFIX[format]}"
    with Store(sample_store, read_only=True) as store:
        with file.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(export_text(store, format))
        expected = {json.dumps(to_record(s), sort_keys=True) for s in store.statements()}
        articles = [x.article for x in store.extractions()]
    with Store(tmp_path / "again") as store:
        report = import_files([file], store)
        found = {json.dumps(to_record(s), sort_keys=True) for s in store.statements()}
        assert report.articles == 7
        assert found == expected
        if format in ("nquads", "trig", "turtle", "jsonld"):
            assert [x.article for x in store.extractions()] == articles
        if format in ("nquads", "trig", "jsonld"):
            assert import_files([file], store).unchanged == 7


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("x.trig", "<a> <b> .", "malformed RDF"),
        ("x.ttl", "@prefix a: <http://x/> . a:s a:p a:o .", "no articles of this package"),
        ("x.graphml", "<graphml", "malformed"),
        ("x.jsonl", '{"article": "a"}', "no subject"),
        ("x.exe", "", "cannot tell its format"),
    ],
)
def test_malformed_files(tmp_path: Path, name: str, text: str, reason: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with Store(tmp_path / "s") as store, pytest.raises(StoreError, match=reason):
        import_files([tmp_path / name], store)


def test_malformed_rdf_says_where(tmp_path: Path) -> None:
    (tmp_path / "x.nq").write_text("<http://a/a> <http://a/b> <http://a/c> .\n<http://a/a> oops .\n", encoding="utf-8")
    with Store(tmp_path / "s") as store, pytest.raises(StoreError, match="line 2"):
        import_files([tmp_path / "x.nq"], store)


def test_neo4j_files_fit_together(tmp_path: Path) -> None:
    import csv

    with Store(tmp_path / "s") as store:
        store.add(meeting("a"), "v")
        store.add(attends("b"), "v")
        nodes, edges = export_neo4j(store, tmp_path / "neo4j")
    with nodes.open(encoding="utf-8") as stream:
        ids = {r["id:ID"] for r in csv.DictReader(stream)}
    with edges.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {r[":TYPE"] for r in rows} == {"meets", "attends"}
    assert {r[":START_ID"] for r in rows} | {r[":END_ID"] for r in rows} == ids


def statements_file(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


CLAIM = {
    "article": "a",
    "subject": "China",
    "relation": "thanks",
    "object": "Russia",
    "sentence": "China thanked Russia.",
}


def test_statements_of_another_extractor_meet_the_ontology(tmp_path: Path) -> None:
    file = statements_file(tmp_path / "x.jsonl", CLAIM)
    report = Report()
    with Store(tmp_path / "s") as store:
        build_statements([file], [Article("a", "On Monday China thanked Russia.")], store, report)
        statement = next(store.statements())
    assert not report.refused
    assert statement.subject.country == "CHN" and (statement.relation_id or "").endswith("/thanks")
    assert (statement.evidence[0].start, statement.evidence[0].end) == (10, 31)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sentence": "China thanked Iran."}, "does not stand in article"),
        ({"event": "PRAISE"}, "no PLOVER type"),
        ({"modality": "maybe"}, "maybe"),
        ({"confidence": 3}, "not between 0 and 1"),
        ({"relation_id": "x:y"}, "not in the lexicon"),
        ({"subject": ""}, "no subject"),
        ({"subject_type": "Robot"}, "Robot"),
    ],
)
def test_statements_are_checked_by_the_same_rules(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    file = statements_file(tmp_path / "x.jsonl", CLAIM, {**CLAIM, **change})
    report = Report()
    with Store(tmp_path / "s") as store:
        build_statements([file], [Article("a", "China thanked Russia.")], store, report)
        assert len(list(store.statements())) == 1
    assert len(report.refused) == 1 and reason in str(report.refused[0]) and "line 2" in str(report.refused[0])


def test_the_same_statements_again_change_nothing(tmp_path: Path) -> None:
    file = statements_file(tmp_path / "x.jsonl", CLAIM)
    with Store(tmp_path / "s") as store:
        for unchanged in (0, 1):
            report = Report()
            build_statements([file], [], store, report)
            assert report.unchanged == unchanged


def test_a_backup_is_a_store(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.add(meeting("a"), "v")
        store.backup(tmp_path / "copy")
        with pytest.raises(StoreError, match="exists already"):
            store.backup(tmp_path / "copy")
    with Store(tmp_path / "copy", read_only=True) as store:
        assert store.article_ids() == ["a"]
