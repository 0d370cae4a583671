"""The SCORM packages in a real browser, played by scorm-again: launch, answer, leave, resume, fail, pass, lose the network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import xml.etree.ElementTree as ET
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

from tests.test_quiz_site import SHOWN, answer, check, fill, form_of, take
from tools import lms, serve
from widgets import questions, quiz

ROOT = Path(__file__).parents[1]
SCORM_AGAIN = "scorm-again@3.4.3"
TOOLS = ROOT / "build" / "scorm-again"

#: What differs between the editions: the script, its class, where pages look for it, and names in its data.
EDITIONS = {
    "scorm-1.2": ("scorm12.min.js", "Scorm12API", "API"),
    "scorm-2004": ("scorm2004.min.js", "Scorm2004API", "API_1484_11"),
}
PLAYER = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>LMS</title></head><body>
<script src="SCRIPT"></script><script>
const before = new XMLHttpRequest();
before.open("GET", "/cmi", false);
before.send();
const api = new CLASS({ lmsCommitUrl: "/commit", logLevel: 5, autocommit: false, selfReportSessionTime: true });
api.loadFromJSON(JSON.parse(before.responseText), "cmi");
window.NAME = api;
</script><iframe name="sco" src="/course/launch.html" width="1100" height="700"></iframe></body></html>"""


class Lms(ThreadingHTTPServer):
    """An LMS in memory: keeps every commit, gives the last one back at the next launch, can be cut off."""

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.commits, self.down = [], False
        self.address = f"http://127.0.0.1:{self.server_port}"

    @property
    def cmi(self):
        return self.commits[-1]["cmi"] if self.commits else {}


class _Handler(serve.QuietHandler):
    def do_GET(self):
        if self.path == "/cmi":
            return self.reply(json.dumps({k: v for k, v in self.server.cmi.items() if k not in ("interactions", "objectives")} or {"core": LEARNER["core"], **LEARNER}))
        return super().do_GET()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.down:
            return self.send_error(503)
        self.server.commits.append(json.loads(body))
        return self.reply('{"result": true, "errorCode": 0}')

    def reply(self, text):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(text.encode())


LEARNER = {"core": {"student_id": "learner-7"}, "learner_id": "learner-7"}


@pytest.fixture(scope="session")
def scorm_again():
    """The folder of scorm-again's scripts; fails, never skips, without it."""
    scripts = TOOLS / "node_modules" / "scorm-again" / "dist"
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(TOOLS), SCORM_AGAIN]
    if not scripts.is_dir():
        TOOLS.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(command, capture_output=True, text=True) if shutil.which("npm") else None
        assert done and done.returncode == 0, f"the LMS tests play the course with scorm-again; install Node.js with npm, then type: {' '.join(command)}\n{done.stderr if done else ''}"
    return scripts


@pytest.fixture(params=EDITIONS)
def edition(request):
    return request.param


@pytest.fixture(scope="session")
def packed(site, tmp_path_factory):
    """Both packages."""
    folder = tmp_path_factory.mktemp("lms")
    return {edition: lms.pack(site, folder / f"{edition}.zip", edition) for edition in EDITIONS}


@pytest.fixture
def platform(edition, packed, scorm_again, tmp_path):
    script, cls, name = EDITIONS[edition]
    ZipFile(packed[edition]).extractall(tmp_path / "course")
    shutil.copy(scorm_again / script, tmp_path)
    (tmp_path / "index.html").write_text(PLAYER.replace("SCRIPT", script).replace("CLASS", cls).replace("NAME", name), "utf-8")
    with Lms(tmp_path) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def profile(browser):
    """One browser profile: what the device remembers between visits."""
    with browser.new_context(viewport={"width": 1200, "height": 800}) as session:
        yield session


class Visit:
    """One launch in a tab of its own."""

    def __init__(self, profile, platform):
        self.page = profile.new_page()
        self.said = []
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(f"{platform.address}/index.html")
        self.course.wait_for_selector("main")

    @property
    def course(self):
        """The page of the course that is shown in the frame in the frame."""
        self.page.wait_for_timeout(100)
        return next(frame for frame in self.page.frames if frame.parent_frame and frame.parent_frame.parent_frame)

    def go(self, name):
        path = self.course.evaluate("location.href").rpartition("/course/")[0]
        self.course.goto(f"{path}/course/{name}")
        return self.course

    def leave(self):
        self.page.goto("about:blank")
        self.page.wait_for_timeout(300)
        self.page.close()
        assert self.said == []


def told(platform, edition):
    """What the LMS holds, under one set of names."""
    cmi = platform.cmi
    core = cmi["core"] if edition == "scorm-1.2" else cmi
    items = cmi.get("interactions", {})
    items = list(items.values()) if isinstance(items, dict) else items
    items = items[0] if len(items) == 1 and isinstance(items[0], list) else items
    return {
        "status": core["lesson_status"] if edition == "scorm-1.2" else f"{core['completion_status']} {core['success_status']}",
        "score": str(core["score"]["raw"]),
        "place": core["lesson_location"] if edition == "scorm-1.2" else core["location"],
        "exit": core.get("exit"),
        "state": json.loads(cmi["suspend_data"]) if cmi["suspend_data"] else None,
        "items": [item for item in items if isinstance(item, dict) and item.get("id")],
    }


INCOMPLETE = {"scorm-1.2": "incomplete", "scorm-2004": "incomplete unknown"}
FAILED = {"scorm-1.2": "failed", "scorm-2004": "incomplete failed"}
PASSED = {"scorm-1.2": "passed", "scorm-2004": "completed passed"}


def test_the_manifest_lists_every_file_and_one_sco(packed, edition):
    with ZipFile(packed[edition]) as archive:
        names = set(archive.namelist())
        tree = ET.fromstring(archive.read("imsmanifest.xml"))
    listed = {unquote(node.get("href")) for node in tree.iter() if node.tag.endswith("}file")}
    assert listed | {"imsmanifest.xml"} == names
    [resource] = [node for node in tree.iter() if node.tag.endswith("}resource")]
    [item] = [node for node in tree.iter() if node.tag.endswith("}item")]
    assert resource.get("href") == "launch.html" and item.get("identifierref") == resource.get("identifier")
    kinds = {"scorm-1.2": "{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype", "scorm-2004": "{http://www.adlnet.org/xsd/adlcp_v1p3}scormType"}
    assert resource.get(kinds[edition]) == "sco"
    assert [node.text for node in tree.iter() if node.tag.endswith("}schemaversion")] == [{"scorm-1.2": "1.2", "scorm-2004": "2004 4th Edition"}[edition]]


def test_the_same_site_gives_the_same_bytes(site, packed, edition, tmp_path):
    assert lms.pack(site, tmp_path / "again.zip", edition).read_bytes() == packed[edition].read_bytes()


def test_no_package_without_a_course(tmp_path, edition):
    with pytest.raises(lms.LmsError, match="There is no intro.html in .* Type: make book"):
        lms.pack(tmp_path, tmp_path / "x.zip", edition)
    assert list(tmp_path.iterdir()) == []


def test_answers_and_place_are_there_after_leaving(platform, edition, profile, browser):
    question = next(q for name in questions.chapters() for q in questions.chapter(name) if q.kind == "one")
    visit = Visit(profile, platform)
    course = visit.go(f"chapters/{question.chapter}.html")
    answer(course, question, question.key)
    assert check(course, question).inner_text().startswith("✓")
    assert course.evaluate("localStorage.getItem('course-progress')") is None  # the LMS keeps it, not the device
    assert course.evaluate("[...document.querySelectorAll('a[href^=http]')].every(a => a.target === '_blank')")
    visit.leave()
    kept = told(platform, edition)
    assert kept["state"]["answers"][question.chapter]["right"] == [question.id]
    assert kept["status"] == INCOMPLETE[edition] and kept["place"] == f"chapters/{question.chapter}.html" and kept["exit"] == "suspend"
    with browser.new_context() as elsewhere:
        again = Visit(elsewhere, platform)
        assert again.course.url.endswith(f"/course/chapters/{question.chapter}.html")
        assert again.course.evaluate("document.querySelector('[aria-current] .quiz-mark').textContent").strip().startswith("1 of")
        again.leave()


def test_a_failed_and_a_passed_test_are_recorded_once(platform, edition, profile):
    rules = quiz.assessment()
    visit = Visit(profile, platform)
    take(visit.go("final-test.html"), wrong=10)
    kept = told(platform, edition)
    assert (kept["status"], kept["score"], len(kept["items"])) == (FAILED[edition], "50", rules.questions)
    visit.leave()
    visit = Visit(profile, platform)
    course = visit.go("final-test.html")
    course.get_by_role("button", name="Start the test").click()
    fill(course, wrong=2)
    visit.leave()  # in the middle
    visit = Visit(profile, platform)
    assert visit.course.url.endswith("/course/final-test.html")
    assert visit.course.locator(SHOWN).count() == rules.questions
    visit.course.get_by_role("button", name="Hand in").click()
    kept = told(platform, edition)
    assert (kept["status"], kept["score"]) == (PASSED[edition], "90")
    ids = [item["id"] for item in kept["items"]]
    assert len(ids) == len(set(ids)) == rules.questions and all(id_.startswith("try2-") for id_ in ids)
    results = [item["result"] for item in kept["items"]]
    assert results.count("correct") == rules.questions - 2 and set(results) == {"correct", "wrong" if edition == "scorm-1.2" else "incorrect"}
    by_id = {q.id: q for q in questions.bank()}
    for item in kept["items"]:
        question = by_id[item["id"].partition("-")[2]]
        assert item["type"] == {"one": "choice", "several": "choice", "number": "numeric", "order": "sequencing"}[question.kind]
        given = item["student_response"] if edition == "scorm-1.2" else item["learner_response"].replace("[,]", ",")
        if item["result"] == "correct":
            assert given == question.key
    visit.page.wait_for_timeout(100)
    take(visit.course, wrong=15)  # worse: neither the pass nor the score is taken back
    kept = told(platform, edition)
    assert (kept["status"], kept["score"], len(kept["items"])) == (PASSED[edition], "90", 2 * rules.questions)
    visit.go("certificate.html")
    assert visit.course.locator(".quiz-certificate").is_visible()
    visit.leave()
    assert told(platform, edition)["status"] == PASSED[edition]


def test_a_lost_network_loses_nothing_and_records_nothing_twice(platform, edition, profile):
    rules = quiz.assessment()
    visit = Visit(profile, platform)
    visit.go("final-test.html")
    platform.down = True
    take(visit.course)
    visit.page.frame_locator("iframe").get_by_text("The learning platform does not answer").wait_for()
    assert told(platform, edition)["items"] == []
    platform.down = False
    visit.page.frames[1].evaluate("dispatchEvent(new Event('online'))")
    kept = told(platform, edition)
    assert kept["status"] == PASSED[edition] and len({item["id"] for item in kept["items"]}) == len(kept["items"]) == rules.questions
    assert not visit.page.frame_locator("iframe").locator("#lms-say").is_visible()
    assert visit.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('course-lms'))") == []
    visit.leave()


def test_a_window_closed_without_network_is_made_good_at_the_next_visit(platform, edition, profile):
    visit = Visit(profile, platform)
    visit.go("final-test.html")
    platform.down = True
    take(visit.course)
    visit.leave()
    assert told(platform, edition)["items"] == []
    platform.down = False
    visit = Visit(profile, platform)
    kept = told(platform, edition)
    assert kept["status"] == PASSED[edition] and kept["score"] == "100"
    assert len({item["id"] for item in kept["items"]}) == len(kept["items"]) == quiz.assessment().questions
    visit.leave()
    again = Visit(profile, platform)
    assert told(platform, edition)["state"]["tries"] == 1 and len(told(platform, edition)["items"]) in (0, quiz.assessment().questions)
    again.leave()


def test_without_an_lms_the_package_is_still_the_course(packed, edition, tmp_path, browser):
    ZipFile(packed[edition]).extractall(tmp_path)
    with serve.Server(tmp_path) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        with browser.new_context() as session:
            page = session.new_page()
            page.goto(f"{running.address}/launch.html")
            page.get_by_text("No learning platform was found").wait_for()
            assert page.frame_locator("iframe").locator("h1").inner_text()
        running.shutdown()


def test_nothing_is_longer_than_an_lms_holds(platform, edition, profile):
    """suspend_data after everything was answered in every chapter and a test is half done."""
    visit = Visit(profile, platform)
    for name in questions.chapters():
        course = visit.go(f"chapters/{name}.html")
        for question in (q for q in questions.chapter(name) if q.kind != "explorer"):
            answer(course, question, question.key)
            check(course, question)
            assert form_of(course, question).get_by_role("status").inner_text().startswith("✓"), question.id
    for wrong in (20, 19, 18):
        take(visit.go("final-test.html"), wrong=wrong)
    course = visit.go("final-test.html")
    course.get_by_role("button", name=re.compile("Start")).click()
    fill(course)
    visit.leave()
    length = len(platform.cmi["suspend_data"])
    print(f"{edition}: suspend_data {length} characters")
    assert length < 4096
