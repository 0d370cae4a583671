"""Ketamine after an opioid blocker, in people: if opioid receptors did the work, its bar would shrink.

For each test two bars: ketamine alone, and ketamine after the blocker. A length is drawn only where a size was printed
or nothing changed; where the paper says 'most of it' without a size, the bar fades. Rows of ``pain.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from coursework.describe import describe
from explorers import Drawing, Readout, Scene
from explorers.svg import Attributes, bar, line, tag, text
from ketamine import evidence
from ketamine.colours import SCENE
from ketamine.figures.pain import LESS, OPIOID_TESTS, fits, verdict

ALONE, AFTER = "ketamine alone", "after the blocker"
#: What stands beside a test, where its row is long.
SAYS = {
    "OP702": "no change; the opioid pethidine lost its relief",
    "OP701": "no change",
    "OP06": "most of it taken away; no size printed",
    "OP10": "{taken:g} % taken away",
    "OP12": "5 of 5 respond under it; nobody was tested without",
    "OP13": "no difference, nor any over midazolam",
    "OP08": "no change",
}
TAKEN = {"OP10": "OP1400"}  # rows of a size that was printed
UNPAIRED = ("OP12",)  # nobody without the blocker
GROUPS = {
    "Pain": "Pain: does the relief shrink?",
    "Mood": "Mood: does the lift shrink?",
    "Dissociation": "Feeling detached: does it shrink?",
}
LEAVES_OUT = (
    "how surely each test could have seen a difference. Only one paper's report prints a size; the other bars say 'no"
    " change' in their own words, and a bar that fades was weakened by an amount that was not printed."
)
LABEL = "Seven tests in people, each with a bar for ketamine alone and a bar for ketamine after an opioid blocker."
COLOURS = {name: SCENE[name] for name in ("muted", "zone", "border", "ket", "ket-word")}


def with_opioids_blocked(outcome: str = "All", design: str = "all") -> tuple[Scene, list[Readout]]:
    """Show what became of ketamine's effects in people once an opioid blocker had been given.

    outcome: 'Pain', 'Mood' or 'All'. design: 'all', 'blind' (randomised and double-blind) or 'twenty' (20 people or
    more); other tests are not shown, and those shown move up.
    """
    scene = Scene(
        wide=Drawing(WIDE.width, WIDE.height, _drawn(WIDE), _parts(WIDE, outcome, design)),
        narrow=Drawing(NARROW.width, NARROW.height, _drawn(NARROW), _parts(NARROW, outcome, design)),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("Outcome", "Test", "After the blocker", "In full", "Rows"),
        rows=table(),
        colours=COLOURS,
        kind="Bars for what was printed",
        near=2,
    )
    return scene, readouts(outcome, design)


def shown(outcome: str, design: str) -> list[str]:
    """Return the rows that a choice leaves in front."""
    return [
        row for row, (endpoint, _) in OPIOID_TESTS.items()
        if outcome in ("All", endpoint) and fits(evidence.row(row), design)
    ]  # fmt: skip


def readouts(outcome: str, design: str) -> list[Readout]:
    """Say what the tests in front found, for pain and for mood."""
    tests = [(evidence.row(row), *OPIOID_TESTS[row]) for row in shown(outcome, design)]
    names = [outcome] if outcome != "All" else ["Pain", "Mood"]
    return [Readout(name, verdict(tests, name)) for name in names]


def ordered(endpoint: str) -> list[str]:
    """Return the tests of an outcome, most people first."""
    rows = [row for row, (one, _) in OPIOID_TESTS.items() if one == endpoint]
    return sorted(rows, key=lambda row: -(evidence.row(row).n or 0))


def says(row: str) -> str:
    """Say what the blocker did."""
    taken = evidence.number(TAKEN[row]).value if row in TAKEN else 0
    return SAYS[row].format(taken=taken)


def people(row: str) -> str:
    """Say how many took part."""
    n = evidence.row(row).n
    return f"{n} people" if n else "number not printed"


@cache
def table() -> list[tuple[str, str, str, str, list[str]]]:
    """Every test."""
    return [
        (endpoint, f"{evidence.row(row).study}, {people(row)}", says(row), describe(evidence.row(row)), [row])
        for endpoint in GROUPS
        for row in ordered(endpoint)
    ]


@dataclass(frozen=True)
class Plan:
    """Where things stand in a drawing, in px. left: of the bars; long: a whole bar; row, head: heights."""

    name: str
    width: int
    height: int
    left: int
    long: int
    row: int
    head: int

    @property
    def small(self) -> bool:
        """Whether it is for a phone, where the words stand above the bars."""
        return self.name == "narrow"


WIDE = Plan("wide", 860, 410, 170, 330, 42, 30)
NARROW = Plan("narrow", 340, 572, 2, 334, 66, 28)
THICK, KEY = 12, 18


@cache
def _drawn(plan: Plan) -> str:
    """Draw all tests; a stop hides some."""
    fade = f"blocker-{plan.name}"
    stops = tag("stop", offset=0, stop_color="var(--ket)") + tag(
        "stop", offset=1, stop_color="var(--ket)", stop_opacity=0
    )
    art = tag("defs", tag("linearGradient", stops, id=fade))
    for x, name, strength in ((plan.left, ALONE, 1), (plan.left + 150, AFTER, 0.55)):
        art += bar(x, 3, 22, THICK, "ket", opacity=strength) + text(x + 28, 14, name, "ket-word", size=12.5, bold=True)
    y = KEY
    for endpoint, question in GROUPS.items():
        art += text(0, y + plan.head - 8, question, size=14, bold=True, data_part=f"head-{endpoint}")
        y += plan.head
        for row in ordered(endpoint):
            art += tag("g", _test(plan, row, y, fade), data_part=f"test-{row}")
            y += plan.row
    return art


def _test(plan: Plan, row: str, y: float, fade: str) -> str:
    """Draw one test: its name, two bars, and what the blocker did."""
    study = evidence.row(row).study
    x, top = plan.left, y + (20 if plan.small else 4)
    quiet = tag("tspan", people(row), font_weight=400, fill="var(--muted)", dx=6)
    if plan.small:
        art = text(0, y + 13, study + quiet, size=12, bold=True)
    else:
        art = text(0, y + 15, study, size=13, bold=True) + text(0, y + 31, people(row), "muted", size=12)
    if row in UNPAIRED:
        art += tag("rect", x=x, y=top, width=plan.long, height=THICK, fill="none", stroke="var(--muted)",
                   stroke_dasharray="2 3")  # fmt: skip
    else:
        art += bar(x, top, plan.long, THICK, "ket")
    below = top + THICK + 2
    if row in TAKEN:
        left = plan.long * (1 - evidence.number(TAKEN[row]).value / 100)
        art += bar(x, below, left, THICK, "ket", opacity=0.55)
        art += line(f"M{x + left:.1f} {below - 1}v{THICK + 2}", "ink", 2)
    elif OPIOID_TESTS[row][1] == LESS:
        art += tag("rect", x=x, y=below, width=plan.long, height=THICK, fill=f"url(#{fade})", opacity=0.7)
    else:
        art += bar(x, below, plan.long, THICK, "ket", opacity=0.55)
    words = says(row)
    if plan.small:
        return art + text(x, below + THICK + 13, words, size=12, bold=OPIOID_TESTS[row][1] == LESS)
    return art + text(x + plan.long + 14, top + 18, words, size=13, bold=OPIOID_TESTS[row][1] == LESS)


def _parts(plan: Plan, outcome: str, design: str) -> dict[str, Attributes]:
    """Return which tests are shown, and how far those move up to close the gaps."""
    front = shown(outcome, design)
    parts: dict[str, Attributes] = {}
    gap = 0
    for endpoint in GROUPS:
        rows = ordered(endpoint)
        asked = any(row in front for row in rows)
        parts[f"head-{endpoint}"] = _moved(gap, asked)
        gap += 0 if asked else plan.head
        for row in rows:
            parts[f"test-{row}"] = _moved(gap, row in front)
            gap += 0 if row in front else plan.row
    return parts


def _moved(gap: int, here: bool) -> Attributes:
    """Return a part moved up by a gap (px), or hidden."""
    return {"transform": f"translate(0 {-gap})", "display": "inline" if here else "none"}
