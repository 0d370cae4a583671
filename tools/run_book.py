"""Run `jupyter-book` with the arguments given, and end a build that failed with one line for each fault.

Sphinx tells a fault among some hundred lines, and that of a cell in a traceback. This says it again, last.
Called by build_book.py, in a process of its own.
"""

from __future__ import annotations

import os
import sys
from functools import partial

from jupyter_book import sphinx
from jupyter_book.cli.main import main as jupyter_book

from coursework.site import faults


def main(arguments: list[str]) -> int:
    """Run the build; return its exit status."""
    # Pages are read, and their cells run, on every core: the command has no flag for it.
    sphinx.build_sphinx = partial(sphinx.build_sphinx, jobs=os.cpu_count() or 1)
    try:
        status = jupyter_book(arguments, standalone_mode=False) or 0
    except SystemExit as end:
        status = int(end.code or 0)
    except Exception as error:  # Jupyter Book has shown it, with where it came from
        faults.found.note(str(error.__cause__ or error))
        status = 1
    if status:
        print("The course was not built:", *faults.found.lines, sep="\n  ", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
