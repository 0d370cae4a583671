"""Every number of the text rests on a row that somebody saw, on a check of its page, or on a named calculation."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from ketamine import figures, models
from tests.support import numbers
from tests.support.course import BOOK

for package in (figures, models):  # so that a calculation may name any of them
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")


@pytest.mark.parametrize("file", numbers.files())
def test_every_number_of_the_text_is_held(file: str) -> None:
    assert numbers.faults(file, (BOOK / file).read_text("utf-8")) == []


def test_the_text_has_numbers_and_few_are_listed() -> None:
    all_of_them = numbers.everything()
    assert len(all_of_them) > 1400
    assert sum(numbers.held(said) for said in all_of_them) > 0.88 * len(all_of_them)


@pytest.mark.parametrize("entry", numbers.entries(), ids=lambda entry: f"{entry.files[0]}: {entry.says}")
def test_a_listed_number_is_what_its_calculation_gives(entry: numbers.Entry) -> None:
    for file in entry.files:
        text = (BOOK / file).read_text("utf-8")
        places = entry.places(text)
        assert places, f"{file} no longer says '{entry.says}'; take the entry out of book/numbers.yml, or mend it"
        if entry.calculation:
            continue
        needed = {said.at for said in numbers.in_file(file, text) if not numbers.held(said)}
        assert places & needed, f"{file}: a row or a check holds '{entry.says}' by now; take it out of book/numbers.yml"
    if entry.calculation:
        got = entry.values()
        assert len(got) == len(entry.numbers()), f"'{entry.says}' has other numbers than the {len(got)} calculated"
        wrong = [
            (printed, value) for printed, value in zip(entry.numbers(), got) if not numbers.rounds_to(value, printed)
        ]
        assert wrong == [], f"'{entry.says}': printed and calculated differ"


@pytest.mark.parametrize(
    ("file", "true", "false"),
    [
        ("chapters/bdnf.md", "in 740 times", "in 470 times"),
        ("chapters/bdnf.md", "The printed numbers fit about 8 to 13", "The printed numbers fit about 8 to 31"),
        ("chapters/depression-and-anxiety-relief.md", "58.7 % and 45.2 %", "58.7 % and 42.5 %"),
        ("chapters/chronic-pain.md", "to sit on 61 %", "to sit on 16 %"),
        ("chapters/key-takeaways.md", "about 1½ hours. [35]", "about 36 hours. [35]"),
        ("cases/bdnf.yml", "is right for 63 of 100", "is right for 93 of 100"),
        ("questions/how-long-do-the-effects-last.yml", "57.6 less 25.8", "57.6 less 28.5"),
        ("glossary.md", "0 to 60 points", "0 to 80 points"),
        ("chapters/how-long-do-the-effects-last.md", "seven in ten had relapsed", "nine in ten had relapsed"),
        ("chapters/suicidal-thoughts.md", "three in ten on {term}`mid", "nine in ten on {term}`mid"),
    ],
)
def test_a_number_that_was_changed_is_named_with_file_and_line(file: str, true: str, false: str) -> None:
    text = (BOOK / file).read_text("utf-8")
    assert true in text
    changed = text.replace(true, false, 1)
    line = changed[: changed.index(false)].count("\n") + 1
    [number] = _said(false) - _said(true)
    assert any(
        fault.startswith(f"book/{file}:{line}: {number} in '") and "is held by nothing" in fault
        for fault in numbers.faults(file, changed)
    )


def _said(words: str) -> set[str]:
    return {found[0] for pattern in (numbers.NUMBER, numbers.SHARE) for found in pattern.finditer(words)}


def test_a_number_is_rounded_as_it_is_printed() -> None:
    assert numbers.rounds_to(735.2, "740") and not numbers.rounds_to(735.2, "470")
    assert numbers.rounds_to(-0.897, "−0.897") and not numbers.rounds_to(-0.894, "−0.897")
    assert numbers.rounds_to(58.71, "59") and not numbers.rounds_to(58.71, "58")
    assert numbers.rounds_to(1696, "1,700") and not numbers.rounds_to(1596, "1,700")
    assert not numbers.rounds_to(0.895, "1.0")
    assert numbers.rounds_to(70.6, "seven in ten") and not numbers.rounds_to(70.6, "six in ten")
    assert numbers.rounds_to(26.7, "twenty-seven of a hundred") and not numbers.rounds_to(26.7, "Thirty of a hundred")


def test_most_changes_of_a_number_are_seen() -> None:
    """Not all: a small number may stand elsewhere in the source that its sentence cites."""
    seen = tried = 0
    for said in filter(numbers.held, numbers.everything()):
        if sum(map(str.isdigit, said.number)) >= 3:
            swapped = said.number[:-1] + str((int(said.number[-1]) + 3) % 10)
            seen += not numbers.held(numbers.replace(said, number=swapped))
            tried += 1
    assert seen > 0.9 * tried > 300
