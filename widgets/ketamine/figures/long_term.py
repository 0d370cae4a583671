"""Long-term harms: what was counted, in whom and by whom; how much was given; what 'none seen' means.

Every number drawn is a Row of long_term.csv or, where 'calculated' stands beside it, arithmetic on
Rows by ``ketamine.models.exposure`` (totals, upper limits) and ``ketamine.models.risk`` (Wilson's
interval of a share).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import plotly.graph_objects as go

from explorers import charts
from explorers.readout import Readout
from ketamine import evidence
from ketamine.evidence import Row
from ketamine.models import exposure, risk

# --- what was counted, and by whom --------------------------------------------------------------

BLADDER, LIVER, THINKING, DEPENDENCE = "Bladder", "Liver", "Thinking", "Dependence"
ALL, SPRAY, CLINIC, STREET = "All", "Esketamine, clinic", "Ketamine, clinic", "Outside medicine"
ORGANS = (BLADDER, LIVER, THINKING, DEPENDENCE)
EXPOSURES = (ALL, SPRAY, CLINIC, STREET)
COMPARISON = "Comparison"
LOOK = {  # exposure -> colour, symbol
    SPRAY: (charts.BLUE, "circle"),
    CLINIC: (charts.GREEN, "square"),
    STREET: (charts.ORANGE, "diamond"),
    COMPARISON: (charts.GREY, "triangle-up"),
}


@dataclass(frozen=True)
class Count:
    """One figure: the row, the group it belongs to, what was counted and who counted it.

    cases: people affected, where the row's percentage comes from a count that was published, for
    a calculated 95 % interval. shown_with: the exposure under which a comparison is shown.
    people: a row with the number of people over whom the count holds, where that is not the row's n.
    """

    row: str
    organ: str
    exposure: str
    what: str
    by: str
    cases: int | None = None
    shown_with: str = ""
    people: str = ""

    @property
    def n(self) -> int | None:
        """The number of people over whom the count holds."""
        return int(evidence.row(self.people).value) if self.people else evidence.row(self.row).n


COUNTS = (
    Count("H410", BLADDER, CLINIC, "any urinary symptom", "asked in many ways"),
    Count("H1623", BLADDER, CLINIC, "much as in comparison arms, 14 trials", "review"),
    Count("H703", BLADDER, CLINIC, "symptoms of cystitis", "the treating clinic", 0),
    Count("X165", BLADDER, CLINIC, "stopped for bladder trouble", "from memory", 3),
    Count("H409", BLADDER, CLINIC, "one case of cystitis", "case report"),
    Count("H407", BLADDER, CLINIC, "clinic cases, some prescribed", "urologists"),
    Count("H418", BLADDER, SPRAY, "any urinary event in a year", "trial staff", 136),
    Count("H419a", BLADDER, SPRAY, "passing urine often, 4 weeks", "trial staff", 11),
    Count("H419b", BLADDER, COMPARISON, "the same on placebo spray", "trial staff", 1, SPRAY),
    Count("H1604", BLADDER, SPRAY, "passing urine often, 4 weeks", "trial staff", 5),
    Count("H1605", BLADDER, COMPARISON, "the same on placebo spray, ASPIRE", "staff", 2, SPRAY),
    Count("H1600", BLADDER, SPRAY, "symptoms and cystitis above placebo", "label"),
    Count("H701", BLADDER, SPRAY, "any urinary event", "clinic records", 1),
    Count("H700", BLADDER, SPRAY, "interstitial cystitis, up to a year", "staff", 0, people="H1607"),
    Count("H1606", BLADDER, SPRAY, "5 interstitial cystitis reports", "regulator"),
    Count("H401", BLADDER, STREET, "any urinary symptom", "web, self-reported"),
    Count("X157a", BLADDER, STREET, "any symptom, recent use", "web, self-reported"),
    Count("X157c", BLADDER, COMPARISON, "the same, never used it", "web, self-reported", None, STREET),
    Count("H411", BLADDER, STREET, "urinary symptoms, 37 studies", "clinics"),
    Count("H1624", BLADDER, STREET, "urinary disease, newer studies", "review"),
    Count("H426", LIVER, CLINIC, "liver injury, 100-hour drips", "blood tests", 3),
    Count("H705", LIVER, CLINIC, "liver trouble, 4-hour drips", "blood test", 0),
    Count("H704", LIVER, CLINIC, "cases, no denominator", "sent to regulator"),
    Count("H428", LIVER, CLINIC, "small rise, 72-hour drips", "blood tests"),
    Count("H706", LIVER, SPRAY, "not linked to injury", "official review"),
    Count("H1626", LIVER, SPRAY, "mixed signals on liver failure", "reports"),
    Count("H707", LIVER, STREET, "liver injury, bladder patients", "blood tests"),
    Count("H708", LIVER, STREET, "changed bile ducts, 10 years' use", "MRI", 159),
    Count("H710", THINKING, CLINIC, "cognitive decline", "the treating clinic", 0),
    Count("H711", THINKING, CLINIC, "cognitive decline", "providers, from memory"),
    Count("H714", THINKING, CLINIC, "no decline in 8 to 10 drips", "screening test"),
    Count("H712", THINKING, CLINIC, "1 worse, 5 better, of 14", "cognitive tests"),
    Count("H709", THINKING, SPRAY, "stable or better in a year", "cognitive tests"),
    Count("H1627", THINKING, SPRAY, "like placebo in four trials", "cognitive tests"),
    Count("H430", THINKING, STREET, "worse in frequent users", "memory tests"),
    Count("H431c", THINKING, STREET, "less grey and white matter", "a single MRI"),
    Count("H718", DEPENDENCE, CLINIC, "little craving if supervised", "30 studies"),
    Count("H716", DEPENDENCE, SPRAY, "no withdrawal in four weeks", "checklist"),
    Count("H717", DEPENDENCE, SPRAY, "no craving in 8 doses", "questionnaire"),
    Count("H402", DEPENDENCE, STREET, "dependent on ketamine", "web, self-reported"),
    Count("X163", DEPENDENCE, STREET, "dose grew in frequent users", "interviews"),
)  # fmt: skip
WORDS = "No percentage"


def counted(organ: str = BLADDER, group: str = ALL) -> tuple[go.Figure, list[Readout]]:
    """Percentages of people affected, one line a source, with what was counted and who counted it.

    organ: bladder, liver, thinking or dependence. group: the exposure, or all. A source that gives
    no percentage of people stands in the column on the left. Bars: 95 % intervals calculated
    (Wilson; up to the highest risk that fits where nobody was affected) where a count was
    published; the range over the studies where that was.
    """
    shown = [count for count in COUNTS if count.organ == organ and group in {ALL, count.exposure, count.shown_with}]
    slots = [_slot(count) for count in shown]
    figure = charts.blank("People affected (%)", "Source", height=52 * len(shown) + 130)
    for name, (colour, symbol) in LOOK.items():
        mine = [count for count in shown if count.exposure == name]
        figure.add_trace(_shares(name, colour, symbol, [count for count in mine if _share(count)]))
    for name, (colour, symbol) in LOOK.items():
        mine = [count for count in shown if count.exposure == name]
        figure.add_trace(_no_share(name, colour, symbol, [count for count in mine if not _share(count)]))
    charts.lay_out(
        figure,
        margin=dict(l=8, r=10, t=8, b=48),
        legend=dict(font=dict(size=12)),
        xaxis=dict(
            range=[-20, 104],
            tickvals=[-14, 0, 25, 50, 75, 100],
            ticktext=["no<br>share", "0", "25", "50", "75", "100"],
            tickangle=0,
            title=dict(font=dict(size=13)),
            zeroline=False,
        ),
        xaxis2=dict(
            overlaying="x",
            visible=False,
            type="category",
            categoryarray=[WORDS],
            range=[-0.6, 124 / 10 - 0.6],
            title=dict(text="Share of people"),
        ),
        yaxis=dict(visible=False, type="category", categoryarray=slots, range=[len(slots) - 0.5, -0.8]),
        annotations=[charts.above(slot, _lines(count), 6) for slot, count in zip(slots, shown)],
    )
    return figure, _counted_words(organ, group, shown)


def _slot(count: Count) -> str:
    return f"{evidence.row(count.row).study}: {count.what} ({count.by})"


def _lines(count: Count) -> str:
    """Two short lines above the point: study, people and share; what was counted and by whom."""
    row, share = evidence.row(count.row), _share(count)
    people = f", n {count.n:,}" if count.n and count.n > 1 else ""
    value = (
        ""
        if share is None
        else f": <b>{_percent(share[0])}</b>"
        if share[0] is not None
        else f": <b>{share[1]:g} to {share[2]:g} %</b>"
    )
    return f"<b>{row.study}</b>{people}{value}<br>{count.what}; <i>{count.by}</i>"


def _share(count: Count) -> tuple[float | None, float, float, str] | None:
    """Percentage, low, high and what the bar is; None where the row gives no share of people."""
    row = evidence.row(count.row)
    if row.unit == "%" and row.value is None:
        return None if row.interval is None else (None, *row.interval, "bar: range over the studies")
    if count.cases == 0:  # the same ceiling as in the figure on 'none seen'
        return (
            0,
            0,
            100 * exposure.upper_limit(count.n),
            f"none of {count.n:,}; bar: up to the highest risk that fits at 95 %, calculated",
        )
    if count.cases is not None:
        interval = risk.wilson(count.cases, row.n)
        value = row.value if row.unit == "%" else 100 * interval.value
        return (
            value,
            100 * interval.low,
            100 * interval.high,
            f"{count.cases} of {row.n:,}; bar: 95 % interval, calculated",
        )
    return (row.value, row.value, row.value, "no interval: the count was not seen") if row.unit == "%" else None


def _shares(name: str, colour: str, symbol: str, mine: list[Count]) -> go.Scatter:
    """Points with bars; a range over studies is a bar alone, from its lower end."""
    shares = [_share(count) for count in mine]
    points = [low if value is None else value for value, low, *_ in shares]
    return go.Scatter(
        name=name,
        x=points or [None],
        y=[_slot(count) for count in mine] or [None],
        mode="markers",
        marker=dict(color=colour, symbol=symbol, size=[3 if value is None else 11 for value, *_ in shares] or [11]),
        error_x=dict(
            type="data",
            symmetric=False,
            color=colour,
            thickness=2,
            width=6,
            array=[high - x for x, (_, _, high, _) in zip(points, shares)] or [None],
            arrayminus=[x - low for x, (_, low, _, _) in zip(points, shares)] or [None],
        ),
        showlegend=bool(mine),
        hovertext=[source(evidence.row(count.row), kind) for count, (*_, kind) in zip(mine, shares)] or [""],
        hoverinfo="text",
    )


def _no_share(name: str, colour: str, symbol: str, mine: list[Count]) -> go.Scatter:
    return go.Scatter(
        name=f"{name}, no share",
        x=[WORDS] * len(mine) or [None],
        y=[_slot(count) for count in mine] or [None],
        xaxis="x2",
        mode="markers",
        showlegend=False,
        marker=dict(color=colour, symbol=f"{symbol}-open", size=12, line=dict(width=2.5, color=colour)),
        hovertext=[source(evidence.row(count.row)) for count in mine] or [""],
        hoverinfo="text",
    )


def _percent(value: float) -> str:
    return f"{value:g} %" if value < 10 else f"{value:.1f} %".replace(".0 %", " %")


def source(row: Row, kind: str = "") -> str:
    """Who found it, in whom, how, and what the bar is."""
    people = f"n {row.n:,}" if row.n else "n not seen"
    text = f"{row.study}: {row.arm}; {row.outcome} ({people}; {row.design}; {row.species})."
    return (
        text
        + (f" {kind[0].upper()}{kind[1:]}." if kind else "")
        + (f" {row.note[0].upper()}{row.note[1:]}." if row.note else "")
    )


def _counted_words(organ: str, group: str, shown: list[Count]) -> list[Readout]:
    sources = [count for count in shown if count.exposure != COMPARISON]
    shares = [share for count in sources if (share := _share(count))]
    compared = [count for count in shown if count.exposure == COMPARISON]
    lowest = min((low if value is None else value for value, low, _, _ in shares), default=None)
    highest = max((high if value is None else value for value, _, high, _ in shares), default=None)
    if not shares:
        spread = "nobody published a share of people"
    elif len(shares) == 1:
        spread = f"one: {_percent(highest)}" if lowest == highest else f"one, a range: {lowest:g} to {highest:g} %"
    else:
        spread = f"from {_percent(lowest)} to {_percent(highest)}, by what was counted and by whom"
    if compared:
        words = " and ".join(
            f"{_percent(evidence.row(count.row).value)} ({count.what.removeprefix('the same').lstrip(', ').replace('used it', 'used ketamine')})"
            for count in compared
        )
    else:
        words = "none of these sources has a comparison group with a share"
    return [
        Readout("Sources", f"{len(sources)}, {len(shares)} of them with a share of people"),
        Readout("Shares", spread),
        Readout("Comparison", words),
    ]


# --- how much -------------------------------------------------------------------------------------

PAIN = "S-ketamine, pain"
HOME = "Ketamine at home"


@dataclass(frozen=True)
class Region:
    """Where a study's people were, as corners (months, grams), and the furthest of them."""

    label: str
    exposure: str
    corners: tuple[tuple[float, float], ...]
    study: exposure.Studied
    looked: str
    rows: tuple[str, ...]
    compared: bool = False  # whether people without the drug were watched over the same time


def _grams(dose: float, times: float, per_kg: bool = True) -> float:
    return dose * times * (exposure.WEIGHT if per_kg else 1) / 1000


def regions() -> tuple[Region, ...]:
    """The published exposures, each from its rows; totals are calculated for 70 kg."""
    r = evidence.row
    weeks = exposure.WEEKS_PER_MONTH
    month = 365.25 / 12

    course, length, dose = r("H735").value, r("H736").value / month, r("H737").value
    murrough = ((length, _grams(dose, course)),)

    kads = tuple((r("H739").value / weeks, _grams(dose, r("H740").value)) for dose in (r("H738").low, r("H738").high))

    times, span, dose = r("H720"), r("H721"), r("H722").value
    first, last = span.low / weeks, span.high / weeks
    low, high = (_grams(dose, count) for count in (times.low, times.high))
    yale = ((first, low), (first, high), (last, high), (last, low), (first, low))
    yale_often = r("H723").value / 2

    mg, start, rest, weekly = r("H727"), r("H728").value, r("H729").value, r("H731").value
    least, most = 2 * start + weekly + (rest - weekly) / 2, 2 * start + rest
    year = (start + rest) / weeks
    sustain2 = ((year, _grams(mg.low, least, False)), (year, _grams(mg.high, most, False)))

    mg, apart, mean, longest = r("H734"), r("H733"), r("H422b").value, 12 * r("H732").value
    sustain3 = tuple(
        (months, _grams(dose, months * weeks / gap, False))
        for months, dose, gap in (
            (mean, mg.low, apart.high),
            (mean, mg.high, apart.low),
            (longest, mg.high, apart.low),
            (longest, mg.low, apart.high),
            (mean, mg.low, apart.high),
        )
    )

    hours, rate, courses, gap = r("H742").value, r("H743"), r("H745").value, r("H744").value
    pain_months = (courses * hours / 24 + gap) / month
    noppers = tuple((pain_months, courses * hours * speed / 1000) for speed in (rate.low, rate.high))

    daily_mg, days, mg, weeks_on = r("H1642").value, r("H1643").value, r("H1640"), r("H1641").value
    bedroc = tuple(
        (days / month + weeks_on / weeks, (daily_mg * days + 2 * weeks_on * dose) / 1000) for dose in (mg.low, mg.high)
    )

    mg, treatments = r("H1633"), r("H1634").value
    hull = tuple((treatments / weeks, _grams(dose, treatments, False)) for dose in (mg.low, mg.high))

    daily, years = r("H431a").value, r("H431b")
    strous = tuple((12 * y, daily * 365.25 * y) for y in (years.low, years.high))

    def studied(name: str, corners: tuple[tuple[float, float], ...], often: float, people: int) -> exposure.Studied:
        return exposure.Studied(name, max(m for m, _ in corners), max(g for _, g in corners), often, people)

    return (
        Region("Murrough", CLINIC, murrough, studied("Murrough 2013", murrough, course / (r("H736").value / 7), r("H735").n), "mood", ("H735", "H736", "H737")),
        Region("KADS", CLINIC, kads, studied("KADS 2023", kads, r("H740").value / r("H739").value, r("H738").n), "mood, adverse events", ("H738", "H739", "H740"), True),
        Region("Yale", CLINIC, yale, studied("Yale 2018", yale, yale_often, r("H720").n), "memory and thinking, delusions, cystitis symptoms", ("H720", "H721", "H722", "H723")),
        Region("SUSTAIN-2", SPRAY, sustain2, studied("SUSTAIN-2", sustain2, 2, r("H416").n), "adverse events, cognitive tests, withdrawal", ("H727", "H728", "H729", "H731")),
        Region("SUSTAIN-3", SPRAY, sustain3, studied("SUSTAIN-3", sustain3, 2, r("H422a").n), "adverse events, cognitive tests", ("H734", "H733", "H422b", "H732")),
        Region("BEDROC", HOME, bedroc, studied("BEDROC", bedroc, 2, r("H1640").n), "mood, blood pressure, sedation, dissociation", ("H1640", "H1641", "H1642", "H1643"), True),
        Region("Hull", HOME, hull, studied("Hull 2022", hull, 1, r("H1633").n), "mood, side effects, in those who finished", ("H1633", "H1634")),
        Region("S-ketamine", PAIN, noppers, studied("Noppers 2011", noppers, 2, r("H742").n), "pain, liver tests", ("H742", "H743", "H744", "H745")),
        Region("Scan studies", STREET, strous, studied("Strous 2022", strous, 7, r("H431a").n), "brain scans", ("H431a", "H431b")),
    )  # fmt: skip


AREAS = {  # exposure -> colour, symbol, dash
    CLINIC: (charts.GREEN, "square", "solid"),
    SPRAY: (charts.BLUE, "circle", "8px,3px"),
    HOME: (charts.AMBER, "triangle-up", "2px,3px"),
    PAIN: (charts.TEAL, "pentagon", "3px,3px"),
    STREET: (charts.ORANGE, "diamond", "10px,3px,2px,3px"),
}


def schedule(
    dose: float = 0.5, per_week: float = 1, months: float = 6, weight: float = exposure.WEIGHT
) -> tuple[go.Figure, list[Readout]]:
    """A schedule's total amount and length among the exposures that studies have published.

    dose: mg/kg of ketamine by drip. per_week: treatments a week. months: how long. weight: kg.
    Both axes are logarithmic; the number after a name is people. Milligrams of different forms and routes stand on one axis only to
    show how far apart they lie.
    """
    plan = exposure.total(dose, per_week, months, weight)
    figure = charts.blank("Length of treatment or use (months)", "Amount in all (grams)", height=450)
    known = regions()
    for name, (colour, symbol, dash) in AREAS.items():
        figure.add_trace(_edges(name, colour, dash, known))
        figure.add_trace(_corners(name, colour, symbol, known))
    figure.add_trace(
        go.Scatter(
            name="Yours",
            x=[months],
            y=[plan.grams],
            mode="markers",
            cliponaxis=False,
            marker=dict(color=charts.PURPLE, symbol="star", size=17, line=dict(width=1, color=charts.PURPLE)),
            hovertext=[
                f"{dose:g} mg/kg {per_week:g} times a week for {months:g} months: {plan.treatments} treatments, {plan.mg_per_kg:g} mg/kg, {plan.grams:.2f} g in all at {weight:g} kg, calculated"
            ],
            hoverinfo="text",
        )
    )
    charts.lay_out(
        figure,
        margin=dict(l=8, r=10, t=8, b=44),
        showlegend=False,
        xaxis=dict(
            type="log",
            range=[math.log10(0.25), math.log10(200)],
            tickvals=[0.5, 1, 3, 12, 36, 120],
            ticktext=["½", "1", "3", "12", "36", "120"],
            title=dict(font=dict(size=13)),
        ),
        yaxis=dict(
            type="log",
            range=[math.log10(0.04), math.log10(20000)],
            tickvals=[0.1, 1, 10, 100, 1000, 10000],
            ticktext=["0.1", "1", "10", "100", "1,000", "10,000"],
            title=dict(font=dict(size=13)),
        ),
        annotations=[_name(region) for region in known],
    )
    return figure, _schedule_words(plan, months, per_week, known)


def _edges(name: str, colour: str, dash: str, known: tuple[Region, ...]) -> go.Scatter:
    """The outlines of one group's regions, filled, as decoration."""
    x: list[float | None] = []
    y: list[float | None] = []
    for region in known:
        if region.exposure == name and len(region.corners) > 1:
            x, y = [*x, *(m for m, _ in region.corners), None], [*y, *(g for _, g in region.corners), None]
    return go.Scatter(
        x=x or [None],
        y=y or [None],
        mode="lines",
        fill="toself",
        fillcolor=charts.faded(colour),
        line=dict(color=colour, dash=dash, width=2.5),
        hoverinfo="skip",
        showlegend=False,
    )


def _corners(name: str, colour: str, symbol: str, known: tuple[Region, ...]) -> go.Scatter:
    points = [(region, m, g) for region in known if region.exposure == name for m, g in dict.fromkeys(region.corners)]
    return go.Scatter(
        name=name,
        x=[m for _, m, _ in points],
        y=[g for *_, g in points],
        mode="markers",
        marker=dict(color=colour, symbol=symbol, size=8),
        hovertext=[_corner_note(region, m, g) for region, m, g in points],
        hoverinfo="text",
    )


def _corner_note(region: Region, months: float, grams: float) -> str:
    rows = [evidence.row(id) for id in region.rows]
    facts = "; ".join(f"{row.outcome}: {_value(row)}" for row in rows)
    return f"{region.study.name}, up to {region.study.people:,} people: {months:.3g} months and {grams:.3g} g, calculated from {facts}. Looked at: {region.looked}."


def _value(row: Row) -> str:
    number = f"{row.low:g} to {row.high:g}" if row.value is None else f"{row.value:g}"
    return f"{number} {row.unit}"


_PLACE = {  # label -> (months, grams, anchor, group named above it)
    "Murrough": (0.29, 0.11, "left", ""),
    "KADS": (1.1, 0.24, "left", ""),
    "Yale": (4.4, 0.1, "left", "Ketamine, clinics"),
    "SUSTAIN-2": (12, 8, "center", ""),
    "SUSTAIN-3": (150, 47, "right", "Esketamine spray"),
    "BEDROC": (3.2, 7.5, "left", "By mouth, at home"),
    "Hull": (0.28, 1.5, "left", ""),
    "S-ketamine": (0.35, 28, "left", "Pain drips"),
    "Scan studies": (170, 500, "right", "Use outside medicine"),
}


def _name(region: Region) -> dict:
    """Its name and the number of people, under the group's where it is the first of one."""
    months, grams, anchor, group = _PLACE[region.label]
    text = f"{region.label}, {region.study.people:,}"
    return dict(
        x=math.log10(months),
        y=math.log10(grams),
        text=f"<b>{group}</b><br>{text}" if group else text,
        xanchor=anchor,
        align=anchor,
        showarrow=False,
        font=dict(size=12),
    )


def _schedule_words(plan: exposure.Total, months: float, per_week: float, known: tuple[Region, ...]) -> list[Readout]:
    heavy = next(region for region in known if region.exposure == STREET)
    weekly = 7 * 1000 * evidence.row(heavy.rows[0]).value
    return [
        Readout(
            "In all",
            f"{plan.treatments:,} treatment{'s' * (plan.treatments > 1)}, {_rounded(plan.mg_per_kg)} mg/kg, {_rounded(plan.grams)} g at 70 kg (calculated)",
        ),
        Readout(
            "Ketamine for depression, in clinics",
            _covered(plan, months, per_week, [region for region in known if region.exposure == CLINIC]),
        ),
        Readout("Esketamine spray", _followed(plan, months, known, SPRAY)),
        Readout("Ketamine by mouth, at home", _followed(plan, months, known, HOME)),
        Readout(
            "Heavy use outside medicine",
            f"about {_rounded(weekly / plan.weekly_mg)} times as much a week in the scan studies (calculated)",
        ),
    ]


def _covered(plan: exposure.Total, months: float, per_week: float, clinics: list[Region]) -> str:
    """Which clinical studies went as far, or in what the schedule goes beyond them all."""
    gaps = {region: exposure.beyond(plan, months, per_week, region.study) for region in clinics}
    reached = [region for region, gap in gaps.items() if not gap]
    if reached:
        names = "; ".join(
            f"{region.study.name} (at most {region.study.people} people{', its midazolam group counted' * region.compared})"
            for region in reached
        )
        compared = [region.study.name for region in reached if region.compared]
        control = (
            "without a comparison group"
            if not compared
            else "the only one with a comparison group"
            if len(reached) == 1
            else f"of these only {compared[0]} had a comparison group"
        )
        return f"studied as far as this, within a fifth, in {names}; {control}"
    shared = [word for word in ("longer", "more in all", "more often") if all(word in gap for gap in gaps.values())]
    how = (
        f"{' and '.join(shared)} than in any study here"
        if shared
        else "no study here has this length, amount and pace together"
    )
    return f"unstudied: {how}. That is not the same as safe"


def _followed(plan: exposure.Total, months: float, known: tuple[Region, ...], form: str) -> str:
    """Who was followed for as long, within a fifth, on another form, and whether with a control group."""
    long_enough = [
        region
        for region in known
        if region.exposure == form and "longer" not in exposure.beyond(plan, months, 1, region.study)
    ]
    if not long_enough:
        return "nobody here was followed as long"
    names = " and ".join(region.study.name for region in long_enough)
    compared = [region.study.name for region in long_enough if region.compared]
    control = (
        f"only {compared[0]} with a control group"
        if compared and len(long_enough) > 1
        else "with a control group"
        if compared
        else "without a control group"
    )
    return f"followed as long in {names}, {control}; another form, another route"


def _rounded(value: float) -> str:
    """Two significant digits, with thousands commas."""
    digits = 1 - math.floor(math.log10(value))
    return f"{round(value, digits):,.{max(digits, 0)}f}"


# --- what 'none seen' means -----------------------------------------------------------------------

#: row that counts nobody, and the row with the number of people over whom it holds where that is not its n
ZEROS = (("H703", ""), ("H705", ""), ("H700", "H1607"))


def none_seen(people: int = 14, risk: float = 0.01) -> tuple[go.Figure, list[Readout]]:
    """The highest risk that still fits with nobody affected, against the number of people asked.

    people: how many were asked. risk: a true risk (0 to 1), to see how often a study of that size
    would miss it. The curve is calculated at 95 %; the points are studies in which nobody was
    affected, at their number of people.
    """
    sizes = sorted({round(10 ** (k / 8)) for k in range(5, 33)})
    figure = charts.blank("People asked", "Highest risk that fits with none (%)", height=420)
    figure.add_trace(
        go.Scatter(
            name="None affected (95 %)",
            x=sizes,
            y=[100 * exposure.upper_limit(n) for n in sizes],
            mode="lines",
            line=dict(color=charts.BLUE, width=3),
            hovertext=[f"none of {n:,}: at most {100 * exposure.upper_limit(n):.2g} %, calculated" for n in sizes],
            hoverinfo="text",
        )
    )
    rows = [
        (evidence.row(id), int(evidence.row(stayed).value) if stayed else evidence.row(id).n) for id, stayed in ZEROS
    ]
    figure.add_trace(
        go.Scatter(
            name="Studies that saw none",
            x=[n for _, n in rows],
            y=[100 * exposure.upper_limit(n) for _, n in rows],
            mode="markers+text",
            text=[f"{row.study}" for row, _ in rows],
            textposition="top right",
            textfont=dict(size=12),
            marker=dict(color=charts.GREEN, symbol="square", size=11),
            hovertext=[
                f"{source(row)} None of {n:,}{' who were there to the end' * (n != row.n)}: at most {100 * exposure.upper_limit(n):.2g} %, calculated."
                for row, n in rows
            ],
            hoverinfo="text",
        )
    )
    figure.add_trace(
        go.Scatter(
            name="The risk you chose",
            x=[sizes[0], sizes[-1]],
            y=[100 * risk] * 2,
            mode="lines",
            line=dict(color=charts.ORANGE, width=2, dash="6px,4px"),
            hovertext=[f"a true risk of {100 * risk:g} %"] * 2,
            hoverinfo="text",
        )
    )
    limit = exposure.upper_limit(people)
    figure.add_trace(
        go.Scatter(
            name="Your study",
            x=[people],
            y=[100 * limit],
            mode="markers",
            marker=dict(color=charts.PURPLE, symbol="star", size=16),
            hovertext=[f"none of {people:,}: at most {100 * limit:.2g} %, calculated"],
            hoverinfo="text",
        )
    )
    charts.lay_out(
        figure,
        legend=dict(font=dict(size=12)),
        xaxis=dict(
            type="log",
            range=[0.6, 4.15],
            tickvals=[10, 100, 1000, 10000],
            ticktext=["10", "100", "1,000", "10,000"],
            title=dict(font=dict(size=13)),
        ),
        yaxis=dict(
            type="log",
            range=[-1.7, 2],
            tickvals=[0.1, 1, 10, 100],
            ticktext=["0.1", "1", "10", "100"],
            title=dict(font=dict(size=13)),
        ),
    )
    return figure, [
        Readout(
            f"None of {people:,} affected",
            f"fits with a true risk of up to {100 * limit:.2g} %, about 1 in {_one_in(limit)} (calculated)",
        ),
        Readout(
            f"If the true risk is 1 in {_one_in(risk)}",
            f"a study of {people:,} sees nobody affected in {_share_of(exposure.chance_of_none(risk, people))} of tries (calculated)",
        ),
        Readout("To be likely to see it", f"ask {exposure.people_needed(risk):,} people or more (calculated)"),
        Readout("By time instead of people", _by_time()),
    ]


def _by_time() -> str:
    """The ceiling of SUSTAIN-3, whose people stayed for very different lengths of time."""
    years = evidence.row("H1608")
    rate = exposure.upper_rate(years.value)
    return (
        f"{years.study}: no interstitial cystitis put down to treatment in {years.value:,.0f} patient-years fits with up to "
        f"{1000 * rate:.1f} in 1,000 people a year (calculated), among those who did well and stayed"
    )


def _one_in(risk: float) -> str:
    whole = round(1 / risk) if 1 / risk < 100 else round(1 / risk, -1)
    return f"{whole:,.0f}"


def _share_of(share: float) -> str:
    return "fewer than 1 %" if share < 0.01 else f"{100 * share:.0f} %" if share < 0.995 else "more than 99 %"
