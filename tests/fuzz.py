"""Coverage-guided fuzzing of the readers and the extractor with atheris (Linux): ``make fuzz``.

Each input goes to the reader of a format, and what it gives through the extractor. Whatever comes is an article or an
ArticleError; any other exception ends the run with the input that caused it, which belongs into the tests then.
"""

from __future__ import annotations

import io
import sys

import atheris

with atheris.instrument_imports(include=["kg"]):
    from kg.errors import ArticleError
    from kg.extract.pipeline import extract
    from kg.model import Article
    from kg.readers import sources

#: Inputs to begin with, one a format.
SEEDS = {
    ".txt": b"BEIJING, May 3 (Xinhua) -- Xi Jinping thanked Vladimir Putin on Monday, the Foreign Ministry said.",
    ".html": b"<html><head><title>Talks</title></head><body><article><p>Xi met Putin in Moscow on Monday, he said.</p></article></body></html>",
    ".jsonl": b'{"id": "a", "text": "China thanked Russia.", "published": "2023-05-03", "url": "http://a.example/1"}\n',
    ".xml": b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>Talks</title><description>Xi met Putin.</description></item></channel></rss>",
    ".warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 57\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Xi</html>\r\n\r\n",
}
_ENDINGS = sorted(SEEDS)


def one_input(data: bytes) -> None:
    """Read some bytes as the format that their first byte chooses, and extract from what they give."""
    if not data:
        return
    ending = _ENDINGS[data[0] % len(_ENDINGS)]
    stream = io.BufferedReader(io.BytesIO(data[1:]))  # type: ignore[arg-type]
    for outcome in sources.read_stream(stream, "fuzz", "fuzz", ending):
        if isinstance(outcome, ArticleError):
            continue
        assert isinstance(outcome, Article)
        failed: list[ArticleError] = []
        for found in extract([outcome], failed=failed):
            for s in found.statements:
                assert all(outcome.text[e.start : e.end] == e.sentence for e in s.evidence)
        assert not any("could not be read" in e.reason for e in failed), failed


def main() -> None:
    """Fuzz with libFuzzer's options from the command line; a folder named there keeps the inputs found."""
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
