"""A static host as the course's readers meet one: gzip, and files that the browser may keep."""

from __future__ import annotations

import gzip
import mimetypes
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PACKED = (".html", ".js", ".css", ".svg", ".json")
# What the usual ways load from other hosts is served here under /npm/name@version/file, without the version.
NPM = re.compile(r"/npm/((?:@[^/]+/)?[^/@]+)@[^/]+/(.+)")


class Server(ThreadingHTTPServer):
    """Says nothing of a browser that was closed while a page still loaded."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what is not a lost connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def host(folder: Path, npm: Path | None = None) -> Iterator[str]:
    """Serve a folder on this computer; gives its address, without a slash at the end."""
    server = Server(("127.0.0.1", 0), type("Files", (Files,), {"folder": folder.resolve(), "npm": npm}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Files(BaseHTTPRequestHandler):
    """Answers from ``folder``, and from ``npm`` what would come from a CDN."""

    protocol_version = "HTTP/1.1"
    folder: Path
    npm: Path | None

    def do_GET(self) -> None:
        """Send one file."""
        path = unquote(urlsplit(self.path).path)
        found = NPM.fullmatch(path)
        file = self.npm / found[1] / found[2] if found and self.npm else self.folder / path.lstrip("/")
        if not file.is_file():
            self.send_error(404)
            return
        data = content(file)
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=3600")
        if file.suffix in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@cache
def content(file: Path) -> bytes:
    """Return what is sent of a file."""
    data = file.read_bytes()
    return gzip.compress(data, 9, mtime=0) if file.suffix in PACKED else data
