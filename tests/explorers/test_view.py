"""Addresses of views: what is written is read back, in Python as in view.js, and what is not there is named."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ipywidgets import Checkbox, IntSlider, ToggleButtons

from explorers import ExplorerError, controls, view

ROOT = Path(__file__).parents[2]
PLAN = [
    controls.read("line", "slope", IntSlider(min=1, max=9, value=3)),
    controls.read("line", "only", ToggleButtons(options=["All of them", "C&A = 50 %", "−0.5", "0.5"])),
    controls.read("line", "log", Checkbox()),
]


@pytest.mark.parametrize(
    ("stop", "fragment"),
    [
        ({}, "#line?"),
        ({"slope": 3, "only": "All of them", "log": False}, "#line?"),
        ({"slope": 7, "log": True}, "#line?slope=7&log=on"),
        ({"only": "C&A = 50 %"}, "#line?only=c%26a-%3D-50-%25"),
        ({"only": "−0.5"}, "#line?only=%E2%88%920.5"),
    ],
)
def test_a_view_is_named_by_the_words_of_its_stops(stop: dict[str, object], fragment: str) -> None:
    assert view.fragment("line", PLAN, stop) == fragment
    found = view.parse(fragment)
    assert found is not None and found.explorer == "line"
    labels = {control.name: [view.slug(label) for label in control.labels] for control in PLAN}
    assert view.faults(found, {"line": labels}) == []
    wanted = {control.name: stop.get(control.name, control.values[control.initial]) for control in PLAN}
    for name, value in found.wanted:
        control = next(control for control in PLAN if control.name == name)
        assert control.values[labels[name].index(value)] == wanted[name]


def test_a_stop_that_is_not_there_is_named() -> None:
    with pytest.raises(ExplorerError, match=re.escape("control 'slope' has no stop 99; its stops are 1, 2, 3")):
        view.fragment("line", PLAN, {"slope": 99})


@pytest.mark.parametrize(
    ("fragment", "sentence"),
    [
        ("#curve?slope=7", "there is no explorer 'curve'; the page has line"),
        ("#line?angle=7", "explorer 'line' has no control 'angle'; it has slope, log"),
        ("#line?slope=99", "control 'slope' of 'line' has no stop '99'; it has 1, 2"),
    ],
)
def test_a_view_that_is_not_there_is_named_with_what_there_is(fragment: str, sentence: str) -> None:
    found = view.parse(fragment)
    assert found is not None
    assert view.faults(found, {"line": {"slope": ["1", "2"], "log": ["off", "on"]}}) == [sentence]


@pytest.mark.parametrize("fragment", ["", "#", "#line", "?slope=7", "#sources"])
def test_another_fragment_is_no_view(fragment: str) -> None:
    assert view.parse(fragment) is None


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n"), max_size=30))
def test_any_fragment_is_read_without_an_error(text: str) -> None:
    found = view.parse(text)
    if found:
        view.faults(found, {"line": {"slope": ["1"]}})


def test_scripts_and_build_write_and_read_the_same_addresses() -> None:
    stops = [{"slope": 7, "log": True}, {"only": "C&A = 50 %"}, {"only": "−0.5", "slope": 9}]
    named = [{"name": control.name, "labels": control.labels, "initial": control.initial} for control in PLAN]
    positions = [
        [control.values.index(stop.get(control.name, control.values[control.initial])) for control in PLAN]
        for stop in stops
    ]
    script = f"""import {{ fragment, parseView, positionsFor }} from "./widgets/explorers/js/view.js";
const named = {json.dumps(named)};
for (const positions of {json.dumps(positions)}) {{
  const written = fragment("line", named, positions);
  console.log(JSON.stringify([written, positionsFor(named, parseView(written).wanted)]));
}}"""
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script], cwd=ROOT, text=True, capture_output=True, check=True
    )
    for stop, at, line in zip(stops, positions, done.stdout.splitlines(), strict=True):
        assert json.loads(line) == [view.fragment("line", PLAN, stop), {"positions": at, "unknown": []}]
