"""The IRIs of the package's own terms, and how names become IRIs."""

from __future__ import annotations

import functools
import re
import unicodedata
from urllib.parse import quote

BASE = "https://w3id.org/bilateral-kg/"
NS = BASE + "ns#"
REL = BASE + "relation/"
ACTOR = BASE + "actor/"
PLOVER = BASE + "plover/"
TOPIC = BASE + "topic/"
ENTITY = BASE + "entity/"
ARTICLE = BASE + "article/"
STATEMENT = BASE + "statement/"
WORDS = BASE + "words/"
EVENT_KIND = BASE + "event-kind/"

#: Prefixes that queries may use without declaring them.
PREFIXES: dict[str, str] = {
    "kg": NS,
    "rel": REL,
    "actor": ACTOR,
    "plover": PLOVER,
    "topic": TOPIC,
    "entity": ENTITY,
    "ekind": EVENT_KIND,
    "article": ARTICLE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "schema": "https://schema.org/",
    "dct": "http://purl.org/dc/terms/",
    "sh": "http://www.w3.org/ns/shacl#",
}


@functools.lru_cache(maxsize=20_000)
def slug(name: str) -> str:
    """A name as a piece of an IRI: ASCII letters, digits and hyphens, or percent-encoded where nothing else is left.

    >>> slug("Recep Tayyip Erdoğan"), slug("  U.S. Treasury ")
    ('recep-tayyip-erdogan', 'us-treasury')
    """
    text = name.replace("ğ", "g").replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("ß", "ss")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    text = re.sub(r"[.'’]", "", text)
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-") or quote(name.strip(), safe="")


def entity_iri(kind: str, name: str) -> str:
    """The IRI of an entity that the ontology does not know, by its kind and name.

    >>> entity_iri("Person", "Su Xiaohui")
    'https://w3id.org/bilateral-kg/entity/person/su-xiaohui'
    """
    return f"{ENTITY}{slug(kind)}/{slug(name)}"


def article_iri(article_id: str) -> str:
    """The IRI of an article, which is also the name of its graph.

    >>> article_iri("reports/2024 01")
    'https://w3id.org/bilateral-kg/article/reports%2F2024%2001'
    """
    return ARTICLE + quote(article_id, safe="")
