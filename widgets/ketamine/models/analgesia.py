"""How long pain relief lasts after an infusion of S-ketamine: a published model, simplified.

Dahan 2011 fitted pain scores of 60 people with complex regional pain syndrome with two constants:
relief comes and goes with a half-life of days, and half of it is reached at a concentration C50.
Here, with plasma taken as a block (rate / clearance while the infusion runs, nothing after):

    dC/dt = ln 2 / half_life * (plasma - C)       C: concentration that pain 'feels', ng/mL
    relief = C / (C + C50)                        share of the greatest relief

Limits: the abstract gives the two constants; that relief follows C in this simplest way (no
steepness) is an assumption of this course. The model was fitted to one disease, one drug
(S-ketamine) and one schedule; elsewhere it is an extrapolation. It says nothing of the people
who have no relief at all. Plasma falls within hours, which is short beside days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Infusion:
    """One run of the pump: start and length in hours, rate in mg/h for 70 kg."""

    start: float
    hours: float
    rate: float


def daily(rate: float, hours: float, days: int) -> list[Infusion]:
    """Return the same infusion once a day."""
    return [Infusion(24.0 * day, hours, rate) for day in range(days)]


def total(infusions: Sequence[Infusion]) -> float:
    """Return the whole amount of drug, mg for 70 kg."""
    return sum(run.rate * run.hours for run in infusions)


def steady_plasma(rate: float, clearance: float) -> float:
    """Plasma concentration at steady state, ng/mL, from mg/h and L/h: rate / clearance."""
    return 1000 * rate / clearance


def felt(times: ArrayLike, infusions: Sequence[Infusion], clearance: float, half_life: float) -> NDArray[np.float64]:
    """Return the concentration that pain 'feels' at ``times`` (h), ng/mL. half_life in hours, clearance in L/h.

    The exact solution for block-shaped plasma: the sum over infusions of what each has left.
    """
    t = np.asarray(times, float)
    k = np.log(2) / half_life
    whole = np.zeros_like(t)
    for run in infusions:
        running = np.clip(t - run.start, 0, run.hours)
        after = np.clip(t - run.start - run.hours, 0, None)
        whole += steady_plasma(run.rate, clearance) * (1 - np.exp(-k * running)) * np.exp(-k * after)
    return whole


def relief(concentration: ArrayLike, c50: float) -> NDArray[np.float64]:
    """Return the share of the greatest relief, C / (C + C50)."""
    c = np.asarray(concentration, float)
    return c / (c + c50)


def weeks_above(share: float, infusions: Sequence[Infusion], clearance: float, half_life: float, c50: float) -> float:
    """Weeks from the start until relief has fallen below ``share`` for good; 0 if never reached."""
    end = max(run.start + run.hours for run in infusions)
    last = float(felt(end, infusions, clearance, half_life))
    needed = c50 * share / (1 - share)
    if last <= needed:
        return 0.0
    return (end + half_life * np.log2(last / needed)) / 168
