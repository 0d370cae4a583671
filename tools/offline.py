"""Pack the built course into one zip that opens with a double click, without a network.

The same site gives the same bytes: names sorted, one date, one set of permissions.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "book" / "_build" / "html"
NAME = "what-ketamine-does-to-the-brain"
LICENCES = [ROOT / "LICENSE", ROOT / "LICENSE-text"]
LIMIT = 6_000_000  # bytes: what a clinic's mail server lets through

FIRST_ZIP_DATE = 315_532_800  # 1 January 1980, before which a zip has no dates
READ_BY_ALL = 0o100644 << 16


class OfflineError(Exception):
    """The course cannot be packed; the message says why and what to do."""


def main() -> None:
    target = ROOT / "dist" / f"{NAME}.zip"
    try:
        pack(SITE, target, LICENCES)
    except OfflineError as error:
        sys.exit(str(error))
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.2f} MB")


def pack(site: Path, target: Path, licences: Sequence[Path] = (), limit: int = LIMIT) -> None:
    """Write `target`, whole or not at all: a zip that broke off or is too big leaves none behind."""
    if not (site / "index.html").is_file():
        raise OfflineError(f"There is no course in {site}. Type: make book")
    contents = {file.relative_to(site).as_posix(): file for file in wanted_files(site)}
    contents |= {f"{licence.name}.txt": licence for licence in licences}  # .txt, so that a double click opens it

    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        write_zip(draft, contents)
        size = draft.stat().st_size
        if size > limit:
            raise OfflineError(
                f"{target.name} would be {size:,} bytes and may be {limit:,}. The biggest files: {biggest(draft)}."
            )
        draft.replace(target)
    except OSError as error:
        raise OfflineError(
            f"{target.name} could not be written: {error.strerror}. Free some space and type: make offline"
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def write_zip(path: Path, contents: dict[str, Path]) -> None:
    """One folder, every file in it written the same way each time."""
    seconds = max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), FIRST_ZIP_DATE)
    with ZipFile(path, "w") as archive:
        for name, file in sorted(contents.items()):
            entry = ZipInfo(f"{NAME}/{name}", time.gmtime(seconds)[:6])
            entry.create_system = 3  # Unix, whatever this computer is
            entry.external_attr = READ_BY_ALL
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes(), compresslevel=9)


def biggest(path: Path, count: int = 3) -> str:
    """The files to make smaller first."""
    entries = sorted(ZipFile(path).infolist(), key=lambda entry: -entry.compress_size)[:count]
    return ", ".join(f"{entry.filename.partition('/')[2]} ({entry.compress_size:,} bytes)" for entry in entries)


def wanted_files(site: Path) -> list[Path]:
    """What a reader needs: all but the build's own files, unless a page links to one."""
    files = [file for file in sorted(site.rglob("*")) if file.is_file()]
    linked = {target for page in files if page.suffix == ".html" for target in local_links(page)}
    return [file for file in files if file.resolve() in linked or not is_build_file(file.relative_to(site))]


def is_build_file(name: Path) -> bool:
    """Sources of the pages, Sphinx's own records, source maps: of use to programs that no page calls."""
    record = name.parts[0] in {"_sources", "objects.inv", "searchindex.js"}
    return record or name.name.startswith(".") or name.suffix == ".map"


def local_links(page: Path) -> Iterator[Path]:
    """The files of the site that a page points to."""
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
