"""The article's claims on one map, and once more as a ledger."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go

from coursework.records import Link, Records, linked
from explorers import charts
from explorers.charts import Look, Mark
from explorers.readout import Readout
from ketamine import claims, evidence
from ketamine.claims import Claim

#: columns of the map, best first: strength -> words on the axis
COLUMNS = {
    "high": "High",
    "moderate": "Mod-<br>erate",
    "low": "Low",
    "very low": "Very<br>low",
    "not tested in people": "Not<br>tested",
}
#: rows of the map for each view: axis title and the rows' names, from the top
VIEWS = {
    "species": ("Main support from", ("people", "both", "rodents", "cells")),
    "kind": ("What the claim is about", ("mechanism", "outcome", "harm")),
    "people": ("People in the main study", ("1,000<br>or more", "100 to<br>999", "under<br>100", "none<br>known")),
}
LOOKS = {
    "mechanism": Look("Mechanism", charts.TEAL),
    "outcome": Look("Outcome", charts.AMBER, "square"),
    "harm": Look("Harm", charts.RED, "diamond"),
}
SIDE_BY_SIDE = 2  # marks in a cell of the map before a new line begins; more would not fit a phone
EVERY = "all"
EVIDENCE = "../evidence-table.html"  # from the ledger's page

#: chapters by file name, as a reader finds them in the menu of the map
CHAPTERS = {
    "how-ketamine-affects-the-brain": "How it affects the brain",
    "the-role-of-glutamate": "Glutamate",
    "how-ketamine-helps-with-mental-health": "Mental health",
    "depression-and-anxiety-relief": "Depression and anxiety",
    "suicidal-thoughts": "Suicidal thoughts",
    "chronic-pain": "Chronic pain",
    "neuroplasticity": "Neuroplasticity",
    "rewiring-brain-circuits": "Rewiring circuits",
    "bdnf": "BDNF",
    "default-mode-network": "Default mode network",
    "long-term-effects": "Long-term effects",
    "how-long-do-the-effects-last": "How long effects last",
    "key-takeaways": "Key takeaways",
}


def claim_map(chapter: str = EVERY, rows: str = "species") -> tuple[go.Figure, list[Readout]]:
    """Draw every claim as a numbered mark: strength across, ``rows`` ('species', 'kind', 'people') down.

    chapter: file name of a chapter, or 'all'. Claims of other chapters stay as faint dots.
    """
    title, names = VIEWS[rows]
    places, lines = _places(claims.table(), _row_of(rows), names)
    chosen = [claim for claim in claims.table() if chapter in (EVERY, claim.chapter)]
    figure = charts.blank("Strength of the evidence", title, height=130 + 26 * sum(lines))
    charts.lay_out(figure, legend=dict(font=dict(size=12)), margin=dict(l=8, t=40))
    others = Look("Other chapters", charts.faded(charts.GREY, 0.45))
    faint = [Mark(places[claim.id][1], places[claim.id][0]) for claim in claims.table() if claim not in chosen]
    charts.intervals(figure, others, faint, size=7, hovertext=None, hoverinfo="skip", showlegend=False)
    for kind, look in LOOKS.items():
        of_kind = [claim for claim in chosen if claim.kind == kind]
        charts.intervals(
            figure,
            look,
            [Mark(places[claim.id][1], places[claim.id][0], note=_note(claim)) for claim in of_kind],
            size=18,
            mode="markers+text",
            marker=dict(color=charts.faded(look.colour), line=dict(color=look.colour, width=2)),
            text=[str(claim.number) for claim in of_kind],
            textfont=dict(size=12),
            showlegend=True,
        )
    _axes(figure, names, lines)
    return figure, _whole_article() if chapter == EVERY else [_in_words(claim) for claim in chosen]


def counts() -> dict[str, dict[str, int]]:
    """Draw how many claims there are: by strength, mechanisms by species, outcomes by number of people."""
    table = claims.table()
    sizes, people, species = VIEWS["people"][1], _row_of("people"), _row_of("species")
    return {
        "strength": {name: sum(c.strength == name for c in table) for name in claims.STRENGTHS},
        "mechanisms": {
            name: sum(c.kind == "mechanism" and species(c) == name for c in table) for name in VIEWS["species"][1]
        },
        "outcomes": {
            name.replace("<br>", " "): sum(c.kind == "outcome" and people(c) == name for c in table) for name in sizes
        },
    }


def ledger() -> Records:
    """List every claim with what speaks for and against it, to search, filter and sort."""
    head = (
        "Claim",
        "Strength",
        "Verdict",
        "Supports",
        "Contradicts",
        "Chapter",
        "About",
        "Main support from",
        "People",
    )
    return Records(
        head,
        [
            [
                f"{c.number}. {c.claim}",
                graded(c),
                c.verdict,
                linked(sources(c.supports), c.supports, EVIDENCE),
                linked(sources(c.contradicts), c.contradicts, EVIDENCE),
                Link(CHAPTERS[c.chapter], f"{c.chapter}.html"),
                c.kind,
                _row_of("species")(c),
                "" if c.people is None else str(c.people),
            ]
            for c in claims.table()
        ],
        name="ledger",
        caption="The article's claims, in our words. A is the best grade, E the least.",
        filters=("Strength", "Chapter", "About", "Main support from"),
    )


def graded(claim: Claim) -> str:
    """Return the strength with a letter that sorts: 'C low'."""
    return f"{'ABCDE'[list(claims.STRENGTHS).index(claim.strength)]} {claim.strength}"


def sources(ids: tuple[str, ...]) -> str:
    """'Witt 2020 (C195, C196); Wilkinson 2018 (C178)'."""
    studies: dict[str, list[str]] = {}
    for row_id in ids:
        studies.setdefault(evidence.row(row_id).study, []).append(row_id)
    return "; ".join(f"{study} ({', '.join(found)})" for study, found in studies.items()) or "nothing found"


def _row_of(rows: str) -> Callable[[Claim], str]:
    """Which row of the map a claim stands in."""
    if rows == "species":
        return lambda claim: "cells" if claim.species == "in vitro" else claim.species
    if rows == "kind":
        return lambda claim: claim.kind
    many, hundreds, few, unknown = VIEWS["people"][1]
    return lambda claim: (
        unknown if claim.people is None else many if claim.people >= 1000 else hundreds if claim.people >= 100 else few
    )


def _places(
    table: tuple[Claim, ...], row: Callable[[Claim], str], names: tuple[str, ...]
) -> tuple[dict[str, tuple[str, str]], list[int]]:
    """Return where each claim stands, as categories of the axes, and the lines that each row needs.

    Categories differ by spaces at their end: 'Low' and 'Low ' stand side by side, and the table reads 'Low' for both.
    """
    cells: dict[tuple[str, str], int] = {}
    places = {}
    for claim in table:
        cell = claim.strength, row(claim)
        k = cells[cell] = cells.get(cell, -1) + 1
        places[claim.id] = _slot(COLUMNS[cell[0]], k % SIDE_BY_SIDE), _slot(cell[1], k // SIDE_BY_SIDE)
    lines = [
        max((last // SIDE_BY_SIDE + 1 for (_, name), last in cells.items() if name == wanted), default=1)
        for wanted in names
    ]
    return places, lines


def _slot(name: str, k: int) -> str:
    return name.replace("-<br>", "").replace("<br>", " ") + " " * k


def _axes(figure: go.Figure, names: tuple[str, ...], lines: list[int]) -> None:
    """Name the rows and columns in the middle of their slots, and rule a line between them."""
    across, down = [SIDE_BY_SIDE] * len(COLUMNS), lines
    charts.lay_out(
        figure,
        xaxis=charts.columns(
            (_slot(column, k) for column in COLUMNS.values() for k in range(SIDE_BY_SIDE)),
            tickvals=_middles(across),
            ticktext=list(COLUMNS.values()),
            tickfont=dict(size=12),
            showgrid=False,
            zeroline=False,
        ),
        yaxis=charts.names(
            (_slot(name, k) for name, count in zip(names, down) for k in range(count)),
            tickvals=_middles(down),
            ticktext=list(names),
            showgrid=False,
            zeroline=False,
        ),
    )
    faint = charts.GREY
    for x in _edges(across):
        charts.upright(figure, x, faint, xref="x", line=dict(width=1), layer="below")
    for y in _edges(down):
        charts.level(figure, y, faint, yref="y", line=dict(width=1), layer="below")


def _edges(sizes: list[int]) -> list[float]:
    return [sum(sizes[:i]) - 0.5 for i in range(1, len(sizes))]


def _middles(sizes: list[int]) -> list[float]:
    return [sum(sizes[:i]) + (size - 1) / 2 for i, size in enumerate(sizes)]


def _note(claim: Claim) -> str:
    """Say what a pointer and the table show of a claim."""
    people = "" if claim.people is None else f" Main study: {claim.people:,} people."
    return f"{claim.number}. {claim.claim} Verdict: {claim.verdict}{people}"


def _in_words(claim: Claim) -> Readout:
    return Readout(f"{claim.number} {claim.label}", f"{claim.strength.capitalize()}. {claim.verdict}")


def _whole_article() -> list[Readout]:
    found = counts()

    def listed(numbers: dict[str, int], words: str = "{count} {name}") -> str:
        return ", ".join(words.format(count=count, name=name) for name, count in numbers.items() if count)

    return [
        Readout("Claims", len(claims.table())),
        Readout("By strength", f"{listed(found['strength'])}{'' if found['strength']['high'] else '; none high'}"),
        Readout("Mechanisms, by what they rest on", listed(found["mechanisms"], "{name} ({count})")),
        Readout("Outcomes, by people in the main study", listed(found["outcomes"], "{name} ({count})")),
    ]
