"""How soon, and compared with what: ketamine, esketamine and SSRIs on one clock.

Three figures, all of published points (``evidence/onset.csv`` and, for two rows, ``durations.csv``):

- ``same_clock``: a new SSRI or SNRI with and without ketamine or esketamine, in the same trial
- ``onset``: separate trials, two panels over one time axis, ketamine or esketamine above and SSRIs below
- ``at_24_hours``: the size of the difference after a day, by what it was compared with
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any, NamedTuple

import plotly.graph_objects as go

from explorers import charts
from explorers.readout import Readout
from ketamine import evidence
from ketamine.evidence import Row

KINDS = {"CI95": "95 % CI", "CI90": "90 % CI", "SD": "SD", "SE": "SE", "range": "range", "IQR": "interquartile range"}


def rows(ids: Iterable[str]) -> list[Row]:
    """Return the evidence rows with these ids, in this order."""
    return [evidence.row(row_id) for row_id in ids]


def num(value: float) -> str:
    """Return a number as printed in the source, with a true minus sign."""
    return f"{value:g}".replace("-", "−")


def uncertainty(row: Row) -> str:
    """'95 % CI −7.3 to −0.6', 'SE 2.8', 'SD 9.4' or 'no interval published here'."""
    kind = KINDS.get(row.uncertainty)
    if kind is None:
        return "no interval given in the source seen"
    if row.spread is not None:
        return f"{kind} {num(row.spread)}"
    return f"{kind} {num(row.low)} to {num(row.high)}"


def note(row: Row) -> str:
    """Return what a reader needs to judge one point: study, groups, time, n, kind of uncertainty."""
    parts = [f"{row.study}: {row.arm}"]
    if row.comparator != "none":
        parts.append(f"against {row.comparator}")
    parts.append(f"{row.outcome}, {row.when}")
    parts.append(", ".join([f"n = {row.n}"] * (row.n is not None) + [uncertainty(row)]))
    if row.note:
        parts.append(row.note)
    return "<br>".join("<br>".join(wrap(part, 44)) for part in parts)


def bars(points: list[Row], colour: str, axis: str) -> dict[str, Any]:
    """Error bars as published: an interval is thin with caps, a standard error thick without."""
    if not any(row.interval for row in points):
        return {}
    spans = [row.interval or (row.value, row.value) for row in points]
    standard_error = any(row.uncertainty == "SE" for row in points)
    strength = 0.45 if standard_error or any(row.uncertainty == "SD" for row in points) else 0.8
    return {
        f"error_{axis}": dict(
            type="data",
            symmetric=False,
            array=[high - row.value for row, (_, high) in zip(points, spans)],
            arrayminus=[row.value - low for row, (low, _) in zip(points, spans)],
            color=charts.faded(colour, strength),
            thickness=5 if standard_error else 1.5,
            width=0 if standard_error else 4,
        )
    }


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
SAME_CLOCK_AXIS = {
    "response": ("Responders (of 100 people)", [-4, 104]),
    "remission": ("In remission (of 100 people)", [-4, 104]),
    "change": ("Change in MADRS (points)<br>right is better", [1, -25]),
    "difference": ("Difference in MADRS (points)<br>right of 0: better with the drug", [2.5, -9.5]),
}
EXTRA = {
    "ketamine": ("SSRI + ketamine", charts.ORANGE, "diamond"),
    "esketamine": ("SSRI/SNRI + esketamine", charts.BLUE, "circle"),
}


def same_clock(outcome: str = "response") -> tuple[go.Figure, list[Readout]]:
    """Draw the same new SSRI or SNRI with and without ketamine or esketamine: one row a trial and visit.

    outcome: 'response' or 'remission' (of 100 people), 'change' (MADRS points from the start) or
    'difference' (MADRS points between the groups).
    """
    sections = SAME_CLOCK[outcome]
    title, span = SAME_CLOCK_AXIS[outcome]
    figure = _rows_figure(sections, title, span)
    pairs = [pair for section in sections.values() for pair in section]
    charts.lay_out(figure, showlegend=True)
    figure.add_trace(_connectors(pairs))
    both = [p for p in pairs if p.alone]
    figure.add_trace(
        _dots(
            "SSRI/SNRI + placebo",
            [p.label for p in both],
            rows(p.alone for p in both),
            charts.GREY,
            "circle-open",
            barred=False,
        )
    )
    for name, (label, colour, symbol) in EXTRA.items():
        given = [p for p in pairs if p.drug == name]
        figure.add_trace(
            _dots(label, [p.label for p in given], rows(p.extra for p in given), colour, symbol, barred=not both)
        )
    return figure, _same_clock_words(outcome)


HIDDEN = dict(size=1, color="rgba(0,0,0,0)")  # an axis title that only the table of numbers needs


def _rows_figure(sections: dict[str, Any], x_title: str, x_range: list[float]) -> go.Figure:
    """Draw an empty figure whose rows run from top to bottom: each section's heading, then its items.

    Each label stands above its row, so that the rows have the whole width of a phone.
    """
    order = [label for heading, items in sections.items() for label in (heading, *(item.label for item in items))]
    figure = charts.blank(x_title, "Trial and visit", height=130 + 40 * len(order), margin=dict(l=12, r=12, t=12, b=62))
    charts.lay_out(
        figure,
        xaxis=dict(range=x_range, zeroline=False, nticks=6, tickangle=0, title=dict(font=dict(size=12))),
        yaxis=dict(
            type="category",
            categoryorder="array",
            categoryarray=order,
            range=[len(order) - 0.4, -0.6],
            showticklabels=False,
            showgrid=False,
            ticks="",
            title=dict(font=HIDDEN),
        ),
        shapes=[
            dict(
                type="line",
                x0=0,
                x1=0,
                yref="y domain",
                y0=0,
                y1=1,
                line=dict(color=charts.faded(charts.GREY, 0.7), width=1),
                layer="below",
            ),
            *(
                dict(
                    type="rect",
                    xref="paper",
                    x0=0,
                    x1=1,
                    y0=row - 0.3,
                    y1=row + 0.3,
                    line=dict(width=0),
                    fillcolor=charts.faded(charts.GREY, 0.16),
                    layer="below",
                )
                for row, label in enumerate(order)
                if label in sections
            ),
        ],
        annotations=[
            dict(
                text=f"<b>{label}</b>" if label in sections else label,
                xref="paper",
                x=0,
                y=row,
                yshift=0 if label in sections else 14,
                xanchor="left",
                showarrow=False,
                font=dict(size=12 if label in sections else 11),
            )
            for row, label in enumerate(order)
        ],
    )
    return figure


def _connectors(pairs: list[Pair]) -> go.Scatter:
    """Draw a thin line between the two groups of a trial (decoration)."""
    x: list[float | None] = []
    y: list[str | None] = []
    for pair in pairs:
        if pair.alone:
            x += [evidence.row(pair.alone).value, evidence.row(pair.extra).value, None]
            y += [pair.label, pair.label, None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line=dict(color=charts.faded(charts.GREY, 0.5), width=2),
        hoverinfo="skip",
        showlegend=False,
    )


def _dots(
    name: str, labels: list[str], points: list[Row], colour: str, symbol: str, *, barred: bool = True
) -> go.Scatter:
    """One mark a row of the figure, at the value of its evidence row, with its interval if ``barred``."""
    return go.Scatter(
        x=[row.value for row in points],
        y=labels,
        name=name,
        mode="markers",
        marker=dict(color=colour, symbol=symbol, size=11, line=dict(width=2 if "open" in symbol else 0, color=colour)),
        hovertext=[note(row) for row in points],
        hovertemplate="<b>%{x}</b><br>%{hovertext}<extra></extra>",
        **bars(points, colour, "x") if barred else {},
    )


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
    return num(evidence.row(row_id).value)


# --- Separate trials over one time axis ---------------------------------------------------------

COMPARATORS = {  # what the other group got: (words, heading, colour, symbol)
    "placebo": ("placebo or saline", "Placebo or saline", charts.BLUE, "circle"),
    "started": ("placebo + new antidepressant", "Placebo + new antidepressant", charts.TEAL, "square"),
    "midazolam": ("midazolam", "Midazolam", charts.ORANGE, "diamond"),
    "anaesthesia": ("masked by anaesthesia", "Masked by anaesthesia", charts.PURPLE, "triangle-up"),
}


EITHER = ("saline or midazolam, pooled", charts.AMBER, "pentagon")  # a pool of trials with one or the other


class Series(NamedTuple):
    """One line or group of points. ``against`` are keys of COMPARATORS; the other groups are open."""

    name: str
    drug: str  # 'ketamine', 'esketamine' or 'both'
    against: tuple[str, ...]
    ids: tuple[str, ...]
    colour: str
    symbol: str
    dash: str = "solid"

    @property
    def control(self) -> bool:
        """Whether this is the other group of the series before it."""
        return self.symbol.endswith("-open")

    @property
    def look(self) -> tuple[str, str, str]:
        """Words, colour and symbol of what the trial compared with, for a view of all comparators."""
        if len(self.against) > 1:
            return EITHER
        words, _, colour, symbol = COMPARATORS[self.against[0]]
        return words, colour, symbol


TRIALS: dict[str, list[Series]] = {
    "gap": [
        Series(
            "Daly 2018, esketamine 28 mg",
            "esketamine",
            ("placebo",),
            ("C700", "C703", "C706"),
            charts.BLUE,
            "triangle-down",
            "dot",
        ),
        Series(
            "Daly 2018, esketamine 56 mg",
            "esketamine",
            ("placebo",),
            ("C701", "C704", "C707"),
            charts.BLUE,
            "diamond",
            "dash",
        ),
        Series(
            "Daly 2018, esketamine 84 mg", "esketamine", ("placebo",), ("C702", "C705", "C708"), charts.BLUE, "circle"
        ),
        Series(
            "An 2021, both drugs pooled",
            "both",
            ("placebo",),
            ("C262", "C263", "C264"),
            charts.ORANGE,
            "square",
            "longdash",
        ),
        Series("Takahashi 2021, esketamine 84 mg", "esketamine", ("placebo",), ("C521",), charts.PURPLE, "x"),
        Series("ASPIRE I+II, esketamine", "esketamine", ("started",), ("C731", "C732", "C733"), charts.BLUE, "circle"),
        Series("Chen 2023, esketamine", "esketamine", ("started",), ("C719", "C720"), charts.ORANGE, "square", "dash"),
        Series("TRANSFORM-1, esketamine 56 mg", "esketamine", ("started",), ("C071",), charts.PURPLE, "triangle-up"),
        Series("TRANSFORM-1, esketamine 84 mg", "esketamine", ("started",), ("C070",), charts.PURPLE, "triangle-down"),
        Series("TRANSFORM-2, esketamine", "esketamine", ("started",), ("C051",), charts.RED, "diamond"),
        Series("Murrough 2013, ketamine", "ketamine", ("midazolam",), ("C543",), charts.BLUE, "circle"),
        Series("KARMA-Dep 2, ketamine", "ketamine", ("midazolam",), ("C100",), charts.ORANGE, "square"),
        Series("Lii 2023, ketamine", "ketamine", ("anaesthesia",), ("C096",), charts.PURPLE, "triangle-up"),
    ],
    "course": [
        Series(
            "Wilkinson 2018, ketamine",
            "ketamine",
            ("placebo", "midazolam"),
            ("C104", "C106", "C108", "C110", "C112"),
            charts.BLUE,
            "circle",
        ),
        Series(
            "Wilkinson 2018, other group",
            "ketamine",
            ("placebo", "midazolam"),
            ("C105", "C107", "C109", "C111", "C113"),
            charts.BLUE,
            "circle-open",
            "dot",
        ),
        Series("Chen 2023, esketamine", "esketamine", ("started",), ("C709", "C711", "C713"), charts.ORANGE, "square"),
        Series(
            "Chen 2023, other group",
            "esketamine",
            ("started",),
            ("C710", "C712", "C714"),
            charts.ORANGE,
            "square-open",
            "dot",
        ),
        Series(
            "Lii 2023, ketamine",
            "ketamine",
            ("anaesthesia",),
            ("C114", "C118", "C122", "C126", "C130", "C134", "C138"),
            charts.PURPLE,
            "triangle-up",
        ),
        Series(
            "Lii 2023, other group",
            "ketamine",
            ("anaesthesia",),
            ("C115", "C119", "C123", "C127", "C131", "C135", "C139"),
            charts.PURPLE,
            "triangle-up-open",
            "dot",
        ),
    ],
    "responders": [
        Series(
            "Daly 2018, esketamine 84 mg", "esketamine", ("placebo",), ("C034", "C042", "C050"), charts.BLUE, "circle"
        ),
        Series(
            "Daly 2018, other group",
            "esketamine",
            ("placebo",),
            ("C028", "C036", "C044"),
            charts.BLUE,
            "circle-open",
            "dot",
        ),
        Series(
            "Han 2016, ketamine, pooled",
            "ketamine",
            ("placebo",),
            ("C251", "C253", "C255"),
            charts.ORANGE,
            "diamond",
            "longdash",
        ),
        Series("TRANSFORM-1+2, esketamine", "esketamine", ("started",), ("C065", "C067"), charts.BLUE, "circle"),
        Series(
            "TRANSFORM-1+2, other group",
            "esketamine",
            ("started",),
            ("C066", "C068"),
            charts.BLUE,
            "circle-open",
            "dot",
        ),
        Series("Talati 2019, ketamine", "ketamine", ("started",), ("C411", "C413"), charts.ORANGE, "diamond"),
        Series(
            "Talati 2019, other group", "ketamine", ("started",), ("C412", "C414"), charts.ORANGE, "diamond-open", "dot"
        ),
        Series("Murrough 2013, ketamine", "ketamine", ("midazolam",), ("C541",), charts.BLUE, "circle"),
        Series("Murrough 2013, other group", "ketamine", ("midazolam",), ("C542",), charts.BLUE, "circle-open", "dot"),
        Series("KARMA-Dep 2, ketamine", "ketamine", ("midazolam",), ("C101",), charts.ORANGE, "square"),
        Series("KARMA-Dep 2, other group", "ketamine", ("midazolam",), ("C734",), charts.ORANGE, "square-open", "dot"),
        Series(
            "Lii 2023, ketamine",
            "ketamine",
            ("anaesthesia",),
            ("C120", "C124", "C128", "C132", "C136", "C140"),
            charts.PURPLE,
            "triangle-up",
        ),
        Series(
            "Lii 2023, other group",
            "ketamine",
            ("anaesthesia",),
            ("C121", "C125", "C129", "C133", "C137", "C141"),
            charts.PURPLE,
            "triangle-up-open",
            "dot",
        ),
    ],
}
SSRIS: dict[str, list[tuple[str, tuple[str, ...], str, str, str]]] = {  # name, ids, colour, symbol, dash
    "gap": [("SSRI against placebo, Taylor 2006", ("C583", "C584"), charts.GREEN, "square", "dot")],
    "course": [
        ("of later responders, Nierenberg 2000", ("C174", "C175", "C176"), charts.GREEN, "square", "solid"),
        ("of own improvement on drug, Posternak 2005", ("C153",), charts.AMBER, "diamond", "solid"),
        ("of own improvement on placebo, Posternak 2005", ("C154",), charts.AMBER, "diamond-open", "solid"),
        ("of the gap to placebo, Taylor 2006", ("C152",), charts.RED, "triangle-up", "solid"),
    ],
    "responders": [
        (
            "SSRI more than placebo, Taylor 2006",
            ("C585", "C586", "C587", "C588", "C589", "C590"),
            charts.GREEN,
            "square",
            "solid",
        )
    ],
}
PANELS = {  # heading, y title and range, above and below
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
    """Separate trials over one time axis, ketamine or esketamine in the upper panel, SSRIs in the lower.

    outcome: 'gap' (difference between the groups in points), 'course' (what happens inside each
    group) or 'responders' (of 100 people). comparator: 'all' or a key of COMPARATORS, for the
    upper panel. drug: 'both', 'ketamine' or 'esketamine', for the upper panel; a pool of both drugs
    stands under 'both' only.
    """
    figure = _two_panels(outcome)
    shown = [s for s in TRIALS[outcome] if _chosen(s, comparator, drug)]
    for series in TRIALS[outcome]:
        figure.add_trace(_trial_trace(series, series in shown, comparator))
    for name, ids, colour, symbol, dash in SSRIS[outcome]:
        figure.add_trace(_line(name, rows(ids), colour, symbol, dash, yaxis="y2", showlegend=False))
    for words, colour, symbol in (
        *((words, colour, symbol) for words, _, colour, symbol in COMPARATORS.values()),
        EITHER,
    ):
        figure.add_trace(
            go.Scatter(
                x=[None],
                y=[None],
                name=words,
                mode="markers",
                marker=dict(color=colour, symbol=symbol, size=9),
                hoverinfo="skip",
                showlegend=comparator == "all" and any(words == s.look[0] for s in shown),
            )
        )
    if not shown:
        figure.add_annotation(
            text="No trial of this kind was found<br>with this outcome.",
            xref="paper",
            x=0.5,
            y=sum(PANELS[outcome][0][2]) / 2,
            showarrow=False,
        )
    return figure, _onset_words(outcome, shown)


def column(row: Row) -> str:
    """Return the column of the stretched time axis that a row's time falls into."""
    return next(name for name, end in COLUMNS.items() if row.hours <= end)


def _chosen(series: Series, comparator: str, drug: str) -> bool:
    return (comparator == "all" or comparator in series.against) and drug in ("both", series.drug)


def _trial_trace(series: Series, shown: bool, comparator: str) -> go.Scatter:
    """One trial's points, empty when it is not chosen. Colour and symbol are the trial's own, or
    those of its comparator where all comparators are shown together."""
    colour, symbol = series.colour, series.symbol
    if comparator == "all":
        _, colour, symbol = series.look
        symbol += "-open" * series.control
    return _line(
        series.name,
        rows(series.ids) if shown else [],
        colour,
        symbol,
        series.dash,
        showlegend=shown and comparator != "all",
    )


def _line(name: str, points: list[Row], colour: str, symbol: str, dash: str, **more: Any) -> go.Scatter:
    return go.Scatter(
        x=[column(row) for row in points],
        y=[row.value for row in points],
        name=name,
        mode="lines+markers",
        line=dict(color=colour, width=1.5, dash=dash),
        marker=dict(color=colour, symbol=symbol, size=9, line=dict(width=2 if "open" in symbol else 0, color=colour)),
        hovertext=[note(row) for row in points],
        hovertemplate="<b>%{y}</b><br>%{hovertext}<extra></extra>",
        **bars(points, colour, "y"),
        **more,
    )


def _two_panels(outcome: str) -> go.Figure:
    """Two empty panels, each with its own scale, over one stretched time axis."""
    (above, y1, range1), (below, y2, range2) = PANELS[outcome]
    columns = list(SHOWN_COLUMNS[outcome])
    figure = charts.blank(
        "Time since first dose (stretched)",
        y1,
        height=680,
        margin=dict(l=38, r=12, t=84, b=48),
        scattermode="group",
        scattergap=0.25,
    )
    small = dict(size=12)
    first_day = columns.index("1 d") + 0.5
    labels = [("no early<br>ratings<br>found", -0.45, range2[0] + 0.22 * (range2[1] - range2[0]), "left")] + (
        SHARES if outcome == "course" else []
    )
    charts.lay_out(
        figure,
        xaxis=dict(
            type="category",
            categoryorder="array",
            categoryarray=columns,
            range=[-0.5, len(columns) - 0.5],
            anchor="y2",
            tickmode="array",
            tickvals=columns,
            ticktext=[_tick(name, outcome) for name in columns],
            tickfont=dict(size=11),
            tickangle=0,
            title=dict(font=small),
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
                fillcolor=charts.faded(charts.GREY, 0.1),
                layer="below",
            )
        ],
        annotations=[
            *(
                dict(
                    text=f"<b>{heading}</b><br>{unit}",
                    xref="paper",
                    yref="paper",
                    x=0,
                    y=y,
                    xshift=-32,
                    xanchor="left",
                    yanchor="bottom",
                    align="left",
                    showarrow=False,
                    font=small,
                )
                for heading, unit, y in ((above, y1, 0.93), (below, y2, 0.31))
            ),
            *(
                dict(text=text, x=x, y=y, yref="y2", xanchor=anchor, align="left", showarrow=False, font=dict(size=11))
                for text, x, y, anchor in labels
            ),
        ],
    )
    return figure


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


def _other(series: Series, shown: list[Series]) -> list[Row]:
    """Return the rows of the other group of the same trial; none where it was not published."""
    study = evidence.row(series.ids[0]).study
    return next((rows(s.ids) for s in shown if s.control and evidence.row(s.ids[0]).study == study), [])


def _pair_words(outcome: str, drug: list[Row], other: list[Row]) -> str:
    first = drug[0]
    if outcome == "course":
        return (
            f"{first.study}: {num(first.value)} to {num(drug[1].value)} with {_short(first.arm)}, "
            f"{num(other[0].value)} to {num(other[1].value)} with {_short(other[0].arm)}."
        )
    if other:
        return (
            f"{first.study}, {first.when}: {num(first.value)} % with {first.arm}, {num(other[0].value)} % with"
            f" {other[0].arm}."
        )
    return (
        f"{first.study}: {num(first.value)} % at {first.when}, {num(drug[-1].value)} % at {drug[-1].when}; ketamine"
        " groups only."
    )


def _short(arm: str) -> str:
    """'esketamine spray' of 'esketamine spray + new SSRI or SNRI': what differs between the groups."""
    return arm.split(" + ")[0].removesuffix(", one infusion")


def _first_day_words(shown: list[Series]) -> str:
    values = {
        control: [row.value for s in shown if s.control is control for row in rows(s.ids) if row.hours <= 24]
        for control in (False, True)
    }
    return (
        f"Within a day: {num(min(values[False]))} to {num(max(values[False]))} % respond with the drug,"
        f" {num(min(values[True]))} to {num(max(values[True]))} % in the other groups. The other groups differ as much"
        " as the drug groups."
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
        values = sorted(row.value for row in points if low <= row.hours <= high)
        if values:
            spread = num(values[0]) if len(values) == 1 else f"{num(values[0])} to {num(values[-1])}"
            said.append(f"{spread} {words}")
    unsure = [
        s.name for s in shown if any(row.uncertainty.startswith("CI") and row.low < 0 < row.high for row in rows(s.ids))
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
AT_24_HOURS_AXIS = {
    "responders": ("Responders (of 100 people)", [-4, 104]),
    "points": ("Difference in MADRS (points)<br>right of 0: better with the drug", [5, -16]),
    "smd": ("Standardised difference (SMD)<br>right of 0: better with the drug", [0.3, -1.5]),
}


def at_24_hours(measure: str = "responders") -> tuple[go.Figure, list[Readout]]:
    """About a day after ketamine or esketamine, grouped by what the other group was given.

    measure: 'responders' (of 100 people, both groups), 'points' (difference in MADRS) or 'smd'
    (standardised difference, pooled).
    """
    title, span = AT_24_HOURS_AXIS[measure]
    sections = {COMPARATORS[key][1]: entries for key, entries in AT_24_HOURS[measure].items()}
    figure = _rows_figure(sections, title, span)
    figure.add_trace(_entry_connectors(measure))
    for key, (words, _, colour, symbol) in COMPARATORS.items():
        entries = AT_24_HOURS[measure].get(key, [])
        for thick in (False, True):  # standard errors apart from intervals, so that each is drawn as what it is
            chosen = [e for e in entries if (evidence.row(e.drug).uncertainty == "SE") is thick]
            figure.add_trace(
                _dots(f"drug, against {words}", [e.label for e in chosen], rows(e.drug for e in chosen), colour, symbol)
            )
        paired = [e for e in entries if e.other]
        figure.add_trace(
            _dots(
                f"other group: {words}",
                [e.label for e in paired],
                rows(e.other for e in paired),
                colour,
                symbol + "-open",
            )
        )
    charts.lay_out(figure, showlegend=False)
    return figure, _at_24_hours_words(measure)


def _entry_connectors(measure: str) -> go.Scatter:
    entries = [Pair(e.label, "", e.drug, e.other) for entries in AT_24_HOURS[measure].values() for e in entries]
    return _connectors(entries)


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
