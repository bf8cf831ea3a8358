"""Benchmarks: what our components cost beside the bare spaCy pipeline, and the store beside the extraction.

Run with ``make bench``. Prints ratios from one run; the seconds of this machine mean nothing elsewhere.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from kg.building import Report, read_articles
from kg.extract.pipeline import _PLAIN, DEFAULT_MODEL, extract, load_pipeline
from kg.model import Article
from kg.store import Store

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


def extraction_cost() -> float:
    """Time of our components as a share of the bare pipeline's on the same articles."""
    articles = corpus()
    bare = spacy.load(DEFAULT_MODEL)
    load_pipeline()
    texts = [a.text.translate(_PLAIN) for a in articles]
    alone, ours = interleaved(lambda: list(bare.pipe(texts, batch_size=8)), lambda: list(extract(articles)))
    return ours / alone - 1


def store_cost() -> float:
    """Time of writing to the store as a share of the time of extraction."""
    articles = corpus(2)
    extractions = list(extract(articles))
    extracting = best(lambda: list(extract(articles)), 2)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s") as store:
        start = time.perf_counter()
        for extraction in extractions:
            store.add(extraction, "benchmark")
        writing = time.perf_counter() - start
    return writing / extracting


def memory_growth() -> float:
    """Peak memory after twelve rounds of the articles, relative to that after four."""
    list(extract(corpus(4)))
    first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in extract(corpus(12)):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / first


def main() -> None:
    """Print the ratios."""
    print(f"our components / bare spaCy pipeline: {extraction_cost():.2f}")
    print(f"writing to the store / extraction:    {store_cost():.3f}")
    print(f"peak memory, 3 x the articles / once: {memory_growth():.2f}")


if __name__ == "__main__":
    main()
