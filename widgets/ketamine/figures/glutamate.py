"""Chapter 'The role of glutamate': a schematic circuit, what was measured in people, rival accounts.

The circuit is ``ketamine.models.circuit``, a schematic with its own parameters. Everything else is
a Row of the evidence tables; which way it went ('increase', 'no change', 'decrease') is the table's
last column.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from coursework.describe import describe
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from explorers.table import TABLED
from explorers.words import minus
from ketamine import evidence
from ketamine.evidence import Number, Row
from ketamine.models import circuit as c
from ketamine.models import receptor
from ketamine.models.circuit import Circuit

PYRAMIDAL, INTERNEURON, GLUTAMATE = charts.BLUE, charts.PURPLE, charts.AMBER
PAGE = Circuit()
MICROMOLAR = {0.01: "0.01", 0.1: "0.1", 1: "1", 10: "10", 100: "100"}  # ticks, and their words
UNSAID: dict[str, Any] = dict(hovertext=None, hoverinfo=None)  # marks that their axes say all about


DIRECTIONS = {
    "increase": Look("Increase", charts.GREEN, "triangle-up"),
    "no change": Look("No change", charts.GREY, "circle-open"),
    "decrease": Look("Decrease", charts.RED, "triangle-down"),
}


def half_block() -> float:
    """Return the concentration (uM) that blocks half of the NMDA current, from Gerhard 2020 (50 % at 1 uM)."""
    row = evidence.number("NM11a")
    share = row.value / 100
    return float(row.arm.split()[1]) * (1 - share) / share


def depression_level() -> float:
    """Plasma peak of 0.5 mg/kg over 40 minutes in people with depression, uM (total drug)."""
    return float(receptor.micromolar(evidence.number("PK76").value))


# --- where the block falls ---------------------------------------------------------------------

CELLS = {"interneurons": (1.1, 3.0), "pyramidal": (8.9, 3.0)}
CIRCLE, TRIANGLE = 34, 40  # px, size of a cell that fires as without drug


def where_the_block_falls(
    site: str = "interneurons", block: int = 60, circuit: Circuit = PAGE
) -> tuple[go.Figure, list[Readout]]:
    """Draw two kinds of cells, the block on one or both, and what becomes of firing and glutamate.

    site: 'interneurons', 'pyramidal' or 'both'. block: per cent of the NMDA receptors there.
    The firing is the state in which scipy's solution of the circuit's equations settles.
    """
    on = {"pyramidal": block / 100 * (site != "interneurons"), "interneurons": block / 100 * (site != "pyramidal")}
    e, i = c.settled(circuit, on["pyramidal"], on["interneurons"])
    glu = float(c.glutamate(e))
    figure = charts.blank(
        "",
        "",
        height=480,
        showlegend=False,
        margin=dict(l=8, r=14, t=8, b=48),
        xaxis=dict(
            title=_small("% of level without drug"),
            range=[0, 200],
            domain=[0.33, 1],
            anchor="y",
            fixedrange=True,
            tickvals=[0, 50, 100, 150, 200],
        ),
        yaxis=dict(
            domain=[0, 0.33], title="", fixedrange=True, autorange="reversed", automargin=False, tickfont=dict(size=12)
        ),
        xaxis2=dict(range=[0, 10], visible=False, anchor="y2", fixedrange=True),
        yaxis2=dict(range=[0.5, 6.0], domain=[0.41, 1], visible=False, anchor="x2", fixedrange=True),
    )
    figure.add_bar(
        y=["Interneurons", "Pyramidal<br>cells", "Glutamate"],
        x=[100 * i, 100 * e, 100 * glu],
        orientation="h",
        name="With ketamine",
        marker=dict(color=[INTERNEURON, PYRAMIDAL, GLUTAMATE]),
        text=[f"{100 * v:.0f} %" for v in (i, e, glu)],
        textposition="outside",
        cliponaxis=False,
        width=0.62,
        hovertext=["firing, calculated", "firing, calculated", "half of it follows pyramidal firing, calculated"],
    )
    charts.upright(figure, 100, dash="dot", yref="y domain")
    _draw_cells(figure, e, i, on, circuit)
    return figure, [
        Readout("Interneurons", 100 * i, "% of the firing without drug", ".0f"),
        Readout("Pyramidal cells", 100 * e, "% of the firing without drug", ".0f"),
        Readout("In words", _why(site, block, e)),
    ]


def _why(site: str, block: int, e: float) -> str:
    if not block:
        return "Nothing is blocked: both kinds of cells fire as before, by definition of the model."
    change = "more" if e > 1 + c.TOLERANCE else "less" if e < 1 - c.TOLERANCE else "as much as before"
    reason = {
        "interneurons": "The interneurons lose part of their drive, so they hold the pyramidal cells back less",
        "pyramidal": "The pyramidal cells lose part of their own drive; the brake eases a little, but not enough",
        "both": (
            "Both lose drive, and the lighter brake outweighs the loss to the pyramidal cells"
            if e > 1 + c.TOLERANCE
            else "Both lose drive, and the loss to the pyramidal cells outweighs the lighter brake"
        ),
    }[site]
    return f"{reason}: pyramidal cells fire {change}."


def _draw_cells(figure: go.Figure, e: float, i: float, on: dict[str, float], circuit: Circuit) -> None:
    """Draw the schematic: cells grow and arrows thicken with activity; a cross marks blocked receptors."""
    (xi, yi), (xe, ye) = CELLS["interneurons"], CELLS["pyramidal"]
    shared = dict(xaxis="x2", yaxis="y2", hoverinfo="skip", showlegend=False, mode="markers")
    figure.add_scatter(
        x=[xi], y=[yi], marker=dict(symbol="circle", size=CIRCLE * np.sqrt(i), color=INTERNEURON), **shared
    )
    figure.add_scatter(
        x=[xe], y=[ye], marker=dict(symbol="triangle-up", size=TRIANGLE * np.sqrt(e), color=PYRAMIDAL), **shared
    )
    blocked: list[tuple[float | None, float | None]] = [
        (x, 4.75) for kind, (x, _) in CELLS.items() if on[kind] > 0
    ] or [(None, None)]
    figure.add_scatter(
        x=[x for x, _ in blocked],
        y=[y for _, y in blocked],
        marker=dict(symbol="x", size=17, color=charts.RED, line=dict(width=1, color="#ffffff")),
        **shared,
    )
    g_i, g_e = 1 - circuit.nmda_i * on["interneurons"], 1 - circuit.nmda_e * on["pyramidal"]
    upper = dict(xref="x2", yref="y2")
    arrow = dict(axref="x2", ayref="y2", text="", showarrow=True, arrowhead=2, arrowsize=0.9, arrowcolor=GLUTAMATE)
    arrows = [
        dict(x=x1, y=y1, ax=x0, ay=y0, arrowwidth=max(1.0, 3.2 * strength), **arrow, **upper)
        for x0, y0, x1, y1, strength in (
            (xi, 5.7, xi, 3.75, g_i),
            (xe, 5.7, xe, 3.85, g_e),
            (xe - 1.0, 2.45, xi + 0.95, 2.45, e * g_i),
            (xe, 2.25, xe, 0.75, e),
        )
    ]
    brake = max(1.0, 3.2 * i)
    inhibition = [
        dict(type="line", x0=x0, x1=xe - 1.05, y0=y0, y1=y1, line=dict(color=INTERNEURON, width=width), **upper)
        for x0, y0, y1, width in ((xi + 0.95, 3.25, 3.25, brake), (xe - 1.05, 2.9, 3.6, brake + 1))
    ]

    def share(kind: str) -> str:
        said = f"NMDA {100 * on[kind]:.0f} %<br>blocked"
        return f"<br><b>{said}</b>" if on[kind] else f"<br>{said}"

    labels = [
        charts.text(text, x, y, size=size, xanchor=anchor, align=anchor, **upper)
        for x, y, text, anchor, size in (
            (xi + 0.4, 4.95, f"glutamate in{share('interneurons')}", "left", 12),
            (xe - 0.4, 4.95, f"glutamate in{share('pyramidal')}", "right", 12),
            (5.0, 3.6, "GABA: brake", "center", 12),
            (5.0, 2.83, "glutamate: drive", "center", 12),
            (0.0, 1.95, "<b>Interneuron</b>", "left", 12),
            (xe - 0.4, 1.6, "<b>Pyramidal cell</b>", "right", 12),
            (xe - 0.4, 1.0, "glutamate out", "right", 12),
        )
    ]
    charts.lay_out(figure, annotations=[*arrows, *labels], shapes=inhibition)


# --- dose and response -------------------------------------------------------------------------

DOSES = np.round(np.logspace(-2, 2, 49), 5)  # uM
TOP = 260  # %: no curve comes near it with any setting, so words stand there


def dose_and_response(
    preference: float = 10.0, nmda_i: float = 0.5, nmda_e: float = 0.5, site: str = "both", circuit: Circuit = PAGE
) -> tuple[go.Figure, list[Readout]]:
    """Draw the circuit's firing over concentration, above the directions seen in mouse slices and in rats.

    preference: how many times less ketamine it takes to block half of the receptors on interneurons
    than on pyramidal cells; 1 means no preference. nmda_i, nmda_e: part of the excitation that NMDA
    receptors carry there. Half-block without preference: 1 uM (row NM11a). Rows GA04, GL702 to
    GL704 (mouse slices), GL01, GL700, GL701, GL02, GL03 (rats).
    """
    chosen = replace(circuit, preference=preference, nmda_i=nmda_i, nmda_e=nmda_e)
    e, i = c.curves(chosen, DOSES, half_block(), site)
    figure = _three_panels()
    for look, rates in (
        (Look("Pyramidal cells", PYRAMIDAL), e),
        (Look("Interneurons", INTERNEURON, dash="dash"), i),
        (Look("Glutamate", GLUTAMATE, dash="dot"), c.glutamate(e)),
    ):
        charts.curve(figure, look, DOSES, np.round(100 * rates, 2))
    level = depression_level()
    peak = Look("", charts.GREY, dash="dashdot")
    charts.curve(figure, peak, [level, level], [0, TOP], width=1.5, hoverinfo="skip", showlegend=False)
    slices = [evidence.number(row_id) for row_id in ("GA04", "GL702", "GL703", "GL704")]
    rats = [evidence.number(row_id) for row_id in ("GL01", "GL700", "GL701", "GL02", "GL03")]
    for word, look in DIRECTIONS.items():
        for rows, x, y in ((slices, "x2", "y2"), (rats, "x3", "y3")):
            marks = [Mark(_cell(row), row.value, note=describe(row)) for row in rows if row.direction == word]
            charts.intervals(
                figure,
                look,
                marks,
                size=15,
                showlegend=False,
                xaxis=x,
                yaxis=y,
                marker=dict(line=dict(width=2, color=look.colour)),
            )
    return figure, [
        Readout("The curve of pyramidal cells", _shape(e)),
        Readout("Beside the mouse slices", _agreement(chosen, slices, site)),
        Readout(
            "Beside the rats",
            (
                "The same rise and fall."
                if c.outcome(e) == 1
                else "Not what was seen: there glutamate rose at low doses and fell at the highest."
            ),
        ),
    ]


OUTCOMES = {
    1: Look("Rises, then falls", charts.GREEN, "triangle-up"),
    2: Look("Rises and stays up", charts.BLUE, "square"),
    3: Look("Only falls", charts.RED, "triangle-down-open"),
    4: Look("Falls, then rises", charts.PURPLE, "diamond-open"),
    5: Look("Hardly changes", charts.GREY, "circle-open"),
    0: Look("Grows without limit", charts.AMBER, "x-thin-open"),
}


def _shape(e: np.ndarray) -> str:
    code = int(c.outcome(e))
    words = {
        1: "Rises at low concentration and falls below the level without drug at high: an inverted U",
        2: "Rises and stays up at every concentration",
        3: "Below the level without drug at every concentration",
        4: "Falls first and rises at high concentration",
        5: "Hardly moves",
        0: "Grows without limit: the brake is too weak for this circuit",
    }[code]
    peak = float(np.nanmax(e))
    return f"{words} (highest point {100 * peak:.0f} %)." if code in (1, 2) else f"{words}."


def _cell(row: Row) -> str:
    """Return the lane of a finding in slices or rats."""
    return "Glutamate" if row.species == "rat" else "Inhibition" if "inhibitory" in row.outcome else "Excitation"


def _agreement(circuit: Circuit, slices: list[Number], site: str) -> str:
    """Return how many of the four measured directions the circuit has."""
    right = 0
    for row in slices:
        e, i = c.steady_state(circuit, *c.blocks(circuit, row.value, half_block(), site))
        rate = float(i if "inhibitory" in row.outcome else e)
        shown = "increase" if rate > 1 + c.TOLERANCE else "decrease" if rate < 1 - c.TOLERANCE else "no change"
        right += shown == row.direction
    return f"{right} of the {len(slices)} measured directions come out as measured."


def _three_panels() -> go.Figure:
    micromolar = charts.powers(MICROMOLAR, 10**-2.05, 10**2.05, fixedrange=True)
    lanes = dict(fixedrange=True, automargin=False)
    corner: dict[str, Any] = dict(xref="paper", yref="paper", xanchor="left")
    figure = charts.blank(
        "",
        "",
        height=650,
        margin=dict(l=84, r=12, t=30, b=46),
        xaxis=dict(**micromolar, anchor="y", title=_small("Ketamine (µM)")),
        yaxis=dict(
            range=[0, TOP],
            domain=[0.52, 1],
            fixedrange=True,
            tickvals=[0, 50, 100, 150, 200],
            title=_small("% of level without drug"),
        ),
        xaxis2=dict(**micromolar, anchor="y2", title=_small("Ketamine in the bath (µM)")),
        yaxis2=charts.names(["Excitation", "Inhibition"], domain=[0.245, 0.35], **lanes),
        xaxis3=charts.powers([10, 30, 50, 200], 6, 330, fixedrange=True, anchor="y3", title=_small("Dose (mg/kg)")),
        yaxis3=charts.names(["Glutamate"], domain=[0.03, 0.085], **lanes),
        annotations=[
            charts.text("<b>Model</b> (schematic)", 0.01, 0.995, yanchor="top", **corner),
            charts.text("<b>Mouse slices</b>: ▲ up  ▼ down", 0.01, 0.36, yanchor="bottom", **corner),
            charts.text("<b>Rats</b>: ▲ up  ○ same  ▼ down", 0.01, 0.095, yanchor="bottom", **corner),
            charts.text(
                "peak after<br>0.5 mg/kg<br>in people",
                np.log10(depression_level()),
                TOP,
                size=12,
                xref="x",
                yref="y",
                xanchor="left",
                yanchor="top",
                xshift=4,
                align="left",
            ),
        ],
    )
    charts.level(figure, 100, dash="dot", xref="x domain", line=dict(width=1))
    return figure


def _small(text: str) -> dict[str, Any]:
    """Return an axis title that fits a phone and stands close to its axis."""
    return charts.title(text, standoff=6)


# --- for which parameters ----------------------------------------------------------------------

PARAMETERS = {
    "nmda_i": "NMDA share: interneurons",
    "nmda_e": "NMDA share: pyramidal cells",
    "w_ee": "Drive among pyramidal cells",
    "w_ei": "Strength of the brake",
    "w_ie": "Drive onto the brake",
    "w_ii": "Brake among interneurons",
}
PREFERENCES = np.round(np.logspace(-1, 2, 13), 3)
LEVELS = 9  # rows of the map
MAP_DOSES = np.round(np.logspace(-2, 2, 33), 5)


def where_it_holds(
    vary: str = "nmda_i", level: int = 4, preference: float = 10.0, circuit: Circuit = PAGE
) -> tuple[go.Figure, list[Readout]]:
    """Draw for which parameters activity rises and then falls: a map, and the curve at the chosen point.

    vary: the parameter on the map's second axis (keys of PARAMETERS). level: 0 to 8, its row on the
    map. preference: its column. All other parameters are those of ``circuit``. ``tally`` counts over
    all parameters at once.
    """
    grid = _grid(vary)
    axes: dict[str, Any] = {vary: grid[:, None], "preference": PREFERENCES[None, :]}
    shown = replace(circuit, **axes)
    shape = (LEVELS, PREFERENCES.size)
    every: dict[str, Any] = {name: np.broadcast_to(np.asarray(getattr(shown, name), float), shape) for name in c.RANGES}
    filled = replace(shown, **every)
    codes = np.where(c.possible(filled), c.outcome(c.curves(filled, MAP_DOSES, half_block())[0]), -1)
    at = int(np.abs(np.log(PREFERENCES / preference)).argmin())
    point = replace(circuit, **{vary: float(grid[level]), "preference": float(PREFERENCES[at])})
    exists = bool(c.possible(point))
    e, _ = c.curves(point, MAP_DOSES, half_block())
    rates = [None if not exists or np.isnan(v) else round(100 * float(v), 2) for v in e]

    figure = _map_frame(vary)
    upper: dict[str, Any] = dict(xaxis="x2", yaxis="y2", showlegend=False)
    charts.curve(figure, Look("Pyramidal cells at your point", PYRAMIDAL), MAP_DOSES, rates, **upper)
    for code, look in OUTCOMES.items():
        marks = [Mark(grid[row], PREFERENCES[column]) for row, column in zip(*np.nonzero(codes == code))]
        charts.intervals(figure, look, marks, marker=dict(line=dict(width=1.8, color=look.colour)), **UNSAID)
    for look, mark, size, width in (
        (
            Look("Values of this page", charts.ORANGE, "star-open"),
            Mark(getattr(circuit, vary), circuit.preference),
            17,
            2.5,
        ),
        (Look("Your point", charts.ORANGE, "circle-open"), Mark(grid[level], PREFERENCES[at]), 24, 3),
    ):
        charts.intervals(figure, look, [mark], size=size, marker=dict(line=dict(width=width)), **UNSAID)
    return figure, [
        Readout("Your point", _shape(e) if exists else "No such circuit: without drug it would not rest."),
        Readout("On this map", f"{(codes == 1).sum()} of {(codes >= 0).sum()} circuits rise and then fall."),
    ]


def _grid(vary: str) -> np.ndarray:
    low, high, _ = c.RANGES[vary]
    return np.round(np.linspace(low, high, LEVELS), 4)


def tally(circuit_sets: Circuit | None = None) -> dict[str, float]:
    """Per cent of circuits with each finding, over parameter sets spread evenly over all ranges at once.

    Keys: 'circuits' (their number), 'interneurons: rises', 'interneurons: falls', 'interneurons: runs
    away', 'pyramidal: falls', and 'both, preferring interneurons / neither / pyramidal: rises, then
    falls' (threefold or more, in between, threefold or more the other way).
    """
    sets = circuit_sets or c.draws()
    codes = {site: c.outcome(c.curves(sets, MAP_DOSES, half_block(), site)[0]) for site in c.SITES}
    leaning = {
        "interneurons": sets.preference >= 3,
        "neither": (sets.preference < 3) & (sets.preference > 1 / 3),
        "pyramidal": sets.preference <= 1 / 3,
    }
    return {
        "circuits": float(np.size(sets.preference)),
        "interneurons: rises": 100 * float((codes["interneurons"] == 2).mean()),
        "interneurons: falls": 100 * float(np.isin(codes["interneurons"], (1, 3, 4)).mean()),
        "interneurons: runs away": 100 * float((codes["interneurons"] == 0).mean()),
        "pyramidal: falls": 100 * float((codes["pyramidal"] == 3).mean()),
    } | {
        f"both, preferring {name}: rises, then falls": 100 * float((codes["both"][circuits] == 1).mean())
        for name, circuits in leaning.items()
    }


def _map_frame(vary: str) -> go.Figure:
    low, high, _ = c.RANGES[vary]
    edge = 0.1 * (high - low)
    preferences = charts.powers({0.1: "0.1", 1: "1", 10: "10", 100: "100"}, 10**-1.22, 10**2.22, fixedrange=True)
    micromolar = charts.powers(MICROMOLAR, 10**-2.05, 10**2.05, fixedrange=True)
    figure = charts.blank(
        "",
        "",
        height=640,
        margin=dict(l=66, r=12, t=12, b=52),
        xaxis=dict(**preferences, anchor="y", title=_small("Preference for interneurons")),
        yaxis=dict(
            range=[low - edge, high + edge],
            domain=[0, 0.58],
            fixedrange=True,
            zeroline=False,
            title=_small(PARAMETERS[vary]),
        ),
        xaxis2=dict(**micromolar, anchor="y2", title=_small("Ketamine at your point (µM)")),
        yaxis2=dict(
            range=[0, 200],
            domain=[0.75, 1],
            tickvals=[0, 100, 200],
            fixedrange=True,
            anchor="x2",
            title=charts.title("% of level<br>without drug", standoff=10),
            automargin=True,
        ),
    )
    charts.level(figure, 100, dash="dot", xref="x2 domain", yref="y2", line=dict(width=1))
    return figure


# --- what was measured in people ---------------------------------------------------------------

SCANS = (  # in the order drawn
    "GL18",
    "GL05",
    "GL11",
    "GL07",
    "GL09",
    "GL08",
    "GL16",
    "GL706",
    "GL12",
    "GL15",
    "GL14",
    "GL13",
    "GL718",
    "GL708",
    "GL10",
    "GL705",
    "GL709",
    "GL710",
    "GL712",
    "GL17",
    "GL713",
    "GL714",
)
ALL = "All"
KINDS = {
    "glutamate": "Glutamate",
    "glutamate + glutamine": "Glutamate",
    "glutamine": "Glutamate",
    "glutamine made from labelled glutamate": "Glutamate",
    "ratio of glutamine to glutamate": "Glutamate",
    "GABA": "GABA",
    "mGluR5 binding": "mGluR5",
}
DURING = "during the infusion"
#: When a scan was made, and how wide the column of its time is: most were made during the infusion.
COLUMNS = {"during": 5.6, "3 h": 1.6, "24 h": 2.2, "48 h": 1.4}
#: What was measured, from the top, and the row of each direction: three rows each, and room for a heading.
PANELS = ("Glutamate", "GABA", "mGluR5")
STEPS = {"increase": 1.7, "no change": 2.7, "decrease": 3.7}
PANEL = 4.7
WORDS = {"increase": "rose", "no change": "level", "decrease": "fell"}
APART = 0.88  # between two dots of a cell, in columns' units
WITH_S_KETAMINE = "GL16"
SCAN_HEAD = ["Study", "Measured", "When", "People", "Found", "n"]


def measured_in_people(people: str = ALL) -> tuple[go.Figure, list[Readout]]:
    """Draw every brain scan in the evidence table as a dot: when it was made, and which way it went.

    people: 'All', 'patients' or 'healthy'. The area of a dot is the number of people; a hollow one of
    one size stands where that was not seen. Changes are printed where they were published.
    """
    rows = [row for row in map(evidence.row, SCANS) if people in (ALL, *_who(row))]
    figure = _scan_frame(rows)
    cells: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        cells.setdefault((KINDS[row.arm], row.direction, _time(row)), []).append(row)
    for direction, look in DIRECTIONS.items():
        dots = [
            (row, x, _height(measure, direction))
            for (measure, way, time), some in cells.items()
            if way == direction
            for row, x in zip(_sized_apart(some), _side_by_side(time, len(some)))
        ]
        charts.intervals(
            figure,
            Look(look.name, look.colour, "circle"),
            [Mark(y, x, note=describe(row)) for row, x, y in dots],
            size=[_diameter(row) for row, *_ in dots],
            mode="markers+text",
            text=[_size(row) for row, *_ in dots],
            textposition="bottom center" if direction == "no change" else "top center",
            textfont=dict(size=12),
            cliponaxis=False,
            showlegend=False,
            meta=TABLED,
            marker=dict(
                color=[look.colour if row.n else "rgba(0,0,0,0)" for row, *_ in dots],
                line=dict(width=2, color=look.colour),
                opacity=0.85,
            ),
        )
    return figure, [_count([row for row in rows if KINDS[row.arm] == measure], measure) for measure in PANELS]


def scans_of(measure: str) -> list[Row]:
    """Return the rows of the scans of 'Glutamate', 'GABA' or 'mGluR5'."""
    return [row for row in map(evidence.row, SCANS) if KINDS[row.arm] == measure]


def _scan_frame(rows: list[Row]) -> go.Figure:
    """Return the columns of time, the rows of direction, and the table of the scans."""
    ends = np.cumsum([0, *COLUMNS.values()])
    ticks = {_height(measure, way): WORDS[way] for measure in PANELS for way in STEPS}
    figure = charts.blank(
        "When the scan was made",
        "",
        height=520,
        margin=dict(l=44, r=10, t=8, b=48),
        showlegend=False,
        xaxis=dict(
            range=[0, float(ends[-1])],
            tickvals=[float(x) for x in (ends[:-1] + ends[1:]) / 2],
            ticktext=list(COLUMNS),
            showgrid=False,
            zeroline=False,
            fixedrange=True,
            title=charts.title("When the scan was made"),
        ),
        yaxis=dict(
            range=[PANEL * len(PANELS) - 0.3, -0.25],
            tickvals=list(ticks),
            ticktext=list(ticks.values()),
            zeroline=False,
            fixedrange=True,
            automargin=False,
        ),
        annotations=[
            charts.text(f"<b>{measure}</b>", 0.1, PANEL * place + 0.25, size=13, xanchor="left")
            for place, measure in enumerate(PANELS)
        ],
        meta=dict(table=dict(head=SCAN_HEAD, rows=[_scan_row(row) for row in rows])),
    )
    for end in ends[1:-1]:
        charts.upright(figure, float(end), dash="dot", line=dict(width=1))
    for place in range(1, len(PANELS)):
        charts.level(figure, PANEL * place - 0.3, line=dict(width=1))
    return figure


def _height(measure: str, direction: str) -> float:
    return round(PANEL * PANELS.index(measure) + STEPS[direction], 2)


def _side_by_side(time: str, many: int) -> list[float]:
    """Return where the dots of a cell stand, around the middle of their column, as far apart as there is room."""
    before = sum(width for name, width in list(COLUMNS.items())[: list(COLUMNS).index(time)])
    apart = max(APART, min(1.9, COLUMNS[time] / many))
    middle = before + COLUMNS[time] / 2
    return [round(middle + (i - (many - 1) / 2) * apart, 3) for i in range(many)]


def _sized_apart(rows: list[Row]) -> list[Row]:
    """Return the scans of a cell, those with a printed change far apart: two words need more room than two dots."""
    sized = [row for row in rows if row.value is not None]
    others = [row for row in rows if row.value is None]
    first, between, last = others[:1], others[1:-1], others[1:][-1:]  # no word at the end of the column either
    return [*first, *sized[: len(sized) // 2], *between, *sized[len(sized) // 2 :], *last]


def _diameter(row: Row) -> float:
    return round(3.3 * np.sqrt(row.n), 1) if row.n else 10.0


def _scan_row(row: Row) -> list[str]:
    who = " and ".join(_who(row))
    change = f" by {_size(row).lstrip('+−')}" if row.value is not None else ""
    return [row.study, row.arm, row.when, who, f"{WORDS[row.direction]}{change}", f"{row.n or 'not seen'}"]


def _count(rows: list[Row], measure: str) -> Readout:
    """Count how many scans changed as the usual account expects, during the infusion and later."""
    name, change, words = {
        "Glutamate": ("Glutamate or glutamine", "increase", "A rise"),
        "GABA": ("GABA", "increase", "A rise"),
        "mGluR5": ("mGluR5 binding", "decrease", "A fall (read as more glutamate, indirectly)"),
    }[measure]
    parts = []
    for when, some in (
        ("during the infusion", [r for r in rows if r.when == DURING]),
        ("three hours or more after it began", [r for r in rows if r.when != DURING]),
    ):
        if some:
            found = sum(row.direction == change for row in some)
            parts.append(f"{found} of {len(some)} {'scan' if len(some) == 1 else 'scans'} {when}")
    return Readout(name, f"{words} in {' and '.join(parts)}.")


def _who(row: Row) -> tuple[str, ...]:
    return tuple(word for word in ("healthy", "patients") if word in row.outcome)


def _time(row: Row) -> str:
    return "during" if row.when == DURING else f"{row.hours:.0f} h"


def _size(row: Row) -> str:
    """Return the printed change; of the one scan with S-ketamine, which drug it was; or else nothing."""
    if row.value is None:
        return "S-ket." if row.id == WITH_S_KETAMINE else ""
    sign = "−" if row.direction == "decrease" else "+"
    return f"{sign}{row.value:.3g} %"


# --- rival accounts ----------------------------------------------------------------------------

#: name: rows for, rows against
HYPOTHESES = {
    "Disinhibition": (("GA01", "GL702", "GA05", "GA07", "GL715", "GL716", "GL05"), ("GA06", "GL717", "GL706", "GL10")),
    "Direct inhibition": (("GA11", "GA06", "NM1002", "NM1000", "NM1003"), ("GA05", "NM26", "X114", "NM1006")),
    "Lateral habenula": (("GA12",), ("GA14",)),
    "HNK metabolite": (("GA15",), ("GA16", "GA17", "GA18")),
    "Opioid system": (("OP15", "OP06", "OP10"), ("OP703", "OP12", "OP13")),
    "Expectancy": (("C096",), ("C248", "C543")),
}
#: What a row means here where its outcome alone does not say it.
MEANING = {
    "GA01": "interneurons slow down first, then most pyramidal cells speed up (after MK-801, not ketamine)",
    "GL702": "at 1 µM inhibition of pyramidal cells falls and their excitation rises",
    "GL05": (
        "glutamine made from labelled glutamate rises by {value:g} %: more glutamate passes between cells, though not"
        " from where"
    ),
    "GL10": "GABA rises by {value:g} %, where a plain loss of GABA would make it fall",
    "GL706": "no change of glutamate or glutamine during the infusion",
    "NM26": "memantine, another NMDA blocker, did no more than placebo",
    "X114": "lanicemine, another NMDA blocker, did no more than placebo",
    "NM1006": "esmethadone, another NMDA blocker, missed its main measure (MADRS {value:g} points against placebo)",
    "NM1000": (
        "dextromethorphan, another NMDA blocker, does better than placebo (MADRS {value:g} points, {low:g} to "
        "{high:g}), but with bupropion, an antidepressant"
    ),
    "NM1003": (
        "nitrous oxide, another NMDA blocker, does better than placebo after a day (SMD {value:g}, {low:g} to {high:g})"
    ),
    "GA17": "more of the metabolite in plasma, less improvement at 24 h (r = {value:g})",
    "OP10": "naltrexone weakens the effect on mood at day 1 (p = {value:g})",
    "OP12": "{value:g} of {n} people respond although naltrexone blocks their opioid receptors",
    "C096": (
        "under anaesthesia people could hardly tell what they got, and the gap to saline is unclear: {value:g} points"
        " ({low:g} to {high:g})"
    ),
    "C248": "pooled, ketamine beats midazolam, which people also feel (SMD {value:g}, {low:g} to {high:g})",
    "C543": "ketamine beats midazolam by {value:g} points ({low:g} to {high:g})",
}
FROM = {
    "All": ("human", "mouse", "rat", "in vitro"),
    "People": ("human",),
    "Animals and cells": ("mouse", "rat", "in vitro"),
}


def finding(row: Row) -> str:
    """'Homayoun 2007 (rat): Interneurons slow down first, ...'"""
    return f"{found_by(row)}: {found(row)}"


def found_by(row: Row) -> str:
    """Say who found it, and in whom: 'Abdallah 2018 (people, n = 21)'."""
    number = f", n = {row.n}" if row.species == "human" and row.n else ""
    studied = {"human": "people"}.get(row.species, "rodents" if "which kind was not seen" in row.note else row.species)
    return f"{row.study} ({studied}{number})"


def found(row: Row) -> str:
    """Say what a row found, as a sentence without its stop."""
    said = MEANING.get(row.id, row.outcome).format(value=row.value, low=row.low, high=row.high, n=row.n)
    return minus(said[0].upper() + said[1:])
