"""Text as a reader sees it: a true minus sign before a number, and lines that fit a phone."""

from __future__ import annotations

import re
from textwrap import wrap

WIDTH = 44  # letters in a line of a hover label


def minus(text: str) -> str:
    """Write '−5' for '-5'; hyphens stay between words, in '0-10' and in 'Trial-1 and -2'."""
    return re.sub(r"(?<![\w.)−-])(?<![A-Za-z]-\d and )-(?=\.?\d)", "−", text)


def number(value: float) -> str:
    """Write a number as short as it is, with a true minus sign: '−5.82', '1e+06' only above a million."""
    return minus(f"{value:g}")


def lines(text: str, width: int = WIDTH) -> str:
    """Break text so that it fits a phone, with '<br>' between the lines; breaks that stand in it stay."""
    return "<br>".join(
        "<br>".join(wrap(part, width, break_long_words=False, break_on_hyphens=False)) for part in text.split("<br>")
    )
