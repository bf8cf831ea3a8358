"""Plots (the ``notebook`` extra: matplotlib): colours that any eye tells apart, axes with their units."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from kg.analysis.dyads import Period

#: Okabe and Ito's blue and vermilion, lighter for words than for deeds.
_COLOURS = {"VERBAL_COOP": "#8FC1E3", "MATERIAL_COOP": "#0072B2", "VERBAL_CONF": "#F0B48A", "MATERIAL_CONF": "#D55E00"}
_NAMES = {"VERBAL_COOP": "verbal cooperation", "MATERIAL_COOP": "material cooperation", "VERBAL_CONF": "verbal conflict", "MATERIAL_CONF": "material conflict"}  # fmt: skip


class Plot(Figure):
    """A matplotlib figure that shows itself in notebooks, whatever the backend.

    >>> Plot()._repr_png_()[1:4]
    b'PNG'
    """

    def _repr_png_(self) -> bytes:
        out = io.BytesIO()
        self.savefig(out, format="png", dpi=110)
        return out.getvalue()


def plot_periods(periods: Sequence[Period], title: str = "", turning: Sequence[tuple[str, float, float]] = ()) -> Any:
    """A figure of two sides over time: events by quad class as bars (conflict below the line), mean score as a line.

    ``turning`` are turning points, drawn as dashed lines. Returns the matplotlib figure.

    >>> figure = plot_periods([Period("2024-05", "IRN", "OMN", 1, 3.5, {"VERBAL_COOP": 1})], "Iran and Oman")
    >>> [axis.get_ylabel() for axis in figure.axes]
    ['events a period (conflict below)', "mean score (Goldstein's scale)"]
    """
    figure = Plot(figsize=(9, 4), layout="constrained")
    axis = figure.add_subplot()
    names = sorted({p.period for p in periods})
    up, down = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for quad, colour in _COLOURS.items():
        sign = 1 if quad.endswith("COOP") else -1
        heights = [sum(p.quads.get(quad, 0) for p in periods if p.period == n) for n in names]
        base = up if sign > 0 else down
        axis.bar(names, [sign * h for h in heights], bottom=[base[n] for n in names], color=colour, label=_NAMES[quad])
        for n, h in zip(names, heights, strict=True):
            base[n] += sign * h
    reach = 1.1 * max([1, *up.values(), *(-d for d in down.values())])
    axis.set_ylim(-reach, reach)
    axis.axhline(0, color="#666666", linewidth=0.8)
    axis.set_ylabel("events a period (conflict below)")
    axis.set_xlabel("period")
    score = axis.twinx()
    means = []
    for n in names:
        here = [p for p in periods if p.period == n]
        means.append(sum(p.mean_score * p.events for p in here) / sum(p.events for p in here))
    score.plot(names, means, color="#222222", marker="o", markersize=4, linewidth=1.4, label="mean score")
    score.set_ylim(-10, 10)
    score.set_ylabel("mean score (Goldstein's scale)")
    for day, _, _ in turning:
        period = next((n for n in names if day.startswith(n)), None)
        if period is not None:
            axis.axvline(names.index(period), color="#CC79A7", linestyle="--", linewidth=1.2)
    axis.tick_params(axis="x", rotation=60 if len(names) > 8 else 0)
    handles = [h for a in (axis, score) for h in a.get_legend_handles_labels()[0]]
    figure.legend(handles=handles, loc="outside lower center", ncols=5, fontsize=8, frameon=False)
    axis.set_title(title)
    return figure


def plot_agenda(rows: Sequence[tuple[str, str, int]], title: str = "", most: int = 8) -> Any:
    """A figure of the topics between two sides by period. Returns the matplotlib figure.

    >>> plot_agenda([("2024", "trade", 3)], "Iran and Oman").axes[0].get_xlabel()
    'statements'
    """
    figure = Plot(figsize=(8, 4), layout="constrained")
    axis = figure.add_subplot()
    totals: dict[str, int] = {}
    for _, topic, n in rows:
        totals[topic] = totals.get(topic, 0) + n
    topics = sorted(totals, key=lambda t: (-totals[t], t))[:most][::-1]
    left = dict.fromkeys(topics, 0)
    palette = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
    for i, period in enumerate(sorted({p for p, _, _ in rows})):
        widths = [sum(n for p, t, n in rows if p == period and t == topic) for topic in topics]
        axis.barh(topics, widths, left=[left[t] for t in topics], color=palette[i % len(palette)], label=period)
        for topic, width in zip(topics, widths, strict=True):
            left[topic] += width
    axis.set_xlabel("statements")
    axis.set_title(title)
    figure.legend(loc="outside lower center", ncols=6, fontsize=8, frameon=False)
    return figure
