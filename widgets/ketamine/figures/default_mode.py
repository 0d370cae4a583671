"""The default mode network: what studies report, where, and after which drug; dissociation and benefit.

Every number drawn is a Row of default_mode.csv, arithmetic on one where 'calculated' stands beside
it, or a coordinate of data/dmn_nodes.csv. The network on a brain is drawn by ``scenes.network``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path

import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from explorers.words import lines, minus, number
from ketamine import evidence
from ketamine.evidence import Number
from ketamine.models import risk, sampling
from ketamine.models.risk import Estimate

NODES_FILE = Path(__file__).parent / "data" / "dmn_nodes.csv"
MOST_RESULTS = 3  # of one study

# --- the network on a brain ---------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A region: where it lies (MNI, mm) and whose coordinate that is."""

    node: str
    name: str
    network: str
    x: float  # left (-) to right (+)
    y: float  # back (-) to front (+)
    z: float  # low to high
    source: str


LOWER = Look("Lower", charts.BLUE, "triangle-down", "6px,4px")
HIGHER = Look("Higher", charts.RED, "triangle-up")
MIXED = Look("Higher and lower", charts.PURPLE, "diamond", "9px,3px,2px,3px")
NONE = Look("No clear difference", charts.GREY, "circle-open", "1.5px,4px")
TOWARDS = Look("Moved towards controls", charts.GREEN, "star", "14px,4px")
BACK = Look("Back to what it was", charts.AMBER, "x", "2px,2px")
STATUSES = (LOWER, HIGHER, MIXED, NONE, TOWARDS, BACK)


@cache
def nodes() -> dict[str, Node]:
    """Return the regions of the figure by short name."""
    with NODES_FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["node"]: Node(
                row["node"],
                row["name"],
                row["network"],
                float(row["x_mni"]),
                float(row["y_mni"]),
                float(row["z_mni"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        }


def _network(name: str) -> tuple[str, ...]:
    return tuple(node.node for node in nodes().values() if node.network == name)


DEFAULT, SALIENCE, EXECUTIVE = (_network(name) for name in ("default", "salience", "executive"))
FRONT = ("dmPFC", "vmPFC", "pgACC")
CORE = ("vmPFC", "pgACC", "PCC", "precuneus")  # which regions stand for a subsystem is our choice
PREFRONTAL = ("dmPFC", "L AG", "R AG", "L IT")
HUBS = ("dmPFC", "vmPFC", "PCC", "precuneus")
INSULA = ("L insula", "R insula")


@dataclass(frozen=True)
class Finding:
    """One reported result: its row, its words (at most about 45 letters), and the lines that show it.

    Lines join every pair within ``a``, or every node of ``a`` with every node of ``b``; a result
    that has no place among the regions (blood flow, another network) has no lines.
    """

    row: str
    status: Look
    words: str
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    before: str = ""  # a row with the value before, for '{before}' in the words

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The pairs of regions that are joined."""
        return list(product(self.a, self.b)) if self.b else list(combinations(self.a, 2))


@dataclass(frozen=True)
class Study:
    """One entry of the list: its label, what it found, and what to keep in mind."""

    label: str
    findings: tuple[Finding, ...]
    mind: str


STUDIES_BY_KEY = {
    "hamilton": Study(
        "Depression: {study}, pooled",
        (
            Finding("D311a", HIGHER, "With subgenual cortex: higher", HUBS, ("sgPFC",)),
            Finding("D311b", NONE, "Blood flow in the network: no excess"),
        ),
        "The link outwards is higher. The network itself was not found to work harder. (The subgenual dot is placed by"
        " hand.)",
    ),
    "kaiser": Study(
        "Depression: {study}, {n} people",
        (Finding("D310", LOWER, "Within executive network: lower", EXECUTIVE),),
        "What is shown lies outside the default mode network. What the abstract says of that network was cut off in"
        " every copy seen (28 November 2026): do not read silence as a result.",
    ),
    "yan": Study(
        "Depression: {study}, {n} people",
        (
            Finding("D302", LOWER, "Within default mode network: lower", DEFAULT),
            Finding("D700", NONE, "First episode, never treated: no reduction"),
        ),
        "Lower only in recurrent depression, and where antidepressants were taken.",
    ),
    "tozzi": Study(
        "Depression: {study}, {n} people",
        (
            Finding("D305", LOWER, "Its core: lower, g {value:.2f}", CORE),
            Finding("D306", NONE, "Its prefrontal part: not clear, g {value:.2f}", PREFRONTAL),
            Finding("D307", NONE, "Between the two: not clear, g {value:.2f}", CORE, PREFRONTAL),
        ),
        "The prediction intervals include no difference: the next clinic may find it lower, higher or the same.",
    ),
    "psymri": Study(
        "Depression: {study}, {n} people",
        (
            Finding("D704", NONE, "Within default mode network: no difference", DEFAULT),
            Finding("D705", LOWER, "Within salience network: lower", SALIENCE),
        ),
        "Within the patients, connectivity was lower in those who took medication.",
    ),
    "zhang": Study(
        "Depression: {study}, {n} people",
        (
            Finding("D707", MIXED, "Within default mode network: both", DEFAULT),
            Finding(
                "D708", HIGHER, "With the executive network: higher", HUBS, ("L dlPFC", "R dlPFC", "L IPL", "R IPL")
            ),
            Finding("D709", HIGHER, "With the limbic network: higher"),
        ),
        "The largest pool, and it goes both ways: higher in some places of the network, lower in others.",
    ),
    "ketamine": Study(
        "Ketamine, during it: {n} men",
        (
            Finding("D315", LOWER, "Within default mode network: lower, d {value:.2f}", DEFAULT),
            Finding("D317", LOWER, "Within salience network: lower, d {value:.2f}", SALIENCE),
            Finding("D714", LOWER, "Within auditory network: lower, d {value:.2f}"),
        ),
        "Healthy men. Now choose midazolam: the same men, a sedative.",
    ),
    "midazolam": Study(
        "Midazolam, during it: the same {n} men",
        (
            Finding("D316", LOWER, "Within default mode network: lower, d {value:.2f}", DEFAULT),
            Finding("D715", NONE, "Salience network: no reduction named", SALIENCE),
        ),
        "A sedative lowered the default mode network as much as ketamine did. What sets ketamine apart here is the"
        " salience network.",
    ),
    "driesen": Study(
        "Ketamine, during it: {n} people",
        (
            Finding("D718", HIGHER, "All over the brain: higher", DEFAULT),
            Finding("D718", HIGHER, "", SALIENCE),
            Finding("D718", HIGHER, "", EXECUTIVE),
        ),
        "Healthy people, and the opposite result: method and timing decide much.",
    ),
    "anticevic": Study(
        "Ketamine, during a memory task: {study}",
        (
            Finding(
                "D1401", LOWER, "Opposition to task networks: lower", HUBS, ("L dlPFC", "R dlPFC", "L IPL", "R IPL")
            ),
        ),
        "Healthy people. When we work on a task this network usually falls silent. Under ketamine it did so less.",
    ),
    "danboeck": Study(
        "Ketamine or midazolam in PTSD: {n} people",
        (Finding("D1406", LOWER, "Lower front with amygdala: fell more"),),
        "Patients, and a sedative to compare with: rare. But the pair of regions is another one, and the planned test"
        " failed.",
    ),
    "bonhomme": Study(
        "Ketamine until unresponsive: {n} people",
        (
            Finding(
                "D314",
                LOWER,
                "Front–rest, β: awake {before:.2f}, unresponsive {value:.2f}",
                FRONT,
                ("PCC", "precuneus", "L AG", "R AG", "L IT"),
                "D313",
            ),
        ),
        "Eight healthy people at a dose that takes awareness away: not the antidepressant dose.",
    ),
    "scheidegger": Study(
        "A day after ketamine: {n} healthy people",
        (Finding("D312", LOWER, "Back with front: lower", ("PCC",), ("dmPFC", "pgACC")),),
        "Healthy people, not patients; compared with the day before and with placebo.",
    ),
    "danyeli": Study(
        "A day after S-ketamine: {n} men",
        (
            Finding(
                "D1405", LOWER, "Front with side regions: lower", ("pgACC",), ("L IPL", "R IPL", "L dlPFC", "R dlPFC")
            ),
        ),
        "Healthy men, and S-ketamine. The front of the network came apart from regions at the side, not from its own"
        " back.",
    ),
    "abdallah": Study(
        "A day after ketamine, patients: {study}",
        (
            Finding("D1402", HIGHER, "Before: back with whole brain: higher"),
            Finding("D1403", TOWARDS, "After: front nearer to controls"),
        ),
        "No placebo. Before treatment the back of the network was linked more to the rest of the brain: this supports"
        " the article.",
    ),
    "evans2": Study(
        "Day 2 after ketamine: {n} patients",
        (Finding("D318a", TOWARDS, "Insula with default mode: as in controls", INSULA, HUBS),),
        "What changed in patients was a link between two networks, in the direction of normal. Now choose day 10.",
    ),
    "evans10": Study(
        "Day 10 after ketamine: the same {n}",
        (Finding("D318b", BACK, "Insula with default mode: back as before", INSULA, HUBS),),
        "By day 10 the change was gone.",
    ),
    "sahib": Study(
        "A day after 1 or 4 infusions: {n} patients",
        (Finding("D319", TOWARDS, "With association networks: nearer controls", EXECUTIVE, HUBS),),
        "A trend, without placebo: the healthy people had no ketamine, so time alone is not ruled out.",
    ),
    "oktos": Study(
        "After six weekly doses by mouth: {n} people",
        (Finding("D1404", LOWER, "Front with back: lower", FRONT, ("PCC",)),),
        "People with chronic suicidal thoughts, without a control group. It goes the way the article says.",
    ),
}


def study_label(key: str) -> str:
    """Return the name of a study in the list."""
    study = STUDIES_BY_KEY[key]
    row = evidence.row(study.findings[0].row)
    return study.label.format(study=row.study, n=f"{row.n:,}" if row.n else "")


STUDIES = [(study_label(key), key) for key in STUDIES_BY_KEY]  # (label, value) for a Dropdown


def finding_words(finding: Finding) -> str:
    """Say what was reported, with its size."""
    before = evidence.row(finding.before).value if finding.before else None
    return minus(finding.words.format(value=evidence.row(finding.row).value, before=before))


def study_words(study: Study) -> list[Readout]:
    """Say what a study compared, who was in it, and what to keep in mind."""
    row = evidence.row(study.findings[0].row)
    people = f"{row.n:,} people" if row.n else "number of people not seen"
    against = f", compared with {row.comparator}" if row.comparator not in {"", "none"} else ""
    when = f"; {row.when}" if row.when and row.when not in row.arm else ""
    return [
        Readout("Compared", f"{row.arm}{against}{when}"),
        Readout("Study", f"{row.study}, {people}; {row.design}"),
        Readout("Keep in mind", study.mind),
    ]


# --- sizes ---------------------------------------------------------------------------------------

DISEASE, DRUG = "Depression against controls", "Ketamine against a sedative"
PUBLISHED, NINETY_FIVE = "As published", "95 % interval"


@dataclass(frozen=True)
class Effect:
    """One line of the forest: its row, what was compared, and a verdict where no size was published."""

    row: str
    words: str
    verdict: Look | None = None


EFFECTS = {
    DISEASE: (
        Effect("D305", "its core"),
        Effect("D306", "its prefrontal part"),
        Effect("D307", "between core and prefrontal part"),
        Effect("D302", "the whole network: lower", LOWER),
        Effect("D704", "the whole network: no clear difference", NONE),
        Effect("D707", "the whole network: higher and lower", MIXED),
        Effect("D311a", "with subgenual cortex: higher", HIGHER),
        Effect("D1402", "its back with the brain: higher", HIGHER),
    ),
    DRUG: (
        Effect("D315", "ketamine, default mode network"),
        Effect("D316", "midazolam, default mode network"),
        Effect("D317", "ketamine, salience network"),
        Effect("D714", "ketamine, auditory network"),
        Effect("D715", "midazolam, salience: none named", NONE),
        Effect("D718", "ketamine, whole brain: higher", HIGHER),
        Effect("D1406", "more than midazolam, amygdala: lower", LOWER),
    ),
}
SIZES = {
    "g": Look("Depression, pooled (g)", charts.TEAL),
    "ketamine": Look("Ketamine (d)", charts.ORANGE, "square"),
    "midazolam": Look("Midazolam (d)", charts.GREY, "diamond-open"),
}
WORDS = "Direction only"
NEAR_ZERO = -0.3  # right of it a number would stand on the line of no difference


def effects(question: str = DRUG, bars: str = PUBLISHED) -> tuple[go.Figure, list[Readout]]:
    """Draw standardised differences in connectivity, one line a result; left of 0 is lower.

    question: depression against controls, or two drugs against placebo. bars: the uncertainty as
    published (95 % interval for depression, standard error for the drugs), or 95 % for all, which
    for the drugs is calculated as 1.96 standard errors to each side. A result published without a
    size stands in the column on the left.
    """
    shown = EFFECTS[question]
    slots = [_slot(effect) for effect in shown]
    figure = charts.rows(
        "Standardised difference<br>(left of 0: lower connectivity)",
        "Result",
        slots,
        written=False,
        height=66 * len(shown) + 120,
        margin=dict(l=8, r=8, t=8, b=48),
        legend=dict(font=dict(size=12)),
        xaxis=dict(
            range=[-2.35, 0.75],
            zeroline=True,
            zerolinewidth=1.5,
            tickvals=[-2.15, -1.5, -1, -0.5, 0, 0.5],
            ticktext=["words<br>only", "−1.5", "−1", "−0.5", "0", "0.5"],
            title=charts.title("Standardised difference<br>(left of 0: lower connectivity)", 13),
        ),
        xaxis2=charts.columns([WORDS], first=0.65, last=9.35, overlaying="x", visible=False, title=dict(text="Size")),
        annotations=[charts.above(slot, _two(effect), 8) for slot, effect in zip(slots, shown)],
    )
    for kind, look in SIZES.items():
        marks = [_size(effect, bars) for effect in shown if effect.verdict is None and _kind(effect) == kind]
        charts.intervals(
            figure,
            look,
            marks,
            cap=6,
            mode="markers+text",
            text=[minus(f"{mark.value:.2f}") for mark in marks],
            textposition=["bottom left" if mark.value > NEAR_ZERO else "bottom center" for mark in marks],
            textfont=dict(size=12),
        )
    for status in (LOWER, HIGHER, MIXED, NONE):
        verdicts = [effect for effect in shown if effect.verdict is status]
        charts.intervals(
            figure,
            status._replace(name=f"{status.name}, no size"),
            [Mark(_slot(effect), WORDS, note=describe(evidence.row(effect.row))) for effect in verdicts],
            size=12,
            xaxis="x2",
            showlegend=False,
            marker=dict(line=dict(width=2, color=status.colour)),
        )
    return figure, _effects_words(question, bars)


def _kind(effect: Effect) -> str:
    row = evidence.row(effect.row)
    return "g" if row.unit == "g" else "midazolam" if row.arm.startswith("midazolam") else "ketamine"


def _slot(effect: Effect) -> str:
    return f"{evidence.row(effect.row).study}: {effect.words}"


def _two(effect: Effect) -> str:
    return f"<b>{evidence.row(effect.row).study}</b><br>{effect.words}"


def signed(row: Number) -> Estimate:
    """Value and ends of the published bar, with minus for a reduction printed as plus."""
    return Estimate(row.value, *row.bounds).times(-1 if row.direction == "decrease" else 1)


def _effects_words(question: str, bars: str) -> list[Readout]:
    if question == DRUG:
        ketamine, midazolam, salience = (evidence.number(row_id) for row_id in ("D315", "D316", "D317"))
        return [
            Readout(
                "Default mode network",
                f"midazolam lowered it by {midazolam.value:g}, ketamine by {ketamine.value:g}; the gap of"
                f" {midazolam.value - ketamine.value:.2f} (calculated) is smaller than either standard error",
            ),
            Readout(
                "Salience network", f"ketamine lowered it by {salience.value:g}; no reduction is named for midazolam"
            ),
            Readout("In whom", f"{ketamine.n} healthy men, each on three days"),
            Readout(
                "Bars",
                (
                    "one standard error to each side, as published"
                    if bars == PUBLISHED
                    else "95 % interval, calculated as 1.96 standard errors to each side"
                ),
            ),
        ]
    core = evidence.number("D305")
    return [
        Readout(
            "Core of the network",
            f"lower in depression by {abs(core.value):.2f} standard deviations in {core.n:,} people",
        ),
        Readout(
            f"{core.study}, the other two",
            "their bars leave out 0 by little, and neither difference was significant any more once the authors had"
            " corrected for several tests",
        ),
        Readout(
            "The other pools",
            f"lower in {evidence.row('D302').n:,} people, no clear difference in {evidence.row('D704').n:,}, both ways"
            f" in {evidence.row('D707').n:,}",
        ),
        Readout(
            "Older, smaller studies",
            f"often reported more connectivity, as {evidence.row('D701').study} notes; none of the pools here finds it"
            f" for the network as a whole (of the first one, {evidence.row('D310').study}, that line could not be"
            " read)",
        ),
        Readout("Bars", "95 % intervals with both settings: the only study here that printed sizes gave them itself"),
    ]


# --- dissociation and benefit --------------------------------------------------------------------

SPRAY, INFUSION = "D723", "D725"


def _size(effect: Effect, bars: str) -> Mark:
    """Mark an effect with its bar as published, or with a 95 % interval from its standard error."""
    row = evidence.number(effect.row)
    estimate, note = signed(row), describe(row)
    if bars == NINETY_FIVE and row.uncertainty == "SE":
        estimate = risk.from_error(estimate.value, row.bounds[1] - row.value)
        note += " Bar: 95 % interval, calculated as 1.96 standard errors."
    return Mark(_slot(effect), estimate.value, estimate.low, estimate.high, note)


def dissociation(points: int = 10) -> tuple[go.Figure, list[Readout]]:
    """Draw the change in MADRS that went with ``points`` more on the CADSS, in two analyses.

    points: CADSS points. Lines are slopes times points, calculated; the spray's band is its 95 %
    interval. The infusion trial saw its relation up to a CADSS of 15 and its line ends there.
    """
    slope, steep, limit = evidence.estimate(SPRAY), evidence.number(INFUSION), evidence.number("D728").value
    end = max(40, points)  # a point beyond the course's own stops stays in view
    steps = list(range(0, int(end) + 1, 5))
    figure = charts.blank(
        "Dissociation (CADSS points more)",
        "Change in MADRS<br>(points, down is better)",
        height=400,
        xaxis=dict(range=[-1, end + 2], dtick=10, title=dict(font=dict(size=13))),
        yaxis=dict(range=[-8.5, 1], dtick=2, title=dict(font=dict(size=13)), zeroline=True, zerolinewidth=1.5),
        legend=dict(font=dict(size=12)),
    )
    figure.add_scatter(
        x=[*steps, *reversed(steps)],
        y=[*(slope.low * p for p in steps), *(slope.high * p for p in reversed(steps))],
        fill="toself",
        mode="none",
        fillcolor=charts.faded(charts.BLUE),
        hoverinfo="skip",
        showlegend=False,
    )
    spray = Look(f"Esketamine spray, {slope.n} people", charts.BLUE)
    infusions = Look(f"Infusions, {steep.n} people", charts.ORANGE, dash="8px,4px")
    _slope(figure, spray, slope, steps)
    _slope(figure, infusions, steep, [p for p in steps if p <= limit])
    charts.at_end(figure, spray, steps[-1], slope.low * steps[-1], xanchor="right", xshift=0, yshift=-12)
    charts.at_end(figure, infusions, limit, steep.value * limit)
    known: list[Number] = [slope, steep] if points <= limit else [slope]
    note = f"{points} points more: calculated from each study's slope"
    yours = Look("You chose", charts.PURPLE, "star")
    charts.intervals(
        figure, yours, [Mark(points, row.value * points, note=note) for row in known], upright=True, size=15
    )
    return figure, _dissociation_words(points)


def _slope(figure: go.Figure, look: Look, row: Number, steps: list[int]) -> None:
    """Draw a line that a slope makes, calculated."""
    charts.curve(
        figure,
        look,
        steps,
        [row.value * p for p in steps],
        hovertext=[lines(f"{p} × {number(row.value)}, calculated. {describe(row, note=False)}") for p in steps],
        hoverinfo="text",
        showlegend=False,
    )


def _dissociation_words(points: int) -> list[Readout]:
    slope, steep, limit = evidence.estimate(SPRAY), evidence.number(INFUSION), evidence.number("D728").value
    (early, fits), (late, fits_late) = (_with_pairs(*ids) for ids in (("D325", "D1411"), ("D326", "D1412")))
    if points == 0:
        spray = infusion = "no change: you chose no more dissociation"
    else:
        spray = (
            f"{_points(slope.value * points)} MADRS points by {slope.when} (95 % interval {_points(slope.low * points)}"
            f" to {_points(slope.high * points)}), calculated"
        )
        infusion = (
            f"{_points(steep.value * points)} MADRS points at {steep.when} (p = {evidence.number('D730').value:g}, no"
            " interval printed), calculated"
            if points <= limit
            else f"nothing to say beyond {limit:g} CADSS points"
        )
    return [
        Readout(f"Esketamine spray, {slope.n} people", spray),
        Readout(f"Infusions, {steep.n} people", infusion),
        Readout(
            f"Infusions, of {evidence.row('D1413').n} inpatients",
            f"r = {number(early.value)} at four hours and {number(late.value)} at day 7: {100 * early.value**2:.0f} and"
            f" {100 * late.value**2:.0f} % of the variation; r and p fit about {fits:.0f} and {fits_late:.0f} people"
            " (calculated)",
        ),
    ]


def _with_pairs(r: str, p: str) -> tuple[Number, float]:
    """Return a correlation's row, and how many people stand behind it by its printed p (as in the BDNF chapter)."""
    row = evidence.number(r)
    return row, sampling.patients_behind(row.value, evidence.number(p).value)


def _points(value: float) -> str:
    return f"{value:.{1 if abs(value) >= 0.15 else 2}f}"
