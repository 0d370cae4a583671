"""Start JupyterLab on the class's notebooks, for this computer only. Run by .venv-live's Python (`make live`)."""

import os
import subprocess
import sys
from pathlib import Path

from coursework import binder
from coursework.course import find

ROOT = Path(__file__).resolve().parent.parent

# Nothing leaves the computer: no news, no look for updates, nobody else can reach it.
FLAGS = [
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--ServerApp.log_level=WARN",
    "--LanguageServerManager.autodetect=False",
]


def command(*flags: str) -> list[str]:
    """Return the command that starts JupyterLab; the live test starts the same one."""
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # in a container
    return [sys.executable, "-m", "jupyterlab", *FLAGS, *as_root, *flags]


def main() -> int:
    print("The class's notebooks open in your browser: build/class/learner, and with solutions build/class/instructor.")
    print(
        "The addresses below work on this computer only. Save nothing that names a patient. Ctrl+C twice ends it.",
        flush=True,
    )
    os.chdir(ROOT)
    course = find(ROOT)
    start = binder.learner_notebook(course.live, course)
    opened = [f"--LabApp.default_url=/lab/tree/{start}"] if (ROOT / start).exists() else []
    try:
        return subprocess.call(command(*opened, *sys.argv[1:]))
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
