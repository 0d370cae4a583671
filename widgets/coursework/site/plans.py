"""The plans of a class (``coursework.plans``): a timetable in the text, and a page of steps to present.

    :::{plan} 90-minutes
    :::

writes the timetable, each step with a link to what it shows, and a link to ``present/90-minutes.html``. That page has
all steps below each other, to be read and printed without scripts; ``present.js`` shows one at a time, each with its
figure alone in a frame.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from posixpath import relpath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from explorers import view
from explorers.sphinx import QR, serve

from .. import plans
from ..course import read
from ..plans import Plan, Step
from . import alone
from .lessons import Lesson

HERE = Path(__file__).parents[1]
FOLDER = "present"
TEMPLATE = "present.html"
HEAD = ("minutes", "step", "ask before you touch it")


class PlanDirective(Lesson):
    """The timetable of a plan."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the link to the plan's steps, and its timetable."""
        course = read(Path(self.env.srcdir))
        for path in plans.folder(course).glob("*.yml"):
            self.env.note_dependency(str(path))
        try:
            plan = plans.plan(self.arguments[0], course)
        except plans.PlanError as error:
            raise self.error(str(error)) from error
        address = self.env.app.builder.get_relative_uri(self.env.docname, f"{FOLDER}/{plan.name}")
        present = nodes.reference("", "Present these steps", refuri=address, internal=True)
        rows = [(str(step.minutes), self.title(step), step.ask) for step in plan.steps]
        return [nodes.paragraph("", "", present, classes=["plan-present"]), self.table(rows)]

    def title(self, step: Step) -> nodes.Node | str:
        """Return a step's title; it leads to what the step shows."""
        if not step.page:
            return step.title
        path = self.env.app.builder.get_relative_uri(self.env.docname, step.page)
        return nodes.reference("", step.title, refuri=f"{path}{_fragment(step)}", internal=True)

    def table(self, rows: list[tuple[str, nodes.Node | str, str]]) -> nodes.table:
        """Return the timetable."""
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (10, 40, 50)), cols=3)
        group += nodes.thead("", self.row(HEAD))
        group += nodes.tbody("", *map(self.row, rows))
        return nodes.table("", group)

    def row(self, cells: tuple[nodes.Node | str, ...]) -> nodes.row:
        """Return a row of the timetable."""
        row = nodes.row()
        for cell in cells:
            parts = self.inline(cell) if isinstance(cell, str) and cell else [cell] if cell else []
            row += nodes.entry("", nodes.paragraph("", "", *parts))
        return row


def _fragment(step: Step) -> str:
    return f"#{step.fragment}" if step.fragment else ""


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Add the page of steps of each plan. Raises ExtensionError with every view of a plan that is not there."""
    if app.builder.format != "html":
        return
    shutil.rmtree(Path(app.outdir, FOLDER), ignore_errors=True)
    known = plans.plans(read(Path(app.srcdir)))
    if not known:
        return
    _, texts = alone.read_pages(app)
    if wrong := [fault for plan in known for fault in faults(plan, texts)]:
        raise ExtensionError("plans show what is not there:\n" + "\n".join(wrong))
    figures = [figure for page, text in texts.items() for figure in alone.found(page, text)]
    names = {(figure.page, figure.id): name for figure, name in zip(figures, alone.names(figures))}
    for plan in known:
        own = app.builder.get_target_uri(f"{FOLDER}/{plan.name}")
        shown = next((page for page, text in texts.items() if f'href="{_from(page, own, app)}"' in text), "")
        home = app.builder.get_target_uri(shown or app.config.root_doc)
        yield (
            f"{FOLDER}/{plan.name}",
            {"title": plan.title, "body": body(plan, names, app), "home": relpath(home, FOLDER)},
            TEMPLATE,
        )


def _from(page: str, address: str, app: Sphinx) -> str:
    """Return how a page leads to an address."""
    return relpath(address, Path(app.builder.get_target_uri(page)).parent.as_posix())


def faults(plan: Plan, texts: Mapping[str, str]) -> list[str]:
    """Return what the steps of a plan ask for and the built pages do not have, each in a sentence."""
    found = []
    for step in plan.steps:
        if not step.fragment or step.fragment.startswith(plans.CHAPTERS):
            continue
        wanted = view.parse(step.fragment if "?" in step.fragment else f"{step.fragment}?")
        wrong = view.faults(wanted, view.stops(texts.get(step.page, ""))) if wanted else ["it names no figure"]
        found += [f"{plan.name}.yml: step {step.title!r}, at {step.page}#{step.fragment}: {fault}" for fault in wrong]
    return found


def body(plan: Plan, names: Mapping[tuple[str, str], str], app: Sphinx) -> str:
    """Write the steps of a plan below each other. names: of the pages of figures alone, by page and figure."""
    steps = "".join(_step(number, step, names, app) for number, step in enumerate(plan.steps, start=1))
    return f'<ol class="plan" data-plan="{escape(plan.name)}">{steps}</ol>'


def _step(number: int, step: Step, names: Mapping[tuple[str, str], str], app: Sphinx) -> str:
    figure = step.fragment.partition("?")[0]
    name = names.get((step.page, figure), "")
    page = relpath(app.builder.get_target_uri(step.page), FOLDER) + _fragment(step) if step.page else ""
    frame = f"../{alone.FOLDER}/{name}.html" if name else ""
    seen = f"#{step.fragment}" if "?" in step.fragment else ""
    data = f' data-frame="{escape(f"{frame}?present{seen}")}"' if frame else ""
    data += f' data-scan="{escape(f"{frame}{seen}" if frame else page)}"' if page else ""
    what = f"Open: {app.env.titles[step.page].astext()}" if step.page else ""
    parts = [
        f'<h2 tabindex="-1">{escape(step.title)}</h2>',
        f'<p class="plan-minutes">{step.minutes} {"minute" if step.minutes == 1 else "minutes"}</p>',
        f'<p class="plan-ask">{escape(step.ask)}</p>' if step.ask else "",
        f'<p class="plan-open"><a href="{escape(page)}">{escape(what)}</a></p>' if page else "",
        f'<p class="plan-answer"><strong>Answer.</strong> {escape(step.answer)}</p>' if step.answer else "",
        f'<p class="plan-notes"><strong>Notes.</strong> {escape(step.notes)}</p>' if step.notes else "",
    ]
    return f'<li class="plan-step" id="step-{number}" data-minutes="{step.minutes}"{data}>{"".join(parts)}</li>'


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``."""
    app.add_directive("plan", PlanDirective)
    assets = {"present.css": HERE / "css" / "present.css", "present.js": HERE / "js" / "present" / "main.js"}
    serve(app, "data-plan=", assets, {"data-qr": QR.name})
    app.connect("html-collect-pages", pages)
