"""Say what an evidence row is: one way for hover labels, tables and sentences.

'Lee 2023: green tea, against hot water; alertness, day 1: −5.8 points (95 % CI −13.3 to 1.6); n = 40; randomised'
knows the shape of a row and nothing of its subject.
"""

from __future__ import annotations

from explorers.words import minus, number

from .evidence import Row

KINDS = {"CI95": "95 % CI", "CI90": "90 % CI", "SD": "SD", "SE": "SE", "range": "range", "IQR": "quartiles"}
#: Units that stand before their number.
BEFORE = {
    "SMD": "SMD ",
    "d": "d ",
    "g": "g ",
    "r": "r = ",
    "beta": "β ",
    "p": "p = ",
    "OR": "odds ratio ",
    "RR": "risk ratio ",
    "HR": "hazard ratio ",
    "NNT": "NNT ",
    "ratio": "ratio ",
    "pKi": "pKi ",
}
#: Units written otherwise than in the tables.
SPELLED = {"uM": "µM", "count": "", "fraction": "", "participants": "people", "ng*h/mL": "ng·h/mL"}
#: Units of an effect: a reader asks for its interval, so its absence is said.
EFFECTS = frozenset({"points", "SMD", "d", "g", "OR", "RR", "HR", "beta", "percentage points"})


def describe(row: Row, *, note: bool = True) -> str:
    """Say everything a reader needs to judge the row: study, arms, outcome, figure, n, design and note.

    note: without it the row's remark stays out, where a figure has many marks.
    """
    arms = ", ".join(part for part in (row.arm, against(row)) if part)
    parts = [
        arms,
        result(row),
        people(row),
        row.design,
        "" if row.species == "human" or row.design.startswith(row.species) else row.species,
    ]
    remark = sentence(row.note) if note and row.note else ""
    return minus(f"{row.study}: {'; '.join(part for part in parts if part)}.{' ' * bool(remark)}{remark}")


def finding(row: Row) -> str:
    """Say what was measured and when: 'alertness, mean difference, day 28'."""
    return f"{row.outcome}, {row.when}" if row.when and row.when not in row.outcome else row.outcome


def figure(row: Row) -> str:
    """Say the published figure with its unit and uncertainty: '−4 points (95 % CI −7.31 to −0.64)';
    '' of a statement.
    """
    spread = uncertainty(row)
    if row.value is None:
        return (
            ""
            if row.low is None or row.high is None
            else f"{with_unit(row.low, row, row.high)} ({KINDS[row.uncertainty]})"
        )
    value = with_unit(row.value, row)
    if not spread and row.unit in EFFECTS:
        spread = "no interval given"
    return f"{value} ({spread})" if spread else value


def uncertainty(row: Row) -> str:
    """Say the published uncertainty: '95 % CI −7.3 to −0.6', 'SE 2.8'; '' where there is none."""
    kind = KINDS.get(row.uncertainty)
    if kind is None:
        return ""
    if row.spread is not None:
        return f"{kind} {number(row.spread)}"
    return "" if row.low is None or row.high is None else f"{kind} {number(row.low)} to {number(row.high)}"


def with_unit(value: float, row: Row, high: float | None = None) -> str:
    """Write a number, or two as a range, with the row's unit: '8 of 23 people', 'odds ratio 2.1', '56 to 84 mg'."""
    said = number(value) if high is None else f"{number(value)} to {number(high)}"
    if row.unit == "patients":
        return f"{said} of {row.n:,} people" if row.n and value < row.n else f"{said} people"
    if row.unit in BEFORE:
        return BEFORE[row.unit] + said
    return f"{said} {SPELLED.get(row.unit, row.unit)}".strip()


def against(row: Row) -> str:
    """Say what the arm was compared with: 'against midazolam'; '' where it was compared with nothing."""
    return f"against {row.comparator}" if row.comparator not in {"", "none"} else ""


def people(row: Row) -> str:
    """Say how many were studied: 'n = 1,119'; '' where the source seen does not say."""
    return f"n = {row.n:,}" if row.n else ""


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop."""
    return f"{text[0].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")


def result(row: Row, *, arm: bool = False) -> str:
    """Say what was found, without who found it: 'alertness, mean difference, day 28:
    −4 points (95 % CI −7.3 to −0.6)'.
    """
    said, given = figure(row), f" ({row.arm})" if arm and row.arm else ""
    return minus(finding(row) + given + (f": {said}" if said else ""))
