"""References as clinicians write them: (Daly et al., 2018) in the text, sorted by author below.

The label of an entry is its key: unique in the whole book, where alphabetic labels of two chapters
would clash. The page does not show it; it shows where in the text the work is cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from docutils import nodes
from pybtex.database import Entry
from pybtex.richtext import Tag, Text
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.template import Node, field, node, optional, sentence
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from coursework import bibliography


class KeyLabels(BaseLabelStyle):
    """Labels an entry with its key in references.bib."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        """Yield the label of each entry."""
        for entry in sorted_entries:
            yield entry.key


class Entries(PlainStyle):
    """The entries below a chapter."""

    default_label_style = KeyLabels

    def format_names(self, role: str, as_sentence: bool = True) -> Node:
        """Begin with the authors, or with the title of a work that names none."""
        return optional[super().format_names(role, as_sentence)]

    def format_title(self, e: Entry, which_field: str, as_sentence: bool = True) -> Node:
        """Keep the title as the paper prints it: the style's own lower case would write 'star*d' and 'trkb'."""
        title = field(which_field)
        return sentence[title] if as_sentence else title


@node  # type: ignore[untyped-decorator]  # pybtex has no types
def _authors(_children: list[Node], data: dict[str, Any]) -> Text:
    """Name the authors as notebooks and the quiz do."""
    said = bibliography.authors(data["entry"])
    named, et_al, _ = said.partition(f" {bibliography.ET_AL}")
    return Text(named, " ", Tag("em", et_al.strip())) if et_al else Text(said)


class Authors(PersonStyle):
    """The authors in a reference in the text."""

    def names(self, role: str, full: bool) -> Node:
        """Name the authors; all of them where the text asks for it."""
        return super().names(role, full) if full else _authors

    def author_or_editor_or_title(self, full: bool) -> Node:
        """Name the authors, or else the editors or the title."""
        return super().author_or_editor_or_title(full) if full else _authors


class RoundBrackets(AuthorYearReferenceStyle):
    """The references in the text: (Daly et al., 2018), or Daly et al. (2018)."""

    def __init__(self) -> None:
        """Choose round brackets for both."""
        brackets = BracketStyle(left="(", right=")")
        super().__init__(bracket_parenthetical=brackets, bracket_textual=brackets, person=Authors())


def write_entry(self: HTML5Translator, node: nodes.citation) -> None:
    """Write an entry as an item of a real list; docutils' own roles for it are deprecated."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<ul class="citation-list">\n')
    self.body.append(self.starttag(node, "li", "", CLASS="citation"))
    for child in node.children:
        if not isinstance(child, nodes.label):
            child.walkabout(self)
    self.body.append(_places(node["backrefs"]) + "</li>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</ul>\n")
    raise nodes.SkipNode


def _places(anchors: list[str]) -> str:
    """Links back to the places that cite a work; by Tab only the first is reached, so that a list of works is short."""
    links = ", ".join(
        f'<a href="#{anchor}" aria-label="{number}: back to where this is cited"{" tabindex=-1" if number > 1 else ""}>'
        f"{number}</a>"
        for number, anchor in enumerate(anchors, start=1)
    )
    return f'<p class="backrefs">Cited above: {links}</p>' if links else ""


def setup(app: Sphinx) -> None:
    """Register both styles under the names that _config.yml uses, and how an entry is written."""
    app.add_node(nodes.citation, override=True, html=(write_entry, None))
    pybtex.plugin.register_plugin("pybtex.style.formatting", "course", Entries)
    sphinxcontrib.bibtex.plugin.register_plugin("sphinxcontrib.bibtex.style.referencing", "course", RoundBrackets)
