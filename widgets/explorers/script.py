"""Join the modules of a script into one classic script: modules and requests do not work from file://.

The sources are ES modules, which Node tests, TypeScript checks and ESLint reads as they are. To join them it is
enough to leave out ``import`` and ``export`` (and the comments, for their weight) and to put everything into one
function, so only the plainest form of both is allowed: ``import { a, b } from "./c.js";`` and ``export`` before a
function, class, const or let.
"""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{([\w\s,$]+)\} from "(\.{1,2}/[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
#: Comments of whole lines, types between code, and what is said at a line's end, unless it may be the end of a text in
#: quotes. They are two fifths of the script, and say nothing to a browser.
COMMENT = re.compile(
    r"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/\n|/\*\* @(?:[^*]|\*(?!/))*\*/ ?|^[ \t]*// .*\n|[ \t]+// [^\"'`\n]*$", re.MULTILINE
)
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
NAME = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
TAKEN_APART = re.compile(r"^(?:const|let) [\[{]([\w\s,:]+)[\]}] =", re.MULTILINE)


class ScriptError(Exception):
    """A script cannot be joined; the message names the file and what is wrong in it."""


def joined(entry: Path) -> str:
    """``entry`` and every module it imports, each once and after those it needs, as one classic script.

    Raises ScriptError where a module is missing, imports or exports in another way than above, or has a name
    at its top level that another module has too.
    """
    parts = [_plain(module) for module in modules(entry)]
    owners: dict[str, Path] = {}
    for module, part in zip(modules(entry), parts):
        for name in names(part):
            if name in owners:
                raise ScriptError(f"{module}: the name {name} is taken by {owners[name]}, which is joined with it")
            owners[name] = module
    return "(() => {\n" + '"use strict";\n' + "".join(parts) + "})();\n"


def names(text: str) -> list[str]:
    """Return what a script names at its top level, also by taking an array or an object apart."""
    apart = (item for items in TAKEN_APART.findall(text) for item in items.split(","))
    return NAME.findall(text) + [item.rpartition(":")[2].strip() for item in apart if item.strip()]


def modules(entry: Path) -> list[Path]:
    """``entry`` after every module that it imports, directly or not, in the order in which browsers run them."""
    found: list[Path] = []
    waiting: list[Path] = []

    def add(module: Path) -> None:
        if module in found:
            return
        if module in waiting:
            raise ScriptError(f"{module}: imports itself by way of {waiting[-1].name}")
        if not module.is_file():
            raise ScriptError(
                f"{module}: there is no such module; {waiting[-1].name if waiting else 'a page'} needs it"
            )
        waiting.append(module)
        for _, address in IMPORT.findall(module.read_text("utf-8")):
            add((module.parent / address).resolve())
        found.append(waiting.pop())

    add(entry.resolve())
    return found


def _plain(module: Path) -> str:
    """Return the text of a module without its imports, exports and block comments."""
    text = EXPORT.sub("", IMPORT.sub("", module.read_text("utf-8")))
    if other := OTHER.search(text):
        raise ScriptError(f'{module}: {other[0]!r}; write import {{ name }} from "./file.js"; or export before a name')
    return COMMENT.sub("", text)
