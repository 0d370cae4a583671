"""The compartment models against published values, analytic solutions and limits; the figures on top."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ketamine import evidence
from ketamine.figures import pharmacokinetics as figures
from ketamine.models import pharmacokinetics as pk
from ketamine.models.pharmacokinetics import Input, Mammillary, amounts, clements, domino, esketamine

MODELS = pytest.mark.parametrize("model", [clements, domino], ids=["Clements", "Domino"])
DOSES = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
INFUSIONS = (2, 10, 20, 40, 60, 100)
DAY = 1440


def value(id: str) -> float:
    return evidence.row(id).value


# Published and independently computed values, within 2 %.


@pytest.mark.parametrize(
    ("model", "expected"),
    [(clements, {40: 177.3, 60: 115.4, 110: 63.1, 230: 35.9}), (domino, {40: 239.7, 60: 55.1, 110: 38.1, 230: 18.4})],
    ids=["Clements", "Domino"],
)
def test_usual_infusion_as_by_step_by_step_integration(model, expected):
    """0.5 mg/kg over 40 minutes, against an independent Runge-Kutta solution of the same rate constants."""
    assert model(list(expected), dose=0.5, infusion=40) == pytest.approx(list(expected.values()), rel=0.02)


def test_half_lives_and_clearance():
    """The terminal half-life, and clearance of 70 kg, as computed elsewhere."""
    assert clements.half_lives[-1] == pytest.approx(182.9, rel=0.02)
    assert 70 * clements.clearance == pytest.approx(80.2, rel=0.02)
    assert domino.half_lives == pytest.approx((0.4, 4.6, 114.6), rel=0.02)
    assert 70 * domino.clearance == pytest.approx(115.9, rel=0.02)


def test_clements_clears_as_the_meta_analysis_and_domino_does_not():
    pooled = evidence.row("PK58")
    assert pooled.low < 70 * clements.clearance < pooled.high < 70 * domino.clearance


@pytest.mark.parametrize(("dose", "peak", "area"), [(28, "PK42", "PK43"), (56, "PK45", "PK46"), (84, "PK48", "PK49")])
def test_esketamine_spray_as_in_the_published_table(dose, peak, area):
    """Peak and area under the curve over 24 hours, Table 4 of Perez-Ruixo 2021."""
    times = np.linspace(0, DAY, 5761)
    curve = esketamine.by_nose(times, dose)
    assert curve.max() == pytest.approx(value(peak), rel=0.02)
    assert np.trapezoid(curve, times) / 60 == pytest.approx(value(area), rel=0.02)


def test_esketamine_as_computed_elsewhere():
    when, height = pk.peak(lambda times: esketamine.by_nose(times, 56), 240)
    assert (height, when) == pytest.approx((73.0, 38), rel=0.02)
    when, height = pk.peak(lambda times: esketamine.by_nose(times, 84), 240)
    assert (height, when) == pytest.approx((102.2, 40), rel=0.02)
    assert esketamine.by_vein([40], 35, 40)[0] == pytest.approx(124.7, rel=0.02)
    assert esketamine.clearance == pytest.approx(109.0, rel=0.02)
    assert esketamine.extraction == pytest.approx(0.722, rel=0.02)


def test_esketamine_bioavailability_is_that_of_the_abstract():
    assert 100 * esketamine.nasal_bioavailability(56) == pytest.approx(value("PK40"), rel=0.02)
    assert 100 * esketamine.nasal_bioavailability(84) == pytest.approx(value("PK41"), rel=0.02)


def test_esketamine_parameters_of_table_3_do_not_give_the_abstracts_clearance():
    """A difference inside the source; the page says so."""
    assert esketamine.clearance / value("PK38") == pytest.approx(0.956, abs=0.005)
    assert 100 * esketamine.oral_bioavailability / value("PK201") == pytest.approx(0.957, abs=0.005)


# Analytic solutions and limits.


def test_one_compartment_as_in_the_textbook():
    model = Mammillary("one", volume=2.0, leaving=0.01)
    times = np.array([0.0, 10, 40, 41, 400])
    running = np.minimum(times, 40)
    expected = 1000 * 0.5 / 40 / (2 * 0.01) * (1 - np.exp(-0.01 * running)) * np.exp(-0.01 * (times - running))
    assert model(times, 0.5, 40) == pytest.approx(expected, rel=1e-10)


def test_two_compartments_as_in_the_textbook():
    """A bolus falls as a sum of two exponentials whose weights are known."""
    leaving, (there, back) = clements.leaving, clements.exchange[0]
    total = leaving + there + back
    root = math.sqrt(total**2 - 4 * leaving * back)
    fast, slow = (total + root) / 2, (total - root) / 2
    times = np.array([0.0, 1, 30, 300, 3000])
    expected = ((fast - back) * np.exp(-fast * times) + (back - slow) * np.exp(-slow * times)) / (fast - slow)
    assert amounts(clements.rates, [Input(0, 1.0)], times)[:, 0] == pytest.approx(expected, rel=1e-9)


@MODELS
def test_a_very_short_infusion_is_a_bolus(model):
    times = np.array([1.0, 5, 60, 600])
    bolus = amounts(model.rates, [Input(0, 0.5)], times)[:, 0] / model.volume * 1000
    assert model(times, 0.5, 1e-6) == pytest.approx(bolus, rel=1e-5)


@MODELS
def test_a_very_long_infusion_reaches_the_steady_state(model):
    """Rate in equals rate out: mg per kg and hour over clearance."""
    days = 100 * DAY
    assert model([days], 0.5 * days, days)[0] == pytest.approx(0.5 * 60 / model.clearance * 1000, rel=1e-9)


@MODELS
def test_everything_given_leaves(model):
    """Area under the curve times clearance is the dose; in the end nothing is left."""
    times = np.concatenate([np.linspace(0, 60, 60_001), np.linspace(60, 5000, 200_001)[1:]])
    curve = model(times, 0.5, 40)
    assert np.trapezoid(curve, times) / 60 * model.clearance / 1000 == pytest.approx(0.5, rel=1e-5)
    assert model([30 * DAY], 0.5, 40)[0] == pytest.approx(0, abs=1e-9)


def test_no_drug_is_lost_or_made_inside_the_body():
    """With every way out closed the amounts add up to what has gone in, at every moment."""
    for rates in (clements.rates, domino.rates, esketamine.rates):
        closed = rates.copy()
        np.fill_diagonal(closed, 0)
        times = np.array([0.0, 7, 20, 40, 300])
        inside = amounts(closed, [Input(0, 3.0, 40), Input(1, 1.0)], times)
        assert inside.sum(axis=1) == pytest.approx(3 * np.minimum(times, 40) / 40 + 1, rel=1e-9)
        assert (inside > -1e-9).all()


def test_esketamine_area_is_dose_times_bioavailability_over_clearance():
    times = np.linspace(0, 20 * DAY, 400_001)
    for curve, fraction in [
        (esketamine.by_vein(times, 56, 40), 1),
        (esketamine.by_nose(times, 56), esketamine.nasal_bioavailability(56)),
        (esketamine.by_mouth(times, 56), esketamine.oral_bioavailability),
    ]:
        assert np.trapezoid(curve, times) / 60 * esketamine.clearance / 1000 == pytest.approx(56 * fraction, rel=1e-3)


@MODELS
def test_doses_add_up(model):
    times = np.linspace(0, 300, 31)
    assert model(times, 0.75, 40) == pytest.approx(model(times, 0.5, 40) + model(times, 0.25, 40), rel=1e-12)
    later = amounts(model.rates, [Input(0, 1.0, 40, start=100)], times)[10:]
    assert later == pytest.approx(amounts(model.rates, [Input(0, 1.0, 40)], times)[:-10], rel=1e-9)


def test_before_the_start_there_is_nothing():
    assert (amounts(clements.rates, [Input(0, 1.0, start=50)], [0, 49.9]) == 0).all()
    assert clements([0.0], 0.5, 40)[0] == 0


def test_the_answer_has_the_shape_of_the_times():
    assert clements(40.0, 0.5, 40).shape == ()
    assert clements([[1, 2], [3, 4]], 0.5, 40).shape == (2, 2)


# Peaks, thresholds, and what is refused.


def test_peak_and_falls_below():
    when, height = pk.peak(lambda times: clements(times, 0.5, 40), 240)
    assert (when, height) == pytest.approx((40, clements([40], 0.5, 40)[0]), rel=1e-3)
    one = Mammillary("one", volume=1.0, leaving=math.log(2) / 60)
    start = one([40.0], 0.5, 40)[0]
    assert pk.falls_below(lambda times: one(times, 0.5, 40), start / 4, after=40) == pytest.approx(160, rel=1e-4)
    assert pk.falls_below(lambda times: one(times, 0.5, 40), 10 * start, after=40) == 40
    with pytest.raises(ValueError, match="has not fallen to 1 ng/mL"):
        pk.falls_below(lambda times: np.full_like(times, 5.0), 1, after=0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: clements([1], -0.5, 40), "dose is -0.5 mg/kg; it must be a number, 0 or more"),
        (lambda: clements([1], math.nan, 40), "dose is nan mg/kg"),
        (lambda: clements([1], 0.5, 0), "infusion is 0 min; it must be a number above 0"),
        (lambda: clements([1], 0.5, -2), "infusion is -2 min"),
        (lambda: clements([-1], 0.5, 40), "times has a value that is negative"),
        (lambda: esketamine.by_nose([1], 30), "dose is 30 mg; a nasal dose must be a multiple of 28 mg"),
        (lambda: esketamine.by_nose([1], 0), "dose is 0 mg; a nasal dose must be"),
        (lambda: esketamine.by_mouth([1], -1), "dose is -1 mg"),
        (lambda: esketamine.by_vein([1], 28, 0), "infusion is 0 min"),
        (lambda: Mammillary("wrong", volume=0, leaving=1), "volume is 0; it must be a number above 0"),
        (lambda: Mammillary("wrong", 1, 1, ((1, -1),)), "exchange is -1; it must be a number above 0"),
        (lambda: amounts([[1, 2]], [], [0]), "rates has the shape"),
        (lambda: amounts([[0, 1], [0, 1]], [], [0]), "two rate constants are equal"),
        (lambda: amounts([[1.0]], [Input(0, -1)], [0]), "amount has a value that is negative"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence.replace("(", r"\(")):
        call()


# What the figures claim.


@MODELS
def test_the_same_dose_faster_has_a_higher_peak(model):
    for dose in DOSES:
        peaks = [model([infusion], dose, infusion)[0] for infusion in INFUSIONS]
        assert peaks == sorted(peaks, reverse=True)


def test_after_the_stop_the_models_are_further_apart_than_30_percent():
    for infusion in INFUSIONS:
        first, second = (model([infusion + 20], 0.5, infusion)[0] for model in (clements, domino))
        assert first > 1.3 * second


@pytest.mark.parametrize(
    ("model", "said", "low", "high"),
    [(clements, "53 to 86 % (Clements", 53.1, 86.2), (domino, "61 to 89 % (Domino", 60.5, 89.5)],
)
def test_the_block_drawn_and_said_is_that_of_the_chosen_model(model, said, low, high):
    figure, readouts = figures.concentration_and_block(model=model)
    words = {readout.name: str(readout) for readout in readouts}
    assert words["Peak, at the end of the infusion"] == "Clements 177 ng/mL, Domino 240 ng/mL"
    assert words["Calculated block at the peak"].startswith(said)
    tops = sorted(max(trace.y) for trace in figure.data if trace.yaxis == "y2")
    assert (tops[0], tops[-1]) == pytest.approx((low, high), abs=0.1)


def test_free_drug_blocks_less_and_a_weaker_constant_too():
    def line(**changed):
        figure, _ = figures.concentration_and_block(**changed)
        return max(
            trace.y.max()
            for trace in figure.data
            if trace.yaxis == "y2" and trace.fill is None and trace.line.width == 2.5
        )

    assert line(drug="free") < line()
    assert line(ki=1.0) < line(ki=0.5) < line(ki=0.2)
    with pytest.raises(ValueError, match="drug is 'some'; it must be 'all' or 'free'"):
        figures.concentration_and_block(drug="some")


def test_a_model_written_in_a_notebook_is_drawn_and_drives_the_block():
    def mine(times, dose, infusion):
        return 1000 * dose * np.exp(-np.asarray(times, float) / 60)

    figure, readouts = figures.concentration_and_block(model=mine, models=(clements, mine))
    assert [trace.name for trace in figure.data][:2] == ["Clements", "mine"]
    assert "(mine, all of the drug)" in str(readouts[1])
    figure, _ = figures.concentration_and_block(model=mine)
    assert [trace.name for trace in figure.data][:3] == ["Clements", "Domino", "mine"]


def test_an_infusion_between_the_drawn_minutes_still_shows_its_peak():
    figure, _ = figures.concentration_and_block(infusion=33)
    assert figure.data[0].y.max() == pytest.approx(clements([33], 0.5, 33)[0], abs=0.1)


def test_a_peak_off_the_scale_is_named():
    figure, _ = figures.concentration_and_block(dose=0.5, infusion=2)
    assert any("peak off the scale: Domino 2,539" in note.text for note in figure.layout.annotations)


def test_the_spray_is_the_sum_of_its_two_ways_in():
    figure, _ = figures.esketamine_routes(split=True)
    curves = {trace.name: np.array(trace.y, float) for trace in figure.data}
    both = curves["Spray: taken up in the nose"] + curves["Spray: swallowed part"]
    assert both == pytest.approx(curves["Nasal spray"], abs=0.11)
    assert curves["By vein, 40 min"].max() > curves["Nasal spray"].max() > curves["By mouth"].max()


def test_every_trace_of_the_other_blockers_says_where_its_number_comes_from():
    traces = figures.other_blockers().data
    assert len(traces) == 4
    for trace in traces:
        assert len(trace.hovertext) == len(trace.x) and all("; " in text for text in trace.hovertext)


@pytest.mark.parametrize(("hours", "minutes"), [(4, 1), (24, 60), (168, 1440)])
def test_the_mood_bar_ends_where_its_row_says_and_not_where_the_window_does(hours, minutes):
    """The table of the figure has the end as it was found: ten days."""
    figure, _ = figures.concentration_and_block(hours=hours)
    [mood] = [trace for trace in figure.data if trace.name == "Mood better than the comparator"]
    lost = evidence.interval("C566b")
    assert mood.x[1] * minutes == pytest.approx(lost.low * 1440) and lost.low == 10
