"""Make a release: everything that is handed out, its checksums, and a tag: `make release`.

Nothing is made from a tree that nobody could get again, and nothing is sent anywhere: what it says at its end is what
you type to send it. ``ARGS=--dry-run`` says what would be done and refused. The gates are those of the workflow Test;
they are run here (an hour or two), unless ``ARGS=--tested-by-ci`` says that the workflow ran them on this commit: the
tag then says so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import IO

import yaml

from coursework.course import Course, read
from tools.watch.report import some

ROOT = Path(__file__).resolve().parent.parent
#: What the workflow Test runs (.github/workflows/test.yml); a test holds the two to each other.
GATES = (
    "test",
    "test-accessibility",
    "test-html",
    "test-late",
    "test-live",
    "test-lms",
    "test-paper",
    "test-reproducible",
    "test-sphinx",
    "test-browsers",
)
#: The command that makes it -> the files that it must leave in dist/.
MADE = {
    "offline": ("{slug}.zip",),
    "lms": ("{slug}-scorm*.zip",),
    "questions": ("{slug}-questions*",),
    "cards": ("{slug}-cards.apkg",),
    "pdf": ("{slug}.pdf",),
    "epub": ("{slug}.epub",),
    "wheel": ("*.whl",),
    "sbom": ("{slug}.cdx.json",),
}
SUMS = "SHA256SUMS"
_VERSION = re.compile(r"\d+\.\d+\.\d+")


class ReleaseError(Exception):
    """There will be no release; the message says why, a line for each reason."""


def main(arguments: list[str] | None = None, root: Path = ROOT) -> None:
    """Make a release of the repository, or say why not."""
    parser = argparse.ArgumentParser(prog="make release ARGS=...", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.add_argument("--tested-by-ci", action="store_true", help="the workflow Test ran the gates on this commit")
    asked = parser.parse_args(arguments)
    try:
        course, version = read(root / "book"), versions(root)["pyproject.toml"]
        if refused := refusals(root):
            raise ReleaseError("\n".join(refused))
        if asked.dry_run:
            print(plan(version, asked.tested_by_ci))
            return
        if not asked.tested_by_ci:
            run_gates(root)
        names = make(root, course, version)
        tag(root, course, version, asked.tested_by_ci)
    except ReleaseError as error:
        sys.exit(f"No release. {error}")
    print("\n".join([f"dist/{name}" for name in names]))
    print(f"Tagged v{version} here. To publish: git push origin v{version}, and attach what lies in dist/.")


def versions(root: Path) -> dict[str, str]:
    """Return the version that each file names, by file."""
    return {
        "pyproject.toml": tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"],
        "CITATION.cff": str(yaml.safe_load((root / "CITATION.cff").read_text("utf-8")).get("version")),
        ".zenodo.json": str(json.loads((root / ".zenodo.json").read_text("utf-8")).get("version")),
    }


def refusals(root: Path) -> list[str]:
    """Return why there can be no release of a tree as it stands, all at once, a sentence each."""
    lines = []
    if changed := git(root, "status", "--porcelain").splitlines():
        names = [line[3:] for line in changed]
        lines.append(f"Not everything is committed ({some(names, 3)}): commit it first.")
    found = versions(root)
    if len(set(found.values())) > 1:
        said = ", ".join(f"{version} in {name}" for name, version in found.items())
        lines.append(f"The version is {said}: make them one.")
    version = found["pyproject.toml"]
    if not _VERSION.fullmatch(version):
        lines.append(f"The version {version!r} is not of the form 1.2.3.")
    elif git(root, "tag", "--list", f"v{version}"):
        lines.append(f"The tag v{version} is there already: raise the version in {', '.join(found)}.")
    return lines


def plan(version: str, by_ci: bool) -> str:
    """Say what a release would do."""
    gates = "taken as run by the workflow Test" if by_ci else f"make {' '.join(GATES)}"
    return (
        f"Nothing speaks against v{version} so far. A release would\n"
        f"1. pass the gates: {gates}\n"
        f"2. empty dist/ and fill it anew: make {' '.join(MADE)}\n"
        f"3. write dist/{SUMS}\n"
        f"4. tag this commit v{version}, here only"
    )


def run_gates(root: Path) -> None:
    """Run every gate, each with a log of its own. Raises ReleaseError with all that failed."""
    logs = root / "build" / "release"
    logs.mkdir(parents=True, exist_ok=True)
    failed = []
    for gate in GATES:
        print(f"make {gate}", flush=True)
        with (logs / f"{gate}.log").open("w") as log:
            if call(root, "make", gate, stdout=log).returncode:
                failed.append(f"make {gate} failed: see build/release/{gate}.log.")
    if failed:
        raise ReleaseError("\n".join(failed))


def make(root: Path, course: Course, version: str) -> list[str]:
    """Fill dist/ anew and return the names of its files. Raises ReleaseError where something is not as it must be."""
    dist = root / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    lines = []
    for command, wanted in MADE.items():
        print(f"make {command}", flush=True)
        if (done := call(root, "make", command)).returncode:
            lines.append(f"make {command} failed: {last_line(done.stderr or done.stdout)}")
            continue
        for pattern in wanted:
            if not list(dist.glob(pattern.format(slug=course.slug))):
                lines.append(f"make {command} left no {pattern.format(slug=course.slug)} in dist/.")
    lines += stale(root, version)
    if changed := git(root, "status", "--porcelain"):
        lines.append(f"Making it changed a file of the repository: {changed.splitlines()[0][3:]}.")
    if lines:
        raise ReleaseError("\n".join(lines))
    files = sorted(file for file in dist.iterdir() if file.is_file())
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (dist / SUMS).write_text("".join(sums), "utf-8")
    return [*(file.name for file in files), SUMS]


def stale(root: Path, version: str) -> list[str]:
    """Say where what was made names another version: the built evidence table, and the wheel."""
    described = root / "book" / "_build" / "html" / "downloads" / "datapackage.json"
    lines = []
    if not described.is_file():
        lines.append("The built site has no downloads/datapackage.json: type make clean book.")
    elif (said := json.loads(described.read_text("utf-8")).get("version")) != version:
        lines.append(f"The built datapackage.json is of version {said}, not {version}: type make clean book.")
    for wheel in (root / "dist").glob("*.whl"):
        if f"-{version}-" not in wheel.name:
            lines.append(f"{wheel.name} is not of version {version}: type make clean book.")
    return lines


def tag(root: Path, course: Course, version: str, by_ci: bool) -> None:
    """Tag the commit; the tag says where its gates were run. Raises ReleaseError where git cannot."""
    where = "by the workflow Test, as whoever made this release says" if by_ci else "here, before it was made"
    try:
        git(root, "tag", "--annotate", f"v{version}", "--message", f"{course.title} {version}\n\nGates: run {where}.")
    except ReleaseError as error:
        raise ReleaseError(f"Everything lies in dist/, but the tag could not be made. {error}") from error


def git(root: Path, *arguments: str) -> str:
    """Return what git says. Raises ReleaseError with its words where it fails."""
    done = call(root, "git", *arguments)
    if done.returncode:
        raise ReleaseError(f"git {arguments[0]} failed: {last_line(done.stderr)}")
    return done.stdout.rstrip("\n")


def call(root: Path, *command: str, stdout: int | IO[str] = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run a command in the repository, as if no make had started it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    both = subprocess.STDOUT if stdout is not subprocess.PIPE else subprocess.PIPE
    return subprocess.run(list(command), cwd=root, env=environment, text=True, stdout=stdout, stderr=both)


def last_line(text: str) -> str:
    """Return what a program said last."""
    return (text.strip().splitlines() or ["no reason given"])[-1]


if __name__ == "__main__":
    main()
