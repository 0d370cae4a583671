"""The course's first screen: give one dose, let the clock run.

A synapse above, six lanes on one logarithmic time axis below. What is drawn at a moment, and what the readouts say
of it, comes from evidence rows and from two models: the plasma curve of Clements (``models.pharmacokinetics``) and
simple binding with the Ki of Ebert (``models.receptor``), both for 0.5 mg/kg by vein over 40 minutes.
The lanes say whether people, mice or a calculation stand behind them.
"""

from __future__ import annotations

import math
from functools import cache

from explorers import Drawing, Readout, Scene
from explorers.words import number as plain
from ketamine import evidence
from ketamine.evidence import Number
from ketamine.figures.pharmacokinetics import ebert_ki
from ketamine.models import pharmacokinetics as pk
from ketamine.models import receptor
from ketamine.scenes.draw import COLOURS, HEX, LOBE, MOUSE, SPINE, Point, cells, line, path, tag, text

HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60  # minutes
DOSE, DRIP = 0.5, 40  # mg/kg by vein, minutes: what trials in depression give (C800)
BEFORE = -1
#: The stops of the clock: label -> minutes since the start of the drip.
CLOCK: dict[str, float] = {
    "Before the dose": BEFORE,
    "5 minutes": 5,
    "10 minutes": 10,
    "20 minutes": 20,
    "40 minutes": 40,
    "1 hour": HOUR,
    "1.5 hours": 1.5 * HOUR,
    "2 hours": 2 * HOUR,
    "4 hours": 4 * HOUR,
    "8 hours": 8 * HOUR,
    "12 hours": 12 * HOUR,
    "1 day": DAY,
    "2 days": 2 * DAY,
    "3 days": 3 * DAY,
    "1 week": WEEK,
    "12 days": 12 * DAY,
    "2 weeks": 2 * WEEK,
    "3 weeks": 3 * WEEK,
    "4 weeks": 4 * WEEK,
}
PORES = 10  # drawn; of so many, the calculated share is blocked
#: Mean MADRS of Wilkinson 2018 on ketamine and on saline or midazolam.
MOOD = (("C104", "C105"), ("C106", "C107"), ("C108", "C109"), ("C110", "C111"), ("C112", "C113"))
#: More responders on an SSRI than on placebo, of 100 people (Taylor 2006), weeks 1 to 4.
SSRI = ("C585", "C586", "C587", "C588")
GONE = 1.0  # ng/mL; less is said as 'less than 1'
LEAVES_OUT = (
    "all other receptors and cells (brake cells too), magnesium in the pores, ketamine's breakdown products, people who"
    " differ from the average, true sizes and numbers. Time runs on a logarithmic scale."
)
LABEL = (
    "A nerve ending, ten NMDA pores of the receiving cell and a blood vessel; below them six lanes on one time axis:"
    " ketamine in the blood, what is felt, mood, an SSRI started on the same day, new connections in mice and in"
    " people."
)


def first_screen(time: float) -> tuple[Scene, list[Readout]]:
    """Show what one dose does at a time.

    time: minutes since the start of the drip, one of CLOCK; BEFORE for none yet.
    """
    scene = Scene(
        wide=_drawing(WIDE, time),
        narrow=_drawing(NARROW, time),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("What", "When", "Value", "From"),
        rows=table(),
        colours=COLOURS,
    )
    return scene, readouts(time)


# --- what is true at a time ---------------------------------------------------------------------


def plasma(time: float) -> float:
    """Ketamine in the blood, ng/mL, calculated."""
    return float(pk.clements([max(time, 0)], DOSE, DRIP)[0])


def blocked(time: float) -> float:
    """Share of NMDA pores with ketamine in them, 0 to 1, calculated."""
    return float(receptor.occupancy(receptor.micromolar(plasma(time)), ebert_ki()))


def shut(time: float) -> int:
    """Pores drawn as blocked, of PORES."""
    return round(PORES * blocked(time))


def readouts(time: float) -> list[Readout]:
    """Say what is true at a time, lane by lane."""
    return [
        Readout("In the blood (calculated)", said_of_blood(time)),
        Readout("NMDA pores (calculated)", said_of_pores(time)),
        Readout("Felt (people, esketamine spray)", said_of_feeling(time)),
        Readout("Mood (people, in trials)", said_of_mood(time)),
        Readout("An SSRI begun the same day (people)", said_of_ssri(time)),
        Readout("New connections (mice)", said_of_mice(time)),
        Readout("New connections (people)", said_of_people(time)),
    ]


def said_of_blood(time: float) -> str:
    """Say how much drug is in the blood, from the model; its peak beside the measured one (PK76)."""
    if time < 0:
        return "No ketamine yet."
    amount = plasma(time)
    if amount < GONE:
        return "The drug is gone, or nearly: less than 1 ng/mL."
    if time == DRIP:
        return f"{amount:.0f} ng/mL: the drip ends, the peak. In patients {plain(evidence.value('PK76'))} was measured."
    return f"{amount:.0f} ng/mL, {'rising' if time < DRIP else 'falling'}."


def said_of_pores(time: float) -> str:
    """Say how many of the ten pores hold ketamine."""
    if time < 0:
        return "All ten are free. Glutamate opens them."
    full = shut(time)
    if not full:
        return "All ten are free again." if time > DRIP else "All ten are free."
    return f"{full} of 10 {'holds' if full == 1 else 'hold'} ketamine."


def said_of_feeling(time: float) -> str:
    """Say what is felt: esketamine spray, SE01, SE02, SE24b; how many, C950."""
    peak, over, level = evidence.value("SE01"), evidence.value("SE02") * HOUR, evidence.value("SE24b") * HOUR
    if time < 0:
        return "Nothing yet."
    if time < peak:
        return "Feeling detached begins. Not everybody feels it."
    if time == peak:
        return (
            f"Feeling detached peaks. In one four-week trial {round(evidence.value('C950'))} of 100 people reported it."
        )
    if time < over:
        return "The feeling is fading."
    if time < level:
        return "The feeling is generally over."
    return "It is over, and thinking is level with placebo again."


def said_of_mood(time: float) -> str:
    """Say how mood stands against the comparator: C104 to C113, C566a and b, C261b, C625, C737, C738."""
    found, lost = evidence.value("C566a"), evidence.bounds("C566b")[0] * DAY
    if time < 0:
        ketamine, comparator = _pair(0)
        return f"{ketamine} points on a depression scale, {comparator} in the comparison group. Lower is better."
    for at, (row, _) in enumerate(MOOD[1:], 1):
        if time == evidence.number(row).at_hours * HOUR:
            ketamine, comparator = _pair(at)
            points = f"{ketamine} points with ketamine, {comparator} with saline or midazolam."
            return points + (_responders() if time == DAY else "")
    if time < found:
        return "No lead has been found this early."
    if time < lost:
        begins = time == found
        return f"In one pooled analysis the lead over placebo {'begins' if begins else 'holds'}."
    low, high = (plain(days) for days in evidence.bounds("C566b"))
    if time < 4 * WEEK:
        return f"The lead over placebo was lost by day {low} to {high}. Another analysis had too few studies this late."
    return f"In one small open study {round(evidence.value('C625'))} of 100 responders had not relapsed."


def said_of_ssri(time: float) -> str:
    """Say how far a new SSRI is: more responders than on placebo, C585 to C588."""
    if time < 0:
        return "The first tablet is taken as the drip starts."
    first = evidence.number(SSRI[0])
    if time < first.at_hours * HOUR:
        return "First rated after a week."
    for row in map(evidence.number, SSRI):
        if time == row.at_hours * HOUR:
            return f"Of 100 people, {plain(row.value)} more respond than on placebo."
    return "Between two ratings."


def said_of_mice(time: float) -> str:
    """Say what was seen of spines in mice: X101, X100, N110."""
    (early, not_yet), (first, _), last = _hours("X101"), _hours("X100"), evidence.value("N110") * DAY
    if time < 0:
        return "The usual number of spines."
    if time < early:
        return "Not counted this early."
    if time <= not_yet:
        return "No more are formed than usual."
    if time < first:
        return "Not counted at this hour."
    if time <= DAY:
        return "More spines are formed than usual."
    if time < last:
        return "More spines stand than without the drug."
    return "Still more spines; counted for the last time." if time == last else "Not followed."


def said_of_people(time: float) -> str:
    """Say what was seen in people: N123, one scan after a day."""
    if time == evidence.row("N123").at_hours * HOUR:
        return "A marker of synapses had not moved, on average."
    return "Unknown."


def _pair(at: int) -> tuple[str, str]:
    """Return both groups' means at a visit, in words."""
    ketamine, comparator = (plain(evidence.value(row)) for row in MOOD[at])
    return ketamine, comparator


def _responders() -> str:
    """Say how many respond after a day (Cochrane review, C737 and C738)."""
    ketamine, midazolam = (math.floor(evidence.value(row) + 0.5) for row in ("C737", "C738"))
    return f" In a larger review {ketamine} of 100 respond, on midazolam {midazolam}; very low certainty."


def _hours(row: str) -> tuple[float, float]:
    """Bounds in hours, as minutes."""
    low, high = evidence.bounds(row)
    return low * HOUR, high * HOUR


@cache
def table() -> list[tuple[str, str, str, str]]:
    """Everything drawn: what, when, its value, and whether people, mice or a model stand behind it."""
    calculated = [
        (what, label, value, "calculated")
        for label, time in CLOCK.items()
        if time >= 0
        for what, value in (
            ("Ketamine in the blood", f"{plasma(time):.1f} ng/mL" if plasma(time) >= 0.1 else "less than 0.1 ng/mL"),
            ("NMDA pores blocked", f"{100 * blocked(time):.0f} %"),
        )
    ]
    published = (
        *("PK76", "SE01", "SE02", "SE24b", "C950"),
        *(row for pair in MOOD for row in pair),
        *("C566a", "C566b", "C261b", "C625", "C737", "C738", *SSRI, "X101", "X100", "N110", "N123"),
    )
    return calculated + [_told(row) for row in published]


def _told(row_id: str) -> tuple[str, str, str, str]:
    row = evidence.row(row_id)
    unit = "" if row.unit == "statement" else f" {row.unit}"
    if row.value is not None:
        value = plain(row.value) + unit
    else:
        value = " to ".join(map(plain, row.interval)) + unit if row.interval else "in words only"
    who = {"human": "people", "mouse": "mice"}[row.species]
    people = f", n = {row.n}" if row.n else ""
    return f"{row.arm}: {row.outcome}", row.when, value, f"{row.study} ({who}{people}; {row.design})"


# --- the drawing --------------------------------------------------------------------------------


class Plan:
    """Where things stand in a drawing, in px.

    name: of the drawing. width, height. scene: height of the synapse. left, right: of the time axis.
    tops: y of each lane, and of their end. scale, middle, lift: of the synapse. small: whether it is for a phone.
    """

    def __init__(
        self,
        name: str,
        width: int,
        scene: int,
        axis: tuple[int, int],
        lanes: tuple[int, ...],
        synapse: tuple[float, float, float],
    ) -> None:
        self.name, self.width, self.scene = name, width, scene
        self.left, self.right = axis
        self.first = scene + 22  # the axis' words stand between
        self.tops = [self.first + sum(lanes[:i]) for i in range(len(lanes) + 1)]
        self.height = self.tops[-1] + 2
        self.scale, self.middle, self.lift = synapse
        self.small = name == "narrow"

    def x(self, time: float) -> float:
        """Where a time stands on the logarithmic axis; before the dose is its start."""
        share = math.log1p(max(time, 0) / 20) / math.log1p(4 * WEEK / 20)
        return round(self.left + share * (self.right - self.left), 1)


WIDE = Plan("wide", 860, 176, (150, 705), (40, 26, 60, 36, 46), (0.66, 430, -60))
NARROW = Plan("narrow", 300, 100, (10, 290), (32, 29, 52, 35, 44), (0.46, 144, -69))
TICKS = {0: "start", 40: "40 min", 4 * HOUR: "4 h", DAY: "1 day", WEEK: "1 week", 4 * WEEK: "4 weeks"}
SHORT = {40: "40 min", 4 * HOUR: "4 h", DAY: "1 day", WEEK: "1 wk", 4 * WEEK: "4 wk"}

FILLED = (4, 7, 1, 8, 3, 6, 0, 9, 5, 2)  # which pore is blocked first, second, ...
IN_BLOOD, ON_THE_WAY = 12, 8  # molecules drawn at the peak


def _drawing(plan: Plan, time: float) -> Drawing:
    return Drawing(plan.width, plan.height, _markup(plan.name), _parts(plan, time))


def _parts(plan: Plan, time: float) -> dict[str, dict[str, str | float]]:
    """Return what differs from time to time: molecules, pores, the spine, words, the veil over what is to come."""
    share = plasma(time) / plasma(DRIP)
    full, now = shut(time), plan.x(time)
    (_, not_yet), (first, risen), last = _hours("X101"), _hours("X100"), evidence.value("N110") * DAY
    grown = max(0.0, min(1.0, (time - not_yet) / (risen - not_yet)))
    parts: dict[str, dict[str, str | float]] = {
        f"pore{i}": {"opacity": int(FILLED.index(i) < full)} for i in range(PORES)
    }
    parts |= {f"b{i}": {"opacity": int(i < math.ceil(IN_BLOOD * share - 0.05))} for i in range(IN_BLOOD)}
    parts |= {f"w{i}": {"opacity": int(i < math.ceil(ON_THE_WAY * share - 0.15))} for i in range(ON_THE_WAY)}
    size = f"scale({0.5 + 0.7 * grown:.2f} {max(0.02, 1.2 * grown):.2f})"
    parts["spine"] = {"transform": size, "opacity": int(time >= first)}
    parts["spine-fill"] = {"opacity": int(time <= last)}
    parts["born"] = {"opacity": int(time >= first)}
    parts["born-word"] = {"text": "in mice" if time <= last else "not followed"}
    parts["pores"] = {"text": f"{full} of 10 pores blocked" if full else "all pores free"}
    amount = plasma(time)
    parts["ng"] = {
        "text": f"{amount:.0f} ng/mL" if amount >= GONE else "no ketamine" if time < DRIP else "ketamine: gone"
    }
    parts["now"] = {"transform": f"translate({now} 0)", "opacity": int(time >= 0)}
    parts["veil"] = {"x": now + 5, "width": round(plan.right + 3 - now, 1), "opacity": 0.68 if time >= 0 else 0}
    return parts


@cache
def _markup(name: str) -> str:
    plan = WIDE if name == "wide" else NARROW
    return _synapse(plan) + _lanes(plan)


def dot(x: float, y: float, colour: str, hollow: bool = False) -> str:
    """Draw a round mark."""
    fill = "surface" if hollow else colour
    return tag("circle", cx=x, cy=round(y, 1), r=4, fill=f"var(--{fill})", stroke=f"var(--{colour})", stroke_width=2)


def _hexagon(x: float, y: float, part: str) -> str:
    return tag(
        "path",
        d=HEX,
        data_part=part,
        transform=f"translate({x:.0f} {y:.0f})",
        fill="var(--ket)",
        stroke="var(--surface)",
    )


def _synapse(plan: Plan) -> str:
    """Draw the vessel, the sending and the receiving cell, ten pores, and a spine that grows in mice."""
    s = plan.scale
    clip = f"first-screen-{plan.name}"
    ground = tag("rect", width=plan.width, height=plan.scene, rx=8, fill="var(--sky)")
    inside = [cells(clip)]
    inside += [
        tag("circle", cx=x + dx, cy=y, r=3, fill="var(--glu)")
        for x in (-118, -62, -4, 56, 116)
        for dx, y in ((-9, 198), (6, 205), (-2, 190), (12, 194))
    ]
    for i in range(PORES):
        x = -162 + 36 * i
        place = f"translate({x} {236 + 0.0006 * x * x:.1f}) rotate({math.degrees(math.atan(0.0012 * x)):.1f})"
        lobes = "".join(tag("path", d=LOBE, transform=f"scale({side} 1)") for side in (1, -1))
        bound = tag("path", d=HEX, transform="translate(0 -13) scale(1.5)", fill="var(--ket)", stroke="var(--surface)")
        shut_ = tag("g", tag("g", lobes, fill="var(--shut)") + bound, data_part=f"pore{i}", opacity=0)
        inside.append(tag("g", tag("g", lobes, fill="var(--open)") + shut_, transform=place))
    born = tag("path", d=SPINE, data_part="spine-fill", fill="var(--mice-faint)") + tag(
        "path", d=SPINE, fill="none", stroke="var(--mice)", stroke_width=2, stroke_dasharray="5 3"
    )
    at = 282
    inside.append(tag("g", tag("g", born, data_part="spine"), transform=f"translate({at} 336)"))
    placed = tag("g", "".join(inside), transform=f"translate({plan.middle} {plan.lift}) scale({s})")
    vessel, molecules = _blood(plan)
    art = tag("g", placed + vessel + molecules, clip_path=f"url(#{clip})")
    rounded = tag("clipPath", tag("rect", width=plan.width, height=plan.scene, rx=8), id=clip)
    return rounded + ground + art + _scene_words(plan)


def _blood(plan: Plan) -> tuple[str, str]:
    """Draw the vessel with its cells, and the molecules in it and on their way to the pores."""
    left, right = (10, 44) if plan.small else (150, 206)
    h = plan.scene
    up, down = round(h * 0.3), round(h * 0.7)
    near = f"M{left} -6C{left + 12} {up} {left - 10} {down} {left + 4} {h + 6}"
    far = f"H{right + 4}C{right - 10} {down} {right + 12} {up} {right} -6Z"
    vessel = tag("path", d=near + far, fill="var(--vein)", stroke="var(--vein-rim)", stroke_width=2.5)
    middle, wide = (left + right) / 2, right - left
    for i in range(5):
        y = (i + 0.5) * h / 5
        vessel += tag(
            "ellipse",
            cx=round(middle + wide * (0.1 if i % 2 else -0.1)),
            cy=round(y),
            rx=wide * 0.2,
            ry=wide * 0.13,
            fill="var(--cell)",
            transform=f"rotate({37 * i} {middle:.0f} {y:.0f})",
        )
    inside = "".join(
        _hexagon(middle + wide * (((i * 0.382) % 1) - 0.5) * 0.62, (i * 0.618 % 1) * (h - 20) + 10, f"b{i}")
        for i in range(IN_BLOOD)
    )
    goal, height = plan.middle - 190 * plan.scale, plan.lift + 216 * plan.scale
    out = ""
    for i in range(ON_THE_WAY):
        way, off = (i * 0.618) % 1, (i * 0.382) % 1 - 0.5
        out += _hexagon(right + 12 + (goal - right) * way, height + off * 130 * (1 - way) * plan.scale, f"w{i}")
    return vessel, inside + out


def _scene_words(plan: Plan) -> str:
    """Name what is drawn."""
    s, x, y = plan.scale, plan.middle, plan.lift
    pores = text(
        *(x, round(y + 284 * s), ""),
        anchor="middle",
        halo="post-light",
        font_weight=600,
        font_size=12 if plan.small else 13.5,
        data_part="pores",
    )
    spine = x + 282 * s
    if plan.small:
        word: dict[str, str | float] = {"halo": "sky", "font_weight": 600, "font_size": 12}
        born = text(296, 44, "new spine", fill="mice", anchor="end", **word) + text(
            296, 57, "", "mice", "end", halo="sky", font_size=12, data_part="born-word"
        )
        return (
            pores
            + text(48, 15, "", fill="ket-word", anchor="start", data_part="ng", **word)
            + text(296, 15, "glutamate", fill="glu", anchor="end", **word)
            + tag("g", born, data_part="born")
        )
    born = (
        tag("path", d=MOUSE, fill="var(--mice)", transform=f"translate({spine + 34:.0f} {plan.scene - 66})")
        + text(spine + 64, plan.scene - 54, "new spine", "mice", halo="sky", font_weight=600)
        + text(spine + 64, plan.scene - 39, "", "mice", halo="sky", data_part="born-word")
    )
    return (
        pores
        + text(
            x,
            round(y + 284 * s) + 14,
            "NMDA receptors, calculated",
            "muted",
            "middle",
            halo="post-light",
            font_size=12.6,
        )
        + text(138, 62, "in the blood", "ket-word", "end", halo="sky", font_weight=600)
        + text(138, 80, "", anchor="end", halo="sky", font_weight=600, data_part="ng")
        + text(138, 96, "calculated", "muted", "end", halo="sky", font_size=13)
        + text(x + 140, 30, "sending cell", "muted", halo="sky", font_size=13)
        + text(plan.width - 12, plan.scene - 20, "receiving cell", "muted", "end", halo="sky", font_size=13)
        + text(x + 140, round(y + 204 * s), "glutamate", "glu", halo="sky", font_weight=600)
        + tag("g", born, data_part="born")
    )


def _lanes(plan: Plan) -> str:
    """Draw six lanes on one axis, the veil over what is to come, the line of now, and the words."""
    bottom = plan.tops[-1]
    ticks = SHORT if plan.small else TICKS
    grid = "".join(line(f"M{plan.x(t)} {plan.first}V{bottom}", "grid", 1) for t in ticks)
    grid += "".join(line(f"M0 {y}H{plan.width}", "grid", 1) for y in plan.tops[1:-1])
    anchors = {0: "start" if plan.small else "middle", 4 * WEEK: "end" if plan.small else "middle"}
    axis = "".join(
        text(plan.x(t), plan.first - 6, word, "muted", anchors.get(t, "middle"), font_size=12 if plan.small else 13)
        for t, word in ticks.items()
    )
    art = _lane_blood(plan) + _lane_felt(plan) + _lane_mood(plan) + _lane_ssri(plan) + _lane_spines(plan)
    veil = tag(
        "rect", data_part="veil", y=plan.first - 1, height=bottom - plan.first + 1, width=0, fill="var(--surface)"
    )
    now = tag(
        "g",
        line(f"M0 {plan.first - 2}V{bottom}", "ink", 1.5)
        + tag("path", d=f"M-5 {plan.first - 4}h10l-5 7z", fill="var(--ink)"),
        data_part="now",
    )
    return grid + art + veil + _lane_words(plan) + axis + now


def _lane_blood(plan: Plan) -> str:
    top, end = plan.tops[0] + (16 if plan.small else 7), plan.tops[1] - 4
    times = [20 * math.expm1(i / 60 * math.log1p(2 * DAY / 20)) for i in range(61)]
    times = sorted([*times, DRIP])
    highest = max(plasma(DRIP), evidence.value("PK76"))

    def height(amount: float) -> float:
        return round(end - amount / highest * (end - top), 1)

    curve = "L".join(f"{plan.x(t)} {height(plasma(t))}" for t in times)
    area = tag("path", d=f"M{curve}V{end}H{plan.left}Z", fill="var(--ket)", opacity=0.16)
    return area + line(f"M{curve}", "ket", 2, "5 3") + dot(plan.x(DRIP), height(evidence.value("PK76")), "ket", True)


def _lane_felt(plan: Plan) -> str:
    """Draw a lens from just after the start (SE01: 'began shortly after'), highest at SE01, over at SE02."""
    y, thick = plan.tops[1] + (26 if plan.small else 13.5), 5 if plan.small else 7.5
    start, peak, over = plan.x(0) + 2, plan.x(evidence.value("SE01")), plan.x(evidence.value("SE02") * HOUR)
    high, low = y - thick, y + thick
    above = f"C{start + 14} {high} {peak - 14} {high} {peak} {high}C{peak + 12} {high} {peak + 16} {y} {over} {y}"
    below = f"C{peak + 16} {y} {peak + 12} {low} {peak} {low}C{peak - 14} {low} {start + 14} {low} {start} {y}"
    return tag("path", d=f"M{start} {y}{above}{below}Z", fill="var(--ket)")


def _lane_mood(plan: Plan) -> str:
    """Draw both groups' means, the gap where both were rated, and how long one analysis finds a lead."""
    top, end = plan.tops[2] + (18 if plan.small else 10), plan.tops[3] - 14
    pairs = [(evidence.number(drug), evidence.number(other)) for drug, other in MOOD]
    scores = [row.value for pair in pairs for row in pair]
    low, high = min(scores), max(scores)

    def place(row: Number) -> Point:
        return plan.x(row.at_hours * HOUR), round(top + (row.value - low) / (high - low) * (end - top), 1)

    drug, other = ([place(pair[i]) for pair in pairs] for i in (0, 1))
    gap = tag("path", d=path(drug[1:] + other[:0:-1]) + "Z", fill="var(--ket)", opacity=0.18)
    lines = line(path(other[:2]), "grey", 1.6, "2 4") + line(path(drug[:2]), "ket", 1.8, "2 4")
    lines += line(path(other[1:]), "grey", 1.8) + line(path(drug[1:]), "ket", 3)
    dots = "".join(dot(x, y, "grey", True) for x, y in other) + "".join(dot(x, y, "ket") for x, y in drug)
    y = plan.tops[3] - 5
    first, lost, last = plan.x(evidence.value("C566a")), *(plan.x(days * DAY) for days in evidence.bounds("C566b"))
    lead = line(f"M{first} {y}H{lost}", "ket", 4) + line(f"M{lost} {y}H{last}", "ket", 4, "2 2")
    return gap + lines + dots + lead


def _lane_ssri(plan: Plan) -> str:
    """Draw how many more respond than on placebo, of 100, at each week."""
    rows = [evidence.number(row) for row in SSRI]
    top, end = plan.tops[3] + (20 if plan.small else 9), plan.tops[4] - 6
    most = max(row.value for row in rows)
    points = [(plan.x(row.at_hours * HOUR), round(end - row.value / most * (end - top), 1)) for row in rows]
    rising = line(f"M{plan.left} {end}L{points[0][0]} {points[0][1]}", "grey", 1.6, "2 4")
    return rising + line(path(points), "grey", 1.8) + "".join(dot(x, y, "grey", True) for x, y in points)


def _lane_spines(plan: Plan) -> str:
    """Draw the band in mice (X101, X100, N110), not followed after; and the one scan in people (N123)."""
    (first, risen), last = _hours("X100"), evidence.value("N110") * DAY
    y, thick = plan.tops[4] + (24 if plan.small else 15), 4.5
    a, c, d = (plan.x(t) for t in (first, risen, last))
    b = (a + c) / 2
    edge = f"M{a} {y}C{b} {y} {b} {y - thick} {c} {y - thick}H{d}V{y + thick}H{c}C{b} {y + thick} {b} {y} {a} {y}Z"
    band = tag("path", d=edge, fill="var(--mice)")
    ghost = line(f"M{d + 5} {y}H{plan.right}", "mice", 2, "2 5")
    seen, low = plan.x(evidence.row("N123").at_hours * HOUR), plan.tops[5] - (8 if plan.small else 11)
    return band + ghost + dot(seen, low, "ink", True) + line(f"M{seen + 10} {low}H{plan.right}", "muted", 1.5, "1 6")


def _lane_words(plan: Plan) -> str:
    """Name the lanes, say who stands behind each, and how long it lasts."""
    t = plan.tops
    if plan.small:
        rows = (
            (t[0] + 13, 290, "end", "In the blood: ", "hours", "ket-word"),
            (t[1] + 14, 290, "end", "Felt: ", "hours", "ket-word"),
            (t[2] + 14, 10, "start", "Mood: ", "days", "ket-word"),
            (t[3] + 14, 10, "start", "A new SSRI: ", "weeks", "muted"),
            (t[4] + 14, 10, "start", "New spines: ", "days, in mice", "mice"),
            (t[4] + 38, 10, "start", "In people: ", "unknown", "ink"),
        )
        return "".join(
            text(x, y, name + tag("tspan", word, font_weight=700, fill=f"var(--{fill})"), anchor=anchor, font_size=12)
            for y, x, anchor, name, word, fill in rows
        )
    names = (
        (t[0] + 17, "In the blood", "calculated", "hours", "ket-word"),
        (t[1] + 18, "Felt", "", "hours", "ket-word"),
        (t[2] + 27, "Mood", "people; up is better", "days", "ket-word"),
        (t[3] + 14, "A new SSRI", "people, in trials", "weeks", "muted"),
        (t[4] + 19, "New connections", "", "days, in mice", "mice"),
    )
    words = "".join(
        text(0, y, name, font_weight=600, font_size=13.5)
        + (text(0, y + 14, who, "muted", font_size=13) if who else "")
        + text(748, y + 2, lasts, fill, font_weight=700, font_size=15)
        for y, name, who, lasts, fill in names
    )
    notes = (
        (plan.x(DRIP) + 12, t[0] + 13, "dot: measured in patients", "muted", "start"),
        (
            plan.x(evidence.value("SE02") * HOUR) + 10,
            t[1] + 18,
            "people, esketamine spray: feeling detached, over by 1.5 hours",
            "muted",
            "start",
        ),
        (plan.x(WEEK) + 9, t[2] + 21, "ketamine", "ket-word", "start"),
        (plan.x(WEEK) + 9, t[2] + 38, "saline or midazolam", "muted", "start"),
        (plan.x(DRIP) + 6, t[3] - 9, "a lead over placebo, in one analysis", "ket-word", "start"),
        (plan.x(WEEK) - 12, t[3] + 15, "more respond than on placebo", "muted", "end"),
        (plan.x(_hours("X100")[0]) - 8, t[4] + 19, "mice: 12 hours to 14 days", "mice", "end"),
        (plan.x(DAY) - 10, t[5] - 7, "people, after 1 day: no change on average", "muted", "end"),
    )
    unknown = text(748, t[5] - 7, "unknown", font_weight=700, font_size=15)
    return words + unknown + "".join(text(x, y, note, fill, anchor, font_size=13) for x, y, note, fill, anchor in notes)
