"""The command line: the only package that prints. Results go to stdout, progress and complaints to stderr."""

from __future__ import annotations

from kg.cli import entities, evaluating, exchange, extracting, pages, reviewing, storing
from kg.cli.common import app

__all__ = ["app", "entities", "evaluating", "exchange", "extracting", "main", "pages", "reviewing", "storing"]


def main() -> None:
    """Entry point of the ``kg`` command."""
    app()
