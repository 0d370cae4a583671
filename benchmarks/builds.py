"""How long the course takes to build, in a copy of it: cold, unchanged, one chapter changed, one evidence row changed.

A second cold build in another folder must give the same bytes, page by page and as the zip. Prints Markdown.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools import offline  # noqa: E402

CHAPTER = "book/chapters/neuroplasticity.md"
PARTS = ("book", "widgets", "tools", "binder", "requirements.txt", "pyproject.toml")


def main() -> None:
    """Print one table; end with an error when two builds differ."""
    with tempfile.TemporaryDirectory() as folder:
        one, other = copy(Path(folder) / "one"), copy(Path(folder) / "the other")
        print("| build | s |\n|---|---|")
        timed("cold", one)
        first = contents(one)
        timed("nothing changed", one)
        change(one / CHAPTER, "\nOne more sentence.\n")
        timed("one chapter changed", one)
        table = next(iter(sorted((one / "widgets" / "evidence").glob("*.csv"))))
        table.write_text(table.read_text("utf-8").rstrip("\n") + "\n\n", "utf-8")
        timed("one evidence table changed", one)
        timed("cold, in another folder", other)
        second = contents(other)
        differ = [name for name in first | second if first.get(name) != second.get(name)]
        if differ:
            sys.exit(f"Two builds differ in {len(differ)} files: {', '.join(differ[:5])}")
        print(f"\nTwo cold builds in two folders: {len(first)} files, the zip among them, the same bytes")


def copy(folder: Path) -> Path:
    """What the build reads, without what it wrote."""
    for name in filter(lambda name: (ROOT / name).exists(), PARTS):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("_build", "__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


def timed(what: str, folder: Path) -> None:
    """Build the copy with its own widgets, not those installed."""
    began = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(folder), "SOURCE_DATE_EPOCH": "1700000000"}
    done = subprocess.run([sys.executable, "tools/build_book.py"], cwd=folder, env=environment, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"The build '{what}' failed:\n{(done.stdout + done.stderr)[-3000:]}")
    print(f"| {what} | {time.perf_counter() - began:.0f} |", flush=True)


def change(file: Path, text: str) -> None:
    """Add text to a file."""
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the built site, and its zip."""
    site = folder / "book" / "_build" / "html"
    offline.pack(site, folder / "course.zip")
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()} | {"zip": (folder / "course.zip").read_bytes()}


if __name__ == "__main__":
    main()
