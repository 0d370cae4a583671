"""`make class` renews the branch of the class, loses nothing, publishes no solution, and says why it refuses."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tools import publish_class
from tools.publish_class import ClassError, publish

CHAPTER = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# Trial

```{code-cell}
1 + 1
```

```{code-cell}
:tags: [solution]

# Hint: add them.
THE_SOLUTION = 42
```
"""


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, cwd=folder, check=True, text=True, capture_output=True).stdout.strip()


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of a small course, with a remote beside it."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A teacher")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "teacher@example.org")
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", tmp_path / "remote.git"], check=True)
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", tmp_path / "remote.git", folder], check=True, capture_output=True)
    (folder / "book" / "chapters").mkdir(parents=True)
    (folder / "book" / "_toc.yml").write_text("format: jb-book\nroot: chapters/trial\n")
    (folder / "book" / "references.bib").write_text("")
    (folder / "pyproject.toml").write_text('[project]\nname = "trial"\nversion = "0.1.0"\n')
    (folder / "book" / "course.yml").write_text("title: Trial\nslug: trial\nstart: chapters/trial\n")
    (folder / "book" / "chapters" / "trial.md").write_text(CHAPTER)
    git(folder, "checkout", "--quiet", "-B", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "A course")
    git(folder, "push", "--quiet", "origin", "main")
    return folder


def on_the_branch(clone: Path) -> dict[str, str]:
    """Every file of the remote's branch, by name."""
    git(clone, "fetch", "--quiet", "origin", "class")
    names = git(clone, "ls-tree", "-r", "--name-only", "FETCH_HEAD").splitlines()
    return {name: git(clone, "show", f"FETCH_HEAD:{name}") for name in names}


def state(clone: Path) -> list[str]:
    """What must not change: branch, commit, index, files."""
    return [
        git(clone, *command.split())
        for command in ("branch --list", "rev-parse HEAD", "status --porcelain", "ls-files -s")
    ]


def change(clone: Path, new: str) -> None:
    chapter = clone / "book" / "chapters" / "trial.md"
    chapter.write_text(CHAPTER.replace("1 + 1", new))
    git(clone, "commit", "--quiet", "-am", f"Now {new}")


def test_twice_from_one_clone_and_once_from_another(clone: Path, tmp_path: Path) -> None:
    before = state(clone)
    assert publish(clone) == "The branch class of origin now holds 1 notebooks, without solutions."
    assert state(clone) == before
    files = on_the_branch(clone)
    assert list(files) == ["learner/01-trial.ipynb"] and "1 + 1" in files["learner/01-trial.ipynb"]
    assert "is up to date" in publish(clone)

    change(clone, "2 + 2")
    git(clone, "push", "--quiet", "origin", "main")
    publish(clone)
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "--quiet", tmp_path / "remote.git", other], check=True)
    assert "is up to date" in publish(other)
    change(other, "3 + 3")
    git(other, "push", "--quiet", "origin", "main")
    publish(other)
    assert "3 + 3" in on_the_branch(clone)["learner/01-trial.ipynb"]
    with pytest.raises(
        ClassError, match=r"made from commit \w{12}, which this clone does not have or has not merged. Type: git pull"
    ):
        publish(clone)
    git(clone, "pull", "--quiet")
    assert "is up to date" in publish(clone)
    git(clone, "fetch", "--quiet", "origin", "class")
    assert git(clone, "rev-list", "--count", "FETCH_HEAD") == "3"


def test_no_solution_is_on_the_branch_or_in_its_history(clone: Path) -> None:
    change(clone, "2 + 2")
    publish(clone)
    git(clone, "fetch", "--quiet", "origin", "class")
    assert git(clone, "rev-list", "--count", "FETCH_HEAD") == "1"
    assert "THE_SOLUTION" not in git(clone, "log", "-p", "FETCH_HEAD")


def test_a_solution_that_slips_into_the_learners_edition_is_not_sent(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_class.editions, "INSTRUCTOR", "learner")
    monkeypatch.setattr(publish_class.editions, "EDITIONS", ("learner",))
    monkeypatch.setattr(publish_class.editions, "LEARNER", "learner")
    with pytest.raises(ClassError, match="01-trial.ipynb would go out with a solution; nothing was sent"):
        publish(clone)
    assert git(clone, "ls-remote", "origin", "class") == ""


def test_uncommitted_chapters_are_refused_by_name(clone: Path) -> None:
    (clone / "book" / "chapters" / "trial.md").write_text(CHAPTER + "More.\n")
    with pytest.raises(ClassError, match=r"(?s)not committed.*trial\.md.*make class"):
        publish(clone)
    git(clone, "checkout", "--quiet", ".")
    (clone / "notes.txt").write_text("mine")
    publish(clone)
    assert (clone / "notes.txt").read_text() == "mine"


def test_notebooks_that_a_teacher_changed_stay_and_do_not_go_out(clone: Path) -> None:
    (clone / ".gitignore").write_text("build/\n")
    own = clone / "build" / "class" / "learner" / "01-trial.ipynb"
    own.parent.mkdir(parents=True)
    own.write_text("my own words")
    publish(clone)
    assert own.read_text() == "my own words" and "my own words" not in on_the_branch(clone)["learner/01-trial.ipynb"]


def test_a_branch_that_somebody_changed_by_hand_is_not_covered_up(clone: Path, tmp_path: Path) -> None:
    publish(clone)
    hand = tmp_path / "hand"
    subprocess.run(["git", "clone", "--quiet", "-b", "class", tmp_path / "remote.git", hand], check=True)
    (hand / "learner" / "own.ipynb").write_text("{}")
    git(hand, "add", ".")
    git(hand, "commit", "--quiet", "-m", "An own notebook")
    git(hand, "push", "--quiet")
    tip = git(clone, "ls-remote", "origin", "class")
    with pytest.raises(ClassError, match=r"did not make \(\w+ .*An own notebook\).*class-by-hand.*--delete class"):
        publish(clone)
    assert git(clone, "ls-remote", "origin", "class") == tip


def test_another_clone_that_was_faster_wins(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(clone)
    change(clone, "2 + 2")
    shutil.copytree(clone / "book", clone / "newer")
    (clone / "newer" / "chapters" / "trial.md").write_text(CHAPTER.replace("1 + 1", "4 + 4"))
    write = publish_class._write

    def slowly(*arguments: Path) -> int:
        with monkeypatch.context() as patch:
            patch.setattr(publish_class, "_write", write)
            publish(clone)
        return write(clone / "newer", *arguments[1:])

    monkeypatch.setattr(publish_class, "_write", slowly)
    with pytest.raises(ClassError, match="Another clone renewed class in this moment. Nothing was sent"):
        publish(clone)


def test_where_there_is_no_remote_or_no_repository_one_sentence_says_so(clone: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "remote.git")
    with pytest.raises(ClassError, match="The remote 'origin' cannot be read"):
        publish(clone)
    with pytest.raises(ClassError, match="The remote 'school' cannot be read"):
        publish(clone, "school")
    bare = tmp_path / "unpacked"
    shutil.copytree(clone / "book", bare / "book")
    with pytest.raises(ClassError, match="not a git repository"):
        publish(bare)


def test_a_dry_run_sends_nothing(clone: Path) -> None:
    assert publish(clone, push=False).endswith("Nothing was sent.")
    assert git(clone, "ls-remote", "origin", "class") == ""
