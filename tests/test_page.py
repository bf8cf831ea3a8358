"""The page in a real browser: it asks nothing of any network, shows sentences, and keeps hostile text as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.analysis.network import to_network
from kg.model import Entity, EntityType, Evidence, Modality, Statement
from kg.pages import overview
from kg.store import Store
from kg.views.page import write_page

pytestmark = pytest.mark.browser

HOSTILE = [
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    "a\u2028b' \\ \"&amp;",
]


@pytest.fixture(scope="module")
def page(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    with Store(sample_store, read_only=True) as store:
        path.write_text(overview(store).html, encoding="utf-8")
    return path


def requests(browser: Any) -> list[str]:
    """The addresses that were asked for since the last look."""
    urls = []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            urls.append(message["params"]["request"]["url"])
    return [u for u in urls if not u.startswith(("file:", "data:", "blob:"))]


def open_page(browser: Any, path: Path) -> None:
    browser.get_log("performance")
    browser.get(path.as_uri())
    assert browser.execute_script("return typeof kg") == "object"


def test_nothing_is_asked_of_the_network_and_nothing_fails(browser: Any, page: Path) -> None:
    open_page(browser, page)
    assert requests(browser) == []
    assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []
    text = page.read_text(encoding="utf-8")
    assert "cdn" not in text.lower().replace("cdnjs_removed", "") or "https://cdn" not in text


def test_a_click_on_an_edge_shows_sentence_article_and_day(browser: Any, page: Path) -> None:
    open_page(browser, page)
    edge = browser.execute_script(
        "return kg.edges.getIds().find((k) => { const s = kg.data.statements.find((s) => s.from + '\\u0001' + s.to === k); return s.relation === 'signs' && s.sentence.includes('Asmara'); })"
    )
    browser.execute_script("kg.network.emit ? null : null; kg.selectEdge(arguments[0])", edge)
    detail = browser.find_element("id", "detail").text
    assert "signed a joint declaration of peace and friendship in Asmara on Monday" in detail
    assert "Ethiopia and Eritrea declare end of war" in detail and "2018-07-09" in detail


def test_a_real_click_on_a_node_shows_its_card(browser: Any, page: Path) -> None:
    from selenium.webdriver import ActionChains

    open_page(browser, page)
    spot = browser.execute_script(
        "const n = kg.data.nodes.slice().sort((a, b) => b.degree - a.degree)[0]; const p = kg.network.canvasToDOM(kg.network.getPositions([n.id])[n.id]); return [p.x, p.y, n.name]"
    )
    graph = browser.find_element("id", "graph")
    size = graph.size
    ActionChains(browser).move_to_element_with_offset(
        graph, spot[0] - size["width"] / 2, spot[1] - size["height"] / 2
    ).click().perform()
    assert browser.find_element("css selector", "#detail h2").text == spot[2]


def test_search_finds_an_actor(browser: Any, page: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    open_page(browser, page)
    box = browser.find_element("id", "search")
    box.send_keys("isaias" + Keys.ENTER)
    assert browser.find_element("css selector", "#detail h2").text == "Isaias Afwerki"


def test_filters_filter(browser: Any, page: Path) -> None:
    open_page(browser, page)
    before = browser.execute_script("return kg.visible().length")
    browser.find_element("css selector", "#by-modality input").click()  # actual
    shown = browser.execute_script("return kg.visible().map((s) => s.modality)")
    assert 0 < len(shown) < before and "actual" not in shown


def test_the_slider_hides_what_is_later(browser: Any, page: Path) -> None:
    open_page(browser, page)
    browser.execute_script(
        "const t = document.getElementById('time'); t.value = 0; t.dispatchEvent(new Event('input'))"
    )
    first = browser.execute_script("return document.getElementById('until').textContent")
    days = browser.execute_script("return kg.visible().map((s) => s.time || kg.data.articles[s.article].published)")
    assert days and all(d <= first for d in days if d)


def test_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    statements = []
    for i, evil in enumerate(HOSTILE):
        statements.append(
            Statement(
                Entity(evil, f"x:{i}", EntityType.PERSON),
                evil,
                Entity(f"b{evil}"),
                content=evil,
                modality=Modality.ACTUAL,
                speaker=Entity(evil),
                place=Entity(evil),
                evidence=(Evidence(evil, f"{evil} said", 0, 5),),
            )
        )
    path = tmp_path / "hostile.html"
    write_page(
        to_network(statements),
        path,
        HOSTILE[2],
        {HOSTILE[0]: {"title": HOSTILE[1], "published": None, "publisher": HOSTILE[2]}},
    )
    open_page(browser, path)
    for i in range(len(HOSTILE)):
        browser.execute_script("kg.select(arguments[0])", f"x:{i}")
    browser.execute_script("for (const e of kg.edges.getIds()) kg.selectEdge(e)")
    assert browser.execute_script("return window.hacked") is None
    assert browser.find_elements("css selector", "#detail img, #detail script, header img") == []
    assert requests(browser) == []
    assert HOSTILE[2] in browser.find_element("css selector", "h1").text


@pytest.mark.parametrize("width", [1280, 390])
def test_no_sideways_scrolling(browser: Any, page: Path, width: int) -> None:
    browser.set_window_size(width, 850)
    open_page(browser, page)
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth + 1")
    browser.set_window_size(1280, 900)
