"""What was wrong with a build, one line for each fault; tools/run_book.py says it again at the end."""

from __future__ import annotations

import logging
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.logging import get_node_location, is_suppressed_warning

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
TAG = re.compile(r"\s*\[[\w.]+\]\s*$")  # Sphinx's own name for the kind of warning


class Faults(logging.Handler):
    """Notes each warning as 'file:line: what is wrong'."""

    app: Sphinx  # of the build that is heard

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        kind = getattr(record, "type", ""), getattr(record, "subtype", "")
        message = record.getMessage()
        if not is_suppressed_warning(*kind, self.app.config.suppress_warnings) and "traceback saved in" not in message:
            self.note(message, self.place(getattr(record, "location", None)))

    def note(self, message: str, where: str = "") -> None:
        """Keep what a traceback raised at its end, and any other message in full."""
        lines = [line.strip() for line in TAG.sub("", COLOURS.sub("", message)).splitlines() if line.strip()] or [
            "no reason given"
        ]
        line = where + (raised(lines) if "Traceback" in message else "\n    ".join(lines))
        if line not in self.lines:
            self.lines.append(line)

    def place(self, location: Any) -> str:
        """Return 'chapters/tea.md:12: ', from any of the forms in which Sphinx gives it."""
        if isinstance(location, nodes.Node):
            location = get_node_location(location)
        elif isinstance(location, tuple):
            location = f"{self.app.env.doc2path(location[0])}:{location[1] or ''}".rstrip(":") if location[0] else None
        elif location in getattr(self.app.env, "found_docs", ()):
            location = self.app.env.doc2path(location)
        return str(location).removeprefix(f"{self.app.srcdir}/") + ": " if location else ""


def raised(traceback: list[str]) -> str:
    """Return the exception in which a traceback ends; where it says nothing more, the line of code that raised it."""
    code = [line.partition(" ")[2].strip() for line in traceback if line.startswith("---->")]
    return traceback[-1] + (f" {code[-1]}" if traceback[-1].endswith(":") and code else "")


found = Faults()


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``."""
    found.app, found.lines = app, []
    logging.getLogger("sphinx").addHandler(found)
