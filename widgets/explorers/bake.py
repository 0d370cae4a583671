"""Every stop of an explorer, called once and packed small enough to travel inside the page.

A figure, or a scene (``scene.py``), is a tree of JSON. What is the same at all stops is stored once; each part that
differs is a column of its distinct values with, for every stop, the number of the value shown.
Long number arrays are rounded to a step of 1, 2 or 5 times a power of ten, at most 1/4095 of
the range drawn, and stored as 16-bit differences of differences: a smooth curve has small
ones. ``player.js`` reads the same format; ``unpack`` is its twin in Python, for the tests.
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import math
import struct
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from . import controls as c
from .controls import Control, ExplorerError
from .readout import Readout
from .scene import Scene, misfit, wrong_moves

MAX_STOPS = 2000
MAX_BYTES = 40_000  # gzip
LEVELS = 4095  # steps in the range drawn, at least
PACKED_FROM = 8  # shorter arrays are kept exact, as JSON
TRACES = {"scatter", "bar"}  # what plotly.js's basic bundle draws, less pie
ABSENT = object()
Path = tuple[str | int, ...]  # from the figure to one of its values: ("data", 0, "x")


class Shown(NamedTuple):
    """A figure function's result at one stop."""

    figure: go.Figure | Scene
    tree: dict[str, Any]  # as dicts, lists and numbers: {"data": [...], "layout": {...}}, or Scene.tree()
    readouts: list[Readout]

    @property
    def words(self) -> list[tuple[str, str]]:
        """The readouts as name and text."""
        return [(readout.name, str(readout)) for readout in self.readouts]


def call(name: str, function: Callable[..., Any], arguments: dict[str, Any]) -> Shown:
    """Return the figure function's result at one stop.

    Raises ExplorerError, naming explorer and stop, when the function raises, returns something
    else than a figure, or has a number that is not finite.
    """
    where = f"explorer {name!r} at {_say(arguments)}"
    try:
        result = function(**arguments)
    except Exception as error:
        raise ExplorerError(f"{where}: {type(error).__name__}: {error}") from error
    figure, readouts = result if isinstance(result, tuple) else (result, [])
    if not isinstance(figure, (go.Figure, Scene)):
        raise ExplorerError(
            f"{where}: returned {type(figure).__name__}; it must be a plotly Figure or a Scene, or one and readouts"
        )
    for readout in readouts:
        if not isinstance(readout, Readout):
            raise ExplorerError(f"{where}: a readout is {type(readout).__name__}; it must be a Readout")
        if isinstance(readout.value, (float, np.floating)) and not math.isfinite(readout.value):
            raise ExplorerError(f"{where}: readout {readout.name!r} is {readout.value}; it must be a finite number")
    if isinstance(figure, Scene):
        return Shown(figure, _plain(figure.tree(), where, "scene"), list(readouts))
    tree = _plain(figure.to_plotly_json(), where)
    tree.get("layout", {}).pop("template", None)  # colours and fonts are the page's
    for trace in tree["data"]:
        if trace.get("type", "scatter") not in TRACES:
            raise ExplorerError(
                f"{where}: trace type {trace['type']!r} is not in the page's Plotly bundle; use"
                f" {' or '.join(sorted(TRACES))}"
            )
    return Shown(figure, {"data": tree["data"], "layout": tree.get("layout", {})}, list(readouts))


def bake(name: str, function: Callable[..., Any], controls: list[Control], fixed: dict[str, Any]) -> bytes:
    """Call ``function`` at every stop and pack the results. Raises ExplorerError, also over budget."""
    number = c.count(controls)
    if number > MAX_STOPS:
        raise ExplorerError(
            f"explorer {name!r} has {number} stops, at most {MAX_STOPS} are allowed; {_coarsen(controls)}"
        )
    figures, words = [], []
    for arguments in c.stops(controls):
        shown = call(name, function, arguments | fixed)
        figures.append(shown.tree)
        words.append(shown.words)
    if why := misfit(figures) or wrong_moves(figures[0], {control.name: len(control.values) for control in controls}):
        raise ExplorerError(f"explorer {name!r} {why}")
    packed = pack(figures, words)
    if len(packed) > MAX_BYTES:
        raise ExplorerError(
            f"explorer {name!r} bakes to {len(packed) / 1000:.1f} kB gzip, at most {MAX_BYTES / 1000:g} are allowed;"
            f" {_coarsen(controls)}"
        )
    return packed


def pack(figures: list[dict[str, Any]], words: list[Any]) -> bytes:
    """Pack figures (JSON trees, one a stop) and readouts into gzip bytes: header length, JSON, 16-bit codes."""
    leaves = [dict(_leaves(figure)) for figure in figures]
    paths = list(dict.fromkeys(path for leaf in leaves for path in leaf))
    columns: list[dict[str, Any]] = []
    patterns: dict[tuple[int, ...], int] = {}
    codes: list[np.ndarray] = []
    for path in paths:
        values, index = _distinct([leaf.get(path, ABSENT) for leaf in leaves])
        column: dict[str, Any] = {"path": path}
        step = _step(path, values, figures[0])
        if step:
            mantissa, exponent = step
            whole = [_whole(value, mantissa, exponent) for value in values]
            least = min(k for array in whole for k in array if k is not None)
            column |= {"step": step, "least": least, "sizes": [len(array) for array in whole]}
            codes += [_differences(array, least) for array in whole]
        else:
            column["values"] = [_short(value) for value in values]
        column["at"] = patterns.setdefault(tuple(index), len(patterns))
        columns.append(column)
    said, at = _distinct(words)
    head = {"columns": columns, "patterns": list(patterns), "words": said, "said": at}
    header = json.dumps(head, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    stream = np.concatenate(codes) if codes else np.empty(0, np.uint16)
    planes = (stream & 255).astype(np.uint8).tobytes() + (stream >> 8).astype(np.uint8).tobytes()
    return gzip.compress(struct.pack("<I", len(header)) + header + planes, 9, mtime=0)


def unpack(packed: bytes) -> tuple[list[dict[str, Any]], list[Any]]:
    """Undo ``pack``, as player.js does: return figures and readouts, one a stop."""
    raw = gzip.decompress(packed)
    (size,) = struct.unpack_from("<I", raw)
    head = json.loads(raw[4 : 4 + size])
    planes = np.frombuffer(raw, np.uint8, offset=4 + size)
    half = len(planes) // 2
    stream = planes[:half].astype(np.uint16) | planes[half:].astype(np.uint16) << 8
    start = 0
    for column in head["columns"]:
        if "step" not in column:
            continue
        mantissa, exponent = column["step"]
        column["values"] = []
        for length in column["sizes"]:
            folded = stream[start : start + length]
            bends = folded >> 1 ^ -(folded & 1)
            array = np.cumsum(np.cumsum(bends, dtype=np.uint16), dtype=np.uint16)
            start += length
            whole = [None if code == 0 else int(code) - 1 + column["least"] for code in array]
            column["values"].append([None if k is None else _times(k * mantissa, exponent) for k in whole])
    figures: list[dict[str, Any]] = [{} for _ in head["said"]]
    for column in head["columns"]:
        for figure, pattern in zip(figures, head["patterns"][column["at"]]):
            if pattern >= 0:
                _put(figure, column["path"], column["values"][pattern])
    return figures, [head["words"][number] for number in head["said"]]


def encode(packed: bytes) -> str:
    """Bytes as the text of a script element."""
    return base64.b64encode(packed).decode("ascii")


def _plain(value: Any, where: str, path: str = "figure") -> Any:
    """Numpy and plotly's typed arrays to lists; refuses numbers that are not finite."""
    if isinstance(value, dict):
        if "bdata" in value:
            flat = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"])
            shape = value.get("shape")
            value = flat.reshape([int(n) for n in str(shape).split(",")]) if shape else flat
            return _plain(value.tolist(), where, path)
        return {key: _plain(item, where, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [_plain(item, where, f"{path}[{i}]") for i, item in enumerate(value)]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        raise ExplorerError(f"{where}: {path} is {value}; it must be a finite number, or None for a gap")
    return value


def _leaves(tree: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield (path, leaf) pairs; a list of plain values is one leaf, an empty container too."""
    if isinstance(tree, dict) and tree:
        for key, item in tree.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(tree, list) and any(isinstance(item, dict) for item in tree):
        for i, item in enumerate(tree):
            yield from _leaves(item, (*path, i))
    else:
        yield path, tree


def _distinct(values: list[Any]) -> tuple[list[Any], list[int]]:
    """Return the distinct values in order of appearance and, for each value, its number (-1: absent)."""
    found: dict[str, int] = {}
    kept: list[Any] = []
    index = []
    for value in values:
        if value is ABSENT:
            index.append(-1)
            continue
        key = json.dumps(value)
        if key not in found:
            found[key] = len(kept)
            kept.append(value)
        index.append(found[key])
    return kept, index


def _step(path: Path, values: list[Any], figure: dict[str, Any]) -> tuple[int, int] | None:
    """Return the rounding step as (1, 2 or 5; power of ten), or None where values stay exact."""
    arrays = [value for value in values if isinstance(value, list)]
    if len(arrays) < len(values) or not any(len(array) >= PACKED_FROM for array in arrays):
        return None
    numbers = [n for array in arrays for n in array if n is not None]
    if not numbers or any(isinstance(n, (str, bool, list)) for n in numbers):
        return None
    axis = _axis(path, figure)
    if axis.get("type") == "log":  # a step that is fine at the top is coarse at the bottom
        return None
    drawn = max(numbers) - min(numbers)
    if axis.get("range") and not any(isinstance(end, str) for end in axis["range"]):
        drawn = min(drawn, abs(axis["range"][1] - axis["range"][0])) or drawn
    if not drawn:
        return None
    exponent = math.floor(math.log10(drawn / LEVELS))
    mantissa = max(m for m in (1, 2, 5) if m * 10.0**exponent <= drawn / LEVELS * (1 + 1e-9))
    return (mantissa, exponent) if (max(numbers) - min(numbers)) / (mantissa * 10.0**exponent) < 65_000 else None


def _axis(path: Path, figure: dict[str, Any]) -> dict[str, Any]:
    """Return the layout of the axis along which a trace's x or y is drawn; empty for anything else."""
    match path:
        case ("data", int(trace), ("x" | "y") as letter) if trace < len(figure["data"]):
            axis = figure["data"][trace].get(f"{letter}axis", letter)
        case _:
            return {}
    return figure["layout"].get(f"{letter}axis{axis[1:]}", {})


def _whole(array: list[float | None], mantissa: int, exponent: int) -> list[int | None]:
    return [None if n is None else round(n / (mantissa * 10.0**exponent)) for n in array]


def _times(whole: int, exponent: int) -> float:
    """Multiply by 10^exponent, rounded once, so that 177.3 comes back as 177.3."""
    return whole * 10.0**exponent if exponent >= 0 else whole / 10.0**-exponent


def _differences(array: list[int | None], least: int) -> np.ndarray:
    """Return second differences modulo 2^16 of codes, folded: 0, -1, 1, -2, ... as 0, 1, 2, 3, ...

    The code of a gap is 0, of a number 1 + its distance from ``least``.
    """
    codes = np.array([0 if k is None else k - least + 1 for k in array], np.uint16)
    bends = np.diff(codes, 2, prepend=np.zeros(2, np.uint16))
    return bends << 1 ^ -(bends >> 15)


def _short(value: Any) -> Any:
    """Round numbers to 7 significant digits; leave everything else as it is."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    return [_short(item) for item in value] if isinstance(value, list) else value


def _put(tree: Any, path: list[str | int], value: Any) -> None:
    for key, following in itertools.pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(tree, list) and isinstance(key, int):
            if key == len(tree):
                tree.append(empty)
            tree = tree[key]
        else:
            tree = tree.setdefault(key, empty)
    tree[path[-1]] = value


def _say(arguments: dict[str, Any]) -> str:
    return ", ".join(f"{key}={value!r}" for key, value in arguments.items()) or "its only stop"


def _coarsen(controls: list[Control]) -> str:
    if not controls:
        return "draw fewer points"
    most = max(controls, key=lambda control: len(control.values))
    return f"give control {most.name!r} fewer than its {len(most.values)} stops, or draw fewer points"
