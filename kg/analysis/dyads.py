"""Two states over time: counts and scores by period, turning points, reciprocity, agenda, and two sides' accounts."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.model import Entity, Modality, Statement
from kg.vocab.ontology import load_ontology

QUADS = ("VERBAL_COOP", "MATERIAL_COOP", "VERBAL_CONF", "MATERIAL_CONF")


@dataclass(frozen=True, slots=True)
class Period:
    """What one side did to the other in a period: ``period`` is an ISO month or year, ``quads`` counts events by quad class."""

    period: str
    source: str
    target: str
    events: int
    mean_score: float
    quads: dict[str, int] = field(default_factory=dict)


def belongs(entity: Entity, side: str) -> bool:
    """Whether an entity is a side: the state of that ISO 3166-1 alpha-3 code or who speaks for it, or the one of that name or IRI.

    >>> from kg.model import EntityType
    >>> belongs(Entity("Xi Jinping", type=EntityType.PERSON, country="CHN"), "CHN"), belongs(Entity("Iran"), "Iran")
    (True, True)
    """
    if len(side) == 3 and side.isupper():
        return entity.country == side
    return side in (entity.name, entity.id)


def acts(statements: Iterable[Statement], source: str, target: str) -> list[Statement]:
    """The events in which one side acts toward the other, in the order of time; undated ones last."""
    found = [
        s
        for s in statements
        if s.event and s.score is not None and belongs(s.subject, source) and belongs(s.object, target)
    ]
    return sorted(found, key=lambda s: (s.time.start.isoformat() if s.time else "9", s.subject.name))


def periods(statements: Sequence[Statement], a: str, b: str, by: str = "month") -> list[Period]:
    """What two sides did to each other, either way, month by month or year by year (``by``); undated events are left out.

    Raises ValueError if ``by`` is neither.

    >>> from kg.model import EntityType, TimeSpan
    >>> iran, oman = (Entity(n, type=EntityType.STATE, country=c) for n, c in (("Iran", "IRN"), ("Oman", "OMN")))
    >>> thanks = Statement(iran, "thanks", oman, time=TimeSpan.of("2024-05-02"), event="SUPPORT", score=3.5)
    >>> [(p.period, p.source, p.events, p.mean_score) for p in periods([thanks], "IRN", "OMN")]
    [('2024-05', 'IRN', 1, 3.5)]
    """
    if by not in ("month", "year"):
        raise ValueError(f"by is {by!r}; choose month or year")
    length = 7 if by == "month" else 4
    quads = {name: e.quad for name, e in load_ontology().event_types.items()}
    found = []
    for source, target in ((a, b), (b, a)):
        groups: dict[str, list[Statement]] = defaultdict(list)
        for s in acts(statements, source, target):
            if s.time is not None:
                groups[s.time.start.isoformat()[:length]].append(s)
        for period, group in groups.items():
            counts = Counter(quads.get(s.event or "", "") for s in group)
            mean = sum(s.score or 0.0 for s in group) / len(group)
            found.append(Period(period, source, target, len(group), round(mean, 3), {q: counts[q] for q in QUADS}))
    return sorted(found, key=lambda p: (p.period, p.source))


def turning_points(
    statements: Sequence[Statement], a: str, b: str, most: int = 3, least: int = 3
) -> list[tuple[str, float, float]]:
    """The days at which the mean score between two sides changed most: day, mean before and mean after within the stretch.

    By binary segmentation (A. J. Scott and M. Knott, "A Cluster Analysis Method for Grouping Means in the Analysis of
    Variance", Biometrics 30, 1974, 507-512): the split that sets the means furthest apart, weighed by the sizes of the two parts, then the
    next within the parts; ``least`` events must lie on either side.

    >>> from kg.model import EntityType, TimeSpan
    >>> iran, oman = (Entity(n, type=EntityType.STATE, country=c) for n, c in (("Iran", "IRN"), ("Oman", "OMN")))
    >>> series = [Statement(iran, "x", oman, time=TimeSpan.of(f"2024-0{m}-01"), event="SUPPORT", score=v) for m, v in enumerate((4, 4, 4, -5, -5, -5), 1)]
    >>> turning_points(series, "IRN", "OMN", most=1)
    [('2024-04-01', 4.0, -5.0)]
    """
    dated = [s for s in (*acts(statements, a, b), *acts(statements, b, a)) if s.time is not None]
    dated.sort(key=lambda s: s.time.start if s.time else 0)
    values = [s.score or 0.0 for s in dated]

    def best(start: int, end: int) -> tuple[float, int]:
        total, left = sum(values[start:end]), 0.0
        top = (0.0, -1)
        for i in range(start + 1, end):
            left += values[i - 1]
            n, m = i - start, end - i
            if min(n, m) >= least:
                weight = abs(left / n - (total - left) / m) * math.sqrt(n * m / (n + m))
                top = max(top, (weight, i))
        return top

    parts = [(0, len(values))]
    found: list[tuple[str, float, float]] = []
    while len(found) < most:
        weight, at, part = max(((*best(*p), p) for p in parts), default=(0.0, -1, (0, 0)))
        if at < 0 or weight < 1e-9:
            break
        start, end = part
        parts.remove(part)
        parts += [(start, at), (at, end)]
        time = dated[at].time
        before, after = sum(values[start:at]) / (at - start), sum(values[at:end]) / (end - at)
        found.append((time.start.isoformat() if time else "", round(before, 3), round(after, 3)))
    return sorted(found)


def reciprocity(statements: Sequence[Statement], a: str, b: str) -> dict[str, float]:
    """How even two sides are: events and mean score each way, and the share of the smaller number in the larger (1 is even).

    >>> reciprocity([], "IRN", "OMN")["balance"]
    0.0
    """
    there, back = acts(statements, a, b), acts(statements, b, a)

    def mean(group: list[Statement]) -> float:
        return round(sum(s.score or 0.0 for s in group) / len(group), 3) if group else 0.0

    larger = max(len(there), len(back))
    return {
        "events_there": len(there),
        "events_back": len(back),
        "mean_there": mean(there),
        "mean_back": mean(back),
        "balance": round(min(len(there), len(back)) / larger, 3) if larger else 0.0,
    }


def agenda(statements: Iterable[Statement], a: str, b: str, by: str = "year") -> list[tuple[str, str, int]]:
    """The topics between two sides by period: period, topic and number of statements.

    >>> agenda([], "IRN", "OMN")
    []
    """
    topics = load_ontology().topics
    length = {"month": 7, "year": 4}[by]
    counts: Counter[tuple[str, str]] = Counter()
    for s in statements:
        one = belongs(s.subject, a) and belongs(s.object, b)
        if one or (belongs(s.subject, b) and belongs(s.object, a)):
            period = s.time.start.isoformat()[:length] if s.time else "undated"
            counts.update((period, topics[t][0] if t in topics else t) for t in s.topics)
    return [
        (period, topic, n) for (period, topic), n in sorted(counts.items(), key=lambda x: (x[0][0], -x[1], x[0][1]))
    ]


def commitments(statements: Iterable[Statement], who: str | None = None) -> list[tuple[Statement, Statement | None]]:
    """What was planned or promised, each with the later statement that reports it done, or None.

    It is done where the same subject did the same (by relation) with the same object. ``who`` keeps one side's.

    >>> from dataclasses import replace
    >>> plan = Statement(Entity("Iran"), "visits", Entity("Oman"), "r:visits", modality=Modality.PLANNED)
    >>> [done is None for _, done in commitments([plan])], [done is None for _, done in commitments([plan, replace(plan, modality=Modality.ACTUAL)])]
    ([True], [False])
    """
    every = list(statements)
    done: dict[tuple[object, ...], list[Statement]] = defaultdict(list)

    def key(s: Statement) -> tuple[object, ...]:
        return (s.subject.id or s.subject.name, s.relation_id or s.relation, s.object.id or s.object.name)

    for s in every:
        if s.modality is Modality.ACTUAL and not s.negated:
            done[key(s)].append(s)
    found = []
    for s in every:
        if s.modality is Modality.PLANNED and not s.negated and (who is None or belongs(s.subject, who)):
            later = [d for d in done[key(s)] if not (s.time and d.time) or d.time.end >= s.time.start]
            found.append((s, later[0] if later else None))
    return found


def accounts(
    statements: Iterable[Statement], a: str, b: str, topic: str | None = None, event_id: str | None = None
) -> list[tuple[str, Statement]]:
    """What those who speak for two sides say, of one topic or one event: side and statement, side by side in the order of the text.

    >>> accounts([], "IRN", "OMN")
    []
    """
    found = []
    for s in statements:
        if (
            s.speaker is None
            or (topic and topic not in {t.rsplit("/", 1)[-1] for t in s.topics})
            or (event_id and s.event_id != event_id)
        ):
            continue
        for side in (a, b):
            if belongs(s.speaker, side):
                found.append((side, s))
    return found
