"""A long table on a page: searched, filtered and sorted by ``records.js``, whole without it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from html import escape

#: With more letters than this a cell is one of long text.
LONG = 70
WORD = 11  # letters: a longer word may be broken,
ROOM = 117  # and where the words of all columns are more letters than a laptop has room for, so may shorter ones


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    text: str
    address: str


Cell = str | Link | tuple[str | Link, ...]  # the last: text with links in it


class Records:
    """``head`` and ``rows`` as an HTML table. ``filters`` names columns to choose values of.

    name: id of the element and of the CSV file. caption: what the table holds, in a sentence. key: a column whose
    text is the address of its row, page.html#text.
    Raises ValueError when a row has another number of cells than ``head``, a filter or the key no column, or a key
    stands twice or cannot be an address.
    """

    def __init__(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        *,
        name: str,
        caption: str,
        filters: Sequence[str] = (),
        key: str = "",
    ) -> None:
        for i, row in enumerate(rows):
            if len(row) != len(head):
                raise ValueError(f"records {name!r}: row {i + 1} has {len(row)} cells; there are {len(head)} columns")
        for column in filters:
            if column not in head:
                raise ValueError(f"records {name!r}: no column {column!r} to filter; there are {', '.join(head)}")
        self.head, self.rows, self.name, self.caption, self.filters = head, rows, name, caption, filters
        if key and key not in head:
            raise ValueError(f"records {name!r}: no column {key!r} to address rows by; there are {', '.join(head)}")
        self.keys = [_text(row[list(head).index(key)]) for row in rows] if key else []
        for cell in self.keys:
            if not re.fullmatch(r"\S+", cell) or self.keys.count(cell) > 1:
                raise ValueError(
                    f"records {name!r}: {cell!r} cannot address a row; it must be one word that no other has"
                )

    def _repr_html_(self) -> str:
        name = escape(self.name)
        head = "".join(
            f'<th scope="col" style="min-width:{0.9 * letters:.3g}ch">{escape(title)}</th>'
            for title, letters in zip(self.head, self._widths())
        )
        body = "".join(map(self._row, range(len(self.rows))))
        return f"""<div class="records" id="{name}" data-records>
<form class="records-controls" hidden>
<div><label for="{name}-find">Find in the table</label><input type="search" id="{name}-find" autocomplete="off"></div>
{"".join(self._filter(column) for column in self.filters)}
<button type="reset">Show all</button> <button type="button" data-csv>Download CSV</button>
<p role="status">{len(self.rows)} of {len(self.rows)} rows</p>
</form>
<a class="records-skip" href="#{name}-end">Skip the table</a>
<div class="records-scroll" role="region" tabindex="0" aria-label="{escape(self.caption)}"><table>
<caption>{escape(self.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>
<span id="{name}-end" tabindex="-1"></span></div>"""

    def _widths(self) -> list[int]:
        """How many letters each column is wide at least: its longest word, within WORD and ROOM."""
        columns = zip(self.head, *([_text(cell) for cell in row] for row in self.rows))
        longest = [max(len(word) for text in texts for word in re.split(r"[\s-]+", text)) for texts in columns]
        most = WORD
        while most > 1 and sum(min(length, most) for length in longest) > ROOM:
            most -= 1
        return [min(length, most) for length in longest]

    def _row(self, at: int) -> str:
        id_ = f' id="{escape(self.keys[at])}"' if self.keys else ""
        first, *others = self.rows[at]
        return f"<tr{id_}>" + _cell(first, "th", ' scope="row"') + "".join(map(_cell, others)) + "</tr>"

    def _filter(self, column: str) -> str:
        index = list(self.head).index(column)
        values = sorted({_text(row[index]) for row in self.rows} - {""})
        id_ = escape(f"{self.name}-filter-{index}")
        options = "".join(f'<option value="{escape(value)}">{escape(value)}</option>' for value in values)
        return (
            f'<div><label for="{id_}">{escape(column)}</label><select id="{id_}" data-column="{index}"'
            f' autocomplete="off"><option value="">all</option>{options}</select></div>'
        )


def linked(text: str, keys: Container[str], page: str = "") -> Cell:
    """Return a text in which each key of another table's row leads there. page: its address; '' for the same page."""
    parts = [
        Link(part, f"{page}#{part}") if part in keys else part for part in re.split(r"\b([A-Z]+\d+\w*)\b", text) if part
    ]
    return tuple(parts) if any(isinstance(part, Link) for part in parts) else text


def _text(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return "".join(map(_text, cell))
    return cell.text if isinstance(cell, Link) else cell


def _cell(cell: Cell, tag: str = "td", more: str = "") -> str:
    """Write a cell; one with much text asks for the room of a line of reading."""
    long = " class=long" if not isinstance(cell, Link) and len(_text(cell)) > LONG else ""
    return f"<{tag}{more}{long}>{_words(cell)}</{tag}>"


def _words(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return "".join(map(_words, cell))
    return f'<a href="{escape(cell.address)}">{escape(cell.text)}</a>' if isinstance(cell, Link) else escape(cell)
