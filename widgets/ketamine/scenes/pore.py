"""The NMDA channel, step by step: glutamate, magnesium, the drug in the pore, and who stays when it shuts.

The channel is a schematic. Beside it stand a hundred channels. With magnesium their numbers are calculated
(``models.receptor.pore``); with a drug they are those of one dish: rat neurons, 10 µM of ketamine or memantine
(Mealing 1999).
"""

from __future__ import annotations

import math
from functools import cache

from explorers import Drawing, Readout, Scene
from explorers.words import number as plain
from ketamine import evidence
from ketamine.models import receptor
from ketamine.scenes.draw import COLOURS, HEX, Parts, line, tag, text

REST, GLUTAMATE, EXCITED, DRUG, SHUT, WASHED = range(6)
#: The steps: label -> number.
STEPS = {
    "At rest": REST,
    "Glutamate comes": GLUTAMATE,
    "The cell is excited": EXCITED,
    "The drug goes in": DRUG,
    "The channel shuts": SHUT,
    "Two minutes of washing": WASHED,
}
KETAMINE, MEMANTINE = "Ketamine", "Memantine"
DRUGS = [KETAMINE, MEMANTINE]
QUIET_MV, EXCITED_MV, MAGNESIUM = -65, 0, 1.0  # mV, mV, mM: as in the body
#: Share of the current blocked, and share of that block still there after two minutes of washing, %.
MEASURED = {KETAMINE: ("NM12a", "NM13a"), MEMANTINE: ("NM12b", "NM13b")}
OTHER = "amber"  # the colour of a blocker that is not ketamine
CHANNELS = 100
LEAVES_OUT = (
    "the channel's four parts and its second messenger, the pull of the voltage on the drug itself, ketamine's effect"
    " on channels at rest, and true sizes. A share of the current that is blocked is drawn as so many channels. The"
    " voltage and the magnesium of the dish are not in the part that we read."
)
LABEL = (
    "An NMDA channel in the skin of a nerve cell: glutamate opens its gate, magnesium or a drug sits in its pore."
    " Beside it a hundred channels, by what sits in them."
)


def nmda_pore(step: int = REST, drug: str = KETAMINE) -> tuple[Scene, list[Readout]]:
    """Show what sits in the pore of the NMDA channel at a step.

    step: one of STEPS. drug: one of DRUGS; it waits outside until the pore is free.
    """
    scene = Scene(
        wide=_drawing(WIDE, step, drug),
        narrow=_drawing(NARROW, step, drug),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("Step", "Drug", "Of 100 channels", "From"),
        rows=table(),
        colours=COLOURS,
        near=1,
    )
    return scene, readouts(step, drug)


# --- what is true at a step ---------------------------------------------------------------------


def counted(step: int, drug: str) -> dict[str, int]:
    """Return how many of a hundred channels hold what: 'flows', 'magnesium', 'drug', 'shut'. They add up to 100."""
    if step == REST:
        return _hundred(shut=CHANNELS)
    if step in (GLUTAMATE, EXCITED):
        at = receptor.pore(QUIET_MV if step == GLUTAMATE else EXCITED_MV, MAGNESIUM, 0, evidence.number("NM20a").value)
        held = round(CHANNELS * float(at.magnesium))
        return _hundred(magnesium=held, flows=CHANNELS - held)
    blocked, trapped = (evidence.number(row).value for row in MEASURED[drug])
    if step == DRUG:
        return _hundred(drug=round(blocked), flows=CHANNELS - round(blocked))
    held = round(blocked) if step == SHUT else round(blocked * trapped / 100)
    return _hundred(drug=held, shut=CHANNELS - held)


def _hundred(**some: int) -> dict[str, int]:
    return {"drug": 0, "magnesium": 0, "flows": 0, "shut": 0} | some


def readouts(step: int, drug: str) -> list[Readout]:
    """Say what happens, what of it was measured or calculated, and what the other drug does."""
    return [
        Readout("What happens", _happens(step, drug)),
        Readout("Of 100 channels", _numbers(step, drug)),
        Readout("Where the numbers come from", _origin(step, drug)),
    ]


def _happens(step: int, drug: str) -> str:
    return {
        REST: f"The gate is shut. {drug} cannot get in this way.",
        GLUTAMATE: "Glutamate opens the gate, but the cell is quiet, and magnesium sits in the pore.",
        EXCITED: "The cell is excited: magnesium leaves most pores, and current flows.",
        DRUG: f"{drug} goes into the open pores and stops the current.",
        SHUT: f"Glutamate leaves and the gate shuts, with {drug.lower()} inside.",
        WASHED: f"The drug around the cell is washed away. Some of the {drug.lower()} gets out all the same.",
    }[step]


def _numbers(step: int, drug: str) -> str:
    own = counted(step, drug)
    if step == REST:
        return f"{own['shut']} are shut. None holds {drug.lower()}; magnesium sits in most."
    parts = [
        f"{own[key]} {words}"
        for key, words in (
            ("drug", f"hold {drug.lower()}"),
            ("magnesium", "hold magnesium"),
            ("flows", "let current through"),
            ("shut", "are shut and empty"),
        )
        if own[key]
    ]
    return " and ".join(parts).capitalize() + "."


def _origin(step: int, drug: str) -> str:
    if step == REST:
        return "This is the idea. In mouse neurons ketamine blocked channels at rest too, and memantine did not."
    if step in (GLUTAMATE, EXCITED):
        volts = str(QUIET_MV if step == GLUTAMATE else EXCITED_MV).replace("-", "−")
        return f"Calculated, for {volts} mV inside the cell and {plain(MAGNESIUM)} mM of magnesium outside."
    blocked, trapped = MEASURED[drug]
    if step == DRUG:
        return f"Measured in rat neurons in a dish: 10 µM took away {_value(blocked)} % of the current."
    if step == SHUT:
        return "A drawing: while the channel is shut, nothing can be measured."
    other = MEMANTINE if drug == KETAMINE else KETAMINE
    return (
        f"Measured in rat neurons: {_value(trapped)} % of the block is still there. With {other.lower()} it is"
        f" {_value(MEASURED[other][1])} %. The channels are calculated from block and share."
    )


def _value(row: str) -> str:
    return plain(evidence.number(row).value)


@cache
def table() -> list[tuple[str, str, str, str]]:
    """Every step with every drug: what a hundred channels hold, and where the numbers come from."""
    return [(label, drug, _numbers(step, drug), _origin(step, drug)) for drug in DRUGS for label, step in STEPS.items()]


# --- the drawing --------------------------------------------------------------------------------


class Plan:
    """Where things stand, in px.

    name: of the drawing. size: width and height. pore: middle, height of the membrane's outer face, scale.
    grid: left, top, columns and step of the hundred channels. art: width and height of the picture's ground.
    """

    def __init__(
        self,
        name: str,
        size: tuple[int, int],
        pore: tuple[float, float, float],
        grid: tuple[int, int, int, float],
        art: tuple[int, int],
    ) -> None:
        self.name, (self.width, self.height) = name, size
        self.x, self.y, self.scale = pore
        self.left, self.top, self.columns, self.pitch = grid
        self.art = art
        self.small = name == "narrow"


WIDE = Plan("wide", (860, 330), (262, 176, 1.0), (572, 62, 10, 25.6), (528, 330))
NARROW = Plan("narrow", (300, 346), (150, 132, 0.72), (8, 271, 20, 14.3), (300, 232))

#: The half of the channel to the right of its middle, from the skin of the cell inwards; y = 0 is the outer face.
WALL = (
    "M64-8C72 20 71 66 60 102C48 110 28 110 20 100C19 90 12 86 9 78C7 68 25 64 25 46C25 34 23 28 23 20C34 16 50 4 64-8Z"
)
CAVITY = "M-30-4H30L25 46 9 78H-9L-25 46Z"
HINGE = "M74-70C90-62 90-52 76-42M50-16C48-6 52 0 56 4"
LOW_LOBE = "M30-22C28-42 46-52 66-48C84-44 88-26 74-16C60-8 34-8 30-22Z"
HIGH_LOBE = "M34-78C30-98 46-112 66-108C86-104 92-84 80-74C66-64 38-64 34-78Z"
WAITING = ((-112, -92), (-150, -52), (118, -112), (158, -66), (-40, -138), (24, -146))
FREE_GLUTAMATE = ((-92, -128), (-176, -108), (96, -140), (178, -122), (-128, -146))
IONS = ((-16, -74), (14, -50), (-6, -26), (8, 2), (0, 124), (-14, 138), (15, 132))
SITE = (0, 42)  # where the drug sits
FILTER = (0, 70)  # where magnesium sits
BOUND = (62, -60)  # where glutamate sits, right; left mirrors it


def _drawing(plan: Plan, step: int, drug: str) -> Drawing:
    return Drawing(plan.width, plan.height, _markup(plan.name), _parts(step, drug))


def _parts(step: int, drug: str) -> Parts:
    """Return what differs from step to step."""
    own, colour = counted(step, drug), "ket" if drug == KETAMINE else OTHER
    opened, glutamate = step in (GLUTAMATE, EXCITED, DRUG), step in (GLUTAMATE, EXCITED, DRUG)
    inside = step >= DRUG
    blocking = step in (REST, GLUTAMATE)
    parts: dict[str, dict[str, str | float]] = {
        "gate-right": {"transform": f"translate(36 8) rotate({58 if opened else 0})"},
        "gate-left": {"transform": f"translate(-36 8) rotate({-58 if opened else 0})"},
        "low": {"transform": f"translate(0 {-7 if opened else 0})"},
        "glutamate": {"opacity": int(glutamate)},
        "magnesium": {
            "transform": "translate({} {})".format(*(FILTER if blocking else (-104, -28))),
            "opacity": int(blocking or step == EXCITED),
        },
        "current": {"opacity": int(step == EXCITED)},
        "cell": {"fill": "var(--excited)" if step in (EXCITED, DRUG) else "var(--post)"},
        "voltage": {"text": _voltage(step)},
        "who": {"text": drug.lower(), "fill": "var(--ket-word)" if drug == KETAMINE else "var(--amber-word)"},
        "who-label": {"opacity": int(step != WASHED)},
    }
    for i, place in enumerate(WAITING):
        x, y = SITE if inside and i == 4 else place
        size = 2.6 if drug == KETAMINE else 2.3
        parts[f"d{i}"] = {
            "transform": f"translate({x} {y}) scale({size}) rotate({0 if drug == KETAMINE else 45})",
            "d": HEX if drug == KETAMINE else SQUARE,
            "fill": f"var(--{colour})",
            "opacity": int((i == 4 and inside) or step != WASHED),
        }
    looks = {
        "drug": ("open" if step == DRUG else "shut", colour, HEX if drug == KETAMINE else SQUARE),
        "magnesium": ("open", "grey", RING),
        "flows": ("open", "open", ARROW),
        "shut": ("shut", "shut", NOTHING),
    }
    order = [kind for kind in ("drug", "magnesium", "flows", "shut") for _ in range(own[kind])]
    for i, kind in enumerate(order):
        body, glyph, shape = looks[kind]
        parts[f"c{i}"] = {"stroke": f"var(--{body})"}
        parts[f"g{i}"] = {"fill": f"var(--{glyph})", "d": shape}
    parts["count"] = {"text": _headline(step, drug)}
    parts["kind"] = {"text": _kind(step)}
    return parts


def _voltage(step: int) -> str:
    """Say how the cell is."""
    volts = {GLUTAMATE: f": −{-QUIET_MV} mV", EXCITED: f": {EXCITED_MV} mV"}
    return ("excited" if step in (EXCITED, DRUG) else "quiet") + volts.get(step, "")


SQUARE = "M-5-5H5V5H-5Z"
RING = "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5Z"
ARROW = "M-1.6-6H1.6V1H4.4L0 7-4.4 1H-1.6Z"
NOTHING = "M0 0"  # a hundred marks that fade take a phone longer than all else of a step


def _headline(step: int, drug: str) -> str:
    """Say the number that counts at a step, in a few words."""
    own = counted(step, drug)
    if step == REST:
        return "all 100 shut"
    if step == GLUTAMATE:
        return f"{own['magnesium']} plugged by magnesium"
    if step == EXCITED:
        return f"{own['flows']} let current through"
    return f"{own['drug']} {'hold' if step < WASHED else 'still hold'} {drug.lower()}"


def _kind(step: int) -> str:
    if step in (GLUTAMATE, EXCITED):
        return "calculated"
    if step in (REST, SHUT):
        return "schematic"
    return "rat neurons, in a dish" if step == DRUG else "calculated, from rat neurons in a dish"


@cache
def _markup(name: str) -> str:
    plan = WIDE if name == "wide" else NARROW
    return _channel(plan) + _hundred_channels(plan)


def _channel(plan: Plan) -> str:
    """Draw the channel in the skin of the cell, with what goes in and out."""
    width, height = plan.art
    clip = f"pore-{plan.name}"
    s = plan.scale
    rounded = tag("clipPath", tag("rect", width=width, height=height, rx=8), id=clip)
    ground = tag("rect", width=width, height=height, fill="var(--sky)")
    inner = plan.y + 90 * s
    ground += tag("rect", y=inner, width=width, height=height - inner, data_part="cell")
    ground += tag("rect", y=plan.y, width=width, height=90 * s, fill="var(--pre-light)", opacity=0.5)
    inside = _skin(width / s, plan.x / s) + tag("path", d=CAVITY, fill="var(--sky)")
    inside += line(HINGE, "post-rim", 4) + tag("g", line(HINGE, "post-rim", 4), transform="scale(-1 1)")
    free = FREE_GLUTAMATE[1:4:2] if plan.small else FREE_GLUTAMATE
    inside += tag(
        "g",
        "".join(tag("circle", cx=x, cy=y, r=6, fill="var(--glu)") for x, y in free)
        + "".join(tag("circle", cx=side * BOUND[0], cy=BOUND[1], r=8.5, fill="var(--glu)") for side in (1, -1)),
        data_part="glutamate",
    )
    radius = 16 if plan.small else 13
    ions = "".join(tag("circle", cx=x, cy=y, r=3.4, fill="var(--open)") for x, y in IONS)
    inside += tag("g", ions + _arrow(0, 150), data_part="current")
    for side in (1, -1):
        inside += tag("g", _solid(WALL) + _solid(HIGH_LOBE), transform=f"scale({side} 1)")
    low = "".join(tag("g", _solid(LOW_LOBE), transform=f"scale({side} 1)") for side in (1, -1))
    inside += tag("g", low, data_part="low")
    for side, name in ((1, "right"), (-1, "left")):
        rod = tag("rect", x=-36 if side == 1 else 0, y=-7, width=36, height=14, rx=7, **_paint())
        inside += tag("g", rod, data_part=f"gate-{name}")
    ball = tag("circle", r=radius, fill="var(--grey)", stroke="var(--surface)") + tag(
        "text", "Mg", y=4.5, text_anchor="middle", font_size=12 / min(1, s), font_weight=700, fill="var(--surface)"
    )
    inside += tag("g", ball, data_part="magnesium")
    for i in range(len(WAITING)):
        inside += tag("path", d=HEX, data_part=f"d{i}", stroke="var(--surface)", stroke_width=0.6)
    placed = tag("g", inside, transform=f"translate({plan.x} {plan.y}) scale({s})")
    return rounded + tag("g", ground + placed, clip_path=f"url(#{clip})") + _words(plan)


def _paint() -> dict[str, str | float]:
    return {"fill": "var(--post-light)", "stroke": "var(--post-rim)", "stroke_width": 2.5}


def _solid(d: str) -> str:
    return tag("path", d=d, stroke_linejoin="round", **_paint())


def _arrow(x: float, y: float) -> str:
    return tag("path", d=f"M{x - 9} {y - 9}L{x} {y}L{x + 9} {y - 9}", fill="none", stroke="var(--open)", stroke_width=3)


def _skin(width: float, middle: float) -> str:
    """Draw the double layer of the cell's skin, left and right of the channel."""
    heads = tails = ""
    count = math.ceil(width / 15) + 1
    for i in range(-count, count):
        x = 15 * i + 7.5
        if abs(x) < 62 or not -middle - 15 < x < width - middle + 15:
            continue
        tails += f"M{x - 2.5} 8V42M{x + 2.5} 8V42M{x - 2.5} 50V84M{x + 2.5} 50V84"
        heads += "".join(tag("circle", cx=x, cy=y, r=6.4) for y in (3, 89))
    return line(tails, "pre-rim", 1.4) + tag("g", heads, fill="var(--pre)", stroke="var(--pre-rim)", stroke_width=1.2)


def _words(plan: Plan) -> str:
    """Name what is drawn."""
    width, height = plan.art
    size: dict[str, str | float] = {"font_size": 12 if plan.small else 14, "font_weight": 600}
    bare: dict[str, str | float] = {"stroke_width": 0}
    left = 8 if plan.small else 14
    glu = tag("g", text(width - left, 20, "glutamate", "glu", "end", halo="sky", **size), data_part="glutamate")
    who = tag("g", text(left, 20, "", "ink", "start", halo="sky", data_part="who", **size), data_part="who-label")
    skin = plan.y + 90 * plan.scale + (18 if plan.small else 26)
    return (
        glu
        + who
        + text(left, height - (10 if plan.small else 16), "", "ink", "start", data_part="voltage", **(size | bare))
        + (
            ""
            if plan.small
            else text(width - left, skin, "skin of the nerve cell", "ink", "end", font_size=13, stroke_width=0)
        )
    )


def _hundred_channels(plan: Plan) -> str:
    """Draw a hundred small channels, and the words over them."""
    k = plan.pitch / 25.6
    drawn = ""
    for i in range(CHANNELS):
        x = plan.left + plan.pitch * (i % plan.columns + 0.5)
        y = plan.top + plan.pitch * (i // plan.columns + 0.5)
        body = tag(
            "path",
            d="M-8-9C-10-3-10 3-8 9M8-9C10-3 10 3 8 9",
            fill="none",
            stroke_width=2.4,
            stroke_linecap="round",
            data_part=f"c{i}",
        )
        glyph = tag("path", d=HEX, data_part=f"g{i}")
        drawn += tag("g", body + glyph, transform=f"translate({x:.1f} {y:.1f}) scale({k:.2f})")
    top = plan.top - (18 if plan.small else 32)
    return (
        drawn
        + text(plan.left, top, "", font_size=14 if plan.small else 18, font_weight=700, data_part="count")
        + text(
            plan.left,
            top + (14 if plan.small else 19),
            "",
            "muted",
            font_size=12 if plan.small else 13,
            data_part="kind",
        )
    )
