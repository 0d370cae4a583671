"""BDNF in blood after ketamine, and how strong a correlation a few patients can show by chance."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from explorers.words import lines, number
from ketamine import evidence
from ketamine.colours import KETAMINE
from ketamine.models import blood_test, risk, sampling
from ketamine.models.risk import Estimate

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
    """Draw pooled effects on blood BDNF with 95 % intervals: ketamine, response, other drugs, kinds of study.

    view: ketamine, response, drugs or design (there the points are differences between kinds of study).
    """
    rows = {_scaled(row_id): label for row_id, label in VIEWS[view].items()}
    figure = charts.rows(
        AXES.get(view, AXIS),
        "Group",
        rows.values(),
        height=430,
        margin=dict(l=8, r=12, t=12, b=64),
        xaxis=dict(range=[-1.2, 1.0], tickvals=[-1, -0.5, 0, 0.5, 1]),
        yaxis=dict(title=dict(standoff=8)),
        showlegend=True,
    )
    for look, inside in (
        (Look("Interval includes 0", charts.BLUE), True),
        (Look("Interval does not include 0", charts.ORANGE, "square"), False),
    ):
        shown = [row for row in rows if (row.low <= 0 <= row.high) == inside]
        marks = [Mark(rows[row], row.value, row.low, row.high, describe(row)) for row in shown]
        charts.intervals(figure, look, marks, size=12, thickness=2.5, cap=6, showlegend=True)
    charts.upright(figure, 0)
    return figure, _in_words(view)


def luckiest(rho: float = 0.0, n: int = 15, tries: int = 20) -> tuple[go.Figure, list[Readout]]:
    """Draw what one study of n patients reports if the true correlation is rho, and the strongest of many.

    rho: true correlation of BDNF with the depression score (negative: more BDNF, fewer symptoms);
    n: patients with both measurements; tries: how many correlations were looked at in all.
    """
    printed = evidence.number("B202")
    height = sampling.density(R, n, rho)
    bare = dict(tickmode="array", tickvals=[], showgrid=False, zeroline=False)
    figure = charts.blank(
        "Reported correlation (r)",
        "How likely (relative)",
        height=430,
        xaxis=dict(range=[-1.04, 1.04], zeroline=False, tickmode="array", tickvals=[-1, -0.5, 0, 0.5, 1], anchor="y2"),
        yaxis=dict(range=[0, 1.05], domain=[0.4, 1], **bare),
        yaxis2=dict(range=[0.3, 3.7], domain=[0, 0.38], **bare),  # below the curve, only to place the marks
    )
    charts.curve(
        figure,
        Look("One study", charts.BLUE),
        R.tolist(),
        np.round(height / height.max(), 4).tolist(),
        width=2.5,
        fill="tozeroy",
        fillcolor=charts.faded(charts.BLUE),
        hoverinfo="x",
    )
    low, middle, high = (round(float(r), 4) for r in sampling.luckiest([0.05, 0.5, 0.95], n, rho, tries))
    strongest = Look("Strongest of all tries", charts.ORANGE, "square")
    note = "calculated: median; the bar holds nine in ten"
    charts.intervals(figure, strongest, [Mark(3, middle, low, high, note)], size=13, thickness=3, cap=7, yaxis="y2")
    true = Look("True correlation", charts.GREEN, "diamond")
    charts.intervals(figure, true, [Mark(2, rho, note="chosen with the slider")], size=14, yaxis="y2")
    haile = Look("Printed (Haile 2014)", charts.PURPLE, "star")
    charts.intervals(figure, haile, [Mark(1, printed.value, note=describe(printed))], size=15, yaxis="y2")
    charts.upright(figure, printed.value, charts.PURPLE, "dot")
    chance = float(sampling.luckiest_at_most(printed.value, n, rho, tries))
    return figure, [
        Readout("The strongest is typically", round(middle, 2) + 0.0, "", ".2f"),
        Readout(f"Chance that it is {number(printed.value)} or stronger", _chance(chance)),
        Readout("Tries needed for a chance of one in two", _count(sampling.studies_needed(printed.value, n, rho))),
    ]


def patients_behind(printed: str = "240 min", adjusted: int = 0) -> tuple[go.Figure, list[Readout]]:
    """Draw which number of patients turns a printed correlation into its printed p-value.

    printed: which of the five correlations of Haile 2014; adjusted: variables corrected for.
    """
    r, p = (evidence.number(row_id) for row_id in PRINTED[printed])
    fewest, most = 4 + adjusted, 24
    n = np.arange(fewest, most + 1)
    values = sampling.p_value(r.value, n, adjusted)
    drawable = values >= 1e-8
    powers = {1: "1", 0.1: "0.1", 0.01: "0.01", 0.001: "0.001", 1e-4: "0.0001"}
    tiny = {1e-6: "1 in a<br>million", 1e-8: "1 in 100<br>million"}  # as the readouts say it
    figure = charts.blank(
        "Patients counted",
        "p-value (lower = stronger)",
        height=430,
        xaxis=dict(range=[3, 25], tickmode="array", tickvals=[5, 10, 15, 20], zeroline=False),
        yaxis=charts.powers(powers | tiny, 10**-8.1, 1),
    )
    charts.curve(
        figure,
        Look(f"p if r = {number(r.value)}", charts.BLUE),
        n[drawable].tolist(),
        [float(f"{value:.4g}") for value in values[drawable]],
        width=2,
        mode="lines+markers",
        marker=dict(color=charts.BLUE, symbol="circle", size=7),
        hoverinfo="x+y",
    )
    charts.curve(
        figure,
        Look("Printed p", charts.PURPLE, dash="dash"),
        [3, 25],
        [p.value, p.value],
        width=2.5,
        hoverinfo="text",
        hovertext=[lines(describe(p))] * 2,
    )
    given = evidence.number("B203").value
    charts.upright(figure, given, dash="dot")
    words = f" {given:g} had<br> ketamine"
    figure.add_annotation(charts.text(words, given, 0.99, size=12, yref="paper", xanchor="left", yanchor="top"))
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


PEOPLE = 50  # of each group
HELPED, OTHERS = "Would respond", "Would not"


def groups() -> tuple[blood_test.Group, blood_test.Group]:
    """Return the BDNF before treatment of those who responded and of the others (ng/mL), as published."""
    rows = [evidence.number(row) for row in ("B214", "B715")]
    found = [blood_test.Group(row.value, row.spread or 0.0) for row in rows]
    return found[0], found[1]


def cut_off(cut: float = 7.0) -> tuple[go.Figure, list[Readout]]:
    """Draw a hundred people by their BDNF before treatment, and whom a cut-off (ng/mL) would send away."""
    figure = charts.blank(
        "",
        "",
        height=380,
        margin=dict(l=12, r=12, t=40, b=56),
        xaxis=dict(range=[0, 34], zeroline=False, title=charts.title("BDNF in plasma before treatment (ng/mL)")),
        yaxis=dict(range=[-0.6, 2.6], visible=False, fixedrange=True),
        annotations=[
            charts.text(
                f"<b>{name}</b><br>{PEOPLE} people", 34, level, xanchor="right", yanchor="bottom", align="right"
            )
            for name, level in ((HELPED, 2.15), (OTHERS, 0.75))  # to the right of every cut-off
        ],
    )
    for group, level, look in zip(
        groups(), (1.4, 0.0), (Look(HELPED, KETAMINE, "diamond"), Look(OTHERS, charts.AMBER, "square"))
    ):
        people = group.people(PEOPLE)
        heights = [level + 0.16 * (at % 5) for at in range(PEOPLE)]
        for kept in (True, False):
            chosen = [(x, y) for x, y in zip(people, heights) if (x >= cut) == kept]
            figure.add_scatter(
                name=f"{look.name}, {'treated' if kept else 'sent away'}",
                mode="markers",
                x=[x for x, _ in chosen],
                y=[y for _, y in chosen],
                hoverinfo="skip",
                showlegend=False,
                marker=dict(
                    color=look.colour,
                    symbol=look.symbol if kept else f"{look.symbol}-open",
                    size=9,
                    line=dict(width=1.5, color=look.colour),
                ),
            )
    charts.upright(figure, cut, dash="dash")
    return figure, _cut_words(cut)


def _cut_words(cut: float) -> list[Readout]:
    high, low = groups()
    treated, spared = (int(sum(group.people(PEOPLE) >= cut)) for group in (high, low))
    at, share = blood_test.best(high, low)
    return [
        Readout("Wrongly sent away", f"{PEOPLE - treated} of the {PEOPLE} whom it would have helped (calculated)"),
        Readout("Treated without a gain", f"{spared} of the {PEOPLE} whom it would not have helped (calculated)"),
        Readout(
            "Judged rightly",
            f"{treated + PEOPLE - spared} of 100 (calculated); a coin is right for 50; the best cut-off, {at:g} ng/mL,"
            f" for {100 * share:.0f}",
        ),
    ]


def _in_words(view: str) -> list[Readout]:
    """One sentence for each view of the forest."""
    if view == "ketamine":
        value = evidence.number("B204").value
        return [
            Readout(
                "Two blood samples, one after ketamine, one not",
                f"The first holds more BDNF {risk.pairs(value):.0f} times in 100 (calculated; 50 is a coin toss).",
            )
        ]
    if view == "response":
        gap = response_gap()
        return [
            Readout(
                "Responders minus non-responders",
                f"{gap.value:.2f} ({gap.low:.2f} to {gap.high:.2f}; calculated). The gap itself could be nothing.",
            )
        ]
    if view == "drugs":
        usual = evidence.row("B213")
        return [
            Readout(
                "Usual antidepressants", f"{usual.value:g}, but before against after, with nobody untreated to compare."
            )
        ]
    strict, later, printed = evidence.number("B209"), _scaled("B1400"), evidence.number("B1400")
    return [
        Readout(
            "Parallel randomised trials",
            f"They find {abs(strict.value):g} less than the kind of study that the authors compare with. Studies at"
            " high risk of bias find more.",
        ),
        Readout(
            "Blood taken a week later",
            f"{later.value:.2f} more ({later.low:.2f} to {later.high:.2f}; calculated from {printed.value:g} an hour)."
            " The authors call it minimal.",
        ),
    ]


def _scaled(row_id: str) -> evidence.Estimate:
    """Return a row as it is drawn: times TIMES where it is printed for another unit of time."""
    row, times = evidence.estimate(row_id), TIMES.get(row_id, 1)
    return replace(row, value=row.value * times, low=row.low * times, high=row.high * times)


def response_gap() -> Estimate:
    """Responders minus non-responders (rows B708 and B709), calculated as if the two were independent."""
    return risk.gap(*(Estimate(row.value, *row.bounds) for row in (evidence.number("B708"), evidence.number("B709"))))


def _chance(p: float) -> str:
    if p >= 0.995:
        return "more than 99 in 100"
    if p >= 0.01:
        return f"{100 * p:.0f} in 100"
    return "less than 1 in a billion" if p < 1e-9 else f"1 in {_count(1 / p)}"


def _count(number: float) -> str:
    """Return a number in words of the size that matters: '24', '550', '240,000', '9 million'."""
    if number < 100:
        return f"{max(number, 1):.0f}"
    for size, name in ((1e12, "more than a million million"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return name if size == 1e12 else f"{float(f'{number / size:.2g}'):g} {name}"
    return f"{float(f'{number:.2g}'):,.0f}"


def _p(value: float) -> str:
    return f"{value:.3f}" if value >= 0.0005 else f"1 in {_count(1 / value)}"
