"""Renew what is not ours: `make vendor`. Needs npm.

Scripts that travel with the site: Plotly's basic bundle in the version of plotly.py, and qrcode-generator, as their
makers publish them. Fonts, which the build alone uses (widgets/coursework/site/pictures.py). In the folder of each,
vendored.json records where it came from, its licence and its checksum; a test holds all three to what is there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from plotly.offline import get_plotlyjs_version

WIDGETS = Path(__file__).resolve().parent.parent / "widgets"
FOLDER = WIDGETS / "explorers" / "vendor"
FONTS = WIDGETS / "coursework" / "site" / "fonts"
RECORD = "vendored.json"
#: qrcode-generator names its licence in the head of its file and brings no text of it: this is what that address says.
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True)
class Vendored:
    """A file of an npm package."""

    package: str
    version: str
    source: str  # its path in the package
    file: str  # its name here, which holds its version
    licence_text: str  # the name of the file here
    licence: str = ""  # the text, where the package brings none
    folder: Path = FOLDER


def wanted() -> list[Vendored]:
    """Return what is to be there: Plotly in the version that plotly.py is made for."""
    version = get_plotlyjs_version()
    return [
        Vendored(
            "plotly.js-basic-dist-min",
            version,
            "plotly-basic.min.js",
            f"plotly-basic-{version}.min.js",
            "plotly-LICENSE.txt",
        ),
        Vendored(
            "qrcode-generator",
            "2.0.4",
            "dist/qrcode.js",
            "qrcode-2.0.4.js",
            "qrcode-LICENSE.txt",
            f"The MIT License\n\nCopyright (c) 2009 Kazuhiko Arase\n\n{MIT}",
        ),
        font("source-serif-4", "5.3.1", 600),
        font("inter", "5.3.0", 400),
    ]


def font(name: str, version: str, weight: int) -> Vendored:
    """Return the Latin letters of a font in one weight."""
    source = f"{name}-latin-{weight}-normal"
    target = f"{source}-{version}.woff"
    return Vendored(f"@fontsource/{name}", version, f"files/{source}.woff", target, f"{name}-LICENSE.txt", folder=FONTS)


def main() -> None:
    """Fetch the files, put them in the place of the old ones and record them."""
    with tempfile.TemporaryDirectory() as folder:
        arrived = [(vendored, *contents(vendored, Path(folder))) for vendored in wanted()]
    records: dict[Path, list[dict[str, str]]] = {}
    for target in {vendored.folder for vendored in wanted()}:
        target.mkdir(exist_ok=True)
        for old in [*target.glob("*.js"), *target.glob("*.woff")]:
            old.unlink()
    for vendored, content, licence, name, integrity in arrived:
        (vendored.folder / vendored.file).write_bytes(content)
        (vendored.folder / vendored.licence_text).write_bytes(licence)
        record = {
            "file": vendored.file,
            "package": vendored.package,
            "version": vendored.version,
            "licence": name,
            "licence_text": vendored.licence_text,
            "npm_integrity": integrity,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        records.setdefault(vendored.folder, []).append(record)
        print(f"{vendored.file}: {name}, sha256 {record['sha256']}")
    for target, found in records.items():
        (target / RECORD).write_text(json.dumps(found, indent=2) + "\n")


def contents(vendored: Vendored, folder: Path) -> tuple[bytes, bytes, str, str]:
    """Return a package's file, the text of its licence, that licence's name, and npm's checksum of the package."""
    archive, integrity = fetch(f"{vendored.package}@{vendored.version}", folder)
    with tarfile.open(archive) as packed:
        licence = vendored.licence.encode() or read(packed, "LICENSE")
        named = json.loads(read(packed, "package.json"))["license"]
        return read(packed, vendored.source), licence, named, integrity


def read(archive: tarfile.TarFile, name: str) -> bytes:
    """Return a file of an npm package. Raises KeyError if there is none."""
    file = archive.extractfile(f"package/{name}")
    if file is None:
        raise KeyError(f"{name} is not a file of the package")
    return file.read()


def fetch(package: str, folder: Path) -> tuple[Path, str]:
    """Return the package's archive and npm's checksum of it, which npm has compared; nothing of it is run."""
    if not shutil.which("npm"):
        sys.exit("make vendor gets its files from npm. Debian, Ubuntu: apt-get install -y npm")
    done = subprocess.run(["npm", "pack", package, "--json"], cwd=folder, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"{package} could not be fetched:\n{done.stderr}")
    [packed] = json.loads(done.stdout)
    return folder / packed["filename"], packed["integrity"]


if __name__ == "__main__":
    main()
