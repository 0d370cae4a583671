"""Chapter 'Depression and anxiety relief': better than what, and how many people?

``forest``: published effects by measure and comparator. ``hundred_people``: one trial as a hundred
people. ``anxiety_ptsd_ocd``: the trials outside depression. Every figure comes from an evidence row;
intervals that no paper printed are calculated by ``ketamine.models.risk``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from coursework.describe import describe, result, sentence
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from ketamine import colours, evidence
from ketamine.figures import efficacy
from ketamine.figures.efficacy import (
    AGAINST,
    ANY,
    ESKETAMINE,
    KETAMINE,
    SMALL_LEGEND,
    Comparison,
    Condition,
    events,
    more_or_fewer,
)
from ketamine.models import risk
from ketamine.models.risk import Estimate, Needed

# --- forest by measure ------------------------------------------------------------------------


@dataclass(frozen=True)
class Effect:
    """A published effect. ``sign`` turns it so that further right is better for the drug."""

    name: str
    against: str
    row: str
    sign: int = -1
    remark: str = ""

    @property
    def estimate(self) -> Estimate:
        row = evidence.number(self.row)
        return Estimate(row.value, *(row.interval or (row.value, row.value))).times(self.sign)

    @property
    def note(self) -> str:
        row = evidence.row(self.row)
        turned = " Sign turned, so that above 0 is better." if self.sign < 0 else ""
        return describe(row, note=False) + turned + (f" {sentence(self.remark)}" if self.remark else "")


#: comparator classes of pooled effects
POOLED = {key: AGAINST[key] for key in ("placebo", "masked")} | {
    "mixed": Look("several comparators pooled", charts.RED, "triangle-up"),
    "treatment": AGAINST["treatment"],
    "none": AGAINST["none"],
}
FOREST: dict[str, tuple[Effect, ...]] = {
    "SMD": (
        Effect("Cochrane, placebo", "placebo", "C246"),
        Effect("Cochrane, midazolam", "masked", "C248"),
        Effect("Wilkinson, saline", "placebo", "C1201", 1, "the same analysis as against midazolam, person by person"),
        Effect("Wilkinson, midazolam", "masked", "C1200", 1, "the same analysis as against saline, person by person"),
        Effect("Esketamine, Wang 2021", "placebo", "C1209"),
        Effect("Kishimoto 2016", "mixed", "C565"),
        Effect("Lee 2015", "placebo", "C260", 1),
        Effect("ECT, Menon 2023", "treatment", "C1021", 1, "below 0 ECT is better; searched before ELEKT-D"),
        Effect("ECT, Ma 2025", "treatment", "C1233"),
        Effect("ECT, Shi 2025", "treatment", "C1231", remark="at the end of treatment"),
        Effect("Alnefeesi, before–after", "none", "C270", 1, "not a difference from a comparator"),
    ),
    "points": (
        Effect("TRANSFORM-1, 84 mg", "placebo", "C070"),
        Effect("TRANSFORM-1, 56 mg", "placebo", "C071"),
        Effect("TRANSFORM-2", "placebo", "C051"),
        Effect("TRANSFORM-3, 65+", "placebo", "C072"),
        Effect("Chen 2023", "placebo", "C720"),
        Effect("Takahashi, 84 mg", "placebo", "C521", remark="90 % interval"),
        Effect("Janik, 56 mg alone", "placebo", "C102"),
        Effect("Janik, 84 mg alone", "placebo", "C103"),
        Effect("ASPIRE I", "placebo", "C080"),
        Effect("ASPIRE II", "placebo", "C081"),
        Effect("Murrough 2013", "masked", "C543"),
        Effect("Dwyer, age 13–17", "masked", "C1033"),
        Effect("KARMA-Dep 2", "masked", "C100"),
        Effect("Lii 2023", "masked", "C096"),
    ),
    "OR": (
        Effect("Newport, remission", "mixed", "C250", 1),
        Effect("Newport, response", "mixed", "C249", 1),
        Effect("Cochrane, placebo", "placebo", "C245", 1),
        Effect("Cochrane, midazolam", "masked", "C247", 1),
        Effect("Bipolar, midazolam", "masked", "C1207", 1, "bipolar depression, one trial"),
    ),
    "arms": (
        Effect("Ketamine<br>(saline trials)", "placebo", "C1204", 1),
        Effect("Saline", "placebo", "C1205", 1),
        Effect("Ketamine<br>(midazolam trials)", "masked", "C1202", 1),
        Effect("Midazolam", "masked", "C1203", 1),
    ),
    "PTSD": (
        Effect("Passive, 24 h", "placebo", "C910", 1),
        Effect("Active, 24 h", "masked", "C633", 1),
        Effect("All, 24 h", "mixed", "C632", 1),
        Effect("All, 1 week", "mixed", "C634", 1),
        Effect("All times", "mixed", "C630", 1),
        Effect("All, bias corrected", "mixed", "C631", 1),
    ),
}
#: measure -> (axis title, range, tick values, place of no difference; None where each arm stands alone)
MEASURES: dict[str, tuple[str, list[float], list[float], float | None]] = {
    "SMD": ("Standardised difference<br>(right of 0: drug better)", [-1.7, 2.6], [-1, 0, 1, 2], 0),
    "points": ("MADRS points, drug ahead by<br>(right of 0: drug better)", [-6, 18], [-5, 0, 5, 10, 15], 0),
    "OR": ("Odds ratio, 24 h, log scale<br>(right of 1: drug better)", [-0.7, 2], [0.2, 0.5, 1, 2, 5, 10, 20, 100], 1),
    "arms": ("Responders in 100 on day 1<br>(each arm by itself)", [-3, 80], [0, 20, 40, 60, 80], None),
    "PTSD": ("PTSD symptoms, Hedges g<br>(right of 0: ketamine better)", [-0.5, 1.0], [-0.4, 0, 0.4, 0.8], 0),
}


def forest(measure: str = "SMD", against: str = ANY) -> tuple[go.Figure, list[Readout]]:
    """Draw published effects of one measure, by comparator; measures never share an axis.

    The measure 'arms' shows the shares of Wilkinson 2019, arm by arm, in place of differences.

    measure: a key of MEASURES; against: a key of POOLED, brought forward, or 'any'.
    """
    title, span, ticks, nil = MEASURES[measure]
    effects = FOREST[measure]
    order = sorted(effects, key=lambda e: (list(POOLED).index(e.against), -e.estimate.value))
    figure = charts.rows(
        title,
        "",
        [e.name for e in order],
        size=12,
        height=440,
        margin=dict(l=56, r=10, t=12, b=64),
        xaxis=dict(type="log" if measure == "OR" else "linear", range=span, tickvals=ticks),
        yaxis=dict(ticklabelstandoff=2),
        legend=SMALL_LEGEND,
    )
    if nil is not None:
        charts.upright(figure, nil, dash="dash")
    for key, look in POOLED.items():
        efficacy.draw_results(figure, look, [e for e in effects if e.against == key], forward=against in (ANY, key))
    return figure, _forest_readouts(measure, nil, against)


def _forest_readouts(measure: str, nil: float | None, against: str) -> list[Readout]:
    if nil is None:
        return _arm_readouts()
    effects = FOREST[measure]
    by = {key: [e for e in effects if e.against == key] for key in POOLED}
    words = {
        "SMD": _pair(
            "C246",
            "C248",
            "Cochrane's pooled difference is {0:.2f} against placebo and {1:.2f} against midazolam: {2:.0f} % of the"
            " size (calculated); the intervals overlap.",
        )
        + _pair(
            "C1201",
            "C1200",
            " Person by person, in nine trials, it is {0:.1f} against saline and {1:.1f} against midazolam; these"
            " intervals do not.",
        ),
        "OR": _pair(
            "C245",
            "C247",
            "Cochrane's odds ratio is {0:.2f} against placebo and {1:.2f} against midazolam, on two different shares of"
            " people who got better without ketamine.",
        ),
        "PTSD": _pair(
            "C910",
            "C633",
            "Against passive controls g is {0:.2f}, against active controls {1:.2f}, and the second interval includes"
            " no difference.",
        ),
        "points": (
            "In MADRS points the placebo arms are all esketamine, the sedated arms all ketamine by vein: comparator and"
            " drug cannot be told apart here."
        ),
    }[measure]
    counts = [
        f"{POOLED[key].name}: {sum(e.estimate.low <= nil <= e.estimate.high for e in studies)} of {len(studies)}"
        for key, studies in by.items()
        if studies and key != "none" and against in (ANY, key)
    ]
    if against in ALONE:
        words = _brought_forward(measure, against) if by[against] else ""
    told = [Readout("Comparator", words)] if words else []
    if against == "none" and by[against]:
        return told  # nothing that an interval could include
    return [
        *told,
        Readout(
            "Intervals that include no difference",
            "; ".join(counts) + "." if counts else "None of this measure has such a comparator.",
        ),
    ]


ALONE = ("mixed", "treatment", "none")  # comparators beside which placebo and midazolam are not the subject


def _brought_forward(measure: str, against: str) -> str:
    """Say what to keep in mind of the effects against one of ALONE."""
    if against == "mixed":
        return "These pool trials with several comparators, so they cannot say which of them matters."
    if against == "none":
        return "People after the drug beside the same people before it: how many would have got better anyway is open."
    pools = [effect for effect in FOREST[measure] if effect.against == against]
    assert len(pools) == 3 and all(pool.estimate.low <= 0 <= pool.estimate.high for pool in pools)
    ahead = abs(evidence.number("C1020").value)  # C1022 says its size in words
    return (
        "Three pools with an interval show no clear difference from ECT. Not drawn, because we saw no interval: two"
        f" pools with ECT ahead ({ahead:.2f}, about 0.59)."
    )


def _arm_readouts() -> list[Readout]:
    """Say what differs between trials against midazolam and against saline: the comparator, not ketamine."""
    masked, sedative, open_, saline = (evidence.number(i).value for i in ("C1202", "C1203", "C1204", "C1205"))
    alike, n = evidence.row("C1206"), evidence.row("C1200").n
    return [
        Readout(
            "Comparator",
            f"Ketamine: {masked:g} in 100 in the trials against midazolam and {open_:g} in those against saline (P"
            f" = {alike.value:g} for a difference). Midazolam: {sedative:g}. Saline: {saline:g}.",
        ),
        Readout(
            "More people in 100",
            f"{masked - sedative:g} against midazolam and {open_ - saline:g} against saline (calculated from shares"
            f" that a model estimated, {n} people in 9 trials).",
        ),
    ]


def _pair(first: str, second: str, sentence: str) -> str:
    a, b = abs(evidence.number(first).value), abs(evidence.number(second).value)
    return sentence.format(a, b, 100 * b / a)


# --- a hundred people -------------------------------------------------------------------------


@dataclass(frozen=True)
class Hundred:
    """Two shares of one outcome: a trial's counts or, for pooled data, a base share and an odds ratio."""

    short: str  # in the list of trials, on a phone
    label: str
    comparison: Comparison | None = None
    base: str = ""  # row id of the share on the comparator, %
    ratio: str = ""  # row id of the odds ratio
    noun: str = "got better"  # what happens to a person counted
    harm: bool = False
    remark: str = ""  # what else to know of it


def _trial(
    short: str,
    label: str,
    treated: str,
    untreated: str,
    against: str,
    condition: Condition = KETAMINE,
    printed: str = "",
    decimals: int = 1,
    **more: Any,
) -> Hundred:
    return Hundred(
        short, label, Comparison(label, condition, against, treated, untreated, printed, decimals=decimals), **more
    )


HUNDREDS = {
    "cochrane-placebo": Hundred(
        "Ketamine v placebo (Cochrane)", "Ketamine v placebo, 24 h (Cochrane)", base="C736", ratio="C245"
    ),
    "cochrane-midazolam": Hundred(
        "Ketamine v midazolam (Cochrane)", "Ketamine v midazolam, 24 h (Cochrane)", base="C738", ratio="C247"
    ),
    "murrough": _trial(
        "Ketamine v midazolam (Murrough)",
        "Ketamine v midazolam, 24 h (Murrough 2013)",
        "C541",
        "C542",
        "masked",
        decimals=0,
    ),
    "lii": _trial(
        "Ketamine in anaesthesia (Lii)",
        "Ketamine v saline under anaesthesia, day 1 (Lii 2023)",
        "C120",
        "C121",
        "masked",
    ),
    "karma": _trial(
        "Ketamine, week 4 (KARMA-Dep 2)",
        "Ketamine v midazolam, week 4, remission (KARMA-Dep 2)",
        "C903",
        "C904",
        "masked",
    ),
    "transform-24h": _trial(
        "Esketamine, 24 h (TRANSFORM)",
        "Esketamine v placebo spray, 24 h (TRANSFORM-1, -2)",
        "C065",
        "C066",
        "placebo",
        ESKETAMINE,
    ),
    "transform-28d": _trial(
        "Esketamine, day 28 (TRANSFORM)",
        "Esketamine v placebo spray, day 28 (TRANSFORM-1, -2)",
        "C067",
        "C068",
        "placebo",
        ESKETAMINE,
    ),
    "transform2-strict": _trial(
        "Esketamine, drop-outs counted",
        "Esketamine v placebo spray, day 28, drop-outs counted as not better (TRANSFORM-2)",
        "C913",
        "C914",
        "placebo",
        ESKETAMINE,
    ),
    "escape": _trial(
        "Esketamine v quetiapine (ESCAPE)",
        "Esketamine v quetiapine, week 8, remission (ESCAPE-TRD)",
        "C086",
        "C087",
        "treatment",
        ESKETAMINE,
    ),
    "elektd": _trial(
        "Ketamine v ECT (ELEKT-D)",
        "Ketamine v ECT, 3 weeks (ELEKT-D)",
        "C089",
        "C090",
        "treatment",
        remark="In hospital patients (KetECT) ECT was better.",
    ),
    "dissociation": _trial(
        "Harm: dissociation",
        "Harm: dissociation (TRANSFORM-2)",
        "C950",
        "C951",
        "placebo",
        ESKETAMINE,
        noun="felt dissociated",
        harm=True,
    ),
    "stopped": _trial(
        "Harm: stopped",
        "Harm: stopped for an adverse event (TRANSFORM-2)",
        "C952",
        "C953",
        "placebo",
        ESKETAMINE,
        noun="stopped for an adverse event",
        harm=True,
    ),
}
AS_PUBLISHED = 0
FEW = 5  # with fewer people than this in an arm, an odds ratio says little


def shares(trial: str, base: int = AS_PUBLISHED) -> tuple[float, Estimate, Estimate | None]:
    """Return the share on the comparator (%), difference (percentage points), and odds ratio.

    base: share on the comparator in %, to which the odds ratio is applied (calculated); 0 for the
    published one.
    """
    chosen = HUNDREDS[trial]
    if chosen.comparison:
        counts = chosen.comparison.counts()
        assert counts, f"{chosen.label}: its people were not counted"
        ratio = risk.odds_ratio(*counts)
        if base == AS_PUBLISHED or ratio is None:
            return 100 * counts[2] / counts[3], chosen.comparison.estimate, ratio
    else:
        row = evidence.estimate(chosen.ratio)
        ratio = Estimate(row.value, row.low, row.high)
    start = (base or evidence.number(chosen.base).value) / 100
    moved = [100 * (risk.share_at(start, r) - start) for r in (ratio.value, ratio.low, ratio.high)]
    return 100 * start, Estimate(*moved), ratio


def hundred_people(trial: str = "cochrane-placebo", base: int = AS_PUBLISHED) -> tuple[go.Figure, list[Readout]]:
    """Draw a hundred people on the drug: better anyway, better because of it, not better; and the NNT with interval.

    trial: a key of HUNDREDS; base: as in ``shares``.
    """
    chosen = HUNDREDS[trial]
    start, difference, ratio = shares(trial, base)
    anyway = round(start)
    better = round(start + difference.value)
    ticks = [-50, -20, -10, 0, 10, 20, 50]
    figure = charts.blank(
        "",
        "",
        height=580,
        margin=dict(l=8, r=8, t=12, b=84),
        xaxis=dict(domain=[0.02, 0.98], range=[-0.6, 9.6], visible=False, fixedrange=True),
        yaxis=dict(domain=[0.3, 1.0], range=[-9.7, 0.7], visible=False, fixedrange=True),
        xaxis2=dict(
            domain=[0.02, 0.98],
            anchor="y2",
            range=[-55, 82],
            tickvals=ticks,
            zeroline=False,
            ticks="outside",
            ticktext=["50<br>fewer", "20", "10", "0", "10", "20", "50<br>more"],
            title=charts.title(f"Fewer or more people in 100 who<br>{chosen.noun}"),
        ),
        yaxis2=charts.names(
            ["difference"], first=0.5, last=0.5, domain=[0.04, 0.14], anchor="x2", showticklabels=False
        ),
        legend=SMALL_LEGEND,
    )
    parts = zip(_groups(chosen), (range(anyway), range(anyway, better), range(better, 100)), strict=True)
    charts.hundred(
        figure,
        [(look._replace(name=f"{look.name}: {len(seats)}"), seats) for look, seats in parts],
        lambda i: (i % 10, -(i // 10)),
        legendrank=1,
        size=17,
    )
    look = Look("difference with 95 % interval", charts.PURPLE, "diamond")
    mark = Mark("difference", difference.value, difference.low, difference.high, _hundred_note(chosen, base))
    below: dict[str, Any] = dict(xaxis="x2", yaxis="y2", showlegend=False)
    charts.intervals(figure, look, [mark], size=12, thickness=2.5, cap=6, **below)
    charts.upright(figure, 0, dash="dash", xref="x2", yref="y2 domain")
    numbers = zip(ticks, ["2", "5", "10", "∞", "10", "5", "2"], strict=True)
    needed = "Number needed to harm (NNH):" if chosen.harm else "Number needed to treat (NNT):"
    charts.lay_out(
        figure,
        annotations=[
            *(
                charts.text(words, value, 0.16, size=12, xref="x2", yref="paper", yanchor="bottom")
                for value, words in numbers
            ),
            charts.text(needed, 0.02, 0.205, xref="paper", yref="paper", xanchor="left", yanchor="bottom"),
        ],
    )
    return figure, _hundred_readouts(chosen, start, difference, ratio, base)


def _groups(chosen: Hundred) -> tuple[Look, ...]:
    if chosen.harm:
        return (
            Look("would have had it anyway", charts.GREY),
            Look("has it because of the drug", charts.RED, "diamond"),
            Look("does not have it", charts.GREY, "circle-open"),
        )
    anyway = (
        "better on the other treatment too"
        if chosen.comparison and chosen.comparison.against == "treatment"
        else "better anyway"
    )
    return (
        Look(anyway, charts.GREEN),
        Look("better because of the drug", charts.BLUE, "diamond"),
        Look("not better", charts.GREY, "circle-open"),
    )


def _hundred_note(chosen: Hundred, base: int) -> str:
    row = chosen.comparison.source if chosen.comparison else evidence.row(chosen.ratio)
    people = chosen.comparison.n if chosen.comparison else row.n
    how = (
        "calculated: the odds ratio at an assumed share"
        if base
        else (
            "pooled odds ratio at the review's own share"
            if chosen.ratio
            else "counts of the trial, interval calculated (Newcombe)"
        )
    )
    return f"{chosen.label}; {row.outcome}, {row.when}; {people} people; {how}"


def _when(chosen: Hundred) -> str:
    """Say which time the shares speak of, as published: '24 h', 'day 28'."""
    return (chosen.comparison.source if chosen.comparison else evidence.row(chosen.ratio)).when


def _hundred_readouts(
    chosen: Hundred, start: float, difference: Estimate, ratio: Estimate | None, base: int
) -> list[Readout]:
    needed = Needed(difference.times(-0.01 if chosen.harm else 0.01))
    treated = start + difference.value
    more = (treated / start - 1) * 100 if start else 0.0
    said = f"{more:.0f} % more people" if more >= 0 else f"{-more:.0f} % fewer people"
    odds = (
        f"odds ratio {ratio.value:.1f} ({ratio.low:.1f} to {ratio.high:.1f})"
        if ratio
        else "no odds ratio: an arm is empty"
    )
    counts = chosen.comparison.counts() if chosen.comparison else None
    if counts and min(counts[0], counts[2]) < FEW:
        odds += f", from {counts[0]} people against {counts[2]}: too few to trust its size"
    assumed = " (assumed; the rest is calculated with the same odds ratio)" if base else ""
    return [
        Readout("Compared", f"{chosen.label}. {chosen.remark}".strip()),
        Readout("Said as a relative effect", f"{said} {chosen.noun}; {odds}."),
        Readout(
            "Said as an absolute effect",
            f"{more_or_fewer(difference.value)} in 100 ({more_or_fewer(difference.low)} to"
            f" {more_or_fewer(difference.high)}): {treated:.0f} instead of {start:.0f}{assumed}.",
        ),
        Readout(f"Number needed to {'harm' if chosen.harm else 'treat'}, {_when(chosen)}", needed.text + "."),
    ]


# --- anxiety, PTSD, OCD -----------------------------------------------------------------------


@dataclass(frozen=True)
class Shared:
    """The share of people who did well, on the drug and on the comparator if there was one."""

    label: str
    disorder: str
    against: str
    treated: str
    untreated: str = ""
    decimals: int = 1
    remark: str = ""


SHARED = (
    Shared(
        "Social anxiety<br>clinician-rated",
        "anxiety",
        "placebo",
        "C208",
        "C209",
        2,
        "crossover; difference over time P = .01",
    ),
    Shared(
        "Social anxiety<br>self-rated",
        "anxiety",
        "placebo",
        "C210",
        "C911",
        2,
        "crossover; difference over time P = .95",
    ),
    Shared("GAD or social<br>Glue 2017", "anxiety", "none", "C206"),
    Shared("GAD or social<br>Glue 2018", "anxiety", "none", "C207", remark="share who reported better functioning"),
    Shared("PTSD<br>Feder 2021", "PTSD", "masked", "C212", "C213", 0),
    Shared("OCD<br>Rodriguez 2013", "OCD", "placebo", "C217", "C218"),
    Shared("OCD<br>Bloch 2012", "OCD", "none", "C219"),
)
#: (disorder, comparator class, row) of trials published without shares, said in words
WITHOUT_SHARES = (
    ("anxiety", "masked", "C912"),
    ("PTSD", "placebo", "C216"),
    ("PTSD", "masked", "C1227"),
    ("PTSD", "treatment", "C1228"),
    ("OCD", "masked", "C1229"),
)
CONTROL = {
    "any": ("placebo", "masked", "treatment", "none"),
    "control": ("placebo", "masked", "treatment"),
    "active": ("masked",),
}


def anxiety_ptsd_ocd(disorder: str = ANY, control: str = "any") -> tuple[go.Figure, list[Readout]]:
    """Draw the share of people who responded on ketamine and on the comparator, with 95 % intervals (Wilson,
    calculated).

    disorder: 'anxiety', 'PTSD', 'OCD' or 'any'; control: 'any', 'control' (a control group of any
    kind) or 'active' (a sedative that people may take for ketamine).
    """
    shown = [s for s in SHARED if disorder in (ANY, s.disorder) and s.against in CONTROL[control]]
    figure = charts.rows(
        "People in 100 who responded",
        "",
        [s.label for s in shown] or [" "],
        size=12,
        height=130 + 50 * max(len(shown), 2),
        margin=dict(l=56, r=12, t=12, b=48),
        scattermode="group",
        scattergap=0.55,
        xaxis=dict(range=[-2, 102], tickvals=[0, 20, 40, 60, 80, 100]),
        yaxis=dict(ticklabelstandoff=2),
        legend=SMALL_LEGEND,
    )
    for look, field in (
        (Look("ketamine", colours.KETAMINE, "diamond"), "treated"),
        (Look("comparator", colours.COMPARATOR, "circle-open"), "untreated"),
    ):
        marks = [_share(item, field) for item in shown if getattr(item, field)]
        charts.intervals(
            figure, look, marks, orientation="h", offsetgroup=look.name, thickness=1.8, cap=4, showlegend=True
        )
    if not shown:
        nothing = "No study of this kind<br>printed shares."
        figure.add_annotation(charts.text(nothing, 0.5, 0.5, xref="paper", yref="paper"))
    return figure, _share_readouts(disorder, control, shown)


def _sentences(parts: list[str]) -> str:
    """'First thing. Second thing.' of 'first thing', 'second thing'."""
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts)


def _share(item: Shared, field: str) -> Mark:
    """Mark the share of people on the drug ('treated') or the comparator ('untreated'), in per cent."""
    row = evidence.number(getattr(item, field))
    counted, people = events(row, item.decimals)
    share = risk.wilson(counted, people).times(100)
    remark = f" {sentence(item.remark)}" if item.remark else ""
    note = f"{describe(row, note=False)} {counted} of {people}; interval calculated (Wilson).{remark}"
    return Mark(item.label, share.value, share.low, share.high, note)


def _share_readouts(disorder: str, control: str, shown: Iterable[Shared]) -> list[Readout]:
    words = [
        result(row, arm=True) + f" ({row.study}, {row.n} people, against {row.comparator})"
        for name, against, row in ((name, against, evidence.row(row_id)) for name, against, row_id in WITHOUT_SHARES)
        if disorder in (ANY, name) and against in CONTROL[control]
    ]
    people = sum(
        evidence.row(row_id).sample
        for row_id in {
            i
            for s in shown
            if s.against != "none"
            for i in (s.treated, s.untreated)
            if i not in ("C209", "C210", "C911")
        }
    )
    trials = len({evidence.row(s.treated).study for s in shown if s.against != "none"})
    return [
        Readout(
            "People with a control group in this figure",
            f"{people}, in {trials} {'trial' if trials == 1 else 'trials'}." if trials else "None.",
        ),
        Readout("Published without shares, so not drawn", _sentences(words) if words else "None in this view."),
    ]
