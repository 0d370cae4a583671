"""The long tables: right in Python, and searched, filtered, sorted and saved in the browser."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from coursework.records import Link, Records, linked
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


def test_rows_are_addressed_by_one_column_each_by_another_word():
    rows = [("R1", "rain"), ("R2", "sun, as in R1 and R3")]
    page = Records(("Id", "Sky"), rows, name="trial", caption="The sky.", key="Id")._repr_html_()
    assert '<tr id="R1"><th scope="row">R1</th>' in page and '<tr id="R2">' in page
    with pytest.raises(ValueError, match="records 'trial': no column 'Key' to address rows by; there are Id, Sky"):
        Records(("Id", "Sky"), rows, name="trial", caption="The sky.", key="Key")
    for twice in ([("R1", ""), ("R1", "")], [("R 1", "")], [("", "")]):
        with pytest.raises(ValueError, match="cannot address a row; it must be one word that no other has"):
            Records(("Id", "Sky"), twice, name="trial", caption="The sky.", key="Id")


def test_ids_in_a_text_lead_to_their_rows_and_other_codes_stay_text():
    cell = linked("as in R1, not R10 or R1a", {"R1"}, "t.html")
    assert isinstance(cell, tuple) and [part for part in cell if isinstance(part, Link)] == [Link("R1", "t.html#R1")]
    page = Records(["Note"], [[cell]], name="trial", caption="Notes.")._repr_html_()
    assert '<th scope="row">as in <a href="t.html#R1">R1</a>, not R10 or R1a</th>' in page
    assert linked("no code of ours: IC50", {"R1"}) == "no code of ours: IC50"
    rows = [[linked("R1 & R2", {"R1", "R2"})]]
    page = Records(["Note"], rows, name="trial", caption="Notes.")._repr_html_()
    assert '<th scope="row"><a href="#R1">R1</a> &amp; <a href="#R2">R2</a></th>' in page


def test_the_ledger_and_the_sources_lead_to_rows_that_are_there(site):
    rows = set(re.findall(r'<tr id="([^"]+)"', (site / PAGE).read_text("utf-8")))
    assert rows == {id_ for name in evidence.names() for id_ in evidence.table(name)}
    for name, least in (("chapters/key-takeaways", 50), ("sources", 50), ("evidence-table", 5)):
        page = (site / f"{name}.html").read_text("utf-8")
        led = re.findall(r'<a href="(?:(?:\.\./)?evidence-table\.html)?#([A-Z]+\d\w*)">', page)
        assert len(led) >= least and set(led) <= rows, name


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
    page.get_by_role("status").get_by_text(f"{len(found)} of {len(whole)} rows", exact=True).wait_for()
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("status").get_by_text(f"{len(whole)} of {len(whole)} rows", exact=True).wait_for()
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
    assert status_of(page).endswith("rows. Sorted by n, falling")


def test_the_csv_holds_what_is_shown(page, tmp_path):
    page.get_by_label("Find in the table").fill("Murrough")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").click()
    waiting.value.save_as(tmp_path / "evidence.csv")
    lines = (tmp_path / "evidence.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == len(shown(page)) + 1 and lines[0].startswith("Id,Study")


# ---- addresses ----

ROW = "C028"


def status_of(page):
    return page.locator("[data-records] [role=status]").inner_text()


def test_an_address_opens_a_filtered_and_sorted_view_and_the_button_gives_it_back(page):
    address = page.url
    page.goto(f"{address}#evidence?species=MOUSE&find=BDNF&sort=n&order=down")
    rows = shown(page)
    assert rows and {row[8] for row in rows} == {"mouse"} and all("bdnf" in " ".join(row).lower() for row in rows)
    sizes = [int(row[7]) for row in rows if row[7]]
    assert sizes == sorted(sizes, reverse=True)
    page.get_by_role("button", name="Link to this view").click()
    given = page.get_by_label("The address of this view").input_value()
    assert parse_qs(urlsplit(given).fragment.partition("?")[2]) == {
        "species": ["mouse"], "find": ["BDNF"], "sort": ["n"], "order": ["down"]
    }  # fmt: skip
    page.goto("about:blank")
    page.goto(given)
    assert shown(page) == rows


def test_what_a_view_does_not_have_is_named_and_the_rest_stands(page):
    page.goto(f"{page.url}#evidence?species=unicorn&colour=red&sort=horn&find=midazolam")
    assert "what the table does not have: species=unicorn, colour=red, sort=horn" in status_of(page)
    assert shown(page) and all("midazolam" in " ".join(row).lower() for row in shown(page))


def test_a_rows_address_opens_it_even_where_it_is_filtered_away(page):
    address = page.url
    page.get_by_label("Species").select_option("mouse")
    assert page.locator(f"tr#{ROW}").is_hidden()
    page.goto(f"{address}#{ROW}")
    row = page.locator(f"tr#{ROW}")
    row.wait_for()
    assert f"Row {ROW} is shown too" in status_of(page)
    assert page.evaluate("document.activeElement.id") == ROW
    assert row.evaluate(
        "row => { const { top, bottom } = row.getBoundingClientRect(); return top > 0 && bottom < innerHeight; }"
    )
    assert row.evaluate("row => getComputedStyle(row).outlineStyle") == "solid"
    assert {cells[8] for cells in shown(page)} == {"mouse", "human"}
    page.get_by_label("Find in the table").press_sequentially("x")  # whoever filters on has left the row
    assert page.locator(f"tr#{ROW}").is_hidden()


def test_a_row_that_is_not_there_is_named_and_nothing_is_lost(page):
    whole = shown(page)
    page.goto(f"{page.url}#C99999")
    assert "a row that the table does not have: C99999" in status_of(page)
    assert shown(page) == whole
    page.goto(f"{page.url.split('#')[0]}#how-to-read-a-row")  # any other place of the page is none of its business
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("status").get_by_text(f"{len(whole)} of {len(whole)} rows", exact=True).wait_for()


def test_a_row_that_is_named_on_a_page_is_a_link_to_it(site):
    """In text, in the claims and in every long table; a figure's table gets its links where it is opened."""
    rows = {id_ for name in evidence.names() for id_ in evidence.table(name)}
    links = 0
    for file in sorted({*site.glob("*.html"), *site.glob("chapters/*.html")}):
        article = BeautifulSoup(file.read_text("utf-8"), "html.parser").select_one("article")
        for text in article.find_all(string=re.compile(r"\b[A-Z]+\d+\w*\b")) if article else ():
            if text.find_parent(class_="explorer-tables") or text.find_parent("script"):
                continue
            for named in rows & set(re.findall(r"\b[A-Z]+\d+\w*\b", text)):
                own = text.find_parent("tr", id=named)
                link = text.find_parent("a")
                assert own or (link and link["href"].endswith(f"#{named}")), (file.name, named, str(text)[:80])
                links += not own
    assert links > 300


# ---- something wrong with this number? ----


def test_a_report_says_row_page_view_and_version_also_where_there_is_no_address_for_it(page):
    page.goto(f"{page.url}#{ROW}")
    page.get_by_text("Something wrong with this number?").click()
    said = page.locator(".report pre").inner_text()
    version = page.locator("meta[name=course-version]").get_attribute("content")
    assert version and f"Version: {version}" in said
    assert f"Row: {ROW}" in said and f"#{ROW}" in said and f"Page: {page.title()}" in said
    assert page.get_by_text("Pass these lines on to whoever gives this course").is_visible()


@pytest.mark.parametrize("allowed", [True, False], ids=["copied", "refused"])
def test_where_the_course_names_no_address_the_lines_of_a_report_are_copied_or_marked(allowed, page):
    answer = "text => { window.taken = text; return Promise.resolve(); }" if allowed else "() => Promise.reject()"
    page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{ value: {{ writeText: {answer} }} }})")
    page.get_by_text("Something wrong with this number?").click()
    page.get_by_role("button", name="Copy these lines").click()
    page.get_by_role("button", name="Copied" if allowed else "Marked: now copy").wait_for()
    taken = page.evaluate("allowed => allowed ? window.taken : String(getSelection())", allowed)
    assert "Table: evidence" in taken and "Version: " in taken and f"Page: {page.title()}" in taken


@pytest.mark.parametrize(
    ("to", "first"), [("mailto:tea@example.org", "subject"), ("https://example.org/tea/issues/new", "title")]
)
def test_a_report_opens_what_the_course_names_with_its_words_filled_in(to, first, browser, site):
    whole = (site / PAGE).read_text("utf-8").replace("</head>", f'<meta name="course-report" content="{to}"></head>')
    with browser.new_context() as session:
        session.route(f"**/{PAGE}", lambda route: route.fulfill(body=whole, content_type="text/html; charset=utf-8"))
        session.route("https://example.org/**", lambda route: route.fulfill(body="an issue"))
        page = session.new_page()
        page.goto(f"{site.as_uri()}/{PAGE}#{ROW}")
        link = page.get_by_role("link", name="Something wrong with this number?")
        link.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
        link.click()
        address = urlsplit(link.get_attribute("href"))
        said = parse_qs(address.query)
        assert f"{address.scheme}:" in to and said[first] == [f"Row: {ROW}"]
        assert f"#{ROW}" in said["body"][0] and "Version: " in said["body"][0] and "Page: " in said["body"][0]


def test_the_rows_in_a_figures_table_lead_to_the_evidence_table(browser, site):
    there = set(re.findall(r'<tr id="([A-Z]+\d+\w*)"', (site / "evidence-table.html").read_text("utf-8")))
    for place in (
        "chapters/how-long-do-the-effects-last.html#timeline",
        "chapters/chronic-pain.html#with-opioids-blocked",
    ):
        chapter, _, name = place.partition("#")
        with opened(browser, (site / chapter).as_uri()) as page:
            for unasked in page.locator(f"#{name}[data-guess]").get_by_role("button", name="Just show me").all():
                unasked.click()
            page.locator(f"#{name} .explorer-numbers > summary").click()
            page.locator(f"#{name} .explorer-tables td a").first.wait_for()
            links = page.locator(f"#{name} .explorer-tables td a").evaluate_all("links => links.map(a => a.href)")
            assert {link.partition("#")[0] for link in links} == {(site / "evidence-table.html").as_uri()}
            assert len(links) > 6 and {link.partition("#")[2] for link in links} <= there
