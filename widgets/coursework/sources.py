"""The trials and reviews behind the evidence: what each was to show, what of it is drawn, and who read how much of it.

``Sources`` reads one table of them. ``table()`` gives each by its citation key. ``faults()`` lists everything wrong
with the table, and every trial or review of the bibliography that it lacks, so that the build can name all of it at
once. A course whose evidence holds neither can do without the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from . import bibliography, checks
from .evidence import Row, Tables

COLUMNS = (
    "key",
    "kind",
    "primary_outcome",
    "primary_row",
    "not_drawn",
    "analysed",
    "deaths_and_harms",
    "certainty",
    "read",
    "read_where",
    "url",
    "read_on",
)
KINDS = ("randomised trial", "review")
#: How much of a work was read, from most to least. 'label' and 'registry' are texts of their own.
READ = ("full text", "part of the text", "abstract", "label", "registry", "report of another", "exists, not read")
#: What says that the harms were looked for and were not there.
NO_HARMS = "not printed in what was read"
#: In the design of an evidence row, or in a work's title.
_TRIAL = re.compile(r"\brandomi[sz]ed\b|\bdouble-blind\b|\btriple-masked\b|\bplacebo-controlled\b", re.IGNORECASE)
_REVIEW = re.compile(r"\bmeta-analysis\b|\breview\b|\bpooled individual data\b", re.IGNORECASE)
_TITLE = re.compile(r"\brandomi[sz]ed\b|\bmeta-analys[ei]s\b|\bsystematic review\b", re.IGNORECASE)


class SourcesError(ValueError):
    """The table of sources cannot be published; the message lists every fault."""


@dataclass(frozen=True)
class Source:
    """One randomised trial or review, as far as it was read."""

    key: str  # in the bibliography
    kind: str  # one of KINDS
    primary_outcome: str  # of a review, what it pools; '' where what was read names none
    primary_row: tuple[str, ...]  # evidence rows that hold it
    not_drawn: str  # why no row holds it, or not the whole of it; '' where all is drawn
    analysed: int | None  # people; None where what was read does not say
    deaths_and_harms: str  # as printed, or NO_HARMS
    certainty: str  # as rated, and by whom
    read: str  # one of READ
    read_where: str  # in words
    url: str  # of the text that was read, or of the work itself where that copy has no lasting address
    read_on: date

    @property
    def drawn(self) -> bool:
        """Whether evidence rows hold the whole of the primary outcome."""
        return bool(self.primary_row) and not self.not_drawn

    @property
    def tells_harms(self) -> bool:
        """Whether what was read says something of deaths or harms."""
        return not self.deaths_and_harms.startswith((NO_HARMS, "not applicable"))


@dataclass(frozen=True)
class Sources:
    """The sources in one file, the evidence rows that they name and the bibliography that holds them."""

    file: Path
    evidence: Tables
    bibliography: Path

    @cache  # noqa: B019 (as long as the process; there is one)
    def table(self) -> dict[str, Source]:
        """Return the sources by key; none where there is no such file. Raises SourcesError with every fault."""
        found, bad = self._read()
        if bad:
            raise SourcesError("\n".join(bad))
        return {source.key: source for source in found}

    def faults(self) -> list[str]:
        """Return every fault of the table, 'file:line: what is wrong and what is allowed', and what it lacks."""
        if not self.file.is_file():
            return []
        found, bad = self._read(set(bibliography.read(self.bibliography)))
        if bad and not found:
            return bad
        listed = {source.key for source in found}
        return bad + [
            f"{self.file.name}: there is no row for {key}, {why}; a trial or review that is cited needs one"
            for key, why in self.needed().items()
            if key not in listed
        ]

    def needed(self) -> dict[str, str]:
        """Return the works that must be in the table, each with what makes it a trial or a review."""
        why = {row.citation: f"of which row {row.id} is {row.design!r}" for row in self._rows().values() if _is(row)}
        titles = bibliography.read(self.bibliography).values()
        return {work.key: f"titled {work.title!r}" for work in titles if _TITLE.search(work.title)} | why

    def _rows(self) -> dict[str, Row]:
        return {row_id: row for name in self.evidence.names() for row_id, row in self.evidence.table(name).items()}

    def _read(self, known: set[str] | None = None) -> tuple[list[Source], list[str]]:
        """Read every row, and the faults of all. known: the keys that a row may have, if they are to be checked."""
        if not self.file.is_file():
            return [], []
        cells, bad = checks.read_table(self.file, COLUMNS)
        rows = self._rows()
        keys = checks.Ids("a key stands once")
        found = []
        for line, text in cells.items():
            source, wrong = _parse(text)
            if known is not None and text["key"] and text["key"] not in known:
                wrong.append(f"key {text['key']!r} is not in the bibliography")
            wrong += [f"there is no evidence row {row_id!r}" for row_id in source.primary_row if row_id not in rows]
            wrong += keys.again(source.key, self.file, line)
            bad += checks.placed(self.file, line, wrong)
            found.append(source)
        return found, bad


def _is(row: Row) -> bool:
    """Whether a row's design is that of a trial or a review."""
    return bool(_TRIAL.search(row.design) or _REVIEW.search(row.design))


def _parse(text: dict[str, str]) -> tuple[Source, list[str]]:
    wrong = checks.filled(text, ("key", "deaths_and_harms", "read_where", "url"), "source")
    wrong += checks.one_of("kind", text["kind"], KINDS) + checks.one_of("read", text["read"], READ)
    if not text["primary_row"] and not text["not_drawn"]:
        wrong.append(
            "primary_row and not_drawn are both empty; name the rows that hold the primary outcome, or say why"
        )
    if text["primary_row"] and not text["primary_outcome"] and not text["not_drawn"]:
        wrong.append(
            "primary_row names rows and primary_outcome is empty; name the outcome, or say in not_drawn why not"
        )
    if text["kind"] == "review" and not text["certainty"]:
        wrong.append("certainty is empty; a review needs it as rated and by whom, or 'not rated'")
    if text["analysed"] and not re.fullmatch(r"[1-9]\d*", text["analysed"]):
        wrong.append(f"analysed is {text['analysed']!r}; it must be a whole number of at least 1, or empty")
    if text["url"] and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", text["url"]):
        wrong.append(f"url is {text['url']!r}; it must be one address that begins with https:// or http://")
    try:
        read_on = date.fromisoformat(text["read_on"])
    except ValueError:
        read_on = date.min
    if read_on.isoformat() != text["read_on"] or read_on == date.min:
        wrong.append(f"read_on is {text['read_on']!r}; it must be a date such as 2026-11-28")
    people = int(text["analysed"]) if text["analysed"].isdecimal() else None
    rows = tuple(text["primary_row"].split())
    return Source(**{**text, "primary_row": rows, "analysed": people, "read_on": read_on}), wrong  # type: ignore[arg-type]
