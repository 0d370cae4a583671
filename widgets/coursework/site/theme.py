"""The page around a chapter: its menus, and only the scripts and styles that it needs.

The shell is book/templates/layout.html with book/static/course.css and course.js. The stock theme's
own scripts and styles (some 600 kB gzip, and messages on the console of every page) are left out and
removed from the output; its options and its list of a page's headings stay in use.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from ..course import read

# Nothing leaves the site, whatever finds its way into a page. Plotly sets inline styles; scripts are files only.
CONTENT_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "form-action 'self'",
        "base-uri 'none'",
    ]
)
# Added to every page by Sphinx, the theme or an extension, and replaced by course.css and course.js.
STOCK_SCRIPTS = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "sphinx-book-theme.js",
    "design-tabs.js",
)
STOCK_STYLES = ("sphinx-book-theme.css", "pydata-sphinx-theme.css", "basic.css", "mystnb.")
# Copied to _static by them, wanted by no page.
UNUSED = (
    *STOCK_SCRIPTS,
    "scripts",
    "styles",
    "vendor",
    "locales",
    "images/logo_*",
    "basic.css",
    "mystnb.*.css",
    "language_data.js",
    "searchtools.js",
    "file.png",
    "minus.png",
    "plus.png",
    "*webpack-macros.html",
)


def add_menu(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the templates ``course_parts``, the parts of the course and their pages, and what every page says."""
    context["course_parts"] = list(_parts(app, pagename, context))
    context["course"] = read(Path(app.srcdir))
    context["content_policy"] = CONTENT_POLICY


def _parts(app: Sphinx, pagename: str, context: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield (caption, pages) for each part of _toc.yml; the first holds the root page."""
    root = app.config.root_doc
    yield "", [_page(app, root, None, pagename, context)]
    for toctree in app.env.tocs[root].findall(addnodes.toctree):
        pages = [_page(app, name, title, pagename, context) for title, name in toctree["entries"]]
        yield toctree["caption"] or "", pages


def _page(app: Sphinx, name: str, title: str | None, pagename: str, context: dict[str, Any]) -> dict[str, Any]:
    """A page as the menu shows it."""
    heading = app.env.titles.get(name, nodes.title())
    return {"title": title or heading.astext(), "address": context["pathto"](name), "current": name == pagename}


def choose_assets(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Leave the stock scripts and styles out of a page."""
    context["script_files"] = [js for js in context["script_files"] if not _is_stock_script(js)]
    unwanted = STOCK_STYLES if '"sd-' in context.get("body", "") else (*STOCK_STYLES, "sphinx-design")
    context["css_files"] = [css for css in context["css_files"] if not _has_name(css, unwanted)]


def _is_stock_script(script: Any) -> bool:
    """Whether a script is one of STOCK_SCRIPTS or an inline setting for one of them."""
    inline = getattr(script, "attributes", {}).get("body") or ""
    return "DOCUMENTATION_OPTIONS" in inline or _has_name(script, STOCK_SCRIPTS)


def _has_name(asset: Any, names: tuple[str, ...]) -> bool:
    """Whether a script's or style's file name contains one of the names."""
    path = str(getattr(asset, "filename", asset) or "")
    return any(name in path for name in names)


def first_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Add index.html, which leads to the root page, as a whole page in its own right."""
    if app.builder.format == "html" and app.config.root_doc != "index":
        yield "index", {"target": app.builder.get_target_uri(app.config.root_doc)}, "index.html"


def open_fold(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Write a folded cell; myst-nb's own markup names it differently to eye and ear."""
    classes = " ".join(["hide", *node["classes"]])
    self.body.append(f'<details class="{classes}"><summary>{escape(node["prompt_show"])}</summary>\n')


def close_fold(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """End a folded cell."""
    self.body.append("</details>\n")


def remove_unused(app: Sphinx, exception: Exception | None) -> None:
    """Delete what the stock theme copied and no page loads."""
    if exception or app.builder.format != "html":
        return
    for pattern in UNUSED:
        for path in Path(app.outdir, "_static").glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def setup(app: Sphinx) -> None:
    """Connect the parts; choose_assets comes after every extension that adds a script."""
    app.add_config_value("comments_config", {}, "html")  # Jupyter Book sets it even without sphinx_comments
    app.add_node(HideCodeCellNode, override=True, html=(open_fold, close_fold))
    app.connect("html-collect-pages", first_page)
    app.connect("html-page-context", add_menu)
    app.connect("html-page-context", choose_assets, priority=900)
    app.connect("build-finished", remove_unused, priority=900)
