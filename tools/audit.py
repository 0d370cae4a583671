"""Ask PyPI's advisories about every pinned package: `make audit`. Run by .venv-audit's Python; needs a network.

Fails on a known vulnerability, and also where a package could not be asked about: silence is not a clean bill.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Nothing is installed or resolved: the lists are complete, with a hash for each file.
FLAGS = ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "30"]


def main() -> None:
    packages = {(package["name"], package.get("version")): package for name in lists(ROOT) for package in asked(name)}
    lines = faults(list(packages.values()))
    if lines:
        sys.exit("\n".join(lines))
    print(f"{len(packages)} packages, no known vulnerability")


def lists(root: Path) -> list[str]:
    """Return every list of pins of the repository."""
    return sorted(
        file.relative_to(root).as_posix()
        for pattern in ("requirements.txt", "[!.]*/*requirements*.txt")
        for file in root.glob(pattern)
    )


def asked(pins: str) -> list[dict[str, Any]]:
    """Ask pip-audit about each package of a list. Ends with a sentence where it could not ask at all."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip_audit", *FLAGS, "--requirement", pins, "--output", str(report)]
        done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
        if not report.exists():
            sys.exit(
                f"The advisories on {pins} could not be asked. Is there a network to pypi.org? pip-audit says:"
                f" {last_line(done.stderr)}"
            )
        return json.loads(report.read_text("utf-8"))["dependencies"]


def faults(packages: list[dict[str, Any]]) -> list[str]:
    """Return a line for each advisory, and one for all packages that could not be asked about."""
    lines = [
        f"{package['name']} {package['version']}: {found['id']}, mended in"
        f" {', '.join(found['fix_versions']) or 'no version yet'}"
        for package in packages
        for found in package.get("vulns", [])
    ]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped:
        lines.append(
            f"{len(skipped)} of {len(packages)} packages could not be asked about, such as {skipped[0]}. Is there a"
            " network to pypi.org?"
        )
    return lines


def last_line(text: str) -> str:
    """Return what a program said last."""
    return (text.strip().splitlines() or ["no reason given"])[-1]


if __name__ == "__main__":
    main()
