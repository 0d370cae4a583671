"""Every row of the evidence as one table that a reader can search, filter and sort."""

from __future__ import annotations

from coursework.describe import figure
from coursework.records import Link, Records
from explorers.words import minus
from ketamine import evidence

HEAD = ("Id", "Study", "Arm", "Compared with", "Outcome", "When", "Figure", "n", "Species", "Design", "Source", "Note")


def all_rows() -> Records:
    """Return the evidence tables, in their files' order, each row with a link to its source."""
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
                figure(row) or "in words",
                "" if row.n is None else str(row.n),
                row.species,
                row.design,
                Link(row.citation, f"references.html#cite-{row.citation}"),
                minus(row.note),
            ]
            for row in rows
        ],
        name="evidence",
        caption=(
            "Every published figure that this course draws or computes with. Uncertainty is as published: SD, SE and CI"
            " are different things."
        ),
        filters=("Species", "Study"),
    )
