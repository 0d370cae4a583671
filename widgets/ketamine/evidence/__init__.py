"""The published numbers of this course: ``row("C027")``, ``table("onset")``."""

from pathlib import Path

from coursework.evidence import Estimate, EvidenceError, Interval, Number, Row, Statement, Tables

UNITS = frozenset(
    {
        # concentrations, doses, constants
        "ng/mL",
        "uM",
        "mM",
        "pKi",
        "mg",
        "mg/kg",
        "mg/h",
        "mg/h/70kg",
        "g/mol",
        "mV",
        "1/mV",
        # pharmacokinetics
        "L",
        "L/kg",
        "L/70kg",
        "L/h",
        "L/min",
        "mL/min",
        "L/h/70kg",
        "1/min",
        "1/h",
        "ng*h/mL",
        # time
        "s",
        "min",
        "h",
        "days",
        "weeks",
        "months",
        "years",
        # outcomes and effects
        "points",
        "%",
        "percentage points",
        "fraction",
        "SMD",
        "d",
        "g",
        "r",
        "beta",
        "OR",
        "RR",
        "HR",
        "NNT",
        "p",
        "patients",
        "participants",
        "infusions",
        "trials",
        "count",
        "mmHg",
        "beats/min",
        "mm",
        "g/day",
        "cases per 1000",
        "per 100000",
        "% per 14 days",
        "% per day",
        "ratio",
        # a finding published in words only: no value
        "statement",
    }
)
SPECIES = frozenset({"human", "mouse", "rat", "in vitro", "non-human primate", "chemical"})

tables = Tables(Path(__file__).parent, UNITS, SPECIES)
row, table, names, faults = tables.row, tables.table, tables.names, tables.faults
number, estimate, interval = tables.number, tables.estimate, tables.interval

__all__ = [
    "Estimate",
    "EvidenceError",
    "Interval",
    "Number",
    "Row",
    "Statement",
    "estimate",
    "faults",
    "interval",
    "names",
    "number",
    "row",
    "table",
    "tables",
]
