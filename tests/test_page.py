"""The pages in a real browser: nothing is asked of any network, sentences are shown, and hostile text stays text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kg import pages
from kg.model import Article, Entity, EntityType, Evidence, Extraction, Modality, Statement
from kg.store import Store
from kg.views.page import page as make_page
from kg.views.reading import article_html, event_html

pytestmark = pytest.mark.browser

HOSTILE = [
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    "a\u2028b' \\ \"&amp;",
    "\u202eevil\u2066 ${1} {{ 7 * 7 }}",
]


@pytest.fixture(scope="module")
def page(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    with Store(sample_store, read_only=True) as store:
        path.write_text(pages.overview(store).html, encoding="utf-8")
    return path


def requests(browser: Any) -> list[str]:
    """The addresses that were asked for since the last look."""
    urls = []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            urls.append(message["params"]["request"]["url"])
    return [u for u in urls if not u.startswith(("file:", "data:", "blob:"))]


def open_page(browser: Any, path: Path, state: str = "") -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get("about:blank")
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(path.as_uri() + state)
    WebDriverWait(browser, 30).until(lambda b: b.execute_script("return typeof kg === 'object' && kg.ready === true"))


def run(browser: Any, script: str, *arguments: object) -> Any:
    return browser.execute_script(script, *arguments)


def node(browser: Any, name: str) -> int:
    return int(run(browser, "return kg.nodes.find((n) => n.name === arguments[0]).id", name))


def heading(browser: Any) -> str:
    return str(browser.find_element("css selector", "#detail h2").text)


def test_nothing_is_asked_of_the_network_and_nothing_fails(browser: Any, page: Path) -> None:
    open_page(browser, page)
    run(browser, "kg.go({type: 'ego', ids: [0]}); kg.$('apart').click(); kg.$('theme').click(); kg.$('home').click()")
    assert requests(browser) == []
    assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []


def test_it_opens_on_actors_with_their_names_and_no_hairball(browser: Any, page: Path) -> None:
    open_page(browser, page)
    kinds = run(browser, "return kg.visNodes.get().map((n) => kg.nodes[n.id].kind)")
    assert 5 <= len(kinds) <= 60 and "Phrase" not in kinds and "State" in kinds
    labels = run(browser, "return kg.visNodes.get().filter((n) => n.label).length")
    assert labels == len(kinds)
    apart = run(
        browser,
        "const p = Object.values(kg.network.getPositions()); let n = 0;"
        "p.forEach((a, i) => p.slice(i + 1).forEach((b) => { if (Math.hypot(a.x - b.x, a.y - b.y) < 25) n += 1 })); return n",
    )
    assert apart == 0


def test_a_line_shows_every_statement_with_sentence_words_article_and_day(browser: Any, page: Path) -> None:
    open_page(browser, page)
    run(browser, "kg.go({type: 'ego', ids: [arguments[0]]})", node(browser, "Abiy Ahmed"))
    line = run(browser, "return [...kg.lines].find(([k, list]) => list.some((s) => s.relation === 'signs'))[0]")
    run(browser, "kg.showLine(arguments[0])", line)
    detail = browser.find_element("id", "detail").text
    assert "signed a joint declaration of peace and friendship in Asmara on Monday" in detail
    assert "Ethiopia and Eritrea declare end of war" in detail and "2018-07-09" in detail
    marked = [m.text for m in browser.find_elements("css selector", "#detail mark")]
    assert "signed" in marked


def test_a_real_click_on_a_node_shows_its_card_and_a_double_click_what_is_around(browser: Any, page: Path) -> None:
    from selenium.webdriver import ActionChains

    open_page(browser, page)
    spot = run(
        browser,
        "const id = [...kg.ids].sort((a, b) => kg.nodes[b].degree - kg.nodes[a].degree)[0];"
        "const p = kg.network.canvasToDOM(kg.network.getPositions([id])[id]); return [p.x, p.y, kg.nodes[id].name]",
    )
    graph = browser.find_element("id", "graph")
    at = (spot[0] - graph.size["width"] / 2, spot[1] - graph.size["height"] / 2)
    ActionChains(browser).move_to_element_with_offset(graph, *at).click().perform()
    assert heading(browser) == spot[2]
    ActionChains(browser).move_to_element_with_offset(graph, *at).double_click().perform()
    assert run(browser, "return kg.view.type") == "ego"
    browser.find_element("id", "back").click()
    assert run(browser, "return kg.view.type") == "overview"


@pytest.mark.parametrize(
    ("typed", "found"), [("isaias", "Isaias Afwerki"), ("raul cas", "Raúl Castro"), ("U.S.", "United States")]
)
def test_search_completes_and_finds_any_name(browser: Any, page: Path, typed: str, found: str) -> None:
    from selenium.webdriver.common.keys import Keys

    open_page(browser, page)
    box = browser.find_element("id", "search")
    box.send_keys(typed)
    assert found in browser.find_element("id", "hits").text
    box.send_keys(Keys.ARROW_DOWN + Keys.ENTER)
    assert heading(browser) == found


def test_search_says_when_nobody_is_called_so(browser: Any, page: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    open_page(browser, page)
    browser.find_element("id", "search").send_keys("zzzz" + Keys.ENTER)
    assert "Nobody here is called" in browser.find_element("id", "detail").text


def test_filters_filter(browser: Any, page: Path) -> None:
    open_page(browser, page)
    before = run(browser, "return kg.shown.length")
    browser.find_element("css selector", "#by-modality input[data-value=actual]").click()
    shown = run(browser, "return kg.shown.map((s) => s.modality)")
    assert 0 < len(shown) < before and "actual" not in shown
    browser.find_element("id", "reset").click()
    assert run(browser, "return kg.shown.length") == before
    for key, field in (("topic", "return kg.shown.every((s) => s.topics.includes(kg.filters.topic))"), ("speaker", "return kg.shown.every((s) => kg.nameOf(s.speaker) === kg.filters.speaker)"),
                       ("relation", "return kg.shown.every((s) => s.relation === kg.filters.relation)"), ("article", "return kg.shown.every((s) => s.articles.has(Number(kg.filters.article)))")):  # fmt: skip
        run(
            browser,
            f"const s = kg.$('by-{key}'); s.value = s.options[s.options.length - 1].value; s.dispatchEvent(new Event('change'))",
        )
        assert 0 < run(browser, "return kg.shown.length") < before and run(browser, field), key
        browser.find_element("id", "reset").click()


def test_the_slider_hides_what_is_later(browser: Any, page: Path) -> None:
    open_page(browser, page)
    run(browser, "const t = kg.$('until'); t.value = 3; t.dispatchEvent(new Event('input'))")
    last = run(browser, "return kg.days[3]")
    days = run(browser, "return kg.shown.map((s) => s.day).filter(Boolean)")
    assert days and all(d <= last for d in days)
    assert last in browser.find_element("id", "span").text


def test_what_is_less_important_comes_on_demand(browser: Any, page: Path) -> None:
    open_page(browser, page)
    run(browser, "const t = kg.$('level'); t.value = 5; t.dispatchEvent(new Event('input'))")
    assert run(browser, "return kg.visNodes.length") == 5


def test_lines_are_bundled_or_apart(browser: Any, page: Path) -> None:
    open_page(browser, page)
    run(browser, "kg.go({type: 'ego', ids: [arguments[0]]})", node(browser, "Bolivia"))
    bundled = run(browser, "return kg.visEdges.length")
    browser.find_element("id", "apart").click()
    assert run(browser, "return kg.visEdges.length") > bundled
    assert run(
        browser,
        "return kg.visEdges.get().every((e) => kg.lines.get(e.id).every((s) => s.relation === kg.lines.get(e.id)[0].relation))",
    )


def test_planned_and_claimed_lines_are_dashed(browser: Any, page: Path) -> None:
    open_page(browser, page)
    assert run(
        browser, "return kg.visEdges.get().every((e) => Boolean(e.dashes) === !kg.lines.get(e.id).some(kg.firm))"
    )
    assert run(browser, "return kg.visEdges.get().some((e) => e.dashes) && kg.visEdges.get().some((e) => !e.dashes)")


def test_a_link_restores_the_state(browser: Any, page: Path) -> None:
    open_page(browser, page)
    run(
        browser,
        "kg.filterBy('topic', kg.data.topics[0]); kg.go({type: 'ego', ids: [arguments[0]]})",
        node(browser, "Barack Obama"),
    )
    state = run(browser, "return location.hash")
    shown = run(browser, "return kg.shown.length")
    open_page(browser, page, state)
    assert run(browser, "return [kg.view.type, kg.shown.length]") == ["ego", shown]
    assert heading(browser) == "Barack Obama"
    open_page(browser, page, "#%7Bnonsense")
    assert run(browser, "return kg.view.type") == "overview"


def test_pictures_and_table_can_be_saved(browser: Any, page: Path) -> None:
    import xml.etree.ElementTree as ET

    open_page(browser, page)
    assert run(browser, "return kg.asPng().startsWith('data:image/png;base64,') && kg.asPng().length > 5000")
    picture = ET.fromstring(run(browser, "return kg.asSvg()"))
    texts = {t.text for t in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert "United States" in texts
    rows = list(csv.DictReader(io.StringIO(run(browser, "return kg.asCsv()").lstrip("\ufeff"))))
    assert len(rows) == run(browser, "return kg.shown.length") and rows[0]["sentence"]


def test_the_page_of_two_has_a_timeline(browser: Any, sample_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "dyad.html"
    with Store(sample_store, read_only=True) as store:
        path.write_text(pages.dyad(store, "United States", "Kenya").html, encoding="utf-8")
    open_page(browser, path)
    assert run(browser, "return kg.view.type") == "dyad"
    names = run(browser, "return kg.visNodes.get().map((n) => kg.nodes[n.id].name)")
    assert {"United States", "Kenya", "Joe Biden", "William Ruto"} <= set(names)
    bars = browser.find_elements("css selector", "#timeline g")
    assert bars
    run(browser, "document.querySelector('#timeline g').dispatchEvent(new Event('click'))")
    assert "2024-05" in heading(browser)


def test_the_page_of_one_opens_on_it(browser: Any, sample_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "ego.html"
    with Store(sample_store, read_only=True) as store:
        path.write_text(pages.ego(store, "Angela Merkel").html, encoding="utf-8")
    open_page(browser, path)
    assert heading(browser) == "Angela Merkel" and run(browser, "return kg.view.type") == "ego"


def test_the_page_of_an_article_marks_its_sentences(browser: Any, sample_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "article.html"
    with Store(sample_store, read_only=True) as store:
        text = store.extraction("us-cuba-2014-12-17").article.text
        path.write_text(pages.article_page(store, "us-cuba-2014-12-17").html, encoding="utf-8")
    browser.get(path.as_uri())
    assert run(browser, "return document.getElementById('text').textContent") == text
    found = browser.find_elements("css selector", "#text .found")
    found[0].click()
    assert browser.find_elements("css selector", ".group.on")


def test_the_page_of_an_event_tells_who_when_and_where(sample_store: Path, browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "event.html"
    with Store(sample_store, read_only=True) as store:
        name = next(
            e.name for x in store.extractions() for e in x.events if e.name.startswith("meeting of Angela Merkel")
        )
        path.write_text(pages.event_page(store, name).html, encoding="utf-8")
    browser.get(path.as_uri())
    body = browser.find_element("tag name", "body").text
    assert "Naftali Bennett" in body and "2021-10-10" in body and "met" in body


def hostile() -> Extraction:
    statements = []
    text = " ".join(HOSTILE)
    for i, evil in enumerate(HOSTILE):
        start = text.index(evil)
        statements.append(
            Statement(
                Entity(evil, f"x:{i}", EntityType.PERSON), evil, Entity(f"b{evil}"), content=evil, modality=Modality.ACTUAL, speaker=Entity(evil),
                place=Entity(evil), topics=(evil,), event_id="x:e", evidence=(Evidence(evil, evil, start, start + len(evil), ((start, start + 3),)),),
            )
        )  # fmt: skip
    return Extraction(
        Article(
            HOSTILE[0],
            text,
            title=HOSTILE[1],
            publisher=HOSTILE[2],
            author=HOSTILE[3],
            url="javascript:window.hacked=1",
        ),
        tuple(statements),
    )


def test_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(make_page([hostile()], HOSTILE[2], links=True), encoding="utf-8")
    open_page(browser, path)
    run(
        browser,
        "kg.nodes.forEach((n) => kg.showNode(n.id)); kg.go({type: 'ego', ids: [0]}); for (const k of kg.lines.keys()) kg.showLine(k)",
    )
    run(
        browser,
        "const b = kg.$('search'); b.value = 'script'; b.dispatchEvent(new Event('input')); kg.asSvg(); kg.asCsv()",
    )
    assert run(browser, "return window.hacked") is None
    assert browser.find_elements("css selector", "#detail img, #detail script, header img, #hits img") == []
    assert browser.find_elements("css selector", "a[href^='javascript']") == []
    assert requests(browser) == []
    assert HOSTILE[2] in browser.find_element("css selector", "h1").text
    import xml.etree.ElementTree as ET

    ET.fromstring(run(browser, "return kg.asSvg()"))


def test_hostile_text_stays_text_on_pages_to_read(browser: Any, tmp_path: Path) -> None:
    from kg.model import Event

    event = Event("x:e", HOSTILE[2], participants=(Entity(HOSTILE[0]),), place=Entity(HOSTILE[1]))
    for html in (article_html(hostile(), links=True), event_html(event, [hostile()], links=True)):
        path = tmp_path / "reading.html"
        path.write_text(html, encoding="utf-8")
        browser.get(path.as_uri())
        assert run(browser, "return window.hacked") is None
        assert browser.find_elements("css selector", "img, a[href^='javascript'], body script[src]") == []
        assert HOSTILE[0] in browser.find_element("tag name", "body").text


@pytest.mark.parametrize("width", [1280, 390])
def test_no_sideways_scrolling(browser: Any, page: Path, width: int) -> None:
    size = {"width": width, "height": 850, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    open_page(browser, page)
    assert run(browser, "return document.documentElement.scrollWidth <= window.innerWidth + 1")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.slow
def test_ten_thousand_entities_stay_usable(browser: Any, tmp_path: Path) -> None:
    import random

    chance = random.Random(3)
    states = ["USA", "CHN", "RUS", "FRA", "DEU", "IND", "BRA", "ZAF", "JPN", "EGY"]
    people = [Entity(f"Person {i}", f"x:{i}", EntityType.PERSON, chance.choice(states)) for i in range(10_000)]
    extractions = []
    for a in range(300):
        text = " ".join(
            f"Sentence number {i} of article {a} says that somebody met somebody else somewhere." for i in range(100)
        )
        statements = []
        for i in range(100):
            start = text.index(f"Sentence number {i} ")
            who, whom = (people[int(10_000 * chance.random() ** 2)] for _ in range(2))
            statements.append(
                Statement(
                    who,
                    chance.choice(["meets", "thanks", "accuses"]),
                    whom,
                    evidence=(Evidence(f"a{a}", text[start : start + 80], start, start + 80),),
                )
            )
        extractions.append(Extraction(Article(f"a{a}", text), tuple(statements)))
    html = make_page(extractions, "Many")
    path = tmp_path / "many.html"
    path.write_text(html, encoding="utf-8")
    assert path.stat().st_size < 15_000_000
    open_page(browser, path)
    assert run(browser, "return kg.statements.length") == 30_000
    assert run(browser, "return kg.visNodes.length") <= 300
    taken = run(browser, "const t = performance.now(); kg.go({type: 'ego', ids: [0]}); return performance.now() - t")
    assert taken < 5000, "a click is answered within seconds, whatever the machine"
