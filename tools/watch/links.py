"""Addresses that are gone: every one that the course's texts, tables and bibliography lead to.

Gone is what answers 404 or 410, a name that no server has, and a DOI that doi.org does not know. A server that turns
programs away (401, 403, 429, 5xx, no answer in time) proves nothing: such addresses are told apart.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from coursework import bibliography
from coursework.course import Course

from .report import Report, counted, shown, some
from .web import Silent, Web

HANDS = 8  # servers that are asked at the same time; one server is asked one question at a time
GONE = {404, 410}
#: What a system says where a name has no server.
NO_NAME = ("Name or service not known", "nodename nor servname", "getaddrinfo failed", "No address associated")
#: Signs that end a sentence or a link, and no address.
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|{}\\^\[\]]+")
#: Addresses that are examples, templates or this computer.
_NOT_ASKED = re.compile(r"//(localhost|127\.|[^/]*\bexample\.|[^/]*EXAMPLE|owner\.|your)|\.\.\.", re.IGNORECASE)


def addresses(course: Course) -> dict[str, str]:
    """Return each address that the course leads to, with the first place that does."""
    texts = [*sorted(course.book.glob("*.md")), *sorted(course.book.glob("chapters/*.md"))]
    texts += [file for name in ("README.md", "CONTRIBUTING.md") if (file := course.root / name).is_file()]
    found: dict[str, str] = {}
    for work in bibliography.read(course.bibliography).values():
        if work.address:
            found.setdefault(work.address, f"{course.bibliography.name}, {work.key}")
    for file in texts:
        for address in _in(file.read_text("utf-8")):
            found.setdefault(address, file.name)
    for source in course.sources.table().values():
        for address in _in(f"{source.read_where} {source.url}"):
            found.setdefault(address, f"{course.sources.file.name}, {source.key}")
    return found


def _in(text: str) -> list[str]:
    """Return the addresses in a text, without the marks that end a sentence or a bracket."""
    found = []
    for address in _ADDRESS.findall(text):
        plain = address.rstrip(".,;:!?*_")
        while plain.endswith(")") and plain.count(")") > plain.count("("):
            plain = plain[:-1].rstrip(".,;:")
        if not _NOT_ASKED.search(plain):
            found.append(plain.split("#")[0])
    return found


def watch(found: dict[str, str], web: Web, report: Report) -> None:
    """Ask each address, and put into the report what is gone and what could not be seen."""
    hosts: dict[str, list[str]] = {}
    for address in found:
        hosts.setdefault(urlsplit(address).netloc, []).append(address)
    with ThreadPoolExecutor(HANDS) as pool:
        answers = dict(pair for pairs in pool.map(lambda listed: _ask(listed, web), hosts.values()) for pair in pairs)
    unseen: dict[str, list[str]] = {}
    alive = sum(isinstance(answer, int) and answer < 400 for answer in answers.values())
    for address, answer in answers.items():
        # Where nobody answers, it is this computer that finds no names.
        if answer in GONE or (alive and any(words in str(answer) for words in NO_NAME)):
            report.act.append(f"Gone ({shown(str(answer))}): <{address}>, from {found[address]}.")
        elif not isinstance(answer, int) or answer >= 400:
            unseen.setdefault(str(answer), []).append(address)
    for reason, turned in sorted(unseen.items()):
        listed = some([f"<{address}>" for address in sorted(turned)], 12)
        report.silent.append(f"{counted(len(turned), 'address')} answered a program with {shown(reason)}: {listed}.")
    if alive:
        report.fine.append(f"{alive} of {counted(len(answers), 'address')} answered.")


def _ask(listed: list[str], web: Web) -> list[tuple[str, int | str]]:
    """Ask the addresses of one server, one after another. A DOI exists where doi.org leads on; it is not followed."""
    pairs: list[tuple[str, int | str]] = []
    for address in listed:
        try:
            pairs.append((address, web.status(address, follow=urlsplit(address).netloc != "doi.org")))
        except Silent as silent:
            pairs.append((address, str(silent)))
    return pairs
