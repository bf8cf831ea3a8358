"""Statements as event records: PLOVER's JSON fields, and the columns of GDELT's event table.

PLOVER: Open Event Data Alliance, PLOVER manual. GDELT: The GDELT Event Database, data format codebook 2.0; only the
columns that a statement can fill have values.
"""

from __future__ import annotations

import csv
import hashlib
import io

from kg.model import Entity, Statement
from kg.vocab.ontology import Ontology

#: GDELT's quad classes.
_QUADS = {"VERBAL_COOP": 1, "MATERIAL_COOP": 2, "VERBAL_CONF": 3, "MATERIAL_CONF": 4}

GDELT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year",
    "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor2Code", "Actor2Name", "Actor2CountryCode",
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "ActionGeo_FullName", "ActionGeo_CountryCode", "SOURCEURL",
)  # fmt: skip


def event_id(statement: Statement) -> str:
    """An id of an event record, the same for the same statement of the same article."""
    key = (
        statement.article,
        statement.subject.name,
        statement.relation,
        statement.object.name,
        statement.time and statement.time.value,
    )
    return hashlib.sha1("|".join(map(str, key)).encode()).hexdigest()[:12]


def to_plover(statement: Statement) -> dict[str, object] | None:
    """A statement as a PLOVER record; None where it is no event.

    >>> from kg.model import Entity
    >>> to_plover(Statement(Entity("Iran", country="IRN"), "thanks", Entity("Oman", country="OMN"), event="SUPPORT"))["event"]
    'SUPPORT'
    """
    if statement.event is None:
        return None

    def party(entity: Entity) -> list[dict[str, str | None]]:
        return [{"name": entity.name, "code": entity.country}] if entity.country else []

    return {
        "id": event_id(statement),
        "date": statement.time.start.isoformat() if statement.time else None,
        "source": party(statement.subject),
        "target": party(statement.object),
        "event": statement.event,
        "mode": statement.modality.value,
        "context": [t.rsplit("/", 1)[-1] for t in statement.topics],
        "score": statement.score,
        "location": {"text": statement.place.name, "country": statement.place.country} if statement.place else None,
        "text": statement.evidence[0].sentence if statement.evidence else None,
        "textInfo": {"idsource": statement.article, "speaker": statement.speaker.name if statement.speaker else None},
        "feature": {"relation": statement.relation, "negated": statement.negated, "confidence": statement.confidence},
    }


def to_gdelt(statement: Statement, ontology: Ontology, url: str = "") -> list[str] | None:
    """A statement as a row of :data:`GDELT_COLUMNS`; None where it is no event."""
    if statement.event is None:
        return None
    kind = ontology.event_types[statement.event]
    day = statement.time.start if statement.time else None
    one, two = statement.subject, statement.object
    return [
        str(int(event_id(statement), 16)), day.strftime("%Y%m%d") if day else "", day.strftime("%Y%m") if day else "", str(day.year) if day else "",
        one.country or "", one.name.upper(), one.country or "", two.country or "", two.name.upper(), two.country or "",
        "1", kind.cameo + "0", kind.cameo + "0", kind.cameo, str(_QUADS[kind.quad]), f"{kind.score:.1f}",
        str(len(statement.evidence)), "1", "1", statement.place.name if statement.place else "",
        (statement.place.country or "") if statement.place else "", url or statement.article,
    ]  # fmt: skip


def csv_line(cells: list[str] | tuple[str, ...]) -> str:
    """Cells as a line of CSV (RFC 4180), without its end.

    >>> csv_line(["a", 'say "b", c'])
    'a,"say ""b"", c"'
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
