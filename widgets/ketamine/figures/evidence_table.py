"""Every row of the evidence as one table that a reader can search, filter and sort."""

from __future__ import annotations

from coursework.records import Link, Records
from explorers.table import number
from ketamine import evidence

HEAD = ("Id", "Study", "Arm", "Compared with", "Outcome", "When", "Figure", "n", "Species", "Design", "Source", "Note")
KINDS = {"CI95": "95 % CI", "CI90": "90 % CI", "range": "range", "IQR": "interquartile range", "SD": "SD", "SE": "SE"}


def all_rows() -> Records:
    """The evidence tables, in their files' order, each row with a link to its source."""
    rows = [row for name in evidence.names() for row in evidence.table(name).values()]
    return Records(
        HEAD,
        [
            [
                row.id,
                row.study,
                row.arm,
                row.comparator,
                row.outcome,
                row.when,
                figure(row),
                "" if row.n is None else str(row.n),
                row.species,
                row.design,
                Link(row.citation, f"references.html#cite-{row.citation}"),
                row.note,
            ]
            for row in rows
        ],
        name="evidence",
        caption="Every published figure that this course draws or computes with. Uncertainty is as published: SD, SE and CI are different things.",
        filters=("Species", "Study"),
    )


def figure(row: evidence.Row) -> str:
    """The published value with unit and uncertainty: '−4 points (95 % CI −7.31 to −0.64)'."""
    if row.unit == "statement":
        return "in words"
    kind = KINDS.get(row.uncertainty, "")
    if row.low is not None:
        spread = f"{kind} {number(row.low)} to {number(row.high)}"
    elif row.spread is not None:
        spread = f"{kind} {number(row.spread)}"
    else:
        return f"{number(row.value)} {row.unit}"
    return (
        f"{number(row.value)} {row.unit} ({spread})"
        if row.value is not None
        else f"{number(row.low)} to {number(row.high)} {row.unit}"
    )
