"""Find a Chromium for the site tests, install one if there is none, and say which it is.

The tests never skip for want of a browser: a site that nobody opened is not tested.
A browser counts only if it starts: Playwright's may lack libraries, Ubuntu's may be an empty shell.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

ARGUMENTS = [
    "--no-sandbox",  # in a container Chromium has no right to make one; it opens our own pages only
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
APT_INSTALL = "apt-get install -y chromium"
PLAYWRIGHT_INSTALL = "-m playwright install chromium"


def main() -> None:
    """Print the browser that the tests will use, or end with the line to type."""
    for install in (None, install_with_apt, install_with_playwright):
        if install is not None and not install():
            continue
        with sync_playwright() as playwright:
            browser, found = launch(playwright)
            if browser:
                print(f"Browser of the tests: Chromium {browser.version}, {found}")
                browser.close()
                return
    sys.exit(f"The tests need Chromium or Chrome, and none starts here. Type: {advice()}")


def launch(playwright: Playwright) -> tuple[Browser | None, str]:
    """Start the first browser that starts, and say which: Playwright's own, else the system's, else None."""
    for found, path in candidates():
        try:
            return playwright.chromium.launch(executable_path=path, args=ARGUMENTS), found
        except Error:
            continue
    return None, "none"


def candidates() -> Iterator[tuple[str, str | None]]:
    """Yield where a browser may be: words for it, and its path (None: Playwright knows)."""
    yield "Playwright's own", None
    for path in [*filter(None, map(shutil.which, COMMANDS)), *filter(os.path.exists, APPLICATIONS)]:
        yield f"the system's ({path})", path


def install_with_apt() -> bool:
    """Install Debian's or Ubuntu's package, where we may; say whether the package manager did."""
    if not is_debian_root():
        return False
    print(f"No browser found; trying: {APT_INSTALL}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return succeeds(APT_INSTALL.split(), environment) or (
        # A fresh container has no list of packages yet.
        succeeds(["apt-get", "update"], environment) and succeeds(APT_INSTALL.split(), environment)
    )


def install_with_playwright() -> bool:
    """Let Playwright download its own; say whether it could."""
    print("No browser found; trying: playwright install chromium", flush=True)
    return succeeds([sys.executable, *PLAYWRIGHT_INSTALL.split()])


def succeeds(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Run quietly; show what went wrong if something did."""
    done = subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print(*done.stdout.splitlines()[-5:], sep="\n", flush=True)
    return done.returncode == 0


def is_debian_root() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def advice() -> str:
    """Return the line that gets this computer a browser."""
    if shutil.which("apt-get"):
        return APT_INSTALL if os.geteuid() == 0 else f"sudo {APT_INSTALL}"
    return f"{Path(os.path.relpath(sys.executable))} {PLAYWRIGHT_INSTALL}"


if __name__ == "__main__":
    main()
