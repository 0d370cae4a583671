"""A scene: what it must say, what may change in it, how it is baked, shown on a page and live."""

from __future__ import annotations

import re

import plotly.graph_objects as go
import pytest
from ipywidgets import IntSlider, SelectionSlider

from explorers import Drawing, ExplorerError, Readout, bake, explore, table
from explorers.controls import read
from explorers.figure_widget import SceneFigure
from tests.support.scenes import MARKUP, page, scene, tea


@pytest.mark.parametrize(
    "changes, why",
    [
        (dict(kind=""), "a scene has no kind; say what the picture is"),
        (dict(leaves_out=""), "a scene has no leaves_out; a schematic says what it leaves out"),
        (dict(label=""), "a scene has no label; say what the picture shows"),
        (dict(rows=[]), "a scene has no rows; what is drawn stands in a table too"),
        (dict(rows=[("Leaf",)]), "a row of a scene's table has 1 cells, its head 2"),
        (dict(colours={}), "a scene uses the colours tea; it has ink, grid, surface"),
        (dict(wide=Drawing(1, 1, "<g>")), "a scene's markup is no XML"),
        (dict(wide=Drawing(1, 1, "<g/>", {"cup": {"x": 1}})), "a scene sets cup, and its markup has no such data-part"),
        (dict(wide=Drawing(1, 1, '<text font-size="11">a</text>')), "a scene has text of 11; it must be 12 or more"),
        (dict(wide=Drawing(1, 1, "<script>a</script>")), "a scene's markup has <script> .* it must only draw"),
        (dict(wide=Drawing(1, 1, '<g onclick="a"/>')), "a scene's markup has <g> .* it must only draw"),
    ],
)
def test_a_scene_that_cannot_be_shown_says_why(changes, why):
    with pytest.raises(ExplorerError, match=why):
        scene(**changes)


def test_every_stop_comes_out_of_the_bake_as_it_went_in():
    control = read("tea", "minutes", IntSlider(min=1, max=3))
    trees, words = bake.unpack(bake.bake("tea", tea, [control], {}))
    assert trees == [scene(minutes).tree() for minutes in (1, 2, 3)]
    assert words == [[["Leaf", f"{minutes}0 mm"]] for minutes in (1, 2, 3)]


def test_a_sum_of_coordinates_comes_out_of_the_bake_as_it_went_in():
    """In Python 116.2 + 8 is 124.19999999999999 or the like; both the page and a notebook say 124.2."""
    tree = scene(wide=Drawing(100, 50, MARKUP, {"leaf": {"cx": 124.19999999999999}, "says": {"text": ""}})).tree()
    assert tree["scene"]["wide"]["parts"]["leaf"]["cx"] == 124.2
    assert bake.unpack(bake.pack([tree], [0]))[0][0] == tree


def test_only_what_differs_between_stops_is_stored_for_each():
    few, many = (IntSlider(min=1, max=last) for last in (3, 200))
    sizes = [len(bake.bake("tea", tea, [read("tea", "minutes", slider)], {})) for slider in (few, many)]
    assert sizes[1] < sizes[0] + 200 * 25


@pytest.mark.parametrize(
    "second, why",
    [
        (go.Figure, "is a scene at some stops and a chart at others"),
        (lambda: scene(label="Another cup."), "has a scene whose label changes between stops"),
        (lambda: scene(leaves_out="sugar."), "has a scene whose leaves_out changes between stops"),
        (lambda: scene(wide=Drawing(100, 50, MARKUP)), "only attributes may"),
        (lambda: scene(narrow=None), "only attributes may"),
    ],
)
def test_stops_that_are_no_stops_of_one_scene_are_refused(second, why):
    def changing(minutes):
        return scene() if minutes == 1 else second()

    with pytest.raises(ExplorerError, match=why):
        bake.bake("changing", changing, [read("changing", "minutes", IntSlider(min=1, max=3))], {})


@pytest.mark.parametrize(
    "move, why",
    [
        ("hours 0", "explorer 'moving' has a part that moves 'hours'; its controls are minutes"),
        ("minutes 2", "explorer 'moving' has a part that moves 'minutes' to '2'; its stops are 0 to 1"),
        ("minutes", "explorer 'moving' has a part that moves 'minutes' to 'nothing'; its stops are 0 to 1"),
    ],
)
def test_a_part_that_moves_what_is_not_there_is_named(move, why):
    def moving(minutes):
        return scene(wide=Drawing(1, 1, f'<g data-move="{move}"/>'), narrow=None)

    with pytest.raises(ExplorerError, match=why):
        bake.bake("moving", moving, [read("moving", "minutes", IntSlider(min=1, max=2))], {})


def test_a_scene_says_what_it_is_and_how_many_readouts_stand_beside_the_controls(monkeypatch):
    def drawn(minutes):
        return scene(minutes, kind="Drawn to scale", near=1), [Readout("One", 1), Readout("Two", 2)]

    figure = page(monkeypatch, drawn)
    assert figure.select_one(".explorer-schematic").text == "Drawn to scale. Left out: the milk."
    assert [dt.text for dt in figure.select(".explorer-hand dt")] == ["One"]
    assert [dt.text for dt in figure.select("figure > .explorer-readouts dt")] == ["Two"]


def test_a_number_that_is_not_finite_is_named():
    def endless():
        return scene(minutes=float("inf"))

    with pytest.raises(ExplorerError, match=r"explorer 'endless' .* scene.scene.wide.parts.leaf.cx is inf"):
        bake.call("endless", endless, {})


def test_the_page_says_schematic_and_what_is_left_out_and_holds_the_words_and_the_table(monkeypatch):
    figure = page(monkeypatch).select_one("figure[data-scene]")
    assert figure.select_one(".explorer-schematic").text == "Schematic. Left out: the milk."
    place = figure.select_one(".explorer-plot.explorer-scene[role=img]")
    assert place["aria-label"] == "A cup of tea." and place["style"] == "--wide:0.5;--narrow:1"
    assert figure.select_one(".explorer-tables caption").text == "Figure: tea (minutes one)."
    assert [cell.text for cell in figure.select(".explorer-tables td, .explorer-tables tbody th")] == ["Leaf", "10"]
    assert figure.select_one(".explorer-readouts dd").text == "10 mm"
    assert [b["data-download"] for b in figure.select("[data-download]")] == ["csv", "png", "svg"]
    assert figure.select_one("[data-play]")


def test_the_table_of_a_scene_is_its_own():
    assert table.tables(scene(3).tree()) == [{"head": ["Part", "Place"], "rows": [["Leaf", "30"]], "thinned": False}]


def test_live_a_move_changes_the_scene_in_place():
    slider = SelectionSlider(options=[1, 2])
    live = explore(tea, caption="Tea.", minutes=slider)
    assert isinstance(live.figure, SceneFigure)
    slider.value = 2
    assert live.figure.tree == scene(2).tree() and "20 mm" in live._readouts.value


def test_the_script_of_a_live_scene_imports_nothing_and_has_one_default():
    code = str(SceneFigure._esm)
    assert not re.search(r"^import ", code, re.MULTILINE)
    assert len(re.findall(r"^export default", code, re.MULTILINE)) == 1
    names = re.findall(r"^(?:export )?(?:async )?(?:function|const|let) (\w+)", code, re.MULTILINE)
    assert len(names) == len(set(names))
