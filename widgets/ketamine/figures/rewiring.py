"""Do added spines last? Published turnover of spines in mice, and what one or two pools make of it."""

from __future__ import annotations

import itertools

import numpy as np
import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from ketamine import evidence
from ketamine.evidence import Interval
from ketamine.models import spines
from ketamine.models.spines import Phase, Turnover

TWO_WEEKS = 14.0
LATE = 18 * spines.MONTH  # days: the long experiment
DAYS = np.round(np.geomspace(1, 600, 45), 2)  # for the turnover figure
COURSE = np.unique(np.r_[np.arange(-21, 57, 1.75), np.arange(0, 22, 0.5), 56.0])  # for the dose figure
STRESS = {"none": (0.0, 0.0), "ends": (-21.0, 0.0), "goes on": (-21.0, 56.0)}  # days, from and to
DOSES = {"one": (0.0,), "three": (0.0, 7.0, 14.0)}  # days
ONE, TWO = "One pool", "Two pools"
POOLS = (Look(ONE, charts.ORANGE, dash="dash"), Look(TWO, charts.BLUE))


def published_two_pools(half_life: float) -> Turnover:
    """Return the two pools that lose what Zuo 2005 saw: 4 % (middle of 3 to 5) in 14 days, 26 % in 18 months.

    half_life: days a spine spends in the labile pool; assumed.
    """
    early, late = evidence.interval("N115"), evidence.number("N704")
    return spines.two_pools(half_life, (TWO_WEEKS, _middle(early) / 100), (LATE, late.value / 100))


def published_one_pool() -> Turnover:
    """Return the single pool that loses 4 % (middle of 3 to 5; Zuo 2005) in 14 days."""
    return spines.one_pool(_middle(evidence.interval("N115")) / 100, TWO_WEEKS)


def turnover(loss: float = 4.0, half_life: float = 7.0) -> tuple[go.Figure, list[Readout]]:
    """Of 100 spines of an adult mouse, how many are gone after a day, a month, 18 months.

    loss: spines per 100 that the single pool loses in two weeks; half_life: of the labile pool, days.
    """
    one, two = spines.one_pool(loss / 100, TWO_WEEKS), published_two_pools(half_life)
    figure = charts.blank(
        "Days since the first picture",
        "Lost, per 100 spines",
        height=440,
        xaxis=charts.powers([1, 3, 14, 60, 180, 548], 1, 900),
        yaxis=charts.powers([0.1, 0.3, 1, 3, 10, 30, 100], 0.045, 112),
    )
    for look, pool in zip(POOLS, (one, two)):
        _curve(figure, look, DAYS, 100 - spines.surviving(pool, DAYS))
    _published(figure)
    early, late = evidence.interval("N115"), evidence.number("N704")
    at_14, at_late = (100 - float(spines.surviving(one, day)) for day in (TWO_WEEKS, LATE))
    return figure, [
        Readout("One pool, 14 days", f"{at_14:.1f} of 100 lost; measured {early.low:g} to {early.high:g}"),
        Readout("One pool, 18 months", f"{at_late:.0f} of 100 lost; measured {late.value:g}"),
        Readout("One pool fits", _fits(at_14, at_late)),
        Readout(
            "Two pools",
            f"{two.labile:.1f} of 100 spines labile; stable ones last {np.log(2) / two.losing / 365.25:.1f} years"
            " (half-life, calculated)",
        ),
    ]


def course(
    extra: float = 5.0,
    half_life: float = 7.0,
    stress: str = "none",
    doses: str = "one",
    burst_days: float = 1.0,
    stress_loss: float = 0.3,
) -> tuple[go.Figure, list[Readout]]:
    """Spines before and after ketamine in one pool and in two, with or without stress.

    extra: spines per 100 that one dose adds (illustrative); half_life: of the labile pool, days
    (assumed); stress: none, ends (with the first dose), goes on; doses: one, three (a week apart);
    burst_days: over how long a dose adds them (assumed); stress_loss: extra loss of every spine
    under stress, % a day (illustrative).
    """
    models = {ONE: published_one_pool(), TWO: published_two_pools(half_life)}
    with_drug = _phases(extra / burst_days, burst_days, stress, stress_loss / 100, DOSES[doses])
    without = _phases(0.0, burst_days, stress, stress_loss / 100, DOSES[doses])
    figure = charts.blank(
        "Days since the first dose",
        "Spines (100 = at rest)",
        height=470,
        xaxis=dict(range=[-22, 57], tickmode="array", tickvals=[-21, 0, 14, 28, 42, 56], zeroline=False),
        yaxis=dict(range=[78, 132], zeroline=False),
    )
    figure.add_vrect(
        x0=0,
        x1=evidence.number("N110").value,
        fillcolor=charts.faded(charts.GREEN, 0.14),
        line=dict(width=1, color=charts.GREEN),
        name="Rise seen in mice, one dose",
        showlegend=True,
    )
    for look in POOLS:
        _curve(figure, look, COURSE, spines.course(models[look.name], with_drug, COURSE))
    undrugged = Look("Two pools, no drug", charts.GREY, dash="dot")
    _curve(figure, undrugged, COURSE, spines.course(models[TWO], without, COURSE), 1.5)
    given = [Mark(79.5, day) for day in DOSES[doses]]
    charts.intervals(figure, Look("Dose", charts.RED, "triangle-up"), given, size=12, hovertext=None, hoverinfo="skip")
    last = DOSES[doses][-1]
    added = {name: _added(model, with_drug, without) for name, model in models.items()}
    left = {name: _left(days, values, last + _ONSET + burst_days) for name, (days, values) in added.items()}
    later = f"Left two weeks after the {'dose' if doses == 'one' else 'last dose'}"
    return figure, [
        Readout(f"{later}, one pool", left[ONE], "% of the added", ".0f"),
        Readout(f"{later}, two pools", left[TWO], "% of the added", ".0f"),
        Readout("Half gone, one pool", _halved(*added[ONE], last)),
        Readout("Half gone, two pools", _halved(*added[TWO], last)),
        Readout("Become stable (two pools, calculated)", 100 * models[TWO].kept, "% of new spines", ".0f"),
    ]


_ONSET = evidence.interval("X100").low / 24  # days from a dose to faster formation (12 h)


def _phases(burst: float, burst_days: float, stress: str, stress_loss: float, doses: tuple[float, ...]) -> list[Phase]:
    """Stretches of constant burst and stress from day -21 to two years."""
    begins, ends = STRESS[stress]
    edges = {-21.0, begins, ends, 730.0}
    for dose in doses:
        edges |= {dose + _ONSET, dose + _ONSET + burst_days}
    days = sorted(edges)
    return [
        Phase(
            start,
            end,
            burst=burst * sum(dose + _ONSET <= start < dose + _ONSET + burst_days for dose in doses),
            stress=stress_loss if begins <= start < ends else 0.0,
        )
        for start, end in itertools.pairwise(days)
    ]


def _added(model: Turnover, with_drug: list[Phase], without: list[Phase]) -> tuple[np.ndarray, np.ndarray]:
    """Day by day, the spines there are more than without the drug."""
    days = np.arange(0, 730, 0.25)
    return days, spines.course(model, with_drug, days) - spines.course(model, without, days)


def _left(days: np.ndarray, added: np.ndarray, end: float) -> float:
    """Return the share (%) of the added spines at the end of the last burst that is there 14 days later."""
    peak, later = (np.interp(day, days, added) for day in (end, end + TWO_WEEKS))
    return float(100 * later / peak)


def _halved(days: np.ndarray, added: np.ndarray, last: float) -> str:
    """'after 8 days', counted from the last dose: when the added spines are half of their highest number."""
    top = int(np.argmax(added))
    below = np.nonzero(added[top:] <= added[top] / 2)[0]
    if not len(below):
        return "not within two years"
    return f"after {days[top + below[0]] - last:.0f} days"


def _curve(figure: go.Figure, look: Look, x: np.ndarray, y: np.ndarray, width: float = 3) -> None:
    charts.curve(figure, look, x.tolist(), np.round(y, 4).tolist(), width=width, hovertemplate="%{y:.1f}")


def _published(figure: go.Figure) -> None:
    """Mark what was measured in adult mice without any drug: Zuo 2005 (14 days, 18 months), Grutzendler 2002 (a
    month).
    """
    soon = evidence.interval("N115")
    month, late = evidence.number("N121"), evidence.number("N704")
    zuo = [
        Mark(TWO_WEEKS, _middle(soon), soon.low, soon.high, describe(soon)),
        Mark(LATE, late.value, note=describe(late)),
    ]
    charts.intervals(figure, Look("Zuo 2005", charts.GREEN), zuo, upright=True, size=12, cap=6)
    grutzendler = Mark(month.at_hours / 24, 100 - month.value, note=describe(month))
    charts.intervals(figure, Look("Grutzendler 2002", charts.PURPLE, "diamond"), [grutzendler], upright=True, size=12)


def _fits(at_14: float, at_late: float) -> str:
    early, late = evidence.interval("N115"), evidence.number("N704")
    soon = early.low - 0.05 <= at_14 <= early.high + 0.05
    end = abs(at_late - late.value) <= 2
    return {
        (True, False): "two weeks, but not 18 months",
        (False, True): "18 months, but not two weeks",
        (False, False): "neither",
    }[soon, end]


def _middle(row: Interval) -> float:
    return (row.low + row.high) / 2
