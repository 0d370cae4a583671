"""Spread between people: the paper's own values come out first, then the draws, then what the figure says of them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from ketamine import evidence
from ketamine.figures import pharmacokinetics as figures
from ketamine.guesses import highest_peak
from ketamine.models import spread
from ketamine.models.pharmacokinetics import esketamine

DAY = np.arange(0, 24 * 60 + 1, 2.0)


def typical(age):
    own, nor = spread.typical(age).spray(DAY, figures.SPRAYS)
    return own.max(axis=1), np.trapezoid(own, DAY / 60, axis=1), nor.max(axis=1), np.trapezoid(nor, DAY / 60, axis=1)


@pytest.mark.parametrize(
    "age, which, rows",
    [
        (45, 0, ("PK42", "PK45", "PK48")),
        (45, 1, ("PK43", "PK46", "PK49")),
        (45, 2, ("PK320", "PK321", "PK322")),
        (70, 0, ("PK323", "PK324", "PK325")),
        (70, 1, ("PK323a", "PK324a", "PK325a")),
    ],
    ids=["peak", "area", "noresketamine's peak", "peak over 60", "area over 60"],
)
def test_the_papers_own_values_come_out_within_two_per_cent(age, which, rows):
    published = [evidence.number(row).value for row in rows]
    assert typical(age)[which] == pytest.approx(published, rel=0.02)


def test_the_noresketamine_area_does_not_come_out_and_is_not_shown():
    assert typical(45)[3][0] / 274.4 > 1.35  # the paper's Table 4, 28 mg
    assert not any("area" in str(readout).lower() for readout in figures.everybody()[1])


def test_without_spread_a_person_is_the_model_of_the_other_figures():
    for i, dose in enumerate(figures.SPRAYS):
        own = spread.typical(45).spray(figures.SPREAD_TIMES, figures.SPRAYS)[0][i]
        assert own == pytest.approx(esketamine.by_nose(figures.SPREAD_TIMES, dose), rel=1e-9)


def test_people_are_the_same_at_every_build_dose_and_age():
    first, again = spread.people(3, 45), spread.people(20, 45)[:3]
    assert first == again
    old = spread.people(3, 85)
    assert [person.body.plasma for person in first] == [person.body.plasma for person in old]
    assert all(a.body.liver_flow > b.body.liver_flow for a, b in zip(first, old))


@pytest.mark.parametrize("name, row", [(name, row) for name, row in spread.SPREAD.items()])
def test_each_parameter_spreads_as_published(name, row):
    many = spread.people(figures.CROWD, 45)
    values = np.array([getattr(person, name, None) or getattr(person.body, name) for person in many])
    sigma = np.sqrt(np.log1p((evidence.number(row).value / 100) ** 2))
    assert np.log(values).std() == pytest.approx(sigma, rel=0.06)


def test_the_share_in_the_nose_spreads_on_its_logit():
    taken = np.array([person.body.first_spray for person in spread.people(figures.CROWD, 45)])
    assert np.log(taken / (1 - taken)).std() == pytest.approx(0.708, rel=0.06) and 0 < taken.min() < taken.max() < 1


def test_from_the_5th_to_the_95th_person_is_wider_than_from_the_smallest_to_the_largest_dose():
    """The review of 28 November 2026, with other draws: 38 to 120 ng/mL."""
    low, high = figures._middle_peaks(45, 56)
    assert low == pytest.approx(38, abs=1.5) and high == pytest.approx(120, abs=4)
    peaks = typical(45)[0]
    assert high / low > 1.3 * peaks[-1] / peaks[0]


@pytest.mark.parametrize("age", [17, 87])
def test_an_age_that_the_model_has_not_seen_is_refused(age):
    with pytest.raises(ValueError, match=r"age is .*; it must be 18 to 86 years"):
        spread.typical(age)


def test_only_the_people_asked_for_are_drawn_and_their_peaks_are_said():
    for label, count in figures.DRAWN.items():
        figure, readouts = figures.everybody(drawn=count)
        curves = [trace for trace in figure.data if (trace.name or "").startswith("person") and trace.y[0] is not None]
        assert len(curves) == count, label
        peaks = [max(trace.y) for trace in curves]
        said = [float(n) for n in re.findall(r"\d+", str(readouts[0]))]
        assert said == pytest.approx(sorted({min(peaks), max(peaks)}) if peaks else [], abs=0.51)


def test_the_band_holds_nine_in_ten_at_every_time():
    figure, _ = figures.everybody(drawn=figures.BAND)
    low, high = (np.array(trace.y, float) for trace in figure.data[:2])
    crowd = figures._crowd(45)[0][:, 1]
    inside = ((crowd >= low - 0.06) & (crowd <= high + 0.06)).mean(axis=0)
    assert inside[1:] == pytest.approx(0.9, abs=0.02)


def test_weight_is_no_control_and_it_says_why():
    assert "body weight" in evidence.row("PK316").outcome and "no discernible effect" in evidence.row("PK316").outcome
    assert "No effect was found in 820 people" in str(figures.everybody()[1][5])


def test_the_guess_says_what_the_figure_says():
    low, high = figures._middle_peaks(45, 56)
    assert "peaks at 73 ng/mL" in highest_peak.ask and round(typical(45)[0][1]) == 73
    assert "below a third" in highest_peak.after and low < high / 3
