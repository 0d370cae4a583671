"""Tell how much a class has gained: from the files that its members saved on the page of their certificate.

    python -m tools.class_gain FOLDER

Each file holds how many answers were right before the course and after it, and no name.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy import stats

from coursework.course import CourseError, find
from tools.offline import ROOT


@dataclass(frozen=True)
class Gain:
    """What one member had right before and after, in per cent of the questions, and which form came first."""

    first: str
    before: float
    after: float

    @property
    def points(self) -> float:
        """The gain in percentage points."""
        return self.after - self.before


def main() -> None:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("Name one folder with the files that the class saved: python -m tools.class_gain FOLDER")
    try:
        slug = find(ROOT).slug
    except CourseError as error:
        sys.exit(str(error))
    gains, wrong = read(Path(sys.argv[1]), slug)
    for fault in wrong:
        print(fault, file=sys.stderr)
    if not gains:
        sys.exit(f"There is no usable file in {sys.argv[1]}.")
    print("\n".join(told(gains)))


def read(folder: Path, slug: str) -> tuple[list[Gain], list[str]]:
    """Return the gains in a folder's .json files, and a sentence on each file that is left out."""
    gains, wrong = [], []
    for path in sorted(folder.glob("*.json")):
        try:
            gains.append(_gain(json.loads(path.read_text("utf-8")), slug))
        except (ValueError, KeyError, TypeError) as error:
            reason = "it is not JSON" if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) else str(error)
            wrong.append(f"{path.name} is left out: {reason}.")
    return gains, wrong


def _gain(said: dict[str, object], slug: str) -> Gain:
    """Return what a file says. Raises ValueError with the reason where it cannot be used."""
    if not isinstance(said, dict) or said.get("course") != slug:
        raise ValueError(f"it is not from this course ({slug})")
    if said.get("first") not in ("a", "b"):
        raise ValueError(f"first is {said.get('first')!r}; it must be a or b")
    return Gain(str(said["first"]), _share(said, "before"), _share(said, "after"))


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


def told(gains: Sequence[Gain]) -> list[str]:
    """Return what to say of a class."""
    points = [gain.points for gain in gains]
    low, high = interval(points)
    before, after = (statistics.fmean(part) for part in zip(*((gain.before, gain.after) for gain in gains)))
    files = "1 file" if len(gains) == 1 else f"{len(gains)} files"
    within = f" (95 % interval {low:.1f} to {high:.1f})." if len(gains) > 1 else "; one file has no interval."
    lines = [
        f"{files}: right before {before:.0f} %, after {after:.0f} %.",
        f"Gain {statistics.fmean(points):.1f} percentage points{within}",
    ]
    for form in "ab":
        own = [gain.points for gain in gains if gain.first == form]
        if own:
            lines.append(f"With form {form} first: {statistics.fmean(own):.1f} ({len(own)} of {len(gains)}).")
    return [
        *lines,
        "Without a group that did not take the course, this is a change and not yet an effect of the course.",
    ]


if __name__ == "__main__":
    main()
