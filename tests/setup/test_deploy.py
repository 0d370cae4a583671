"""What deploy/ tells a hub: patience beyond a break, no administrator without a password, nobody let in unasked."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from coursework import binder

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "deploy" / "tljh.sh"
BREAK = 3600  # s; no break of a class is longer


def tljh(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SCRIPT, *arguments], text=True, capture_output=True, stdin=subprocess.DEVNULL)


def test_a_dry_run_names_every_step_and_takes_none() -> None:
    done = tljh("--dry-run", "https://git.example/course", "hub.example.org", "you@example.org")
    assert done.returncode == 0, done.stderr
    steps = done.stdout.splitlines()
    assert any("--admin teacher:" in step for step in steps), "the first to sign in would become administrator"
    timeout = next(step.split()[-1] for step in steps if "services.cull.timeout" in step)
    assert int(timeout) > BREAK
    order = [
        next(i for i, step in enumerate(steps) if word in step)
        for word in ("bootstrap.py ", "postBuild", "/etc/skel", "reload")
    ]
    assert order == sorted(order)
    assert (ROOT / "binder" / "postBuild").exists() and all("sudo" in step or "curl" in step for step in steps[:-1])


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "Usage"),
        (["git@host:x", "hub.example.org", "you@example.org"], "'git@host:x'"),
        (["https://git.example/course", "hub", "you@example.org"], "'hub'"),
        (["https://git.example/course", "hub.example.org", "you"], "'you'"),
    ],
)
def test_a_wrong_argument_is_named_before_anything_happens(arguments: list[str], named: str) -> None:
    done = tljh(*arguments)
    assert done.returncode == 2 and named in done.stderr and not done.stdout


def test_the_cluster_waits_longer_than_a_break_and_lets_nobody_in_unasked() -> None:
    values = yaml.safe_load((ROOT / "deploy" / "zero-to-jupyterhub.yaml").read_text("utf-8"))
    assert values["cull"]["timeout"] > BREAK
    assert values["hub"]["config"]["Authenticator"]["allow_all"] is False


def test_the_notebooks_that_are_named_are_there() -> None:
    here = {f"{name}.ipynb" for name in binder.file_names(ROOT / "book").values()}
    for name in ("README.md", "zero-to-jupyterhub.yaml"):
        named = re.findall(r"learner(?:/|%2F)([\w-]+\.ipynb)", (ROOT / "deploy" / name).read_text("utf-8"))
        assert named and set(named) <= here, name


def test_the_helm_chart_is_one_whose_faults_are_mended() -> None:
    text = (ROOT / "deploy" / "README.md").read_text("utf-8")
    command = next(line for line in text.splitlines() if "helm upgrade" in line)
    version = command.split("--version ")[1].split()[0]
    assert tuple(map(int, version.split("."))) >= (4, 4, 0)


def test_the_limits_hold_what_was_rehearsed() -> None:
    """A learner who leaves every chapter open keeps below the limit, and one who closes them below the guarantee."""
    text = (ROOT / "deploy" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| MiB \| [\d,]+ \| [\d,]+ \| ([\d,]+) \|$", text, re.MULTILINE)
    most = {name: int(value.replace(",", "")) for name, value in rows}
    [one] = [value for name, value in most.items() if "what a limit counts" in name]
    all_open = most["the same, shared libraries in full"]
    values = yaml.safe_load((ROOT / "deploy" / "zero-to-jupyterhub.yaml").read_text("utf-8"))["singleuser"]["memory"]
    steps = tljh("--dry-run", "https://git.example/course", "hub.example.org", "you@example.org").stdout
    [limit] = re.findall(r"limits.memory (\d+)M", steps)
    mib = 2**20 / 1e6
    assert one * mib < int(values["guarantee"].removesuffix("M")) < int(values["limit"].removesuffix("M"))
    for megabytes in (limit, values["limit"].removesuffix("M")):
        assert int(megabytes) > 1.15 * all_open * mib
