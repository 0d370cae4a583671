"""Write every page that holds code as a Jupyter notebook, for nbval and for those who prefer .ipynb."""

import re
from pathlib import Path

import jupytext

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    notebooks = convert_all(ROOT / "book", ROOT / "build" / "notebooks")
    print(f"{len(notebooks)} notebooks in build/notebooks")


def convert_all(book: Path, folder: Path) -> list[Path]:
    """Convert the notebooks under `book`; what an earlier run left in `folder` goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.ipynb"):
        old.unlink()
    pages = (page for page in sorted(book.rglob("*.md")) if "_build" not in page.relative_to(book).parts)
    return [convert(page, folder) for page in pages if is_notebook(page)]


def convert(page: Path, folder: Path) -> Path:
    """Convert one MyST page; its asserts and its calls come along, outputs are for the kernel to make."""
    notebook = folder / f"{page.stem}.ipynb"
    if notebook.exists():
        raise SystemExit(f"{page}: another page has the same file name; chapter names are unique.")
    jupytext.write(jupytext.read(page, fmt="md:myst"), notebook)
    return notebook


def is_notebook(page: Path) -> bool:
    """Say whether the page's header names a kernel."""
    header = re.match(r"---\n.*?\n---\n", page.read_text(encoding="utf-8"), re.DOTALL)
    return header is not None and "kernelspec:" in header[0]


if __name__ == "__main__":
    main()
