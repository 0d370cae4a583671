"""Pack the built course for learning management systems: SCORM 1.2 and SCORM 2004 4th edition.

Both zips hold the same site, a page that frames it (tools/scorm) and a manifest that lists every file.
The same site gives the same bytes.
"""

import os
import sys
import time
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tools.offline import FIRST_ZIP_DATE, LICENCES, NAME, READ_BY_ALL, ROOT, SITE, wanted_files

TITLE = "What Ketamine Does to the Brain"
START = "intro.html"
FRAME = Path(__file__).resolve().parent / "scorm"

EDITIONS = {
    "scorm-1.2": {
        "namespaces": 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"',
        "version": "1.2",
        "rules": "",
        "sco": 'adlcp:scormtype="sco"',
    },
    "scorm-2004": {
        "namespaces": 'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"',
        "version": "2004 4th Edition",
        # The course says itself when it is completed and passed; the LMS must not guess.
        "rules": '<imsss:sequencing><imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing>',
        "sco": 'adlcp:scormType="sco"',
    },
}
MANIFEST = Template("""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="$name" version="1" $namespaces>
  <metadata><schema>ADL SCORM</schema><schemaversion>$version</schemaversion></metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>$title</title>
      <item identifier="item" identifierref="sco"><title>$title</title>$rules</item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" $sco href="launch.html">
$files
    </resource>
  </resources>
</manifest>
""")


class LmsError(Exception):
    """The course cannot be packed; the message says why and what to do."""


def main() -> None:
    try:
        targets = [pack(SITE, ROOT / "dist" / f"{NAME}-{edition}.zip", edition) for edition in EDITIONS]
    except LmsError as error:
        sys.exit(str(error))
    for target in targets:
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.2f} MB")


def pack(site: Path, target: Path, edition: str) -> Path:
    """Write `target`, whole or not at all. Raises LmsError if the site lacks what the package needs, or the disk is full."""
    contents = package(site, edition)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        write_zip(draft, contents)
        draft.replace(target)
    except OSError as error:
        raise LmsError(
            f"{target.name} could not be written: {error.strerror}. Free some space and type: make lms"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def package(site: Path, edition: str) -> dict[str, bytes]:
    """The files of a package by name, the manifest among them."""
    for page in (START, "final-test.html"):
        if not (site / page).is_file():
            raise LmsError(f"There is no {page} in {site}. Type: make book")
    contents = {file.relative_to(site).as_posix(): file.read_bytes() for file in wanted_files(site)}
    contents |= {f"{licence.name}.txt": licence.read_bytes() for licence in LICENCES}
    if clash := {"launch.html", "launch.js", "imsmanifest.xml"} & contents.keys():
        raise LmsError(f"The site has a file of its own with the name {', '.join(sorted(clash))}; rename it")
    pages = sorted(name for name in contents if name.endswith(".html"))
    launch = Template((FRAME / "launch.html").read_text("utf-8"))
    contents["launch.html"] = launch.substitute(
        title=escape(TITLE), start=START, pages=" ".join(map(quote, pages))
    ).encode()
    contents["launch.js"] = (FRAME / "launch.js").read_bytes()
    contents["imsmanifest.xml"] = manifest(sorted(contents), edition).encode()
    return contents


def manifest(names: list[str], edition: str) -> str:
    """imsmanifest.xml: one SCO, and every file of it."""
    files = "\n".join(f'      <file href="{escape(quote(name))}"/>' for name in names)
    return MANIFEST.substitute(EDITIONS[edition], name=NAME, title=escape(TITLE), files=files)


def write_zip(path: Path, contents: dict[str, bytes]) -> None:
    """The manifest at the top of the zip, every file written the same way each time."""
    seconds = max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), FIRST_ZIP_DATE)
    with ZipFile(path, "w") as archive:
        for name, content in sorted(contents.items()):
            entry = ZipInfo(name, time.gmtime(seconds)[:6])
            entry.create_system = 3  # Unix, whatever this computer is
            entry.external_attr = READ_BY_ALL
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)


if __name__ == "__main__":
    main()
