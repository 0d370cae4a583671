"""A learning platform that throws where it should answer takes nothing from the learner."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from coursework.course import find
from tests.support.answers import take
from tools import lms, serve

#: A page of a platform, with an API for SCORM 1.2 that throws at the calls named in its address.
PLATFORM = """<!doctype html><title>Platform</title><script>
const broken = new URLSearchParams(location.search).getAll("throws"), held = {};
const answer = (call, value) => {
    if (broken.some(name => call.startsWith(name))) throw new Error("session over");
    return value;
};
window.held = held;
window.API = {
    LMSInitialize: () => answer("LMSInitialize", "true"), LMSFinish: () => answer("LMSFinish", "true"),
    LMSGetValue: name => answer(`LMSGetValue ${name}`, held[name] ?? (name.endsWith("_count") ? "0" : "")),
    LMSSetValue: (name, value) => { answer(`LMSSetValue ${name}`); held[name] = value; return "true"; },
    LMSCommit: () => answer("LMSCommit", "true"), LMSGetLastError: () => "0",
};
</script><iframe src="launch.html" width=1000 height=700></iframe>"""


@pytest.fixture(scope="module")
def platform(site: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("package")
    for name, content in lms.package(site, "scorm-1.2", find()).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "platform.html").write_text(PLATFORM, "utf-8")
    with serve.Server(folder) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"{running.address}/platform.html"
        running.shutdown()


def opened_in(page, address):
    page.goto(address)
    launcher = page.frame_locator("iframe")
    launcher.frame_locator("iframe").locator("h1").first.wait_for()
    return launcher, page.frames[2]


def test_a_session_that_cannot_start_still_shows_the_course(platform, browser):
    with browser.new_context() as session:
        launcher, course = opened_in(session.new_page(), f"{platform}?throws=LMSInitialize")
        launcher.get_by_text("refused to start a session").wait_for()
        assert course.locator("h1").inner_text()


@pytest.mark.parametrize(
    "broken",
    ["LMSGetValue cmi.interactions", "LMSSetValue cmi.interactions", "LMSSetValue cmi.core.score", "LMSCommit"],
)
def test_a_test_handed_in_shows_its_result_and_is_kept(broken, platform, browser):
    with browser.new_context() as session:
        page = session.new_page()
        _, course = opened_in(page, f"{platform}?throws={broken}")
        course.goto(course.url.rpartition("/")[0] + "/final-test.html")
        take(course)
        assert "✓ Passed" in course.locator(".quiz-result").inner_text()
        held = page.evaluate("held")
        assert held["cmi.core.lesson_status"] == "passed" and '"passed":true' in held["cmi.suspend_data"]
