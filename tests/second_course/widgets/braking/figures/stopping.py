"""How far a bicycle rolls while it brakes."""

import numpy as np
import plotly.graph_objects as go

from braking.evidence import tables
from explorers import Readout, charts

BRAKE = 5.0  # m/s2, assumed


def way(speed: float) -> tuple[go.Figure, list[Readout]]:
    """Draw the way to a stop, in m, against speed, in m/s: v^2 / 2a; and what was measured."""
    speeds = np.linspace(0, 10, 41)
    rows = tables.table("stops").values()
    figure = charts.blank("Speed (m/s)", "Way (m)")
    figure.add_scatter(x=speeds, y=speeds**2 / (2 * BRAKE), name="Calculated", mode="lines")
    figure.add_scatter(
        x=[float(row.arm.split()[0]) for row in rows],
        y=[row.value for row in rows],
        name="Measured",
        mode="markers",
        hovertext=[row.study for row in rows],
    )
    figure.add_scatter(x=[speed], y=[speed**2 / (2 * BRAKE)], name="Yours", mode="markers", marker=dict(size=14))
    return figure, [Readout("Way to a stop", speed**2 / (2 * BRAKE), "m", ".1f")]
