"""Renew the scripts that are not ours and travel with the site: `make vendor`. Needs npm.

Plotly's basic bundle in the version of plotly.py, and qrcode-generator, as their makers publish them.
widgets/explorers/vendor/vendored.json records where each came from, its licence and its checksum; a test holds all
three to what is there.
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

FOLDER = Path(__file__).resolve().parent.parent / "widgets" / "explorers" / "vendor"
RECORD = FOLDER / "vendored.json"
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
    """A script of an npm package."""

    package: str
    version: str
    source: str  # its path in the package
    file: str  # its name here, which holds its version
    licence_text: str  # the name of the file here
    licence: str = ""  # the text, where the package brings none


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
    ]


def main() -> None:
    """Fetch the scripts, put them in the place of the old ones and record them."""
    with tempfile.TemporaryDirectory() as folder:
        arrived = [(vendored, *contents(vendored, Path(folder))) for vendored in wanted()]
    for old in FOLDER.glob("*.js"):
        old.unlink()
    records = []
    for vendored, script, licence, name, integrity in arrived:
        (FOLDER / vendored.file).write_bytes(script)
        (FOLDER / vendored.licence_text).write_bytes(licence)
        records.append(
            {
                "file": vendored.file,
                "package": vendored.package,
                "version": vendored.version,
                "licence": name,
                "licence_text": vendored.licence_text,
                "npm_integrity": integrity,
                "sha256": hashlib.sha256(script).hexdigest(),
            }
        )
        print(f"{vendored.file}: {name}, sha256 {records[-1]['sha256']}")
    RECORD.write_text(json.dumps(records, indent=2) + "\n")


def contents(vendored: Vendored, folder: Path) -> tuple[bytes, bytes, str, str]:
    """Return a package's script, the text of its licence, that licence's name, and npm's checksum of the package."""
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
        sys.exit("make vendor gets its scripts from npm. Debian, Ubuntu: apt-get install -y npm")
    done = subprocess.run(["npm", "pack", package, "--json"], cwd=folder, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"{package} could not be fetched:\n{done.stderr}")
    [packed] = json.loads(done.stdout)
    return folder / packed["filename"], packed["integrity"]


if __name__ == "__main__":
    main()
