"""Show the built course to 1,000 readers at once: `make load`. nginx serves it, wrk asks, on this computer alone.

nginx runs with deploy/static-site.conf, from a folder of its own that is deleted afterwards, and every file is
packed beforehand. Both end by themselves. LOAD_SECONDS (10) and LOAD_CONNECTIONS (1000) change the size.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from coursework import course

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "book" / "_build" / "html"
RULES = ROOT / "deploy" / "static-site.conf"
PACKED = {".html", ".css", ".js", ".svg", ".json", ".txt"}
INSTALL = "apt-get install -y --no-install-recommends nginx-light wrk"

CONFIGURATION = Template("""
daemon off;
worker_processes auto;
worker_rlimit_nofile $files;
pid $folder/nginx.pid;
error_log $folder/error.log;
events { worker_connections $files; }
http {
    types {
        text/html html; text/css css; application/javascript js; image/svg+xml svg; image/png png;
        application/json json; text/plain txt;
    }
    access_log off;
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
    server {
        listen 127.0.0.1:$port backlog=4096;
        root $folder/html;
        include $rules;
    }
}
""")
# Asks for the paths in turn, and tells the result as one line of JSON.
ASK = Template("""
local paths, next = { $paths }, 0
request = function()
    next = next % #paths + 1
    return wrk.format("GET", paths[next])
end
done = function(summary, latency)
    local e = summary.errors
    io.write(string.format('RESULT {"requests": %d, "bytes": %d, "microseconds": %d, "median": %d, "p99": %d, "connect": %d, "read": %d, "write": %d, "timeout": %d, "status": %d}\\n',
        summary.requests, summary.bytes, summary.duration, latency:percentile(50), latency:percentile(99), e.connect, e.read, e.write, e.timeout, e.status))
end
""")


class LoadError(Exception):
    """There is nothing to measure, or nothing to measure with; the message says what to type."""


def main() -> None:
    seconds, connections = int(os.environ.get("LOAD_SECONDS", 10)), int(os.environ.get("LOAD_CONNECTIONS", 1000))
    try:
        if not 1 <= seconds <= 600 or not 1 <= connections <= 10_000:
            raise LoadError("LOAD_SECONDS may be 1 to 600, LOAD_CONNECTIONS 1 to 10000.")
        faults = measure(SITE, seconds, connections)
    except LoadError as error:
        sys.exit(str(error))
    if faults:
        sys.exit(f"{faults} requests had no answer or not the right one.")


def measure(site: Path, seconds: int, connections: int) -> int:
    """Print one Markdown table. Returns the number of requests that went wrong."""
    for command in ("nginx", "wrk"):
        if not find(command):
            raise LoadError(
                f"The load test needs {command}. Debian, Ubuntu: {'' if os.geteuid() == 0 else 'sudo '}{INSTALL}"
            )
    if not (site / "index.html").is_file():
        raise LoadError(f"There is no course in {site}. Type: make book")
    raise_file_limit(2 * connections + 1000)
    pages = sorted(f"/{page.relative_to(site).as_posix()}" for page in site.rglob("*.html"))
    scripts = sorted(f"/{file.relative_to(site).as_posix()}" for file in site.rglob("*.js"))
    start = f"/{course.find(ROOT).start}.html"
    kinds = {"pages, in turn": pages, "scripts, in turn": scripts, "the first page": [start]}
    print(f"nginx on loopback, {connections:,} connections, {seconds} s each, {os.cpu_count()} cores shared with wrk\n")
    print("| asked for | requests/s | MB/s | median | 99 % | errors |\n|---|---|---|---|---|---|", flush=True)
    faults = 0
    with served(site, connections) as address:
        check_headers(address, start, next(path for path in scripts if "/plotly-" in path))
        for kind, paths in kinds.items():
            got = asked(address, paths, seconds, connections)
            wrong = sum(got[name] for name in ("connect", "read", "write", "timeout", "status"))
            span = got["microseconds"] / 1e6
            print(
                f"| {kind} | {got['requests'] / span:,.0f} | {got['bytes'] / span / 1e6:,.0f} "
                f"| {got['median'] / 1000:.1f} ms | {got['p99'] / 1000:.1f} ms | {wrong} of {got['requests']:,} |",
                flush=True,
            )
            faults += wrong
    return faults


@contextmanager
def served(site: Path, connections: int) -> Iterator[str]:
    """Serve a packed copy of the site by an nginx that ends with the block; yield its address."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's workers are another user where we are root
        shutil.copytree(site, folder / "html")
        pack(folder / "html")
        port = free_port()
        settings = CONFIGURATION.substitute(folder=folder, port=port, rules=RULES, files=2 * connections + 900)
        (folder / "nginx.conf").write_text(settings)
        command = [str(find("nginx")), "-p", name, "-e", f"{name}/error.log", "-c", f"{name}/nginx.conf"]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            wait_for(port, process, folder / "error.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def pack(folder: Path) -> None:
    """Write page.html.gz beside page.html, for every kind of file that gains by it."""
    for file in [file for file in folder.rglob("*") if file.suffix in PACKED]:
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))


def check_headers(address: str, start: str, plotly: str) -> None:
    """Check that files are packed, typed, kept as long as the rules say and under the policy. Raises LoadError."""
    script = {
        "Content-Type": "application/javascript; charset=utf-8",
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    page = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}
    expected = {start: page, "/_static/player.js?v=1": script, plotly: script}
    for path, wanted in expected.items():
        request = urllib.request.Request(f"{address}{path}", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            got = dict(answer.headers)
        all_wanted = wanted | {"Content-Encoding": "gzip", "X-Content-Type-Options": "nosniff"}
        wrong = [
            f"{name} of {path} is {got.get(name)}, not {value}"
            for name, value in all_wanted.items()
            if got.get(name) != value
        ]
        if "default-src 'none'" not in got.get("Content-Security-Policy", ""):
            wrong.append(f"{path} has no Content-Security-Policy")
        if wrong:
            raise LoadError(f"{RULES.name} is not in force: {'; '.join(wrong)}")


def asked(address: str, paths: list[str], seconds: int, connections: int) -> dict[str, int]:
    """Return what wrk counted while that many readers asked for the paths in turn."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(ASK.substitute(paths=", ".join(json.dumps(path) for path in paths)))
        script.flush()
        command = [
            str(find("wrk")),
            "-t",
            str(min(2, connections)),
            "-c",
            str(connections),
            "-d",
            f"{seconds}s",
            "--timeout",
            "10s",
        ]
        command += ["-H", "Accept-Encoding: gzip", "-s", script.name, f"{address}/"]
        done = subprocess.run(command, text=True, capture_output=True, timeout=seconds + 60)
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line.removeprefix("RESULT "))
    raise LoadError(f"wrk gave no result: {(done.stderr or done.stdout).strip()}")


def find(command: str) -> str | None:
    """Find a command, also where only root looks (Debian keeps nginx there)."""
    return shutil.which(command, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until nginx answers, at most 30 seconds."""
    for _ in range(300):
        if process.poll() is not None:
            raise LoadError(f"nginx ended at once: {log.read_text() if log.exists() else 'without a word'}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise LoadError("nginx did not answer within 30 seconds")


def raise_file_limit(files: int) -> None:
    """Allow an open file for every connection, in nginx and in wrk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < files:
        raise LoadError(
            f"This computer allows {hard} open files; the test needs {files}. Try LOAD_CONNECTIONS={hard // 4}"
        )
    if soft != resource.RLIM_INFINITY and soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))


if __name__ == "__main__":
    main()
