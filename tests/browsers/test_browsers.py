"""`make test-browsers`: every page in Chromium, Firefox and WebKit, from a file and from a server.

Not part of `make test` (the name keeps pytest from collecting it): two of the engines are Debian's packages.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import reduce
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from coursework import questions
from explorers import bake
from tests.support import course, scratch
from tests.support.engines import ENGINES, EngineError
from tests.support.pages import SHOW_ME
from tests.support.stops import assert_close, span
from tools import serve

# Loaded before any other script of a page; keeps what the page says and what its policy refuses.
RECORDER = """(function () {
    var said = window.said = [], saved = window.saved = [];
    ["log", "warn", "error"].forEach(function (kind) { console[kind] = function () { said.push(kind + ": " + Array.from(arguments).join(" ")); }; });
    addEventListener("error", function (event) { said.push("error: " + (event.message || event.target.src || event.target.href)); }, true);
    addEventListener("unhandledrejection", function (event) { said.push("rejection: " + event.reason); });
    document.addEventListener("securitypolicyviolation", function (event) { said.push("policy: " + event.violatedDirective + " " + event.blockedURI); });
    // The page's own scripts try to make code of text, in their own time: what a driver calls is not under the policy.
    window.makeCode = function () {
        window.made = [function () { return (0, eval)("'made'"); }, function () { return new Function("return 'made'")(); }, function () { return setTimeout("window.broken = 'made'"); }]
            .map(function (way) { try { return String(way()); } catch (error) { return error.name; } }).slice(0, 2);
    };
    HTMLAnchorElement.prototype.click = function () { saved.push([this.download, this.href.slice(0, 14), this.href.length]); };
})();
"""
SHOW = (
    SHOW_ME
    + """;
const DRAWN = ".main-svg, .explorer-scene svg";
for (const figure of document.querySelectorAll("[data-explorer]")) {
    figure.scrollIntoView();
    for (let i = 0; i < 400 && !figure.querySelector(DRAWN); i++) await new Promise(next => setTimeout(next, 50));
}
return [...document.querySelectorAll("[data-explorer]")].filter(figure => !figure.querySelector(DRAWN)).map(figure => figure.id);"""
)
SET = """const [id, positions] = args, root = document.getElementById(id);
root.querySelectorAll("[data-control]").forEach((control, i) => {
    if (control.type === "checkbox") control.checked = positions[i] === 1;
    else if (control.tagName === "FIELDSET") control.querySelectorAll("input")[positions[i]].checked = true;
    else control.value = positions[i];
});
root.querySelector(".explorer-controls").dispatchEvent(new Event("input", { bubbles: true }));
// The player notes the number of the stop that stands there when its task ends; the last control varies fastest.
for (let i = 0; i < 200 && (!i || root.dataset.stop !== String(args[2])); i++) await new Promise(next => setTimeout(next, 30));
return {
    data: (root.querySelector(".explorer-plot").data ?? []).map(trace => ({ x: trace.x, y: trace.y })),
    words: [...root.querySelectorAll("dl > div")].map(pair => [pair.children[0].textContent, pair.children[1].textContent]),
};"""
SAVE = """for (const button of document.querySelectorAll("#" + args[0] + " [data-download]")) {
    const before = window.saved.length;
    button.click();
    for (let i = 0; i < 200 && window.saved.length === before; i++) await new Promise(next => setTimeout(next, 50));
}
return window.saved;"""


@pytest.fixture(scope="module")
def recorded(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course whose pages load the recorder first."""
    copy = tmp_path_factory.mktemp("site") / "html"
    shutil.copytree(site, copy)
    (copy / "_static" / "recorder.js").write_text(RECORDER)
    for page in copy.rglob("*.html"):
        text, up = page.read_text("utf-8"), "../" * len(page.relative_to(copy).parts[1:])
        assert text.count("Content-Security-Policy") == 1, page
        head, policy, rest = text.partition('<meta http-equiv="Content-Security-Policy"')
        tag, end, rest = rest.partition(">\n")
        page.write_text(f'{head}{policy}{tag}{end}<script src="{up}_static/recorder.js"></script>\n{rest}', "utf-8")
    return copy


@pytest.fixture(scope="module")
def addresses(recorded: Path) -> Iterator[dict[str, str]]:
    with serve.Server(recorded) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield {"file": recorded.as_uri(), "server": running.address}
        running.shutdown()


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    running = ENGINES[request.param](tmp_path_factory.mktemp(request.param))
    yield running
    running.close()


@pytest.mark.parametrize("origin", ["file", "server"])
@pytest.mark.parametrize("name", [*course.pages(), "search"])
def test_a_page_opens_silently_and_its_explorers_answer(engine, addresses, name, origin):
    """Every control at its far end, then back at its near end: the numbers plotted are Python's."""
    engine.open(f"{addresses[origin]}/{name}.html")
    assert engine.run(SHOW) == [], "not drawn"
    for explorer in (e for e in course.explorers() if e.page == name):
        sizes = [len(control.values) for control in explorer.controls]
        for positions in [[size - 1 for size in sizes], [0] * len(sizes)]:
            stop = reduce(lambda number, pair: number * pair[0] + pair[1], zip(sizes, positions), 0)
            shown = engine.run(SET, explorer.id, positions, stop)
            arguments = {control.name: control.values[i] for control, i in zip(explorer.controls, positions)}
            expected = bake.call(explorer.id, explorer.function, arguments | explorer.fixed)
            assert [tuple(pair) for pair in shown["words"]] == expected.words, (explorer.id, arguments)
            traces = expected.tree.get("data", [])  # a scene has none
            assert len(shown["data"]) == len(traces), (explorer.id, arguments)
            for i, (got, trace) in enumerate(zip(shown["data"], traces)):
                for letter in "xy":
                    assert_close(
                        got.get(letter),
                        trace.get(letter),
                        span(explorer, i, letter),
                        (explorer.id, arguments, trace.get("name"), letter),
                    )
    assert engine.run("return window.said") == []


@pytest.mark.parametrize("origin", ["file", "server"])
def test_an_explorer_saves_its_figure_and_numbers(engine, addresses, origin):
    explorer = next(e for e in course.explorers() if not e.scene)
    engine.open(f"{addresses[origin]}/{explorer.page}.html")
    assert engine.run(SHOW) == []
    saved = engine.run(SAVE, explorer.id)
    figure = f"{explorer.page.rpartition('/')[2]}-{explorer.id}"
    assert all(name.startswith(figure) for name, _, _ in saved)
    assert [name.rpartition(".")[2] for name, _, _ in saved] == ["csv", "png", "svg"]
    assert [start[:5] for _, start, _ in saved] == ["blob:", "data:", "data:"]
    assert saved[1][2] > 5000 and saved[2][2] > 5000
    assert engine.run("return window.said") == []


SECOND = """const until = async met => { for (let i = 0; i < 200 && !met(); i++) await new Promise(next => setTimeout(next, 30)); };
const figure = id => document.getElementById(id), press = (id, words) => [...figure(id).querySelectorAll("button")]
    .find(button => button.textContent === words && button.offsetParent).click();
const move = (id, use) => {
    use(figure(id).querySelector("[data-control]"));
    figure(id).querySelector(".explorer-controls").dispatchEvent(new Event("input", { bubbles: true }));
};
const names = id => (figure(id).querySelector(".explorer-plot").data ?? []).filter(({ name, zorder }) => name || !zorder).map(({ name }) => name || "");
figure("plain").scrollIntoView();
await until(() => names("plain").length === 2);
press("number", "That is my guess");
const gap = figure("number").querySelector(".guess-gap").textContent;
press("plain", "Keep this view");
move("plain", slider => { slider.value = 5; });
await until(() => names("plain").length === 4 && figure("plain").dataset.stop === "10");
figure("leaves").scrollIntoView();
await until(() => names("leaves").length === 1);
press("leaves", "Keep this view");
move("leaves", group => { group.querySelectorAll("input")[1].checked = true; });
await until(() => figure("leaves").dataset.stop === "1");
return [gap, names("plain"), names("leaves"), figure("leaves").querySelector(".explorer-message[role]").textContent];"""


def test_a_guess_a_ghost_and_a_refused_ghost_are_the_same_in_each(engine, tmp_path_factory):
    engine.open(scratch.write(tmp_path_factory.mktemp("tea")).as_uri())
    gap, kept, refused, said = engine.run(SECOND)
    assert gap == "You said 50 of 100. It is 62 of 100."
    assert kept == ["Colour", "Taste", "Kept: Colour", "Kept: Taste"]
    assert len(refused) == 1 and said.startswith("The kept view cannot stand behind this one: its axes are others.")


@pytest.mark.parametrize("origin", ["file", "server"])
def test_search_finds_a_word_and_the_first_page_leads_on(engine, addresses, origin):
    engine.open(f"{addresses[origin]}/search.html?q=ketamine")
    assert engine.run("return document.querySelectorAll('#search-results li').length") > 3
    assert engine.run("return window.said") == []
    engine.open(f"{addresses[origin]}/index.html")
    for _ in range(100):
        try:
            if engine.run("return document.querySelectorAll('h1').length") == 1:
                break
        except EngineError:
            pass  # the page went away while we asked
        time.sleep(0.1)
    assert engine.run("return document.querySelectorAll('h1').length") == 1


@pytest.fixture
def outside() -> Iterator[tuple[str, list[str]]]:
    """Another host, and what was asked of it."""
    asked: list[str] = []

    class Notes(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Notes) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()


@pytest.mark.parametrize("origin", ["file", "server"])
def test_the_policy_holds(engine, addresses, outside, origin):
    """A script, a handler, text to run, a picture, a frame and a request got into a page: none runs, none leaves."""
    host, asked = outside
    engine.open(f"{addresses[origin]}/intro.html")
    broken = engine.run(
        """
        const [host] = args;
        document.body.insertAdjacentHTML("beforeend", `<img src="${host}/img"><iframe src="${host}/frame"></iframe>
            <link rel="stylesheet" href="${host}/style"><button id="bad" onclick="window.broken = 'handler'">x</button>`);
        const inline = document.createElement("script"), remote = document.createElement("script");
        inline.textContent = "window.broken = 'inline'";
        remote.src = host + "/script";
        document.body.append(inline, remote);
        document.getElementById("bad").click();
        await fetch(host + "/fetch").catch(() => {});
        navigator.sendBeacon(host + "/beacon", "x");
        setTimeout(window.makeCode);
        await new Promise(next => setTimeout(next, 500));
        return window.broken || null;
        """,
        host,
    )
    assert broken is None
    assert engine.run("return window.made") == ["EvalError", "EvalError"]
    assert engine.run("return document.cookie") == ""
    assert asked == []


ANSWER = """const form = [...document.querySelectorAll(".quiz-question[data-kind=one]")].find(form => form.dataset.id === args[0]);
form.querySelector(`input[value=${form.dataset.right}]`).click();
form.querySelector("button[type=submit]").click();
return form.querySelector(".quiz-verdict").textContent;"""
PASS = """document.querySelector("[data-start]").click();
for (const form of document.querySelectorAll(".quiz-question:not([hidden])")) {
    const letters = form.dataset.right.split(",");
    for (const input of form.querySelectorAll("input")) {
        if (form.dataset.kind === "number") input.value = form.dataset.right;
        else if (letters.includes(input.value)) input.checked = true;
    }
    for (const select of form.querySelectorAll("select")) select.value = String(letters.indexOf(select.dataset.letter) + 1);
}
document.querySelector("[data-hand-in]").click();
return document.querySelector(".quiz-result h2").textContent;"""


@pytest.mark.parametrize("origin", ["file", "server"])
def test_going_back_and_answering_once_more_keeps_the_passed_test(engine, addresses, origin):
    """Browsers bring a page back as it was, with all that its scripts had in mind."""
    chapter = next(name for name in questions.chapters() if len(one_of(name)) > 1)
    first, second = one_of(chapter)[:2]
    engine.open(f"{addresses[origin]}/chapters/{chapter}.html")
    assert engine.run(ANSWER, first).startswith("✓")
    engine.open(f"{addresses[origin]}/final-test.html")
    assert engine.run(PASS) == "✓ Passed"
    engine.run("setTimeout(() => history.back()); return null;")
    for _ in range(300):
        with suppress(EngineError):  # the page goes away while we ask
            if engine.run("return document.readyState === 'complete' ? location.pathname : ''").endswith(
                f"/{chapter}.html"
            ):
                break
        time.sleep(0.1)
    assert engine.run(ANSWER, second).startswith("✓")
    engine.open(f"{addresses[origin]}/certificate.html")
    assert engine.run("return document.querySelector('.quiz-certificate').hidden") is False
    engine.run("localStorage.clear(); sessionStorage.clear();")


def one_of(chapter: str) -> list[str]:
    """The questions of a chapter with one right answer."""
    return [question.id for question in questions.chapter(chapter) if question.kind == "one"]
