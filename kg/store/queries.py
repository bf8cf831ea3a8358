"""SPARQL: what may be asked, how parameters are bound, and what an answer looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.vocab.namespaces import ARTICLE, PREFIXES
from kg.vocab.ontology import data_folder

_DECLARED = re.compile(r"PREFIX\s+([A-Za-z][\w-]*)?:", re.IGNORECASE)
_HEADER = re.compile(r"^#\s*(title|description|param|example):\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns and rows of an answer; a cell is text, or None where a variable is unbound.

    >>> Answer(("who",), (("Han Zheng",),)).columns
    ('who',)
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question of the ontology: its name, title, description, parameters (name to meaning), example and text."""

    name: str
    title: str
    description: str
    parameters: tuple[tuple[str, str], ...]
    example: str | None
    text: str


def with_prefixes(text: str) -> str:
    """The query with the package's prefixes declared in front, where it does not declare them itself.

    >>> with_prefixes("SELECT ?who { ?who rel:attends ?what }").count("PREFIX rel:")
    1
    """
    declared = {m.group(1) for m in _DECLARED.finditer(text)}
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items() if p not in declared) + text


def check_read_only(text: str) -> None:
    """Refuse what would reach out of the store or change it; raises QueryError with the reason.

    The query is parsed, not searched for words.

    >>> check_read_only("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.QueryError: SERVICE is not allowed: queries stay in this store
    """
    from pyparsing.exceptions import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(with_prefixes(text))
    except ParseException as error:
        line = error.lineno - with_prefixes(text).count("\n", 0, len(with_prefixes(text)) - len(text))
        raise QueryError(f"malformed SPARQL in line {max(1, line)}, column {error.column}: {error.msg}") from error
    except RecursionError as error:
        raise QueryError("the query is nested too deeply") from error
    if _mentions(parsed, "ServiceGraphPattern"):
        raise QueryError("SERVICE is not allowed: queries stay in this store")
    if _mentions(parsed, "DatasetClause"):
        raise QueryError("FROM is not allowed: name graphs with GRAPH")


def _mentions(node: object, name: str) -> bool:
    stack = [node]
    while stack:
        current = stack.pop()
        if getattr(current, "name", None) == name:
            return True
        if isinstance(current, dict):
            stack.extend(current.values())
        elif isinstance(current, str | bytes):
            continue
        elif hasattr(current, "__iter__"):
            stack.extend(current)
    return False


def run_query(graph: ox.Store, text: str, parameters: dict[str, object] | None = None) -> Answer:
    """Run a query over all graphs of a store; parameters are bound to variables, never pasted into the text."""
    substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
        ox.Variable(k): _term(v) for k, v in (parameters or {}).items()
    }
    text = _project(text, list(parameters or {}))
    try:
        result = graph.query(with_prefixes(text), use_default_graph_as_union=True, substitutions=substitutions or None)
    except SyntaxError as error:
        raise QueryError(f"malformed SPARQL: {error}") from error
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from error
    if isinstance(result, ox.QuerySolutions):
        columns = tuple(v.value for v in result.variables if v.value not in (parameters or {}))
        return Answer(columns, tuple(tuple(_cell(row[c]) for c in columns) for row in result))
    if isinstance(result, ox.QueryBoolean):
        return Answer(("answer",), (("yes" if bool(result) else "no",),))
    return Answer(
        ("subject", "predicate", "object"),
        tuple((_cell(t.subject), _cell(t.predicate), _cell(t.object)) for t in result),
    )


def _project(text: str, names: list[str]) -> str:
    """The query with its parameters among the selected variables: Oxigraph binds only those.

    >>> _project("SELECT DISTINCT ?s { ?s ?p ?x }", ["x"])
    'SELECT DISTINCT ?x ?s { ?s ?p ?x }'
    """
    if not names or re.search(r"\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?\*", text, re.IGNORECASE):
        return text
    variables = " ".join(f"?{name}" for name in names)
    text = re.sub(
        r"\bSELECT\s+(DISTINCT\s+|REDUCED\s+)?",
        lambda m: f"SELECT {m.group(1) or ''}{variables} ",
        text,
        count=1,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\bGROUP\s+BY\s+", f"GROUP BY {variables} ", text, count=1, flags=re.IGNORECASE)


def _term(value: object) -> ox.Literal | ox.NamedNode:
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    text = str(value)
    return ox.NamedNode(text) if re.match(r"https?://[^\s<>\"{}|^`\\]+$", text) else ox.Literal(text)


def _cell(term: object) -> str | None:
    if term is None:
        return None
    return getattr(term, "value", str(term))


def short(iri: str) -> str:
    """An IRI with its prefix: ``rel:attends``.

    >>> short("https://w3id.org/bilateral-kg/relation/attends")
    'rel:attends'
    """
    for prefix, base in sorted(PREFIXES.items(), key=lambda x: -len(x[1])):
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri


def labelled(graph: ox.Store, answer: Answer) -> Answer:
    """The answer with labels for IRIs: what a reader wants to see."""
    label = ox.NamedNode(PREFIXES["rdfs"] + "label")
    headline = ox.NamedNode(PREFIXES["schema"] + "headline")
    known: dict[str, str] = {}

    def name(cell: str | None) -> str | None:
        if cell is None or not cell.startswith(("http://", "https://")):
            return cell
        if cell not in known:
            node = ox.NamedNode(cell)
            quad = next(iter(graph.quads_for_pattern(node, label, None, None)), None)
            if quad is None and cell.startswith(ARTICLE):
                quad = next(iter(graph.quads_for_pattern(node, headline, None, None)), None)
            known[cell] = quad.object.value if quad is not None else short(cell)  # type: ignore[union-attr]
        return known[cell]

    return Answer(answer.columns, tuple(tuple(name(c) for c in row) for row in answer.rows))


def named_queries(*extra: str) -> Iterator[NamedQuery]:
    """The questions in ``queries/*.rq`` of our ontology and of further ontology folders, by name.

    >>> "who-met-whom" in {q.name for q in named_queries()}
    True
    """
    found: dict[str, NamedQuery] = {}
    for folder in (data_folder(), *(Path(e) for e in extra)):
        for path in sorted((folder / "queries").glob("*.rq")):
            text = path.read_text(encoding="utf-8")
            head: dict[str, list[str]] = {}
            for key, value in _HEADER.findall(text):
                head.setdefault(key, []).append(value.strip())
            parameters = tuple(
                (p.split(None, 1)[0], p.split(None, 1)[1] if " " in p else "") for p in head.get("param", ())
            )
            found[path.stem] = NamedQuery(
                path.stem,
                head.get("title", [path.stem])[0],
                " ".join(head.get("description", [])),
                parameters,
                head["example"][0] if "example" in head else None,
                text,
            )
    yield from (found[name] for name in sorted(found))
