"""Write the glossary and the graded claims of the course as a deck of cards for Anki: dist/*-cards.apkg.

python -m tools.cards
"""

from __future__ import annotations

import io
import os
import re
import sys
import zlib
from html import escape
from pathlib import Path
from zipfile import ZipFile

import genanki

from coursework.course import Course, CourseError, find
from tools.offline import ROOT
from tools.zips import write_zip

MODEL = genanki.Model(
    1_742_026_128,  # never changed: by it Anki knows cards that were imported before
    "Course card",
    fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}],
    css=".card { font-family: sans-serif; font-size: 20px; text-align: left; max-width: 40em; margin: auto; }",
)
FIRST_ZIP_DATE = 315_532_800  # 1 January 1980


def main() -> None:
    try:
        course = find(ROOT)
    except CourseError as error:
        sys.exit(str(error))
    target = ROOT / "dist" / f"{course.slug}-cards.apkg"
    counts = write(target, course)
    print(f"{target.relative_to(ROOT)}: {', '.join(f'{count} {what}' for what, count in counts.items())}")


def write(target: Path, course: Course) -> dict[str, int]:
    """Write the deck. Returns how many cards there are of each kind. SOURCE_DATE_EPOCH sets the date of the notes."""
    words, claims = glossary(course), takeaways(course)
    deck = genanki.Deck(zlib.crc32(course.slug.encode()) + (1 << 30), course.title)
    for kind, cards in (("word", words), ("claim", claims)):
        for name, front, back in cards:
            deck.add_note(
                genanki.Note(MODEL, [front, back], tags=[kind], guid=genanki.guid_for(course.slug, kind, name))
            )
    made = max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), FIRST_ZIP_DATE)
    draft = io.BytesIO()
    genanki.Package(deck).write_to_file(draft, timestamp=float(made))
    with ZipFile(draft) as archive:
        write_zip(target, {name: archive.read(name) for name in archive.namelist()})  # with one date
    return {"words": len(words), "claims": len(claims)}


def glossary(course: Course) -> list[tuple[str, str, str]]:
    """Return (word, front, back) of each word of the glossary; none where the course has no glossary."""
    path = course.book / "glossary.md"
    text = path.read_text("utf-8") if path.is_file() else ""
    part = re.search(r"^:::\{glossary\}\n(.*?)^:::", text, re.M | re.S)
    found = re.findall(r"^(?!:)(\S.*)\n((?:[ \t]+\S.*\n?)+)", part[1], re.M) if part else []
    return [(word.strip(), f"<b>{escape(word.strip())}</b>", _plain(meaning)) for word, meaning in found]


def takeaways(course: Course) -> list[tuple[str, str, str]]:
    """Return (id, front, back) of each claim: how sure one can be of it in people, and why."""
    if not course.package or not course.claims.file.is_file():
        return []
    return [
        (
            claim.id,
            f"{escape(claim.claim)}<br><br>How sure, in people?",
            f"<b>{claim.strength}</b><br>{_plain(claim.verdict)}",
        )
        for claim in course.claims.table()
    ]


def _plain(text: str) -> str:
    """Markdown as HTML of one line: roles and emphasis lose their marks."""
    text = re.sub(r"\{[\w:]+\}`([^`<]*?)\s*(?:<[^`]*>)?`", r"\1", text)
    return escape(re.sub(r"\s+", " ", re.sub(r"[*_`]", "", text)).strip())


if __name__ == "__main__":
    main()
