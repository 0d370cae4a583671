"""A stranger's first hour: the commands, the install, the packed copy, the papers of the repository."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from playwright.sync_api import Browser

from coursework.course import find
from tools import build_book, find_browser, notebooks, offline

ROOT = Path(__file__).resolve().parents[2]

# --- Makefile -------------------------------------------------------------------------------

FAKE_PYTHON = """#!/bin/sh
# Plays every Python of an install: notes what it was asked, and fails where the test says so.
echo "$*" >> asked
case "$*" in
  "-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *"-r requirements.txt") test ! -e no-network ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what `make` needs for an install, and a Python that only pretends."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    python = tmp_path / "python-fake"
    python.write_text(FAKE_PYTHON)
    python.chmod(0o755)
    return tmp_path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as if no other make had started us."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *arguments], cwd=folder, env=environment, text=True, capture_output=True)


def install(clone: Path) -> list[str]:
    """Install with the pretended Python; return the pip steps that it was asked for."""
    asked = clone / "asked"
    asked.write_text("")
    result = make(clone, ".venv/.installed", f"PYTHON={clone / 'python-fake'}")
    assert (result.returncode == 0) == (clone / ".venv" / ".installed").exists(), result.stderr
    return [line.split()[-1] for line in asked.read_text().splitlines() if line.startswith("-m pip install")]


def test_a_second_run_installs_nothing(clone: Path) -> None:
    assert install(clone) == ["requirements.txt", "."]
    assert install(clone) == []


def test_a_changed_pin_or_package_is_installed(clone: Path) -> None:
    install(clone)
    stamp = (clone / ".venv" / ".installed").stat().st_mtime
    os.utime(clone / "pyproject.toml", (stamp + 1, stamp + 1))
    assert install(clone) == ["."]
    os.utime(clone / "requirements.txt", (stamp + 2, stamp + 2))
    assert install(clone)[0] == "requirements.txt"


def test_an_install_that_broke_off_is_tried_again(clone: Path) -> None:
    (clone / "no-network").touch()
    assert install(clone) == ["requirements.txt"]
    (clone / "no-network").unlink()
    assert install(clone) == ["requirements.txt", "."]


@pytest.mark.parametrize("how", ["copied", "renamed"])
def test_a_folder_that_was_copied_or_renamed_installs_its_own_package(clone: Path, tmp_path: Path, how: str) -> None:
    """An editable install names the folder: the copy would import the other's code and say that it is up to date."""
    install(clone)
    other = tmp_path.parent / f"{tmp_path.name} {how}"
    if how == "copied":
        shutil.copytree(clone, other)
    else:
        clone.rename(other)
    assert install(other) == ["."]
    assert install(other) == []
    if how == "copied":
        assert install(clone) == []


def test_no_fitting_python_ends_in_a_sentence(clone: Path) -> None:
    result = make(clone, "book", "PYTHON=false no-such-python")
    assert result.returncode != 0
    assert "needs Python 3.11, 3.12 or 3.13" in result.stderr
    assert "make book PYTHON=" in result.stderr


@pytest.mark.parametrize(
    "version, why",
    [("3.14", "not tested with the course yet"), ("3.10", "too old"), ("2.7", "too old"), ("3.12", "without venv")],
)
def test_a_python_that_does_not_fit_is_named_with_its_version_and_why(clone: Path, version: str, why: str) -> None:
    """Runs the Makefile's question in this Python, which says that it is another."""
    other = clone / "python-other"
    major, minor = version.split(".")
    pretend = f"import sys; sys.version_info = ({major}, {minor}, 0); sys.modules['venv'] = None; "
    other.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{pretend} exec(sys.argv[1])" "$2"\n')
    other.chmod(0o755)
    result = make(clone, "book", f"PYTHON={other}")
    assert result.returncode != 0 and result.stderr.count("needs Python") == 1
    assert f"{other} is {version}, {why})" in result.stderr


def test_one_range_of_pythons_stands_everywhere() -> None:
    """In the package, the set-up, the tests on a server, and what people read."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    assert "(3, 11) <= sys.version_info[:2] <= (3, 13)" in (ROOT / "Makefile").read_text()
    matrix = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.13"]
    for name in ("README.md", "book/instructor-guide.md", "widgets/coursework/editions.py"):
        assert "3.11, 3.12 or 3.13" in (ROOT / name).read_text(encoding="utf-8"), name


def test_help_lists_every_command() -> None:
    """Every command of the Makefile but `browser`, a step of the tests that nobody types alone."""
    listed = set(re.findall(r"^make ([\w-]+)", make(ROOT, "help").stdout, re.MULTILINE))
    commands = set(re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split())
    assert listed == commands - {"browser"} and {"book", "test", "check", "live", "offline"} <= listed


# --- Pins -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements", "tests/requirements-lms", "tools/hub-requirements"])
def test_every_requirement_is_pinned_with_a_hash(name: str) -> None:
    wanted = re.findall(r"^([\w.-]+)", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
    entries = re.split(r"\n(?=\S)", (ROOT / f"{name}.txt").read_text())
    pinned = [re.match(r"([\w.-]+)==", entry)[1] for entry in entries if "--hash=sha256:" in entry]
    assert len(pinned) == len(entries)
    assert {name.lower() for name in wanted} <= set(pinned)


# --- Build ----------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of two chapters whose build only notes that it ran, and fails where the test says so."""
    for name in ("book/intro.md", "book/chapters/one.md", "book/chapters/two.md", "widgets/ketamine/figures/one.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    (tmp_path / "book" / "_toc.yml").write_text("root: intro\n")
    (tmp_path / "book" / "course.yml").write_text("title: Two\nslug: two\nstart: intro\npackage: ketamine\n")

    def build(book: Path, draft: Path) -> int:
        made = draft / "_build" / "html"
        made.mkdir(parents=True, exist_ok=True)
        (draft / "_build" / ".doctrees").mkdir(exist_ok=True)
        (draft / "_build" / ".doctrees" / "environment.pickle").write_text("read")
        (made / "index.html").touch()
        (made / ".buildinfo").write_text(str(draft))
        with (made / "runs").open("a") as runs:
            runs.write("x")
        return int((book / "broken").exists())

    monkeypatch.setattr(build_book, "run_jupyter_book", build)
    assert build_book.main(tmp_path) == 0
    return tmp_path


def runs_since_nothing(course: Path) -> int:
    """How many builds went into what Sphinx has made."""
    return len((course / "book" / "_build" / "draft" / "_build" / "html" / "runs").read_text())


def test_what_tells_one_folder_from_another_stays_out_of_the_site(course: Path) -> None:
    built = course / "book" / "_build"
    assert list(built.rglob(".buildinfo*")) == [built / "draft" / "_build" / "html" / ".buildinfo"]


def test_an_unchanged_course_is_not_built_again(course: Path) -> None:
    assert build_book.main(course) == 0
    assert runs_since_nothing(course) == 1


@pytest.mark.parametrize(
    "name", ["book/chapters/one.md", "widgets/ketamine/figures/one.py", "widgets/ketamine/evidence/new.csv"]
)
def test_a_changed_chapter_or_what_it_reads_is_built_into_the_site(course: Path, name: str) -> None:
    (course / name).parent.mkdir(exist_ok=True)
    (course / name).write_text("changed")
    assert build_book.main(course) == 0
    assert runs_since_nothing(course) == 2


@pytest.mark.parametrize(
    "name", ["widgets/explorers/bake.py", "widgets/explorers/js/player.js", "book/_toc.yml", "book/chapters/three.md"]
)
def test_any_other_change_builds_from_nothing(course: Path, name: str) -> None:
    (course / name).parent.mkdir(parents=True, exist_ok=True)
    (course / name).write_text("changed")
    (course / "book" / "_build" / "html" / "stale.html").touch()
    (course / "book" / "_build" / "draft" / "_build" / "html" / "stale.html").touch()
    assert build_book.main(course) == 0
    assert runs_since_nothing(course) == 1
    assert not list((course / "book" / "_build").rglob("stale.html"))


def test_a_build_that_failed_goes_on_from_what_was_read_and_keeps_the_last_good_site(course: Path) -> None:
    chapter, site = course / "book" / "chapters" / "one.md", course / "book" / "_build" / "html"
    (course / "book" / "broken").touch()  # a file of the book that came: from nothing
    assert build_book.main(course) == 1 and runs_since_nothing(course) == 1
    chapter.write_text("changed")
    assert build_book.main(course) == 1 and runs_since_nothing(course) == 2
    assert build_book.main(course) == 1, "what failed is not up to date"
    assert (site / "runs").read_text() == "x" and runs_since_nothing(course) == 3


def test_a_build_that_was_stopped_is_built_from_nothing(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(book: Path, draft: Path) -> int:
        raise KeyboardInterrupt

    build = build_book.run_jupyter_book
    monkeypatch.setattr(build_book, "run_jupyter_book", stopped)
    (course / "book" / "chapters" / "one.md").write_text("changed")
    assert build_book.main(course) == 130
    monkeypatch.setattr(build_book, "run_jupyter_book", build)
    assert build_book.main(course) == 0 and runs_since_nothing(course) == 1


def test_a_build_that_ended_before_it_read_a_page_goes_on_from_the_one_before(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = build_book.run_jupyter_book
    monkeypatch.setattr(build_book, "run_jupyter_book", lambda book, draft: 1)
    (course / "book" / "chapters" / "one.md").write_text("changed")
    assert build_book.main(course) == 1
    monkeypatch.setattr(build_book, "run_jupyter_book", build)
    (course / "widgets" / "ketamine" / "figures" / "one.py").write_text("changed")
    assert build_book.main(course) == 0 and runs_since_nothing(course) == 2


# --- Notebooks ------------------------------------------------------------------------------

NOTEBOOK = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A chapter

```{code-cell} python3
assert 1 + 1 == 2
```
"""


def test_every_page_with_code_becomes_a_notebook_and_no_other(tmp_path: Path) -> None:
    book, folder = tmp_path / "book", tmp_path / "notebooks"
    for name in ("intro.md", "chapters/one.md", "_build/copy.md"):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text(NOTEBOOK)
    (book / "prose.md").write_text("# No code here\n\n---\n\nkernelspec:\n")
    folder.mkdir()
    (folder / "deleted-chapter.ipynb").touch()

    notebooks.convert_all(book, folder)
    assert sorted(file.name for file in folder.iterdir()) == ["intro.ipynb", "one.ipynb"]
    assert "assert 1 + 1 == 2" in (folder / "one.ipynb").read_text()


# --- Browser --------------------------------------------------------------------------------


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A computer without a browser and without a way to get one; lists the installs that were tried."""
    tried: list[list[str]] = []
    monkeypatch.setattr(find_browser, "sync_playwright", NoPlaywright)
    monkeypatch.setattr(find_browser, "launch", lambda _: (None, "none"))
    monkeypatch.setattr(find_browser, "succeeds", lambda command, environment=None: bool(tried.append(command)))
    return tried


class NoPlaywright:
    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass


def test_without_a_browser_every_way_is_tried_and_then_told(
    no_browser: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_browser, "is_debian_root", lambda: True)
    with pytest.raises(SystemExit, match=r"need Chromium or Chrome.* Type: \S+"):
        find_browser.main()
    assert [command[0] for command in no_browser] == ["apt-get", "apt-get", sys.executable]


def test_without_root_no_system_package_is_installed(
    no_browser: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_browser, "is_debian_root", lambda: False)
    with pytest.raises(SystemExit):
        find_browser.main()
    assert [command[0] for command in no_browser] == [sys.executable]


# --- The copy to read offline ---------------------------------------------------------------


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """A site with one page and the kinds of file that a build leaves about."""
    files = {
        "index.html": '<a href="chapters/one.html#top">One</a>',
        "chapters/one.html": '<a href="../_sources/linked.md">Source</a> <a href="https://doi.org/10.1/x">x</a>',
        "_static/course.js": "1",
        "_static/course.js.map": "{}",
        "_sources/linked.md": "# Linked",
        "_sources/one.md": "# One",
        "objects.inv": "x",
        "searchindex.js": "x",
        ".buildinfo": "x",
    }
    for name, text in files.items():
        (tmp_path / "html" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "html" / name).write_text(text)
    return tmp_path / "html"


def test_the_zip_is_one_folder_with_what_a_reader_needs(small_site: Path, tmp_path: Path) -> None:
    offline.pack(small_site, tmp_path / "dist" / "course.zip", offline.LICENCES)
    names = ZipFile(tmp_path / "dist" / "course.zip").namelist()
    texts = ["LICENSE-text.txt", "LICENSE.txt", "READ-ME-FIRST.txt"]
    wanted = [*texts, "_sources/linked.md", "_static/course.js", "chapters/one.html", "index.html"]
    assert names == [f"course/{name}" for name in wanted]


def test_the_zip_says_first_to_unpack_it_and_how_to_pass_it_on(small_site: Path, tmp_path: Path) -> None:
    offline.pack(small_site, tmp_path / "course.zip", title="Tea")
    text = ZipFile(tmp_path / "course.zip").read("course/READ-ME-FIRST.txt").decode("utf-8-sig")
    assert text.startswith("Tea\r\n") and "\n" not in text.replace("\r\n", "")
    assert "Unpack this zip first" in text and "index.html" in text and "Gmail refuses" in text


def test_the_same_site_gives_the_same_bytes(small_site: Path, tmp_path: Path) -> None:
    offline.pack(small_site, tmp_path / "first" / "course.zip")
    for file in small_site.rglob("*"):
        os.utime(file, (1_900_000_000, 1_900_000_000))
    (small_site / "index.html").chmod(0o600)
    offline.pack(small_site, tmp_path / "second" / "course.zip")
    assert (tmp_path / "first" / "course.zip").read_bytes() == (tmp_path / "second" / "course.zip").read_bytes()


def test_a_zip_over_the_limit_is_refused_and_not_left_behind(small_site: Path, tmp_path: Path) -> None:
    (small_site / "_static" / "film.mp4").write_bytes(os.urandom(5000))
    with pytest.raises(offline.OfflineError, match=r"may be 4,000\. The biggest files: _static/film.mp4"):
        offline.pack(small_site, tmp_path / "dist" / "course.zip", limit=4000)
    assert list((tmp_path / "dist").iterdir()) == []


def test_packing_that_breaks_off_keeps_the_last_good_zip(
    small_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "dist" / "course.zip"
    offline.pack(small_site, target)
    good = target.read_bytes()

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ZipFile, "writestr", full_disk)
    with pytest.raises(offline.OfflineError, match="course.zip could not be written: No space left on device. Free"):
        offline.pack(small_site, target)
    assert [file.name for file in target.parent.iterdir()] == ["course.zip"]
    assert target.read_bytes() == good


def test_without_a_build_packing_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(offline.OfflineError, match="Type: make book"):
        offline.pack(tmp_path, tmp_path / "course.zip")


def test_the_packed_course_opens_and_searches_from_a_folder(site: Path, tmp_path: Path, browser: Browser) -> None:
    offline.pack(site, tmp_path / "course.zip", offline.LICENCES)
    ZipFile(tmp_path / "course.zip").extractall(tmp_path / "my copy")
    (folder,) = (tmp_path / "my copy").iterdir()
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.goto((folder / "index.html").as_uri())
        page.get_by_role("heading", level=1).wait_for()  # index.html sends the reader on
        page.goto((folder / "search.html").as_uri() + "?q=ketamine")
        result = page.locator("#search-results li a").first
        result.wait_for()
        result.click()
        assert "ketamine" in page.locator("main").inner_text().lower()


def test_the_first_page_opened_inside_a_zip_says_to_unpack_it(site: Path, tmp_path: Path, browser: Browser) -> None:
    """Windows Explorer unpacks the one file that was clicked, and nothing beside it."""
    shutil.copy(site / "index.html", tmp_path / "index.html")
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    page.wait_for_timeout(1000)
    assert page.url == (tmp_path / "index.html").as_uri()
    assert "Unpack the zip first" in page.locator("body").inner_text()
    page.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_first_page_leads_on_without_a_flash_of_its_own_words(scripts: bool, site: Path, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto((site / "index.html").as_uri())
        page.locator("main h1").wait_for()
        assert page.url.endswith("/intro.html")


# --- Server ---------------------------------------------------------------------------------


def test_the_server_shows_the_course_to_this_computer_only(server: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", server)
    with urllib.request.urlopen(f"{server}/index.html") as answer:
        assert answer.status == 200


# --- Papers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_papers_point_to_files_and_commands_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)", text) if not target.startswith("https://")]
    assert [target for target in targets if not (ROOT / target).exists()] == []
    commands = set(re.findall(r"\bmake ([a-z][a-z-]*)", " ".join(re.findall(r"`[^`]+`|```.*?```", text, re.DOTALL))))
    makefile = (ROOT / "Makefile").read_text()
    assert {command for command in commands if f"\n{command}:" not in makefile} == set()


def test_the_table_of_chapters_is_whole_and_true() -> None:
    """One line for each chapter; what it names exists, and the figures are those that the chapter imports."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\| [a-z-]+ \|.*\|$", text, re.M)
    ]
    table = {row[0]: row[1:] for row in rows if len(row) == 5 and row[0] != "chapter"}
    assert [f"chapters/{name}" for name in table] == [page for page in find(ROOT).pages if page.startswith("chapters/")]
    places = (("figures", "py"), ("evidence", "csv"), ("models", "py"))
    for name, (*parts, tests) in table.items():
        for (folder, ending), cell in zip(places, parts):
            for stem in re.findall(r"[\w.]+", cell):
                inside = ROOT / "widgets" / "ketamine" / ("" if "." in stem else folder)
                assert (inside / (stem if "." in stem else f"{stem}.{ending}")).is_file(), (name, stem)
        assert tests and all((ROOT / "tests" / "ketamine" / f"{test}.py").is_file() for test in tests.split(", ")), name
        chapter = (ROOT / "book" / "chapters" / f"{name}.md").read_text(encoding="utf-8")
        drawn = {
            stem
            for line in re.findall(r"^from ketamine.figures import (.*)$", chapter, re.M)
            for stem in line.split(", ")
        }
        assert drawn == set(parts[0].split(", ")), name


def test_the_readme_fits_one_screen() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 50


def test_the_citation_names_title_and_both_licences() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["title"] == "What Ketamine Does to the Brain"
    assert citation["license"] == ["BSD-3-Clause", "CC-BY-4.0"]
    assert citation["authors"] == [{"name": "The course's contributors"}]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == project["version"]
    deposit = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    for name in ("title", "version", "keywords"):
        assert deposit[name] == citation[name]
    assert deposit["description"] == citation["abstract"] and deposit["license"] in citation["license"]
    assert deposit["creators"] == citation["authors"]


@pytest.mark.parametrize("workflow", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_workflows_pin_their_actions_and_say_why_they_exist(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    for name in jobs:
        assert re.search(rf"^  # .*\n  {name}:", text, re.MULTILINE), f"{name}: no comment says why"
    used = re.findall(r"^ *(?:- )?uses: (.+)$", text, re.MULTILINE)
    pinned = re.compile(r"\./|[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")  # a tag can be moved, a commit cannot
    assert [action for action in used if not pinned.match(action)] == []
