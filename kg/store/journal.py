"""Files of what a person decided or judged: a JSON object a line, of which none that was written is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import StoreError


def replay(path: Path, take: Callable[[dict[str, Any]], object], what: str) -> None:
    """Hand the records of a file on in their order, none where there is no file; StoreError naming the line that is no ``what``.

    >>> replay(Path("no-such.jsonl"), print, "decision")
    """
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            take(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(f"{path}, line {number}: no {what}: {error}: {line[:80]}") from error


def append(path: Path, record: Mapping[str, object]) -> None:
    """Write a record at the end of a file, so that it lasts.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     append(Path(folder) / "a.jsonl", {"merge": "x:1", "into": "x:2"})
    ...     replay(Path(folder) / "a.jsonl", print, "decision")
    {'merge': 'x:1', 'into': 'x:2'}
    """
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
