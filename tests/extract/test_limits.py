"""What no article looks like is read in bounded time or refused with the reason; whatever is read keeps to its text."""

from __future__ import annotations

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.extract.pipeline import extract
from kg.model import Article, Extraction
from kg.text.limits import MAX_CHARACTERS, MAX_SENTENCE, MAX_WORD


def read(text: str) -> Extraction | ArticleError:
    failed: list[ArticleError] = []
    found = list(extract([Article("a", text)], failed=failed))
    assert len(found) + len(failed) == 1
    return found[0] if found else failed[0]


def names(count: int) -> list[str]:
    return [
        f"{'Ana Boris Chen Elena'.split()[i % 4]} Novak{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}"
        for i in range(count)
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("China thanked Russia. " * (MAX_CHARACTERS // 20), "split it"),
        ("x" * 2_000_000, "split it"),
        ("(" * 100_000 + "Xi met Putin", "a word of more than 10,000"),
        ("China met " + "a" * (MAX_WORD + 1), "a word of more than 10,000"),
    ],
    ids=["a million words", "one word", "brackets", "a long word"],
)
def test_beyond_the_limits_is_refused_with_the_reason(text: str, reason: str) -> None:
    found = read(text)
    assert isinstance(found, ArticleError) and reason in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "President Xi Jinping met " + ", ".join(names(10_000)) + " in Moscow.",
        "Xi Jinping met " + " and ".join(["Vladimir Putin"] * 3_000) + ".",
        "He said that " * 3_000 + "Xi met Putin.",
        "the minister of " * 3_000 + "Russia met Xi.",
        '" ' * 3_000 + "Xi met Putin.",
        "3 May 2023, " * 3_000,
        "Xi\u200b\u200d met\u0301 Putin. " * 1_000,
        "\U0001f600 " * 5_000 + "Xi met Putin.",
        "CHINA MEETS RUSSIA " * 3_000,
        "President of Russia Vladimir Putin: we met.\n" * 500,
        "\n" * 10_000 + "China thanked Russia." + " " * 10_000,
    ],
    ids=["ten thousand names", "and", "said that", "of", "quotes", "dates", "marks", "emoji", "capitals", "turns", "space"],
)  # fmt: skip
def test_what_nobody_writes_is_read_or_refused(text: str) -> None:
    read(text)


def test_a_sentence_that_is_a_list_does_not_hide_the_others() -> None:
    found = read(f"China thanked Russia.\n\nThere were {', '.join(names(MAX_SENTENCE))}.\n\nIran thanked Oman.")
    assert isinstance(found, Extraction)
    assert [s.subject.name for s in found.statements if s.relation == "thanks"] == ["China", "Iran"]


_PIECES = [
    "Xi Jinping", "Putin", "the Foreign Ministry", "Iran's", "U.S.", "met", "said that", "will not", "thanked", "and", "to", "in Geneva", ",", ".", "\n\n",
    '"', "”", "(", ")", "--", "on Monday", "3 May 2023", "he", "the two leaders", "<b>", "&amp;", "\u202e", "\u0301", "\u200b", "😀", "NATO", "’s", ":", "…",
]  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join) | st.text(max_size=200))
def test_statements_of_any_text_keep_to_it(text: str) -> None:
    found = read(text)
    assert isinstance(found, Extraction), found
    for s in found.statements:
        assert s.subject.name and s.relation and s.object.name and 0 <= s.confidence <= 1
        for e in s.evidence:
            assert text[e.start : e.end] == e.sentence
            assert all(e.start <= a < b <= e.end for a, b in e.marks)


def test_logs_hold_no_text_of_articles(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        read("The secretword minister of China thanked Russia. " * 3)
        read("(" * 20_000 + " secretword")
    out, err = capfd.readouterr()
    assert "secretword" not in caplog.text + out + err
