"""A server for the course on a phone: it goes away and comes back, answers as it is told, and publishes an edition."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

from coursework.site import phone
from tools import serve

#: Below the root, as GitHub Pages has it.
FOLDER = "repository"
CHANGED = "Wards have even thicker walls"


class Remembering(serve.Server):
    """A server that knows its connections: a browser opens some before it needs them."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, port)
        self.connections: list[socket.socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.append(request)
        super().process_request(request, client_address)


class Host:
    """Serves a copy of the course at http://127.0.0.1:PORT/repository/, the same port whenever it comes back."""

    def __init__(self, site: Path, folder: Path) -> None:
        self.folder, self.site = folder, folder / FOLDER
        shutil.copytree(site, self.site)
        #: What is answered in the place of a file, by its name from the root of the course: (status, text).
        self.instead: dict[str, tuple[int, str]] = {}
        #: Headers that an answer has besides, given the file's name.
        self.headers: Callable[[str], dict[str, str]] = lambda name: {}
        #: What happens before a file is answered.
        self.before: Callable[[str], None] = lambda name: None
        self.asked: list[str] = []
        self.port = 0
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{FOLDER}"

    def start(self) -> None:
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.partition("?")[0].removeprefix(f"/{FOLDER}/")
                host.asked.append(name)
                host.before(name)
                if name not in host.instead:
                    return super().do_GET()
                status, text = host.instead[name]
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", self.guess_type(name))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def end_headers(self) -> None:
                for key, value in host.headers(self.path.partition("?")[0].removeprefix(f"/{FOLDER}/")).items():
                    self.send_header(key, value)
                super().end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.running = Remembering(self.folder, self.port)
        self.running.RequestHandlerClass = lambda *given: Handler(*given, directory=str(self.folder))
        self.port = self.running.server_port
        threading.Thread(target=self.running.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Be gone: who asks is refused, as without a network."""
        self.running.shutdown()
        self.running.server_close()
        for connection in self.running.connections:
            with suppress(OSError):  # most have ended
                connection.shutdown(socket.SHUT_RDWR)

    def publish(self, version: str = "9.9") -> None:
        """Publish a new edition: the page on phones says something else."""
        page = self.site / "on-your-phone.html"
        text, old = page.read_text("utf-8"), self.edition
        edition = f"{int(old, 16) ^ 1:016x}"
        page.write_text(text.replace("Wards have thick walls", CHANGED).replace(old, edition), "utf-8")
        entries = [file.entry for file in phone.kept(self.site)]
        script = (self.site / phone.WORKER).read_text("utf-8").partition("\n")[2]  # the worker as it is published
        told = phone.worker(entries, edition, version, "2027-01-02").partition("\n")[0]
        (self.site / phone.WORKER).write_text(f"{told}\n{script}", "utf-8")

    @property
    def edition(self) -> str:
        """That of the worker which is published."""
        return (self.site / phone.WORKER).read_text("utf-8").partition('"edition":"')[2].partition('"')[0]
