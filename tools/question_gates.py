"""Show whether the final test can be passed without knowing its subject, and fail where it can.

    python -m tools.question_gates

The sittings are drawn by the page's own script, in Node.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

from coursework import gates, questions, quiz
from coursework.questions import Question
from tools.offline import ROOT

DRAW = ROOT / "widgets" / "coursework" / "js" / "quiz" / "draw.js"
SITTINGS = 10_000
MOST_BY_RULE = 0.45  # of the one-answer questions
MOST_BY_REGRESSION = 0.50
MOST_PASSED = 0.01  # of the sittings
SCRIPT = """
import { draw } from "%s";
let text = "";
for await (const part of process.stdin) text += part;
const { bank, count, sittings } = JSON.parse(text);
let held = 16;
const random = () => (held = (held * 1664525 + 1013904223) %% 2 ** 32) / 2 ** 32;
console.log(JSON.stringify(Array.from({ length: sittings }, () => draw(bank, count, [], random))));
"""


def main() -> None:
    bank, rules = questions.bank(), quiz.assessment()
    needed = -(-rules.questions * rules.pass_mark // 100)
    rows = measured(bank, drawn(bank, rules.questions), needed)
    print(
        f"{len(bank)} questions, {len(gates.one_answer(bank))} of them with one answer; {needed} of {rules.questions}"
    )
    for name, share, passes in rows:
        print(f"{name:48} {share:6.1%} {passes:8.2%}")
    if wrong := faults(rows):
        sys.exit("\n".join(wrong))


def drawn(bank: Sequence[Question], count: int, sittings: int = SITTINGS) -> list[list[str]]:
    """Return the ids of so many sittings, as the page draws them."""
    asked = [{"id": q.id, "chapter": q.chapter, "objective": q.objective} for q in bank]
    done = subprocess.run(
        ["node", "--input-type=module", "-e", SCRIPT % DRAW.as_uri()],
        input=json.dumps({"bank": asked, "count": count, "sittings": sittings}),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def measured(
    bank: Sequence[Question], sittings: Sequence[Sequence[str]], needed: int
) -> list[tuple[str, float, float]]:
    """Return (rule, share of the one-answer questions, share of the sittings passed), the regression last."""
    rows = []
    for name, rule in {"chance": None, **gates.ATTITUDES, **gates.SURFACE}.items():
        right = {question.id: gates.chances(question, rule) for question in bank}
        rows.append((name, gates.share(bank, rule), gates.passed(sittings, right, needed)))
    looks = gates.regression(bank)
    right = {question.id: gates.chances(question, None) for question in bank}
    right |= {question.id: chance for question, chance in zip(gates.one_answer(bank), looks)}
    rows.append(
        ("regression on the looks, left out in turn", sum(looks) / len(looks), gates.passed(sittings, right, needed))
    )
    return rows


def faults(rows: Sequence[tuple[str, float, float]]) -> list[str]:
    """Say which rules get too far."""
    *others, (looks, by_looks, _) = rows
    found = [
        f"{name} is right on {share:.1%}; at most {MOST_BY_RULE:.0%} is allowed"
        for name, share, _ in others
        if share > MOST_BY_RULE
    ]
    if by_looks > MOST_BY_REGRESSION:
        found.append(f"{looks} is right on {by_looks:.1%}; at most {MOST_BY_REGRESSION:.0%} is allowed")
    return found + [
        f"{name} passes {passes:.2%} of the sittings; at most {MOST_PASSED:.0%} is allowed"
        for name, _, passes in rows
        if passes > MOST_PASSED
    ]


if __name__ == "__main__":
    main()
