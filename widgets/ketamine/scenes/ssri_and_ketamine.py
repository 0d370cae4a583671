"""How soon, and more than what: ketamine, esketamine and an SSRI on one clock from an hour to eight weeks.

Above, one comparison stands in front and the others are faint: how far each group has come since the start, in points
of the MADRS. Below, how many more people of a hundred respond to a new SSRI than to placebo tablets. In a second view
the comparison in front is a hundred people in each group. Everything drawn is a row of ``onset.csv`` or the difference
of two (a mean score less that at the start); a line joins two ratings only where the second comes within LONGEST times
the first, and nothing is drawn where nobody was rated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from coursework.describe import uncertainty
from explorers import Drawing, Readout, Scene
from explorers.svg import Attributes, Point, bar, dot, line, path, tag, text
from explorers.words import number as plain
from ketamine import evidence
from ketamine.colours import SCENE
from ketamine.evidence import Number

DAY, WEEK = 24.0, 168.0  # hours
END = 8 * WEEK
LONGEST = 3.5
#: The stops of the clock: label -> hours since the first dose.
CLOCK: dict[str, float] = {
    "1 hour": 1,
    "2 hours": 2,
    "4 hours": 4,
    "12 hours": 12,
    "Day 1": DAY,
    "Day 2": 2 * DAY,
    "Day 3": 3 * DAY,
    "Day 5": 5 * DAY,
    "Day 7": WEEK,
    "Day 8": 8 * DAY,
    "Week 2": 2 * WEEK,
    "Week 3": 3 * WEEK,
    "Week 4": 4 * WEEK,
    "Week 5": 5 * WEEK,
    "Week 6": 6 * WEEK,
    "Week 8": END,
}
POINTS, PEOPLE = "points", "people"
VIEWS = {"Points": POINTS, "100 people": PEOPLE}


@dataclass(frozen=True)
class Comparison:
    """One comparison: what is in front, and the rows behind it.

    name: in the control. drug, other: the groups, as the drawing calls them. colour: 'ket' or 'esk'. source: of the
    points. remark: what to keep in mind; remark_on_counts: the same of the counts, where they come from other trials.
    start: rows of the two mean scores before the dose, where the visits give scores and not changes. visits: rows of
    the drug group and of the other. gaps: rows of published differences. counted: rows of responders; counts: their
    source; against: the other group there, if it is another. told: the groups in a sentence, if they are called
    otherwise there.
    """

    name: str
    drug: str
    other: str
    colour: str
    source: str
    remark: str
    start: tuple[str, str] | None = None
    visits: tuple[tuple[str, str], ...] = ()
    gaps: tuple[str, ...] = ()
    counted: tuple[tuple[str, str], ...] = ()
    counts: str = ""
    against: str = ""
    told: tuple[str, str] | None = None
    remark_on_counts: str = ""

    @property
    def groups(self) -> tuple[str, str]:
        """The groups in a sentence."""
        return self.told or (self.drug, self.other)

    @property
    def rated(self) -> list[tuple[float, float, float]]:
        """When both groups were rated (hours), and how many points better each was than at the start."""
        return [
            (drug.at_hours, self._better(drug, 0), self._better(other, 1))
            for drug, other in ((evidence.number(a), evidence.number(b)) for a, b in self.visits)
        ]

    def _better(self, row: Number, group: int) -> float:
        if self.start is None:
            return -row.value
        return round(evidence.number(self.start[group]).value - row.value, 2)

    def at(self, hours: float) -> tuple[float, float] | None:
        """Points better than at the start in each group; None where nobody was rated."""
        return next(((drug, other) for when, drug, other in self.rated if when == hours), None)

    def gap(self, hours: float) -> Number | None:
        """Return the published difference at a time, if there is one."""
        return next((row for row in map(evidence.number, self.gaps) if row.at_hours == hours), None)

    def people(self, hours: float) -> tuple[Number, Number] | None:
        """Return the rows of responders at a time, drug and other group; None where nobody counted."""
        pairs = ((evidence.number(a), evidence.number(b)) for a, b in self.counted)
        return next((pair for pair in pairs if pair[0].at_hours == hours), None)


COMPARISONS: dict[str, Comparison] = {
    "infusion": Comparison(
        "Ketamine, one infusion",
        "ketamine",
        "saline or midazolam",
        "ket",
        "Wilkinson 2018, 10 trials, 167 people",
        "People differ widely: the standard deviations are 9 to 12 points. Saline does not feel like ketamine, so many"
        " could guess their group.",
        start=("C104", "C105"),
        visits=(("C106", "C107"), ("C108", "C109"), ("C110", "C111"), ("C112", "C113")),
        counted=(("C737", "C738"),),
        counts="Cochrane review, 296 people, very low certainty",
        against="midazolam",
    ),
    "anaesthesia": Comparison(
        "Ketamine in anaesthesia",
        "ketamine",
        "saline",
        "ket",
        "Lii 2023, 40 people, under anaesthesia",
        "Nobody could feel which drug it was, and 40 people are few. The groups began 4.8 points apart: the paper's own"
        " comparison puts ketamine 5.8 points ahead (13.3 ahead to 1.6 behind), and includes no difference.",
        start=("C114", "C115"),
        visits=(
            ("C118", "C119"),
            ("C122", "C123"),
            ("C126", "C127"),
            ("C130", "C131"),
            ("C134", "C135"),
            ("C138", "C139"),
        ),
        gaps=("C096",),
        counted=(
            ("C120", "C121"),
            ("C124", "C125"),
            ("C128", "C129"),
            ("C132", "C133"),
            ("C136", "C137"),
            ("C140", "C141"),
        ),
        counts="Lii 2023, 40 people, under anaesthesia",
        told=("ketamine under anaesthesia", "saline under anaesthesia"),
    ),
    "with-ssri": Comparison(
        "Ketamine + new SSRI",
        "ketamine added",
        "saline added",
        "ket",
        "Talati 2019, 60 people",
        "Both groups began escitalopram on the same day: this shows what ketamine adds to an SSRI.",
        counted=(("C411", "C412"), ("C413", "C414")),
        counts="Talati 2019, 60 people",
        told=("escitalopram and ketamine", "escitalopram and saline"),
    ),
    "kept": Comparison(
        "Esketamine 84 mg, tablets kept",
        "esketamine",
        "placebo spray",
        "esk",
        "Daly 2018, 45 people",
        "The groups are small (12 and 33), and sprays were given twice a week.",
        visits=(("C033", "C027"), ("C041", "C035"), ("C049", "C043")),
        gaps=("C702", "C705", "C708"),
        counted=(("C034", "C028"), ("C042", "C036"), ("C050", "C044")),
        counts="Daly 2018, 12 and 33 people",
    ),
    "alone": Comparison(
        "Esketamine 84 mg alone",
        "esketamine alone",
        "placebo alone",
        "esk",
        "Janik 2025, 292 people",
        "No tablet beside the spray, given twice a week. At the end 78 of 100 on 84 mg strongly believed that they had"
        " had esketamine.",
        visits=(("C1715", "C1713"), ("C1718", "C1716")),
        gaps=("C1720", "C103"),
    ),
    "with-new": Comparison(
        "Esketamine + new SSRI or SNRI",
        "esketamine added",
        "placebo added",
        "esk",
        "Chen 2023, 250 people",
        "Both groups began the same new tablet. The trial missed its target at day 28.",
        visits=(("C715", "C716"), ("C717", "C718")),
        gaps=("C719", "C720"),
        counted=(("C065", "C066"), ("C067", "C068")),
        counts="TRANSFORM-1 and -2, 521 people",
        told=("a new tablet and esketamine", "a new tablet and a placebo spray"),
        remark_on_counts="Both groups began the same new tablet. Two trials taken together: at day 28 one met its"
        " target, the other narrowly missed it.",
    ),
    "quetiapine": Comparison(
        "Esketamine, against quetiapine",
        "esketamine added",
        "quetiapine added",
        "esk",
        "ESCAPE-TRD, 676 people",
        "Everybody knew the drug; only the raters did not. Quetiapine is a drug too, no placebo. Those rated are shown,"
        " and more people left on quetiapine: with the last rating carried forward, esketamine is 3.7 points ahead at"
        " week 8.",
        visits=(("C1900", "C1901"), ("C1902", "C1903"), ("C1904", "C1905"), ("C1906", "C1907"), ("C1908", "C1909")),
        told=("esketamine and the old tablet", "quetiapine and the old tablet"),
    ),
    "japan": Comparison(
        "Esketamine 84 mg, Japan",
        "esketamine",
        "placebo spray",
        "esk",
        "Takahashi 2021, 202 people",
        "The tablet had been taken for six weeks. The trial could not show a gain at day 28, at any of three doses: the"
        " score was 15.1 points better with 84 mg, 15.3 with placebo. Few early responses lasted.",
        counted=(("C1924", "C1925"), ("C1928", "C1929"), ("C1932", "C1933"), ("C1936", "C1937"), ("C1940", "C1941")),
        counts="Takahashi 2021, 41 and 80 people",
    ),
}
IN_FRONT = {comparison.name: key for key, comparison in COMPARISONS.items()}
#: More responders on an SSRI than on placebo tablets, of 100 people, weeks 1 to 6 (Taylor 2006).
SSRI = ("C585", "C586", "C587", "C588", "C589", "C590")
#: Change in MADRS on an SSRI and on placebo tablets at week 8 (Hirayasu 2011), and the published difference.
WEEK_8 = ("C1733", "C1732", "C1736")
ALSO = ("C583", "C584", "C152")
LEAVES_OUT = (
    "how widely people differ, trials without scores by visit, and what happened after each trial's last rating. The"
    " points and the people come from different trials and scales: compare when a gap opens, not its size. Time runs on"
    " a logarithmic scale."
)
LABEL = (
    "Above, two lines, the drug and its comparator, from the first rating on, with the gap between them shaded; other"
    " trials are faint behind. Below, an SSRI against placebo tablets, rated from week 1 to 6. A vertical line is the"
    " clock."
)
COLOURS = {
    name: SCENE[name]
    for name in (
        "muted",
        "zone",
        "border",
        "ket",
        "ket-word",
        "esk",
        "esk-word",
        "cmp",
        "cmp-word",
        "ssri",
        "ssri-word",
    )
} | {"nobody": ("#e4e8e9", "#2b343b")}


def onset(view: str = POINTS, trial: str = "infusion", time: float = DAY) -> tuple[Scene, list[Readout]]:
    """Show an SSRI and one comparison of ketamine or esketamine at a time.

    view: POINTS or PEOPLE. trial: a key of COMPARISONS. time: hours since the first dose, one of CLOCK.
    """
    scene = Scene(
        wide=Drawing(WIDE.width, WIDE.height, _markup("wide"), _parts(WIDE, view, trial, time)),
        narrow=Drawing(NARROW.width, NARROW.height, _markup("narrow"), _parts(NARROW, view, trial, time)),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("Trial", "Group", "What", "When", "Value", "Rows"),
        rows=table(),
        colours=COLOURS,
        kind="Drawn to scale",
        near=1,
    )
    return scene, readouts(view, trial, time)


# --- what is true at a time ----------------------------------------------------------------------


def label(time: float) -> str:
    """Return what the clock calls a time."""
    return next(name for name, hours in CLOCK.items() if hours == time)


def readouts(view: str, trial: str, time: float) -> list[Readout]:
    """Say what stands at the clock."""
    comparison = COMPARISONS[trial]
    said = said_of_people(comparison, time) if view == PEOPLE else said_of_points(comparison, time)
    return [
        Readout(label(time), f"{said} {said_of_ssri(time)}"),
        *(
            [Readout("The trial's own comparison", told)]
            if view == POINTS and (told := said_of_gap(comparison, time))
            else []
        ),
        Readout("Keep in mind", (view == PEOPLE and comparison.remark_on_counts) or comparison.remark),
    ]


def said_of_points(comparison: Comparison, time: float) -> str:
    """Say how far each group has come."""
    found = comparison.at(time)
    if found is None:
        return _not_rated(comparison.name, [when for when, *_ in comparison.rated], time, "rating")
    drug, other = found
    with_drug, without = comparison.groups
    ahead = drug - other
    apart = f"{_points(ahead)} points ahead" if ahead > 0 else f"{_points(-ahead)} points behind"
    return (
        f"With {with_drug} {_points(drug)} points better than at the start, with {without} {_points(other)}: {apart}."
    )


def _points(value: float) -> str:
    """Write points of the MADRS as they are published, to a tenth."""
    return f"{value:.1f}"


def said_of_people(comparison: Comparison, time: float) -> str:
    """Say how many of a hundred have responded."""
    found = comparison.people(time)
    if found is None:
        return _not_rated(comparison.name, [evidence.number(a).at_hours for a, _ in comparison.counted], time, "count")
    drug, other = (_whole(row) for row in found)
    with_drug, without = comparison.groups
    return (
        f"Of 100 people {drug} have responded with {with_drug}, {other} with {comparison.against or without}."
        f" {100 - drug} with the drug have not."
    )


def _not_rated(name: str, times: list[float], time: float, what: str) -> str:
    """Say that no rating was seen, and when there was one. what: 'rating' or 'count'."""
    if not times:
        return f"{name}: no numbers by visit were found for this view."
    before = [when for when in times if when < time]
    after = [when for when in times if when > time]
    if not before:
        return f"{name}: no {what} known yet; the first on {_when(after[0])}."
    if not after:
        return f"{name}: no {what} known after {_when(before[-1])}."
    return f"{name}: no {what} known here; before on {_when(before[-1])}, next on {_when(after[0])}."


def _when(time: float) -> str:
    return label(time)[0].lower() + label(time)[1:]


def _whole(row: Number) -> int:
    """Count whole people of a hundred."""
    return math.floor(row.value + 0.5)


def said_of_ssri(time: float) -> str:
    """Say how far a new SSRI is: Taylor 2006, and Hirayasu 2011 at week 8."""
    first = evidence.number(SSRI[0])
    if time < first.at_hours:
        return "An SSRI begun on the same day: not rated before week 1."
    for row in map(evidence.number, SSRI):
        if time == row.at_hours:
            third = " That is a third of its lead at week 6." if row is first else ""
            return f"An SSRI: {plain(row.value)} more people of 100 respond than on placebo tablets.{third}"
    if time == END:
        drug, other, _ = (evidence.number(row) for row in WEEK_8)
        return (
            f"An SSRI: {_points(-drug.value)} points better than at the start, placebo tablets {_points(-other.value)}"
            " (escitalopram 10 mg, Japan)."
        )
    return "An SSRI: between two ratings."


def said_of_gap(comparison: Comparison, time: float) -> str:
    """Say the published difference between the groups, with its uncertainty; '' where there is none."""
    row = comparison.gap(time)
    if row is None:
        return ""
    days = " over days 1 to 3" if row.id == "C096" else ""
    zero = row.interval is not None and row.uncertainty.startswith("CI") and row.interval[0] < 0 < row.interval[1]
    return f"{plain(row.value)} points{days} ({uncertainty(row)}); below zero is better with the drug." + (
        " The interval includes no difference." if zero else ""
    )


@cache
def table() -> list[tuple[str, str, str, str, str, list[str]]]:
    """Everything drawn, row by row."""
    rows: list[tuple[str, str, str, str, str, list[str]]] = []
    for comparison in COMPARISONS.values():
        for (drug, other), (_, *better) in zip(comparison.visits, comparison.rated):
            for row, points in zip((evidence.number(drug), evidence.number(other)), better):
                how = f" (score {plain(row.value)}; difference calculated)" if comparison.start else ""
                rows.append(_told(row, "points better than at the start, MADRS", f"{_points(points)}{how}"))
        for gap in map(evidence.number, comparison.gaps):
            rows.append(_told(gap, "difference, MADRS; below zero: better with the drug", _with_interval(gap)))
        for pair in comparison.counted:
            rows += [_told(row, "people who responded, of 100", plain(row.value)) for row in map(evidence.number, pair)]
    rows += [_told(row, "more people than on placebo who respond, of 100", plain(row.value)) for row in _numbers(SSRI)]
    tablet, placebo, week_8 = _numbers(WEEK_8)
    rows += [_told(row, "points better than at the start, MADRS", _points(-row.value)) for row in (tablet, placebo)]
    rows.append(_told(week_8, "difference, MADRS; below zero: better with the drug", plain(week_8.value)))
    first, last, share = _numbers(ALSO)
    rows += [
        _told(row, "difference, HDRS; below zero: better with the drug", plain(row.value)) for row in (first, last)
    ]
    rows.append(_told(share, "share of its lead at week 6", f"{plain(share.value)} %"))
    return rows


def _numbers(ids: Iterable[str]) -> list[Number]:
    return [evidence.number(row) for row in ids]


def _with_interval(row: Number) -> str:
    said = uncertainty(row)
    return f"{plain(row.value)} ({said})" if said else plain(row.value)


def _told(row: Number, what: str, value: str) -> tuple[str, str, str, str, str, list[str]]:
    people = f" (n = {row.n})" if row.n else ""
    return f"{row.study}{people}", row.arm, what, row.when, value, [row.id]


# --- the drawing ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Where things stand in a drawing, in px. points, more: top and bottom of the two panels."""

    name: str
    width: int
    height: int
    left: int
    right: int
    points: tuple[int, int]
    more: tuple[int, int]
    size: float  # of letters
    person: float  # width of a person's place

    @property
    def small(self) -> bool:
        """Whether it is for a phone."""
        return self.name == "narrow"

    def x(self, hours: float) -> float:
        """Where a time stands on the logarithmic axis."""
        return round(self.left + math.log(hours) / math.log(END) * (self.right - self.left), 1)

    def y(self, better: float) -> float:
        """Where an improvement stands: down is better."""
        top, bottom = self.points
        return round(top + better / DEEPEST * (bottom - top), 1)

    def low(self, more: float) -> float:
        """Where a number of further responders stands."""
        top, bottom = self.more
        return round(top + more / MOST * (bottom - top), 1)


DEEPEST, MOST = 20, 16  # points and people at the lower edges
WIDE = Plan("wide", 860, 446, 40, 792, (58, 262), (312, 410), 13, 16.6)
NARROW = Plan("narrow", 320, 424, 26, 304, (72, 244), (300, 390), 12, 12.6)
TICKS = {
    1: "1 hour", 4: "4 hours", 12: "12 hours", 24: "1 day", 72: "3 days", 168: "1 week", 336: "2 weeks", 672: "4",
    1344: "8 weeks",
}  # fmt: skip
SHORT = {1: "1 h", 4: "4", 24: "1 day", 72: "3", 168: "1 wk", 336: "2", 672: "4", 1344: "8"}


def _markup(name: str) -> str:
    return _drawn(WIDE if name == "wide" else NARROW)


@cache
def _drawn(plan: Plan) -> str:
    """Draw all that is the same at every stop."""
    comparisons = COMPARISONS.items()
    points = (
        _panel(plan)
        + "".join(tag("g", _lines(plan, one), data_part=f"faint-{key}") for key, one in comparisons if one.visits)
        + _week_8(plan)
        + "".join(tag("g", _in_front(plan, one), data_part=f"front-{key}") for key, one in comparisons)
    )
    (top, bottom), (more, end) = plan.points, plan.more
    words = _week_8_words(plan) + "".join(
        tag("g", _words_in_front(plan, one), data_part=f"words-{key}") for key, one in comparisons
    )
    clock = line(f"M0 22V{bottom + 4}", "ink", 1.5, data_part="now-points")
    clock += line(f"M0 {more - 6}V{end + 6}", "ink", 1.5, data_part="now-more")
    veils = tag("rect", data_part="veil-points", y=top - 8, height=bottom - top + 14, fill="var(--surface)")
    veils += tag("rect", data_part="veil-more", y=more - 8, height=end - more + 12, fill="var(--surface)")
    return (
        _ground(plan)
        + _ssri(plan)
        + tag("g", points, data_part="points")
        + tag("g", _people(plan), data_part="people")
        + veils
        + clock
        + _ssri_words(plan)
        + tag("g", _heads(plan) + _nothing(plan) + words, data_part="heads")
        + _marks(plan)
        + _pill(plan)
        + _touched(plan)
    )


def _ground(plan: Plan) -> str:
    """Draw the time axis; the days are shaded."""
    end = plan.more[1] + 6
    art = ""
    for top, bottom in (plan.points, plan.more):
        art += bar(plan.x(DAY), top - 8, plan.x(WEEK) - plan.x(DAY), bottom - top + 14, "zone")
    for hours, words in (SHORT if plan.small else TICKS).items():
        x = plan.x(hours)
        art += line(f"M{x} {end}v5", "muted", 1)
        art += text(x, end + 18, words, "muted", {1: "start", END: "end"}.get(hours, "middle"), size=12)
    return art


def _heads(plan: Plan) -> str:
    """Say over the upper panel what it shows and where it comes from."""
    y = plan.points[0] - 14
    if plan.small:
        art = text(0, y - 17, "How many points better? (down is better)", size=12, bold=True)
        return art + "".join(
            text(0, y, one.source, "muted", size=12, data_part=f"source-{key}") for key, one in COMPARISONS.items()
        )
    art = _title(y, "How many points better than at the start?", "MADRS, 0 to 60; down is better")
    return art + "".join(
        text(plan.width - 2, y, one.source if one.visits else "", "muted", "end", size=12.5, data_part=f"source-{key}")
        for key, one in COMPARISONS.items()
    )


def _title(y: float, words: str, more: str, size: float = 13) -> str:
    """Write a panel's question, and in a quieter voice how to read it."""
    quiet = tag("tspan", more, font_weight=400, font_size=12, fill="var(--muted)", dx=8)
    return text(0, y, words + quiet, size=size, bold=True)


def _panel(plan: Plan) -> str:
    """Draw the scale of points."""
    art = ""
    for better in (0, 5, 10, 15, 20):
        y = plan.y(better)
        art += line(f"M{plan.left} {y}H{plan.right}", "border" if better else "cmp", 1)
        art += text(plan.left - 8, y + 4, str(better), "muted", "end", size=12)
    return art


def _joined(rated: list[tuple[float, float, float]]) -> list[list[tuple[float, float, float]]]:
    """Part ratings where the next comes later than LONGEST times the one before: no line bridges that."""
    runs: list[list[tuple[float, float, float]]] = []
    for rating in rated:
        if runs and rating[0] <= LONGEST * runs[-1][-1][0]:
            runs[-1].append(rating)
        else:
            runs.append([rating])
    return runs


def _lines(plan: Plan, one: Comparison) -> str:
    """Draw both groups of a comparison, and the gap between them."""
    art = ""
    for run in _joined(one.rated):
        drug = [(plan.x(hours), plan.y(better)) for hours, better, _ in run]
        other = [(plan.x(hours), plan.y(better)) for hours, _, better in run]
        if len(run) > 1:
            art += tag("path", d=path(drug + other[::-1]) + "Z", fill=f"var(--{one.colour})", opacity=0.17)
            art += line(path(other), "cmp", 2) + line(path(drug), one.colour, 3)
        else:
            (x, a), (_, b) = drug[0], other[0]
            art += bar(x - 4, min(a, b), 8, abs(a - b), one.colour, opacity=0.25)
        art += "".join(dot(*point, "cmp", 4.5, hollow=True) for point in other)
        art += "".join(_mark(*point, one.colour) for point in drug)
    return art


def _mark(x: float, y: float, colour: str, size: float = 5.5) -> str:
    """Draw the drug's mark: a diamond for ketamine, a disc for esketamine, a square for an SSRI."""
    if colour == "esk":
        return dot(x, y, colour, size)
    reach = size * (1.25 if colour == "ket" else 0.9)
    shape = f"M{x} {y - reach:.1f}L{x + reach:.1f} {y}L{x} {y + reach:.1f}L{x - reach:.1f} {y}Z"
    if colour == "ssri":
        shape = f"M{x - reach:.1f} {y - reach:.1f}h{2 * reach:.1f}v{2 * reach:.1f}h-{2 * reach:.1f}Z"
    return tag("path", d=shape, fill=f"var(--{colour})", stroke="var(--surface)", stroke_width=1.5)


def _in_front(plan: Plan, one: Comparison) -> str:
    """Draw the comparison in front, and the times of which nothing is known."""
    if not one.visits:
        return ""
    return _lines(plan, one) + "".join(_bracket(a, b, y) for a, b, y, _ in _brackets(plan, one))


def _words_in_front(plan: Plan, one: Comparison) -> str:
    """Name its lines and those times, over the veil: what is to come can be read."""
    if not one.visits:
        return ""
    names = "".join(text(*place, size=plan.size, bold=True) for place in _names(plan, one))
    return names + "".join(
        text((a + b) / 2, y - 6, words, "muted", "middle", size=12) for a, b, y, words in _brackets(plan, one) if words
    )


def _bracket(a: float, b: float, y: float) -> str:
    """Draw a time from a to b (px)."""
    return line(f"M{a} {y - 4}v8M{a} {y}H{b}M{b} {y - 4}v8", "muted", 1)


def _nothing(plan: Plan) -> str:
    """Say, over the clock's line, of a trial without scores by visit that there are none."""
    middle = (plan.points[0] + plan.points[1]) / 2
    words = ("No scores by visit were found", "for this trial: see '100 people'.")
    said = "".join(
        text((plan.left + plan.right) / 2, middle + 17 * i, part, "ink", "middle", size=plan.size, bold=not i)
        for i, part in enumerate(words)
    )
    return tag("g", said, data_part="no-scores")


def _names(plan: Plan, one: Comparison) -> list[tuple[float, float, str, str, str]]:
    """Return the lines of the two names, each left of its mark (x, y, words, colour, anchor); long ones in two."""
    at, drug, other = next((rating for rating in one.rated if rating[0] == DAY), one.rated[0])
    x, a, b = plan.x(at) - 12, plan.y(drug), plan.y(other)
    if abs(a - b) < 34:  # apart, so that both can be read
        middle, lift = (a + b) / 2, 17 if a >= b else -17
        a, b = middle + lift, middle - lift
    found: list[tuple[float, float, str, str, str]] = []
    for y, words, colour in ((b, one.other, "cmp-word"), (a, one.drug, f"{one.colour}-word")):
        parts = words.rsplit(" ", 1) if plan.small and len(words) > 14 else [words]
        top = y + 4 - 7 * (len(parts) - 1)
        found += [(x, round(top + 14 * i, 1), part, colour, "end") for i, part in enumerate(parts)]
    return found


def _brackets(plan: Plan, one: Comparison) -> list[tuple[float, float, float, str]]:
    """Return the times of which no rating was seen (from, to, y, words): nobody was rated, or it was not published."""
    times = [hours for hours, *_ in one.rated]
    y = plan.points[1] - (4 if plan.small else 2)
    found: list[tuple[float, float, float, str]] = []
    for start, end in [(1.0, times[0]), *pairwise(times), (times[-1], END)]:
        if end <= LONGEST * start and start != times[-1]:
            continue
        a, b = plan.x(start) + (0 if start == 1 else 9), plan.x(end) - (0 if end == END else 9)
        if b - a >= 30:
            found.append((a, b, y, "no rating seen" if b - a > 92 else "none seen" if b - a > 64 else ""))
    return found


#: A rectangle that words or a mark take: left, top, right, bottom (px).
Box = tuple[float, float, float, float]


def _box(x: float, y: float, words: str, anchor: str, size: float) -> Box:
    """Return about the rectangle of bold words at a point of their base line."""
    width = 0.6 * size * len(words)
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return left, y - 0.8 * size, left + width, y + 0.1 * size


def _touch(one: Box, other: Box) -> bool:
    """Whether two rectangles overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@cache
def _taken(plan: Plan, trial: str) -> list[Box]:
    """Return where marks, names and remarks of the upper panel stand while a comparison is in front."""
    one = COMPARISONS[trial]
    boxes = [_box(x, y, words, anchor, plan.size) for x, y, words, _, anchor in _names(plan, one)]
    boxes += [_box((a + b) / 2, y - 6, words, "middle", 12) for a, b, y, words in _brackets(plan, one)]
    at_end = [_box(x, y, words, anchor, 12) for x, y, words, _, anchor in _week_8_names(plan)]
    marks = [(plan.x(hours), plan.y(better)) for hours, *both in one.rated for better in both]
    marks += [(plan.x(END), plan.y(-row.value)) for row in _numbers(WEEK_8[:2])]
    return boxes + at_end + [(x - 6, y - 6, x + 6, y + 6) for x, y in marks]


def _put(
    words: str, size: float, places: Iterable[tuple[float, float, str]], taken: list[Box], width: int
) -> Attributes:
    """Return the first of the places (x, y, anchor) where words hit nothing, and note that it is taken.

    Where every place is taken nothing is written: the words stand under the drawing too.
    """
    for x, y, anchor in places:
        box = _box(x, y, words, anchor, size)
        if box[0] < 0 or box[2] > width:
            continue
        if not any(_touch(box, other) for other in taken):
            taken.append(box)
            return {"x": round(x, 1), "y": round(y, 1), "text": words, "text-anchor": anchor}
    return {"x": 0, "y": 0, "text": "", "text-anchor": "start"}


def _week_8(plan: Plan) -> str:
    """Draw an SSRI and placebo tablets at week 8, on the same scale."""
    drug, other, _ = (evidence.number(row) for row in WEEK_8)
    x, a, b = plan.x(END), plan.y(-drug.value), plan.y(-other.value)
    return bar(x - 4, b, 8, a - b, "ssri", opacity=0.25) + dot(x, b, "cmp", 4.5, hollow=True) + _mark(x, a, "ssri")


def _week_8_words(plan: Plan) -> str:
    """Name the marks at week 8, over the veil: what is to come can be read."""
    return "".join(text(*place, size=12, bold=place[2] == "SSRI") for place in _week_8_names(plan))


def _week_8_names(plan: Plan) -> list[tuple[float, float, str, str, str]]:
    """Return the names beside the marks at week 8 (x, y, words, colour, anchor); a phone has room for one."""
    drug, other, _ = (evidence.number(row) for row in WEEK_8)
    x, a, b = plan.x(END), plan.y(-drug.value), plan.y(-other.value)
    if plan.small:
        return [(plan.width, b - 10, "SSRI", "ssri-word", "end")]
    return [(x + 10, a + 5, "SSRI", "ssri-word", "start"), (x + 10, b + 3, "placebo", "cmp-word", "start")]


def _ssri(plan: Plan) -> str:
    """Draw how many more people of 100 respond to an SSRI than to placebo tablets."""
    top, bottom = plan.more
    rows = _numbers(SSRI)
    points = [(plan.x(row.at_hours), plan.low(row.value)) for row in rows]
    if plan.small:
        art = text(0, top - 29, "How many more respond to a new SSRI?", size=12, bold=True)
        art += text(0, top - 13, "of 100 people, beyond placebo tablets", "muted", size=12)
    else:
        words = "How many more respond to a new SSRI than to placebo tablets?"
        art = _title(top - 14, words, "of 100 people; down is more")
        art += text(plan.width - 2, top - 14, "Taylor 2006", "muted", "end", size=12)
    for more in (0, 5, 10, 15):
        art += line(f"M{plan.left} {plan.low(more)}H{plan.right}", "border" if more else "cmp", 1)
        art += text(plan.left - 8, plan.low(more) + 4, str(more), "muted", "end", size=12)
    base = [(x, plan.low(0)) for x, _ in points]
    art += tag("path", d=path(points + base[::-1]) + "Z", fill="var(--ssri)", opacity=0.17)
    art += line(path(base), "cmp", 2) + line(path(points), "ssri", 3)
    art += "".join(dot(*point, "cmp", 4.5, hollow=True) for point in base)
    art += "".join(_mark(*point, "ssri") for point in points)
    return art + _bracket(plan.x(1), points[0][0] - 9, bottom - 2)


def _ssri_words(plan: Plan) -> str:
    """Name both lines of the lower panel and the time before them, over the veil: what is to come can be read."""
    row = _numbers(SSRI)[0]
    x, y = plan.x(row.at_hours), plan.low(row.value)
    art = text(x - 12, y + 16, "SSRI", "ssri-word", "end", size=plan.size, bold=True)
    art += text(x - 12, plan.low(0) + 4, "placebo", "cmp-word", "end", size=plan.size, bold=True)
    middle = (plan.x(1) + x - 9) / 2
    return art + text(middle, plan.more[1] - 8, "no rating before week 1", "muted", "middle", size=12)


def _marks(plan: Plan) -> str:
    """Prepare the marks and numbers at the clock: the visit of the comparison in front, and of the SSRI."""
    ring: Attributes = dict(fill="none", stroke="var(--ink)", stroke_width=2)
    art = "".join(tag("circle", data_part=f"ring-{name}", r=9, **ring) for name in ("drug", "other", "ssri"))
    size = plan.size
    own = (("other", "cmp-word", size), ("drug", "ink", size), ("apart", "ink", size + 1), ("more", "ssri-word", size))
    return art + "".join(text(0, 0, "", fill, size=px, bold=True, data_part=f"said-{name}") for name, fill, px in own)


def _pill(plan: Plan) -> str:
    """Prepare the clock's name on top of its line."""
    width = 62 if plan.small else 74
    box = tag("rect", x=-width / 2, y=0, width=width, height=22, rx=11, fill="var(--ink)")
    word = tag(
        "text",
        " ",
        data_part="clock",
        x=0,
        y=15.5,
        text_anchor="middle",
        fill="var(--surface)",
        font_size=plan.size,
        font_weight=700,
    )
    return tag("g", box + word, data_part="pill")


def _touched(plan: Plan) -> str:
    """Lay invisible parts over the drawing: a touch moves the clock there."""
    times = list(CLOCK.values())
    edges = [0.0, *((plan.x(a) + plan.x(b)) / 2 for a, b in pairwise(times)), float(plan.width)]
    art = "".join(
        tag("rect", x=round(a, 1), y=0, width=round(b - a, 1), height=plan.more[1] + 24, fill="transparent",
            data_move=f"time {i}")
        for i, (a, b) in enumerate(pairwise(edges))
    )  # fmt: skip
    return art


PERSON = "a2.6 2.6 0 1 1-.01 0zm-3.9 12.4v-3a3.9 3.9 0 0 1 7.8 0v3z"


def _crowd(x: float, y: float, place: float, numbers: Iterable[int]) -> str:
    """Return the path of the people with these numbers (0 to 99), ten in a row from below."""
    scale = place / 13.2
    body = (
        f"a{2.6 * scale:.1f} {2.6 * scale:.1f} 0 1 1-.01 0z"
        f"m{-3.7 * scale:.1f} {11.2 * scale:.1f}v{-2.4 * scale:.1f}"
        f"a{3.7 * scale:.1f} {3.7 * scale:.1f} 0 0 1 {7.4 * scale:.1f} 0v{2.4 * scale:.1f}z"
    )
    return "".join(
        f"M{x + (i % 10 + 0.5) * place:.1f} {y + (9 - i // 10) * place + 0.6 * scale:.1f}{body}" for i in numbers
    )


def _seats(plan: Plan) -> dict[str, Point]:
    """Return where the crowds stand: the other group, the drug's group and, on a laptop, the SSRI's."""
    if plan.small:
        return {"other": (2, 66), "drug": (168, 66)}
    return {"other": (plan.left, 66), "drug": (plan.left + 258, 66), "ssri": (plan.left + 516, 66)}


def _people(plan: Plan) -> str:
    """Draw a hundred people in each group of the comparison in front; who has responded at the clock is coloured."""
    seats = _seats(plan)
    art = tag("rect", width=plan.width, height=plan.points[1] + 8, fill="var(--surface)")
    for group, (x, y) in seats.items():
        art += tag("path", d=_crowd(x, y, plan.person, range(100)), fill="var(--nobody)")
        art += text(x, y + 10 * plan.person + 16, "", size=plan.size + 1, bold=True, data_part=f"count-{group}")
        for colour in {"other": ("cmp",), "drug": ("ket", "esk"), "ssri": ("ssri",)}[group]:
            art += tag("path", data_part=f"as-many-{group}-{colour}", fill=f"var(--{colour})", opacity=0.5)
            art += tag("path", data_part=f"more-{group}-{colour}", fill=f"var(--{colour})")
    for key, one in COMPARISONS.items():
        names = (("other", one.against or one.other, "cmp"), ("drug", one.drug, one.colour))
        art += tag(
            "g",
            "".join(
                text(seats[group][0], seats[group][1] - 9, name, f"{colour}-word", size=plan.size, bold=True)
                for group, name, colour in names
            ),
            data_part=f"names-{key}",
        )
    if not plan.small:
        x, y = seats["ssri"]
        art += text(x, y - 9, "a new SSRI, beyond placebo", "ssri-word", size=plan.size, bold=True)
    quiet: Attributes = dict(font_weight=400, font_size=12, fill="var(--muted)", data_part="counts")
    if plan.small:
        return art + text(0, 14, "Who has responded?", size=12, bold=True) + text(0, 32, tag("tspan", " ", **quiet))
    art += text(0, 14, "Who has responded?" + tag("tspan", " ", dx=8, **quiet), bold=True)
    return art


def _parts(plan: Plan, view: str, trial: str, time: float) -> dict[str, Attributes]:
    """Return what differs from stop to stop."""
    one, x = COMPARISONS[trial], plan.x(time)
    shown = {True: "inline", False: "none"}
    here: Attributes = {"transform": f"translate({x} 0)"}
    later: Attributes = {"x": x + 1, "width": round(plan.width - x, 1), "opacity": 0.5}
    parts: dict[str, Attributes] = {
        "points": {"display": shown[view == POINTS]},
        "heads": {"display": shown[view == POINTS]},
        "people": {"display": shown[view == PEOPLE]},
        "now-points": here | {"display": shown[view == POINTS]},
        "now-more": here,
        "veil-points": later | {"display": shown[view == POINTS]},
        "veil-more": later,
        "pill": {"transform": f"translate({min(max(x, 40), plan.width - 40):.1f} 0)", "display": shown[view == POINTS]},
        "clock": {"text": label(time)},
    }
    for key, other in COMPARISONS.items():
        if other.visits:
            parts[f"faint-{key}"] = {"opacity": 0 if key == trial else 0.22}
        for part in ("front", "words", "source", "names"):
            parts[f"{part}-{key}"] = {"display": shown[key == trial]}
    return parts | _parts_of_points(plan, view, trial, time) | _parts_of_people(plan, one, time)


def _parts_of_points(plan: Plan, view: str, trial: str, time: float) -> dict[str, Attributes]:
    """Return the rings and numbers at the clock."""
    one = COMPARISONS[trial]
    x = plan.x(time)
    found = one.at(time) if view == POINTS else None
    more = next((row for row in _numbers(SSRI) if row.at_hours == time), None)
    hidden: Attributes = {"x": 0, "y": 0, "text": "", "text-anchor": "start"}
    parts: dict[str, Attributes] = {f"said-{name}": hidden for name in ("other", "drug", "apart", "more")}
    parts |= {f"ring-{name}": {"cx": x, "cy": 0, "opacity": 0} for name in ("drug", "other", "ssri")}
    parts["no-scores"] = {"display": "none" if one.visits else "inline"}
    if found:
        a, b = plan.y(found[0]), plan.y(found[1])
        ahead = found[0] - found[1]
        parts["ring-drug"] = {"cx": x, "cy": a, "opacity": 1}
        parts["ring-other"] = {"cx": x, "cy": b, "opacity": 1}
        taken = [*_taken(plan, trial), (x - 9, a - 9, x + 9, a + 9), (x - 9, b - 9, x + 9, b + 9)]
        sides = [(x + 15, "start"), (x - 15, "end")]
        for name, y, value, away in (
            ("other", b, found[1], -1 if a >= b else 1),
            ("drug", a, found[0], 1 if a >= b else -1),
        ):
            places = [(at, y + 4 + away * lift, anchor) for lift in (8, 14, 20, 0, 28) for at, anchor in sides] + [
                (x, y + 4 + away * lift, "middle") for lift in (18, 30)
            ]
            places.append((x - 56, max(a, b) + 12, "end"))
            parts[f"said-{name}"] = _put(_points(value), plan.size, places, taken, plan.width)
        if abs(a - b) > 16:  # room for words between the two
            word = f"{_points(abs(ahead))} {'apart' if ahead > 0 else 'behind'}"
            places = [(at, (a + b) / 2 + 5, anchor) for at, anchor in sides]
            parts["said-apart"] = _put(word, plan.size + 1, places, taken, plan.width)
    if more:
        y = plan.low(more.value)
        first = time == WEEK
        place: Attributes = {"x": x + 14, "y": y + 1} if first else {"x": x + 4, "y": y + 22}
        parts["ring-ssri"] = {"cx": x, "cy": y, "opacity": 1}
        parts["said-more"] = place | {"text": f"{plain(more.value)} more", "text-anchor": "start" if first else "end"}
    return parts


def _parts_of_people(plan: Plan, one: Comparison, time: float) -> dict[str, Attributes]:
    """Return who has responded at the clock: paler as many as in the other group, in full colour those beyond."""
    seats, found = _seats(plan), one.people(time)
    drug, other = (_whole(row) for row in found) if found else (0, 0)
    ssri = next((_whole(row) for row in _numbers(SSRI) if row.at_hours == time), 0)
    unknown = "not counted"
    told = {
        "other": f"{other} of 100" if found else unknown,
        "drug": f"{drug} of 100" + (f", {drug - other} more" if drug > other else "") if found else unknown,
        "ssri": f"{ssri} more of 100" if ssri else "not rated yet" if time < WEEK else "not counted",
    }
    crowds = {
        ("other", "cmp"): (0, other),
        ("drug", "ket"): (min(drug, other), drug) if one.colour == "ket" else (0, 0),
        ("drug", "esk"): (min(drug, other), drug) if one.colour == "esk" else (0, 0),
        ("ssri", "ssri"): (0, ssri),
    }
    parts: dict[str, Attributes] = {
        "counts": {"text": one.counts or "Nobody counted responders by visit in what was read."}
    }
    for (group, colour), (pale, full) in crowds.items():
        if group in seats:
            for part, numbers in (("as-many", range(pale)), ("more", range(pale, full))):
                d = _crowd(*seats[group], plan.person, numbers) or "M0 0"
                parts[f"{part}-{group}-{colour}"] = {"d": d}
            parts[f"count-{group}"] = {"text": told[group]}
    return parts
