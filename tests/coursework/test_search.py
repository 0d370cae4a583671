"""The text that the search page looks through is the text that a reader sees."""

from __future__ import annotations

from coursework.site.search import sections

PAGE = """<html><body><nav>Menu</nav><article><section id="pain">
<h1>Pain<a class="headerlink" href="#pain">#</a></h1><p>First words.</p>
<section id="dose"><h2>Dose</h2><p>Some <em>milligrams</em>.</p><pre>code()</pre>
<figure class="explorer"><form>Dose (mg/kg)</form><figcaption>The caption.</figcaption></figure></section>
<dl class="glossary"><dt id="term-receptor">receptor</dt><dd><p>A lock.</p></dd><dt id="term-drug">drug</dt><dd><p>A key.</p></dd></dl>
</section></article></body></html>"""


def test_each_section_and_term_has_its_own_text_and_address() -> None:
    found = {
        (section["title"], section["address"]): section["text"] for section in sections(PAGE, "chapters/pain.html")
    }
    assert found == {
        ("Pain", "chapters/pain.html"): "First words.",
        ("Dose", "chapters/pain.html#dose"): "Some milligrams. The caption.",
        ("receptor", "chapters/pain.html#term-receptor"): "A lock.",
        ("drug", "chapters/pain.html#term-drug"): "A key.",
    }


def test_a_page_without_an_article_is_left_out() -> None:
    assert list(sections("<html><body><p>Redirect</p></body></html>", "index.html")) == []
