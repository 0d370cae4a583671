"""A page printed by its reader: the paper is the same whatever the window was."""

from __future__ import annotations

import pikepdf
import pytest

from tests.support import course
from tests.support.pages import can_be_printed, opened

WINDOWS = ((375, 667), (768, 1024), (1280, 800))
#: A chapter of charts and scenes, and one whose figures stand beside a long table.
PAGES = ("chapters/how-ketamine-affects-the-brain", "chapters/key-takeaways")


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_window_prints_the_same_paper_as_a_wide_one(name, browser, site, tmp_path):
    """Page for page the same strokes and letters, for a sheet of A4."""
    printed = []
    for width, height in WINDOWS:
        with browser.new_context(viewport={"width": width, "height": height}) as session:
            page = session.new_page()
            page.add_init_script("Math.random = () => 0.5")  # which shuffles the answers of a question
            page.goto(f"{site.as_uri()}/{name}.html")
            can_be_printed(page)
            page.pdf(path=tmp_path / f"{width}.pdf", format="A4")
        with pikepdf.open(tmp_path / f"{width}.pdf") as pdf:
            printed.append([sheet.Contents.read_bytes() for sheet in pdf.pages])
    narrow, middle, wide = printed
    assert [len(sheets) for sheets in printed] == [len(wide)] * 3 and len(wide) > 4
    assert [i for i, sheet in enumerate(wide, 1) if sheet != narrow[i - 1] or sheet != middle[i - 1]] == []


@pytest.mark.parametrize("paper, share", [("A4", 0.85), ("Letter", 0.85), ("A5", 0.75)])
def test_on_every_sheet_a_figure_fills_the_width_and_nothing_of_it_is_cut(paper, share, browser, site):
    """Widths with margins of 10 mm."""
    wide = {"A4": 718, "Letter": 740, "A5": 484}[paper]
    name = PAGES[0]
    with opened(browser, f"{site.as_uri()}/{name}.html", viewport={"width": wide, "height": 1000}) as page:
        can_be_printed(page)
        page.emulate_media(media="print")
        page.wait_for_timeout(500)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        for explorer in (one for one in course.explorers() if one.page == name):
            box, drawing = (
                page.locator(f"#{explorer.id} {part}").first.bounding_box() for part in (".explorer-plot", ".main-svg")
            )
            assert share * box["width"] < drawing["width"] <= box["width"] + 1, (explorer.id, box, drawing)
