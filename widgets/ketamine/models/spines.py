"""How long does an added dendritic spine stay? One pool of spines, or a labile and a stable pool.

Two pools, with all numbers per 100 spines before the experiment and time in days::

    dL/dt = F + f(t) - (lambda + s(t)) L          labile: every new spine starts here
    dS/dt = mu L     - (kappa  + s(t)) S          stable

F is the everyday formation, f(t) the burst after a dose, lambda the rate at which spines leave
the labile pool (lost at lambda - mu, become stable at mu), kappa the loss of stable spines and
s(t) an extra loss of every spine under stress. Without burst and stress 100 spines stay 100.
One pool is the case lambda = kappa = k without S: dN/dt = F + f(t) - (k + s(t)) N.

Everything is piecewise constant in time, so each piece has a closed solution; no solver is used.

What is measured and what is not: the two losses of a spine population that ``two_pools`` is fitted
to are measured in adult mice. The half-life in the labile pool, the size and the length of the
burst and the loss under stress are assumed. There is no homeostasis: nothing drives the number of
spines back to 100 faster than everyday turnover does, which real cortex may do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

MONTH = 30.4375  # days


@dataclass(frozen=True)
class Turnover:
    """Rates per day. ``labile`` is the labile spines per 100 at rest (100: there is one pool)."""

    leaving: float  # lambda, of the labile pool
    maturing: float  # mu
    losing: float  # kappa, of the stable pool
    labile: float

    @property
    def formation(self) -> float:
        """Everyday formation, new spines per 100 and day: what keeps the labile pool constant."""
        return self.leaving * self.labile

    @property
    def kept(self) -> float:
        """Share of new spines that become stable."""
        return self.maturing / self.leaving


@dataclass(frozen=True)
class Phase:
    """A stretch of time with constant burst (new spines per 100 and day) and stress (per day)."""

    start: float
    end: float
    burst: float = 0.0
    stress: float = 0.0


def one_pool(loss: float, days: float = 14.0) -> Turnover:
    """Return the single pool of which a share ``loss`` (0 to 1) is gone after so many days."""
    if not 0 < loss < 1:
        raise ValueError(f"loss is {loss}; it must lie between 0 and 1")
    return Turnover(leaving=-np.log1p(-loss) / days, maturing=0.0, losing=0.0, labile=100.0)


def two_pools(half_life: float, early: tuple[float, float], late: tuple[float, float]) -> Turnover:
    """Return the two pools that lose the published shares, for an assumed half-life (days) when labile.

    early, late: (day, share of the spines present on day 0 that is gone by then).
    Raises ValueError where no such pools exist.
    """
    leaving = np.log(2) / half_life
    (day, gone), (late_day, late_gone) = early, late

    def labile(losing: float) -> float:  # the labile share that gives the early loss
        of_stable = _surviving_stable(day, losing, leaving)
        return (of_stable - (1 - gone)) / (of_stable - np.exp(-leaving * day))

    def excess(losing: float) -> float:
        share = labile(losing)
        of_stable = _surviving_stable(late_day, losing, leaving)
        return share * np.exp(-leaving * late_day) + (1 - share) * of_stable - (1 - late_gone)

    slowest, fastest = 1e-9, -np.log1p(-late_gone) / late_day
    if excess(slowest) * excess(fastest) > 0:
        raise ValueError(
            f"no two pools lose {gone:.0%} in {day:g} days and {late_gone:.0%} in {late_day:g} days"
            f" with a labile half-life of {half_life:g} days"
        )
    losing = optimize.brentq(excess, slowest, fastest, xtol=1e-15)
    share = labile(losing)
    maturing = losing * (1 - share) / share
    if not (0 < share < 1 and maturing <= leaving):
        raise ValueError(f"a labile half-life of {half_life:g} days needs more spines to mature than are formed")
    return Turnover(leaving, maturing, losing, 100 * share)


def surviving(turnover: Turnover, days: ArrayLike) -> NDArray[np.float64]:
    """Of 100 spines present on day 0, how many are still there (no formation counted)."""
    t = np.asarray(days, dtype=float)
    of_labile = np.exp(-turnover.leaving * t)
    if turnover.labile == 100:
        return 100 * of_labile
    of_stable = _surviving_stable(t, turnover.losing, turnover.leaving)
    return turnover.labile * of_labile + (100 - turnover.labile) * of_stable


def course(turnover: Turnover, phases: list[Phase], days: ArrayLike) -> NDArray[np.float64]:
    """Spines per 100 on the given days. Rest (100 spines) up to the first phase's start.

    phases: in order, each beginning where the one before it ends.
    """
    t = np.asarray(days, dtype=float)
    total = np.full(t.shape, 100.0)
    labile, stable = turnover.labile, 100.0 - turnover.labile
    for phase in phases:
        inside = (t > phase.start) & (t <= phase.end)
        total[inside] = sum(_step(turnover, phase, labile, stable, t[inside] - phase.start))
        labile, stable = (float(x) for x in _step(turnover, phase, labile, stable, np.asarray(phase.end - phase.start)))
    return total


def _step(
    turnover: Turnover, phase: Phase, labile: float, stable: float, t: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the closed solution of the linear pair after t days of one phase."""
    a, b = turnover.leaving + phase.stress, turnover.losing + phase.stress
    level = (turnover.formation + phase.burst) / a
    now_labile = level + (labile - level) * np.exp(-a * t)
    if turnover.labile == 100:
        return now_labile, np.zeros_like(t)
    m = turnover.maturing
    fed = m * (labile - level) / (b - a)
    rest = m * level / b
    now_stable = rest + (stable - rest - fed) * np.exp(-b * t) + fed * np.exp(-a * t)
    return now_labile, now_stable


def _surviving_stable(t: ArrayLike, losing: float, leaving: float) -> NDArray[np.float64]:
    """Spines of the stable pool still there, and labile ones that matured, per stable one at rest.

    At rest maturing x labile = losing x stable, which is why the second part needs no further rate.
    """
    t = np.asarray(t, dtype=float)
    slow, fast = np.exp(-losing * t), np.exp(-leaving * t)
    return slow + losing * (slow - fast) / (leaving - losing)
