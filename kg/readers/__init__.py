"""Sources to articles: text, HTML, JSON Lines, feeds, web archives; files, folders, standard input."""

from kg.readers.sources import read_sources

__all__ = ["read_sources"]
