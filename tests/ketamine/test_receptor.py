"""Binding, magnesium and the open channel: published values, limits and refusals."""

from __future__ import annotations

import numpy as np
import pytest

from ketamine.models import receptor


def test_185_nanograms_is_0_78_micromolar_as_in_the_review():
    assert receptor.micromolar(185) == pytest.approx(0.778, rel=0.02)
    assert receptor.free(receptor.micromolar(185), 0.45) == pytest.approx(0.428, rel=0.02)
    assert receptor.nanograms(receptor.micromolar(185)) == pytest.approx(185)


def test_calculated_occupancy_as_computed_elsewhere():
    """185 ng/mL and a Ki of 0.53 µM: all of the drug, and the free part if 45 % is bound."""
    whole = receptor.micromolar(185)
    assert 100 * receptor.occupancy(whole, 0.53) == pytest.approx(59, rel=0.02)
    assert 100 * receptor.occupancy(receptor.free(whole, 0.45), 0.53) == pytest.approx(45, rel=0.02)
    assert 100 * receptor.occupancy(receptor.free(whole, 0.45), 1.0) == pytest.approx(30, rel=0.02)


def test_occupancy_has_its_limits():
    assert receptor.occupancy(0, 0.5) == 0
    assert receptor.occupancy(0.5, 0.5) == pytest.approx(0.5)
    assert receptor.occupancy(1e9, 0.5) == pytest.approx(1)
    rising = receptor.occupancy(np.linspace(0, 5, 50), 0.5)
    assert (np.diff(rising) > 0).all()
    for block in (0.1, 0.5, 0.9):
        assert receptor.occupancy(receptor.concentration_for(block, 0.66), 0.66) == pytest.approx(block)


def test_the_ki_of_a_mixture_lies_between_and_nearer_to_the_tighter_form():
    assert receptor.mixture_ki(0.3, 1.4) == pytest.approx(0.494, rel=0.02)
    assert receptor.mixture_ki(0.7, 0.7) == pytest.approx(0.7)
    mixed = sum(receptor.occupancy(0, 1) + part / (1 + 0.5 / 0.3 + 0.5 / 1.4) for part in (0.5 / 0.3, 0.5 / 1.4))
    assert receptor.occupancy(1.0, receptor.mixture_ki(0.3, 1.4)) == pytest.approx(mixed)


def test_magnesium_by_voltage_as_published():
    """1 mM, -80 to 0 mV, from the formula of Jahr and Stevens 1990."""
    expected = [0.024, 0.080, 0.230, 0.508, 0.781]
    assert receptor.magnesium_free([-80, -60, -40, -20, 0], 1.0) == pytest.approx(expected, rel=0.02)


def test_magnesium_has_its_limits():
    assert receptor.magnesium_free([-80, 0], 0.0) == pytest.approx([1, 1])
    assert receptor.magnesium_free(0, receptor.MG_HALF) == pytest.approx(0.5)
    assert receptor.magnesium_free(200, 1.0) == pytest.approx(1, abs=1e-4)
    assert receptor.magnesium_free(-200, 1.0) == pytest.approx(0, abs=1e-4)


def test_pore_fractions_add_up_and_reduce_to_the_simple_cases():
    volts = np.linspace(-90, 40, 14)
    for glutamate in (True, False):
        for magnesium in (0, 1, 2):
            for drug in (0, 0.4, 10):
                assert sum(receptor.pore(volts, magnesium, drug, 1.0, glutamate=glutamate)) == pytest.approx(
                    np.ones(14)
                )
    without_drug = receptor.pore(volts, 1.0, 0, 1.0)
    assert without_drug.open == pytest.approx(receptor.magnesium_free(volts, 1.0))
    without_magnesium = receptor.pore(volts, 0, 0.78, 1.0)
    assert without_magnesium.drug == pytest.approx(np.full(14, receptor.occupancy(0.78, 1.0)))
    unblocked = receptor.magnesium_free(volts, 1.0)
    assert receptor.pore(volts, 1.0, 0.78, 1.0).open == pytest.approx(unblocked / (1 + unblocked * 0.78))


def test_block_needs_an_open_channel():
    """The share of the current that ketamine takes grows as magnesium leaves, and is nothing without glutamate."""
    volts = np.array([-80.0, -65, -40, -20, 0, 20])
    for ketamine in (0.4, 0.8, 10):
        taken = 1 - receptor.pore(volts, 1.0, ketamine, 1.0).open / receptor.pore(volts, 1.0, 0, 1.0).open
        assert (np.diff(taken) > 0).all()
    shut = receptor.pore(volts, 1.0, 10, 1.0, glutamate=False)
    assert (shut.drug == 0).all() and (shut.open == 0).all() and (shut.shut == 1).all()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: receptor.occupancy(-1, 0.5), "concentration has a value that is negative"),
        (lambda: receptor.occupancy(1, 0), "ki is 0; it must be a number above 0"),
        (lambda: receptor.free(1, 1), "bound is 1; it must be a fraction from 0 to below 1"),
        (lambda: receptor.concentration_for(1, 0.5), "block is 1; it must be a fraction between 0 and 1"),
        (lambda: receptor.mixture_ki(0.3, -1), "second is -1; it must be a number above 0"),
        (lambda: receptor.micromolar(np.nan), "concentration has a value that is negative or not a number"),
        (lambda: receptor.magnesium_free(np.nan, 1), "voltage has a value that is not a number"),
        (lambda: receptor.magnesium_free(-65, -1), "magnesium has a value that is negative"),
        (lambda: receptor.pore(-65, 1, 1, 0), "half_block is 0"),
        (lambda: receptor.pore(-65, 1, -1, 1), "drug has a value that is negative"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
