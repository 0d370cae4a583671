"""What the drawings of scenes are made of: elements, words with a halo, lines, dots."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
Attributes = dict[str, str | float]


def tag(name: str, inside: str = "", /, **attributes: str | float) -> str:
    """Write one element; ``data_part`` stands for data-part, ``class_`` for class."""
    words = "".join(f' {key.rstrip("_").replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<{name}{words}>{inside}</{name}>" if inside else f"<{name}{words}/>"


def text(
    x: float,
    y: float,
    words: str,
    fill: str = "ink",
    anchor: str = "start",
    *,
    size: float = 13,
    bold: bool = False,
    halo: str = "surface",
    **more: str | float,
) -> str:
    """Write words at a point, with a halo in the colour of the ground. fill, halo: names of colours."""
    own: Attributes = {"x": x, "y": y, "fill": f"var(--{fill})", "text_anchor": anchor, "font_size": size}
    own |= {"paint_order": "stroke", "stroke": f"var(--{halo})", "stroke_width": 3, "stroke_linejoin": "round"}
    return tag("text", words or " ", **(own | ({"font_weight": 700} if bold else {}) | more))


def line(d: str, colour: str, width: float = 2, dash: str = "", **more: str | float) -> str:
    """Draw a path without a fill."""
    dashed: Attributes = {"stroke_dasharray": dash} if dash else {}
    return tag("path", d=d, fill="none", stroke=f"var(--{colour})", stroke_width=width, **dashed, **more)


def path(points: Sequence[Point]) -> str:
    """Return the line through points, as the ``d`` of a path."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def dot(x: float, y: float, colour: str, size: float = 5, *, hollow: bool = False, **more: str | float) -> str:
    """Draw a round mark; a hollow one has the ground inside."""
    inside = "surface" if hollow else colour
    own: Attributes = {"cx": x, "cy": y, "r": size, "fill": f"var(--{inside})"}
    return tag("circle", **own, stroke=f"var(--{colour if hollow else 'surface'})", stroke_width=2, **more)


def bar(x: float, y: float, width: float, height: float, colour: str, **more: str | float) -> str:
    """Draw a filled rectangle."""
    return tag("rect", x=x, y=y, width=round(width, 1), height=round(height, 1), fill=f"var(--{colour})", **more)
