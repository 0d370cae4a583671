"""How long the effects last: a timeline, relapse after stopping, and psychotherapy beside ketamine.

Every number drawn is a Row of the evidence tables or, where a name or a note says 'calculated',
arithmetic on Rows by ``ketamine.models.durability`` and ``ketamine.models.risk``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from explorers.words import lines
from ketamine import evidence
from ketamine.evidence import Number, Row
from ketamine.models import durability, risk

HOURS = {"min": 1 / 60, "h": 1.0, "days": 24.0, "weeks": 168.0, "months": 730.5, "years": 8766.0}

# --- the timeline -------------------------------------------------------------------------------

ONE, COURSE, ON = "One dose", "A course", "Going on"
DAY, MONTH, YEAR = "First day", "First month", "A year"
SPECIES = {"People": {"human"}, "Mice": {"mouse"}, "Both": {"human", "mouse"}}
WINDOW = {DAY: (1 / 12, 30), MONTH: (1 / 6, 1000), YEAR: (1 / 12, 10500)}  # hours shown
TICKS: dict[str, dict[float, str]] = {
    DAY: {1 / 6: "10 min", 1: "1 h", 2: "2 h", 6: "6 h", 24: "1 day"},
    MONTH: {1: "1 h", 6: "6 h", 24: "1 day", 168: "7 d", 720: "30 d"},
    YEAR: {1 / 6: "10 min", 1: "1 h", 24: "1 day", 168: "7 d", 720: "30 d", 8760: "1 y"},
}
SLOT = 50  # px for one bar with its two lines of text


POOLED = Look("Pooled studies", charts.BLUE, "circle")
TRIAL = Look("Randomised trial", charts.GREEN, "square")
ALONE = Look("No comparison", charts.ORANGE, "diamond", "10px,4px")
LABEL = Look("Label or rule", charts.PURPLE, "triangle-up", "2px,3px")
BLOOD = Look("Blood samples", charts.TEAL, "pentagon", "10px,3px,2px,3px")
MOUSE = Look("Mouse", charts.AMBER, "star", "4px,2px")
STRENGTHS = (POOLED, TRIAL, ALONE, LABEL, BLOOD, MOUSE)
GONE = Look("Not clearly seen", charts.RED, "x")
BETWEEN = Look("", charts.GREY, dash="dot")


@dataclass(frozen=True)
class Time:
    """A published time: what happened then, in hours and in words, and the row that says so."""

    what: str
    row: Row
    hours: float | None  # None where no number was published
    interval: tuple[float, float] | None
    text: str

    @property
    def at_hours(self) -> float:
        """``hours`` of a time for which a number was published."""
        assert self.hours is not None, f"row {self.row.id} has no time in hours"
        return self.hours

    @classmethod
    def read(cls, what: str, ref: str) -> Time:
        """ref: a row's id; 'C261a.low' takes its bound, 'C620.hours' the time at which its value was found."""
        row_id, _, field = ref.partition(".")
        row = evidence.row(row_id)
        what = what.format(value=row.value, n=row.n)
        if field == "hours":
            return cls(what, row, row.hours, None, row.when)
        if row.unit == "statement":
            return cls(what, row, None, None, "")
        factor = HOURS[row.unit]
        if field:
            bound = getattr(row, field)
            return cls(what, row, bound * factor, None, _span(bound, bound, row.unit))
        low, high = (row.value, row.value) if isinstance(row, Number) else row.bounds
        interval = (row.interval[0] * factor, row.interval[1] * factor) if row.interval else None
        spread = f" ({row.uncertainty} {row.spread:g})" if row.spread is not None else ""
        return cls(what, row, high * factor, interval, _span(low, high, row.unit) + spread)

    def __str__(self) -> str:
        return f"{self.what} {self.text}".strip()


@dataclass(frozen=True)
class Bar:
    """One effect in one study; ``times`` and ``gone`` are (what happened, where the row says it).

    The bar begins at its first time where that ``begins`` it (a beginning or a first sight, not a peak
    or an end), else with the dose, and ends at its last. gone: a time at which the effect was looked for and not seen.
    """

    effect: str
    times: tuple[tuple[str, str], ...]
    schedules: tuple[str, ...] = (ONE, COURSE, ON)
    zooms: tuple[str, ...] = (DAY, MONTH, YEAR)
    gone: tuple[str, str] | None = None
    begins: bool = False

    @property
    def seen(self) -> list[Time]:
        return [Time.read(*time) for time in self.times]

    @property
    def unseen(self) -> list[Time]:
        return [Time.read(*self.gone)] if self.gone else []

    @property
    def row(self) -> Row:
        """The row of its last time, which names the study."""
        return (self.seen or self.unseen)[-1].row

    @property
    def slot(self) -> str:
        """A name that no other bar has."""
        return f"{self.effect} ({self.row.study}, {self.row.id})"


BARS = (
    Bar("Infusion", (("", "C800"),), zooms=(DAY, YEAR)),
    Bar("Drug, half-life", (("short sampling:", "PK86a"),), zooms=(DAY, MONTH, YEAR)),
    Bar("Drug, half-life", (("long sampling:", "PK83b"),), zooms=(DAY, YEAR)),
    Bar("Esketamine, half-life", (("terminal:", "PK53"),), zooms=(DAY, MONTH, YEAR)),
    Bar("Dissociation", (("peak", "SE01"), ("over by", "SE02"))),
    Bar("Dissociation, i.v.", (("over in all within", "C801"),), zooms=(DAY,)),
    Bar("Dissociation, self-rated", (("in the first", "C610"),), zooms=(DAY,)),
    Bar("Dissociation, s.c.", (("usually within", "C569"),), zooms=(DAY,)),
    Bar("Sedation", (("onset", "SE06a"), ("peak", "SE06b"), ("over", "SE06c")), zooms=(DAY,), begins=True),
    Bar("Blood pressure", (("peak", "SE09a"), ("raised for about", "SE09b")), zooms=(DAY, YEAR)),
    Bar("Blood pressure, i.v.", (("normal again within", "SE17"),), zooms=(DAY,)),
    Bar("Thinking", (("worse at", "SE24a"), ("as on placebo at", "SE24b")), zooms=(DAY,)),
    Bar("Observation, a rule", (("at least", "SE08"),), zooms=(DAY, YEAR)),
    Bar("Mood v placebo", (("ahead from", "C566a"), ("lost by", "C566b")), (ONE,), begins=True),
    Bar(
        "Mood, mostly v before",
        (("from", "C261a.low"), ("to", "C261a.high")),
        (ONE,),
        (MONTH, YEAR),
        ("unclear at", "C261b"),
        begins=True,
    ),
    Bar("Mood, length of response", (("about", "C267"),), (ONE,), (MONTH,)),
    Bar("Mood, responders", (("mean time to relapse", "C624"),), (ONE,), (MONTH, YEAR)),
    Bar("Mood, responders", (("{value:g} % relapsed by", "C620.hours"),), (ONE,), (MONTH,)),
    Bar("Mood, responders", (("half relapsed by", "C017"),), (COURSE,), (MONTH, YEAR)),
    Bar("Mood, remitters", (("median remission", "C093b"),), (COURSE,), (MONTH, YEAR)),
    Bar("Mood, after stopping", (("{value:g} % still respond in", "C523.hours"),), (COURSE,), (MONTH, YEAR)),
    Bar("Mood, weekly infusions", (("unchanged for", "C802"),), (ON,), (MONTH, YEAR)),
    Bar("Mood, placebo spray", (("half relapsed by", "C277"),), (ON,), (MONTH, YEAR)),
    Bar("Mood, on esketamine", (("half relapsed by: not reached", "C821"),), (ON,), (MONTH, YEAR)),
    Bar("Mood, ketamine tablets", (("still ahead of placebo tablets in", "C1602.hours"),), (ON,), (YEAR,)),
    Bar("Mood, esketamine", (("{value:g} % well and not relapsed by", "C1620.hours"),), (ON,), (YEAR,)),
    Bar("Mood, quetiapine", (("{value:g} % well and not relapsed by", "C1621.hours"),), (ON,), (YEAR,)),
    Bar("Suicidal ideation", (("lower from", "C809.low"), ("to", "C809.high")), (ONE,), (MONTH, YEAR), begins=True),
    Bar("Suicidal ideation", (("lower from", "C810.low"), ("to", "C810.high")), (ONE,), (MONTH,), begins=True),
    Bar(
        "Suicidal ideation",
        (("lower from", "C564a.low"), ("to", "C564a.high")),
        (ONE,),
        (MONTH,),
        ("not at", "C564b"),
        begins=True,
    ),
    Bar(
        "Pain, fibromyalgia",
        (("{value:g} of {n} better at", "C239.hours"),),
        (ONE,),
        (MONTH, YEAR),
        ("no lead in", "C240.hours"),
        begins=True,
    ),
    Bar(
        "Pain, pooled",
        (("lower on", "C236.hours"),),
        (ONE, COURSE),
        (MONTH, YEAR),
        ("unclear in", "C237.hours"),
        begins=True,
    ),
    Bar(
        "Pain, CRPS",
        (("lowest in", "C220.hours"),),
        (COURSE,),
        (MONTH, YEAR),
        ("no clear lead in", "C222.hours"),
        begins=True,
    ),
    Bar("Synapse marker", (), (ONE,), (DAY, MONTH, YEAR), ("no mean change at", "N123.hours")),
    Bar("Mouse: drug, half-life", (("", "PK86b"),)),
    Bar(
        "Mouse: new spines",
        (("from", "X100.low"), ("to", "X100.high")),
        (ONE,),
        (DAY, MONTH, YEAR),
        ("not at", "X101"),
        begins=True,
    ),
    Bar(
        "Mouse: new spines",
        (("from", "N112a.low"), ("to", "N112a.high")),
        (COURSE,),
        (DAY, MONTH, YEAR),
        ("not at", "N112b"),
        begins=True,
    ),
    Bar("Mouse: spines", (("above control up to", "N110"),), (ONE,), (DAY, MONTH, YEAR)),
)


def timeline(schedule: str = ONE, species: str = "People", zoom: str = YEAR) -> tuple[go.Figure, list[Readout]]:
    """Draw how long each effect was followed, one line a study, on a logarithmic axis of hours.

    schedule: one dose; a course of several; or treatment that goes on (or is then stopped).
    species: people, mice or both. zoom: first day, first month or a year, each with the studies
    that speak to it. A bar begins where the study first saw the effect (else with the dose) and
    ends at the last published time; markers are the published times, a cross is a time at which
    the effect was looked for and not seen. Sources: durations.csv and pharmacology.csv.
    """
    bars = [
        bar for bar in BARS if schedule in bar.schedules and zoom in bar.zooms and bar.row.species in SPECIES[species]
    ]
    left, right = WINDOW[zoom]
    clock = _clock(schedule)
    figure = charts.rows(
        clock,
        "Effect",
        [bar.slot for bar in bars],
        written=False,
        height=SLOT * len(bars) + 180,
        margin=dict(l=8, r=8, t=12, b=72),
        legend=dict(font=dict(size=12), entrywidth=100),
        xaxis=charts.powers(TICKS[zoom], left, right, automargin=False, title=charts.title(clock, 13)),
        annotations=[_heading(bar) for bar in bars],
    )
    for strength in STRENGTHS:
        alike = [bar for bar in bars if bar.times and _strength(bar.row) is strength]
        charts.lanes(figure, strength, _lengths(alike, left), width=5, name=None)
        _times(figure, strength, [(bar, time) for bar in alike for time in bar.seen])
    charts.lanes(figure, BETWEEN, _between(bars), width=1.5, name=None)
    _times(figure, GONE, [(bar, time) for bar in bars for time in bar.unseen])
    return figure, _timeline_words(schedule, species)


def _lengths(bars: list[Bar], left: float) -> list[tuple[str, float, float]]:
    """Draw the bars themselves (slot, from, to): from the first published time, or the dose, to the last."""
    lengths = []
    for bar in bars:
        hours = [time.hours for time in bar.seen if time.hours is not None]
        if hours:
            lengths.append((bar.slot, hours[0] if bar.begins else left, hours[-1]))
    return lengths


def _between(bars: list[Bar]) -> list[tuple[str, float, float]]:
    """Return where an effect ended, or began: somewhere between the nearest sight and the cross."""
    gaps = []
    for bar in bars:
        for gone in bar.unseen if bar.times else []:
            end = gone.at_hours
            nearest = min((time.at_hours for time in bar.seen), key=lambda hours: abs(math.log(hours / end)))
            gaps.append((bar.slot, nearest, end))
    return gaps


def _times(figure: go.Figure, look: Look, times: list[tuple[Bar, Time]]) -> None:
    """Mark the published times of one kind of evidence, with their intervals."""
    marks = []
    for bar, time in times:
        if time.hours is not None:
            low, high = time.interval or (None, None)
            marks.append(Mark(bar.slot, time.hours, low, high, f"{bar.effect}: {time}. {describe(time.row)}"))
    charts.intervals(figure, look, marks, thickness=1.5)


def _heading(bar: Bar) -> dict[str, Any]:
    """Two lines above a bar: effect and study; the published times in words."""
    people = f", n = {bar.row.n}" if bar.row.n else ""
    times = ", ".join(map(str, bar.seen + bar.unseen))
    return charts.above(bar.slot, f"<b>{bar.effect}</b> · {bar.row.study}{people}<br>{times}", 5, size=12)


def _span(low: float, high: float, unit: str) -> str:
    """'40 min', '10–12 days'; long hours as days."""
    if unit == "h" and low >= 48:
        low, high, unit = low / 24, high / 24, "days"
    if low == high == 1:
        unit = unit.removesuffix("s")
    return f"{low:g} {unit}" if low == high else f"{low:g}–{high:g} {unit}"


def _strength(row: Row) -> Look:
    """Return the kind of evidence, from species and design."""
    if row.species != "human":
        return MOUSE
    for start, strength in (
        ("meta-analysis", POOLED),
        ("randomised", TRIAL),
        ("label", LABEL),
        ("protocol", LABEL),
        ("pharmacokinetic", BLOOD),
    ):
        if row.design.startswith(start):
            return strength
    return ALONE


def _clock(schedule: str) -> str:
    return {
        ONE: "Time since the dose (hours, log scale)",
        COURSE: "Time since a dose, or the last<br>of the course (hours, log scale)",
        ON: "Time since a dose, or since<br>the course ended (hours, log scale)",
    }[schedule]


def _timeline_words(schedule: str, species: str) -> list[Readout]:
    """Say what the timeline shows."""
    e = evidence.row
    felt, gone = e("SE02"), e("C801")
    half, spray = (evidence.number("PK86a").value, evidence.number("PK83b").value), evidence.interval("PK53")
    half_lives = 5
    left = durability.share_left(half_lives)
    words = []
    if species != "Mice":
        words.append(
            Readout(
                "What is felt",
                f"Dissociation peaks at {e('SE01').value:g} min and is generally over by {felt.value:g} h (esketamine);"
                f" after infusions it was gone within {gone.value:g} h in all {gone.n} patients.",
            )
        )
        words.append(
            Readout(
                "In the blood",
                f"Ketamine, half-life {half[0]:g} to {half[1]:g} h: after {half_lives} half-lives,"
                f" {half_lives * half[0]:.3g} to {half_lives * half[1]:.3g} h, about {100 * left:.0f} % is left."
                f" Esketamine spray, {spray.low:g} to {spray.high:g} h: {half_lives * spray.low:g} to"
                f" {half_lives * spray.high:g} h (calculated).",
            )
        )
        words.append(Readout("Mood", _mood(schedule)))
    if species != "People":
        spines, mouse = evidence.number("N110"), evidence.number("PK86b")
        many = math.floor(spines.value * HOURS["days"] / (mouse.value * HOURS["min"]) / 100) * 100
        words.append(
            Readout(
                "Mice",
                f"Half of the drug is gone in {mouse.value:g} min; after one dose spine density stays above control for"
                f" up to {spines.value:g} days, more than {many:,} half-lives (calculated)." + _mouse(schedule),
            )
        )
    return words


def _mood(schedule: str) -> str:
    e = evidence.row
    if schedule == ONE:
        lost, last, late = (evidence.interval(row_id) for row_id in ("C566b", "C261a", "C261b"))
        half = evidence.number("C620")
        times = math.floor(24 * lost.low / evidence.number("SE02").value / 10) * 10
        return (
            f"In pooled trials the lead over placebo was lost by days {lost.low:g} to {lost.high:g}: {times} times as"
            " long as dissociation (calculated). Studies that mostly compared with before found better scores to day"
            f" {last.high / 24:g}; at days {late.low:g} to {late.high:g} they were too few to tell. In one small trial"
            f" {half.value:g} % of those who responded to 0.5 mg/kg had relapsed by {half.when}."
        )
    if schedule == COURSE:
        six, ect = e("C017"), e("C093b")
        return (
            f"Half of {six.n} responders had relapsed {six.value:g} days after the last of six infusions; in another"
            f" study the median remission was {ect.value:g} days. Neither had a placebo group."
        )
    stop, low, on, weeks, stayed = e("C277"), e("C820"), e("C271"), e("C805"), e("C1630")
    tablets, none = e("C1601"), e("C1600")
    return (
        f"After {weeks.value:g} weeks of esketamine, half of the remitters switched to placebo spray had relapsed by"
        f" day {stop.value:g} (95 % CI from {low.value:g}). Of those kept on esketamine, {on.value:g} % had relapsed"
        f" when the trial stopped; half of them had it for {stayed.value:g} weeks or less. Of responders to ketamine"
        f" tablets, {none.value:g} % relapsed on placebo and {tablets.value:g} % on the highest dose, by"
        f" {tablets.when}."
    )


def _mouse(schedule: str) -> str:
    if schedule == COURSE:
        early, late = evidence.row("N112b"), evidence.row("N112a")
        return (
            f" With daily doses more spines were formed {late.low:g} to {late.high:g} h after the first dose, "
            f"not yet at {early.low:g} to {early.high:g} h."
        )
    return " No mouse study of long treatment is drawn here." if schedule == ON else ""


# --- relapse after stopping, or not ----------------------------------------------------------------

REMITTERS, RESPONDERS = "Stable remitters", "Stable responders"
PERCENT, PEOPLE, RATIO, BESIDE = "Per cent", "100 people", "Hazard ratio", "Other studies"
STAYED = Look("Kept on esketamine", charts.BLUE)
STOPPED = Look("Switched to placebo spray", charts.ORANGE, "diamond")
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
            (Look("Relapsed", charts.ORANGE, "x"), [*range(few), *range(100, 100 + few)]),
            (Look("Extra relapses after switching", charts.PURPLE, "square"), range(100 + few, 100 + many)),
            (
                Look("Not relapsed when it stopped", charts.BLUE, "circle-open"),
                [*range(few, 100), *range(100 + many, 200)],
            ),
        ),
        lambda i: ((i % 100 // DOWN + 0.5) * 100 / ACROSS, i // 100 + (i % DOWN - (DOWN - 1) / 2) * 0.12),
        size=9,
        yaxis="y2",
    )
    for look, row in _arms(group):
        share = Look(f"{look.name}: relapsed", charts.GREY, "line-ns-open")
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
    for look in (Look(REMITTERS, charts.GREEN, "square"), Look(RESPONDERS, charts.PURPLE, "diamond")):
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
        (Look("Randomised to go on or stop", charts.GREEN, "square"), randomised),
        (Look("Only followed up", charts.ORANGE, "diamond-open"), followed),
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
        height=50 * len(names) + 120,
        margin=dict(l=8, r=12, t=12, b=48),
        legend=dict(font=dict(size=12)),
        xaxis=dict(title=charts.title(title, 13), range=[-0.8, 2.0], tickvals=[-0.5, 0, 0.5, 1, 1.5]),
    )
    for slot in range(len(TRIALS)):  # beside each bar only: the lines of text stay free
        charts.upright(figure, 0, yref="y", y0=slot - 0.2, y1=slot + 0.25, layer="between")
    _calculated(figure, trial, times)
    for look, members in (
        (Look("Therapy, published", charts.GREEN, "square"), (MADRS, QIDS)),
        (Look("Computer training, published", charts.PURPLE, "diamond"), (TRAINING,)),
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
    relapsed, weeks = round(share * open_label.sample / 100), open_label.at_hours / HOURS["weeks"]
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
