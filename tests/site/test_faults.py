"""What goes wrong ends in one sentence, leaves nothing half-made, and the next run is whole.

The rest of the faults stand beside what they break: test_build.py, test_setup.py, test_site.py.
"""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import sys

import pytest

from tests.support.books import CELL, HEAD, build, build_command, contents, scratch_book
from tests.support.course import ROOT
from tools import lms, offline

EXPLORER = HEAD + CELL.format(
    source="""
def line(slope):
    return go.Figure(go.Scatter(x=[0, 1], y=[0, slope]))

explore(line, caption="The slope is what you choose.", slope=IntSlider(min=1, max=3, description="Slope"))"""
)
PHONE = "\n:::{in-one-minute}\nTea is a drink.\n:::\n\n:::{keep-on-this-phone}\n:::\n"
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


def test_two_builds_in_two_folders_give_the_same_bytes_and_so_do_their_zips(tmp_path):
    sites = []
    for name in ("one", "a folder with another name"):
        book = scratch_book(tmp_path / name / "book", EXPLORER + PHONE)
        done = build(tmp_path / name, SOURCE_DATE_EPOCH="1700000000")
        assert done.returncode == 0, done.stdout + done.stderr
        sites.append(book / "_build" / "html")
        offline.pack(sites[-1], tmp_path / f"zips-{len(sites)}" / "course.zip")
    one, other = map(contents, sites)
    assert [name for name in one | other if one.get(name) != other.get(name)] == []
    assert {"sw.js", "manifest.json", "pictures/index.png"} <= one.keys()
    assert (tmp_path / "zips-1" / "course.zip").read_bytes() == (tmp_path / "zips-2" / "course.zip").read_bytes()


def test_a_build_without_a_network_is_whole(tmp_path):
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(NO_NETWORK)
    probe = "import urllib.request; urllib.request.urlopen('http://example.org', timeout=5)"
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "guard"), "no_proxy": "*"}
    refused = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True)
    assert "name resolution" in refused.stderr, "the guard does not guard"

    book = scratch_book(tmp_path / "book", EXPLORER)
    done = build(tmp_path, PYTHONPATH=str(tmp_path / "guard"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "data-explorer" in (book / "_build" / "html" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("pack", "error", "command"),
    [
        (offline.pack, offline.OfflineError, "make offline"),
        (lambda site, target: lms.pack(site, target, "scorm-1.2"), lms.LmsError, "make lms"),
    ],
    ids=["offline", "lms"],
)
def test_a_full_disk_ends_in_a_sentence_and_leaves_the_last_zip(pack, error, command, tmp_path):
    """The system itself refuses to write on, as it does when a disk is full."""
    site = tmp_path / "html"
    site.mkdir()
    for name in ("index.html", "intro.html", "final-test.html"):
        (site / name).write_text("<p>Here.</p>")
    target = tmp_path / "dist" / "course.zip"
    pack(site, target)
    good = target.read_bytes()
    (site / "noise.bin").write_bytes(os.urandom(300_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(error, match=f"course.zip could not be written: .*. Free some space and type: {command}"):
            pack(site, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [file.name for file in target.parent.iterdir()] == ["course.zip"] and target.read_bytes() == good


def test_after_a_build_that_was_killed_the_last_site_stands_and_the_next_is_whole(tmp_path):
    """Killed with all its kernels, as when the power fails: nobody can clean up."""
    book, whole = (
        scratch_book(tmp_path / "here" / "book", EXPLORER),
        scratch_book(tmp_path / "whole" / "book", EXPLORER + "\nMore.\n"),
    )
    assert build(tmp_path / "here").returncode == build(tmp_path / "whole").returncode == 0
    before = contents(book / "_build" / "html")

    (book / "index.md").write_text((whole / "index.md").read_text())
    with subprocess.Popen(
        build_command(tmp_path / "here"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    ) as running:
        assert any("writing output" in line for line in running.stdout)
        os.killpg(running.pid, signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert contents(book / "_build" / "html") == before
    assert build(tmp_path / "here").returncode == 0
    assert contents(book / "_build" / "html") == contents(whole / "_build" / "html") != before


@pytest.mark.parametrize("name", ["intro", "chapters/bdnf", "final-test", "certificate", "evidence-table", "search"])
def test_a_page_that_breaks_off_anywhere_says_so_and_stays_readable(name, browser, site, server):
    """Cut within the header, a figure, a form, a table: no script stumbles, and one sentence stands on top."""
    whole = (site / f"{name}.html").read_bytes()
    places = [
        found.start() + 1
        for found in re.finditer(
            rb"<(header|main|form|figure|/figure|details|noscript|table|script class|p class|div class|footer)", whole
        )
    ]
    with browser.new_context() as session:
        page, said, cut = session.new_page(), [], 0
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route("**/*.html*", lambda route: route.fulfill(body=whole[:cut], content_type="text/html; charset=utf-8"))
        for cut in random.Random(name).sample(places, 12):
            page.goto(f"{server}/{name}.html?q=ketamine")
            footer = page.locator(".course-footer").count()
            assert page.get_by_role("alert").filter(has_text="This page arrived only in part").count() == 1 - footer, (
                cut
            )
            assert said == [], cut
            assert (
                footer
                or not page.locator(
                    ":is(.explorer-controls, .quiz-buttons, .explorer-downloads) button:visible"
                ).count()
            ), "a control that does nothing"


def test_a_script_that_does_not_arrive_gets_the_same_sentence(browser, site, server):
    """Also one cut short: the browser drops it, for its length is not what the server said."""
    with browser.new_context() as session:
        page = session.new_page()
        page.route("**/plotly*.js*", lambda route: route.abort())
        page.goto(f"{server}/chapters/bdnf.html")
        page.get_by_role("alert").filter(has_text="This page arrived only in part").wait_for()
        assert (
            page.locator("figcaption").first.is_visible()
            and page.locator(".explorer-numbers summary").first.is_visible()
        )
