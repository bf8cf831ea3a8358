"""Statements to RDF and back, and the store that holds it."""

from kg.store.embedded import Store

__all__ = ["Store"]
