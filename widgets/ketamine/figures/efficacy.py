"""Chapter 'How ketamine helps with mental health': what was tried, in how many people, with what result.

``people_studied``: the evidence map, people by condition. ``extra_responders``: the same trials by
effect. Every figure comes from an evidence row; intervals that no paper printed are calculated by
``ketamine.models.risk``. The words for rows and the parts of a forest serve other chapters too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import plotly.graph_objects as go

from coursework.describe import result
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from ketamine import evidence
from ketamine.evidence import Number, Row
from ketamine.models import risk
from ketamine.models.risk import Estimate

#: comparator class -> how it is drawn
AGAINST = {
    "placebo": Look("placebo or saline", charts.TEAL),
    "masked": Look("sedative or anaesthesia", charts.AMBER, "diamond"),
    "treatment": Look("another treatment", charts.PINK, "square"),
    "none": Look("no comparison group", charts.GREY, "x"),
}
ANY = "any"
#: In the order of the traces, small enough for a phone.
SMALL_LEGEND = dict(traceorder="normal", font=dict(size=12))

# --- the evidence map -------------------------------------------------------------------------

#: finding for the condition's own symptom -> (words, colour, bar pattern)
FINDINGS = {
    "better": ("better than the comparator", charts.TEAL, ""),
    "unclear": ("no clear difference", charts.AMBER, "/"),
    "worse": ("comparator better", charts.RED, "x"),
    "none": ("no comparison group", charts.GREY, "."),
}


@dataclass(frozen=True)
class Condition:
    """A condition of the map. ``certainty`` is GRADE's word for short-term benefit, ``judged_by`` says whose word."""

    name: str
    certainty: str
    judged_by: str = "our view"


ESKETAMINE = Condition("Resistant depression, esketamine", "moderate")
KETAMINE = Condition("Mostly resistant depression, ketamine", "very low", "Cochrane")
NEW_SSRI = Condition("Depression, SSRI just started", "low")
BIPOLAR = Condition("Bipolar depression, ketamine", "very low")
ADOLESCENT = Condition("Depression, age 12 to 17", "very low")
BIRTH = Condition("Depression after birth, esketamine by vein", "low")
SUICIDAL = Condition("Suicidal thoughts", "low to moderate", "Witt 2020")
ANXIETY = Condition("Anxiety disorders", "very low")
PTSD = Condition("PTSD", "low")
OCD = Condition("OCD", "very low")
CRPS = Condition("Complex regional pain syndrome", "low")
FIBROMYALGIA = Condition("Fibromyalgia", "very low")
NEUROPATHIC = Condition("Neuropathic pain", "low")
DEPRESSION = (ESKETAMINE, KETAMINE, NEW_SSRI, BIPOLAR, ADOLESCENT, BIRTH)
CONDITIONS = (*DEPRESSION, SUICIDAL, ANXIETY, PTSD, OCD, CRPS, FIBROMYALGIA, NEUROPATHIC)


@dataclass(frozen=True)
class Study:
    """One study of the map: its people are the sum of ``n`` over ``people``, its result is ``result``."""

    name: str
    condition: Condition
    against: str  # key of AGAINST
    finding: str  # key of FINDINGS
    people: tuple[str, ...]  # row ids
    result: tuple[str, ...]  # row ids, said in words
    remark: str = ""

    @property
    def n(self) -> int:
        return sum(evidence.row(row_id).n or 0 for row_id in self.people)

    @property
    def words(self) -> str:
        said = "; ".join(result(evidence.row(row_id), arm=True) for row_id in self.result)
        return f"{self.name} ({self.n} people, against {comparator(evidence.row(self.result[0]))}): {said}" + (
            f"; {self.remark}" if self.remark else ""
        )


STUDIES = (
    Study(
        "TRANSFORM-1",
        ESKETAMINE,
        "placebo",
        "unclear",
        ("C1005",),
        ("C070", "C071"),
        "the 84 mg comparison failed, so 56 mg was not formally tested",
    ),
    Study("TRANSFORM-2", ESKETAMINE, "placebo", "better", ("C051",), ("C051",)),
    Study("TRANSFORM-3, age 65 and over", ESKETAMINE, "placebo", "unclear", ("C072",), ("C072",)),
    Study("Chen 2023", ESKETAMINE, "placebo", "unclear", ("C720",), ("C720",)),
    Study(
        "Takahashi 2021, Japan",
        ESKETAMINE,
        "placebo",
        "unclear",
        ("C521",),
        ("C521",),
        "admitted after one failed antidepressant",
    ),
    Study("Janik 2025, spray alone", ESKETAMINE, "placebo", "better", ("C907",), ("C102", "C103")),
    Study("Daly 2018", ESKETAMINE, "placebo", "better", ("C035", "C037", "C039", "C041"), ("C705",)),
    Study("ESCAPE-TRD", ESKETAMINE, "treatment", "better", ("C086", "C087"), ("C086", "C087"), "open label"),
    Study("Singh 2016", KETAMINE, "placebo", "better", ("C019",), ("C019", "C020")),
    Study("Murrough 2013", KETAMINE, "masked", "better", ("C543",), ("C543",)),
    Study("Fava 2018", KETAMINE, "masked", "better", ("C023",), ("C023",)),
    Study(
        "KADS cohort 1, fixed dose",
        KETAMINE,
        "masked",
        "unclear",
        ("C1000",),
        ("C1000", "C1800"),
        "the dose was changed after it",
    ),
    Study("KADS cohort 2, flexible dose", KETAMINE, "masked", "better", ("C567",), ("C567", "C568")),
    Study("KARMA-Dep 2", KETAMINE, "masked", "unclear", ("C100",), ("C100",)),
    Study("Lii 2023", KETAMINE, "masked", "unclear", ("C096",), ("C096",)),
    Study(
        "ELEKT-D",
        KETAMINE,
        "treatment",
        "better",
        ("C901",),
        ("C901",),
        "open label, a test of non-inferiority; 38 of 403 left before treatment, 33 of them from ECT",
    ),
    Study("KetECT", KETAMINE, "treatment", "worse", ("C091",), ("C092", "C091"), "open label"),
    Study("Alnefeesi 2022, routine care", KETAMINE, "none", "none", ("C268",), ("C268",), "esketamine too"),
    Study("Hu 2016", NEW_SSRI, "placebo", "better", ("C401", "C402"), ("C401", "C402")),
    Study("Talati 2019", NEW_SSRI, "placebo", "better", ("C413", "C414"), ("C413", "C414")),
    Study("Arabzadeh 2018", NEW_SSRI, "placebo", "better", ("C531", "C532"), ("C531", "C532"), "ketamine by mouth"),
    Study(
        "Diazgranados 2010",
        BIPOLAR,
        "placebo",
        "better",
        ("C1030",),
        ("C1031", "C1032"),
        "beside lithium or valproate; crossover; one person on each developed manic symptoms",
    ),
    Study(
        "Dwyer 2021",
        ADOLESCENT,
        "masked",
        "better",
        ("C1033",),
        ("C1033",),
        "crossover; what they felt gave the drug away",
    ),
    Study(
        "Esketamine in adolescents (NCT03185819)",
        ADOLESCENT,
        "masked",
        "better",
        ("C1041",),
        ("C1235",),
        "56 and 84 mg together; neither dose alone; what it found on suicidality we could not read",
    ),
    Study(
        "Wang 2024",
        BIRTH,
        "placebo",
        "better",
        ("C1038",),
        ("C1036", "C1037"),
        "one dose to prevent it, in mothers with at least mild symptoms before birth",
    ),
    Study("Grunebaum 2018", SUICIDAL, "masked", "better", ("C182",), ("C182",)),
    Study("Abbar 2022", SUICIDAL, "placebo", "better", ("C188",), ("C186", "C187")),
    Study(
        "ASPIRE I, esketamine", SUICIDAL, "placebo", "unclear", ("C192",), ("C192",), "depression scores did improve"
    ),
    Study(
        "ASPIRE II, esketamine", SUICIDAL, "placebo", "unclear", ("C193a",), ("C193a",), "depression scores did improve"
    ),
    Study(
        "PERSEVERE, esketamine", SUICIDAL, "placebo", "unclear", ("C193b",), ("C193b",), "depression scores did improve"
    ),
    Study("Emergency-department trial", SUICIDAL, "placebo", "better", ("C581", "C582"), ("C581", "C582")),
    Study(
        "Taylor 2018",
        ANXIETY,
        "placebo",
        "better",
        ("C208",),
        ("C208", "C209"),
        "no difference over time on the self-rated scale",
    ),
    Study("Glue 2020", ANXIETY, "masked", "better", ("C912",), ("C912",)),
    Study("Glue 2017", ANXIETY, "none", "none", ("C206",), ("C206",)),
    Study("Glue 2018", ANXIETY, "none", "none", ("C207",), ("C207",)),
    Study("Abdallah 2022", PTSD, "placebo", "unclear", ("C216",), ("C216",)),
    Study("Feder 2014", PTSD, "masked", "better", ("C1227",), ("C1227",)),
    Study(
        "Dadabayev 2020",
        PTSD,
        "treatment",
        "unclear",
        ("C1228",),
        ("C1228",),
        "veterans with chronic pain, how many of them with PTSD was not seen",
    ),
    Study("Feder 2021", PTSD, "masked", "better", ("C212", "C213"), ("C212", "C213")),
    Study("Rodriguez 2013", OCD, "placebo", "better", ("C217", "C218"), ("C217", "C218"), "first phase of a crossover"),
    Study("Beaglehole 2025", OCD, "masked", "better", ("C1229",), ("C1229",), "crossover; a trend over two doses"),
    Study("Bloch 2012", OCD, "none", "none", ("C219",), ("C219",)),
    Study(
        "Sigtermans 2009, S-ketamine",
        CRPS,
        "placebo",
        "better",
        ("C1400",),
        ("C1400", "C220", "C221", "C222"),
        "function no better",
    ),
    Study("Goldberg 2010", CRPS, "none", "none", ("C226",), ("C226",)),
    Study("Noppers 2011, S-ketamine", FIBROMYALGIA, "masked", "unclear", ("C240", "C955"), ("C240", "C955")),
    Study("Pickering 2020", NEUROPATHIC, "placebo", "unclear", ("C241",), ("C241",)),
)


def people_studied(
    against: str = ANY, smallest: int = 1, uncontrolled: bool = False
) -> tuple[go.Figure, list[Readout]]:
    """Draw the people in the studies of each condition, by what the studies found.

    against: a key of AGAINST, or 'any'; smallest: studies with fewer people are left out;
    uncontrolled: also count people in studies without a comparison group.
    """
    shown = [
        study
        for study in STUDIES
        if study.n >= smallest and (uncontrolled if study.against == "none" else against in (ANY, study.against))
    ]
    figure = charts.blank(
        "People in the studies",
        "",
        height=72 * len(CONDITIONS),
        barmode="stack",
        bargap=0.74,
        margin=dict(l=8, r=12, t=12, b=48),
    )
    for finding in FINDINGS:
        found = {
            condition: [s for s in shown if s.condition is condition and s.finding == finding]
            for condition in CONDITIONS
        }
        people_bar(
            figure,
            finding,
            [sum(s.n for s in found[c]) for c in CONDITIONS],
            [c.name for c in CONDITIONS],
            ["".join(f"{s.words}.<br>" for s in found[c]) for c in CONDITIONS],
            showlegend=finding != "none" or uncontrolled,
        )
    charts.lay_out(
        figure,
        xaxis=dict(range=[0, 3900 if uncontrolled else 2400], nticks=5),
        yaxis=charts.names(
            (c.name for c in CONDITIONS),
            first=0.9,
            last=0.5,
            showticklabels=False,
            showgrid=False,
            ticks="",
            automargin=False,
        ),
        annotations=[
            charts.above(condition.name, _heading(condition, [s for s in shown if s.condition is condition]), 6)
            for condition in CONDITIONS
        ],
    )
    charts.lay_out(figure, legend=SMALL_LEGEND)
    return figure, _map_readouts(shown)


def people_bar(
    figure: go.Figure, finding: str, people: list[int], names: list[str], notes: list[str], **more: Any
) -> None:
    """Add a bar of people for each name, in the look of what was found; without people there is none.

    finding: a key of FINDINGS. notes: for the hover labels. Further keywords go to the trace.
    """
    words, colour, pattern = FINDINGS[finding]
    figure.add_bar(
        name=words,
        orientation="h",
        x=[n or None for n in people],
        y=names,
        hovertext=notes,
        hoverinfo="x+name+y",
        marker=dict(
            color=colour, pattern=dict(shape=pattern, fillmode="overlay", fgcolor="#ffffff", size=7), line=dict(width=0)
        ),
        **more,
    )


def _heading(condition: Condition, studies: list[Study]) -> str:
    if not studies:
        return f"<b>{condition.name}</b><br>no study in this view"
    people = sum(s.n for s in studies)
    noun = "study" if len(studies) == 1 else "studies"
    certainty = f"{condition.certainty.replace(' to ', '–')} ({condition.judged_by})"
    return f"<b>{condition.name}</b><br>{len(studies)} {noun}, {people:,} people; {certainty}"


def _map_readouts(shown: list[Study]) -> list[Readout]:
    if not shown:
        return [
            Readout("Depression and the rest", "No study is in this view."),
            Readout("Empty", "All conditions."),
            Readout("Largest study outside depression", "None."),
        ]
    people = sum(s.n for s in shown)
    depressed = sum(s.n for s in shown if s.condition in DEPRESSION)
    empty = [c.name for c in CONDITIONS if all(s.condition is not c for s in shown)]
    elsewhere = [s for s in shown if s.condition not in (*DEPRESSION, SUICIDAL)]
    largest = max(elsewhere, key=lambda s: s.n) if elsewhere else None
    return [
        Readout(
            "Depression and the rest",
            f"{depressed:,} of {people:,} people ({100 * depressed / people:.0f} %) were in studies of depression"
            " without suicidal crisis.",
        ),
        Readout(
            "Conditions with no study in this view",
            "; ".join(empty) + "." if empty else "None: every condition has at least one.",
        ),
        Readout(
            "Largest study outside depression and suicidal thoughts",
            (
                f"{largest.name}, {largest.condition.name}: {largest.n} people, {FINDINGS[largest.finding][0]}."
                if largest
                else "None."
            ),
        ),
    ]


# --- words for rows ---------------------------------------------------------------------------


def comparator(row: Row) -> str:
    """Return what the other group was given, in words."""
    return row.comparator if row.comparator not in ("", "none") else "no comparison group"


# --- extra people who respond -----------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """Two shares of people who did well, as rows, or the risk difference that the authors printed."""

    name: str
    condition: Condition
    against: str
    treated: str = ""  # row id of the share on the drug
    untreated: str = ""  # row id of the share on the comparator
    printed: str = ""  # row id of a risk difference in percentage points
    turned: bool = False  # the printed difference is comparator minus drug
    decimals: int = 1  # of the printed percentages
    crossover: bool = False  # the same people took both
    remark: str = ""

    def counts(self) -> tuple[int, int, int, int] | None:
        """Events and people on the drug, events and people on the comparator; None if adjusted or unknown."""
        if not (self.treated and self.untreated) or self.printed:
            return None
        treated, untreated = evidence.number(self.treated), evidence.number(self.untreated)
        return (*events(treated, self.decimals), *events(untreated, self.decimals))

    @property
    def estimate(self) -> Estimate:
        """Risk difference in percentage points: printed, or calculated from the counts."""
        if self.printed:
            row = evidence.row(self.printed)
            low, high = sorted(row.bounds, key=lambda end: -end if self.turned else end)
            if isinstance(row, Number):
                value = row.value
            else:
                value = evidence.number(self.treated).value - evidence.number(self.untreated).value
            return Estimate(value, -low if self.turned else low, -high if self.turned else high)
        counts = self.counts()
        assert counts, f"{self.name}: neither a printed difference nor counts"
        return risk.newcombe(*counts).times(100)

    @property
    def n(self) -> int:
        if self.printed or self.crossover:
            return evidence.row(self.printed or self.treated).sample
        return sum(evidence.row(row_id).sample for row_id in (self.treated, self.untreated))

    @property
    def source(self) -> Row:
        return evidence.row(self.treated or self.printed)

    @property
    def note(self) -> str:
        d = self.estimate
        how = "interval as printed" if self.printed else "interval calculated from the counts (Newcombe)"
        shares = ""
        if self.treated and self.untreated:
            shares = f"{evidence.number(self.treated).value:g} against {evidence.number(self.untreated).value:g}; "
            if evidence.row(self.treated).unit == "%":
                shares = (
                    f"{evidence.number(self.treated).value:g} % against {evidence.number(self.untreated).value:g} %; "
                )
        return (
            f"{self.condition.name}; {self.source.outcome}, {self.source.when}; {shares}{self.n} people; against"
            f" {comparator(self.source)}; {more_or_fewer(d.value)} in 100 ({more_or_fewer(d.low)} to"
            f" {more_or_fewer(d.high)}), {how}" + (f"; {self.remark}" if self.remark else "")
        )


def events(row: Number, decimals: int) -> tuple[int, int]:
    """Return the people with the event and people in all: as printed, or from a percentage printed with
    ``decimals``.
    """
    if row.unit == "patients":
        return int(row.value), row.sample
    return risk.count(row.value, row.sample, decimals), row.sample


COMPARISONS = (
    Comparison("TRANSFORM-1 and -2", ESKETAMINE, "placebo", "C067", "C068"),
    Comparison("TRANSFORM-3", ESKETAMINE, "placebo", "C074", "C728", "C900", remark="age 65 and over"),
    Comparison("Daly 2018, 84 mg", ESKETAMINE, "placebo", "C050", "C044", decimals=0),
    Comparison("ESCAPE-TRD", ESKETAMINE, "treatment", "C086", "C087", remark="open label"),
    Comparison("Murrough 2013", KETAMINE, "masked", "C541", "C542", decimals=0),
    Comparison("KARMA-Dep 2", KETAMINE, "masked", "C903", "C904", remark="remission; arm sizes inferred"),
    Comparison("Lii 2023", KETAMINE, "masked", "C120", "C121", remark="under anaesthesia"),
    Comparison(
        "ELEKT-D",
        KETAMINE,
        "treatment",
        "C089",
        "C090",
        "C901",
        remark="open label, against ECT; a test of non-inferiority",
    ),
    Comparison(
        "KetECT",
        KETAMINE,
        "treatment",
        "C092",
        "C091",
        "C902",
        turned=True,
        remark="open label, against ECT; the difference is calculated from the two shares",
    ),
    Comparison("Hu 2016", NEW_SSRI, "placebo", "C401", "C402"),
    Comparison("Talati 2019", NEW_SSRI, "placebo", "C413", "C414"),
    Comparison("Arabzadeh 2018", NEW_SSRI, "placebo", "C531", "C532"),
    Comparison(
        "Dwyer 2021",
        ADOLESCENT,
        "masked",
        "C1034",
        "C1035",
        decimals=0,
        crossover=True,
        remark="crossover, so the interval is approximate",
    ),
    Comparison("Grunebaum 2018", SUICIDAL, "masked", "C183", "C184"),
    Comparison("Abbar 2022", SUICIDAL, "placebo", "C186", "C187"),
    Comparison(
        "Taylor, clinician",
        ANXIETY,
        "placebo",
        "C208",
        "C209",
        decimals=2,
        crossover=True,
        remark="crossover, so the interval is approximate",
    ),
    Comparison(
        "Taylor, self-rated",
        ANXIETY,
        "placebo",
        "C210",
        "C911",
        decimals=2,
        crossover=True,
        remark="crossover, so the interval is approximate; no difference over time, P = .95",
    ),
    Comparison("Feder 2021", PTSD, "masked", "C212", "C213", decimals=0),
    Comparison("Rodriguez 2013", OCD, "placebo", "C217", "C218"),
    Comparison("Noppers, 15 min", FIBROMYALGIA, "masked", "C239", "C954"),
    Comparison("Noppers, week 8", FIBROMYALGIA, "masked", "C240", "C955"),
)
SHORT = {
    ESKETAMINE: "Esketamine, resistant depression",
    KETAMINE: "Ketamine, mostly resistant",
    NEW_SSRI: "Ketamine beside a new SSRI",
    ADOLESCENT: "Age 13 to 17, ketamine",
    SUICIDAL: "Suicidal thoughts",
    ANXIETY: "Social anxiety",
    PTSD: "PTSD",
    OCD: "OCD",
    FIBROMYALGIA: "Fibromyalgia",
}


def extra_responders(against: str = ANY, order: str = "condition") -> tuple[go.Figure, list[Readout]]:
    """Draw the extra people in 100 who did well, with 95 % interval, trial by trial.

    against: comparator class brought forward, or 'any'; order: 'condition' or 'size'.
    """
    names, headings = _slots(order)
    figure = charts.rows(
        "More people in 100 did well<br>(right of 0: drug better)",
        "",
        names,
        shown=[name for name in names if name.strip()],
        size=12,
        height=740,
        margin=dict(l=56, r=10, t=12, b=64),
        xaxis=dict(range=[-45, 100], tickvals=[-20, 0, 20, 40, 60, 80], tickfont=dict(size=12)),
        yaxis=dict(ticklabelstandoff=2),
        annotations=[
            charts.text(f"<b>{words}</b>", 0, blank, xref="paper", xanchor="left", xshift=-120)
            for blank, words in headings.items()
        ],
        legend=SMALL_LEGEND,
    )
    charts.upright(figure, 0, dash="dash")
    for key, look in AGAINST.items():
        if key != "none":
            compared = [c for c in COMPARISONS if c.against == key]
            draw_results(figure, look, compared, forward=against in (ANY, key))
    return figure, _extra_readouts(against)


class Drawable(Protocol):
    """What ``draw_results`` draws: a named estimate and what is to be said of it."""

    @property
    def name(self) -> str: ...
    @property
    def estimate(self) -> Estimate: ...
    @property
    def note(self) -> str: ...


def draw_results(figure: go.Figure, look: Look, results: Iterable[Drawable], *, forward: bool) -> None:
    """Add results with their intervals: in colour when brought forward, else faint and out of the table."""
    charts.intervals(
        figure,
        look,
        [Mark(r.name, r.estimate.value, r.estimate.low, r.estimate.high, r.note) for r in results],
        size=10,
        thickness=1.6,
        cap=3,
        hoverinfo="text" if forward else "skip",
        opacity=1 if forward else 0.45,
        showlegend=True,
    )


def _slots(order: str) -> tuple[list[str], dict[str, str]]:
    """Category names from top to bottom, and the headings among them (blank names) with their words."""
    if order == "size":
        ranked = sorted(COMPARISONS, key=lambda c: -c.n)
        names = [c.name for c in ranked]
        big = sum(c.n >= 100 for c in ranked)
        return [" ", *names[:big], "  ", *names[big:]], {" ": "100 people or more", "  ": "Fewer than 100 people"}
    rows: list[str] = []
    headings: dict[str, str] = {}
    for condition in SHORT:
        blank = " " * (len(headings) + 1)
        headings[blank] = SHORT[condition]
        rows += [blank, *(c.name for c in COMPARISONS if c.condition is condition)]
    return rows, headings


def _extra_readouts(against: str) -> list[Readout]:
    in_colour = [c for c in COMPARISONS if against in (ANY, c.against)]
    clear = [c for c in in_colour if c.estimate.excludes == 1]
    large = [c for c in in_colour if c.n >= 100]
    small = [c for c in in_colour if c.n < 100]
    return [
        Readout(
            "Clear of no difference",
            f"{len(clear)} of {len(in_colour)} comparisons in colour have an interval wholly to the right of 0.",
        ),
        Readout(
            "Size and effect",
            f"{_spread('With 100 people or more', large)} {_spread('With fewer than 100', small)}".strip(),
        ),
    ]


def _spread(words: str, comparisons: list[Comparison]) -> str:
    if not comparisons:
        return f"{words}: none."
    values = sorted(c.estimate.value for c in comparisons)
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return f"{words}: {values[0]:.0f} to {values[-1]:.0f} more in 100, middle value {middle:.0f}."


def more_or_fewer(value: float) -> str:
    """'3 more' or '3 fewer', rounded."""
    rounded = round(value)
    return f"{abs(rounded)} {'fewer' if rounded < 0 else 'more'}"
