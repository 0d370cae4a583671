"""The default mode network: what studies report, where, and after which drug; dissociation and benefit.

Every number drawn is a Row of default_mode.csv, arithmetic on one where 'calculated' stands beside
it, or a coordinate of data/dmn_nodes.csv. The brain's outline is drawn by hand.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path

import plotly.graph_objects as go

from explorers import charts
from explorers.readout import Readout
from ketamine import evidence
from ketamine.evidence import Row
from ketamine.models import sampling

NODES_FILE = Path(__file__).parent / "data" / "dmn_nodes.csv"
SIDE, ABOVE = "side", "above"
MOST_RESULTS = 3  # of one study
MOST_NAMED = 14  # regions; more names would stand on one another

# --- the network on a brain ---------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A region: where it lies (MNI, mm) and whose coordinate that is."""

    node: str
    name: str
    network: str
    x: float  # left (-) to right (+)
    y: float  # back (-) to front (+)
    z: float  # low to high
    source: str


@dataclass(frozen=True)
class Status:
    """What was reported of a connection; a look that does not rest on colour."""

    name: str
    colour: str
    symbol: str
    dash: str


LOWER = Status("Lower", charts.BLUE, "triangle-down", "6px,4px")
HIGHER = Status("Higher", charts.RED, "triangle-up", "solid")
MIXED = Status("Higher and lower", charts.PURPLE, "diamond", "9px,3px,2px,3px")
NONE = Status("No clear difference", charts.GREY, "circle-open", "1.5px,4px")
TOWARDS = Status("Moved towards controls", charts.GREEN, "star", "14px,4px")
BACK = Status("Back to what it was", charts.AMBER, "x", "2px,2px")
STATUSES = (LOWER, HIGHER, MIXED, NONE, TOWARDS, BACK)

NETWORKS = {  # network -> legend, colour, symbol
    "default": ("Default mode", charts.TEAL, "circle"),
    "salience": ("Salience", charts.AMBER, "square"),
    "executive": ("Executive", charts.ORANGE, "diamond"),
    "other": ("Subgenual", charts.GREY, "pentagon"),
}


@cache
def nodes() -> dict[str, Node]:
    """The regions of the figure by short name."""
    with NODES_FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["node"]: Node(
                row["node"], row["name"], row["network"], *(float(row[f"{axis}_mni"]) for axis in "xyz"), row["source"]
            )
            for row in csv.DictReader(file)
        }


def _network(name: str) -> tuple[str, ...]:
    return tuple(node.node for node in nodes().values() if node.network == name)


DEFAULT, SALIENCE, EXECUTIVE = (_network(name) for name in ("default", "salience", "executive"))
FRONT = ("dmPFC", "vmPFC", "pgACC")
CORE = ("vmPFC", "pgACC", "PCC", "precuneus")  # which regions stand for a subsystem is our choice
PREFRONTAL = ("dmPFC", "L AG", "R AG", "L IT")
HUBS = ("dmPFC", "vmPFC", "PCC", "precuneus")
INSULA = ("L insula", "R insula")


@dataclass(frozen=True)
class Finding:
    """One reported result: its row, its words (at most about 45 letters), and the lines that show it.

    Lines join every pair within ``a``, or every node of ``a`` with every node of ``b``; a result
    that has no place among the regions (blood flow, another network) has no lines.
    """

    row: str
    status: Status
    words: str
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    before: str = ""  # a row with the value before, for '{before}' in the words

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The pairs of regions that are joined."""
        return list(product(self.a, self.b)) if self.b else list(combinations(self.a, 2))


@dataclass(frozen=True)
class Study:
    """One entry of the list: its label, what it found, and what to keep in mind."""

    label: str
    findings: tuple[Finding, ...]
    mind: str


STUDIES_BY_KEY = {
    "hamilton": Study("Depression: {study}, pooled", (
        Finding("D311a", HIGHER, "With subgenual cortex: higher", HUBS, ("sgPFC",)),
        Finding("D311b", NONE, "Blood flow in the network: no excess"),
    ), "The link outwards is higher. The network itself was not found to work harder. (The subgenual dot is placed by hand.)"),
    "kaiser": Study("Depression: {study}, {n} people", (
        Finding("D310", LOWER, "Within executive network: lower", EXECUTIVE),
    ), "Shown lies outside the default mode network. What the abstract says of that network was cut off in every copy seen (28 November 2026): do not read silence as a result."),
    "yan": Study("Depression: {study}, {n} people", (
        Finding("D302", LOWER, "Within default mode network: lower", DEFAULT),
        Finding("D700", NONE, "First episode, never treated: no reduction"),
    ), "Lower only in recurrent depression, and where antidepressants were taken."),
    "tozzi": Study("Depression: {study}, {n} people", (
        Finding("D305", LOWER, "Its core: lower, g {value:.2f}", CORE),
        Finding("D306", NONE, "Its prefrontal part: not clear, g {value:.2f}", PREFRONTAL),
        Finding("D307", NONE, "Between the two: not clear, g {value:.2f}", CORE, PREFRONTAL),
    ), "The prediction intervals include no difference: the next clinic may find it lower, higher or the same."),
    "psymri": Study("Depression: {study}, {n} people", (
        Finding("D704", NONE, "Within default mode network: no difference", DEFAULT),
        Finding("D705", LOWER, "Within salience network: lower", SALIENCE),
    ), "Within the patients, connectivity was lower in those who took medication."),
    "zhang": Study("Depression: {study}, {n} people", (
        Finding("D707", MIXED, "Within default mode network: both", DEFAULT),
        Finding("D708", HIGHER, "With the executive network: higher", HUBS, ("L dlPFC", "R dlPFC", "L IPL", "R IPL")),
        Finding("D709", HIGHER, "With the limbic network: higher"),
    ), "The largest pool, and it goes both ways: higher in some places of the network, lower in others."),
    "ketamine": Study("Ketamine, during it: {n} men", (
        Finding("D315", LOWER, "Within default mode network: lower, d {value:.2f}", DEFAULT),
        Finding("D317", LOWER, "Within salience network: lower, d {value:.2f}", SALIENCE),
        Finding("D714", LOWER, "Within auditory network: lower, d {value:.2f}"),
    ), "Healthy men. Now choose midazolam: the same men, a sedative."),
    "midazolam": Study("Midazolam, during it: the same {n} men", (
        Finding("D316", LOWER, "Within default mode network: lower, d {value:.2f}", DEFAULT),
        Finding("D715", NONE, "Salience network: no reduction named", SALIENCE),
    ), "A sedative lowered the default mode network as much as ketamine did. What sets ketamine apart here is the salience network."),
    "driesen": Study("Ketamine, during it: {n} people", (
        Finding("D718", HIGHER, "All over the brain: higher", DEFAULT),
        Finding("D718", HIGHER, "", SALIENCE),
        Finding("D718", HIGHER, "", EXECUTIVE),
    ), "Healthy people, and the opposite result: method and timing decide much."),
    "anticevic": Study("Ketamine, during a memory task: {study}", (
        Finding("D1401", LOWER, "Opposed to task networks: less clearly", HUBS, ("L dlPFC", "R dlPFC", "L IPL", "R IPL")),
    ), "Healthy people. When we work on a task this network usually falls silent. Under ketamine it did so less."),
    "danboeck": Study("Ketamine or midazolam in PTSD: {n} people", (
        Finding("D1406", LOWER, "Lower front with amygdala: fell more"),
    ), "Patients, and a sedative to compare with: rare. But the pair of regions is another one, and the planned test failed."),
    "bonhomme": Study("Ketamine until unresponsive: {n} people", (
        Finding("D314", LOWER, "Front with rest: β {before:.2f} awake, {value:.2f} under", FRONT, ("PCC", "precuneus", "L AG", "R AG", "L IT"), "D313"),
    ), "Eight healthy people at a dose that takes awareness away: not the antidepressant dose."),
    "scheidegger": Study("A day after ketamine: {n} healthy people", (
        Finding("D312", LOWER, "Back with front: lower", ("PCC",), ("dmPFC", "pgACC")),
    ), "Healthy people, not patients; compared with the day before and with placebo."),
    "danyeli": Study("A day after S-ketamine: {n} men", (
        Finding("D1405", LOWER, "Front with side regions: lower", ("pgACC",), ("L IPL", "R IPL", "L dlPFC", "R dlPFC")),
    ), "Healthy men, and S-ketamine. The front of the network came apart from regions at the side, not from its own back."),
    "abdallah": Study("A day after ketamine, patients: {study}", (
        Finding("D1402", HIGHER, "Before: back with whole brain: higher"),
        Finding("D1403", TOWARDS, "After: front nearer to controls"),
    ), "No placebo. Before treatment the back of the network was linked more to the rest of the brain: this supports the article."),
    "evans2": Study("Day 2 after ketamine: {n} patients", (
        Finding("D318a", TOWARDS, "Insula with default mode: as in controls", INSULA, HUBS),
    ), "What changed in patients was a link between two networks, in the direction of normal. Now choose day 10."),
    "evans10": Study("Day 10 after ketamine: the same {n}", (
        Finding("D318b", BACK, "Insula with default mode: back as before", INSULA, HUBS),
    ), "By day 10 the change was gone."),
    "sahib": Study("A day after 1 or 4 infusions: {n} patients", (
        Finding("D319", TOWARDS, "With association networks: nearer controls", EXECUTIVE, HUBS),
    ), "A trend, without placebo: the healthy people had no ketamine, so time alone is not ruled out."),
    "oktos": Study("After six weekly doses by mouth: {n} people", (
        Finding("D1404", LOWER, "Front with back: lower", FRONT, ("PCC",)),
    ), "People with chronic suicidal thoughts, without a control group. It goes the way the article says."),
}  # fmt: skip


def _label(key: str) -> str:
    study = STUDIES_BY_KEY[key]
    row = evidence.row(study.findings[0].row)
    return study.label.format(study=row.study, n=f"{row.n:,}" if row.n else "")


STUDIES = [(_label(key), key) for key in STUDIES_BY_KEY]  # (label, value) for a Dropdown

# The outline, by hand, in mm: (y, z) from the side, (x, y) from above.
BRAIN_SIDE = [
    (70, 4), (68, 24), (56, 48), (34, 66), (4, 77), (-28, 78), (-58, 68), (-84, 48), (-100, 20), (-104, -4), (-96, -18),
    (-74, -20), (-54, -20), (-34, -32), (-6, -40), (20, -40), (33, -30), (32, -18), (48, -20), (62, -14), (70, 4),
]  # fmt: skip
CEREBELLUM_SIDE = [(-48, -24), (-66, -23), (-88, -26), (-94, -40), (-80, -54), (-58, -56), (-42, -44), (-48, -24)]
BRAIN_ABOVE = [
    (0, 70), (20, 69), (42, 56), (58, 32), (67, 0), (70, -30), (65, -62), (50, -88), (26, -103), (0, -104),
    (-26, -103), (-50, -88), (-65, -62), (-70, -30), (-67, 0), (-58, 32), (-42, 56), (-20, 69), (0, 70),
]  # fmt: skip
PLACE = {  # where a label stands beside its point, where not above it
    SIDE: {
        "vmPFC": "bottom center", "pgACC": "bottom right", "PCC": "bottom center", "dmPFC": "top center", "dACC": "top center",
        "precuneus": "bottom right", "AG": "top right", "insula": "bottom center", "thal": "bottom right", "IPL": "top center",
        "IT": "bottom center", "dlPFC": "top right", "aPFC": "bottom left", "sgPFC": "bottom center",
    },
    ABOVE: {
        "vmPFC": "top left", "dmPFC": "top right", "pgACC": "middle right", "PCC": "top left", "precuneus": "bottom center",
        "L AG": "bottom center", "R AG": "bottom center", "L IT": "top center", "dACC": "bottom center", "L IPL": "top center",
        "R IPL": "top center", "L thal": "bottom left", "R thal": "bottom right", "sgPFC": "bottom right",
        "L insula": "bottom center", "R insula": "bottom center",
    },
}  # fmt: skip


def network(study: str = "ketamine", view: str = SIDE) -> tuple[go.Figure, list[Readout]]:
    """What one study reports of the default mode network, as lines between regions on a brain.

    study: a key of STUDIES_BY_KEY. view: from the side (front on the left) or from above (front at
    the top). A line's colour and dash say what was reported, its width how large (where a
    standardised size was published). Studies report a network's mean, not single lines.
    """
    chosen = STUDIES_BY_KEY[study]
    across, up = (
        ("Front (+) to back (−) (mm)", "Low to high (mm)")
        if view == SIDE
        else ("Left to right (mm)", "Back to front (mm)")
    )
    figure = charts.blank(across, up, height=440)
    figure.add_trace(_outline(view))
    for i in range(MOST_RESULTS):
        figure.add_trace(_lines(chosen.findings[i] if i < len(chosen.findings) else None, view))
    involved = {name for finding in chosen.findings for name in (*finding.a, *finding.b)}
    for name, (legend, colour, symbol) in NETWORKS.items():
        figure.add_trace(_regions(name, legend, colour, symbol, involved, view))
    for status in STATUSES:
        figure.add_trace(_results(status, chosen.findings))
    charts.lay_out(
        figure,
        margin=dict(l=4, r=4, t=8, b=4),
        legend=dict(font=dict(size=12), itemsizing="constant"),
        xaxis=dict(visible=False, range=[82, -116] if view == SIDE else [-82, 82], anchor="y"),
        yaxis=dict(
            visible=False,
            range=[-60, 82] if view == SIDE else [-110, 82],
            domain=[0.24, 1],
            scaleanchor="x",
            constrain="domain",
        ),
        xaxis2=dict(visible=False, range=[0, 1], anchor="y2", title=dict(text="Line")),
        yaxis2=dict(
            visible=False,
            type="category",
            domain=[0, 0.2],
            title=dict(text="Result"),
            categoryarray=[_words(finding) for finding in chosen.findings if finding.words],
            range=[2.6, -0.6],
        ),
        annotations=[
            _side(text, x, y)
            for text, x, y in (
                (("front", 68, -44), ("back", -104, 62))
                if view == SIDE
                else (("front", 34, 76), ("left", -72, 40), ("right", 72, 40))
            )
        ],
    )
    return figure, _network_words(chosen)


def _at(node: Node, view: str) -> tuple[float, float]:
    return (node.y, node.z) if view == SIDE else (node.x, node.y)


def _outline(view: str) -> go.Scatter:
    """The brain as a grey line, with the cerebellum or the midline as decoration."""
    parts = [BRAIN_SIDE, CEREBELLUM_SIDE] if view == SIDE else [BRAIN_ABOVE, [(0, 70), (0, -104)]]
    x, y = [], []
    for part in parts:
        x, y = [*x, *(point[0] for point in part), None], [*y, *(point[1] for point in part), None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        opacity=0.7,
        line=dict(color=charts.GREY, width=1.5, shape="spline", smoothing=1),
    )


def _lines(finding: Finding | None, view: str) -> go.Scatter:
    """The connections of one result, as decoration: what they stand for is said by ``_results``."""
    x: list[float | None] = []
    y: list[float | None] = []
    for pair in finding.lines if finding else []:
        (x1, y1), (x2, y2) = (_at(nodes()[name], view) for name in pair)
        x, y = [*x, x1, x2, None], [*y, y1, y2, None]
    status = finding.status if finding else NONE
    return go.Scatter(
        x=x or [None],
        y=y or [None],
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        opacity=0.8,
        line=dict(color=status.colour, dash=status.dash, width=_width(finding) if finding else 2),
    )


def _width(finding: Finding) -> float:
    """Pixels: wider for a larger standardised difference, 2 where none was published."""
    row = evidence.row(finding.row)
    return round(0.8 + 2 * abs(row.value), 1) if row.unit in {"d", "g"} else 2


def _regions(network: str, legend: str, colour: str, symbol: str, involved: set[str], view: str) -> go.Scatter:
    """The regions of one network; those the study speaks of are larger and named."""
    mine = [
        node for node in nodes().values() if node.network == network and (network != "other" or node.node in involved)
    ]
    texts = _texts(mine, involved, view)
    return go.Scatter(
        name=legend,
        x=[_at(node, view)[0] for node in mine] or [None],
        y=[_at(node, view)[1] for node in mine] or [None],
        mode="markers+text",
        text=texts or [""],
        textposition=[PLACE[view].get(text, "top center") for text in texts] or ["top center"],
        textfont=dict(size=11),
        showlegend=bool(mine),
        marker=dict(
            color=colour,
            symbol=symbol,
            size=[12 if node.node in involved else 7 for node in mine] or [7],
            opacity=[1 if node.node in involved else 0.45 for node in mine] or [1],
        ),
        hovertext=[
            f"{node.name.capitalize()}, MNI {node.x:g}, {node.y:g}, {node.z:g}. {node.source}".replace("-", "−")
            for node in mine
        ]
        or [""],
        hoverinfo="text",
    )


def _texts(mine: list[Node], involved: set[str], view: str) -> list[str]:
    """Short names; from the side a left and a right region lie together and are named once.

    Where a study speaks of nearly all regions, only those of the default mode network are named.
    """
    if len(involved) > MOST_NAMED:
        involved = involved & set(DEFAULT)
    texts, said = [], set()
    for node in mine:
        text = node.node.removeprefix("L ").removeprefix("R ") if view == SIDE else node.node
        texts.append(text if node.node in involved and text not in said else "")
        said |= {text} if node.node in involved else set()
    return texts


def _results(status: Status, findings: tuple[Finding, ...]) -> go.Scatter:
    """The results in words below the brain, each with its symbol and its source."""
    said = [finding for finding in findings if finding.words]
    mine = [finding for finding in said if finding.status is status]
    return go.Scatter(
        name=status.name,
        x=[0.03] * len(mine) or [None],
        y=[_words(finding) for finding in mine] or [None],
        xaxis="x2",
        yaxis="y2",
        mode="markers+text",
        text=[f" {_words(finding)}" for finding in mine] or [""],
        textposition="middle right",
        textfont=dict(size=12),
        showlegend=False,
        cliponaxis=False,
        marker=dict(color=status.colour, symbol=status.symbol, size=12, line=dict(width=2, color=status.colour)),
        hovertext=[source(evidence.row(finding.row)) for finding in mine] or [""],
        hoverinfo="text",
    )


def _words(finding: Finding) -> str:
    before = evidence.row(finding.before).value if finding.before else None
    return finding.words.format(value=evidence.row(finding.row).value, before=before).replace("-", "−")


def _side(text: str, x: float, y: float) -> dict:
    return dict(x=x, y=y, text=text, showarrow=False, font=dict(size=12), opacity=0.8)


def _network_words(study: Study) -> list[Readout]:
    row = evidence.row(study.findings[0].row)
    people = f"{row.n:,} people" if row.n else "number of people not seen"
    against = f", compared with {row.comparator}" if row.comparator not in {"", "none"} else ""
    when = f"; {row.when}" if row.when and row.when not in row.arm else ""
    return [
        Readout("Compared", f"{row.arm}{against}{when}"),
        Readout("Study", f"{row.study}, {people}; {row.design}"),
        Readout("Keep in mind", study.mind),
    ]


def source(row: Row) -> str:
    """Who found it, in whom, compared with what, and how sure it is."""
    people = f"{row.n:,} people" if row.n else "number of people not seen"
    kind = {
        "CI95": f"; 95 % interval {_number(row.low)} to {_number(row.high)}", "SE": f"; standard error {_number(row.spread)}",
    }.get(row.uncertainty, "")  # fmt: skip
    against = f" against {row.comparator}" if row.comparator not in {"", "none"} else ""
    note = f" {row.note[0].upper()}{row.note[1:]}." if row.note else ""
    return f"{row.study}: {row.arm}{against}; {row.outcome}{kind} ({people}; {row.design}; {row.species}).{note}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace("-", "−")


# --- sizes ---------------------------------------------------------------------------------------

DISEASE, DRUG = "Depression against controls", "Ketamine against a sedative"
PUBLISHED, NINETY_FIVE = "As published", "95 % interval"


@dataclass(frozen=True)
class Effect:
    """One line of the forest: its row, what was compared, and a verdict where no size was published."""

    row: str
    words: str
    verdict: Status | None = None


EFFECTS = {
    DISEASE: (
        Effect("D305", "its core"),
        Effect("D306", "its prefrontal part"),
        Effect("D307", "between core and prefrontal part"),
        Effect("D302", "the whole network: lower", LOWER),
        Effect("D704", "the whole network: no clear difference", NONE),
        Effect("D707", "the whole network: higher and lower", MIXED),
        Effect("D311a", "with subgenual cortex: higher", HIGHER),
        Effect("D1402", "its back with the brain: higher", HIGHER),
    ),
    DRUG: (
        Effect("D315", "ketamine, default mode network"),
        Effect("D316", "midazolam, default mode network"),
        Effect("D317", "ketamine, salience network"),
        Effect("D714", "ketamine, auditory network"),
        Effect("D715", "midazolam, salience: none named", NONE),
        Effect("D718", "ketamine, whole brain: higher", HIGHER),
        Effect("D1401", "ketamine, opposed to task: less", LOWER),
        Effect("D1406", "more than midazolam, amygdala: lower", LOWER),
    ),
}
SIZES = {
    "g": ("Depression, pooled (g)", charts.BLUE, "circle"),
    "ketamine": ("Ketamine (d)", charts.ORANGE, "square"),
    "midazolam": ("Midazolam (d)", charts.TEAL, "diamond"),
}
WORDS = "Direction only"


def effects(question: str = DRUG, bars: str = PUBLISHED) -> tuple[go.Figure, list[Readout]]:
    """Standardised differences in connectivity, one line a result; left of 0 is lower.

    question: depression against controls, or two drugs against placebo. bars: the uncertainty as
    published (95 % interval for depression, standard error for the drugs), or 95 % for all, which
    for the drugs is calculated as 1.96 standard errors to each side. A result published without a
    size stands in the column on the left.
    """
    shown = EFFECTS[question]
    slots = [_slot(effect) for effect in shown]
    figure = charts.blank(
        "Standardised difference<br>(left of 0: lower connectivity)", "Result", height=66 * len(shown) + 120
    )
    for kind, (name, colour, symbol) in SIZES.items():
        figure.add_trace(
            _sizes(
                name,
                colour,
                symbol,
                [effect for effect in shown if effect.verdict is None and _kind(effect) == kind],
                bars,
            )
        )
    for status in (LOWER, HIGHER, MIXED, NONE):
        figure.add_trace(_verdicts(status, [effect for effect in shown if effect.verdict is status]))
    charts.lay_out(
        figure,
        margin=dict(l=8, r=8, t=8, b=48),
        legend=dict(font=dict(size=12)),
        xaxis=dict(
            range=[-2.35, 0.75],
            zeroline=True,
            zerolinewidth=1.5,
            tickvals=[-2.15, -1.5, -1, -0.5, 0, 0.5],
            ticktext=["words<br>only", "−1.5", "−1", "−0.5", "0", "0.5"],
            tickangle=0,
            title=dict(font=dict(size=13)),
        ),
        xaxis2=dict(
            overlaying="x",
            visible=False,
            type="category",
            categoryarray=[WORDS],
            range=[-0.2 / 3.1 * 10, 10 - 0.2 / 3.1 * 10],
            title=dict(text="Size"),
        ),
        yaxis=dict(visible=False, type="category", categoryarray=slots, range=[len(slots) - 0.5, -0.75]),
        annotations=[charts.above(slot, _two(effect), 8) for slot, effect in zip(slots, shown)],
    )
    return figure, _effects_words(question, bars)


def _kind(effect: Effect) -> str:
    row = evidence.row(effect.row)
    return "g" if row.unit == "g" else "midazolam" if row.arm.startswith("midazolam") else "ketamine"


def _slot(effect: Effect) -> str:
    return f"{evidence.row(effect.row).study}: {effect.words}"


def _two(effect: Effect) -> str:
    return f"<b>{evidence.row(effect.row).study}</b><br>{effect.words}"


def signed(row: Row) -> tuple[float, float, float]:
    """Value, lower and upper end of the published bar, with minus for a reduction printed as plus."""
    sign = -1 if row.outcome.startswith("reduction") else 1
    low, high = sorted(sign * end for end in row.interval)
    return sign * row.value, low, high


def _sizes(name: str, colour: str, symbol: str, mine: list[Effect], bars: str) -> go.Scatter:
    drawn = []
    for effect in mine:
        row = evidence.row(effect.row)
        value, low, high = signed(row)
        if bars == NINETY_FIVE and row.uncertainty == "SE":
            low, high = value - 1.96 * row.spread, value + 1.96 * row.spread
        kind = (
            " Bar: 95 % interval, calculated as 1.96 standard errors."
            if bars == NINETY_FIVE and row.uncertainty == "SE"
            else ""
        )
        drawn.append((value, low, high, _slot(effect), source(row) + kind))
    return go.Scatter(
        name=name,
        x=[value for value, *_ in drawn] or [None],
        y=[slot for *_, slot, _ in drawn] or [None],
        mode="markers+text",
        text=[f"{value:.2f}".replace("-", "−") for value, *_ in drawn] or [""],
        textposition="bottom center",
        textfont=dict(size=12),
        marker=dict(color=colour, symbol=symbol, size=11),
        error_x=dict(
            type="data",
            symmetric=False,
            color=colour,
            thickness=2,
            width=6,
            array=[high - value for value, _, high, *_ in drawn] or [None],
            arrayminus=[value - low for value, low, *_ in drawn] or [None],
        ),
        showlegend=bool(drawn),
        hovertext=[text for *_, text in drawn] or [""],
        hoverinfo="text",
    )


def _verdicts(status: Status, mine: list[Effect]) -> go.Scatter:
    return go.Scatter(
        name=f"{status.name}, no size",
        x=[WORDS] * len(mine) or [None],
        y=[_slot(effect) for effect in mine] or [None],
        xaxis="x2",
        mode="markers",
        showlegend=False,
        marker=dict(color=status.colour, symbol=status.symbol, size=12, line=dict(width=2, color=status.colour)),
        hovertext=[source(evidence.row(effect.row)) for effect in mine] or [""],
        hoverinfo="text",
    )


def _effects_words(question: str, bars: str) -> list[Readout]:
    if question == DRUG:
        ketamine, midazolam, salience = (evidence.row(id) for id in ("D315", "D316", "D317"))
        return [
            Readout(
                "Default mode network",
                f"midazolam lowered it by {midazolam.value:g}, ketamine by {ketamine.value:g}; the gap of {midazolam.value - ketamine.value:.2f} (calculated) is smaller than either standard error",
            ),
            Readout(
                "Salience network", f"ketamine lowered it by {salience.value:g}; no reduction is named for midazolam"
            ),
            Readout("In whom", f"{ketamine.n} healthy men, each on three days"),
            Readout(
                "Bars",
                "one standard error to each side, as published"
                if bars == PUBLISHED
                else "95 % interval, calculated as 1.96 standard errors to each side",
            ),
        ]
    core = evidence.row("D305")
    return [
        Readout(
            "Core of the network",
            f"lower in depression by {abs(core.value):.2f} standard deviations in {core.n:,} people",
        ),
        Readout(
            "The other pools",
            f"lower in {evidence.row('D302').n:,} people, no clear difference in {evidence.row('D704').n:,}, both ways in {evidence.row('D707').n:,}",
        ),
        Readout(
            "Older, smaller studies",
            f"often reported more connectivity, as {evidence.row('D701').study} notes; none of the pools here finds it for the network as a whole (of the first one, {evidence.row('D310').study}, that line could not be read)",
        ),
        Readout("Bars", "95 % interval, as published; the switch changes nothing here"),
    ]


# --- dissociation and benefit --------------------------------------------------------------------

SPRAY, INFUSION = "D723", "D725"


def dissociation(points: int = 10) -> tuple[go.Figure, list[Readout]]:
    """The change in MADRS that went with ``points`` more on the CADSS, in two analyses.

    points: CADSS points. Lines are slopes times points, calculated; the spray's band is its 95 %
    interval. The infusion trial saw its relation up to a CADSS of 15 and its line ends there.
    """
    slope, steep, limit = evidence.row(SPRAY), evidence.row(INFUSION), evidence.row("D728").value
    end = max(40, points)  # a point beyond the course's own stops stays in view
    steps = list(range(0, int(end) + 1, 5))
    figure = charts.blank("Dissociation (CADSS points more)", "Change in MADRS<br>(points, down is better)", height=400)
    figure.add_trace(
        go.Scatter(
            x=[*steps, *reversed(steps)],
            y=[*(slope.low * p for p in steps), *(slope.high * p for p in reversed(steps))],
            fill="toself",
            mode="none",
            fillcolor=charts.faded(charts.BLUE),
            hoverinfo="skip",
            showlegend=False,
        )
    )
    figure.add_trace(_slope(f"Esketamine spray, {slope.n} people", slope, steps, charts.BLUE, "solid"))
    figure.add_trace(
        _slope(f"Infusions, {steep.n} people", steep, [p for p in steps if p <= limit], charts.ORANGE, "8px,4px")
    )
    figure.add_trace(
        go.Scatter(
            name="You chose",
            x=[points] * (2 if points <= limit else 1),
            y=[slope.value * points, steep.value * points][: 2 if points <= limit else 1],
            mode="markers",
            marker=dict(color=charts.PURPLE, symbol="star", size=15),
            hovertext=[f"{points} points more: calculated from each study's slope"] * 2,
            hoverinfo="text",
        )
    )
    charts.lay_out(
        figure,
        xaxis=dict(range=[-1, end + 2], dtick=10, title=dict(font=dict(size=13))),
        yaxis=dict(range=[-8.5, 1], dtick=2, title=dict(font=dict(size=13)), zeroline=True, zerolinewidth=1.5),
        legend=dict(font=dict(size=12)),
    )
    return figure, _dissociation_words(points)


def _slope(name: str, row: Row, steps: list[int], colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=steps,
        y=[row.value * p for p in steps],
        mode="lines",
        line=dict(color=colour, dash=dash, width=3),
        hovertext=[f"{p} × {_number(row.value)}, calculated. {source(row)}" for p in steps],
        hoverinfo="text",
    )


def _dissociation_words(points: int) -> list[Readout]:
    slope, steep, limit = evidence.row(SPRAY), evidence.row(INFUSION), evidence.row("D728").value
    (early, fits), (late, fits_late) = (_with_pairs(*ids) for ids in (("D325", "D1411"), ("D326", "D1412")))
    if points == 0:
        spray = infusion = "no change: you chose no more dissociation"
    else:
        spray = f"{_points(slope.value * points)} MADRS points by {slope.when} (95 % interval {_points(slope.low * points)} to {_points(slope.high * points)}), calculated"
        infusion = (
            f"{_points(steep.value * points)} MADRS points at {steep.when} (p = {evidence.row('D730').value:g}, no interval printed), calculated"
            if points <= limit
            else f"nothing to say beyond {limit:g} CADSS points"
        )
    return [
        Readout(f"Esketamine spray, {slope.n} people", spray),
        Readout(f"Infusions, {steep.n} people", infusion),
        Readout(
            f"Infusions, of {evidence.row('D1413').n} inpatients",
            f"r = {_number(early.value)} at four hours and {_number(late.value)} at day 7: {100 * early.value**2:.0f} and {100 * late.value**2:.0f} % of the variation; r and p fit about {fits:.0f} and {fits_late:.0f} people (calculated)",
        ),
    ]


def _with_pairs(r: str, p: str) -> tuple[Row, float]:
    """A correlation's row, and how many people stand behind it by its printed p (as in the BDNF chapter)."""
    row = evidence.row(r)
    return row, sampling.patients_behind(row.value, evidence.row(p).value)


def _points(value: float) -> str:
    return f"{value:.{1 if abs(value) >= 0.15 else 2}f}".replace("-", "−")
