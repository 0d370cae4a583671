"""The arithmetic of absolute effects against published worked examples and published trials."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from ketamine.models.risk import (
    Estimate,
    Needed,
    count,
    from_error,
    gap,
    newcombe,
    odds_ratio,
    reciprocal,
    share_at,
    trial_size,
    whole,
    wilson,
    z,
)

# Newcombe, Stat Med 1998;17:857-872, table I: method 3 (score, no continuity correction)
WILSON = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
# Newcombe, Stat Med 1998;17:873-890, table II: method 10
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0),
    (10, 10, 0, 10, 0.6075, 1.0),
]


@pytest.mark.parametrize("events, people, low, high", WILSON)
def test_wilson_gives_newcombes_published_intervals(events, people, low, high):
    estimate = wilson(events, people)
    assert (round(estimate.low, 4), round(estimate.high, 4)) == (low, high)
    assert estimate.value == events / people


@pytest.mark.parametrize("a, m, b, n, low, high", NEWCOMBE)
def test_newcombe_gives_his_published_intervals(a, m, b, n, low, high):
    estimate = newcombe(a, m, b, n)
    assert (round(estimate.low, 4), round(estimate.high, 4)) == (low, high)


def test_swapping_the_arms_mirrors_the_interval():
    one, two = newcombe(12, 40, 22, 40), newcombe(22, 40, 12, 40)
    assert (one.value, one.low, one.high) == pytest.approx((-two.value, -two.high, -two.low))


def test_intervals_narrow_with_people_and_widen_with_level():
    small, large = newcombe(6, 10, 5, 10), newcombe(600, 1000, 500, 1000)
    assert small.high - small.low > 5 * (large.high - large.low)
    assert wilson(5, 10, 0.99).high > wilson(5, 10, 0.95).high
    assert z(0.95) == pytest.approx(1.959964, abs=1e-6) and z(0.9) == pytest.approx(1.644854, abs=1e-6)


def test_odds_ratio_of_grunebaum_2018_as_printed():
    """55 % against 30 % of 40 people each: odds ratio 2.85 (1.14 to 7.15), NNT 4.0."""
    estimate = odds_ratio(22, 40, 12, 40)
    assert [round(v, 2) for v in (estimate.value, estimate.low, estimate.high)] == [2.85, 1.14, 7.15]
    assert Needed(newcombe(22, 40, 12, 40)).value == pytest.approx(4.0)


@pytest.mark.parametrize(
    "cells, printed", [((35, 41, 17, 40), (7.89, 2.70, 22.98)), ((35, 41, 23, 40), (4.31, 1.48, 12.55))]
)
def test_odds_ratios_of_arabzadeh_2018_as_printed(cells, printed):
    estimate = odds_ratio(*cells)
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(printed, abs=0.015)  # last digit: z as 1.96


@pytest.mark.parametrize("base, ratio, treated", [(0.088, 3.94, 0.274), (0.259, 2.48, 0.465)])
def test_shares_of_the_cochrane_summary_tables(base, ratio, treated):
    """The review turns its odds ratios into 27.4 % and 46.5 % at its own base shares."""
    assert share_at(base, ratio) == pytest.approx(treated, abs=0.0015)


def test_an_odds_ratio_of_one_changes_nothing_and_shares_stay_shares():
    assert share_at(0.3, 1) == pytest.approx(0.3)
    assert all(0 <= share_at(base, 14) <= 1 for base in (0, 0.1, 0.9, 1))


@pytest.mark.parametrize("treated, comparator, printed", [(63.4, 49.5, "8"), (48.2, 30.3, "6"), (7.0, 0.9, "17")])
def test_number_needed_of_transform_2_as_citrome_2020_printed_it(treated, comparator, printed):
    """Response 8, remission 6, and 17 for one more person stopping because of an adverse event."""
    assert whole((treated - comparator) / 100) == printed


def test_elekt_d_interval_is_near_the_printed_one():
    """108/195 against 70/170, printed as 14.2 points (3.9 to 24.2)."""
    estimate = newcombe(count(55.4, 195), 195, count(41.2, 170), 170)
    assert [100 * v for v in (estimate.value, estimate.low, estimate.high)] == pytest.approx([14.2, 3.9, 24.2], abs=0.2)


def test_number_needed_whose_interval_crosses_no_difference():
    """Altman 1998: difference 10 % (-5 % to 25 %) is NNT 10, benefit 4 through infinity to harm 20."""
    needed = Needed(Estimate(0.10, -0.05, 0.25))
    assert needed.crosses and needed.value == pytest.approx(10)
    assert needed.text == "10 to benefit (95 % interval: benefit 4 … ∞ … harm 20)"


def test_number_needed_on_one_side():
    assert Needed(Estimate(0.25, 0.0324, 0.4387)).text == "4 to benefit (95 % interval 3 to 31)"
    assert Needed(Estimate(-0.17, -0.30, -0.02)).text == "6 to harm (95 % interval 4 to 50)"
    assert not Needed(Estimate(0.25, 0.03, 0.44)).crosses


def test_an_interval_that_ends_at_no_difference_ends_at_infinity():
    assert Needed(Estimate(0.20, 0.0, 0.42)).text == "5 to benefit (95 % interval 3 to ∞)"


def test_no_difference_needs_infinitely_many():
    needed = Needed(newcombe(2, 12, 2, 12))
    assert math.isinf(needed.value) and needed.crosses
    assert needed.text.startswith("no finite number (no difference) (95 % interval: benefit")
    assert reciprocal(0) == math.inf and whole(0) == "∞"
    assert math.ceil(1 / (0.06 - 0.02)) == 26 and whole(0.06 - 0.02) == "25"  # a float's last digit is no person


def test_estimate_knows_on_which_side_it_lies():
    assert Estimate(0.2, 0.1, 0.3).excludes == 1
    assert Estimate(-0.2, -0.3, -0.1).excludes == -1
    assert Estimate(0.2, -0.1, 0.3).excludes is None


def test_empty_cells_have_no_ratio():
    assert odds_ratio(4, 8, 0, 7) is None


@pytest.mark.parametrize(
    "percent, people, whole_people", [(63.0, 73, 46), (31.6, 79, 25), (27.1, 336, 91), (17.6, 340, 60)]
)
def test_people_behind_a_percentage(percent, people, whole_people):
    assert count(percent, people) == whole_people


@pytest.mark.parametrize("percent, people, decimals", [(21.67, 30, 2), (52.0, 109, 1), (31.6, 73, 1)])
def test_a_percentage_of_no_whole_number_of_people_is_refused(percent, people, decimals):
    """Talati's remission, TRANSFORM-2's adjusted share, and Abbar's swapped denominator."""
    with pytest.raises(ValueError, match="no whole number"):
        count(percent, people, decimals)


def test_trial_size_of_a_textbook_case():
    """5 % against 10 %, power 80 %: 432 in each arm without pooling (435 with)."""
    assert trial_size(0.10, 0.05) == 432
    assert trial_size(0.10, 0.20) == 197  # 196.2: a part of a person is a person more


def test_trial_size_grows_as_events_get_rare_and_effects_small():
    assert trial_size(0.01, 0.005) > 9 * trial_size(0.10, 0.05)
    assert trial_size(0.10, 0.075) > 3 * trial_size(0.10, 0.05)
    assert trial_size(0.1, 0.05, power=0.9) > trial_size(0.1, 0.05)
    with pytest.raises(ValueError, match="equal shares"):
        trial_size(0.1, 0.1)


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="cannot be"):
        wilson(5, 4)


def test_the_odds_ratio_of_abbar_2022_rounds_to_the_printed_one():
    assert round(odds_ratio(46, 73, 25, 79).value, 1) == 3.7


# --- scipy as an oracle


@pytest.mark.parametrize("people", [1, 7, 30, 263])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_wilson_is_scipys(people, level):
    for events in range(0, people + 1, max(1, people // 7)):
        known = stats.binomtest(events, people).proportion_ci(level, method="wilson")
        ours = wilson(events, people, level)
        assert (ours.low, ours.high) == pytest.approx((known.low, known.high), abs=1e-12)


def test_an_interval_from_a_standard_error_is_scipys():
    for level in (0.9, 0.95, 0.99):
        ours = from_error(-0.63, 0.26, level)
        assert (ours.low, ours.high) == pytest.approx(stats.norm.interval(level, -0.63, 0.26))


def test_the_gap_of_two_estimates_has_the_root_of_both_errors():
    first, second = from_error(0.26, 0.11), from_error(0.05, 0.12)
    between = gap(first, second)
    known = stats.norm.interval(0.95, 0.21, math.hypot(0.11, 0.12))
    assert (between.low, between.high) == pytest.approx(known)


def test_newcombe_is_made_of_two_wilson_intervals():
    """Method 10 by hand from scipy's intervals: 56 of 70 against 48 of 80."""
    one, two = (stats.binomtest(*arm).proportion_ci(method="wilson") for arm in ((56, 70), (48, 80)))
    ours = newcombe(56, 70, 48, 80)
    assert ours.low == pytest.approx(0.2 - math.hypot(0.8 - one.low, two.high - 0.6))
    assert ours.high == pytest.approx(0.2 + math.hypot(one.high - 0.8, 0.6 - two.low))


@pytest.mark.parametrize("factor", [100, -0.01])
def test_an_estimate_in_other_units_keeps_its_order(factor):
    turned = Estimate(2, 1, 4).times(factor)
    assert turned.low <= turned.value <= turned.high and {turned.low, turned.high} == {factor, 4 * factor}
