"""Where JavaScript is on and the scripts do not run, a page says so, and nothing on it looks broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.pages import open_guesses

PAGE = "chapters/bdnf.html"
TOLD = "The scripts of this page did not run"


def served_as_text(page, server: str, site: Path, folder: Path) -> str:
    """A server that sends scripts as plain text, and says that browsers must believe it."""
    headers = {"content-type": "text/plain", "x-content-type-options": "nosniff"}
    page.route("**/*.js*", lambda route: route.fulfill(body="1;", headers=headers))
    return f"{server}/{PAGE}"


def shell_blocked(page, server: str, site: Path, folder: Path) -> str:
    """The script of the shell alone does not arrive."""
    page.route("**/course.js*", lambda route: route.abort())
    return f"{server}/{PAGE}"


def alone(page, server: str, site: Path, folder: Path) -> str:
    """A page without its neighbours, as it comes by mail."""
    return Path(shutil.copy(site / PAGE, folder)).as_uri()


@pytest.mark.parametrize("how", [served_as_text, shell_blocked, alone])
def test_where_the_scripts_do_not_run_the_page_says_so(how, browser, server, site, tmp_path):
    with browser.new_context(viewport={"width": 1280, "height": 800}) as session:
        page = session.new_page()
        page.goto(how(page, server, site, tmp_path), wait_until="load")
        message = page.get_by_role("alert").filter(has_text=TOLD)
        message.wait_for()
        assert message.bounding_box()["y"] < 100 and page.locator("figcaption").first.is_visible()
        if how is not alone:  # where the style is missing too, controls are seen; the message stands above them
            assert not page.locator(".explorer-controls:visible, .explorer-downloads:visible").count()
        icons = page.locator("header svg").evaluate_all("icons => icons.map(i => i.getBoundingClientRect().height)")
        assert len(icons) == 3 and max(icons) < 40


def test_where_they_run_nobody_hears_of_it(browser, server):
    with browser.new_context() as session:
        page = session.new_page()
        page.goto(f"{server}/{PAGE}")
        open_guesses(page)
        page.wait_for_selector(".explorer-plot .main-svg")
        assert not page.get_by_text(TOLD).is_visible() and page.get_by_role("alert").count() == 0
