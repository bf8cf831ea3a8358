"""``%load_ext kg``: the ``%%sparql`` cell with completion, and how articles, statements, stores and networks show themselves."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from kg import api
from kg.errors import KgError
from kg.model import Article, Extraction, Statement
from kg.store import BaseStore, Store
from kg.vocab.namespaces import PREFIXES, REL
from kg.vocab.ontology import load_ontology, ontology_files

_NAME = re.compile(r"(\w+):(\w*)$")


def load(shell: Any) -> None:
    """Add to an IPython shell what this module has."""
    shell.register_magic_function(lambda line, cell=None: sparql(shell, line, cell), "line_cell", "sparql")
    shell.set_hook(
        "complete_command",
        lambda _, event: completions(event.symbol),
        re_key=r".*\b(?:" + "|".join(PREFIXES) + r"):\w*$",
    )
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type(Article, lambda a: api.extract_article(a)._repr_html_())
    formatter.for_type(Extraction, lambda x: api.Read(x.article, x.statements, x.events)._repr_html_())
    formatter.for_type(Statement, statement_html)
    formatter.for_type(Store, lambda s: api.show(s)._repr_html_())


def sparql(shell: Any, line: str, cell: str | None) -> Any:
    """The ``%%sparql`` cell: ``%%sparql STORE [--graph] [NAME=VALUE …]``, with the query, or the name of a question, below.

    STORE is the name of a variable that holds an open store, or the folder or address of one. Gives a DataFrame; with
    ``--graph`` the page of the actors in the answer.
    """
    import shlex

    words = shlex.split(line)
    graph = "--graph" in words
    words = [w for w in words if w != "--graph"]
    text = (cell or "").strip()
    if not words or not text:
        raise KgError("write %%sparql STORE, and the query below it")
    given = dict(w.split("=", 1) for w in words[1:] if "=" in w)
    held = shell.user_ns.get(words[0])
    if isinstance(held, BaseStore):
        return _shown(held, text, given, graph)
    with api.open_store(words[0], read_only=True) as store:
        return _shown(store, text, given, graph)


def _shown(store: BaseStore, text: str, given: dict[str, str], graph: bool) -> Any:
    if not graph:
        return api.query(store, text, **given)
    from kg.analysis.network import key_of
    from kg.views.page import page

    answer = store.query(text, given) if "{" in text else store.ask(api.question(text), given)
    wanted = {str(answer.rows[i][k]) for i, k in answer.iris}
    kept = []
    for x in store.extractions():
        of = tuple(s for s in x.statements if {key_of(s.subject), key_of(s.object)} <= wanted)
        if of:
            kept.append(Extraction(x.article, of))
    return api.Page(page(kept, "Answer"))


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    import pyoxigraph as ox

    found: dict[str, set[str]] = {p: set() for p in PREFIXES}
    for iri in load_ontology().relations:
        found["rel"].add(iri.removeprefix(REL))
    for file in ontology_files():
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            for term in (triple.subject, triple.predicate):
                iri = getattr(term, "value", "")
                for prefix in ("kg", "actor", "plover", "topic", "ekind"):
                    if iri.startswith(PREFIXES[prefix]):
                        found[prefix].add(iri.removeprefix(PREFIXES[prefix]))
    found["rdf"] |= {"type", "subject", "predicate", "object", "Statement"}
    found["rdfs"] |= {"label"}
    found["prov"] |= {"wasDerivedFrom"}
    found["sem"] |= {"hasActor", "hasPlace", "hasBeginTimeStamp", "hasEndTimeStamp", "Actor", "Event"}
    return {p: sorted(names) for p, names in found.items()}


def completions(symbol: str) -> list[str]:
    """The names that a prefixed name begun in a query may mean.

    >>> completions("rel:atte")
    ['rel:attends']
    """
    match = _NAME.search(symbol)
    if match is None or match[1] not in PREFIXES:
        return []
    return [f"{match[1]}:{n}" for n in _names()[match[1]] if n.startswith(match[2])][:60]


def statement_html(s: Statement) -> str:
    """A statement with its qualifiers and its evidence, the words that say it marked.

    >>> from kg.model import Entity
    >>> "&lt;b&gt;" in statement_html(Statement(Entity("<b>"), "thanks", Entity("Oman")))
    True
    """
    from html import escape

    from kg.views.reading import quoted

    how = [
        ("denied, " if s.negated else "") + s.modality.value,
        s.event,
        s.time and s.time.value,
        s.place and s.place.name,
    ]
    told = f" · told by {escape(s.speaker.name)}" if s.speaker else ""
    parts = [
        f"<div><b>{escape(s.subject.name)}</b> {escape(s.relation)} <b>{escape(s.object.name)}</b>"
        f" <small>{escape(' · '.join(str(x) for x in how if x))}{told}</small></div>"
    ]
    for e in s.evidence:
        words = "".join(f"<mark>{escape(p.text)}</mark>" if p.marked else escape(p.text) for p in quoted(e))
        parts.append(
            f"<blockquote style='margin:.2em 0 .4em 1em'>{words} <small>{escape(e.article)}</small></blockquote>"
        )
    return "".join(parts)
