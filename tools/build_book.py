"""Build the course into book/_build/html, from nothing where Sphinx could not know better.

Nothing changed -> nothing to do. Only pages, or models, figures and evidence behind them, changed ->
Sphinx runs the cells of those pages (widgets/coursework/site/freshness.py) and writes the site. After a build that
failed it runs those, and the pages with a fault. Anything else, or a build that was stopped -> everything from nothing.

Sphinx writes into book/_build/draft. What it made becomes the site only when all of it is sound, so a
build that fails or is stopped leaves the last good site as it was.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from coursework.course import CourseError, read

ROOT = Path(__file__).resolve().parent.parent

# -n: a reference to nothing is a warning. -W --keep-going: warnings fail the build, after all were shown.
FLAGS = ["-n", "-W", "--keep-going"]
PACKAGES = "widgets"  # the folder of a course's package, and here of the engine's


def main(root: Path = ROOT) -> int:
    """Bring the site up to date. Returns the exit status of the build."""
    site = root / "book" / "_build" / "html"
    draft = root / "book" / "_build" / "draft"
    record = root / "book" / "_build" / "built.json"
    before, now = read_record(record), snapshot(root)

    if before == Record(now, sound=True) and (site / "index.html").is_file():
        print(f"The course is up to date: {site / 'index.html'}")
        return 0

    if before is None or not only_parts_changed(before.files, now, parts(root)):
        before = None
        shutil.rmtree(draft, ignore_errors=True)
    record.unlink(missing_ok=True)
    read_before = when_read(draft)
    shutil.rmtree(draft / "_build" / "html" / "reports", ignore_errors=True)  # tracebacks of cells that failed

    try:
        status = run_jupyter_book(root / "book", draft)
    except KeyboardInterrupt:
        print("Stopped. The next build starts from nothing.", file=sys.stderr)
        return 130
    if status == 0:
        put_in_place(draft / "_build" / "html", site)
        write_record(record, Record(now, sound=True))
        print(f"The course: {site / 'index.html'}")
        return 0
    # What Sphinx has read is kept. Where it ended before it had read anything, that is what it was.
    if made := Record(now, sound=False) if when_read(draft) != read_before else before:
        write_record(record, made)
    if site.exists():
        print(f"{site} is still the course as it was built last.", file=sys.stderr)
    return status


def run_jupyter_book(book: Path, draft: Path) -> int:
    """`jupyter-book build` into `draft`/_build/html, by this Python. Returns its exit status.

    The build and its kernels import what lies beside the book, whatever is installed: the installed packages
    may be those of another copy of this folder.
    """
    book, draft = book.resolve(), draft.resolve()
    folders = dict.fromkeys([str(book.parent / PACKAGES), str(ROOT / PACKAGES)])
    path = os.pathsep.join([*folders, *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "tools.run_book", "build", str(book), "--path-output", str(draft), *FLAGS]
    return subprocess.call(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path})


def put_in_place(made: Path, site: Path) -> None:
    """Put a copy of `made` in the place of `site`, whole or not at all. Sphinx needs its own for the next build.

    Sphinx's own mark stays behind: it differs from folder to folder, and no reader needs it.
    """
    part, old = site.with_name(".html.part"), site.with_name(".html.old")
    for folder in (part, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, part, ignore=shutil.ignore_patterns(".buildinfo*"))
    if site.exists():
        site.rename(old)
    part.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def snapshot(root: Path) -> dict[str, str]:
    """Return what the site is made of: a digest for each source file, and the Python that builds it."""
    files = [root / name for name in ("requirements.txt", "pyproject.toml", "binder/launch.yml")]
    for folder in ("book", PACKAGES):
        files += [file for file in (root / folder).rglob("*") if file.is_file() and is_source(file, root)]
    digests = {file.relative_to(root).as_posix(): digest(file) for file in files if file.exists()}
    return digests | {"python": sys.version, "repository": os.environ.get("GITHUB_REPOSITORY", "")}


def is_source(file: Path, root: Path) -> bool:
    """Say whether a person wrote it: not a build, a cache or a backup."""
    return not {"_build", "__pycache__", ".ipynb_checkpoints"} & set(file.relative_to(root).parts)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def parts(root: Path) -> tuple[str, ...]:
    """List where a change concerns only the pages that read it: the chapters and the course's own package."""
    try:
        package = read(root / "book").package
    except CourseError:  # which the build will tell
        package = ""
    return ("book/chapters/", *([f"{PACKAGES}/{package}/"] if package else []))


def only_parts_changed(before: dict[str, str], now: dict[str, str], parts: tuple[str, ...]) -> bool:
    """Say whether every difference is within the parts, and no page came or went."""
    changed = {name for name, _ in before.items() ^ now.items()}
    known = before.keys() & now.keys()
    return all(name.startswith(parts) and (name in known or not name.startswith("book/")) for name in changed)


@dataclass(frozen=True)
class Record:
    """What the draft was made of, and whether it became the site."""

    files: dict[str, str]  # as snapshot() has them
    sound: bool


def read_record(record: Path) -> Record | None:
    """Return the record of the last build, or None where it was stopped or there was none."""
    try:
        return Record(**json.loads(record.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_record(record: Path, made: Record) -> None:
    """Keep the record for the next build."""
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(asdict(made), indent=1, sort_keys=True), encoding="utf-8")


def when_read(draft: Path) -> int:
    """Return when Sphinx last wrote down what it had read, or 0."""
    memory = draft / "_build" / ".doctrees" / "environment.pickle"
    return memory.stat().st_mtime_ns if memory.exists() else 0


if __name__ == "__main__":
    sys.exit(main())
