"""The excitatory-inhibitory circuit: against its algebra, its limits and scipy's solution of it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import root

from ketamine.models import circuit as c

PAGE = c.Circuit()
STEPS = np.linspace(0, 1, 21)


def test_without_block_everything_stays_at_its_resting_rate():
    assert c.steady_state(PAGE, 0, 0) == pytest.approx((1, 1), abs=1e-12)
    e, i = c.trajectory(PAGE, 0, 0, np.linspace(0, 500, 6))
    assert e == pytest.approx(np.ones(6), abs=1e-8) and i == pytest.approx(np.ones(6), abs=1e-8)


def test_by_hand():
    """Whole block on interneurons: g_i = 0.5, E = (1.5*1.5 - 0.5*1) / (0.5*1.5 + 0.5*0.5) = 1.75."""
    e, i = c.steady_state(PAGE, 0, 1)
    assert e == pytest.approx(1.75) and i == pytest.approx(0.5 * (0.5 * 1.75 + 1) / 1.5)
    e, _ = c.steady_state(PAGE, 1, 1)
    assert e == pytest.approx(0.625 / 1.375)


@pytest.mark.parametrize("block_e, block_i", [(0, 0.3), (0.4, 0), (0.7, 0.7), (1, 1), (1, 0), (0, 1), (0.2, 0.9)])
def test_integration_and_rootfinding_and_algebra_agree(block_e, block_i):
    exact = [float(rate) for rate in c.steady_state(PAGE, block_e, block_i)]
    assert c.settled(PAGE, block_e, block_i) == pytest.approx(exact, abs=1e-6)
    g_e, g_i = 1 - PAGE.nmda_e * block_e, 1 - PAGE.nmda_i * block_i
    found = root(
        lambda x: [
            -x[0] + max(g_e * (PAGE.w_ee * x[0] + PAGE.h_e) - PAGE.w_ei * x[1], 0),
            -x[1] + max(g_i * (PAGE.w_ie * x[0] + PAGE.h_i) - PAGE.w_ii * x[1], 0),
        ],
        [1, 1],
    )
    assert found.x == pytest.approx(exact, abs=1e-8)


def test_silenced_pyramidal_cells_leave_interneurons_to_their_own_input():
    strong = replace(PAGE, nmda_e=0.9)
    e, i = c.steady_state(strong, 1, 0)
    assert e == 0 and i == pytest.approx(PAGE.h_i / (1 + PAGE.w_ii))
    assert c.settled(strong, 1, 0) == pytest.approx((0, float(i)), abs=1e-6)


def test_block_on_interneurons_always_raises_and_on_pyramidal_cells_always_lowers():
    """Not a choice of parameters: dE/dg_i < 0 and dE/dg_e > 0 wherever the circuit is stable."""
    sets = c.draws(9)
    columns = replace(sets, **{name: getattr(sets, name)[:, None] for name in c.RANGES})
    raised, _ = c.steady_state(columns, 0, STEPS)
    lowered, _ = c.steady_state(columns, STEPS, 0)
    steps_up, steps_down = np.diff(raised, axis=1), np.diff(lowered, axis=1)
    assert (steps_up[~np.isnan(steps_up)] > 0).all()
    assert (steps_down[~np.isnan(steps_down)] <= 0).all() and (lowered[:, -1] < 1).all()


def test_an_even_block_on_an_even_share_never_raises():
    """g_e = g_i = g: E = g N / (1 + w_ii + g (w_ei w_ie - w_ee (1 + w_ii))), which rises with g."""
    sets = c.draws(9)
    even = replace(sets, nmda_e=sets.nmda_i, preference=np.ones_like(sets.w_ee))
    e, _ = c.curves(even, np.logspace(-2, 2, 30), 1.0)
    assert np.nanmax(e) <= 1 + 1e-9
    assert set(np.unique(c.outcome(e))) <= {0, 3, 5}


def test_preference_moves_the_two_half_blocks_apart_and_keeps_their_middle():
    block_e, block_i = c.blocks(replace(PAGE, preference=100.0), np.array([0.1, 1.0, 10.0]), 1.0)
    assert block_i[0] == pytest.approx(0.5) and block_e[2] == pytest.approx(0.5)
    same_e, same_i = c.blocks(replace(PAGE, preference=1.0), [1.0], 1.0)
    assert same_e == same_i == pytest.approx(0.5)
    only_e, only_i = c.blocks(PAGE, [1.0], 1.0, "pyramidal")
    assert only_e == pytest.approx(0.5) and only_i == 0
    with pytest.raises(ValueError, match="interneurons, pyramidal, both"):
        c.blocks(PAGE, [1.0], 1.0, "glia")


def test_the_page_rises_then_falls_and_the_mirror_image_does_not():
    dose = np.logspace(-2, 2, 60)
    e, _ = c.curves(PAGE, dose, 1.0)
    assert c.outcome(e) == 1
    turned, _ = c.curves(replace(PAGE, preference=0.1), dose, 1.0)
    assert c.outcome(turned) == 3
    assert c.outcome(c.curves(PAGE, dose, 1.0, "interneurons")[0]) == 2
    assert c.outcome(c.curves(PAGE, dose, 1.0, "pyramidal")[0]) == 3


@pytest.mark.parametrize(
    "rates, code",
    [
        ([1, 1.2, 0.5], 1),
        ([1, 1.2, 1.1], 2),
        ([1, 0.9, 0.5], 3),
        ([1, 0.9, 1.3], 4),
        ([1, 1.01, 0.99], 5),
        ([1, 1.03, 0.5], 1),  # 2 % is hardly a change, 3 % is one
        ([1, 0.97, 0.96], 3),
        ([1, 1.4, np.nan], 0),
    ],
)
def test_outcome_codes(rates, code):
    assert c.outcome(rates) == code


def test_draws_are_the_same_every_time_and_inside_their_ranges():
    first, again = c.draws(7), c.draws(7)
    for name, (low, high, _) in c.RANGES.items():
        assert (getattr(first, name) == getattr(again, name)).all()
        assert getattr(first, name).min() >= low and getattr(first, name).max() <= high
    assert c.possible(first).all()


def test_runaway_is_reported_and_not_drawn():
    wild = replace(PAGE, w_ee=1.4, w_ie=0.5, w_ei=1.4)
    assert c.possible(wild)
    e, _ = c.steady_state(wild, 0, 1)
    assert np.isnan(e)
    assert c.trajectory(wild, 0, 1, [0, 300])[0][-1] > 10


def test_a_resting_state_that_nothing_returns_to_is_none():
    """Slow inhibition: the equations have a solution at E = I = 1, but the least push starts growing swings."""
    swinging = replace(PAGE, w_ee=1.5, w_ei=2.0, w_ie=1.0, w_ii=0.0, tau_i=60.0)
    assert np.isnan(c.steady_state(swinging, 0, 0)).all() and not c.possible(swinging)
    e, _ = c.trajectory(swinging, 0, 0.001, np.linspace(0, 3000, 301))
    assert np.ptp(e[-100:]) > 100 * np.ptp(e[:20])
    damped = replace(swinging, tau_i=10.0)
    assert c.steady_state(damped, 0, 0) == pytest.approx((1, 1)) and c.possible(damped)


def test_glutamate_follows_firing_in_direction_for_any_local_share():
    for local in (0.1, 0.5, 1.0):
        assert c.glutamate(1.0, local) == 1
        assert c.glutamate(1.2, local) > 1 > c.glutamate(0.8, local)
