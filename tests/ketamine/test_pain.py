"""Chapter 'Chronic pain': the relief model against its limits; plotted numbers equal rows;
captions hold at every stop.
"""

import itertools
import re

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from ketamine import evidence
from ketamine.figures import pain as p
from ketamine.models import analgesia as a
from ketamine.models import receptor
from ketamine.models.analgesia import Infusion
from ketamine.scenes import blockers
from tests.support.course import points, results

CHAPTER = "chapters/chronic-pain"


# --- the relief model --------------------------------------------------------------------------


def test_relief_against_numerical_integration():
    runs, clearance, half = [Infusion(0, 10, 20), Infusion(48, 5, 40)], 95.0, 60.0

    def plasma(t):
        return sum(a.steady_plasma(r.rate, clearance) for r in runs if r.start <= t < r.start + r.hours)

    solved = solve_ivp(
        lambda t, c: np.log(2) / half * (plasma(t) - c),
        (0, 200),
        [0.0],
        t_eval=[5, 10, 48, 53, 200],
        max_step=0.05,
        rtol=1e-8,
    )
    assert a.felt([5, 10, 48, 53, 200], runs, clearance, half) == pytest.approx(solved.y[0], rel=2e-3)


def test_limits_of_relief():
    endless = [Infusion(0, 1e6, 22)]
    assert a.felt(1e6, endless, 95, 260) == pytest.approx(a.steady_plasma(22, 95), rel=1e-6)
    assert a.felt(0, endless, 95, 260) == 0 and a.relief(0, 10.5) == 0
    assert a.relief(10.5, 10.5) == pytest.approx(0.5) and a.relief(1e9, 10.5) == pytest.approx(1, abs=1e-7)
    one = [Infusion(0, 100, 22)]
    assert a.felt(100 + 260, one, 95, 260) == pytest.approx(float(a.felt(100, one, 95, 260)) / 2)


def test_a_short_infusion_counts_by_its_milligrams():
    slow, quick = [Infusion(0, 2, 17.5)], [Infusion(0, 0.5, 70)]
    assert a.total(slow) == a.total(quick) == 35
    assert a.felt(48, slow, 95, 260) == pytest.approx(float(a.felt(48, quick, 95, 260)), rel=0.005)


def test_weeks_above_is_where_the_curve_crosses():
    run = [Infusion(0, 100, 22.2)]
    weeks = a.weeks_above(0.25, run, 95, 261.6, 10.5)
    assert a.relief(a.felt(168 * weeks, run, 95, 261.6), 10.5) == pytest.approx(0.25)
    assert a.weeks_above(0.25, [Infusion(0, 0.667, 52.5)], 95, 261.6, 10.5) == 0


# --- receptors ---------------------------------------------------------------------------------


def test_opioid_affinities_are_the_rows():
    """D13 of the derived values: 41.7, 28.2, 269 uM; D14: 1.8, 2.7, 0.3 % at 0.778 uM."""
    assert [round(p.affinity(id), 1) for id in ("OP01", "OP02", "OP03")] == [41.7, 28.2, 269.2]
    shares = {r.name: r.value for r in p.receptors_reached(185)[1]}
    assert [shares[n].split(" ")[0] for n in ("Opioid mu", "Opioid kappa", "Opioid delta")] == ["1.8", "2.7", "0.3"]
    assert shares["NMDA channel"].startswith("61 %") and "54 to 87 %" in shares["NMDA channel"]


def test_forms_and_mixture_belong_together():
    for times in (2, 2.5, 3):
        s = p.s_form_ki(41.7, times)
        assert receptor.mixture_ki(s, s * times) == pytest.approx(41.7)


def test_free_drug_occupies_less_and_tighter_binding_more():
    def mu(**kw):
        return next(t.y[0] for t in p.receptors_reached(185, **kw)[0].data if t.name == "Opioid mu, here")

    assert mu(part="free") < mu() < mu(stronger=3) < mu(stronger=10) < 20


def test_the_opioid_share_is_a_few_per_cent_below_anaesthesia():
    """At every stop: as measured, a tenth is passed at anaesthetic levels only, and NMDA is always ahead."""
    for arguments, shown in results(CHAPTER, "receptors-reached"):
        here = {t.name: t.y[0] for t in shown.figure.data if t.name and t.name.endswith("here")}
        opioid = max(here[f"Opioid {n}, here"] for n in ("mu", "kappa", "delta"))
        assert here["NMDA channel, here"] > opioid
        if arguments["stronger"] == 1:
            assert opioid < 10 or arguments["concentration"] >= evidence.row("PK78").low
        if arguments["stronger"] == 1 and arguments["concentration"] <= evidence.row("PK77").high:
            assert opioid <= 5.1 and here["NMDA channel, here"] > 20


def test_levels_in_people_are_the_rows():
    figure, _ = p.receptors_reached()
    bars = {trace.y[0]: tuple(trace.x) for trace in figure.data if trace.name == "Reached in people"}
    for name, id in (("Pain, small dose", "PK79"), ("Depression", "PK77"), ("Anaesthesia", "PK78")):
        assert bars[name] == (evidence.row(id).low, evidence.row(id).high)
    assert bars["Pain, 100 h (S)"] == pytest.approx((22.2e3 / 95, 22.2e3 / 73.8), abs=0.06)


# --- opioid blockers, weeks, dose, conditions --------------------------------------------------


def test_blocker_tests_are_people_and_conflict_only_for_mood():
    assert {evidence.row(id).species for id in p.OPIOID_TESTS} == {"human"}
    did = {endpoint: {what for one, what in p.OPIOID_TESTS.values() if one == endpoint} for endpoint in blockers.GROUPS}
    assert did["Pain"] == {p.SAME} and did["Mood"] == {p.SAME, p.LESS}
    for arguments, shown in results(CHAPTER, "with-opioids-blocked"):
        said = {readout.name: readout.value for readout in shown.readouts}
        assert "conflict" in said.get("Mood", "conflict") and "changed nothing" in said.get(
            "Pain", "changed nothing"
        ), arguments


@pytest.mark.parametrize("plan", (blockers.WIDE, blockers.NARROW), ids=lambda plan: plan.name)
def test_only_a_printed_size_shortens_a_bar(plan):
    for row in p.OPIOID_TESTS:
        drawn = blockers._test(plan, row, 0, "fade")
        bars = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', drawn)]
        short = plan.long * (1 - evidence.row("OP1400").value / 100) if row == "OP10" else plan.long
        assert bars == [plan.long, pytest.approx(short, abs=0.1)], row
        assert ("url(#fade)" in drawn) == (p.OPIOID_TESTS[row][1] == p.LESS and row not in blockers.TAKEN)
    assert "28 % taken away" in blockers.says("OP10")
    assert "5 of 5" in blockers.says("OP12") and evidence.row("OP12").value == evidence.row("OP12").n == 5
    assert (
        "pethidine" in evidence.row("OP702").outcome
        and "nor did ketamine over midazolam" in evidence.row("OP13").outcome
    )


def test_tests_that_were_not_asked_for_are_gone_and_leave_no_gap():
    for plan in (blockers.WIDE, blockers.NARROW):
        parts = blockers._parts(plan, "Mood", "twenty")
        front = {name for name, own in parts.items() if own["display"] == "inline"}
        assert front == {"head-Mood", "test-OP10", "test-OP13"}
        assert all(evidence.row(name.removeprefix("test-")).n >= 20 for name in front if name.startswith("test-"))
        pain = plan.head + plan.row * len(blockers.ordered("Pain"))
        assert parts["head-Mood"]["transform"] == f"translate(0 {-pain})"
        assert all(own["transform"] == "translate(0 0)" for own in blockers._parts(plan, "All", "all").values())


def test_the_forest_is_the_rows():
    figure, _ = p.pain_over_time()
    for each in p.ESTIMATES:
        row = evidence.row(each.id)
        trace = next(t for t in figure.data if t.name == each.series)
        at = list(trace.y).index(p._estimate_name(each))
        if each.id == "C220":
            assert trace.x[at] == -2.77 and trace.error_x.array is None
            assert row.uncertainty == "none" and "±" in row.note
            continue
        assert trace.x[at] == pytest.approx(row.value * each.factor)
        assert trace.x[at] + trace.error_x.array[at] == pytest.approx(row.high * each.factor, abs=1e-4)
        assert trace.x[at] - trace.error_x.arrayminus[at] == pytest.approx(row.low * each.factor, abs=1e-4)
        assert row.uncertainty == "CI95"


def test_the_forest_says_what_it_shows():
    assert p.pain_over_time()[1][0].value == "In 11 of 14 the interval leaves out zero; 1 of 14 reach 2 points."
    assert p.pain_over_time("About a month")[1][0].value.startswith("In 1 of 3")
    assert all(
        -2.2 < p._difference(each)[0] < -0.8 for each in p.ESTIMATES if each.id != "C220"
    )  # 'about one to two points'
    assert "None published" in p.pain_over_time("About a month", "Orhurhu 2019")[1][0].value


def test_schedules_are_the_rows():
    plans = p.schedules()
    assert plans["Depression"][:2] == pytest.approx((2 / 3, 35)) and plans["Fibromyalgia"][:2] == pytest.approx(
        (0.5, 35)
    )
    assert plans["CRPS, 10 days"][:2] == pytest.approx((40, 1000)) and plans["CRPS, 100 hours"][:2] == pytest.approx(
        (100, 2220)
    )


def test_the_band_holds_the_middle_and_the_depression_dose_hardly_registers():
    low, middle, high = p._relief(p.schedules()["CRPS, 100 hours"][2])
    assert all(lo <= mid <= hi for lo, mid, hi in zip(low, middle, high))
    assert max(p._relief(p.schedules()["Depression"][2])[1]) < 10 < 80 < max(middle)


def test_weeks_later_only_crps_is_left():
    assert p.conditions_by_strength("weeks")[1][0].value == "Moderate for CRPS only; none for the other 9."
    readouts = p.conditions_by_strength("weeks")[1]
    assert "No clear benefit" in readouts[1].value and "−32.09 to 0.51" in p.conditions_by_strength("soon")[1][1].value
    assert "Fibromyalgia" in p._conditions() and "Low-back" in p._conditions()


def test_a_bar_is_as_long_as_its_trials_have_people_and_the_pooled_review_has_none():
    for when in ("soon", "weeks"):
        figure, readouts = p.conditions_by_strength(when)
        better, unclear = figure.data
        drawn = {
            (name, key): x
            for key, bar in (("better", better), ("unclear", unclear))
            for name, x in zip(bar.y, bar.x)
            if x
        }
        assert p.POOLED not in better.y
        tried = [t for t in p.TRIED if t.when == when]
        assert drawn == {
            key: sum(t.n for t in tried if (t.condition, t.finding) == key)
            for key in {(t.condition, t.finding) for t in tried}
        }
        headings = " ".join(note.text for note in figure.layout.annotations).lower()
        assert all(name.lower() in headings for name in p._conditions())
        assert headings.count("no trial here") == len(better.y) - len({t.condition for t in tried}) + 1
        assert {p._grade(name, when)[0] for name in p._conditions() if name not in better.y} == {
            p.WEAK_OR_NONE if when == "soon" else p.NONE
        }  # the others share a row, for they share a grade
        assert all(f"{name}: " in readouts[2].value for name in {t.condition for t in tried})
    assert drawn[(p.CRPS, "better")] == 79 and drawn[("Mixed neuropathic", "unclear")] == 20
    assert max(drawn.values()) <= 800  # the axis


def test_no_row_of_unknown_uncertainty_is_drawn_with_an_interval():
    for table in ("pain", "glutamate"):
        for row in evidence.table(table).values():
            if "not named" in row.note:
                assert row.uncertainty == "none" and row.interval is None


def test_an_infusion_is_drawn_to_scale_so_that_its_area_is_its_dose():
    figure, _ = p.dose_and_duration(22.2, 100)
    boxes = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    wanted = [mg for _, mg, *_ in (p.schedules()[name] for name in p.SCHEDULED)] + [2220]
    assert [(box.x1 - box.x0) * (box.y1 - box.y0) for box in boxes] == pytest.approx(wanted)
    for name in p.SCHEDULED:
        h, mg, *_ = p.schedules()[name]
        [(hours, rate, note)] = [point for point in points(figure, name) if "in all" in point[2]]
        assert hours == pytest.approx(h, abs=0.006) and rate == pytest.approx(mg / h, abs=0.06)
        assert f"{mg:,.0f} mg in all" in note
    [(hours, rate, _)] = [point for point in points(figure, "Yours") if "chosen" in point[2]]
    assert (hours, rate) == (100, 22.2)


def test_the_guideline_readout_says_which_grade_is_whose():
    assert p.conditions_by_strength("soon")[1][0].value == (
        "Moderate for CRPS, weak for spinal cord injury; weak or none for the other 8."
    )


def test_more_than_any_trial_gave_is_said_to_be_beyond_them():
    most = max(mg for _, mg, *_ in p.schedules().values())
    for rate, hours in itertools.product((5, 10, 22.2, 35, 52.5), (2 / 3, 4, 12, 24, 48, 100)):
        said = p.dose_and_duration(rate, hours)[1][2].value
        assert said.startswith("Far beyond any trial here.") == (rate * hours > 1.5 * most), (rate, hours)


@pytest.mark.parametrize("period", p.PERIODS)
def test_only_rows_that_are_shown_take_room(period):
    figure, _ = p.pain_over_time(period)
    shown = [p._estimate_name(each) for each in p.ESTIMATES if period in ("All", each.period)]
    assert list(figure.layout.yaxis.categoryarray) == shown and "\n" not in "".join(shown)
    assert not any("<br>" in name for name in shown)
    assert "2 points = much improved" in [note.text for note in figure.layout.annotations]
    assert evidence.number("C978").value == -2
