"""What regulators and health services decided, and where to call for help: tables of evidence rows."""

from __future__ import annotations

from coursework.records import Link, Records, linked
from ketamine import evidence
from ketamine.figures.evidence_table import EVIDENCE

HELP = "help line"


def rules() -> Records:
    """Decisions on ketamine and esketamine by country, each with its date and source."""
    rows = sorted(
        (row for row in evidence.table("regulation").values() if row.design != HELP), key=lambda row: row.study
    )
    ids = {id_ for name in evidence.names() for id_ in evidence.table(name)}
    return Records(
        ("Country", "Medicine", "What was decided or said", "When", "Kind", "Seen", "Source"),
        [
            [row.study, row.arm, row.outcome, row.when, row.design, linked(row.note, ids, EVIDENCE), _source(row)]
            for row in rows
        ],
        name="rules",
        caption=(
            "What was decided on ketamine and on esketamine. Only decisions that were read somewhere stand here; other"
            " countries have rules too."
        ),
        filters=("Country", "Medicine"),
    )


def help_lines() -> Records:
    """Lines to call or text in a crisis, by country."""
    rows = [row for name in evidence.names() for row in evidence.table(name).values() if row.design == HELP]
    return Records(
        ("Where", "Line", "Seen", "Source"),
        [
            [
                row.study,
                row.outcome if row.study != "European Union" else f"emergency: {row.outcome}",
                row.note,
                _source(row),
            ]
            for row in rows
        ],
        name="help-lines",
        caption=(
            "Help lines, with the place where each number was read. Numbers change: check those of your country before"
            " you hand them on."
        ),
    )


def _source(row: evidence.Row) -> Link:
    return Link(row.citation, f"references.html#cite-{row.citation}")
