"""What `make pdf` and `make epub` have in common: the address that may be given, a browser, and what to do without."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from coursework.course import Course, CourseError, find
from tools.find_browser import advice, launch

from .pictures import PictureError

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "book" / "_build" / "html"

Write = Callable[[Browser, Course, Path, Path, str], None]


class PaperError(Exception):
    """The book cannot be made; the message says why and what to do."""


def run(about: str, ending: str, write: Write) -> None:
    """Write dist/<slug>.<ending>, or end with what to do."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--address", default="", help="of the live course, where binder/launch.yml does not say it")
    arguments = parser.parse_args()
    try:
        address, course = with_slash(arguments.address), find(ROOT)
        target = ROOT / "dist" / f"{course.slug}.{ending}"
        need_site(SITE)
        with sync_playwright() as playwright:
            browser, _ = launch(playwright)
            if browser is None:
                raise PaperError(f"The book needs Chromium or Chrome, and none starts here. Type: {advice()}")
            write(browser, course, SITE, target, address)
            browser.close()
    except (CourseError, PaperError, PictureError) as error:
        sys.exit(str(error))
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB")


def with_slash(address: str) -> str:
    """Return an address as the chapters take it. Raises PaperError where it is none."""
    if address and not re.match(r"https?://[^\s/]+", address):
        raise PaperError(f"--address is {address!r}; it must begin with https:// or http://")
    return f"{address.rstrip('/')}/" if address else ""


def need_site(site: Path) -> None:
    """Raise PaperError where there is no built course."""
    if not (site / "index.html").is_file():
        raise PaperError(f"There is no course in {site}. Type: make book")
