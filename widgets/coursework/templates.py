"""Questions with fresh numbers: every combination is worked out and checked at build, and one is drawn on the page.

A question of kind 'number' may have ``draw: {a: [60, 64], b: [40, 45]}``. Then ``answer``, ``tolerance`` and the
``value`` of a trap may be formulas of these names, such as ``ceil(100 / (a - b))``, and every text may hold ``{a}``
or ``{answer}``.
"""

from __future__ import annotations

import ast
import itertools
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MOST = 60  # combinations of one question: they all stand in the page
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {"ceil": math.ceil, "round": round, "abs": abs, "max": max, "min": min}
PLACE = re.compile(r"\{(\w+)\}")


class TemplateError(ValueError):
    """A template that cannot be drawn from; the message says why in a sentence."""


@dataclass(frozen=True)
class Draw:
    """One combination: the numbers by name, 'answer' among them, the tolerance, and the values of the traps."""

    numbers: Mapping[str, float]
    tolerance: float
    traps: tuple[float, ...] = ()

    @property
    def answer(self) -> float:
        """The right answer."""
        return self.numbers["answer"]


def worked_out(formula: str | float, numbers: Mapping[str, float]) -> float:
    """Return what a formula comes to. Raises TemplateError where it comes to nothing or says what it may not."""
    try:
        value = _value(ast.parse(str(formula), mode="eval").body, numbers)
    except ZeroDivisionError:
        value = math.nan
    except SyntaxError:
        raise TemplateError(f"{formula!r} is no formula; write one such as ceil(100 / (a - b))") from None
    if not math.isfinite(value):
        raise TemplateError(f"{formula!r} has no value with {_said(numbers)}")
    return round(value, 9)


def _value(node: ast.expr, numbers: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.Name) and node.id in numbers:
        return float(numbers[node.id])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, numbers)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return float(_OPERATORS[type(node.op)](_value(node.left, numbers), _value(node.right, numbers)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
        return float(_FUNCTIONS[node.func.id](*(_value(part, numbers) for part in node.args)))
    raise TemplateError(
        f"{ast.unparse(node)!r} may not stand in a formula; it may hold numbers, {', '.join(numbers)}, + - * / ** and"
        f" {', '.join(_FUNCTIONS)}"
    )


def drawn(
    ranges: Mapping[str, list[float]], answer: str | float, tolerance: str | float, traps: list[str | float]
) -> list[Draw]:
    """Return every combination, worked out. Raises TemplateError that names the first impossible one.

    Impossible is an answer that is not above 0, a tolerance below 0, or a trap within the tolerance of the answer.
    """
    combinations = list(itertools.product(*ranges.values()))
    if not 2 <= len(combinations) <= MOST:
        raise TemplateError(f"draw has {len(combinations)} combinations; it must have 2 to {MOST}")
    found = []
    for values in combinations:
        numbers = dict(zip(ranges, map(float, values)))
        numbers["answer"] = worked_out(answer, numbers)
        within = worked_out(tolerance, numbers)
        slips = tuple(worked_out(trap, numbers) for trap in traps)
        if numbers["answer"] <= 0:
            raise TemplateError(f"the answer is {numbers['answer']:g} with {_said(numbers)}; it must be above 0")
        if within < 0:
            raise TemplateError(f"tolerance is below 0 with {_said(numbers)}")
        if any(abs(slip - numbers["answer"]) <= within for slip in slips):
            raise TemplateError(f"a trap lies within the tolerance of the answer with {_said(numbers)}")
        found.append(Draw(numbers, within, slips))
    return found


def filled(text: str, numbers: Mapping[str, float]) -> str:
    """Return a text with its numbers in it."""
    return PLACE.sub(lambda place: shown(numbers[place[1]]) if place[1] in numbers else place[0], text)


def unknown(text: str, names: Mapping[str, object]) -> list[str]:
    """Return the names in a text that stand for no number."""
    return [name for name in PLACE.findall(text) if name not in names and name != "answer"]


def shown(value: float) -> str:
    """Return a number as a page writes it: '−0.5' with a real minus sign, and of a long one three figures."""
    text = f"{value:.6g}"
    return (text if len(text.partition(".")[2]) <= 2 else f"{value:.3g}").replace("-", "−")


def _said(numbers: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in numbers.items() if name != "answer")
