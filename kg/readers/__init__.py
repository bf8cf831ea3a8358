"""Sources to articles: text, HTML, JSON Lines, feeds, web archives; files, folders, standard input."""

from kg.readers.counting import count_articles
from kg.readers.sources import read_sources

__all__ = ["count_articles", "read_sources"]
