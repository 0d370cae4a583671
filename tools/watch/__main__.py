"""Ask about everything that the course stands on, and write the text of one issue: `make watch`."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from coursework import bibliography
from coursework.course import Course, find

from . import links, notices, searches
from .cited import Cited
from .report import Report
from .web import Web

ROOT = Path(__file__).resolve().parents[2]
MAILTO = "mailto:"


def main(arguments: list[str] | None = None) -> None:
    """Write the issue's text to a file and print it. Ends with a sentence where nobody answered anything."""
    parser = argparse.ArgumentParser(prog="make watch", description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "watch" / "issue.md", help="the file of the text")
    asked = parser.parse_args(arguments)
    course = find(ROOT)
    try:
        report = ask(course, Web(mail(course)))
    except searches.WatchError as error:
        sys.exit(str(error))
    if not report.fine:
        sys.exit(f"Nobody answered. Is there a network? {report.silent[0] if report.silent else ''}")
    text = report.markdown(date.today(), course.reviewed or "an unknown day")
    asked.to.parent.mkdir(parents=True, exist_ok=True)
    asked.to.write_text(text, "utf-8")
    print(text)


def ask(course: Course, web: Web) -> Report:
    """Ask every source about a course. Raises WatchError where its watch.yml has faults."""
    listed, read = searches.read(course)
    works, cited, report = bibliography.read(course.bibliography), Cited(course), Report()
    notices.watch(works, cited, read, web, report)
    if course.reviewed:
        searches.watch(listed, course.reviewed, cited, web, report)
    else:
        report.silent.append("course.yml does not say when the course was reviewed: nothing is known to be new.")
    links.watch(links.addresses(course), web, report)
    return report


def mail(course: Course) -> str:
    """Return the address that services may write to: that of course.yml, where it is one."""
    return course.report.removeprefix(MAILTO) if course.report.startswith(MAILTO) else ""


if __name__ == "__main__":
    main()
