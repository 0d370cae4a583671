"""Put the learner's notebooks on the branch that a class pulls (`make class`), and touch nothing else.

The notebooks are written anew from the committed chapters into a temporary folder and become one commit on the
remote's branch `class`: no file of this folder, no branch of this clone and no index is changed. The branch starts
without a history, so that no solution lies behind it, and only ever moves forward.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import jupytext

from coursework import binder, editions

ROOT = Path(__file__).resolve().parents[1]
#: A commit of this command says of which commit it was made. One without this line was made by a person.
TRAILER = "Class-Source"
#: What the notebooks are made of; other changes, such as a note in another folder, do not matter.
SOURCES = ("book", "widgets", "binder")


class ClassError(Exception):
    """The branch cannot be renewed without losing or publishing something; the message says what, and what to do."""


def publish(root: Path = ROOT, remote: str = "origin", push: bool = True) -> str:
    """Renew the branch of the class on `remote` and return a sentence that says what was done.

    Raises ClassError, and changes nothing, where chapters are not committed, the remote cannot be reached,
    somebody changed the branch by hand, another clone was faster, or a solution would go out.
    """
    source = _git(root, "rev-parse", "HEAD")
    if changed := _git(root, "status", "--porcelain", "--", *SOURCES):
        raise ClassError(
            f"These are changed and not committed:\n{changed}\n"
            "The class gets what is committed. Commit or undo them, then type again: make class"
        )
    before = _tip(root, remote, source)
    with tempfile.TemporaryDirectory() as scratch:
        learner = Path(scratch, "branch", "learner")
        count = _write(root / "book", Path(scratch, "editions"), learner)
        tree = _tree(root, learner.parent, Path(scratch, "index"))
    if before and _git(root, "rev-parse", f"{before}^{{tree}}") == tree:
        return f"The branch {binder.CLASS_BRANCH} of {remote} is up to date: {count} notebooks."
    parents = ["-p", before] if before else []
    message = f"The learner's notebooks\n\n{TRAILER}: {source}"
    commit = _git(root, "commit-tree", tree, *parents, "-m", message)
    if not push:
        return f"The branch {binder.CLASS_BRANCH} of {remote} would get {count} notebooks. Nothing was sent."
    _push(root, remote, commit)
    return f"The branch {binder.CLASS_BRANCH} of {remote} now holds {count} notebooks, without solutions."


def _tip(root: Path, remote: str, source: str) -> str:
    """Return the newest commit of the remote's branch, '' where there is none.

    Raises ClassError where a person made it, or where it was made from a commit that `source` does not hold.
    """
    try:
        found = _git(root, "ls-remote", remote, f"refs/heads/{binder.CLASS_BRANCH}")
    except ClassError as error:
        raise ClassError(f"The remote {remote!r} cannot be read: {error}") from error
    if not found:
        return ""
    tip = found.split()[0]
    _git(root, "fetch", "--quiet", "--no-write-fetch-head", remote, tip)
    for commit in _git(root, "rev-list", tip).splitlines():
        if f"\n{TRAILER}: " not in _git(root, "show", "--no-patch", "--format=%B", commit):
            made = _git(root, "show", "--no-patch", "--format=%h %an: %s", commit)
            raise ClassError(
                f"The branch {binder.CLASS_BRANCH} of {remote} holds a commit that this command did not make ({made}), "
                "and it would be covered up. Keep it under another name "
                f"(git push {remote} {commit[:12]}:refs/heads/class-by-hand), delete the branch "
                f"(git push {remote} --delete {binder.CLASS_BRANCH}), then type again: make class"
            )
    made_from = _git(root, "show", "--no-patch", f"--format=%(trailers:key={TRAILER},valueonly)", tip)
    if made_from not in _git(root, "rev-list", source).splitlines():
        raise ClassError(
            f"The branch {binder.CLASS_BRANCH} was made from commit {made_from[:12]}, which this clone does not have "
            "or has not merged. Type: git pull, then: make class"
        )
    return tip


def _write(book: Path, scratch: Path, learner: Path) -> int:
    """Write the learner's edition into the folder `learner` and return the number of notebooks.

    Raises ClassError if a solution is in it.
    """
    editions.write_all(book, scratch)
    learner.parent.mkdir(parents=True)
    (scratch / editions.LEARNER).rename(learner)
    solutions = {
        cell.source.strip()
        for notebook in (scratch / editions.INSTRUCTOR).glob("*.ipynb")
        for cell in jupytext.read(notebook).cells
        if "solution" in cell.metadata.get("tags", [])
    }
    notebooks = sorted(learner.glob("*.ipynb"))
    for notebook in notebooks:
        for cell in jupytext.read(notebook).cells:
            if "solution" in cell.metadata.get("tags", []) or cell.source.strip() in solutions:
                raise ClassError(f"{notebook.name} would go out with a solution; nothing was sent")
    return len(notebooks)


def _tree(root: Path, folder: Path, index: Path) -> str:
    """Store the folder in the repository's objects, by an index of its own, and return the tree's name."""
    environment = os.environ | {"GIT_INDEX_FILE": str(index)}
    _git(root, f"--work-tree={folder}", "add", "--all", "--force", ".", cwd=folder, environment=environment)
    return _git(root, "write-tree", environment=environment)


def _push(root: Path, remote: str, commit: str) -> None:
    """Move the remote's branch forward. Raises ClassError where it moved meanwhile or refuses."""
    try:
        _git(root, "push", "--quiet", remote, f"{commit}:refs/heads/{binder.CLASS_BRANCH}")
    except ClassError as error:
        if "fetch first" in str(error) or "non-fast-forward" in str(error):
            raise ClassError(
                f"Another clone renewed {binder.CLASS_BRANCH} in this moment. Nothing was sent; type again: make class"
            ) from error
        raise ClassError(f"{remote} did not take the notebooks: {error}") from error


def _git(root: Path, *arguments: str, cwd: Path | None = None, environment: dict[str, str] | None = None) -> str:
    """Run git in the repository at `root` and return what it printed. Raises ClassError with git's own words."""
    try:
        top = subprocess.run(
            ["git", "rev-parse", "--absolute-git-dir"], cwd=root, check=True, text=True, capture_output=True
        ).stdout.strip()
        command = ["git", f"--git-dir={top}", *arguments]
        done = subprocess.run(command, cwd=cwd or root, env=environment, check=True, text=True, capture_output=True)
    except FileNotFoundError as error:
        raise ClassError("git is not installed; the class pulls its notebooks from a git repository") from error
    except subprocess.CalledProcessError as error:
        raise ClassError(error.stderr.strip() or f"git {arguments[0]} ended with {error.returncode}") from error
    return done.stdout.strip()


def main() -> None:
    """Publish from this folder, or say in one sentence why not."""
    parser = argparse.ArgumentParser(prog="make class", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--remote", default="origin", help="the remote that the class pulls from (default: origin)")
    parser.add_argument("--dry-run", action="store_true", help="do everything but send it")
    chosen = parser.parse_args()
    try:
        print(publish(remote=chosen.remote, push=not chosen.dry_run))
    except (ClassError, editions.EditionError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
