"""What every explorer of the course says of itself: a caption and the names of its controls."""

from tests.support import course


def test_every_caption_is_a_sentence():
    for explorer in course.explorers():
        assert len(explorer.caption) > 40 and explorer.caption.endswith("."), explorer.id


def test_every_control_says_what_it_is():
    for explorer in course.explorers():
        for control in explorer.controls:
            assert control.label != control.name, f"{explorer.id}: give control {control.name!r} a description"
            assert len(set(control.labels)) == len(control.labels), (
                f"{explorer.id}: {control.name!r} has two stops of one label"
            )
