"""Arithmetic on relapse, intervals and half-lives: pure functions, no data of their own.

Everything here is calculated; the page says so wherever it shows a result. Limits: the interval
of a difference takes the shares as plain proportions (it knows nothing of when people relapsed or
left the study), and the interval of a larger study assumes that it would find the same effect
with the same spread.
"""

from __future__ import annotations

import math

Z95 = 1.959964  # standard normal deviate of a two-sided 95 % interval


def share_left(half_lives: float) -> float:
    """Return the share of a drug still in the blood after so many half-lives: 0.5 ** half_lives."""
    return 0.5**half_lives


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion (0 to 1) among n people, by Wilson's method."""
    centre = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * math.sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2))
    return centre - half, centre + half


def difference(share: float, n: int, other: float, n_other: int) -> tuple[float, float, float]:
    """other - share (proportions) with its 95 % interval, by Newcombe's hybrid of Wilson intervals."""
    low, high = wilson(share, n)
    low_other, high_other = wilson(other, n_other)
    gap = other - share
    return (
        gap,
        gap - math.sqrt((other - low_other) ** 2 + (high - share) ** 2),
        gap + math.sqrt((high_other - other) ** 2 + (share - low) ** 2),
    )


def number_needed(gap: float) -> int:
    """Return how many must be treated to spare one of them the event, from a difference of proportions.

    Rounded up, as is usual. Raises ValueError when the difference is not above zero.
    """
    if gap <= 0:
        raise ValueError(f"the difference is {gap}; a number needed to treat needs one above zero")
    return math.ceil(1 / gap - 1e-9)


def with_more_people(value: float, low: float, high: float, times: float) -> tuple[float, float]:
    """Return the interval of a study ``times`` as large that found the same value: width / sqrt(times)."""
    return value - (value - low) / math.sqrt(times), value + (high - value) / math.sqrt(times)


def people_to_exclude_zero(value: float, low: float, n: int) -> int:
    """Return how many people a study with the same value would need for its lower bound to reach zero.

    value: effect above zero; low: lower bound of its interval with n people.
    """
    return math.ceil(n * ((value - low) / value) ** 2)
