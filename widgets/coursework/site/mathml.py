"""Formulas as MathML, made when the book is built: no MathJax, no script, nothing to load.

A formula that cannot be converted fails the build and names its file and line. latex2mathml itself
passes unknown commands and unclosed braces through without a word, so its output is checked here.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
# LaTeX environments that latex2mathml lays out, and names of the same thing that it does not know.
ENVIRONMENTS = {"split", "align*", "cases", "array"} | {f"{kind}matrix" for kind in ("", *"pbBvV")}
SYNONYMS = {"aligned": "split", "align": "align*"}

logger = logging.getLogger(__name__)


class FormulaError(ValueError):
    """A formula that cannot become MathML; the message says why."""


def to_mathml(latex: str, *, display: bool = False) -> str:
    """Convert a LaTeX formula to a ``<math>`` element for HTML, or raise FormulaError."""
    latex = _without_equation(latex).strip()
    if not latex:
        raise FormulaError("the formula is empty")
    for name, synonym in SYNONYMS.items():
        latex = latex.replace(f"{{{name}}}", f"{{{synonym}}}")
    latex = re.sub(r"\\mathrm\{([A-Za-z]+)\}", r"\\text{\1}", latex)  # latex2mathml leaves one letter slanted
    _check_source(latex)
    if r"\\" in latex and r"\begin" not in latex:
        latex = rf"\begin{{split}}{latex}\end{{split}}"
    try:
        markup = convert(latex, display="block" if display else "inline")
    except Exception as error:  # latex2mathml raises many kinds, most without a message
        raise FormulaError(str(error) or type(error).__name__) from error
    return _checked(markup)


def _without_equation(latex: str) -> str:
    """Drop ``\\begin{equation}``: Sphinx sets the number, not LaTeX."""
    return re.sub(r"\\(begin|end)\{equation\*?\}", "", latex)


def _check_source(latex: str) -> None:
    """Refuse what latex2mathml would silently get wrong."""
    bare = re.sub(r"\\[\\{}]", "", latex)
    if bare.count("{") != bare.count("}"):
        raise FormulaError("the braces do not match")
    if unknown := set(re.findall(r"\\begin\{(.*?)\}", latex)) - ENVIRONMENTS:
        raise FormulaError(f"no such environment here: {', '.join(sorted(unknown))}")
    if re.search(r"\\(tag|label)\b", latex):
        raise FormulaError(r"number it with (label) after the closing $$, not with \tag or \label")


def _checked(markup: str) -> str:
    """Return the markup without its namespace (HTML needs none), once it has proved well-formed."""
    try:
        tree = ElementTree.fromstring(markup)
    except ElementTree.ParseError as error:
        raise FormulaError("it holds an & or < that has no meaning there") from error
    for element in tree.iter():
        text = element.text or ""
        if text.startswith("\\") and len(text) > 1:
            raise FormulaError(f"no such command here: {text}")
        element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    return ElementTree.tostring(tree, encoding="unicode", short_empty_elements=False)


def _mathml_or_fault(node: nodes.Element, *, display: bool) -> str:
    """Return the node's MathML; for a faulty formula log an error (which fails the build) and return its source."""
    latex = node.astext()
    try:
        return to_mathml(latex, display=display)
    except FormulaError as error:
        logger.error("this formula cannot become MathML: %s\n    %s", error, latex.strip(), location=node)
        return "<code></code>"


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a sentence."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate"))
    self.body.append(_mathml_or_fault(node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on its own line, with its anchor and number if it has them."""
    if "amsmath" in node["classes"] and node["number"]:  # MyST gives it a random anchor, and no name to refer to
        logger.error("number an equation with $$ ... $$ (name), not with a LaTeX environment", location=node)
    self.body.append(self.starttag(node, "div", CLASS="math notranslate"))
    self.body.append(_mathml_or_fault(node, display=True))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the renderer; ``html_math_renderer: mathml`` in _config.yml chooses it."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
