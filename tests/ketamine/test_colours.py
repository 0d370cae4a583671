"""One colour, one meaning: a series that is named for a drug, its comparator or an animal has that one's colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from explorers import bake
from explorers import controls as c
from ketamine import colours
from tests.support import course

#: role -> how its series are called, and its colour
ROLES = {
    "esketamine": (r"esketamine|s-ketamine|\bspray\b(?!.*placebo)", colours.ESKETAMINE),
    "ketamine": (r"\bketamine\b|\binfusions?\b", colours.KETAMINE),
    "comparator": (r"placebo|saline|midazolam|\bcomparators?\b|other group|sedative|untreated", colours.COMPARATOR),
    "SSRI": (r"\bSSRIs?\b", colours.SSRI),
    "animals": (r"\bmice\b|\bmouse\b|\brats?\b|\banimals?\b", colours.ANIMALS),
}
#: Series that are kinds of trials, reviews, findings or routes, not groups of people: they have no role's colour.
KINDS = {
    "placebo or saline",
    "sedative or anaesthesia",
    "several comparators pooled",
    "2023 review, ketamine, before–after",
    "better than the comparator",
    "comparator better",
    "Nasal spray",
    "Spray: taken up in the nose",
    "Spray: swallowed part",
}
SAYING = re.compile(r"better than the comparator")  # what is said of a drug's own line


def role(name: str) -> str | None:
    """The one role that a series' name gives it; None where it names none or several, as a pool of both drugs does."""
    found = {one for one, (words, _) in ROLES.items() if re.search(words, SAYING.sub("", name), re.IGNORECASE)}
    return found.pop() if len(found) == 1 else None


def series(tree: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and colour of every series of a chart that stands for something."""
    for trace in tree["data"]:
        name = re.sub("<[^>]*>", " ", str(trace.get("name") or ""))
        used = (trace.get("marker") or trace.get("line") or {}).get("color")
        if name and isinstance(used, str) and used.startswith("#") and trace.get("x") not in (None, [None]):
            yield name, used[:7]


def trees(explorer) -> Iterator[dict[str, Any]]:
    """The first view of an explorer, and each stop of each control from there."""
    first = list(c.stops(explorer.controls))[c.initial(explorer.controls)]
    for control in explorer.controls or [None]:
        for value in control.values if control else [None]:
            arguments = first | ({control.name: value} if control else {}) | explorer.fixed
            yield bake.call(explorer.id, explorer.function, arguments).tree


CHARTS = [explorer for explorer in course.explorers() if not explorer.scene]
SCENES = [explorer for explorer in course.explorers() if explorer.scene]


@pytest.mark.parametrize("explorer", CHARTS, ids=lambda explorer: f"{explorer.page}#{explorer.id}")
def test_a_series_named_for_a_role_has_its_colour_and_a_kind_has_none(explorer):
    every = {colour for _, colour in ROLES.values()}
    for tree in trees(explorer):
        for name, used in series(tree):
            if name in KINDS:
                assert used not in every, (name, used)
            elif one := role(name):
                assert used == ROLES[one][1], (name, used)


def test_the_named_kinds_are_there():
    """So that the list shrinks with them."""
    found = {name for explorer in CHARTS for tree in trees(explorer) for name, _ in series(tree)}
    assert found >= KINDS


@pytest.mark.parametrize("explorer", SCENES, ids=lambda explorer: f"{explorer.page}#{explorer.id}")
def test_scenes_share_the_colours_of_the_roles(explorer):
    """A colour by the name of a role is that role's, on a light page; letters have a darker one of their own."""
    plain = {"ket": "ketamine", "esk": "esketamine", "cmp": "comparator", "ssri": "SSRI"}
    for name, (light, dark) in next(trees(explorer))["colours"].items():
        if name in plain:
            assert (light, dark) == colours.SCENE[name], name
            if name != "cmp":
                assert light == ROLES[plain[name]][1]


def test_the_roles_differ():
    found = [colour for _, colour in ROLES.values()]
    assert len(set(found)) == len(found)
