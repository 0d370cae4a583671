"""The chapter on durations: every stop runs, every plotted number is a row, every sentence holds."""

from __future__ import annotations

import itertools
import math
import re

import pytest

from coursework.describe import describe
from explorers import bake, table
from ketamine import evidence
from ketamine.figures import durations as d
from ketamine.models import durability, risk

RELAPSE = [dict(group=g, view=v) for g, v in itertools.product(d.ARMS, (d.PERCENT, d.PEOPLE, d.RATIO, d.BESIDE))]
THERAPY = [dict(trial=t, times=n) for t, n in itertools.product(d.TRIALS, (1, 2, 4, 8))]


def points(figure):
    """(trace, x, y, low, high, note) of every point that is data, not decoration."""
    for trace in figure.data:
        if trace.hoverinfo == "skip":
            continue
        error = trace.error_x if trace.error_x and trace.error_x.array is not None else None
        for i, (x, y) in enumerate(zip(trace.x, trace.y)):
            if x is None:
                continue
            above = error.array[i] if error else None
            below = error.arrayminus[i] if error else None
            yield (
                trace.name,
                x,
                y,
                x - below if below is not None else None,
                x + above if above is not None else None,
                table.words(trace.hovertext[i]),
            )


def words(result) -> str:
    return " ".join(str(readout) for readout in result[1])


@pytest.mark.parametrize("function, stops", [(d.relapse, RELAPSE), (d.psychotherapy, THERAPY)])
def test_every_stop_is_whole_and_fits_the_page(function, stops):
    shown = [bake.call(function.__name__, function, stop) for stop in stops]
    for one in shown:
        assert list(points(one.figure)), "a figure with nothing in it"
        assert one.readouts and all(0 < len(text) < 400 for _, text in one.words)
        assert one.figure.layout.width is None
    assert len(bake.pack([one.tree for one in shown], [one.words for one in shown])) < bake.MAX_BYTES


@pytest.mark.parametrize("function, stops", [(d.relapse, RELAPSE), (d.psychotherapy, THERAPY)])
def test_words_above_the_bars_fit_a_phone(function, stops):
    for stop in stops:
        for note in function(**stop)[0].layout.annotations:
            for line in note.text.split("<br>"):
                assert len(re.sub("<[^>]*>", "", line)) <= 46, line
            assert note.font.size >= 11


# --- relapse ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", RELAPSE, ids=str)
def test_every_share_and_ratio_is_a_row(stop):
    figure, _ = d.relapse(**stop)
    rows = {note: row for name in evidence.names() for row in evidence.table(name).values() if (note := describe(row))}
    for _, x, _, low, high, note in points(figure):
        row = next(row for said, row in rows.items() if note.endswith(said))
        if "calculated as 100 less" in note:
            assert x == 100 - row.value
        else:
            assert x == row.value
        assert (low, high) == (None, None) or (low, high) == pytest.approx((row.low, row.high))
    arms = [evidence.row(id).value for id in d.ARMS[stop["group"]]]
    if stop["view"] in (d.PERCENT, d.PEOPLE):
        assert [x for _, x, *_ in points(figure)] == arms


@pytest.mark.parametrize("group", d.ARMS)
def test_a_hundred_people_stand_in_each_arm(group):
    figure, _ = d.relapse(group, d.PEOPLE)
    faces = {trace.name: trace for trace in figure.data if trace.yaxis == "y2"}
    for arm, id in enumerate(d.ARMS[group]):
        count = {name: sum(abs(y - arm) < 0.5 for y in trace.y) for name, trace in faces.items()}
        assert sum(count.values()) == 100
        assert 100 - count["Not relapsed when it stopped"] == round(evidence.row(id).value)
    assert len(set(zip((x for t in faces.values() for x in t.x), (y for t in faces.values() for y in t.y)))) == 200


def test_sustain_1_agrees_with_itself():
    """Group sizes were worked out: they must fit the counts, the safety table, the total and the ratios."""
    row = evidence.row
    for id, people in (("C271", 24), ("C272", 39), ("C273", 16), ("C274", 34)):
        assert round(100 * people / row(id).n, 1) == row(id).value
    assert row("C271").n + row("C273").n == row("C823").n == 152 and row("C272").n + row("C274").n == 145
    assert sum(row(id).n for id in ("C271", "C272", "C273", "C274")) == row("C805").n
    for group, (ratio, needed) in d.RATIOS.items():
        stay, stop = (row(id) for id in d.ARMS[group])
        assert row(ratio).n == stay.n + stop.n
        assert risk.whole((stop.value - stay.value) / 100) == f"{row(needed).value:g}"
        proportional = 100 * (1 - (1 - stop.value / 100) ** row(ratio).value)
        assert abs(proportional - stay.value) < 4


@pytest.mark.parametrize("group", d.ARMS)
def test_the_relapse_sentences_follow_from_the_rows(group):
    stay, stop = (evidence.row(id) for id in d.ARMS[group])
    ratio, needed = (evidence.row(id) for id in d.RATIOS[group])
    said = words(d.relapse(group, d.PERCENT))
    assert f"{stay.value:g} % against {stop.value:g} %: {stop.value - stay.value:.1f} percentage points fewer" in said
    low, high = map(float, re.search(r"interval ([\d.]+) to ([\d.]+)\)", said).groups())
    assert low < stop.value - stay.value < high
    people = words(d.relapse(group, d.PEOPLE))
    kept, left, spared = map(
        int, re.search(r"about (\d+) relapsed .*of 100 switched about (\d+)\. Going on spared (\d+)", people).groups()
    )
    assert (kept, left, spared) == (round(stay.value), round(stop.value), left - kept)
    few, many = map(int, re.search(r"calculated interval (\d+) to (\d+)", people).groups())
    assert few <= needed.value <= many and f"treat: {needed.value:g} " in people
    for number, shown in ((few, high), (many, low)):  # the bounds are shown to one decimal
        assert math.ceil(100 / (shown + 0.05)) <= number <= math.ceil(100 / (shown - 0.05))
    weeks = evidence.row(d.EXPOSED[group])
    for view in (d.PERCENT, d.PEOPLE):  # no share and no number needed to treat without its time; nobody 'stays well'
        timed = words(d.relapse(group, view))
        assert f"Half of those kept on esketamine had it for {weeks.value:g} weeks or less" in timed
        assert "stay well" not in timed and "stayed well" not in timed
    rate = words(d.relapse(group, d.RATIO))
    assert [int(n) for n in re.search(r"is (\d+) % lower.*allows (\d+) to (\d+) %", rate).groups()] == [
        round(100 * (1 - part)) for part in (ratio.value, ratio.high, ratio.low)
    ]
    assert "The first two come from one randomised comparison" in words(d.relapse(group, d.BESIDE))
    drawn = list(points(d.relapse(group, d.BESIDE)[0]))
    assert [name for name, *_ in drawn[:4]] == ["Randomised to go on or stop"] * 4
    assert {name for name, *_ in drawn[4:]} == {"Only followed up"}
    assert [x for _, x, *_ in drawn[2:4]] == [42.9, 70.6], "BEDROC, kept on and switched"


# --- therapy -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", THERAPY, ids=str)
def test_every_effect_size_is_a_row_or_is_called_calculated(stop):
    figure, _ = d.psychotherapy(**stop)
    seen = set()
    for name, x, trial, low, high, note in points(figure):
        row = evidence.row(d.TRIALS[trial])
        sign = -1 if row.unit == "beta" else 1
        assert x == sign * row.value
        published = sorted((sign * row.low, sign * row.high))
        if "calculated" in name:
            assert note.startswith("Calculated") and str(stop["times"] * row.n) in note
            assert high - low == pytest.approx((published[1] - published[0]) / stop["times"] ** 0.5)
        else:
            assert [low, high] == pytest.approx(published) and row.study in note
            seen.add(trial)
    assert seen == set(d.TRIALS)
    assert any("calculated" in name for name, *_ in points(figure)) == (stop["times"] > 1)


@pytest.mark.parametrize("stop", THERAPY, ids=str)
def test_the_sentence_says_what_the_interval_allows(stop):
    row = evidence.row(d.TRIALS[stop["trial"]])
    said = words(d.psychotherapy(**stop))
    sign = -1 if row.unit == "beta" else 1
    low, high = sorted((sign * row.low, sign * row.high))
    value = sign * row.value
    low, high = value - (value - low) / stop["times"] ** 0.5, value + (high - value) / stop["times"] ** 0.5
    numbers = re.search(r"runs from (−?[\d.]+) \(.*?\) to (−?[\d.]+) \(", said)
    assert [float(n.replace("−", "-")) for n in numbers.groups()] == pytest.approx([low, high], abs=0.0051)
    assert f"{stop['times'] * row.n} people" in said and ("calculated" in said) >= (stop["times"] > 1)
    if stop["trial"] == d.TRAINING:
        assert "not what the training adds to ketamine" in said and "computer training" in row.comparator
    else:
        assert ("includes no difference" in said) == (low <= 0)
        assert ("No difference would then be excluded" in said) == (low > 0)
        need = int(re.search(r"[Aa]bout (\d+) people", said)[1])
        assert (low > 0) == (stop["times"] * row.n >= need)


def test_additions_without_a_control_group_have_no_point():
    figure, _ = d.psychotherapy()
    drawn = {y for _, _, y, *_ in points(figure)}
    assert drawn.isdisjoint(d._unmeasured())
    text = " ".join(d._unmeasured().values())
    assert "2 relapsed by week 8, 5 in the end" in text and evidence.row("C285").n == 8


# --- the model -----------------------------------------------------------------------------------------


def test_more_people_narrow_an_interval_by_the_square_root():
    assert durability.with_more_people(0.5, 0.1, 1.3, 1) == pytest.approx((0.1, 1.3))
    assert durability.with_more_people(0.5, 0.1, 1.3, 4) == pytest.approx((0.3, 0.9))
    need = durability.people_to_exclude_zero(0.65, -0.55, 28)
    assert (
        durability.with_more_people(0.65, -0.55, 1.82, need / 28)[0]
        >= 0
        > durability.with_more_people(0.65, -0.55, 1.82, (need - 1) / 28)[0]
    )


def test_half_lives_halve():
    assert [durability.share_left(n) for n in (0, 1, 5)] == [1, 0.5, 0.03125]
