"""The rehearsal of a class on a hub: who fits, which chapters, what a kernel says, and the table."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tools import rehearse_hub as rehearsal


def test_as_many_rehearse_as_there_is_memory_for() -> None:
    assert rehearsal.fitting(40, 4, 20_000) == (40, 4)
    learners, left_open = rehearsal.fitting(40, 4, 8_000)
    assert (
        left_open * rehearsal.ALL + (learners - left_open) * rehearsal.ONE + 1500
        <= 8_000
        < (learners + 1) * rehearsal.ALL
    )
    assert 0 < left_open <= learners < 40


@pytest.mark.parametrize(("learners", "left_open"), [(0, 0), (501, 0), (3, 4), (3, -1)])
def test_a_number_out_of_range_is_named(learners: int, left_open: int) -> None:
    with pytest.raises(rehearsal.RehearsalError, match=f"1 to 500.*they are {learners} and {left_open}"):
        rehearsal.fitting(learners, left_open, 20_000)


def test_no_room_is_said_with_what_is_needed() -> None:
    with pytest.raises(rehearsal.RehearsalError, match="1200 MiB of memory are free, and 1850 needed"):
        rehearsal.fitting(40, 0, 1200)


def test_the_plan_is_that_of_the_course() -> None:
    assert rehearsal.chapters_of(rehearsal.PLAN) == [
        "intro",
        "from-dose-to-receptor",
        "the-role-of-glutamate",
        "depression-and-anxiety-relief",
        "bdnf",
        "how-long-do-the-effects-last",
    ]


def test_widgets_are_known_by_what_the_kernel_says_of_them() -> None:
    opened = rehearsal.Opened("session", None)  # type: ignore[arg-type]
    for comm, state in {
        "slider": {"_model_name": "SelectionSliderModel", "_options_labels": ["1", "2", "3"]},
        "figure": {"tree": {}},
        "button": {"_model_name": "ButtonModel"},
    }.items():
        rehearsal.note_widget(opened, {"comm_id": comm, "data": {"state": state}})
    assert opened.sliders == {"slider": ("index", 3)} and opened.figures == {"figure"}


def test_a_message_with_buffers_is_read() -> None:
    text, buffer = json.dumps({"msg_type": "comm_msg"}).encode(), b"\x00\x01"
    starts = (12, 12 + len(text))
    packed = (2).to_bytes(4, "big") + b"".join(at.to_bytes(4, "big") for at in starts) + text + buffer
    assert rehearsal.unpacked(packed) == {"msg_type": "comm_msg"}


def test_the_table_says_when_where_and_how_many() -> None:
    found = rehearsal.Found(
        2, 1, ["intro", "bdnf"], [1.0, 3.0], [2.0], [4.0], [50.0, 70.0], [100.0], [200.0], [300.0], [700.0], [], 90.0
    )
    text = rehearsal.table(found, "2 cores, 24 GiB", date(2026, 11, 29))
    assert text.startswith(
        "Rehearsed on 29 November 2026 with 2 learners (1 closed no chapter), 2 chapters, on 2 cores, 24 GiB"
    )
    assert "| memory with all 2 chapters left open | MiB | 700 | 700 | 700 |" in text
    assert "| start of a server, 10 at once | s | 2.0 | 2.9 | 3.0 |" in text
    assert "| the same, shared libraries in full | MiB | – | – | – |" in text
