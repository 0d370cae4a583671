"""What ketamine and esketamine were tried against, in how many people, and with what result.

``people_studied``: the evidence map, people by condition. ``extra_responders``: the same trials by
effect. ``forest``: published effects by measure and comparator. ``hundred_people``: one trial as a
hundred people. ``anxiety_ptsd_ocd``: the trials outside depression. Every figure comes from an
evidence row; intervals that no paper printed are calculated by ``widgets.models.absolute``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

import plotly.graph_objects as go

from widgets import evidence
from widgets.evidence import Row
from widgets.figures import style
from widgets.models import absolute
from widgets.models.absolute import Estimate, Needed
from widgets.readout import Readout

#: comparator class -> (words, colour, marker symbol)
AGAINST = {
    "placebo": ("placebo or saline", style.BLUE, "circle"),
    "masked": ("sedative or anaesthesia", style.ORANGE, "diamond"),
    "treatment": ("another treatment", style.GREEN, "square"),
    "none": ("no comparison group", style.GREY, "x"),
}
ANY = "any"

# --- the evidence map -------------------------------------------------------------------------

#: finding for the condition's own symptom -> (words, colour, bar pattern)
FINDINGS = {
    "better": ("better than the comparator", style.BLUE, ""),
    "unclear": ("no clear difference", style.AMBER, "/"),
    "worse": ("comparator better", style.RED, "x"),
    "none": ("no comparison group", style.GREY, "."),
}


@dataclass(frozen=True)
class Condition:
    """A condition of the map. ``certainty`` is GRADE's word for short-term benefit."""

    name: str
    certainty: str
    judged_by: str = "this course"


ESKETAMINE = Condition("Resistant depression, esketamine", "moderate")
KETAMINE = Condition("Mostly resistant depression, ketamine", "very low", "Cochrane 2021, 24 hours")
NEW_SSRI = Condition("Depression, SSRI just started", "low")
SUICIDAL = Condition("Suicidal thoughts", "low to moderate", "Witt 2020")
ANXIETY = Condition("Anxiety disorders", "very low")
PTSD = Condition("PTSD", "low")
OCD = Condition("OCD", "very low")
CRPS = Condition("Complex regional pain syndrome", "low")
FIBROMYALGIA = Condition("Fibromyalgia", "very low")
NEUROPATHIC = Condition("Neuropathic pain", "very low")
CONDITIONS = (ESKETAMINE, KETAMINE, NEW_SSRI, SUICIDAL, ANXIETY, PTSD, OCD, CRPS, FIBROMYALGIA, NEUROPATHIC)
DEPRESSION = (ESKETAMINE, KETAMINE, NEW_SSRI)


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
        return sum(evidence.row(id).n or 0 for id in self.people)

    @property
    def words(self) -> str:
        said = "; ".join(describe(evidence.row(id)) for id in self.result)
        return f"{self.name} ({self.n} people, against {comparator(evidence.row(self.result[0]))}): {said}" + (
            f"; {self.remark}" if self.remark else ""
        )


STUDIES = (
    Study("TRANSFORM-1", ESKETAMINE, "placebo", "unclear", ("C055", "C056", "C057"), ("C070", "C071"), "the 84 mg comparison failed, so 56 mg was not formally tested"),
    Study("TRANSFORM-2", ESKETAMINE, "placebo", "better", ("C051",), ("C051",)),
    Study("TRANSFORM-3, age 65 and over", ESKETAMINE, "placebo", "unclear", ("C072",), ("C072",)),
    Study("Chen 2023", ESKETAMINE, "placebo", "unclear", ("C720",), ("C720",)),
    Study("Takahashi 2021, Japan", ESKETAMINE, "placebo", "unclear", ("C521",), ("C521",)),
    Study("Janik 2025, spray alone", ESKETAMINE, "placebo", "better", ("C907",), ("C102", "C103")),
    Study("Daly 2018", ESKETAMINE, "placebo", "better", ("C035", "C037", "C039", "C041"), ("C705",)),
    Study("ESCAPE-TRD", ESKETAMINE, "treatment", "better", ("C086", "C087"), ("C086", "C087"), "open label"),
    Study("Singh 2016", KETAMINE, "placebo", "better", ("C019",), ("C019", "C020")),
    Study("Murrough 2013", KETAMINE, "masked", "better", ("C543",), ("C543",)),
    Study("Fava 2018", KETAMINE, "masked", "better", ("C023",), ("C023",)),
    Study("KADS", KETAMINE, "masked", "better", ("C567",), ("C567", "C568"), "only the result of the second, flexible-dose cohort was found; people are both cohorts"),
    Study("KARMA-Dep 2", KETAMINE, "masked", "unclear", ("C100",), ("C100",)),
    Study("Lii 2023", KETAMINE, "masked", "unclear", ("C096",), ("C096",)),
    Study("ELEKT-D", KETAMINE, "treatment", "better", ("C901",), ("C901",), "open label"),
    Study("KetECT", KETAMINE, "treatment", "worse", ("C091",), ("C092", "C091"), "open label"),
    Study("Alnefeesi 2022, routine care", KETAMINE, "none", "none", ("C268",), ("C268",), "esketamine too"),
    Study("Hu 2016", NEW_SSRI, "placebo", "better", ("C401", "C402"), ("C401", "C402")),
    Study("Talati 2019", NEW_SSRI, "placebo", "better", ("C413", "C414"), ("C413", "C414")),
    Study("Arabzadeh 2018", NEW_SSRI, "placebo", "better", ("C531", "C532"), ("C531", "C532"), "ketamine by mouth"),
    Study("Grunebaum 2018", SUICIDAL, "masked", "better", ("C182",), ("C182",)),
    Study("Abbar 2022", SUICIDAL, "placebo", "better", ("C188",), ("C186", "C187")),
    Study("ASPIRE I, esketamine", SUICIDAL, "placebo", "unclear", ("C192",), ("C192",), "depression scores did improve"),
    Study("ASPIRE II, esketamine", SUICIDAL, "placebo", "unclear", ("C193a",), ("C193a",), "depression scores did improve"),
    Study("PERSEVERE, esketamine", SUICIDAL, "placebo", "unclear", ("C193b",), ("C193b",), "depression scores did improve"),
    Study("Emergency-department trial", SUICIDAL, "placebo", "better", ("C581", "C582"), ("C581", "C582")),
    Study("Taylor 2018", ANXIETY, "placebo", "better", ("C208",), ("C208", "C209"), "no difference over time on the self-rated scale"),
    Study("Glue 2020", ANXIETY, "masked", "better", ("C912",), ("C912",)),
    Study("Glue 2017", ANXIETY, "none", "none", ("C206",), ("C206",)),
    Study("Glue 2018", ANXIETY, "none", "none", ("C207",), ("C207",)),
    Study("Abdallah 2022", PTSD, "placebo", "unclear", ("C216",), ("C216",)),
    Study("Feder 2021", PTSD, "masked", "better", ("C212", "C213"), ("C212", "C213")),
    Study("Rodriguez 2013", OCD, "placebo", "better", ("C217", "C218"), ("C217", "C218"), "first phase of a crossover"),
    Study("Bloch 2012", OCD, "none", "none", ("C219",), ("C219",)),
    Study("Sigtermans 2009, S-ketamine", CRPS, "placebo", "better", ("C222",), ("C220", "C221", "C222"), "less pain for some weeks, function no better"),
    Study("Goldberg 2010", CRPS, "none", "none", ("C226",), ("C226",)),
    Study("Noppers 2011, S-ketamine", FIBROMYALGIA, "masked", "unclear", ("C240", "C955"), ("C240", "C955")),
    Study("Pickering 2020", NEUROPATHIC, "placebo", "unclear", ("C241",), ("C241",)),
)


def people_studied(against: str = ANY, smallest: int = 1, uncontrolled: bool = False) -> tuple[go.Figure, list[Readout]]:
    """People in the studies of each condition, by what the studies found.

    against: a key of AGAINST, or 'any'; smallest: studies with fewer people are left out;
    uncontrolled: also count people in studies without a comparison group.
    """
    shown = [
        study for study in STUDIES
        if study.n >= smallest
        and (uncontrolled if study.against == "none" else against in (ANY, study.against))
    ]
    figure = style.blank("People in the studies", "", height=720, barmode="stack", bargap=0.74, margin=dict(l=8, r=12, t=12, b=48))
    for finding, (words, colour, pattern) in FINDINGS.items():
        here = {condition: [s for s in shown if s.condition is condition and s.finding == finding] for condition in CONDITIONS}
        figure.add_bar(
            name=words, orientation="h", showlegend=finding != "none" or uncontrolled,
            x=[sum(s.n for s in here[c]) or None for c in CONDITIONS], y=[c.name for c in CONDITIONS],
            hovertext=["".join(f"{s.words}.<br>" for s in here[c]) for c in CONDITIONS], hoverinfo="x+name+y",
            marker=dict(color=colour, pattern=dict(shape=pattern, fillmode="overlay", fgcolor="#ffffff", size=7), line=dict(width=0)),
        )
    figure.update_xaxes(range=[0, 3900 if uncontrolled else 2400], nticks=5)
    figure.update_yaxes(
        categoryorder="array", categoryarray=[c.name for c in CONDITIONS][::-1], range=[-0.5, len(CONDITIONS) - 0.1],
        showticklabels=False, showgrid=False, zeroline=False, title=None,
    )
    _legend(figure)
    for condition in CONDITIONS:
        figure.add_annotation(
            x=0, y=condition.name, xanchor="left", yanchor="bottom", yshift=8, showarrow=False, align="left",
            font=dict(size=12), text=_heading(condition, [s for s in shown if s.condition is condition]),
        )
    return figure, _map_readouts(shown)


def _heading(condition: Condition, studies: list[Study]) -> str:
    if not studies:
        return f"<b>{condition.name}</b><br>no study in this view"
    people = sum(s.n for s in studies)
    noun = "study" if len(studies) == 1 else "studies"
    return f"<b>{condition.name}</b><br>{len(studies)} {noun}, {people:,} people · certainty {condition.certainty.replace(' to ', '–')}"


def _map_readouts(shown: list[Study]) -> list[Readout]:
    if not shown:
        return [Readout("Depression and the rest", "No study is in this view."), Readout("Empty", "All conditions."), Readout("Largest study outside depression", "None.")]
    people = sum(s.n for s in shown)
    depressed = sum(s.n for s in shown if s.condition in DEPRESSION)
    empty = [c.name for c in CONDITIONS if all(s.condition is not c for s in shown)]
    other = [s for s in shown if s.condition not in (*DEPRESSION, SUICIDAL)]
    largest = max(other, key=lambda s: s.n) if other else None
    return [
        Readout("Depression and the rest", f"{depressed:,} of {people:,} people ({100 * depressed / people:.0f} %) were in studies of depression without suicidal crisis."),
        Readout("Conditions with no study in this view", "; ".join(empty) + "." if empty else "None: every condition has at least one."),
        Readout(
            "Largest study outside depression and suicidal thoughts",
            f"{largest.name}, {largest.condition.name}: {largest.n} people, {FINDINGS[largest.finding][0]}." if largest else "None.",
        ),
    ]


# --- words for rows ---------------------------------------------------------------------------


def comparator(row: Row) -> str:
    return row.comparator if row.comparator not in ("", "none") else "no comparison group"


def describe(row: Row) -> str:
    """'MADRS, least-squares mean difference, day 28: -4.0 points (95 % interval -7.31 to -0.64)'."""
    head = f"{row.outcome}, {row.when}" if row.when else row.outcome
    if row.value is None and row.low is None:
        return head
    value = "" if row.value is None else _with_unit(row)
    kind = {"CI95": "95 % interval", "CI90": "90 % interval", "range": "range", "IQR": "quartiles"}.get(row.uncertainty)
    bounds = f"{kind} {row.low:g} to {row.high:g}" if kind else f"{row.uncertainty} {row.spread:g}" if row.spread else ""
    said = f"{value} ({bounds})" if value and bounds else value or bounds
    arm = f" ({row.arm})" if row.unit in ("%", "patients") and row.arm else ""
    return f"{head}{arm}: {said}".replace(" -", " −").replace("(-", "(−")


def _with_unit(row: Row) -> str:
    before = {"d": "d", "g": "g", "SMD": "SMD", "OR": "odds ratio", "RR": "risk ratio", "p": "P ="}.get(row.unit)
    if before:
        return f"{before} {row.value:g}"
    return f"{row.value:g} of {row.n}" if row.unit == "patients" else f"{row.value:g} {row.unit}"


def lines(text: str) -> str:
    """Text for a hover label, broken so that it fits a phone; the table joins the lines again."""
    return "<br>".join(textwrap.wrap(text, 44))


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
        one, two = evidence.row(self.treated), evidence.row(self.untreated)
        return (*_events(one, self.decimals), *_events(two, self.decimals))

    @property
    def difference(self) -> Estimate:
        """Risk difference in percentage points: printed, or calculated from the counts."""
        if self.printed:
            row = evidence.row(self.printed)
            sign = -1 if self.turned else 1
            value = row.value if row.value is not None else evidence.row(self.treated).value - evidence.row(self.untreated).value
            ends = sorted((sign * row.low, sign * row.high))
            return Estimate(value, *ends)
        estimate = absolute.newcombe(*self.counts())
        return Estimate(*(100 * v for v in (estimate.value, estimate.low, estimate.high)))

    @property
    def n(self) -> int:
        if self.printed or self.crossover:
            return evidence.row(self.printed or self.treated).n
        return sum(evidence.row(id).n for id in (self.treated, self.untreated))

    @property
    def source(self) -> Row:
        return evidence.row(self.treated or self.printed)

    @property
    def note(self) -> str:
        d = self.difference
        how = "interval as printed" if self.printed else "interval calculated from the counts (Newcombe)"
        shares = ""
        if self.treated and self.untreated:
            shares = f"{evidence.row(self.treated).value:g} against {evidence.row(self.untreated).value:g}; "
            if evidence.row(self.treated).unit == "%":
                shares = f"{evidence.row(self.treated).value:g} % against {evidence.row(self.untreated).value:g} %; "
        return (
            f"{self.condition.name}; {self.source.outcome}, {self.source.when}; {shares}{self.n} people; against {comparator(self.source)}; "
            f"{_less(d.value)} in 100 ({_less(d.low)} to {_less(d.high)}), {how}" + (f"; {self.remark}" if self.remark else "")
        )


def _events(row: Row, decimals: int) -> tuple[int, int]:
    if row.unit == "patients":
        return int(row.value), row.n
    return absolute.count(row.value, row.n, decimals), row.n


COMPARISONS = (
    Comparison("TRANSFORM-1 and -2", ESKETAMINE, "placebo", "C067", "C068"),
    Comparison("TRANSFORM-3", ESKETAMINE, "placebo", "C074", "C728", "C900", remark="age 65 and over"),
    Comparison("Daly 2018, 84 mg", ESKETAMINE, "placebo", "C050", "C044", decimals=0),
    Comparison("ESCAPE-TRD", ESKETAMINE, "treatment", "C086", "C087", remark="open label"),
    Comparison("Murrough 2013", KETAMINE, "masked", "C541", "C542", decimals=0),
    Comparison("KARMA-Dep 2", KETAMINE, "masked", "C903", "C904", remark="remission; arm sizes inferred"),
    Comparison("Lii 2023", KETAMINE, "masked", "C120", "C121", remark="under anaesthesia"),
    Comparison("ELEKT-D", KETAMINE, "treatment", "C089", "C090", "C901", remark="open label, against ECT"),
    Comparison("KetECT", KETAMINE, "treatment", "C092", "C091", "C902", turned=True, remark="open label, against ECT; the difference is calculated from the two shares"),
    Comparison("Hu 2016", NEW_SSRI, "placebo", "C401", "C402"),
    Comparison("Talati 2019", NEW_SSRI, "placebo", "C413", "C414"),
    Comparison("Arabzadeh 2018", NEW_SSRI, "placebo", "C531", "C532"),
    Comparison("Grunebaum 2018", SUICIDAL, "masked", "C183", "C184"),
    Comparison("Abbar 2022", SUICIDAL, "placebo", "C186", "C187"),
    Comparison("Taylor, clinician", ANXIETY, "placebo", "C208", "C209", decimals=2, crossover=True, remark="crossover, so the interval is approximate"),
    Comparison("Taylor, self-rated", ANXIETY, "placebo", "C210", "C911", decimals=2, crossover=True, remark="crossover, so the interval is approximate; no difference over time, P = .95"),
    Comparison("Feder 2021", PTSD, "masked", "C212", "C213", decimals=0),
    Comparison("Rodriguez 2013", OCD, "placebo", "C217", "C218"),
    Comparison("Noppers, 15 min", FIBROMYALGIA, "masked", "C239", "C954"),
    Comparison("Noppers, week 8", FIBROMYALGIA, "masked", "C240", "C955"),
)
SHORT = {ESKETAMINE: "Esketamine, resistant depression", KETAMINE: "Ketamine, mostly resistant", NEW_SSRI: "Ketamine beside a new SSRI",
         SUICIDAL: "Suicidal thoughts", ANXIETY: "Social anxiety", PTSD: "PTSD", OCD: "OCD", FIBROMYALGIA: "Fibromyalgia"}


def extra_responders(against: str = ANY, order: str = "condition") -> tuple[go.Figure, list[Readout]]:
    """Extra people in 100 who did well, with 95 % interval, trial by trial.

    against: comparator class brought forward, or 'any'; order: 'condition' or 'size'.
    """
    rows, headings = _slots(order)
    figure = style.blank("More people in 100 did well<br>(right of 0: drug better)", "", height=680, margin=dict(l=56, r=10, t=12, b=64))
    _zero(figure)
    for key, (words, colour, symbol) in AGAINST.items():
        if key != "none":
            here = [c for c in COMPARISONS if c.against == key]
            _points(figure, words, here, colour, symbol, against in (ANY, key), lambda c: c.difference, lambda c: c.note)
    figure.update_xaxes(range=[-45, 100], tickvals=[-20, 0, 20, 40, 60, 80], tickangle=0, tickfont=dict(size=11), zeroline=False)
    _categories(figure, rows, headings)
    return figure, _extra_readouts(against)


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
    here = [c for c in COMPARISONS if against in (ANY, c.against)]
    clear = [c for c in here if c.difference.excludes == 1]
    large = [c for c in here if c.n >= 100]
    small = [c for c in here if c.n < 100]
    return [
        Readout("Clear of no difference", f"{len(clear)} of {len(here)} comparisons in colour have an interval wholly to the right of 0."),
        Readout("Size and effect", f"{_spread('With 100 people or more', large)} {_spread('With fewer than 100', small)}".strip()),
    ]


def _spread(words: str, here: list[Comparison]) -> str:
    if not here:
        return f"{words}: none."
    values = sorted(c.difference.value for c in here)
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return f"{words}: {values[0]:.0f} to {values[-1]:.0f} more in 100, middle value {middle:.0f}.".replace("-", "−")


def _points(figure: go.Figure, name: str, items: list, colour: str, symbol: str, forward: bool, estimate, note, label=lambda item: item.name) -> None:
    """Points with intervals: in colour when brought forward, else faint and out of the table."""
    values = [estimate(item) for item in items]
    figure.add_scatter(
        name=name, mode="markers", x=[v.value for v in values], y=[label(item) for item in items],
        hovertext=[lines(note(item)) for item in items], hoverinfo="text" if forward else "skip", showlegend=True,
        marker=dict(color=colour, symbol=symbol, size=10), opacity=1 if forward else 0.2,
        error_x=dict(
            type="data", symmetric=False, array=[v.high - v.value for v in values], arrayminus=[v.value - v.low for v in values],
            color=colour, thickness=1.6, width=3,
        ),
    )


def _legend(figure: go.Figure) -> None:
    """The legend in the order of the traces, small enough for a phone."""
    figure.update_layout(legend=dict(traceorder="normal", font=dict(size=12)))


def _zero(figure: go.Figure, at: float = 0) -> None:
    figure.add_vline(x=at, line=dict(color=style.GREY, width=1.5, dash="dash"))


def _categories(figure: go.Figure, rows: list[str], headings: dict[str, str]) -> None:
    """Category axis with ``rows`` from the top, and headings written over the blank ones."""
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=rows[::-1], range=[-0.7, len(rows) - 0.3], tickmode="array",
        tickvals=[row for row in rows if row.strip()], tickfont=dict(size=11), ticklabelstandoff=2, zeroline=False, title=None,
    )
    figure.update_xaxes(title=dict(font=dict(size=12)))
    _legend(figure)
    for blank, words in headings.items():
        figure.add_annotation(x=0, xref="paper", xanchor="left", xshift=-120, y=blank, yanchor="middle", text=f"<b>{words}</b>", showarrow=False, font=dict(size=12))


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
        row = evidence.row(self.row)
        low, high = row.interval or (row.value, row.value)
        return Estimate(self.sign * row.value, *sorted((self.sign * low, self.sign * high)))

    @property
    def note(self) -> str:
        row = evidence.row(self.row)
        people = f"; {row.n} people" if row.n else ""
        turned = "; sign turned, so that above 0 is better" if self.sign < 0 else ""
        return f"{describe(row)}; against {comparator(row)}{people}{turned}" + (f"; {self.remark}" if self.remark else "")


#: comparator classes of pooled effects
POOLED = {key: AGAINST[key] for key in ("placebo", "masked")} | {"mixed": ("several comparators pooled", style.PURPLE, "triangle-up"), "none": AGAINST["none"]}
FOREST: dict[str, tuple[Effect, ...]] = {
    "SMD": (
        Effect("Cochrane, placebo", "placebo", "C246"), Effect("Cochrane, midazolam", "masked", "C248"), Effect("Kishimoto 2016", "mixed", "C565"),
        Effect("Lee 2015", "placebo", "C260", 1),
        Effect("Alnefeesi, before–after", "none", "C270", 1, "not a difference from a comparator"),
    ),
    "points": (
        Effect("TRANSFORM-1, 84 mg", "placebo", "C070"), Effect("TRANSFORM-1, 56 mg", "placebo", "C071"), Effect("TRANSFORM-2", "placebo", "C051"),
        Effect("TRANSFORM-3, 65+", "placebo", "C072"), Effect("Chen 2023", "placebo", "C720"), Effect("Takahashi, 84 mg", "placebo", "C521", remark="90 % interval"),
        Effect("Janik, 56 mg alone", "placebo", "C102"), Effect("Janik, 84 mg alone", "placebo", "C103"),
        Effect("ASPIRE I", "placebo", "C080"), Effect("ASPIRE II", "placebo", "C081"),
        Effect("Murrough 2013", "masked", "C543"), Effect("KARMA-Dep 2", "masked", "C100"), Effect("Lii 2023", "masked", "C096"),
    ),
    "OR": (
        Effect("Newport, remission", "mixed", "C250", 1), Effect("Newport, response", "mixed", "C249", 1),
        Effect("Cochrane, placebo", "placebo", "C245", 1), Effect("Cochrane, midazolam", "masked", "C247", 1),
    ),
    "PTSD": (
        Effect("Passive, 24 h", "placebo", "C910", 1), Effect("Active, 24 h", "masked", "C633", 1), Effect("All, 24 h", "mixed", "C632", 1),
        Effect("All, 1 week", "mixed", "C634", 1), Effect("All times", "mixed", "C630", 1), Effect("All, bias corrected", "mixed", "C631", 1),
    ),
}
#: measure -> (axis title, range, tick values, place of no difference)
MEASURES = {
    "SMD": ("Standardised difference<br>(right of 0: drug better)", [-0.5, 2.2], [-0.5, 0, 0.5, 1, 1.5, 2], 0),
    "points": ("MADRS points, drug ahead by<br>(right of 0: drug better)", [-6, 15], [-5, 0, 5, 10, 15], 0),
    "OR": ("Odds ratio, 24 h, log scale<br>(right of 1: drug better)", [-0.3, 2], [0.5, 1, 2, 5, 10, 20, 100], 1),
    "PTSD": ("PTSD symptoms, Hedges g<br>(right of 0: ketamine better)", [-0.5, 1.0], [-0.4, 0, 0.4, 0.8], 0),
}


def forest(measure: str = "SMD", against: str = ANY) -> tuple[go.Figure, list[Readout]]:
    """Published effects of one measure, by comparator; measures never share an axis.

    measure: a key of MEASURES; against: a key of POOLED, brought forward, or 'any'.
    """
    title, span, ticks, nil = MEASURES[measure]
    effects = FOREST[measure]
    figure = style.blank(title, "", height=440, margin=dict(l=56, r=10, t=12, b=64))
    log = measure == "OR"
    figure.update_xaxes(type="log" if log else "linear", range=span, tickvals=ticks, tickangle=0, zeroline=False)
    _zero(figure, nil)
    for key, (words, colour, symbol) in POOLED.items():
        here = [e for e in effects if e.against == key]
        _points(figure, words, here, colour, symbol, against in (ANY, key), lambda e: e.estimate, lambda e: e.note)
    order = sorted(effects, key=lambda e: (list(POOLED).index(e.against), -e.estimate.value))
    _categories(figure, [e.name for e in order], {})
    return figure, _forest_readouts(measure, nil, against)


def _forest_readouts(measure: str, nil: float, against: str) -> list[Readout]:
    effects = FOREST[measure]
    by = {key: [e for e in effects if e.against == key] for key in POOLED}
    words = {
        "SMD": _pair("C246", "C248", "Cochrane's pooled difference is {0:.2f} against placebo and {1:.2f} against midazolam: {2:.0f} % of the size (calculated); the intervals overlap."),
        "OR": _pair("C245", "C247", "Cochrane's odds ratio is {0:.2f} against placebo and {1:.2f} against midazolam, on two different shares of people who got better without ketamine."),
        "PTSD": _pair("C910", "C633", "Against passive controls g is {0:.2f}, against active controls {1:.2f}, and the second interval includes no difference."),
        "points": "In MADRS points the placebo arms are all esketamine, the sedated arms all ketamine by vein: comparator and drug cannot be told apart here.",
    }[measure]
    counts = [
        f"{POOLED[key][0]}: {sum(e.estimate.low <= nil <= e.estimate.high for e in here)} of {len(here)}"
        for key, here in by.items() if here and key != "none" and against in (ANY, key)
    ]
    return [
        Readout("Comparator", words),
        Readout("Intervals that include no difference", "; ".join(counts) + "." if counts else "None of this measure has such a comparator."),
    ]


def _pair(one: str, two: str, sentence: str) -> str:
    a, b = abs(evidence.row(one).value), abs(evidence.row(two).value)
    return sentence.format(a, b, 100 * b / a)


# --- a hundred people -------------------------------------------------------------------------


@dataclass(frozen=True)
class Hundred:
    """Two shares of one outcome: a trial's counts or, for pooled data, a base share and an odds ratio."""

    label: str
    comparison: Comparison | None = None
    base: str = ""  # row id of the share on the comparator, %
    ratio: str = ""  # row id of the odds ratio
    noun: str = "got better"  # what happens to a person counted
    harm: bool = False


def _trial(label: str, treated: str, untreated: str, against: str, condition: Condition = KETAMINE, printed: str = "", decimals: int = 1, **more) -> Hundred:
    return Hundred(label, Comparison(label, condition, against, treated, untreated, printed, decimals=decimals), **more)


HUNDREDS = {
    "cochrane-placebo": Hundred("Ketamine v placebo, 24 h (Cochrane)", base="C736", ratio="C245"),
    "cochrane-midazolam": Hundred("Ketamine v midazolam, 24 h (Cochrane)", base="C738", ratio="C247"),
    "murrough": _trial("Ketamine v midazolam, 24 h (Murrough 2013)", "C541", "C542", "masked", decimals=0),
    "lii": _trial("Ketamine v saline under anaesthesia, day 1 (Lii 2023)", "C120", "C121", "masked"),
    "karma": _trial("Ketamine v midazolam, week 4, remission (KARMA-Dep 2)", "C903", "C904", "masked"),
    "transform-24h": _trial("Esketamine v placebo spray, 24 h (TRANSFORM-1, -2)", "C065", "C066", "placebo", ESKETAMINE),
    "transform-28d": _trial("Esketamine v placebo spray, day 28 (TRANSFORM-1, -2)", "C067", "C068", "placebo", ESKETAMINE),
    "transform2-strict": _trial("The same, drop-outs counted as not better (TRANSFORM-2)", "C913", "C914", "placebo", ESKETAMINE),
    "escape": _trial("Esketamine v quetiapine, week 8, remission (ESCAPE-TRD)", "C086", "C087", "treatment", ESKETAMINE),
    "elektd": _trial("Ketamine v ECT, 3 weeks (ELEKT-D)", "C089", "C090", "treatment"),
    "dissociation": _trial("Harm: dissociation (TRANSFORM-2)", "C950", "C951", "placebo", ESKETAMINE, noun="felt dissociated", harm=True),
    "stopped": _trial("Harm: stopped for an adverse event (TRANSFORM-2)", "C952", "C953", "placebo", ESKETAMINE, noun="stopped for an adverse event", harm=True),
}
AS_PUBLISHED = 0
FEW = 5  # with fewer people than this in an arm, an odds ratio says little


def shares(trial: str, base: int = AS_PUBLISHED) -> tuple[float, Estimate, Estimate | None]:
    """Share on the comparator (%), difference (percentage points), and odds ratio.

    base: share on the comparator in %, to which the odds ratio is applied (calculated); 0 for the
    published one.
    """
    chosen = HUNDREDS[trial]
    if chosen.comparison:
        counts = chosen.comparison.counts()
        ratio = absolute.odds_ratio(*counts)
        if base == AS_PUBLISHED:
            return 100 * counts[2] / counts[3], chosen.comparison.difference, ratio
    else:
        row = evidence.row(chosen.ratio)
        ratio = Estimate(row.value, row.low, row.high)
    start = (base or evidence.row(chosen.base).value) / 100
    moved = [100 * (absolute.share_at(start, r) - start) for r in (ratio.value, ratio.low, ratio.high)]
    return 100 * start, Estimate(*moved), ratio


def hundred_people(trial: str = "cochrane-placebo", base: int = AS_PUBLISHED) -> tuple[go.Figure, list[Readout]]:
    """A hundred people on the drug: better anyway, better because of it, not better; and the NNT with interval.

    trial: a key of HUNDREDS; base: as in ``shares``.
    """
    chosen = HUNDREDS[trial]
    start, difference, ratio = shares(trial, base)
    anyway = round(start)
    extra = round(start + difference.value) - anyway
    figure = style.blank("", "", height=580, margin=dict(l=8, r=8, t=12, b=84))
    for (words, colour, symbol), (first, last) in zip(_groups(chosen), ((0, anyway), (anyway, anyway + extra), (anyway + extra, 100))):
        seats = range(first, last)
        figure.add_scatter(
            name=f"{words}: {last - first}", mode="markers", x=[i % 10 for i in seats], y=[-(i // 10) for i in seats], hoverinfo="skip",
            marker=dict(color=colour, symbol=symbol, size=17, line=dict(width=1.5, color=colour)), legendrank=1,
        )
    figure.add_scatter(
        name="difference with 95 % interval", mode="markers", x=[difference.value], y=["difference"], xaxis="x2", yaxis="y2", showlegend=False,
        hovertext=[lines(_hundred_note(chosen, base))], hoverinfo="text", marker=dict(color=style.PURPLE, symbol="diamond", size=12),
        error_x=dict(type="data", symmetric=False, array=[difference.high - difference.value], arrayminus=[difference.value - difference.low], color=style.PURPLE, thickness=2.5, width=6),
    )
    ticks = [-50, -20, -10, 0, 10, 20, 50]
    figure.update_layout(
        xaxis=dict(domain=[0.02, 0.98], range=[-0.6, 9.6], visible=False, fixedrange=True, title=None),
        yaxis=dict(domain=[0.3, 1.0], range=[-9.7, 0.7], visible=False, fixedrange=True, title=None),
        xaxis2=dict(
            domain=[0.02, 0.98], anchor="y2", range=[-55, 82], tickvals=ticks, zeroline=False, ticks="outside",
            ticktext=["50<br>fewer", "20", "10", "0", "10", "20", "50<br>more"], title=dict(text=f"Fewer or more people in 100 who<br>{chosen.noun}", font=dict(size=12)),
        ),
        yaxis2=dict(domain=[0.04, 0.14], anchor="x2", type="category", categoryarray=["difference"], range=[-0.5, 0.5], showticklabels=False, title=None),
    )
    _legend(figure)
    figure.add_shape(type="line", xref="x2", yref="y2 domain", x0=0, x1=0, y0=0, y1=1, line=dict(color=style.GREY, width=1.5, dash="dash"))
    for value, words in zip(ticks, ["2", "5", "10", "∞", "10", "5", "2"]):
        figure.add_annotation(xref="x2", yref="paper", x=value, y=0.16, text=words, showarrow=False, font=dict(size=11), yanchor="bottom")
    figure.add_annotation(xref="paper", yref="paper", x=0.02, y=0.205, xanchor="left", yanchor="bottom", showarrow=False, font=dict(size=12), text="Number needed to harm (NNH):" if chosen.harm else "Number needed to treat (NNT):")
    return figure, _hundred_readouts(chosen, start, difference, ratio, base)


def _groups(chosen: Hundred) -> tuple[tuple[str, str, str], ...]:
    if chosen.harm:
        return (("would have had it anyway", style.GREY, "circle"), ("has it because of the drug", style.RED, "diamond"), ("does not have it", style.GREY, "circle-open"))
    anyway = "better on the other treatment too" if chosen.comparison and chosen.comparison.against == "treatment" else "better anyway"
    return ((anyway, style.GREEN, "circle"), ("better because of the drug", style.BLUE, "diamond"), ("not better", style.GREY, "circle-open"))


def _hundred_note(chosen: Hundred, base: int) -> str:
    row = evidence.row(chosen.ratio) if chosen.ratio else chosen.comparison.source
    people = row.n if chosen.ratio else chosen.comparison.n
    how = "calculated: the odds ratio at an assumed share" if base else "pooled odds ratio at the review's own share" if chosen.ratio else "counts of the trial, interval calculated (Newcombe)"
    return f"{chosen.label}; {row.outcome}, {row.when}; {people} people; {how}"


def _hundred_readouts(chosen: Hundred, start: float, difference: Estimate, ratio: Estimate | None, base: int) -> list[Readout]:
    points = Estimate(*(v / 100 for v in (difference.value, difference.low, difference.high)))
    needed = Needed(Estimate(-points.value, -points.high, -points.low)) if chosen.harm else Needed(points)
    treated = start + difference.value
    more = (treated / start - 1) * 100 if start else 0.0
    said = f"{more:.0f} % more people" if more >= 0 else f"{-more:.0f} % fewer people"
    odds = f"odds ratio {ratio.value:.1f} ({ratio.low:.1f} to {ratio.high:.1f})" if ratio else "no odds ratio: an arm is empty"
    events = chosen.comparison.counts()[::2] if chosen.comparison else ()
    if events and min(events) < FEW:
        odds += f", from {events[0]} people against {events[1]}: too few to trust its size"
    assumed = " (assumed; the rest is calculated with the same odds ratio)" if base else ""
    return [
        Readout("Said as a relative effect", f"{said} {chosen.noun}; {odds}."),
        Readout("Said as an absolute effect", f"{_less(difference.value)} in 100 ({_less(difference.low)} to {_less(difference.high)}): {treated:.0f} instead of {start:.0f}{assumed}."),
        Readout("Number needed to harm" if chosen.harm else "Number needed to treat", needed.text + "."),
    ]


def _less(value: float) -> str:
    rounded = round(value)
    return f"{abs(rounded)} {'fewer' if rounded < 0 else 'more'}"


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
    Shared("Social anxiety<br>clinician-rated", "anxiety", "placebo", "C208", "C209", 2, "crossover; difference over time P = .01"),
    Shared("Social anxiety<br>self-rated", "anxiety", "placebo", "C210", "C911", 2, "crossover; difference over time P = .95"),
    Shared("GAD or social<br>Glue 2017", "anxiety", "none", "C206"),
    Shared("GAD or social<br>Glue 2018", "anxiety", "none", "C207", remark="share who reported better functioning"),
    Shared("PTSD<br>Feder 2021", "PTSD", "masked", "C212", "C213", 0),
    Shared("OCD<br>Rodriguez 2013", "OCD", "placebo", "C217", "C218"),
    Shared("OCD<br>Bloch 2012", "OCD", "none", "C219"),
)
#: disorder -> trials published without shares, said in words
WITHOUT_SHARES = {"anxiety": "C912", "PTSD": "C216"}
CONTROL = {"any": ("placebo", "masked", "none"), "control": ("placebo", "masked"), "active": ("masked",)}


def anxiety_ptsd_ocd(disorder: str = ANY, control: str = "any") -> tuple[go.Figure, list[Readout]]:
    """Share of people who responded on ketamine and on the comparator, with 95 % intervals (Wilson, calculated).

    disorder: 'anxiety', 'PTSD', 'OCD' or 'any'; control: 'any', 'control' (a control group of any
    kind) or 'active' (a sedative that people may take for ketamine).
    """
    shown = [s for s in SHARED if disorder in (ANY, s.disorder) and s.against in CONTROL[control]]
    figure = style.blank("People in 100 who responded", "", height=480, margin=dict(l=56, r=12, t=12, b=48), scattermode="group", scattergap=0.55)
    compared = [s for s in shown if s.untreated]
    for name, items, field, colour, symbol in (
        ("comparator", compared, "untreated", style.ORANGE, "diamond"),
        ("ketamine", shown, "treated", style.BLUE, "circle"),
    ):
        values = [_share(s, field) for s in items]
        figure.add_scatter(
            name=name, mode="markers", orientation="h", offsetgroup=name, x=[100 * v.value for v in values], y=[s.label for s in items], hoverinfo="text",
            hovertext=[lines(_share_note(s, field)) for s in items], marker=dict(color=colour, symbol=symbol, size=11),
            error_x=dict(
                type="data", symmetric=False, array=[100 * (v.high - v.value) for v in values], arrayminus=[100 * (v.value - v.low) for v in values],
                color=colour, thickness=1.8, width=4,
            ),
        )
    figure.update_xaxes(range=[-2, 102], tickvals=[0, 20, 40, 60, 80, 100], zeroline=False)
    _categories(figure, [s.label for s in SHARED], {})
    if not shown:
        figure.add_annotation(text="No study of this kind<br>printed shares.", xref="paper", yref="paper", x=0.5, y=0.5, showarrow=False, font=dict(size=12))
    figure.update_yaxes(tickvals=[s.label for s in SHARED], range=[-0.6, len(SHARED) - 0.4])
    return figure, _share_readouts(disorder, control, shown)


def _sentences(parts: list[str]) -> str:
    """'First thing. Second thing.' of 'first thing', 'second thing'."""
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts)


def _share(item: Shared, field: str) -> Estimate:
    return absolute.wilson(*_events(evidence.row(getattr(item, field)), item.decimals))


def _share_note(item: Shared, field: str) -> str:
    row = evidence.row(getattr(item, field))
    events, people = _events(row, item.decimals)
    return f"{row.study}; {row.outcome}, {row.when}; {events} of {people}; {row.design}; interval calculated (Wilson)" + (f"; {item.remark}" if item.remark else "")


def _share_readouts(disorder: str, control: str, shown: Iterable[Shared]) -> list[Readout]:
    words = [
        describe(evidence.row(id)) + f" ({evidence.row(id).study}, {evidence.row(id).n} people)"
        for name, id in WITHOUT_SHARES.items() if disorder in (ANY, name) and {"C912": "masked", "C216": "placebo"}[id] in CONTROL[control]
    ]
    people = sum(evidence.row(id).n for id in {i for s in shown if s.against != "none" for i in (s.treated, s.untreated) if i not in ("C209", "C210", "C911")})
    trials = len({evidence.row(s.treated).study for s in shown if s.against != "none"})
    return [
        Readout("People with a control group in this figure", f"{people}, in {trials} {'trial' if trials == 1 else 'trials'}." if trials else "None."),
        Readout("Published without shares, so not drawn", _sentences(words) if words else "None in this view."),
    ]
