"""Long-term harms: counts are rows, totals are hand values, refusals are sentences."""

from __future__ import annotations

import re
from itertools import product

import pytest

from explorers.table import words as words_of
from ketamine import evidence
from ketamine.figures import long_term as f
from ketamine.models import exposure

WEEKS = 365.25 / 12 / 7


# --- the model ------------------------------------------------------------------------------------


def test_totals_by_hand():
    """0.5 mg/kg once a week for 12 months of 4.348 weeks: 52 treatments, 26 mg/kg, 1.82 g at 70 kg, 35 mg a week."""
    plan = exposure.total(0.5, 1, 12)
    assert (plan.treatments, plan.mg_per_kg, plan.grams, plan.weekly_mg) == (52, 26.0, pytest.approx(1.82), 35.0)
    assert exposure.total(1.0, 0.25, 0.46, 80) == exposure.Total(1, 1.0, 0.08, 20.0), "at least one treatment"
    assert exposure.total(0.5, 3, 0.46).treatments == 6


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((0, 1, 6), "the dose is 0 mg/kg; it must be a number above 0"),
        ((0.5, -1, 6), "the treatments a week is -1 a week; it must be a number above 0"),
        ((0.5, 1, float("nan")), "the duration is nan months; it must be a number above 0"),
        ((0.5, 1, 6, "70"), "the weight is '70' kg; it must be a number above 0"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_in_a_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence.replace("(", r"\(")):
        exposure.total(*arguments)


def test_upper_limit_is_the_rule_of_three_and_its_exact_value():
    assert exposure.upper_limit(14) == pytest.approx(0.1926, abs=5e-5)
    assert exposure.upper_limit(1000) == pytest.approx(3 / 1000, rel=0.01)
    assert exposure.upper_limit(1) == pytest.approx(0.95)
    for people in (1, 14, 802):  # at that risk, none is seen in one study of twenty
        assert exposure.chance_of_none(exposure.upper_limit(people), people) == pytest.approx(0.05)
    assert exposure.chance_of_none(0, 5) == 1 and exposure.chance_of_none(1, 5) == 0
    assert exposure.people_needed(0.01) == 299 and exposure.chance_of_none(0.01, 299) < 0.05 < exposure.chance_of_none(
        0.01, 298
    )


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: exposure.upper_limit(0), "people is 0; it must be a whole number of at least 1"),
        (lambda: exposure.upper_limit(2.5), "people is 2.5; it must be a whole number"),
        (lambda: exposure.upper_limit(5, 1), "the level is 1; it must lie between 0 and 1"),
        (lambda: exposure.chance_of_none(1.2, 5), "the risk is 1.2; it must lie between 0 and 1"),
        (lambda: exposure.people_needed(0), "the risk is 0; it must lie between 0 and 1"),
    ],
)
def test_impossible_numbers_are_refused_in_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_beyond_names_each_way_in_which_a_plan_goes_further():
    study = exposure.Studied("A", months=10, grams=1, per_week=2, people=5)
    fits = exposure.Total(1, 1, 1.2, 1)
    assert exposure.beyond(fits, 12, 2.4, study) == (), "within a fifth"
    assert exposure.beyond(fits, 12.1, 2, study) == ("longer",)
    assert exposure.beyond(exposure.Total(1, 1, 1.3, 1), 11, 3, study) == ("more in all", "more often")


# --- what was counted -----------------------------------------------------------------------------


@pytest.mark.parametrize(("organ", "group"), list(product(f.ORGANS, f.EXPOSURES)))
def test_every_stop_of_counted_shows_rows(organ, group):
    figure, words = f.counted(organ, group)
    shown = [count for count in f.COUNTS if count.organ == organ and group in {f.ALL, count.exposure, count.shown_with}]
    assert shown, "no stop may be empty"
    drawn = {y: (trace, i) for trace in figure.data for i, (x, y) in enumerate(zip(trace.x, trace.y)) if x is not None}
    assert len(drawn) == len(shown)
    texts = [note.text for note in figure.layout.annotations]
    groups = {count.shown_with or count.exposure for count in shown}
    assert len(texts) == len(groups if group == f.ALL else shown)
    if group == f.ALL:  # each source is counted once
        assert sum(int(re.search(r"(\d+) source", text)[1]) for text in texts) == sum(
            count.exposure != f.COMPARISON for count in shown
        )
    for count in shown:
        row = evidence.row(count.row)
        trace, i = drawn[f._slot(count)]
        assert (
            trace.name.startswith(count.exposure)
            and row.study in words_of(trace.hovertext[i])
            and row.outcome in words_of(trace.hovertext[i])
        )
        if row.unit == "%" and row.value is not None:
            assert trace.x[i] == row.value
        elif row.unit == "%":
            assert (trace.x[i], trace.x[i] + trace.error_x.array[i]) == (row.low, row.high)
        elif count.cases is not None:
            assert trace.x[i] == 100 * count.cases / row.n
        else:
            assert trace.x[i] == f.WORDS
    assert len(words) == 3 and len(figure.data) == 8


def test_cases_agree_with_the_printed_percentages():
    for count in f.COUNTS:
        row = evidence.row(count.row)
        if count.cases is not None and row.unit == "%":
            decimals = 0 if row.value == int(row.value) else 2 if row.value < 0.1 else 1
            assert round(100 * count.cases / row.n, decimals) == row.value, count.row
            assert f"{count.cases:,} of {row.n:,}" in row.note


def test_every_line_of_text_fits_a_phone():
    for count in f.COUNTS:
        assert all(len(re.sub("<[^>]*>", "", line)) <= 46 for line in f._headline(count).split("<br>")), count


def test_people_who_never_used_ketamine_report_symptoms_too():
    _, words = f.counted(f.BLADDER, f.STREET)
    assert "24 %" in words[2].value
    never, recent, self_reported = (evidence.row(id).value for id in ("X157c", "X157a", "H401"))
    assert never < self_reported < recent


def test_reports_and_ratios_are_not_drawn_as_risks():
    assert not {"H421", "H435"} & {count.row for count in f.COUNTS}


# --- how much -------------------------------------------------------------------------------------

PACES, LENGTHS, DOSES = (0.25, 0.5, 1, 2, 3, 7), (0.46, 1, 3, 6, 12, 24, 60), (0.25, 0.5, 0.75, 1.0)


def test_regions_by_hand():
    """Totals for 70 kg: Murrough 6 x 35 mg; Yale 12 and 45 x 35 mg over 14 to 126 weeks;
    SUSTAIN-2 34 x 28 and 56 x 84 mg.
    """
    known = {region.label: region for region in f.regions()}
    assert known["Murrough"].corners == ((pytest.approx(12 / 30.4375), pytest.approx(0.21)),)
    assert known["KADS"].study.grams == pytest.approx(8 * 0.9 * 0.07) and known["KADS"].study.per_week == 2
    yale = known["Yale"].study
    assert (yale.months, yale.grams, yale.people, yale.per_week) == (
        pytest.approx(126 / WEEKS),
        pytest.approx(1.575),
        14,
        2,
    )
    assert [grams for _, grams in known["SUSTAIN-2"].corners] == pytest.approx([34 * 0.028, 56 * 0.084])
    assert known["SUSTAIN-2"].study.months == pytest.approx(52 / WEEKS)
    assert known["SUSTAIN-3"].study.months == 78 and known["SUSTAIN-3"].study.grams == pytest.approx(78 * WEEKS * 0.084)
    assert [grams for _, grams in known["BEDROC"].corners] == pytest.approx([0.6 + 24 * 0.03, 0.6 + 24 * 0.18])
    assert known["BEDROC"].study.months == pytest.approx((5 / 7 + 12) / WEEKS) and known["BEDROC"].compared
    assert [grams for _, grams in known["Hull"].corners] == pytest.approx([1.2, 1.8]) and known[
        "Hull"
    ].study.people == 1247
    assert [grams for _, grams in known["S-ketamine"].corners] == pytest.approx([2, 4])
    assert [grams for _, grams in known["Scan studies"].corners] == pytest.approx([2.4 * 730.5, 2.4 * 365.25 * 9.7])


@pytest.mark.parametrize(("pace", "length"), list(product(PACES, LENGTHS)))
def test_every_schedule_is_drawn_and_placed(pace, length):
    for dose in DOSES:
        figure, words = f.schedule(dose, pace, length)
        star = figure.data[-1]
        assert (star.x[0], star.y[0]) == (length, pytest.approx(exposure.total(dose, pace, length).grams))
        _low, high = figure.layout.yaxis.range
        assert star.y[0] > 0.01 and star.y[0] < 10**high
        assert len(figure.data) == 2 * len(f.AREAS) + 1
        assert words[1].value.startswith(("studied as far as this", "unstudied"))


def test_where_nobody_has_looked():
    said = lambda *plan: f.schedule(*plan)[1][1].value  # noqa: E731
    assert (
        said(0.5, 3, 0.46)
        == "studied as far as this, within a fifth, in Murrough 2013 (at most 24 people); without a comparison group"
    )
    assert "Yale 2018 (at most 14 people); without" in said(0.5, 1, 6)
    mixed = said(0.25, 0.25, 0.46)
    assert "KADS 2023 (at most 174 people, its midazolam group counted)" in mixed and mixed.endswith(
        "of these only KADS 2023 had a comparison group"
    )
    assert said(0.5, 2, 1).endswith("of these only KADS 2023 had a comparison group")
    assert said(0.5, 1, 60) == "unstudied: longer and more in all than in any study here. That is not the same as safe"
    assert "more often" in said(0.5, 7, 12) and said(0.5, 7, 12).endswith("not the same as safe")


def test_use_at_home_is_named_with_its_control_group():
    said = lambda months: f.schedule(0.5, 1, months)[1][3].value  # noqa: E731
    assert (
        said(0.46)
        == "followed as long in BEDROC and Hull 2022, only BEDROC with a control group; another form, another route"
    )
    assert said(3) == "followed as long in BEDROC, with a control group; another form, another route"
    assert said(6) == "nobody here was followed as long"


def test_heavy_use_is_hundreds_of_times_as_much():
    """2.4 g a day is 16.8 g a week, 480 times 35 mg."""
    assert "about 480 times" in f.schedule(0.5, 1, 6)[1][-1].value


# --- none seen ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "risk"), list(product((6, 14, 52, 150, 1000, 3000, 10000), (0.1, 0.02, 0.01, 0.001)))
)
def test_every_stop_of_none_seen(people, risk):
    figure, words = f.none_seen(people, risk)
    assert figure.data[3].y[0] == pytest.approx(100 * (1 - 0.05 ** (1 / people)))
    assert list(figure.data[1].x) == [14, 52, 150]
    assert list(figure.data[1].y) == pytest.approx([100 * (1 - 0.05 ** (1 / n)) for n in (14, 52, 150)])
    for id, _ in f.ZEROS:
        assert evidence.row(id).value == 0
    assert "3,777 patient-years fits with up to 0.8 in 1,000 people a year (calculated)" in words[3].value
    assert words[0].name == f"None of {people:,} affected" and "calculated" in words[0].value


def test_a_years_risk_is_not_read_off_people_who_left_before_the_year_was_over():
    """SUSTAIN-2 enrolled 802 and kept 150 for the year: the ceiling rests on the 150, in both figures."""
    enrolled, stayed = evidence.row("H700").n, evidence.row("H1607").value
    assert (enrolled, stayed) == (802, 150) and round(stayed / evidence.row("H1607").n, 3) == 0.249
    for figure in (f.none_seen()[0], f.counted(f.BLADDER, f.SPRAY)[0]):
        assert not any(enrolled in (trace.x or ()) for trace in figure.data)
    [count] = [count for count in f.COUNTS if count.row == "H700"]
    assert count.n == stayed and f._share(count)[2] == pytest.approx(100 * exposure.upper_limit(150)) == pytest.approx(
        1.98, abs=0.01
    )


def test_none_of_fourteen_has_one_ceiling_in_both_figures():
    for count in f.COUNTS:
        if count.cases == 0:
            assert f._share(count)[:3] == (0, 0, pytest.approx(100 * exposure.upper_limit(count.n)))


def test_the_ceiling_of_a_rate_is_three_over_the_time():
    assert exposure.upper_rate(3777) == pytest.approx(3 / 3777, rel=0.002)
    with pytest.raises(ValueError, match="the time is 0 person-years; it must be a number above 0"):
        exposure.upper_rate(0)
    with pytest.raises(ValueError, match="the level is 1; it must lie between 0 and 1"):
        exposure.upper_rate(5, 1)


def test_fourteen_people_leave_one_in_five_open():
    _, words = f.none_seen(14, 0.01)
    assert "19 %, about 1 in 5" in words[0].value and "87 %" in words[1].value and "299" in words[2].value


def test_words_are_calm_and_exact():
    """No method of misuse, and ketamine and esketamine are told apart."""
    for row in evidence.table("long_term").values():
        assert not ("esketamine" in row.arm and "racemic" in row.arm)
        for word in ("snort", "inject yourself", "committed suicide"):
            assert word not in f"{row.arm} {row.outcome} {row.note}".lower()


def test_amounts_are_written_in_figures_a_reader_knows():
    assert f.schedule(1.0, 7, 60)[1][0].value == "1,826 treatments, 1,800 mg/kg, 130 g at 70 kg (calculated)"


def test_a_star_among_people_on_another_drug_is_called_not_followed():
    """Five years of drips lie inside SUSTAIN-3's area: that is pale, and the star says that nobody was followed."""
    figure, words = f.schedule(0.5, 1, 60)
    star = next(trace for trace in figure.data if trace.name == "Yours")
    assert words[1].value.startswith("unstudied") and star.text == ("not followed",)
    drawn = {trace.name: trace.opacity for trace in figure.data if trace.name in {look.name for look in f.AREAS}}
    assert {name for name, opacity in drawn.items() if opacity == 1} == {f.CLINIC}
    followed = next(trace for trace in f.schedule(0.5, 1, 6)[0].data if trace.name == "Yours")
    assert followed.text == (" ",)


def test_more_often_than_anybody_followed_is_said():
    assert "but at most twice a week" in f.schedule(0.5, 7, 6)[1][2].value
    assert "at most" not in f.schedule(0.5, 2, 6)[1][2].value
