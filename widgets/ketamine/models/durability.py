"""Arithmetic on half-lives and on the intervals of larger studies: pure functions, no data of their own.

Everything here is calculated; the page says so wherever it shows a result. Limit: the interval of a
larger study assumes that it would find the same effect with the same spread.
"""

from __future__ import annotations

import math


def share_left(half_lives: float) -> float:
    """Return the share of a drug still in the blood after so many half-lives: 0.5 ** half_lives."""
    return 0.5**half_lives


def with_more_people(value: float, low: float, high: float, times: float) -> tuple[float, float]:
    """Return the interval of a study ``times`` as large that found the same value: width / sqrt(times)."""
    return value - (value - low) / math.sqrt(times), value + (high - value) / math.sqrt(times)


def people_to_exclude_zero(value: float, low: float, n: int) -> int:
    """Return how many people a study with the same value would need for its lower bound to reach zero.

    value: effect above zero; low: lower bound of its interval with n people.
    """
    return math.ceil(n * ((value - low) / value) ** 2)
