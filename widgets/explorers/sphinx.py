"""A Sphinx extension: the build of a Jupyter Book bakes its explorers, and the pages need no kernel.

``_config.yml`` names it, ``sphinx: extra_extensions: [explorers.sphinx]``. JupyterLab, which never loads it, shows
the same cells live. Notebooks run in kernels of their own: an environment variable tells them that they are being
built. A page that holds an explorer gets the player and Plotly; a page that holds none gets neither.

An extension that puts elements of its own on pages uses ``serve`` for their scripts and styles.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal

from nbclient import NotebookClient
from sphinx.application import Sphinx

from . import links, script
from .explorer import BAKING
from .figure_widget import PLOTLY, plotly

HERE = Path(__file__).parent
SAVER = HERE / "js" / "saver.js"
QR = next(HERE.glob("vendor/qrcode-*.js"))  # its name holds its version


def setup(app: Sphinx) -> dict[str, Any]:
    """Bake the explorers of this build."""
    os.environ[BAKING] = "1"
    # Controls are read and never shown: their state would only weigh on the page.
    # myst-nb makes the client itself and offers no way to set its trait.
    setattr(NotebookClient, "set_widgets_metadata", lambda client: None)  # noqa: B010 (mypy: a method)
    names = ("player.css", "guess.css", "scene.css", "project.css")
    styles = [HERE / "css" / name for name in names]
    # The player loads Plotly itself, after the text, and what saves a file or makes a QR code when it is asked for one.
    beside = {"data-plotly": PLOTLY.name, "data-qr": QR.name, "data-save": SAVER.name}
    # It runs while a long page is still on its way, and waits itself for what it needs.
    assets: dict[str, Path | list[Path]] = {"player.css": styles, "player.js": HERE / "js" / "player.js"}
    serve(app, "data-explorer", assets, beside, loading="async")
    bring(app, {SAVER.name: SAVER})
    app.connect("builder-inited", partial(_copy, {PLOTLY.name: lambda: plotly().encode(), QR.name: QR.read_bytes}))
    links.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def serve(
    app: Sphinx,
    marks: str | tuple[str, ...],
    assets: Mapping[str, Path | list[Path]],
    attributes: Mapping[str, str] | None = None,
    *,
    loading: Literal["defer", "async"] = "defer",
) -> None:
    """Load scripts and styles on the pages whose HTML holds one of the ``marks``, and on no other.

    assets: the name that a file gets in _static, and where it or its parts are. A script is a module; it is joined
    with those that it imports into one classic script (``explorers.script``). attributes: of the scripts' tags.
    loading: 'defer' where a script needs the whole page, 'async' where it runs as soon as it is there.
    """
    bring(app, assets)
    marks = (marks,) if isinstance(marks, str) else marks
    app.connect("html-page-context", partial(_load, marks, list(assets), loading, dict(attributes or {})))


def bring(app: Sphinx, assets: Mapping[str, Path | list[Path]]) -> None:
    """Put scripts, each joined with the modules it imports, and styles into _static, by the name they get there."""
    app.connect("builder-inited", partial(_copy, {name: partial(_content, parts) for name, parts in assets.items()}))


def _content(parts: Path | list[Path]) -> bytes:
    files = [parts] if isinstance(parts, Path) else parts
    return b"".join(script.joined(file).encode() if file.suffix == ".js" else file.read_bytes() for file in files)


def _copy(contents: Mapping[str, Callable[[], bytes]], app: Sphinx) -> None:
    if app.builder.format == "html":
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content())


def _load(
    marks: tuple[str, ...],
    names: list[str],
    loading: Literal["defer", "async"],
    attributes: dict[str, str],
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, Any],
    doctree: Any,
) -> None:
    if not any(mark in context.get("body", "") for mark in marks):
        return
    for name in names:
        if name.endswith(".css"):
            app.add_css_file(name)
        else:
            app.add_js_file(name, loading_method=loading, **attributes)  # type: ignore[arg-type]
