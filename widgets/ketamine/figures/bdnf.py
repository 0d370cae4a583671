"""BDNF in blood after ketamine, and how strong a correlation a few patients can show by chance."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
from scipy import stats

from explorers import charts
from explorers.readout import Readout
from ketamine import evidence
from ketamine.evidence import Row
from ketamine.models import sampling

VIEWS = {  # view -> rows from top to bottom with their labels
    "ketamine": {
        "B204": "Everybody", "B205": "With depression", "B206": "Healthy",
        "B207": "In plasma", "B208": "In serum",
    },
    "response": {"B708": "Responders", "B709": "Non-responders", "B204": "Everybody<br>(other review)"},
    "drugs": {
        "B204": "Ketamine", "X139": "Classic<br>psychedelics", "X134": "All such drugs",
        "B213": "Usual anti-<br>depressants,<br>before v after",
    },
    "design": {
        "B209": "Parallel<br>randomised", "X146": "Crossover<br>randomised", "B210": "High risk<br>of bias",
        "X147": "Some concerns<br>of bias", "X145": "Several<br>infusions", "B1400": "Blood a week<br>later",
    },
}  # fmt: skip
TIMES = {"B1400": 24 * 7}  # row -> factor: printed for an hour, drawn for a week
AXES = {"design": "Shift in that difference<br>(left: smaller)"}
AXIS = "Difference in blood BDNF<br>(standardised; 0 = none)"
PRINTED = {  # time of the mood score -> correlation and its printed p (Haile 2014)
    "240 min, simple": ("B201", "B700"), "240 min": ("B202", "B701"), "24 h": ("B705", "B702"),
    "48 h": ("B706", "B703"), "72 h": ("B707", "B704"),
}  # fmt: skip
R = np.round(np.r_[-0.999, -0.99, np.linspace(-0.975, 0.975, 79), 0.99, 0.999], 4)


def forest(view: str = "ketamine") -> tuple[go.Figure, list[Readout]]:
    """Pooled effects on blood BDNF with 95 % intervals: ketamine, response, other drugs, kinds of study.

    view: ketamine, response, drugs or design (there the points are differences between kinds of study).
    """
    rows = {_scaled(id): label for id, label in VIEWS[view].items()}
    figure = charts.blank("", "Group", height=430, margin=dict(l=8, r=12, t=12, b=64))
    labels = list(rows.values())
    for name, colour, symbol, inside in (
        ("Interval includes 0", charts.BLUE, "circle", True),
        ("Interval does not include 0", charts.ORANGE, "square", False),
    ):
        shown = {row: label for row, label in rows.items() if (row.low <= 0 <= row.high) == inside}
        figure.add_trace(go.Scatter(
            x=[row.value for row in shown], y=list(shown.values()), name=name, mode="markers", hoverinfo="text",
            hovertext=[_note(row) for row in shown], marker=dict(color=colour, symbol=symbol, size=12),
            error_x=dict(
                type="data", color=colour, thickness=2.5, width=6,
                array=[round(row.high - row.value, 4) for row in shown],
                arrayminus=[round(row.value - row.low, 4) for row in shown],
            ),
        ))  # fmt: skip
    figure.add_vline(x=0, line=dict(color=charts.GREY, width=1.5))
    charts.lay_out(
        figure,
        xaxis=dict(
            range=[-1.2, 1.0],
            zeroline=False,
            tickmode="array",
            tickvals=[-1, -0.5, 0, 0.5, 1],
            tickangle=0,
            title=dict(text=AXES.get(view, AXIS), font=dict(size=12)),
        ),
        yaxis=dict(
            type="category",
            categoryorder="array",
            categoryarray=labels,
            range=[len(labels) - 0.4, -0.6],
            title=dict(standoff=8),
        ),
        showlegend=True,
    )
    return figure, _in_words(view)


def luckiest(rho: float = 0.0, n: int = 15, tries: int = 20) -> tuple[go.Figure, list[Readout]]:
    """What one study of n patients reports if the true correlation is rho, and the strongest of many.

    rho: true correlation of BDNF with the depression score (negative: more BDNF, fewer symptoms);
    n: patients with both measurements; tries: how many correlations were looked at in all.
    """
    printed = evidence.row("B202")
    height = sampling.density(R, n, rho)
    figure = charts.blank("Reported correlation (r)", "How likely (relative)", height=430)
    marks = dict(yaxis="y2", mode="markers", hoverinfo="text")  # below the curve, on an axis that only places them
    figure.add_trace(go.Scatter(
        x=R.tolist(), y=np.round(height / height.max(), 4).tolist(), name="One study", mode="lines",
        line=dict(color=charts.BLUE, width=2.5), fill="tozeroy", fillcolor=charts.faded(charts.BLUE), hoverinfo="x",
    ))  # fmt: skip
    low, middle, high = (float(r) for r in sampling.luckiest([0.05, 0.5, 0.95], n, rho, tries))
    figure.add_trace(go.Scatter(
        x=[round(middle, 4)], y=[3], name="Strongest of all tries", **marks,
        hovertext=["calculated: median; the bar holds nine in ten"],
        marker=dict(color=charts.ORANGE, symbol="square", size=13),
        error_x=dict(
            type="data", array=[round(high - middle, 4)], arrayminus=[round(middle - low, 4)],
            color=charts.ORANGE, thickness=3, width=7,
        ),
    ))  # fmt: skip
    figure.add_trace(go.Scatter(
        x=[rho], y=[2], name="True correlation", **marks, hovertext=["chosen with the slider"],
        marker=dict(color=charts.GREEN, symbol="diamond", size=14),
    ))  # fmt: skip
    figure.add_trace(go.Scatter(
        x=[printed.value], y=[1], name="Printed (Haile 2014)", **marks, hovertext=[_note(printed)],
        marker=dict(color=charts.PURPLE, symbol="star", size=15),
    ))  # fmt: skip
    figure.add_shape(
        type="line",
        x0=printed.value,
        x1=printed.value,
        y0=0,
        y1=1,
        yref="paper",
        line=dict(color=charts.PURPLE, width=1.5, dash="dot"),
    )
    charts.lay_out(
        figure,
        xaxis=dict(range=[-1.04, 1.04], zeroline=False, tickmode="array", tickvals=[-1, -0.5, 0, 0.5, 1], anchor="y2"),
        yaxis=dict(range=[0, 1.05], domain=[0.4, 1], tickmode="array", tickvals=[], showgrid=False, zeroline=False),
        yaxis2=dict(range=[0.3, 3.7], domain=[0, 0.38], tickmode="array", tickvals=[], showgrid=False, zeroline=False),
    )
    chance = float(sampling.luckiest_at_most(printed.value, n, rho, tries))
    return figure, [
        Readout("The strongest is typically", round(middle, 2) + 0.0, "", ".2f"),
        Readout(f"Chance that it is {_signed(printed.value)} or stronger", _chance(chance)),
        Readout("Tries for an even chance of that", _count(sampling.studies_needed(printed.value, n, rho))),
    ]


def patients_behind(printed: str = "240 min", adjusted: int = 0) -> tuple[go.Figure, list[Readout]]:
    """Which number of patients turns a printed correlation into its printed p-value.

    printed: which of the five correlations of Haile 2014; adjusted: variables corrected for.
    """
    r, p = (evidence.row(id) for id in PRINTED[printed])
    fewest, most = 4 + adjusted, 24
    n = np.arange(fewest, most + 1)
    values = sampling.p_value(r.value, n, adjusted)
    shown = values >= 1e-8
    figure = charts.blank("Patients counted", "p-value (lower = stronger)", height=430)
    figure.add_trace(go.Scatter(
        x=n[shown].tolist(), y=[float(f"{value:.4g}") for value in values[shown]], name=f"p if r = {_signed(r.value)}",
        mode="lines+markers", line=dict(color=charts.BLUE, width=2), marker=dict(color=charts.BLUE, symbol="circle", size=7),
        hoverinfo="x+y",
    ))  # fmt: skip
    figure.add_trace(go.Scatter(
        x=[3, 25], y=[p.value, p.value], name="Printed p", mode="lines", hoverinfo="text", hovertext=[_note(p)] * 2,
        line=dict(color=charts.PURPLE, width=2.5, dash="dash"),
    ))  # fmt: skip
    given = evidence.row("B203").value
    figure.add_vline(x=given, line=dict(color=charts.GREY, width=1.5, dash="dot"))
    figure.add_annotation(
        x=given,
        y=0.99,
        yref="paper",
        text=f" {given:g} had<br> ketamine",
        showarrow=False,
        xanchor="left",
        yanchor="top",
        font=dict(size=11),
    )
    charts.lay_out(
        figure,
        xaxis=dict(range=[3, 25], tickmode="array", tickvals=[5, 10, 15, 20], zeroline=False),
        yaxis=dict(
            type="log",
            range=[-8.1, 0],
            tickmode="array",
            tickvals=[1, 0.1, 0.01, 0.001, 1e-4, 1e-6, 1e-8],
            ticktext=["1", "0.1", "0.01", "0.001", "0.0001", "10<sup>−6</sup>", "10<sup>−8</sup>"],
        ),
    )
    exact = sampling.patients_behind(r.value, p.value, adjusted)
    whole = min(
        (math.floor(exact), math.ceil(exact)),
        key=lambda k: abs(math.log(sampling.p_value(r.value, k, adjusted) / p.value)),
    )
    return figure, [
        Readout("The printed numbers meet at", exact, "patients (calculated)", ".1f"),
        Readout(
            f"Nearest whole number, {whole}",
            f"would print p = {_p(float(sampling.p_value(r.value, whole, adjusted)))}; printed is {p.value:g}",
        ),
        Readout("With all 15, p would be", _p(float(sampling.p_value(r.value, int(given), adjusted)))),
    ]


def _in_words(view: str) -> list[Readout]:
    """One sentence for each view of the forest."""
    if view == "ketamine":
        value = evidence.row("B204").value
        return [
            Readout(
                "Two blood samples, one after ketamine, one not",
                f"The first holds more BDNF {_pairs(value):.0f} times in 100 (calculated; 50 is a coin toss).",
            )
        ]
    if view == "response":
        yes, no = evidence.row("B708"), evidence.row("B709")
        gap, low, high = difference(yes, no)
        return [
            Readout(
                "Responders minus non-responders",
                f"{gap:.2f} ({low:.2f} to {high:.2f}; calculated). The gap itself could be nothing.".replace("-", "−"),
            )
        ]
    if view == "drugs":
        usual = evidence.row("B213")
        return [
            Readout(
                "Usual antidepressants", f"{usual.value:g}, but before against after, with nobody untreated to compare."
            )
        ]
    strict, later, printed = evidence.row("B209"), _scaled("B1400"), evidence.row("B1400")
    return [
        Readout(
            "Parallel randomised trials",
            f"They find {abs(strict.value):g} less than the reference kind of study. Studies at high risk of bias find more.",
        ),
        Readout(
            "Blood taken a week later",
            f"{later.value:.2f} more ({later.low:.2f} to {later.high:.2f}; calculated from {printed.value:g} an hour). The authors call it minimal.",
        ),
    ]


def _scaled(id: str) -> Row:
    """A row as it is drawn: times TIMES where it is printed for another unit of time."""
    row, times = evidence.row(id), TIMES.get(id, 1)
    return replace(row, value=row.value * times, low=row.low * times, high=row.high * times)


def difference(first: Row, second: Row) -> tuple[float, float, float]:
    """first - second with its 95 % interval, from two independent estimates with 95 % intervals."""
    gap = first.value - second.value
    half = math.hypot(first.high - first.low, second.high - second.low) / 2
    return gap, gap - half, gap + half


def _pairs(d: float) -> float:
    """In how many of 100 random pairs the one with the higher mean is higher, d standard deviations apart."""
    return float(100 * stats.norm.cdf(d / math.sqrt(2)))


def _chance(p: float) -> str:
    if p >= 0.995:
        return "more than 99 in 100"
    if p >= 0.01:
        return f"{100 * p:.0f} in 100"
    return "less than 1 in a billion" if p < 1e-9 else f"1 in {_count(1 / p)}"


def _count(number: float) -> str:
    """A number in words of the size that matters: '24', '550', '240,000', '9 million'."""
    if number < 100:
        return f"{max(number, 1):.0f}"
    for size, name in ((1e12, "more than a million million"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return name if size == 1e12 else f"{float(f'{number / size:.2g}'):g} {name}"
    return f"{float(f'{number:.2g}'):,.0f}"


def _p(value: float) -> str:
    return f"{value:.3f}" if value >= 0.0005 else f"1 in {_count(1 / value)}"


def _signed(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _note(row: Row) -> str:
    people = f"n = {row.n}" if row.n else ""
    interval = "95 % interval" if row.uncertainty == "CI95" else ""
    pieces = [f"{row.study}: {row.arm}", row.outcome, people, interval, row.design, row.note]
    return "; ".join(piece for piece in pieces if piece)
