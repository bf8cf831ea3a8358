"""Benchmarks: what our components cost beside the bare spaCy pipeline, and the store beside the extraction.

Run with ``make bench``. Prints ratios from one run; the seconds of this machine mean nothing elsewhere.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from kg.building import Report, build, read_articles
from kg.extract.pipeline import _PLAIN, DEFAULT_MODEL, extract, load_pipeline
from kg.model import Article
from kg.pages import overview
from kg.store import Store
from kg.store.questions import Question
from kg.store.writing import BackgroundWriter

HERE = Path(__file__).parent


def corpus(times: int = 4) -> list[Article]:
    """The sample and gold articles, several times over."""
    found = list(read_articles([HERE / "gold" / "articles", HERE.parent / "kg" / "samples"], Report()))
    return [Article(f"{a.id}-{i}", a.text, published=a.published) for i in range(times) for a in found]


def best(run: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def interleaved(first: Callable[[], object], second: Callable[[], object], rounds: int = 9) -> tuple[float, float]:
    """The shortest times of two things done in turn, so that what else the machine does falls on both."""
    pairs = [(best(first, 1), best(second, 1)) for _ in range(rounds)]
    return min(a for a, _ in pairs), min(b for _, b in pairs)


def extraction_cost(articles: list[Article], rounds: int = 9) -> float:
    """Time of our components as a share of the bare pipeline's on the same articles."""
    bare = spacy.load(DEFAULT_MODEL)
    load_pipeline()
    texts = [a.text.translate(_PLAIN) for a in articles]
    alone, ours = interleaved(lambda: list(bare.pipe(texts, batch_size=8)), lambda: list(extract(articles)), rounds)
    return ours / alone - 1


def store_cost(rounds: int = 5) -> float:
    """What a build takes beyond the extraction, as a share of the extraction's time."""
    articles = corpus(10)

    def extracting() -> None:
        for _ in extract(articles):
            pass

    def building() -> None:
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s") as store:
            store.flush()  # the ontology, written once when a store is made
            start[0] = time.perf_counter()
            with BackgroundWriter(store, "benchmark") as writer:
                for extraction in extract(articles):
                    writer.put(extraction)
            store.flush()
            taken.append(time.perf_counter() - start[0])

    start, taken = [0.0], []
    alone = []
    for _ in range(rounds):
        alone.append(best(extracting, 1))
        building()
    return min(taken) / min(alone) - 1


def workers_gain(sources: list[Path]) -> float:
    """How many times faster a build is with two processes than with one, their start and all else counted in."""

    def building(workers: int) -> None:
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s") as store:
            for _ in build(sources, store, Report(), workers=workers):
                pass

    alone, together = interleaved(lambda: building(1), lambda: building(2), 1)
    return alone / together


def real_load(size: int = 6000) -> None:
    """Print what a part of the Reuters corpus of ``make corpus`` shows: real articles, in the order of their days."""
    from tests.corpus import CORPUS, countries_found

    if not CORPUS.is_file():
        print("Reuters-21578: not here; make corpus fetches it")
        return
    recall, precision = countries_found()
    print(f"Reuters, states found against the places tags of 2,000: recall {recall:.3f}, precision {precision:.3f}")
    with tempfile.TemporaryDirectory() as folder, CORPUS.open(encoding="utf-8") as stream:
        part = Path(folder) / "part.jsonl"
        part.write_text("".join(itertools.islice(stream, size)), encoding="utf-8")
        articles = list(read_articles([part], Report()))
        print(f"Reuters, our components / bare pipeline:  {extraction_cost(articles[:500], 5):.2f}")
        print(f"Reuters, two processes, times faster:     {workers_gain([part]):.2f} over {size} articles")
        with Store(Path(folder) / "s") as store:
            started, report = time.perf_counter(), Report()
            for _ in build([part], store, report, workers=2):
                pass
            taken = time.perf_counter() - started
            bytes_ = sum(f.stat().st_size for f in (Path(folder) / "s").iterdir())
            print(
                f"Reuters, two processes: {taken / report.seen * 1000:.0f} ms an article, {report.statements / report.articles:.1f} statements "
                f"and {bytes_ / report.articles / 1000:.0f} kB of store an article, {len(store.graph) / report.articles:.0f} quads"
            )
            started = time.perf_counter()
            page = overview(store)
            print(
                f"Reuters, page of everything: {len(page.html) / 1e6:.1f} MB in {time.perf_counter() - started:.1f} s"
            )


def million(folder: Path, quads: int = 1_000_000) -> None:
    """A store of about a million quads: the sample and gold articles over and over, on other days."""
    import datetime as dt
    from dataclasses import replace

    from kg.model import Extraction, TimeSpan

    extractions = list(extract(corpus(1)))
    with Store(folder) as store:
        written = 0
        number = 0
        while written < quads:
            batch = []
            for x in extractions:
                number += 1
                shift = dt.timedelta(days=number % 3000)
                name = f"{x.article.id}-{number}"
                statements = tuple(
                    replace(
                        s,
                        time=TimeSpan.of((s.time.start - shift).isoformat()) if s.time else None,
                        evidence=tuple(replace(e, article=name) for e in s.evidence),
                    )
                    for s in x.statements
                )
                batch.append(store.quads_of(Extraction(replace(x.article, id=name), statements, x.events), "benchmark"))
            store.graph.bulk_extend([q for _, graph in batch for q in graph])
            written += sum(len(graph) for _, graph in batch)


def query_ratios() -> dict[str, tuple[float, float]]:
    """For each named question over a million quads: our time over bare pyoxigraph's on the same text, and that in seconds."""
    import shlex

    from kg.store.questions import questions
    from kg.store.sparql import bind, with_prefixes

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        million(Path(folder) / "s")
        with Store(Path(folder) / "s", read_only=True) as store:
            for q in questions():
                given = dict(w.split("=", 1) for w in shlex.split(q.examples[0])[3:] if "=" in w)
                text = with_prefixes(bind(q.text, q.terms(given, store.find)))

                def ours(q: Question = q, given: dict[str, str] = given) -> None:
                    store.ask(q, given)

                def bare(text: str = text) -> None:
                    result = store.graph.query(text, use_default_graph_as_union=True)
                    for _ in result:  # type: ignore[union-attr]
                        pass

                rounds = 2 if best(bare, 1) > 0.5 else 7
                mine, native = interleaved(ours, bare, rounds)
                found[q.name] = (mine / native, native)
    return found


def cold_start(rounds: int = 7) -> float:
    """``kg --help`` beside the import of its libraries alone."""
    import subprocess
    import sys

    def run(*arguments: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=True)

    ours, bare = interleaved(run("-m", "kg.cli", "--help"), run("-c", "import typer, rich"), rounds)
    return ours / bare


def memory_growth(few: int = 20, many: int = 100) -> float:
    """Peak memory of a build of five times the articles, relative to that of the articles once."""
    import json
    import subprocess
    import sys

    code = "import resource, sys; from kg.cli import app; app(sys.argv[1:], standalone_mode=False); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    peaks = []
    for times in (few, many):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "a.jsonl"
            source.write_text(
                "".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in corpus(times)), encoding="utf-8"
            )
            command = [sys.executable, "-c", code, "build", str(source), "--store", str(Path(folder) / "s")]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            peaks.append(int(done.stdout.split()[-1]))
    return peaks[1] / peaks[0]


def main() -> None:
    """Print the ratios."""
    print(f"our components / bare spaCy pipeline: {extraction_cost(corpus()):.2f}")
    print(f"writing to the store / extraction:    {store_cost():.3f}")
    print(f"peak memory, 5 x the articles / once: {memory_growth():.2f}")
    print(f"kg --help / import typer, rich:       {cold_start():.2f}")
    real_load()
    ratios = query_ratios()
    mine = sum(ratio * native for ratio, native in ratios.values())
    print(f"questions / bare pyoxigraph, a million quads: {mine / sum(n for _, n in ratios.values()):.2f} together")
    for name, (ratio, native) in sorted(ratios.items(), key=lambda x: -x[1][0]):
        print(f"  {name:20} {ratio:.2f}  ({native * 1000:.1f} ms)")


if __name__ == "__main__":
    main()
