"""The course kept on a phone and read without network, in Chromium, Firefox and WebKit, in a window of a phone's size."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from coursework import questions
from coursework.site import phone
from tests.support.engines import ENGINES, EngineError
from tests.support.pages import SHOW_ME
from tests.support.phone_host import CHANGED, Host

PAGE = "on-your-phone"
WINDOW = (375, 800)  # what an engine's own frame leaves of it, or makes it: at most WIDEST
WIDEST = 520
UNTIL = "const until = async met => { for (let i = 0; i < 600 && !(await met()); i++) await new Promise(next => setTimeout(next, 50)); };"
PRESS = (
    UNTIL
    + """const [name, said] = args, says = document.querySelector(".phone-says");
await until(() => [...document.querySelectorAll(".phone-buttons button")].some(button => button.offsetParent));
[...document.querySelectorAll(".phone-buttons button")].find(button => button.textContent === name && button.offsetParent).click();
await until(() => says.textContent.includes(said));
return says.textContent;"""
)
HELD = "return [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length];"
LINE = "return document.querySelector('.course-kept')?.textContent ?? '';"
#: Moves the first slider of a page; returns whether the figure was drawn anew.
MOVE = (
    UNTIL
    + SHOW_ME
    + """;const figure = document.querySelector("[data-explorer]:has(.explorer-controls input[type=range])");
const drawn = () => figure.querySelector(".main-svg, .explorer-scene svg")?.innerHTML ?? "";
figure.scrollIntoView();
await until(() => drawn() && figure.dataset.stop !== undefined);
const before = drawn(), slider = figure.querySelector(".explorer-controls input[type=range]");
slider.value = slider.value === slider.max ? slider.min : slider.max;
figure.querySelector(".explorer-controls").dispatchEvent(new Event("input", { bubbles: true }));
await until(() => drawn() !== before);
return drawn() !== before;"""
)
CHECK = """const form = document.querySelector(".quiz-question[data-kind=one]");
form.querySelector(`input[value=${form.dataset.right}]`).click();
form.querySelector("button[type=submit]").click();
return form.querySelector(".quiz-verdict").textContent;"""


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    running = ENGINES[request.param](tmp_path_factory.mktemp(request.param), WINDOW)
    yield running
    running.close()


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Iterator[Host]:
    """A port of its own for each test, so that no test finds what another has kept."""
    running = Host(site, tmp_path)
    yield running
    with suppress(OSError):
        running.stop()


def keep(engine, host):
    engine.open(f"{host.address}/{PAGE}.html")
    assert engine.run("return innerWidth") <= WIDEST
    assert engine.run(HELD) == [[], 0]
    assert "Kept on this phone on " in engine.run(PRESS, "Keep on this phone", "Kept on this phone on ")


def until(engine, script, wanted):
    engine.run(
        f"{UNTIL} await until(async () => JSON.stringify(await (async () => {{ {script} }})()) === args[0]);", wanted
    )


def test_it_is_read_without_network(engine, host):
    keep(engine, host)
    host.stop()
    for name in list(questions.chapters())[:3]:
        engine.open(f"{host.address}/chapters/{name}.html")
        assert engine.run(LINE).endswith(", without network."), name
        assert engine.run("return document.documentElement.scrollWidth <= innerWidth")
    engine.open(f"{host.address}/chapters/bdnf.html")
    assert engine.run(MOVE)
    assert engine.run(CHECK).startswith("✓")
    engine.open(f"{host.address}/search.html?q=glutamate")
    assert "sections mention “glutamate”" in engine.run("return document.getElementById('search-summary').textContent")
    host.start()
    engine.open(f"{host.address}/chapters/bdnf.html")
    assert engine.run(LINE) == ""


def test_a_new_edition_is_read_kept_and_told(engine, host):
    keep(engine, host)
    host.publish()
    engine.open(f"{host.address}/{PAGE}.html")
    assert CHANGED in engine.run("return document.body.textContent")
    until(engine, HELD, f'[["course {host.address}/ {host.edition}"],1]')
    engine.open(f"{host.address}/intro.html")
    assert engine.run(LINE).startswith("There is a new edition of the course (version 9.9).")
    host.stop()
    engine.open(f"{host.address}/{PAGE}.html")
    assert "(version 9.9), without network." in engine.run(LINE)
    assert CHANGED in engine.run("return document.body.textContent")


def test_the_worker_that_is_gone_takes_everything_with_it(engine, host):
    keep(engine, host)
    (host.site / phone.WORKER).write_text(phone.joined(phone.SCRIPTS / "gone.js"), "utf-8")
    engine.open(f"{host.address}/intro.html")
    until(engine, HELD, "[[],0]")
    assert engine.run(HELD) == [[], 0]


def test_from_a_file_it_is_not_offered(engine, site):
    engine.open(f"{(site / PAGE).as_uri()}.html")
    said = engine.run("return document.querySelector('.phone-says').textContent")
    assert said.startswith("You read the course from a file")
    assert engine.run("return document.querySelector('.phone-buttons').hidden")


def test_removing_leaves_nothing(engine, host):
    host.headers = lambda name: {"Cache-Control": "no-cache"}  # as deploy/static-site.conf has it
    keep(engine, host)
    engine.run(PRESS, "Remove from this phone", "It is not kept on this phone.")
    assert engine.run(HELD) == [[], 0]
    host.stop()
    with suppress(EngineError, Error):  # an engine may show a page of its own, or stay where it was
        engine.open(f"{host.address}/chapters/bdnf.html")
    shown = None
    for _ in range(100):
        with suppress(EngineError, Error):  # on its way to a page of its own it cannot be asked
            shown = engine.run("return document.querySelector('.course-header') ? location.pathname : '';")
            break
        time.sleep(0.1)
    assert shown is not None and not shown.endswith("/bdnf.html")
