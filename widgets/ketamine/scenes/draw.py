"""What the scenes of this course share: colours, shapes and cells."""

from __future__ import annotations

from typing import Any

from explorers import svg
from explorers.svg import line, path, tag
from ketamine.colours import SCENE

__all__ = [
    "COLOURS", "HEX", "LOBE", "MOUSE", "SPINE", "Parts", "Point", "cells", "line", "path", "skin", "tag", "text",
]  # fmt: skip

Point = tuple[float, float]
Parts = dict[str, dict[str, str | float]]
#: Name -> colour on a light page and on a dark one: what every figure means by it, and what these drawings add.
COLOURS = SCENE | {
    "mice-faint": ("#d9bdec", "#55347a"),
    "grey": ("#6d757a", "#98a2a9"),
    "glu": ("#0b7a63", "#7ff0cf"),
    "sky": ("#edf4f3", "#131f25"),
    "pre": ("#a9d0c5", "#183836"),
    "pre-light": ("#e8f5f0", "#34675e"),
    "pre-rim": ("#5a9c90", "#5fa89a"),
    "vesicle": ("#eaf6f1", "#2f5f57"),
    "post": ("#b4d3df", "#173341"),
    "post-light": ("#e1eef3", "#2b5767"),
    "post-rim": ("#548fa5", "#5a9ab3"),
    "open": ("#1d7484", "#4fb6c5"),
    "shut": ("#93a8ae", "#42565e"),
    "vein": ("#f6d6cc", "#3a1b1c"),
    "vein-rim": ("#cb8c7c", "#8d4f4d"),
    "cell": ("#d9907f", "#7a3938"),
    "amber": ("#b07d10", "#d9a83a"),
    "amber-word": ("#80590a", "#e3b85a"),
    "brake": ("#4d69a6", "#8fb0ea"),
    "brake-faint": ("#d5ddee", "#2a3853"),
    "brake-word": ("#3c568f", "#a3bff2"),
    "grow": ("#0b7a63", "#7ff0cf"),
    "day": ("#cfe6f3", "#27455a"),
    "night": ("#2b3a5c", "#0e1526"),
    "sun": ("#f2c14e", "#e0b04a"),
    "moon": ("#f3efdc", "#d9d4bd"),
    "cloth": ("#4f8f86", "#3f7d75"),
    "face": ("#e9bd9b", "#b98a67"),
    "heart": ("#c43b56", "#ef7d92"),
    "brain": ("#eadfd8", "#3a3432"),
    "excited": ("#f3e3b0", "#4a4020"),
}

HEX = "M0-6.5 5.6-3.2V3.2L0 6.5-5.6 3.2V-3.2Z"
LOBE = (
    "M2 14C1.4 8 1.2 3 1.8-2 2.4-6 5.6-9 6-14 6.2-19 5-25 8.4-28 11.6-30 14.2-25 13.4-19 12.8-13 11.4-8 10.6-2"
    " 10 4 9.8 10 8.2 15 6.6 18.5 2.8 18 2 14Z"
)
SPINE = "M-30 10C-12 6-7-8-7-26-7-40-22-44-22-58-22-72-11-79 0-79 12-79 22-72 22-58 22-44 7-40 7-26 7-8 12 6 30 10Z"
RECEIVING = (
    "M-900 480V366C-620 340-360 342-190 339-104 338-56 334-46 322-40 312-86 312-134 306-184 297-214 274-203 258-197 251"
    "-188 252-174 254.2Q0 217.8 174 254.2C188 252 198 252 204 260 216 276 184 299 134 307 86 312 40 312 46 322 56 334"
    " 104 338 190 339 350 341 440 338 580 340 720 342 820 342 920 340V480Z"
)
SENDING = (
    "M-28-60C-26-2-44 14-96 24-166 38-208 78-199 128-192 168-168 191-134 189Q0 171 134 189C168 192 193 168 199 126 207"
    " 80 166 36 98 23 46 13 27-2 28-60Z"
)
MOUSE = (
    "M1 11C1 6 5 3.5 10 4 10.5 1.5 12.5 .5 14.5 1.2 16.2 1.9 16.5 3.8 15.7 5.2 19 6.5 21.5 8.5 23 10.5"
    " 23.4 11.6 22.5 12 21.5 12.2L4 13C2 13 1 12.5 1 11Z"
)

VESICLES = (
    (-158, 126), (-126, 148), (-164, 156), (-98, 122), (-72, 150), (-44, 126), (-16, 106), (2, 140), (30, 116),
    (60, 146),
    (84, 116), (118, 144), (142, 118), (164, 150), (108, 92), (144, 88), (-110, 92), (-60, 96), (46, 94),
)  # fmt: skip


def text(x: float, y: float, words: str, fill: str = "ink", anchor: str = "start", **more: Any) -> str:
    """Write words at a point, as ``svg.text`` does, with any attribute besides; 12.5 px unless told otherwise."""
    return svg.text(x, y, words, fill, anchor, **({"font_size": 12.5} | more))


def skin(d: str, colour: str, scene: str) -> str:
    """Draw a cell: a fill from light to full, a membrane of two lines."""
    shade = f"{scene}-{colour}"
    stops = tag("stop", offset=0, stop_color=f"var(--{colour}-light)") + tag(
        "stop", offset=1, stop_color=f"var(--{colour})"
    )
    return (
        tag("linearGradient", stops, id=shade, x2=0, y2=1)
        + tag(
            "path", d=d, fill=f"url(#{shade})", stroke=f"var(--{colour}-rim)", stroke_width=5, stroke_linejoin="round"
        )
        + tag("path", d=d, fill="none", stroke=f"var(--{colour}-light)", stroke_width=1.5)
    )


def cells(scene: str) -> str:
    """Draw the receiving cell with its spine and the nerve ending above it, full of glutamate in its bubbles."""
    drawn = skin(RECEIVING, "post", scene) + skin(SENDING, "pre", scene)
    for x, y in VESICLES:
        drawn += tag("circle", cx=x, cy=y, r=9, fill="var(--vesicle)", stroke="var(--pre-rim)", stroke_width=1.5)
        drawn += tag(
            "path", d=f"M{x - 3} {y - 2}h.1m6 1h.1m-4 5h.1", stroke="var(--glu)", stroke_width=4, stroke_linecap="round"
        )
    return drawn
