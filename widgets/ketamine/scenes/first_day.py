"""A patient's first day: the hours of a clinic visit, after esketamine spray or a drip of ketamine.

When things begin, peak and end is from rows: labels and one hospital's patients. What is in the blood is calculated
(``models.pharmacokinetics``). A rule (watched, not driving) is told apart from what was measured.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from explorers import Drawing, Readout, Scene
from explorers.words import number as plain
from ketamine import evidence
from ketamine.models import pharmacokinetics as pk
from ketamine.scenes.draw import COLOURS, Parts, Point, line, tag, text

HOUR = 60  # minutes
BEFORE, EVENING, MORNING = -1, 12 * HOUR, 24 * HOUR
#: The stops of the clock: label -> minutes since the start of the spray or drip.
CLOCK = {
    "Before": BEFORE,
    "15 minutes": 15,
    "30 minutes": 30,
    "40 minutes": 40,
    "1 hour": HOUR,
    "1.5 hours": 1.5 * HOUR,
    "2 hours": 2 * HOUR,
    "4 hours": 4 * HOUR,
    "Evening": EVENING,
    "Next morning": MORNING,
}
SPRAY, DRIP = "Esketamine spray", "Ketamine drip"
DRUGS = [SPRAY, DRIP]
SPRAY_MG, DRIP_MG, DRIP_MIN = 56, 0.5, 40  # mg; mg/kg over minutes
DOSES = {SPRAY: f"{SPRAY}, {SPRAY_MG} mg", DRIP: f"{DRIP}, {DRIP_MG} mg/kg in {DRIP_MIN} minutes"}
OPENS = 9 * HOUR  # the visit begins at nine
LEAVES_OUT = (
    "other doses than 56 mg of spray and 0.5 mg/kg by drip, nausea, dizziness and other side effects, breathing, people"
    " who differ from the average, and all that a nurse asks and does. The height of a bar is not a measure. The visit"
    " begins at nine only in this drawing."
)
LABEL = (
    "A patient in a reclining chair, a clock and a window; beside them six lanes on one time axis: the drug in the"
    " blood, feeling detached, drowsiness, blood pressure, slower thinking, and what is not allowed yet."
)


def first_day(time: float = BEFORE, drug: str = SPRAY) -> tuple[Scene, list[Readout]]:
    """Show a patient's first day at a time.

    time: minutes since the start, one of CLOCK. drug: one of DRUGS.
    """
    scene = Scene(
        wide=_drawing(WIDE, time, drug),
        narrow=_drawing(NARROW, time, drug),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("What", "When", "Value", "From"),
        rows=table(),
        colours=COLOURS,
        near=1,
    )
    return scene, readouts(time, drug)


# --- what is true at a time ---------------------------------------------------------------------


def plasma(time: float, drug: str) -> float:
    """Return the drug in the blood of a typical adult, ng/mL, calculated."""
    if time < 0:
        return 0.0
    if drug == SPRAY:
        return float(pk.esketamine.by_nose([time], SPRAY_MG)[0])
    return float(pk.clements([time], DRIP_MG, DRIP_MIN)[0])


@cache
def peak(drug: str) -> float:
    """Return the highest amount in the blood, ng/mL, calculated."""
    return max(plasma(float(time), drug) for time in range(2 * HOUR))


#: Lane -> drug -> begins, peaks, is over (minutes). None: no row says so.
Span = tuple[float, float, float]


@cache
def spans(drug: str) -> dict[str, Span | None]:
    """Return from when to when each thing lasts: begins, is highest, is over; minutes since the start."""
    if drug == DRIP:
        felt = DRIP_MIN + evidence.value("C801") * HOUR  # from its start or its end: not clear, so the later
        return {
            "felt": (1, DRIP_MIN, felt),
            "drowsy": None,
            "pressure": (1, DRIP_MIN, DRIP_MIN + evidence.value("SE17") * HOUR),
            "thinking": None,
        }
    return {
        "felt": (1, evidence.value("SE01"), evidence.value("SE02") * HOUR),
        "drowsy": (evidence.value("SE06a"), sum(evidence.bounds("SE06b")) / 2, evidence.bounds("SE06c")[1]),
        "pressure": (1, evidence.value("SE09a"), evidence.value("SE09b") * HOUR),
        "thinking": (1, evidence.value("SE24a"), evidence.value("SE24b") * HOUR),
    }


def strength(lane: str, time: float, drug: str) -> float:
    """Return how strongly something is drawn at a time, 0 to 1: a guide to the eye, not a measure."""
    span = spans(drug)[lane]
    if span is None or time < span[0] or time >= span[2]:
        return 0.0
    begins, top, over = span
    return (time - begins) / (top - begins) if time < top else (over - time) / (over - top)


def readouts(time: float, drug: str) -> list[Readout]:
    """Say what is true at a time."""
    return [
        Readout("Leaving and driving (rules)", said_of_leaving(time, drug)),
        Readout("Felt", said_of_feeling(time, drug)),
        Readout("Drowsy", said_of_drowsiness(time, drug)),
        Readout("Blood pressure", said_of_pressure(time, drug)),
        Readout("Thinking", said_of_thinking(time, drug)),
        Readout("In the blood (calculated)", said_of_blood(time, drug)),
    ]


def said_of_leaving(time: float, drug: str) -> str:
    """Say what is allowed: SE08, C819."""
    if drug == DRIP:
        return "We have not read the label of ketamine, which is an anaesthetic. The rules of the house decide."
    if time < 0:
        return "Who takes the patient home? That is settled before the spray."
    if time < evidence.value("SE08") * HOUR:
        return f"Watched, for at least {plain(evidence.value('SE08'))} hours after the spray."
    if time < MORNING:
        return "May leave once assessed as fit to. No driving until the next day, after a restful sleep."
    return "After a restful sleep, driving is allowed again."


def said_of_feeling(time: float, drug: str) -> str:
    """Say what is felt: SE01, SE02, C950, C951; C801."""
    span = spans(drug)["felt"]
    assert span
    if time < 0:
        return "Nothing yet."
    if time < span[1]:
        drugged, placebo = (round(evidence.value(row)) for row in ("C950", "C951"))
        many = f" In four weeks of one trial {drugged} of 100 reported it, on placebo spray {placebo}."
        return "Feeling detached may begin." + (many if drug == SPRAY else "")
    if time == span[1] and drug == SPRAY:
        return "Feeling detached peaks about now."
    if time < span[2]:
        return "The feeling fades." if drug == SPRAY else "The drip has ended, and the feeling fades."
    if drug == SPRAY:
        return "Feeling detached is generally over."
    row = evidence.row("C801")
    return f"Over in all of {row.n} patients within an hour; whether counted from the drip's start or end is not clear."


def said_of_drowsiness(time: float, drug: str) -> str:
    """Say how drowsy: SE06a to c."""
    if drug == DRIP:
        return "We found no times for a drip."
    begins, (first, last), (early, late) = evidence.value("SE06a"), evidence.bounds("SE06b"), evidence.bounds("SE06c")
    if time < begins:
        return "Not yet."
    if time < first:
        return "Drowsiness may begin."
    if time <= last:
        return "Drowsiness is at its height."
    if time < early:
        return "Drowsiness wears off."
    return "It is resolving, in most by now." if time < late else "Drowsiness has resolved."


def said_of_pressure(time: float, drug: str) -> str:
    """Say how blood pressure goes: H1602, SE09a, SE09b; SE17."""
    if time < 0:
        return "Measure it now: the label asks for it before and after." if drug == SPRAY else "Measure it now."
    span = spans(drug)["pressure"]
    assert span
    if drug == DRIP:
        row = evidence.row("SE17")
        done = f"in all of {row.n} patients within {plain(row.value or 0)} hours after the drip."
        if time <= DRIP_MIN:
            return "It may rise."
        if time < span[2]:
            return f"It may still be raised; back where it began {done}"
        return f"Back where it began, {done}"
    if time < span[1]:
        return "It rises."
    if time == span[1]:
        return "It peaks about now. Measure it again."
    if time < span[2]:
        home = " The patient may be on the way home by now." if time >= evidence.value("SE08") * HOUR else ""
        return f"The rise lasts about {plain(evidence.value('SE09b'))} hours.{home}"
    return f"The rise is generally over after about {plain(evidence.value('SE09b'))} hours."


def said_of_thinking(time: float, drug: str) -> str:
    """Say how thinking is: SE24a, SE24b, in healthy people."""
    if drug == DRIP:
        return "We found no times for a drip."
    if time < 0:
        return "As usual."
    if time >= evidence.value("SE24b") * HOUR:
        return "Level with placebo again, in healthy people."
    if time == evidence.value("SE24a"):
        return "Slower than on placebo, in healthy people."
    return "Not tested at this hour."


def said_of_blood(time: float, drug: str) -> str:
    """Say how much is in the blood of a typical adult."""
    if time < 0:
        return "None yet."
    amount = plasma(time, drug)
    share = 100 * amount / peak(drug)
    name = "esketamine" if drug == SPRAY else "ketamine"
    left = "its peak" if share > 98 else f"{share:.0f} % of its peak" if share >= 1 else "less than 1 % of its peak"
    return f"{amount:.0f} ng/mL of {name}, {left}." if amount >= 1 else f"Less than 1 ng/mL of {name}, {left}."


@cache
def table() -> list[tuple[str, str, str, str]]:
    """Everything drawn: what, when, its value, and what stands behind it."""
    rows = (
        *("SE01", "SE02", "C950", "C951", "SE06a", "SE06b", "SE06c", "SE09a", "SE09b", "H1602", "SE24a", "SE24b"),
        *("SE08", "C819", "C801", "SE17"),
    )
    calculated = [
        (f"{DOSES[drug]}, in the blood", label, f"{plasma(time, drug):.1f} ng/mL", "calculated")
        for drug in DRUGS
        for label, time in CLOCK.items()
        if time >= 0
    ]
    return [_told(row) for row in rows] + calculated


def _told(row_id: str) -> tuple[str, str, str, str]:
    row = evidence.row(row_id)
    numbers = (row.value,) if row.value is not None else row.interval or ()
    value = f"{' to '.join(map(plain, numbers))} {row.unit}" if numbers else "in words only"
    return f"{row.arm}: {row.outcome}", row.when, value, f"{row.study} ({row.design}; {row.note or row.citation})"


# --- the drawing --------------------------------------------------------------------------------


class Plan:
    """Where things stand, in px.

    name: of the drawing. size: width and height. art: width and height of the picture. axis: left and right.
    tops: height of the first lane and of each. scale: of the picture.
    """

    def __init__(
        self,
        name: str,
        size: tuple[int, int],
        art: tuple[int, int],
        axis: tuple[int, int],
        tops: tuple[int, int],
        scale: float,
    ) -> None:
        self.name, (self.width, self.height) = name, size
        self.art, (self.left, self.right), (self.top, self.lane) = art, axis, tops
        self.scale, self.small = scale, name == "narrow"

    def x(self, time: float) -> float:
        """Return where a time stands: hours up to five, then evening and the next morning."""
        width = self.right - self.left
        if time <= 5 * HOUR:
            return round(self.left + 0.76 * width * max(time, 0) / (5 * HOUR), 1)
        return round(self.left + width * (0.76 + 0.24 * (time - 5 * HOUR) / (MORNING - 5 * HOUR)), 1)

    def y(self, lane: int) -> float:
        """Return the middle of a lane."""
        return self.top + self.lane * (lane + 0.5)


WIDE = Plan("wide", (860, 330), (300, 330), (470, 846), (40, 46), 1.0)
NARROW = Plan("narrow", (300, 392), (300, 178), (10, 290), (208, 31), 0.62)
LANES = ("blood", "felt", "drowsy", "pressure", "thinking", "rules")
NAMES = {
    "blood": ("In the blood", "calculated"),
    "felt": ("Feeling detached", ""),
    "drowsy": ("Drowsy", ""),
    "pressure": ("Blood pressure", "raised"),
    "thinking": ("Thinking", "slower, in tests"),
    "rules": ("Not allowed", "a rule, not a finding"),
}
#: Lanes whose colour is not that of the drug.
COMMON = {"pressure": "heart", "rules": "grey"}
TICKS = {0: "start", HOUR: "1 h", 2 * HOUR: "2 h", 4 * HOUR: "4 h", MORNING: "next day"}
HEART = "M0 6C-3-4-18-2-16 9-14 18-4 24 0 29 4 24 14 18 16 9 18-2 3-4 0 6Z"
CHAIR = (
    "M44 96C38 84 52 72 62 84L112 178 204 168C214 167 218 180 208 184L186 190 232 214C242 220 236 234 226 229L150 204"
    " 106 206C98 206 94 202 90 196Z"
)


def _drawing(plan: Plan, time: float, drug: str) -> Drawing:
    return Drawing(plan.width, plan.height, _markup(plan.name), _parts(plan, time, drug))


def _parts(plan: Plan, time: float, drug: str) -> Parts:
    """Return what differs: hands of the clock, the patient, the window, the lanes' shapes, now."""
    minutes = OPENS + max(time, 0)
    felt, drowsy, pressed = (strength(lane, time, drug) for lane in ("felt", "drowsy", "pressure"))
    night = time == EVENING
    parts: Parts = {
        "hour": {"transform": f"translate(70 62) rotate({minutes / 2 % 360:.0f})"},
        "minute": {"transform": f"translate(70 62) rotate({minutes * 6 % 360:.0f})"},
        "digits": {"text": f"{int(minutes // HOUR) % 24}:{int(minutes % HOUR):02d}"},
        "window": {"fill": "var(--night)" if night else "var(--day)"},
        "sun": {"cy": 58 if not night else 66, "fill": "var(--moon)" if night else "var(--sun)"},
        "ghost": {"opacity": round(0.75 * felt, 2), "transform": f"translate({-10 * felt:.0f} {-34 * felt:.0f})"},
        "eye": {"d": "M134 96h9" if drowsy > 0.3 or night else "M138 92v6"},
        "heart": {
            "transform": f"translate(250 116) scale({0.8 + 0.5 * pressed:.2f})",
            "opacity": round(0.35 + 0.65 * pressed, 2),
        },
        "beat": {"text": "raised" if pressed > 0 else "as usual"},
        "seated": {"opacity": int(time < MORNING)},
        "standing": {"opacity": int(time == MORNING)},
        "place": {"text": _place(time, drug)},
        "now": {"transform": f"translate({plan.x(time)} 0)", "opacity": int(time >= 0)},
        "veil": {
            "x": plan.x(time) + 2,
            "width": round(plan.right + 4 - plan.x(time), 1),
            "opacity": 0.66 if time >= 0 else 0,
        },
    }
    own = "var(--esk)" if drug == SPRAY else "var(--ket)"
    for lane in LANES:
        parts[lane] = {"d": _shape(plan, lane, drug)}
        if lane not in COMMON:
            parts[lane]["fill"] = own
    parts["blood"]["stroke"] = own
    for i in range(len(SEATED[0])):
        parts[f"ghost-line{i}"] = {"stroke": own}
    parts["ghost-head"] = {"fill": own}
    for lane in ("drowsy", "thinking"):
        parts[f"{lane}-none"] = {"opacity": int(drug == DRIP)}
    parts["rules-word"] = {"text": ("rules of the house" if drug == DRIP else "no driving")}
    parts["watched"] = {"opacity": int(drug == SPRAY)}
    return parts


def _place(time: float, drug: str) -> str:
    if time < 0:
        return "before the spray" if drug == SPRAY else "before the drip"
    if time < 2 * HOUR:
        return "in the clinic"
    if time == 2 * HOUR:
        return "fit to leave?"
    return "the next morning" if time == MORNING else "perhaps at home"


def _shape(plan: Plan, lane: str, drug: str) -> str:
    """Return the outline of what lasts, in its lane."""
    y, half = plan.y(LANES.index(lane)), plan.lane * (0.3 if plan.small else 0.34)
    if lane == "blood":
        times = [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90, 120, 150, 180, 240, 300, 480, EVENING, MORNING]
        low = y + half
        top = "L".join(f"{plan.x(t)} {low - 2 * half * plasma(t, drug) / peak(drug):.1f}" for t in times)
        return f"M{plan.x(0)} {low:.1f}L{top}L{plan.x(MORNING)} {low:.1f}Z"
    if lane == "rules":
        if drug == DRIP:
            return f"M{plan.x(0)} {y}H{plan.x(0)}Z"
        return f"M{plan.x(0)} {y - half * 0.7:.1f}H{plan.x(MORNING) - 6:.1f}V{y + half * 0.7:.1f}H{plan.x(0)}Z"
    span = spans(drug)[lane]
    if span is None:
        return f"M{plan.x(0)} {y}H{plan.x(0)}Z"
    a, b, c = (plan.x(t) for t in span)
    m, n = (a + b) / 2, b + (c - b) * 0.35
    m, n, high, low = round(m, 1), round(n, 1), round(y - half, 1), round(y + half, 1)
    up = f"C{m} {y} {m} {high} {b} {high}C{n} {high} {n} {y} {c} {y}"
    down = f"C{n} {y} {n} {low} {b} {low}C{m} {low} {m} {y} {a} {y}"
    return f"M{a} {y}{up}{down}Z"


@cache
def _markup(name: str) -> str:
    plan = WIDE if name == "wide" else NARROW
    width, height = plan.art
    clip = f"day-{name}"
    rounded = tag("clipPath", tag("rect", width=width, height=height, rx=8), id=clip)
    ground = tag("rect", width=width, height=height, fill="var(--sky)")
    at = "translate(40 -4)" if plan.small else "translate(0 0)"
    picture = tag("g", _room(), transform=f"{at} scale({plan.scale})")
    top = height - (28 if plan.small else 84)
    floor = tag("rect", y=top, width=width, height=90, fill="var(--pre)", opacity=0.4)
    return rounded + tag("g", ground + floor + picture, clip_path=f"url(#{clip})") + _place_words(plan) + _lanes(plan)


def _room() -> str:
    """Draw the clock, the window, the chair, the patient and what the patient feels."""
    rim: dict[str, str | float] = {"stroke": "var(--post-rim)", "stroke_width": 3}
    clock = tag("circle", cx=70, cy=62, r=32, fill="var(--surface)", **rim)
    marks = "M70 36v4M70 84v4M44 62h4M92 62h4"
    hands = tag("g", line("M0 3V-15", "ink", 4), data_part="hour")
    hands += tag("g", line("M0 4V-24", "ink", 2.5), data_part="minute")
    window = tag("rect", x=196, y=30, width=84, height=64, rx=4, data_part="window", **rim)
    window += tag("circle", cx=256, cy=58, r=11, data_part="sun") + line("M238 30V94M196 62H280", "post-rim", 2)
    chair = tag("path", d=CHAIR, fill="var(--post)", stroke_linejoin="round", **rim)
    chair += line("M140 206L132 252M112 252H156", "post-rim", 4)
    ghost = tag("g", _person(SEATED, part="ghost"), data_part="ghost")
    eye = tag("path", data_part="eye", stroke="var(--ink)", stroke_width=2.4, stroke_linecap="round")
    seated = tag("g", ghost + _person(SEATED) + eye, data_part="seated")
    standing = tag("g", _person(STANDING), data_part="standing")
    heart = tag("path", d=HEART, data_part="heart", fill="var(--heart)")
    return clock + line(marks, "muted", 2) + hands + window + chair + seated + standing + heart


#: Somebody: lines with their width, 'cloth' or 'face', and where the head is.
Figure = tuple[tuple[tuple[str, str, float], ...], Point]
SEATED: Figure = (
    (
        ("M112 132L142 176", "cloth", 34),
        ("M142 178L196 166 222 206", "cloth", 22),
        ("M116 132L150 156 174 154", "face", 11),
    ),
    (122, 98),
)
STANDING: Figure = (
    (
        ("M168 174L162 250M180 174L186 250", "cloth", 17),
        ("M160 146L150 190M188 146L198 190", "face", 10),
        ("M174 150V178", "cloth", 34),
    ),
    (174, 118),
)


def _person(figure: Figure, part: str = "") -> str:
    """Draw somebody, in the colours of cloth and skin, or as parts whose colour follows the drug."""
    lines, (x, y) = figure
    drawn = ""
    for i, (d, colour, width) in enumerate(lines):
        own: dict[str, str | float] = {"data_part": f"{part}-line{i}"} if part else {"stroke": f"var(--{colour})"}
        own |= {"fill": "none", "stroke_linecap": "round", "stroke_linejoin": "round"}
        drawn += tag("path", d=d, stroke_width=width, **own)
    head: dict[str, str | float] = {"data_part": f"{part}-head"} if part else {"fill": "var(--face)"}
    return drawn + tag("circle", cx=x, cy=y, r=21, **head)


def _place_words(plan: Plan) -> str:
    """Say what time it is and where the patient is."""
    _, height = plan.art
    small = plan.small
    where: dict[str, str | float] = {"halo": "sky", "font_weight": 700, "font_size": 15 if small else 22}
    x = 8 if small else 18
    words = text(x, height - (26 if small else 38), "", "ink", "start", data_part="digits", **where)
    own: dict[str, str | float] = {"halo": "sky", "font_size": 12.5 if small else 15}
    words += text(x, height - (10 if small else 17), "", "ink", "start", data_part="place", **own)
    beat_x, beat_y, anchor = (212, 81, "start") if small else (250, 166, "middle")
    return words + text(beat_x, beat_y, "", "ink", anchor, halo="sky", font_size=12.5, data_part="beat")


def _lanes(plan: Plan) -> str:
    """Draw six lanes on one axis, the veil over what is to come, and the line of now."""
    small = plan.small
    bottom = plan.top + plan.lane * len(LANES)
    grid = "".join(line(f"M{plan.x(t)} {plan.top}V{bottom}", "grid", 1) for t in TICKS)
    anchors = {0: "start", MORNING: "end"}
    axis = "".join(
        text(plan.x(t), plan.top - 8, word, "muted", anchors.get(t, "middle"), font_size=12 if small else 13)
        for t, word in TICKS.items()
        if not (small and t == HOUR)
    )
    shapes = ""
    for lane in LANES:
        paint: dict[str, str | float] = {"fill": f"var(--{COMMON[lane]})"} if lane in COMMON else {}
        if lane in ("blood", "rules"):
            paint |= {"fill_opacity": 0.22, "stroke_width": 1.6, "stroke_dasharray": "5 3"}
        if lane == "rules":
            paint["stroke"] = "var(--grey)"
        shapes += tag("path", data_part=lane, **paint)
    wide, high = plan.x(evidence.value("SE08") * HOUR) - plan.x(0), plan.lane * 0.44
    top = plan.y(LANES.index("rules")) - high / 2
    watched = tag("rect", x=plan.x(0), y=top, width=wide, height=high, fill="var(--grey)")
    shapes += tag("g", watched, data_part="watched")
    veil = tag("rect", data_part="veil", y=plan.top - 1, height=bottom - plan.top + 2, width=0, fill="var(--surface)")
    head = tag("path", d=f"M-5 {plan.top - 5}h10l-5 7z", fill="var(--ink)")
    now = tag("g", line(f"M0 {plan.top - 3}V{bottom}", "ink", 1.6) + head, data_part="now")
    return grid + shapes + veil + _lane_words(plan) + axis + now + _touch(plan, bottom)


def _touch(plan: Plan, bottom: float) -> str:
    """Draw what is not seen: the stretch of the lanes that belongs to each stop of the clock."""
    xs = [plan.x(time) for time in CLOCK.values() if time >= 0]
    edges = [plan.left, *((a + b) / 2 for a, b in pairwise(xs)), plan.right]
    return "".join(
        tag("rect", x=a, y=plan.top, width=b - a, height=bottom - plan.top, fill="transparent", data_move=f"time {i}")
        for i, (a, b) in enumerate(pairwise(edges), 1)  # stop 0 is before the dose
    )


def _lane_words(plan: Plan) -> str:
    """Name the lanes."""
    small, words = plan.small, ""
    for i, lane in enumerate(LANES):
        name, more = NAMES[lane]
        y = plan.y(i)
        if small:
            if lane != "rules":  # its bar fills the lane, and says it
                words += text(plan.right, y - 3, name, "ink", "end", font_size=12, font_weight=600)
            continue
        words += text(324, y + (0 if more else 5), name, font_size=13.5, font_weight=600)
        if more:
            words += text(324, y + 15, more, "muted", font_size=12)
    for lane in ("drowsy", "thinking"):
        y = plan.y(LANES.index(lane))
        none = text(plan.x(0) + 4, y + 5, "no hours in our table", "muted", font_size=12 if small else 13)
        words += tag("g", none, data_part=f"{lane}-none")
    y = plan.y(LANES.index("rules"))
    own: dict[str, str | float] = {"stroke_width": 0, "font_size": 12, "font_weight": 600}
    words += tag("g", text(plan.x(0) + 5, y + 4.5, "watched", "surface", "start", **own), data_part="watched")
    return words + text(plan.x(2 * HOUR) + 8, y + 4.5, "", font_size=12 if small else 13, data_part="rules-word")
