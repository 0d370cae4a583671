"""A synapse and its brake cell: two accounts of what ketamine does there, step by step, and who saw which step.

Both are hypotheses. Each step names the findings for and against it; nearly all are from mice and rats.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from explorers import Drawing, Readout, Scene
from ketamine import evidence
from ketamine.scenes.draw import COLOURS, HEX, LOBE, Parts, cells, line, tag, text

BEFORE, ARRIVES, FIRST, AFTER = range(4)
#: The steps: label -> number.
STEPS = {"Before": BEFORE, "Ketamine arrives": ARRIVES, "What it stops": FIRST, "What follows": AFTER}
BRAKE, DIRECT = "Through the brake cell", "Directly"
ACCOUNTS = [BRAKE, DIRECT]
LEAVES_OUT = (
    "AMPA receptors, all other cells and rival accounts, sizes and numbers. The count of dots means more or less,"
    " not how much. Both accounts may be true, or neither."
)
LABEL = (
    "A nerve ending, the receiving cell below it and a brake cell beside them. Ketamine sits on the brake cell or on"
    " the receiving cell, by the account chosen."
)


class Step(NamedTuple):
    """One step of an account: what it claims, and the rows for and against it."""

    claim: str
    short: str  # in the drawing
    who: str  # in whom it was seen
    for_it: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


ACCOUNT: dict[str, tuple[Step, ...]] = {
    BRAKE: (
        Step("A brake cell fires and holds the sending cell back.", "the brake is on", "the usual picture"),
        Step(
            "Ketamine falls on the NMDA receptors of the brake cell.",
            "ketamine on the brake cell",
            "in mice; disputed",
            ("GA05",),
            ("GA06",),
        ),
        Step(
            "The brake cell loses its drive and falls quiet.",
            "the brake is off",
            "in mice and rats; disputed",
            ("GL716", "GA01"),
            ("GL717",),
        ),
        Step(
            "The sending cell, no longer held back, releases more glutamate.",
            "more glutamate",
            "in rats; scans of people disagree",
            ("GL701", "GL05"),
            ("GL03", "GL706"),
        ),
    ),
    DIRECT: (
        Step(
            "The cells rest. A little stray glutamate still drips onto the receiving cell.",
            "a drip at rest",
            "the usual picture",
        ),
        Step(
            "Ketamine blocks NMDA receptors of the receiving cell, at rest.",
            "ketamine on the receiver",
            "in mice; disputed",
            ("NM1002",),
            ("GA05",),
        ),
        Step(
            "The drip no longer gets in. An enzyme that holds back new protein, eEF2K, switches off.",
            "eEF2K is off",
            "in mice",
            ("GA11",),
        ),
        Step(
            "The growth factor BDNF is made, with no rise of glutamate needed.",
            "BDNF is made",
            "in mice; disputed",
            ("GA11", "GA06"),
            ("GA05",),
        ),
    ),
}
#: What a row says here, in a sentence that can stand alone.
SAYS = {
    "GA05": "Mice without a part of the receptor (GluN2B) on brake cells: ketamine no longer acts. Without it on"
    " pyramidal cells it still does",
    "GA06": "Mice without that part (GluN2B) on pyramidal cells behave as if treated, and ketamine adds nothing",
    "GL716": "In awake mice one kind of brake cell (somatostatin) falls quiet",
    "GA01": "In awake rats brake cells slow down first; the drug was MK-801, not ketamine",
    "GL717": "In awake rats pyramidal cells speed up although brake cells do not slow down",
    "GL701": "In awake rats glutamate rises after 10, 20 and 30 mg/kg",
    "GL05": "In 21 people more glutamine is made from labelled glutamate during the infusion",
    "GL03": "In rats it does not change after 50 mg/kg, and falls after 200",
    "GL706": "In 23 people a scan during the infusion finds no change of glutamate",
    "NM1002": "In cultured mouse neurons ketamine blocks receptors at rest, and memantine does not",
    "GA11": "In mice block at rest switches off eEF2K and lets BDNF be made; the mice improve",
}


def brake_and_synapse(step: int = BEFORE, account: str = BRAKE) -> tuple[Scene, list[Readout]]:
    """Show one account of how ketamine acts at a synapse.

    step: one of STEPS. account: one of ACCOUNTS.
    """
    scene = Scene(
        wide=_drawing(WIDE, step, account),
        narrow=_drawing(NARROW, step, account),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("Account", "Step", "Claim", "For it", "Against it"),
        rows=table(),
        colours=COLOURS,
        near=1,
    )
    return scene, readouts(step, account)


def readouts(step: int, account: str) -> list[Readout]:
    """Say the claim of a step, and what was found for and against it."""
    own = ACCOUNT[account][step]
    return [
        Readout("The idea", own.claim),
        Readout("For it", told(own.for_it) or "Nothing is claimed yet: choose the next step."),
        Readout("Against it", told(own.against) or _nothing_against(own)),
    ]


def _nothing_against(own: Step) -> str:
    return "No finding against this step stands in our table." if own.for_it else "Nothing is claimed yet."


def told(rows: tuple[str, ...]) -> str:
    """Say what rows found, each with its study."""
    return " ".join(f"{SAYS[row]} ({evidence.row(row).study})." for row in rows)


@cache
def table() -> list[tuple[str, str, str, str, str]]:
    """Every step of both accounts with the findings for and against."""
    return [
        (account, label, own.claim, told(own.for_it) or "–", told(own.against) or "–")
        for account, steps in ACCOUNT.items()
        for label, own in zip(STEPS, steps)
    ]


# --- the drawing --------------------------------------------------------------------------------


class Plan(NamedTuple):
    """Where things stand, in px: the height of the picture; middle, lift and scale of the synapse; the brake cell."""

    name: str
    width: int
    height: int
    art: int
    synapse: tuple[float, float, float]
    brake: tuple[float, float, float]

    @property
    def small(self) -> bool:
        """Whether it is for a phone."""
        return self.name == "narrow"

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place of the synapse stands in the drawing."""
        middle, lift, scale = self.synapse
        return middle + x * scale, lift + y * scale


WIDE = Plan("wide", 860, 350, 350, (310, -26, 0.86), (690, 92, 1.0))
NARROW = Plan("narrow", 300, 268, 222, (104, -18, 0.5), (252, 92, 0.5))
STAR = (
    "M0-30C14-34 30-58 44-66C34-48 34-36 38-22C54-14 74-14 86-6C68-2 48 4 36 14C34 30 44 48 42 62C30 50 20 36 6 32"
    "C-8 40-22 56-40 60C-30 44-28 30-30 16C-44 10-62 10-76 2C-56-4-38-8-28-20C-28-34-40-50-44-62C-28-54-14-40 0-30Z"
)
PORES = (-135, -81, -27, 27, 81, 135)
GLUTAMATE = tuple((x + dx, y) for dx, y in ((-9, 199), (7, 205), (-2, 213), (14, 196)) for x in (4, -62, 56, -118, 116))
SHOWN = {BRAKE: (8, 8, 8, 20), DIRECT: (3, 3, 3, 3)}  # dots of glutamate at each step
ON_BRAKE = ((-20, -14), (22, -20), (26, 12), (-16, 18))
WORKSHOP = (0, 368)


def _drawing(plan: Plan, step: int, account: str) -> Drawing:
    return Drawing(plan.width, plan.height, _markup(plan.name), _parts(step, account))


def _parts(step: int, account: str) -> Parts:
    """Return what differs from step to step."""
    by_brake, direct = account == BRAKE, account == DIRECT
    firing = by_brake and step < FIRST
    freed = direct and step >= FIRST
    parts: Parts = {f"glu{i}": {"opacity": int(i < SHOWN[account][step])} for i in range(len(GLUTAMATE))}
    for i in range(len(ON_BRAKE)):
        parts[f"k{i}"] = {"opacity": int(by_brake and step >= ARRIVES)}
    for i in range(len(PORES)):
        parts[f"p{i}"] = {"opacity": int(direct and step >= ARRIVES)}
    parts |= {
        "brake": {"opacity": 1 if by_brake else 0.25},
        "star": {"fill": f"var(--{'brake' if firing else 'brake-faint'})"},
        "gaba": {"opacity": int(firing)},
        "sparks": {"opacity": int(firing)},
        "brake-word": {"text": "brake cell: " + ("firing" if firing else "quiet" if by_brake else "not needed")},
        "driven": {"opacity": 0.8 if by_brake and step == AFTER else 0},
        "workshop": {"opacity": 1 if direct else 0.18},
        "clamp": {"transform": f"translate(0 {-26 if freed else 0})", "opacity": 0.35 if freed else 1},
        "bdnf": {"opacity": int(direct and step == AFTER)},
        "shop": {"text": _shop(step, account)},
        "says": {"text": ACCOUNT[account][step].short},
        "who": {"text": ACCOUNT[account][step].who},
    }
    return parts


def _shop(step: int, account: str) -> str:
    """Name the place where protein is made, and what it does."""
    if account == BRAKE:
        return "protein workshop"
    return {FIRST: "eEF2K: off", AFTER: "BDNF"}.get(step, "held back by an enzyme")


@cache
def _markup(name: str) -> str:
    plan = WIDE if name == "wide" else NARROW
    middle, lift, scale = plan.synapse
    clip = f"synapse-{name}"
    rounded = tag("clipPath", tag("rect", width=plan.width, height=plan.art, rx=8), id=clip)
    ground = tag("rect", width=plan.width, height=plan.art, fill="var(--sky)")
    inside = cells(clip) + _driven() + _pores() + _dots() + _workshop(plan)
    placed = tag("g", inside, transform=f"translate({middle} {lift}) scale({scale})")
    return rounded + tag("g", ground + placed + _brake(plan), clip_path=f"url(#{clip})") + _words(plan)


def _driven() -> str:
    """Draw the glow of a receiving cell that is driven more."""
    return tag("ellipse", cy=284, rx=128, ry=20, fill="var(--excited)", data_part="driven")


def _dots() -> str:
    return "".join(
        tag("circle", cx=x, cy=y, r=4, fill="var(--glu)", data_part=f"glu{i}") for i, (x, y) in enumerate(GLUTAMATE)
    )


def _pores() -> str:
    """Draw the receiving cell's NMDA receptors, each with a molecule that comes and goes."""
    drawn = ""
    for i, x in enumerate(PORES):
        place = f"translate({x} {238 + 0.0006 * x * x:.1f}) rotate({math.degrees(0.0012 * x):.1f}) scale(1.25)"
        lobes = "".join(tag("path", d=LOBE, transform=f"scale({side} 1)", fill="var(--open)") for side in (1, -1))
        bound = tag("path", d=HEX, transform="translate(0 -13) scale(1.5)", fill="var(--ket)", stroke="var(--surface)")
        drawn += tag("g", lobes + tag("g", bound, data_part=f"p{i}"), transform=place)
    return drawn


def _workshop(plan: Plan) -> str:
    """Draw where protein is made, the clamp that holds it back, and what is made."""
    x, y = WORKSHOP
    big = 1.5 if plan.small else 1.1
    strand = line("M-58 6C-40-4-20 14 0 6S40-4 58 6", "post-rim", 3)
    ribosome = "".join(
        tag("ellipse", cx=-10, cy=cy, rx=rx, ry=ry, fill="var(--post-light)", stroke="var(--post-rim)", stroke_width=2)
        for cy, rx, ry in ((-5, 20, 13), (12, 14, 8))
    )
    clamp = tag("path", d="M-34-10C-34-30 14-30 14-10", fill="none", stroke="var(--grey)", stroke_width=7)
    pearls = "".join(tag("circle", cx=18 + 13 * i, cy=-16 - 9 * (i % 2), r=6, fill="var(--grow)") for i in range(4))
    inside = strand + ribosome + tag("g", clamp, data_part="clamp") + tag("g", pearls, data_part="bdnf")
    return tag("g", tag("g", inside, data_part="workshop"), transform=f"translate({x} {y}) scale({big})")


def _brake(plan: Plan) -> str:
    """Draw the brake cell, its axon to the sending cell, and ketamine on it."""
    x, y, scale = plan.brake
    end_x, end_y = plan.at(196, 92)
    k = 0.7 if plan.small else 1
    if plan.small:
        way = f"M{x - 2} {y - 20}C{x - 4} {y - 60} {end_x + 40:.0f} {end_y - 14:.0f} {end_x + 10:.0f} {end_y:.0f}"
    else:
        way = f"M{x - 66} {y}C{x - 130} {y - 10} {end_x + 70:.0f} {end_y - 46:.0f} {end_x + 16:.0f} {end_y - 4:.0f}"
    axon = line(way, "brake", 5 * k) + tag(
        "circle", cx=round(end_x + 12 * k), cy=round(end_y), r=9 * k, fill="var(--brake)"
    )
    ring: dict[str, str | float] = {"fill": "none", "stroke": "var(--brake)", "stroke_width": 1.8}
    gaba = "".join(
        tag("circle", cx=round(end_x + dx * k), cy=round(end_y + dy * k), r=3.4 * k, **ring)
        for dx, dy in ((-4, -9), (-7, 2), (-3, 12), (-14, -3), (-13, 8))
    )
    body = tag("path", d=STAR, data_part="star", stroke="var(--brake)", stroke_width=2.5, stroke_linejoin="round")
    body += tag("circle", r=11, fill="var(--surface)", opacity=0.5)
    rays = "M-8-44L-14-58M14-46L18-60M52-28L64-38M56 22L70 28M-2 44L-4 58M-52-26L-64-34M-48 26L-60 34"
    sparks = tag("g", line(rays, "brake", 3), data_part="sparks")
    drug = "".join(
        tag(
            "path",
            d=HEX,
            data_part=f"k{i}",
            transform=f"translate({dx} {dy}) scale(1.5)",
            fill="var(--ket)",
            stroke="var(--surface)",
        )
        for i, (dx, dy) in enumerate(ON_BRAKE)
    )
    star = tag("g", sparks + body + drug, transform=f"translate({x} {y}) scale({scale})")
    return tag("g", axon + tag("g", gaba, data_part="gaba") + star, data_part="brake")


def _words(plan: Plan) -> str:
    """Name what is drawn."""
    small = plan.small
    size: dict[str, str | float] = {"font_size": 12 if small else 14, "font_weight": 600}
    x, y, _ = plan.brake
    right, below = plan.width - (6 if small else 16), 46 if small else 92
    shop_x, shop_y = plan.at(*WORKSHOP)
    brake_x = right if small else x
    anchor = "end" if small else "middle"
    words = text(brake_x, y + below, "", "brake-word", anchor, halo="sky", data_part="brake-word", **size)
    beside: dict[str, str | float] = {"halo": "post", "data_part": "shop", "font_size": 12 if small else 14}
    words += text(round(shop_x) + (52 if small else 76), round(shop_y) + 4, "", "ink", "start", **beside)
    if small:
        words += text(round(plan.synapse[0]), 17, "sending cell", anchor="middle", halo="pre", font_size=12)
        words += text(10, plan.art - 10, "receiving cell", halo="post", font_size=12)
        words += text(right, plan.art + 37, "glutamate", "glu", "end", **size)
        words += tag("circle", cx=right - 76, cy=plan.art + 33, r=3.5, fill="var(--glu)")
        words += text(6, plan.art + 19, "", font_size=15, font_weight=700, data_part="says")
        return words + text(6, plan.art + 37, "", "muted", font_size=12.5, data_part="who")
    glu_x, glu_y = plan.at(-212, 206)
    words += text(round(glu_x) - 6, round(glu_y) + 4, "glutamate", "glu", "end", halo="sky", **size)
    words += text(16, 26, "sending cell", "muted", halo="sky", font_size=13)
    words += text(16, plan.height - 14, "receiving cell", "muted", halo="post", font_size=13)
    words += text(right, 228, "", anchor="end", halo="sky", data_part="says", font_size=21, font_weight=700)
    return words + text(right, 249, "", "muted", "end", halo="sky", data_part="who", font_size=14)
