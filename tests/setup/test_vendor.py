"""The scripts and fonts that are not ours are those on record, and Plotly's the one that the Python side draws with."""

import hashlib
import json

import pytest
from plotly.offline import get_plotlyjs_version

from explorers import figure_widget
from tools.vendor import FOLDER, FONTS, RECORD, wanted

records = json.loads((FOLDER / RECORD).read_text())
record = next(one for one in records if one["package"].startswith("plotly"))


@pytest.mark.parametrize("folder", [FOLDER, FONTS])
def test_the_files_are_those_on_record(folder):
    found = json.loads((folder / RECORD).read_text())
    for one in found:
        assert hashlib.sha256((folder / one["file"]).read_bytes()).hexdigest() == one["sha256"]
        assert one["version"] in one["file"]
    named = {name for one in found for name in (one["file"], one["licence_text"])}
    assert {file.name for file in folder.iterdir()} == named | {RECORD}
    assert [one["file"] for one in found] == [one.file for one in wanted() if one.folder == folder]


def test_plotlys_script_has_the_version_of_plotly_for_python():
    assert FOLDER / record["file"] == figure_widget.PLOTLY
    assert record["version"] == get_plotlyjs_version()
    assert f"v{record['version']}" in (FOLDER / record["file"]).read_text("utf-8")[:300]
    assert record["version"] in record["file"]


def test_plotlys_script_is_sent_as_it_is_but_for_the_parentheses_that_have_it_compiled_early():
    published, sent = (FOLDER / record["file"]).read_text("utf-8"), figure_widget.plotly()
    assert sent.count("self : this, (() => {") == 1 and sent.endswith("\n})));\n")
    assert sent.replace("this, (() => {", "this, () => {").removesuffix(");\n") + ";" == published


def test_each_licence_travels_with_its_script():
    for one in records:
        text = (FOLDER / one["licence_text"]).read_text()
        assert one["licence"] == "MIT" and "Permission is hereby granted" in text and "Copyright (c)" in text


def test_each_licence_travels_with_its_font():
    for one in json.loads((FONTS / RECORD).read_text()):
        text = (FONTS / one["licence_text"]).read_text()
        assert one["licence"] == "OFL-1.1" and "SIL OPEN FONT LICENSE" in text and "Copyright" in text
