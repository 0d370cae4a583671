"""The claims of an article, each graded and tied to evidence rows that speak for and against it.

``Claims`` reads one table of them. ``table()`` gives all claims in the article's order. ``faults()`` lists
everything wrong with the table, with file and line, so that the build can name all of it at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from . import checks
from .evidence import Row, Tables

COLUMNS = (
    "id",
    "label",
    "claim",
    "chapter",
    "heading",
    "strength",
    "kind",
    "species",
    "people_from",
    "supports",
    "contradicts",
    "verdict",
)

#: How sure we can be that the claim, as the article puts it, holds for people. The first four
#: are GRADE's words; the last is outside GRADE. From best to least.
STRENGTHS = {
    "high": "Several large randomised trials agree, and guessing the treatment could hardly explain what they found.",
    "moderate": (
        "Large studies in people agree on the direction; the size is in doubt, often because people could guess what"
        " they were given."
    ),
    "low": "Controlled findings in people, but small, short or in conflict with each other.",
    "very low": (
        "In people only a single small trial, findings without a control group or indirect signs; or the best human"
        " evidence does not fit the claim."
    ),
    "not tested in people": "Seen in animals or cells, or not at all; no study in people tests it.",
}
#: columns that must not be empty
FILLED = ("label", "claim", "verdict")
KINDS = ("mechanism", "outcome", "harm")
#: where the main support comes from -> the species that a supporting row must then have
SPECIES = {"people": {"human"}, "both": {"human"}, "rodents": {"mouse", "rat"}, "in vitro": {"in vitro"}}

_ID = re.compile(r"K\d\d")


class ClaimsError(ValueError):
    """The table of claims cannot be published; the message lists every fault."""


@dataclass(frozen=True)
class Claim:
    """One claim of the article, in our words, and what the evidence says to it."""

    id: str
    label: str  # a few words, for a figure
    claim: str
    chapter: str  # file name in book/chapters, where the claim is looked at
    heading: str  # of the article
    strength: str
    kind: str
    species: str  # of the main support
    people_from: tuple[str, ...]  # rows whose n, added up, is the human study that weighs most
    supports: tuple[str, ...]  # evidence rows
    contradicts: tuple[str, ...]
    verdict: str
    people: int | None  # in the human study, or pooled analysis, that weighs most; None if none or not stated

    @property
    def number(self) -> int:
        """3 for K03."""
        return int(self.id[1:])


@dataclass(frozen=True)
class Claims:
    """The claims in one file, the evidence that they rest on, and the headings of the article they are taken from."""

    file: Path
    evidence: Tables
    headings: tuple[tuple[str, str], ...]  # in the article's order, with the chapter that answers each

    @cache  # noqa: B019 (as long as the process; there is one)
    def table(self) -> tuple[Claim, ...]:
        """Return all claims in the file's order. Raises ClaimsError with every fault."""
        claims, bad = self._read(self.file)
        if bad:
            raise ClaimsError("\n".join(bad))
        return tuple(claims)

    def faults(self, file: Path | None = None) -> list[str]:
        """Return every fault of the table, or of another file, 'file:line: what is wrong and what is allowed'."""
        return self._read(file or self.file)[1]

    def _read(self, path: Path) -> tuple[list[Claim], list[str]]:
        rows = {row_id: row for name in self.evidence.names() for row_id, row in self.evidence.table(name).items()}
        claims: list[Claim] = []
        cells, bad = checks.read_table(path, COLUMNS)
        if not cells and bad:
            return [], bad
        ids = checks.Ids("an id stands once")
        for line, text in cells.items():
            fields: dict[str, Any] = text
            lists = {name: tuple(text[name].split()) for name in ("people_from", "supports", "contradicts")}
            counts = [rows[row_id].n or 0 for row_id in lists["people_from"] if row_id in rows]
            claim = Claim(**fields | lists, people=sum(counts) if counts else None)
            wrong = _faults(claim, rows, dict(self.headings)) + checks.filled(text, FILLED, "claim")
            bad += checks.placed(path, line, wrong + ids.again(claim.id, path, line))
            claims.append(claim)
        answered = {claim.heading for claim in claims}
        missing = [heading for heading, _ in self.headings if heading not in answered]
        bad += [f"{path.name}: no claim stands for the article's heading {heading!r}" for heading in missing]
        return claims, bad


def _faults(claim: Claim, rows: dict[str, Row], headings: dict[str, str]) -> list[str]:
    wrong: list[str] = []

    if not _ID.fullmatch(claim.id):
        wrong.append(f"id is {claim.id!r}; it must be K and two digits, such as K01")
    allowed = {
        "chapter": tuple(headings.values()),
        "heading": tuple(headings),
        "strength": tuple(STRENGTHS),
        "kind": KINDS,
        "species": tuple(SPECIES),
    }
    for column, words in allowed.items():
        wrong += checks.one_of(column, getattr(claim, column), words)
    sources = claim.supports + claim.contradicts
    if not sources:
        wrong.append("there is no source; supports or contradicts must name an evidence row")
    for row_id in dict.fromkeys(sources + claim.people_from):
        if row_id not in rows:
            wrong.append(f"there is no evidence row {row_id!r}")
    for row_id in set(claim.supports) & set(claim.contradicts):
        wrong.append(f"row {row_id} both supports and contradicts")
    for row_id in claim.people_from:
        if row_id not in sources:
            wrong.append(f"people_from names {row_id}, which is not among the claim's rows")
        elif row_id in rows and (rows[row_id].species != "human" or rows[row_id].n is None):
            wrong.append(f"people_from names {row_id}, which has no number of people")
    if claim.people_from and claim.strength == "not tested in people":
        wrong.append("people_from names people, but the strength is 'not tested in people'")
    found = {rows[row_id].species for row_id in claim.supports or sources if row_id in rows}
    if not found & SPECIES.get(claim.species, found) or (claim.species == "both" and not found & SPECIES["rodents"]):
        wrong.append(
            f"species is {claim.species!r}, but the supporting rows are of {', '.join(sorted(found)) or 'nobody'}"
        )
    return wrong
