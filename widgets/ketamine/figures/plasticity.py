"""From receptor to spine to behaviour: what was looked for, when, and in which species."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look
from explorers.readout import Readout
from explorers.words import lines
from ketamine import evidence
from ketamine.evidence import Row

HOURS = {"min": 1 / 60, "h": 1.0, "days": 24.0, "weeks": 168.0}
SEEN, NOT_FOUND, MIXED, DRUG = (
    "Change seen",
    "Looked for, not found",
    "Mixed, or found afterwards",
    "Half the drug gone",
)
LOOK = {
    look.name: look
    for look in (
        Look(SEEN, charts.GREEN),
        Look(NOT_FOUND, charts.RED, "x", "dot"),
        Look(MIXED, charts.AMBER, "diamond-open"),
        Look(DRUG, charts.BLUE, "square"),
    )
}
TIMES = [
    ("1 h", 1),
    ("3 h", 3),
    ("6 h", 6),
    ("12 h", 12),
    ("1 day", 24),
    ("3 days", 72),
    ("1 week", 168),
    ("2 weeks", 336),
    ("3 weeks", 504),
    ("5 weeks", 840),
]
START, END = 0.15, 1200.0  # hours shown


@dataclass(frozen=True)
class Finding:
    """One bar or point. rows: the evidence; with two rows the bar runs from the first to the second."""

    status: str
    rows: tuple[str, ...]
    dissent: bool = False  # shown only with 'what does not fit'
    fades: bool = False  # the end of the bar is where the effect was lost, not where looking stopped

    @property
    def span(self) -> tuple[float, float]:
        """Hours after the dose, from and to (equal for a single time)."""
        ends = [_hours(evidence.row(row_id)) for row_id in self.rows]
        return ends[0][0], ends[-1][0] if len(ends) > 1 else ends[0][1]


@dataclass(frozen=True)
class Lane:
    """One thing that was measured. label: on the axis; name: in the readout's sentence."""

    label: str
    name: str
    species: str
    findings: tuple[Finding, ...]


LANES = (
    Lane("Drug in the mouse", "", "mice", (Finding(DRUG, ("PK86b",)),)),
    Lane("Behaviour better", "better behaviour", "mice", (Finding(SEEN, ("N700",)), Finding(SEEN, ("N709",)))),
    Lane(
        "New spines form", "faster spine formation", "mice", (Finding(NOT_FOUND, ("X101",)), Finding(SEEN, ("X100",)))
    ),
    Lane("More spines", "more spines", "mice", (Finding(SEEN, ("N701", "N110")),)),
    Lane(
        "Synapse PET,<br>mouse",
        "more synapse marker (PET)",
        "mice",
        (Finding(NOT_FOUND, ("N125",)), Finding(SEEN, ("N708",), dissent=True)),
    ),
    Lane(
        "More spines,<br>(R)-ketamine",
        "more spines with (R)-ketamine",
        "mice",
        (Finding(SEEN, ("X102",), dissent=True),),
    ),
    Lane(
        "New spines,<br>five doses",
        "faster spine formation over five daily doses",
        "mice",
        (Finding(NOT_FOUND, ("N112b",), dissent=True), Finding(SEEN, ("N112a",), dissent=True)),
    ),
    Lane("Drug in people", "", "people", (Finding(DRUG, ("PK86a",)),)),
    Lane("Mood better", "better mood", "people", (Finding(SEEN, ("C566a", "C566b"), fades=True),)),
    Lane("Brain-wave<br>response", "a stronger brain-wave response", "people", (Finding(SEEN, ("N712",)),)),
    Lane(
        "BDNF in blood",
        "more BDNF in blood",
        "people",
        (
            Finding(NOT_FOUND, ("B712",)),
            Finding(NOT_FOUND, ("B713",)),
            Finding(NOT_FOUND, ("B714",)),
            Finding(MIXED, ("B222",), dissent=True),
        ),
    ),
    Lane(
        "Synapse PET,<br>people",
        "more synapse marker (PET)",
        "people",
        (Finding(NOT_FOUND, ("N123",)), Finding(MIXED, ("N124",), dissent=True)),
    ),
    Lane("Diffusion MRI", "a clear change in diffusion MRI", "people", (Finding(MIXED, ("N127",)),)),
    Lane(
        "Hippocampus<br>size",
        "a larger hippocampus",
        "people",
        (Finding(NOT_FOUND, ("N126",)), Finding(NOT_FOUND, ("N710",))),
    ),
    Lane(
        "Hippocampus,<br>four infusions",
        "a change of the hippocampus over four infusions",
        "people",
        (Finding(NOT_FOUND, ("N1400",), dissent=True), Finding(NOT_FOUND, ("N1401",), dissent=True)),
    ),
    Lane(
        "Diffusion MRI,<br>four infusions",
        "a fall in diffusion MRI over four infusions",
        "people",
        (Finding(MIXED, ("N1402",), dissent=True),),
    ),
    Lane("Amygdala size", "a larger left amygdala", "people", (Finding(MIXED, ("N711",), dissent=True),)),
    Lane("AMPA receptor<br>PET", "AMPA receptor PET", "people", (Finding(MIXED, ("N713",), dissent=True),)),
)
HEADINGS = {"mice": "<b>MICE</b>", "people": "<b>PEOPLE</b>"}


def chain(time: float = 24, show: str = "main") -> tuple[go.Figure, list[Readout]]:
    """Draw what had been seen, looked for and not found by ``time`` hours after ketamine, by species.

    time: hours after the dose. show: 'main' (one dose), 'all' (with the results that do not fit).
    """
    lanes = [(lane, _visible(lane, show)) for lane in LANES]
    lanes = [(lane, findings) for lane, findings in lanes if findings]
    figure = charts.blank("Time after the dose", "What was measured", height=780, margin=dict(l=8, r=8, t=12, b=48))
    for look in LOOK.values():
        _trace(figure, look, lanes)
    later = dict(type="rect", x0=time, x1=END, y0=0, y1=1, yref="paper", line=dict(width=0))
    charts.lay_out(figure, shapes=[later | dict(fillcolor=charts.faded(charts.GREY, 0.28))])
    charts.upright(figure, time, line=dict(width=2))
    _axes(figure, [lane for lane, _ in lanes])
    return figure, [
        Readout("Mice, by then", _sentence("mice", time, lanes)),
        Readout("People, by then", _sentence("people", time, lanes)),
    ]


def _visible(lane: Lane, show: str) -> list[Finding]:
    return [f for f in lane.findings if show == "all" or not f.dissent]


def _trace(figure: go.Figure, look: Look, lanes: list[tuple[Lane, list[Finding]]]) -> None:
    """Draw all bars and points of one status; a gap (None) parts them."""
    x: list[float | None] = []
    y: list[str | None] = []
    notes: list[str | None] = []
    for lane, findings in lanes:
        for finding in (f for f in findings if f.status == look.name):
            ends = sorted(set(finding.span))
            rows = [evidence.row(row_id) for row_id in finding.rows]
            x += [*(round(end, 3) for end in ends), None]
            y += [*([lane.label] * len(ends)), None]
            notes += [*(lines(describe(rows[min(i, len(rows) - 1)])) for i in range(len(ends))), None]
    mixed = look.name == MIXED
    charts.curve(
        figure,
        look,
        x[:-1],
        y[:-1],
        width=5,
        hovertext=notes[:-1],
        hoverinfo="text",
        mode="lines+markers",
        connectgaps=False,
        marker=dict(
            color=look.colour,
            symbol=look.symbol,
            size=15 if mixed else 12,
            line=dict(width=2.5 if mixed else 0, color=look.colour),
        ),
    )


def _axes(figure: go.Figure, lanes: list[Lane]) -> None:
    """Hours on a log axis with ticks in words; mice above people."""
    order: list[str] = []
    for species, heading in HEADINGS.items():
        order += [heading, *(lane.label for lane in lanes if lane.species == species)]
    ticks = {0.25: "15<br>min", 1: "1<br>h", 3: "3<br>h", 24: "1<br>day", 168: "1<br>wk", 840: "5<br>wk"}
    charts.lay_out(
        figure,
        yaxis=charts.names(order, tickmode="array", tickvals=order, tickfont=dict(size=12), title=dict(standoff=8)),
        xaxis=charts.powers(ticks, START, END, tickfont=dict(size=12)),
    )


def _sentence(species: str, time: float, lanes: list[tuple[Lane, list[Finding]]]) -> str:
    """'seen: better behaviour; looked for and not found: ...' by the latest result of each lane."""
    found: dict[str, list[str]] = {SEEN: [], NOT_FOUND: [], MIXED: []}
    for lane, findings in lanes:
        begun = [f for f in findings if lane.species == species and f.span[0] <= time and f.status != DRUG]
        if begun:
            latest = max(begun, key=lambda f: f.span[0])
            over = " (lost again)" if latest.fades and latest.span[1] < time else ""
            found[latest.status].append(lane.name + over)
    words = {SEEN: "seen", NOT_FOUND: "looked for and not found", MIXED: "mixed"}
    parts = [f"{words[status]}: {', '.join(names)}" for status, names in found.items() if names]
    return "; ".join(parts) + "." if parts else "nothing measured yet in these studies."


def _hours(row: Row) -> tuple[float, float]:
    """When: the row's own time range, its value where that is a time, else the hours column."""
    scale = HOURS.get(row.unit)
    if scale and row.low is not None and row.high is not None:
        return row.low * scale, row.high * scale
    if scale and row.value is not None:
        return row.value * scale, row.value * scale
    assert row.hours is not None, f"row {row.id} has no time"
    return row.hours, row.hours
