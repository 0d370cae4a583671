"""nbval, which runs every chapter (see `make test`), notices a notebook that claims what is not so."""

from __future__ import annotations

import subprocess
import sys

import jupytext
import pytest


@pytest.mark.parametrize(("claim", "holds"), [("bake.LEVELS == 4095", True), ("bake.LEVELS == 4096", False)])
def test_a_claim_in_a_cell_is_checked(claim, holds, tmp_path):
    text = (
        "---\nkernelspec: {display_name: Python 3, language: python, name: python3}\n---\n#"
        f" Trial\n\n```{{code-cell}}\nfrom explorers import bake\nassert {claim}\n```\n"
    )
    jupytext.write(jupytext.reads(text, fmt="md:myst"), tmp_path / "trial.ipynb")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--nbval-lax",
            "--nbval-current-env",
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert (done.returncode == 0) is holds, done.stdout
    assert f"1 {'passed' if holds else 'failed'}" in done.stdout
