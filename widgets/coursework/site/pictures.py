"""A picture of each chapter, which networks show where somebody shares its address: its title and its message.

The message is the whole first paragraph of the box 'in one minute', never a part of it; the course's own picture, on
its first page and on every page without such a box, has its description. Drawn with fonts that lie beside this file,
so that the same page gives the same bytes. A picture is named on a page by its whole address, so only where
binder/launch.yml, or the build on GitHub, says where the site is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from PIL import Image, ImageDraw, ImageFont
from sphinx.application import Sphinx
from sphinx.config import Config

from .. import binder
from ..course import read
from .described import description
from .lessons import MINUTE

FOLDER = "pictures"
FONTS = Path(__file__).parent / "fonts"
SIZE = WIDTH, HEIGHT = 1200, 630  # what networks ask for
MARGIN, LINE = 72, 1.36  # px; of the height of the letters
GROUND, INK, QUIET, MARK = "#12343f", "#ffffff", "#bcd3d8", "#f0b35a"
TITLES, MESSAGES = range(64, 43, -2), range(46, 19, -1)  # sizes to choose from, the largest that fits
COLOURS = 32  # shades between ground and letters
FOOT = 68  # px of the course's sign and title


class PictureError(ValueError):
    """A picture that cannot be drawn; the message says what to change."""


@dataclass(frozen=True)
class Picture:
    """What a picture says."""

    title: str
    message: str
    course: str  # the course's title; '' where it is the title
    icon: Path | None = None

    @property
    def alt(self) -> str:
        """The picture in words: all of its own."""
        return f"{self.title}. {self.message}" if self.message else self.title


@cache
def font(family: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a font of those beside this file, in pixels."""
    [file] = FONTS.glob(f"{family}-*.woff")
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def lines(text: str, letters: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a text into lines that are at most so wide; a word is never broken."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and letters.getlength(longer) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return found


def fitted(text: str, family: str, sizes: range, height: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest letters in which a text fits, and its lines. Raises PictureError where none do."""
    for size in sizes:
        letters = font(family, size)
        broken = lines(text, letters, WIDTH - 2 * MARGIN)
        if len(broken) * size * LINE <= height and all(letters.getlength(one) <= WIDTH - 2 * MARGIN for one in broken):
            return letters, broken
    raise PictureError(
        f"'{text[:40]}...' has {len(text)} letters, more than the picture for networks holds; shorten it"
    )


def drawn(picture: Picture) -> bytes:
    """Return a picture as PNG. Raises PictureError where a text is too long."""
    image = Image.new("RGB", SIZE, GROUND)
    brush = ImageDraw.Draw(image)
    brush.rectangle((0, 0, 16, HEIGHT), fill=MARK)
    bottom = HEIGHT - MARGIN // 2 - FOOT
    at = _write(brush, MARGIN * 0.8, *_title(picture.title), INK)
    room = bottom - int(at) - 40
    _write(brush, at + 20, *fitted(picture.message, "inter", MESSAGES, room), INK)
    _write(brush, bottom + 14, *fitted(picture.course, "inter", range(30, 19, -1), FOOT), QUIET, MARGIN + FOOT + 20)
    if picture.icon:
        with Image.open(picture.icon) as icon:
            sign = icon.convert("RGBA").resize((FOOT, FOOT), Image.Resampling.LANCZOS)
        image.paste(sign, (MARGIN, bottom), sign)
    file = io.BytesIO()
    image.quantize(COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _title(text: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return a title's letters and lines: one line where it can be, else as many as needed."""
    try:
        return fitted(text, "source-serif-4", TITLES, round(TITLES[0] * LINE))
    except PictureError:
        return fitted(text, "source-serif-4", TITLES, HEIGHT // 3)


def _write(
    brush: ImageDraw.ImageDraw,
    top: float,
    letters: ImageFont.FreeTypeFont,
    text: list[str],
    colour: str,
    left: int = MARGIN,
) -> float:
    """Write lines one below the other; return where they end."""
    for line in text:
        brush.text((left, round(top)), line, font=letters, fill=colour)
        top += letters.size * LINE
    return top


def message(doctree: nodes.document) -> str:
    """Return the message of a page in one paragraph: that of its own box 'in one minute', without citations; or ''."""
    for box in doctree.findall(nodes.admonition):
        is_gathered = isinstance(box.parent, nodes.section) and f"card-{MINUTE}" in box.parent["classes"]
        if MINUTE in box["classes"] and not is_gathered:
            said = next(box.findall(nodes.paragraph)).deepcopy()
            for link in list(said.findall(nodes.reference)):
                if link.get("refid", "").startswith("cite-") or "#cite-" in link.get("refuri", ""):
                    link.parent.remove(link)
            return " ".join(said.astext().split()).replace(" .", ".")
    return ""


def add_picture(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Draw the picture of a page that has one, and give the template ``picture``, its address and its words."""
    if doctree is None or app.builder.format != "html":
        return
    page, start = pagename, read(Path(app.srcdir)).start
    if picture := _picture(app, page, doctree):
        file = Path(app.outdir, address(page))
        file.parent.mkdir(exist_ok=True)
        try:
            file.write_bytes(drawn(picture))
        except PictureError as error:
            raise PictureError(f"{page}: {error}") from error
    elif app.config.html_baseurl:
        page, picture = start, _picture(app, start, app.env.get_doctree(start))
    if picture and app.config.html_baseurl:
        context["picture"] = {
            "address": f"{app.config.html_baseurl.rstrip('/')}/{address(page)}",
            "alt": picture.alt,
            "width": WIDTH,
            "height": HEIGHT,
        }


def _picture(app: Sphinx, page: str, doctree: nodes.document) -> Picture | None:
    """Return the picture of a page; None where that of the course stands for it."""
    course = read(Path(app.srcdir))
    if page == course.start:
        return Picture(course.title, description(doctree), "", icon(app))
    said = message(doctree)
    return Picture(app.env.titles[page].astext(), said, course.title, icon(app)) if said else None


def address(pagename: str) -> str:
    """Return where a page's picture is, from the root of the site."""
    return f"{FOLDER}/{pagename.rpartition('/')[2]}.png"


def icon(app: Sphinx) -> Path | None:
    """Return the course's sign, where one of the folders of html_static_path holds it."""
    return next(_icons(app), None)


def _icons(app: Sphinx) -> Iterator[Path]:
    for folder in app.config.html_static_path:
        if (file := Path(app.confdir, folder, "icon-192.png")).is_file():
            yield file


def take_address(app: Sphinx, config: Config) -> None:
    """Take the site's address from where the course says it, unless _config.yml does."""
    if not config.html_baseurl:
        try:
            settings = binder.settings(binder.settings_file(read(Path(app.srcdir))))
        except binder.LaunchError:
            return  # nobody has said yet where the site will be
        config.html_baseurl = f"{settings['site']}/" if settings.get("site") else ""


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``."""
    app.connect("config-inited", take_address)
    app.connect("html-page-context", add_picture)
