"""Check every page of the built course with the Nu Html Checker: `make test-html`.

Needs Java 11 or newer, and npm once.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "book" / "_build" / "html"
FOLDER = ROOT / "build" / "vnu"
JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PACKAGE = "vnu-jar@26.9.27"
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"


def main(site: Path = SITE) -> None:
    """Print the checker's errors, one a line, and end with their status."""
    if not (site / "index.html").is_file():
        sys.exit(f"There is no course in {site}. Type: make book")
    if not shutil.which("java"):
        sys.exit("The check of the HTML needs Java. Debian, Ubuntu: apt-get install -y default-jre-headless")
    if not JAR.is_file():
        fetch()
    if hashlib.sha256(JAR.read_bytes()).hexdigest() != SHA256:
        sys.exit(
            f"{JAR} is not the {PACKAGE} that was tried here (its checksum differs). Delete {FOLDER} and try again."
        )
    pages = sorted(map(str, site.rglob("*.html")))
    done = subprocess.run(["java", "-jar", str(JAR), "--errors-only", "--format", "gnu", *pages])
    if done.returncode:
        sys.exit(done.returncode)
    print(f"{len(pages)} pages, no error")


def fetch() -> None:
    """Get the checker from npm, without running anything of it."""
    if not shutil.which("npm"):
        sys.exit("The check of the HTML gets its checker from npm. Debian, Ubuntu: apt-get install -y npm")
    command = [
        "npm",
        "install",
        "--prefix",
        str(FOLDER),
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        PACKAGE,
    ]
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode or not JAR.is_file():
        sys.exit(f"{PACKAGE} could not be fetched:\n{done.stdout}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
