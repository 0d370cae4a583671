"""Spread between people: esketamine spray and its breakdown product in people drawn from a published model.

Perez-Ruixo 2021 prints how much its parameters differ between people. A person here is one draw of them: each
parameter is the typical one times a log-normal factor, the share taken up in the nose is moved on its logit. Draws
are seeded: the same people every time, whatever the dose and their age.

Limits: the paper prints no correlations, so the draws are independent; it leaves the spread of one constant blank
(into noresketamine), which is taken as none; nothing varies from day to day, and a blood test has an error besides.
The printed equations give noresketamine's peak within 2 % of the paper's, but 1.4 times its area under the curve:
only its peak is used. Drawn people are no patients, and none of this is a guide to a dose.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketamine import evidence
from ketamine.models.pharmacokinetics import NG_PER_ML, Esketamine, Input, amounts, esketamine

Array = NDArray[np.float64]

SEED = 2021
#: Parameter of Esketamine, or of noresketamine -> row with its coefficient of variation (%).
SPREAD = {
    "from_nose": "PK300",
    "from_swallowed": "PK301",
    "plasma": "PK302",
    "volume1": "PK303",
    "liver_flow": "PK304",
    "liver": "PK305",
    "kill_other": "PK306",
    "nor_volume": "PK314",
    "nor_clearance": "PK315",
}
NOSE = "PK307"  # spread of the share taken up in the nose: hundredths on its logit
OLD = 60  # years; blood flow through the liver falls beyond
AGES = (18, 86)  # years, of the people in the model


@dataclass(frozen=True)
class Person:
    """One body for esketamine, and what it does with noresketamine (apparent volumes in L, flows in L/h)."""

    body: Esketamine
    nor_volume: float
    nor_clearance: float
    nor_flow: float
    nor_volume2: float

    @property
    def rates(self) -> Array:
        """The (9, 9) table of rate constants for ``amounts``, 1/h: as Esketamine's, and 7, 8 for noresketamine."""
        table = np.zeros((9, 9))
        table[:7, :7] = self.body.rates
        table[3, 3], table[3, 7] = self.body.kill_other, self.body.kill_nor
        table[7, 7] = self.nor_clearance / self.nor_volume
        table[7, 8], table[8, 7] = self.nor_flow / self.nor_volume, self.nor_flow / self.nor_volume2
        return table

    def spray(self, times: ArrayLike, doses: Sequence[float]) -> tuple[Array, Array]:
        """Return plasma esketamine and noresketamine in ng/mL after doses (mg) by nose, each (doses, times).

        times: min. All sprays count as given at time 0.
        """
        moments = np.asarray(times, dtype=float) / 60
        taken = amounts(self.rates, [Input(4, 1.0)], moments)
        drunk = amounts(self.rates, [Input(5, self.body.past_gut, self.body.swallowing)], moments)
        shares = [self.body._taken(dose) for dose in doses]
        inside = np.stack([dose * (share * taken + (1 - share) * drunk) for dose, share in zip(doses, shares)])
        return inside[:, :, 0] / self.body.plasma * NG_PER_ML, inside[:, :, 7] / self.nor_volume * NG_PER_ML


def typical(age: float) -> Person:
    """Return the typical adult of an age (years). Raises ValueError for an age that the model has not seen."""
    return _person(np.zeros(len(SPREAD) + 1), age)


def people(count: int, age: float) -> list[Person]:
    """Return the first ``count`` people drawn, all of one age (years)."""
    draws = np.random.default_rng(SEED).standard_normal((count, len(SPREAD) + 1))
    return [_person(draw, age) for draw in draws]


def _person(draw: Array, age: float) -> Person:
    """Return the person of one draw: standard normal deviations, in the order of SPREAD and then the nose."""
    low, high = AGES
    if not low <= age <= high:
        raise ValueError(f"age is {age!r}; it must be {low} to {high} years, as in the model")
    factors = {
        name: math.exp(z * math.sqrt(math.log1p((evidence.value(row) / 100) ** 2)))
        for z, (name, row) in zip(draw, SPREAD.items())
    }
    flow = esketamine.liver_flow + evidence.value("PK309") * max(0.0, age - OLD)
    own = {
        name: getattr(esketamine, name) * factor
        for name, factor in factors.items()
        if not name.startswith("nor_") and name != "liver_flow"
    }
    logit = math.log(esketamine.first_spray / (1 - esketamine.first_spray)) + draw[-1] * evidence.value(NOSE) / 100
    body = replace(esketamine, liver_flow=flow * factors["liver_flow"], first_spray=1 / (1 + math.exp(-logit)), **own)
    return Person(
        body,
        nor_volume=evidence.value("PK310") * factors["nor_volume"],
        nor_clearance=evidence.value("PK311") * factors["nor_clearance"],
        nor_flow=evidence.value("PK312"),
        nor_volume2=evidence.value("PK313"),
    )
