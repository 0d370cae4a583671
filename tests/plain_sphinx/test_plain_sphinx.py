"""`make test-sphinx`: the way out of Jupyter Book 1, which is only maintained: Sphinx alone makes the same course.

Not part of `make test`, where the second course takes the same way (tests/site/test_second_course.py): two more
builds of the whole course cost minutes.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.support.books import assert_same_site, build_command, build_plain
from tests.support.course import ROOT

NO_SOURCES = shutil.ignore_patterns(".*", "_build", "__pycache__", "build", "dist", "node_modules", "*.egg-info")


def test_sphinx_alone_makes_the_same_course(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    shutil.copytree(ROOT, tmp_path / "course", ignore=NO_SOURCES)
    done = subprocess.run(build_command(tmp_path / "course"), cwd=ROOT, text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    plain = build_plain(tmp_path / "course")
    assert_same_site(tmp_path / "course" / "book" / "_build" / "html", plain)
