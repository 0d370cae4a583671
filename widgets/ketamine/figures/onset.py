"""How soon, and compared with what: ketamine and esketamine beside what they were tested against.

Two figures, both of published points (``evidence/onset.csv`` and, for two rows, ``durations.csv``); a third, an SSRI
and ketamine on one clock, is a scene (``ketamine.scenes.ssri_and_ketamine``):

- ``same_clock``: a new SSRI or SNRI with and without ketamine or esketamine, in the same trial
- ``at_24_hours``: the size of the difference after a day, by what it was compared with
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import plotly.graph_objects as go

from coursework.describe import describe, uncertainty
from explorers import charts
from explorers.charts import GREY, Look, Mark, faded
from explorers.readout import Readout
from explorers.words import number
from ketamine import colours, evidence
from ketamine.evidence import Number, Row


def rows(ids: Iterable[str]) -> list[Number]:
    """Return the evidence rows with these ids, in this order."""
    return [evidence.number(row_id) for row_id in ids]


# --- Same tablet, same clock -----------------------------------------------------------------


class Pair(NamedTuple):
    """One trial at one visit: the group with the extra drug, and the group without."""

    label: str
    drug: str  # 'ketamine' or 'esketamine'
    extra: str  # id of the row with the drug, or of the difference between the groups
    alone: str = ""  # id of the row without; empty where the row is the difference


HOURS, WEEKS = "First hours", "4 to 6 weeks"
SAME_CLOCK: dict[str, dict[str, list[Pair]]] = {
    "response": {
        HOURS: [
            Pair("Talati 2019, 4 hours", "ketamine", "C411", "C412"),
            Pair("TRANSFORM-1+2, 24 hours", "esketamine", "C065", "C066"),
        ],
        WEEKS: [
            Pair("Hu 2016, by week 4", "ketamine", "C401", "C402"),
            Pair("Talati 2019, week 4", "ketamine", "C413", "C414"),
            Pair("TRANSFORM-1+2, day 28", "esketamine", "C067", "C068"),
            Pair("TRANSFORM-1 56 mg, day 28", "esketamine", "C055", "C057"),
            Pair("TRANSFORM-1 84 mg, day 28", "esketamine", "C056", "C057"),
            Pair("TRANSFORM-2, day 28", "esketamine", "C053", "C054"),
            Pair("TRANSFORM-3, age 65+, day 28", "esketamine", "C074", "C728"),
            Pair("Arabzadeh 2018, oral, week 6", "ketamine", "C531", "C532"),
        ],
    },
    "remission": {
        WEEKS: [
            Pair("Hu 2016, by week 4", "ketamine", "C403", "C404"),
            Pair("TRANSFORM-1 56 mg, day 28", "esketamine", "C060", "C062"),
            Pair("TRANSFORM-1 84 mg, day 28", "esketamine", "C061", "C062"),
            Pair("TRANSFORM-2, day 28", "esketamine", "C058", "C059"),
            Pair("TRANSFORM-3, age 65+, day 28", "esketamine", "C075", "C729"),
            Pair("Arabzadeh 2018, oral, week 6", "ketamine", "C534", "C535"),
        ]
    },
    "change": {
        HOURS: [Pair("Chen 2023, 24 hours", "esketamine", "C715", "C716")],
        WEEKS: [
            Pair("Chen 2023, day 28", "esketamine", "C717", "C718"),
            Pair("TRANSFORM-1 56 mg, day 28", "esketamine", "C721", "C723"),
            Pair("TRANSFORM-1 84 mg, day 28", "esketamine", "C722", "C723"),
            Pair("TRANSFORM-2, day 28", "esketamine", "C724", "C725"),
            Pair("TRANSFORM-3, age 65+, day 28", "esketamine", "C726", "C727"),
        ],
    },
    "difference": {
        HOURS: [
            Pair("ASPIRE I+II, 4 hours", "esketamine", "C731"),
            Pair("ASPIRE I+II, 24 hours", "esketamine", "C732"),
            Pair("Chen 2023, 24 hours", "esketamine", "C719"),
        ],
        WEEKS: [
            Pair("ASPIRE I+II, day 25", "esketamine", "C733"),
            Pair("Chen 2023, day 28", "esketamine", "C720"),
            Pair("TRANSFORM-1 56 mg, day 28", "esketamine", "C071"),
            Pair("TRANSFORM-1 84 mg, day 28", "esketamine", "C070"),
            Pair("TRANSFORM-2, day 28", "esketamine", "C051"),
            Pair("TRANSFORM-3, age 65+, day 28", "esketamine", "C072"),
        ],
    },
}
#: (label, value) for the reader's choice
CLOCK_OUTCOMES = [
    ("Responders", "response"),
    ("In remission", "remission"),
    ("Change in score", "change"),
    ("Difference in score", "difference"),
]
SAME_CLOCK_AXIS: dict[str, tuple[str, list[float]]] = {
    "response": ("Responders (of 100 people)", [-4, 104]),
    "remission": ("In remission (of 100 people)", [-4, 104]),
    "change": ("Change in MADRS (points)<br>right is better", [1, -25]),
    "difference": ("Difference in MADRS (points)<br>right of 0: better with the drug", [2.5, -9.5]),
}


def bar(points: list[Number]) -> dict[str, Any]:
    """Return how error bars are drawn: an interval thin with caps, a standard error thick without, an SD hair-thin."""
    kinds = {row.uncertainty for row in points}
    if "SE" in kinds:
        return dict(thickness=4, cap=0)
    return dict(thickness=1 if "SD" in kinds else 1.5, cap=4)


def _mark(row: Number, place: str, barred: bool = True) -> Mark:
    """Mark a row at a place, with its bar if ``barred``.

    The row's remark stands in the evidence table only: a page has a budget.
    """
    low, high = (row.interval if barred else None) or (None, None)
    return Mark(place, row.value, low, high, describe(row, note=False))


EXTRA = {
    "ketamine": Look("SSRI + ketamine", colours.KETAMINE, "diamond"),
    "esketamine": Look("SSRI/SNRI + esketamine", colours.ESKETAMINE),
}


def same_clock(outcome: str = "response") -> tuple[go.Figure, list[Readout]]:
    """Draw the same new SSRI or SNRI with and without ketamine or esketamine: one row a trial and visit.

    outcome: 'response' or 'remission' (of 100 people), 'change' (MADRS points from the start) or
    'difference' (MADRS points between the groups).
    """
    sections = SAME_CLOCK[outcome]
    title, span = SAME_CLOCK_AXIS[outcome]
    figure = _rows_figure(sections, title, span)
    charts.lay_out(figure, showlegend=True)
    pairs = [pair for section in sections.values() for pair in section]
    both = [pair for pair in pairs if pair.alone]
    _connect(figure, [(pair.label, pair.alone, pair.extra) for pair in both])
    placebo = Look("SSRI/SNRI + placebo", colours.COMPARATOR, "circle-open")
    _dots(figure, placebo, [(pair.label, pair.alone) for pair in both], barred=False)
    for drug, look in EXTRA.items():
        given = [(pair.label, pair.extra) for pair in pairs if pair.drug == drug]
        _dots(figure, look, given, barred=not both)
    return figure, _same_clock_words(outcome)


HIDDEN = dict(size=1, color="rgba(0,0,0,0)")  # an axis title that only the table of numbers needs


def _rows_figure(sections: dict[str, Any], x_title: str, x_range: list[float]) -> go.Figure:
    """Draw an empty figure whose rows run from top to bottom: each section's heading, then its items.

    Each label stands above its row, so that the rows have the whole width of a phone.
    """
    order = [label for heading, items in sections.items() for label in (heading, *(item.label for item in items))]
    headings = [row for row, label in enumerate(order) if label in sections]
    figure = charts.rows(
        x_title,
        "Trial and visit",
        order,
        height=130 + 40 * len(order),
        margin=dict(l=12, r=12, t=12, b=62),
        xaxis=dict(range=x_range, nticks=6),
        yaxis=dict(showticklabels=False, showgrid=False, ticks="", title=dict(font=HIDDEN)),
        annotations=[
            charts.text(
                f"<b>{label}</b>" if row in headings else label,
                0,
                row,
                size=12,
                xref="paper",
                xanchor="left",
                yshift=0 if row in headings else 14,
            )
            for row, label in enumerate(order)
        ],
    )
    charts.upright(figure, 0, GREY, yref="y domain", line=dict(width=1), layer="below")
    band = dict(type="rect", xref="paper", x0=0, x1=1, line=dict(width=0), fillcolor=faded(GREY, 0.16), layer="below")
    charts.lay_out(figure, shapes=[band | dict(y0=row - 0.3, y1=row + 0.3) for row in headings])
    return figure


def _connect(figure: go.Figure, pairs: list[tuple[str, str, str]]) -> None:
    """Draw a thin line between the two groups of a trial (label, id, id), as decoration."""
    spans = [(label, evidence.number(one).value, evidence.number(two).value) for label, one, two in pairs]
    charts.lanes(figure, Look("", GREY), spans, width=1.5, name=None)


def _dots(
    figure: go.Figure, look: Look, places: list[tuple[str, str]], *, barred: bool = True, named: bool = True
) -> None:
    """Mark evidence rows (label, id), with their intervals if ``barred``, in the legend if ``named``."""
    points = rows(row_id for _, row_id in places)
    marks = [_mark(row, label, barred) for (label, _), row in zip(places, points)]
    charts.intervals(figure, look, marks, **bar(points), showlegend=named)


def _same_clock_words(outcome: str) -> list[Readout]:
    if outcome == "response":
        first = (
            f"{_shares('Talati 2019, 4 hours', 'C411', 'C412', 'ketamine')}"
            f" {_shares('TRANSFORM-1 and -2, 24 hours', 'C065', 'C066', 'esketamine')}"
        )
        last = (
            f"{_shares('Talati 2019', 'C413', 'C414', 'ketamine')}"
            f" {_shares('TRANSFORM-1 and -2', 'C067', 'C068', 'esketamine')} Both groups have gone on improving."
        )
    elif outcome == "remission":
        first = "no remission figures this early were found."
        last = (
            f"{_shares('Hu 2016', 'C403', 'C404', 'ketamine')} {_shares('TRANSFORM-2', 'C058', 'C059', 'esketamine')}"
            f" {_shares('Arabzadeh 2018', 'C534', 'C535', 'oral ketamine')}"
        )
    elif outcome == "change":
        first = f"Chen 2023, 24 hours: {_value('C715')} points with esketamine, {_value('C716')} without."
        last = (
            f"Chen 2023: {_value('C717')} and {_value('C718')}. TRANSFORM-2: {_value('C724')} and {_value('C725')}."
            " People differ widely: the SDs are in the table."
        )
    else:
        first = (
            f"{_value('C731')} points at 4 hours and {_value('C732')} at 24 hours (ASPIRE I and II), {_value('C719')}"
            " at 24 hours (Chen 2023)."
        )
        last = (
            f"{_value('C733')} (ASPIRE), {_value('C720')} (Chen; the interval includes no difference), {_value('C051')}"
            " (TRANSFORM-2). The gap opens early and does not go on growing. Bars: 95 % CI."
        )
    mind = "saline or a placebo spray does not feel like the drug, so many people could guess their group."
    if outcome in ("change", "difference"):
        mind += (
            " All rows are esketamine: no scores by visit were found for the trials of ketamine, and what was not found"
            " is not drawn."
        )
    return [
        Readout("First hours", _sentence(first)),
        Readout("Weeks later", _sentence(last)),
        Readout("Keep in mind", _sentence(mind)),
    ]


def _shares(trial: str, extra: str, alone: str, drug: str) -> str:
    return f"{trial}: {_value(extra)} % with {drug}, {_value(alone)} % without."


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _value(row_id: str) -> str:
    return number(evidence.number(row_id).value)


# --- After one day, by what it was compared with -------------------------------------------------

COMPARATORS = {  # what the other group got, as a heading
    "placebo": "Placebo or saline",
    "started": "Placebo + new antidepressant",
    "midazolam": "Midazolam",
    "anaesthesia": "Masked by anaesthesia",
}
OTHER = Look("other group", colours.COMPARATOR, "circle-open")
BOTH = Look("ketamine or esketamine, pooled", charts.PINK, "pentagon")
GIVEN = (Look("ketamine", colours.KETAMINE, "diamond"), Look("esketamine", colours.ESKETAMINE), BOTH)


class Entry(NamedTuple):
    """One trial or pooled result after about a day: the drug's row and the other group's."""

    label: str
    drug: str
    other: str = ""


AT_24_HOURS: dict[str, dict[str, list[Entry]]] = {
    "responders": {
        "placebo": [
            Entry("Cochrane, ketamine v placebo", "C735", "C736"),
            Entry("Daly 2018, esketamine 56 mg", "C040", "C036"),
            Entry("Daly 2018, esketamine 84 mg", "C042", "C036"),
        ],
        "started": [Entry("TRANSFORM-1+2, esketamine", "C065", "C066")],
        "midazolam": [
            Entry("Cochrane, ketamine v midazolam", "C737", "C738"),
            Entry("Murrough 2013, ketamine", "C541", "C542"),
            Entry("KARMA-Dep 2, after the course", "C101", "C734"),
        ],
        "anaesthesia": [Entry("Lii 2023, ketamine", "C120", "C121")],
    },
    "points": {
        "placebo": [
            Entry("An 2021, pooled, both drugs by nose", "C263"),
            Entry("Daly 2018, esketamine 56 mg", "C704"),
            Entry("Daly 2018, esketamine 84 mg", "C705"),
        ],
        "started": [Entry("ASPIRE I+II, esketamine", "C732"), Entry("Chen 2023, esketamine", "C719")],
        "midazolam": [Entry("Murrough 2013, ketamine", "C543"), Entry("KARMA-Dep 2, after the course", "C100")],
        "anaesthesia": [Entry("Lii 2023, days 1 to 3", "C096")],
    },
    "smd": {
        "placebo": [Entry("Cochrane, ketamine v placebo", "C246")],
        "midazolam": [Entry("Cochrane, ketamine v midazolam", "C248")],
    },
}
MEASURES = [("Responders", "responders"), ("MADRS points", "points"), ("Pooled, standardised", "smd")]
AT_24_HOURS_AXIS: dict[str, tuple[str, list[float]]] = {
    "responders": ("Responders (of 100 people)", [-4, 104]),
    "points": ("Difference in MADRS (points)<br>right of 0: better with the drug", [5, -16]),
    "smd": ("Standardised difference (SMD)<br>right of 0: better with the drug", [0.3, -1.5]),
}


def at_24_hours(measure: str = "responders") -> tuple[go.Figure, list[Readout]]:
    """Draw what was found about a day after ketamine or esketamine, grouped by what the other group was given.

    measure: 'responders' (of 100 people, both groups), 'points' (difference in MADRS) or 'smd'
    (standardised difference, pooled).
    """
    title, span = AT_24_HOURS_AXIS[measure]
    found = AT_24_HOURS[measure]
    figure = _rows_figure({COMPARATORS[key]: entries for key, entries in found.items()}, title, span)
    pairs = [entry for entries in found.values() for entry in entries if entry.other]
    _connect(figure, [(entry.label, entry.other, entry.drug) for entry in pairs])
    every = [entry for entries in found.values() for entry in entries]
    for look in GIVEN:
        entries = [entry for entry in every if _given(evidence.row(entry.drug)) == look]
        named = False
        for thick in (False, True):  # standard errors apart from intervals, so that each is drawn as what it is
            alike = [entry for entry in entries if (evidence.row(entry.drug).uncertainty == "SE") is thick]
            _dots(figure, look, [(entry.label, entry.drug) for entry in alike], named=bool(alike) and not named)
            named = named or bool(alike)
    _dots(figure, OTHER, [(entry.label, entry.other) for entry in pairs], named=bool(pairs))
    charts.lay_out(figure, showlegend=True)
    return figure, _at_24_hours_words(measure)


def _given(row: Row) -> Look:
    """Return the look of the drug that a row is about."""
    drugs = {"ketamine", "esketamine"} & set(row.arm.replace(",", "").split())
    return BOTH if len(drugs) == 2 else next(look for look in GIVEN if look.name in drugs)


def _at_24_hours_words(measure: str) -> list[Readout]:
    if measure == "responders":
        said = [
            Readout(
                "Other group",
                f"{_value('C736')} % respond on placebo, {_value('C738')} % on midazolam (Cochrane), {_value('C121')} %"
                " under anaesthesia with saline (Lii 2023).",
            ),
            Readout("Drug group", f"{_value('C735')} %, {_value('C737')} % and {_value('C120')} % in the same trials."),
        ]
    elif measure == "points":
        said = [
            Readout(
                "Largest",
                f"{_value('C705')} points: esketamine 84 mg against placebo (Daly 2018, groups of 12 and 33).",
            ),
            Readout(
                "No clear difference",
                f"Lii 2023, {_value('C096')} ({uncertainty(evidence.row('C096'))}); KARMA-Dep 2, {_value('C100')}"
                f" ({uncertainty(evidence.row('C100'))}).",
            ),
        ]
    else:
        said = [
            Readout(
                "Cochrane review",
                f"{_value('C246')} against placebo, {_value('C248')} against midazolam; both of very low certainty, say"
                " the reviewers.",
            )
        ]
    careful = "the trials differ in more than the comparator: drug, dose, patients, other treatment."
    bars_are = {"responders": "", "points": " Bars: 95 % CI; thick, ± 1 SE, for Daly 2018.", "smd": " Bars: 95 % CI."}[
        measure
    ]
    return [*said, Readout("Careful", _sentence(careful + bars_are))]
