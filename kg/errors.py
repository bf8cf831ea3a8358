"""The one tree of errors. Third-party errors are translated into these at the rooms' boundaries."""

from __future__ import annotations

import traceback
from pathlib import Path


class KgError(Exception):
    """Base of everything this package raises on purpose.

    >>> str(KgError("the reason"))
    'the reason'
    """


class ArticleError(KgError):
    """One article or source cannot be read; the others of a batch go on.

    ``source`` names the file or record, ``reason`` says why in words for the user.

    >>> print(ArticleError("a.txt", "the file is empty"))
    a.txt: the file is empty
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason

    def __reduce__(self) -> tuple[type[ArticleError], tuple[str, str]]:
        return ArticleError, (self.source, self.reason)  # so that it comes back from another process


class OntologyError(KgError):
    """A file of the ontology is missing, malformed or contradicts another."""


class ModelError(KgError):
    """The spaCy pipeline that was asked for is not installed or not fit."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class QueryError(KgError):
    """A SPARQL query is malformed, forbidden, unknown or took too long."""


def place_of(error: BaseException) -> str:
    """The kind of an error that nobody foresaw, and where it arose; not its message, which may quote the article.

    >>> try:
    ...     {}["secret words"]
    ... except KeyError as error:
    ...     place_of(error).split(" in ")[0]
    'KeyError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if Path(f.filename).parent.is_relative_to(Path(__file__).parent)] or frames
    where = f" in {Path(own[-1].filename).name}, line {own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{where}"
