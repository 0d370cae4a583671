"""Tell how much a class has gained: from the files or codes of its members.

    python -m tools.class_gain FOLDER

Each .json file, saved on the page of the certificate, holds how many answers were right before the course and after
it, and no name. A .txt file holds codes (``coursework.codes``), as learners show them after the second short test. The
course's own page adds up codes in the same way and says the same (``coursework/js/quiz/gains.js``).
"""

from __future__ import annotations

import json
import math
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy import stats

from coursework import codes, plans
from coursework.course import CourseError, find
from tools.offline import ROOT

ONE = "; one person has no interval."
TINY = 1e-9


@dataclass(frozen=True)
class Gain:
    """What one member had right before and after, in per cent of the questions, and which form came first."""

    first: str
    before: float
    after: float
    choice: int = 0  # of chapters (coursework.codes.choice_of)

    @property
    def points(self) -> float:
        """The gain in percentage points."""
        return self.after - self.before


def main() -> None:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("Name one folder with the files that the class saved: python -m tools.class_gain FOLDER")
    try:
        course = find(ROOT)
        names = codes.names(plans.plans(course))
    except (CourseError, plans.PlanError) as error:
        sys.exit(str(error))
    gains, wrong = read(Path(sys.argv[1]), course.slug)
    for fault in wrong:
        print(fault, file=sys.stderr)
    if not gains:
        sys.exit(f"There is no usable file in {sys.argv[1]}.")
    print("\n".join(report(gains, names)))


def read(folder: Path, slug: str) -> tuple[list[Gain], list[str]]:
    """Return the gains in a folder's .json and .txt files, and a sentence on each file or code that is left out."""
    gains, wrong = [], []
    for path in sorted(folder.glob("*.json")):
        try:
            gains.append(_gain(json.loads(path.read_text("utf-8")), slug))
        except (ValueError, KeyError, TypeError) as error:
            reason = "it is not JSON" if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) else str(error)
            wrong.append(f"{path.name} is left out: {reason}.")
    lines = "\n".join(path.read_text("utf-8", errors="replace") for path in sorted(folder.glob("*.txt")))
    results, left_out = codes.collect(lines, slug)
    return gains + list(map(of_code, results)), wrong + left_out


def of_code(result: codes.Result) -> Gain:
    """Return what a code says."""
    before, after = 100 * result.before / result.of, 100 * result.after / result.of
    return Gain(result.first, before, after, result.choice)


def _gain(said: dict[str, object], slug: str) -> Gain:
    """Return what a file says. Raises ValueError with the reason where it cannot be used."""
    if not isinstance(said, dict) or said.get("course") != slug:
        raise ValueError(f"it is not from this course ({slug})")
    if said.get("first") not in ("a", "b"):
        raise ValueError(f"first is {said.get('first')!r}; it must be a or b")
    chapters = said.get("chapters") or []
    if not isinstance(chapters, list) or not all(isinstance(chapter, str) for chapter in chapters):
        raise ValueError(f"chapters is {chapters!r}; it must be a list of names")
    return Gain(str(said["first"]), _share(said, "before"), _share(said, "after"), codes.choice_of(chapters))


def _share(said: dict[str, object], when: str) -> float:
    part = said.get(when)
    if not isinstance(part, dict):
        raise ValueError(f"{when} is missing; the test was not taken")
    right, of = part.get("right"), part.get("of")
    if type(right) is not int or type(of) is not int or not 0 <= right <= of or of < 1:
        raise ValueError(f"{when} says {right!r} of {of!r} right; it must be from 0 to all of at least one")
    return 100 * right / of


def interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float]:
    """Return the interval of a mean by Student's t; infinite for a single value."""
    if len(values) < 2:
        return -math.inf, math.inf
    half = stats.t.ppf((1 + level) / 2, len(values) - 1) * statistics.stdev(values) / math.sqrt(len(values))
    mean = statistics.fmean(values)
    return mean - float(half), mean + float(half)


def report(gains: Sequence[Gain], names: Mapping[int, str]) -> list[str]:
    """Return what to say of a class: for each choice of chapters by itself. names: of the choices."""
    lines = []
    for choice in sorted({gain.choice for gain in gains}):
        lines.append(names.get(choice, f"Chapters chosen otherwise ({choice})"))
        lines += told([gain for gain in gains if gain.choice == choice])
    return [*lines, codes.CAUTION]


def told(gains: Sequence[Gain]) -> list[str]:
    """Return what to say of people who met the same questions; at least one."""
    points = [gain.points for gain in gains]
    low, high = interval(points)
    before, after = (statistics.fmean(part) for part in zip(*((gain.before, gain.after) for gain in gains)))
    people = "1 person" if len(gains) == 1 else f"{len(gains)} people"
    within = f" (95 % interval {_fixed(low, 1)} to {_fixed(high, 1)})." if len(gains) > 1 else ONE
    lines = [
        f"{people}: right before {_fixed(before, 0)} %, after {_fixed(after, 0)} %.",
        f"Gain {_fixed(statistics.fmean(points), 1)} percentage points{within}",
    ]
    for form in "ab":
        own = [gain.points for gain in gains if gain.first == form]
        if own:
            lines.append(f"With form {form} first: {_fixed(statistics.fmean(own), 1)} ({len(own)} of {len(gains)}).")
    return lines


def _fixed(value: float, places: int) -> str:
    """Write a number, a half rounded up: as JavaScript can do it too, however the sum before it was rounded."""
    return f"{math.floor(value * 10**places + 0.5 + TINY) / 10**places:.{places}f}"


if __name__ == "__main__":
    main()
