"""An explorer as HTML for a page without a kernel: native controls, caption, table, packed stops."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import accumulate
from math import ceil
from typing import Any

from . import bake, guess, table
from .controls import Control
from .guess import Asked
from .scene import is_scene

Words = list[tuple[str, str]]  # readouts: name and text

NEAR, LINE = 9, 48  # lines of readouts beside the controls, and letters in a line of a phone
EVERY = 99  # more readouts than a figure has
LONG = 40  # letters; a longer readout is a sentence (as in player.js)
STILL = "The figure and its controls need JavaScript. The caption and the table below show its first view."


def page(
    name: str,
    caption: str,
    controls: list[Control],
    figure: dict[str, Any],
    words: Words,
    packed: bytes,
    asked: Asked | None = None,
    near: int = EVERY,
) -> str:
    """Write the explorer's HTML.

    figure, words: its first view, all that there is without JavaScript. asked: what it asks first.
    near: how many of the readouts stand beside the controls (``near_readouts``); the others follow the figure.
    """
    short = f"Figure: {name.replace('-', ' ')}"  # the caption says the rest, and is not to be read twice
    settings = ", ".join(f"{control.label} {control.labels[control.initial]}" for control in controls)
    numbers = table.html(figure, f"{short} ({settings})." if settings else f"{short}.")
    inputs = "".join(_control(name, control) for control in controls)
    label = escape(f"The numbers of {short}")
    downloads = "".join(_download(short, kind) for kind in ("CSV", "PNG", "SVG"))
    mark = f' data-scene="{escape(short)}"' if is_scene(figure) else ""
    return f"""<figure class="explorer" id="{escape(name)}" data-explorer{mark}>
<figcaption id="{escape(name)}-caption">{escape(caption)}</figcaption>{guess.html(name, asked) if asked else ""}
<div class="explorer-board"><div class="explorer-hand">
<form class="explorer-controls" autocomplete="off">{inputs}{_buttons(short, controls)}</form>
<div class="explorer-readouts" data-near="{near}">{readouts_html(words[:near])}</div></div>
{_place(short, figure)}</div>
<div class="explorer-readouts">{readouts_html(words[near:])}</div>
{_left_out(figure)}<p class="explorer-message explorer-still">{STILL}</p>
<p class="explorer-message" role="status" hidden></p>
<details class="explorer-numbers"><summary>The numbers shown</summary>
<div class="explorer-tables" tabindex="0" role="group" aria-label="{label}">{numbers}</div></details>
<div class="explorer-downloads"><span>Download</span>{downloads}</div>
<script type="application/octet-stream" class="explorer-stops">{bake.encode(packed)}</script>
</figure>"""


def near_readouts(views: Iterable[Words], controls: int) -> int:
    """How many readouts, from the first, stand beside the controls in every view: what a hand is to see at a glance.

    On a phone they are to leave the figure its room: NEAR lines of LINE letters, a short answer counting as one, and
    three lines less for each control beyond the third. The first always stands there.
    """
    most = NEAR - 3 * max(0, controls - 3)
    return min((_near(words, most) for words in views), default=0)


def _near(words: Words, most: int) -> int:
    lines = list(accumulate(_lines(name, text) for name, text in words))
    return max(1, sum(so_far <= most for so_far in lines)) if lines and lines[-1] > most else EVERY


def _lines(name: str, text: str) -> int:
    return ceil((len(name) + 2 + len(text)) / LINE) if len(text) > LONG else 1


def _place(short: str, figure: dict[str, Any]) -> str:
    """Write the place of the figure, as high as the figure will be: nothing below it jumps."""
    if not is_scene(figure):
        height = figure["layout"].get("height", 420)
        return (
            f'<div class="explorer-plot" role="img" aria-label="{escape(short)}" style="--height:{height:g}px"></div>'
        )
    scene = figure["scene"]
    wide, narrow = (scene[kind]["size"] for kind in ("wide", "narrow" if "narrow" in scene else "wide"))
    return (
        f'<div class="explorer-plot explorer-scene" role="img" aria-label="{escape(figure["label"])}"'
        f' style="--wide:{wide[1] / wide[0]:.4g};--narrow:{narrow[1] / narrow[0]:.4g}"></div>'
    )


def _left_out(figure: dict[str, Any]) -> str:
    """Say what a scene is, and what it leaves out."""
    if not is_scene(figure):
        return ""
    told = f"{figure['kind']}. Left out: {figure['leaves_out']}"
    return f'<p class="explorer-schematic">{escape(told)}</p>'


def readouts_html(words: Words) -> str:
    """Readouts as a description list; sentences take a line of their own."""
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd{_long(text)}>{escape(text)}</dd></div>" for name, text in words)
    return f"<dl>{pairs}</dl>" if words else ""


def _long(text: str) -> str:
    return ' class="long"' if len(text) > LONG else ""


def _control(name: str, control: Control) -> str:
    id_ = escape(f"{name}-{control.name}")
    label = escape(control.label)
    data = (
        f'data-control="{escape(control.name)}" data-initial="{control.initial}"{" data-play" if control.plays else ""}'
    )
    stops = escape("\n".join(control.labels))  # not to be read from the page: browsers translate what is seen
    if control.kind == "slider":
        return (
            f'<div class="explorer-slider"><label for="{id_}">{label}</label><output for="{id_}"'
            f' aria-live="off">{escape(control.labels[control.initial])}</output><input type="range" id="{id_}" {data}'
            f' min="0" max="{len(control.values) - 1}" step="1" value="{control.initial}"'
            f' aria-valuetext="{escape(control.labels[control.initial])}" data-stops="{stops}"></div>'
        )
    if control.kind == "select":
        options = "".join(
            f'<option value="{i}"{" selected" if i == control.initial else ""}>{escape(text)}</option>'
            for i, text in enumerate(control.labels)
        )
        return (
            f'<div class="explorer-select"><label for="{id_}">{label}</label><select id="{id_}" {data}'
            f' data-stops="{stops}">{options}</select></div>'
        )
    if control.kind == "switch":
        return (
            f'<div class="explorer-switch"><input type="checkbox" id="{id_}" {data} data-stops="{stops}"'
            f'{" checked" if control.initial else ""}><label for="{id_}">{label}</label></div>'
        )
    choices = "".join(
        f'<span><input type="radio" id="{id_}-{i}" name="{id_}"'
        f' value="{i}"{" checked" if i == control.initial else ""}><label for="{id_}-{i}">{escape(text)}</label></span>'
        for i, text in enumerate(control.labels)
    )
    return (
        f'<fieldset class="explorer-choice" {data}'
        f' data-stops="{stops}"><legend>{label}</legend><div>{choices}</div></fieldset>'
    )


def _buttons(short: str, controls: list[Control]) -> str:
    """Return the row below the controls. All of it stands in the page: nothing jumps when the script arrives."""
    if not controls:
        return ""
    play = '<button type="button" class="explorer-play">Play</button>' if any(one.plays for one in controls) else ""
    reset = f'<button type="reset" aria-label="Reset {escape(short)}">Reset</button>'
    keep = '<button type="button" class="explorer-keep" aria-pressed="false">Keep this view</button>'
    return f'<p class="explorer-quiet">{play}{reset}{keep}</p>'


def _download(short: str, kind: str) -> str:
    label = f"{kind} of {short}"
    return f'<button type="button" data-download="{kind.lower()}" aria-label="{escape(label)}">{kind}</button>'
