"""What goes wrong ends in one sentence, leaves nothing half-made, and the next run is whole.

The rest of the faults stand beside what they break: test_build.py, test_setup.py, test_site.py.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.course import ROOT
from tests.test_build import CELL, HEAD, scratch_book
from tools import build_book, offline

EXPLORER = HEAD + CELL.format(source="""
def line(slope):
    return go.Figure(go.Scatter(x=[0, 1], y=[0, slope]))

explore(line, caption="The slope is what you choose.", slope=IntSlider(min=1, max=3, description="Slope"))""")
# Refuses every address but this computer's own; Python loads it first, in the build and in the kernels.
NO_NETWORK = """
import socket

def guard(name):
    real = getattr(socket.socket, name)
    def asked(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(101, f"Network is unreachable: {address}")
        return real(self, address)
    setattr(socket.socket, name, asked)

def resolve(host, *rest, real=socket.getaddrinfo, **more):
    if host not in (None, "", b"127.0.0.1", "127.0.0.1", "::1", "localhost"):
        raise socket.gaierror(-3, f"Temporary failure in name resolution: {host}")
    return real(host, *rest, **more)

guard("connect"), guard("connect_ex")
socket.getaddrinfo = resolve
"""


def build(book: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build a scratch book as `make book` would."""
    command = f"import sys; from pathlib import Path; from tools import build_book; sys.exit(build_book.run_jupyter_book(Path({str(book)!r})))"
    return subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, cwd=ROOT, env=os.environ | environment)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_two_builds_in_two_folders_give_the_same_bytes_and_so_do_their_zips(tmp_path):
    sites = []
    for name in ("one", "a folder with another name"):
        book = scratch_book(tmp_path / name, EXPLORER)
        done = build(book, SOURCE_DATE_EPOCH="1700000000")
        assert done.returncode == 0, done.stdout + done.stderr
        sites.append(book / "_build" / "html")
        offline.pack(sites[-1], tmp_path / f"{len(sites)}.zip")
    one, other = map(contents, sites)
    assert [name for name in one | other if one.get(name) != other.get(name)] == []
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_a_build_without_a_network_is_whole(tmp_path):
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(NO_NETWORK)
    probe = "import urllib.request; urllib.request.urlopen('http://example.org', timeout=5)"
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "guard"), "no_proxy": "*"}
    refused = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True)
    assert "name resolution" in refused.stderr, "the guard does not guard"

    book = scratch_book(tmp_path / "book", EXPLORER)
    done = build(book, PYTHONPATH=str(tmp_path / "guard"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "data-explorer" in (book / "_build" / "html" / "index.html").read_text("utf-8")


def test_a_full_disk_ends_in_a_sentence_and_leaves_no_zip(tmp_path):
    """The system itself refuses to write on, as it does when a disk is full."""
    site = tmp_path / "html"
    site.mkdir()
    (site / "index.html").write_text("<p>Here.</p>")
    (site / "noise.bin").write_bytes(os.urandom(300_000))
    target = tmp_path / "dist" / "course.zip"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(offline.OfflineError, match="course.zip could not be written: .*. Free some space and type: make offline"):
            offline.pack(site, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(target.parent.iterdir()) == []


def test_a_build_stopped_in_the_middle_is_made_anew(tmp_path, monkeypatch):
    chapter = tmp_path / "book" / "chapters" / "one.md"
    chapter.parent.mkdir(parents=True)
    chapter.write_text("as it was")
    site = tmp_path / "book" / "_build" / "html"

    def whole(book):
        site.mkdir(parents=True, exist_ok=True)
        (site / "index.html").write_text("whole")
        return 0

    def stopped(book):
        (site / "index.html").write_text("ha")
        raise KeyboardInterrupt

    monkeypatch.setattr(build_book, "run_jupyter_book", whole)
    assert build_book.main(tmp_path) == 0
    chapter.write_text("changed")
    monkeypatch.setattr(build_book, "run_jupyter_book", stopped)
    assert build_book.main(tmp_path) == 130
    (site / "stale.html").touch()
    monkeypatch.setattr(build_book, "run_jupyter_book", whole)
    assert build_book.main(tmp_path) == 0
    assert contents(site) == {"index.html": b"whole"}
