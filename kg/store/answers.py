"""What an answer to a query looks like: columns and rows of text, and the ways to write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    import pandas as pd

#: What :func:`write_answer` writes.
FORMATS = ("csv", "json", "markdown")


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns and rows of an answer; a cell is text, or None where a variable is unbound.

    ``iris`` are the cells that are IRIs, as row and column.

    >>> Answer(("who",), (("Han Zheng",),)).columns
    ('who',)
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    iris: frozenset[tuple[int, int]] = frozenset()

    def records(self) -> list[dict[str, str | None]]:
        """A dictionary a row.

        >>> Answer(("who",), (("Han Zheng",),)).records()
        [{'who': 'Han Zheng'}]
        """
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def frame(self) -> pd.DataFrame:
        """The answer as a pandas DataFrame (the ``notebook`` extra)."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))


def answer_of(result: Any, hidden: Iterable[str] = ()) -> Answer:
    """The answer in what Oxigraph gives: solutions, a truth value or triples; the columns ``hidden`` are left out.

    >>> answer_of(ox.Store().query("SELECT ?x { VALUES ?x { 1 } }"))
    Answer(columns=('x',), rows=(('1',),), iris=frozenset())
    """
    if isinstance(result, ox.QueryBoolean):
        return Answer(("answer",), (("yes" if bool(result) else "no",),))
    if isinstance(result, ox.QuerySolutions):
        columns = tuple(v.value for v in result.variables if v.value not in set(hidden))
        terms = [tuple(row[c] for c in columns) for row in result]
    else:
        columns = ("subject", "predicate", "object")
        terms = [(x.subject, x.predicate, x.object) for x in result]
    iris = frozenset((i, k) for i, row in enumerate(terms) for k, x in enumerate(row) if isinstance(x, ox.NamedNode))
    return Answer(columns, tuple(tuple(_cell(x) for x in row) for row in terms), iris)


def _cell(term: Any) -> str | None:
    return None if term is None else str(getattr(term, "value", term))


def write_answer(answer: Answer, format: str) -> str:
    r"""An answer as text in one of :data:`FORMATS`; a value that a spreadsheet would run as a formula is kept from it in CSV.

    >>> write_answer(Answer(("who", "n"), (("a|b", None),)), "markdown")
    '| who | n |\n| --- | --- |\n| a\\|b |  |\n'
    >>> write_answer(Answer(("who",), (("=1+1",),)), "csv")
    "who\r\n'=1+1\r\n"
    """
    if format == "json":
        return json.dumps(answer.records(), ensure_ascii=False, indent=2) + "\n"
    if format == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(answer.columns)
        writer.writerows([[_harmless(v or "") for v in row] for row in answer.rows])
        return out.getvalue()
    lines = ["| " + " | ".join(answer.columns) + " |", "|" + " --- |" * len(answer.columns)]
    for row in answer.rows:
        lines.append("| " + " | ".join((v or "").replace("|", "\\|").replace("\n", " ") for v in row) + " |")
    return "\n".join(lines) + "\n"


def _harmless(cell: str) -> str:
    numeric = cell[1:].replace(".", "", 1).isdigit()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not numeric else cell
