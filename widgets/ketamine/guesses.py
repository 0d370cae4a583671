"""What the course asks before a figure answers it: at least one guess in each chapter that has a figure.

Every answer is a row, a readout of the figure, or worked out of them here; no number is typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorers.guess import Choice, Number, Readouts
from ketamine import claims, evidence
from ketamine.figures import bdnf
from ketamine.models import blood_test

FIRST_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Derived:
    """A number that is worked out of rows; ``id`` names them."""

    id: str
    value: float


def _numbers(text: str) -> list[float]:
    """Return the numbers of a readout, in its order."""
    return [float(found.replace(",", "")) for found in FIRST_NUMBER.findall(text)]


def _people(row_id: str) -> Derived:
    """Return a row's per cent as whole people of a hundred."""
    return Derived(row_id, round(evidence.number(row_id).value))


def _graded(strength: str) -> int:
    """Count the article's claims that are graded so."""
    return sum(claim.strength == strength for claim in claims.table())


graded_high = Number(
    f"The article makes {len(claims.table())} claims. How many will be graded high, because several large trials "
    "in people agree?",
    answer=Derived("claims.csv", _graded("high")),
    low=0,
    high=len(claims.table()),
    unit="claims",
    after=f"{_graded('moderate')} are graded moderate. A low grade does not mean that a claim is false: "
    "it means that nobody has tested it well enough in people.",
)

repeat_to_patient = Number(
    f"Of the article's {len(claims.table())} claims, how many could you repeat to a patient without a 'but'?",
    answer=Derived("claims.csv", _graded("high") + _graded("moderate")),
    low=0,
    high=len(claims.table()),
    unit="claims",
    after=f"{_graded('low')} more could be repeated with a 'but'. {_graded('very low')} are not shown as they stand, "
    f"and {_graded('not tested in people')} nobody has tested in people.",
)

ssri_first_week = Number(
    "A person starts an SSRI. Of the lead over placebo that it has after six weeks, how much is there after one week?",
    answer=evidence.number("C152"),
    low=0,
    high=100,
    step=1,
    unit="%",
    after="The first week is not empty. Ketamine is still quicker: its lead is there within a day.",
)

respond_because_of_it = Number(
    "A hundred people with depression that has resisted treatment get esketamine spray with a new tablet, and another "
    "hundred a placebo spray with the same tablet. After four weeks, how many more have responded with esketamine?",
    answer=Derived("C067 − C068", _people("C067").value - _people("C068").value),
    low=0,
    high=60,
    unit="more of 100",
    after="Many respond on the placebo spray too, since everybody begins a new tablet. The harms are counted in the "
    "same way.",
)

blood_test_right = Number(
    "A clinic sells a blood test: more BDNF before treatment is said to mean that ketamine helps. A coin is right for "
    "50 of 100 people. With the best cut-off that the published numbers allow, how many does the test judge rightly?",
    answer=Derived("B214 B715", round(100 * blood_test.best(*bdnf.groups())[1])),
    low=50,
    high=100,
    unit="of 100",
    after="That is little more than a coin, and it rests on one study. It would turn away people whom ketamine would "
    "have helped.",
)

trapped = Number(
    "Ketamine sits in the pores of nerve cells in a dish, and the pores shut. The drug around them is washed away for "
    "two minutes. How much of the block is still there?",
    answer=evidence.number("NM13a"),
    low=0,
    high=100,
    unit="%",
    after=f"A shut pore holds its drug fast. Of memantine's block, {evidence.number('NM13b').value:.0f} % is still "
    "there. Whether that explains why one lifts mood and the other hardly does, nobody knows.",
)

highest_peak = Number(
    "A hundred people take 56 mg of esketamine spray. The typical adult peaks at 73 ng/mL. Above which peak do the "
    "five highest lie?",
    answer=lambda readouts: _numbers(readouts["90 of 100 people peak between"])[1],
    low=0,
    high=200,
    start=75,
    unit="ng/mL",
    after="The five lowest stay below a third of that. Two people in one waiting room may differ more than two doses.",
)

ROSE, FELL, STAYED = "It rises", "It falls", "It stays as it was"


def _glutamate(_: Readouts) -> str:
    return {"increase": ROSE, "decrease": FELL, "no change": STAYED}[evidence.row("GL01").direction]


glutamate_in_rats = Choice(
    "Ketamine blocks a receptor for glutamate. Rats get a low dose. What happens to the glutamate between the cells of "
    "their prefrontal cortex?",
    options=(ROSE, FELL, STAYED),
    answer=_glutamate,
    after="That is the riddle. The drawing shows one answer to it, in which a brake fails, and one account that does "
    "without it. At high doses the rats' glutamate did not rise.",
)

MORE, LESS, SAME = "They fire more", "They fire less", "They fire as before"


def _pyramidal(readouts: Readouts) -> str:
    [share] = _numbers(readouts["Pyramidal cells"])[:1]
    return MORE if share > 100 else LESS if share < 100 else SAME


fewer_brakes = Choice(
    "Ketamine blocks a receptor that excites nerve cells. If it falls on the brake cells alone, "
    "what do the cells that they hold back do?",
    options=(MORE, LESS, SAME),
    answer=_pyramidal,
    after="In this model the brake cells lose part of their drive and hold the others back less. "
    "If the block falls on both kinds equally, activity goes down.",
)

in_depression = Number(
    "Of 100 people who took part in the studies of ketamine or esketamine shown here, how many were in studies of "
    "depression (without a suicidal crisis)?",
    answer=lambda readouts: _numbers(readouts["Depression and the rest"])[2],
    low=0,
    high=100,
    unit="of 100",
    after="The rest share anxiety, PTSD, OCD, alcohol use, suicidal crises and more: there the ground is thin.",
)

better_on_placebo = Number(
    "A hundred people with depression that has resisted treatment get a drip of salt water. "
    "A day later, in how many has the score at least halved?",
    answer=_people("C736"),
    low=0,
    high=100,
    unit="of 100",
    after="With ketamine it was about 28. What counts is the difference, and what the other group was given.",
)

days_of_fewer_thoughts = Number(
    "After one dose, for how many days do controlled trials, taken together, find fewer suicidal thoughts "
    "than with the comparator?",
    answer=lambda _: evidence.interval("C809").high / 24,
    low=0,
    high=28,
    unit="days",
    after="That is time for help to arrive, not a reason to watch less closely. Another review says a week.",
)

opioid_share = Number(
    "At the dose that is used against depression, what share of the mu opioid receptors does ketamine occupy?",
    answer="Opioid mu",
    low=0,
    high=100,
    unit="%",
    after="This is calculated from binding in test tubes. It makes a large direct opioid effect unlikely; "
    "it cannot exclude a small one.",
)

days_of_more_spines = Number(
    "Mice get one dose of ketamine. For how many days did they still have more connections (spines) than mice given "
    "saline?",
    answer=evidence.number("N110"),
    low=0,
    high=60,
    unit="days",
    after="That is when counting ended, so it may be longer. In people nobody can count spines at all.",
)

SPINES, BEHAVIOUR, TOGETHER = "New connections (spines)", "Better behaviour", "Both at the same hour"


def _what_comes_first(_: Readouts) -> str:
    behaviour, spines = evidence.number("N700").value, evidence.interval("X100").low
    return BEHAVIOUR if behaviour < spines else SPINES if spines < behaviour else TOGETHER


what_comes_first = Choice(
    "Mice that have been stressed are given ketamine. What is seen first?",
    options=(SPINES, BEHAVIOUR, TOGETHER),
    answer=_what_comes_first,
    after="So new spines cannot be what lifts behaviour in the first hours. They may be what keeps it up.",
)

spines_lost = Number(
    "Of 100 connections (spines) in the brain of an adult mouse that gets no drug, how many are gone after 18 months?",
    answer=evidence.number("N704"),
    low=0,
    high=100,
    unit="of 100",
    after="Most last for life, while a few come and go within days. A drug would add to something mostly stable.",
)

luckiest_of_twenty = Number(
    "Suppose that BDNF in blood has nothing to do with mood. Twenty studies of 15 patients each look for a link. "
    "How strong (negative) is the strongest one, by luck alone?",
    answer="The strongest is typically",
    low=-1,
    high=0,
    step=0.05,
    start=0,
    after="Luck alone makes a link that looks worth a paper, and it is the lucky study that gets quoted.",
)

AS_MUCH, HALF, NOTHING = "About as much", "About half as much", "Nothing"


def _midazolam(_: Readouts) -> str:
    ketamine, midazolam = (abs(evidence.number(row).value) for row in ("D315", "D316"))
    share = midazolam / ketamine
    return NOTHING if share < 0.25 else HALF if share < 0.75 else AS_MUCH


sedative_network = Choice(
    "Ketamine lowers the connections within the default mode network of healthy men. "
    "What does midazolam, a sedative without an effect on depression, do in the same men?",
    options=(AS_MUCH, HALF, NOTHING),
    answer=_midazolam,
    after="So a quieter default mode network cannot be all that lifts mood.",
)

risk_behind_zero = Number(
    "A clinic followed 14 people on ketamine, and nobody had the harm that it looked for. "
    "How high may the true risk still be?",
    answer=lambda readouts: _numbers(readouts["None of 14 affected"])[0],
    low=0,
    high=50,
    unit="%",
    after="The rule of three: with nobody affected among n people, the true risk may be as high as about 3 in n.",
)

hours_of_pressure = Number(
    "Esketamine spray raises blood pressure. For about how many hours does the rise last?",
    answer=evidence.number("SE09b"),
    low=0,
    high=12,
    step=0.5,
    unit="hours",
    after="The label lets patients leave after two hours at the earliest, and only when assessed as fit. "
    "Feeling detached is over before that; blood pressure may not be.",
)

relapsed_when_stopped = Number(
    "A hundred people are better on esketamine, though not free of depression. After 16 weeks they are switched to a "
    "placebo spray, and keep their tablet. How many relapse before the trial stops?",
    answer=_people("C274"),
    low=0,
    high=100,
    unit="of 100",
    after="Of those who stayed on esketamine it was about 26 of 100. Going on helps, and does not protect everybody.",
)
