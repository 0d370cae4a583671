"""Formulas become MathML or fail with a sentence: none slips through half-converted."""

from __future__ import annotations

import pytest

from coursework.site.mathml import FormulaError, to_mathml


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        (r"\frac{C}{C + K_i}", "<mfrac>"),
        (r"K_i = 0.53\ \mu\text{M}", "<mn>0.53</mn>"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "<mtable"),
        (r"\begin{equation} a = b \end{equation}", "<mi>b</mi>"),
        (r"a \\ b", "<mtable"),
        (r"a < b", "&lt;"),
        (r"\begin{cases} 1 & x < 0 \\ 2 & x \ge 0 \end{cases}", "<mtable"),
        (r"5\,\%", "<mi>%</mi>"),
        (r"\{a\}", "{"),
        (r"\mathrm{d}t", "<mtext>d</mtext>"),
    ],
)
def test_formula_becomes_mathml(latex: str, part: str) -> None:
    assert part in to_mathml(latex)


def test_display_and_inline_differ() -> None:
    assert '<math display="block">' in to_mathml("a", display=True)
    assert '<math display="inline">' in to_mathml("a")


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        ("", "empty"),
        (r"\frac{a", "braces"),
        (r"a}b", "braces"),
        (r"\foo{a}", r"\\foo"),
        (r"\begin{tikzpicture} a \end{tikzpicture}", "tikzpicture"),
        (r"a = b \tag{1}", "label"),
        (r"a & b", "no meaning"),
        (r"\left( a", "."),
    ],
)
def test_what_cannot_be_converted_is_refused(latex: str, reason: str) -> None:
    with pytest.raises(FormulaError, match=reason):
        to_mathml(latex)
