"""A learning platform that throws where it should answer takes nothing from the learner."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from coursework.course import find
from explorers.guess import Choice
from tests.support import course as book
from tests.support.answers import take
from tools import lms, serve

#: A page of a platform, with an API for SCORM 1.2 that throws at the calls named in its address.
PLATFORM = """<!doctype html><title>Platform</title><script>
const broken = new URLSearchParams(location.search).getAll("throws"), held = JSON.parse(window.name || "{}");
const answer = (call, value) => {
    if (broken.some(name => call.startsWith(name))) throw new Error("session over");
    return value;
};
const counted = () => Object.keys(held).filter(name => /^cmi.interactions.\\d+.id$/.test(name)).length;
window.held = held;
window.API = {
    LMSInitialize: () => answer("LMSInitialize", "true"), LMSFinish: () => answer("LMSFinish", "true"),
    LMSGetValue: name =>
        answer(`LMSGetValue ${name}`, held[name] ?? (name.endsWith("_count") ? String(counted()) : "")),
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


# ---- guesses ----

ASKS = [e for e in book.explorers() if e.guess and e.page != "intro"]


def guess(page, explorer):
    """Guess what the controls say at first."""
    course = page.frames[2]
    course.goto(f"{page.url.rpartition('/')[0]}/{explorer.page}.html")
    figure = course.locator(f"#{explorer.id}")
    if isinstance(explorer.guess, Choice):
        figure.locator(".guess-fields input").nth(1).check()
    figure.get_by_role("button", name="That is my guess").click()
    assert figure.locator(".guess-gap").inner_text().startswith("You said")
    return figure


def interactions(held):
    """What was recorded of each interaction, in its order."""
    found = {}
    for name, value in held.items():
        if name.startswith("cmi.interactions."):
            _, _, number, part = name.split(".", 3)
            found.setdefault(int(number), {})[part] = value
    return [found[number] for number in sorted(found)]


def test_a_guess_is_kept_by_the_platform_and_recorded_once_without_a_score(platform, browser):
    number = next(e for e in ASKS if not isinstance(e.guess, Choice))
    choice = next(e for e in ASKS if isinstance(e.guess, Choice))
    with browser.new_context() as session:
        page = session.new_page()
        opened_in(page, platform)
        for explorer in (number, choice):
            guess(page, explorer)
        held = page.evaluate("held")
        assert json.loads(held["cmi.suspend_data"])["guesses"].keys() == {
            f"{e.page.rpartition('/')[2]}#{e.id}" for e in (number, choice)
        }
        assert page.evaluate("Object.keys(localStorage).filter(key => key.endsWith(':guesses'))") == []
        recorded = interactions(held)
        assert [(one["type"], one["result"]) for one in recorded] == [("numeric", "neutral"), ("choice", "neutral")]
        assert recorded[1]["student_response"] == "b" and "weighting" not in recorded[1]
        assert "cmi.core.score.raw" not in held and held["cmi.core.lesson_status"] == "incomplete"

        page.evaluate("window.name = JSON.stringify(held)")  # the platform has it at the next launch
        opened_in(page, platform)
        course = page.frames[2]
        course.goto(f"{page.url.rpartition('/')[0]}/{choice.page}.html")
        assert course.locator(f"#{choice.id} .guess-gap").inner_text().startswith("You said")
        assert len(interactions(page.evaluate("held"))) == 2


def test_where_the_platform_has_no_room_guesses_go_and_the_progress_stays(platform, browser):
    with browser.new_context() as session:
        page = session.new_page()
        _, course = opened_in(page, platform)
        course.goto(course.url.rpartition("/")[0] + "/final-test.html")
        take(course)
        before = json.loads(page.evaluate("held['cmi.suspend_data']"))
        many = {f"a-chapter-with-a-long-name-{i}#a-figure-with-a-long-name": i for i in range(100)}
        page.frames[1].evaluate("text => courseLms.saveGuesses(text)", json.dumps(many))
        text = page.evaluate("held['cmi.suspend_data']")
        now = json.loads(text)
        assert 3800 < len(text) <= 4096 and now["state"] == before["state"] and now["best"] == before["best"]
        assert 10 < len(now["guesses"]) < 100 and list(now["guesses"].values())[-1] == 99  # the newest are kept


@pytest.mark.parametrize("guesses", [{}, {"guesses": "damaged"}, {"guesses": [1]}])
def test_what_an_older_package_kept_is_taken_up(guesses, platform, browser):
    with browser.new_context() as session:
        page = session.new_page()
        mine = {"began": "x", "best": 80, "passed": True, "items": 20, "state": None} | guesses
        page.evaluate("text => window.name = text", json.dumps({"cmi.suspend_data": json.dumps(mine)}))
        opened_in(page, platform)
        guess(page, ASKS[0])
        now = json.loads(page.evaluate("held['cmi.suspend_data']"))
        assert now["best"] == 80 and now["passed"] and len(now["guesses"]) == 1
