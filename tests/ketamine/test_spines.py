"""The spine model against analytic limits, a numerical solver and the rows it is fitted to."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from ketamine import evidence
from ketamine.figures import rewiring
from ketamine.models import spines
from ketamine.models.spines import Phase

EARLY, LATE = (14.0, 0.04), (18 * spines.MONTH, 0.26)
HALF_LIVES = [2, 4, 7, 14, 28]


def derivative(model: spines.Turnover, phases: list[Phase]):
    """The model's two equations, for a solver that knows nothing of their solution."""

    def change(t: float, state: np.ndarray) -> list[float]:
        now = next(p for p in phases if p.start <= t <= p.end)
        labile, stable = state
        return [
            model.formation + now.burst - (model.leaving + now.stress) * labile,
            model.maturing * labile - (model.losing + now.stress) * stable,
        ]

    return change


def test_one_pool_is_an_exponential() -> None:
    pool = spines.one_pool(0.04)
    days = np.array([0.0, 14.0, 28.0, 547.9])
    assert np.allclose(spines.surviving(pool, days), 100 * 0.96 ** (days / 14))
    assert np.log(2) / pool.leaving == pytest.approx(237.7, abs=0.1)  # 'about 240 days'


@pytest.mark.parametrize("half_life", HALF_LIVES)
def test_two_pools_lose_what_was_measured(half_life: float) -> None:
    pools = spines.two_pools(half_life, EARLY, LATE)
    gone = 100 - spines.surviving(pools, [EARLY[0], LATE[0]])
    assert gone == pytest.approx([4.0, 26.0], abs=1e-8)
    assert np.log(2) / pools.leaving == pytest.approx(half_life)
    assert 0 < pools.kept < 1 and pools.losing < pools.leaving


def test_two_pools_refuse_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="no two pools"):
        spines.two_pools(60, EARLY, LATE)
    with pytest.raises(ValueError, match="between 0 and 1"):
        spines.one_pool(1.2)


@pytest.mark.parametrize("model", [spines.one_pool(0.04), spines.two_pools(7, EARLY, LATE)])
def test_nothing_happens_at_rest(model: spines.Turnover) -> None:
    days = np.linspace(-21, 700, 300)
    assert np.allclose(spines.course(model, [Phase(-21, 5), Phase(5, 700)], days), 100, atol=1e-9)


@pytest.mark.parametrize("half_life", HALF_LIVES)
def test_course_agrees_with_a_numerical_solver(half_life: float) -> None:
    model = spines.two_pools(half_life, EARLY, LATE)
    phases = [
        Phase(-21, 0, stress=0.003),
        Phase(0, 0.5),
        Phase(0.5, 1.5, burst=10),
        Phase(1.5, 30, stress=0.002),
        Phase(30, 60),
    ]
    state, expected, days = np.array([model.labile, 100 - model.labile]), [], []
    for phase in phases:
        t = np.linspace(phase.start, phase.end, 6)[1:]
        run = solve_ivp(
            derivative(model, phases=[phase]), (phase.start, phase.end), state, t_eval=t, rtol=1e-10, atol=1e-10
        )
        days, expected, state = [*days, *t], [*expected, *run.y.sum(axis=0)], run.y[:, -1]
    assert np.allclose(spines.course(model, phases, np.array(days)), expected, atol=1e-6)


def test_survival_agrees_with_a_numerical_solver() -> None:
    model = spines.two_pools(7, EARLY, LATE)
    still = spines.Turnover(model.leaving, model.maturing, model.losing, model.labile)
    run = solve_ivp(
        lambda t, y: [-still.leaving * y[0], still.maturing * y[0] - still.losing * y[1]],
        (0, 600), [model.labile, 100 - model.labile], t_eval=[1, 10, 100, 600], rtol=1e-10, atol=1e-12,
    )  # fmt: skip
    assert np.allclose(spines.surviving(model, [1, 10, 100, 600]), run.y.sum(axis=0), atol=1e-6)


@pytest.mark.parametrize("stress", list(rewiring.STRESS))
@pytest.mark.parametrize("doses", list(rewiring.DOSES))
@pytest.mark.parametrize("half_life", HALF_LIVES)
def test_one_pool_cannot_fade_in_two_weeks(stress: str, doses: str, half_life: float) -> None:
    """The finding, at every stop: one pool keeps nine tenths; two pools keep less, the shorter-lived the less."""
    kept = {extra: [r.value for r in rewiring.course(extra, half_life, stress, doses)[1][:2]] for extra in (2, 10)}
    assert kept[2] == pytest.approx(kept[10])  # the size of the rise does not matter
    one, two = kept[2]
    assert one > 90 and two < one - 10


@pytest.mark.parametrize("burst_days", [0.5, 3, 7])
def test_the_assumed_length_of_the_burst_does_not_carry_the_finding(burst_days: float) -> None:
    one, two = (r.value for r in rewiring.course(burst_days=burst_days)[1][:2])
    assert one > 90 and two < 50


def test_no_single_rate_fits_both_measurements() -> None:
    """Not only at the slider's stops: at any rate."""
    early, late = evidence.row("N115"), evidence.row("N704")
    for loss in np.linspace(early.low, early.high, 21):
        predicted = 100 - spines.surviving(spines.one_pool(loss / 100), LATE[0])
        assert predicted > 2.5 * late.value


def test_the_figures_use_the_rows() -> None:
    pools = rewiring.published_two_pools(7)
    assert 100 - spines.surviving(pools, LATE[0]) == pytest.approx(evidence.row("N704").value)
    figure, _ = rewiring.turnover()
    zuo, grutzendler = (next(t for t in figure.data if t.name == name) for name in ("Zuo 2005", "Grutzendler 2002"))
    soon = evidence.row("N115")
    assert zuo.y[0] - zuo.error_y.array[0] == soon.low and zuo.y[0] + zuo.error_y.array[0] == soon.high
    assert zuo.y[1] == evidence.row("N704").value
    assert grutzendler.y[0] == 100 - evidence.row("N121").value


@pytest.mark.parametrize("loss", [0.8, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("half_life", HALF_LIVES)
def test_every_stop_of_turnover(loss: float, half_life: float) -> None:
    figure, readouts = rewiring.turnover(loss, half_life)
    one = next(trace for trace in figure.data if trace.name == "One pool")
    assert one.y[0] == pytest.approx(100 * (1 - (1 - loss / 100) ** (1 / 14)), rel=1e-3)
    assert all(np.isfinite(trace.y).all() for trace in figure.data)
    fits = next(r.value for r in readouts if r.name == "One pool fits")
    assert fits in ("two weeks, but not 18 months", "18 months, but not two weeks", "neither")
