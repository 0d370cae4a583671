"""What the course asks before a figure answers it: at least one guess in each chapter that has a figure.

Every answer is a row, a readout of the figure, or worked out of them here; no number is typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorers.guess import Choice, Number, Readouts
from ketamine import claims, evidence
from ketamine.figures import glutamate, pain
from ketamine.models import risk

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

not_as_it_stands = Number(
    f"Of the article's {len(claims.table())} claims, how many does the published evidence not bear out as they stand?",
    answer=Derived("claims.csv", _graded("very low")),
    low=0,
    high=len(claims.table()),
    start=5,
    unit="claims",
    after=f"{_graded('high') + _graded('moderate')} can be repeated to a patient, {_graded('low')} more with a 'but', "
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
    after="Many respond on the placebo spray too: everybody begins a new tablet, and time helps. The harms are counted "
    "in the same way.",
)

sent_away = Number(
    "A clinic sells a blood test: more BDNF before treatment is said to mean that ketamine helps. "
    "Of 50 people whom ketamine would help, how many does the best cut-off send away?",
    answer=lambda readouts: _numbers(readouts["Wrongly sent away"])[0],
    low=0,
    high=50,
    unit="of 50",
    after="A coin would send away 25. And this is the best case for the test: it rests on one study, and others found "
    "no link at all.",
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
    after="The five lowest stay below a third of that. Two people in a waiting room may differ more than two doses do.",
)

ROSE, FELL, STAYED = "It rises", "It falls", "It stays as it was"


def _glutamate(_: Readouts) -> str:
    return {"increase": ROSE, "decrease": FELL, "no change": STAYED}[evidence.row("GL03").direction]


glutamate_in_rats = Choice(
    "The article says that ketamine releases more glutamate. Rats get a high, anaesthetic dose. What happens to the "
    "glutamate between the cells of their prefrontal cortex?",
    options=(ROSE, FELL, STAYED),
    answer=_glutamate,
    after="After low doses it rose, and that is the riddle. The drawing shows one answer to it, in which a brake "
    "fails, and one account that does without it.",
)

MORE, LESS, SAME = "They fire more", "They fire less", "They fire as before"


def _pyramidal(readouts: Readouts) -> str:
    [share] = _numbers(readouts["Pyramidal cells"])[:1]
    return MORE if share > 100 else LESS if share < 100 else SAME


block_on_both = Choice(
    "In this model ketamine blocks a receptor that excites nerve cells. If as much is blocked on the brake cells as on "
    "the pyramidal cells that they hold back, what do the pyramidal cells do?",
    options=(MORE, LESS, SAME),
    answer=_pyramidal,
    after="The lighter brake does not make up for what the pyramidal cells lose of their own drive. "
    "Where the block falls on the brake cells alone, activity goes up.",
)

in_depression = Number(
    "Of 100 people who took part in the studies of ketamine or esketamine shown here, how many were in studies of "
    "depression (without a suicidal crisis)?",
    answer=lambda readouts: _numbers(readouts["Depression and the rest"])[2],
    low=0,
    high=100,
    unit="of 100",
    after="The rest share anxiety, PTSD, OCD, suicidal crises and pain: there the ground is thin.",
)

better_on_placebo = Number(
    "In the trials that Cochrane pooled, a hundred people with depression get a placebo. "
    "A day later, in how many has the score at least halved?",
    answer=_people("C736"),
    low=0,
    high=100,
    unit="of 100",
    after="With ketamine it was about 28. What counts is the difference, and what the other group was given.",
)

hours_to_fewer_thoughts = Number(
    "After one dose, from which hour on do controlled trials, taken together, find fewer suicidal thoughts than with "
    "the comparator?",
    answer=lambda _: evidence.interval("C809").low,
    low=0,
    high=48,
    unit="hours",
    after="The difference is seen for about three days, in another review for a week. That is time for help to "
    "arrive, not a reason to watch less closely.",
)

opioid_share = Number(
    "At the dose that is used against depression, what share of the mu opioid receptors does ketamine occupy?",
    answer="Opioid mu",
    low=0,
    high=100,
    unit="%",
    after="This is calculated from binding in test tubes. It makes a direct opioid effect less likely; it cannot "
    "exclude one, since a few receptors switched on can go a long way.",
)

days_of_more_spines = Number(
    "Mice get one dose of ketamine. For how many days were more connections (spines) counted in them than in mice "
    "given saline?",
    answer=evidence.number("N110"),
    low=0,
    high=60,
    unit="days",
    after="The counting may simply have ended then. In people nobody can count spines at all.",
)

SPINES, BEHAVIOUR, TOGETHER = "New connections (spines)", "Better behaviour", "Both at the same hour"


def _what_comes_first(_: Readouts) -> str:
    behaviour, spines = evidence.number("N700").value, evidence.interval("X100").low
    return BEHAVIOUR if behaviour < spines else SPINES if spines < behaviour else TOGETHER


what_comes_first = Choice(
    "Mice that have been stressed are given ketamine. What is seen first?",
    options=(SPINES, BEHAVIOUR, TOGETHER),
    answer=_what_comes_first,
    after="So in these mice new spines cannot be what lifts behaviour in the first hours. They may help to keep it up.",
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

weaker_in_depression = Number(
    "Scan one person with depression and one without. In how many of 100 such pairs does the one with depression have "
    "the weaker links within the default mode network, by one of the largest collections of scans?",
    answer=lambda _: round(risk.pairs(-evidence.value("D305"))),
    low=0,
    high=100,
    unit="of 100 pairs",
    after="This is calculated from the published size; a coin would say 50. So no scan can show one patient's "
    "depression in this network.",
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

at_seven_days = Number(
    "A hundred people with depression get one infusion of ketamine. Seven days later, in how many is the score at "
    "least halved?",
    answer=_people("C255"),
    low=0,
    high=100,
    unit="of 100",
    after="These are the ketamine groups alone, so they are no gain over a comparator. For many the lift has gone "
    "within the week, which is why it matters what is planned for the days after.",
)

behind_therapy = Number(
    "Should therapy follow ketamine? How many people were in the one randomised trial of cognitive "
    "behavioural therapy after ketamine that we found?",
    answer=Derived("C283", evidence.estimate("C283").n or 0),
    low=0,
    high=300,
    unit="people",
    after="So few people cannot show whether therapy helps, hardly matters or harms. That is no reason against it: "
    "nobody has tested it well.",
)

in_larger_trials = Number(
    "How many more people in 100 did well on ketamine or esketamine than on the comparator? In trials of fewer than "
    "100 people the middle value is 36. What is it in larger trials?",
    answer=lambda readouts: _numbers(readouts["Size and effect"].split("middle value")[1])[0],
    low=0,
    high=60,
    unit="more in 100",
    after="Small trials are published more readily when they find much. The larger trials also differ in drug and "
    "comparator, so size is not the only reason.",
)

midazolam_in_ptsd = Number(
    f"A small trial in PTSD gave {evidence.row('C212').n} people six infusions of ketamine, "
    "and as many others six of midazolam. "
    f"Of 100 on ketamine, {round(evidence.value('C212'))} had clearly fewer symptoms after two weeks. "
    "How many of 100 on midazolam?",
    answer=_people("C213"),
    low=0,
    high=100,
    unit="of 100",
    after="A hopeful result in thirty people. The largest trial, against saline, found no difference, so one can hope "
    "and cannot promise.",
)

lead_in_a_crisis = Number(
    "People in a suicidal crisis got hospital care, and either esketamine or placebo spray. On a depression scale of "
    "60 points, by how many more had the score fallen a day after esketamine?",
    answer=lambda _: abs(evidence.value("C080")),
    low=0,
    high=20,
    step=0.5,
    unit="points",
    after="It came on top of care in hospital, which both groups had. When you switch to the rating of suicidality, "
    "look whether the lead is there too.",
)

people_for_behaviour = Number(
    "In such trials fewer than 2 people in 100 show suicidal behaviour. Suppose that a drug halves this. "
    "How many people must a trial have to be likely to show it?",
    answer=lambda readouts: _numbers(readouts["People needed, both arms together"])[0],
    low=0,
    high=20_000,
    step=100,
    start=500,
    unit="people",
    after="No single trial of ketamine or esketamine comes near, so 'not shown' means that none could have seen it.",
)

WEAKENED, UNCHANGED, CONFLICT = "It was weaker", "It was unchanged", "The tests conflict"


def _mood_with_a_blocker(readouts: Readouts) -> str:
    said = readouts["Mood"]
    return CONFLICT if "conflict" in said else UNCHANGED if "changed nothing" in said else WEAKENED


mood_with_a_blocker = Choice(
    "People got an opioid blocker before ketamine. Where it was tested, relief of pain stayed as it was. "
    "What became of the lift in mood?",
    options=(WEAKENED, UNCHANGED, CONFLICT),
    answer=_mood_with_a_blocker,
    after="Two tests found it weaker and two found no change, all of them small. Whoever quotes one of them alone "
    "quotes half.",
)

better_than_weak = Number(
    "A guideline of 2018 judged the evidence for ketamine infusions in ten kinds of chronic pain. "
    "For how many did it find the evidence better than weak?",
    answer=Derived("C242 C243 C244", sum(grade == pain.MODERATE for _, grade, _ in pain.graded())),
    low=0,
    high=len(pain.graded()),
    unit="of 10",
    after="That one is complex regional pain syndrome. For most of the others hardly anybody has been studied, which "
    "is not the same as 'it does not work'.",
)

goes_with_dissociation = Number(
    "Some people feel far away during the infusion, others hardly. And people differ in how much better they are a "
    "week later. How much of that goes along with how far away they felt, in one study of infusions?",
    answer=Derived("D326", round(100 * evidence.value("D326") ** 2)),
    low=0,
    high=100,
    unit="%",
    after="Going along is not causing: those who feel the drug also know that they got it. So we cannot tell a "
    "patient that feeling far away is what helps.",
)

coin_of_bdnf = Number(
    "You are given two blood samples, one taken after ketamine and one without it. How often does the one after "
    "ketamine hold more BDNF?",
    answer=lambda readouts: _numbers(readouts["Two blood samples, one after ketamine, one not"])[0],
    low=0,
    high=100,
    start=75,
    unit="times in 100",
    after="That is a coin toss. In blood, ketamine has not been shown to raise BDNF in people.",
)

_gaba = glutamate.scans_of("GABA")
gaba_falls = Number(
    "If ketamine quieted the brake cells, GABA should fall. "
    f"In how many of {len(_gaba)} scans of GABA in people did it?",
    answer=Derived(" ".join(row.id for row in _gaba), sum(row.direction == "decrease" for row in _gaba)),
    low=0,
    high=len(_gaba),
    unit="scans",
    after="One found more GABA. That does not refute the account: a scanner weighs the GABA of whole tissue and cannot "
    "see single cells.",
)
