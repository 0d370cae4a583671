"""A small scene, and the page that holds it, for the tests of the engine."""

from __future__ import annotations

from bs4 import BeautifulSoup
from ipywidgets import SelectionSlider

from explorers import Drawing, Readout, Scene, explore
from explorers.explorer import BAKING

MARKUP = (
    '<rect width="100" height="50" fill="var(--surface)"/><circle data-part="leaf" r="4" fill="var(--tea)"/>'
    '<rect data-move="minutes 0" width="30" height="50" fill="transparent"/>'
    '<rect data-move="minutes 2" x="70" width="30" height="50" fill="transparent"/>'
    '<text data-part="says" font-size="14" fill="var(--ink)"/>'
)


def scene(minutes=2, **changes):
    parts = {"leaf": {"cx": 10 * minutes, "opacity": 0.5}, "says": {"text": f"{minutes} min"}}
    told = dict(
        wide=Drawing(100, 50, MARKUP, parts),
        narrow=Drawing(50, 50, MARKUP, parts),
        label="A cup of tea.",
        leaves_out="the milk.",
        head=("Part", "Place"),
        rows=[("Leaf", 10.0 * minutes)],
        colours={"tea": ("#663300", "#cc9966")},
    )
    return Scene(**(told | changes))


def tea(minutes):
    return scene(minutes), [Readout("Leaf", 10 * minutes, "mm")]


def page(monkeypatch, function=tea):
    monkeypatch.setenv(BAKING, "1")
    monkeypatch.setattr("explorers.explorer._used", {})  # each page is the first
    slider = SelectionSlider(options=[("one", 1), ("two", 2), ("three", 3)])
    return BeautifulSoup(explore(function, caption="Tea.", minutes=slider, play="minutes")._repr_html_(), "html.parser")
