"""The claims of the article, each graded and tied to evidence rows that speak for and against it.

``table()`` gives all claims in the article's order. ``faults()`` lists everything wrong with
``claims.csv``, with file and line, so that the build can name all of it at once.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ketamine import evidence

FILE = Path(__file__).with_name("claims.csv")

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
    "moderate": "Large studies in people agree on the direction; the size is in doubt, often because people could guess what they were given.",
    "low": "Controlled findings in people, but small, short or in conflict with each other.",
    "very low": "In people only a single small trial, findings without a control group or indirect signs; or the best human evidence does not fit the claim.",
    "not tested in people": "Seen in animals or cells, or not at all; no study in people tests it.",
}
KINDS = ("mechanism", "outcome", "harm")
#: where the main support comes from -> the species that a supporting row must then have
SPECIES = {"people": {"human"}, "both": {"human"}, "rodents": {"mouse", "rat"}, "in vitro": {"in vitro"}}

#: The article's headings in its order, with the chapter that answers each.
HEADINGS = {
    "How Ketamine Affects the Brain": "how-ketamine-affects-the-brain",
    "The Role of Glutamate": "the-role-of-glutamate",
    "How Ketamine Helps with Mental Health": "how-ketamine-helps-with-mental-health",
    "Depression and Anxiety Relief": "depression-and-anxiety-relief",
    "Suicidal Thoughts": "suicidal-thoughts",
    "Chronic Pain and Ketamine": "chronic-pain",
    "Ketamine and Brain Neuroplasticity": "neuroplasticity",
    "Rewiring Brain Circuits": "rewiring-brain-circuits",
    "The Role of BDNF": "bdnf",
    "Ketamine and the Default Mode Network": "default-mode-network",
    "Long-Term Effects and Considerations": "long-term-effects",
    "How Long Do the Effects Last?": "how-long-do-the-effects-last",
    "The Key Takeaways": "key-takeaways",
}
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

    @property
    def number(self) -> int:
        """3 for K03."""
        return int(self.id[1:])

    @property
    def people(self) -> int | None:
        """People in the human study, or pooled analysis, that weighs most; None if none or not stated."""
        counts = [evidence.row(id).n or 0 for id in self.people_from]
        return sum(counts) if counts else None


@cache
def table() -> tuple[Claim, ...]:
    """All claims in the file's order. Raises ClaimsError with every fault."""
    claims, bad = _read(FILE)
    if bad:
        raise ClaimsError("\n".join(bad))
    return tuple(claims)


def faults(file: Path = FILE) -> list[str]:
    """Every fault of the table, 'file:line: what is wrong and what is allowed'."""
    return _read(file)[1]


def _read(path: Path) -> tuple[list[Claim], list[str]]:
    rows = {id: row for name in evidence.names() for id, row in evidence.table(name).items()}
    claims: list[Claim] = []
    bad: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            return [], [f"{path.name}:1: the columns must be {','.join(COLUMNS)}"]
        for cells in reader:
            if None in cells or None in cells.values():
                bad.append(f"{path.name}:{reader.line_num}: the row must have {len(COLUMNS)} cells")
                continue
            fields: dict[str, Any] = {name: cells[name].strip() for name in COLUMNS}
            lists = {name: tuple(fields[name].split()) for name in ("people_from", "supports", "contradicts")}
            claim = Claim(**fields | lists)
            wrong = _faults(claim, rows)
            if claim.id in {other.id for other in claims}:
                wrong.append(f"id {claim.id} stands twice")
            bad += [f"{path.name}:{reader.line_num}: {fault}" for fault in wrong]
            claims.append(claim)
    missing = [heading for heading in HEADINGS if heading not in {claim.heading for claim in claims}]
    bad += [f"{path.name}: no claim stands for the article's heading {heading!r}" for heading in missing]
    return claims, bad


def _faults(claim: Claim, rows: dict[str, evidence.Row]) -> list[str]:
    wrong: list[str] = []

    def one_of(column: str, allowed: list[str] | tuple[str, ...]) -> None:
        if getattr(claim, column) not in allowed:
            wrong.append(f"{column} is {getattr(claim, column)!r}; allowed are {', '.join(allowed)}")

    if not _ID.fullmatch(claim.id):
        wrong.append(f"id is {claim.id!r}; it must be K and two digits, such as K01")
    for column in ("label", "claim", "verdict"):
        if not getattr(claim, column):
            wrong.append(f"{column} is empty; every claim needs one")
    one_of("chapter", tuple(HEADINGS.values()))
    one_of("heading", tuple(HEADINGS))
    one_of("strength", tuple(STRENGTHS))
    one_of("kind", KINDS)
    one_of("species", tuple(SPECIES))
    sources = claim.supports + claim.contradicts
    if not sources:
        wrong.append("there is no source; supports or contradicts must name an evidence row")
    for id in dict.fromkeys(sources + claim.people_from):
        if id not in rows:
            wrong.append(f"there is no evidence row {id!r}")
    for id in set(claim.supports) & set(claim.contradicts):
        wrong.append(f"row {id} both supports and contradicts")
    for id in claim.people_from:
        if id not in sources:
            wrong.append(f"people_from names {id}, which is not among the claim's rows")
        elif id in rows and (rows[id].species != "human" or rows[id].n is None):
            wrong.append(f"people_from names {id}, which has no number of people")
    if claim.people_from and claim.strength == "not tested in people":
        wrong.append("people_from names people, but the strength is 'not tested in people'")
    found = {rows[id].species for id in claim.supports or sources if id in rows}
    if not found & SPECIES.get(claim.species, found) or (claim.species == "both" and not found & SPECIES["rodents"]):
        wrong.append(
            f"species is {claim.species!r}, but the supporting rows are of {', '.join(sorted(found)) or 'nobody'}"
        )
    return wrong
