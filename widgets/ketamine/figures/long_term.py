"""Long-term harms: what was counted, in whom and by whom; how much was given; what 'none seen' means.

Every number drawn is a Row of long_term.csv or, where 'calculated' stands beside it, arithmetic on
Rows by ``ketamine.models.exposure`` (totals, upper limits) and ``ketamine.models.risk`` (Wilson's
interval of a share).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from coursework.describe import describe, result, sentence
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from explorers.table import TABLED
from ketamine import colours, evidence
from ketamine.evidence import Row
from ketamine.models import exposure, risk

# --- what was counted, and by whom --------------------------------------------------------------

BLADDER, LIVER, THINKING, DEPENDENCE = "Bladder", "Liver", "Thinking", "Dependence"
ALL, SPRAY, CLINIC, STREET = "All", "Esketamine, clinic", "Ketamine, clinic", "Outside medicine"
ORGANS = (BLADDER, LIVER, THINKING, DEPENDENCE)
EXPOSURES = (ALL, SPRAY, CLINIC, STREET)
COMPARISON = "Comparison"
LOOKS = (
    Look(SPRAY, colours.ESKETAMINE),
    Look(CLINIC, colours.KETAMINE, "square"),
    Look(STREET, charts.RED, "diamond"),
    Look(COMPARISON, colours.COMPARATOR, "triangle-up"),
)


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
    counted: str
    by: str
    cases: int | None = None
    shown_with: str = ""
    people: str = ""

    @property
    def n(self) -> int | None:
        """The number of people over whom the count holds."""
        return int(evidence.number(self.people).value) if self.people else evidence.row(self.row).n


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
    Count("H1629", THINKING, CLINIC, "no worse after 3 to 7 drips", "cognitive tests"),
    Count("H712", THINKING, CLINIC, "1 worse, 5 better, of 14", "cognitive tests"),
    Count("H709", THINKING, SPRAY, "stable or better in a year", "cognitive tests"),
    Count("H1627", THINKING, SPRAY, "like placebo in four trials", "cognitive tests"),
    Count("H430", THINKING, STREET, "worse in frequent users", "memory tests"),
    Count("H431c", THINKING, STREET, "less grey and white matter", "a single MRI"),
    Count("H718", DEPENDENCE, CLINIC, "4 cases in 2,174 people", "16 studies"),
    Count("H716", DEPENDENCE, SPRAY, "no withdrawal in four weeks", "checklist"),
    Count("H717", DEPENDENCE, SPRAY, "no craving in 8 doses", "questionnaire"),
    Count("H402", DEPENDENCE, STREET, "dependent on ketamine", "web, self-reported"),
    Count("X163", DEPENDENCE, STREET, "dose grew in frequent users", "interviews"),
)
WORDS = "No percentage"


def counted(organ: str = BLADDER, group: str = SPRAY) -> tuple[go.Figure, list[Readout]]:
    """Draw percentages of people affected, one line a source, with what was counted and who counted it.

    organ: bladder, liver, thinking or dependence. group: the exposure, or all. A source that gives
    no percentage of people stands in the column on the left. All: the groups one below the other, in each
    its sources close together, with one line of words. Bars: 95 % intervals calculated
    (Wilson; up to the highest risk that fits where nobody was affected) where a count was
    published; the range over the studies where that was.
    """
    shown = [count for count in COUNTS if count.organ == organ and group in {ALL, count.exposure, count.shown_with}]
    overview = group == ALL  # one line of words a group: with two a source a phone would show a quarter of it
    order = [place for place, _ in _in_groups(shown)] if overview else [_slot(count) for count in shown]
    figure = charts.rows(
        "People affected (%)",
        "Source",
        order,
        written=False,
        height=(14 if overview else 52) * len(order) + 130,
        margin=dict(l=8, r=10, t=8, b=48),
        legend=dict(font=dict(size=12)),
        xaxis=dict(
            range=[-20, 104],
            tickvals=[-14, 0, 25, 50, 75, 100],
            ticktext=["no<br>share", "0", "25", "50", "75", "100"],
            title=charts.title("People affected (%)", 13),
        ),
        xaxis2=charts.columns(
            [WORDS], first=0.6, last=11.8, overlaying="x", visible=False, title=dict(text="Share of people")
        ),
        annotations=(
            [charts.above(place, words, 0) | dict(yanchor="middle") for place, words in _in_groups(shown) if words]
            if overview
            else [charts.above(_slot(count), _headline(count), 6) for count in shown]
        ),
    )
    for look in LOOKS:
        with_share = [count for count in shown if count.exposure == look.name and _share(count)]
        charts.intervals(
            figure,
            look,
            [_mark(count) for count in with_share],
            size=[3 if evidence.row(count.row).value is None else 9 if overview else 11 for count in with_share],
            cap=4 if overview else 6,
        )
    for look in LOOKS:
        without = [count for count in shown if count.exposure == look.name and not _share(count)]
        charts.intervals(
            figure,
            look._replace(name=f"{look.name}, no share", symbol=f"{look.symbol}-open"),
            [Mark(_slot(count), WORDS, note=describe(evidence.row(count.row))) for count in without],
            size=9 if overview else 12,
            xaxis="x2",
            showlegend=False,
            marker=dict(line=dict(width=2.5)),
        )
    return figure, _counted_words(organ, group, shown)


def _in_groups(shown: list[Count]) -> list[tuple[str, str]]:
    """Return the rows of an overview from the top: each group's words with room for them, then its sources."""
    found: list[tuple[str, str]] = []
    for group in (SPRAY, CLINIC, STREET):
        counts = [count for count in shown if group in (count.exposure, count.shown_with)]
        if not counts:
            continue
        shares = [share for count in counts if count.exposure == group and (share := _share(count))]
        ends = [end for value, low, high, _ in shares for end in ((low, high) if value is None else (value,))]
        said = "no share" if not ends else _percent(ends[0]) if len(set(ends)) == 1 else _spread(ends)
        number = sum(count.exposure == group for count in counts)
        words = f"<b>{group}: {said}</b>, {number} source{'s' if number > 1 else ''}"
        found += [(f"{group} ", ""), (group, words), *((_slot(count), "") for count in counts)]
    return found


def _spread(ends: list[float]) -> str:
    return f"{_percent(min(ends)).removesuffix(' %')} to {_percent(max(ends))}"


def _slot(count: Count) -> str:
    return f"{evidence.row(count.row).study}: {count.counted} ({count.by})"


def _share(count: Count) -> tuple[float | None, float, float, str] | None:
    """Percentage, low, high and what the bar is; None where the row gives no share of people."""
    row = evidence.row(count.row)
    if row.unit == "%" and row.value is None:
        return None if row.interval is None else (None, *row.interval, "bar: range over the studies")
    if count.cases == 0 and count.n:  # the same ceiling as in the figure on 'none seen'
        return (
            0,
            0,
            100 * exposure.upper_limit(count.n),
            f"none of {count.n:,}; bar: up to the highest risk that fits at 95 %, calculated",
        )
    if count.cases is not None:
        interval = risk.wilson(count.cases, row.sample)
        value = row.value if row.unit == "%" else 100 * interval.value
        return (
            value,
            100 * interval.low,
            100 * interval.high,
            f"{count.cases} of {row.n:,}; bar: 95 % interval, calculated",
        )
    if row.unit != "%" or row.value is None:
        return None
    return row.value, row.value, row.value, "no interval: the count was not seen"


def _percent(value: float) -> str:
    return f"{value:g} %" if value < 10 else f"{value:.1f} %".replace(".0 %", " %")


def _counted_words(organ: str, group: str, shown: list[Count]) -> list[Readout]:
    sources = [count for count in shown if count.exposure != COMPARISON]
    shares = [share for count in sources if (share := _share(count))]
    compared = [count for count in shown if count.exposure == COMPARISON]
    ends = [(low if value is None else value, high if value is None else value) for value, low, high, _ in shares]
    lowest, highest = min((low for low, _ in ends), default=0.0), max((high for _, high in ends), default=0.0)
    if not shares:
        spread = "nobody published a share of people"
    elif len(shares) == 1:
        spread = f"one: {_percent(highest)}" if lowest == highest else f"one, a range: {lowest:g} to {highest:g} %"
    else:
        spread = f"from {_percent(lowest)} to {_percent(highest)}, by what was counted and by whom"
    if compared:
        words = " and ".join(
            f"{_percent(evidence.number(count.row).value)}"
            f" ({count.counted.removeprefix('the same').lstrip(', ').replace('used it', 'used ketamine')})"
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
    group: str
    corners: tuple[tuple[float, float], ...]
    study: exposure.Studied
    looked: str
    rows: tuple[str, ...]
    compared: bool = False  # whether people without the drug were watched over the same time


def _grams(dose: float, times: float, per_kg: bool = True) -> float:
    return dose * times * (exposure.WEIGHT if per_kg else 1) / 1000


def regions() -> tuple[Region, ...]:
    """Return the published exposures, each from its rows; totals are calculated for 70 kg."""
    r, between = evidence.number, evidence.interval
    weeks = exposure.WEEKS_PER_MONTH
    month = 365.25 / 12

    course, length, dose = r("H735").value, r("H736").value / month, r("H737").value
    murrough = ((length, _grams(dose, course)),)

    kads = tuple(
        (r("H739").value / weeks, _grams(dose, r("H740").value)) for dose in (between("H738").low, between("H738").high)
    )

    times, span, dose = between("H720"), between("H721"), r("H722").value
    first, last = span.low / weeks, span.high / weeks
    low, high = (_grams(dose, count) for count in (times.low, times.high))
    yale = ((first, low), (first, high), (last, high), (last, low), (first, low))
    yale_often = r("H723").value / 2

    mg, start, rest, weekly = between("H727"), r("H728").value, r("H729").value, r("H731").value
    least, most = 2 * start + weekly + (rest - weekly) / 2, 2 * start + rest
    year = (start + rest) / weeks
    sustain2 = ((year, _grams(mg.low, least, False)), (year, _grams(mg.high, most, False)))

    mg, apart, mean, longest = between("H734"), between("H733"), r("H422b").value, 12 * r("H732").value
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

    hours, rate, courses, gap = r("H742").value, between("H743"), r("H745").value, r("H744").value
    pain_months = (courses * hours / 24 + gap) / month
    noppers = tuple((pain_months, courses * hours * speed / 1000) for speed in (rate.low, rate.high))

    daily_mg, days, mg, weeks_on = r("H1642").value, r("H1643").value, between("H1640"), r("H1641").value
    bedroc = tuple(
        (days / month + weeks_on / weeks, (daily_mg * days + 2 * weeks_on * dose) / 1000) for dose in (mg.low, mg.high)
    )

    mg, treatments = between("H1633"), r("H1634").value
    hull = tuple((treatments / weeks, _grams(dose, treatments, False)) for dose in (mg.low, mg.high))

    daily, years = r("H431a").value, between("H431b")
    strous = tuple((12 * y, daily * 365.25 * y) for y in (years.low, years.high))

    def studied(name: str, corners: tuple[tuple[float, float], ...], often: float, people: int) -> exposure.Studied:
        return exposure.Studied(name, max(m for m, _ in corners), max(g for _, g in corners), often, people)

    return (
        Region(
            "Murrough",
            CLINIC,
            murrough,
            studied("Murrough 2013", murrough, course / (r("H736").value / 7), evidence.row("H735").sample),
            "mood",
            ("H735", "H736", "H737"),
        ),
        Region(
            "KADS",
            CLINIC,
            kads,
            studied("KADS 2023", kads, r("H740").value / r("H739").value, evidence.row("H738").sample),
            "mood, adverse events",
            ("H738", "H739", "H740"),
            True,
        ),
        Region(
            "Yale",
            CLINIC,
            yale,
            studied("Yale 2018", yale, yale_often, evidence.row("H720").sample),
            "memory and thinking, delusions, cystitis symptoms",
            ("H720", "H721", "H722", "H723"),
        ),
        Region(
            "SUSTAIN-2",
            SPRAY,
            sustain2,
            studied("SUSTAIN-2", sustain2, 2, evidence.row("H416").sample),
            "adverse events, cognitive tests, withdrawal",
            ("H727", "H728", "H729", "H731"),
        ),
        Region(
            "SUSTAIN-3",
            SPRAY,
            sustain3,
            studied("SUSTAIN-3", sustain3, 2, evidence.row("H422a").sample),
            "adverse events, cognitive tests",
            ("H734", "H733", "H422b", "H732"),
        ),
        Region(
            "BEDROC",
            HOME,
            bedroc,
            studied("BEDROC", bedroc, 2, evidence.row("H1640").sample),
            "mood, blood pressure, sedation, dissociation",
            ("H1640", "H1641", "H1642", "H1643"),
            True,
        ),
        Region(
            "Hull",
            HOME,
            hull,
            studied("Hull 2022", hull, 1, evidence.row("H1633").sample),
            "mood, side effects, in those who finished",
            ("H1633", "H1634"),
        ),
        Region(
            "S-ketamine",
            PAIN,
            noppers,
            studied("Noppers 2011", noppers, 2, evidence.row("H742").sample),
            "pain, liver tests",
            ("H742", "H743", "H744", "H745"),
        ),
        Region(
            "Scan studies",
            STREET,
            strous,
            studied("Strous 2022", strous, 7, evidence.row("H431a").sample),
            "brain scans",
            ("H431a", "H431b"),
        ),
    )


AREAS = (
    Look(CLINIC, colours.KETAMINE, "square", "solid"),
    Look(SPRAY, colours.ESKETAMINE, "circle", "8px,3px"),
    Look(HOME, colours.KETAMINE, "triangle-up", "2px,3px"),
    Look(PAIN, charts.TEAL, "pentagon", "3px,3px"),
    Look(STREET, charts.RED, "diamond", "10px,3px,2px,3px"),
)


def _headline(count: Count) -> str:
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
    return f"<b>{row.study}</b>{people}{value}<br>{count.counted}; <i>{count.by}</i>"


def _mark(count: Count) -> Mark:
    """Mark a share with its bar; a range over studies is a bar alone, from its lower end."""
    share = _share(count)
    assert share is not None, f"{count.row} has no share of people"
    value, low, high, kind = share
    note = f"{describe(evidence.row(count.row))} {sentence(kind)}"
    return Mark(_slot(count), low if value is None else value, low, high, note)


def schedule(
    dose: float = 0.5, per_week: float = 1, months: float = 6, weight: float = exposure.WEIGHT
) -> tuple[go.Figure, list[Readout]]:
    """Draw a schedule's total amount and length among the exposures that studies have published.

    dose: mg/kg of ketamine by drip. per_week: treatments a week. months: how long. weight: kg.
    Both axes are logarithmic; the number after a name is people. Milligrams of different forms and
    routes stand on one axis only to show how far apart they lie: areas of another form or route than
    the schedule's are pale, for a star inside one is no schedule that was followed there.
    """
    plan = exposure.total(dose, per_week, months, weight)
    known = regions()
    length, amount = "Length of treatment or use (months)", "Amount in all (grams)"
    ticks = {0.5: "½", 1: "1", 3: "3", 12: "12", 36: "36", 120: "120"}
    grams = {0.1: "0.1", 1: "1", 10: "10", 100: "100", 1000: "1,000", 10000: "10,000"}
    figure = charts.blank(
        length,
        amount,
        height=520,
        margin=dict(l=8, r=10, t=8, b=44),
        showlegend=False,
        xaxis=charts.powers(ticks, 0.25, 200, title=charts.title(length, 13)),
        yaxis=charts.powers(grams, 0.04, 20000, title=charts.title(amount, 13)),
        annotations=[_name(region) for region in known],
        meta=dict(table=dict(head=REGION_HEAD, rows=[_region_row(region) for region in known])),
    )
    for look in AREAS:
        inside = [region for region in known if region.group == look.name]
        _outlines(figure, look, inside)
        corners = [(region, m, g) for region in inside for m, g in dict.fromkeys(region.corners)]
        marks = [Mark(g, m, note=_corner_note(region, m, g)) for region, m, g in corners]
        charts.intervals(figure, look, marks, size=8, meta=TABLED, opacity=1 if look.name == CLINIC else PALE)
    often = "once" if per_week == 1 else f"{per_week:g} times"
    note = (
        f"{dose:g} mg/kg {often} a week for {months:g} months: {plan.treatments} treatments,"
        f" {plan.mg_per_kg:g} mg/kg, {plan.grams:.2f} g in all at {weight:g} kg, calculated"
    )
    yours = Look("Yours", charts.PURPLE, "star-open")  # open: a name that it stands on can be read
    clinics = _covered(plan, months, per_week, [region for region in known if region.group == CLINIC])
    charts.intervals(
        figure,
        yours,
        [Mark(plan.grams, months, note=note)],
        size=17,
        cliponaxis=False,
        marker=dict(line=dict(width=3, color=yours.colour)),
        mode="markers+text",
        text=["not followed" if clinics.startswith(UNSTUDIED) else " "],  # a word that comes and goes is drawn anew
        textposition="middle left" if months > 6 else "middle right",
        textfont=dict(size=12, color=yours.colour),
    )
    return figure, _schedule_words(plan, months, per_week, known, clinics)


PALE = 0.45  # opacity of what was another form or route than the schedule's
UNSTUDIED = "unstudied"


def _outlines(figure: go.Figure, look: Look, inside: list[Region]) -> None:
    """Draw the outlines of one group's regions, filled, as decoration."""
    outlines = [region.corners for region in inside if len(region.corners) > 1]
    charts.curve(
        figure,
        look,
        [x for corners in outlines for x in (*(months for months, _ in corners), None)] or [None],
        [y for corners in outlines for y in (*(grams for _, grams in corners), None)] or [None],
        width=2.5,
        name=None,
        fill="toself" if look.name == CLINIC else "none",
        fillcolor=charts.faded(look.colour),
        opacity=1 if look.name == CLINIC else PALE,
        hoverinfo="skip",
        showlegend=False,
    )


REGION_HEAD = ["Study", "Who", "People, up to", "Months", "Grams in all, calculated", "From", "Looked at"]


def _region_row(region: Region) -> list[str]:
    """Return a study's rectangle in words: from where to where it goes."""
    months, grams = zip(*region.corners)
    facts = "; ".join(result(evidence.row(row_id)) for row_id in region.rows)
    return [
        region.study.name,
        region.group,
        f"{region.study.people:,}",
        _from_to(months),
        _from_to(grams),
        facts,
        region.looked,
    ]


def _from_to(values: Iterable[float]) -> str:
    """Return the least and the largest of the values with two digits, once where they are alike."""
    ends = [_rounded(end) for end in (min(values), max(values))]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def _corner_note(region: Region, months: float, grams: float) -> str:
    facts = "; ".join(result(evidence.row(row_id)) for row_id in region.rows)
    return (
        f"{region.study.name}, up to {region.study.people:,} people: {_rounded(months)} months and"
        f" {_rounded(grams)} g, calculated from {facts}. Looked at: {region.looked}."
    )


_PLACE = {  # label -> (months, grams, anchor, group named above it)
    "Murrough": (0.27, 0.14, "left", ""),
    "KADS": (1.1, 0.29, "left", ""),
    "Yale": (6, 0.15, "left", "Ketamine, clinics"),
    "SUSTAIN-2": (12, 7, "center", ""),
    "SUSTAIN-3": (150, 64, "right", "Esketamine spray"),
    "BEDROC": (3.5, 17, "right", "At home"),
    "Hull": (1, 0.86, "center", ""),
    "S-ketamine": (0.83, 5.7, "center", ""),
    "Scan studies": (170, 850, "right", "Use outside medicine"),
}
#: How a region is called in the drawing, where not by its label.
_CALLED = {"S-ketamine": "Pain drips"}


def _name(region: Region) -> dict[str, Any]:
    """Its name and the number of people, under the group's where it is the first of one."""
    months, grams, anchor, group = _PLACE[region.label]
    text = f"{_CALLED.get(region.label, region.label)}, {region.study.people:,}"
    said = f"<b>{group}</b><br>{text}" if group else text
    return charts.text(said, math.log10(months), math.log10(grams), xanchor=anchor, align=anchor)


def _schedule_words(
    plan: exposure.Total, months: float, per_week: float, known: tuple[Region, ...], clinics: str
) -> list[Readout]:
    """Put a schedule into words. clinics: what ``_covered`` says of it."""
    heavy = next(region for region in known if region.group == STREET)
    weekly = 7 * 1000 * evidence.number(heavy.rows[0]).value
    return [
        Readout(
            "In all",
            f"{plan.treatments:,} treatment{'s' * (plan.treatments > 1)}, {_rounded(plan.mg_per_kg)} mg/kg,"
            f" {_rounded(plan.grams)} g at 70 kg (calculated)",
        ),
        Readout("Ketamine for depression, in clinics", clinics),
        Readout("Esketamine spray", _followed(plan, months, per_week, known, SPRAY)),
        Readout("Ketamine by mouth, at home", _followed(plan, months, per_week, known, HOME)),
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
            f"{region.study.name} (at most {region.study.people}"
            f" people{', its midazolam group counted' * region.compared})"
            for region in reached
        )
        compared = [region.study.name for region in reached if region.compared]
        control = (
            "without a comparison group"
            if not compared
            else (
                "the only one with a comparison group"
                if len(reached) == 1
                else f"of these only {compared[0]} had a comparison group"
            )
        )
        return f"studied as far as this, within a fifth, in {names}; {control}"
    shared = [word for word in ("longer", "more in all", "more often") if all(word in gap for gap in gaps.values())]
    how = (
        f"{' and '.join(shared)} than in any study here"
        if shared
        else "no study here has this length, amount and pace together"
    )
    return f"{UNSTUDIED}: {how}. That is not the same as safe"


def _followed(plan: exposure.Total, months: float, per_week: float, known: tuple[Region, ...], form: str) -> str:
    """Say who was followed for as long, within a fifth, on another form, how often at most, and with what control."""
    long_enough = [
        region
        for region in known
        if region.group == form and "longer" not in exposure.beyond(plan, months, 1, region.study)
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
    often = max(region.study.per_week for region in long_enough)
    rarer = f", but at most {_TIMES[often]} a week" if per_week > often else ""
    return f"followed as long in {names}{rarer}, {control}; another form, another route"


_TIMES = {1.0: "once", 2.0: "twice"}


def _rounded(value: float) -> str:
    """Two significant digits, with thousands commas."""
    digits = 1 - math.floor(math.log10(value))
    return f"{round(value, digits):,.{max(digits, 0)}f}"


# --- what 'none seen' means -----------------------------------------------------------------------

#: row that counts nobody, and the row with the number of people over whom it holds where that is not its n
ZEROS = (("H703", ""), ("H705", ""), ("H700", "H1607"))
SMALL = "H705"  # its name stands below the curve: a chosen risk runs over the place above


def none_seen(people: int = 14, risk: float = 0.01) -> tuple[go.Figure, list[Readout]]:
    """Draw the highest risk that still fits with nobody affected, against the number of people asked.

    people: how many were asked. risk: a true risk (0 to 1), to see how often a study of that size
    would miss it. The curve is calculated at 95 %; the points are studies in which nobody was
    affected, at their number of people.
    """
    sizes = sorted({round(10 ** (k / 8)) for k in range(5, 33)})
    asked, highest = "People asked", "Highest risk that fits with none (%)"
    percent = {0.1: "0.1", 1: "1", 10: "10", 100: "100"}
    figure = charts.blank(
        asked,
        highest,
        height=420,
        legend=dict(font=dict(size=12)),
        xaxis=charts.powers([10, 100, 1000, 10000], 10**0.6, 10**4.15, title=charts.title(asked, 13)),
        yaxis=charts.powers(percent, 10**-1.7, 100, title=charts.title(highest, 13)),
    )
    charts.curve(
        figure,
        Look("None affected (95 %)", charts.BLUE),
        sizes,
        [100 * exposure.upper_limit(n) for n in sizes],
        hovertext=[_ceiling(n) for n in sizes],
        hoverinfo="text",
    )
    studies = [
        (evidence.row(row_id), int(evidence.number(stayed).value) if stayed else evidence.row(row_id).sample)
        for row_id, stayed in ZEROS
    ]
    charts.intervals(
        figure,
        Look("Studies that saw none", charts.GREEN, "square"),
        [_saw_none(row, n) for row, n in studies],
        mode="markers+text",
        text=[row.study for row, _ in studies],
        textposition=["bottom left" if row.id == SMALL else "top right" for row, _ in studies],
        textfont=dict(size=12),
    )
    charts.curve(
        figure,
        Look("The risk you chose", charts.ORANGE, dash="6px,4px"),
        [sizes[0], sizes[-1]],
        [100 * risk] * 2,
        width=2,
        hovertext=[f"a true risk of {100 * risk:g} %"] * 2,
        hoverinfo="text",
    )
    limit = exposure.upper_limit(people)
    yours = Mark(100 * limit, people, note=_ceiling(people))
    charts.intervals(figure, Look("Your study", charts.PURPLE, "star"), [yours], size=16)
    return figure, [
        Readout(
            f"None of {people:,} affected",
            f"fits with a true risk of up to {100 * limit:.2g} %, about 1 in {_one_in(limit)} (calculated)",
        ),
        Readout(
            f"If the true risk is 1 in {_one_in(risk)}",
            f"a study of {people:,} sees nobody affected in {_share_of(exposure.chance_of_none(risk, people))} of tries"
            " (calculated)",
        ),
        Readout("To be likely to see it", f"ask {exposure.people_needed(risk):,} people or more (calculated)"),
        Readout("By time instead of people", _by_time()),
    ]


def _ceiling(n: int) -> str:
    """'none of 14: at most 19 %, calculated'."""
    return f"none of {n:,}: at most {100 * exposure.upper_limit(n):.2g} %, calculated"


def _saw_none(row: Row, n: int) -> Mark:
    """Mark a study in which nobody of n was affected at the highest risk that fits."""
    stayed = " who were there to the end" if n != row.n else ""
    limit = 100 * exposure.upper_limit(n)
    return Mark(limit, n, note=f"{describe(row)} None of {n:,}{stayed}: at most {limit:.2g} %, calculated.")


def _by_time() -> str:
    """Say the ceiling of SUSTAIN-3, whose people stayed for very different lengths of time."""
    years = evidence.number("H1608")
    rate = exposure.upper_rate(years.value)
    return (
        f"{years.study}: no interstitial cystitis put down to treatment in {years.value:,.0f} patient-years fits with"
        f" up to {1000 * rate:.1f} in 1,000 people a year (calculated), among those who did well and stayed"
    )


def _one_in(risk: float) -> str:
    whole = round(1 / risk) if 1 / risk < 100 else round(1 / risk, -1)
    return f"{whole:,.0f}"


def _share_of(share: float) -> str:
    return "fewer than 1 %" if share < 0.01 else f"{100 * share:.0f} %" if share < 0.995 else "more than 99 %"
