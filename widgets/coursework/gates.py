"""Whether a test can be passed without knowing its subject: by a fixed attitude, by a rule of thumb, by the looks of
the options, or by all of these together in a regression.

Each rule is asked how often it would be right, with ties shared: three options left make a third of a right answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .questions import Option, Question

Array = NDArray[np.float64]
#: For each option of a question how well it pleases a rule; the highest is chosen.
Rule = Callable[[Sequence[Option]], list[float]]

HEDGES = re.compile(
    r"\b(may|might|could|cannot|perhaps|suggests?|probably|possibly|little|some|part|not known|nobody knows|open"
    r"|on average|not yet|no clear|contested|differ|about|nearly|most(ly)?|would fit|not shown)\b",
    re.I,
)
NARROW_HEDGES = re.compile(
    r"\b(may|might|cannot|could|perhaps|suggests?|no clear|not clear|not known|open|on average|not yet)\b", re.I
)
ABSOLUTES = re.compile(
    r"\b(only|always|never|all|every|everybody|nobody|nothing|none|no|proves?|must|settled|ruled out|neither|both)\b",
    re.I,
)
REASONS = re.compile(r"\b(since|because|so that|so|for|as)\b", re.I)
NEGATIONS = re.compile(r"\b(not|no|nobody|nothing|none|never|neither|nor|cannot)\b", re.I)
VERDICTS = re.compile(r"^(yes|no|right|wrong|correct|strong|weak|it proves)\b", re.I)
NUMBERS = re.compile(
    r"\d+(?:[.,]\d+)?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|third|quarter|eighth)\b", re.I
)


def _count(pattern: re.Pattern[str]) -> Callable[[Option], float]:
    return lambda option: float(len(pattern.findall(option.text)))


def _each(score: Callable[[Option], float], sign: int = 1) -> Rule:
    return lambda options: [sign * score(option) for option in options]


def _place(at: int) -> Rule:
    return lambda options: [float(i == at % len(options)) for i in range(len(options))]


def _stance(*liked: str) -> Rule:
    return lambda options: [float(option.stance in liked) for option in options]


#: What somebody with a fixed attitude picks; of the last, whatever is neither extreme.
ATTITUDES: dict[str, Rule] = {
    "always hype": _stance("hype"),
    "always denial": _stance("denial"),
    "always measured": _stance("measured"),
    "always neutral": _stance("neutral"),
    "neither hype nor denial": _stance("measured", "neutral"),
}
#: What somebody picks who goes by the looks.
SURFACE: dict[str, Rule] = {
    "the longest": _each(lambda option: float(len(option.text))),
    "the shortest": _each(lambda option: float(len(option.text)), -1),
    "most hedged, wide list": _each(_count(HEDGES)),
    "most hedged, narrow list": _each(_count(NARROW_HEDGES)),
    "fewest absolutes": _each(_count(ABSOLUTES), -1),
    "most absolutes": _each(_count(ABSOLUTES)),
    "without a reason (since, because, so, as, for)": _each(_count(REASONS), -1),
    "with a reason": _each(_count(REASONS)),
    "most numbers": _each(_count(NUMBERS)),
    "fewest numbers": _each(_count(NUMBERS), -1),
    "with a semicolon": _each(_count(re.compile(";"))),
    "without a semicolon": _each(_count(re.compile(";")), -1),
    "most negations": _each(_count(NEGATIONS)),
    "fewest negations": _each(_count(NEGATIONS), -1),
    "does not open with a verdict": _each(_count(VERDICTS), -1),
    "the first": _place(0),
    "the second": _place(1),
    "the third": _place(2),
    "the last": _place(-1),
}


def one_answer(bank: Sequence[Question]) -> list[Question]:
    """Return the questions of which one option is right."""
    return [question for question in bank if question.kind == "one"]


def with_options(question: Question, options: Sequence[tuple[str, str]]) -> Question:
    """Return the question with other (text, stance) in its options: to see what a gate would say."""
    changed = (replace(old, text=text, stance=stance) for old, (text, stance) in zip(question.options, options))
    return replace(question, options=tuple(changed))


def chances(question: Question, rule: Rule | None) -> float:
    """Return how likely a rule is right on a question; None, and all but one-answer questions, by luck."""
    if question.kind == "one":
        scores = rule(question.options) if rule else [0.0] * len(question.options)
        best = [i for i, score in enumerate(scores) if score == max(scores)]
        return sum(question.options[i].right for i in best) / len(best)
    if question.kind == "several":
        return 1 / (2 ** len(question.options) - 1)
    return 1 / math.factorial(len(question.items)) if question.kind == "order" else 0.0


def share(bank: Sequence[Question], rule: Rule | None) -> float:
    """Return the share of the one-answer questions that a rule gets right."""
    asked = one_answer(bank)
    return sum(chances(question, rule) for question in asked) / len(asked)


def features(question: Question) -> Array:
    """Return what the looks of each option say: options by features, each centred within the question."""
    columns = []
    for name, rule in SURFACE.items():
        if name.startswith(("the shortest", "fewest", "with a reason", "without a semicolon", "the third")):
            continue  # the mirror image of another
        columns.append(rule(question.options))
    raw = np.array(columns, dtype=float).T
    length = raw[:, :1] / raw[:, :1].mean()
    longest = (raw[:, :1] == raw[:, :1].max()).astype(float)
    whole = np.hstack([length, longest, raw[:, 1:]])
    centred: Array = whole - whole.mean(axis=0)
    return centred


def fitted(looks: Sequence[Array], keys: Sequence[int], ridge: float = 1.0) -> Array:
    """Return the weights of a conditional logistic regression, by Newton's steps.

    looks: for each question options by features. keys: which option is right. ridge: penalty on the squared weights.
    """
    weights = np.zeros(looks[0].shape[1])
    for _ in range(12):
        slope, curve = -ridge * weights, ridge * np.eye(len(weights))
        for look, key in zip(looks, keys):
            odds = np.exp(look @ weights - (look @ weights).max())
            p = odds / odds.sum()
            mean = p @ look
            slope += look[key] - mean
            curve += (look * p[:, None]).T @ look - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def regression(bank: Sequence[Question]) -> list[float]:
    """Return how likely a regression on the looks, that never saw a question, is right on it: one-answer questions."""
    asked = one_answer(bank)
    looks = [features(question) for question in asked]
    spread = np.vstack(looks).std(axis=0)
    looks = [look / np.where(spread > 0, spread, 1) for look in looks]
    keys = [[option.right for option in question.options].index(True) for question in asked]
    found = []
    for i, question in enumerate(asked):
        weights = fitted(looks[:i] + looks[i + 1 :], keys[:i] + keys[i + 1 :])
        scores = np.round(looks[i] @ weights, 9)
        best = np.flatnonzero(scores == scores.max())
        found.append(sum(question.options[j].right for j in best) / len(best))
    return found


def passed(sittings: Sequence[Sequence[str]], right: dict[str, float], needed: int, seed: int = 16) -> float:
    """Return the share of sittings that are passed, given how likely each question is right. seed: of the chance."""
    p = np.array([[right[id_] for id_ in sitting] for sitting in sittings])
    luck = np.random.default_rng(seed).random(p.shape)
    return float(((luck < p).sum(axis=1) >= needed).mean())
