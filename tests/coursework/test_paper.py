"""The rules by which the course becomes a book: which views, which letters, which links. No browser, no built site."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from explorers import view
from tools.paper import chapters, command, epub, pdf, pictures

TEA = """<figure class="explorer" id="steeping" data-explorer data-alone="../figures/steeping.html">
<form class="explorer-controls"><div><label for="m">Minutes</label><input data-control="minutes" data-initial="1"
data-stops="1\n2\n5"></div><fieldset data-control="tea" data-initial="0" data-stops="Green\nBlack"><legend>Tea</legend>
</fieldset></form></figure>"""
OTHER = '<a href="tea.html#steeping?tea=black">x</a>'
OWN = '<a href="#steeping?minutes=5&amp;tea=black">y</a>'


def explorer(tmp_path, text=TEA, other=OTHER):
    (tmp_path / "chapters").mkdir(exist_ok=True)
    (tmp_path / "chapters" / "tea.html").write_text(text, "utf-8")
    (tmp_path / "chapters" / "cups.html").write_text(other, "utf-8")
    [found] = pictures.explorers(tmp_path, ["chapters/cups", "chapters/tea"])
    return found


def test_the_views_of_a_book_are_those_that_the_course_links_to_its_own_page_first(tmp_path):
    found = explorer(tmp_path, TEA + OWN)
    assert found.alone == "figures/steeping.html" and found.first == (1, 0)
    assert found.views[:3] == ((1, 0), (2, 1), (1, 1))
    assert found.settings((2, 1)) == "Minutes 5, Tea Black"
    assert [found.fragment(at) for at in found.views[:2]] == ["#steeping", "#steeping?minutes=5&tea=black"]
    assert found.stop((2, 1)) == 5


def test_where_nothing_is_linked_one_control_after_the_other_goes_to_its_far_end(tmp_path):
    assert explorer(tmp_path, TEA, "").views == ((1, 0), (2, 0), (1, 1))
    assert list(pictures.far_ends((4,), [5])) == [(0,)]


def test_a_link_to_a_view_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(pictures.PictureError, match="'steeping' has no view minutes=9"):
        explorer(tmp_path, TEA, '<a href="tea.html#steeping?minutes=9">x</a>')
    assert view.parse("steeping?minutes=9")


def test_the_ids_of_a_picture_do_not_change_from_run_to_run():
    drawn = (
        '<svg><clipPath id="clip{0}x" class="trace scatter trace{0}{0}{0}"/><g id="g{0}"/><g clip-path="url(file:///a.html#clip{0}x)"/>'
        "<use href=\"#g{0}\"/><g clip-path='url(&quot;#clip{0}x&quot;)'/></svg>"
    )
    one, other = (pictures.tidy(drawn.format(name)) for name in ("a1", "b2"))
    assert one == other and one.count("url(#i1)") == 2 and 'href="#i2"' in one and "file:" not in one


RIGHT = [
    ("one", "b", "b"),
    ("several", "a,c", "a and c"),
    ("several", "a,b,d", "a, b and d"),
    ("order", "c,a,b", "c, a, b"),
    ("number", "6", "6"),
]


@pytest.mark.parametrize("kind, right, said", RIGHT)
def test_the_key_says_what_is_right(kind, right, said):
    form = BeautifulSoup(f'<form data-kind="{kind}" data-right="{right}"></form>', "html.parser").form
    assert chapters.right(form) == said


def test_pages_of_an_epub_link_to_each_other():
    anchors = {"intro", "chapters-tea"}
    assert epub.address_of("#intro--crisis", "chapters-tea", anchors) == "intro.xhtml#intro--crisis"
    assert epub.address_of("#intro", "chapters-tea", anchors) == "intro.xhtml"
    assert epub.address_of("#chapters-tea--cup", "chapters-tea", anchors) == "#chapters-tea--cup"


def test_an_id_that_stands_twice_and_a_link_to_nothing_are_faults():
    html = '<p id="a"></p><p id="a"></p><a href="#b">x</a>'
    assert pdf.faults(html) == ["two of the id a", "a link to b, which is not there"]
    assert pdf.faults('<p id="a"></p><a href="#a">x</a>') == []


@pytest.mark.parametrize("wrong", ["example.org", "file:///tmp", "https://"])
def test_an_address_that_is_none_is_refused(wrong):
    with pytest.raises(command.PaperError, match="must begin with https://"):
        command.with_slash(wrong)
    assert (
        command.with_slash("https://example.org/course") == "https://example.org/course/"
        and command.with_slash("") == ""
    )


def test_without_a_built_course_the_command_says_what_to_type(tmp_path):
    with pytest.raises(command.PaperError, match="Type: make book"):
        command.need_site(tmp_path)
