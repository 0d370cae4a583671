"""The week after one infusion: each day says what the rows say."""

from __future__ import annotations

import pytest

from ketamine import evidence
from ketamine.figures import week


@pytest.mark.parametrize("day", week.DAYS.values())
def test_each_day_has_its_words_and_the_line_stands_on_it(day):
    figure, said = week.week_after(day)
    words = {readout.name: str(readout) for readout in said}
    assert words["What to expect"] == week.ADVICE[day].expect and words["What to do"] == week.ADVICE[day].do
    assert [shape.x0 for shape in figure.layout.shapes] == [day]
    known = [at for at in week.RESPONDING if at <= day]
    share = f"{evidence.number(week.RESPONDING[known[-1]]).value:.0f} of 100" if known else "not asked yet"
    assert words["Still responding"].startswith(share)


def test_rows_stand_on_the_day_on_which_they_were_counted():
    for day, row in week.RESPONDING.items():
        assert evidence.number(row).hours == day * week.DAY
    shares = [evidence.number(row).value for row in week.RESPONDING.values()]
    assert shares == sorted(shares, reverse=True)


def test_the_blood_is_all_but_empty_after_a_day():
    """Fewer than 1 % after a day, as the page on doses says; and no more on any later day."""
    left = [week.left_in_blood(day) for day in week.DAYS.values()]
    assert left[0] == 100 and left[1] < 1 and left == sorted(left, reverse=True)


def test_what_is_felt_is_the_infusion_and_the_hour_after_it():
    figure, _ = week.week_after()
    ends = [x for x, y in zip(figure.data[0].x, figure.data[0].y) if y == week.FELT]
    assert ends == [0, pytest.approx((40 / 60 + evidence.number("C801").value) / 24)]
