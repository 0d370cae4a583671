"""Pictures of the explorers at chosen views, drawn by the explorers' own script in a browser.

Which views: the first, then those that the course's own text, cases and questions link to (`{view}`, checked when the
site is built), then, where there are fewer than two of these, the far end of one control after the other.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, ViewportSize

from explorers import view
from explorers.links import LINK

TELLING = 2  # views beside the first
WIDE, WIDE_SCENE, NARROW = 700, 800, 390  # px: a sheet's text, the wide drawing of a scene, a phone or a half sheet
WINDOW: ViewportSize = {"width": 1280, "height": 3000}  # so high that no figure is made lower for it
READY = 60_000  # ms, on a busy computer


class PictureError(Exception):
    """A figure that cannot be drawn; the message names it."""


@dataclass(frozen=True)
class Explorer:
    """An explorer of a built page. views: the controls' positions, the first view first."""

    page: str  # 'chapters/tea'
    id: str
    alone: str  # the file of its own page, within the site
    scene: bool
    controls: tuple[str, ...]
    names: tuple[str, ...]  # of the controls, as they are read
    labels: tuple[tuple[str, ...], ...]  # of each control's stops
    first: tuple[int, ...]
    views: tuple[tuple[int, ...], ...]

    def settings(self, positions: Sequence[int]) -> str:
        """Return a view in words: 'Minutes 5, Tea green'."""
        return ", ".join(f"{name} {labels[at]}" for name, labels, at in zip(self.names, self.labels, positions))

    def fragment(self, positions: Sequence[int]) -> str:
        """Return the address of a view on the explorer's page: '#steeping?minutes=5'."""
        pairs = [
            f"{quote(name, safe='')}={quote(view.slug(labels[at]), safe='')}"
            for name, labels, at, start in zip(self.controls, self.labels, positions, self.first)
            if at != start
        ]
        return f"#{quote(self.id, safe='')}?{'&'.join(pairs)}" if pairs else f"#{quote(self.id, safe='')}"

    def stop(self, positions: Sequence[int]) -> int:
        """Return the number of a view as the player counts: the last control varies fastest."""
        number = 0
        for labels, at in zip(self.labels, positions):
            number = number * len(labels) + at
        return number


@dataclass(frozen=True)
class Picture:
    """An explorer at one view. wide, narrow: SVG; wide only for the first view."""

    positions: tuple[int, ...]
    settings: str  # 'Minutes 5, Tea green'
    label: str
    readouts: tuple[tuple[str, str], ...]
    table: str  # HTML
    narrow: str
    wide: str = ""


Pictures = dict[tuple[str, str], list[Picture]]  # of (page, id)


def explorers(site: Path, pages: Sequence[str]) -> list[Explorer]:
    """Return the explorers of these pages in their order, each with its views. Raises PictureError."""
    texts = {page: (site / f"{page}.html").read_text("utf-8") for page in pages}
    links = linked(texts)
    return [
        _explorer(page, figure, links)
        for page, text in texts.items()
        if "data-explorer" in text
        for figure in BeautifulSoup(text, "html.parser").select("[data-explorer]")
    ]


def linked(texts: dict[str, str]) -> dict[tuple[str, str], list[view.View]]:
    """Return the views that the pages link to, by page and explorer: first those that its own page links to."""
    found: dict[tuple[str, str], list[tuple[bool, view.View]]] = {}
    for page, text in texts.items():
        for path, fragment in LINK.findall(text):
            if re.match(r"[a-z]+:|//", path) or not (wanted := view.parse(unescape(fragment))):
                continue
            home = normpath(os.path.join(os.path.dirname(page), unquote(unescape(path)))) if path else f"{page}.html"
            target = home.removesuffix(".html")
            found.setdefault((target, wanted.explorer), []).append((target != page, wanted))
    return {key: [wanted for _, wanted in sorted(views, key=lambda pair: pair[0])] for key, views in found.items()}


def _explorer(page: str, figure: Tag, links: dict[tuple[str, str], list[view.View]]) -> Explorer:
    controls = figure.select("[data-control]")
    names = [str(control["data-control"]) for control in controls]
    labels = [str(control["data-stops"]).split("\n") for control in controls]
    first = tuple(int(str(control["data-initial"])) for control in controls)
    id_ = str(figure["id"])
    wanted = [positions_of(one, names, labels, first) for one in links.get((page, id_), [])]
    views = list(dict.fromkeys([first, *wanted, *far_ends(first, [len(stops) for stops in labels])]))
    return Explorer(
        page=page,
        id=id_,
        alone=normpath(os.path.join(os.path.dirname(page), str(figure["data-alone"]))),
        scene=figure.has_attr("data-scene"),
        controls=tuple(names),
        names=tuple(map(_name, controls)),
        labels=tuple(map(tuple, labels)),
        first=first,
        views=tuple(views),
    )


def _name(control: Tag) -> str:
    """Return what a control is called: its legend, or its label beside it."""
    label = control.select_one("legend") or (control.parent and control.parent.select_one("label"))
    return label.get_text().strip() if label else str(control["data-control"])


def positions_of(
    wanted: view.View, names: Sequence[str], labels: Sequence[Sequence[str]], first: Sequence[int]
) -> tuple[int, ...]:
    """Return the controls' positions at a view. Raises PictureError where the explorer has no such view."""
    positions = list(first)
    for name, value in wanted.wanted:
        if name not in names or value not in (slugs := list(map(view.slug, labels[names.index(name)]))):
            raise PictureError(f"explorer {wanted.explorer!r} has no view {name}={value}; type: make book")
        positions[names.index(name)] = slugs.index(value)
    return tuple(positions)


def far_ends(first: tuple[int, ...], sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the views in which one control, the first of them first, stands as far from its start as it can."""
    for i, size in enumerate(sizes):
        far = 0 if first[i] > (size - 1) / 2 else size - 1
        yield (*first[:i], far, *first[i + 1 :])


def draw(browser: Browser, site: Path, wanted: Sequence[Explorer]) -> Pictures:
    """Draw every explorer: its first view, and up to TELLING others that differ from it and from each other.

    Raises PictureError where an explorer is not drawn.
    """
    drawn: Pictures = {}
    # The styles are set from outside, which the pages' own policy forbids.
    look: dict[str, Any] = {"reduced_motion": "reduce", "color_scheme": "light"}
    with browser.new_context(bypass_csp=True, viewport=WINDOW, **look) as session:
        page = session.new_page()
        for explorer in wanted:
            page.goto((site / explorer.alone).as_uri())
            try:
                drawn[explorer.page, explorer.id] = _draw(page, explorer)
            except Exception as error:
                raise PictureError(f"{explorer.page}#{explorer.id} could not be drawn: {error}") from error
    return drawn


def _draw(page: Page, explorer: Explorer) -> list[Picture]:
    page.wait_for_function("() => document.querySelector('.explorer-downloads button:nth-of-type(4)')", timeout=READY)
    page.evaluate(SHOW)
    page.wait_for_function("() => document.querySelector('[data-explorer]').dataset.stop", timeout=READY)
    found: list[Picture] = []
    _set_width(page, WIDE_SCENE if explorer.scene else WIDE)
    wide = _drawn_at(page, explorer, explorer.first)["svg"]
    _set_width(page, NARROW)
    for positions in explorer.views:
        told = _drawn_at(page, explorer, positions)
        narrow = tidy(told["svg"])
        if any(narrow == other.narrow for other in found):
            continue
        found.append(
            Picture(
                positions=positions,
                settings=explorer.settings(positions),
                label=told["label"],
                readouts=tuple((name, text) for name, text in told["readouts"]),
                table=told["table"],
                narrow=narrow,
                wide="" if found else tidy(wide),
            )
        )
        if len(found) > TELLING:
            break
    return found


def _set_width(page: Page, width: int) -> None:
    page.evaluate(WIDTH, width)
    page.evaluate(FRAMES)  # in which the player hears of it


def _drawn_at(page: Page, explorer: Explorer, positions: Sequence[int]) -> dict[str, Any]:
    page.evaluate(MOVE, list(positions))
    page.wait_for_function(
        "stop => document.querySelector('[data-explorer]').dataset.stop === stop",
        arg=str(explorer.stop(positions)),
        timeout=READY,
    )
    told: dict[str, Any] = page.evaluate(PICTURE)
    return told


def tidy(svg: str) -> str:
    """Return an SVG whose ids are counted from 1, without the classes of its traces: Plotly makes them up each time."""
    numbers: Iterator[int] = itertools.count(1)
    named: dict[str, str] = {}
    for name in re.findall(r'\sid="([^"]*)"', svg):
        if name not in named:
            named[name] = f"i{next(numbers)}"
    svg = re.sub(r'(\sid=")([^"]*)(")', lambda found: found[1] + named[found[2]] + found[3], svg)
    svg = re.sub(
        r"""(url\((?:&quot;|["'])?)[^#()"'&]*#([^()"'&]*)((?:&quot;|["'])?\))""",
        lambda found: f"url(#{named.get(found[2], found[2])})",
        svg,
    )
    svg = re.sub(r"\btrace[0-9a-f]{6}\b", "", svg)  # a class
    svg = svg.replace(' style=""', "")  # which comes now before, now after the others
    return re.sub(r'(href=")#([^"]*)(")', lambda found: f"{found[1]}#{named.get(found[2], found[2])}{found[3]}", svg)


def codes(browser: Browser, addresses: Sequence[str]) -> dict[str, str]:
    """Return each address as a QR code in SVG, by the library that the course's pages use."""
    [library] = (Path(view.__file__).parent / "vendor").glob("qrcode-*.js")
    with browser.new_context() as session:
        page = session.new_page()
        page.add_script_tag(path=library)
        paths: list[tuple[int, str]] = page.evaluate(CODES, list(addresses))
    return {
        address: f'<svg viewBox="0 0 {size} {size}" role="img" aria-label="QR code of the address">'
        f'<path d="{path}"/></svg>'
        for address, (size, path) in zip(addresses, paths)
    }


# ---- what the browser does ----

#: With the quiet rim of 4 modules that ISO/IEC 18004 asks for.
CODES = """addresses => addresses.map(address => {
    const code = qrcode(0, "M");
    code.addData(address);
    code.make();
    const size = code.getModuleCount();
    let path = "";
    for (let row = 0; row < size; row++)
        for (let column = 0; column < size; column++)
            if (code.isDark(row, column)) path += `M${column + 4} ${row + 4}h1v1h-1z`;
    return [size + 8, path];
})"""

#: Lift the veil of a guess, and open the table.
SHOW = """() => {
    document.querySelector(".guess-show")?.click();
    document.querySelector(".explorer-numbers").open = true;
}"""

WIDTH = """width => {
    const style = document.querySelector("#paper-width") || document.head.appendChild(document.createElement("style"));
    style.id = "paper-width";
    style.textContent = `.explorer .explorer-board { display: block !important }
        .explorer .explorer-plot { width: ${width}px !important; max-width: none !important }`;
}"""

FRAMES = (
    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))"
)

#: Move the controls, and say that the theme has changed: then the player draws the whole figure anew, not what differs.
MOVE = """positions => {
    const form = document.querySelector(".explorer-controls");
    [...form.querySelectorAll("[data-control]")].forEach((control, i) => {
        if (control instanceof HTMLFieldSetElement) control.querySelectorAll("input")[positions[i]].checked = true;
        else if (control.type === "checkbox") control.checked = positions[i] === 1;
        else control.value = String(positions[i]);
    });
    delete document.querySelector("[data-explorer]").dataset.stop;
    document.documentElement.dataset.theme = "light";
}"""

#: As it stands there, in the colours of the light page.
PICTURE = """async () => {
    const root = document.querySelector("[data-explorer]");
    const plot = root.querySelector(".explorer-plot");
    let svg;
    if (root.dataset.scene) {
        const drawing = plot.querySelector("svg").cloneNode(true);
        const known = {};
        for (const name of drawing.style) if (name.startsWith("--")) known[name] = drawing.style.getPropertyValue(name);
        drawing.removeAttribute("style");
        drawing.removeAttribute("class");
        drawing.setAttribute("font-family", "system-ui, sans-serif");
        svg = new XMLSerializer().serializeToString(drawing).replace(/var\\((--[\\w-]+)\\)/g, (_, name) => known[name]);
    } else {
        const { data, layout } = plot;
        const height = layout.height || plot.clientHeight;
        const address = await Plotly.toImage({ data, layout }, { format: "svg", width: plot.clientWidth, height });
        svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    }
    const text = (element) => element.textContent.trim().replace(/\\s+/g, " ");
    return {
        svg,
        label: plot.getAttribute("aria-label"),
        readouts: [...root.querySelectorAll(".explorer-readouts dl > div")].map(pair =>
            [text(pair.querySelector("dt")), text(pair.querySelector("dd"))]),
        table: root.querySelector(".explorer-tables").innerHTML,
    };
}"""
