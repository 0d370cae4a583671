"""What the columns of downloads/evidence.csv hold, for programs: a Data Package (https://specs.frictionlessdata.io).

Written beside the table as ``datapackage.json``, so that whoever opens the folder with pandas, R or frictionless
has the types, the units that may occur, and the licence.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..course import Course
from ..evidence import COLUMNS, DIRECTION, DIRECTIONS, UNCERTAINTY

NAME = "datapackage.json"
HEAD = ("table", *COLUMNS, DIRECTION, "source", "address")
#: Type and meaning of each column of evidence.csv.
FIELDS: dict[str, tuple[str, str]] = {
    "table": ("string", "The evidence table that the row stands in, roughly one for each chapter."),
    "id": ("string", "Identifies the row on the pages, in readouts and in addresses (evidence-table.html#C027)."),
    "study": ("string", "Study, review or label, in words."),
    "arm": ("string", "Who was treated with what."),
    "comparator": ("string", "With what the arm is compared; 'none' where the row is of one arm alone."),
    "outcome": ("string", "What was measured, and how a binary outcome is defined."),
    "when": ("string", "Time of measurement, as published."),
    "hours": ("number", "The same in hours, for an axis, where it can be said."),
    "value": ("number", "The published number, in `unit`. Empty where only bounds or words were published."),
    "unit": ("string", "Unit of `value`, `spread`, `low` and `high`; 'statement' for a finding in words."),
    "uncertainty": ("string", "What `spread`, or `low` and `high`, are."),
    "spread": ("number", "SD or SE, in `unit`."),
    "low": ("number", "Lower published bound, in `unit`."),
    "high": ("number", "Upper published bound, in `unit`."),
    "n": ("integer", "People, animals or trials over whom the value holds, where published."),
    "species": ("string", "Who or what was studied."),
    "design": ("string", "Design of the study, in words."),
    "citation": ("string", "Key of the source in book/references.bib."),
    "note": ("string", "Where it was read, what to keep in mind, how a calculated value was calculated."),
    "direction": ("string", "Which way the outcome went, where the table says so."),
    "source": ("string", "The source in words."),
    "address": ("string", "DOI or other address of the source, where it has one."),
}


def describe_table(course: Course) -> dict[str, Any]:
    """Return the Data Package of the joined evidence table."""
    tables = course.evidence
    allowed: dict[str, list[str]] = {
        "unit": sorted(tables.units),
        "uncertainty": sorted(UNCERTAINTY),
        "species": sorted(tables.species),
        "direction": list(DIRECTIONS),
        "table": tables.names(),
    }
    fields = []
    for name in HEAD:
        kind, meaning = FIELDS[name]
        constraints: dict[str, Any] = {"required": True, "unique": True} if name == "id" else {}
        if name in allowed:
            constraints["enum"] = allowed[name]
        field = {"name": name, "type": kind, "description": meaning}
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    return {
        "profile": "tabular-data-package",
        "name": course.slug,
        "title": f"Evidence of the course: {course.title}",
        "version": course.version,
        "licenses": [{"title": course.licence, "path": course.licence}] if course.licence else [],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "evidence",
                "path": "evidence.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "primaryKey": "id", "missingValues": [""]},
            }
        ],
    }


def write(folder: Path, course: Course) -> None:
    """Write datapackage.json into the folder of evidence.csv."""
    text = json.dumps(describe_table(course), ensure_ascii=False, indent=1)
    folder.joinpath(NAME).write_text(f"{text}\n", encoding="utf-8")
