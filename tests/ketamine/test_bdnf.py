"""Sampling of correlations against textbook results and simulation; the forest against its rows."""

import itertools

import numpy as np
import pytest
from scipy import integrate, stats

from ketamine import evidence
from ketamine.figures import bdnf
from ketamine.models import blood_test, sampling


@pytest.mark.parametrize("n, rho", [(5, 0.0), (8, -0.4), (15, -0.6), (100, -0.2)])
def test_the_density_is_one_in_all(n: int, rho: float) -> None:
    whole, _ = integrate.quad(sampling.density, -1 + 1e-12, 1 - 1e-12, args=(n, rho), limit=400)
    assert whole == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("n", [5, 8, 15, 50])
def test_without_true_correlation_it_is_students_t(n: int) -> None:
    r = np.array([-0.97, -0.9, -0.5, 0.0, 0.7])
    t = r * np.sqrt((n - 2) / (1 - r**2))
    assert sampling.at_most(r, n) == pytest.approx(stats.t.cdf(t, n - 2), rel=1e-3)


def test_with_many_patients_it_is_fishers_z() -> None:
    n, rho, r = 400, -0.4, np.array([-0.5, -0.4, -0.3])
    z = (np.arctanh(r) - np.arctanh(rho) - rho / (2 * (n - 1))) * np.sqrt(n - 3)
    assert sampling.at_most(r, n, rho) == pytest.approx(stats.norm.cdf(z), abs=2e-3)


def test_it_agrees_with_simulation() -> None:
    rng, n, rho = np.random.default_rng(20140207), 8, -0.5
    x = rng.standard_normal((200_000, n))
    y = rho * x + np.sqrt(1 - rho**2) * rng.standard_normal(x.shape)
    x, y = (a - a.mean(axis=1, keepdims=True) for a in (x, y))
    r = (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    for at in (-0.9, -0.7, -0.3, 0.2):
        assert sampling.at_most(at, n, rho) == pytest.approx((r <= at).mean(), abs=0.004)
    strongest = r.reshape(-1, 20).min(axis=1)
    assert sampling.luckiest(0.5, n, rho, 20) == pytest.approx(np.median(strongest), abs=0.005)
    assert sampling.luckiest_at_most(-0.897, n, rho, 20) == pytest.approx((strongest <= -0.897).mean(), abs=0.015)


def test_one_try_is_no_luck() -> None:
    assert sampling.luckiest_at_most(-0.5, 10, -0.2, 1) == pytest.approx(sampling.at_most(-0.5, 10, -0.2))
    assert sampling.luckiest(0.5, 10, 0.0, 1) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_the_quantile_is_the_inverse_of_the_probability(share: float) -> None:
    r = sampling.luckiest(share, 8, -0.2, 100)
    assert sampling.luckiest_at_most(r, 8, -0.2, 100) == pytest.approx(share, rel=1e-4)


def test_more_tries_and_fewer_patients_reach_further() -> None:
    middle = [[float(sampling.luckiest(0.5, n, -0.2, k)) for k in (1, 5, 20, 100, 460)] for n in (50, 23, 15, 8, 5)]
    assert (np.diff(middle, axis=1) < 0).all() and (np.diff(middle, axis=0)[:, 1:] < 0).all()


def test_tries_needed() -> None:
    needed = sampling.studies_needed(-0.897, 8)
    assert sampling.luckiest_at_most(-0.897, 8, 0.0, round(needed)) == pytest.approx(0.5, abs=0.001)


def test_p_is_that_of_a_pearson_test() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((2, 9))
    r, p = stats.pearsonr(x, y)
    assert sampling.p_value(r, 9) == pytest.approx(p)
    assert sampling.patients_behind(r, p) == pytest.approx(9)
    assert sampling.patients_behind(r, p, adjusted_for=4) == pytest.approx(13)


def test_adjusting_for_variables_costs_patients() -> None:
    """A partial correlation from n patients with c covariates varies as a simple one from n - c."""
    rng, n, c = np.random.default_rng(2), 12, 4
    basis = np.linalg.qr(np.c_[np.ones(n), rng.standard_normal((n, c))])[0]
    x, y = rng.standard_normal((2, 20_000, n))
    x, y = (a - a @ basis @ basis.T for a in (x, y))
    r = (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    assert stats.kstest(r, lambda at: sampling.at_most(np.clip(at, -0.999999, 0.999999), n - c)).pvalue > 0.01


def test_bad_arguments() -> None:
    for call in (
        lambda: sampling.density(0.1, 3),
        lambda: sampling.density(0.1, 8, 1.0),
        lambda: sampling.luckiest_at_most(-0.5, 8, 0.0, 0),
        lambda: sampling.p_value(0.5, 6, adjusted_for=4),
    ):
        with pytest.raises(ValueError, match=r"must|at least"):
            call()


def test_the_finding_is_not_forced() -> None:
    """Fifteen patients: chance alone practically never. Seven or eight: with many tries, readily."""
    printed, tries = evidence.row("B202").value, int(evidence.row("B710").value)
    assert sampling.luckiest_at_most(printed, 15, 0.0, tries) < 1 / 500
    assert sampling.luckiest_at_most(printed, 8, 0.0, tries) > 0.4
    assert sampling.luckiest_at_most(printed, 5, 0.0, 100) > 0.8
    assert sampling.studies_needed(printed, 15) > 200_000


def test_patients_behind_the_printed_correlations() -> None:
    """The numbers derived in the evidence file: 13; 8; 7; 7; 4-5 if they are simple correlations."""
    exact = [sampling.patients_behind(evidence.row(r).value, evidence.row(p).value) for r, p in bdnf.PRINTED.values()]
    assert exact == pytest.approx([12.9, 8.3, 6.8, 7.3, 4.5], abs=0.05)


@pytest.mark.parametrize("view", list(bdnf.VIEWS))
def test_the_forest_is_its_rows(view: str) -> None:
    figure, readouts = bdnf.forest(view)
    plotted = {
        label: (x, x - below, x + above)
        for trace in figure.data
        if trace.x != (None,)
        for x, label, below, above in zip(trace.x, trace.y, trace.error_x.arrayminus, trace.error_x.array)
    }
    assert set(plotted) == set(bdnf.VIEWS[view].values()) and readouts
    for id, label in bdnf.VIEWS[view].items():
        row, times = evidence.row(id), bdnf.TIMES.get(id, 1)
        assert row.uncertainty == "CI95"
        assert plotted[label] == pytest.approx((times * row.value, times * row.low, times * row.high), abs=1e-3)


def test_a_week_of_later_blood_is_the_printed_hour_times_168() -> None:
    """Calder 2024, table 2: 0.0007 (0.0002 to 0.001) an hour."""
    assert bdnf.TIMES == {"B1400": 168} and "0.12 more (0.03 to 0.17" in bdnf.forest("design")[1][1].value


def test_the_gap_between_responders_and_others() -> None:
    gap = bdnf.response_gap()
    assert gap.value == pytest.approx(0.21) and gap.low < 0 < gap.high


@pytest.mark.parametrize("rho, n", list(itertools.product([0.0, -0.2, -0.4, -0.6], [5, 7, 8, 10, 15, 23, 53, 94])))
def test_every_stop_of_luckiest(rho: float, n: int) -> None:
    for tries in (1, 5, 20, 100, 460):
        figure, readouts = bdnf.luckiest(rho, n, tries)
        curve, strongest, true, printed = figure.data
        assert max(curve.y) == 1 and np.isfinite(curve.y).all()
        assert true.x[0] == rho and printed.x[0] == evidence.row("B202").value
        assert strongest.x[0] == pytest.approx(float(sampling.luckiest(0.5, n, rho, tries)), abs=1e-4)
        assert strongest.x[0] - strongest.error_x.arrayminus[0] >= -1
        assert len(readouts) == 3


@pytest.mark.parametrize("printed, adjusted", list(itertools.product(bdnf.PRINTED, range(5))))
def test_every_stop_of_patients_behind(printed: str, adjusted: int) -> None:
    figure, _ = bdnf.patients_behind(printed, adjusted)
    r, p = (evidence.row(id) for id in bdnf.PRINTED[printed])
    curve, line = figure.data
    assert set(line.y) == {p.value}
    assert curve.y[0] == pytest.approx(float(sampling.p_value(r.value, curve.x[0], adjusted)), rel=1e-3)


def test_counts_in_words() -> None:
    assert [bdnf._count(x) for x in (0.3, 24.4, 548, 236_558, 9.1e6, 2e8)] == [
        "1",
        "24",
        "550",
        "240,000",
        "9.1 million",
        "200 million",
    ]
    assert bdnf._chance(0.44) == "44 in 100" and bdnf._chance(0.00135) == "1 in 740"


def test_the_far_tail_is_not_cut_off():
    """Four pairs, no correlation: r is spread evenly, so P(r or below) is (1 + r) / 2 to the very end."""
    for z in (-8.9, -8.5, -5.0, 0.0, 3.0):
        r = np.tanh(z)
        assert sampling.at_most(r, 4) == pytest.approx((1 + r) / 2, rel=2e-4)


# --- the blood test -----------------------------------------------------------------------------


def test_a_group_has_the_mean_and_the_standard_deviation_that_were_published() -> None:
    for row, group in zip(("B214", "B715"), bdnf.groups(), strict=True):
        published = evidence.number(row)
        people = group.people(200_000)
        assert (people.mean(), people.std()) == pytest.approx((published.value, published.spread), rel=5e-3)
        assert group.above(float(people[50_000])) == pytest.approx(0.75, abs=1e-4)
        assert group.above(0) == 1 and people.min() > 0


def test_two_groups_alike_are_told_apart_by_no_cut_off() -> None:
    same = blood_test.Group(8, 5.5)
    assert blood_test.best(same, same)[1] == pytest.approx(0.5)
    assert blood_test.best(blood_test.Group(100, 5), blood_test.Group(8, 1))[1] == pytest.approx(1, abs=1e-6)


def test_the_best_cut_off_is_little_better_than_a_coin() -> None:
    high, low = bdnf.groups()
    at, share = blood_test.best(high, low)
    assert (at, round(100 * share)) == (7.0, 63)
    assert all(blood_test.right(cut, high, low) <= share for cut in np.arange(0.5, 30, 0.5))


@pytest.mark.parametrize("cut", [2, 7, 20])
def test_everybody_stands_on_one_side_of_the_cut_off(cut: float) -> None:
    figure, said = bdnf.cut_off(cut)
    people = [trace for trace in figure.data if trace.mode == "markers"]
    assert [len(people[at].x) + len(people[at + 1].x) for at in (0, 2)] == [bdnf.PEOPLE, bdnf.PEOPLE]
    assert all((x >= cut) == (at % 2 == 0) for at, trace in enumerate(people) for x in trace.x)
    assert str(said[0]).startswith(f"{len(people[1].x)} of the 50") and str(said[1]).startswith(
        f"{len(people[2].x)} of"
    )
