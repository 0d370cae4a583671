"""What was measured of suicidal thoughts after ketamine and esketamine, for how long, and what was not.

``ideation_over_time``: standardised differences by time since the dose. ``trial_outcomes``: the same
trials by outcome. ``people_needed``: how large a trial of attempts would have to be. Every published
figure is a row; intervals and trial sizes come from ``ketamine.models.risk`` and are calculated.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from explorers.words import lines
from ketamine import colours, evidence
from ketamine.evidence import Number
from ketamine.models import risk

# --- standardised difference by time ----------------------------------------------------------

WITT = ("C195", "C196", "C197")
CONTROLLED = {  # review -> its rows, and the sign that puts fewer suicidal thoughts above 0
    Look("Witt 2020", charts.TEAL): (WITT, -1),
    Look("Plöderl 2025, preprint", charts.PINK, "diamond"): (("C927",), -1),
}
UNCONTROLLED = {
    Look("2023 review, ketamine, before–after", charts.RED, "x"): (("C198", "C199"), 1),
    Look("2025 review, part uncontrolled", charts.AMBER, "square-open"): (("C202", "C203", "C204"), -1),
}
WILKINSON = "C178"  # a range over days 1 to 7, so a band
DAYS = (24, 168)  # its first and last day, hours
HOW_MUCH, WHEN = (0.44, 1.0), (0.0, 0.26)  # the two panels, as shares of the height
TIMES = {4: "4 hours", 18: "12 to 24 hours", 48: "2 to 3 days", 168: "1 week", 720: "1 month"}


class Lasting(NamedTuple):
    """For how long a review of controlled trials found a difference: hours from and to, and what ended it."""

    review: str
    first: float
    last: float
    end: float
    over: bool  # at ``end`` the difference was no longer clear, or small; else nobody looked later
    note: str


def lasting() -> tuple[Lasting, ...]:
    """Read how long each review found a difference (rows C809, C564a, C564b, C178, C927, C941)."""
    witt, xu, wilkinson = (evidence.interval(row_id) for row_id in ("C809", "C564a", WILKINSON))
    later, early, small = (evidence.row(row_id) for row_id in ("C564b", "C927", "C941"))
    return (
        Lasting("Witt 2020", witt.low, witt.high, witt.high, True, describe(witt)),
        Lasting(
            "Xu 2016",
            24 * xu.low,
            24 * xu.high,
            later.at_hours,
            True,
            f"{describe(xu)} Day {later.value:g}: {later.outcome}.",
        ),
        Lasting("Wilkinson 2018", *DAYS, DAYS[1], False, describe(wilkinson)),
        Lasting("Plöderl,<br>preprint", early.at_hours, small.at_hours, small.at_hours, True, describe(small)),
    )


def ideation_over_time(hours: int = 4, uncontrolled: bool = False) -> tuple[go.Figure, list[Readout]]:
    """Above: standardised difference in suicidal ideation by time since one dose. Below: how long each review
    found one.

    Above 0 means fewer suicidal thoughts than with the comparator. hours: the time that the readouts
    speak of, a key of TIMES; uncontrolled: also draw reviews that count changes without a control group.
    """
    figure = _time_frame()
    low, high = evidence.interval(WILKINSON).bounds
    dotted: dict[str, Any] = dict(line=dict(width=1.5), fillcolor=charts.faded(charts.GREEN), hoverinfo="text")
    for name, edge, size, fill in (
        ("Wilkinson 2018, smallest", low, "Smallest", "none"),
        ("Wilkinson 2018, days 1 to 7", high, "Largest", "tonexty"),
    ):
        note = lines(f"{size} of the range. {describe(evidence.row(WILKINSON))}")
        look = Look(name, charts.GREEN, dash="dot")
        charts.curve(
            figure, look, DAYS, [edge, edge], fill=fill, showlegend=fill != "none", hovertext=[note] * 2, **dotted
        )
    for look, (ids, sign) in CONTROLLED.items():
        charts.intervals(figure, look, [_turned(row_id, sign) for row_id in ids], upright=True)
    for look, (ids, sign) in UNCONTROLLED.items():
        charts.intervals(figure, look, [_turned(row_id, sign) for row_id in ids if uncontrolled], upright=True)
    _how_long(figure)
    charts.level(figure, 0, dash="dash", xref="x", x0=DAYS[0] / 24, x1=1500)
    for low, high in (WHEN, HOW_MUCH):
        charts.upright(figure, hours, charts.RED, y0=low, y1=high, line=dict(width=3), layer="below")
    return figure, _time_readouts(hours, uncontrolled)


def _time_frame() -> go.Figure:
    """Lay out two panels over one time axis: the differences above, the reviews below."""
    ticks = {4: "4 h", 24: "1 d", 72: "3 d", 168: "1 wk", 720: "1 mo"}
    reviews = [result.review for result in lasting()]
    return charts.blank(
        "",
        "",
        height=600,
        margin=dict(l=100, r=12, t=12, b=52),
        xaxis=charts.powers(
            ticks, 2.8, 1122, anchor="y2", zeroline=False, title=charts.title("Hours since the dose (log scale)")
        ),
        yaxis=dict(
            range=[-0.25, 1.95],
            domain=HOW_MUCH,
            zeroline=False,
            title=charts.title("Standardised difference<br>(higher: fewer suicidal thoughts)"),
        ),
        yaxis2=charts.names(reviews, domain=WHEN, tickfont=dict(size=12), automargin=False),
        legend=dict(font=dict(size=12)),
        legend2=dict(orientation="h", y=0.27, yanchor="bottom", x=0, xanchor="left", font=dict(size=12)),
    )


def _how_long(figure: go.Figure) -> None:
    """Draw the lower panel: a bar while a review found a difference, then a mark for why it ends."""
    reviews = lasting()
    below: dict[str, Any] = dict(xaxis="x", yaxis="y2", legend="legend2")
    charts.lanes(
        figure,
        Look("Difference found", charts.BLUE),
        [(result.review, result.first, result.last) for result in reviews],
        hovertext=[note for result in reviews for note in (lines(result.note), lines(result.note), None)],
        hoverinfo="text",
        connectgaps=False,
        **below,
    )
    for look, over, width in (
        (Look("No longer clear, or small", charts.RED, "x"), True, 0),
        (Look("Last day looked at", charts.GREY, "line-ns-open"), False, 4),
    ):
        ended = [Mark(result.review, result.end, note=result.note) for result in reviews if result.over == over]
        charts.intervals(figure, look, ended, size=13, marker=dict(line=dict(width=width, color=look.colour)), **below)


def _time_readouts(hours: int, uncontrolled: bool) -> list[Readout]:
    witt = {row.hours: row for row in map(evidence.estimate, WITT)}
    low, high = evidence.interval(WILKINSON).bounds
    band = f"Wilkinson 2018 found a difference on each day looked at (d {low:g} to {high:g})"
    if hours in witt:
        said = (
            f"Witt 2020: {-witt[hours].value:.2f} lower ({-witt[hours].high:.2f} to {-witt[hours].low:.2f}), clear of"
            " no difference."
        )
        if hours == 18:
            preprint = evidence.estimate("C927")
            said += (
                f" A preprint with more trials: {-preprint.value:.2f} lower ({-preprint.high:.2f} to"
                f" {-preprint.low:.2f})."
            )
        if hours >= DAYS[0]:
            said += f" {band}."
    elif hours == 168:
        said = (
            f"The reviews disagree. {band}, day 7 the last; Witt 2020 saw none after {evidence.interval('C809').high:g}"
            f" hours, Xu 2016 none on day {evidence.number('C564b').value:g}."
        )
    else:
        later = evidence.row("C941")
        said = (
            f"No controlled figure was found for this time. In a preprint on {later.n:,} people in controlled"
            f" trials, {later.outcome}."
        )
    month = evidence.number("C204")
    absent = (
        f"One 2025 review reports {-month.value:.2f} at 1 month, but it adds trials without a control group, in which"
        " people would also have changed without the drug."
        if uncontrolled
        else "Left out: reviews that count changes without a control group."
    )
    return [Readout(f"At {TIMES[hours]}", said), Readout("Without a control group", absent)]


# --- the same trials, another outcome ---------------------------------------------------------

#: trials of esketamine in people in hospital: depression score, suicidality rating
ESKETAMINE = {"ASPIRE I": ("C080", "C192"), "ASPIRE II": ("C081", "C193a"), "PERSEVERE": ("C921", "C193b")}
#: trials with shares of people: on the drug, on the comparator, decimals of the printed percentages
SHARES: dict[str, tuple[str, str, int]] = {
    "Grunebaum 2018<br>midazolam, 24 h": ("C183", "C184", 0),
    "Price 2014<br>midazolam, 24 h": ("C557", "C558", 0),
    "Abbar 2022<br>saline, day 3": ("C186", "C187", 1),
    "PERSEVERE poster<br>esketamine, day 2": ("C923", "C924", 1),
}
GIVEN = (Look("ketamine", colours.KETAMINE, "diamond"), Look("esketamine", colours.ESKETAMINE))
OUTCOMES = {
    "mood": "Depression score (MADRS)",
    "suicidality": "Suicidality rating (CGI-SS-r)",
    "free": "Share who did well on ideation",
}


def trial_outcomes(outcome: str = "mood") -> tuple[go.Figure, list[Readout]]:
    """Trials in people with suicidal thoughts, one outcome at a time (a key of OUTCOMES)."""
    return _shares_figure() if outcome == "free" else _esketamine_figure(outcome)


def _turned(row_id: str, sign: int) -> Mark:
    """Mark a row at its hours, turned so that higher is better."""
    row = evidence.estimate(row_id)
    low, high = sorted((sign * row.low, sign * row.high))
    turned = " Drawn with its sign turned." if sign < 0 else ""
    return Mark(row.at_hours, sign * row.value, low, high, describe(row) + turned)


def _esketamine_figure(outcome: str) -> tuple[go.Figure, list[Readout]]:
    mood = outcome == "mood"
    scale, span = ("MADRS", [-4, 12]) if mood else ("CGI-SS-r", [-2, 6])
    figure = charts.rows(
        f"{scale} points below placebo at 24 h<br>(right of 0: esketamine better)",
        "",
        ESKETAMINE,
        height=360,
        margin=dict(l=56, r=12, t=12, b=64),
        xaxis=dict(range=span),
    )
    rows = {name: evidence.row(pair[0 if mood else 1]) for name, pair in ESKETAMINE.items()}
    look = Look("esketamine", colours.ESKETAMINE, "circle" if mood else "diamond")
    measured = {name: row for name, row in rows.items() if isinstance(row, Number)}
    charts.intervals(
        figure,
        look,
        [Mark(name, abs(row.value), -row.bounds[1], -row.bounds[0], describe(row)) for name, row in measured.items()],
        size=12,
    )
    charts.upright(figure, 0, dash="dash")
    for name, row in rows.items():
        words = (
            "not significant, no figure"
            if row.value is None
            else "not significant"
            if not mood
            else "SE, not 95 % CI"
            if row.uncertainty == "SE"
            else ""
        )
        figure.add_annotation(charts.text(words, 0, name, xanchor="left", xshift=8, yshift=18))
    said = (
        "Depression scores fell more on esketamine in all three trials."
        if mood
        else "None of the three trials found a significant difference in the rating of suicidality."
    )
    aspire, item, early = (evidence.row(i) for i in ("C192", "C945", "C1261"))
    detail = (
        "Move the switch: the rating of suicidality in the very same people tells another story."
        if mood
        else (
            f"ASPIRE I: median difference {aspire.value:g} ({aspire.low:g} to {aspire.high:g}), not significant."
            " For the other two only 'not significant' was found, in a review. In PERSEVERE the one item on"
            f" suicidal thoughts was lower at 4 hours (p = {item.value:g}, conference abstract); how it stood later"
            " was not in what we could read. A pool of such trials: resolved more often at 2 to 4 hours (odds"
            f" ratio {early.value:g}, {early.low:g} to {early.high:g}), no significant difference at 24 hours or"
            " day 28."
        )
    )
    return figure, [Readout("What this outcome shows", said), Readout("In detail", detail)]


def _given(row_id: str) -> str:
    """Return the drug of a row's arm."""
    return "esketamine" if "esketamine" in evidence.row(row_id).arm.lower() else "ketamine"


def _shares_figure() -> tuple[go.Figure, list[Readout]]:
    figure = charts.rows(
        "People in 100<br>(intervals calculated, Wilson)",
        "",
        SHARES,
        size=12,
        height=420,
        margin=dict(l=56, r=12, t=12, b=64),
        scattermode="group",
        scattergap=0.5,
        xaxis=dict(range=[-2, 102], tickvals=[0, 20, 40, 60, 80, 100]),
        legend=dict(traceorder="normal"),
    )
    for look, arm in (
        *(
            (look, [(trial, drug, d) for trial, (drug, _, d) in SHARES.items() if _given(drug) == look.name])
            for look in GIVEN
        ),
        (
            Look("comparator", colours.COMPARATOR, "circle-open"),
            [(trial, control, d) for trial, (_, control, d) in SHARES.items()],
        ),
    ):
        marks = [_share(trial, evidence.number(row_id), decimals) for trial, row_id, decimals in arm]
        charts.intervals(figure, look, marks, size=12, orientation="h", offsetgroup=look.name)
    bipolar, depression = evidence.row("C188"), evidence.row("C189")
    early, late = evidence.row("C1257"), evidence.row("C1258")
    weeks = evidence.row("C1265"), evidence.row("C1266")
    return figure, [
        Readout(
            "What this outcome shows",
            "More people did well on ketamine within three days in all three ketamine trials. The definition"
            " differs in each row; the esketamine row is a conference abstract without a test. Not drawn, because"
            f" it printed no shares: Murrough 2015 ({early.n} people, midazolam), no difference at 24 hours (P ="
            f" {early.value:g}), its main outcome, one at 48 hours (P = {late.value:g}), none by day 7.",
        ),
        Readout(
            "In detail",
            f"Abbar 2022 by diagnosis: odds ratio {bipolar.value:g} ({bipolar.low:g} to {bipolar.high:g}) in"
            f" bipolar disorder, {depression.value:g} ({depression.low:g} to {depression.high:g}) in depression. At"
            f" week 6: {weeks[0].value:g} % and {weeks[1].value:g} % free of ideation (from the authors' preprint).",
        ),
    ]


# --- how large a trial of attempts would have to be -------------------------------------------

STUDIED = {
    "Emergency room trial": ("C581", "C582"),
    "Grunebaum 2018": ("C182",),
    "Abbar 2022": ("C188",),
    "ASPIRE I": ("C080",),
    "ASPIRE II": ("C081",),
    "All pooled, preprint": ("C933",),
}


AS_POOLED = 0


def _share(trial: str, row: Number, decimals: int) -> Mark:
    """Mark a share of people, in per cent, with Wilson's interval."""
    share = risk.wilson(risk.count(row.value, row.sample, decimals), row.sample).times(100)
    return Mark(trial, share.value, share.low, share.high, describe(row))


def people_needed(events: float = AS_POOLED, fewer: int = 50) -> tuple[go.Figure, list[Readout]]:
    """Draw the people in the trials here beside those whom a trial of suicide attempts would need (calculated).

    events: people in 100 with suicidal behaviour during such a trial, without the drug (assumed), or 0
    for the share in the pooled comparator arms; fewer: the reduction to be found, in per cent (assumed).
    Model: ``risk.trial_size``, 80 % power, 5 % two-sided.
    """
    base = (events or evidence.number("C930").value) / 100
    needed = 2 * risk.trial_size(base, base * (1 - fewer / 100))
    people = {name: sum(evidence.row(row_id).sample for row_id in ids) for name, ids in STUDIED.items()}
    figure = charts.rows(
        "People, log scale",
        "",
        [*STUDIED, "Needed"],
        size=12,
        height=400,
        margin=dict(l=56, r=16, t=12, b=56),
        xaxis=charts.powers([10, 1000, 100000], 8, 501_000),
    )
    for look, counts in (
        (Look("studied", charts.BLUE), people),
        (Look("needed (calculated)", charts.ORANGE, "diamond"), {"Needed": needed}),
    ):
        notes = {name: evidence.row(STUDIED[name][0]).study if name in STUDIED else "calculated" for name in counts}
        charts.intervals(
            figure,
            look,
            [Mark(name, n, note=f"{name}: {n:,} people; {notes[name]}") for name, n in counts.items()],
            size=13,
            mode="markers+text",
            text=[f"{n:,}" for n in counts.values()],
            textposition="top center",
        )
    pooled, later = evidence.estimate("C928"), (evidence.row("C934"), evidence.row("C935"))
    largest = max((n, name) for name, n in people.items() if "pooled" not in name)
    return figure, [
        Readout(
            "Assumed",
            f"{100 * base:g} in 100 people without the drug, {fewer} % fewer with it; to be found with 80 % power at"
            " the 5 % level.",
        ),
        Readout("People needed, both arms together", needed, "people", ",.0f"),
        Readout(
            "Against the largest single trial",
            f"{_times(needed / largest[0])} times as many as in {largest[1]} ({largest[0]} people).",
        ),
        Readout(
            "What the pooled trials say of suicidal behaviour",
            f"Odds ratio {pooled.value:g}, anywhere from {100 * (1 - pooled.low):.0f} % lower to"
            f" {100 * (pooled.high - 1):.0f} % higher odds (preprint, {pooled.n:,} people). A later version with"
            f" {later[0].n:,} people prints {later[0].value:g} % on the drug and {later[1].value:g} % on the"
            " comparator.",
        ),
        Readout("Counted one by one, drug and comparator", _counted_apart()),
    ]


def _counted_apart() -> str:
    """Say the outcomes behind 'suicidal behaviour', and death, in the first version of the preprint."""
    pairs = (
        ("attempts", "C1250", "C1251"),
        ("deaths by suicide", "C1252", "C1253"),
        ("deaths from any cause", "C1254", "C1255"),
    )
    said = "; ".join(
        f"{name} {evidence.row(drug).value:g} % and {evidence.row(comparator).value:g} %"
        for name, drug, comparator in pairs
    )
    return (
        f"{said[0].upper()}{said[1:]}. Attempts point one way and deaths the other, on so few people that neither"
        " can be told from chance."
    )


def _times(ratio: float) -> str:
    """'1.4', '8.2', '33': two figures while they matter."""
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"
