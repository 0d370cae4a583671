"""The ledger as a picture: which of the article's claims would you repeat to a patient?

Every tile is one claim of ``claims.csv``, and its look is its grade: the surer, the more colour. Tiles move into
groups: in the article's order, by how well they are shown, by what they are about, and by whom they were studied in.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from explorers import Drawing, Readout, Scene
from explorers.svg import Attributes, tag, text
from ketamine import claims
from ketamine.claims import Claim

#: How a grade is said to somebody who has a patient before them.
SAID = {
    "high": "Say it plainly",
    "moderate": "You could repeat it",
    "low": "You could repeat it with a 'but'",
    "very low": "Not as it stands",
    "not tested in people": "Nobody has tested it in people",
}
WHY = {
    "high": "large trials agree (high)",
    "moderate": "large studies in people agree on the direction (moderate)",
    "low": "small, short or conflicting studies in people (low)",
    "very low": "a single small study, or people do not bear it out (very low)",
    "not tested in people": "seen in animals or cells, or not at all",
}
ABOUT = {"outcome": "Does it help?", "mechanism": "How does it work?", "harm": "Does it harm?"}
WHOM = {
    "people": "Mainly from people",
    "both": "From people and animals",
    "rodents": "Mainly from mice and rats",
    "in vitro": "Mainly from cells in a dish",
}
ORDER, SHOWN, MATTER, STUDIED = "order", "shown", "about", "whom"
SORTS = {
    "The article's order": ORDER,
    "How well it is shown": SHOWN,
    "What it is about": MATTER,
    "Who was studied": STUDIED,
}
#: sort -> group of a claim, and the groups with their headings, from the top
GROUPS: dict[str, tuple[Callable[[Claim], str], dict[str, str]]] = {
    ORDER: (lambda claim: "all", {"all": "42 claims, as the article makes them"}),
    SHOWN: (lambda claim: claim.strength, {key: f"{SAID[key]}: {WHY[key]}" for key in SAID}),
    MATTER: (lambda claim: claim.kind, ABOUT),
    STUDIED: (lambda claim: claim.species, WHOM),
}
CLAIMS = {f"{claim.number}. {claim.label}": claim.number for claim in claims.table()}
LOOKS = {"high": 0, "moderate": 0, "low": 1, "very low": 2, "not tested in people": 3}
LEAVES_OUT = (
    "how sure each grade is: they are one reading of the studies, by one team. What speaks for and against each claim"
    " stands in the ledger."
)
LABEL = (
    "Forty-two tiles, one for each claim of the article, in groups. The more colour a tile has, the better its claim"
    " is shown."
)
COLOURS = {
    "muted": ("#56646e", "#a2aeb6"),
    "sure": ("#14606f", "#7cc3cf"),
    "on-sure": ("#ffffff", "#0f1317"),
    "partly": ("#c5dfe3", "#28505a"),
    "on-partly": ("#123d47", "#e3f2f4"),
    "not": ("#ffffff", "#14181e"),
    "on-not": ("#3d4a53", "#c3ccd2"),
    "edge": ("#8a979e", "#6d7a82"),
}
FILLS = (("sure", "on-sure", ""), ("partly", "on-partly", ""), ("not", "on-not", ""), ("not", "on-not", "4 3"))


def which_to_repeat(sort: str = SHOWN, claim: int = 11) -> tuple[Scene, list[Readout]]:
    """Show every claim as a tile, in the groups of a sort, with one claim in front.

    sort: ORDER of the article, how well it is SHOWN, the MATTER it is about, or who was STUDIED. claim: its number.
    """
    scene = Scene(
        wide=Drawing(WIDE.width, WIDE.height, _drawn(WIDE), _parts(WIDE, sort, claim)),
        narrow=Drawing(NARROW.width, NARROW.height, _drawn(NARROW), _parts(NARROW, sort, claim)),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("Claim", "In our words", "How well shown", "About", "Mainly from", "Verdict"),
        rows=table(),
        colours=COLOURS,
        kind="Every tile is a claim of the ledger",
        near=1,
    )
    return scene, readouts(claim)


def count(*strengths: str) -> int:
    """Count the claims with one of these grades."""
    return sum(claim.strength in strengths for claim in claims.table())


def readouts(claim: int) -> list[Readout]:
    """Say what the claim in front says and what came of it; the headings count the tiles of each group."""
    shown = next(one for one in claims.table() if one.number == claim)
    return [
        Readout(
            f"{shown.number}. {shown.claim.rstrip('.')}", f"{SAID[shown.strength]} ({shown.strength}). {shown.verdict}"
        )
    ]


@cache
def table() -> list[tuple[str, str, str, str, str, str]]:
    """Every claim with its grade and verdict."""
    return [
        (f"{one.number}. {one.label}", one.claim, one.strength, one.kind, WHOM[one.species], one.verdict)
        for one in claims.table()
    ]


# --- the drawing ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Where tiles stand in a drawing, in px. across: tiles in a row; tile: width and height; head: of a group."""

    name: str
    width: int
    height: int
    across: int
    tile: tuple[int, int]
    gap: int
    head: int

    def places(self, sort: str) -> tuple[dict[int, tuple[int, int]], dict[str, int]]:
        """Return where each claim stands, by number, and the base line of each group's heading."""
        group, names = GROUPS[sort]
        wide, high = self.tile
        places: dict[int, tuple[int, int]] = {}
        heads = {}
        y = 0
        for key in names:
            members = [claim.number for claim in claims.table() if group(claim) == key]
            heads[key] = y + self.head - 6
            y += self.head
            for i, number in enumerate(members):
                places[number] = i % self.across * (wide + self.gap), y + i // self.across * (high + self.gap)
            y += math.ceil(len(members) / self.across) * (high + self.gap) + (4 if members else 0)
        return places, heads


WIDE = Plan("wide", 860, 434, 6, (138, 31), 5, 24)
NARROW = Plan("narrow", 360, 636, 3, (115, 30), 4, 19)


@cache
def _drawn(plan: Plan) -> str:
    """Draw the headings of every sort, and every tile at the corner; a stop moves them."""
    art = ""
    for sort, (_, names) in GROUPS.items():
        _, heads = plan.places(sort)
        inside = ""
        for key, y in heads.items():
            members = sum(GROUPS[sort][0](claim) == key for claim in claims.table())
            words = SAID[key] if sort == SHOWN else names[key]
            number = "" if sort == ORDER else f"{'' if words.endswith('?') else ':'} {members or 'none'}"
            more = WHY[key] if sort == SHOWN and plan.name == "wide" else ""
            quiet = tag("tspan", more, font_weight=400, font_size=12, fill="var(--muted)", dx=8) if more else ""
            inside += text(
                0, y, words.replace(" 'but'", " ‘but’") + tag("tspan", number, font_size=16) + quiet, bold=True
            )
        art += tag("g", inside, data_part=f"heads-{sort}")
    return art + "".join(_tile(plan, claim, i) for i, claim in enumerate(claims.table()))


def _tile(plan: Plan, claim: Claim, i: int) -> str:
    """Draw one claim: its label in one or two lines on the look of its grade."""
    wide, high = plan.tile
    fill, ink, dash = FILLS[LOOKS[claim.strength]]
    more: Attributes = {"stroke_dasharray": dash} if dash else {}
    box = tag("rect", width=wide, height=high, rx=5, fill=f"var(--{fill})", stroke="var(--edge)", **more)
    lines = _lines(claim.label, (wide - 8) / 6.4)
    top = high / 2 + 4.5 - 6.5 * (len(lines) - 1)
    words = "".join(
        tag("text", line, x=wide / 2, y=top + 13 * n, text_anchor="middle", font_size=12, fill=f"var(--{ink})")
        for n, line in enumerate(lines)
    )
    ring = tag("rect", x=-2, y=-2, width=wide + 4, height=high + 4, rx=7, fill="none", stroke="var(--ink)",
               stroke_width=2.5, data_part=f"ring-{claim.number}")  # fmt: skip
    return tag("g", box + words + ring, data_part=f"tile-{claim.number}", data_move=f"claim {i}")


def _lines(label: str, letters: float) -> list[str]:
    """Part a label into two lines where it is longer than a tile, as evenly as words allow."""
    if len(label) <= letters:
        return [label]
    words = label.split()
    if len(words) == 1:
        return [f"{label.partition('-')[0]}-", label.partition("-")[2]]
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(halves, key=lambda pair: max(map(len, pair))))


def _parts(plan: Plan, sort: str, claim: int) -> dict[str, Attributes]:
    """Return where each tile stands, and which is in front."""
    places, _ = plan.places(sort)
    parts: dict[str, Attributes] = {
        f"heads-{each}": {"display": "inline" if each == sort else "none"} for each in GROUPS
    }
    for number, (x, y) in places.items():
        parts[f"tile-{number}"] = {"transform": f"translate({x + 2} {y + 2})"}
        parts[f"ring-{number}"] = {"opacity": int(number == claim)}
    return parts
