"""Write what the course is made with as CycloneDX 1.6: `make sbom`, dist/*.cdx.json.

The packages are those of the pinned lists, with every hash, as cyclonedx-py reads them; what they say of their licence
comes from the environments that were made of the lists. The scripts that travel with the site are those of
widgets/explorers/vendor/vendored.json. No time and no random number stands in it: the same pins give the same bytes.

``scope`` says what travels: a script of the site is required, a package that a live notebook imports is optional, and
one that only builds and tests is excluded.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from coursework.course import Course, find

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".venv-audit" / "bin"
VENDORED = Path("widgets", "explorers", "vendor", "vendored.json")
#: Each list of pins, with the environment that is made of it and the scope of what only stands in it. The first that
#: holds a package says its scope.
LISTS = (
    (Path("binder", "requirements.txt"), ".venv-live", "optional"),
    (Path("requirements.txt"), ".venv", "excluded"),
)
LICENCE = "BSD-3-Clause AND CC-BY-4.0"
#: Holds the text on standard input against CycloneDX's own schema.
VALIDATE = """import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
sys.exit(str(JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read()) or '') or 0)"""
LONGEST = 200  # letters of a licence's name; what is longer is its text
PROPERTY = "course:list"  # of a package: the list of pins that names it


def main() -> None:
    """Read the lists, write the file, and hold it against the schema."""
    course = find(ROOT)
    named = [(pins.as_posix(), scope, read_list(ROOT / pins)) for pins, _, scope in LISTS]
    licences = {
        name: said for _, environment, _ in LISTS for name, said in licences_of(packages_of(ROOT / environment)).items()
    }
    scripts = json.loads((ROOT / VENDORED).read_text("utf-8"))
    text = as_text(bill(course, packages(named, licences), [script(record) for record in scripts]))
    validate(text)
    target = ROOT / "dist" / f"{course.slug}.cdx.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, "utf-8")
    print(f"{target.relative_to(ROOT)}: {text.count('bom-ref') - 1} components")


def read_list(pins: Path) -> list[dict[str, Any]]:
    """Return the packages of a list of pins as cyclonedx-py reads it."""
    options = ["--output-reproducible", "--of", "JSON", "--sv", "1.6"]
    done = subprocess.run([TOOLS / "cyclonedx-py", "requirements", *options, str(pins)], text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"{pins} could not be read by cyclonedx-py: {done.stderr.strip()}")
    found: list[dict[str, Any]] = json.loads(done.stdout)["components"]
    return found


def packages(named: Iterable[tuple[str, str, list[dict[str, Any]]]], licences: dict[str, str]) -> list[dict[str, Any]]:
    """Join the packages of all lists, each once a version, by name.

    named: each list's name, the scope of its packages, and the packages. licences: by package.
    """
    joined: dict[str, dict[str, Any]] = {}
    for name, scope, found in named:
        for package in found:
            known = joined.setdefault(
                package["purl"],
                {key: package[key] for key in ("type", "name", "version", "purl", "externalReferences")}
                | {"bom-ref": package["purl"], "scope": scope, "properties": []},
            )
            known["properties"].append({"name": PROPERTY, "value": name})
            if said := licences.get(canonical(package["name"])):
                known["licenses"] = [{"license": {"name": said}}]
    return [joined[purl] for purl in sorted(joined)]


def script(record: dict[str, str]) -> dict[str, Any]:
    """Return a script that travels with the site. record: of vendored.json."""
    purl = f"pkg:npm/{record['package']}@{record['version']}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": record["package"],
        "version": record["version"],
        "scope": "required",
        "purl": purl,
        "licenses": [{"license": {"id": record["licence"]}}],
        "hashes": [{"alg": "SHA-256", "content": record["sha256"]}],
        "properties": [{"name": "course:file", "value": record["file"]}],
    }


def bill(course: Course, found: list[dict[str, Any]], scripts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the whole: the course, the scripts of its site and the packages, which it all depends on."""
    components = [*scripts, *found]
    itself = f"{course.slug}@{course.version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": itself,
                "name": course.title,
                "version": course.version,
                "licenses": [{"expression": LICENCE}],
            }
        },
        "components": components,
        "dependencies": [{"ref": itself, "dependsOn": sorted(one["bom-ref"] for one in components)}],
    }


def as_text(whole: dict[str, Any]) -> str:
    """Return a bill as JSON, in one order."""
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def validate(text: str) -> None:
    """End with the schema's words where a bill is none."""
    done = subprocess.run([TOOLS / "python", "-c", VALIDATE], input=text, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"The list of components is no CycloneDX 1.6: {done.stderr.strip()[-500:]}")


def packages_of(environment: Path) -> Iterable[metadata.Distribution]:
    """Return what is installed in a virtual environment."""
    return metadata.distributions(path=[str(folder) for folder in environment.glob("lib/python*/site-packages")])


def licences_of(installed: Iterable[metadata.Distribution]) -> dict[str, str]:
    """Return what each package says of its licence in a few words, by its name."""
    said = {}
    for package in installed:
        about = package.metadata.json
        classifiers = [
            line.rsplit(" :: ", 1)[-1]
            for line in about.get("classifier", ())
            if line.startswith("License :: ") and line != "License :: OSI Approved"
        ]
        words = str(about.get("license_expression") or " AND ".join(sorted(classifiers)) or about.get("license") or "")
        if words and len(words) < LONGEST and "\n" not in words and words != "UNKNOWN":
            said[canonical(str(about["name"]))] = words
    return said


def canonical(name: str) -> str:
    """Return a package's name as lists of pins write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
