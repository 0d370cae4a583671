"""Who can reach the course that a teacher shows: this computer alone, or its network, and that it is said."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.support.course import ROOT
from tools import serve

OTHER = "127.0.0.2"  # of this computer too, and not the loopback address that everybody tries


def command(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tools.serve", *arguments],
        cwd=ROOT,
        env=os.environ | {"PORT": "0"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def lines_of(running: subprocess.Popen[str], until: str) -> list[str]:
    assert running.stdout
    lines = []
    while not lines or until not in lines[-1]:
        line = running.stdout.readline()
        assert line, running.stderr and running.stderr.read()
        lines.append(line.strip())
    return lines


def is_there(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False


def test_without_a_word_it_is_this_computer_alone(site: Path) -> None:
    with command() as running:
        [line] = lines_of(running, "Ctrl+C")
        running.terminate()
    assert re.fullmatch(r"The course is at http://127\.0\.0\.1:\d+/ \(Ctrl\+C ends it\)", line)


def test_for_a_room_it_says_who_can_reach_it_and_where_and_answers_nowhere_else(site: Path) -> None:
    with command("--lan", OTHER) as running:
        said = lines_of(running, "/180-minutes.html")
        address = re.search(r"http://127\.0\.0\.2:(\d+)/", said[0])
        assert address and is_there(f"{address[0]}index.html") and is_there(said[-1].removeprefix("To present: "))
        assert not is_there(f"http://127.0.0.1:{address[1]}/index.html")
        running.terminate()
    assert "Everybody on the same network" in said[1] and "not encrypted" in said[2]
    assert [line.rpartition("/")[2] for line in said if line.startswith("To present")] == [
        "45-minutes.html",
        "90-minutes.html",
        "180-minutes.html",
    ]


def test_an_address_of_somebody_else_is_refused_in_a_sentence() -> None:
    with command("--lan", "192.0.2.7") as running:
        assert running.wait(60) == 1 and running.stderr
        assert running.stderr.read() == (
            "This computer does not have the address 192.0.2.7. Leave it out, and the right one is looked for.\n"
        )


def test_the_own_address_is_one_of_this_computer_and_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    address = serve.own_address()
    if address:  # a computer in a network, which it may be or not
        with socket.socket() as own:
            own.bind((address, 0))

    class Alone(socket.socket):
        def connect(self, _: object) -> None:
            raise OSError("network is unreachable")

    monkeypatch.setattr(serve.socket, "socket", Alone)
    assert serve.own_address() == ""
    monkeypatch.setattr(sys, "argv", ["serve", "--lan"])
    with pytest.raises(SystemExit, match="This computer is in no network"):
        serve.main()
