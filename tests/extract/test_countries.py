"""Which states an article is about."""

from __future__ import annotations

import pytest

from kg.extract.pipeline import extract
from kg.model import Article


def about(text: str) -> set[str]:
    (found,) = extract([Article("a", text)])
    return set(found.countries)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("China and France hold talks\n\nThe French president arrived in Beijing on Monday.", {"CHN", "FRA"}),
        ("VENEZUELA PROBES FRAUD\n\nBanking authorities opened an inquiry on Friday.", {"VEN"}),
        ("Honda to build cars\n\nHonda Motor <7267.T> said it would build more cars.", {"JPN"}),
        ("Sales rise\n\nThe firm said profit rose to 26 pence a share.", {"GBR"}),
        ("Aid for Niger\n\nNiger will get 20 million dollars for its farmers.", {"NER"}),
        ("Prices rise\n\nPrices went up, they said.", set()),
    ],
)
def test_names_companies_and_money_tell(text: str, states: set[str]) -> None:
    assert about(text) == states


def test_what_is_named_in_passing_is_no_subject() -> None:
    body = "Japan and South Korea met again. Seoul thanked Tokyo. Japanese and South Korean officials agreed. " * 3
    assert about(f"Japan and South Korea meet\n\n{body}An observer from Peru was there.") == {"JPN", "KOR"}
