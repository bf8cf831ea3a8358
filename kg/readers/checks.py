"""What every text must pass before it is an article: not empty, not binary, decodable, in English."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

from kg.errors import ArticleError
from kg.text.limits import excess

#: The encodings that web pages and office programs use beside Unicode.
_ENCODINGS = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1256",
    "iso8859_2",
    "koi8_r",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
]

#: Bytes that no text has, in whatever encoding.
_NO_TEXT = bytes([*range(9), *range(14, 32)])
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_BIDI = re.compile("[\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, source: str) -> str:
    """The text in some bytes: UTF-8, with a byte order mark UTF-16 or UTF-32, else what the bytes look like.

    Raises ArticleError for no bytes at all, for binary data, and where no encoding makes sense.

    >>> decode("Čaputová met Duda.".encode("cp1250"), "a.txt")
    'Čaputová met Duda.'
    >>> decode(b"", "a.txt")
    Traceback (most recent call last):
    kg.errors.ArticleError: a.txt: the file is empty
    """
    if not data.strip():
        raise ArticleError(source, "the file is empty")
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, encoding, source)
    sample = data[:65536]
    if b"\x00" in sample or len(sample) - len(sample.translate(None, _NO_TEXT)) > len(sample) * 0.02:
        raise ArticleError(source, "this is binary data, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        import charset_normalizer

        best = charset_normalizer.from_bytes(data[:200_000], cp_isolation=_ENCODINGS).best()
        if best is None:
            raise ArticleError(
                source, f"neither UTF-8 (byte {error.start}) nor another known encoding: save it as UTF-8"
            ) from error
        return _decoded(data, best.encoding, source)


def _decoded(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ArticleError(source, f"damaged text: not {encoding} throughout: save it as UTF-8") from error


def clean(text: str) -> str:
    """A text without control, surrogate and direction marks, with plain line ends, and hard-wrapped lines joined.

    >>> clean("Xi\\u202e met\\r\\nPutin.\\x00")
    'Xi met\\nPutin.'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\x85", "\n")
    text = _SURROGATE.sub("", _BIDI.sub("", _CONTROL.sub("", text)))
    return unwrap(unicodedata.normalize("NFC", text)).strip()


def one_line(text: str) -> str:
    """A title, name or id as one line without control, surrogate and direction marks.

    >>> one_line("Xi\\u202e met\\n Putin\\x00")
    'Xi met Putin'
    """
    return " ".join(_SURROGATE.sub("", _BIDI.sub("", _CONTROL.sub("", text.replace("\x85", " ")))).split())


def unwrap(text: str) -> str:
    """Join lines that a publisher broke at a fixed width; blank lines and indents go on parting paragraphs.

    >>> wrapped = "The ministers met in Brussels on Monday and\\nagreed that they would go on with the talks\\nthat began in Geneva last week, they said."
    >>> "\\n" in unwrap(wrapped + "\\n\\n" + wrapped)
    True
    >>> unwrap(wrapped).count("\\n")
    0
    """
    lines = text.split("\n")
    full = [line for line in lines if len(line.strip()) > 30]
    if len(full) < 3:
        return text
    width = max(len(line.rstrip()) for line in full)
    broken = sum(line.rstrip()[-1] not in ".!?:;\"”'’)…" for line in full)
    if width > 100 or broken < 0.5 * len(full):
        return text
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            paragraphs.append([])
            continue
        previous = paragraphs[-1][-1] if paragraphs[-1] else ""
        indented = line[:2].isspace() and not previous[:2].isspace()
        if previous and (indented or len(previous.rstrip()) < width * 0.6):
            paragraphs.append([])
        paragraphs[-1].append(line.rstrip())
    return "\n\n".join(" ".join(part.strip() for part in p) for p in paragraphs if p)


def check(text: str, source: str) -> None:
    """Raise ArticleError where a text cannot be read: empty, too long, or not in English.

    >>> check("Der Bundeskanzler traf am Montag in Berlin den Präsidenten der Französischen Republik zu Gesprächen.", "a.txt")
    Traceback (most recent call last):
    kg.errors.ArticleError: a.txt: written in another language (de), only English is read
    """
    if not text.strip():
        raise ArticleError(source, "there is no text in it")
    too_much = excess(text)
    if too_much:
        raise ArticleError(source, too_much)
    if not any(c.isalpha() for c in text):
        raise ArticleError(source, "there are no words in it")
    language = recognise(text)
    if language != "en":
        raise ArticleError(source, f"written in another language ({language}), only English is read")


#: What the classifier takes terse English (tables of prices, say) for.
_NEARLY_ENGLISH = frozenset({"en", "pcm", "sco", "zxx", "vo"})
_COMMON = frozenset("the of and to in a that is for on with as was by at said has from have will not be it".split())
#: How sure the classifier must be that a text is in another language, of few words and of more than _SHORT.
_SURE_OF_FEW, _SURE, _SHORT = 0.65, 0.4, 30


def recognise(text: str) -> str:
    """The ISO 639-1 code of the language of a text.

    Common English words settle most cases; py3langid is asked about the others. A text without clear signs, a table
    of prices for instance, counts as English.

    >>> recognise("Le président a rencontré le premier ministre à Paris pour parler de la situation au Moyen-Orient.")
    'fr'
    >>> recognise("NOEL INDUSTRIES 1ST QTR NET: Shr loss 26 cts vs loss 12 cts, Revs 5,944,286 vs 5,902,074")
    'en'
    """
    words = re.findall(r"[^\W\d_]+", text[:6000].lower())
    if not words:
        return "en"
    share = sum(w in _COMMON for w in words) / len(words)
    if share > 0.15 or (len(words) < 6 and text.isascii()):
        return "en"
    language, confidence = _identifier().classify(" ".join(words))
    sure = _SURE_OF_FEW if len(words) < _SHORT else _SURE
    if language in _NEARLY_ENGLISH or confidence < sure or (len(words) < _SHORT and share > 0.12):
        return "en"
    return str(language)


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
