"""Rehearse a class on a JupyterHub on this computer: `make rehearse`. It prints a table, and leaves nothing behind.

A real hub, its proxy and one server for each learner run from .venv-hub, on the loopback alone. Each learner then does
what JupyterLab does for one who follows the 90 minutes of the instructor guide: opens a chapter, runs all its cells,
moves a slider, and closes it before the next. Some leave every chapter open. What a learner's browser does is not
here: it runs on the learner's computer.

    make rehearse ARGS="--learners 40 --left-open 4"
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.simple_httpclient import HTTPTimeoutError
from tornado.websocket import WebSocketClientConnection, websocket_connect

from coursework import binder, editions, plans
from coursework.course import find

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-hub"
PLAN = "90-minutes"
MIB = 2**20
#: MiB that a learner may need: with one chapter open at a time, and with all of the plan; it decides how many fit.
ONE, ALL = 350, 1000
MOVES, PACE = 6, 2.0  # of a slider by each learner, and seconds between two of them
GROUP = 10  # learners who start a server, or a chapter, in the same moment: forty at once are too many for two cores
WAIT = 300.0  # s; a small computer has much to do when ten kernels start
SLIDERS = {"SelectionSliderModel", "IntSliderModel", "FloatSliderModel"}

CONFIGURATION = """
import os
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
c.JupyterHub.pid_file = "{folder}/hub.pid"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = ["{environment}/node_modules/.bin/configurable-http-proxy"]
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{token}"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "jupyterhub.spawner.SimpleLocalProcessSpawner"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.cmd = ["{environment}/bin/jupyterhub-singleuser", "--allow-root", "--ServerApp.log_level=ERROR"]
# Kernels talk through files: ports that a kernel chose were taken by others before it listened on them.
c.Spawner.args = ["--KernelManager.transport=ipc"]
c.Spawner.environment = {{"JUPYTER_RUNTIME_DIR": lambda spawner: "{folder}/r/" + spawner.user.name}}  # a short path
c.Spawner.start_timeout = c.Spawner.http_timeout = {wait}
c.JupyterHub.services = [{{"name": "rehearsal", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [
    {{"name": "rehearsal", "services": ["rehearsal"], "scopes": ["admin:users", "admin:servers", "access:servers"]}}
]
c.JupyterHub.log_level = "ERROR"
"""


class RehearsalError(Exception):
    """The hub did not do what a class needs; the message says what it said."""


def main() -> None:
    """Rehearse, and print the table."""
    parser = argparse.ArgumentParser(
        prog="make rehearse", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--learners", type=int, default=40, help="how many (default: 40)")
    parser.add_argument("--left-open", type=int, default=4, help="how many of them close no chapter (default: 4)")
    asked = parser.parse_args()
    try:
        learners, left_open = fitting(asked.learners, asked.left_open, psutil.virtual_memory().available // MIB)
        if learners < asked.learners:
            print(f"This computer has room for {learners} of the {asked.learners} learners.", file=sys.stderr)
        chapters = chapters_of(PLAN)
        with running_hub(learners) as hub:
            found = asyncio.run(rehearse(hub, learners, left_open, chapters))
    except RehearsalError as error:
        sys.exit(str(error))
    print(table(found, machine(), date.today()))


def fitting(learners: int, left_open: int, available: int) -> tuple[int, int]:
    """Return how many learners fit into the memory that there is (MiB), and how many of them may leave all open.

    Raises RehearsalError where a number is out of range, or there is no room for one.
    """
    if not 1 <= learners <= 500 or not 0 <= left_open <= learners:
        raise RehearsalError(
            f"learners must be 1 to 500, and left-open 0 to learners; they are {learners} and {left_open}"
        )
    room = available - 1500  # for the hub, and for the system
    all_open = min(left_open, max(room, 0) // ALL)
    fit = min(learners, all_open + max(room - all_open * ALL, 0) // ONE)
    if fit < 1:
        raise RehearsalError(
            f"There is no room for a learner: {available} MiB of memory are free, and {1500 + ONE} needed"
        )
    return fit, min(all_open, fit)


def chapters_of(name: str) -> list[str]:
    """Return the pages with figures that a plan of a class shows, each once, in its order."""
    steps = plans.plan(name, find(ROOT)).steps
    drawn = {page.stem for page in binder.class_pages(ROOT / "book") if "explore(" in page.read_text("utf-8")}
    stems = [step.page.rpartition("/")[2] for step in steps]
    return list(dict.fromkeys(stem for stem in stems if stem in drawn))


# --- the hub ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hub:
    """A running hub: its address, the token of its service, its folder."""

    address: str
    token: str
    folder: Path
    homes: Path


@contextmanager
def running_hub(learners: int) -> Iterator[Hub]:
    """Run a hub with homes that hold the learner's notebooks. Ends it, its servers and its folder."""
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as name:
        folder, token = Path(name), secrets.token_hex(16)
        port, hub_port, proxy_port = free_ports(3)
        (folder / "jupyterhub_config.py").write_text(
            CONFIGURATION.format(
                port=port,
                hub_port=hub_port,
                proxy_port=proxy_port,
                folder=folder,
                environment=ENVIRONMENT,
                token=token,
                wait=int(WAIT),
            )
        )
        editions.write_all(ROOT / "book", folder / "class")
        for learner in names(learners):
            shutil.copytree(folder / "class" / editions.LEARNER, folder / "homes" / learner / "course")
        command = [str(ENVIRONMENT / "bin" / "jupyterhub"), "--config", str(folder / "jupyterhub_config.py")]
        environment = os.environ | {"CONFIGPROXY_AUTH_TOKEN": token, "PATH": f"{ENVIRONMENT}/bin:{os.environ['PATH']}"}
        with (folder / "hub.log").open("w") as log:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield Hub(f"http://127.0.0.1:{port}", token, folder, folder / "homes")
        except Exception:
            print((folder / "hub.log").read_text()[-3000:], file=sys.stderr)
            raise
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    started = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    process.terminate()
    _, left = psutil.wait_procs(started, timeout=20)
    for one in left:
        one.kill()
    psutil.wait_procs(left, timeout=10)


def names(learners: int) -> list[str]:
    return [f"learner{number:03d}" for number in range(1, learners + 1)]


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


# --- a learner --------------------------------------------------------------------------------


@dataclass
class Opened:
    """A chapter that a learner has open: its session, its kernel's channel, and what its widgets are."""

    session: str
    channel: WebSocketClientConnection
    sliders: dict[str, tuple[str, int]] = field(default_factory=dict)  # comm -> the trait that moves, its stops
    figures: set[str] = field(default_factory=set)


@dataclass
class Learner:
    """One learner at the hub."""

    hub: Hub
    name: str
    opened: list[Opened] = field(default_factory=list)
    started_again: int = 0  # kernels

    async def ask(self, path: str, method: str = "GET", body: Any = None, server: bool = True) -> Any:
        """Ask the learner's server, or the hub. Raises RehearsalError with its answer where it refuses."""
        address = f"{self.hub.address}/user/{self.name}/{path}" if server else f"{self.hub.address}/hub/api/{path}"
        request = HTTPRequest(
            address,
            method=method,
            headers={"Authorization": f"token {self.hub.token}", "Content-Type": "application/json"},
            body=json.dumps(body) if body is not None else "" if method == "POST" else None,
            request_timeout=WAIT,
            connect_timeout=WAIT,
        )
        try:
            answer = await AsyncHTTPClient().fetch(request)
        except HTTPClientError as error:
            said = error.response.body.decode("utf-8", "replace")[:300] if error.response else ""
            raise RehearsalError(f"{method} {address}: {error} {said}") from error
        return json.loads(answer.body) if "json" in answer.headers.get("Content-Type", "") else None

    async def sign_in(self) -> float:
        """Start the server and load what JupyterLab loads first. Returns the seconds until the page is there."""
        begun = time.monotonic()
        await self.ask(f"users/{self.name}/server", "POST", server=False)
        while not (found := (await self.ask(f"users/{self.name}", server=False))["servers"].get("", {})).get("ready"):
            if not found or time.monotonic() - begun > WAIT:  # the hub gave it up, or it takes too long
                raise RehearsalError(f"The server of {self.name} did not start; the log of the hub says why")
            await asyncio.sleep(0.5)
        for path in (
            "lab",
            "lab/api/settings",
            "lab/api/translations/",
            "api/kernelspecs",
            "api/contents/course?content=1",
        ):
            await self.ask(path)
        return time.monotonic() - begun

    async def open(self, chapter: str) -> tuple[float, float]:
        """Open a chapter and run all its cells. Returns the seconds to the first figure, and to the end."""
        begun = time.monotonic()
        file = f"course/{binder.file_names(ROOT / 'book')[chapter]}.ipynb"
        book = await self.ask(f"api/contents/{file}?type=notebook")
        opened = await self._kernel(file)
        self.opened.append(opened)
        first = 0.0
        for cell in book["content"]["cells"]:
            if cell["cell_type"] == "code":
                await self._run(opened, "".join(cell["source"]))
                first = first or (time.monotonic() - begun if opened.figures else 0.0)
        return first, time.monotonic() - begun

    async def _kernel(self, file: str) -> Opened:
        """Start a kernel for a notebook; where it does not answer, once more, as a person would."""
        for last in (False, True):
            body = {"path": file, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
            session = await self.ask("api/sessions", "POST", body)
            address = f"{self.hub.address}/user/{self.name}/api/kernels/{session['kernel']['id']}/channels"
            request = HTTPRequest(
                address.replace("http", "ws", 1),
                headers={"Authorization": f"token {self.hub.token}"},
                connect_timeout=WAIT,
                request_timeout=WAIT / 2,
            )
            try:
                return Opened(session["id"], await websocket_connect(request, max_message_size=100 * MIB))
            except (HTTPClientError, HTTPTimeoutError):
                if last:
                    break
                self.started_again += 1
                await self.ask(f"api/sessions/{session['id']}", "DELETE")
        raise RehearsalError(f"{self.name}: the kernel of {file} did not start")

    async def _run(self, opened: Opened, source: str) -> None:
        request = message("execute_request", {"code": source, "silent": False, "allow_stdin": False})
        await opened.channel.write_message(json.dumps(request))
        while True:
            said = await heard(opened)
            if said["msg_type"] == "error":
                raise RehearsalError(
                    f"{self.name}: a cell raised {said['content']['ename']}: {said['content']['evalue']}"
                )
            mine = said["parent_header"].get("msg_id") == request["header"]["msg_id"]
            if mine and said["msg_type"] == "status" and said["content"]["execution_state"] == "idle":
                return

    async def move(self) -> float | None:
        """Move a slider of the chapter opened last. Returns ms until the kernel's new figure is here, or None."""
        opened = self.opened[-1]
        if not opened.sliders:
            return None
        slider, (trait, stops) = next(iter(opened.sliders.items()))
        place = secrets.randbelow(stops)
        request = message(
            "comm_msg", {"comm_id": slider, "data": {"method": "update", "state": {trait: place}, "buffer_paths": []}}
        )
        begun, moved = time.monotonic(), None
        await opened.channel.write_message(json.dumps(request))
        while True:
            said = await heard(opened)
            if said["parent_header"].get("msg_id") != request["header"]["msg_id"]:
                continue
            if said["msg_type"] == "comm_msg" and said["content"]["comm_id"] in opened.figures:
                moved = 1000 * (time.monotonic() - begun)
            if said["msg_type"] == "status" and said["content"]["execution_state"] == "idle":
                return moved

    async def close(self) -> None:
        """Close the chapter opened last; JupyterLab then ends its kernel (binder/postBuild)."""
        opened = self.opened.pop()
        opened.channel.close()
        await self.ask(f"api/sessions/{opened.session}", "DELETE")

    def memory(self) -> tuple[float, float]:
        """Return MiB of the server and its kernels: shared pages divided among those who share them, and in full."""
        mine = f"/user/{self.name}/"
        pss = rss = 0
        for server in psutil.process_iter():
            try:
                if server.environ().get("JUPYTERHUB_SERVICE_PREFIX") == mine:
                    found = server.memory_full_info()
                    pss, rss = pss + found.pss, rss + found.rss
            except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
                continue
        return pss / MIB, rss / MIB


def message(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return a message to a kernel, as JupyterLab writes it."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "rehearsal", "username": "", "version": "5.3"}
    return {
        "channel": "shell",
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "buffers": [],
    }


async def heard(opened: Opened) -> dict[str, Any]:
    """Return the next message of a kernel, and note the widgets that it makes."""
    said = await asyncio.wait_for(opened.channel.read_message(), WAIT)
    if said is None:
        raise RehearsalError("The kernel is gone: its channel was closed")
    heard_of = json.loads(said) if isinstance(said, str) else unpacked(said)
    if heard_of["msg_type"] == "comm_open":
        note_widget(opened, heard_of["content"])
    return heard_of


def unpacked(said: bytes) -> dict[str, Any]:
    """Return the JSON of a message that came with buffers, as Jupyter Server packs it."""
    count = int.from_bytes(said[:4], "big")
    ends = [int.from_bytes(said[4 * (i + 1) : 4 * (i + 2)], "big") for i in range(count)]
    unpacked: dict[str, Any] = json.loads(said[ends[0] : ends[1] if count > 1 else None])
    return unpacked


def note_widget(opened: Opened, content: dict[str, Any]) -> None:
    """Note a slider with what moves it, and what draws a figure."""
    state = content.get("data", {}).get("state", {})
    if "tree" in state:
        opened.figures.add(content["comm_id"])
    if state.get("_model_name") == "SelectionSliderModel":
        opened.sliders[content["comm_id"]] = ("index", len(state["_options_labels"]))
    elif state.get("_model_name") in SLIDERS and float(state["step"]) == 1:
        opened.sliders[content["comm_id"]] = ("value", int(state["max"]))


# --- the class --------------------------------------------------------------------------------


@dataclass
class Found:
    """What was measured."""

    learners: int
    left_open: int
    chapters: list[str]
    start: list[float]  # s
    figure: list[float]  # s
    all_cells: list[float]  # s
    slider: list[float]  # ms
    idle: list[float]  # MiB of a server with nothing open
    one: list[float]  # MiB with one chapter open, over the plan
    one_rss: list[float]
    all_open: list[float]  # MiB with every chapter open
    all_open_rss: list[float]
    hub: float  # MiB of the hub and its proxy
    started_again: int = 0  # kernels that did not answer


async def rehearse(hub: Hub, learners: int, left_open: int, chapters: list[str]) -> Found:
    """Let all learners go through the chapters together."""
    AsyncHTTPClient.configure(None, max_clients=learners + 10, max_body_size=100 * MIB)
    everybody = [Learner(hub, name) for name in names(learners)]
    await until_up(everybody[0])
    await everybody[0].ask("users", "POST", {"usernames": names(learners)}, server=False)
    print(f"{time.strftime('%H:%M:%S')} {learners} servers …", file=sys.stderr, flush=True)
    start = await together(everybody, Learner.sign_in, GROUP)
    found = Found(learners, left_open, chapters, start, [], [], [], [], [], [], [], [], 0.0)
    found.idle = [learner.memory()[0] for learner in everybody]
    keeping, closing = everybody[:left_open], everybody[left_open:]
    for chapter in chapters:
        print(f"{time.strftime('%H:%M:%S')} {chapter} …", file=sys.stderr, flush=True)
        times = await together(everybody, partial(opening, chapter=chapter), GROUP)
        found.figure += [first for first, _ in times if first]
        found.all_cells += [whole for _, whole in times]
        for moved in await together(everybody, moves):
            found.slider += moved
        memory = [learner.memory() for learner in closing]
        found.one += [pss for pss, _ in memory]
        found.one_rss += [rss for _, rss in memory]
        if chapter == chapters[-1]:
            memory = [learner.memory() for learner in keeping]
            found.all_open, found.all_open_rss = [pss for pss, _ in memory], [rss for _, rss in memory]
        await together(closing, Learner.close)
    found.hub = hub_memory()
    found.started_again = sum(learner.started_again for learner in everybody)
    return found


async def opening(learner: Learner, chapter: str) -> tuple[float, float]:
    return await learner.open(chapter)


async def moves(learner: Learner) -> list[float]:
    """Move a slider some times, at the pace of a person."""
    found = []
    await asyncio.sleep(PACE * secrets.randbelow(100) / 100)  # not all in the same moment
    for _ in range(MOVES):
        begun = time.monotonic()
        if (moved := await learner.move()) is not None:
            found.append(moved)
        await asyncio.sleep(max(0.0, PACE - (time.monotonic() - begun)))
    return found


async def together(
    everybody: Sequence[Learner], does: Callable[[Learner], Awaitable[Any]], at_once: int = 500
) -> list[Any]:
    """Let all do the same, so many at once, and return what came of it."""
    seats = asyncio.Semaphore(at_once)

    async def seated(learner: Learner) -> Any:
        async with seats:
            return await does(learner)

    return list(await asyncio.gather(*map(seated, everybody)))


async def until_up(learner: Learner) -> None:
    """Wait until the hub answers. Raises RehearsalError where it does not within a minute."""
    for _ in range(120):
        try:
            await learner.ask("", server=False)
            return
        except (RehearsalError, OSError):
            await asyncio.sleep(0.5)
    raise RehearsalError("The hub did not start within a minute")


def hub_memory() -> float:
    """Return MiB (PSS) of what this process started and is no learner's: the hub and its proxy."""
    children = psutil.Process().children(recursive=True)
    own = [child for child in children if "JUPYTERHUB_SERVICE_PREFIX" not in child.environ()]
    return sum(child.memory_full_info().pss for child in own) / MIB


# --- the table ----------------------------------------------------------------------------------


def machine() -> str:
    """Say what this computer is."""
    total = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {total:.0f} GiB"


def table(found: Found, computer: str, day: date) -> str:
    """Write what was found as Markdown, with the day, the computer and what follows for a class of 40."""
    rows = [
        ("memory of a server with nothing open", "MiB", *spread(found.idle)),
        ("memory with one chapter open, over the plan", "MiB", *spread(found.one)),
        ("the same, shared libraries in full (what a limit counts at most)", "MiB", *spread(found.one_rss)),
        (f"memory with all {len(found.chapters)} chapters left open", "MiB", *spread(found.all_open)),
        ("the same, shared libraries in full", "MiB", *spread(found.all_open_rss)),
        (f"start of a server, {GROUP} at once", "s", *spread(found.start, 1)),
        (f"first figure after opening a chapter, {GROUP} at once", "s", *spread(found.figure, 1)),
        (f"all cells, {GROUP} at once", "s", *spread(found.all_cells, 1)),
        (f"slider to new figure, each of {found.learners} every {PACE:g} s", "ms", *spread(found.slider)),
    ]
    about = (
        f"Rehearsed on {day.day} {day:%B %Y} with {found.learners} learners ({found.left_open} closed no chapter), "
        f"{len(found.chapters)} chapters, on {computer}; hub and proxy {found.hub:.0f} MiB; "
        f"kernels that had to be started a second time: {found.started_again}."
    )
    lines = [
        about,
        "",
        "| a learner | unit | median | 95 of 100 below | most |",
        "|---|---|---:|---:|---:|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    return "\n".join(lines)


def spread(values: Sequence[float], digits: int = 0) -> tuple[str, str, str]:
    """Return median, 95th percentile and maximum, in words; dashes where nothing was measured."""
    if not values:
        return ("–", "–", "–")
    high = statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
    return tuple(f"{value:,.{digits}f}" for value in (statistics.median(values), high, max(values)))  # type: ignore[return-value]


if __name__ == "__main__":
    main()
