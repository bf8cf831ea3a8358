"""The interactive page: one HTML file that asks nothing of any network.

pyvis brings vis-network and makes its nodes; the page around it is ours. All text of articles reaches the page as JSON data
and is set as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.model import Extraction
from kg.views.data import as_script, page_data

ASSETS = Path(__file__).parent / "assets"
_SCRIPTS = ("model.js", "graph.js", "cards.js", "app.js")


def page(
    extractions: Iterable[Extraction],
    title: str,
    *,
    focus: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    links: bool = False,
) -> str:
    """The HTML of a page about some articles with their statements.

    ``focus`` are the keys of the one entity, or the two, that the page opens on. ``names`` gives what to call entities by
    IRI. With ``links`` the page leads to the other pages of ``kg serve``.

    >>> from kg.model import Article, Entity, Statement
    >>> html = page([Extraction(Article("a", "…"), (Statement(Entity("<b>"), "thanks", Entity("x")),))], "A <test>")
    >>> "https://" in html.split("<script")[0], "<b>" in html.split("</title>")[1][:3000]
    (False, False)
    """
    import jinja2

    data = page_data(extractions, dict(names or {}))
    numbers = {n.get("iri", n["name"]): n["id"] for n in data["nodes"]}
    data["focus"] = [numbers[key] for key in focus if key in numbers]
    data["links"] = links
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(ASSETS), autoescape=True)
    return environment.get_template("page.html").render(
        title=title,
        style=asset("page.css"),
        library=_vis_network(),
        scripts=[asset(name) for name in _SCRIPTS],
        data=as_script(data),
    )


def asset(name: str) -> str:
    """The text of a file of the pages' assets."""
    return (ASSETS / name).read_text(encoding="utf-8")


def _vis_network() -> str:
    """vis-network as pyvis ships it, fit to stand inside a page."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    found = sorted(folder.glob("vis-*/vis-network.min.js"))[-1]
    return found.read_text(encoding="utf-8").replace("</script", "<\\/script")
