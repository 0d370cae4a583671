"""Links to views: one to a view that is not there fails the build, with what there is instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorers.links import faults

FIGURE = '<figure id="line" data-explorer><input data-control="slope" data-stops="1&#10;2 to 3"></figure>'.replace(
    "&#10;", "\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one figure on a page in a folder."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "tea.html").write_text(FIGURE)
    return tmp_path


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("chapters/tea.html#line?slope=2-to-3", []),
        ("chapters/tea.html#line?slope=1&amp;slope=2%20to%203", []),
        ("chapters/tea.html#sources", []),
        ("https://example.org/tea.html#line?slope=9", []),
        ("chapters/tea.html#line?slope=9", ["control 'slope' of 'line' has no stop '9'; it has 1, 2-to-3"]),
        ("chapters/tea.html#line?angle=1", ["explorer 'line' has no control 'angle'; it has slope"]),
        ("chapters/tea.html#curve?slope=1", ["there is no explorer 'curve'; the page has line"]),
        ("chapters/milk.html#line?slope=1", ["there is no explorer 'line'; the page has none"]),
        ("#line?slope=1", ["there is no explorer 'line'; the page has none"]),
    ],
)
def test_every_link_to_a_view_leads_to_one(site: Path, link: str, wrong: list[str]) -> None:
    (site / "index.html").write_text(f'<a class="x" href="{link}">look</a>')
    assert faults(site) == [f"index.html: {what}" for what in wrong]


TABLE = (
    '<div id="rows" data-records><select data-column="1"><option value="">all</option><option value="In mice">In'
    " mice</option></select><table><thead><tr><th>Id</th><th>Studied in</th></tr></thead></table></div>"
)


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ("studied-in=in-mice&amp;find=any+words&amp;sort=id&amp;order=down", []),
        ("studied-in=in-rats", ["control 'studied-in' of 'rows' has no stop 'in-rats'; it has in-mice"]),
        ("sort=size", ["control 'sort' of 'rows' has no stop 'size'; it has id, studied-in"]),
        ("size=3", ["explorer 'rows' has no control 'size'; it has studied-in, find, sort, order"]),
    ],
)
def test_every_link_to_a_view_of_a_long_table_leads_to_one(site: Path, asked: str, wrong: list[str]) -> None:
    (site / "table.html").write_text(TABLE)
    (site / "index.html").write_text(f'<a href="table.html#rows?{asked}">look</a>')
    assert faults(site) == [f"index.html: {what}" for what in wrong]
