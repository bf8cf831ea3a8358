"""What a notebook user has: a line each, objects that show themselves, one's own ontology."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.store import BaseStore
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseStore]:
    with kg.open_store(tmp_path_factory.mktemp("series") / "store") as store:
        kg.build([kg.samples("greece-turkey")], store)
        yield store


def test_the_public_names_are_what_they_say() -> None:
    assert sorted(kg.__all__) == kg.__all__
    for name in kg.__all__:
        assert getattr(kg, name).__doc__, name
        # a module of the same name would take the place of the function as soon as it is imported
        assert not (ROOT / "kg" / f"{name}.py").exists() and not (ROOT / "kg" / name / "__init__.py").exists(), name


def test_query_gives_a_frame(series: BaseStore) -> None:
    frame = kg.query(series, "who-met-whom")
    assert {"day", "who", "relation", "whom"} <= set(frame.columns) and len(frame) > 10
    assert (
        len(
            kg.query(
                series,
                "SELECT ?s { ?s rdf:subject ?who }",
                who="https://w3id.org/bilateral-kg/actor/GRC",
            )
        )
        > 5
    )


def test_a_slice_of_the_network(series: BaseStore) -> None:
    whole = kg.network(series)
    part = kg.network(series, since="2023-01-01", until="2023-12-31", actors=["Greece"], modality=["actual"])
    assert 0 < part.number_of_edges() < whole.number_of_edges()
    days = [d["time"] for _, _, d in part.edges(data=True)]
    assert all(day.startswith("2023") for day in days)
    assert {
        d["relation_id"].rsplit("/", 1)[-1] for _, _, d in kg.network(series, relations=["meets"]).edges(data=True)
    } == {"meets"}


def test_two_states_over_time(series: BaseStore) -> None:
    years = kg.dyad(series, "Greece", "Turkey", by="year").groupby("period")["mean_score"].mean()
    assert years["2020"] < 0 < years["2023"]
    turning = kg.turning_points(series, "Greece", "Turkey", most=2)
    assert len(turning) and (turning["after"] > turning["before"]).any()
    assert 0 < kg.reciprocity(series, "GRC", "TUR")["balance"] <= 1
    with pytest.raises(ValueError, match="choose month or year"):
        kg.dyad(series, "Greece", "Turkey", by="week")


def test_commitments_and_whether_they_were_kept(series: BaseStore) -> None:
    kept = kg.commitments(series).set_index("what")["done"]
    assert "Ankara" in kept["visits Ankara"]
    assert kept.isna().any()


def test_two_sides_accounts(series: BaseStore) -> None:
    assert set(kg.accounts(series, "Greece", "Turkey")["side"]) == {"GRC", "TUR"}


def test_brokers_and_communities(series: BaseStore) -> None:
    top = kg.standings(kg.network(series))
    assert "Greece" in set(top["name"].head(3))
    assert any("Greece" in group for group in kg.communities(kg.network(series)))


def test_networks_by_period(series: BaseStore) -> None:
    frame = kg.networks_by_period(series)
    assert list(frame["period"]) == sorted(frame["period"]) and (frame["actors"] > 1).any()


def test_plots_have_labels(series: BaseStore) -> None:
    figure = kg.plot_dyad(series, "Greece", "Turkey", by="year")
    assert all(axis.get_ylabel() for axis in figure.axes) and figure.axes[0].get_xlabel()
    assert kg.plot_agenda(series, "Greece", "Turkey").axes[0].get_xlabel()


def test_export_by_the_ending(series: BaseStore, tmp_path: Path) -> None:
    assert kg.export(series, tmp_path / "a.graphml").stat().st_size > 1000
    with pytest.raises(ValueError, match="endings"):
        kg.export(series, tmp_path / "a.docx")


def test_things_show_themselves(series: BaseStore) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "kg")
    shell.user_ns["store"] = series
    show = shell.display_formatter.format
    read = kg.extract_article(kg.Article("a", "China thanked Russia on Monday."))
    assert "srcdoc" in show(read)[0]["text/html"] and "srcdoc" in show(read.article)[0]["text/html"]
    assert "<mark>thanked</mark>" in show(read.statements[0])[0]["text/html"]
    assert "vis" in show(series)[0]["text/html"]
    frame = shell.run_cell_magic("sparql", "store", "SELECT DISTINCT ?who { ?who rel:visits ?what }")
    assert "who" in frame.columns and len(frame)
    assert (
        "srcdoc"
        in shell.run_cell_magic("sparql", "store --graph", "SELECT ?who ?what { ?who rel:visits ?what }")._repr_html_()
    )
    assert len(shell.run_cell_magic("sparql", 'store source=Greece "target=Turkey"', "acts-toward"))
    assert "rel:visits" in shell.complete("rel:vis", "?who rel:vis", 12)[1]
    InteractiveShell.clear_instance()


OWN = """
@prefix kg: <https://w3id.org/bilateral-kg/ns#> . @prefix rel: <https://w3id.org/bilateral-kg/relation/> . @prefix actor: <https://w3id.org/bilateral-kg/actor/> .
@prefix topic: <https://w3id.org/bilateral-kg/topic/> . @prefix plover: <https://w3id.org/bilateral-kg/plover/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
rel:serenades a kg:Relation ; rdfs:label "serenades"@en ; kg:frame "serenade" ; kg:event plover:SUPPORT .
actor:ACME a kg:InternationalOrganization ; rdfs:label "Acme Pact"@en ; kg:country "IGO" .
topic:music a kg:Topic ; skos:prefLabel "music"@en ; kg:cue "serenaded" .
"""


def test_a_relation_an_actor_a_topic_and_a_question_without_programming(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "queries").mkdir(parents=True)
    (own / "mine.ttl").write_text(OWN, encoding="utf-8")
    (own / "queries" / "songs.rq").write_text(
        "# title: Songs\n# description: Who serenaded whom.\nSELECT ?who ?whom { ?who rel:serenades ?whom }\n",
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_text("The Acme Pact serenaded Oman on Monday.", encoding="utf-8")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("build", "a.txt", "--store", "s", "--ontology", "own")
    assert "Acme Pact" in run("query", "songs", "--store", "s", "--ontology", "own", "--format", "csv")
    assert "topic/music" in run("export", "--store", "s")
    assert "no faults" in run("validate", "--store", "s", "--ontology", "own")


def test_a_fault_in_ones_own_ontology_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("@prefix a: <http://x/> .\na:b a:c .\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", "queries", "--ontology", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 2 and "bad.ttl" in done.stderr and "line 2" in done.stderr
