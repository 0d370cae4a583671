"""What every chapter of a course may hold beside its text, and what it must then say: checked before a build.

In one minute, on top of a chapter: three sentences, a number in bold with what it counts, one sentence for a person

    :::{in-one-minute}
    The first. The second. The third.

    **4 of 100** stop in time.

    > Brake before the bend, not in it.
    :::

A sentence for a person, anywhere; when it is wanted may stand behind the name

    :::{say} When somebody asks about rain
    Wet rims need twice the way, so please begin sooner.
    :::

A case, by its id in ``cases/<chapter>.yml``: ``:::{case} id`` where the chapter opens, ``:::{decide} id`` at its end.
``coursework.site.lessons`` shows them all, and gathers the first two on pages of their own.
"""

from __future__ import annotations

import re

from . import cases, readability
from .course import Course, find

DIRECTIVE = re.compile(
    r"^(?P<fence>:{3,})\{(?P<name>in-one-minute|say|case|decide)\}[ \t]*(?P<argument>.*)\n"
    r"(?P<body>(?:.*\n)*?)(?P=fence)[ \t]*$",
    re.MULTILINE,
)
SENTENCES = 3


def faults(course: Course | None = None) -> list[str]:
    """Return every fault of every chapter, 'file:line: what is wrong and what is allowed'."""
    course = course or find()
    found = cases.faults(course)
    for name in (page.removeprefix("chapters/") for page in course.pages if page.startswith("chapters/")):
        if course.chapter(name).exists():
            found += _page_faults(name, course)
    return found


def _page_faults(name: str, course: Course) -> list[str]:
    """Return what is wrong with the boxes and cases of one chapter."""
    text = course.chapter(name).read_text("utf-8")
    found, shown = [], {"case": [], "decide": []}  # type: tuple[list[str], dict[str, list[str]]]
    boxes = 0
    for directive in DIRECTIVE.finditer(text):
        kind, argument = directive["name"], directive["argument"].strip()
        wrong: list[str] = []
        if kind == "in-one-minute":
            boxes += 1
            wrong = _box_faults(directive["body"]) + (["a chapter has one such box"] if boxes > 1 else [])
        elif kind == "say" and not directive["body"].strip():
            wrong = ["it is empty; write the sentence that can be said"]
        elif kind in shown:
            shown[kind].append(argument)
            try:
                cases.case(argument, name, course)
            except cases.CaseError as error:
                wrong = [] if re.search(r":\d+: ", str(error)) else [str(error)]  # a faulty file is told once
        line = text.count("\n", 0, directive.start()) + 1
        found += [f"{name}.md:{line}: {kind}: {fault}" for fault in wrong]
    for one, other in (("case", "decide"), ("decide", "case")):
        found += [
            f"{name}.md:1: case {id_!r} has no {other}; a case opens with 'case' and ends with 'decide'"
            for id_ in shown[one]
            if id_ not in shown[other]
        ]
    return found


def _box_faults(body: str) -> list[str]:
    """Return what is wrong with the body of a box 'in one minute'."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", body.strip()) if part.strip()]
    if len(parts) != 3:
        return [f"there are {len(parts)} paragraphs; there must be the sentences, the number and the quotation"]
    wrong = []
    if (count := len(readability.sentences(parts[0]))) != SENTENCES:
        wrong.append(f"the first paragraph has {count} sentences; it must have {SENTENCES}")
    if not re.match(r"\*\*[^*]*\d[^*]*\*\*\s+\S", parts[1]):
        wrong.append("the second paragraph must begin with a number in bold, '**4 of 100** stop in time.'")
    if not parts[2].startswith("> "):
        wrong.append("the third paragraph must be what you can say to a person, '> Brake before the bend.'")
    return wrong


def sayings(name: str, course: Course | None = None) -> list[str]:
    """Return the sentences of a chapter that can be said to a person, as plain text; that of the box comes first."""
    text = (course or find()).chapter(name).read_text("utf-8")
    found = []
    for directive in DIRECTIVE.finditer(text):
        if directive["name"] == "in-one-minute":
            quoted = re.findall(r"^> ?(.*)$", directive["body"], re.MULTILINE)
            found.append(readability.plain(" ".join(quoted)))
        elif directive["name"] == "say":
            found.append(readability.plain(directive["body"]))
    return found
