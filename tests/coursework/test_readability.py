"""What counts as a word, a sentence and a number of a chapter, and what does not."""

from __future__ import annotations

import pytest

from coursework import readability
from coursework.course import find
from tests.support.course import BOOK

PAGE = """---
kernelspec: {name: python3}
---
# Braking 2

Two of 10 stop {cite:p}`a2020,b2021`. They need **4.5 m**, not −3.

```{code-cell}
:tags: [remove-input]
explore(way, caption="The way is 8 m.", speed=[1, 2, 3])
```

:::{dropdown} 17 more
Here 1, 2 and 3 are folded.
:::

| 1 | 2 |
|---|---|

## What the evidence shows

- It was 7 in a {term}`trial <trials>`.
- Call <a href="tel:112">112</a>.

## Sources

1999 and 2000.
"""


def test_only_what_everybody_sees_is_counted():
    body = readability.figures(readability.parts(PAGE, evidence=False))
    assert (body.numbers, body.sentences) == (5, 5)
    evidence = readability.figures(readability.parts(PAGE, evidence=True))
    assert (evidence.numbers, evidence.words) == (1, 7)
    assert round(evidence.density, 1) == 14.3


def test_a_text_without_words_has_no_grade():
    nothing = readability.figures("")
    assert (nothing.words, nothing.density, nothing.grade) == (0, 0, 0)


@pytest.mark.parametrize(
    ("word", "count"),
    [("the", 1), ("braked", 1), ("started", 2), ("table", 2), ("bicycle", 3), ("make", 1), ("70", 1), ("evidence", 3)],
)
def test_syllables_are_guessed_by_vowels(word, count):
    assert readability.syllables(word) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [("One. Two! Three?", 3), ("It was 3.5 m, i.e. short.", 1), ("‘So?’ She went.", 2), ("- one\n- two", 2)],
)
def test_sentences(text, count):
    assert len(readability.sentences(text)) == count


def test_a_school_book_is_easier_than_a_law():
    easy = readability.figures("The cat sat on the mat. It was warm there.")
    hard = readability.figures(
        "Notwithstanding the aforementioned considerations, administrative regulation necessitates documentation."
    )
    assert easy.grade < 2 < 18 < hard.grade


def test_every_chapter_stands_in_the_table():
    lines = readability.table(find(BOOK)).splitlines()
    assert len(lines) == 14 and lines[1].startswith("how-ketamine-affects-the-brain ")
