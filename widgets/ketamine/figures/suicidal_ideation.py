"""What was measured of suicidal thoughts after ketamine and esketamine, for how long, and what was not.

``ideation_over_time``: standardised differences by time since the dose. ``trial_outcomes``: the same
trials by outcome. ``people_needed``: how large a trial of attempts would have to be. Every published
figure is a row; intervals and trial sizes come from ``ketamine.models.risk`` and are calculated.
"""

from __future__ import annotations

from typing import NamedTuple

import plotly.graph_objects as go

from explorers import charts
from explorers.readout import Readout
from ketamine import evidence
from ketamine.evidence import Row
from ketamine.figures.efficacy import describe, lines
from ketamine.models import risk

# --- standardised difference by time ----------------------------------------------------------

CONTROLLED = {
    "Witt 2020": (("C195", "C196", "C197"), charts.BLUE, "circle", -1),
    "Plöderl 2025, preprint": (("C927",), charts.PURPLE, "diamond", -1),
}
UNCONTROLLED = {
    "2023 review, ketamine, before–after": (("C198", "C199"), charts.GREY, "x", 1),
    "2024 review, part uncontrolled": (("C202", "C203", "C204"), charts.AMBER, "square-open", -1),
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
    """Witt 2020, Xu 2016, Wilkinson 2018 and the preprint (rows C809, C564a, C564b, C178, C927, C941)."""
    witt, xu, later, wilkinson, early, small = (
        evidence.row(id) for id in ("C809", "C564a", "C564b", WILKINSON, "C927", "C941")
    )
    return (
        Lasting("Witt 2020", witt.low, witt.high, witt.high, True, _note(witt)),
        Lasting(
            "Xu 2016",
            24 * xu.low,
            24 * xu.high,
            later.hours,
            True,
            f"{_note(xu)}; day {later.value:g}: {later.outcome}",
        ),
        Lasting("Wilkinson 2018", *DAYS, DAYS[1], False, _note(wilkinson)),
        Lasting("Plöderl,<br>preprint", early.hours, small.hours, small.hours, True, _note(small)),
    )


def ideation_over_time(hours: int = 4, uncontrolled: bool = False) -> tuple[go.Figure, list[Readout]]:
    """Above: standardised difference in suicidal ideation by time since one dose. Below: how long each review found one.

    Above 0 means fewer suicidal thoughts than with the comparator. hours: the time that the readouts
    speak of, a key of TIMES; uncontrolled: also draw reviews that count changes without a control group.
    """
    figure = _time_frame()
    low, high = evidence.row(WILKINSON).interval
    for name, edge, fill in (
        ("Wilkinson 2018, smallest", low, "none"),
        ("Wilkinson 2018, days 1 to 7", high, "tonexty"),
    ):
        figure.add_scatter(
            name=name,
            mode="lines",
            x=list(DAYS),
            y=[edge, edge],
            fill=fill,
            fillcolor=charts.faded(charts.GREEN),
            showlegend=fill != "none",
            line=dict(color=charts.GREEN, width=1.5, dash="dot"),
            hoverinfo="text",
            hovertext=[
                lines(
                    f"{'largest' if edge == high else 'smallest'} of the range; {describe(evidence.row(WILKINSON))}; {evidence.row(WILKINSON).n} people"
                )
            ]
            * 2,
        )
    for name, (ids, colour, symbol, sign) in CONTROLLED.items():
        _series(figure, name, ids, colour, symbol, sign)
    for name, (ids, colour, symbol, sign) in UNCONTROLLED.items():
        _series(figure, name, ids if uncontrolled else (), colour, symbol, sign, shown=uncontrolled)
    _how_long(figure)
    figure.add_shape(
        type="line", x0=DAYS[0] / 24, x1=1500, y0=0, y1=0, line=dict(color=charts.GREY, width=1.5, dash="dash")
    )
    for low, high in (WHEN, HOW_MUCH):
        figure.add_shape(
            type="line",
            x0=hours,
            x1=hours,
            y0=low,
            y1=high,
            yref="paper",
            line=dict(color=charts.faded(charts.RED, 0.35), width=7),
            layer="below",
        )
    return figure, _time_readouts(hours, uncontrolled)


def _time_frame() -> go.Figure:
    """Two panels over one time axis: the differences above, the reviews below."""
    figure = charts.blank("", "", height=600, margin=dict(l=100, r=12, t=12, b=52))
    charts.lay_out(
        figure,
        xaxis=dict(
            type="log",
            range=[0.45, 3.05],
            tickvals=[4, 24, 72, 168, 720],
            ticktext=["4 h", "1 d", "3 d", "1 wk", "1 mo"],
            tickangle=0,
            anchor="y2",
            zeroline=False,
            title=dict(text="Hours since the dose (log scale)", font=dict(size=12)),
        ),
        yaxis=dict(
            range=[-0.25, 1.95],
            domain=HOW_MUCH,
            zeroline=False,
            title=dict(text="Standardised difference<br>(higher: fewer suicidal thoughts)", font=dict(size=12)),
        ),
        yaxis2=dict(
            type="category",
            categoryorder="array",
            categoryarray=[each.review for each in reversed(lasting())],
            range=[-0.6, 3.6],
            domain=WHEN,
            tickfont=dict(size=12),
            automargin=False,
        ),
        legend=dict(font=dict(size=12)),
        legend2=dict(orientation="h", y=0.27, yanchor="bottom", x=0, xanchor="left", font=dict(size=12)),
    )
    return figure


def _how_long(figure: go.Figure) -> None:
    """The lower panel: a bar while a review found a difference, then a mark for why it ends."""
    reviews = lasting()
    gaps = [None] * len(reviews)
    bars = [list(pair) for pair in zip((e.first for e in reviews), (e.last for e in reviews), gaps)]
    figure.add_scatter(
        name="Difference found",
        x=sum(bars, [])[:-1],
        y=sum(([e.review, e.review, None] for e in reviews), [])[:-1],
        hovertext=sum(([e.note, e.note, None] for e in reviews), [])[:-1],
        mode="lines",
        line=dict(color=charts.BLUE, width=7),
        connectgaps=False,
        xaxis="x",
        yaxis="y2",
        legend="legend2",
        hoverinfo="text",
    )
    for name, over, symbol, colour in (
        ("No longer clear, or small", True, "x", charts.RED),
        ("Last day looked at", False, "line-ns-open", charts.GREY),
    ):
        mine = [each for each in reviews if each.over == over]
        figure.add_scatter(
            name=name,
            x=[each.end for each in mine],
            y=[each.review for each in mine],
            hovertext=[each.note for each in mine],
            mode="markers",
            marker=dict(color=colour, symbol=symbol, size=13, line=dict(width=0 if over else 4, color=colour)),
            xaxis="x",
            yaxis="y2",
            legend="legend2",
            hoverinfo="text",
        )


def _series(
    figure: go.Figure, name: str, ids: tuple[str, ...], colour: str, symbol: str, sign: int, shown: bool = True
) -> None:
    rows = [evidence.row(id) for id in ids]
    ends = [sorted((sign * row.low, sign * row.high)) for row in rows]
    values = [sign * row.value for row in rows]
    figure.add_scatter(
        name=name,
        mode="markers",
        x=[row.hours for row in rows],
        y=values,
        showlegend=shown,
        hoverinfo="text",
        hovertext=[
            lines(f"{describe(row)}; against {row.comparator}" + ("; sign turned" if sign < 0 else "")) for row in rows
        ],
        marker=dict(color=colour, symbol=symbol, size=11),
        error_y=dict(
            type="data",
            symmetric=False,
            array=[e[1] - v for e, v in zip(ends, values)],
            arrayminus=[v - e[0] for e, v in zip(ends, values)],
            color=colour,
            thickness=1.8,
            width=4,
        ),
    )


def _time_readouts(hours: int, uncontrolled: bool) -> list[Readout]:
    witt = {row.hours: row for row in map(evidence.row, CONTROLLED["Witt 2020"][0])}
    low, high = evidence.row(WILKINSON).interval
    band = f"Wilkinson 2018 found a difference on each day looked at (d {low:g} to {high:g})"
    if hours in witt:
        said = f"Witt 2020: {-witt[hours].value:.2f} lower ({-witt[hours].high:.2f} to {-witt[hours].low:.2f}), clear of no difference."
        if hours == 18:
            preprint = evidence.row("C927")
            said += f" A preprint with more trials: {-preprint.value:.2f} lower ({-preprint.high:.2f} to {-preprint.low:.2f})."
        if hours >= DAYS[0]:
            said += f" {band}."
    elif hours == 168:
        said = f"The reviews disagree. {band}, day 7 the last; Witt 2020 saw none after {evidence.row('C809').high:g} hours, Xu 2016 none on day {evidence.row('C564b').value:g}."
    else:
        preprint = evidence.row("C941")
        said = f"No controlled figure was found for this time. In a preprint on {preprint.n:,} people in controlled trials, {preprint.outcome}."
    month = evidence.row("C204")
    other = (
        f"One 2024 review reports {-month.value:.2f} at 1 month, but it adds trials without a control group, in which people would also have changed without the drug."
        if uncontrolled
        else "Left out: reviews that count changes without a control group."
    )
    return [Readout(f"At {TIMES[hours]}", said), Readout("Without a control group", other)]


# --- the same trials, another outcome ---------------------------------------------------------

#: trials of esketamine in people in hospital: depression score, suicidality rating
ESKETAMINE = {"ASPIRE I": ("C080", "C192"), "ASPIRE II": ("C081", "C193a"), "PERSEVERE": ("C921", "C193b")}
#: trials with shares of people: on the drug, on the comparator, decimals of the printed percentages
SHARES = {
    "Grunebaum 2018<br>midazolam, 24 h": ("C183", "C184", 0),
    "Price 2014<br>midazolam, 24 h": ("C557", "C558", 0),
    "Abbar 2022<br>saline, day 3": ("C186", "C187", 1),
    "PERSEVERE poster<br>esketamine, day 2": ("C923", "C924", 1),
}
OUTCOMES = {
    "mood": "Depression score (MADRS)",
    "suicidality": "Suicidality rating (CGI-SS-r)",
    "free": "Share who did well on ideation",
}


def trial_outcomes(outcome: str = "mood") -> tuple[go.Figure, list[Readout]]:
    """Trials in people with suicidal thoughts, one outcome at a time (a key of OUTCOMES)."""
    return _shares_figure() if outcome == "free" else _esketamine_figure(outcome)


def _esketamine_figure(outcome: str) -> tuple[go.Figure, list[Readout]]:
    mood = outcome == "mood"
    title = (
        "MADRS points below placebo at 24 h<br>(right of 0: esketamine better)"
        if mood
        else "CGI-SS-r points below placebo at 24 h<br>(right of 0: esketamine better)"
    )
    figure = charts.blank(title, "", height=360, margin=dict(l=56, r=12, t=12, b=64))
    rows = {name: evidence.row(pair[0 if mood else 1]) for name, pair in ESKETAMINE.items()}
    drawn = {name: row for name, row in rows.items() if row.value is not None}
    ends = {name: sorted((-row.interval[0], -row.interval[1])) for name, row in drawn.items()}
    figure.add_scatter(
        name="esketamine against placebo",
        mode="markers",
        x=[abs(row.value) for row in drawn.values()],
        y=list(drawn),
        hoverinfo="text",
        hovertext=[lines(_note(row)) for row in drawn.values()],
        marker=dict(color=charts.BLUE if mood else charts.ORANGE, symbol="circle" if mood else "diamond", size=12),
        error_x=dict(
            type="data",
            symmetric=False,
            array=[ends[n][1] - abs(r.value) for n, r in drawn.items()],
            arrayminus=[abs(r.value) - ends[n][0] for n, r in drawn.items()],
            color=charts.BLUE if mood else charts.ORANGE,
            thickness=2,
            width=5,
        ),
    )
    figure.add_vline(x=0, line=dict(color=charts.GREY, width=1.5, dash="dash"))
    charts.lay_out(
        figure,
        xaxis=dict(range=[-4, 12] if mood else [-2, 6], zeroline=False, tickangle=0, title=dict(font=dict(size=12))),
        yaxis=dict(
            type="category",
            categoryorder="array",
            categoryarray=list(ESKETAMINE)[::-1],
            range=[-0.6, 2.6],
            tickmode="array",
            tickvals=list(ESKETAMINE),
            zeroline=False,
            title=None,
        ),
    )
    for name, row in rows.items():
        words = (
            "not significant, no figure"
            if row.value is None
            else "not significant"
            if not mood
            else "SE, not 95 % interval"
            if row.uncertainty == "SE"
            else ""
        )
        figure.add_annotation(
            x=0, y=name, xanchor="left", xshift=8, yshift=18, text=words, showarrow=False, font=dict(size=12)
        )
    said = (
        "Depression scores fell more on esketamine in all three trials."
        if mood
        else "None of the three trials found a significant difference in the rating of suicidality."
    )
    aspire, item, early = (evidence.row(id) for id in ("C192", "C945", "C1261"))
    detail = (
        "Move the switch: the rating of suicidality in the very same people tells another story."
        if mood
        else f"ASPIRE I: median difference {aspire.value:g} ({aspire.low:g} to {aspire.high:g}), not significant. For the other two only 'not significant' was found, in a review. In PERSEVERE the one item on suicidal thoughts was lower at 4 hours (p = {item.value:g}, conference abstract); how it stood later was not in what we could read. A pool of such trials: resolved more often at 2 to 4 hours (odds ratio {early.value:g}, {early.low:g} to {early.high:g}), no significant difference at 24 hours or day 28.".replace(
            "(-", "(−"
        )
    )
    return figure, [Readout("What this outcome shows", said), Readout("In detail", detail)]


def _shares_figure() -> tuple[go.Figure, list[Readout]]:
    figure = charts.blank(
        "People in 100<br>(intervals calculated, Wilson)",
        "",
        height=420,
        margin=dict(l=56, r=12, t=12, b=64),
        scattermode="group",
        scattergap=0.5,
    )
    for name, which, colour, symbol in (
        ("comparator", 1, charts.ORANGE, "diamond"),
        ("ketamine or esketamine", 0, charts.BLUE, "circle"),
    ):
        pairs = {trial: (evidence.row(ids[which]), ids[2]) for trial, ids in SHARES.items()}
        values = [risk.wilson(risk.count(row.value, row.n, decimals), row.n) for row, decimals in pairs.values()]
        figure.add_scatter(
            name=name,
            mode="markers",
            orientation="h",
            offsetgroup=name,
            x=[100 * v.value for v in values],
            y=list(pairs),
            hoverinfo="text",
            hovertext=[lines(_note(row)) for row, _ in pairs.values()],
            marker=dict(color=colour, symbol=symbol, size=12),
            error_x=dict(
                type="data",
                symmetric=False,
                array=[100 * (v.high - v.value) for v in values],
                arrayminus=[100 * (v.value - v.low) for v in values],
                color=colour,
                thickness=2,
                width=5,
            ),
        )
    charts.lay_out(
        figure,
        xaxis=dict(
            range=[-2, 102],
            tickvals=[0, 20, 40, 60, 80, 100],
            zeroline=False,
            tickangle=0,
            title=dict(font=dict(size=12)),
        ),
        yaxis=dict(
            type="category",
            categoryorder="array",
            categoryarray=list(SHARES)[::-1],
            range=[-0.6, len(SHARES) - 0.4],
            zeroline=False,
            title=None,
            tickfont=dict(size=11),
        ),
        legend=dict(traceorder="reversed"),
    )
    bipolar, depression = evidence.row("C188"), evidence.row("C189")
    early, late = evidence.row("C1257"), evidence.row("C1258")
    weeks = evidence.row("C1265"), evidence.row("C1266")
    return figure, [
        Readout(
            "What this outcome shows",
            f"More people did well on ketamine within three days in all three ketamine trials. The definition differs in each row; the esketamine row is a conference abstract without a test. Not drawn, because it printed no shares: Murrough 2015 ({early.n} people, midazolam), no difference at 24 hours (P = {early.value:g}), its main outcome, one at 48 hours (P = {late.value:g}), none by day 7.",
        ),
        Readout(
            "In detail",
            f"Abbar 2022 by diagnosis: odds ratio {bipolar.value:g} ({bipolar.low:g} to {bipolar.high:g}) in bipolar disorder, {depression.value:g} ({depression.low:g} to {depression.high:g}) in depression. At week 6: {weeks[0].value:g} % and {weeks[1].value:g} % free of ideation (from the authors' preprint).",
        ),
    ]


def _note(row: Row) -> str:
    people = f"; {row.n} people" if row.n else ""
    return f"{row.study}; {describe(row)}{people}; {row.design}" + (f"; {row.note}" if row.note else "")


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


def people_needed(events: float = AS_POOLED, fewer: int = 50) -> tuple[go.Figure, list[Readout]]:
    """People in the trials here beside the people whom a trial of suicide attempts would need (calculated).

    events: people in 100 with suicidal behaviour during such a trial, without the drug (assumed), or 0
    for the share in the pooled comparator arms; fewer: the reduction to be found, in per cent (assumed). Model: ``risk.trial_size``, 80 % power, 5 % two-sided.
    """
    base = (events or evidence.row("C930").value) / 100
    needed = 2 * risk.trial_size(base, base * (1 - fewer / 100))
    people = {name: sum(evidence.row(id).n for id in ids) for name, ids in STUDIED.items()}
    figure = charts.blank("People, log scale", "", height=400, margin=dict(l=56, r=16, t=12, b=56))
    for name, bars, colour, symbol in (
        ("studied", people, charts.BLUE, "circle"),
        ("needed (calculated)", {"Needed": needed}, charts.ORANGE, "diamond"),
    ):
        figure.add_scatter(
            name=name,
            mode="markers+text",
            x=list(bars.values()),
            y=list(bars),
            text=[f"{n:,}" for n in bars.values()],
            textposition="top center",
            marker=dict(color=colour, symbol=symbol, size=13),
            hoverinfo="text",
            hovertext=[
                f"{label}: {n:,} people"
                + (f"; {evidence.row(STUDIED[label][0]).study}" if label in STUDIED else "; calculated")
                for label, n in bars.items()
            ],
        )
    rows = [*STUDIED, "Needed"]
    charts.lay_out(
        figure,
        xaxis=dict(
            type="log",
            range=[0.9, 5.7],
            tickvals=[10, 1000, 100000],
            ticktext=["10", "1,000", "100,000"],
            tickangle=0,
            zeroline=False,
        ),
        yaxis=dict(
            type="category",
            categoryorder="array",
            categoryarray=rows[::-1],
            range=[-0.6, len(rows) - 0.2],
            zeroline=False,
            title=None,
            tickfont=dict(size=11),
        ),
    )
    pooled, later = evidence.row("C928"), (evidence.row("C934"), evidence.row("C935"))
    largest = max((n, name) for name, n in people.items() if "pooled" not in name)
    return figure, [
        Readout(
            "Assumed",
            f"{100 * base:g} in 100 people without the drug, {fewer} % fewer with it; to be found with 80 % power at the 5 % level.",
        ),
        Readout("People needed, both arms together", needed, "people", ",.0f"),
        Readout(
            "Against the largest single trial",
            f"{_times(needed / largest[0])} times as many as in {largest[1]} ({largest[0]} people).",
        ),
        Readout(
            "What the pooled trials say of suicidal behaviour",
            f"Odds ratio {pooled.value:g}, anywhere from {100 * (1 - pooled.low):.0f} % lower to {100 * (pooled.high - 1):.0f} % higher odds (preprint, {pooled.n:,} people). A later version with {later[0].n:,} people prints {later[0].value:g} % on the drug and {later[1].value:g} % on the comparator.",
        ),
        Readout("Counted one by one, drug and comparator", _counted_apart()),
    ]


def _counted_apart() -> str:
    """The three outcomes behind 'suicidal behaviour' and death in the first version of the preprint."""
    pairs = (("attempts", "C1250", "C1251"), ("deaths by suicide", "C1252", "C1253"), ("deaths from any cause", "C1254", "C1255"))
    said = "; ".join(f"{name} {evidence.row(drug).value:g} % and {evidence.row(other).value:g} %" for name, drug, other in pairs)
    return f"{said[0].upper()}{said[1:]}. Attempts point one way and deaths the other, on so few people that neither can be told from chance."


def _times(ratio: float) -> str:
    """'1.4', '8.2', '33': two figures while they matter."""
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"
