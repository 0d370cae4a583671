"""The script that is not ours is the one on record, and the one that the Python side draws with."""

import hashlib
import json

from plotly.offline import get_plotlyjs_version

from explorers import figure_widget
from tools.vendor import FOLDER, RECORD

record = json.loads(RECORD.read_text())


def test_plotlys_script_is_the_one_on_record():
    assert hashlib.sha256((FOLDER / record["file"]).read_bytes()).hexdigest() == record["sha256"]
    assert {file.name for file in FOLDER.iterdir()} == {record["file"], record["licence_text"], RECORD.name}
    assert FOLDER / record["file"] == figure_widget.PLOTLY


def test_plotlys_script_has_the_version_of_plotly_for_python():
    assert record["version"] == get_plotlyjs_version()
    assert f"v{record['version']}" in (FOLDER / record["file"]).read_text("utf-8")[:300]
    assert record["version"] in record["file"]


def test_plotlys_script_is_sent_as_it_is_but_for_the_parentheses_that_have_it_compiled_early():
    published, sent = (FOLDER / record["file"]).read_text("utf-8"), figure_widget.plotly()
    assert sent.count("self : this, (() => {") == 1 and sent.endswith("\n})));\n")
    assert sent.replace("this, (() => {", "this, () => {").removesuffix(");\n") + ";" == published


def test_plotlys_licence_travels_with_it():
    assert (
        record["licence"] == "MIT" and "Permission is hereby granted" in (FOLDER / record["licence_text"]).read_text()
    )
