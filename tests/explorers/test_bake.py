"""The bake: what comes out of the packed bytes is what the figure function says, at every stop."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go
import pytest
from ipywidgets import Checkbox, Dropdown, FloatSlider, IntSlider, RadioButtons, SelectionSlider, Text, ToggleButtons

from explorers import ExplorerError, Readout, bake
from explorers import controls as c
from tests.support.stops import assert_same


def plan(**widgets_):
    return [c.read("trial", name, widget) for name, widget in widgets_.items()]


def roundtrip(function, controls):
    return bake.unpack(bake.bake("trial", function, controls, {}))


def wave(amplitude=1.0, kind="sine", dots=False):
    x = np.linspace(0, 10, 101)
    figure = go.Figure(go.Scatter(x=x, y=amplitude * (np.sin(x) if kind == "sine" else np.cos(x)), name=kind))
    if dots:
        figure.add_scatter(x=[1, 2, 3], y=[0.5, None, 0.7], mode="markers", hovertext=["a", "b", "c"])
    figure.update_layout(xaxis_title="x", yaxis_title=f"y ({kind})", yaxis_range=[-3, 3])
    return figure, [Readout("Amplitude", amplitude, "mV", ".1f"), Readout("Words", f"It is a {kind}.")]


def test_every_stop_comes_back_with_another_trace_and_another_title():
    controls = plan(
        amplitude=SelectionSlider(options=[0.5, 1.0, 3.0]),
        kind=ToggleButtons(options=["sine", "cosine"]),
        dots=Checkbox(),
    )
    figures, words = roundtrip(wave, controls)
    assert len(figures) == 12
    for arguments, figure, said in zip(c.stops(controls), figures, words):
        shown = bake.call("trial", wave, arguments)
        assert_same(figure, shown.tree, step=6 / 4095)
        assert [tuple(pair) for pair in said] == shown.words


def test_steps_are_at_most_a_4095th_of_the_range_drawn_and_of_round_decimals():
    def line(top=1.0):
        return go.Figure(
            go.Scatter(x=list(range(100)), y=[top * i / 99 for i in range(100)]), layout=dict(yaxis_range=[0, 0.1])
        )

    figures, _ = roundtrip(line, plan(top=SelectionSlider(options=[0.02, 0.1])))
    for figure, top in zip(figures, (0.02, 0.1)):
        got, exact = figure["data"][0]["y"], [top * i / 99 for i in range(100)]
        assert max(abs(g - e) for g, e in zip(got, exact)) <= 0.1 / 4095 / 2
        assert all(len(repr(g)) <= 8 for g in got), "2e-05 x k must come back as a short decimal"


def test_whole_numbers_and_gaps_come_back_exactly():
    def counts(shift=0):
        return go.Figure(go.Scatter(x=list(range(20)), y=[None if i == 7 else i * i + shift for i in range(20)]))

    figures, _ = roundtrip(counts, plan(shift=IntSlider(min=-3, max=0)))
    for shift, figure in zip(range(-3, 1), figures):
        assert figure["data"][0]["y"] == [None if i == 7 else i * i + shift for i in range(20)]


def test_a_log_axis_keeps_relative_precision():
    def decay(rate=1.0):
        x = np.linspace(0, 10, 50)
        return go.Figure(go.Scatter(x=x, y=np.exp(-rate * x)), layout=dict(yaxis=dict(type="log", range=[-9, 0])))

    figures, _ = roundtrip(decay, plan(rate=SelectionSlider(options=[1.0, 2.0])))
    for rate, figure in zip((1.0, 2.0), figures):
        np.testing.assert_allclose(figure["data"][0]["y"], np.exp(-rate * np.linspace(0, 10, 50)), rtol=1e-6)


def test_an_axis_of_its_own_decides_how_exactly_a_trace_is_kept():
    """The second y axis is logarithmic: steps that are fine for the first would flatten what is small on it."""
    x = np.linspace(0, 10, 50)

    def decay(rate=1.0):
        figure = go.Figure([go.Scatter(x=x, y=x), go.Scatter(x=x, y=np.exp(-rate * x), yaxis="y2")])
        return figure.update_layout(yaxis2=dict(type="log", range=[-9, 0]))

    figures, _ = roundtrip(decay, plan(rate=SelectionSlider(options=[1.0, 2.0])))
    for rate, figure in zip((1.0, 2.0), figures):
        np.testing.assert_allclose(figure["data"][1]["y"], np.exp(-rate * x), rtol=1e-6)


@pytest.mark.parametrize("top", [60.0, 70.0, 79.0, 1000.0])
def test_numbers_far_beyond_the_range_drawn_come_back_as_well(top):
    """A step that suits the range drawn counts no further than 16 bits; beyond, numbers stay exact."""

    def line(scale=1.0):
        y = [scale * top * i / 99 for i in range(100)]
        return go.Figure(go.Scatter(x=list(range(100)), y=y), layout=dict(yaxis_range=[0, 4.095]))

    figures, _ = roundtrip(line, plan(scale=SelectionSlider(options=[0.5, 1.0])))
    for scale, figure in zip((0.5, 1.0), figures):
        exact = [scale * top * i / 99 for i in range(100)]
        np.testing.assert_allclose(figure["data"][0]["y"], exact, rtol=1e-6, atol=0.00051)


def test_same_source_same_bytes_at_any_time():
    controls = plan(amplitude=SelectionSlider(options=[0.5, 1.0]))
    packed = bake.bake("trial", wave, controls, {})
    assert packed == bake.bake("trial", wave, controls, {})
    assert packed[4:8] == bytes(4), "gzip's header holds the time of the bake"


def test_one_figure_without_controls():
    figures, words = roundtrip(wave, [])
    assert len(figures) == 1 and words[0][0] == ["Amplitude", "1.0 mV"]


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda dose: go.Figure(layout_height=100 / (2 - dose)), "dose=2: ZeroDivisionError: division by zero"),
        (lambda dose: "a figure", "returned str; it must be a plotly Figure"),
        (
            lambda dose: go.Figure(go.Scatter(x=[1], y=[math.nan if dose == 2 else 1])),
            "dose=2: figure.data[0].y[0] is nan",
        ),
        (lambda dose: go.Figure(go.Scatter(x=np.array([1.0, np.inf]), y=[1, 2])), "figure.data[0].x[1] is inf"),
        (lambda dose: go.Figure(go.Heatmap(z=[[1]])), "trace type 'heatmap' is not in the page's Plotly bundle"),
        (lambda dose: (go.Figure(), [Readout("Peak", math.nan)]), "readout 'Peak' is nan"),
        (lambda dose: (go.Figure(), [Readout("Peak", np.float64("nan"))]), "readout 'Peak' is nan"),
        (lambda dose: (go.Figure(), [Readout("Peak", np.float32("inf"))]), "readout 'Peak' is inf"),
        (lambda dose: (go.Figure(), ["Peak"]), "a readout is str"),
    ],
)
def test_a_stop_that_cannot_be_baked_is_named(function, sentence):
    with pytest.raises(ExplorerError) as error:
        bake.bake("trial", function, plan(dose=IntSlider(min=1, max=3)), {})
    assert sentence in str(error.value) and "explorer 'trial' at dose=" in str(error.value)


def test_too_many_stops_are_refused_before_any_is_called():
    def never(**_):
        raise AssertionError("called")

    with pytest.raises(
        ExplorerError, match=r"has 2040 stops, at most 2000 are allowed; give control 'a' fewer than its 51 stops"
    ):
        bake.bake("trial", never, plan(a=IntSlider(min=0, max=50), b=IntSlider(min=1, max=40)), {})


def test_too_many_bytes_are_refused_with_the_control_to_coarsen():
    def noise(seed=0, other=0):
        return go.Figure(go.Scatter(x=list(range(3000)), y=np.random.default_rng(seed).normal(size=3000)))

    with pytest.raises(
        ExplorerError,
        match=(
            r"explorer 'trial' bakes to [\d.]+ kB gzip, at most 40 are allowed; give control 'seed' fewer than its 20"
            r" stops"
        ),
    ):
        bake.bake("trial", noise, plan(seed=IntSlider(min=1, max=20), other=Checkbox()), {})


@pytest.mark.parametrize(
    ("widget", "labels", "values", "initial"),
    [
        (SelectionSlider(options=[("half", 0.5), ("one", 1.0)], value=1.0), ("half", "one"), (0.5, 1.0), 1),
        (Dropdown(options=["a", "b"], value="b"), ("a", "b"), ("a", "b"), 1),
        (RadioButtons(options=["a", "b"]), ("a", "b"), ("a", "b"), 0),
        (IntSlider(min=2, max=6, step=2, value=4), ("2", "4", "6"), (2, 4, 6), 1),
        (
            FloatSlider(min=0.1, max=0.5, step=0.1, value=0.3, readout_format=".1f"),
            ("0.1", "0.2", "0.3", "0.4", "0.5"),
            (0.1, 0.2, 0.3, 0.4, 0.5),
            2,
        ),
        (Checkbox(value=True), ("off", "on"), (False, True), 1),
    ],
)
def test_stops_of_each_control(widget, labels, values, initial):
    control = c.read("trial", "x", widget)
    assert (control.labels, control.values, control.initial) == (labels, values, initial)


def test_other_controls_are_refused_with_the_list_of_those_that_work():
    with pytest.raises(
        ExplorerError, match="control 'x' is a Text; controls that work are SelectionSlider, .*Checkbox and fixed"
    ):
        c.read("trial", "x", Text())


def test_a_control_without_stops_is_refused():
    with pytest.raises(ExplorerError, match="explorer 'trial': control 'x' has no stops"):
        c.read("trial", "x", Dropdown(options=[]))


@pytest.mark.parametrize(
    ("name", "there"),
    [("kind", "must be a slider: minutes"), ("strong", "must be a slider: minutes"), ("milk", "must be a slider")],
)
def test_play_on_a_control_without_an_order_is_refused_with_those_that_have_one(name, there):
    plan = [
        c.read("tea", "minutes", IntSlider(min=0, max=5)),
        c.read("tea", "kind", Dropdown(options=["green", "black"])),
        c.read("tea", "strong", Checkbox()),
    ]
    with pytest.raises(ExplorerError, match=f"explorer 'tea': play is '{name}'; it {there}"):
        c.played("tea", plan, name)
    assert [control.plays for control in c.played("tea", plan, "minutes")] == [True, False, False]
