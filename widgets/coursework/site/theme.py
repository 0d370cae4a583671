"""The page around a chapter: the theme ``coursework`` (../theme), its menus, and only the scripts that a page needs."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from pygments.formatters import HtmlFormatter
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from explorers.sphinx import bring

from ..course import read
from .described import describe_page

NAME = "coursework"
THEME = Path(__file__).parents[1] / "theme"
#: Style and script of the shell; 900: after those of every extension.
STYLE, SCRIPT, LAST = "course.css", "course.js", 900
CODE = "code.css"
# Nothing leaves the site, whatever finds its way into a page. Plotly sets inline styles; scripts are files only.
CONTENT_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "frame-src 'self'",  # a plan shows each figure in a frame (plans.py)
        "form-action 'self'",
        "base-uri 'none'",
    ]
)
#: Put on every page by Sphinx, myst-nb and sphinx_design, which know no other way; nothing here uses them.
UNUSED_SCRIPTS = ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "design-tabs.js")
UNUSED_STYLES = ("pygments.css", "basic.css", "mystnb.")
#: What of them is copied to _static all the same.
UNUSED_FILES = ("documentation_options.js", "language_data.js", "design-tabs.js", "pygments.css", "mystnb.*.css")


def add_menu(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the templates the course, its parts and their pages, the page's headings, and what every page says."""
    context["course"], context["author"] = read(Path(app.srcdir)), app.config.author
    context["course_parts"] = list(_parts(app, pagename, context))
    context["headings"] = _headings(context["toc"]) if context.get("display_toc") else ""
    context["content_policy"] = CONTENT_POLICY


def _parts(app: Sphinx, pagename: str, context: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield (caption, pages) for each part of _toc.yml; the first holds the root page."""
    root = app.config.root_doc
    yield "", [_page(app, root, None, pagename, context)]
    for toctree in app.env.tocs[root].findall(addnodes.toctree):
        pages = [_page(app, name, title, pagename, context) for title, name in toctree["entries"]]
        yield toctree["caption"] or "", pages


def _page(app: Sphinx, name: str, title: str | None, pagename: str, context: dict[str, Any]) -> dict[str, Any]:
    """Return a page as the menu shows it, with those that lie below it."""
    heading = app.env.titles.get(name, nodes.title())
    below = [
        _page(app, other, said, pagename, context)
        for toctree in app.env.tocs[name].findall(addnodes.toctree)
        for said, other in toctree["entries"]
        if name != app.config.root_doc
    ]
    return {
        "title": title or heading.astext(),
        "address": context["pathto"](name),
        "current": name == pagename,
        "below": below,
    }


def _headings(toc: str) -> str:
    """Return the list of a page's headings below its title, without a class or a space too many;
    '' if there is none.
    """
    found = BeautifulSoup(toc, "html.parser").select_one("li > ul")
    if found is None:
        return ""
    for element in [found, *found.find_all(True)]:
        element.attrs = {name: value for name, value in element.attrs.items() if name == "href"}
    return str(found).replace("\n", "")


def quiet_headings(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Keep the links behind headings for the hand: else each heading is called '... Link to this heading', and the
    keyboard stops at all of them. The list of the page's headings leads to the same places.
    """
    body = context.get("body", "")
    context["body"] = body.replace('<a class="headerlink"', '<a class="headerlink" aria-hidden="true" tabindex="-1"')


def choose_assets(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Leave out of a page what it does not use."""
    context["script_files"] = [js for js in context["script_files"] if not _has_name(js, UNUSED_SCRIPTS)]
    unwanted = UNUSED_STYLES if '"sd-' in context.get("body", "") else (*UNUSED_STYLES, "sphinx-design")
    context["css_files"] = [css for css in context["css_files"] if not _has_name(css, unwanted)]


def _has_name(asset: Any, names: tuple[str, ...]) -> bool:
    """Return whether a script's or style's file name contains one of the names."""
    path = str(getattr(asset, "filename", asset) or "")
    return any(name in path for name in names)


def first_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Add index.html, which leads to the root page, as a whole page in its own right."""
    if app.builder.format == "html" and app.config.root_doc != "index":
        yield "index", {"target": app.builder.get_target_uri(app.config.root_doc)}, "index.html"


def write_code_style(app: Sphinx) -> None:
    """Write the colours of code for light and for dark; Sphinx's own follow the system and not the reader's choice."""
    if app.builder.format != "html":
        return
    options = app.builder.theme.get_options(app.config.html_theme_options)  # type: ignore[attr-defined]
    lines = []
    for mode in ("light", "dark"):
        formatter = HtmlFormatter(style=options[f"{mode}_code"])
        lines.append(formatter.get_style_defs(f'html[data-theme="{mode}"] .highlight'))
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CODE).write_text("\n".join(lines) + "\n", "utf-8")


def open_table(self: HTML5Translator, node: nodes.table) -> None:
    """Write the start of a table in a box of its own, in which a wide one scrolls."""
    self.body.append('<div class="table-scroll">')
    HTML5Translator.visit_table(self, node)


def close_table(self: HTML5Translator, node: nodes.table) -> None:
    """Write the end of a table and its box."""
    HTML5Translator.depart_table(self, node)
    self.body.append("</div>\n")


def open_fold(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Write a folded cell; myst-nb's own markup gives it two names, one to see and one to hear."""
    classes = " ".join(["hide", *node["classes"]])
    self.body.append(f'<details class="{classes}"><summary>{escape(node["prompt_show"])}</summary>\n')


def close_fold(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """End a folded cell."""
    self.body.append("</details>\n")


def remove_unused(app: Sphinx, exception: Exception | None) -> None:
    """Delete what was copied and no page loads."""
    if exception or app.builder.format != "html":
        return
    for pattern in UNUSED_FILES:
        for path in Path(app.outdir, "_static").glob(pattern):
            path.unlink()


def setup(app: Sphinx) -> None:
    """Register the theme and connect its parts; choose_assets comes after every extension that adds a script."""
    app.add_html_theme(NAME, str(THEME))
    app.add_css_file(CODE, priority=200)
    app.add_css_file(STYLE, priority=LAST)
    app.add_js_file(SCRIPT, priority=LAST)
    bring(app, {name: THEME / "js" / name for name in (SCRIPT, "search.js", "enter.js")})
    app.add_config_value("comments_config", {}, "html")  # Jupyter Book sets it even without sphinx_comments
    app.add_node(HideCodeCellNode, override=True, html=(open_fold, close_fold))
    app.add_node(nodes.table, override=True, html=(open_table, close_table))
    app.connect("builder-inited", write_code_style)
    app.connect("html-collect-pages", first_page)
    app.connect("html-page-context", add_menu)
    app.connect("html-page-context", describe_page)
    app.connect("html-page-context", quiet_headings)
    app.connect("html-page-context", choose_assets, priority=LAST)
    app.connect("build-finished", remove_unused, priority=LAST)
