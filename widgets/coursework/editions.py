"""One source, two editions: every chapter as a notebook for learners, and as one for instructors.

    build/class/learner/04-tea.ipynb      without solutions; the hint of each stands in its place
    build/class/instructor/04-tea.ipynb   with everything

A chapter says which cell is which by its tags:

    solution   starts with a comment, '# Hint: ...'; the learner gets that hint and an empty cell
    stub       for the learner to fill in; if it raises, then only NotImplementedError
    remove-cell (without one of these two)   claims of the text that the tests check; in neither edition

The book's own Markdown (citations, glossary terms, boxes) becomes Markdown that every notebook program
shows. A notebook whose cells somebody changed is not written over. Needs nothing but jupytext.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import jupytext

from . import bibliography, binder, cases, lessons
from .bibliography import Work
from .course import Course, CourseError, find, read

LEARNER, INSTRUCTOR = "learner", "instructor"
EDITIONS = (LEARNER, INSTRUCTOR)
RECORD = ".written.json"
#: What stands above a box that brings no title.
TITLES = {"in-one-minute": "In one minute", "say": "You can say"}
LINK = re.compile(r"(?<=[( ])([\w-]+)\.ipynb(?=[)`])")
#: Cells whose code the page folds or leaves out. A notebook folds it too; a click on the three dots opens it.
FOLDED = frozenset({"hide-input", "remove-input"})
EQUATION = re.compile(r"\$\$((?:(?!\$\$).)+)\$\$ \(([\w-]+)\)", re.DOTALL)
EXERCISE = "## Change the model"
RUN = "> *Run > Run All Cells* draws the figures. The code is folded: three dots stand for it, and a click opens it."
HERE = "Change the code of the figure above, and run it with Ctrl+Enter: you stay where you are."
HINT = re.compile(r"# Hint:(?P<first>.*)\n(?P<more>(?:#.*\n)*)")


class EditionError(Exception):
    """A chapter that cannot be made into two editions; the message names it and the cell."""


def main() -> None:
    try:
        course = find()
        folder = course.root / "build" / "class"
        kept = write_all(course.book, folder)
    except (EditionError, CourseError) as error:
        sys.exit(str(error))
    print(f"Notebooks for the class: {folder.relative_to(course.root)}/learner and /instructor")
    for notebook in kept:
        print(f"Kept as you changed it: {notebook.relative_to(course.root)} (delete it to get the course's own)")


def write_all(book: Path, folder: Path) -> list[Path]:
    """Write both editions of every page with code. Returns the notebooks left alone because somebody changed them."""
    record = folder / RECORD
    written: dict[str, str] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    course, works, names = read(book), bibliography.read(book / "references.bib"), binder.file_names(book)
    kept, wanted = [], set()
    for page in binder.class_pages(book):
        for edition in EDITIONS:
            target = folder / edition / f"{names[page.stem]}.ipynb"
            name = target.relative_to(folder).as_posix()
            wanted.add(name)
            if target.exists() and digest(target) != written.get(name):
                kept.append(target)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            jupytext.write(in_class(edited(page, edition, works, course), names), target)
            written[name] = digest(target)
    for name in written.keys() - wanted:  # of a chapter that no longer exists
        if (folder / name).exists() and digest(folder / name) == written[name]:
            (folder / name).unlink()
        del written[name]
    folder.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(written, indent=1, sort_keys=True), encoding="utf-8")
    return kept


def in_class(notebook: Any, names: dict[str, str]) -> Any:
    """Let the links of a notebook lead to the class's files."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(lambda found: f"{names.get(found[1], found[1])}.ipynb", cell.source)
    return notebook


def digest(notebook: Path) -> str:
    """Of the cells' text; outputs may differ. A file that is no notebook any more counts as changed."""
    try:
        sources = [cell["source"] for cell in jupytext.read(notebook).cells]
    except Exception:
        return "unreadable"
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()


# --- Cells ----------------------------------------------------------------------------------


def edited(page: Path, edition: str, works: dict[str, Work], course: Course | None = None) -> Any:
    """Return the notebook of one page in one edition."""
    course = course or find(page)
    notebook = jupytext.read(page, fmt="md:myst")
    make = type(notebook.cells[0])
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_cases(cell.source, page.stem, course)
    number_equations([cell for cell in notebook.cells if cell.cell_type == "markdown"], page)
    all_cells, figure = under_its_figure(notebook.cells, make)
    cells, cited = [], cited_keys("\n".join(cell.source for cell in all_cells if cell.cell_type == "markdown"))
    for cell in all_cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "markdown":
            text = plain_markdown(cell.source, works, cited, course)
            if text:
                cells.append(markdown(make, text))
        elif "solution" in tags:
            hint, rest = split_hint(cell.source, page)
            cells.append(markdown(make, f"**Hint.** {hint}" + (f" {HERE}" if figure else "")))
            if edition == INSTRUCTOR:
                cells.append(code(make, rest, ["solution"]))
            elif not figure:
                cells.append(code(make, "# Your turn", []))
        elif "remove-cell" not in tags or "stub" in tags:
            folded = cell is not figure and not FOLDED.isdisjoint(tags)
            cells.append(code(make, cell.source, [tag for tag in tags if tag == "stub"], folded))
    if any(cell.cell_type == "code" for cell in cells):
        cells.insert(1, markdown(make, RUN))
    cells.append(markdown(make, how_to_install(page.stem, course)))
    for number, cell in enumerate(cells):
        cell["id"] = f"{page.stem}-{number}"[-64:]  # the same source gives the same bytes
    notebook.cells = cells
    notebook.metadata.pop("jupytext", None)
    return notebook


def number_equations(cells: list[Any], page: Path) -> None:
    """Give the named equations of a page numbers, in their order, and refer to them so.

    Raises EditionError for a reference to none. Changes the cells.
    """
    names = [name for cell in cells for _, name in EQUATION.findall(cell.source)]
    numbers = {name: number for number, name in enumerate(names, 1)}

    def referred(found: re.Match[str]) -> str:
        if found[1] not in numbers:
            raise EditionError(
                f"{page.name}: there is no equation {found[1]!r}; there are {', '.join(names) or 'none'}"
            )
        return f"equation ({numbers[found[1]]})"

    for cell in cells:
        text = EQUATION.sub(lambda found: f"$${found[1].rstrip()} \\tag{{{numbers[found[2]]}}}\n$$", cell.source)
        cell.source = re.sub(r"\{eq\}`([^`]+)`", referred, text)


def under_its_figure(cells: list[Any], make: type) -> tuple[list[Any], Any]:
    """Return the cells with the exercise below the figure that it changes, and the cell of that figure.

    It is the figure whose function the solution calls. Where there is none, the cells are as they were, and None.
    """
    solution = next((cell for cell in cells if "solution" in cell.metadata.get("tags", [])), None)
    figure = next((cell for cell in cells if solution and draws(cell, solution)), None)
    if not solution or not figure:
        return cells, None
    before = cells[cells.index(solution) - 1]
    text, heading, exercise = before.source.rpartition(EXERCISE)
    if before.cell_type != "markdown" or not heading or "\n## " in exercise:
        return cells, None
    moved = [markdown(make, f"#{heading}{exercise}"), solution]
    kept = [markdown(make, text) if cell is before else cell for cell in cells if cell is not solution]
    at = kept.index(figure) + 1
    tried, rest = tried_first(kept[at].source) if at < len(kept) and kept[at].cell_type == "markdown" else ("", "")
    if tried:
        kept[at : at + 1] = [markdown(make, tried), *moved, markdown(make, rest)]
    else:
        kept[at:at] = moved
    return kept, figure


def draws(cell: Any, solution: Any) -> bool:
    """Say whether a cell explores a function that the solution calls."""
    if cell.cell_type != "code" or cell is solution:
        return False
    explored = {
        call.args[0].attr for call in calls(cell, "explore") if call.args and isinstance(call.args[0], ast.Attribute)
    }
    return bool(explored & {call.func.attr for call in calls(solution) if isinstance(call.func, ast.Attribute)})


def calls(cell: Any, name: str = "") -> list[ast.Call]:
    """Return the calls in a cell's code; name: only of the function with this name."""
    found = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    return [call for call in found if not name or (isinstance(call.func, ast.Name) and call.func.id == name)]


def tried_first(text: str) -> tuple[str, str]:
    """Split a text after the paragraph that says what to try in the figure above it; '' and the text without one."""
    if not text.lstrip().startswith("**Try this."):
        return "", text
    first, _, rest = text.lstrip().partition("\n\n")
    return first, rest


def how_to_install(stem: str, course: Course) -> str:
    """Say how to run a downloaded notebook. The package lies beside it on the site, and in the offline course."""
    address = site(course)
    where = (
        ""
        if address
        else (
            f" in the folder that holds this notebook and `{binder.wheel(course)}` (both are in `{binder.DOWNLOADS}` of"
            " the course's site)"
        )
    )
    return (
        f"> *On your own computer*, with Python 3.11, 3.12 or 3.13: type `{binder.install_line(address, course)}`"
        f" once{where}, then `jupyter lab {stem}.ipynb`."
    )


def markdown(make: type, source: str) -> Any:
    return make({"cell_type": "markdown", "metadata": {}, "source": source})


def code(make: type, source: str, tags: list[str], folded: bool = False) -> Any:
    metadata: dict[str, Any] = {"tags": tags} if tags else {}
    if folded:
        metadata["jupyter"] = {"source_hidden": True}
    return make({"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None})


def split_hint(source: str, page: Path) -> tuple[str, str]:
    """Split a solution into the hint on top of it, as one line of text, and the code below it."""
    found = HINT.match(source + "\n")
    if not found or not found["first"].strip():
        first = source.partition("\n")[0]
        raise EditionError(
            f"{page.name}: the solution that starts {first!r} has no hint; its first line must be '# Hint: ...'"
        )
    more = [line.removeprefix("#").strip() for line in found["more"].splitlines()]
    return " ".join([found["first"].strip(), *more]), source[found.end() :].strip("\n")


# --- Text -----------------------------------------------------------------------------------


def plain_markdown(text: str, works: dict[str, Work], cited: list[str], course: Course) -> str:
    """MyST as the Markdown that every notebook program shows."""
    text = re.sub(
        r"^```\{bibliography\}.*?^```$", lambda _: reference_list(cited, works), text, flags=re.DOTALL | re.MULTILINE
    )
    text = re.sub(r"^(?P<term>\S.*)\n: +(?=\S)", r"- **\g<term>:** ", text, flags=re.MULTILINE)  # definition lists
    text = re.sub(
        r"^(?P<fence>:{3,})\{(?P<kind>admonition|dropdown|in-one-minute|say)\} *(?P<title>.*)\n"
        r"(?P<body>(?:.*\n)*?)(?P=fence)$",
        box,
        text,
        flags=re.MULTILINE,
    )
    text = re.sub(
        r"\{cite:p\}`([^`]+)`", lambda found: f"({'; '.join(short(key, works) for key in keys(found[1]))})", text
    )
    text = re.sub(
        r"\{cite:t\}`([^`]+)`",
        lambda found: " and ".join(short(key, works, "{0} ({1})") for key in keys(found[1])),
        text,
    )
    text = re.sub(r"\{(?:term|ref|numref|view)\}`([^`<]+?)(?: *<[^>]*>)?`", r"\1", text)
    text = re.sub(r"^\([\w-]+\)=\n", "", text, flags=re.MULTILINE)  # names of places
    text = re.sub(r"\[([^\]]+)\]\((?!https?:|#)([^)#]*?)\.md(?:#[^)]*)?\)", lambda found: link(found, course), text)
    text = re.sub(
        r"\[([^\]]+)\]\(#([\w-]+)\)", lambda found: linked(found[1], f"/{course.start}.html#{found[2]}", course), text
    )
    return text.strip()


def with_cases(text: str, chapter: str, course: Course) -> str:
    """Return the text with the words of its cases in their places."""

    def shown(found: re.Match[str]) -> str:
        if found["name"] not in {"case", "decide"}:
            return found[0]
        one = cases.case(found["argument"].strip(), chapter, course)
        if found["name"] == "decide":
            return cases.decision(one)
        body = "\n\n".join(cases.opening(one))
        return f":::{{admonition}} A patient asks\n{body}\n:::"

    return lessons.DIRECTIVE.sub(shown, text)


def box(found: re.Match[str]) -> str:
    """Turn a box of the book into a quotation."""
    body = re.sub(r"^:\w+:.*\n", "", found["body"], flags=re.MULTILINE)
    # An equation in one line: the sign of the quotation would become part of it.
    body = re.sub(r"^\$\$.*?\$\$", lambda equation: " ".join(equation[0].split()), body, flags=re.DOTALL | re.MULTILINE)
    title = found["title"].strip() or TITLES.get(found["kind"], "")
    lines = [f"**{title}**", "", *body.strip().splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def link(found: re.Match[str], course: Course) -> str:
    """Link to a page of the book: its notebook beside this one, or the page on the site; else keep only the words."""
    words, page = found[1], found[2]
    stem = page.rpartition("/")[2]
    if any(notebook.stem == stem for notebook in binder.class_pages(course.book)):
        return f"[{words}]({stem}.ipynb)"
    return linked(words, f"/{stem}.html", course)


def linked(words: str, page: str, course: Course) -> str:
    """Words that lead to a page of the site, where the site has an address."""
    address = site(course)
    return f"[{words}]({address}{page})" if address else words


def site(course: Course) -> str:
    """Return the address of the published course, or nothing while it has none."""
    try:
        return binder.settings(binder.settings_file(course))["site"]
    except binder.LaunchError:
        return ""


def keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",")]


def cited_keys(text: str) -> list[str]:
    """Return the keys of all works cited, each once."""
    return sorted({key for found in re.findall(r"\{cite:[pt]\}`([^`]+)`", text) for key in keys(found)})


def short(key: str, works: dict[str, Work], form: str = "{0}, {1}") -> str:
    """Return a work as 'Daly et al., 2018', linked to the source where it has an address."""
    work = works.get(key)
    if work is None:
        raise EditionError(f"no work {key!r} in references.bib")
    said = form.format(work.authors, work.year)
    return f"[{said}]({work.address})" if work.address else said


def reference_list(cited: list[str], works: dict[str, Work]) -> str:
    return "\n".join(f"- {short(key, works)}. {works[key].title}." for key in cited)


if __name__ == "__main__":
    main()
