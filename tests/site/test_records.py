"""The long tables: right in Python, and searched, filtered, sorted and saved in the browser."""

from __future__ import annotations

import pytest

from coursework.records import Link, Records
from ketamine import evidence
from ketamine.figures import evidence_table
from tests.support.pages import opened

PAGE = "evidence-table.html"


def test_cells_are_escaped_and_links_kept():
    page = Records(("A", "B"), [("<b>", Link("x & y", "z.html#q"))], name="trial", caption="Two cells.")._repr_html_()
    assert '<th scope="row">&lt;b&gt;</th>' in page and '<a href="z.html#q">x &amp; y</a>' in page


def test_a_short_row_and_an_unknown_filter_are_refused():
    with pytest.raises(ValueError, match="records 'trial': row 2 has 1 cells; there are 2 columns"):
        Records(("A", "B"), [("1", "2"), ("3",)], name="trial", caption="A row too short.")
    with pytest.raises(ValueError, match="records 'trial': no column 'C' to filter; there are A, B"):
        Records(("A", "B"), [], name="trial", caption="No such column.", filters=["C"])


def test_every_row_is_in_the_table():
    ids = [row[0] for row in evidence_table.all_rows().rows]
    assert sorted(ids) == sorted(id_ for name in evidence.names() for id_ in evidence.table(name))


@pytest.fixture
def page(browser, site):
    with opened(browser, f"{site.as_uri()}/{PAGE}") as page:
        yield page


def shown(page):
    return page.evaluate(
        "[...document.querySelectorAll('[data-records] tbody tr')].filter(r => !r.hidden).map(r => [...r.cells].map(c"
        " => c.textContent))"
    )


def test_words_and_choices_narrow_the_table_and_reset_brings_it_back(page):
    whole = shown(page)
    page.get_by_label("Find in the table").fill("midazolam MADRS")
    found = shown(page)
    assert 0 < len(found) < len(whole) and all(
        "midazolam" in " ".join(r).lower() and "madrs" in " ".join(r).lower() for r in found
    )
    assert page.get_by_role("status").last.inner_text() == f"{len(found)} of {len(whole)} rows"
    page.get_by_role("button", name="Show all").click()
    page.wait_for_timeout(50)
    page.get_by_label("Species").select_option("mouse")
    assert {row[8] for row in shown(page)} == {"mouse"}


def test_headings_sort_both_ways_by_keyboard(page):
    heading = page.get_by_role("button", name="n", exact=True)
    heading.focus()
    page.keyboard.press("Enter")
    sizes = [int(row[7]) for row in shown(page) if row[7]]
    assert sizes == sorted(sizes)
    page.keyboard.press("Enter")
    sizes = [int(row[7]) for row in shown(page) if row[7]]
    assert sizes == sorted(sizes, reverse=True)
    assert page.locator("th[aria-sort=descending]").count() == 1


def test_the_csv_holds_what_is_shown(page, tmp_path):
    page.get_by_label("Find in the table").fill("Murrough")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").click()
    waiting.value.save_as(tmp_path / "evidence.csv")
    lines = (tmp_path / "evidence.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == len(shown(page)) + 1 and lines[0].startswith("Id,Study")
