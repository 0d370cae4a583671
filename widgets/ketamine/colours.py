"""One colour, one meaning: what a colour says in every figure of the course.

A drug is filled, its comparator hollow and grey; what was seen in animals is purple; what was calculated is dashed or
hatched, whatever its colour. ``tests/ketamine/test_colours.py`` holds the figures to it.
"""

from __future__ import annotations

from explorers import charts

KETAMINE = charts.ORANGE
ESKETAMINE = charts.BLUE
COMPARATOR = charts.GREY
SSRI = charts.GREEN
ANIMALS = charts.PURPLE

#: The same for scenes, each on a light page and on a dark one; '-word' is dark (light) enough for letters.
SCENE = {
    "muted": ("#56646e", "#a2aeb6"),
    "zone": ("#f3f5f4", "#1a2027"),
    "border": ("#d9dcda", "#3a454d"),
    "ket": ("#d4602a", "#f58a4b"),
    "ket-word": ("#ad4514", "#f79a63"),
    "esk": ("#2f80c8", "#3d8fd6"),
    "esk-word": ("#1d62a3", "#82bbee"),
    "cmp": ("#6d757a", "#98a2a9"),
    "cmp-word": ("#56646e", "#a9b4bb"),
    "ssri": ("#2b9a66", "#2fa570"),
    "ssri-word": ("#1b6e46", "#74d1a3"),
    "mice": ("#8d4fb3", "#b57fd6"),
    "mice-word": ("#7a3fa0", "#c795e6"),
    "warn-word": ("#8a5a00", "#e3b35c"),
}
