"""How far a sample correlation strays from the true one, and how far the luckiest of many strays.

For ``n`` pairs drawn from a bivariate normal distribution with true correlation ``rho`` the
density of the sample correlation r is known exactly (Hotelling, J R Stat Soc B 15:193, 1953)::

              (n-2) G(n-1) (1-rho²)^((n-1)/2) (1-r²)^((n-4)/2)
    f(r) =  ---------------------------------------------------- 2F1(1/2, 1/2; n-1/2; (1+rho r)/2)
                  sqrt(2 pi) G(n-1/2) (1-rho r)^(n-3/2)

It is integrated over z = artanh r, where it is smooth, so that tails as small as 1e-12 keep
their digits. Nothing here is random: the pages are the same at every build.

Limits: pairs are independent and normal, and the k correlations are independent of each other.
Correlations from the same few patients at several times are not; k of them count as fewer.
A correlation adjusted for c further variables in n patients behaves as one from n - c pairs.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

_Z = np.linspace(-9.0, 9.0, 18001)  # artanh r; beyond |z| = 9, |r| differs from 1 by 3e-8


def density(r: ArrayLike, n: int, rho: float = 0.0) -> NDArray[np.float64]:
    """Probability density of the sample correlation at r (-1 < r < 1) for n pairs (n >= 4)."""
    _check(n, rho)
    r = np.asarray(r, dtype=float)
    log = (
        np.log(n - 2.0)
        + special.gammaln(n - 1)
        - special.gammaln(n - 0.5)
        - 0.5 * np.log(2 * np.pi)
        + 0.5 * (n - 1) * np.log1p(-(rho**2))
        + 0.5 * (n - 4) * np.log1p(-(r**2))
        - (n - 1.5) * np.log1p(-rho * r)
    )
    return np.exp(log) * special.hyp2f1(0.5, 0.5, n - 0.5, (1 + rho * r) / 2)


def at_most(r: ArrayLike, n: int, rho: float = 0.0) -> NDArray[np.float64]:
    """Probability that the sample correlation is r or below."""
    z, below = _cumulative(n, rho)
    log = np.interp(np.arctanh(np.asarray(r, dtype=float)), z, np.log(below))
    return np.exp(log)


def luckiest_at_most(r: ArrayLike, n: int, rho: float, studies: int) -> NDArray[np.float64]:
    """Probability that the lowest of ``studies`` independent correlations is r or below."""
    if studies < 1:
        raise ValueError(f"studies is {studies}; it must be at least 1")
    single = at_most(r, n, rho)
    return -np.expm1(studies * np.log1p(-np.minimum(single, 1 - 1e-15)))


def luckiest(share: ArrayLike, n: int, rho: float, studies: int) -> NDArray[np.float64]:
    """Return the r that the lowest of ``studies`` correlations stays below with probability ``share``.

    share = 0.5 is the median of what the luckiest study reports; 0.05 and 0.95 bound nine in ten.
    """
    share = np.asarray(share, dtype=float)
    single = -np.expm1(np.log1p(-share) / studies)  # the quantile of one study
    z, below = _cumulative(n, rho)
    return np.tanh(np.interp(np.log(single), np.log(below), z))


def studies_needed(r: float, n: int, rho: float = 0.0, share: float = 0.5) -> float:
    """Return how many independent studies of n pairs give a chance ``share`` that one reports <= r."""
    return float(np.log1p(-share) / np.log1p(-at_most(r, n, rho)))


def p_value(r: ArrayLike, n: ArrayLike, adjusted_for: int = 0) -> NDArray[np.float64]:
    """Two-sided p of a correlation r (rho = 0) from n patients, adjusted for some variables.

    t = r sqrt(df / (1 - r²)) with df = n - 2 - adjusted_for.
    """
    r, n = np.asarray(r, dtype=float), np.asarray(n, dtype=float)
    free = n - 2 - adjusted_for
    if np.any(free <= 0):
        raise ValueError(f"n must be above {2 + adjusted_for}")
    return 2 * stats.t.sf(np.abs(r) * np.sqrt(free / (1 - r**2)), free)


def patients_behind(r: float, p: float, adjusted_for: int = 0) -> float:
    """Return the number of patients (not rounded) for which a correlation r has the two-sided p.

    0 < p < 1; more than 500 degrees of freedom are not searched.
    """

    def excess(df: float) -> float:
        t = abs(r) * np.sqrt(df / (1 - r**2))
        return float(np.log(2) + stats.t.logsf(t, df) - np.log(p))

    free = optimize.brentq(excess, 0.05, 500.0)
    return float(free) + 2 + adjusted_for


@cache
def _cumulative(n: int, rho: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """z = artanh r on a fine grid and the probability below it, accurate in the lower tail."""
    _check(n, rho)
    r = np.tanh(_Z)
    height = density(np.clip(r, -1 + 1e-15, 1 - 1e-15), n, rho) / np.cosh(_Z) ** 2
    step = _Z[1] - _Z[0]
    area = np.concatenate([[0.0], np.cumsum((height[1:] + height[:-1]) / 2) * step])
    # the mass below the grid: the density falls as exp((n - 2) z) there
    area += height[0] / (n - 2)
    return _Z, np.clip(area / (area[-1] + height[-1] / (n - 2)), 1e-300, 1.0)


def _check(n: int, rho: float) -> None:
    if n < 4:
        raise ValueError(f"n is {n}; the exact density needs at least 4 pairs")
    if not -1 < rho < 1:
        raise ValueError(f"rho is {rho}; it must lie between -1 and 1")
