"""In a notebook: a view is kept, linked to and played, and a room is asked; the twin of what the pages do."""

from __future__ import annotations

from itertools import pairwise

import plotly.graph_objects as go
import pytest
from ipywidgets import Checkbox, IntSlider, Play, SelectionSlider

from explorers import Readout, bake, explore
from explorers.asking import Asking
from explorers.guess import Choice, Number, resolve
from explorers.room import NO_LINE, answers, bars, bins
from explorers.scene import Scene
from tests.support import course
from tests.support.scratch import CHOICE, CURVE, NUMBER


def steep(minutes=2, strong=False):
    return go.Figure(go.Scatter(x=[0, 1], y=[0, minutes])), [Readout("Colour", f"{10 * minutes} %")]


def live(**more):
    minutes = IntSlider(min=0, max=5, value=2, description="Minutes")
    return explore(steep, caption="Tea.", minutes=minutes, strong=Checkbox(description="Strong"), **more), minutes


def test_a_kept_view_stays_with_its_settings_and_readouts_while_the_figure_moves():
    figure, minutes = live()
    figure.keeping._keep.click()
    minutes.value = 5
    assert figure.figure.kept["data"][0]["y"] == [0, 2] and figure.figure.tree["data"][0]["y"] == [0, 5]
    said = figure.keeping._kept.value
    assert "Kept: Minutes 2, Strong off" in said and "20 %" in said
    assert figure.keeping._keep.description == "Let go of the kept view"
    figure.keeping._keep.click()
    assert figure.figure.kept == {} and figure.keeping._kept.value == ""


def test_a_kept_drawing_has_its_readouts_and_says_why_it_does_not_stand_behind():
    explorer = next(e for e in course.explorers() if e.scene and e.controls)
    widgets = {
        control.name: SelectionSlider(
            options=list(zip(control.labels, control.values)), value=control.values[control.initial]
        )
        for control in explorer.controls
    }
    drawn = explore(explorer.function, caption=explorer.caption, **widgets)
    assert isinstance(explorer.function(**{key: widget.value for key, widget in widgets.items()})[0], Scene)
    drawn.keeping.keep()
    assert "a drawing has no axes" in drawn.keeping._kept.value and "<dt>" in drawn.keeping._kept.value


def test_a_link_names_the_view_for_a_page_and_for_a_cell():
    figure, minutes = live()
    minutes.value = 4
    figure.keeping.link()
    said = figure.keeping._link.value
    assert "#steep?minutes=4" in said and "figure.set(minutes=4, strong=False)" in said
    figure.set(minutes=4, strong=False)  # as it says


def inside(widget):
    """Every widget below one."""
    for child in getattr(widget, "children", ()):
        yield child
        yield from inside(child)


def test_play_steps_its_slider_and_follows_a_hand():
    figure, minutes = live(play="minutes")
    [play] = [widget for widget in inside(figure) if isinstance(widget, Play)]
    assert (play.min, play.max, play.value) == (0, 5, 2)
    play.value = 3
    assert minutes.value == 3 and figure.figure.tree["data"][0]["y"] == [0, 3]
    minutes.value = 1
    assert play.value == 1


def test_a_room_votes_and_sees_its_bars_beside_the_answer():
    asking = Asking(resolve("tea", NUMBER, []), [])
    asking.ask_room()
    [room] = asking._room.children
    assert room._labels == [f"{low} to {low + 19 + (low == 80)} of 100" for low in (0, 20, 40, 60, 80)]
    for answer, by in ((0, 1), (0, 1), (0, -1), (1, -1), (3, 1)):
        room.vote(answer, by)
    assert [count.value for count in room._counts] == ["1", "0", "0", "1", "0"]
    room.show()
    assert "The room (2 votes):" in room.children[0].value and asking.value is None
    assert room.children[0].value.count("the answer") == 1 and "The answer: 62 of 100" in asking._gap.value
    asking._again.click()
    assert asking._room.children == ()


def test_a_room_chooses_among_the_options_and_no_line_is_counted():
    assert answers(resolve("tea", CHOICE, [])) == (["Green", "Black", "White"], 1)
    assert "<li class=right><span>Black" in bars(["Green", "Black"], [1, 0], 1)
    asking = Asking(resolve("tea", CURVE, []), [])
    asking.ask_room()
    assert NO_LINE in asking._gap.value and not asking._room.children


@pytest.mark.parametrize(
    ("low", "high", "step", "count"), [(0, 5, 1, 6), (0, 100, 1, 5), (0, 1, 0.1, 5), (-40, 0, 1, 8), (0, 13, 1, 5)]
)
def test_bins_meet_and_leave_nothing_out(low, high, step, count):
    found = bins(low, high, step)
    assert len(found) == count and (found[0][0], found[-1][1]) == (low, high)
    assert all(after[0] - before[1] == pytest.approx(step) for before, after in pairwise(found))


def test_every_guess_of_the_course_that_can_be_voted_for_has_one_right_answer():
    guesses = [(e, e.guess) for e in course.explorers() if isinstance(e.guess, (Number, Choice))]
    assert len(guesses) > 8
    for explorer, guess in guesses:
        start = {control.name: control.values[control.initial] for control in explorer.controls} | explorer.fixed
        first = bake.call(explorer.id, explorer.function, start)
        labels, right = answers(resolve(explorer.id, guess, first.words))
        assert 0 <= right < len(labels) == len(set(labels)), explorer.id
