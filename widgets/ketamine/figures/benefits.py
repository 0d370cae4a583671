"""Benefits and harms on one page: every outcome of one comparison, of a hundred people with and without the drug.

For reading evidence, not for deciding. Shares are evidence rows. What a published odds ratio gives for a base of the
reader's own, and every interval of a difference that no source prints, is calculated (``ketamine.models.risk``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from ketamine import evidence
from ketamine.colours import COMPARATOR, ESKETAMINE, KETAMINE
from ketamine.models import risk
from ketamine.models.risk import Estimate

AS_PUBLISHED = 0
NUMBERS, PEOPLE, WORDS = "numbers", "people", "words"
VIEWS = {"Numbers": NUMBERS, "People": PEOPLE, "Words": WORDS}
COURSE = "this course"


@dataclass(frozen=True)
class Outcome:
    """What happened to how many. ``drug`` and ``other`` are rows in per cent; ``ratio`` a published odds ratio.

    who: completes '59 of 100 people ...'. certainty: of the difference, with who rated it. based: whether the
    reader's own base applies. also: what a row without shares says of it, told where the words are shown.
    """

    name: str
    who: str
    drug: str
    other: str
    certainty: str
    by: str = COURSE
    ratio: str = ""
    based: bool = False
    benefit: bool = True
    also: str = ""

    @cached_property
    def counts(self) -> tuple[int, int, int, int]:
        """People with it and people in all, with the drug and without it; from rounded per cent where no count is
        printed.
        """
        rows = [evidence.number(row) for row in (self.drug, self.other)]
        pairs = [(round(row.value * row.sample / 100), row.sample) for row in rows]
        return (*pairs[0], *pairs[1])

    def shares(self, base: int = AS_PUBLISHED) -> tuple[float, Estimate]:
        """Return the share without the drug (%) and the difference that the drug makes (percentage points).

        base: a share without the drug in % of the reader's own, to which the odds ratio is applied (calculated).
        """
        start = evidence.number(self.other).value
        own = base if self.based and base != AS_PUBLISHED else None
        ratio = self._ratio()
        if ratio and (own or self.ratio):
            start = own or start
            moved = [100 * risk.share_at(start / 100, r) - start for r in (ratio.value, ratio.low, ratio.high)]
            return start, Estimate(*moved)
        gap = risk.newcombe(*self.counts).times(100)
        return start, Estimate(evidence.number(self.drug).value - start, gap.low, gap.high)

    def _ratio(self) -> Estimate | None:
        if not self.ratio:
            return risk.odds_ratio(*self.counts)
        row = evidence.estimate(self.ratio)
        return Estimate(row.value, row.low, row.high)


@dataclass(frozen=True)
class Comparison:
    """One drug against one comparator: what was counted, and what was not."""

    label: str
    drug: Look
    other: Look
    outcomes: tuple[Outcome, ...]
    uncounted: tuple[tuple[str, str], ...]  # what, and why there is no number of 100


TOO_FEW = (
    "Too few to tell. In 66 trials of ketamine and esketamine together it was about as frequent on the drug as on "
    "placebo, and the interval leaves room for a large benefit and a large harm (a preprint)."
)
NO_WITHDRAWAL = (
    "No sign of withdrawal in the four weeks after months of spray, in people who were watched. The label "
    "warns of misuse."
)
NOT_STOPPED = (
    "We found no trial that took people who were well on drips and randomised them to stop (stored copies of public "
    "pages, searched on 28 November 2026)."
)
SEARCHED = "stored copies of papers, registries and code, searched on 29 November 2026"
NOT_PRINTED = (
    f"Not printed by group in anything that we could read ({SEARCHED}). They stand in papers and registry pages "
    "of which our copies hold only the beginning. They do come: the clinic watches for them."
)
SERIOUS = (
    "Not clearly different. A review gives 2.33 of 100 with ketamine and 4.17 with midazolam, and prints no interval. "
    "In a trial of up to eight drips there were 7 with ketamine and 6 with midazolam, as a summary reports."
)
STOPPED = (
    "A review gives 4.65 of 100 with ketamine and none with midazolam (difference 0.2 to 9.1). They come from one "
    "trial, and whether by drip or by injection is not printed."
)
ANY = (
    "55.24 of 100 with ketamine, 48.65 with midazolam, by the same review: not clearly different, no interval printed."
)
ATTEMPTS = ("Suicidal behaviour", TOO_FEW)
COMPARED: dict[str, Comparison] = {
    "esketamine": Comparison(
        "Esketamine v placebo",
        Look("esketamine spray + new tablet", ESKETAMINE),
        Look("placebo spray + new tablet", COMPARATOR, "circle-open"),
        (
            Outcome("Response, after four weeks", "respond", "C067", "C068", "moderate", based=True),
            Outcome("Remission, TRANSFORM-2", "are in remission after four weeks", "C915", "C916", "low"),
            Outcome("Remission, TRANSFORM-1", "are in remission after four weeks (84 mg)", "C061", "C062", "low"),
            Outcome(
                "Relapse (fewer is better)",
                "relapse within four to five months, once well,",
                "C271",
                "C272",
                "moderate",
            ),
            Outcome("Dissociation", "feel far away or unreal", "BH01", "BH02", "moderate", benefit=False),
            Outcome("Dizziness", "feel dizzy", "BH05", "BH06", "moderate", benefit=False),
            Outcome("Sedation", "become sleepy", "BH03", "BH04", "moderate", benefit=False),
            Outcome("Nausea, while it goes on", "feel sick", "BH09", "BH10", "moderate", benefit=False),
            Outcome(
                "Blood pressure up",
                "have a systolic rise of 40 mmHg or more",
                "BH07",
                "BH08",
                "moderate",
                benefit=False,
            ),
            Outcome("Stopped: side effects", "stop for that reason", "C952", "C953", "low", benefit=False),
            Outcome(
                "Passing urine often",
                "pass urine often",
                "H419a",
                "H419b",
                "low",
                benefit=False,
                also="The label lists bladder symptoms as more common than on placebo.",  # H1600
            ),
        ),
        (
            (
                "Bladder, over years",
                "No group without the drug was followed for years. The label asks to watch for it.",
            ),
            ("Dependence", NO_WITHDRAWAL),
            ATTEMPTS,
        ),
    ),
    "ketamine": Comparison(
        "Ketamine by drip v midazolam",
        Look("ketamine by drip", KETAMINE, "diamond"),
        Look("midazolam by drip", COMPARATOR, "circle-open"),
        (
            Outcome("Response, after a day", "respond", "C737", "C738", "very low", "Cochrane", "C247", based=True),
            Outcome("Remission, after a day", "are in remission", "BH12", "BH13", "low", "Cochrane", "BH11"),
            Outcome(
                "Left the trial", "leave it for any reason", "BH15", "BH16", "low", "Cochrane", "BH14", benefit=False
            ),
            Outcome(
                "Dissociation (derealisation)",
                "find things unreal during the drip",
                "BH17",
                "BH18",
                "low",
                benefit=False,
            ),
            Outcome("Dizziness", "feel dizzy during the drip", "BH19", "BH20", "low", benefit=False),
        ),
        (
            ("Relapse", NOT_STOPPED),
            ("Stopped: side effects", STOPPED),
            ("Serious events", SERIOUS),
            ("Any side effect", ANY),
            ("Sedation, nausea, blood pressure", NOT_PRINTED),
            (
                "Bladder, dependence",
                "Not counted against midazolam. Both are known from frequent use outside medicine.",
            ),
            ATTEMPTS,
        ),
    ),
}
UNSURE = "cannot be told"


def people(share: float) -> int:
    """Return a share in per cent as whole people of a hundred, halves up."""
    return math.floor(share + 0.5)


def verdict(difference: Estimate) -> str:
    """Return 'more people', 'fewer people' or 'cannot be told', by where the whole interval lies.

    An interval that reaches no difference includes it, whatever a computer makes of its last digits.
    """
    low, high = (round(end, 3) for end in (difference.low, difference.high))
    return "more people" if low > 0 else "fewer people" if high < 0 else UNSURE


def benefits_and_harms(
    compared: str = "esketamine", view: str = NUMBERS, base: int = AS_PUBLISHED
) -> tuple[go.Figure, list[Readout]]:
    """Draw every outcome of one comparison that was counted in both groups.

    compared: a key of COMPARED; view: a value of VIEWS; base: as in ``Outcome.shares``.
    """
    chosen = COMPARED[compared]
    draw = {NUMBERS: _numbers, PEOPLE: _people, WORDS: _words}[view]
    return draw(chosen, base), _readouts(chosen, base, view)


def _rows(chosen: Comparison, title: str, each: int, lift: int, **axis: object) -> go.Figure:
    """Draw an empty figure with a row for each outcome, its name above it."""
    names = [outcome.name for outcome in chosen.outcomes]
    harm = [outcome.name for outcome in chosen.outcomes if not outcome.benefit]
    figure = charts.rows(
        title,
        "",
        names,
        written=False,
        height=90 + each * len(names),
        margin=dict(l=12, r=12, t=30, b=48),
        xaxis=dict(axis),
        showlegend=True,
        annotations=[charts.above(name, f"{name} <b>(harm)</b>" if name in harm else name, lift) for name in names],
    )
    return figure


def _numbers(chosen: Comparison, base: int) -> go.Figure:
    figure = _rows(chosen, "People of 100", 46, 8, range=[-3, 101], nticks=6)
    with_drug, without, spans = [], [], []
    for outcome in chosen.outcomes:
        start, difference = outcome.shares(base)
        end = start + difference.value
        spans.append((outcome.name, start, end))
        without.append(Mark(outcome.name, start, note=_note(outcome.other, start)))
        with_drug.append(
            Mark(outcome.name, end, start + difference.low, start + difference.high, _note(outcome.drug, end))
        )
    charts.lanes(figure, Look("", charts.GREY), spans, width=1.5, name=None)
    charts.intervals(figure, chosen.other, without)
    charts.intervals(figure, chosen.drug, with_drug)
    return figure


def _note(row: str, share: float) -> str:
    """Describe the row behind a share, and say where the share itself is calculated."""
    published = evidence.number(row)
    moved = "" if round(published.value, 1) == round(share, 1) else f"{share:.0f} of 100, calculated. "
    return moved + describe(published, note=False)


ACROSS, DOWN = 25, 4  # people of a block


def _people(chosen: Comparison, base: int) -> go.Figure:
    groups: tuple[list[int], list[int], list[int]] = ([], [], [])
    for at, outcome in enumerate(chosen.outcomes):
        start, difference = outcome.shares(base)
        low, high = sorted((people(start), people(start + difference.value)))
        for group, (first, last) in zip(groups, ((0, low), (low, high), (high, 100))):
            group.extend(range(100 * at + first, 100 * at + last))
    block = DOWN + 2.4
    figure = charts.blank(
        "",
        "",
        height=40 + 88 * len(chosen.outcomes),
        margin=dict(l=8, r=8, t=70, b=8),
        xaxis=dict(range=[-0.7, ACROSS - 0.3], visible=False, fixedrange=True),
        yaxis=dict(range=[-block * len(chosen.outcomes) + 1.6, 2.2], visible=False, fixedrange=True),
        annotations=[
            charts.text(
                outcome.name if outcome.benefit else f"{outcome.name} <b>(harm)</b>",
                -0.5,
                -block * at + 0.7,
                xanchor="left",
                yanchor="bottom",
            )
            for at, outcome in enumerate(chosen.outcomes)
        ],
    )
    looks = (
        Look("either way", COMPARATOR),
        Look("the difference that the drug makes", chosen.drug.colour, "diamond"),
        Look("neither way", COMPARATOR, "circle-open"),
    )

    def place(number: int) -> tuple[float, float]:
        outcome, person = divmod(number, 100)
        return person % ACROSS, -block * outcome - person // ACROSS

    charts.hundred(figure, list(zip(looks, groups)), place, size=8)
    return figure


def _words(chosen: Comparison, base: int) -> go.Figure:
    words = ["fewer people", UNSURE, "more people"]
    figure = _rows(
        chosen, "With the drug", 46, 8, type="category", categoryorder="array", categoryarray=words, range=[-0.5, 2.5]
    )
    marks = []
    for outcome in chosen.outcomes:
        difference = outcome.shares(base)[1]
        note = f"{outcome.name}: {verdict(difference)}. {_certainty(outcome, base)}".strip()
        marks.append(Mark(outcome.name, verdict(difference), note=note))
    charts.intervals(figure, Look("with the drug", chosen.drug.colour, "square"), marks, size=16)
    return figure


def _readouts(chosen: Comparison, base: int, view: str) -> list[Readout]:
    said = []
    for outcome in chosen.outcomes:
        start, difference = outcome.shares(base)
        end = start + difference.value
        calculated = ", calculated" if outcome.based and base != AS_PUBLISHED else ""
        few = start <= 0.5  # half a person of a hundred
        value = round(people(end) - start, 1) if few else people(end) - people(start)
        without = "1 of 200" if few else f"{people(start)}"
        gap = _gap(value, difference)
        told = [
            f"{people(end)} of 100 {outcome.who} with the drug, {without} without{calculated}: {gap}.",
            _certainty(outcome, base),
            outcome.also if view == WORDS else "",
        ]
        said.append(Readout(outcome.name, " ".join(filter(None, told))))
    return said + [Readout(what, why) for what, why in chosen.uncounted]


def _certainty(outcome: Outcome, base: int) -> str:
    """Say how certain a difference is; '' for one at a share that the reader assumed, which nobody rated."""
    if outcome.based and base != AS_PUBLISHED:
        return ""
    return f"Certainty {outcome.certainty} ({outcome.by})."


def _gap(value: float, difference: Estimate) -> str:
    """'14 more (interval 5 to 22)', in whole people of a hundred."""
    low, high = (round(end) for end in (difference.low, difference.high))
    more = "more" if value >= 0 else "fewer"
    if difference.low * difference.high >= 0 or 0 in (low, high):
        near, far = sorted((abs(low), abs(high)))
        return f"{abs(value):g} {more} (interval {near} to {far})"
    return f"{abs(value):g} {more} (interval {abs(low)} fewer to {high} more)"
