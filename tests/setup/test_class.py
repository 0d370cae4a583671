"""What an instructor relies on: two editions from one source, what Binder installs, and the links that launch."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import jupytext
import pytest

from coursework import bibliography, binder, editions, plans
from tests.support import course

ROOT = Path(__file__).resolve().parents[2]
BINDER = ROOT / "binder"

# --- Editions -------------------------------------------------------------------------------

CHAPTER = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

(place)=
# One

:::{admonition} Before you start
:class: tip
**You need:** [two](two.md#place) and [words](../glossary.md).
:::

It is {term}`steep <steep slope>` {cite:p}`daly2018,org`, says {cite:t}`daly2018`.

```{code-cell} ipython3
:tags: [hide-input]
answer = 41
```

```{code-cell} ipython3
:tags: [stub, raises-exception, remove-cell]
raise NotImplementedError("your model")
```

```{code-cell} ipython3
:tags: [solution, remove-cell]
# Hint: one more
# than that.
answer = 42
```

```{code-cell} ipython3
:tags: [remove-cell]
assert answer == 42
```

## Sources

```{bibliography}
:filter: docname in docnames
```
"""
BIB = r"""
@article{daly2018,
  author = {{\L}aly, Ella and Singh, Jaskaran},
  title = {Esketamine {vs} placebo}, year = {2018}, doi = {10.1/x}
}

@misc{org,
  author = {{Food and Drug Administration}}, title = {A warning}, year = {2023}
}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    book = tmp_path / "book"
    (book / "chapters").mkdir(parents=True)
    (book / "chapters" / "one.md").write_text(CHAPTER)
    (book / "intro.md").write_text("# Only prose\n")
    (book / "references.bib").write_text(BIB)
    (book / "course.yml").write_text("title: One\nslug: one\nstart: intro\npackage: ketamine\n")
    (book / "_toc.yml").write_text("root: intro\nchapters:\n  - file: chapters/one\n  # - file: chapters/later\n")
    return book


def cells(folder: Path, edition: str) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in jupytext.read(folder / edition / "01-one.ipynb").cells]


def test_the_learner_gets_the_hint_and_the_instructor_the_solution(book: Path, tmp_path: Path) -> None:
    editions.write_all(book, tmp_path)
    learner, instructor = cells(tmp_path, "learner"), cells(tmp_path, "instructor")
    at = learner.index(("markdown", "**Hint.** one more than that."))
    assert learner[at + 1] == ("code", "# Your turn") and instructor[at + 1] == ("code", "answer = 42")
    assert "answer = 42" not in (tmp_path / "learner" / "01-one.ipynb").read_text()
    for edition in (learner, instructor):
        assert [source for kind, source in edition if kind == "code"][:2] == [
            "answer = 41",
            'raise NotImplementedError("your model")',
        ]
        assert not any("assert" in source for _, source in edition)


def test_an_equation_in_a_box_and_a_list_of_definitions_stay_whole(book: Path, tmp_path: Path) -> None:
    """A sign of quotation inside $$ is a sign of the equation."""
    with (book / "chapters" / "one.md").open("a") as page:
        page.write(
            "\n:::{admonition} The model\nAn equation:\n\n$$\nblock = 5\n  + 3\n$$ (eq-block)\n\n"
            "After it, {eq}`eq-block`.\n:::\n"
            "\nHigh\n: Several trials.\n\nLow\n: One trial,\n  and more.\n"
        )
    editions.write_all(book, tmp_path)
    text = "\n".join(source for _, source in cells(tmp_path, "learner"))
    assert "> An equation:\n>\n> $$ block = 5 + 3 \\tag{1} $$\n>\n> After it, equation (1)." in text
    assert "- **High:** Several trials.\n\n- **Low:** One trial,\n  and more." in text


def test_no_equation_of_the_course_holds_a_sign_of_quotation(tmp_path: Path) -> None:
    editions.write_all(ROOT / "book", tmp_path)
    found = 0
    for notebook in (tmp_path / "learner").glob("*.ipynb"):
        for cell in jupytext.read(notebook).cells:
            equations = re.findall(r"\$\$(.*?)\$\$", cell.source, re.DOTALL) if cell.cell_type == "markdown" else []
            found += len(equations)
            assert not any(re.search(r"^\s*>", equation, re.MULTILINE) for equation in equations), notebook.name
    assert found


def test_a_reference_to_no_equation_is_refused(book: Path, tmp_path: Path) -> None:
    with (book / "chapters" / "one.md").open("a") as page:
        page.write("\nAs in {eq}`eq-none`.\n")
    with pytest.raises(editions.EditionError, match="one.md: there is no equation 'eq-none'; there are none"):
        editions.write_all(book, tmp_path)


FIGURES = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# One

```{code-cell} ipython3
:tags: [hide-input]
explore(trial.first, dose=[1, 2])
```

Text of the first.

```{code-cell} ipython3
:tags: [remove-input]
explore(trial.second, dose=[1, 2])
```

**Try this.** Move it.

More of it.

## Change the model

Add a stop.

```{code-cell} ipython3
:tags: [solution, remove-cell]
# Hint: add 3.
print(*trial.second(3)[1])
```

## Sources
"""


def test_an_exercise_stands_under_its_figure_whose_code_alone_is_open(book: Path, tmp_path: Path) -> None:
    (book / "chapters" / "one.md").write_text(FIGURES)
    editions.write_all(book, tmp_path)
    notebook = jupytext.read(tmp_path / "learner" / "01-one.ipynb")
    texts = [cell.source for cell in notebook.cells]
    assert texts[1] == editions.RUN and "pip install" in texts[-1]
    at = texts.index("explore(trial.second, dose=[1, 2])")
    assert texts[at + 1 : at + 4] == [
        "**Try this.** Move it.",
        "### Change the model\n\nAdd a stop.",
        f"**Hint.** add 3. {editions.HERE}",
    ]
    folded = {cell.source: cell.metadata.get("jupyter", {}).get("source_hidden") for cell in notebook.cells}
    assert folded["explore(trial.first, dose=[1, 2])"] and not folded["explore(trial.second, dose=[1, 2])"]
    assert "More of it." in texts and not any("# Your turn" in text for text in texts)
    cells = jupytext.read(tmp_path / "instructor" / "01-one.ipynb").cells
    [solution] = [cell.source for cell in cells if "solution" in cell.metadata.get("tags", [])]
    assert solution == "print(*trial.second(3)[1])"


def test_every_exercise_on_a_figure_stands_under_it(tmp_path: Path) -> None:
    """All of the course's but that of the ledger, which asks for code of one's own."""
    editions.write_all(ROOT / "book", tmp_path)
    left = []
    for notebook in sorted((tmp_path / "learner").glob("*.ipynb")):
        cells = jupytext.read(notebook).cells
        exercise = next((i for i, cell in enumerate(cells) if "## Change the model" in cell.source), None)
        if exercise is None:
            continue
        code = [i for i, cell in enumerate(cells[:exercise]) if cell.cell_type == "code"]
        if exercise - code[-1] > 2 or "explore(" not in cells[code[-1]].source:
            left.append(notebook.name)
    assert left == ["16-key-takeaways.ipynb"]


def test_files_stand_in_the_order_of_the_course_and_links_lead_to_them(tmp_path: Path) -> None:
    editions.write_all(ROOT / "book", tmp_path)
    files = sorted(file.name for file in (tmp_path / "learner").glob("*.ipynb"))
    assert files == [f"{i:02d}-{page.stem}.ipynb" for i, page in enumerate(binder.class_pages(ROOT / "book"), 1)]
    for file in files:
        text = "\n".join(cell.source for cell in jupytext.read(tmp_path / "learner" / file).cells)
        assert set(re.findall(r"([\w-]+\.ipynb)", text)) <= set(files), file


def test_a_solution_without_a_hint_is_refused(book: Path, tmp_path: Path) -> None:
    page = book / "chapters" / "one.md"
    page.write_text(page.read_text().replace("# Hint: one more\n# than that.\n", ""))
    with pytest.raises(editions.EditionError, match="one.md: the solution that starts 'answer = 42' has no hint"):
        editions.write_all(book, tmp_path)


def test_the_books_markdown_becomes_what_every_notebook_program_shows(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "site", lambda course: "https://x.org")
    editions.write_all(book, tmp_path)
    text = "\n".join(source for kind, source in cells(tmp_path, "learner") if kind == "markdown")
    text = text.replace(f"\n{editions.RUN}", "")
    assert text.startswith(
        "# One\n\n> **Before you start**\n>\n> **You need:** [two](https://x.org/two.html) and"
        " [words](https://x.org/glossary.html)."
    )
    assert "It is steep ([Łaly and Singh, 2018](https://doi.org/10.1/x); Food and Drug Administration, 2023)" in text
    assert "says [Łaly and Singh (2018)](https://doi.org/10.1/x)." in text
    assert "- [Łaly and Singh, 2018](https://doi.org/10.1/x). Esketamine vs placebo." in text
    assert not re.search(r"\{\w[\w:-]*\}[`\s]|:::|\)=", text)


def test_a_notebook_that_somebody_changed_is_kept(book: Path, tmp_path: Path) -> None:
    assert editions.write_all(book, tmp_path) == []
    mine = tmp_path / "learner" / "01-one.ipynb"
    notebook = jupytext.read(mine)
    notebook.cells[1].source = "answer = 40  # mine"
    jupytext.write(notebook, mine)
    assert editions.write_all(book, tmp_path) == [mine]
    assert "mine" in mine.read_text()


def test_a_notebook_that_was_only_run_is_brought_up_to_date(book: Path, tmp_path: Path) -> None:
    editions.write_all(book, tmp_path)
    mine = tmp_path / "learner" / "01-one.ipynb"
    notebook = jupytext.read(mine)
    notebook.cells[1].execution_count = 3
    jupytext.write(notebook, mine)
    page = book / "chapters" / "one.md"
    page.write_text(page.read_text().replace("answer = 41", "answer = 39"))
    assert editions.write_all(book, tmp_path) == []
    assert "answer = 39" in mine.read_text()


@pytest.mark.parametrize("page", binder.class_pages(ROOT / "book"), ids=lambda page: page.stem)
def test_no_chapter_leaves_the_books_markdown_behind(page: Path) -> None:
    works = bibliography.read(ROOT / "book" / "references.bib")
    for edition in editions.EDITIONS:
        notebook = editions.edited(page, edition, works)
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        text = re.sub(r"\$\$.*?\$\$|\$.*?\$", "", text, flags=re.DOTALL)
        assert not re.search(r"\{[a-z]+(?::[a-z]+)?\}`|^ *:::|^```\{|^\([\w-]+\)=", text, re.MULTILINE)


@pytest.mark.parametrize("page", binder.class_pages(ROOT / "book"), ids=lambda page: page.stem)
def test_a_stub_raises_nothing_but_not_implemented(page: Path) -> None:
    namespace: dict[str, object] = {"__name__": "chapter"}
    notebook = jupytext.read(page, fmt="md:myst")
    if not any("stub" in cell.metadata.get("tags", []) for cell in notebook.cells):
        return
    for cell in notebook.cells:
        if cell.cell_type == "code":
            try:
                exec(compile(cell.source, str(page), "exec"), namespace)
            except NotImplementedError:
                assert "stub" in cell.metadata.get("tags", [])


# --- Binder ---------------------------------------------------------------------------------


def test_binder_pins_every_package_with_a_hash_and_brings_no_builder_and_no_test_tool() -> None:
    wanted = re.findall(r"^([\w.-]+)", (BINDER / "requirements.in").read_text(), re.MULTILINE)
    entries = re.split(r"\n(?=\S)", (BINDER / "requirements.txt").read_text())
    pinned = {re.match(r"([\w.-]+)==", entry)[1] for entry in entries if "--hash=sha256:" in entry}
    assert set(wanted) <= pinned and all("--hash=sha256:" in entry for entry in entries)
    assert not pinned & {"sphinx", "jupyter-book", "myst-nb", "pytest", "nbval", "playwright", "codespell"}


def test_binder_has_the_versions_of_the_book() -> None:
    def pins(file: Path) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", file.read_text(), re.MULTILINE):
            found.setdefault(name, set()).add(version)
        return found

    book, live = pins(ROOT / "requirements.txt"), pins(BINDER / "requirements.txt")
    assert {name: live[name] for name in book.keys() & live.keys()} == {
        name: book[name] for name in book.keys() & live.keys()
    }


@pytest.fixture(scope="module")
def dockerfile() -> str:
    """What repo2docker would build on Binder, and what it says while it writes that.

    Nothing is built, no Docker is needed.
    """
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "repo2docker",
            "--no-build",
            "--debug",
            "--user-id",
            "1000",
            "--user-name",
            "jovyan",
            ROOT,
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr + done.stdout


def test_binder_installs_the_pins_and_then_runs_post_build(dockerfile: str) -> None:
    """No other file of the repository has a say: an environment.yml, for one, would hide requirements.txt."""
    assert (
        "Building conda environment for"
        f" python={(BINDER / 'runtime.txt').read_text().strip().removeprefix('python-')}\n" in dockerfile
    )
    ours = [line for line in dockerfile.splitlines() if re.match("(RUN|COPY).*(binder|src/)", line)]
    assert ours == [
        "COPY --chown=1000:1000 src/binder/requirements.txt ${REPO_DIR}/binder/requirements.txt",
        'RUN ${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "binder/requirements.txt"',
        "COPY --chown=1000:1000 src/ ${REPO_DIR}/",
        "RUN chmod +x binder/postBuild",
        "RUN ./binder/postBuild",
    ]


def test_make_live_takes_the_steps_of_binder() -> None:
    """So the live test, which starts from an empty .venv-live on a server, has run what Binder will run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    steps = subprocess.run(
        ["make", "--dry-run", "--always-make", ".venv-live/.installed"],
        cwd=ROOT,
        env=environment,
        text=True,
        capture_output=True,
    )
    done = [
        line.split('"; ')[-1].strip()
        for line in steps.stdout.splitlines()
        if re.search("(pip install|postBuild$)", line)
    ]
    assert [step.removeprefix('PATH="' + str(ROOT) + "/.venv-live/bin:$PATH" + '" ') for step in done] == [
        ".venv-live/bin/python -m pip install --quiet --require-hashes -r binder/requirements.txt",
        "binder/postBuild",
    ]


def test_post_build_can_run_and_ends_on_a_fault() -> None:
    assert (BINDER / "postBuild").stat().st_mode & 0o111 and "set -euo pipefail" in (BINDER / "postBuild").read_text()
    assert subprocess.run(["bash", "-n", BINDER / "postBuild"]).returncode == 0


# --- Links ----------------------------------------------------------------------------------

WHERE = {
    "repository": "https://github.com/someone/course",
    "branch": "main",
    "site": "https://x.org",
    "binder": "https://mybinder.org",
}


def test_a_binder_link_opens_the_chapter() -> None:
    address = urlsplit(binder.address("chapters/bdnf", WHERE))
    assert address.netloc + address.path == "mybinder.org/v2/gh/someone/course/main"
    assert parse_qs(address.query) == {"urlpath": ["lab/tree/build/class/learner/12-bdnf.ipynb"]}


def test_an_nbgitpuller_link_brings_the_course_and_opens_the_chapter() -> None:
    address = binder.nbgitpuller("https://hub.example/", "chapters/bdnf", WHERE)
    assert address.startswith("https://hub.example/hub/user-redirect/git-pull?")
    asked = parse_qs(urlsplit(address).query)
    assert (
        asked["repo"] == ["https://github.com/someone/course"]
        and unquote(asked["urlpath"][0]) == "lab/tree/course/learner/12-bdnf.ipynb"
    )
    assert asked["branch"] == ["class"]


def test_no_link_is_made_while_the_owner_is_not_set(tmp_path: Path) -> None:
    file = tmp_path / "launch.yml"
    file.write_text("repository: https://github.com/OWNER/course\nbranch: main\n")
    with pytest.raises(binder.LaunchError, match="launch.yml: repository still says OWNER"):
        binder.settings(file, {})


def test_a_build_on_github_knows_its_repository_and_a_set_owner_stays(tmp_path: Path) -> None:
    file = tmp_path / "launch.yml"
    file.write_text("repository: https://github.com/OWNER/course\nsite: https://OWNER.github.io/course\nbranch: main\n")
    here = {"GITHUB_REPOSITORY": "someone/my-course"}
    assert binder.settings(file, here) == {
        "repository": "https://github.com/someone/my-course",
        "site": "https://someone.github.io/my-course",
        "branch": "main",
    }
    file.write_text("repository: https://github.com/us/course/\nsite: https://course.example\nbranch: main\n")
    assert binder.settings(file, here) == {
        "repository": "https://github.com/us/course",
        "site": "https://course.example",
        "branch": "main",
    }


def test_the_install_line_names_the_package_of_the_site() -> None:
    assert binder.install_line("https://x.org") == f"pip install jupyterlab https://x.org/downloads/{binder.wheel()}"
    assert binder.install_line() == f"pip install jupyterlab {binder.wheel()}"


# --- The guide ------------------------------------------------------------------------------

GUIDE = (ROOT / "book" / "instructor-guide.md").read_text("utf-8")


def test_every_plan_has_its_timetable_in_the_guide() -> None:
    names = re.findall(r"^:::\{plan\} (\S+)$", GUIDE, re.MULTILINE)
    assert names == [plan.name for plan in plans.plans()]  # minutes, questions: test_plans.py


def test_the_guide_has_a_question_for_every_explorer_with_a_control() -> None:
    """Under the name of its chapter, with the label of one of its controls."""
    part = re.search(r"^## Ask before.*?(?=^## )", GUIDE, re.MULTILINE | re.DOTALL)[0]
    asked = {
        page: set(re.findall(r"\*([^*]+)\*", questions))
        for page, questions in re.findall(r"^\[.*?\]\((.*?)\.md\)\n((?:: .*\n)+)", part, re.MULTILINE)
    }
    missing = [
        f"{explorer.page}: {explorer.id}"
        for explorer in course.explorers()
        if explorer.controls
        and not any(
            name and control.label.startswith(name)
            for control in explorer.controls
            for name in asked.get(explorer.page, set())
        )
    ]
    assert missing == [], "instructor-guide.md, 'Ask before': a question is wanted with the name of one of its controls"


def test_the_steps_to_a_new_chapter_are_as_many_as_both_texts_say() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    steps = re.findall(r"^\d\. \*\*", text.partition("## Add a chapter")[2].partition("\n## ")[0], re.MULTILINE)
    number = ["six", "seven", "eight", "nine"][len(steps) - 6]
    assert f"## Add a chapter in {number} steps" in text
    assert f"it takes {number} steps" in (ROOT / "book" / "if-you-teach.md").read_text("utf-8")


def test_a_page_that_names_a_command_says_where_the_source_comes_from() -> None:
    for page in course.pages():
        text = (ROOT / "book" / f"{page}.md").read_text("utf-8")
        if re.search(r"`make \w+`", text):
            assert re.search(r"course's source", text), (
                f"book/{page}.md: say in which folder a command is typed, and whose"
            )
