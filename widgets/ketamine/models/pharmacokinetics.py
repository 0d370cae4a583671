"""Plasma concentration over time: linear compartment models of ketamine and esketamine.

In every model here drug moves between compartments, and out of the body, at rates proportional
to its amount. Such a system is solved exactly (eigenvalues of its rate matrix) and doses add up.

``clements`` and ``domino`` describe racemic ketamine by vein, ``esketamine`` the S-form by vein,
nose or mouth. A model is anything that can be called as
``model(times_min, dose_mg_per_kg, infusion_min)`` and returns ng/mL, so that a teacher can write
another one in a notebook. All parameters are rows of ``evidence/pharmacology.csv``.

Limits: typical adults, no spread between people; plasma only, because no rate constant for the
way into the brain has been measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ketamine import evidence

NG_PER_ML = 1000.0  # 1 mg/L is 1000 ng/mL


@dataclass(frozen=True)
class Input:
    """Drug entering one compartment: at once (``duration`` 0) or at a constant rate."""

    compartment: int
    amount: float  # mass, in any unit; the answer is in the same
    duration: float = 0.0  # time, in the unit of the rates
    start: float = 0.0


def amounts(rates: ArrayLike, inputs: Sequence[Input], times: ArrayLike) -> np.ndarray:
    """Amount of drug in each of n compartments at m times, shape (m, n), exactly.

    rates: (n, n), per unit of time; ``rates[i][j]`` is the rate constant from compartment i to j
    and ``rates[i][i]`` the one out of the body. times: (m,), in the same unit of time.

    Raises ValueError for rates that are negative or so close to each other that the solution
    would lose its digits, and for times, amounts or durations that are negative.
    """
    flow = _numbers("rates", rates)
    if flow.ndim != 2 or flow.shape[0] != flow.shape[1]:
        raise ValueError(f"rates has the shape {flow.shape}; it must be a square table, one row a compartment")
    moments = _numbers("times", times)
    matrix = (flow - np.diag(np.diag(flow))).T - np.diag(flow.sum(axis=1))
    speeds, shapes = np.linalg.eig(matrix)  # matrix @ shapes = shapes * speeds
    if np.linalg.cond(shapes) > 1e8:
        raise ValueError("two rate constants are equal, or nearly so; the solution needs them apart: change one by 1 %")
    weights = np.linalg.inv(shapes)
    total = np.zeros((moments.size, flow.shape[0]))
    for entry in inputs:
        for name in ("amount", "duration", "start"):
            _numbers(name, getattr(entry, name))
        since = np.maximum(moments.ravel() - entry.start, 0.0)[:, None]
        given = np.minimum(since, entry.duration)
        growth = _held(speeds, given, entry.duration) * np.exp(speeds * (since - given))
        part = (growth * weights[:, entry.compartment]) @ shapes.T * entry.amount
        total += np.where(moments.ravel()[:, None] >= entry.start, part.real, 0.0)
    return total


def _held(speeds: np.ndarray, given: np.ndarray, duration: float) -> np.ndarray:
    """Return how much of each eigenvector is there after ``given`` of the ``duration`` of a unit input."""
    if duration == 0:
        return np.ones_like(speeds * given)
    still = np.abs(speeds) < 1e-14
    safe = np.where(still, 1.0, speeds)
    return np.where(still, given, np.expm1(safe * given) / safe) / duration


@dataclass(frozen=True)
class Mammillary:
    """A central compartment with peripheral ones around it, given per kilogram.

    volume: central, L/kg. leaving: rate constant out of the body, 1/min. exchange: for each
    peripheral compartment the rate constants (to it, back from it), 1/min.
    """

    name: str
    volume: float
    leaving: float
    exchange: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        for name, value in [
            ("volume", self.volume),
            ("leaving", self.leaving),
            *(("exchange", k) for pair in self.exchange for k in pair),
        ]:
            _above(name, value, "")

    @property
    def rates(self) -> np.ndarray:
        """The (n, n) table of rate constants for ``amounts``, 1/min; compartment 0 is the plasma."""
        table = np.zeros((1 + len(self.exchange),) * 2)
        table[0, 0] = self.leaving
        for i, (there, back) in enumerate(self.exchange, 1):
            table[0, i], table[i, 0] = there, back
        return table

    def __call__(self, times: ArrayLike, dose: float, infusion: float) -> np.ndarray:
        """Plasma concentration in ng/mL at ``times`` (min since the start of the infusion).

        dose: mg/kg, given by vein at a constant rate over ``infusion`` minutes. Same shape as times.
        Raises ValueError for a negative dose or time, and for an infusion of 0 minutes or less.
        """
        shape = np.shape(times)
        _from_zero("dose", dose, "mg/kg")
        _above("infusion", infusion, "min")
        inside = amounts(self.rates, [Input(0, dose, infusion)], np.ravel(_numbers("times", times)))
        return (inside[:, 0] / self.volume * NG_PER_ML).reshape(shape)

    @property
    def clearance(self) -> float:
        """Plasma cleared of drug, L/h per kg."""
        return self.volume * self.leaving * 60

    @property
    def half_lives(self) -> tuple[float, ...]:
        """Half-lives of the phases of the fall, min, shortest first; the last is the terminal one."""
        flow = self.rates
        speeds = np.linalg.eigvals((flow - np.diag(np.diag(flow))).T - np.diag(flow.sum(axis=1)))
        return tuple(sorted(math.log(2) / float(-speed) for speed in speeds.real))


@dataclass(frozen=True)
class Esketamine:
    """Esketamine by vein, nose or mouth in an adult (Perez-Ruixo 2021), with a liver that clears it.

    Volumes in L, flows in L/h, rate constants per hour, times in h. Compartments: 0 plasma,
    1 and 2 peripheral, 3 liver, 4 nose, 5 swallowed spray, 6 solution by mouth.
    """

    plasma: float
    flow1: float
    volume1: float
    flow2: float
    volume2: float
    liver_flow: float
    liver: float
    kill_other: float  # rate constant in the liver, to other metabolites
    kill_nor: float  # rate constant in the liver, to noresketamine
    first_spray: float  # fraction of the first 28 mg spray taken up in the nose
    later_sprays: float  # the same for later sprays, relative to the first
    from_nose: float
    swallowing: float
    from_swallowed: float
    drinking: float
    from_drunk: float
    past_gut: float  # fraction of what is swallowed that escapes the gut wall

    SPRAY_MG = 28.0

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            _above(name, value, "")

    @property
    def extraction(self) -> float:
        """Fraction of the drug in the liver's blood that one passage removes (well-stirred liver)."""
        kill = self.liver * (self.kill_other + self.kill_nor)
        return kill / (self.liver_flow + kill)

    @property
    def clearance(self) -> float:
        """Plasma cleared of drug, L/h."""
        return self.liver_flow * self.extraction

    @property
    def oral_bioavailability(self) -> float:
        """Fraction of a swallowed dose that reaches the circulation."""
        return self.past_gut * (1 - self.extraction)

    def nasal_bioavailability(self, dose: float) -> float:
        """Fraction of a nasal dose (mg, in sprays of 28 mg) that reaches the circulation."""
        taken = self._taken(dose)
        return taken + (1 - taken) * self.oral_bioavailability

    @property
    def rates(self) -> np.ndarray:
        """The (7, 7) table of rate constants for ``amounts``, 1/h."""
        table = np.zeros((7, 7))
        for i, flow, volume in (
            (1, self.flow1, self.volume1),
            (2, self.flow2, self.volume2),
            (3, self.liver_flow, self.liver),
        ):
            table[0, i], table[i, 0] = flow / self.plasma, flow / volume
        table[3, 3] = self.kill_other + self.kill_nor
        table[4, 0], table[5, 3], table[6, 3] = self.from_nose, self.from_swallowed, self.from_drunk
        return table

    def by_vein(self, times: ArrayLike, dose: float, infusion: float) -> np.ndarray:
        """Plasma concentration in ng/mL at ``times`` (min) for ``dose`` mg over ``infusion`` min."""
        _from_zero("dose", dose, "mg")
        _above("infusion", infusion, "min")
        return self._plasma(times, [Input(0, dose, infusion / 60)])

    def by_nose(self, times: ArrayLike, dose: float, swallowed: bool = True) -> np.ndarray:
        """Plasma concentration in ng/mL at ``times`` (min) for ``dose`` mg of nasal spray.

        dose: a multiple of 28 mg; all sprays count as given at time 0 (in practice they are some
        minutes apart). Without ``swallowed``, only what the nose takes up.
        """
        taken = self._taken(dose)
        inputs = [Input(4, dose * taken)]
        if swallowed:
            inputs.append(Input(5, dose * (1 - taken) * self.past_gut, self.swallowing))
        return self._plasma(times, inputs)

    def by_mouth(self, times: ArrayLike, dose: float) -> np.ndarray:
        """Plasma concentration in ng/mL at ``times`` (min) for ``dose`` mg of solution swallowed."""
        _from_zero("dose", dose, "mg")
        return self._plasma(times, [Input(6, dose * self.past_gut, self.drinking)])

    def _taken(self, dose: float) -> float:
        """Fraction of the whole nasal dose that the nose takes up."""
        sprays = float(dose) / self.SPRAY_MG
        if not (math.isfinite(sprays) and sprays >= 1 and sprays == int(sprays)):
            raise ValueError(
                f"dose is {dose!r} mg; a nasal dose must be a multiple of {self.SPRAY_MG:g} mg, from"
                f" {self.SPRAY_MG:g} up"
            )
        return self.first_spray * (1 + (sprays - 1) * self.later_sprays) / sprays

    def _plasma(self, times: ArrayLike, inputs: list[Input]) -> np.ndarray:
        moments = _numbers("times", times)
        inside = amounts(self.rates, inputs, np.ravel(moments) / 60)
        return (inside[:, 0] / self.plasma * NG_PER_ML).reshape(moments.shape)


def peak(curve: Callable[[np.ndarray], np.ndarray], until: float) -> tuple[float, float]:
    """When (min) and how high a curve peaks between 0 and ``until``, to 0.1 % of the time."""
    times = np.linspace(0, until, 1001)
    for _ in range(2):
        best = int(np.argmax(curve(times)))
        times = np.linspace(times[max(best - 1, 0)], times[min(best + 1, times.size - 1)], 101)
    values = curve(times)
    return float(times[np.argmax(values)]), float(values.max())


def falls_below(curve: Callable[[np.ndarray], np.ndarray], level: float, after: float) -> float:
    """When (min) a curve that only falls from ``after`` on reaches ``level``; ``after`` if it is below already."""
    _above("level", level, "ng/mL")
    times = np.array([0, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 30720]) + float(after)
    for _ in range(5):
        fallen = np.flatnonzero(curve(times) <= level)
        if fallen.size == 0:
            raise ValueError(
                f"the curve has not fallen to {level:g} ng/mL by minute {times[-1]:.0f}; it must fall after minute"
                f" {after:g}"
            )
        if fallen[0] == 0:
            return float(times[0])
        times = np.linspace(times[fallen[0] - 1], times[fallen[0]], 101)
    return float(times[0])


def _numbers(name: str, values: ArrayLike) -> np.ndarray:
    array = np.asarray(values, dtype=float)
    if not np.isfinite(array).all() or (array < 0).any():
        raise ValueError(f"{name} has a value that is negative or not a number; every value must be 0 or more")
    return array


def _from_zero(name: str, value: float, unit: str) -> None:
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} is {value!r} {unit}; it must be a number, 0 or more")


def _above(name: str, value: float, unit: str) -> None:
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value!r} {unit}".rstrip() + "; it must be a number above 0")


#: Clements & Nimmo 1981, racemic ketamine 0.25 mg/kg in healthy adults.
clements = Mammillary(
    "Clements",
    volume=evidence.value("PK08"),
    leaving=evidence.value("PK09"),
    exchange=((evidence.value("PK10"), evidence.value("PK11")),),
)

#: Domino, the parameter set in infusion pumps, racemic ketamine in adults.
domino = Mammillary(
    "Domino",
    volume=evidence.value("PK01"),
    leaving=evidence.value("PK02"),
    exchange=((evidence.value("PK03"), evidence.value("PK05")), (evidence.value("PK04"), evidence.value("PK06"))),
)

#: Perez-Ruixo 2021, 820 adults; rows PK17 to PK33 in the order of the fields.
esketamine = Esketamine(*(evidence.value(f"PK{i}") for i in range(17, 34)))
