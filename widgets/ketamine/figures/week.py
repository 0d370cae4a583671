"""'I had my first infusion on Monday': the week after one dose, day by day.

How many still respond is a pooled share of people on ketamine. The comparison arms are not in that abstract, so it
must not be read as a gain. What is left in the blood is calculated.
"""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from ketamine import evidence
from ketamine.colours import KETAMINE
from ketamine.models.pharmacokinetics import clements

DAY, INFUSION = 24, 40  # hours; minutes
DAYS = {
    "Monday, the dose": 0,
    "Tuesday": 1,
    "Wednesday": 2,
    "Thursday": 3,
    "Friday": 4,
    "Saturday": 5,
    "Sunday": 6,
    "Monday, a week later": 7,
}
SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon")
FELT, DRIVING, BLOOD, BETTER, ASK = (
    "It feels strange",
    "No driving (the rule of the spray)",
    "In the blood",
    "Of 100, still responding",
    "Ask again about thoughts of suicide",
)
#: Hours since the dose -> the row with the share that responds then.
RESPONDING = {1: "C251", 3: "C253", 7: "C255"}
#: Days on which the reviews of suicidal thoughts agree no longer, or disagree.
REVIEWS = (3, 7)


@dataclass(frozen=True)
class Advice:
    """What to expect on one day, and what to do."""

    expect: str
    do: str


ADVICE = (
    Advice("You may feel far away for an hour or so, and your blood pressure may rise.", "Somebody takes you home."),
    Advice(
        "If the dose helps, mood is most often lighter now. Little of the drug is left.",
        "Driving is ruled out until you have slept well. Ask your clinic; its rule counts.",
    ),
    Advice("The drug is gone. What has changed in mood goes on without it.", "Sleep, eat, and keep to your tablets."),
    Advice("The relief from thoughts of suicide, where it came, may begin to fade.", "We ask again today."),
    Advice("A heavy day now does not mean that it is over.", "Write down how each day was."),
    Advice("A heavy day now does not mean that it is over.", "Keep to the plan that you made."),
    Advice("For many people the effect grows weaker about now.", "Look at the plan for next week."),
    Advice(
        "On average the lead over the comparator is lost within the next days.",
        "We ask again, and decide together what comes next.",
    ),
)


def left_in_blood(day: int) -> float:
    """Return the per cent of the peak that the blood still holds after so many days, 0.5 mg/kg over 40 minutes."""
    minutes = (INFUSION, INFUSION + day * DAY * 60)
    peak, later = (float(clements([at], 0.5, INFUSION)[0]) for at in minutes)
    return 100 * later / peak


def week_after(day: int = 0) -> tuple[go.Figure, list[Readout]]:
    """Draw the week after one infusion of ketamine, with a line on the day chosen.

    day: whole days since the dose, 0 to 7.
    """
    lanes = [FELT, DRIVING, BLOOD, BETTER, ASK]
    figure = charts.rows(
        "Day",
        "",
        lanes,
        written=False,
        height=400,
        margin=dict(l=12, r=12, t=16, b=48),
        xaxis=dict(range=[-0.25, 7.4], tickvals=list(range(8)), ticktext=list(SHORT), title=charts.title("")),
        annotations=[charts.above(lane, f"<b>{lane}</b>", 9) for lane in lanes],
        showlegend=False,
    )
    felt = (INFUSION / 60 + evidence.number("C801").value) / DAY
    look = Look("one infusion", KETAMINE)
    charts.lanes(figure, look, [(FELT, 0, felt), (DRIVING, 0, 1), (BLOOD, 0, 1)], width=9, name=None)
    charts.lanes(figure, look, [(BETTER, at, after) for at, after in ((1, 3), (3, 7))], width=3, name=None)
    rows = {at: evidence.number(row) for at, row in RESPONDING.items()}
    charts.intervals(
        figure,
        Look("responding, of 100", KETAMINE),
        [Mark(BETTER, at, note=f"{round(row.value)} of 100. {describe(row, note=False)}") for at, row in rows.items()],
        size=14,
        mode="markers+text",
        text=[str(round(row.value)) for row in rows.values()],
        textposition=["bottom right"] * (len(rows) - 1) + ["bottom left"],  # beside the line of that day
        textfont=dict(size=13),
    )
    charts.intervals(
        figure,
        Look("ask again", charts.TEAL, "diamond"),
        [
            Mark(ASK, at, note=f"Day {at}: the reviews of controlled trials agree to here, or disagree.")
            for at in REVIEWS
        ],
        size=15,
    )
    charts.upright(figure, day, charts.GREY, "dash")
    return figure, _words(day)


def _words(day: int) -> list[Readout]:
    said = ADVICE[day]
    known = max((at for at in RESPONDING if at <= day), default=None)
    responding = "not asked yet"
    if known is not None:
        when = "today" if known == day else f"on {SHORT[known]}, the last day that was pooled"
        responding = f"{round(evidence.number(RESPONDING[known]).value)} of 100 on ketamine, {when}"
    blood = left_in_blood(day)
    left = f"{blood:.1f} % of the peak" if blood >= 0.1 else "less than 0.1 % of the peak"
    return [
        Readout("What to expect", said.expect),
        Readout("What to do", said.do),
        Readout("Still responding", responding),
        Readout("Ketamine in the blood", f"{left} (calculated)" if day else "rising to its peak"),
    ]
