"""SPARQL texts: prefixes, what may be asked, and how parameters are bound."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from kg.errors import QueryError
from kg.vocab.namespaces import PREFIXES

Term = ox.NamedNode | ox.Literal

#: The terminals of SPARQL 1.1 that matter for finding one's way in a text (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>'''(?:[^'\\]|\\.|'{1,2}(?!'))*'''|\"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*\"\"\"|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
      | (?P<variable>[?$]\w+)
      | (?P<name>[A-Za-z_][\w.-]*)?:(?:[\w:%.-]|\\.)*
      | (?P<word>[A-Za-z_]\w*)
      | (?P<mark>[{}])""",
    re.VERBOSE,
)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    for match in _TOKEN.finditer(text):
        yield match.lastgroup or "name", match.group(), match.start()


def with_prefixes(text: str) -> str:
    """The query with the package's prefixes declared in front, where it does not declare them itself.

    >>> with_prefixes("SELECT ?who { ?who rel:attends ?what }").count("PREFIX rel:")
    1
    """
    declared = set()
    previous = ""
    for kind, token, _ in _tokens(text):
        if kind == "name" and previous.upper() == "PREFIX":
            declared.add(token[:-1])
        previous = token
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items() if p not in declared) + text


def bind(text: str, values: Mapping[str, Sequence[Term]]) -> str:
    r"""The query with its variables bound: VALUES clauses of escaped terms at the head of each group that names them.

    Groups are told each for themselves since SPARQL evaluates them so: a variable bound outside of a UNION would be
    joined only after its branches. Raises QueryError where a variable does not occur in the query's pattern.

    >>> bind("SELECT ?s WHERE { ?s ?p ?x }", {"x": [ox.Literal('say "}"')]})
    'SELECT ?s WHERE { VALUES ?x { "say \\"}\\"" } ?s ?p ?x }'
    >>> bind("SELECT ?s { { ?s ?p ?x } UNION { ?x ?p ?s } }", {"x": [ox.Literal(1)]}).count("VALUES ?x")
    3
    """
    if not values:
        return text
    tokens = list(_tokens(text))
    start = _pattern(tokens)
    wanted: dict[int, list[str]] = {start: []}
    groups: list[tuple[int, bool]] = []
    opened = False
    for kind, token, position in tokens:
        if position < start - 1:
            continue
        if kind == "mark" and token == "{":
            groups.append((position + 1, False))
            opened = True
            continue
        if kind == "mark" and token == "}":
            groups.pop()
        elif opened and kind == "word" and token.upper() == "SELECT":
            groups[-1] = (
                groups[-1][0],
                True,
            )  # a query within the query names its variables, but is no group of patterns
        elif kind == "variable" and groups and not groups[-1][1] and token[1:] in values:
            names = wanted.setdefault(groups[-1][0], [])
            if token[1:] not in names:
                names.append(token[1:])
        opened = False
    named = {name for names in wanted.values() for name in names}
    missing = sorted(set(values) - named)
    if missing:
        known = sorted({token[1:] for kind, token, _ in tokens if kind == "variable"})
        raise QueryError(f"the query has no variable ?{missing[0]}; its variables are: {', '.join(known)}")
    wanted[start] = [name for name in values if name in named]
    pieces, done = [], 0
    for position, names in sorted(wanted.items()):
        clause = " ".join(f"VALUES ?{name} {{ {' '.join(map(str, values[name]))} }}" for name in names)
        pieces += [text[done:position], f" {clause}"]
        done = position
    return "".join([*pieces, text[done:]])


def _pattern(tokens: list[tuple[str, str, int]]) -> int:
    """Where the outermost pattern of a query begins, behind its brace: the first after WHERE, or the first at all."""
    depth = 0
    where = False
    first = None
    for kind, token, start in tokens:
        if kind == "mark":
            if depth == 0 and token == "{":
                if where:
                    return start + 1
                first = first or start + 1
            depth += 1 if token == "{" else -1
        elif kind == "word" and depth == 0 and token.upper() == "WHERE":
            where = True
    if first is None:
        raise QueryError("the query has no pattern to bind parameters in")
    return first


@functools.lru_cache(maxsize=256)
def check_read_only(text: str) -> None:
    """Refuse what would reach out of the store or change it; raises QueryError with the reason.

    The query is parsed, not searched for words.

    >>> check_read_only("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.QueryError: SERVICE is not allowed: queries stay in this store
    """
    from pyparsing.exceptions import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    full = with_prefixes(text)
    try:
        parsed = parseQuery(full)
    except ParseException as error:
        line = error.lineno - full.count("\n", 0, len(full) - len(text))
        raise QueryError(f"malformed SPARQL in line {max(1, line)}, column {error.column}: {error.msg}") from error
    except RecursionError as error:
        raise QueryError("the query is nested too deeply") from error
    if _mentions(parsed, "ServiceGraphPattern"):
        raise QueryError("SERVICE is not allowed: queries stay in this store")
    if _mentions(parsed, "DatasetClause"):
        raise QueryError("FROM is not allowed: name graphs with GRAPH")


def _mentions(tree: object, name: str) -> bool:
    stack = [tree]
    while stack:
        current = stack.pop()
        if getattr(current, "name", None) == name:
            return True
        if isinstance(current, dict):
            stack.extend(current.values())
        elif not isinstance(current, str | bytes) and hasattr(current, "__iter__"):
            stack.extend(current)
    return False


def short(iri: str) -> str:
    """An IRI with its prefix: ``rel:attends``.

    >>> short("https://w3id.org/bilateral-kg/relation/attends")
    'rel:attends'
    """
    for prefix, base in sorted(PREFIXES.items(), key=lambda x: -len(x[1])):
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri
