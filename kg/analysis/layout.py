"""Where to draw the nodes of a network, computed beforehand: states as anchors with their people and bodies around them.

States are laid out by a force layout (networkx's Fruchterman-Reingold) over the ties between their members, circles that
overlap are pushed apart, and the members of each are set around it on a sunflower spiral, the best connected inside
(H. Vogel, "A better way to construct the sunflower head", Mathematical Biosciences 44, 1979, 179-189). What belongs to no
state is drawn beside those it is tied to. Everything is deterministic.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from typing import Any

import networkx as nx
import numpy as np

_GOLDEN = math.pi * (3 - math.sqrt(5))
_GAP = 95.0
#: Screens are wider than high.
_STRETCH = 1.35

Places = dict[str, tuple[float, float]]


def positions(graph: Any) -> Places:
    """The place of each node of a network whose nodes have ``kind`` and ``country``.

    >>> graph = nx.MultiDiGraph([("a", "b"), ("b", "c")])
    >>> nx.set_node_attributes(graph, {"a": {"kind": "State", "country": "USA"}, "b": {"kind": "Person", "country": "USA"}})
    >>> sorted(positions(graph)), positions(graph) == positions(graph)
    (['a', 'b', 'c'], True)
    """
    home = {n: _home(n, d) for n, d in graph.nodes(data=True)}
    clusters: dict[str, list[str]] = defaultdict(list)
    degree = dict(graph.degree())
    for node in sorted(graph.nodes):
        if home[node] is not None:
            clusters[str(home[node])].append(node)
    for members in clusters.values():
        members.sort(key=lambda n: (graph.nodes[n].get("kind") != "State", -degree[n], str(n)))
    centres = _centres(graph, home, clusters)
    places: Places = {}
    for name, members in clusters.items():
        x, y = centres[name]
        turn = _angle(name)
        for i, node in enumerate(members):
            r = 0.0 if i == 0 else _GAP * math.sqrt(i + 0.4)
            places[node] = (x + r * math.cos(turn + i * _GOLDEN) * _STRETCH, y + r * math.sin(turn + i * _GOLDEN))
    _set_loose(graph, places)
    return places


def _home(node: str, attributes: dict[str, Any]) -> str | None:
    """The cluster of a node: its state, or itself for an actor of none; None for what is no actor."""
    country = attributes.get("country") or ""
    if attributes.get("kind") in ("Phrase", "Document", "Event", "Place", None):
        return None
    return str(node) if country in ("", "IGO", "NGO", "IMG") else country


def _centres(graph: Any, home: dict[str, str | None], clusters: dict[str, list[str]]) -> Places:
    ties: Any = nx.Graph()
    ties.add_nodes_from(sorted(clusters))
    for u, v in graph.edges():
        a, b = home[u], home[v]
        if a is not None and b is not None and a != b:
            weight = ties.edges[a, b]["weight"] + 1 if ties.has_edge(a, b) else 1
            ties.add_edge(a, b, weight=weight)
    for _, _, d in ties.edges(data=True):
        d["weight"] = 1 + math.log(d["weight"])
    parts = sorted(nx.connected_components(ties), key=lambda part: (-len(part), min(part)))
    radius = {name: _GAP * (0.7 + math.sqrt(len(members))) for name, members in clusters.items()}
    return _packed([_laid_out(ties.subgraph(sorted(part)), radius) for part in parts], radius)


def _laid_out(part: Any, radius: dict[str, float]) -> Places:
    """The centres of the circles of one connected part: a force layout, and what overlaps pushed apart."""
    names = list(part)
    n = len(names)
    if n == 1:
        return {names[0]: (0.0, 0.0)}
    radii = np.array([radius[name] for name in names])
    laid = nx.spring_layout(part, k=1.4 / math.sqrt(n), iterations=150 if n < 300 else 40, seed=7)
    xy = np.array([laid[name] for name in names]) * float(np.sqrt((radii**2).sum()))
    for _ in range(250):
        apart = xy[:, None, :] - xy[None, :, :]
        distance = np.sqrt((apart**2).sum(axis=2)) + np.eye(n)
        overlap = np.clip(radii[:, None] + radii[None, :] - distance, 0, None) * (1 - np.eye(n))
        if overlap.max() < 1:
            break
        xy += (apart / distance[:, :, None] * overlap[:, :, None] * 0.25).sum(axis=1)
    return {name: (float(x) * _STRETCH, float(y)) for name, (x, y) in zip(names, xy, strict=True)}


def _packed(parts: list[Places], radius: dict[str, float]) -> Places:
    """Parts side by side on shelves, in a frame somewhat wider than high."""
    boxes = []
    for part in parts:
        left = min(x - radius[n] * _STRETCH for n, (x, _) in part.items())
        right = max(x + radius[n] * _STRETCH for n, (x, _) in part.items())
        top = min(y - radius[n] for n, (_, y) in part.items())
        bottom = max(y + radius[n] for n, (_, y) in part.items())
        boxes.append((part, left, top, right - left, bottom - top))
    frame = max(
        [math.sqrt(sum(w * h for *_, w, h in boxes) * _STRETCH * 1.15), *(w for *_, w, _ in boxes)], default=0.0
    )
    found: Places = {}
    x = y = shelf = 0.0
    for part, left, top, width, height in boxes:
        if x > 0 and x + width > frame:
            x, y, shelf = 0.0, y + shelf, 0.0
        for name, (px, py) in part.items():
            found[name] = (x + px - left, y + py - top)
        x += width
        shelf = max(shelf, height)
    return found


def _set_loose(graph: Any, places: Places) -> None:
    """Set what belongs to no state beside those it is tied to, or, tied to nobody, below everything."""
    loose = [n for n in sorted(graph.nodes) if n not in places]
    lowest = max((y for _, y in places.values()), default=0.0) + 2 * _GAP
    fixed = dict(places)
    for i, node in enumerate(loose):
        near = [fixed[m] for m in (*graph.predecessors(node), *graph.successors(node)) if m in fixed]
        angle, r = _angle(node), _GAP * (0.55 + 0.45 * (i % 3))
        if near:
            x, y = sum(p[0] for p in near) / len(near), sum(p[1] for p in near) / len(near)
        else:
            x, y, r = (i % 12) * _GAP * 2, lowest + (i // 12) * _GAP, 0.0
        places[node] = (x + r * math.cos(angle) * _STRETCH, y + r * math.sin(angle))


def _angle(name: str) -> float:
    return int(hashlib.sha1(name.encode()).hexdigest()[:6], 16) / 0xFFFFFF * 2 * math.pi
