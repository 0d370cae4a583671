"""A schematic of a patch of cortex: pyramidal cells (E) and the interneurons (I) that hold them back.

    tau_e dE/dt = -E + [ g_e (w_ee E + h_e) - w_ei I ]+          [x]+ = x above 0, else 0
    tau_i dI/dt = -I + [ g_i (w_ie E + h_i) - w_ii I ]+
    g_e = 1 - nmda_e * block_e ,  g_i = 1 - nmda_i * block_i

All excitation reaches a cell through glutamate synapses; ``nmda`` is the part of it that NMDA
receptors carry, ``block`` the part of those receptors that ketamine closes on that kind of cell.
Rates are relative to the drug-free ones: h_e and h_i are chosen so that E = I = 1 without drug.

It is a schematic. No parameter is fitted to data, the circuit is one patch without layers, spikes
or plasticity, and the glutamate in it comes only from firing. It can say which direction follows
from where the block falls; it cannot say by how much activity changes in a brain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.integrate import solve_ivp
from scipy.stats import qmc

Array = NDArray[np.float64]

SITES = ("interneurons", "pyramidal", "both")
#: A change of less than this part of the drug-free rate is called no change.
TOLERANCE = 0.02


@dataclass(frozen=True)
class Circuit:
    """The parameters, without unit but for the time constants. Chosen as round numbers, not fitted."""

    w_ee: float | Array = 0.5  # excitation of pyramidal cells by each other
    w_ei: float | Array = 1.0  # inhibition of pyramidal cells by interneurons
    w_ie: float | Array = 0.5  # excitation of interneurons by pyramidal cells
    w_ii: float | Array = 0.5  # inhibition of interneurons by each other
    nmda_e: float | Array = 0.5  # part of the excitation of pyramidal cells that NMDA receptors carry
    nmda_i: float | Array = 0.5  # the same for interneurons
    preference: float | Array = 10.0  # how many times less ketamine blocks half on interneurons
    tau_e: float = 20.0  # ms
    tau_i: float = 10.0  # ms

    @property
    def h_e(self) -> float | Array:
        """Excitation of pyramidal cells from elsewhere, so that E = I = 1 without drug."""
        return 1 - self.w_ee + self.w_ei

    @property
    def h_i(self) -> float | Array:
        """Excitation of interneurons from elsewhere, so that E = I = 1 without drug."""
        return 1 + self.w_ii - self.w_ie


#: Ranges over which the robustness of a finding is looked at: low, high, logarithmic or not.
RANGES: Mapping[str, tuple[float, float, bool]] = {
    "w_ee": (0.0, 1.5, False),
    "w_ei": (0.2, 2.0, False),
    "w_ie": (0.0, 1.5, False),
    "w_ii": (0.0, 1.5, False),
    "nmda_e": (0.1, 0.9, False),
    "nmda_i": (0.1, 0.9, False),
    "preference": (0.1, 100.0, True),
}


def blocks(circuit: Circuit, concentration: ArrayLike, half: float, site: str = "both") -> tuple[Array, Array]:
    """Part of the NMDA receptors blocked on pyramidal cells and on interneurons, C / (C + C50).

    concentration and half in the same unit (uM): ``half`` is the C50 without preference; with it,
    interneurons have half / sqrt(preference) and pyramidal cells half * sqrt(preference).
    site: 'both', or only 'interneurons' or 'pyramidal', which then have C50 = half.
    """
    c = np.asarray(concentration, float)
    if site == "both":
        lean = np.sqrt(circuit.preference)
        return c / (c + half * lean), c / (c + half / lean)
    alone = c / (c + half)
    nothing = np.zeros_like(alone)
    if site == "interneurons":
        return nothing, alone
    if site == "pyramidal":
        return alone, nothing
    raise ValueError(f"site is {site!r}; it must be one of {', '.join(SITES)}")


def steady_state(circuit: Circuit, block_e: ArrayLike, block_i: ArrayLike) -> tuple[Array, Array]:
    """Return the firing of pyramidal cells and interneurons, drug-free = 1, from the linear equations.

    NaN where the circuit has no steady state: excitation runs away.
    """
    g_e = 1 - circuit.nmda_e * np.asarray(block_e, float)
    g_i = 1 - circuit.nmda_i * np.asarray(block_i, float)
    damping = 1 - circuit.w_ee * g_e
    leak = 1 + circuit.w_ii
    held = damping * leak + circuit.w_ei * circuit.w_ie * g_i
    e = (g_e * circuit.h_e * leak - circuit.w_ei * g_i * circuit.h_i) / np.where(held > 0, held, np.nan)
    e = np.maximum(e, 0.0)
    i = g_i * (circuit.w_ie * e + circuit.h_i) / leak
    settles = damping / circuit.tau_e + leak / circuit.tau_i > 0
    return np.where(settles, e, np.nan), np.where(settles, i, np.nan)


def trajectory(circuit: Circuit, block_e: float, block_i: float, times: ArrayLike) -> tuple[Array, Array]:
    """Return the firing after the block begins at time 0 (ms), by numerical integration (scipy's LSODA)."""
    g_e = 1 - circuit.nmda_e * block_e
    g_i = 1 - circuit.nmda_i * block_i

    def slope(_t: float, rates: Array) -> list[float]:
        e, i = rates
        to_e = max(g_e * (circuit.w_ee * e + circuit.h_e) - circuit.w_ei * i, 0.0)
        to_i = max(g_i * (circuit.w_ie * e + circuit.h_i) - circuit.w_ii * i, 0.0)
        return [(to_e - e) / circuit.tau_e, (to_i - i) / circuit.tau_i]

    t = np.asarray(times, float)
    solved = solve_ivp(slope, (0.0, float(t[-1])), [1.0, 1.0], method="LSODA", t_eval=t, rtol=1e-8, atol=1e-10)
    return solved.y[0], solved.y[1]


def settled(circuit: Circuit, block_e: float, block_i: float) -> tuple[float, float]:
    """Return the firing two seconds after the block began, when nothing moves any more."""
    e, i = trajectory(circuit, block_e, block_i, [0.0, 2000.0])
    return float(e[-1]), float(i[-1])


def glutamate(e: ArrayLike, local: float = 0.5) -> Array:
    """Glutamate between the cells, drug-free = 1: ``local`` of it follows pyramidal firing.

    The rest is taken as constant. It changes the size of the answer, never its direction.
    """
    return 1 - local + local * np.asarray(e, float)


def outcome(rates: ArrayLike) -> Array:
    """Return what a dose-response curve (last axis: rising concentration) does, as a code.

    1 rises, then falls below the drug-free rate; 2 rises and stays up; 3 only falls;
    4 falls, then rises; 5 hardly changes; 0 runs away (no steady state somewhere on it).
    """
    r = np.atleast_2d(np.asarray(rates, float))
    gone = np.isnan(r).any(axis=-1)
    up, down = r > 1 + TOLERANCE, r < 1 - TOLERANCE
    never = r.shape[-1]
    first_up = np.where(up.any(-1), up.argmax(-1), never)
    first_down = np.where(down.any(-1), down.argmax(-1), never)
    code = np.full(gone.shape, 5)
    code[(first_up < never) & (first_down == never)] = 2
    code[(first_down < never) & (first_up == never)] = 3
    code[(first_up < first_down) & (first_down < never)] = 1
    code[(first_down < first_up) & (first_up < never)] = 4
    code[gone] = 0
    return code.reshape(np.shape(rates)[:-1])


def possible(circuit: Circuit) -> NDArray[np.bool_]:
    """Say whether the circuit rests at E = I = 1 without drug: inputs not negative, and stable."""
    rest, _ = steady_state(circuit, 0.0, 0.0)
    return (np.asarray(circuit.h_e) >= 0) & (np.asarray(circuit.h_i) >= 0) & ~np.isnan(rest)


def draws(number_log2: int = 11) -> Circuit:
    """Return 2^n parameter sets spread evenly over all RANGES at once (unscrambled Sobol points: no chance in it).

    Sets without a resting state are left out.
    """
    unit = qmc.Sobol(len(RANGES), scramble=False).random_base2(number_log2)
    values = {}
    for (name, (low, high, logarithmic)), u in zip(RANGES.items(), unit.T):
        values[name] = low * (high / low) ** u if logarithmic else low + (high - low) * u
    return take(Circuit(**values), possible(Circuit(**values)))


def take(circuit: Circuit, which: NDArray[np.bool_]) -> Circuit:
    """Return the parameter sets chosen by a mask of one truth value a set (shape of the parameters' arrays)."""
    chosen: dict[str, Any] = {name: np.asarray(getattr(circuit, name))[which] for name in RANGES}
    return replace(circuit, **chosen)


def curves(circuit: Circuit, concentration: ArrayLike, half: float, site: str = "both") -> tuple[Array, Array]:
    """Dose-response curves of firing: one for each parameter set of ``circuit``, concentrations last."""
    columns: dict[str, Any] = {name: np.asarray(getattr(circuit, name), float)[..., None] for name in RANGES}
    spread = replace(circuit, **columns)
    return steady_state(spread, *blocks(spread, concentration, half, site))
