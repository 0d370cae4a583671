"""What opens and ends a chapter on the site: 'in one minute', sentences to say, cases; and pages that gather them.

    :::{in-one-minute}          :::{say} When        :::{case} id        :::{decide} id

as ``coursework.lessons`` describes them, and on a page of its own

    :::{gathered} in-one-minute
    :::

which shows the boxes of all chapters, in their order, each as a card; ``say`` gathers the sentences. A copy leaves
out what belongs to its chapter: citations and links. Everything is text and ``<details>``: no script is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from .. import cases
from ..course import read

MINUTE, SAY = "in-one-minute", "say"


class details(nodes.General, nodes.Element):
    """Something that opens."""


class summary(nodes.General, nodes.TextElement):
    """What is seen of it before."""


class gathered(nodes.General, nodes.Element):
    """The place of all boxes of one kind, until all pages are read."""


class Lesson(SphinxDirective):
    """What the directives share: Markdown becomes nodes in the place of the directive."""

    def markdown(self, text: str) -> list[nodes.Node]:
        """Parse a text as if it stood here."""
        parent = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), self.env.docname), self.content_offset, parent)
        return parent.children

    def inline(self, text: str) -> list[nodes.Node]:
        """Parse one paragraph and return what is in it."""
        parsed = self.markdown(text)
        return parsed[0].children if len(parsed) == 1 and isinstance(parsed[0], nodes.paragraph) else parsed

    def box(self, name: str, title: str, *children: nodes.Node) -> nodes.admonition:
        """Return a box with a title."""
        heading = nodes.title(title, "", *self.inline(title))
        return nodes.admonition("", heading, *children, classes=[name])


class InOneMinute(Lesson):
    """The message of a chapter, on top of it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the box; its last paragraph is a sentence for a person."""
        parts = self.markdown("\n".join(self.content))
        for part in parts:
            first = next((child for child in part.children if child.astext()), None)
            if isinstance(part, nodes.paragraph) and isinstance(first, nodes.strong):
                part["classes"].append("one-number")
            elif isinstance(part, nodes.block_quote):
                part["classes"].append("said")
        return [self.box(MINUTE, "In one minute", *parts)]


class Say(Lesson):
    """A sentence that can be said to a person; when it is wanted may stand behind the name."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the sentence in a box of its own."""
        quote = nodes.block_quote("", *self.markdown("\n".join(self.content)), classes=["said"])
        return [self.box(SAY, self.arguments[0] if self.arguments else "You can say", quote)]


class CaseDirective(Lesson):
    """What the two directives of a case share."""

    required_arguments = 1

    def case(self) -> cases.Case:
        """Return the case of this chapter. Raises a Sphinx error in one line where there is none."""
        course, chapter = read(Path(self.env.srcdir)), self.env.docname.rpartition("/")[2]
        self.env.note_dependency(str(cases.folder(course) / f"{chapter}.yml"))
        try:
            return cases.case(self.arguments[0], chapter, course)
        except cases.CaseError as error:
            raise self.error(str(error)) from error


class OpenCase(CaseDirective):
    """A person opens the chapter with a question."""

    def run(self) -> list[nodes.Node]:
        """Return who it is, what they ask, and a link to the end."""
        one = self.case()
        box = self.box("case", "A patient asks", *self.markdown("\n\n".join(cases.opening(one))))
        end = nodes.reference("", "What would you answer? The case comes back at the end.", refid=f"decide-{one.id}")
        box += nodes.paragraph("", "", end, classes=["case-on"])
        box["ids"] = [f"case-{one.id}"]
        return [box]


class Decide(CaseDirective):
    """The person returns: decisions, each with its branches, the reason for each, and the view that decides."""

    def run(self) -> list[nodes.Node]:
        """Return the steps, each of them folded into the one before."""
        one = self.case()
        outer = nodes.container("", ids=[f"decide-{one.id}"], classes=["decide"])
        outer += self.markdown(f"**{one.who}:** *{cases.quoted(one.asks)}*")
        place: nodes.Element = outer
        for at, step in enumerate(one.steps, start=1):
            if at > 1:
                place = self.fold(place, "case-next", "Go on with the case")
            number = f"**Decision {at} of {len(one.steps)}.** " if len(one.steps) > 1 else ""
            if step.then:
                place += self.markdown(step.then)
            place += self.markdown(number + step.ask)
            for choice in step.choices:
                opened = self.fold(place, "choice", choice.text)
                opened += self.markdown(cases.reason(choice))
            if step.look:
                place += self.markdown(f"{{view}}`{step.look.say} <{step.look.at}>`")
        if one.ends:
            place = self.fold(place, "case-next", "How it ends") if len(one.steps) > 1 else place
            place += self.markdown(one.ends)
        return [outer]

    def fold(self, place: nodes.Element, name: str, title: str) -> nodes.Element:
        """Add something that opens, and return it."""
        opened = details("", summary("", "", *self.inline(title)), classes=[name])
        place += opened
        return opened


class Gathered(SphinxDirective):
    """All boxes of one kind, in the order of the chapters."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place; it is filled when all pages are read."""
        kind = directives.choice(self.arguments[0], (MINUTE, SAY))
        return [gathered("", kind=kind)]


class Gather(SphinxPostTransform):
    """Fill a page that gathers, before its references are looked up."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Put the chapters' boxes in the place of the directive."""
        course = read(Path(self.env.srcdir))
        for place in list(self.document.findall(gathered)):
            sections = []
            for page in (page for page in course.pages if page in self.env.found_docs):
                copies = self._copies(page, place["kind"])
                if copies:
                    sections.append(self._section(page, copies, place["kind"]))
            place.replace_self(sections)

    def _copies(self, page: str, kind: str) -> list[nodes.Element]:
        """Return copies of the boxes of a page; of 'in one minute' the sentence to say is one of the sayings."""
        found: list[nodes.Element] = []
        for original in self.env.get_doctree(page).findall(nodes.admonition):
            if kind in original["classes"]:
                found.append(original.deepcopy())
            elif kind == SAY and MINUTE in original["classes"]:
                title = nodes.title("", "In one sentence")
                quotes = [part.deepcopy() for part in original.children if isinstance(part, nodes.block_quote)]
                found.append(nodes.admonition("", title, *quotes, classes=[SAY]))
        for box in found:
            self._without_links(box)
        return found

    def _without_links(self, box: nodes.Element) -> None:
        """Take citations out, and leave only the words of links; a term still opens."""
        for link in list(box.findall(addnodes.pending_xref)):
            if link.get("refdomain") == "cite":
                before = link.parent[link.parent.index(link) - 1] if link.parent.index(link) else None
                if isinstance(before, nodes.Text):
                    link.parent.replace(before, nodes.Text(before.rstrip()))
                link.parent.remove(link)
            elif link.get("reftype") == "term":
                link["refdoc"] = self.env.docname
            else:
                link.replace_self(nodes.Text(link.astext()))
        for reference in list(box.findall(nodes.reference)):
            reference.replace_self(nodes.Text(reference.astext()))
        for element in box.findall(nodes.Element):
            element["ids"], element["names"] = [], []

    def _section(self, page: str, copies: list[nodes.Element], kind: str) -> nodes.section:
        """Return a chapter's boxes under its title, which leads to it."""
        title = self.env.titles[page].astext()
        address = self.app.builder.get_relative_uri(self.env.docname, page)
        heading = nodes.title("", "", nodes.reference("", title, refuri=address, internal=True))
        return nodes.section(
            "", heading, *copies, ids=[f"{kind}-{page.rpartition('/')[2]}"], classes=["card", f"card-{kind}"]
        )


def open_details(self: HTML5Translator, node: details) -> None:
    """Write the start of something that opens."""
    self.body.append(self.starttag(node, "details"))


def close_details(self: HTML5Translator, node: details) -> None:
    """Write its end."""
    self.body.append("</details>\n")


def open_summary(self: HTML5Translator, node: summary) -> None:
    """Write the start of what is seen of it."""
    self.body.append("<summary>")


def close_summary(self: HTML5Translator, node: summary) -> None:
    """Write its end."""
    self.body.append("</summary>\n")


#: The directives by their names.
DIRECTIVES: dict[str, type[SphinxDirective]] = {
    MINUTE: InOneMinute,
    SAY: Say,
    "case": OpenCase,
    "decide": Decide,
    "gathered": Gathered,
}


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_node(details, html=(open_details, close_details))
    app.add_node(summary, html=(open_summary, close_summary))
    app.add_node(gathered)
    app.add_post_transform(Gather)
