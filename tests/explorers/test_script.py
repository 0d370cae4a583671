"""Modules are joined into one classic script, each once and in order, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorers import script
from tests.support.course import ROOT

SCRIPTS = [
    "explorers/js/player.js",
    "coursework/js/records.js",
    "coursework/js/quiz/main.js",
    "coursework/theme/js/course.js",
    "coursework/theme/js/search.js",
]


def write(folder: Path, **modules: str) -> Path:
    """Modules by name; the path of the one called main."""
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder / "main.js"


def test_each_module_comes_once_before_those_that_need_it(tmp_path):
    entry = write(
        tmp_path,
        main='import { one } from "./one.js";\nimport {\n  two,\n} from "./two.js";\none(two);\n',
        one='/* What it is. */\nimport { two } from "./two.js";\nexport function one() {\n  return two;\n}\n',
        two="/** @type {number} */\nexport const two = /** @type {any} */ (2); // said\n",
    )
    assert script.joined(entry) == (
        '(() => {\n"use strict";\nconst two = (2);\nfunction one() {\n  return two;\n}\none(two);\n})();\n'
    )


def test_comments_are_left_out_and_texts_in_quotes_stay(tmp_path):
    kept = ['const home = "https://example.org";', 'const sentence = "one // two";', "const mark = `a // b`;"]
    entry = write(tmp_path, main="// Why.\n" + "\n".join(f"{line} // so" for line in kept) + "\n  // And why.\n")
    assert script.joined(entry).splitlines()[2:-1] == kept


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        ({"main": 'import x from "./one.js";\n', "one": ""}, "main.js: 'import x from"),
        ({"main": "export default 1;\n"}, "main.js: 'export default 1;'"),
        ({"main": 'import { x } from "./gone.js";\n'}, "gone.js: there is no such module; main.js needs it"),
        (
            {"main": 'import { x } from "./one.js";\nconst y = 1;\n', "one": "const y = 2;\nexport const x = y;\n"},
            "main.js: the name y is taken by .*one.js",
        ),
        (
            {"main": 'import { x } from "./one.js";\nconst y = 1;\n', "one": "const [x, y] = [1, 2];\n"},
            "main.js: the name y is taken by .*one.js",
        ),
        (
            {"main": 'import { x } from "./one.js";\n', "one": 'import { y } from "./main.js";\n'},
            "main.js: imports itself by way of one.js",
        ),
    ],
)
def test_what_cannot_be_joined_is_refused(modules, said, tmp_path):
    with pytest.raises(script.ScriptError, match=said):
        script.joined(write(tmp_path, **modules))


@pytest.mark.parametrize("name", [*SCRIPTS, "../tools/scorm/launch.js"])
def test_the_scripts_of_the_pages_can_be_joined_and_end_no_element(name):
    text = script.joined(ROOT / "widgets" / name)
    assert "import" not in text.split() and "export" not in text.split() and "/*" not in text
    assert "</script" not in text  # a notebook holds it within one
