"""How the bake's time and bytes grow with the number of stops: three curves of 100 points, two readouts."""

from __future__ import annotations

import time
from collections.abc import Iterator

import ipywidgets
import numpy as np
import plotly.graph_objects as go

from benchmarks.table import Row, middle
from explorers import bake, controls
from explorers.readout import Readout

STOPS = (10, 100, 500, 2000)
HOURS = np.linspace(0, 24, 100)


def curves(dose: float) -> tuple[go.Figure, list[Readout]]:
    """Three half-lives at one dose."""
    figure = go.Figure(layout=dict(xaxis=dict(title="Hours"), yaxis=dict(title="ng/mL", range=[0, 500])))
    figure.add_traces(
        [
            go.Scatter(x=HOURS, y=dose * np.exp(-HOURS / half_life), mode="lines", name=f"{half_life} h")
            for half_life in (2, 3, 5)
        ]
    )
    return figure, [Readout("Dose", f"{dose:.2f}"), Readout("After 6 h", f"{dose * np.exp(-2):.1f} ng/mL")]


def rows(rounds: int) -> Iterator[Row]:
    """Bake each number of stops in turns."""
    seconds: dict[int, list[float | None]] = {stops: [] for stops in STOPS}
    size: dict[int, int] = {}
    for _ in range(rounds):
        for stops, found in seconds.items():
            doses = np.round(np.linspace(10, 500, stops), 3).tolist()
            slider = controls.read("curves", "dose", ipywidgets.SelectionSlider(options=doses))
            began = time.process_time()
            shown = [bake.call("curves", curves, stop) for stop in controls.stops([slider])]
            size[stops] = len(bake.pack([each.tree for each in shown], [each.words for each in shown]))
            found.append(time.process_time() - began)
    for stops, found in seconds.items():
        yield Row(f"bake of {stops} stops: processor s", [found], digits=2)
        each = middle(found) / stops * 1000
        yield Row(
            f"bake of {stops} stops: kB gzip",
            [f"{size[stops] / 1000:.1f} ({size[stops] / stops:.0f} bytes and {each:.1f} ms a stop)"],
        )
