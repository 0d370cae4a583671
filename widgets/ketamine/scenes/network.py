"""The default mode network on three brains: ketamine, a sedative in the same men, and a study to choose beside them.

One arc stands for one reported result; its width follows the published size, and a thin arc says that none was
printed. The brain is a cut through the ICBM 152 template (data/brain_outline.csv), regions stand at an atlas'
coordinates (data/dmn_nodes.csv); both are in the same space, in mm.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from itertools import combinations
from statistics import mean
from typing import NamedTuple

from explorers import Drawing, Readout, Scene
from explorers.words import minus
from ketamine import evidence
from ketamine.evidence import Number
from ketamine.figures import default_mode as d
from ketamine.figures.default_mode import Finding, Node
from ketamine.scenes.draw import COLOURS, Parts, Point, tag, text

OUTLINE_FILE = d.NODES_FILE.with_name("brain_outline.csv")
FIXED = ("ketamine", "midazolam")  # keys of d.STUDIES_BY_KEY: always drawn
FIRST = "tozzi"
STUDIES = [(label, key) for label, key in d.STUDIES if key not in FIXED]
#: What a result looks like: the colour and dash of its arc, and the sign before its words.
LOOKS = {
    d.LOWER.name: ("brake", "none", "▼"),
    d.HIGHER.name: ("heart", "none", "▲"),
    d.MIXED.name: ("amber", "12 3 3 3", "◆"),
    d.NONE.name: ("grey", "2 5", "○"),
    d.TOWARDS.name: ("glu", "16 4", "→"),
    d.BACK.name: ("grey", "5 5", "×"),
}
#: The mark on the middle of an arc, so that its direction is not told by colour alone.
MARKS = {d.LOWER.name: "M-7-5H7L0 7Z", d.HIGHER.name: "M-7 5H7L0-7Z"}
#: A network's colour; the regions' shape says it too.
NETWORKS = {"default": "open", "salience": "amber", "executive": "muted", "other": "grey"}
SHAPES = {
    "default": "M0-6A6 6 0 1 1 0 6A6 6 0 1 1 0-6Z",
    "salience": "M-5-5H5V5H-5Z",
    "executive": "M0-7L7 0 0 7-7 0Z",
    "other": "M0-6L6 5H-6Z",
}
#: Between which regions the arc of a whole network goes.
ENDS = {d.DEFAULT: ("dmPFC", "PCC"), d.SALIENCE: ("dACC", "R insula"), d.EXECUTIVE: ("L dlPFC", "L IPL")}
LEAVES_OUT = (
    "how scans are made into numbers, single connections (an arc is the mean of a network or of two), results that have"
    " no place among these regions, and left and right, which lie on one another. The cut is one average of 152 brains."
)
LABEL = (
    "Three brains cut through the middle, front on the left: under ketamine, under midazolam, and in the study chosen."
    " Arcs join regions whose connection was reported as lower or higher; a wide arc is a large difference."
)


def brain_and_network(study: str = FIRST) -> tuple[Scene, list[Readout]]:
    """Show ketamine, midazolam and one more study on a brain each.

    study: a key of STUDIES.
    """
    scene = Scene(
        wide=_drawing(WIDE, study),
        narrow=_drawing(NARROW, study),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("Study", "Result", "Compared with", "Size", "From"),
        rows=table(),
        colours=COLOURS,
    )
    return scene, readouts(study)


# --- words --------------------------------------------------------------------------------------


def size(finding: Finding) -> float | None:
    """Return the published standardised size of a result, None where no text that we read has one."""
    row = evidence.row(finding.row)
    return abs(row.value) if isinstance(row, Number) and row.unit in {"d", "g"} else None


def readouts(study: str) -> list[Readout]:
    """Say what ketamine and the sedative do, and what the chosen study found."""
    ketamine, midazolam, salience = (evidence.number(row) for row in ("D315", "D316", "D317"))
    chosen = d.STUDIES_BY_KEY[study]
    found = "; ".join(f"{LOOKS[one.status.name][2]} {d.finding_words(one)}" for one in chosen.findings if one.words)
    lowered = [f"d = {row.value:.2f} (standard error {row.spread:.2f})" for row in (ketamine, midazolam, salience)]
    return [
        Readout(
            "Ketamine beside midazolam",
            f"Within the default mode network ketamine lowers connectivity by {lowered[0]}, midazolam by {lowered[1]}:"
            " the sedative does as much.",
        ),
        Readout("What stands out", f"The salience network, by {lowered[2]} on ketamine; for midazolam none is named."),
        Readout("The study chosen found", found + "."),
        *d.study_words(chosen),
    ]


@cache
def table() -> list[tuple[str, str, str, str, str]]:
    """Every result of every study."""
    rows = []
    for key, study in d.STUDIES_BY_KEY.items():
        for finding in study.findings:
            if not finding.words:
                continue
            row, found = evidence.row(finding.row), size(finding)
            spread = f" (standard error {row.spread:g})" if row.spread else ""
            ends = f" ({minus(f'{row.low:g}')} to {minus(f'{row.high:g}')})" if row.low is not None else ""
            told = f"{row.unit} {minus(f'{row.value:g}')}{spread}{ends}" if found is not None else "not printed"
            people = f"{row.n:,} people" if row.n else "number of people not seen"
            against = row.comparator if row.comparator not in {"", "none"} else "–"
            rows.append(
                (d.study_label(key), d.finding_words(finding), against, told, f"{row.study}, {people}; {row.design}")
            )
    return rows


# --- the drawing --------------------------------------------------------------------------------


class Panel(NamedTuple):
    """One brain: whose, and where its front edge and the height of the commissures stand, px."""

    name: str
    x: float
    y: float
    scale: float

    def at(self, y: float, z: float) -> Point:
        """Return where a point of the brain stands; y and z in mm, front on the left."""
        return round(self.x + (72 - y) * self.scale, 1), round(self.y - z * self.scale, 1)


class Plan(NamedTuple):
    """Where things stand, in px: size, the three brains, and how thick an arc of size 1 is."""

    name: str
    width: int
    height: int
    panels: tuple[Panel, Panel, Panel]
    thick: float

    @property
    def small(self) -> bool:
        """Whether it is for a phone."""
        return self.name == "narrow"


WIDE = Plan(
    "wide",
    900,
    356,
    (Panel("ketamine", 14, 156, 1.3), Panel("midazolam", 288, 156, 1.3), Panel("chosen", 566, 156, 1.3)),
    10,
)
NARROW = Plan(
    "narrow",
    300,
    492,
    (Panel("ketamine", 2, 104, 0.78), Panel("midazolam", 154, 104, 0.78), Panel("chosen", 60, 326, 0.98)),
    7,
)
TITLES = {"ketamine": ("Ketamine", "during it, {n} men"), "midazolam": ("Midazolam", "a sedative, same men")}
#: What is written below the fixed brains: name, row, whether a size was printed.
SAID = {
    "ketamine": (("default mode", "D315"), ("salience", "D317"), ("auditory, not drawn", "D714")),
    "midazolam": (("default mode", "D316"), ("salience", "D715")),
}


@cache
def outline() -> dict[str, list[list[Point]]]:
    """Return the lines of the brain by part, as points (y, z) in mm."""
    parts: dict[str, list[list[Point]]] = {}
    with OUTLINE_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lines = parts.setdefault(row["part"], [])
            if len(lines) <= int(row["line"]):
                lines.append([])
            lines[int(row["line"])].append((float(row["y_mni"]), float(row["z_mni"])))
    return parts


def ends_of(finding: Finding) -> tuple[Point, Point] | None:
    """Return where the arc of a result begins and ends, (y, z) in mm; None where it has no place."""
    if not finding.a:
        return None
    if finding.b:
        first, second = (_middle(group) for group in (finding.a, finding.b))
        return first, second
    if finding.a in ENDS:
        one, other = (d.nodes()[name] for name in ENDS[finding.a])
    else:
        one, other = max(combinations((d.nodes()[name] for name in finding.a), 2), key=lambda pair: _apart(*pair))
    return (one.y, one.z), (other.y, other.z)


def _middle(group: tuple[str, ...]) -> Point:
    found = [d.nodes()[name] for name in group]
    return mean(node.y for node in found), mean(node.z for node in found)


def _apart(one: Node, other: Node) -> float:
    return math.hypot(one.y - other.y, one.z - other.z)


def arc(panel: Panel, ends: tuple[Point, Point]) -> tuple[str, Point]:
    """Return the path of an arc, bent upwards (forwards where it stands upright), and its middle."""
    (x1, y1), (x2, y2) = (panel.at(*end) for end in ends)
    across, down = x2 - x1, y2 - y1
    turn = -1 if across < 0 else 1
    bend = 0.42
    x, y = (x1 + x2) / 2 + turn * bend * down, (y1 + y2) / 2 - turn * bend * across
    middle = round((x1 + x2) / 4 + x / 2, 1), round((y1 + y2) / 4 + y / 2, 1)
    return f"M{x1} {y1}Q{x:.1f} {y:.1f} {x2} {y2}", middle


def width_of(finding: Finding, plan: Plan) -> float:
    """Return the width of an arc in px: as the size; 2 where none was printed."""
    found = size(finding)
    return 2.0 if found is None else round(1.5 + plan.thick * found, 1)


def _drawing(plan: Plan, study: str) -> Drawing:
    return Drawing(plan.width, plan.height, _markup(plan.name), _parts(plan, study))


def _parts(plan: Plan, study: str) -> Parts:
    """Return what differs from study to study, all of it on the third brain."""
    chosen, panel = d.STUDIES_BY_KEY[study], plan.panels[2]
    parts: Parts = {}
    written = [finding for finding in chosen.findings if finding.words]
    for i in range(d.MOST_RESULTS):
        finding = chosen.findings[i] if i < len(chosen.findings) else None
        ends = ends_of(finding) if finding else None
        colour, dash, _ = LOOKS[finding.status.name] if finding else ("grey", "none", "")
        way, (x, y) = arc(panel, ends) if ends else ("M0 0", (0, 0))
        parts[f"arc{i}"] = {
            "d": way,
            "stroke": f"var(--{colour})",
            "stroke-width": width_of(finding, plan) if finding else 1,
            "stroke-dasharray": dash,
            "opacity": int(ends is not None),
        }
        mark = MARKS.get(finding.status.name, "") if finding and ends else ""
        parts[f"tip{i}"] = {
            "d": mark or "M0 0",
            "fill": f"var(--{colour})",
            "transform": f"translate({x} {y})",
            "opacity": int(bool(mark)),
        }
        told = written[i] if i < len(written) else None
        sign, shade = (LOOKS[told.status.name][2], LOOKS[told.status.name][0]) if told else ("", "ink")
        parts[f"sign{i}"] = {"text": sign or " ", "fill": f"var(--{shade})"}
        parts[f"word{i}"] = {"text": d.finding_words(told) if told else " "}
    involved = {name for finding in chosen.findings for name in (*finding.a, *finding.b)}
    for name in d.nodes():
        parts[f"n{_key(name)}"] = {"opacity": 1 if name in involved else 0.14}
    title, _, rest = d.study_label(study).partition(": ")
    parts["title"] = {"text": title}
    parts["people"] = {"text": rest}
    return parts


def _key(name: str) -> str:
    return name.replace(" ", "-")


@cache
def _markup(name: str) -> str:
    plan = WIDE if name == "wide" else NARROW
    drawn = ""
    for panel in plan.panels:
        drawn += _brain(plan, panel)
        if panel.name == "chosen":
            drawn += "".join(
                tag("path", fill="none", stroke_linecap="round", data_part=f"arc{i}")
                + tag("path", stroke="var(--surface)", stroke_width=1.2, data_part=f"tip{i}")
                for i in range(d.MOST_RESULTS)
            )
            drawn += "".join(_region(plan, panel, node, 1, f"n{_key(node.node)}") for node in d.nodes().values())
        else:
            drawn += _fixed(plan, panel)
        drawn += _panel_words(plan, panel)
    return drawn + _key_words(plan)


def _brain(plan: Plan, panel: Panel) -> str:
    """Draw the cut brain."""
    parts = {
        part: "".join("M" + "L".join("{:g} {:g}".format(*panel.at(*point)) for point in points) for points in lines)
        for part, lines in outline().items()
    }
    width = 1.6 if plan.small else 2.2
    rim: dict[str, str | float] = {"stroke": "var(--post-rim)", "stroke_linejoin": "round"}
    return (
        tag("path", d=parts["brain"] + "Z", fill="var(--brain)", stroke_width=width, **rim)
        + tag("path", d=parts["fold"], fill="none", stroke_width=width / 2, opacity=0.55, **rim)
        + tag("path", d=parts["callosum"], fill="var(--surface)", stroke_width=width / 2, opacity=0.8, **rim)
    )


def _region(plan: Plan, panel: Panel, node: Node, opacity: float = 1, part: str = "") -> str:
    x, y = panel.at(node.y, node.z)
    scale = 0.72 if plan.small else 1.05
    more: dict[str, str | float] = {"data_part": part} if part else {"opacity": opacity}
    more |= {"fill": f"var(--{NETWORKS[node.network]})", "stroke": "var(--surface)"}
    shape = tag("path", d=SHAPES[node.network], **more)
    return tag("g", shape, transform=f"translate({x} {y}) scale({scale})")


def _fixed(plan: Plan, panel: Panel) -> str:
    """Draw the arcs and regions of ketamine or midazolam."""
    study = d.STUDIES_BY_KEY[panel.name]
    drawn, involved = "", set()
    for finding in study.findings:
        involved |= {*finding.a, *finding.b}
        ends = ends_of(finding)
        if ends:
            colour, dash, _ = LOOKS[finding.status.name]
            way, (x, y) = arc(panel, ends)
            look: dict[str, str | float] = {"stroke": f"var(--{colour})", "stroke_width": width_of(finding, plan)}
            drawn += tag("path", d=way, fill="none", stroke_dasharray=dash, stroke_linecap="round", **look)
            if mark := MARKS.get(finding.status.name):
                own: dict[str, str | float] = {"fill": f"var(--{colour})", "stroke": "var(--surface)"}
                drawn += tag("path", d=mark, transform=f"translate({x} {y})", stroke_width=1.2, **own)
    return drawn + "".join(
        _region(plan, panel, node) for node in d.nodes().values() if node.node in involved and node.network != "other"
    )


def _panel_words(plan: Plan, panel: Panel) -> str:
    """Write whose brain it is above, and what was found below."""
    small = plan.small
    left = panel.x
    chosen = panel.name == "chosen"
    if chosen and small:
        left = 2
    top = panel.y - (98 if chosen else 88) if small else 22
    big, middle = (13.5, 12) if small else (17, 13.5)
    below = round(panel.y + 71 * panel.scale + (18 if small else 26))
    if chosen:
        words = text(left, top, "", font_size=big, font_weight=700, data_part="title")
        words += text(left, top + (15 if small else 18), "", "muted", font_size=middle, data_part="people")
        for i in range(d.MOST_RESULTS):
            y = below + (16 if small else 20) * i
            words += text(left, y, "", font_size=middle, font_weight=700, data_part=f"sign{i}")
            words += text(left + (16 if small else 20), y, "", font_size=12 if small else 14, data_part=f"word{i}")
        return words
    title, people = TITLES[panel.name]
    count = evidence.row(d.STUDIES_BY_KEY[panel.name].findings[0].row).n
    words = text(left, top, title, font_size=big, font_weight=700)
    words += text(left, top + (15 if small else 18), people.format(n=count), "muted", font_size=middle)
    for i, (name, row_id) in enumerate(SAID[panel.name]):
        row = evidence.row(row_id)
        y = below + (16 if small else 20) * i
        value = f"lower, d {row.value:.2f}" if row.value is not None else "none named"
        short = name.partition(",")[0] if small else name
        shown = value.removeprefix("lower, ").removesuffix(" named") if small else value
        sign = LOOKS[d.LOWER.name][2] if row.value is not None else LOOKS[d.NONE.name][2]
        shade = LOOKS[d.LOWER.name][0] if row.value is not None else "grey"
        words += text(left, y, sign, shade, font_size=middle, font_weight=700)
        words += text(left + (14 if small else 20), y, f"{short}: {shown}", font_size=12 if small else 14)
    return words


def _key_words(plan: Plan) -> str:
    """Say what shapes and widths mean, and which side is the front."""
    small, words, x = plan.small, "", 8.0
    y = plan.height - (22 if small else 8)
    for network, name in (("default", "default mode"), ("salience", "salience"), ("executive", "executive")):
        shape = tag("path", d=SHAPES[network], fill=f"var(--{NETWORKS[network]})")
        words += tag("g", shape, transform=f"translate({x} {y - 4}) scale({0.8 if small else 0.95})")
        words += text(x + 10, y, name, "muted", font_size=12 if small else 13)
        x += 24 + (6.4 if small else 7.2) * len(name)
    meaning = "wide arc: large size; thin arc: no size printed"
    at_x, at_y = (2.0, plan.height - 5.0) if small else (x + 16, y)
    words += text(at_x, at_y, meaning, "muted", font_size=12 if small else 13)
    if not small:
        panel = plan.panels[0]
        for side, place, anchor in (("front", (72, -48), "start"), ("back", (-104, -58), "end")):
            at_x, at_y = panel.at(*place)
            words += text(at_x, at_y, side, "muted", anchor, font_size=12.5)
    return words
