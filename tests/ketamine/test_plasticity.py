"""The chain from receptor to behaviour: every bar is where its rows say, and the order holds."""

import pytest

from ketamine import evidence
from ketamine.figures import plasticity
from ketamine.figures.plasticity import LANES, SEEN, chain


def spans(label: str, status: str) -> list[tuple[float, float]]:
    """From and to, in hours, of what a lane shows."""
    lane = next(lane for lane in LANES if lane.label == label)
    return [f.span for f in lane.findings if f.status == status]


@pytest.mark.parametrize("time", [hours for _, hours in plasticity.TIMES])
@pytest.mark.parametrize("show", ["main", "all"])
def test_every_stop(time: float, show: str) -> None:
    figure, readouts = chain(time, show)
    assert [trace.name for trace in figure.data] == list(plasticity.LOOK)
    for trace in figure.data:
        for x, y, note in zip(trace.x, trace.y, trace.hovertext):
            assert (x is None) == (y is None) == (note is None)
            assert x is None or plasticity.START < x < plasticity.END
    assert all(readout.value.endswith(".") for readout in readouts)


def test_every_finding_is_a_row_of_the_right_species() -> None:
    for lane in LANES:
        for finding in lane.findings:
            for id in finding.rows:
                row = evidence.row(id)
                assert (row.species == "human") == (lane.species == "people"), id
                assert row.species in ("human", "mouse"), id


def test_hours_come_from_the_rows() -> None:
    assert spans("New spines form", SEEN) == [(evidence.row("X100").low, evidence.row("X100").high)] == [(12, 24)]
    assert spans("More spines", SEEN) == [(evidence.row("N701").value, 24 * evidence.row("N110").value)] == [(24, 336)]
    assert spans("Mood better", SEEN)[0] == pytest.approx(
        (evidence.row("C566a").value / 60, 24 * evidence.row("C566b").low)
    )


def test_in_mice_behaviour_comes_before_spines() -> None:
    behaviour = min(start for start, _ in spans("Behaviour better", SEEN))
    formation = min(start for start, _ in spans("New spines form", SEEN))
    density = min(start for start, _ in spans("More spines", SEEN))
    assert behaviour < formation <= density
    mice = chain(3)[1][0].value
    assert "seen: better behaviour" in mice and "not found: faster spine formation" in mice


def test_in_people_no_synapse_measure_has_changed() -> None:
    for time in (24, 336, 504):
        seen, _, rest = chain(time)[1][1].value.partition(";")
        assert "synapse" not in seen and "more synapse marker (PET)" in rest


def test_the_dissenting_results_appear_only_when_asked_for() -> None:
    count = {show: sum(x is not None for trace in chain(24, show)[0].data for x in trace.x) for show in ("main", "all")}
    assert count["all"] > count["main"]
    assert "(R)-ketamine" not in chain(24, "main")[1][0].value
    assert "(R)-ketamine" in chain(24, "all")[1][0].value


def test_lost_again_is_said_only_where_it_was_measured() -> None:
    assert "better mood (lost again)" in chain(336)[1][1].value
    assert "lost again" not in chain(168)[1][1].value
    assert "lost again" not in chain(504)[1][0].value  # nobody says when mice lose the spines
