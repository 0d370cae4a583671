"""Pack the built course for learning management systems: SCORM 1.2 and SCORM 2004 4th edition.

Both zips hold the same site, a page that frames it (tools/scorm) and a manifest that lists every file.
The same site gives the same bytes.
"""

import sys
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from coursework.course import Course, CourseError, find
from explorers.script import joined
from tools.offline import LICENCES, ROOT, SITE, wanted_files
from tools.zips import write_zip

FRAME = Path(__file__).resolve().parent / "scorm"

EDITIONS = {
    "scorm-1.2": {
        "namespaces": (
            'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
            ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
        ),
        "version": "1.2",
        "rules": "",
        "sco": 'adlcp:scormtype="sco"',
    },
    "scorm-2004": {
        "namespaces": (
            'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"'
            ' xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
        ),
        "version": "2004 4th Edition",
        # The course says itself when it is completed and passed; the LMS must not guess.
        "rules": (
            '<imsss:sequencing><imsss:deliveryControls completionSetByContent="true"'
            ' objectiveSetByContent="true"/></imsss:sequencing>'
        ),
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
        name = find(ROOT).slug
        targets = [pack(SITE, ROOT / "dist" / f"{name}-{edition}.zip", edition) for edition in EDITIONS]
    except (CourseError, LmsError) as error:
        sys.exit(str(error))
    for target in targets:
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.2f} MB")


def pack(site: Path, target: Path, edition: str, course: Course | None = None) -> Path:
    """Write the package of one edition of a course to `target`, whole or not at all.

    course: that of this repository if left out. Raises LmsError if the site lacks what the package needs, or
    the disk is full.
    """
    contents = package(site, edition, course or find(ROOT))
    try:
        write_zip(target, contents)
    except OSError as error:
        raise LmsError(
            f"{target.name} could not be written: {error.strerror}. Free some space and type: make lms"
        ) from error
    return target


def package(site: Path, edition: str, course: Course) -> dict[str, bytes]:
    """Return the files of a package by name, the manifest among them."""
    for page in filter(None, (course.start, course.test)):
        if not (site / f"{page}.html").is_file():
            raise LmsError(f"There is no {page}.html in {site}. Type: make book")
    contents = {file.relative_to(site).as_posix(): file.read_bytes() for file in wanted_files(site)}
    contents |= {f"{licence.name}.txt": licence.read_bytes() for licence in LICENCES}
    if clash := {"launch.html", "launch.js", "imsmanifest.xml"} & contents.keys():
        raise LmsError(f"The site has a file of its own with the name {', '.join(sorted(clash))}; rename it")
    # A figure alone and a plan's steps are in the package, for who teaches, and are no place of the course to come back
    # to.
    pages = sorted(
        name for name in contents if name.endswith(".html") and not name.startswith(("figures/", "present/"))
    )
    launch = Template((FRAME / "launch.html").read_text("utf-8"))
    contents["launch.html"] = launch.substitute(
        title=escape(course.title), start=f"{course.start}.html", pages=" ".join(map(quote, pages))
    ).encode()
    contents["launch.js"] = joined(FRAME / "launch.js").encode()
    contents["imsmanifest.xml"] = manifest(sorted(contents), edition, course).encode()
    return contents


def manifest(names: list[str], edition: str, course: Course) -> str:
    """imsmanifest.xml: one SCO, and every file of it."""
    files = "\n".join(f'      <file href="{escape(quote(name))}"/>' for name in names)
    return MANIFEST.substitute(EDITIONS[edition], name=course.slug, title=escape(course.title), files=files)


if __name__ == "__main__":
    main()
