"""How long the effects last: relapse after stopping, and psychotherapy beside ketamine.

The timeline of what is felt, in the blood and helped is a scene (``ketamine.scenes.how_long``).

Every number drawn is a Row of the evidence tables or, where a name or a note says 'calculated',
arithmetic on Rows by ``ketamine.models.durability`` and ``ketamine.models.risk``.
"""

from __future__ import annotations

import math
from typing import Any

import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from explorers.words import lines
from ketamine import colours, evidence
from ketamine.evidence import Number, Row
from ketamine.models import durability, risk

WEEK = 168.0  # hours

# --- relapse after stopping, or not ----------------------------------------------------------------

REMITTERS, RESPONDERS = "Stable remitters", "Stable responders"
PERCENT, PEOPLE, RATIO, BESIDE = "Per cent", "100 people", "Hazard ratio", "Other studies"
STAYED = Look("Kept on esketamine", colours.ESKETAMINE)
STOPPED = Look("Switched to placebo spray", colours.COMPARATOR, "circle-open")
ARMS = {REMITTERS: ("C271", "C272"), RESPONDERS: ("C273", "C274")}
RATIOS = {REMITTERS: ("C275", "C803"), RESPONDERS: ("C276", "C804")}
ALSO = {"kept on ketamine tablets, 180 mg": "C1601", "switched to placebo tablets": "C1600"}  # BEDROC
EXPOSED = {REMITTERS: "C1630", RESPONDERS: "C1631"}  # weeks of esketamine after the draw
#: people followed after one dose, a course, a course with therapy; whether the row counts those who relapsed
OTHERS = {"C620": True, "C625": False, "C285": True, "C093a": True}
ACROSS, DOWN = 20, 5  # how 100 people stand in each group


def relapse(group: str = REMITTERS, view: str = PEOPLE) -> tuple[go.Figure, list[Readout]]:
    """Who relapsed in SUSTAIN-1, the randomised-withdrawal trial of esketamine, seen in four ways.

    group: stable remitters or stable responders after 16 weeks of esketamine and a new
    antidepressant. view: per cent, people out of 100, hazard ratio (below 1 favours going on), or
    beside people who were only followed up. Sources: SUSTAIN-1 rows of durations.csv; the interval
    of the difference is calculated from shares and group sizes.
    """
    figure = {PERCENT: _percent, PEOPLE: _people, RATIO: _ratio, BESIDE: _beside}[view](group)
    charts.lay_out(figure, margin=dict(l=8, r=12, t=12, b=48), legend=dict(font=dict(size=12)))
    return figure, _relapse_words(group, view)


def _arms(group: str) -> list[tuple[Look, Number]]:
    """Return the two arms: how each is drawn, and its row."""
    return list(zip((STAYED, STOPPED), map(evidence.number, ARMS[group])))


def _two_arms(x: str, height: int) -> go.Figure:
    """Draw an empty figure of 0 to 100 with a place for each arm."""
    return _out_of_100(x, "Arm", [STAYED.name, STOPPED.name], height, showlegend=False)


def _out_of_100(x: str, y: str, names: list[str], height: int, **layout: Any) -> go.Figure:
    """Draw an empty figure of 0 to 100 with a place for each name."""
    across = dict(title=charts.title(x, 13), range=[0, 103], tickvals=[0, 25, 50, 75, 100])
    return charts.rows(x, y, names, written=False, height=height, xaxis=across, **layout)


def _percent(group: str) -> go.Figure:
    """Two bars: the share of each arm that relapsed."""
    figure = _two_arms("Relapsed before the trial stopped (%)", 300)
    for look, row in _arms(group):
        figure.add_bar(
            name=look.name,
            x=[row.value],
            y=[look.name],
            orientation="h",
            width=0.42,
            marker=dict(color=look.colour, pattern=dict(shape="" if look is STAYED else "/", solidity=0.3)),
            text=[f"{row.value:g} %"],
            textposition="outside",
            cliponaxis=False,
            hovertext=[lines(describe(row))],
            hoverinfo="text",
        )
        figure.add_annotation(charts.above(look.name, f"<b>{look.name}</b>, n = {row.n}", 28))
    return figure


def _people(group: str) -> go.Figure:
    """Draw a hundred people in each arm, those who relapsed on the left; the upright line is the published share."""
    figure = _two_arms("People out of 100, when the trial stopped", 400)
    places = dict(overlaying="y", visible=False, range=list(figure.layout.yaxis.range))
    charts.lay_out(figure, showlegend=True, yaxis2=places)
    few, many = (round(row.value) for _, row in _arms(group))
    charts.hundred(
        figure,
        (
            (Look("Relapsed", charts.RED, "x"), [*range(few), *range(100, 100 + few)]),
            (Look("Extra relapses after switching", charts.AMBER, "square"), range(100 + few, 100 + many)),
            (
                Look("Not relapsed when it stopped", charts.TEAL, "circle-open"),
                [*range(few, 100), *range(100 + many, 200)],
            ),
        ),
        lambda i: ((i % 100 // DOWN + 0.5) * 100 / ACROSS, i // 100 + (i % DOWN - (DOWN - 1) / 2) * 0.12),
        size=9,
        yaxis="y2",
    )
    for look, row in _arms(group):
        share = Look(f"{look.name}: relapsed", look.colour, "line-ns-open")
        charts.intervals(figure, share, [Mark(look.name, row.value, note=describe(row))], size=64, showlegend=False)
        who = look.name.removesuffix(" spray")
        figure.add_annotation(charts.above(look.name, f"<b>{who}</b>: about {row.value:.0f} of 100", 40))
    return figure


def _ratio(group: str) -> go.Figure:
    """Hazard ratios with their 95 % intervals; the chosen group is filled."""
    title = "Hazard ratio of relapse<br>(below 1: fewer relapses on esketamine)"
    figure = charts.rows(
        title,
        "Group",
        [REMITTERS, RESPONDERS],
        written=False,
        height=300,
        showlegend=False,
        xaxis=charts.powers([0.1, 0.2, 0.5, 1], 0.1, 1.3, title=charts.title(title, 13)),
        annotations=[
            charts.text("no difference", 0, 1, size=12, yref="paper", xanchor="right", yanchor="top", xshift=-4)
        ],
    )
    charts.upright(figure, 1, dash="dash", layer="between")
    for look in (Look(REMITTERS, charts.TEAL, "square"), Look(RESPONDERS, charts.PINK, "diamond")):
        row = evidence.row(RATIOS[look.name][0])
        mark = Mark(look.name, row.value, row.low, row.high, describe(row))
        if look.name == group:
            charts.intervals(figure, look, [mark], size=15, thickness=3, cap=7)
        else:
            charts.intervals(figure, look._replace(symbol=f"{look.symbol}-open"), [mark], thickness=1.5, cap=7)
        words = f"<b>{look.name}</b>: {row.value:.2f} ({row.low:.2f}–{row.high:.2f})"
        figure.add_annotation(charts.above(look.name, words, 14))
    return figure


def _beside(group: str) -> go.Figure:
    """Shares relapsed in two randomised trials and in people who were only followed: other people, other clocks."""
    randomised = [
        *((f"SUSTAIN-1: {look.name.lower()}", row, row.value, "when it stopped") for look, row in _arms(group)),
        *((f"{row.study}: {arm}", row, row.value, f"by {row.when}") for arm, row in _also()),
    ]
    followed = [
        (f"{row.study}: {row.arm}", row, row.value if relapsed else 100 - row.value, f"by {row.when}")
        for row, relapsed in ((evidence.number(row_id), relapsed) for row_id, relapsed in OTHERS.items())
    ]
    names = [name for name, *_ in (*randomised, *followed)]
    figure = _out_of_100("Relapsed (%), lower is better", "Study", names, 52 * len(names) + 110)
    for look, shares in (
        (Look("Randomised to go on or stop", charts.TEAL, "square"), randomised),
        (Look("Only followed up", charts.AMBER, "diamond-open"), followed),
    ):
        marks = []
        for name, row, share, when in shares:
            how = "" if share == row.value else ", calculated as 100 less the share not relapsed"
            marks.append(Mark(name, share, note=f"Relapsed {when}{how}. {describe(row)}"))
        charts.intervals(figure, look, marks, size=12)
    for name, _, share, when in (*randomised, *followed):
        who, _, arm = name.partition(": ")
        figure.add_annotation(charts.above(name, f"<b>{who}</b>: {share:g} % {when}<br>{arm}", 4, size=12))
    return figure


def _relapse_words(group: str, view: str) -> list[Readout]:
    """Put the chosen view into words; the difference and its interval are calculated."""
    (_, stay), (_, stop) = _arms(group)
    ratio, needed = evidence.estimate(RATIOS[group][0]), evidence.number(RATIOS[group][1])
    gap = risk.newcombe(stop.value / 100 * stop.sample, stop.sample, stay.value / 100 * stay.sample, stay.sample)
    few, many = risk.whole(gap.high), risk.whole(gap.low)
    fewer = gap.times(100)
    time = Readout(
        "Over what time",
        "The trial ended when enough people had relapsed, not on a date. Half of those kept on esketamine had it for "
        f"{evidence.number(EXPOSED[group]).value:g} weeks or less; what would have come later is not known.",
    )
    if view == PERCENT:
        said = (
            f"{stay.value:g} % against {stop.value:g} %: {fewer.value:.1f} percentage points fewer with esketamine kept"
            f" up (calculated 95 % interval {fewer.low:.1f} to {fewer.high:.1f})."
        )
    elif view == PEOPLE:
        kept, left = round(stay.value), round(stop.value)
        said = (
            f"Of 100 kept on esketamine about {kept} relapsed before the trial stopped, of 100 switched about {left}."
            f" Going on spared {left - kept} of 100; {kept} relapsed all the same, and {100 - left} of those switched"
            f" had not relapsed by then. Published number needed to treat: {needed.value:g} (calculated interval {few}"
            f" to {many})."
        )
    elif view == RATIO:
        said = (
            f"At any time, the rate of relapse is {100 - 100 * ratio.value:.0f} % lower with esketamine kept up; the 95"
            f" % interval allows {100 - 100 * ratio.high:.0f} to {100 - 100 * ratio.low:.0f} %. It does not say how"
            " many relapse."
        )
    else:
        said = (
            "The first two come from one randomised comparison, of esketamine spray; the next two from another, of"
            " ketamine tablets at the highest of four doses. Each is to be read within itself. The others had other"
            " patients, other clocks and other meanings of relapse; their order says nothing about which treatment"
            " lasts longer."
        )
    return [Readout("What it says", said), *([time] if view != BESIDE else [])]


# --- psychotherapy and habits beside ketamine -------------------------------------------------------

MADRS, QIDS, TRAINING = "CBT, MADRS", "CBT, QIDS", "Computer training"
TRIALS = {MADRS: "C283", QIDS: "C284", TRAINING: "C814"}
#: Effect sizes by the usual labels (Cohen); below the first no label is given.
SIZES = ((0.2, "hardly any"), (0.5, "a small"), (0.8, "a moderate"), (1.2, "a large"), (math.inf, "a very large"))


def _also() -> list[tuple[str, Row]]:
    """Return the arms of another randomised trial, in words, with their rows."""
    return [(arm, evidence.row(row_id)) for arm, row_id in ALSO.items()]


def psychotherapy(trial: str = MADRS, times: int = 1) -> tuple[go.Figure, list[Readout]]:
    """Draw what was measured of therapy and habits added to ketamine, as effect sizes with 95 % intervals.

    trial: the result looked at. times: how many times as many people; above 1 a second, broad bar
    shows the calculated interval of such a trial if it found the same effect. Right of zero favours
    the added treatment (the beta of the computer training is turned round). Sources: durations.csv.
    """
    unmeasured = _unmeasured()
    names = [*TRIALS, *unmeasured]
    title = "Effect size, standardised<br>(right of 0 favours the addition)"
    figure = charts.rows(
        title,
        "What was added",
        names,
        written=False,
        height=58 * len(names) + 120,
        margin=dict(l=8, r=12, t=12, b=48),
        legend=dict(font=dict(size=12)),
        xaxis=dict(title=charts.title(title, 13), range=[-0.8, 2.0], tickvals=[-0.5, 0, 0.5, 1, 1.5]),
    )
    for slot in range(len(TRIALS)):  # beside each bar only: the lines of text stay free
        charts.upright(figure, 0, yref="y", y0=slot - 0.2, y1=slot + 0.25, layer="between")
    _calculated(figure, trial, times)
    for look, members in (
        (Look("Therapy, published", charts.TEAL, "square"), (MADRS, QIDS)),
        (Look("Computer training, published", charts.PINK, "diamond"), (TRAINING,)),
    ):
        marks = [Mark(member, *_effect(member), describe(evidence.row(TRIALS[member]))) for member in members]
        symbols = [look.symbol if member == trial else f"{look.symbol}-open" for member in members]
        charts.intervals(figure, look, marks, size=12, cap=7, marker=dict(symbol=symbols))
    for member in TRIALS:
        row = evidence.row(TRIALS[member])
        words = f"<b>{member}</b> · {row.study}, n = {row.n}<br>against {row.comparator}"
        figure.add_annotation(charts.above(member, words, 8, size=12))
    for name, said in unmeasured.items():
        figure.add_annotation(charts.above(name, f"<b>{name}</b>{said}", -12, size=12))
    return figure, [Readout("What it allows", _allows(trial, times))]


def _unmeasured() -> dict[str, str]:
    """Additions for which there is no effect size against a control group, and why, for the figure."""
    mind, open_label, later, kap = (evidence.row(row_id) for row_id in ("C817", "C285", "C812", "C286"))
    share = evidence.number("C285").value
    relapsed, weeks = round(share * open_label.sample / 100), open_label.at_hours / WEEK
    return {
        "Mindfulness, music": f" · {mind.study}, n = {mind.n}<br>randomised: both groups improved alike",
        "CBT, uncontrolled": (
            f" · {open_label.study}, n = {open_label.n}<br>{relapsed} relapsed by week {weeks:g}, {later.value:g} in"
            " the end"
        ),
        "Ketamine + therapy": f" · {kap.study}, n = {kap.n}<br>no control group",
        "Exercise, sleep, diet": "<br>no randomised trial known to us",
    }


def _effect(trial: str) -> tuple[float, float, float]:
    """Value and 95 % bounds, turned so that above zero favours the addition."""
    row = evidence.estimate(TRIALS[trial])
    if row.unit == "beta":  # published as lower is better
        return -row.value, -row.high, -row.low
    return row.value, row.low, row.high


def _calculated(figure: go.Figure, trial: str, times: int) -> None:
    """Draw the interval of a trial ``times`` as large with the same result; nothing when it is the published size."""
    value, low, high = _effect(trial)
    marks = []
    if times > 1:
        people = times * evidence.row(TRIALS[trial]).sample
        bounds = durability.with_more_people(value, low, high, times)
        marks = [Mark(trial, value, *bounds, f"Calculated: the same effect found in {people} people.")]
    look = Look("Same result, more people (calculated)", charts.AMBER, "hexagon")
    charts.intervals(figure, look, marks, size=10, thickness=5, cap=0)


def _allows(trial: str, times: int) -> str:
    """Put the interval into words."""
    row = evidence.row(TRIALS[trial])
    value, low, high = _effect(trial)
    need = durability.people_to_exclude_zero(value, low, row.sample)
    if times > 1:
        low, high = durability.with_more_people(value, low, high, times)
    people = (
        f"With {row.n} people" if times == 1 else f"Had {times * row.sample} people given the same result (calculated)"
    )
    said = f"{people}, the interval runs from {_size(low)} to {_size(high)}"
    course = f" The course over time did differ (p = {evidence.number('C825').value:g})." if trial == QIDS else ""
    if trial == TRAINING:
        return (
            f"{said}. It excludes no difference, but both groups were trained: it shows what ketamine adds to the"
            " training, not what the training adds to ketamine. More people would not change that."
        )
    if low > 0:
        return (
            f"{said}. No difference would then be excluded: about {need} people would do. But the effect found in a"
            f" small trial is often too large, and a bigger one may find less.{course}"
        )
    return (
        f"{said}. It includes no difference: this cannot tell whether therapy helps, hardly matters or harms. About"
        f" {need} people with the same result would exclude it (calculated).{course}"
    )


def _size(effect: float) -> str:
    """'−0.55 (a moderate effect the other way)'."""
    label = next(label for below, label in SIZES if abs(effect) < below)
    way = "in favour" if effect > 0 else "the other way"
    if abs(effect) < 0.005:
        return f"{effect:.3f} (just {'above' if effect > 0 else 'below'} zero)"
    return f"{effect:.2f} ({label} effect{'' if label.startswith('hardly') else ' ' + way})"
