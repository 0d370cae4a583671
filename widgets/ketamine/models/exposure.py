"""How much of a drug a schedule adds up to, and how little 'nobody was harmed' can mean.

Arithmetic only: nothing here predicts harm. Equations, with w = 365.25 / 12 / 7 weeks in a month:

    treatments  = per_week * w * months, to the nearest whole number, at least one
    total       = dose * treatments * weight
    upper limit = 1 - (1 - level) ** (1 / people)   the highest risk at which seeing none among
                                                    ``people`` still happens in 1 - level of studies
    upper rate  = -ln(1 - level) / person_years     the same for events over time

Limits: milligrams are added as if route, form (racemic or S-ketamine) and spacing did not matter,
which is not known; the upper limit holds for people who were all asked, and drawn at random.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

WEEKS_PER_MONTH = 365.25 / 12 / 7
WEIGHT = 70.0  # kg


@dataclass(frozen=True)
class Total:
    """What a schedule comes to: treatments (whole), mg/kg and grams in all, mg in an average week."""

    treatments: int
    mg_per_kg: float
    grams: float
    weekly_mg: float


@dataclass(frozen=True)
class Studied:
    """The furthest that anybody in a study went: months, grams in all, treatments a week;
    and how many people there were at most.
    """

    name: str
    months: float
    grams: float
    per_week: float
    people: int


def total(dose: float, per_week: float, months: float, weight: float = WEIGHT) -> Total:
    """Add up ``dose`` (mg/kg) given ``per_week`` times a week for ``months`` to a person of ``weight`` kg.

    Raises ValueError unless all four are numbers above 0.
    """
    for name, value, unit in (
        ("dose", dose, "mg/kg"),
        ("treatments a week", per_week, "a week"),
        ("duration", months, "months"),
        ("weight", weight, "kg"),
    ):
        _positive(name, value, unit)
    treatments = max(1, round(per_week * WEEKS_PER_MONTH * months))
    return Total(treatments, dose * treatments, dose * treatments * weight / 1000, dose * weight * per_week)


def beyond(plan: Total, months: float, per_week: float, study: Studied, within: float = 0.2) -> tuple[str, ...]:
    """In what a plan goes further than anybody in the study: any of 'longer', 'more in all', 'more often'.

    A difference of up to ``within`` (a fifth) counts as none: published lengths are rounded.
    """
    further = (
        ("longer", months, study.months),
        ("more in all", plan.grams, study.grams),
        ("more often", per_week, study.per_week),
    )
    return tuple(word for word, mine, theirs in further if mine > theirs * (1 + within) * (1 + 1e-9))


def upper_limit(people: int, level: float = 0.95) -> float:
    """Return the highest risk (0 to 1) that fits with none among ``people``; about 3 / people at 0.95.

    Raises ValueError unless people is a whole number of at least 1 and level lies between 0 and 1.
    """
    _people(people)
    if not 0 < level < 1:
        raise ValueError(f"the level is {level!r}; it must lie between 0 and 1, such as 0.95")
    return 1 - (1 - level) ** (1 / people)


def upper_rate(person_years: float, level: float = 0.95) -> float:
    """Return the highest rate (events a person-year) that fits with none in ``person_years``;
    about 3 / person_years at 0.95.

    Raises ValueError unless person_years is a number above 0 and level lies between 0 and 1.
    """
    _positive("time", person_years, "person-years")
    if not 0 < level < 1:
        raise ValueError(f"the level is {level!r}; it must lie between 0 and 1, such as 0.95")
    return -math.log(1 - level) / person_years


def chance_of_none(risk: float, people: int) -> float:
    """Return how often (0 to 1) a study of ``people`` sees nobody harmed although ``risk`` is the truth.

    Raises ValueError unless risk lies between 0 and 1 and people is a whole number of at least 1.
    """
    _people(people)
    if not 0 <= risk <= 1:
        raise ValueError(f"the risk is {risk!r}; it must lie between 0 and 1")
    return (1 - risk) ** people


def people_needed(risk: float, level: float = 0.95) -> int:
    """Return the least number of people among whom a true ``risk`` shows at least once in ``level`` of studies."""
    if not 0 < risk < 1:
        raise ValueError(f"the risk is {risk!r}; it must lie between 0 and 1")
    return math.ceil(math.log(1 - level) / math.log(1 - risk))


def _positive(name: str, value: float, unit: str) -> None:
    if not (isinstance(value, (int, float)) and math.isfinite(value) and value > 0):
        raise ValueError(f"the {name} is {value!r} {unit}; it must be a number above 0")


def _people(people: int) -> None:
    if isinstance(people, bool) or not isinstance(people, int) or people < 1:
        raise ValueError(f"people is {people!r}; it must be a whole number of at least 1")
