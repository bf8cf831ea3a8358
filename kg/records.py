"""Statements as the flat records of ``kg extract --format jsonl``, and back."""

from __future__ import annotations

import datetime as dt

from kg.model import Entity, EntityType, Evidence, Modality, Statement, TimeSpan


def to_record(statement: Statement) -> dict[str, object]:
    """A statement as one flat JSON object.

    >>> record = to_record(Statement(Entity("Xi Jinping"), "thanks", Entity("Vladimir Putin")))
    >>> record["subject"], record["relation"], record["object"], record["modality"]
    ('Xi Jinping', 'thanks', 'Vladimir Putin', 'actual')
    """
    first = statement.evidence[0] if statement.evidence else None
    return {
        "article": statement.article,
        "subject": statement.subject.name,
        "relation": statement.relation,
        "object": statement.object.name,
        "content": statement.content,
        "modality": statement.modality.value,
        "negated": statement.negated,
        "speaker": statement.speaker.name if statement.speaker else None,
        "time": statement.time.value if statement.time else None,
        "time_start": statement.time.start.isoformat() if statement.time else None,
        "time_end": statement.time.end.isoformat() if statement.time else None,
        "place": statement.place.name if statement.place else None,
        "event": statement.event,
        "event_id": statement.event_id,
        "score": statement.score,
        "topics": list(statement.topics),
        "confidence": statement.confidence,
        "subject_id": statement.subject.id,
        "relation_id": statement.relation_id,
        "object_id": statement.object.id,
        "speaker_id": statement.speaker.id if statement.speaker else None,
        "place_id": statement.place.id if statement.place else None,
        "place_type": statement.place.type.value if statement.place else None,
        "place_country": statement.place.country if statement.place else None,
        "subject_type": statement.subject.type.value,
        "object_type": statement.object.type.value,
        "speaker_type": statement.speaker.type.value if statement.speaker else None,
        "subject_country": statement.subject.country,
        "object_country": statement.object.country,
        "speaker_country": statement.speaker.country if statement.speaker else None,
        "cue": statement.cue,
        "quoted": statement.quoted,
        "sentence": first.sentence if first else None,
        "start": first.start if first else None,
        "end": first.end if first else None,
        "evidence": [
            {
                "article": e.article,
                "sentence": e.sentence,
                "start": e.start,
                "end": e.end,
                "marks": [list(m) for m in e.marks],
            }
            for e in statement.evidence
        ],
    }


def _span(value: str, start: str | None, end: str | None) -> TimeSpan:
    if start and end:
        return TimeSpan(value, dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    return TimeSpan.of(value, end)


def from_record(record: dict[str, object]) -> Statement:
    """The statement that a record tells; raises ValueError where a field is missing or wrong.

    >>> from_record({"article": "a", "subject": "Iran", "relation": "thanks", "object": "Oman"}).object.name
    'Oman'
    """
    missing = [
        k for k in ("article", "subject", "relation", "object") if not isinstance(record.get(k), str) or not record[k]
    ]
    if missing:
        raise ValueError(f"no {' and no '.join(missing)} in the record")

    def text(key: str) -> str | None:
        value = record.get(key)
        return value if isinstance(value, str) and value else None

    def entity(role: str) -> Entity | None:
        name = text(role)
        if name is None:
            return None
        kind = text(f"{role}_type")
        return Entity(
            name, text(f"{role}_id"), EntityType(kind) if kind else EntityType.PHRASE, text(f"{role}_country")
        )

    time = text("time")
    pieces = record.get("evidence")
    evidence = (
        tuple(
            Evidence(
                str(e["article"]),
                str(e["sentence"]),
                int(e["start"]),
                int(e["end"]),
                tuple((int(a), int(b)) for a, b in e.get("marks", ())),
            )
            for e in pieces
        )
        if isinstance(pieces, list)
        else ()
    )
    if not evidence and text("sentence"):
        start = record.get("start")
        begin = start if isinstance(start, int) else 0
        end = record.get("end")
        evidence = (
            Evidence(
                str(record["article"]),
                str(record["sentence"]),
                begin,
                end if isinstance(end, int) else begin + len(str(record["sentence"])),
            ),
        )
    subject, found = entity("subject"), entity("object")
    assert subject is not None and found is not None
    topics = record.get("topics")
    score, confidence = record.get("score"), record.get("confidence")
    return Statement(
        subject=subject,
        relation=str(record["relation"]),
        object=found,
        relation_id=text("relation_id"),
        content=text("content"),
        modality=Modality(text("modality") or "actual"),
        negated=bool(record.get("negated")),
        speaker=entity("speaker"),
        cue=text("cue"),
        quoted=bool(record.get("quoted")),
        time=_span(time, text("time_start"), text("time_end")) if time else None,
        place=entity("place"),
        topics=tuple(str(t) for t in topics) if isinstance(topics, list) else (),
        event=text("event"),
        event_id=text("event_id"),
        score=float(score) if isinstance(score, int | float) else None,
        confidence=float(confidence) if isinstance(confidence, int | float) else 0.5,
        evidence=evidence,
    )
