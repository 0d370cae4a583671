"""Chapter 'Chronic pain': receptors and concentrations, opioid blockers, pain over weeks, dose, conditions.

Occupancy is calculated by ``ketamine.models.receptor``, lasting relief by ``ketamine.models.analgesia``;
every other number is a Row of the evidence tables.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from explorers.words import lines, minus, number
from ketamine import colours, evidence
from ketamine.evidence import Row
from ketamine.figures.efficacy import SMALL_LEGEND, people_bar
from ketamine.models import analgesia, receptor
from ketamine.models.analgesia import Infusion

WEIGHT = 70.0  # kg, the person for whom doses are written out
FIXED = dict(fixedrange=True, automargin=False)  # an axis that a finger does not drag, with its own margin

# --- receptors and the concentration reached ---------------------------------------------------


class Target(NamedTuple):
    """A receptor: its look, and the lowest, middle and highest Ki (uM) used."""

    look: Look
    low: float
    middle: float
    high: float

    @property
    def name(self) -> str:
        """What it is called."""
        return self.look.name


LEVELS = np.round(np.logspace(1, np.log10(5000), 60), 1)  # ng/mL
RACEMIC = "racemic"


def affinity(row_id: str) -> float:
    """Ki in uM from a row of pKi: 10^(6 - pKi)."""
    return 10 ** (6 - evidence.number(row_id).value)


def s_form_ki(racemic: float, times: float) -> float:
    """Ki of the S-form, if it binds ``times`` as tightly as the R-form and the mixture has ``racemic``.

    From 1/Ki(mixture) = (1/Ki(S) + 1/Ki(R)) / 2, as in ``receptor.mixture_ki``.
    """
    return racemic * (1 + 1 / times) / 2


def targets(drug: str = RACEMIC, stronger: float = 1) -> tuple[Target, ...]:
    """NMDA channel and three opioid receptors. stronger: divide the opioid Ki by this (a what-if).

    Rows NM07 and X110 (racemic, NMDA; the line is the Ki calculated from NM01 and NM02), NM01 (S-form,
    NMDA), OP01 to OP03 (racemic, opioid), OP700 (S-form against R-form at mu and kappa; the delta value
    of the racemate is kept).
    """
    racemic = [affinity(row_id) for row_id in ("OP01", "OP02", "OP03")]
    nmda: tuple[float, float, float]
    mu: tuple[float, ...]
    kappa: tuple[float, ...]
    mixture = receptor.mixture_ki(evidence.number("NM01").value, evidence.number("NM02").value)
    if drug == RACEMIC:
        nmda = (evidence.number("NM07").value, mixture, evidence.number("X110").value)
        mu, kappa = ((ki,) * 3 for ki in racemic[:2])
    else:
        s_form, times = evidence.number("NM01").value, evidence.interval("OP700")
        nmda = (s_form, s_form, s_form)
        mu, kappa = (
            tuple(s_form_ki(ki, t) for t in (times.high, (times.low + times.high) / 2, times.low)) for ki in racemic[:2]
        )
    opioid = (
        (Look("Opioid kappa", charts.ORANGE, "diamond", "dash"), kappa),
        (Look("Opioid mu", charts.GREEN, "square", "dot"), mu),
        (Look("Opioid delta", charts.PURPLE, "triangle-up", "dashdot"), (racemic[2],) * 3),
    )
    return (
        Target(Look("NMDA channel", charts.BLUE), *nmda),
        *(Target(look, *(ki / stronger for ki in kis)) for look, kis in opioid),
    )


def pain_infusion_level() -> tuple[float, float]:
    """Calculate the S-ketamine in plasma after the long pain infusion, ng/mL: rate / clearance (C224, PK62, PK60)."""
    rate = evidence.number("C224").value
    low, high = sorted(analgesia.steady_plasma(rate, clearance) for clearance in clearances())
    return low, high


def clearances() -> tuple[float, float]:
    """Two published clearances of S-ketamine, L/h: Henthorn 2018 and Fanta 2015 (for 70 kg)."""
    return evidence.number("PK60").value * 60, evidence.number("PK62").value


def receptors_reached(
    concentration: float = 185, drug: str = RACEMIC, part: str = "all", stronger: float = 1
) -> tuple[go.Figure, list[Readout]]:
    """Draw calculated occupancy of four receptors over plasma concentration, and where people are on that axis.

    concentration: ng/mL. drug: 'racemic' or 'S'. part: 'all' of the drug in plasma or the 'free'
    part. stronger: how many times tighter than measured ketamine is supposed to bind opioid
    receptors (1: as measured). Affinities are from test tubes; nothing here was measured in people.
    """
    figure = _occupancy_frame()
    bound = evidence.number("PK87").value / 100 if part == "free" else 0.0
    at = float(receptor.micromolar(receptor.free(concentration, bound)))
    axis = receptor.micromolar(receptor.free(LEVELS, bound))
    readouts = []
    for target in targets(drug, stronger):
        most, line, least = (100 * receptor.occupancy(axis, ki) for ki in (target.low, target.middle, target.high))
        low, middle, high = (100 * float(receptor.occupancy(at, ki)) for ki in (target.high, target.middle, target.low))
        charts.band(figure, target.look.colour, LEVELS, np.round(least, 3), np.round(most, 3), 0.22)
        charts.curve(figure, target.look, LEVELS, np.round(line, 3))
        ranges = target.low != target.high
        ki = f"Ki {target.middle:.3g} µM" + (f" ({target.low:.3g} to {target.high:.3g})" if ranges else "")
        charts.intervals(
            figure,
            target.look._replace(name=f"{target.name}, here"),
            [Mark(round(middle, 3), concentration, note=f"calculated; {ki}")],
            size=13,
            showlegend=False,
            marker=dict(line=dict(width=1.5, color="#ffffff")),
        )
        digits = 0 if middle >= 10 else 1
        spread = f" ({low:.{digits}f} to {high:.{digits}f} % over the published range)" if ranges else ""
        readouts.append(Readout(target.name, f"{middle:.{digits}f} % occupied, calculated{spread}"))
    charts.upright(figure, concentration, dash="dot")
    _where_people_are(figure)
    return figure, readouts


def _occupancy_frame() -> go.Figure:
    ticks = charts.powers({10: "10", 100: "100", 1000: "1000"}, 10, 5000, fixedrange=True)
    names = [name for name, *_ in _people()]
    return charts.blank(
        "",
        "",
        height=580,
        margin=dict(l=112, r=14, t=34, b=52),
        xaxis=dict(**ticks, anchor="y2", title=_small("Ketamine in plasma (ng/mL)")),
        yaxis=dict(
            range=[0, 100], domain=[0.36, 1], fixedrange=True, title=_small("Receptors occupied (%), calculated")
        ),
        xaxis2=dict(**ticks, matches="x", anchor="y", showticklabels=False),
        legend=dict(traceorder="normal"),
        yaxis2=charts.names(names, domain=[0, 0.28], fixedrange=True, automargin=False, tickfont=dict(size=12)),
    )


def _people() -> list[tuple[str, float, float, str]]:
    """Label, low, high (ng/mL) and source of the concentrations reached."""
    small, mood, sleep = (evidence.interval(row_id) for row_id in ("PK79", "PK77", "PK78"))
    low, high = pain_infusion_level()
    return [
        ("Pain, small dose", small.low, small.high, describe(small)),
        ("Depression", mood.low, mood.high, describe(mood)),
        ("Pain, 100 h (S)", low, high, "S-ketamine, calculated: 22.2 mg/h divided by two published clearances"),
        ("Anaesthesia", sleep.low, sleep.high, describe(sleep)),
    ]


def _where_people_are(figure: go.Figure) -> None:
    look = Look("Reached in people", charts.GREY)
    for name, low, high, said in _people():
        charts.lanes(
            figure,
            look,
            [(name, round(low, 1), round(high, 1))],
            mode="lines+markers",
            marker=dict(size=9, color=look.colour),
            hovertext=[lines(said)] * 2,
            hoverinfo="text",
            showlegend=False,
            xaxis="x",
            yaxis="y2",
        )


# --- with the opioid receptors blocked ---------------------------------------------------------

SAME, LESS = "No change", "Weaker"
OPIOID_TESTS = {  # row: (what was looked at, what the blocker did)
    "OP702": ("Pain", SAME),
    "OP701": ("Pain", SAME),
    "OP06": ("Mood", LESS),
    "OP10": ("Mood", LESS),
    "OP12": ("Mood", SAME),
    "OP13": ("Mood", SAME),
    "OP08": ("Dissociation", SAME),
}
DESIGNS = {"all": "every test", "blind": "randomised and double-blind only", "twenty": "20 people or more only"}


def fits(row: Row, design: str) -> bool:
    """Say whether a test is of a design: a key of DESIGNS."""
    if design == "blind":
        return row.design.startswith("randomised, double-blind")
    return design == "all" or (row.n or 0) >= 20


def verdict(rows: list[tuple[Row, str, str]], endpoint: str) -> str:
    """Say what the tests of an outcome found."""
    did = [result for _, kind, result in rows if kind == endpoint]
    if not did:
        return "No such test in the evidence table."
    weaker = did.count(LESS)
    if not weaker:
        return f"The blocker changed nothing in {len(did)} of {len(did)}."
    if weaker == len(did):
        return f"The blocker weakened the effect in {weaker} of {weaker}."
    return f"They conflict: weaker in {weaker}, no change in {len(did) - weaker}."


# --- pain over the weeks -----------------------------------------------------------------------


class Estimate(NamedTuple):
    """One line of the forest: label, period, row, and a factor onto the 0-10 scale."""

    label: str
    period: str
    id: str
    series: str
    factor: float = 1.0


FIRST, FORTNIGHT, MONTH, LATER = "First hours", "Weeks 1 and 2", "About a month", "Later"
NERVE = "Pereira 2022, nerve pain"
ESTIMATES = (
    Estimate("Within 30 min", FIRST, "C234", "McMaster 2024"),
    Estimate("1 to 3 hours", FIRST, "C235", "McMaster 2024"),
    Estimate("Right after", FIRST, "C975", "Cochrane 2025", 0.1),
    Estimate("Days 3 to 7", FORTNIGHT, "C236", "McMaster 2024"),
    Estimate("Week 1", FORTNIGHT, "C228", "Michelet 2018"),
    Estimate("Week 1, nerve pain", FORTNIGHT, "C984", NERVE),
    Estimate("Week 1, CRPS", FORTNIGHT, "C220", "One trial, CRPS"),
    Estimate("Week 2", FORTNIGHT, "C229", "Michelet 2018"),
    Estimate("To week 2", FORTNIGHT, "C227", "Orhurhu 2019"),
    Estimate("Week 4", MONTH, "C230", "Michelet 2018"),
    Estimate("Weeks 3 to 5", MONTH, "C237", "McMaster 2024"),
    Estimate("Day 30, nerve pain", MONTH, "C985", NERVE),
    Estimate("After week 5", LATER, "C238", "McMaster 2024"),
    Estimate("Week 8", LATER, "C231", "Michelet 2018"),
    Estimate("Week 12", LATER, "C232", "Michelet 2018"),
)
SERIES = {
    look.name: look
    for look in (
        Look("McMaster 2024", charts.BLUE),
        Look("Michelet 2018", charts.GREEN, "square"),
        Look("Orhurhu 2019", charts.PURPLE, "diamond"),
        Look("Cochrane 2025", charts.RED, "triangle-up"),
        Look(NERVE, charts.TEAL, "hexagon"),
        Look("One trial, CRPS", charts.ORANGE, "star"),
    )
}
PERIODS = ("All", FIRST, FORTNIGHT, MONTH, LATER)


def crps_difference() -> float:
    """Calculate the pain score on S-ketamine less that on placebo in week 1 (C220, C221), points of 0-10."""
    return round(evidence.number("C220").value - evidence.number("C221").value, 2)


def pain_over_time(period: str = "All", review: str = "All") -> tuple[go.Figure, list[Readout]]:
    """Draw how much less pain than on placebo, by time after the infusion: five pooled analyses and one trial.

    period: 'All' or one of PERIODS. review: 'All' or a key of SERIES. The reviews hold many of the
    same trials: they are not independent. The CRPS trial's ± is not named, so it has no interval.
    """
    shown = [
        estimate for estimate in ESTIMATES if period in ("All", estimate.period) and review in ("All", estimate.series)
    ]
    names = [_estimate_name(estimate) for estimate in shown]
    figure = charts.rows(
        "Difference from placebo<br>(points; left: less pain)",
        "",
        names,
        written=False,
        height=210 + 42 * max(len(shown), 2),
        margin=dict(l=12, r=14, t=12, b=66),
        showlegend=False,  # each row says who
        xaxis=dict(
            range=[-3.5, 0.6], zeroline=True, zerolinewidth=2, zerolinecolor=charts.GREY, fixedrange=True, dtick=1
        ),
        yaxis=FIXED | dict(range=[max(len(shown), 1) - 0.5, -1.5]),  # above the first row there is room for words
        annotations=[
            *(charts.above(name, f"<b>{when}</b> · {who}", 8) for name in names for when, who in [name.split(" · ")]),
            charts.text("2 points = much improved", evidence.number("C978").value, -1.25, xanchor="center"),
        ],
    )
    for look in SERIES.values():
        in_series = [estimate for estimate in shown if estimate.series == look.name]
        marks = [
            Mark(_estimate_name(estimate), *_difference(estimate), _estimate_source(estimate)) for estimate in in_series
        ]
        charts.intervals(figure, look, marks, size=12)
    for top, bottom in [(-1.05, -0.6), *((slot - 0.17, slot + 0.45) for slot in range(len(shown)))]:  # words stay free
        charts.upright(
            figure, evidence.number("C978").value, charts.AMBER, "dash", yref="y", y0=top, y1=bottom, layer="between"
        )
    return figure, _in_words(shown)


def _difference(pooled: Estimate) -> tuple[float, float | None, float | None]:
    if pooled.id == "C220":
        return crps_difference(), None, None
    row = evidence.estimate(pooled.id)
    value, low, high = (round(end * pooled.factor, 4) for end in (row.value, row.low, row.high))
    return value, low, high


def _in_words(shown: list[Estimate]) -> list[Readout]:
    pooled = [known for known in shown if known.id != "C220"]
    if not shown:
        return [Readout("Estimates", "None published for this time, as far as was found.")]
    out = []
    if pooled:
        sure = sum(evidence.estimate(known.id).high < 0 for known in pooled)
        big = sum(_difference(known)[0] <= evidence.number("C978").value for known in pooled)
        out.append(
            Readout(
                "Pooled estimates",
                f"In {sure} of {len(pooled)} the interval leaves out zero; {big} of {len(pooled)} reach 2 points.",
            )
        )
    if len(pooled) < len(shown):
        out.append(
            Readout(
                "The CRPS trial",
                f"{evidence.number('C220').value:g} against {evidence.number('C221').value:g} on placebo in week 1;"
                f" over all 12 weeks, the primary outcome, pain was lower (p < {evidence.number('C1400').value:g});"
                f" week 12 alone was not clear (p = {evidence.number('C222').value:g}); no gain in function.",
            )
        )
    return out


def _estimate_name(estimate: Estimate) -> str:
    """'Week 4 · Michelet (very low)', with the certainty where the review gives one."""
    given = re.search(
        r"(very low|low|moderate|high) certainty|certainty (very low|low|moderate|high)", evidence.row(estimate.id).note
    )
    graded = f" ({given[1] or given[2]})" if given else ""
    return f"{estimate.label} · {re.split(', | 20', estimate.series)[0]}{graded}"


def _estimate_source(estimate: Estimate) -> str:
    row = evidence.row(estimate.id)
    if estimate.id == "C220":
        return (
            f"{row.study}, calculated from {row.value:g} and {evidence.number('C221').value:g} (its ± is not named, so"
            f" no interval); n = 60; {row.design}"
        )
    return describe(row) + (" Printed on 0-100, divided by 10 here." if estimate.factor != 1 else "")


# --- dose and duration -------------------------------------------------------------------------

WEEKS = np.round(np.concatenate([np.linspace(0, 1, 15), np.linspace(1.25, 12, 44)]), 3)


def schedules() -> dict[str, tuple[float, float, list[Infusion], str]]:
    """Schedules of trials: total hours, total mg for 70 kg, the infusions, and the source."""

    def single(dose_id: str, minutes_id: str) -> list[Infusion]:
        hours = evidence.number(minutes_id).value / 60
        return [Infusion(0, hours, evidence.number(dose_id).value * WEIGHT / hours)]

    runs = {
        "Depression": (single("C972", "C973"), "racemic, 0.5 mg/kg over 40 min"),
        "Fibromyalgia": (single("C970", "C971"), "S-ketamine, 0.5 mg/kg over 30 min (Noppers 2011)"),
        "CRPS, 10 days": (
            analgesia.daily(
                evidence.number("C967").value, evidence.number("C968").value, int(evidence.number("C969").value)
            ),
            "ketamine, at most 25 mg/h for 4 h on 10 days (Schwartzman 2009)",
        ),
        "CRPS, 100 hours": (
            [Infusion(0, evidence.number("C962").value, evidence.number("C224").value)],
            "S-ketamine, at the final rate throughout: an upper bound (Sigtermans 2009)",
        ),
    }
    return {
        name: (sum(run.hours for run in infusions), analgesia.total(infusions), infusions, said)
        for name, (infusions, said) in runs.items()
    }


#: Each schedule in the colour of its drug: S-ketamine (esketamine by vein) or racemic ketamine.
SCHEDULED = {
    "CRPS, 100 hours": Look("CRPS, 100 hours", colours.ESKETAMINE, "square", "dash"),
    "CRPS, 10 days": Look("CRPS, 10 days", colours.KETAMINE, "diamond", "dashdot"),
    "Fibromyalgia": Look("Fibromyalgia", colours.ESKETAMINE, "circle"),
    "Depression": Look("Depression", colours.KETAMINE, "triangle-up", "dot"),
}


def _to_scale(figure: go.Figure, look: Look, hours: float, rate: float, width: float = 1.5) -> None:
    """Draw an infusion as a rectangle: as wide as its hours, as high as its rate, so that its area is its dose."""
    box = dict(type="rect", xref="x2", yref="y2", x0=0, x1=hours, y0=0, y1=rate, layer="below")
    fill = "rgba(0,0,0,0)" if width > 2 else charts.faded(look.colour, 0.28)
    charts.lay_out(figure, shapes=[box | dict(line=dict(color=look.colour, width=width), fillcolor=fill)])


FAR = 1.5  # times the greatest amount of a trial that is drawn


def dose_and_duration(rate: float = 52.5, hours: float = 2 / 3) -> tuple[go.Figure, list[Readout]]:
    """Above: trial schedules and yours as rectangles, whose area is the dose. Below: how long relief would last.

    rate: mg/h for 70 kg. hours: of one infusion. Relief by ``models.analgesia`` with the constants
    of Dahan 2011 (C963, C964) and two clearances (PK60, PK62); the band spans their intervals. An
    extrapolation everywhere but for the long S-ketamine infusion in CRPS.
    """
    chosen = [Infusion(0, hours, rate)]
    trials = schedules()
    figure = _two_panels()
    upper: dict[str, Any] = dict(xaxis="x2", yaxis="y2", showlegend=False)
    for name, look in SCHEDULED.items():
        h, mg, _, said = trials[name]
        _to_scale(figure, look, h, mg / h)
        told = f"{name}: {mg:,.0f} mg"
        corner = Mark(round(mg / h, 1), round(h, 2), note=f"{mg:,.0f} mg in all: {said}")
        charts.intervals(figure, look, [corner], size=8, **upper)
        x, at = h, dict[str, Any](xanchor="left", yanchor="bottom", xshift=4, yshift=8)  # clear of a line through it
        if h > 10:  # above it, in the middle of the axis: there is room on a phone
            x, at = 54, dict(xanchor="center", yanchor="bottom")
        if h > 50:  # there is room inside
            x, at = h, dict(xanchor="right", yanchor="top", xshift=-8, yshift=-6)
        charts.lay_out(figure, annotations=[charts.text(f"<b>{told}</b>", x, mg / h, xref="x2", yref="y2", **at)])
    yours = Look("Yours", charts.TEAL, "circle-open")
    _to_scale(figure, yours, hours, rate, width=3)
    place = Mark(round(rate, 1), round(hours, 2), note=f"chosen above: {rate * hours:,.0f} mg in all")
    charts.intervals(figure, yours, [place], size=14, marker=dict(line=dict(width=3, color=yours.colour)), **upper)
    low, middle, high = _relief(chosen)
    charts.band(figure, yours.colour, WEEKS, low, high, 0.2)
    charts.curve(figure, yours, WEEKS, middle, width=3.5)
    for look in (SCHEDULED["CRPS, 100 hours"], SCHEDULED["Depression"]):
        charts.curve(figure, look, WEEKS, _relief(trials[look.name][2])[1], width=2)
    usual = trials["Depression"][1]
    half_life, c50 = 24 * evidence.number("C964").value, evidence.number("C963").value
    lasts = analgesia.weeks_above(0.25, chosen, clearances()[1], half_life, c50)
    any_relief, any_placebo = evidence.row("C965"), evidence.row("C966")
    return figure, [
        Readout(
            "Your infusion",
            f"{rate * hours:,.0f} mg in {_hours(hours)}: {_times(rate * hours / usual)} the depression dose"
            f" ({usual:.0f} mg).",
        ),
        Readout("Plasma while it runs", _level(rate, hours)),
        Readout(
            "Relief",
            ("Far beyond any trial here. " if rate * hours > FAR * max(mg for _, mg, *_ in trials.values()) else "")
            + (
                f"Above a quarter of its greatest for {lasts:.0f} weeks (calculated)."
                if lasts >= 0.5
                else "Never reaches a quarter of its greatest (calculated)."
            ),
        ),
        Readout(
            "In whom",
            "The curves do not say who gains. The same paper puts the chance of any relief in CRPS at"
            f" {any_relief.value:g} % on S-ketamine (standard error {any_relief.spread:g}) and {any_placebo.value:g} %"
            f" on placebo ({any_placebo.spread:g}).",
        ),
    ]


def _level(rate: float, hours: float) -> str:
    """Plasma level in words; after two terminal half-lives (PK83a) it is near its plateau."""
    if hours < 2 * evidence.number("PK83a").value:
        return "Too short a time to settle."
    return (
        f"About {' to '.join(f'{v:.0f}' for v in sorted(analgesia.steady_plasma(rate, cl) for cl in clearances()))}"
        " ng/mL once settled (calculated)."
    )


def _hours(hours: float) -> str:
    return f"{60 * hours:.0f} min" if hours < 1 else f"{hours:g} h"


def _times(ratio: float) -> str:
    """'63 times', '1.4 times', 'the same as', '42 % of'."""
    if ratio < 0.95:
        return f"{100 * ratio:.0f} % of"
    return "the same as" if ratio < 1.05 else f"{ratio:.0f} times" if ratio >= 1.95 else f"{ratio:.2g} times"


def _relief(infusions: list[Infusion]) -> tuple[list[float], list[float], list[float]]:
    """Low, middle and high relief (% of the greatest) over WEEKS, from the constants and their intervals."""
    half, c50 = evidence.estimate("C964"), evidence.estimate("C963")

    def curve(days: float, c: float, clearance: float) -> np.ndarray:
        return 100 * analgesia.relief(analgesia.felt(168 * WEEKS, infusions, clearance, 24 * days), c)

    corners = np.array(
        [curve(d, c, cl) for d in (half.low, half.high) for c in (c50.low, c50.high) for cl in clearances()]
    )
    middle = curve(half.value, c50.value, clearances()[1])
    corners = np.vstack([corners, middle])
    return tuple(np.round(v, 2).tolist() for v in (corners.min(axis=0), middle, corners.max(axis=0)))


def _two_panels() -> go.Figure:
    hours = dict(range=[0, 108], dtick=20, anchor="y2", fixedrange=True)
    rates = dict(range=[0, 82], dtick=20, anchor="x2", fixedrange=True)
    return charts.blank(
        "",
        "",
        height=690,
        margin=dict(l=64, r=14, t=12, b=52),
        xaxis=dict(
            range=[0, 12], domain=[0, 1], anchor="y", dtick=2, fixedrange=True, title=_small("Weeks after the start")
        ),
        yaxis=dict(
            range=[0, 100], domain=[0, 0.35], fixedrange=True, title=_small("Relief, % of the greatest<br>(calculated)")
        ),
        xaxis2=dict(**hours, title=_small("Hours of infusion, in all")),
        yaxis2=dict(**rates, domain=[0.57, 1], title=_small("mg an hour (70 kg)")),
        legend=dict(y=0.36, yanchor="bottom", x=0, xanchor="left", traceorder="normal"),
    )


# --- conditions --------------------------------------------------------------------------------

NONE, WEAK_OR_NONE, WEAK, MODERATE = "None clear", "Weak or none", "Weak", "Moderate"
SOON, WEEKS_LATER = "soon", "weeks"
CRPS, SPINE = "CRPS", "Spinal cord injury"
OTHERS = "All others"  # alike: nobody tried them in a trial that is drawn here
POOLED = "All pooled"  # but for cancer pain and headache


class Tried(NamedTuple):
    """A randomised comparison in one condition: what it found there and then, and the rows that say so."""

    condition: str
    when: str  # SOON or WEEKS_LATER
    finding: str  # key of FINDINGS
    people: tuple[str, ...]  # rows whose n, summed, are its people
    rows: tuple[str, ...]

    @property
    def n(self) -> int:
        """People in it."""
        return sum(evidence.row(row_id).n or 0 for row_id in self.people)


TRIED = (
    Tried(CRPS, SOON, "better", ("C220", "C221"), ("C220",)),
    Tried(CRPS, WEEKS_LATER, "better", ("C1400",), ("C1400", "C222", "C960")),
    Tried(CRPS, WEEKS_LATER, "better", ("C225",), ("C225",)),
    Tried("Fibromyalgia", SOON, "better", ("C983",), ("C239",)),
    Tried("Fibromyalgia", WEEKS_LATER, "unclear", ("C983",), ("C240",)),
    Tried("Mixed neuropathic", SOON, "better", ("C984",), ("C984",)),
    Tried("Mixed neuropathic", WEEKS_LATER, "better", ("C985",), ("C985",)),
    Tried("Mixed neuropathic", WEEKS_LATER, "unclear", ("C241",), ("C241",)),
)


def graded(when: str = SOON) -> list[tuple[str, str, str]]:
    """Return each condition with the guideline's grade at that time and its row in words (C242 to C244, C979)."""
    return [(name, *_grade(name, when)) for name in _conditions()]


def conditions_by_strength(when: str = SOON) -> tuple[go.Figure, list[Readout]]:
    """Draw for each condition the people in randomised trials and what those found; beside its name what a
    guideline of 2018 makes of the evidence. The lowest row is a Cochrane review of 2025, in words.

    when: 'soon' (during the infusion and to a week after it) or 'weeks'. Guideline: rows C242 to C244 and
    C979, as reported by a secondary summary. Review: C975 and C977, as reported by the press; it pools
    conditions and other drugs too, so it has no bar. Trials and one review of nerve pain: ``TRIED``.
    """
    judged = graded(when)
    conditions = [*dict.fromkeys(t.condition for t in TRIED), SPINE]
    others = [name for name, *_ in judged if name not in conditions]
    tried = {name: [t for t in TRIED if (t.condition, t.when) == (name, when)] for name in conditions}
    figure = charts.blank(
        "People in randomised trials",
        "",
        height=520,
        barmode="stack",
        margin=dict(l=8, r=14, t=12, b=48),
        xaxis=dict(range=[0, 800], dtick=200, fixedrange=True),
        yaxis=charts.names(
            [*conditions, OTHERS, POOLED],
            first=0.6,
            last=0.4,
            showticklabels=False,
            showgrid=False,
            ticks="",
            automargin=False,
            fixedrange=True,
        ),
        legend=SMALL_LEGEND,
    )
    for finding in ("better", "unclear"):
        found = {name: [t for t in tried[name] if t.finding == finding] for name in conditions}
        people_bar(
            figure,
            finding,
            [sum(t.n for t in found[name]) for name in conditions],
            conditions,
            [
                "<br>".join(describe(evidence.row(row_id)) for t in found[name] for row_id in t.rows)
                for name in conditions
            ],
            offset=0.02,  # a bar hangs below its heading
            width=0.28,
        )
    grades = {name: grade for name, grade, _ in judged}
    headings = {name: f"<b>{name}</b>: {_heading(grades[name], tried[name])}" for name in conditions}
    headings[OTHERS] = f"<b>{OTHERS}</b>: {_heading(grades[others[0]], [])}<br>{'<br>'.join(_two_lines(others))}"
    headings[POOLED] = f"<b>{POOLED}</b>, Cochrane 2025: {'very low certainty' if when == SOON else 'no clear benefit'}"
    written = {name: charts.above(name, said, 1) for name, said in headings.items()}
    written[OTHERS] |= dict(yanchor="top", yshift=25)  # its list hangs where the others have a bar
    charts.lay_out(figure, annotations=list(written.values()))
    return figure, [
        Readout("Guideline", _graded_words(judged, when)),
        Readout("Cochrane review", _pooled_words(when)),
        Readout(
            "Trials",
            " ".join(
                f"{name}: {' '.join(_trial_words(evidence.row(row_id)) for t in some for row_id in t.rows)}"
                for name, some in tried.items()
                if some
            ),
        ),
    ]


def _heading(grade: str, tried: list[Tried]) -> str:
    """'moderate; 79 people', 'weak or none; no trial here'."""
    people = sum(t.n for t in tried)
    return f"{grade.lower()}; {f'{people:,} people' if people else 'no trial here'}"


def _two_lines(names: list[str]) -> list[str]:
    """'(phantom limb, postherpetic, cancer,', 'ischaemic, migraine, low-back)'."""
    half = len(names) // 2
    written = [name.lower() for name in names]
    return [f"({', '.join(written[:half])},", f"{', '.join(written[half:])})"]


def _graded_words(graded: list[tuple[str, str, str]], when: str) -> str:
    sure = " and ".join(name for name, grade, _ in graded if grade == MODERATE)
    weak = [name[0].lower() + name[1:] for name, grade, _ in graded if grade == WEAK]
    rest = sum(grade not in (WEAK, MODERATE) for _, grade, _ in graded)
    if when == SOON:
        return f"Moderate for {sure}, weak for {' and '.join(weak)}; weak or none for the other {rest}."
    return f"Moderate for {sure} only; none for the other {rest}."


def _pooled_words(when: str) -> str:
    soon, trials = evidence.estimate("C975"), evidence.number("C977")
    if when == SOON:
        return (
            f"Ketamine by vein: {number(soon.value)} of 100 points ({number(soon.low)} to {number(soon.high)}), very"
            " low certainty."
        )
    return f"No clear benefit at any later time, in {trials.value:g} trials of ketamine and related drugs."


def _conditions() -> list[str]:
    """CRPS, spinal cord injury, and the conditions that row C244 lists."""
    listed = re.split(r", | and ", evidence.row("C244").arm.removesuffix(" pain"))
    return [CRPS, SPINE, *(name[0].upper() + name[1:] for name in listed)]


def _grade(condition: str, when: str) -> tuple[str, str]:
    if condition == CRPS:
        return MODERATE, describe(evidence.row("C242"))
    if when == WEEKS_LATER:
        return NONE, describe(evidence.row("C979"))
    row = evidence.row("C243" if condition == SPINE else "C244")
    return (WEAK if condition == SPINE else WEAK_OR_NONE), describe(row)


def _trial_words(row: Row) -> str:
    templates = {
        "C220": f"pain {{value:g}} against {evidence.number('C221').value:g} on placebo in week 1 (Sigtermans 2009).",
        "C1400": "pain lower over all 12 weeks, the primary outcome (p < {value:g}, Sigtermans 2009);",
        "C222": "week 12 by itself not clear (p = {value:g});",
        "C960": "no gain in function.",
        "C239": (
            "pain more than halved in {value:g} of {n} a quarter of an hour after, on midazolam in 3 of 12 (Noppers"
            " 2011)."
        ),
        "C240": "{value:g} of {n} on either drug in week 8 (Noppers 2011).",
        "C225": "Many measures of pain fell over three months, none on placebo (Schwartzman 2009, n = {n}).",
        "C984": "{value:g} of 10 points a week later, against usual treatment (a review, n = {n}, low certainty).",
        "C985": "{value:g} of 10 points after 30 days, against usual treatment (a review, n = {n}, low certainty);",
        "C241": (
            "no clear difference over five weeks (effect size {value:g}, {low:g} to {high:g}, n = {n}, Pickering 2020)."
        ),
    }
    return minus(templates[row.id].format(value=row.value, low=row.low, high=row.high, n=row.n))


def _small(text: str) -> dict[str, Any]:
    """Return an axis title that fits a phone and stands close to its axis."""
    return charts.title(text, standoff=6)
