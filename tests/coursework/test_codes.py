"""The code of a learner, and what a class has gained: the same in Python and on the course's page."""

from __future__ import annotations

import json
import random
import subprocess

from scipy import stats

from coursework import codes, plans, quiz
from coursework.codes import Result
from tests.support.course import ROOT, SLUG
from tools import class_gain

BEYOND = "import { beyond } from './gains.js'; console.log(JSON.stringify([61, 100, 500].map(beyond)))"
#: Reads {text, course, names, quantiles} and tells what the page tells.
PAGE = """
import { collect, encode } from "./codes.js";
import { report } from "./gains.js";
const { classes, course, names, quantiles } = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(classes.map((text) => {
  const { results, wrong } = collect(text, course);
  return { again: results.map((one) => encode(one, course)), wrong, said: report(results, names, quantiles) };
})));
"""


def node(script: str, said: object = None) -> list:
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        cwd=ROOT / "widgets" / "coursework" / "js" / "quiz",
        input=json.dumps(said),
        text=True,
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def made_up(dice: random.Random, choices: list[int]) -> Result:
    """A learner. These numbers are made up."""
    of = dice.choice([5, 6, 8, 10, 31])
    right, number = (dice.randint(0, of), dice.randint(0, of)), dice.randint(0, 16383)
    return Result(dice.choice("ab"), *right, of, dice.choice(choices), number)


def test_the_page_and_the_command_tell_the_same_of_the_same_codes():
    """Of 200 made-up classes, some of one person, some with a line that is wrong."""
    dice = random.Random(17)
    names = codes.names(plans.plans())
    classes = []
    for _ in range(200):
        some = [
            codes.encode(made_up(dice, [0, 0, *names, 777]), SLUG) for _ in range(dice.choice([1, 1, 2, 3, 8, 24, 80]))
        ]
        some += dice.choice([[], ["no code"], [some[0]], [f"10:15 Ann {some[0].lower()}", some[0][:-1] + "–0"]])
        classes.append("\n".join(some))
    quantiles = [float(stats.t.ppf(0.975, freedom)) for freedom in range(1, quiz.QUANTILES + 1)]
    told = node(PAGE, {"classes": classes, "course": SLUG, "names": names, "quantiles": quantiles})
    for text, page in zip(classes, told, strict=True):
        results, wrong = codes.collect(text, SLUG)
        assert page["again"] == [codes.encode(result, SLUG) for result in results]
        assert page["wrong"] == wrong
        *lines, caution = class_gain.report(list(map(class_gain.of_code, results)), names)
        assert [line for part in page["said"] for line in (part["title"], *part["lines"])] == lines
        assert caution == codes.CAUTION
    assert sum(len(page["said"]) > 1 for page in told) > 20 and sum(bool(page["wrong"]) for page in told) > 20


def test_beyond_the_table_the_quantile_is_as_exact_as_what_is_told():
    for freedom, found in zip([61, 100, 500], node(BEYOND)):
        assert abs(found - stats.t.ppf(0.975, freedom)) < 1e-6


def test_the_page_carries_the_quantiles_and_the_names_of_the_plans():
    html = quiz.class_results().html
    assert "12.7062047" in html and "90 minutes: from molecule to patient" in html


def test_a_folder_may_hold_codes_and_files(tmp_path):
    two = [Result("a", 2, 4, 5, 0, 1), Result("b", 3, 4, 5, 0, 2)]
    (tmp_path / "chat.txt").write_text("\n".join(codes.encode(one, SLUG) for one in two) + "\nnobody\n", "utf-8")
    result = {"on": "2026-11-28", "of": 5}
    said = {"course": SLUG, "first": "a", "before": result | {"right": 1}, "after": result | {"right": 4}}
    (tmp_path / "made-up.json").write_text(json.dumps(said), "utf-8")
    (tmp_path / "of-a-class.json").write_text(json.dumps(said | {"chapters": ["bdnf"]}), "utf-8")
    (tmp_path / "wrong.json").write_text(json.dumps(said | {"chapters": "bdnf"}), "utf-8")
    gains, wrong = class_gain.read(tmp_path, SLUG)
    assert sorted((gain.points, gain.choice) for gain in gains) == [
        (20, 0),
        (40, 0),
        (60, 0),
        (60, codes.choice_of(["bdnf"])),
    ]
    assert wrong == [
        "wrong.json is left out: chapters is 'bdnf'; it must be a list of names.",
        "nobody is left out: it has 6 letters and digits; a code has 12.",
    ]
    assert class_gain.report(gains, {0: "The whole course"}) == [
        "The whole course",
        "3 people: right before 40 %, after 80 %.",
        "Gain 40.0 percentage points (95 % interval -9.7 to 89.7).",  # 40 ± 4.303 × 20 / √3
        "With form a first: 50.0 (2 of 3).",
        "With form b first: 20.0 (1 of 3).",
        f"Chapters chosen otherwise ({codes.choice_of(['bdnf'])})",
        "1 person: right before 20 %, after 80 %.",
        "Gain 60.0 percentage points; one person has no interval.",
        "With form a first: 60.0 (1 of 1).",
        codes.CAUTION,
    ]


def test_each_pair_of_the_short_tests_has_one_objective_and_one_chapter_and_is_met_once():
    every = quiz.pairs()
    whole = quiz.assessment().forms
    assert [tuple(question.id for question in pair) for pair in every[: len(whole[0])]] == list(zip(*whole))
    assert all((a.objective, a.chapter) == (b.objective, b.chapter) for a, b in every)
    assert all(a.kind == b.kind for a, b in every[len(whole[0]) :])
    ids = [question.id for pair in every for question in pair]
    assert len(ids) == len(set(ids))
    for plan in plans.plans():
        assert all(any(a.chapter == name for a, _ in every) for name in plan.chapters)
