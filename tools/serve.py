"""Show the built course at an address that only this computer can reach; with --lan, to its network too.

python -m tools.serve                 this computer only
python -m tools.serve --lan           everybody on the same network, so that phones in a room can come
python -m tools.serve --lan ADDRESS   the same, at this address of this computer
"""

import argparse
import contextlib
import os
import socket
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SITE = Path(__file__).resolve().parent.parent / "book" / "_build" / "html"
LOOPBACK = "127.0.0.1"
#: An address for documents only (RFC 5737): asked which way leads there, the system names the network; nothing is sent.
ELSEWHERE = ("192.0.2.1", 9)


class QuietHandler(SimpleHTTPRequestHandler):
    """A file handler that does not write a line for every file."""

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Serves one folder, on the loopback address unless another is named. Port 0 takes any that is free."""

    def __init__(self, folder: Path, port: int = 0, host: str = LOOPBACK) -> None:
        self.host = host
        super().__init__((host, port), partial(QuietHandler, directory=str(folder)))

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report a fault, unless a reader left a page half loaded."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.serve", description="Show the built course.")
    parser.add_argument(
        "--lan", nargs="?", const="", metavar="ADDRESS", help="to everybody on this computer's network, not to it alone"
    )
    lan = parser.parse_args().lan
    host = LOOPBACK if lan is None else lan or own_address()
    if not host:
        sys.exit("This computer is in no network, so there is nobody to show the course to. Type: make serve")
    server = started(host, int(os.environ.get("PORT", 8000)))
    print("\n".join(said(server, SITE, alone=lan is None)), flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


def started(host: str, port: int) -> Server:
    """Return a server at an address of this computer, at another port where this one is taken. Exits if it has none."""
    try:
        return Server(SITE, port, host)
    except OSError:
        try:
            return Server(SITE, 0, host)
        except OSError:
            sys.exit(f"This computer does not have the address {host}. Leave it out, and the right one is looked for.")


def own_address() -> str:
    """Return the address of this computer in its network, '' if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(ELSEWHERE)
            address = str(asked.getsockname()[0])
        except OSError:
            return ""
    return "" if address.startswith("127.") else address


def said(server: Server, site: Path, alone: bool) -> list[str]:
    """Return what to tell who started it: where the course is, who can reach it, and what there is to present."""
    end = "(Ctrl+C ends it)"
    if alone:
        return [f"The course is at {server.address}/ {end}"]
    plans = sorted((site / "present").glob("*.html"), key=lambda page: (len(page.stem), page.stem))
    return [
        f"The course is at {server.address}/ {end}",
        "Everybody on the same network as this computer can read it there until you end it.",
        "It is not encrypted, and nothing else of this computer is shown.",
        "Open that address on this computer too, so that the codes for phones lead to it.",
        "If phones do not get through, a firewall, or a network that keeps its guests apart, stands between.",
        *([f"To present: {server.address}/present/{page.name}" for page in plans]),
    ]


if __name__ == "__main__":
    main()
