"""A release of a small repository whose commands only pretend, and what it refuses; and the list of components."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
import yaml

from coursework.course import find
from tools import release, sbom

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "pyproject.toml": '[project]\nname = "tea"\nversion = "1.2.3"\n',
    "CITATION.cff": "title: Tea\nversion: 1.2.3\n",
    ".zenodo.json": '{"version": "1.2.3"}\n',
    "book/course.yml": "title: Tea\nslug: tea\nstart: intro\n",
    "book/_toc.yml": "root: intro\n",
    ".gitignore": "dist/\nbuild/\n_build/\n",
    # Every command notes that it ran, and fails or leaves nothing where a file says so.
    "Makefile": r"""
$(MAKECMDGOALS):
	@mkdir -p dist build; echo $@ >>build/ran
	@if [ -e build/fails-$@ ]; then echo "the tea is cold" >&2; exit 2; fi
	@[ -e build/idle-$@ ] || case $@ in \
	offline) echo zip >dist/tea.zip ;; lms) echo lms >dist/tea-scorm-1.2.zip ;; \
	questions) echo q >dist/tea-questions.xml ;; cards) echo c >dist/tea-cards.apkg ;; \
	pdf) echo p >dist/tea.pdf ;; epub) echo e >dist/tea.epub ;; \
	wheel) echo w >dist/tea-1.2.3-py3-none-any.whl ;; sbom) echo s >dist/tea.cdx.json ;; esac
""",
}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clean repository of version 1.2.3, built."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    git(tmp_path, "init", "--quiet")
    for key, value in (("user.name", "A"), ("user.email", "a@tea.test"), ("commit.gpgsign", "false")):
        git(tmp_path, "config", key, value)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "Tea")
    built = tmp_path / "book" / "_build" / "html" / "downloads" / "datapackage.json"
    built.parent.mkdir(parents=True)
    built.write_text('{"version": "1.2.3"}')
    return tmp_path


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, text=True, capture_output=True, check=True).stdout.strip()


def ran(root: Path) -> list[str]:
    """Return the commands that were run."""
    file = root / "build" / "ran"
    return file.read_text().split() if file.exists() else []


def refused(root: Path, *arguments: str) -> str:
    """Ask for a release that must not be, and return why; no tag is left."""
    before = git(root, "tag", "--list")
    with pytest.raises(SystemExit) as stopped:
        release.main(list(arguments), root)
    assert git(root, "tag", "--list") == before
    assert str(stopped.value).startswith("No release. ")
    return str(stopped.value)


def test_a_release_passes_the_gates_fills_dist_and_tags(clone: Path, capsys) -> None:
    (clone / "dist").mkdir()
    (clone / "dist" / "of-last-year.zip").touch()
    release.main([], clone)
    assert ran(clone) == [*release.GATES, *release.MADE]
    names = sorted(file.name for file in (clone / "dist").iterdir())
    assert names == sorted(["SHA256SUMS", "tea-1.2.3-py3-none-any.whl", "tea-cards.apkg", "tea-questions.xml",
        "tea-scorm-1.2.zip", "tea.cdx.json", "tea.epub", "tea.pdf", "tea.zip"])  # fmt: skip
    checked = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=clone / "dist")
    assert checked.returncode == 0
    assert hashlib.sha256(b"zip\n").hexdigest() + "  tea.zip\n" in (clone / "dist" / "SHA256SUMS").read_text()
    assert git(clone, "tag", "--list") == "v1.2.3" and git(clone, "cat-file", "-t", "v1.2.3") == "tag"
    assert "Gates: run here" in git(clone, "tag", "--list", "--format=%(contents)")
    assert "git push origin v1.2.3" in capsys.readouterr().out


def test_gates_that_ci_ran_are_not_run_again_and_the_tag_says_so(clone: Path) -> None:
    release.main(["--tested-by-ci"], clone)
    assert ran(clone) == list(release.MADE)
    assert "Gates: run by the workflow Test" in git(clone, "tag", "--list", "--format=%(contents)")


def test_a_dry_run_says_what_would_be_and_does_nothing(clone: Path, capsys) -> None:
    release.main(["--dry-run"], clone)
    said = capsys.readouterr().out
    assert "v1.2.3" in said and "test-accessibility" in said and "make offline lms" in said
    assert ran(clone) == [] and not (clone / "dist").exists() and git(clone, "tag", "--list") == ""


def test_what_stands_against_a_release_is_told_at_once_and_nothing_is_run(clone: Path) -> None:
    (clone / "CITATION.cff").write_text("version: 1.2.4\n")
    (clone / "new.txt").touch()
    git(clone, "tag", "v1.2.3")
    for arguments in ([], ["--dry-run"]):
        said = refused(clone, *arguments)
        assert "Not everything is committed (CITATION.cff, new.txt): commit it first." in said
        assert "The version is 1.2.3 in pyproject.toml, 1.2.4 in CITATION.cff, 1.2.3 in .zenodo.json" in said
        assert "The tag v1.2.3 is there already: raise the version" in said
    assert ran(clone) == []


def test_a_version_of_another_form_is_refused(clone: Path) -> None:
    for name, text in FILES.items():
        (clone / name).write_text(text.replace("1.2.3", "1.2"))
    git(clone, "commit", "--quiet", "--all", "--message", "x")
    assert "The version '1.2' is not of the form 1.2.3." in refused(clone)


def test_a_gate_that_fails_is_named_with_its_log_and_so_is_every_other(clone: Path) -> None:
    (clone / "build").mkdir()
    for gate in ("test-html", "test-lms"):
        (clone / "build" / f"fails-{gate}").touch()
    said = refused(clone)
    assert "make test-html failed: see build/release/test-html.log." in said and "make test-lms failed" in said
    assert ran(clone) == list(release.GATES)
    assert "the tea is cold" in (clone / "build" / "release" / "test-lms.log").read_text()


@pytest.mark.parametrize(
    "spoilt, said",
    [
        ("build/fails-wheel", "make wheel failed: make: *** [Makefile"),
        ("build/idle-sbom", "make sbom left no tea.cdx.json in dist/."),
        ("build/idle-lms", "make lms left no tea-scorm*.zip in dist/."),
    ],
)
def test_what_was_not_made_is_named(clone: Path, spoilt: str, said: str) -> None:
    (clone / spoilt).parent.mkdir(exist_ok=True)
    (clone / spoilt).touch()
    assert said in refused(clone, "--tested-by-ci")


def test_a_site_or_a_package_of_another_version_is_refused(clone: Path) -> None:
    (clone / "book" / "_build" / "html" / "downloads" / "datapackage.json").write_text('{"version": "1.2.2"}')
    (clone / "Makefile").write_text(FILES["Makefile"].replace("tea-1.2.3-py3", "tea-1.2.2-py3"))
    git(clone, "commit", "--quiet", "--all", "--message", "x")
    said = refused(clone, "--tested-by-ci")
    assert "The built datapackage.json is of version 1.2.2, not 1.2.3: type make clean book." in said
    assert "tea-1.2.2-py3-none-any.whl is not of version 1.2.3" in said


def test_making_that_changes_the_repository_is_refused(clone: Path) -> None:
    (clone / "Makefile").write_text(FILES["Makefile"] + "\t@[ $@ != cards ] || echo x >>CITATION.cff\n")
    git(clone, "commit", "--quiet", "--all", "--message", "x")
    assert "Making it changed a file of the repository: CITATION.cff." in refused(clone, "--tested-by-ci")


def test_a_folder_that_is_no_repository_is_said(tmp_path: Path, clone: Path) -> None:
    (clone / ".git").rename(tmp_path / "gone")
    with pytest.raises(SystemExit, match=r"No release\. git status failed: .*not a git repository"):
        release.main([], clone)


def test_the_gates_are_those_of_the_workflow_and_every_command_exists() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text())["jobs"]
    steps = [step.get("run", "") for job in jobs.values() for step in job["steps"]]
    named = {gate for run in steps for gate in re.findall(r"^make (test[\w-]*)$", run)}
    named |= set(jobs["gates"]["strategy"]["matrix"]["gate"])
    assert "bash .ci/run" in steps and named | {"test"} == set(release.GATES)
    makefile = (ROOT / "Makefile").read_text()
    assert set(re.findall(r"^(test[\w-]*):", makefile, re.M)) == set(release.GATES)
    assert [name for name in (*release.GATES, *release.MADE) if f"\n{name}:" not in makefile] == []


def test_every_file_names_one_version() -> None:
    assert len(set(release.versions(ROOT).values())) == 1


# ---- the list of components ----


def package(name: str, version: str = "1.0") -> dict:
    return {
        "type": "library", "bom-ref": "requirements-L3", "name": name, "version": version,
        "purl": f"pkg:pypi/{name}@{version}", "description": "requirements line 3",
        "externalReferences": [{"type": "distribution", "url": "u", "hashes": [{"alg": "SHA-256", "content": "ab"}]}],
    }  # fmt: skip


def test_a_package_stands_once_with_its_lists_scope_licence_and_hashes() -> None:
    lists = [("binder/requirements.txt", "optional", [package("tea")]),
        ("requirements.txt", "excluded", [package("tea"), package("pot")])]  # fmt: skip
    pot, tea = sbom.packages(lists, {"tea": "MIT"})
    assert (tea["scope"], pot["scope"]) == ("optional", "excluded")
    assert [one["value"] for one in tea["properties"]] == ["binder/requirements.txt", "requirements.txt"]
    assert tea["licenses"] == [{"license": {"name": "MIT"}}] and "licenses" not in pot
    assert pot["externalReferences"][0]["hashes"] and pot["bom-ref"] == "pkg:pypi/pot@1.0" and "description" not in pot


def test_the_bill_holds_the_vendored_scripts_with_version_licence_and_checksum() -> None:
    scripts = [sbom.script(record) for record in json.loads((ROOT / sbom.VENDORED).read_text())]
    whole = sbom.bill(find(ROOT), sbom.packages([("x", "excluded", [package("tea")])], {}), scripts)
    for one in scripts:
        file = ROOT / sbom.VENDORED.parent / one["properties"][0]["value"]
        assert one["hashes"][0]["content"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert one["version"] in file.name and one["licenses"][0]["license"]["id"] == "MIT"
    assert len(scripts) == len(list((ROOT / sbom.VENDORED.parent).glob("*.js"))) == 2
    assert whole["metadata"]["component"]["version"] == release.versions(ROOT)["CITATION.cff"]
    assert whole["dependencies"][0]["dependsOn"] == sorted(one["bom-ref"] for one in whole["components"])
    assert sbom.as_text(whole) == sbom.as_text(json.loads(sbom.as_text(whole)))
    assert not {"timestamp", "serialNumber"} & {*whole, *whole["metadata"]}


def test_what_a_package_says_of_its_licence_is_read_in_each_of_its_ways() -> None:
    said = sbom.licences_of(metadata.distributions())
    assert said["plotly"] and said["numpy"].startswith("BSD-3-Clause") and "\n" not in "".join(said.values())
    assert sbom.canonical("Sphinx_Book.Theme") == "sphinx-book-theme"


def test_the_lists_of_the_bill_are_pinned_with_hashes() -> None:
    for pins, _, _ in sbom.LISTS:
        assert "--hash=sha256:" in (ROOT / pins).read_text()
