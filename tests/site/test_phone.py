"""The course on a phone: kept by a press and by nothing else, shown where no network answers, renewed, and removed."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from contextlib import contextmanager
from zipfile import ZipFile

import pytest

from coursework import questions
from coursework.course import find
from coursework.site import phone
from coursework.site.theme import CONTENT_POLICY
from tests.support import course
from tests.support.answers import answer, check
from tests.support.pages import open_guesses
from tests.support.phone_host import CHANGED, Host
from tools import lms, load, offline, serve

PAGE = "on-your-phone"
KEEP, REMOVE, GO_ON = "Keep on this phone", "Remove from this phone", "Go on"
KEPT = "Kept on this phone on "
LINE = ".course-kept"
DRAWN = ".main-svg, .explorer-scene svg"
#: What a browser holds of the course: the names of the copies, and how many workers.
HELD = "async () => [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]"
PHONE = {"width": 375, "height": 800}
STOP = r"You read the kept copy of \d+ \w+ \d{4} \(version [\d.]+\), without network\."


@pytest.fixture
def host(site, tmp_path):
    running = Host(site, tmp_path)
    yield running
    running.stop()


@pytest.fixture
def reader(browser):
    """A phone of its own for each test, and a page whose scripts raise nothing."""
    with browser.new_context(viewport=PHONE) as session:
        page = session.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
        assert faults == []


def keep(page, host):
    page.goto(f"{host.address}/{PAGE}.html")
    page.get_by_role("button", name=KEEP).click()
    page.get_by_text(KEPT).wait_for()


def says(page):
    """What the page says of the copy. It asks the browser first, so a page that has loaded may still be silent."""
    words = page.locator(".phone-says").filter(has_text=re.compile(r"\S"))
    words.wait_for()
    return words.inner_text()


def until(page, script, wanted=True):
    """Ask the page until it answers so: its policy allows no script in words, which waiting would need."""
    for _ in range(300):
        if (answer := page.evaluate(script)) == wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{script}: {answer}")


@contextmanager
def away(host):
    host.stop()
    yield
    host.start()


# ---- keeping ----


def test_nothing_is_kept_before_the_press_and_nothing_after_remove(reader, host):
    for name in ("intro", PAGE):
        reader.goto(f"{host.address}/{name}.html")
        assert reader.evaluate(HELD) == [[], 0]
    assert says(reader) == "It is not kept on this phone."
    assert not reader.get_by_role("button", name=REMOVE).is_visible()
    keep(reader, host)
    assert re.search(r"Kept on this phone on \d+ \w+ \d{4}: version [\d.]+, reviewed on \d+ \w+ \d{4}\.", says(reader))
    assert reader.evaluate(HELD) == [[f"course {host.address}/ {host.edition}"], 1]
    focused = reader.get_by_role("button", name=REMOVE).evaluate("button => button === document.activeElement")
    assert focused, "the button that was pressed went away: the keyboard goes on with the other"
    reader.reload()
    assert KEPT in says(reader) and not reader.get_by_role("button", name=KEEP).is_visible()
    reader.get_by_role("button", name=REMOVE).click()
    reader.get_by_text("It is not kept on this phone.").wait_for()
    assert reader.evaluate(HELD) == [[], 0]


def test_without_network_pages_figures_search_and_questions_work_and_every_page_says_so(reader, host):
    keep(reader, host)
    question = next(q for name in questions.chapters() for q in questions.chapter(name) if q.kind == "one")
    with away(host):
        for name in list(questions.chapters())[:3]:
            reader.goto(f"{host.address}/chapters/{name}.html?from=home#top")
            assert re.fullmatch(STOP, reader.locator(LINE).inner_text())
            assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        open_guesses(reader)
        figure = reader.locator("[data-explorer]:has(.explorer-controls input[type=range])").first
        figure.scroll_into_view_if_needed()
        figure.locator(DRAWN).first.wait_for()
        first = figure.locator(DRAWN).first.inner_html()
        slider = figure.locator(".explorer-controls input[type=range]").first
        slider.press("Home" if slider.input_value() == slider.get_attribute("max") else "End")
        reader.wait_for_function(
            "([figure, drawn, first]) => figure.querySelector(drawn).innerHTML !== first",
            arg=[figure.element_handle(), DRAWN, first],
        )
        reader.goto(f"{host.address}/chapters/{question.chapter}.html")
        answer(reader, question, question.key)
        assert check(reader, question).inner_text().startswith("✓")
        reader.locator("#search-input").evaluate("field => { field.value = 'glutamate'; field.form.requestSubmit(); }")
        reader.get_by_text("sections mention “glutamate”").wait_for()
        assert re.fullmatch(STOP, reader.locator(LINE).inner_text())
        reader.goto(f"{host.address}/")  # leads on to the first page
        reader.wait_for_url("**/intro.html")
        reader.goto(f"{host.address}/{PAGE}.html")
        assert KEPT in says(reader)
    reader.goto(f"{host.address}/intro.html")
    assert reader.locator(LINE).count() == 0


def test_no_page_lacks_a_file_without_network(reader, host):
    keep(reader, host)
    lacking = []
    # Aborted is what the next page came before, such as a sign in the tab.
    reader.on("requestfailed", lambda one: "ABORTED" in one.failure or lacking.append((one.url, one.failure)))
    reader.on("console", lambda message: lacking.append(message.text))
    with away(host):
        for name in [*course.pages(), "search"]:
            reader.goto(f"{host.address}/{name}.html")
            assert reader.locator(LINE).count() == 1, name
    assert lacking == []


def test_the_browsers_own_switch_for_the_network_does_the_same(reader, host):
    keep(reader, host)
    reader.context.set_offline(True)
    reader.goto(f"{host.address}/glossary.html")
    assert re.fullmatch(STOP, reader.locator(LINE).inner_text())
    reader.context.set_offline(False)
    reader.goto(f"{host.address}/glossary.html")
    assert reader.locator(LINE).count() == 0


# ---- the network comes first, and a new edition at once ----


def test_a_new_edition_is_read_at_once_kept_and_told_in_one_line(reader, host):
    keep(reader, host)
    host.publish()
    del host.asked[:]
    reader.goto(f"{host.address}/{PAGE}.html")
    assert reader.get_by_text(CHANGED).count() == 1  # the network's page, whatever is kept
    until(reader, HELD, [[f"course {host.address}/ {host.edition}"], 1])
    fetched = [name for name in host.asked if name.endswith(".html")]
    assert set(fetched) == {f"{PAGE}.html"}, "what has not changed is taken from the old copy"
    reader.goto(f"{host.address}/intro.html")
    assert re.fullmatch(
        r"There is a new edition of the course \(version 9\.9\)\. This phone now keeps it, in the place of what it kept"
        r" on \d+ \w+ \d{4}\.",
        reader.locator(LINE).inner_text(),
    )
    reader.goto(f"{host.address}/intro.html")
    assert reader.locator(LINE).count() == 0  # told once
    with away(host):
        reader.goto(f"{host.address}/{PAGE}.html")
        assert "(version 9.9), without network." in reader.locator(LINE).inner_text()
        assert reader.get_by_text(CHANGED).count() == 1 and "reviewed on 2 January 2027" in says(reader)


def test_while_a_new_edition_cannot_be_kept_the_old_copy_says_its_day(reader, host):
    keep(reader, host)
    host.publish()
    host.instead[f"{PAGE}.html"] = 200, "<body>not what was published</body>"
    reader.goto(f"{host.address}/intro.html")
    until(reader, f"({HELD})().then(([names]) => names.length)", 2)  # the new copy is in the making
    reader.goto(f"{host.address}/intro.html")
    assert reader.locator(LINE).count() == 0
    del host.instead[f"{PAGE}.html"]
    with away(host):
        reader.goto(f"{host.address}/intro.html")
        assert re.fullmatch(STOP, reader.locator(LINE).inner_text())
        assert "9.9" not in reader.locator(LINE).inner_text()


def test_a_server_that_fails_and_one_that_never_answers_are_told_apart(reader, host):
    script = (host.site / phone.WORKER).read_text("utf-8")
    assert "const PATIENCE = 8000;" in script
    (host.site / phone.WORKER).write_text(script.replace("const PATIENCE = 8000;", "const PATIENCE = 300;"), "utf-8")
    keep(reader, host)
    host.instead["intro.html"] = 503, "<body>Service unavailable</body>"
    reader.goto(f"{host.address}/intro.html")
    assert reader.locator(LINE).inner_text().endswith(": the network answered with a fault.")
    host.instead["intro.html"] = 404, "<body>Gone</body>"
    reader.goto(f"{host.address}/intro.html")
    assert reader.locator("body").inner_text() == "Gone"  # the network is there, and the page is not
    go_on = threading.Event()
    host.before = lambda name: name == "glossary.html" and go_on.wait(60)
    reader.goto(f"{host.address}/glossary.html")
    go_on.set()
    assert reader.locator(LINE).inner_text().endswith(": the network did not answer.")


# ---- the way back ----


def test_a_course_that_is_kept_no_longer_removes_its_worker_and_its_copies(reader, host):
    keep(reader, host)
    reader.evaluate("async () => (await caches.open('of another site')).put('/x', new Response('x'))")
    (host.site / f"{PAGE}.html").unlink()
    (host.site / phone.WORKER).write_text(phone.joined(phone.SCRIPTS / "gone.js"), "utf-8")
    reader.goto(f"{host.address}/intro.html")
    until(reader, HELD, [["of another site"], 0])
    reader.goto(f"{host.address}/glossary.html")
    assert reader.evaluate("navigator.serviceWorker.controller") is None


def test_an_empty_worker_ends_it_too_once_the_tabs_are_closed(reader, host):
    keep(reader, host)
    (host.site / phone.WORKER).write_text("", "utf-8")
    reader.goto(f"{host.address}/intro.html")
    until(reader, "navigator.serviceWorker.getRegistration().then(found => !!found.waiting)")
    other = reader.context.new_page()
    other.goto(host.address.rpartition("/")[0])  # beside the course
    reader.close()
    until(other, f"navigator.serviceWorker.getRegistration('{host.address}/').then(found => !found.waiting)")
    assert not other.goto(f"{host.address}/intro.html").from_service_worker


# ---- what can go wrong ----


def test_without_room_a_sentence_says_so_and_nothing_stays(reader, host):
    reader.goto(f"{host.address}/{PAGE}.html")
    session = reader.context.new_cdp_session(reader)
    origin = host.address.rpartition("/")[0]
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1_000_000})
    reader.get_by_role("button", name=KEEP).click()
    reader.get_by_text("There is not enough room for the course on this phone.").wait_for()
    assert "It is not kept on this phone." in says(reader) and reader.evaluate(HELD) == [[], 0]
    assert reader.get_by_role("button", name=KEEP).evaluate("button => button === document.activeElement")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    reader.get_by_role("button", name=KEEP).click()
    reader.get_by_text(KEPT).wait_for()


def test_where_a_new_edition_finds_no_room_the_old_copy_stays(reader, host):
    keep(reader, host)
    host.publish()
    full = "Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));\n"
    (host.site / phone.WORKER).write_text(full + (host.site / phone.WORKER).read_text("utf-8"), "utf-8")
    reader.goto(f"{host.address}/{PAGE}.html")
    reader.get_by_text("There is a newer edition, which is not kept yet.").wait_for()
    reader.get_by_role("button", name="Keep the new edition").click()
    reader.get_by_text("There is not enough room for the course on this phone.").wait_for()
    [[name], workers] = reader.evaluate(HELD)
    assert not name.endswith(host.edition) and workers == 1
    with away(host):
        reader.goto(f"{host.address}/intro.html")
        assert re.fullmatch(STOP, reader.locator(LINE).inner_text())


@pytest.mark.parametrize(
    "refused",
    [
        "CacheStorage.prototype.keys = () => Promise.reject(new DOMException('no', 'SecurityError'))",
        "delete Navigator.prototype.serviceWorker",
        "ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('no', 'SecurityError'))",
    ],
)
def test_where_nothing_may_be_kept_one_sentence_says_so(reader, host, refused):
    reader.add_init_script(refused)
    reader.goto(f"{host.address}/{PAGE}.html")
    if "register" in refused:
        reader.get_by_role("button", name=KEEP).click()
    reader.get_by_text("This browser does not let the course keep anything").wait_for()
    assert reader.get_by_role("button", name=KEEP).is_visible() == ("register" in refused)


def test_a_copy_in_the_making_is_never_shown_as_kept_and_goes_on_where_it_stopped(reader, host):
    host.instead["references.html"] = 404, "not there yet"
    reader.goto(f"{host.address}/{PAGE}.html")
    reader.get_by_role("button", name=KEEP).click()
    reader.get_by_text("did not bring every file").wait_for()
    assert "only in part, so it does not count as kept" in says(reader) and KEPT not in says(reader)
    other = reader.context.new_page()
    with away(host), pytest.raises(Exception, match="ERR_CONNECTION_REFUSED|ERR_FAILED"):
        other.goto(f"{host.address}/intro.html")
    host.instead.clear()
    reader.goto(f"{host.address}/{PAGE}.html")
    assert KEPT not in says(reader)
    del host.asked[:]
    reader.get_by_role("button", name=GO_ON).click()
    reader.get_by_text(KEPT).wait_for()
    assert "about.html" not in host.asked and "references.html" in host.asked


def test_a_copy_in_the_making_can_be_removed(reader, host):
    host.instead["references.html"] = 404, "not there yet"
    reader.goto(f"{host.address}/{PAGE}.html")
    reader.get_by_role("button", name=KEEP).click()
    reader.get_by_role("button", name=REMOVE).click()
    reader.get_by_text("It is not kept on this phone.").wait_for()
    assert reader.evaluate(HELD) == [[], 0]


def test_a_file_that_is_not_the_published_one_is_not_kept(reader, host):
    host.instead["about.html"] = 200, "<body>rewritten on its way</body>"
    reader.goto(f"{host.address}/{PAGE}.html")
    reader.get_by_role("button", name=KEEP).click()
    reader.get_by_text("The course was changed on its server while it was being kept, or on its way.").wait_for()
    assert reader.evaluate(HELD) == [[], 0]


def test_where_the_worker_is_missing_a_sentence_says_so(reader, host):
    (host.site / phone.WORKER).unlink()
    reader.goto(f"{host.address}/{PAGE}.html")
    reader.get_by_role("button", name=KEEP).click()
    reader.get_by_text("a file that it needs for this, sw.js, did not arrive").wait_for()
    assert reader.evaluate(HELD) == [[], 0]


# ---- where it is not offered ----


def test_it_is_not_offered_from_a_file(browser, site):
    with browser.new_context(viewport=PHONE) as session:
        page = session.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{(site / PAGE).as_uri()}.html")
        assert says(page).startswith("You read the course from a file, so it is on this device already")
        assert not page.locator(".phone-buttons").is_visible() and said == []


def test_it_is_not_offered_inside_a_learning_platform_nor_in_any_frame(reader, host, site, tmp_path):
    (host.site / "frame.html").write_text(f'<iframe src="{PAGE}.html" width=375 height=700></iframe>', "utf-8")
    reader.goto(f"{host.address}/frame.html")
    box = reader.frame_locator("iframe").locator(".phone")
    box.get_by_text("You read the course inside another page").wait_for()
    assert not box.locator(".phone-buttons").is_visible()
    package = tmp_path / "package"
    for name, content in lms.package(site, "scorm-1.2", find()).items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes(content)
    with serve.Server(package) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        reader.goto(f"{running.address}/launch.html")
        reader.frame_locator("iframe").locator("h1").first.wait_for()
        inside = reader.frames[1]
        inside.goto(f"{running.address}/{PAGE}.html")
        assert says(inside).startswith("You read the course inside another page")
        assert not inside.locator(".phone-buttons").is_visible() and inside.evaluate(HELD) == [[], 0]
        running.shutdown()


def test_the_zip_and_the_packages_hold_no_worker(site, tmp_path):
    offline.pack(site, tmp_path / "course.zip")
    names = {name.partition("/")[2] for name in ZipFile(tmp_path / "course.zip").namelist()}
    for held in (names, lms.package(site, "scorm-2004", find()).keys()):
        assert f"{PAGE}.html" in held
        assert not {phone.WORKER, phone.MANIFEST, *(f"_static/{icon}" for icon in phone.ICONS)} & held


# ---- what the build writes ----


def listed(site):
    script = (site / phone.WORKER).read_text("utf-8")
    return json.loads(re.match(r"var courseCopy = (\{.*\});\n", script)[1])


def test_the_list_names_every_page_and_every_file_with_its_checksum_and_the_page_its_size(site):
    files = listed(site)["files"]
    for address, checksum, size in files:
        content = (site / address.partition("?")[0]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (checksum, size), address
    names = {address.partition("?")[0] for address, _, _ in files}
    assert {f"{page}.html" for page in course.pages()} | {"index.html", "search.html"} <= names
    assert not [name for name in names if name.startswith(("figures/", "present/", "downloads/", "pictures/", "."))]
    text = (site / f"{PAGE}.html").read_text("utf-8")
    whole = sum(size for _, _, size in files)
    assert f"about <strong>{whole / 1e6:.1f} MB</strong>" in text and whole < 8e6
    assert f'data-edition="{listed(site)["edition"]}"' in text and phone.SIZE not in text


def test_the_edition_changes_with_every_file(tmp_path):
    for name, text in {"a.html": '<script src="_static/x.js?v=1"></script>', "_static/x.js": "1"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for unwanted in ("figures/f.html", "downloads/d.csv", ".buildinfo", "sw.js", "_static/icon-192.png"):
        (tmp_path / unwanted).parent.mkdir(exist_ok=True)
        (tmp_path / unwanted).write_text("")
    before = [file.entry for file in phone.kept(tmp_path)]
    assert [address for address, _, _ in before] == ["_static/x.js?v=1", "a.html"]
    (tmp_path / "_static" / "x.js").write_text("2")
    assert [file.entry for file in phone.kept(tmp_path)] != before


def test_the_manifest_names_files_that_are_there_and_stays_within_the_course(site):
    told = json.loads((site / phone.MANIFEST).read_text("utf-8"))
    assert (site / told["start_url"]).is_file() and told["scope"] == told["id"] == "./"
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        content = (site / icon["src"]).read_bytes()
        width, height = (int.from_bytes(content[start : start + 4], "big") for start in (16, 20))
        assert content.startswith(b"\x89PNG") and icon["sizes"] == f"{width}x{height}"


def test_the_worker_asks_its_own_server_alone_also_under_the_policy_of_ours(reader, host):
    """The rules for nginx as they stand: without connect-src for the worker, nothing could be kept."""
    header = re.search(r'add_header Content-Security-Policy "([^"]+)" always;', load.RULES.read_text("utf-8"))[1]
    ask = re.search(r'if \(\$uri ~ "/sw\\\.js\$"\) \{\s+set \$ask "([^"]*)";', load.RULES.read_text("utf-8"))[1]
    host.headers = lambda name: {
        "Content-Security-Policy": header.replace("$ask", ask if name.endswith(phone.WORKER) else "")
    }
    asked = []
    reader.context.on("request", lambda request: asked.append(request.url))
    keep(reader, host)
    assert {url.rpartition("/repository/")[0] for url in asked} == {host.address.rpartition("/")[0]}
    with away(host):
        reader.goto(f"{host.address}/intro.html")
        assert re.fullmatch(STOP, reader.locator(LINE).inner_text())
    assert f"{CONTENT_POLICY}; worker-src 'self'; manifest-src 'self'" == phone.POLICY
