"""Build the course into book/_build/html, from nothing where Sphinx could not know better.

Nothing changed -> nothing to do. Only pages, or models, figures and evidence behind them, changed ->
Sphinx runs the cells of those pages (widgets/coursework/site/freshness.py) and writes the site. Anything else, or a
build that failed (Sphinx does not repeat the warnings of pages it skips) -> everything from nothing.

Sphinx writes into book/_build/draft. What it made becomes the site only when all of it is sound, so a
build that fails or is stopped leaves the last good site as it was.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
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

    if before == now and (site / "index.html").is_file():
        print(f"The course is up to date: {site / 'index.html'}")
        return 0

    if before is None or not only_parts_changed(before, now, parts(root)):
        shutil.rmtree(draft, ignore_errors=True)
    record.unlink(missing_ok=True)

    try:
        status = run_jupyter_book(root / "book", draft)
    except KeyboardInterrupt:
        print("Stopped. The next build starts from nothing.", file=sys.stderr)
        return 130
    if status == 0:
        put_in_place(draft / "_build" / "html", site)
        record.write_text(json.dumps(now, indent=1, sort_keys=True), encoding="utf-8")
        print(f"The course: {site / 'index.html'}")
    elif site.exists():
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


def read_record(record: Path) -> dict[str, str] | None:
    """Return the snapshot of the last build that succeeded, or None."""
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


if __name__ == "__main__":
    sys.exit(main())
