"""Show the built course at an address that only this computer can reach."""

import contextlib
import os
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SITE = Path(__file__).resolve().parent.parent / "book" / "_build" / "html"


class QuietHandler(SimpleHTTPRequestHandler):
    """A file handler that does not write a line for every file."""

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Serves one folder on the loopback address. Port 0 takes any that is free."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), partial(QuietHandler, directory=str(folder)))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report a fault, unless a reader left a page half loaded."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    port = int(os.environ.get("PORT", 8000))
    try:
        server = Server(SITE, port)
    except OSError:
        server = Server(SITE)
    print(f"The course is at {server.address}/ (Ctrl+C ends it)", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
