"""Block of the NMDA receptor, calculated: simple binding, and magnesium and drug in an open pore.

Nothing here has been measured in people. ``occupancy`` is arithmetic on a plasma concentration
and a constant from a dish; ``pore`` is a schematic. Constants are rows of
``evidence/pharmacology.csv``.

Limits: equilibrium only; one receptor for all brain regions; plasma (all of the drug, or the part
not bound to protein) stands for the fluid at the receptor.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ketamine import evidence

#: g/mol, ketamine base; the same for the S- and R-forms.
MOLAR_MASS = evidence.number("PK88").value
#: 1/mV and mM (Jahr and Stevens 1990).
MG_STEEPNESS = evidence.number("NM21").value
MG_HALF = evidence.number("NM22").value


def micromolar(concentration: ArrayLike, molar_mass: float = MOLAR_MASS) -> np.ndarray:
    """Turn ng/mL into µM. Same shape. Raises ValueError for negative values."""
    return _from_zero("concentration", concentration) / _above("molar_mass", molar_mass)


def nanograms(concentration: ArrayLike, molar_mass: float = MOLAR_MASS) -> np.ndarray:
    """µM as ng/mL. Same shape. Raises ValueError for negative values."""
    return _from_zero("concentration", concentration) * _above("molar_mass", molar_mass)


def free(concentration: ArrayLike, bound: float) -> np.ndarray:
    """Return the part of a concentration that is not bound to protein; ``bound`` is a fraction, 0 to below 1."""
    if not 0 <= bound < 1:
        raise ValueError(f"bound is {bound!r}; it must be a fraction from 0 to below 1")
    return _from_zero("concentration", concentration) * (1 - bound)


def occupancy(concentration: ArrayLike, ki: float) -> np.ndarray:
    """Fraction of receptors with drug on them, C / (C + Ki), both in the same unit. Same shape.

    Simple binding at one site, in equilibrium. Raises ValueError for a negative concentration
    and for a Ki of 0 or less.
    """
    amount = _from_zero("concentration", concentration)
    return amount / (amount + _above("ki", ki))


def concentration_for(block: float, ki: float) -> float:
    """Return the concentration at which ``occupancy`` is ``block`` (a fraction between 0 and 1), in ki's unit.

    Raises ValueError unless block lies between 0 and 1 and ki is above 0.
    """
    if not 0 < block < 1:
        raise ValueError(f"block is {block!r}; it must be a fraction between 0 and 1")
    return _above("ki", ki) * block / (1 - block)


def mixture_ki(first: float, second: float) -> float:
    """Ki of an equal mixture of two forms that share one site, from the Ki of each."""
    return 2 / (1 / _above("first", first) + 1 / _above("second", second))


def magnesium_free(
    voltage: ArrayLike, magnesium: float, steepness: float = MG_STEEPNESS, half: float = MG_HALF
) -> np.ndarray:
    """Fraction of open NMDA channels without magnesium in the pore (Jahr and Stevens 1990).

    voltage: mV inside the cell. magnesium: mM outside. steepness: of the block with voltage, 1/mV.
    half: magnesium that blocks half at 0 mV, mM. Same shape as voltage.
    """
    return 1 / (1 + _magnesium(voltage, magnesium, steepness, half))


class Pore(NamedTuple):
    """What sits in the pores, as fractions that add up to 1; arrays of the voltage's shape."""

    open: np.ndarray
    drug: np.ndarray
    magnesium: np.ndarray
    shut: np.ndarray


def pore(
    voltage: ArrayLike,
    magnesium: float,
    drug: float,
    half_block: float,
    *,
    glutamate: bool = True,
    steepness: float = MG_STEEPNESS,
    half: float = MG_HALF,
) -> Pore:
    """Draw a schematic of the open channel: the pore holds magnesium, or drug, or nothing.

    voltage: mV. magnesium: mM. drug and half_block (the concentration that blocks half of the
    current without magnesium): µM. Without glutamate the channel is shut and nothing enters.

    open = B / (1 + B * drug / half_block), with B = ``magnesium_free``: the drug reaches only
    pores that magnesium has left. Limits: equilibrium; one drug site; the pull of the voltage on
    the drug itself, which makes real block stronger in a quiet cell, is left out.
    """
    blocked = _magnesium(voltage, magnesium, steepness, half)
    taken = np.full_like(blocked, float(_from_zero("drug", drug)) / _above("half_block", half_block))
    if not glutamate:
        nothing = np.zeros_like(blocked)
        return Pore(nothing, nothing, nothing, np.ones_like(blocked))
    whole = 1 + blocked + taken
    return Pore(1 / whole, taken / whole, blocked / whole, np.zeros_like(whole))


def _magnesium(voltage: ArrayLike, magnesium: float, steepness: float, half: float) -> np.ndarray:
    """Pores with magnesium for each pore without."""
    volts = np.asarray(voltage, dtype=float)
    if not np.isfinite(volts).all():
        raise ValueError("voltage has a value that is not a number; it must be in millivolts, such as -65")
    return float(_from_zero("magnesium", magnesium)) / _above("half", half) * np.exp(-steepness * volts)


def _from_zero(name: str, values: ArrayLike) -> np.ndarray:
    array = np.asarray(values, dtype=float)
    if not np.isfinite(array).all() or (array < 0).any():
        raise ValueError(f"{name} has a value that is negative or not a number; every value must be 0 or more")
    return array


def _above(name: str, value: float) -> float:
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value!r}; it must be a number above 0")
    return float(value)
