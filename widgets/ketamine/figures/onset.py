"""How soon, and compared with what: ketamine, esketamine and SSRIs on one clock.

Three figures, all of published points (``evidence/onset.csv`` and, for two rows, ``durations.csv``):

- ``same_clock``: a new SSRI or SNRI with and without ketamine or esketamine, in the same trial
- ``onset``: separate trials, two panels over one time axis, ketamine or esketamine above and SSRIs below
- ``at_24_hours``: the size of the difference after a day, by what it was compared with
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import plotly.graph_objects as go

from coursework.describe import describe, uncertainty
from explorers import charts
from explorers.charts import AMBER, BLUE, GREEN, GREY, ORANGE, PURPLE, RED, TEAL, Look, Mark, faded
from explorers.readout import Readout
from explorers.words import number
from ketamine import evidence
from ketamine.evidence import Number, Row


def rows(ids: Iterable[str]) -> list[Number]:
    """Return the evidence rows with these ids, in this order."""
    return [evidence.number(row_id) for row_id in ids]


# --- Same people, same clock -----------------------------------------------------------------


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


EXTRA = {"ketamine": Look("SSRI + ketamine", ORANGE, "diamond"), "esketamine": Look("SSRI/SNRI + esketamine", BLUE)}


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
    placebo = Look("SSRI/SNRI + placebo", GREY, "circle-open")
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
    charts.upright(figure, 0, faded(GREY, 0.7), yref="y domain", line=dict(width=1), layer="below")
    band = dict(type="rect", xref="paper", x0=0, x1=1, line=dict(width=0), fillcolor=faded(GREY, 0.16), layer="below")
    charts.lay_out(figure, shapes=[band | dict(y0=row - 0.3, y1=row + 0.3) for row in headings])
    return figure


def _connect(figure: go.Figure, pairs: list[tuple[str, str, str]]) -> None:
    """Draw a thin line between the two groups of a trial (label, id, id), as decoration."""
    spans = [(label, evidence.number(one).value, evidence.number(two).value) for label, one, two in pairs]
    charts.lanes(figure, Look("", GREY), spans, width=1.5, name=None)


def _dots(figure: go.Figure, look: Look, places: list[tuple[str, str]], *, barred: bool = True) -> None:
    """Mark evidence rows (label, id), with their intervals if ``barred``."""
    points = rows(row_id for _, row_id in places)
    marks = [_mark(row, label, barred) for (label, _), row in zip(places, points)]
    charts.intervals(figure, look, marks, **bar(points), showlegend=True)


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


# --- Separate trials over one time axis ---------------------------------------------------------

COMPARATORS = {  # what the other group got: how it is drawn, and its heading
    "placebo": (Look("placebo or saline", BLUE), "Placebo or saline"),
    "started": (Look("placebo + new antidepressant", TEAL, "square"), "Placebo + new antidepressant"),
    "midazolam": (Look("midazolam", ORANGE, "diamond"), "Midazolam"),
    "anaesthesia": (Look("masked by anaesthesia", PURPLE, "triangle-up"), "Masked by anaesthesia"),
}


EITHER = Look("saline or midazolam, pooled", AMBER, "pentagon")  # a pool of trials with one or the other


#: (label, value) for the reader's choices
OUTCOMES = [("Gap between groups", "gap"), ("Course in each group", "course"), ("Responders", "responders")]
COMPARED_WITH = [*((heading, key) for key, (_, heading) in COMPARATORS.items()), ("All", "all")]
DRUGS = [("Both", "both"), ("Ketamine", "ketamine"), ("Esketamine", "esketamine")]


class Trial(NamedTuple):
    """One trial or pool: the drug group's look, and the rows of both groups, ids parted by spaces."""

    look: Look
    drug: str  # 'ketamine', 'esketamine' or 'both'
    against: str  # keys of COMPARATORS
    ids: str
    other: str = ""  # of the other group, which is drawn open and dotted


class Series(NamedTuple):
    """One line or group of points."""

    look: Look
    drug: str
    against: tuple[str, ...]
    ids: tuple[str, ...]
    control: bool  # whether this is the other group of the series before it

    @property
    def name(self) -> str:
        """The trial and its group."""
        return self.look.name

    @property
    def compared(self) -> Look:
        """How the trial is drawn in a view of all comparators."""
        look = EITHER if len(self.against) > 1 else COMPARATORS[self.against[0]][0]
        return look._replace(symbol=look.symbol + "-open" * self.control, dash=self.look.dash)


def _groups(*trials: Trial) -> list[Series]:
    """Return the drug group of each trial, then its other group where that was published."""
    series = []
    for look, drug, against, ids, other in trials:
        series.append(Series(look, drug, tuple(against.split()), tuple(ids.split()), control=False))
        if other:
            name = look.name.split(",")[0] + ", other group"
            open_ = look._replace(name=name, symbol=f"{look.symbol}-open", dash="dot")
            series.append(Series(open_, drug, tuple(against.split()), tuple(other.split()), control=True))
    return series


TRIALS: dict[str, list[Series]] = {
    "gap": _groups(
        Trial(
            Look("Daly 2018, esketamine 28 mg", BLUE, "triangle-down", "dot"), "esketamine", "placebo", "C700 C703 C706"
        ),
        Trial(Look("Daly 2018, esketamine 56 mg", BLUE, "diamond", "dash"), "esketamine", "placebo", "C701 C704 C707"),
        Trial(Look("Daly 2018, esketamine 84 mg", BLUE), "esketamine", "placebo", "C702 C705 C708"),
        Trial(Look("An 2021, both drugs pooled", ORANGE, "square", "longdash"), "both", "placebo", "C262 C263 C264"),
        Trial(Look("Takahashi 2021, esketamine 84 mg", PURPLE, "x"), "esketamine", "placebo", "C521"),
        Trial(Look("ASPIRE I+II, esketamine", BLUE), "esketamine", "started", "C731 C732 C733"),
        Trial(Look("Chen 2023, esketamine", ORANGE, "square", "dash"), "esketamine", "started", "C719 C720"),
        Trial(Look("TRANSFORM-1, esketamine 56 mg", PURPLE, "triangle-up"), "esketamine", "started", "C071"),
        Trial(Look("TRANSFORM-1, esketamine 84 mg", PURPLE, "triangle-down"), "esketamine", "started", "C070"),
        Trial(Look("TRANSFORM-2, esketamine", RED, "diamond"), "esketamine", "started", "C051"),
        Trial(Look("Murrough 2013, ketamine", BLUE), "ketamine", "midazolam", "C543"),
        Trial(Look("KARMA-Dep 2, ketamine", ORANGE, "square"), "ketamine", "midazolam", "C100"),
        Trial(Look("Lii 2023, ketamine", PURPLE, "triangle-up"), "ketamine", "anaesthesia", "C096"),
    ),
    "course": _groups(
        Trial(
            Look("Wilkinson 2018, ketamine", BLUE),
            "ketamine",
            "placebo midazolam",
            "C104 C106 C108 C110 C112",
            "C105 C107 C109 C111 C113",
        ),
        Trial(
            Look("Chen 2023, esketamine", ORANGE, "square"), "esketamine", "started", "C709 C711 C713", "C710 C712 C714"
        ),
        Trial(
            Look("Lii 2023, ketamine", PURPLE, "triangle-up"),
            "ketamine",
            "anaesthesia",
            "C114 C118 C122 C126 C130 C134 C138",
            "C115 C119 C123 C127 C131 C135 C139",
        ),
    ),
    "responders": _groups(
        Trial(Look("Daly 2018, esketamine 84 mg", BLUE), "esketamine", "placebo", "C034 C042 C050", "C028 C036 C044"),
        Trial(
            Look("Han 2016, ketamine, pooled", ORANGE, "diamond", "longdash"), "ketamine", "placebo", "C251 C253 C255"
        ),
        Trial(Look("TRANSFORM-1+2, esketamine", BLUE), "esketamine", "started", "C065 C067", "C066 C068"),
        Trial(Look("Talati 2019, ketamine", ORANGE, "diamond"), "ketamine", "started", "C411 C413", "C412 C414"),
        Trial(Look("Murrough 2013, ketamine", BLUE), "ketamine", "midazolam", "C541", "C542"),
        Trial(Look("KARMA-Dep 2, ketamine", ORANGE, "square"), "ketamine", "midazolam", "C101", "C734"),
        Trial(
            Look("Lii 2023, ketamine", PURPLE, "triangle-up"),
            "ketamine",
            "anaesthesia",
            "C120 C124 C128 C132 C136 C140",
            "C121 C125 C129 C133 C137 C141",
        ),
    ),
}


SSRIS: dict[str, list[tuple[Look, str]]] = {  # look, ids
    "gap": [(Look("SSRI against placebo, Taylor 2006", GREEN, "square", "dot"), "C583 C584")],
    "course": [
        (Look("of later responders, Nierenberg 2000", GREEN, "square"), "C174 C175 C176"),
        (Look("of own improvement on drug, Posternak 2005", AMBER, "diamond"), "C153"),
        (Look("of own improvement on placebo, Posternak 2005", AMBER, "diamond-open"), "C154"),
        (Look("of the gap to placebo, Taylor 2006", RED, "triangle-up"), "C152"),
    ],
    "responders": [(Look("SSRI more than placebo, Taylor 2006", GREEN, "square"), "C585 C586 C587 C588 C589 C590")],
}
PANELS: dict[
    str, tuple[tuple[str, str, list[float]], tuple[str, str, list[float]]]
] = {  # heading, y title and range, above and below
    "gap": (
        ("Ketamine or esketamine v other group", "MADRS points; lower: drug better", [-16, 7]),
        ("SSRI pills v placebo pills", "HDRS points; lower: drug better", [-5, 0.6]),
    ),
    "course": (
        ("Ketamine or esketamine; open: other group", "MADRS, 0 to 60; lower is better", [0, 47]),
        ("SSRI pills: how far on the way", "% of the end result", [0, 104]),
    ),
    "responders": (
        ("Ketamine or esketamine; open: other group", "Responders of 100 people", [-4, 104]),
        ("SSRI pills: added to placebo", "Extra responders of 100 people", [0, 16]),
    ),
}
SHARES = [  # what each percentage in the lower panel of 'course' is a share of
    ("of those who will respond", 7.7, 97, "right"),
    ("of own improvement:<br>◆ drug, ◇ placebo", 5.5, 68, "right"),
    ("▲ of the gap to placebo", 8.45, 16, "right"),
]
COLUMNS = {  # right end of each column of the time axis, in hours
    "before": 0,
    "2–4 h": 4,
    "1 d": 24,
    "2 d": 48,
    "3 d": 72,
    "5 d": 120,
    "1 wk": 192,
    "2 wk": 336,
    "3 wk": 504,
    "4 wk": 672,
    "5 wk": 840,
    "6 wk": 1008,
}
SHOWN_COLUMNS = {
    "gap": ("2–4 h", "1 d", "2 d", "1 wk", "4 wk", "6 wk"),
    "course": ("before", "1 d", "2 d", "3 d", "5 d", "1 wk", "2 wk", "4 wk", "6 wk"),
    "responders": ("2–4 h", "1 d", "2 d", "3 d", "5 d", "1 wk", "2 wk", "3 wk", "4 wk", "5 wk", "6 wk"),
}


def onset(outcome: str = "gap", comparator: str = "placebo", drug: str = "both") -> tuple[go.Figure, list[Readout]]:
    """Draw separate trials over one time axis, ketamine or esketamine in the upper panel, SSRIs in the lower.

    outcome: 'gap' (difference between the groups in points), 'course' (what happens inside each
    group) or 'responders' (of 100 people). comparator: 'all' or a key of COMPARATORS, for the
    upper panel. drug: 'both', 'ketamine' or 'esketamine', for the upper panel; a pool of both drugs
    stands under 'both' only.
    """
    figure = _two_panels(outcome)
    shown = [series for series in TRIALS[outcome] if _chosen(series, comparator, drug)]
    for series in TRIALS[outcome]:
        look = series.compared._replace(name=series.name) if comparator == "all" else series.look
        points = rows(series.ids) if series in shown else []
        _line(figure, look, points, showlegend=series in shown and comparator != "all")
    for look, ids in SSRIS[outcome]:
        _line(figure, look, rows(ids.split()), yaxis="y2", showlegend=False)
    for look in (*(look for look, _ in COMPARATORS.values()), EITHER):
        named = comparator == "all" and look.name in {series.compared.name for series in shown}
        charts.intervals(figure, look, [], size=9, hovertext=None, hoverinfo="skip", showlegend=named)
    if not shown:
        nothing = "No trial of this kind was found<br>with this outcome."
        figure.add_annotation(charts.text(nothing, 0.5, sum(PANELS[outcome][0][2]) / 2, xref="paper"))
    return figure, _onset_words(outcome, shown)


def column(row: Row) -> str:
    """Return the column of the stretched time axis that a row's time falls into."""
    return next(name for name, end in COLUMNS.items() if row.at_hours <= end)


def _chosen(series: Series, comparator: str, drug: str) -> bool:
    return (comparator == "all" or comparator in series.against) and drug in ("both", series.drug)


def _line(figure: go.Figure, look: Look, points: list[Number], **more: Any) -> None:
    """Draw one group's points over time, joined by a thin line."""
    line = dict(color=look.colour, width=1.5, dash=look.dash)
    marks = [_mark(row, column(row)) for row in points]
    charts.intervals(figure, look, marks, upright=True, size=9, **bar(points), mode="lines+markers", line=line, **more)


def _two_panels(outcome: str) -> go.Figure:
    """Lay out two empty panels, each with its own scale, over one stretched time axis."""
    (above, y1, range1), (below, y2, range2) = PANELS[outcome]
    columns = list(SHOWN_COLUMNS[outcome])
    first_day = columns.index("1 d") + 0.5
    early = ("no early<br>ratings<br>found", -0.45, range2[0] + 0.22 * (range2[1] - range2[0]), "left")
    labels = [early, *(SHARES if outcome == "course" else [])]
    corner: dict[str, Any] = dict(
        xref="paper", yref="paper", xshift=-32, xanchor="left", yanchor="bottom", align="left"
    )
    return charts.blank(
        "Time since first dose (stretched)",
        y1,
        height=680,
        margin=dict(l=38, r=12, t=84, b=48),
        scattermode="group",
        scattergap=0.25,
        xaxis=charts.columns(
            columns,
            anchor="y2",
            tickmode="array",
            tickvals=columns,
            ticktext=[_tick(name, outcome) for name in columns],
            tickfont=dict(size=12),
            title=charts.title("Time since first dose (stretched)"),
        ),
        yaxis=dict(domain=[0.43, 0.93], range=range1, zeroline=True, title=dict(text=y1, font=HIDDEN)),
        yaxis2=dict(
            domain=[0, 0.31], range=range2, zeroline=True, title=dict(text=y2, font=HIDDEN), automargin=True, anchor="x"
        ),
        shapes=[
            dict(
                type="rect",
                xref="x",
                yref="paper",
                x0=-0.5,
                x1=first_day,
                y0=0,
                y1=0.93,
                line=dict(width=0),
                fillcolor=faded(GREY, 0.1),
                layer="below",
            )
        ],
        annotations=[
            charts.text(f"<b>{above}</b><br>{y1}", 0, 0.93, **corner),
            charts.text(f"<b>{below}</b><br>{y2}", 0, 0.31, **corner),
            *(
                charts.text(text, x, y, size=12, yref="y2", xanchor=anchor, align="left")
                for text, x, y, anchor in labels
            ),
        ],
    )


def _tick(name: str, outcome: str) -> str:
    """Return a column's name in two short lines; in 'gap', the one trial at 2 days is a mean of days 1 to 3."""
    return {"before": "start"}.get(
        name, "1–3<br>d" if outcome == "gap" and name == "2 d" else name.replace(" ", "<br>")
    )


def _onset_words(outcome: str, shown: list[Series]) -> list[Readout]:
    careful = {
        "gap": (
            "the two panels use different rating scales in different patients. Compare when each gap opens, not how far"
            " it goes. " + _bar_words(shown)
        ),
        "course": (
            "a score that falls in both groups is not yet an effect of the drug. Each percentage below is a share of"
            " something else. Bars: ± 1 SD, how much people differ."
        ),
        "responders": (
            "above is each group, below only what an SSRI adds to placebo. In groups of 11 or 12, one person is 8 or"
            " 9 %."
        ),
    }[outcome]
    return [
        Readout("Ketamine or esketamine", _above_words(outcome, shown)),
        Readout("SSRIs", _below_words(outcome)),
        Readout("Careful", _sentence(careful)),
    ]


def _bar_words(shown: list[Series]) -> str:
    kinds = {row.uncertainty: row.study for s in shown for row in rows(s.ids)}
    said = []
    if "CI95" in kinds:
        said.append("95 % CI")
    if "CI90" in kinds:
        said.append(f"90 % CI for {kinds['CI90']}")
    if "SE" in kinds:
        said.append(f"thick, ± 1 SE, for {kinds['SE']}")
    return f"Bars: {'; '.join(said)}." if said else "The upper panel is empty."


def _above_words(outcome: str, shown: list[Series]) -> str:
    if not shown:
        return "No trial of this kind was found with this outcome."
    if outcome == "gap":
        return _gap_words(shown)
    pairs = [(series, _other(series, shown)) for series in shown if not series.control]
    if outcome == "responders" and len(pairs) > 3:
        return _first_day_words(shown)
    said = " ".join(_pair_words(outcome, rows(series.ids), other) for series, other in pairs)
    return f"MADRS from the start to day 1. {said}" if outcome == "course" else said


def _other(series: Series, shown: list[Series]) -> list[Number]:
    """Return the rows of the other group of the same trial; none where it was not published."""
    study = evidence.row(series.ids[0]).study
    return next((rows(s.ids) for s in shown if s.control and evidence.row(s.ids[0]).study == study), [])


def _pair_words(outcome: str, drug: list[Number], other: list[Number]) -> str:
    first = drug[0]
    if outcome == "course":
        return (
            f"{first.study}: {number(first.value)} to {number(drug[1].value)} with {_short(first.arm)}, "
            f"{number(other[0].value)} to {number(other[1].value)} with {_short(other[0].arm)}."
        )
    if other:
        return (
            f"{first.study}, {first.when}: {number(first.value)} % with {first.arm}, {number(other[0].value)} % with"
            f" {other[0].arm}."
        )
    return (
        f"{first.study}: {number(first.value)} % at {first.when}, {number(drug[-1].value)} % at {drug[-1].when};"
        " ketamine groups only."
    )


def _short(arm: str) -> str:
    """'esketamine spray' of 'esketamine spray + new SSRI or SNRI': what differs between the groups."""
    return arm.split(" + ")[0].removesuffix(", one infusion")


def _first_day_words(shown: list[Series]) -> str:
    values = {
        control: [row.value for s in shown if s.control is control for row in rows(s.ids) if row.at_hours <= 24]
        for control in (False, True)
    }
    return (
        f"Within a day: {number(min(values[False]))} to {number(max(values[False]))} % respond with the drug,"
        f" {number(min(values[True]))} to {number(max(values[True]))} % in the other groups. The other groups differ as"
        " much as the drug groups."
    )


def _gap_words(shown: list[Series]) -> str:
    points = [row for s in shown for row in rows(s.ids)]
    said = []
    for words, low, high in (
        ("at 2 to 4 hours", 0, 4),
        ("at 24 hours", 5, 24),
        ("over days 1 to 3", 25, 72),
        ("at a week", 73, 192),
        ("at 4 weeks", 193, 700),
    ):
        values = sorted(row.value for row in points if low <= row.at_hours <= high)
        if values:
            spread = number(values[0]) if len(values) == 1 else f"{number(values[0])} to {number(values[-1])}"
            said.append(f"{spread} {words}")
    unsure = [
        s.name
        for s in shown
        if any(row.uncertainty.startswith("CI") and row.bounds[0] < 0 < row.bounds[1] for row in rows(s.ids))
    ]
    text = "MADRS points: " + "; ".join(said) + "."
    return text + (f" The interval includes no difference in: {'; '.join(unsure)}." if unsure else "")


def _below_words(outcome: str) -> str:
    if outcome == "gap":
        return (
            f"{_value('C583')} HDRS points at week 1 and {_value('C584')} at week 6: about a third of the gap is there"
            " after one week (Taylor 2006)."
        )
    if outcome == "course":
        return (
            f"By week 2, {_value('C153')} % of their own improvement on drug and {_value('C154')} % on placebo"
            f" (Posternak 2005); {_value('C174')} % of those who would respond to fluoxetine had begun to (Nierenberg"
            " 2000)."
        )
    return (
        f"{_value('C585')} extra responders of 100 at week 1, {_value('C586')} at week 2, {_value('C590')} at week 6"
        " (Taylor 2006)."
    )


# --- After one day, by what it was compared with -------------------------------------------------


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
    figure = _rows_figure({COMPARATORS[key][1]: entries for key, entries in found.items()}, title, span)
    pairs = [entry for entries in found.values() for entry in entries if entry.other]
    _connect(figure, [(entry.label, entry.other, entry.drug) for entry in pairs])
    for key, (look, _) in COMPARATORS.items():
        entries = found.get(key, [])
        drug = look._replace(name=f"drug, against {look.name}")
        other = look._replace(name=f"other group: {look.name}", symbol=f"{look.symbol}-open")
        for thick in (False, True):  # standard errors apart from intervals, so that each is drawn as what it is
            alike = [entry for entry in entries if (evidence.row(entry.drug).uncertainty == "SE") is thick]
            _dots(figure, drug, [(entry.label, entry.drug) for entry in alike])
        _dots(figure, other, [(entry.label, entry.other) for entry in entries if entry.other])
    charts.lay_out(figure, showlegend=False)
    return figure, _at_24_hours_words(measure)


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
