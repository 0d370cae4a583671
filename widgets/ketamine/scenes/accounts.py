"""Six accounts of how ketamine acts on mood: what speaks for each, what against, and in whom it was seen.

Every mark is a finding, and on a laptop every card: a row of the evidence tables. People are filled, animals and cells
are outlined in their own colour; a person's card has a disc whose area is the number of people. A count of findings is
no weighing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from textwrap import wrap

from coursework.evidence import Row
from explorers import Drawing, Readout, Scene
from explorers.svg import Attributes, tag, text
from ketamine import evidence
from ketamine.colours import SCENE
from ketamine.figures.glutamate import FROM, HYPOTHESES, found, found_by

SIDES = ("For", "Against")
#: What each account says, in a line.
SAYS = {
    "Disinhibition": "ketamine weakens the brake cells, and the others fire more",
    "Direct inhibition": "blocking the receptor is itself what helps",
    "Lateral habenula": "ketamine quiets one small region that fires in bursts",
    "HNK metabolite": "a breakdown product of ketamine does it",
    "Opioid system": "opioid receptors are needed",
    "Expectancy": "people feel the drug, and expect to get better",
}
LEAVES_OUT = "how good each study is, and how large each effect: a count of findings is no weighing."
LABEL = "Six accounts of ketamine's effect on mood, each with a mark for every finding for it and against it."
DISCS = "area of a disc: number of people"
COLOURS = {name: SCENE[name] for name in ("muted", "zone", "border", "mice")} | {
    "people": ("#14606f", "#7cc3cf"),
    "people-soft": ("#e6f0f1", "#1a2d33"),
}


def rival_accounts(hypothesis: str = "Disinhibition", species: str = "People") -> tuple[Scene, list[Readout]]:
    """Show the findings for and against six accounts, and those of one on cards.

    hypothesis: the account in front, a key of HYPOTHESES. species: whose findings are shown, a key of FROM.
    """
    scene = Scene(
        wide=Drawing(WIDE.width, WIDE.height, _drawn(WIDE), _parts(WIDE, hypothesis, species)),
        narrow=Drawing(NARROW.width, NARROW.height, _drawn(NARROW), _parts(NARROW, hypothesis, species)),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("Account", "Side", "Study", "Finding", "Rows"),
        rows=table(),
        colours=COLOURS,
        kind="Every mark is a finding of the evidence table",
        near=1,
    )
    return scene, readouts(hypothesis, species)


def rows(hypothesis: str, species: str) -> dict[str, list[Row]]:
    """Return the findings of an account, by side; people first."""
    return {
        side: sorted(
            (row for row in map(evidence.row, ids) if row.species in FROM[species]),
            key=lambda row: (row.species != "human", -(row.n or 0)),
        )
        for side, ids in zip(SIDES, HYPOTHESES[hypothesis])
    }


def readouts(hypothesis: str, species: str) -> list[Readout]:
    """Say how many findings there are, and what each found."""
    sides = rows(hypothesis, species)
    counts = [f"{side.lower()} it {_many(len(one))}" for side, one in sides.items()]
    whom = {"All": "in people, animals and cells", "People": "in people"}.get(species, "in animals and cells")
    said = [Readout(f"{hypothesis}: {SAYS[hypothesis]}", f"{' and '.join(counts)}, {whom}.".capitalize())]
    for side, one in sides.items():
        said += [Readout(f"{side}: {found_by(row)}", f"{found(row)}.") for row in one]
        if not one:
            said.append(Readout(side, f"Nothing {whom}."))
    return said


def _many(count: int) -> str:
    return f"{count or 'no'} finding{'' if count == 1 else 's'}"


@cache
def table() -> list[tuple[str, str, str, str, list[str]]]:
    """Every finding, account by account."""
    return [
        (name, side, found_by(row), found(row), [row.id])
        for name in HYPOTHESES
        for side, some in rows(name, "All").items()
        for row in some
    ]


# --- the drawing ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Where things stand in a drawing, in px. across: accounts in a row; cell: of an account; cards: whether drawn."""

    name: str
    width: int
    height: int
    across: int
    cell: tuple[int, int]
    cards: bool

    def corner(self, at: int) -> tuple[int, int]:
        """Return the upper left corner of an account's cell."""
        wide, high = self.cell
        return at % self.across * (wide + 6) + 2, at // self.across * (high + 6) + 2


WIDE = Plan("wide", 860, 576, 1, (164, 90), True)
NARROW = Plan("narrow", 340, 262, 2, (164, 78), False)
FAINT = 0.65  # what is not asked for: quieter, and read all the same (3 : 1)
CARD, MIDDLE = 332, 14  # px of a card, and between those for and those against
INSIDE, EDGE = 42, 8  # px of a card left of its words, and right of them
LETTER = 0.55  # a letter's width, of its size
TOP, GAP = 52.0, 5.0  # px above the first card, and between two
SIZES = (16, 15, 14, 13, 12.5)  # px of the words on cards; the largest that fits is used


@cache
def _drawn(plan: Plan) -> str:
    """Draw the accounts with their marks and, on a laptop, every list of cards; a stop shows one."""
    art = ""
    for i, name in enumerate(HYPOTHESES):
        x, y = plan.corner(i)
        wide, high = plan.cell
        box = tag("rect", x=x, y=y, width=wide, height=high, rx=6, fill="var(--surface)", stroke="var(--border)")
        front = tag("rect", x=x, y=y, width=wide, height=high, rx=6, fill="var(--zone)", stroke="var(--ink)",
                    stroke_width=2, data_part=f"front-{i}")  # fmt: skip
        words = text(x + 8, y + 17, name, size=12.5, bold=True)
        marks = _marks(x, y, name, "people") + _marks(x, y, name, "animals")
        hand = tag("rect", x=x, y=y, width=wide, height=high, fill="transparent", data_move=f"hypothesis {i}")
        art += box + front + words + marks + hand
    if plan.cards:
        for i, name in enumerate(HYPOTHESES):
            art += tag("g", _cards(plan, name), data_part=f"cards-{i}")
    return art


def _marks(x: float, y: float, name: str, whom: str) -> str:
    """Draw one mark for each finding of an account in people, or in animals and cells; a line for each side."""
    art = ""
    for n, (side, some) in enumerate(rows(name, "All").items()):
        level = y + 37 + 22 * n
        art += text(x + 8, level + 4, side.lower(), "muted", size=12)
        for k, row in enumerate(some):
            at = x + 62 + 11 * k
            human = row.species == "human"
            if human and whom == "people":
                art += tag("circle", cx=at, cy=level, r=4.5, fill="var(--people)")
            elif not human and whom == "animals":
                diamond = f"M{at} {level - 5}l5 5l-5 5l-5-5z"
                art += tag("path", d=diamond, fill="none", stroke="var(--mice)", stroke_width=1.8)
    return tag("g", art, data_part=f"{whom}-{list(HYPOTHESES).index(name)}")


def _cards(plan: Plan, name: str) -> str:
    """Draw the findings of an account on cards: for on the left, against on the right."""
    sides = rows(name, "All")
    size = next(one for one in SIZES if all(_foot(some, one) <= plan.height for some in sides.values()))
    groups = {"people": "", "animals": ""}
    art = text(plan.width - 2, 16, DISCS, "muted", "end", size=12)
    for n, (side, some) in enumerate(sides.items()):
        x, y = plan.cell[0] + 16 + n * (CARD + MIDDLE), TOP
        human = sum(row.species == "human" for row in some)
        art += text(x, TOP - 12, f"{side}: {_many(len(some))}, {human or 'none'} in people", size=14, bold=True)
        for row in some:
            card, high = _card(x, y, row, size)
            groups["people" if row.species == "human" else "animals"] += card
            y += high + GAP
    i = list(HYPOTHESES).index(name)
    return art + "".join(tag("g", cards, data_part=f"{whom}-{i}") for whom, cards in groups.items() if cards)


def _foot(some: list[Row], size: float) -> float:
    """Return how far down a column of cards reaches, px."""
    return TOP + sum(_height(row, size) + GAP for row in some)


def _wrapped(row: Row, size: float) -> list[str]:
    """Return what a finding says in the lines of its card."""
    return wrap(f"{found(row)}.", int((CARD - INSIDE - EDGE) / (LETTER * size)))


def _height(row: Row, size: float) -> float:
    return 24 + (size + 1.5) * len(_wrapped(row, size))


def _card(x: float, y: float, row: Row, size: float = 12.5) -> tuple[str, float]:
    """Draw one card with words of a size; return it and its height."""
    human = row.species == "human"
    high = _height(row, size)
    colour = "people" if human else "mice"
    ground = "people-soft" if human else "surface"
    art = tag("rect", x=x, y=y, width=CARD, height=high, rx=6, fill=f"var(--{ground})", stroke=f"var(--{colour})",
              stroke_width=1.2)  # fmt: skip
    middle = y + high / 2
    if human and row.n:
        art += tag("circle", cx=x + 20, cy=middle, r=round(min(1.05 * math.sqrt(row.n), 17), 1), fill="var(--people)")
    elif not human:
        diamond = f"M{x + 20} {middle - 7}l7 7l-7 7l-7-7z"
        art += tag("path", d=diamond, fill="none", stroke="var(--mice)", stroke_width=2)
    art += text(x + INSIDE, y + 16, found_by(row), size=12, bold=True, halo=ground)
    for i, words in enumerate(_wrapped(row, size)):
        art += text(x + INSIDE, y + 18 + (size + 1.5) * (i + 1), words, size=size, halo=ground)
    return art, high


def _parts(plan: Plan, hypothesis: str, species: str) -> dict[str, Attributes]:
    """Return which account is in front, and whose findings are shown."""
    shown = {True: "inline", False: "none"}
    parts: dict[str, Attributes] = {}
    for i, name in enumerate(HYPOTHESES):
        parts[f"front-{i}"] = {"display": shown[name == hypothesis]}
        parts[f"people-{i}"] = {"opacity": 1 if "human" in FROM[species] else FAINT}
        parts[f"animals-{i}"] = {"opacity": 1 if "mouse" in FROM[species] else FAINT}
        if plan.cards:
            parts[f"cards-{i}"] = {"display": shown[name == hypothesis]}
    return parts
