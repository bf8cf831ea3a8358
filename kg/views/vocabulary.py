"""The page that documents every term of the graph, made from the ontology itself."""

from __future__ import annotations

from pathlib import Path

from kg.vocab.namespaces import NS, PREFIXES, REL
from kg.vocab.ontology import load_ontology, ontology_files

_ASSETS = Path(__file__).parent / "assets"


def vocabulary_page() -> str:
    """The HTML of the page: classes, properties, relations, events, topics and the named questions.

    >>> "said-by" in vocabulary_page() and "modality" in vocabulary_page()
    True
    """
    import jinja2
    import pyoxigraph as ox

    store = ox.Store()
    for file in ontology_files():
        store.load(path=str(file), format=ox.RdfFormat.TURTLE)
    label, comment = ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.NamedNode(PREFIXES["rdfs"] + "comment")
    domain, range_ = ox.NamedNode(PREFIXES["rdfs"] + "domain"), ox.NamedNode(PREFIXES["rdfs"] + "range")

    def value(node: ox.NamedNode, predicate: ox.NamedNode) -> str:
        found = next(iter(store.quads_for_pattern(node, predicate, None, None)), None)
        return "" if found is None else found.object.value  # type: ignore[union-attr]

    def terms(of: str) -> list[dict[str, str]]:
        nodes = {
            q.subject
            for q in store.quads_for_pattern(None, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(of), None)
        }
        return [
            {
                "name": "kg:" + n.value.removeprefix(NS),
                "label": value(n, label),
                "comment": value(n, comment),
                "domain": value(n, domain).rsplit("/", 1)[-1].replace("ns#", "kg:"),
                "range": value(n, range_).rsplit("/", 1)[-1].replace("ns#", "kg:"),
            }
            for n in sorted(nodes, key=str)
            if isinstance(n, ox.NamedNode) and n.value.startswith(NS)
        ]

    ontology = load_ontology()
    frames: dict[str, list[str]] = {}
    for frame, iri in ontology.frames.items():
        frames.setdefault(iri, []).append(" ".join(frame))
    relations = [
        {
            "name": "rel:" + iri.removeprefix(REL),
            "label": r.label,
            "event": r.event or "",
            "frames": ", ".join(sorted(set(frames.get(iri, [])))[:12]),
        }
        for iri, r in sorted(ontology.relations.items())
    ]
    from kg.store.questions import questions

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_ASSETS), autoescape=True)
    return environment.get_template("vocabulary.html").render(
        prefixes=PREFIXES,
        classes=terms(PREFIXES["rdfs"] + "Class"),
        properties=terms(PREFIXES["rdf"] + "Property"),
        modalities=terms(NS + "Modality"),
        relations=relations,
        events=sorted(ontology.event_types.values(), key=lambda e: e.name),
        kinds=sorted(ontology.event_kinds.values(), key=lambda k: k.label),
        topics=sorted(
            (iri.rsplit("/", 1)[-1], label, ", ".join(names[1:])) for iri, (label, names) in ontology.topics.items()
        ),
        questions=list(questions()),
    )
