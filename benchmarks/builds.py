"""How long the course takes to build, in a copy of it, and whether what is built in parts is what is built from
nothing.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.books import OURS, source
from benchmarks.hosting import content
from benchmarks.table import Row, at_most
from tests.support.books import build_command, scratch_book
from tools import offline

ROOT = Path(__file__).parents[1]
CHAPTER = "book/chapters/neuroplasticity.md"
TABLE = "widgets/ketamine/evidence/plasticity.csv"
AIMS = {"cold": 120, "nothing changed": 10, "one chapter changed": 20}  # s
PARTS = ("book", "widgets", "tools", "binder", "requirements.txt", "pyproject.toml", "LICENSE")


def rows(folder: Path, rounds: int, copies: tuple[int, ...] = (1, 4, 16)) -> Iterator[Row]:
    """Build, change a little, build; ``rounds`` times in turns."""
    found: dict[str, list[tuple[float, float]]] = {}
    differ: set[str] = set()
    first: dict[str, bytes] = {}
    for number in range(rounds):
        one = copy(folder / f"copy {number}")
        found.setdefault("cold", []).append(build(one))
        first = contents(one) if not number else first
        differ |= different(first, contents(one))
        found.setdefault("nothing changed", []).append(build(one))
        add(one / CHAPTER, "\nOne more sentence.\n")
        found.setdefault("one chapter changed", []).append(build(one))
        change_row(one / TABLE)
        found.setdefault("one evidence row changed", []).append(build(one))
    for what, times in found.items():
        walls: list[float | None] = [wall for wall, _ in times]
        used: list[float | None] = [processor for _, processor in times]
        measure = f"build, {what}: s"
        yield at_most(measure, [walls], AIMS[what]) if what in AIMS else Row(measure, [walls])
        yield Row(f"build, {what}: processor s", [used])
    if rounds > 1:
        yield same("cold builds in other folders: files that differ (the zip is one)", differ)
    parts = contents(one)
    shutil.rmtree(one / "book" / "_build")
    build(one)
    yield same(
        "what both changes left, against a build from nothing: files that differ", different(parts, contents(one))
    )
    yield at_most("offline zip, MB", [len(first["zip"]) / 1e6], 6, digits=2)
    yield from growth(folder, copies)


def same(measure: str, differ: set[str]) -> Row:
    """Return a row for two sites that must be one."""
    return Row(measure, [f"{len(differ)} {', '.join(sorted(differ)[:3])}".strip()], "0", not differ)


def copy(folder: Path) -> Path:
    """Copy what the build reads, without what it wrote."""
    for name in filter(lambda name: (ROOT / name).exists(), PARTS):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("_build", "__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


def build(folder: Path) -> tuple[float, float]:
    """Build the copy with its own widgets, not those installed: seconds, and seconds of processor time."""
    environment = os.environ | {"PYTHONPATH": str(folder / "widgets"), "SOURCE_DATE_EPOCH": "1700000000"}
    return timed([sys.executable, "-m", "tools.build_book"], folder, environment)


def timed(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Run a command: its seconds, and those of processor time, its children's too. Ends the run if it fails."""
    began, used = time.perf_counter(), processor()
    done = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"The build in {folder} failed:\n{(done.stdout + done.stderr)[-3000:]}")
    return time.perf_counter() - began, processor() - used


def processor() -> float:
    """Seconds of processor time that ended child processes took so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def add(file: Path, text: str) -> None:
    """Add text to a file."""
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def change_row(file: Path) -> None:
    """Say more in the note of the table's last row."""
    text = file.read_text("utf-8").rstrip("\n")
    file.write_text(f"{text}; read again\n" if not text.endswith('"') else f'{text[:-1]}; read again"\n', "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of the built site, and its zip."""
    site = folder / "book" / "_build" / "html"
    offline.pack(site, folder / "course.zip")
    files = {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    return files | {"zip": (folder / "course.zip").read_bytes()}


def different(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    """Names of files that are not the same in both."""
    return {name for name in one | other if one.get(name) != other.get(name)}


def growth(folder: Path, numbers: tuple[int, ...]) -> Iterator[Row]:
    """Books of 1, 4 and 16 copies of a page with a figure: the pages stay as heavy, the build grows by the page."""
    weights: dict[int, float] = {}
    used: dict[int, float] = {}
    for number in numbers:
        book = scratch_book(folder / f"{number} copies", source(OURS))
        names = ["index", *(f"copy-{each:02}" for each in range(1, number))]
        for name in names[1:]:
            shutil.copy(book / "index.md", book / f"{name}.md")
        others = "".join(f"- file: {name}\n" for name in names[1:])
        (book / "_toc.yml").write_text("format: jb-book\nroot: index\n" + (f"chapters:\n{others}" if others else ""))
        wall, used[number] = timed(build_command(book), ROOT, dict(os.environ))
        site = book / "_build" / "html"
        weights[number] = max(len(content(site / f"{name}.html")) / 1000 for name in names)
        yield Row(f"book of {number} copies of a page: page gzip, kB", [weights[number]], digits=1)
        yield Row(f"book of {number} copies of a page: build s (processor s)", [f"{wall:.0f} ({used[number]:.0f})"])
    least, *middle_, most = numbers
    yield Row(
        f"page of {most} copies over page of {least}",
        [f"{weights[most] / weights[least]:.2f}"],
        "≤ 1.1",
        weights[most] <= 1.1 * weights[least],
    )
    for between in middle_:
        before, after = ((used[b] - used[a]) / (b - a) for a, b in ((least, between), (between, most)))
        said = f"{before:.1f} up to {between} copies, {after:.1f} from there on"
        yield Row("processor s for a further page", [said], "grows ≤ 1.5 times", after <= 1.5 * before)
