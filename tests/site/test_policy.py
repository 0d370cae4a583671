"""What may run and where it may ask:
the policy of every page, of the server's rules, and of the commands that check more.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from coursework.site import phone
from coursework.site.theme import CONTENT_POLICY
from tests.support import course
from tests.support.course import ROOT, SLUG
from tools import audit, load


def directives(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}


def test_scripts_come_from_the_site_alone_and_nothing_goes_elsewhere():
    policy = directives(CONTENT_POLICY)
    assert policy["default-src"] == ["'none'"]  # so: no fetch, font, media, object, manifest
    assert policy["script-src"] == ["'self'"]  # no 'unsafe-inline', no 'unsafe-eval'
    assert policy["frame-src"] == ["'self'"]  # a plan shows its figures in frames
    assert policy["form-action"] == ["'self'"] and policy["base-uri"] == ["'none'"]
    assert {value for values in policy.values() for value in values} == {
        "'none'",
        "'self'",
        "'unsafe-inline'",
        "data:",
        "blob:",
    }
    assert [name for name, values in policy.items() if "'unsafe-inline'" in values] == ["style-src"]


def test_one_page_may_load_a_worker_and_a_manifest_of_the_site_and_no_other_may(site):
    more = directives(phone.POLICY)
    assert {name: more[name] for name in more.keys() - directives(CONTENT_POLICY).keys()} == {
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
    }
    offering = [page.name for page in site.rglob("*.html") if "worker-src" in page.read_text("utf-8")]
    assert offering == ["on-your-phone.html"]


class Page(HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))


def test_every_page_carries_the_policy_before_anything_that_it_governs(site):
    for path in sorted(site.rglob("*.html")):
        elements = Page(path.read_text("utf-8")).elements
        policies = [
            (i, values["content"])
            for i, (tag, values) in enumerate(elements)
            if values.get("http-equiv", "").lower() == "content-security-policy"
        ]
        wanted = phone.POLICY if any(phone.MARK in values for _, values in elements) else CONTENT_POLICY
        assert [policy for _, policy in policies] == [wanted], path
        before = {tag for tag, _ in elements[: policies[0][0]]}
        assert before <= {"html", "head", "meta"}, (path, before)
        for tag, values in elements:
            assert not [name for name in values if name.startswith("on")], (path, tag)
            assert not str(values.get("href", "")).lower().startswith("javascript:"), (path, tag)
            if tag == "script" and "src" not in values:
                assert values.get("type") in ("application/octet-stream", "application/ld+json"), (
                    f"{path}: an inline script"
                )


def test_no_page_sets_a_cookie_or_keeps_a_record_of_its_reader(browser, server):
    """Only who switches the theme, folds the menu or answers a question leaves a trace, and that on their own
    device.
    """
    with browser.new_context() as session:
        page = session.new_page()
        page.add_init_script(
            "Object.defineProperty(Document.prototype, 'cookie', { get() { window.asked = true; return ''; }, set() {"
            " window.asked = true; } })"
        )
        for name in [*course.pages(), "search"]:
            answer = page.goto(f"{server}/{name}.html")
            assert "set-cookie" not in answer.headers
            kept = page.evaluate(
                "async () => [window.asked || false, localStorage.length, sessionStorage.length, (await"
                " indexedDB.databases()).length, (await caches.keys()).length]"
            )
            assert kept == [False, 0, 0, 0, 0], name
        assert session.cookies() == []
        page.get_by_role("button", name="Theme").click()
        assert page.evaluate("Object.keys(localStorage)") == [f"{SLUG}:mode"]


def test_the_rules_for_a_server_say_the_same():
    header = re.search(r'add_header Content-Security-Policy "([^"]+)" always;', load.RULES.read_text("utf-8"))[1]
    assert directives(header.replace("$ask", "")) == directives(phone.POLICY) | {"frame-ancestors": ["'self'"]}


def test_the_load_test_says_what_to_type(site, monkeypatch):
    monkeypatch.setattr(load, "find", lambda command: "/usr/bin/x" if command == "nginx" else None)
    with pytest.raises(
        load.LoadError, match=r"needs wrk\. Debian, Ubuntu: (sudo )?apt-get install -y .*nginx-light wrk"
    ):
        load.measure(site, 1, 1)


def test_an_advisory_fails_the_audit_and_so_does_silence():
    known = {"name": "good", "version": "1", "vulns": []}
    bad = {"name": "bad", "version": "1.2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.3"]}]}
    assert audit.faults([known]) == []
    assert audit.faults([known, bad]) == ["bad 1.2: PYSEC-1, mended in 1.3"]
    [line] = audit.faults([known, {"name": "unknown", "skip_reason": "not found"}])
    assert line.startswith("1 of 2 packages could not be asked about, such as unknown.")


def test_the_audit_covers_every_list_of_pins():
    found = audit.lists(ROOT)
    assert {"requirements.txt", "binder/requirements.txt", "tools/audit-requirements.txt"} <= set(found)
    for name in found:
        entries = re.split(r"\n(?=[\w.-]+==)", (ROOT / name).read_text())
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == [], name
