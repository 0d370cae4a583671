"""The numbers of the course's text, each with what it may rest on.

A number is *held* by a row of a source that its paragraph cites, by a claim's rows where the paragraph names the claim,
by the checks and the controls of its page's own cells, or by a calculation of ``book/numbers.yml``. Numbers in letters
('twelve'), and what ``LEFT_OUT`` lists, are not looked at.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import jupytext
import numpy as np
import yaml
from scipy.stats import norm

from coursework import questions
from ketamine import claims, evidence, figures, models, sources
from tests.support.course import BOOK, pages

NUMBER = re.compile(r"(?<![\w.,/:])(?<!\w[-−–])[−-]?\d+(?:,\d{3})*(?:\.\d+)?(?![\w%]*[-−/]?[A-Za-z]\w*\d)(?![A-Za-z_])")
CITED = re.compile(r"\{cite:\w+\}`([^`]*)`")
#: A paragraph may name claims of the ledger instead of works: '[3, 11]'.
CLAIMS = re.compile(r"\[(\d+(?:, \d+)*)\]")
DAY = r"\d+ (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?"
#: Not the course's findings -> why they are not.
LEFT_OUT = {
    r"\b(?:19|20)\d\d\b": "a year",
    DAY: "a day",
    r"\b9[05] %(?= (?:interval|CI|confidence|credible))": "the width of an interval",
    r"\b100\b(?! (?:mg|ng|min|h)\b)": "'of 100' is how shares are told",
    r"^\s*\d+\.(?!\d)": "the number of a step in a list",
    r"^#.*|^:{3,}.*": "a heading, or the name of a box",
    r"\b(?:M[rs] [\w-]+(?: [\w-]+)?|brother|sister), (?:an? \w+ of )?\d+[,:]": "the age of somebody in a case",
    r"\bphase [123]\b": "a kind of trial",
    r"\bPython 3\.\d+(?:(?:,| or) 3\.\d+)*|WCAG 2\.\d|CC BY 4\.0|BSD 3-Clause": "a version",
    r"^\| \d+ (?=\|)|timetable of \d+ minutes": "minutes of a timetable; test_class.py adds them up",
    r"^\*\*Time:\*\*.*|The chapter takes about \d+ minutes|takes (?:about )?\d+ minutes": "the time that a reader needs",
    r"<a href=\"(?:tel|sms):[^>]*>.*?</a>|Emergency: .*|^.*your emergency number: .*|\[988 ": "a telephone number; "
    "test_claims.py holds them",
    r"\b\d+(?:\.\d+)? (?:kB|MB|MiB|GB|GiB|px)\b": "the size of a file or a screen",
    r"https?://\S+|\]\([^)]*\)|<[^>]*>": "an address",
    r"^\$\$.*?\$\$|\$[^$\n]*\$": "an equation",
    r"^```.*?^```": "code",
    r"`[^`]*`": "code or a name",
}
#: What a calculation of book/numbers.yml may use.
NAMES = {"row": evidence.row, "models": models, "figures": figures, "np": np, "norm": norm, "math": math, "re": re}
NAMES |= {"dataclasses": dataclasses, "inspect": inspect}
_LEFT_OUT = [re.compile(pattern, re.MULTILINE | re.DOTALL) for pattern in LEFT_OUT]
#: A sentence that says so, or that sends the reader to a figure, rests on the cells of its page.
CALCULATED = re.compile(r"calculat|\*\*Try this|Go to (?:the|its) ")
_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
WRITTEN = {word: i for i, word in enumerate(_ONES, 1)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
_WORD = "|".join(WRITTEN)
#: A share in words: 'seven in ten', 'twenty-seven of a hundred'.
SHARE = re.compile(rf"\b(?:({_WORD})-)?({_WORD}) (?:in|of|out of) (?:a |every )?({_WORD})\b", re.IGNORECASE)
#: Pages on teaching and on platforms: their numbers are code, menus and versions.
HOW_TO = ("if-you-teach", "for-administrators")
#: Keys of the YAML files whose values are no text for a reader.
NOT_TEXT = {"id", "kind", "objective", "cite", "rows", "draw", "answer", "tolerance", "unit", "at", "explorer", "value"}


@dataclass(frozen=True)
class Backing:
    """What may hold the numbers of a sentence."""

    page: str  # whose cells
    works: frozenset[str] = frozenset()  # that it cites
    rows: frozenset[str] = frozenset()  # that it names, or that the claims it names rest on
    calculated: bool = False  # whether it says so, or sends the reader to a figure


@dataclass(frozen=True)
class Said:
    """A number of the text."""

    file: str  # below book/
    at: int  # its place in the text of the file
    line: int
    number: str  # as printed
    around: str  # the words around it
    backing: Backing

    def __str__(self) -> str:
        return f"book/{self.file}:{self.line}: {self.number} in '{self.around}'"


def everything() -> list[Said]:
    """List the numbers of every page, case and question, in the order of the table of contents."""
    return [said for file in files() for said in in_file(file, (BOOK / file).read_text("utf-8"))]


def files() -> list[str]:
    """Every file of the book whose text a reader sees."""
    own = [f"{page}.md" for page in pages() if page not in HOW_TO]
    folders = ("cases", "questions", "questions/test")
    lists = [f"{folder}/{chapter}.yml" for chapter in questions.chapters() for folder in folders]
    return own + [name for name in lists if (BOOK / name).exists()]


def in_file(file: str, text: str) -> list[Said]:
    """List the numbers of one file. file: its name below book/, which says how it is read."""
    return list(_of_page(file, text) if file.endswith(".md") else _of_entries(file, text))


# --- pages ------------------------------------------------------------------------------------


def _of_page(file: str, text: str) -> Iterator[Said]:
    page = file.removesuffix(".md")
    for start, paragraph in paragraphs(text):
        named = {int(number) for group in CLAIMS.findall(paragraph) for number in group.split(", ")}
        rows = frozenset(row for claim in claims.table() if claim.number in named for row in _rows(claim))
        for at, sentence in sentences(paragraph):
            works = _works(sentence) or _works(paragraph)
            calculated = bool(CALCULATED.search(sentence)) or not (works or rows)
            yield from _in(text, sentence, start + at, file, Backing(page, works, rows, calculated))


def _works(text: str) -> frozenset[str]:
    return frozenset(key.strip() for group in CITED.findall(text) for key in group.split(","))


def _rows(claim: claims.Claim) -> tuple[str, ...]:
    return (*claim.supports, *claim.contradicts, *claim.people_from)


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield each paragraph, item of a list and row of a table with the place of its start; of a cell its captions."""
    text = re.sub(r"\A---\n.*?^---\n", _spaces, text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^```\{code-cell\}.*?^```", _captions, text, flags=re.DOTALL | re.MULTILINE)
    start = at = 0
    for line in [*text.splitlines(keepends=True), ""]:
        new = not line.strip() or re.match(r"\s*(?:[-*|>]|\d+\.|:::|#|: )(?!\*)", line)
        if new and text[start:at].strip():
            yield start, text[start:at]
            start = at
        at += len(line)


def _captions(cell: re.Match[str]) -> str:
    """Blank a cell but for the words of its captions."""
    lines = cell[0].split("\n")
    code = "\n".join("" if line.startswith((":", "```")) else line for line in lines)
    captions = [
        node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.keyword) and node.arg == "caption"
    ]
    kept = {line for value in captions for line in range(value.lineno - 1, (value.end_lineno or 0))}
    shown = (
        line.replace("caption=", " " * 8).replace('"', " ") if i in kept else " " * len(line)
        for i, line in enumerate(lines)
    )
    return "\n".join(shown)


def sentences(paragraph: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with the place where it starts."""
    start = 0
    for end in re.finditer(r"(?<=[.?!])\s+(?=[A-Z*'\[])|\Z", paragraph):
        yield start, paragraph[start : end.start()]
        start = end.end()


# --- cases and questions -------------------------------------------------------------------------


def _of_entries(file: str, text: str) -> Iterator[Said]:
    for entry in yaml.compose(text).value:
        works, rows = frozenset(_values(entry, "cite")), frozenset(_values(entry, "rows"))
        yield from _of_mapping(entry, file, text, Backing(f"chapters/{Path(file).stem}", works, rows))


def _of_mapping(node: yaml.MappingNode, file: str, text: str, backing: Backing) -> Iterator[Said]:
    """Yield the numbers of an entry, or of a part of one; a part that cites works rests on these alone."""
    keys = {key.value: value for key, value in node.value}
    if "cite" in keys:
        words = text[node.start_mark.index : node.end_mark.index]
        backing = replace(backing, works=frozenset(_values(node, "cite")), calculated=bool(CALCULATED.search(words)))
    wrong = "why" in keys and "right" not in keys and getattr(keys.get("fits"), "value", "") != "best"
    for key, value in keys.items():
        if key in NOT_TEXT or (wrong and key == "text"):  # a wrong answer may say what is wrong
            continue
        for child in value.value if isinstance(value, yaml.SequenceNode) else [value]:
            if isinstance(child, yaml.MappingNode):
                yield from _of_mapping(child, file, text, backing)
            elif child.tag.endswith(":str"):
                start, end = child.start_mark.index, child.end_mark.index
                own = replace(backing, calculated=backing.calculated or key in ("ask", "say"))
                yield from _in(text, text[start:end], start, file, own)


def _values(node: yaml.Node, key: str) -> Iterator[str]:
    """Yield every value of a key, anywhere below a node."""
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _values(child, key)
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                yield from (child.value for child in value.value)
            else:
                yield from _values(value, key)


# --- both ------------------------------------------------------------------------------------------


def _in(text: str, sentence: str, start: int, file: str, backing: Backing) -> Iterator[Said]:
    """Yield the numbers of one sentence. start: its place in the text of the file."""
    kept = CLAIMS.sub(_spaces, CITED.sub(_spaces, sentence))
    for pattern in _LEFT_OUT:
        kept = pattern.sub(_spaces, kept)
    for found in (*NUMBER.finditer(kept), *SHARE.finditer(kept)):
        around = " ".join(sentence[max(0, found.start() - 40) : found.end() + 30].split())
        at = start + found.start()
        yield Said(file, at, text.count("\n", 0, at) + 1, found[0], around, backing)


def _spaces(found: re.Match[str]) -> str:
    """Blank what is left out, so that every other character keeps its place."""
    return re.sub(r"\S", " ", found[0])


# --- what holds a number -----------------------------------------------------------------------------


def held(said: Said) -> bool:
    """Whether a row, or what the page's own cells calculate, holds the number."""
    cells = of_cells(said.backing.page) if said.backing.calculated else frozenset[float]()
    known = cells.union(*map(of_work, said.backing.works), *map(of_row, said.backing.rows))
    if share := SHARE.fullmatch(said.number):  # both may be counted: 'three of six people'
        tens, ones, parts = _written(share)
        if {float(tens + ones), float(parts)} <= known:
            return True
    return any(rounds_to(value, said.number) for value in known)


def _written(share: re.Match[str]) -> tuple[int, int, int]:
    tens, ones, parts = (WRITTEN[word.lower()] if word else 0 for word in share.groups())
    return tens, ones, parts


def rounds_to(value: float, printed: str) -> bool:
    """Whether a value, rounded as a number is printed, is that number. The sign is for the sentence to tell.

    '0.90' is 0.895 to 0.905; '1,700', with two figures that count, is 1,650 to 1,750; 'three in ten' is 0.25 to 0.35,
    or 25 to 35 per cent.
    """
    if share := SHARE.fullmatch(printed):
        tens, ones, parts = _written(share)
        return any(abs(one - (tens + ones) / parts) <= 0.5 / parts for one in (abs(value), abs(value) / 100) if one)
    digits = printed.lstrip("−-").replace(",", "")
    _, _, decimals = digits.partition(".")
    zeros = len(digits) - len(digits.rstrip("0")) if not decimals else 0
    step = 10.0 ** (-len(decimals) if decimals else min(zeros, max(len(digits) - 2, 0)))
    return abs(abs(value) - float(digits)) <= step / 2 * (1 + 1e-9)


def _numbers(text: str) -> set[float]:
    return {
        abs(float(found.replace(",", "").replace("−", "-")))
        for found in re.findall(r"(?<!\w)[−-]?\d+(?:,\d{3})*(?:\.\d+)?", text)
    }


@cache
def of_row(row_id: str) -> frozenset[float]:
    """Every number of a row: its value and bounds, how many were studied, and those in its words."""
    row = evidence.row(row_id)
    printed = (row.value, row.low, row.high, row.spread, row.n, row.hours)
    words = " ; ".join((row.study, row.arm, row.comparator, row.outcome, row.when, row.design, row.note))
    return frozenset({abs(float(number)) for number in printed if number is not None} | _numbers(words))


@cache
def of_work(key: str) -> frozenset[float]:
    """Every number of the rows of a work, and of its line in the table of sources."""
    found = set[float]().union(
        *(of_row(id) for name in evidence.names() for id, row in evidence.table(name).items() if row.citation == key)
    )
    if source := sources.table().get(key):
        words = (source.primary_outcome, source.not_drawn, source.deaths_and_harms, source.certainty)
        found |= _numbers(" ; ".join(words)) | ({float(source.analysed)} if source.analysed else set())
    return frozenset(found)


@cache
def of_cells(page: str) -> frozenset[float]:
    """The numbers that the cells of a page check (``assert``) or offer on a control (``explore``).

    Every build runs the cells, so that a number in an ``assert`` is what its model gives.
    """
    path = BOOK / f"{page}.md"
    if not path.exists() or "{code-cell}" not in path.read_text("utf-8"):
        return frozenset()
    found = set[float]()
    for cell in jupytext.read(path).cells:
        for node in ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else ():
            if isinstance(node, ast.Assert) or (isinstance(node, ast.keyword) and node.arg in ("options", "value")):
                found |= _constants(node)
    return frozenset(found)


def _constants(node: ast.AST) -> set[float]:
    values = [child.value for child in ast.walk(node) if isinstance(child, ast.Constant)]
    return {abs(float(value)) for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)}


# --- the list of what neither holds ---------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """Words of the text whose numbers are calculated here, or given: an entry of book/numbers.yml."""

    files: tuple[str, ...]
    says: str
    calculation: str  # '' where the numbers are given

    def numbers(self) -> list[str]:
        """Return the numbers in its words."""
        return [found[0] for pattern in (NUMBER, SHARE) for found in pattern.finditer(self.says)]

    def values(self) -> list[float]:
        """Work its numbers out of rows, models and figures."""
        found = eval(self.calculation, NAMES)
        return [float(value) for value in (found if isinstance(found, (list, tuple)) else [found])]

    def places(self, text: str) -> set[int]:
        """Return where its numbers stand in the text of a file, each time that its words do."""
        words = r"[\s\"]+".join(map(re.escape, self.says.split()))  # a caption goes on over several strings
        return {
            found.start() + number.start()
            for found in re.finditer(words, text)
            for pattern in (NUMBER, SHARE)
            for number in pattern.finditer(found[0])
        }


def entries() -> list[Entry]:
    """Read the list. Raises ValueError for an entry that is neither calculated nor given, or both."""
    found = []
    for entry in yaml.safe_load((BOOK / "numbers.yml").read_text("utf-8")):
        if sorted(entry) not in (["in", "is", "says"], ["given", "in", "says"]):
            raise ValueError(f"numbers.yml: {entry} must have in, says, and either is or given")
        files = entry["in"] if isinstance(entry["in"], list) else [entry["in"]]
        found.append(Entry(tuple(files), entry["says"], str(entry.get("is", ""))))
    return found


def faults(file: str, text: str) -> list[str]:
    """Say of each number of a file that nothing holds where it stands, and what was asked."""
    listed = set[int]().union(*(entry.places(text) for entry in entries() if file in entry.files))
    return [
        f"{said} is held by nothing: {_asked(said.backing)}. If it is right, put its source beside it, check it in a "
        "cell of the page, or name its calculation in book/numbers.yml"
        for said in in_file(file, text)
        if not held(said) and said.at not in listed
    ]


def _asked(backing: Backing) -> str:
    works = ", ".join(sorted(backing.works))
    asked = [f"no evidence row of {works} has it"] if works else []
    if backing.calculated:
        asked.append(f"no assert and no control in the cells of {backing.page}.md")
    return " and ".join(asked) or "the sentence cites nothing"
