"""Renew the scripts that are not ours and travel with the site: `make vendor`. Needs npm.

Plotly's basic bundle in the version of plotly.py, as Plotly publishes it. widgets/explorers/vendor/vendored.json
records where it came from, its licence and its checksum; a test holds all three to what is there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from plotly.offline import get_plotlyjs_version

FOLDER = Path(__file__).resolve().parent.parent / "widgets" / "explorers" / "vendor"
RECORD = FOLDER / "vendored.json"
PACKAGE = "plotly.js-basic-dist-min"
LICENCE = "plotly-LICENSE.txt"


def main() -> None:
    """Fetch the bundle, put it in the place of the old one and record it."""
    version = get_plotlyjs_version()
    with tempfile.TemporaryDirectory() as folder:
        archive, integrity = fetch(f"{PACKAGE}@{version}", Path(folder))
        with tarfile.open(archive) as packed:
            contents = {name: read(packed, name) for name in ("plotly-basic.min.js", "LICENSE", "package.json")}
    script = FOLDER / f"plotly-basic-{version}.min.js"
    for old in FOLDER.glob("plotly-basic-*.min.js"):
        old.unlink()
    script.write_bytes(contents["plotly-basic.min.js"])
    (FOLDER / LICENCE).write_bytes(contents["LICENSE"])
    record = {
        "file": script.name,
        "package": PACKAGE,
        "version": version,
        "licence": json.loads(contents["package.json"])["license"],
        "licence_text": LICENCE,
        "npm_integrity": integrity,
        "sha256": hashlib.sha256(script.read_bytes()).hexdigest(),
    }
    RECORD.write_text(json.dumps(record, indent=2) + "\n")
    print(f"{script.name}: {record['licence']}, sha256 {record['sha256']}")


def read(archive: tarfile.TarFile, name: str) -> bytes:
    """Return a file of an npm package. Raises KeyError if there is none."""
    file = archive.extractfile(f"package/{name}")
    if file is None:
        raise KeyError(f"{name} is not a file of the package")
    return file.read()


def fetch(package: str, folder: Path) -> tuple[Path, str]:
    """Return the package's archive and npm's checksum of it, which npm has compared; nothing of it is run."""
    if not shutil.which("npm"):
        sys.exit("make vendor gets Plotly's script from npm. Debian, Ubuntu: apt-get install -y npm")
    done = subprocess.run(["npm", "pack", package, "--json"], cwd=folder, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"{package} could not be fetched:\n{done.stderr}")
    [packed] = json.loads(done.stdout)
    return folder / packed["filename"], packed["integrity"]


if __name__ == "__main__":
    main()
