"""Chapter 'How ketamine affects the brain': drug in the blood and block of the NMDA receptor.

Concentrations are the output of named models, block is calculated; every constant and every
measured point is a row of ``evidence/pharmacology.csv``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from explorers.words import lines
from ketamine import colours, evidence
from ketamine.models import pharmacokinetics as pk
from ketamine.models import receptor, spread

#: A model: times (min), dose (mg/kg), infusion (min) -> ng/mL. Its name is ``.name`` or ``__name__``.
Model = Callable[[np.ndarray, float, float], np.ndarray]

HOUR, DAY = 60, 1440  # minutes
COLOURS = (charts.BLUE, charts.ORANGE, charts.PINK)
DASHES = ("solid", "dash", "dot")
#: Minutes at which every curve is drawn; _times adds some where an infusion ends, for there curves bend.
TIMES = (
    0,
    0.5,
    1,
    2,
    4,
    6,
    8,
    10,
    15,
    20,
    25,
    30,
    35,
    40,
    45,
    50,
    60,
    70,
    80,
    90,
    100,
    110,
    120,
    135,
    150,
    165,
    180,
    210,
    240,
    300,
    360,
    420,
    480,
    600,
    720,
    960,
    1200,
    DAY,
    2 * DAY,
    7 * DAY,
)
BEND = (0, 0.5, 1, 2, 3, 5, 8, 12)  # minutes after the end of an infusion
#: hours shown -> unit of the time axis, minutes in it, and the distance of its ticks
VIEWS = {4: ("Minutes", 1, 40), 24: ("Hours", HOUR, 4), 168: ("Days", DAY, 1)}
TOP = 500  # ng/mL, end of the plasma axis


def published_ki() -> tuple[float, float]:
    """Return the lowest and highest published Ki of racemic ketamine at the NMDA receptor's channel, µM."""
    return evidence.number("NM07").value, evidence.number("X110").value


def ebert_ki() -> float:
    """Ki of racemic ketamine in µM, calculated from its two forms (Ebert 1997, rat cortex)."""
    return receptor.mixture_ki(evidence.number("NM01").value, evidence.number("NM02").value)


def concentration_and_block(
    dose: float = 0.5,
    infusion: float = 40,
    model: Model = pk.clements,
    drug: str = "all",
    hours: int = 4,
    ki: float | None = None,
    models: tuple[Model, ...] = (pk.clements, pk.domino),
) -> tuple[go.Figure, list[Readout]]:
    """Draw racemic ketamine by vein: plasma concentration in two models, and the block calculated from one.

    dose: mg/kg. infusion: min. model: the one that drives the block; ``models`` are drawn beside
    it. drug: 'all' or 'free' (not bound to protein). hours: 4, 24 or 168 shown. ki: µM, drawn as a
    line inside the band of published values; without it, the one calculated from Ebert 1997.
    """
    drawn = models if model in models else (*models, model)
    _, minutes, _ = VIEWS[hours]
    times = _times(infusion)
    figure = _two_panels(hours, infusion, "From {}; band: Ki {:.2f} to {:.2f} µM".format(_name(model), *published_ki()))
    looks = [Look(_name(each), COLOURS[at % 3], dash=DASHES[at % 3]) for at, each in enumerate(drawn)]
    for each, look in zip(drawn, looks):
        levels = each(times, dose, infusion).round(1)
        charts.curve(figure, look, times / minutes, levels, width=3.5 if each == model else 2)
    _measured_peak(figure, minutes)
    _mark_off_scale(figure, drawn, dose, infusion, minutes)
    ki = ki or ebert_ki()
    _add_block(figure, times / minutes, model(times, dose, infusion), drug, ki, looks[drawn.index(model)].colour)
    _mood_span(figure, hours)
    return figure, _dose_in_words(dose, infusion, model, drawn, drug, ki)


def esketamine_routes(dose: int = 56, hours: int = 4, split: bool = False) -> tuple[go.Figure, list[Readout]]:
    """Draw the same milligrams of esketamine by vein over 40 minutes, as nasal spray, and by mouth.

    dose: 28, 56 or 84 mg. hours: 4 or 24 shown. split: the spray's two ways in, drawn apart.
    """
    body = pk.esketamine
    unit, minutes, step = VIEWS[hours]
    times = _times(40)
    nose, spray = body.by_nose(times, dose, swallowed=False), body.by_nose(times, dose)
    figure = charts.blank(
        f"{unit} since the dose",
        "Esketamine in plasma (ng/mL)",
        height=430,
        xaxis=dict(range=[0, hours * HOUR / minutes], dtick=step, zeroline=False),
        yaxis=dict(range=[0, 320]),
    )
    for look, levels, width, shown in (
        (Look("By vein, 40 min", charts.BLUE), body.by_vein(times, dose, 40), 3, True),
        (Look("Nasal spray", charts.PINK, dash="dash"), spray, 3, True),
        (Look("Spray: taken up in the nose", charts.PINK, dash="dot"), nose, 1.8, split),
        (Look("Spray: swallowed part", charts.TEAL, dash="longdash"), spray - nose, 1.8, split),
        (Look("By mouth", charts.AMBER, dash="dashdot"), body.by_mouth(times, dose), 3, True),
    ):
        x, y = (times / minutes, levels.round(1)) if shown else ([], [])
        charts.curve(figure, look, x, y, width=width, showlegend=shown)
    return figure, _routes_in_words(dose)


#: Who is drawn: label -> so many of the people drawn, or BAND for the middle 90 of 100.
BAND = 0
DRAWN = {"One person": 1, "Two": 2, "Five": 5, "20 people": 20, "The middle 90 of 100": BAND}
AGES = {"18 to 60": 45, "70": 70, "80": 80, "85": 85}
SPRAYS = (28, 56, 84)  # mg
CROWD = 2000  # people drawn for the band
MIDDLE = (5, 50, 95)  # percentiles
SPREAD_TIMES = np.array([*range(0, 61, 5), *range(70, 121, 10), *range(135, 241, 15), 270, 300, 330, 360])


def everybody(dose: int = 56, age: int = 45, drawn: int = 1) -> tuple[go.Figure, list[Readout]]:
    """Draw esketamine spray in people who differ: some of them, or the band that holds 90 of 100.

    dose: one of SPRAYS. age: years, one of AGES. drawn: how many people, or BAND; the typical adult is always there.
    """
    at, times = SPRAYS.index(dose), SPREAD_TIMES / HOUR
    crowd = _crowd(age)
    low, middle, high = np.percentile(crowd[0][:, at], MIDDLE, axis=0)
    figure = charts.blank(
        "Hours since the spray",
        "Esketamine in plasma (ng/mL)",
        height=430,
        showlegend=False,
        xaxis=dict(range=[0, 6], dtick=1, zeroline=False),
        yaxis=dict(range=[0, 200]),
    )
    unseen = [None] * len(times)  # keeps its place in the figure: to come and go it is moved, and not drawn afresh
    for name, edge, filled in (
        ("5 of 100 people lie lower", low, {}),
        ("5 of 100 people lie higher", high, dict(fill="tonexty", fillcolor=charts.faded(colours.ESKETAMINE, 0.25))),
    ):
        y = edge.round(1) if drawn == BAND else unseen
        charts.curve(figure, Look(name, colours.ESKETAMINE), times, y, width=1, **filled)
    look = Look("the middle person", colours.ESKETAMINE, dash="dot")
    charts.curve(figure, look, times, middle.round(1) if drawn == BAND else unseen, width=1.5)
    for i in range(max(DRAWN.values())):
        y = crowd[0][i, at].round(1) if i < drawn else unseen
        charts.curve(figure, Look(f"person {i + 1}", colours.ESKETAMINE), times, y, width=2, opacity=0.75)
    typical = spread.typical(age).spray(SPREAD_TIMES, SPRAYS)[0][at]
    look = Look("typical adult", charts.GREY, dash="dash")
    charts.curve(figure, look, times, typical.round(1), width=4.5)
    said = "dashed: the typical adult" + (
        "<br>dotted: the middle person<br>shaded: 90 of 100 people" if drawn == BAND else ""
    )
    charts.lay_out(figure, annotations=[charts.text(said, 6, 195, xanchor="right", yanchor="top", align="right")])
    return figure, _everybody_in_words(dose, age, drawn)


@cache
def _crowd(age: int) -> tuple[np.ndarray, np.ndarray]:
    """Return esketamine and noresketamine in CROWD people, ng/mL, each (people, sprays, times)."""
    both = [person.spray(SPREAD_TIMES, SPRAYS) for person in spread.people(CROWD, age)]
    return np.stack([own for own, _ in both]), np.stack([own for _, own in both])


def _middle_peaks(age: int, dose: int, which: int = 0) -> tuple[float, float]:
    """Return the peaks of the 5th and the 95th person of a hundred; which: 0 esketamine, 1 noresketamine."""
    low, _, high = np.percentile(_crowd(age)[which][:, SPRAYS.index(dose)].max(axis=1), MIDDLE)
    return float(low), float(high)


@cache
def _typical_day(age: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the typical adult's peaks and areas (0 to 24 h) of esketamine, and peaks of noresketamine, by spray."""
    times = np.arange(0, DAY + 1, 2.0)
    own, nor = spread.typical(age).spray(times, SPRAYS)
    return own.max(axis=1), np.asarray(np.trapezoid(own, times / HOUR, axis=1)), nor.max(axis=1)


def _everybody_in_words(dose: int, age: int, drawn: int) -> list[Readout]:
    peaks, areas, nor = _typical_day(age)
    at, young = SPRAYS.index(dose), min(AGES.values())
    low, high = _middle_peaks(age, dose)
    nor_low, nor_high = _middle_peaks(age, dose, 1)
    count = max(drawn, 1)
    own = _crowd(age)[0][:count, at].max(axis=1)
    people = (
        f"{own[0]:.0f} ng/mL"
        if drawn == 1
        else f"{own.min():.0f} to {own.max():.0f} ng/mL"
        if drawn
        else "the shaded band"
    )
    first = _typical_day(young)
    higher, longer = (100 * (new[at] / old[at] - 1) for new, old in zip((peaks, areas), first))
    older = f"At {age} the typical peak is {higher:.0f} % higher than at 60, the whole day's exposure {longer:.0f} %."
    return [
        Readout("Peak of the people drawn", people),
        Readout("Peak of the typical adult", f"{peaks[at]:.0f} ng/mL"),
        Readout("90 of 100 people peak between", f"{low:.0f} and {high:.0f} ng/mL, {high / low:.1f}-fold apart"),
        Readout("From 28 to 84 mg the typical peak rises", f"{peaks[-1] / peaks[0]:.1f}-fold"),
        Readout("Age", older if age > young else "Up to 60 no effect of age was found."),
        Readout("Weight, sex, kidneys", "No effect was found in 820 people, so there is no control for them."),
        Readout(
            "Noresketamine, its breakdown product",
            f"typical peak {nor[at]:.0f} ng/mL; 90 of 100 people {nor_low:.0f} to {nor_high:.0f}",
        ),
    ]


def other_blockers() -> go.Figure:
    """Draw depression scores in people on blockers of the NMDA receptor, each against its comparator."""
    names = {
        "X118": ("memantine,<br>8 trials", charts.AMBER, "square"),
        "X120": ("other blockers,<br>days 5–8", charts.GREY, "triangle-up"),
        "NM1003": ("nitrous oxide,<br>24 h, 4 trials", charts.TEAL, "diamond"),
        "C565": ("ketamine,<br>day 1", colours.KETAMINE, "circle"),
    }
    figure = charts.blank(
        "",
        "",
        height=320,
        margin=dict(l=12, r=12, t=12, b=48),
        xaxis=dict(
            title=charts.title("Depression score against the comparator<br>(standardised; left is better)", 13),
            range=[-1.5, 0.3],
            zeroline=True,
            automargin=True,
        ),
        yaxis=charts.names([name for name, _, _ in names.values()], automargin=True),
    )
    for row_id, (label, colour, symbol) in names.items():
        row = evidence.row(row_id)
        look = Look(label.replace("<br>", " "), colour, symbol)
        mark = Mark(label, row.value, row.low, row.high, describe(row, note=False))
        charts.intervals(figure, look, [mark], thickness=2.5, showlegend=False)
    return figure


def _two_panels(hours: int, infusion: float, heading: str) -> go.Figure:
    """Lay out panels over one time axis: concentration, block under its heading, a strip for the mood bar."""
    unit, minutes, step = VIEWS[hours]
    beside: dict[str, Any] = dict(xref="paper", yref="paper", xanchor="left", yanchor="bottom")
    running = dict(type="rect", xref="x", yref="paper", x0=0, x1=infusion / minutes, y0=0.15, y1=1, layer="below")
    return charts.blank(
        "",
        "Plasma (ng/mL)",
        height=640,
        legend=dict(traceorder="normal"),
        xaxis=dict(
            title=charts.title(f"{unit} since the start (grey: infusion)", 13),
            range=[0, hours * HOUR / minutes],
            dtick=step,
            zeroline=False,
            anchor="y3",
        ),
        yaxis=dict(range=[0, TOP], domain=[0.56, 1], zeroline=False),
        yaxis2=dict(title="Calculated block (%)", range=[0, 100], domain=[0.15, 0.47], automargin=True, zeroline=False),
        yaxis3=dict(range=[0, 1], domain=[0, 0.07], visible=False),
        shapes=[running | dict(line=dict(width=0), fillcolor=charts.faded(charts.GREY, 0.14))],
        annotations=[
            charts.text(heading, 0, 0.475, **beside),
            charts.text("Mood ahead of comparator, in trials", 0, 0.075, **beside),
        ],
    )


def _times(infusion: float) -> np.ndarray:
    """Return TIMES, and the end of the infusion with the minutes after it."""
    return np.unique([*TIMES, *(infusion + minutes for minutes in BEND)])


def _measured_peak(figure: go.Figure, minutes: int) -> None:
    """Mark the one concentration measured at the usual dose, with the range in healthy people."""
    patients, healthy = evidence.number("PK76"), evidence.interval("PK77")
    note = f"{describe(patients, note=False)} Bar: {describe(healthy, note=False)}"
    mark = Mark(patients.at_hours * HOUR / minutes, patients.value, healthy.low, healthy.high, note)
    look = Look("Measured: 0.5 mg/kg in 40 min", charts.GREEN, "diamond")
    charts.intervals(figure, look, [mark], upright=True, thickness=2.5)


def _mark_off_scale(figure: go.Figure, models: tuple[Model, ...], dose: float, infusion: float, minutes: int) -> None:
    """Say at the top of the plasma panel which peaks lie above it."""
    peaks = {_name(each): float(each(np.array([infusion]), dose, infusion)[0]) for each in models}
    above = ", ".join(f"{name} {value:,.0f}" for name, value in peaks.items() if value > TOP)
    said = f"↑ peak off the scale: {above}" if above else ""
    charts.lay_out(figure, annotations=[charts.text(said, infusion / minutes, TOP, xanchor="left", yanchor="top")])


def _add_block(figure: go.Figure, times: np.ndarray, plasma: np.ndarray, drug: str, ki: float, colour: str) -> None:
    """Draw the band of block between the highest and the lowest published Ki, and the line for ``ki``."""
    tight, weak = published_ki()
    band: dict[str, Any] = dict(fill="tonexty", fillcolor=charts.faded(colour))
    for value, width, filled in ((weak, 1, {}), (tight, 1, band), (ki, 2.5, {})):
        look = Look(f"Block, Ki {value:.2f} µM", colour)
        block = _block(plasma, drug, value).round(1)
        charts.curve(figure, look, times, block, width=width, yaxis="y2", showlegend=False, **filled)


def _mood_span(figure: go.Figure, hours: int) -> None:
    """Draw from when to when one infusion of ketamine was better than placebo or pseudo-placebo in pooled trials."""
    begins, lost = evidence.number("C566a"), evidence.interval("C566b")
    unit = VIEWS[hours][1]
    charts.lanes(
        figure,
        Look("Mood better than the comparator", charts.GREEN),
        [(0.5, begins.value / unit, lost.low * DAY / unit)],  # may run out of the window, not end with it
        width=10,
        yaxis="y3",
        hovertext=[lines(describe(begins, note=False)), lines(describe(lost, note=False))],
        showlegend=False,
    )


def _block(plasma: np.ndarray, drug: str, ki: float) -> np.ndarray:
    """Calculate the block in %, from ng/mL of racemic ketamine and a Ki in µM."""
    if drug not in ("all", "free"):
        raise ValueError(f"drug is {drug!r}; it must be 'all' or 'free'")
    concentration = receptor.micromolar(plasma)
    if drug == "free":
        concentration = receptor.free(concentration, evidence.number("PK87").value / 100)
    return 100 * receptor.occupancy(concentration, ki)


def _hours_blocked(model: Model, dose: float, infusion: float, drug: str, ki: float, block: float = 0.1) -> float:
    """Hours from the start until the calculated block has fallen to ``block``."""
    level = float(receptor.nanograms(receptor.concentration_for(block, ki)))
    if drug == "free":
        level /= 1 - evidence.number("PK87").value / 100
    return pk.falls_below(lambda times: model(times, dose, infusion), level, infusion) / HOUR


def _dose_in_words(
    dose: float, infusion: float, model: Model, models: tuple[Model, ...], drug: str, ki: float
) -> list[Readout]:
    tight, weak = published_ki()
    peaks = {_name(each): float(each(np.array([infusion]), dose, infusion)[0]) for each in models}
    peak = np.array([peaks[_name(model)]])
    gone = [_hours_blocked(model, dose, infusion, drug, value) for value in (weak, tight)]
    day = float(model(np.array([float(DAY)]), dose, infusion)[0])
    part = "all of the drug" if drug == "all" else "the free drug"
    return [
        Readout(
            "Peak, at the end of the infusion", ", ".join(f"{name} {value:,.0f} ng/mL" for name, value in peaks.items())
        ),
        Readout(
            "Calculated block at the peak",
            f"{_block(peak, drug, weak)[0]:.0f} to {_block(peak, drug, tight)[0]:.0f} % ({_name(model)}, {part});"
            f" {_block(peak, drug, ki)[0]:.0f} % with Ki {ki:.2f} µM",
        ),
        Readout(
            "Block below 10 %",
            (
                f"after {gone[0]:.0f} to {gone[1]:.0f} hours (calculated)"
                if gone[0] >= 1.5
                else f"after {gone[0]:.1f} to {gone[1]:.1f} hours (calculated)"
            ),
        ),
        Readout("Left after one day", f"{day:.2g} ng/mL, {100 * day / peak[0]:.1g} % of the peak"),
        Readout("The two models", _models_compared(dose, infusion, models)),
    ]


def _models_compared(dose: float, infusion: float, models: tuple[Model, ...]) -> str:
    """Return how far the first two models are apart at the end of the infusion and 20 minutes later."""
    first, second = models[:2]
    end, later = (
        np.array([float(each(np.array([infusion + wait]), dose, infusion)[0]) for each in (first, second)])
        for wait in (0.0, 20.0)
    )
    apart = end.max() / end.min()
    ends = f"peaks differ {apart:.0f}-fold" if apart >= 2.5 else f"peaks differ by {100 * (apart - 1):.0f} %"
    return f"Their {ends}; 20 minutes after the end they say {later[0]:.0f} and {later[1]:.0f} ng/mL."


def _routes_in_words(dose: int) -> list[Readout]:
    body = pk.esketamine
    spray = pk.peak(lambda times: body.by_nose(times, dose), 240)
    mouth = pk.peak(lambda times: body.by_mouth(times, dose), 240)
    vein = float(body.by_vein(np.array([40.0]), dose, 40)[0])
    label = evidence.row("PK51")
    return [
        Readout("Peak by vein", f"{vein:.0f} ng/mL at 40 min"),
        Readout(
            "Peak of the spray",
            f"{spray[1]:.0f} ng/mL at {spray[0]:.0f} min (label: {label.low:.0f} to {label.high:.0f} min after the last"
            " spray)",
        ),
        Readout("Peak by mouth", f"{mouth[1]:.0f} ng/mL at {mouth[0]:.0f} min"),
        Readout(
            "Reaches the circulation (calculated)",
            f"spray {100 * body.nasal_bioavailability(dose):.0f} %, mouth {100 * body.oral_bioavailability:.0f} % of"
            " the dose",
        ),
    ]


def _name(model: Model) -> str:
    return getattr(model, "name", None) or model.__name__
