"""Find Firefox and WebKit for `make test-browsers`, install what is missing on Debian, and say what to type
elsewhere.
"""

from __future__ import annotations

import os
import shutil
import sys
from glob import glob

from tools import find_browser

APT_INSTALL = "apt-get install -y --no-install-recommends firefox-esr webkit2gtk-driver xvfb"


def main() -> None:
    """Say that all are there, or end with the line to type."""
    if missing() and find_browser.is_debian_root():
        print(f"Not found: {', '.join(missing())}; trying: {APT_INSTALL}", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        if not find_browser.succeeds(APT_INSTALL.split(), environment):
            find_browser.succeeds(["apt-get", "update"], environment)
            find_browser.succeeds(APT_INSTALL.split(), environment)
    if missing():
        sys.exit(f"The tests in three browsers need Debian's or Ubuntu's {', '.join(missing())}. Type: {advice()}")
    print(f"Browsers of the tests: {firefox()}, {minibrowser()}, and the Chromium of make test")


def missing() -> list[str]:
    """Return what is not installed, in words."""
    needs = {
        "Firefox": firefox(),
        "WebKitWebDriver": shutil.which("WebKitWebDriver"),
        "MiniBrowser of WebKitGTK": minibrowser(),
    }
    if not os.environ.get("DISPLAY"):
        needs["Xvfb"] = shutil.which("Xvfb")
    return [name for name, path in needs.items() if not path]


def firefox() -> str | None:
    """Firefox's command."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def minibrowser() -> str | None:
    """Return the browser that comes with WebKitGTK; its folder is not on the path."""
    return next(iter(sorted(glob("/usr/lib/*/webkit*gtk-*/MiniBrowser"))), None)


def advice() -> str:
    """Return the line that installs them; a package that is not Debian's is not tested here."""
    return APT_INSTALL if os.geteuid() == 0 else f"sudo {APT_INSTALL}"


if __name__ == "__main__":
    main()
