"""The code of a learner: what was right in the two short tests, and no name. Twin of ``js/quiz/codes.js``.

Twelve letters and digits, 'K7QM-2XWD-4P9A'. Eight hold, from the left, which form came first (1 bit), how many answers
were right before and after and of how many (5 bits each), which chapters the tests were about (10) and a number that
tells two learners apart (14). Four are a checksum over these and the course's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .plans import Plan

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 12
#: What stands between the groups, as phones and chats write it.
DASHES = "-\u2010\u2011\u2012\u2013\u2014"
LIKE_A_CODE = 9  # letters and digits in a word with dashes; a date has eight
#: What stands below the gain of a class, wherever it is told.
CAUTION = "Without a group that did not take the course, this is a change and not yet an effect of the course."
_ALIKE = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class Result:
    """What a code holds."""

    first: str  # form: a or b
    before: int
    after: int
    of: int
    choice: int  # of chapters, as choice_of numbers it; 0 for the whole course
    number: int  # tells apart two learners with the same results


def checksum(text: str) -> int:
    """Return 32 bits that depend on every letter: FNV-1a with the last step of MurmurHash3. It keeps no secret."""
    found = 2166136261
    for byte in text.encode():
        found = (found ^ byte) * 16777619 & 0xFFFFFFFF
    found = (found ^ found >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    found = (found ^ found >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return found ^ found >> 16


def choice_of(chapters: Sequence[str]) -> int:
    """Return the number of a choice of chapters, whatever their order; 0 for none, which is the whole course."""
    return checksum(",".join(sorted(chapters))) % 1023 + 1 if chapters else 0


def names(known: Sequence[Plan]) -> dict[int, str]:
    """Return the names of the choices of chapters that a course has: the whole of it, and its plans."""
    return {0: "The whole course", **{choice_of(plan.chapters): plan.title for plan in known}}


def encode(result: Result, course: str) -> str:
    """Return the code of a result."""
    bits = int(result.first == "b")
    for value, width in (
        (result.before, 5),
        (result.after, 5),
        (result.of, 5),
        (result.choice, 10),
        (result.number, 14),
    ):
        bits = bits << width | value
    body = letters(bits, 8)
    return grouped(body + letters(checksum(f"{course}:{body}") >> 12, 4))


def decode(text: str, course: str) -> Result:
    """Return what a code of this course holds. Raises ValueError with the reason where it is none."""
    code = _plain(text).translate(_ALIKE)
    if len(code) != LENGTH:
        raise ValueError(f"it has {len(code)} letters and digits; a code has {LENGTH}")
    if wrong := next((letter for letter in code if letter not in LETTERS), ""):
        raise ValueError(f"it holds {wrong}, and no code does")
    body = code[:8]
    if letters(checksum(f"{course}:{body}") >> 12, 4) != code[8:]:
        raise ValueError("a letter in it is wrong, or it is from another course")
    bits = 0
    for letter in body:
        bits = bits << 5 | LETTERS.index(letter)
    before, after, of = bits >> 34 & 31, bits >> 29 & 31, bits >> 24 & 31
    if of < max(1, before, after):
        raise ValueError(f"it says {max(before, after)} of {of} right")
    return Result("ab"[bits >> 39], before, after, of, bits >> 14 & 1023, bits & 16383)


def letters(bits: int, count: int) -> str:
    """Write the lowest bits, five to a letter."""
    return "".join(LETTERS[bits >> 5 * (count - 1 - i) & 31] for i in range(count))


def grouped(code: str) -> str:
    """Write a code in groups of four."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def collect(text: str, course: str) -> tuple[list[Result], list[str]]:
    """Return the results in lines of text, each once, and a sentence on everything that is left out.

    A line may hold words beside its codes, as those of a chat do; in a line without a code in groups all must be one.
    """
    results: dict[str, Result] = {}
    wrong = []
    for line in filter(None, map(str.strip, text.splitlines())):
        for one in [word for word in re.split(r"[\s,;]+", line) if _is_grouped(word)] or [line]:
            try:
                result = decode(one, course)
            except ValueError as error:
                wrong.append(f"{_short(one)} is left out: {error}.")
                continue
            code = encode(result, course)
            if code in results:
                wrong.append(f"{code} stands twice; it is counted once.")
            results[code] = result
    return list(results.values()), wrong


def _is_grouped(word: str) -> bool:
    return any(dash in word for dash in DASHES) and len(_plain(word)) >= LIKE_A_CODE


def _plain(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
