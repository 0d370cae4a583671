"""The questions written for other systems, read by parsers that others keep: `make questions`."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from zipfile import ZipFile

import pytest

from coursework import questions
from coursework.course import find
from tests.support import lms_platforms
from tools import questions as exports

READ_QTI = """
import json, sys
from pathlib import Path
from onyx2moodle.parser import parse_item
found = {}
for path in Path(sys.argv[1]).glob("items/*.xml"):
    item = parse_item(path)
    right = item.response_decls["RESPONSE"].correct_values
    found[item.identifier] = [item.response_decls["RESPONSE"].cardinality, right, [f.identifier for f in item.feedback]]
print(json.dumps(found))
"""
READ_GIFT = """
import { readFileSync } from "node:fs";
import gift from "%s";
console.log(JSON.stringify(gift.parse(readFileSync(0, "utf8"))));
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder with the three files."""
    folder = tmp_path_factory.mktemp("questions")
    exports.write(folder, find())
    return folder


@pytest.fixture(scope="module")
def every():
    names = questions.chapters()
    return [q for name in names for q in (*questions.chapter(name), *questions.pool(name)) if q.kind != "explorer"]


def test_qti_is_read_with_its_keys_and_its_feedback(written, every, tmp_path):
    [package] = written.glob("*-qti-2.1.zip")
    ZipFile(package).extractall(tmp_path)
    done = subprocess.run([lms_platforms.python(), "-c", READ_QTI, tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == {question.id for question in every}
    for question in every:
        cardinality, right, feedback = found[question.id]
        assert cardinality == {"several": "multiple", "order": "ordered"}.get(question.kind, "single")
        assert ",".join(right) == question.key
        if question.options:
            assert feedback == list("abcdefgh"[: len(question.options)])


def test_gift_is_read_with_its_keys_and_its_feedback(written, every):
    [file] = written.glob("*.gift")
    parser = lms_platforms.npm("gift-pegjs")
    main = json.loads((parser / "package.json").read_text("utf-8"))["main"]
    script = READ_GIFT % (parser / main).as_uri()
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], input=file.read_text("utf-8"), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = {one["title"]: one for one in json.loads(done.stdout) if one["type"] != "Category"}
    assert set(found) == {question.id for question in every}
    assert Counter(one["type"] for one in found.values()) == Counter(
        {"one": "MC", "several": "MC", "number": "Numerical", "order": "Matching"}[question.kind] for question in every
    )
    for question in every:
        one = found[question.id]
        assert one["stem"]["text"] == question.asked
        if question.kind == "one":
            assert [choice["text"]["text"] for choice in one["choices"]] == [o.text for o in question.options]
            assert [choice["isCorrect"] for choice in one["choices"]] == [o.right for o in question.options]
            assert all(choice["feedback"]["text"] for choice in one["choices"])
