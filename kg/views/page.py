"""The interactive page of a network: one HTML file that asks nothing of any network.

pyvis turns the graph into vis-network's data and brings vis-network itself; the page around it is ours. All text of
articles reaches the page as JSON data and is set as text, never as markup.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.analysis.network import most_important, positions
from kg.vocab.ontology import load_ontology

_ASSETS = Path(__file__).parent / "assets"
#: The most nodes that a page shows at once; what is less connected is left out and said so.
MAX_NODES = 300

#: Okabe and Ito's colours, told apart with any colour vision, by kind of node.
_SHAPES = {
    "State": ("#0072B2", "dot"),
    "Person": ("#E69F00", "dot"),
    "GovernmentBody": ("#56B4E9", "square"),
    "InternationalOrganization": ("#009E73", "square"),
    "NonGovernmentalOrganization": ("#009E73", "square"),
    "Organization": ("#009E73", "square"),
    "Company": ("#009E73", "square"),
    "PoliticalParty": ("#CC79A7", "square"),
    "PoliticalOrganization": ("#CC79A7", "square"),
    "ArmedGroup": ("#D55E00", "triangle"),
    "Group": ("#F0E442", "dot"),
    "Place": ("#999999", "diamond"),
    "Event": ("#8C6BB1", "star"),
    "Document": ("#8C6BB1", "square"),
    "Phrase": ("#BBBBBB", "dot"),
}
_FIELDS = (
    "relation",
    "content",
    "modality",
    "negated",
    "speaker",
    "time",
    "place",
    "event",
    "score",
    "confidence",
    "quoted",
    "sentence",
    "article",
    "start",
    "end",
)


def page(
    graph: Any, title: str, articles: dict[str, dict[str, str | None]] | None = None, limit: int = MAX_NODES
) -> str:
    """The HTML of a page that shows a network.

    ``articles`` gives title, date and publisher of each article by id. The graph is not changed.

    >>> import networkx as nx
    >>> html = page(nx.MultiDiGraph([("<b>", "a")]), "A <test>")
    >>> "https://" in html.split("<script")[0], "<b>" in html.split("</title>")[1][:3000]
    (False, False)
    """
    import jinja2

    shown = most_important(graph, limit)
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_ASSETS), autoescape=True)
    return environment.get_template("page.html").render(
        title=title,
        total=graph.number_of_nodes(),
        shown=shown.number_of_nodes(),
        style=_asset("page.css"),
        library=_vis_network(),
        script=_asset("page.js"),
        data=_json(_data(shown, articles or {})),
    )


def write_page(
    graph: Any, path: Path, title: str, articles: dict[str, dict[str, str | None]] | None = None, limit: int = MAX_NODES
) -> None:
    """Write the page of a network to a file in UTF-8."""
    path.write_text(page(graph, title, articles, limit), encoding="utf-8")


def _data(graph: Any, articles: dict[str, dict[str, str | None]]) -> dict[str, Any]:
    network = _pyvis(graph)
    nodes, edges, *_ = network.get_network_data()
    quads = {name: event.quad for name, event in load_ontology().event_types.items()}
    statements = [
        {
            "from": u,
            "to": v,
            "quad": quads.get(d.get("event") or "", ""),
            **{k: d.get(k) for k in _FIELDS},
            "evidence": d.get("evidence", []),
        }
        for u, v, d in graph.edges(data=True)
    ]
    used = {s["article"] for s in statements}
    return {
        "nodes": nodes,
        "edges": edges,
        "statements": statements,
        "articles": {k: v for k, v in articles.items() if k in used},
        "legend": {kind: colour for kind, (colour, _) in _SHAPES.items()},
    }


def _pyvis(graph: Any) -> Any:
    """The graph in pyvis: a node an entity at its computed place, an edge a pair with all its statements."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    places = positions(graph)
    degree = dict(graph.degree())
    top = max(degree.values(), default=1)
    for node, d in graph.nodes(data=True):
        kind = d.get("kind", "Phrase")
        colour, shape = _SHAPES.get(kind, _SHAPES["Phrase"])
        label = str(d.get("label", node))
        x, y = places[node]
        network.add_node(
            node,
            label=label if len(label) < 34 else label[:32] + "…",
            name=label,
            kind=kind,
            country=d.get("country", ""),
            color=colour,
            shape=shape,
            size=8 + 22 * (degree[node] / top) ** 0.5,
            x=round(x, 1),
            y=round(y, 1),
            degree=degree[node],
        )
    pairs: dict[tuple[Any, Any], int] = {}
    for u, v in graph.edges():
        pairs[u, v] = pairs.get((u, v), 0) + 1
    for (u, v), count in pairs.items():
        network.add_edge(u, v, count=count)
    return network


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _vis_network() -> str:
    """vis-network as pyvis ships it, fit to stand inside a page."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    found = sorted(folder.glob("vis-*/vis-network.min.js"))[-1]
    return found.read_text(encoding="utf-8").replace("</script", "<\\/script")


def _json(data: Any) -> str:
    """JSON that can stand inside a script element: no "<", no line separators."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
