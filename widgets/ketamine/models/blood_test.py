"""A blood test with a cut-off: of two groups, how many does it judge rightly?

Concentrations of each group are taken as log-normal with the published mean and standard deviation: never below zero,
with a tail to the right. With m the mean and s the standard deviation, sigma^2 = ln(1 + (s/m)^2) and
mu = ln m - sigma^2/2.

Limits: published means and standard deviations say nothing of the shape; groups are of one size here, as in no clinic.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri


@dataclass(frozen=True)
class Group:
    """One group of people: mean and standard deviation of the concentration, both above 0."""

    mean: float
    sd: float

    @property
    def _scale(self) -> tuple[float, float]:
        sigma = math.sqrt(math.log1p((self.sd / self.mean) ** 2))
        return math.log(self.mean) - sigma**2 / 2, sigma

    def above(self, cut: float) -> float:
        """Return the share (0 to 1) of the group above a cut-off, in the unit of the mean; all at 0."""
        mu, sigma = self._scale
        return 1.0 if cut <= 0 else float(ndtr((mu - math.log(cut)) / sigma))

    def people(self, count: int) -> NDArray[np.float64]:
        """Return the concentrations of ``count`` evenly spaced people, from the lowest."""
        return self.at((np.arange(count) + 0.5) / count)

    def at(self, share: ArrayLike) -> NDArray[np.float64]:
        """Return the concentration below which a share (0 to 1) of the group lies."""
        mu, sigma = self._scale
        return np.asarray(np.exp(mu + sigma * ndtri(share)), dtype=np.float64)


def right(cut: float, high: Group, low: Group) -> float:
    """Return the share (0 to 1) judged rightly where ``high`` should lie above the cut-off and ``low`` below.

    The two groups count alike.
    """
    return (high.above(cut) + 1 - low.above(cut)) / 2


def best(high: Group, low: Group) -> tuple[float, float]:
    """Return the cut-off at which most are judged rightly, to a tenth, and their share (0 to 1)."""
    cuts = np.arange(1, int(10 * (high.mean + 4 * high.sd))) / 10
    shares = [right(float(cut), high, low) for cut in cuts]
    at = int(np.argmax(shares))
    return float(cuts[at]), shares[at]
