"""What somebody types, or reads back from a file, breaks no page and runs no script.

Hypothesis thinks up the input, the same on every run. Each page is opened once and fed many times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from coursework import questions, quiz
from explorers.view import slug
from tests.support.answers import KEY
from tests.support.course import SLUG, explorers

# Of inputs: where a page stays open, and where each input opens one anew.
MANY, SOME = (
    settings(
        max_examples=n, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
    )
    for n in (80, 25)
)

# --- What might be typed --------------------------------------------------------------------

HOSTILE = [
    "<script>window.broken = 1</script>",
    "<img src=x onerror='window.broken = 1'>",
    '"><svg onload=window.broken=1>',
    "javascript:window.broken=1",
    "</p></form></main><h1>Other</h1>",
    "<style>*{display:none}</style>",
    "{{constructor.constructor('window.broken=1')()}}",
    "__proto__",
    "constructor",
    "toString",
    "a\\' or [x=\"",
    "(.*)+$[",
    "\u202egnorw\u202c \u0000\ufffe",
    "'; --",
    '=HYPERLINK("http://example.org")',
    "İıſß",
]
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=60), st.lists(st.sampled_from(HOSTILE), max_size=3).map(" ".join)
)

# --- What a file might hold -----------------------------------------------------------------

EVERY = [question.id for question in questions.bank()]
odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 40),
    st.sampled_from([1e308, -1, 2**53, 0.5]),
    texts,
    st.just([]),
    st.just({}),
    st.lists(texts, max_size=2),
    st.just({"__proto__": {"of": 1}}),
    st.lists(st.integers(), max_size=2),
)
json_values = st.recursive(
    odd, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)), max_leaves=12
)
ids = st.one_of(st.sampled_from(EVERY), st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True))
answers = st.builds(lambda of, right: {"of": of, "right": right}, st.integers(0, 9), st.lists(ids, max_size=3))
attempts = st.fixed_dictionaries(
    {"on": st.dates().map(str), "right": st.integers(0, 20), "of": st.sampled_from([0, 1, 20]), "passed": st.booleans()}
)
tests = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {
            "drawn": st.one_of(
                st.lists(ids, max_size=25),
                st.just(EVERY[: quiz.assessment().questions]),
                st.just(EVERY[:1] * quiz.assessment().questions),
            ),
            "given": st.lists(st.one_of(texts, st.sampled_from(["a", "a,b", "7"])), max_size=25),
        }
    ),
)
states = st.fixed_dictionaries(
    {
        "v": st.just(1),
        "n": st.integers(0, 99),
        "tries": st.integers(0, 9),
        "seen": st.lists(ids, max_size=4),
        "test": tests,
        "answers": st.dictionaries(st.one_of(st.sampled_from(questions.chapters()), ids), answers, max_size=4),
        "attempts": st.lists(attempts, max_size=6),
    }
)


@st.composite
def damaged(draw):
    """A file that is right in all parts but one."""
    state = json.loads(json.dumps(draw(states)))
    place = state
    for _ in range(draw(st.integers(0, 3))):
        inner = [
            value
            for value in (place.values() if isinstance(place, dict) else place)
            if isinstance(value, (dict, list)) and value
        ]
        if not inner:
            break
        place = draw(st.sampled_from(inner))
    key = draw(st.sampled_from(sorted(place))) if isinstance(place, dict) else draw(st.integers(0, len(place) - 1))
    place[key] = draw(odd)
    return state


files = st.one_of(states.map(json.dumps), damaged().map(json.dumps), json_values.map(json.dumps), texts)

# --- Pages ----------------------------------------------------------------------------------


class Watched:
    """A page that is used again and again, and all that it said meanwhile."""

    def __init__(self, page: Page, site) -> None:
        self.page, self.site, self.said = page, site, []
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request",
            lambda request: (
                request.url.startswith(("file:", "data:", "blob:")) or self.said.append(f"request: {request.url}")
            ),
        )

    def open(self, name: str, query: str = "") -> Page:
        self.page.goto(f"{(self.site / name).as_uri()}.html{query}")
        return self.page

    def stays_whole(self, where: object) -> None:
        """No script ran, nothing was said or asked for, and the page still has its heading and its menu."""
        assert self.said == [], where
        assert self.page.evaluate(
            "window.broken === undefined && document.querySelectorAll('h1').length === 1 &&"
            " !!document.querySelector('#course-menu nav a')"
        ), where


@pytest.fixture(scope="module")
def watched(browser: Browser, site) -> Iterator[Watched]:
    with browser.new_context() as session:
        yield Watched(session.new_page(), site)


def stored(page: Page) -> str | None:
    return page.evaluate(f"localStorage.getItem('{KEY}')")


LATER = {"boxes", "missed", "sure", "forms", "seed"}  # not in a file of an older course


def is_sound(state) -> bool:
    """Whether a state is one that the course could have written; a second opinion on what quiz.js lets in."""

    def count(n):
        return type(n) is int and n >= 0

    def id_(text):
        return isinstance(text, str) and re.fullmatch(r"[a-z][a-z0-9-]{0,79}", text)

    test = state["test"]
    return bool(
        set(state) == {"v", "n", "tries", "answers", "test", "seen", "attempts", *LATER}
        and isinstance(state["boxes"], str)
        and re.fullmatch("[01?sn-]{0,200}", state["missed"])
        and len(state["sure"]) == 4
        and all(map(count, state["sure"]))
        and state["forms"]["first"] in ("", "a", "b")
        and count(state["seed"])
        and state["v"] == 1
        and count(state["n"])
        and count(state["tries"])
        and all(map(id_, state["seen"]))
        and all(
            id_(name)
            and set(part) == {"of", "right", "first"}
            and len(part["first"]) == len(part["right"])
            and count(part["of"])
            and all(map(id_, part["right"]))
            and len(part["right"]) <= part["of"]
            for name, part in state["answers"].items()
        )
        and (
            test is None
            or (
                set(test) == {"drawn", "given", "sure", "seed"}
                and all(map(id_, test["drawn"]))
                and all(isinstance(one, str) and len(one) <= 24 for one in test["given"])
            )
        )
        and len(state["attempts"]) <= 5
        and all(
            isinstance(a["on"], str)
            and re.fullmatch(r"\d{4}-\d\d-\d\d", a["on"])
            and 0 <= a["right"] <= a["of"]
            and a["of"] > 0
            and type(a["passed"]) is bool
            for a in state["attempts"]
        )
    )


# --- Tests ----------------------------------------------------------------------------------


def test_a_file_read_back_is_taken_whole_or_refused_in_a_sentence(watched):
    page = watched.open("final-test")
    page.evaluate("localStorage.clear()")

    @MANY
    @given(files)
    @example(
        json.dumps(
            {
                "v": 1,
                "n": 0,
                "tries": 0,
                "answers": {},
                "test": None,
                "seen": [],
                "attempts": [{"on": ["2026-11-23"], "right": 0, "of": 0, "passed": True}],
            }
        )
    )
    def feed(text):
        before = stored(page)
        page.evaluate("document.querySelector('.quiz-memory .quiz-say').textContent = ''")
        page.get_by_label("Read back from a file").set_input_files(
            {"name": "progress.json", "mimeType": "application/json", "buffer": text.encode("utf-8", "replace")}
        )
        page.wait_for_function("() => document.querySelector('.quiz-memory .quiz-say').textContent !== ''")
        said = page.locator(".quiz-memory .quiz-say").inner_text()
        if said == "This is not a file saved by this course. Nothing was changed.":
            assert stored(page) == before
        else:
            assert said.startswith("Read back. ") and is_sound(json.loads(stored(page))), text
        assert page.evaluate(
            "[...document.querySelectorAll('[data-memory] *, .quiz-mark *')].every(e => ['P', 'UL',"
            " 'LI'].includes(e.tagName))"
        )
        watched.stays_whole(text)

    feed()


def test_what_is_remembered_opens_every_page_that_reads_it(watched):
    """The same, as it stands in the storage when a page is opened."""
    page = watched.open("intro")
    here = {"test": "final-test", "certificate": "certificate", "chapter": f"chapters/{questions.chapters()[0]}"}

    @SOME
    @given(files, st.sampled_from(sorted(here)))
    @example(
        json.dumps(
            {"v": 1, "n": 0, "tries": 0, "answers": {}, "test": {"drawn": [], "given": []}, "seen": [], "attempts": []}
        ),
        "test",
    )
    @example(
        json.dumps(
            {
                "v": 1,
                "n": 0,
                "tries": 0,
                "answers": {},
                "test": {"drawn": EVERY[:1] * quiz.assessment().questions, "given": []},
                "seen": [],
                "attempts": [],
            }
        ),
        "test",
    )
    def feed(text, kind):
        page.evaluate(f"text => localStorage.setItem('{KEY}', text)", text)
        watched.open(here[kind])
        if kind == "test":  # either to start, or taken up with as many questions as it has
            start, shown = (
                page.get_by_role("button", name="Start the test"),
                page.locator(".quiz-question:not([hidden])").count(),
            )
            assert (start.is_visible(), shown) in ((True, 0), (False, quiz.assessment().questions)), text
        if kind == "certificate":
            none = page.get_by_text("There is no passed test yet").is_visible()
            assert none != page.locator(".quiz-certificate").is_visible(), text
            assert "NaN" not in page.locator("main").inner_text(), text
        watched.stays_whole(text)

    try:
        feed()
    finally:
        page.evaluate("localStorage.clear()")


def test_settings_of_the_page_that_make_no_sense_are_passed_over(watched):
    page = watched.open("intro")

    @SOME
    @given(st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
    @example("constructor", "toString")
    def feed(mode, menu):
        page.evaluate(
            "([slug, mode, menu]) => { localStorage[`${slug}:mode`] = mode; localStorage[`${slug}:menu`] = menu; }",
            [SLUG, mode, menu],
        )
        watched.open("about")
        assert page.evaluate("document.documentElement.dataset.theme") in ("light", "dark"), (mode, menu)
        watched.stays_whole((mode, menu))

    try:
        feed()
    finally:
        page.evaluate("localStorage.clear()")


def test_any_name_is_only_a_name(watched):
    page = watched.open("certificate")
    attempt = {"on": "2026-11-23", "right": 20, "of": 20, "passed": True}
    passed = {"v": 1, "n": 1, "tries": 1, "answers": {}, "test": None, "seen": [], "attempts": [attempt]}
    page.evaluate(f"text => localStorage.setItem('{KEY}', text)", json.dumps(passed))
    page.reload()

    @MANY
    @given(texts)
    def type_(name):
        page.get_by_label("Your name").fill(name)
        typed, shown, inside = page.evaluate(
            "[document.querySelector('#quiz-name').value, document.querySelector('[data-holder]').textContent,"
            " document.querySelector('[data-holder]').children.length]"
        )
        assert (shown, inside) == (page.evaluate("text => text.trim() || '(your name)'", typed), 0)
        watched.stays_whole(name)

    type_()
    assert json.loads(stored(page))["attempts"] == [attempt], "a name is not kept"
    page.evaluate("localStorage.clear()")


def test_any_words_can_be_searched_for(watched):
    @SOME
    @given(texts)
    def search(words):
        page = watched.open("search", "?q=" + quote(words, errors="replace"))
        if words.strip():
            assert page.evaluate(
                "[...document.querySelectorAll('#search-results *')].every(e => ['LI', 'A', 'P',"
                " 'MARK'].includes(e.tagName))"
            ), words
            assert re.match(
                r"(1 section mentions|\d+ sections mention|No sections mention)",
                page.locator("#search-summary").inner_text(),
            ), words
        watched.stays_whole(words)

    search()


def test_any_words_can_be_looked_for_in_the_evidence_table(watched):
    page = watched.open("evidence-table")
    rows = page.locator("[data-records] tbody tr").count()

    @MANY
    @given(texts)
    def search(words):
        page.locator("[data-records] [type=search]").first.fill(words)
        status = page.locator("[data-records] [role=status]").first
        assert re.fullmatch(rf"\d+ of {rows} rows", status.inner_text()), words
        watched.stays_whole(words)

    search()


def test_any_text_in_the_place_of_a_number_is_judged_or_asked_again(watched):
    question = next(q for name in questions.chapters() for q in questions.chapter(name) if q.kind == "number")
    page = watched.open(f"chapters/{question.chapter}")
    form = page.locator(f"#q-{question.id}")

    @MANY
    @given(st.one_of(texts, st.floats(width=32).map(str), st.integers().map(str)))
    @example("Infinity")
    @example("−0,0")
    def type_(text):
        form.locator("input").fill(text)
        form.get_by_role("button", name="Check").click()
        assert re.match(
            "Write a number first|I cannot read this|✗ Not right|✓ Right", form.get_by_role("status").inner_text()
        ), text
        watched.stays_whole(text)

    type_()
    page.evaluate("localStorage.clear()")


# --- What an address might name ---------------------------------------------------------------

VIEWED = "chapters/how-ketamine-affects-the-brain"
FIGURES = [explorer for explorer in explorers() if explorer.page == VIEWED and explorer.controls]
stops = st.one_of(
    texts,
    st.sampled_from([slug(label) for e in FIGURES for control in e.controls for label in control.labels]),
    st.integers(-2, 400).map(str),
)
names = st.one_of(st.sampled_from([control.name for e in FIGURES for control in e.controls]), texts)
pairs = st.tuples(names, st.sampled_from(["=", "", "==", "%3D"]), stops).map("".join)
fragments = st.one_of(
    texts,
    st.builds(
        lambda figure, mark, asked, encoded: (
            f"{figure}{mark}{quote('&'.join(asked), safe='=&?') if encoded else '&'.join(asked)}"
        ),
        st.one_of(st.sampled_from([e.id for e in FIGURES]), texts),
        st.sampled_from(["?", "", "??", "%3F"]),
        st.lists(pairs, max_size=6),
        st.booleans(),
    ),
)
#: How many controls stand at none of their stops; and what figures say.
STAND = """() => {
    const [ranges, selects, groups] = ["input[type=range]", "select", "fieldset"]
        .map(kind => [...document.querySelectorAll(`${kind}[data-control]`)]);
    const lost = [...ranges.filter(range => !(range.value >= 0 && Number(range.value) <= Number(range.max))),
        ...selects.filter(select => select.selectedIndex < 0),
        ...groups.filter(group => !group.querySelector(":checked"))];
    const said = [...document.querySelectorAll(".explorer-message[role]")].map(p => p.textContent);
    return [lost.length, said.filter(Boolean)];
}"""
GO = "text => { history.replaceState(null, '', `#${text}`); dispatchEvent(new HashChangeEvent('hashchange')); }"


def test_any_fragment_opens_a_view_or_says_what_of_it_there_is_not(watched):
    """Every control stands at one of its stops, and what the figure does not have is named in one sentence."""
    page = watched.open(VIEWED)
    page.evaluate("document.querySelectorAll('[data-guess=asked] .guess-show').forEach(button => button.click())")

    @MANY
    @given(fragments)
    def go(fragment):
        page.evaluate("document.querySelectorAll('.explorer-message[role]').forEach(p => p.textContent = '')")
        page.evaluate(GO, fragment)
        outside, said = page.evaluate(STAND)
        assert not outside, fragment
        assert len(said) <= 1 and all(text.startswith("This link asks for a view") for text in said), fragment
        watched.stays_whole(fragment)

    go()


def test_any_fragment_narrows_the_evidence_table_or_says_what_of_it_there_is_not(watched):
    page = watched.open("evidence-table")
    asked = st.lists(
        st.tuples(st.one_of(texts, st.sampled_from(["species", "find", "sort", "order"])), st.just("="), texts),
        max_size=4,
    )

    @MANY
    @given(st.one_of(texts, asked.map(lambda all_: "evidence?" + "&".join("".join(one) for one in all_))))
    def go(fragment):
        page.evaluate(GO, fragment)
        assert re.match(r"\d+ of \d+ rows", page.locator("[data-records] [role=status]").first.inner_text()), fragment
        watched.stays_whole(fragment)

    go()
