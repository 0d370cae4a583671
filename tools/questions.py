"""Write the course's questions for other systems: Moodle XML, GIFT and QTI 2.1, with the feedback of every option.

    python -m tools.questions

What a format cannot hold is named: questions on a figure stay in the course, and fresh numbers go over as one draw.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

from coursework import bibliography, questions
from coursework.course import Course, CourseError, find
from coursework.entries import Reason
from coursework.questions import LETTERS, Question, QuizError
from tools.offline import ROOT
from tools.zips import write_zip

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def main() -> None:
    try:
        course = find(ROOT)
        if wrong := questions.faults(course):
            sys.exit("\n".join(wrong))
    except (CourseError, QuizError) as error:
        sys.exit(str(error))
    for line in write(ROOT / "dist", course):
        print(line)


def write(folder: Path, course: Course) -> list[str]:
    """Write the three files into a folder. Returns a line on each, and on what did not go over."""
    every = [
        q
        for name in questions.chapters(course)
        for q in (*questions.chapter(name, course), *questions.pool(name, course))
    ]
    some = [question for question in every if question.kind != "explorer"]
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{course.slug}-questions"
    (folder / f"{name}.moodle.xml").write_bytes(moodle(some, course))
    (folder / f"{name}.gift").write_text(gift(some, course), "utf-8")
    write_zip(folder / f"{name}-qti-2.1.zip", qti(some, course))
    left = [question.id for question in every if question.kind == "explorer"]
    fresh = [question.id for question in some if question.draws]
    order = [question.id for question in some if question.kind == "order"]
    return [
        *(f"{end}: {len(some)} questions" for end in (f"{name}.moodle.xml", f"{name}.gift", f"{name}-qti-2.1.zip")),
        f"Not written, as they need a figure beside them: {', '.join(left) or 'none'}",
        f"Written with one draw of their numbers: {', '.join(fresh) or 'none'}",
        f"Written as pairs of item and place in Moodle XML and GIFT: {', '.join(order) or 'none'}",
    ]


def _why(reason: Reason | None, question: Question, course: Course) -> str:
    """Return a reason in plain words, with the works that say so."""
    if reason is None:
        return ""
    works = "; ".join(bibliography.work(key, course.bibliography).name for key in reason.cite)
    return f"{question.plain(reason.why)} ({works})"


def _category(question: Question, course: Course) -> str:
    where = "Chapters" if question in questions.chapter(question.chapter, course) else "Test only"
    return f"{course.title}/{where}/{questions.title(question.chapter, course)}"


def _sorted(some: Sequence[Question], course: Course) -> list[tuple[str, list[Question]]]:
    """Return the questions by their category."""
    found: dict[str, list[Question]] = {}
    for question in some:
        found.setdefault(_category(question, course), []).append(question)
    return list(found.items())


def _worth(question: Question, right: bool) -> str:
    """Return what a choice is worth, in per cent: a wrong one takes all of it, as nothing else may be chosen."""
    if not right:
        return "-100" if question.kind == "several" else "0"
    return f"{100 / sum(option.right for option in question.options):.7g}"


# ---- Moodle XML ----


def moodle(some: Sequence[Question], course: Course) -> bytes:
    """Return the questions as Moodle XML, a category for each chapter."""
    quiz = ET.Element("quiz")
    for category, asked in _sorted(some, course):
        head = ET.SubElement(quiz, "question", type="category")
        _text(ET.SubElement(head, "category"), "$course$/" + category)
        for question in asked:
            _moodle(quiz, question, course)
    return _bytes(quiz)


def _moodle(quiz: ET.Element, question: Question, course: Course) -> None:
    kinds = {"one": "multichoice", "several": "multichoice", "number": "numerical", "order": "matching"}
    made = ET.SubElement(quiz, "question", type=kinds[question.kind])
    _text(ET.SubElement(made, "name"), question.id)
    _text(ET.SubElement(made, "questiontext", format="plain_text"), question.asked)
    right, wrong = _why(question.right, question, course), _why(question.wrong, question, course)
    if question.options:
        ET.SubElement(made, "single").text = str(question.kind == "one").lower()
        ET.SubElement(made, "shuffleanswers").text = "true"
        ET.SubElement(made, "answernumbering").text = "none"
        for option in question.options:
            _moodle_answer(made, option.text, _worth(question, option.right), _why(option.reason, question, course))
    elif question.kind == "number":
        _moodle_answer(made, f"{question.answer:g}", "100", right, f"{question.tolerance:g}")
        for value, reason in question.traps:
            _moodle_answer(made, f"{value:g}", "0", _why(reason, question, course), f"{abs(value) / 100:g}")
        _moodle_answer(made, "*", "0", wrong)
    else:
        ET.SubElement(made, "shuffleanswers").text = "true"
        _text(ET.SubElement(made, "correctfeedback", format="plain_text"), right)
        _text(ET.SubElement(made, "incorrectfeedback", format="plain_text"), wrong)
        for place, item in enumerate(question.items, start=1):
            pair = ET.SubElement(made, "subquestion", format="plain_text")
            ET.SubElement(pair, "text").text = item
            _text(ET.SubElement(pair, "answer"), str(place))


def _moodle_answer(made: ET.Element, text: str, fraction: str, feedback: str, tolerance: str = "") -> None:
    answer = ET.SubElement(made, "answer", fraction=fraction, format="plain_text")
    ET.SubElement(answer, "text").text = text
    _text(ET.SubElement(answer, "feedback", format="plain_text"), feedback)
    if tolerance:
        ET.SubElement(answer, "tolerance").text = tolerance


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text


# ---- GIFT ----


def gift(some: Sequence[Question], course: Course) -> str:
    """Return the questions as GIFT, a category for each chapter."""
    parts = []
    for category, asked in _sorted(some, course):
        parts.append(f"$CATEGORY: $course$/{category}")
        parts += [f"::{question.id}:: {_escaped(question.asked)} {{{_gift(question, course)}\n}}" for question in asked]
    return "\n\n".join(parts) + "\n"


def _gift(question: Question, course: Course) -> str:
    right, wrong = _escaped(_why(question.right, question, course)), _escaped(_why(question.wrong, question, course))
    if question.kind == "one":
        return "".join(
            f"\n\t{'=' if option.right else '~'}{_escaped(option.text)}"
            f"#{_escaped(_why(option.reason, question, course))}"
            for option in question.options
        )
    if question.kind == "several":
        return "".join(
            f"\n\t~%{_worth(question, option.right)}%{_escaped(option.text)}"
            f"#{_escaped(_why(option.reason, question, course))}"
            for option in question.options
        )
    if question.kind == "number":
        traps = "".join(
            f"\n\t=%0%{value:g}:{abs(value) / 100:g}#{_escaped(_why(reason, question, course))}"
            for value, reason in question.traps
        )
        return f"#\n\t=%100%{question.answer:g}:{question.tolerance:g}#{right}{traps}\n\t####{wrong}"
    pairs = "".join(f"\n\t={_escaped(item)} -> {place}" for place, item in enumerate(question.items, start=1))
    return f"{pairs}\n\t####{right} {wrong}"


def _escaped(text: str) -> str:
    return re.sub(r"([~=#{}:\\])", r"\\\1", text)


# ---- QTI 2.1 ----


def qti(some: Sequence[Question], course: Course) -> dict[str, bytes]:
    """Return the files of a QTI 2.1 package: a manifest, and an item for each question."""
    manifest = ET.Element("manifest", {"xmlns": CP, "identifier": course.slug})
    metadata = ET.SubElement(manifest, "metadata")
    ET.SubElement(metadata, "schema").text = "QTIv2.1 Package"
    ET.SubElement(metadata, "schemaversion").text = "1.0.0"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    files = {}
    for question in some:
        name = f"items/{question.id}.xml"
        files[name] = _bytes(_item(question, course))
        resource = ET.SubElement(
            resources, "resource", {"identifier": f"r-{question.id}", "type": "imsqti_item_xmlv2p1", "href": name}
        )
        ET.SubElement(resource, "file", href=name)
    return {"imsmanifest.xml": _bytes(manifest), **files}


def _item(question: Question, course: Course) -> ET.Element:
    """Return a question as an assessmentItem; its feedback is chosen by what was answered."""
    item = ET.Element(
        "assessmentItem",
        {
            "xmlns": QTI,
            "xmlns:xsi": XSI,
            "xsi:schemaLocation": f"{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
            "identifier": question.id,
            "title": question.id,
            "adaptive": "false",
            "timeDependent": "false",
        },
    )
    many = question.kind == "several"
    cardinality = {"several": "multiple", "order": "ordered"}.get(question.kind, "single")
    response = ET.SubElement(
        item,
        "responseDeclaration",
        identifier="RESPONSE",
        cardinality=cardinality,
        baseType="float" if question.kind == "number" else "identifier",
    )
    correct = ET.SubElement(response, "correctResponse")
    for value in question.key.split(","):
        ET.SubElement(correct, "value").text = value
    score = ET.SubElement(item, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    ET.SubElement(ET.SubElement(score, "defaultValue"), "value").text = "0"
    ET.SubElement(
        item,
        "outcomeDeclaration",
        identifier="FEEDBACK",
        cardinality="multiple" if many else "single",
        baseType="identifier",
    )
    body = ET.SubElement(item, "itemBody")
    _interaction(body, question)
    processing = ET.SubElement(item, "responseProcessing")
    told = _processed(processing, question, course)
    for identifier, text in told:
        feedback = ET.SubElement(
            item, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=identifier, showHide="show"
        )
        feedback.text = text
    return item


def _interaction(body: ET.Element, question: Question) -> None:
    if question.kind == "number":
        ET.SubElement(body, "p").text = question.asked
        line = ET.SubElement(body, "p")
        ET.SubElement(
            line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="8"
        ).tail = f" {question.unit}"
        return
    name, most = ("orderInteraction", {}) if question.kind == "order" else ("choiceInteraction", {"maxChoices": "1"})
    if question.kind == "several":
        most = {"maxChoices": "0"}
    made = ET.SubElement(body, name, {"responseIdentifier": "RESPONSE", "shuffle": "true", **most})
    ET.SubElement(made, "prompt").text = question.asked
    shown = [question.items[i] for i in questions.shown(question)] if question.items else []
    for letter, text in zip(LETTERS, [option.text for option in question.options] or shown):
        ET.SubElement(made, "simpleChoice", identifier=letter).text = text


def _processed(processing: ET.Element, question: Question, course: Course) -> list[tuple[str, str]]:
    """Write how an answer is judged. Returns (identifier, words) of each feedback."""
    right, wrong = _why(question.right, question, course), _why(question.wrong, question, course)
    condition = ET.SubElement(processing, "responseCondition")
    then = ET.SubElement(condition, "responseIf")
    if question.kind == "number":
        _equal(then, question.answer, question.tolerance)
    else:
        match = ET.SubElement(then, "match")
        ET.SubElement(match, "variable", identifier="RESPONSE")
        ET.SubElement(match, "correct", identifier="RESPONSE")
    _set(then, "SCORE", "float", "1")
    if question.options:
        given = ET.SubElement(processing, "setOutcomeValue", identifier="FEEDBACK")
        ET.SubElement(given, "variable", identifier="RESPONSE")
        return [(letter, _why(option.reason, question, course)) for letter, option in zip(LETTERS, question.options)]
    _set(then, "FEEDBACK", "identifier", "right")
    told = [("right", right)]
    for i, (value, reason) in enumerate(question.traps):
        slip = ET.SubElement(condition, "responseElseIf")
        _equal(slip, value, abs(value) / 100)
        _set(slip, "FEEDBACK", "identifier", f"slip{i}")
        told.append((f"slip{i}", _why(reason, question, course)))
    _set(ET.SubElement(condition, "responseElse"), "FEEDBACK", "identifier", "wrong")
    return [*told, ("wrong", wrong)]


def _equal(parent: ET.Element, value: float, tolerance: float) -> None:
    equal = ET.SubElement(parent, "equal", toleranceMode="absolute", tolerance=f"{tolerance:g} {tolerance:g}")
    ET.SubElement(equal, "variable", identifier="RESPONSE")
    ET.SubElement(equal, "baseValue", baseType="float").text = f"{value:g}"


def _set(parent: ET.Element, outcome: str, kind: str, value: str) -> None:
    ET.SubElement(ET.SubElement(parent, "setOutcomeValue", identifier=outcome), "baseValue", baseType=kind).text = value


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


if __name__ == "__main__":
    main()
