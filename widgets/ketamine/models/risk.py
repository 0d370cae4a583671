"""From shares to people: intervals, risk difference, number needed to treat, odds ratio, trial size.

Pure functions of counts (events out of n people), shares (0 to 1) and plain numbers. Equations:
Wilson's score interval (E. B. Wilson 1927); Newcombe's hybrid score interval for a difference of
two independent shares, method 10 (R. G. Newcombe, Stat Med 1998;17:873-890); the number needed to
treat and its interval through infinity (D. G. Altman, BMJ 1998;317:1309-1312).

Limits: the intervals hold for independent people in two separate arms. For a crossover, where the
same people take both, they are approximate; for shares that were adjusted or imputed, use the
interval that the authors printed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri  # of the normal; scipy.stats has them too, for 45 MiB and half a second more


@dataclass(frozen=True)
class Estimate:
    """A value with its interval."""

    value: float
    low: float
    high: float

    @property
    def excludes(self) -> float | None:
        """+1 or -1 if the whole interval lies above or below zero, else None."""
        return 1 if self.low > 0 else -1 if self.high < 0 else None

    def times(self, factor: float) -> Estimate:
        """Return the same in other units: 100 makes per cent of a share; a factor below 0 turns the interval."""
        low, high = sorted((factor * self.low, factor * self.high))
        return Estimate(factor * self.value, low, high)


def z(level: float = 0.95) -> float:
    """Return the normal quantile of a two-sided interval: 1.96 for 0.95."""
    return float(ndtri(0.5 + level / 2))


def from_error(value: float, error: float, level: float = 0.95) -> Estimate:
    """Return a value with the interval that its standard error gives: 1.96 errors to each side for 0.95."""
    half = z(level) * error
    return Estimate(value, value - half, value + half)


def gap(first: Estimate, second: Estimate) -> Estimate:
    """first - second with its interval, from two independent estimates with intervals of the same level."""
    value = first.value - second.value
    half = math.hypot(first.high - first.low, second.high - second.low) / 2
    return Estimate(value, value - half, value + half)


def wilson(events: float, people: float, level: float = 0.95) -> Estimate:
    """Return a share (0 to 1) with Wilson's score interval, which stays inside 0 and 1."""
    _check(events, people)
    share, q = events / people, z(level)
    centre = (share + q**2 / (2 * people)) / (1 + q**2 / people)
    half = q * math.sqrt(share * (1 - share) / people + q**2 / (4 * people**2)) / (1 + q**2 / people)
    return Estimate(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))


def newcombe(events: float, people: float, events0: float, people0: float, level: float = 0.95) -> Estimate:
    """Return the risk difference (treated minus comparator, -1 to 1) with Newcombe's hybrid score interval."""
    treated, comparator = wilson(events, people, level), wilson(events0, people0, level)
    difference = treated.value - comparator.value
    return Estimate(
        difference,
        difference - math.hypot(treated.value - treated.low, comparator.high - comparator.value),
        difference + math.hypot(treated.high - treated.value, comparator.value - comparator.low),
    )


def odds_ratio(events: float, people: float, events0: float, people0: float, level: float = 0.95) -> Estimate | None:
    """Return the crude odds ratio with the logit (Woolf) interval; None where a cell is empty."""
    cells = (events, people - events, events0, people0 - events0)
    if min(cells) <= 0:
        return None
    value = cells[0] * cells[3] / (cells[1] * cells[2])
    return _on_log_scale(value, math.sqrt(sum(1 / cell for cell in cells)), level)


def share_at(base: float, ratio: float) -> float:
    """Return the treated share (0 to 1) that a share ``base`` without treatment and an odds ratio give."""
    return ratio * base / (1 - base + ratio * base)


def count(percent: float, people: int, decimals: int = 1) -> int:
    """Return the whole number of people behind a printed percentage.

    Raises ValueError if no whole number, rounded to ``decimals``, prints as that percentage: the
    share was then adjusted or imputed, or the denominator is another.
    """
    whole = round(percent / 100 * people)
    if abs(100 * whole / people - percent) > 0.5 * 10**-decimals + 1e-9:
        raise ValueError(f"{percent:g} % of {people} is no whole number of people")
    return whole


@dataclass(frozen=True)
class Needed:
    """Number needed to treat, from a risk difference (treated minus comparator, 0 to 1).

    ``value`` > 0: to benefit; < 0: to harm; infinite when the difference is nil. ``text`` writes
    the interval as Altman advised: two numbers when all of it lies on one side of no difference,
    else 'NNT benefit a ... infinity ... NNT harm b'.
    """

    difference: Estimate

    @property
    def value(self) -> float:
        return reciprocal(self.difference.value)

    @property
    def crosses(self) -> bool:
        """Whether the interval reaches from benefit through no difference to harm."""
        return self.difference.low <= 0 <= self.difference.high

    @property
    def text(self) -> str:
        low, value, high = self.difference.low, self.difference.value, self.difference.high
        head = "no finite number (no difference)" if math.isinf(self.value) else whole(value)
        if low == 0 < value:
            return f"{head}{_for(value)} (95 % interval {whole(high)} to ∞)"
        if self.crosses:
            ends = f"benefit {whole(high)} … ∞ … harm {whole(low)}"
            return f"{head}{_for(value)} (95 % interval: {ends})"
        near, far = (high, low) if value > 0 else (low, high)
        return f"{head}{_for(value)} (95 % interval {whole(near)} to {whole(far)})"


def reciprocal(difference: float) -> float:
    """Return 1 / difference, infinite at nil."""
    return math.inf if difference == 0 else 1 / difference


def whole(difference: float) -> str:
    """Return the number needed for a risk difference as a whole number of people, rounded up; '∞' at nil."""
    if difference == 0:
        return "∞"
    return f"{math.ceil(round(abs(1 / difference), 6)):,}"


def pairs(distance: float) -> float:
    """Return in how many of 100 pairs, one person of each group, the one whose group has the higher mean is higher.

    distance: between the means, in standard deviations (d or g). Both groups are taken as normal with one spread
    (McGraw and Wong, Psychol Bull 1992;111:361-365).
    """
    return float(100 * ndtr(distance / math.sqrt(2)))


def trial_size(base: float, treated: float, power: float = 0.8, level: float = 0.95) -> int:
    """Return how many people are needed in EACH of two equal arms to tell the shares ``base`` and ``treated`` apart.

    Normal approximation with unpooled variances, two-sided, no drop-outs:
    n = (z + z_power)^2 (p0 (1 - p0) + p1 (1 - p1)) / (p0 - p1)^2.
    """
    if base == treated:
        raise ValueError("two equal shares cannot be told apart at any size")
    variance = base * (1 - base) + treated * (1 - treated)
    return math.ceil((z(level) + float(ndtri(power))) ** 2 * variance / (base - treated) ** 2)


def _for(value: float) -> str:
    return "" if value == 0 else " to benefit" if value > 0 else " to harm"


def _on_log_scale(value: float, error: float, level: float) -> Estimate:
    half = z(level) * error
    return Estimate(value, value * math.exp(-half), value * math.exp(half))


def _check(events: float, people: float) -> None:
    if not 0 <= events <= people or people <= 0:
        raise ValueError(f"{events:g} events in {people:g} people cannot be")
