"""The weekly watch on the server: who may write what, and one issue whatever happens. A pretended `gh` plays along."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

WORKFLOW = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / ".github" / "workflows" / "watch.yml").read_text("utf-8")
)
GH = """#!/bin/sh
echo "$*" >>calls
case "$1 $2" in
  "issue list") cat number ;;
  "issue view") cat body ;;
esac
"""
NEWS = "**To act on: 1.**\n\n`$(touch ran)` $HOME\n\n<!-- act: 0123456789ab -->"
QUIET = "**All was asked, and nothing needs you.**\n\n<!-- act: e3b0c44298fc -->"


def tell(folder: Path, text: str, number: str = "", body: str = "") -> list[str]:
    """Run the step that tells, and return what `gh` was asked to write."""
    (folder / "bin").mkdir()
    (folder / "bin" / "gh").write_text(GH)
    (folder / "bin" / "gh").chmod(0o755)
    (folder / "number").write_text(number)
    (folder / "body").write_text(body)
    (step,) = WORKFLOW["jobs"]["tell"]["steps"]
    environment = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "TEXT": text}
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], cwd=folder, env=environment, check=True)
    assert not (folder / "ran").exists()
    return [call for call in (folder / "calls").read_text().splitlines() if "list" not in call and "view" not in call]


def test_the_job_that_runs_our_code_writes_nothing_and_the_one_that_writes_runs_none() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    ask, tell = WORKFLOW["jobs"]["ask"], WORKFLOW["jobs"]["tell"]
    assert "permissions" not in ask and any(step.get("run") == "make watch" for step in ask["steps"])
    assert tell["permissions"] == {"issues": "write"} and not any("uses" in step for step in tell["steps"])
    assert "${{" not in tell["steps"][0]["run"]  # a title from outside is a value, and never a command


def test_news_opens_an_issue(tmp_path: Path) -> None:
    label, create = tell(tmp_path, NEWS)
    assert label.startswith("label create evidence-watch") and create.startswith("issue create")
    assert (tmp_path / "text.md").read_text() == f"{NEWS}\n"


def test_an_open_issue_is_renewed_and_calls_only_where_what_is_urgent_changed(tmp_path: Path) -> None:
    assert tell(tmp_path, NEWS, "7", "old\n<!-- act: 0123456789ab -->") == ["issue edit 7 --body-file text.md"]


@pytest.mark.parametrize("body", ["old\n<!-- act: ffffffffffff -->", "written by hand"])
def test_a_changed_urgency_is_told_in_a_comment(tmp_path: Path, body: str) -> None:
    edit, comment = tell(tmp_path, NEWS, "7", body)
    assert edit.startswith("issue edit 7") and comment.startswith("issue comment 7")


def test_nothing_to_tell_opens_no_issue_and_renews_an_open_one(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    assert tell(tmp_path / "first", QUIET) == []
    assert tell(tmp_path / "second", QUIET, "7", QUIET) == ["issue edit 7 --body-file text.md"]
