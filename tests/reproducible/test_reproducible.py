"""`make test-reproducible`: the whole course, built twice in two folders, is the same to the byte, and so are its zips.

Not part of `make test`: two builds cost minutes. There, a book of one page goes through the same extensions
(test_faults.py); this adds every chapter, question and table.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.books import contents
from tests.support.course import ROOT
from tools import lms, offline

NO_SOURCES = shutil.ignore_patterns(".*", "_build", "__pycache__", "build", "dist", "*.egg-info")


def built(folder: Path, zone: str, seed: str) -> Path:
    """The site of a copy of the course, built in another time zone and with another order of sets."""
    shutil.copytree(ROOT, folder, ignore=NO_SOURCES)
    environment = os.environ | {
        "SOURCE_DATE_EPOCH": "1700000000",
        "TZ": zone,
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(folder / "widgets"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tools.build_book"], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "book" / "_build" / "html"


def test_two_builds_of_the_course_give_the_same_bytes_and_so_do_their_zips(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    sites = [
        built(tmp_path / "one", "UTC", "1"),
        built(tmp_path / "a folder with another name", "Pacific/Auckland", "2"),
    ]
    one, other = map(contents, sites)
    assert len(one) > 30
    assert [name for name in one | other if one.get(name) != other.get(name)] == []
    zips = []
    for number, site in enumerate(sites):
        folder = tmp_path / f"zips-{number}"
        offline.pack(site, folder / "offline.zip", offline.LICENCES)
        for edition in lms.EDITIONS:
            lms.pack(site, folder / f"{edition}.zip", edition)
        zips.append(contents(folder))
    assert len(zips[0]) == 3 and zips[0] == zips[1]
