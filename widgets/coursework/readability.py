"""How hard the chapters are to read: numbers and long words, counted in their Markdown.

``make readability`` prints a table; there is no gate, since no formula knows good prose. Counted are the words that
everybody sees: text, lists and the captions of figures. Left out are code, citations, equations, tables, references
and what is folded away.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from .course import Course, find

#: Headings of the sections that weigh studies, where more numbers are allowed.
EVIDENCE = ("What the evidence shows", "What is contested")
#: Headings behind which nothing is read as text.
AFTER = ("Check yourself", "Sources")
NUMBER = re.compile(r"(?<![\w.])[−-]?\d[\d,.]*(?<=\d)")
END = re.compile(r"(?<=[.!?:])['’\"”)]*\s+(?=['‘\"“(]*[A-Z0-9−])")
WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d,.]*")


@dataclass(frozen=True)
class Figures:
    """What was counted in a text."""

    words: int
    sentences: int
    syllables: int
    numbers: int

    @property
    def density(self) -> float:
        """Numbers per 100 words."""
        return 100 * self.numbers / self.words if self.words else 0.0

    @property
    def grade(self) -> float:
        """Flesch-Kincaid: the US school year that the text asks for; 0 for no text."""
        if not self.words or not self.sentences:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def main() -> None:
    """Print the table for the chapters of the course."""
    print(table(find()))


def table(course: Course) -> str:
    """Return the figures of every chapter as lines of a table."""
    rows = [f"{'chapter':<40}{'words':>7}{'per sentence':>14}{'FK':>6}{'numbers/100':>13}{'in the evidence':>17}"]
    names = [page.removeprefix("chapters/") for page in course.pages if page.startswith("chapters/")]
    for name in names:
        text = course.chapter(name).read_text("utf-8")
        body, evidence = figures(parts(text, evidence=False)), figures(parts(text, evidence=True))
        length = body.words / max(1, body.sentences)
        rows.append(
            f"{name:<40}{body.words:>7}{length:>14.1f}{body.grade:>6.1f}{body.density:>13.1f}{evidence.density:>17.1f}"
        )
    return "\n".join(rows)


def parts(page: str, *, evidence: bool) -> str:
    """Return the text of a chapter that everybody sees: all of it, or only the sections that weigh studies."""
    text = re.sub(r"\A---\n.*?^---\n", "", page, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^```\{code-cell\}.*?\n(.*?)^```$", _captions, text, flags=re.MULTILINE | re.DOTALL)
    sections = re.split(r"^## +(.+)\n", text, flags=re.MULTILINE)
    kept = [] if evidence else [sections[0]]
    for heading, section in zip(sections[1::2], sections[2::2]):
        if heading.strip() not in AFTER and (not evidence or heading.strip() in EVIDENCE):
            kept.append(section)
    return "\n".join(kept)


def _captions(cell: re.Match[str]) -> str:
    """Return the captions of a cell's figures, each as a paragraph."""
    code = re.sub(r"\A(?::.*\n)+", "", cell[1])
    return "\n\n".join(
        str(key.value.value)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
        for key in node.keywords
        if key.arg == "caption" and isinstance(key.value, ast.Constant)
    )


def plain(text: str) -> str:
    """Return Markdown without its marks, folded parts, tables, equations and citations."""
    text = re.sub(r"^(:{3,})\{dropdown\}.*?^\1\s*$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^(`{3,}).*?^\1\s*$|^\$\$.*?\$\$.*?$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^(?:\||:::|:\w+:|#|\([\w-]+\)=).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\s*\{(?:cite:\w+|eq)\}`[^`]*`", "", text)
    text = re.sub(r"\{[\w:]+\}`([^`<]*?)\s*(?:<[^`]*>)?`", r"\1", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r'<a href="(?:tel|sms):.*?</a>', "", text)  # whom to call is no figure
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"^\s*(?:[-*:>]|\d+\.)\s+", "", text, flags=re.MULTILINE)
    return re.sub(r"[*_`$]", "", text).strip()


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a paragraph and an item of a list end one."""
    text = re.sub(r"^(\s*)(?:[-*:]|\d+\.)\s+", "\n\n", text, flags=re.MULTILINE)
    found = []
    for paragraph in re.split(r"\n\s*\n", plain(text)):
        joined = " ".join(paragraph.split())
        found += [part for part in END.split(joined) if WORD.search(part)]
    return found


def figures(text: str) -> Figures:
    """Count a text."""
    said = sentences(text)
    words = [word for sentence in said for word in WORD.findall(sentence)]
    numbers = sum(len(NUMBER.findall(sentence)) for sentence in said)
    return Figures(len(words), len(said), sum(map(syllables, words)), numbers)


def syllables(word: str) -> int:
    """Estimate the syllables of an English word by its groups of vowels; a number counts as one."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", re.sub(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$", "x", word)))
    return max(1, groups)


if __name__ == "__main__":
    main()
