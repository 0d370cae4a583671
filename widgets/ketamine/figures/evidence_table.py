"""Every row of the evidence, and every trial and review behind it, as tables to search, filter and sort."""

from __future__ import annotations

from coursework.describe import figure
from coursework.records import Cell, Link, Records, linked
from explorers.words import minus
from ketamine import evidence, sources

EVIDENCE = "evidence-table.html"
HEAD = (
    "Id",
    "Study",
    "Arm",
    "Compared with",
    "Outcome",
    "When",
    "Figure",
    "n",
    "Species",
    "Design",
    "Source",
    "Read as",
    "Note",
)
SOURCES_HEAD = (
    "Work",
    "Kind",
    "Primary outcome",
    "Rows that hold it",
    "What is not drawn, and why",
    "Analysed",
    "Deaths and harms, as printed",
    "Certainty",
    "Read as",
    "Where it was read",
    "On",
)


def all_rows() -> Records:
    """Return the evidence tables, in their files' order, each row with a link to its source and to what was read."""
    rows = [row for name in evidence.names() for row in evidence.table(name).values()]
    ids = {row.id for row in rows}
    return Records(
        HEAD,
        [
            [
                row.id,
                row.study,
                row.arm,
                row.comparator,
                linked(row.outcome, ids - {row.id}),
                row.when,
                linked(figure(row), ids - {row.id}) or "in words",
                "" if row.n is None else str(row.n),
                row.species,
                row.design,
                _work(row.citation),
                _read(row.citation),
                linked(minus(row.note), ids - {row.id}),
            ]
            for row in rows
        ],
        name="evidence",
        caption=(
            "Every published figure that this course draws or computes with. Uncertainty is as published: SD, SE and CI"
            " are different things."
        ),
        filters=("Species", "Study"),
        key="Id",
    )


def all_sources() -> Records:
    """Return every randomised trial and review that is cited, with what of it is drawn and how much of it was read."""
    ids = {id_ for name in evidence.names() for id_ in evidence.table(name)}
    return Records(
        SOURCES_HEAD,
        [
            [
                _work(source.key),
                source.kind,
                source.primary_outcome or "none named in what was read",
                linked(" ".join(source.primary_row), ids, EVIDENCE),
                linked(minus(source.not_drawn), ids, EVIDENCE),
                "" if source.analysed is None else str(source.analysed),
                minus(source.deaths_and_harms),
                linked(source.certainty, ids, EVIDENCE),
                _read(source.key),
                linked(source.read_where, ids, EVIDENCE),
                source.read_on.isoformat(),
            ]
            for source in sources.table().values()
        ],
        name="sources",
        caption=(
            "Every randomised trial and review that this course cites: what it set out to show, what of it stands in"
            " the evidence table, and how much of it we have read."
        ),
        filters=("Kind", "Read as"),
        key="Work",
    )


def _work(key: str) -> Link:
    return Link(key, f"references.html#cite-{key}")


def _read(key: str) -> Cell:
    """How much of a trial or review was read, with its address; '' for any other kind of source."""
    source = sources.table().get(key)
    return Link(source.read, source.url) if source else ""
