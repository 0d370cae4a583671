"""Pack the built course into one zip that opens with a double click, without a network.

The same site gives the same bytes: names sorted, one date, one set of permissions.
"""

import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

from coursework.course import CourseError, find
from coursework.site import phone, pictures
from tools.zips import write_zip

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "book" / "_build" / "html"
LICENCES = [ROOT / "LICENSE", ROOT / "LICENSE-text"]
LIMIT = 6_000_000  # bytes: what a clinic's mail server lets through
FIRST = "READ-ME-FIRST.txt"
#: What a reader of the zip, and whoever passes it on, has to know. Lines as Windows ends them.
READ_ME = """\
{title}

1. Unpack this zip first. Windows shows what is in a zip without unpacking it,
   and the course does not work from there: right click the zip, choose
   "Extract all". On a Mac, a double click unpacks it.
2. Open the new folder, and in it index.html by a double click.

It needs no network, and sends nothing.

To pass it on: a stick, a shared folder, or a link to a file on a drive.
Gmail refuses a mail with this zip, as it refuses every zip with a script
(.js) in it; other mail services may. A drive of the same account takes it,
and its link can be mailed.
"""


class OfflineError(Exception):
    """The course cannot be packed; the message says why and what to do."""


def main() -> None:
    try:
        course = find(ROOT)
        target = ROOT / "dist" / f"{course.slug}.zip"
        pack(SITE, target, LICENCES, title=course.title)
    except (CourseError, OfflineError) as error:
        sys.exit(str(error))
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.2f} MB")
    print("By mail, send a link to it: Gmail refuses every zip that holds scripts.")


def pack(
    site: Path, target: Path, licences: Sequence[Path] = (), limit: int = LIMIT, title: str = "An offline course"
) -> None:
    """Write `target`, whole or not at all, with one folder of its name. A zip over the limit leaves none behind.

    title: of the course, for READ-ME-FIRST.txt.

    Raises OfflineError if there is no site, the zip is over the limit, or the disk is full.
    """
    if not (site / "index.html").is_file():
        raise OfflineError(f"There is no course in {site}. Type: make book")
    files = {file.relative_to(site).as_posix(): file for file in wanted_files(site)}
    files |= {f"{licence.name}.txt": licence for licence in licences}  # .txt, so that a double click opens it

    contents = {name: file.read_bytes() for name, file in files.items()}
    contents[FIRST] = READ_ME.format(title=title).replace("\n", "\r\n").encode("utf-8-sig")

    def accept(draft: Path) -> None:
        if (size := draft.stat().st_size) > limit:
            raise OfflineError(
                f"{target.name} would be {size:,} bytes and may be {limit:,}. The biggest files: {biggest(draft)}."
            )

    try:
        write_zip(target, {f"{target.stem}/{name}": content for name, content in contents.items()}, accept)
    except OSError as error:
        raise OfflineError(
            f"{target.name} could not be written: {error.strerror}. Free some space and type: make offline"
        ) from error


def biggest(path: Path, count: int = 3) -> str:
    """Return the files to make smaller first."""
    entries = sorted(ZipFile(path).infolist(), key=lambda entry: -entry.compress_size)[:count]
    return ", ".join(f"{entry.filename.partition('/')[2]} ({entry.compress_size:,} bytes)" for entry in entries)


def wanted_files(site: Path) -> list[Path]:
    """Return the files that a reader needs: all but the build's own, unless a page links to one."""
    files = [file for file in sorted(site.rglob("*")) if file.is_file()]
    linked = {target for page in files if page.suffix == ".html" for target in local_links(page)}
    return [file for file in files if file.resolve() in linked or not is_build_file(file.relative_to(site))]


def is_build_file(name: Path) -> bool:
    """Say whether a file is for programs that no page calls: a page's source, Sphinx's own records, a source map; or
    for the course at its own address alone: what keeps it on a phone, and what is shown where somebody shares a page.
    """
    record = name.parts[0] in {"_sources", "objects.inv", "searchindex.js"}
    online = name.parts[0] in {phone.WORKER, phone.MANIFEST, pictures.FOLDER} or name.name in phone.ICONS
    return record or online or name.name.startswith(".") or name.suffix == ".map"


def local_links(page: Path) -> Iterator[Path]:
    """Return the files of the site that a page points to."""
    parser = LinkParser()
    parser.feed(page.read_text(encoding="utf-8"))
    for link in parser.links:
        address = urlsplit(link)
        if not address.scheme and not address.netloc and address.path:
            yield (page.parent / unquote(address.path)).resolve()


class LinkParser(HTMLParser):
    """Collects what `href` and `src` say."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attributes if name in {"href", "src"} and value]


if __name__ == "__main__":
    main()
