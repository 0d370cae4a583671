"""The course on a phone without network: a page with ``{keep-on-this-phone}`` offers to keep it.

    :::{keep-on-this-phone}
    :::

becomes a box with two buttons (../theme/js/phone/phone.js), the size of the course in it. The build writes beside
the pages

    sw.js           the worker, with the list of what it keeps: each file's address, SHA-256 and size
    manifest.json   what a phone needs to put the course on its home screen

Kept are all pages and what they load; an explorer's own page, a plan to present (whose frames hold such pages) and
what can be downloaded are not. Where no page
offers it, sw.js is a worker that deletes what an earlier edition kept, and itself: take the directive away, publish,
and every copy is gone at its owner's next visit.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from explorers.script import joined
from explorers.sphinx import serve

from ..course import Course, read
from . import alone, downloads, pictures, plans
from .theme import CONTENT_POLICY, THEME

WORKER, MANIFEST = "sw.js", "manifest.json"
SCRIPTS = THEME / "js" / "phone"
MARK = "data-offline"
#: Only the page that offers it loads a worker and a manifest.
POLICY = f"{CONTENT_POLICY}; worker-src 'self'; manifest-src 'self'"
#: What the page is told when every file is there.
EDITION, SIZE = "{edition of the course}", "{size of the course}"
#: The home screen's pictures of the course, in one of the folders of html_static_path: name -> what it is for.
ICONS = {"icon-192.png": "any", "icon-512.png": "any", "icon-512-whole.png": "maskable"}
#: Files and folders of a site that no page loads.
NOT_KEPT = {
    alone.FOLDER,
    plans.FOLDER,
    downloads.FOLDER,
    pictures.FOLDER,
    "_sources",
    "objects.inv",
    WORKER,
    MANIFEST,
    *ICONS,
}
VERSIONED = re.compile(r'(?:src|href)="([^"?#:]+)\?(v=[^"]+)"')
BOX = """\
<div class="phone" {mark} data-root="{root}" data-edition="{edition}">
<p>The course takes about <strong>{size}</strong> on this phone.
No more than that comes over the network.</p>
<div class="phone-says" role="status"></div>
<p class="phone-buttons" hidden>
<button type="button" data-keep>Keep on this phone</button>
<button type="button" data-remove hidden>Remove from this phone</button>
</p>
<noscript><p>To keep the course, this page needs JavaScript.</p></noscript>
</div>
"""


class Keep(SphinxDirective):
    """The box with the buttons."""

    def run(self) -> list[nodes.Node]:
        """Return the box; what it says of the whole course is filled in at the end of the build."""
        root = "../" * self.env.docname.count("/") or "./"
        return [nodes.raw("", BOX.format(mark=MARK, root=root, edition=EDITION, size=SIZE), format="html")]


@dataclass(frozen=True)
class File:
    """A file that is kept."""

    address: str  # from the root, as pages ask for it: '_static/player.js?v=1a2b3c4d'
    path: Path

    @property
    def entry(self) -> tuple[str, str, int]:
        """Its address, its SHA-256 and its size in bytes, as sw.js lists them."""
        content = self.path.read_bytes()
        return self.address, hashlib.sha256(content).hexdigest(), len(content)


def kept(site: Path) -> list[File]:
    """List what a copy of a built site holds, by address."""
    paths = [path for path in site.rglob("*") if path.is_file() and _is_kept(path.relative_to(site))]
    versions = dict(_versions(site, paths))
    addresses = [(path.relative_to(site).as_posix(), path) for path in paths]
    return sorted((File(versions.get(name, name), path) for name, path in addresses), key=lambda file: file.address)


def _is_kept(name: Path) -> bool:
    return not (NOT_KEPT & {name.parts[0], name.name} or any(part.startswith(".") for part in name.parts))


def _versions(site: Path, paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Yield the files that pages ask for by their checksum: their names, and their addresses with it."""
    for path in paths:
        if path.suffix == ".html":
            folder = path.parent.relative_to(site).as_posix()
            for name, version in VERSIONED.findall(path.read_text("utf-8")):
                whole = normpath(f"{folder}/{name}")
                yield whole, f"{whole}?{version}"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the worker with its list, and tell the pages that offer it how large the course is."""
    if exception or app.builder.format != "html":
        return
    site, course = Path(app.outdir), read(Path(app.srcdir))
    files = kept(site)
    offering = [file.path for file in files if file.path.suffix == ".html" and MARK in file.path.read_text("utf-8")]
    if not offering:
        (site / WORKER).write_text(joined(SCRIPTS / "gone.js"), "utf-8")
        (site / MANIFEST).unlink(missing_ok=True)
        return
    entries = [file.entry for file in files]
    edition = hashlib.sha256(json.dumps(entries).encode()).hexdigest()[:16]  # of the pages before they say it
    size = in_words(sum(size for _, _, size in entries))
    for page in offering:
        page.write_text(page.read_text("utf-8").replace(EDITION, edition).replace(SIZE, size), "utf-8")
    told = worker([file.entry for file in files], edition, course.version, course.reviewed)
    (site / WORKER).write_text(told, "utf-8")
    start = app.builder.get_target_uri(app.config.root_doc)
    (site / MANIFEST).write_text(manifest(site, start, course), "utf-8")


def in_words(size: int) -> str:
    """Return a size in bytes in words: '5.8 MB'."""
    return f"{max(size / 1e6, 0.1):.1f} MB"


def worker(entries: list[tuple[str, str, int]], edition: str, version: str, reviewed: str) -> str:
    """Return the worker with its list."""
    copy = {"edition": edition, "version": version, "reviewed": reviewed, "files": entries}
    text = json.dumps(copy, ensure_ascii=False, separators=(",", ":"))
    return f"var courseCopy = {text};\n{joined(SCRIPTS / 'worker.js')}"


def manifest(site: Path, start: str, course: Course) -> str:
    """Return what a phone is told of the course. It opens with the browser's own buttons, and in the browser's memory:
    as an app of its own it would, on some phones, know neither the copy nor the answers.
    """
    sizes = {name: name.split(".")[0].split("-")[1] for name in ICONS}
    icons = [
        {"src": f"_static/{name}", "sizes": f"{sizes[name]}x{sizes[name]}", "type": "image/png", "purpose": use}
        for name, use in ICONS.items()
        if (site / "_static" / name).is_file()
    ]
    told = {
        "name": course.title,
        "id": "./",
        "start_url": start,
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#faf9f6",
        "theme_color": "#12343f",
        "icons": icons,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def widen_policy(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Let the page that offers it, and no other, load the worker and the manifest."""
    if MARK in context.get("body", ""):
        context["content_policy"] = POLICY


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``: the list is written when all else is."""
    app.add_directive("keep-on-this-phone", Keep)
    serve(app, MARK, {"phone.js": SCRIPTS / "phone.js"})
    app.connect("html-page-context", widen_policy, priority=600)
    app.connect("build-finished", write, priority=950)
