"""A long table on a page: searched, filtered and sorted by ``records.js``, whole without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

#: With more letters than this a cell is one of long text.
LONG = 70
WORD = 11  # letters; a longer word may be broken


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    text: str
    address: str


Cell = str | Link


class Records:
    """``head`` and ``rows`` as an HTML table. ``filters`` names columns to choose values of.

    name: id of the element and of the CSV file. caption: what the table holds, in a sentence.
    Raises ValueError when a row has another number of cells than ``head``, or a filter no column.
    """

    def __init__(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        *,
        name: str,
        caption: str,
        filters: Sequence[str] = (),
    ) -> None:
        for i, row in enumerate(rows):
            if len(row) != len(head):
                raise ValueError(f"records {name!r}: row {i + 1} has {len(row)} cells; there are {len(head)} columns")
        for column in filters:
            if column not in head:
                raise ValueError(f"records {name!r}: no column {column!r} to filter; there are {', '.join(head)}")
        self.head, self.rows, self.name, self.caption, self.filters = head, rows, name, caption, filters

    def _repr_html_(self) -> str:
        name = escape(self.name)
        head = "".join(map(self._title, range(len(self.head))))
        body = "".join(map(_row, self.rows))
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

    def _title(self, column: int) -> str:
        """Write the head of a column, as wide as its longest word, or as WORD letters of it."""
        texts = (self.head[column], *(_text(row[column]) for row in self.rows))
        longest = max((len(word) for text in texts for word in re.split(r"[\s-]+", text)), default=0)
        return f'<th scope="col" style="min-width:{0.9 * min(longest, WORD):.3g}ch">{escape(self.head[column])}</th>'

    def _filter(self, column: str) -> str:
        index = list(self.head).index(column)
        values = sorted({_text(row[index]) for row in self.rows} - {""})
        id_ = escape(f"{self.name}-filter-{index}")
        options = "".join(f'<option value="{escape(value)}">{escape(value)}</option>' for value in values)
        return (
            f'<div><label for="{id_}">{escape(column)}</label><select id="{id_}" data-column="{index}"'
            f' autocomplete="off"><option value="">all</option>{options}</select></div>'
        )


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Link) else cell


def _row(cells: Sequence[Cell]) -> str:
    first, *others = cells
    return "<tr>" + _cell(first, "th", ' scope="row"') + "".join(map(_cell, others)) + "</tr>"


def _cell(cell: Cell, tag: str = "td", more: str = "") -> str:
    """Write a cell; one with much text asks for the room of a line of reading."""
    if isinstance(cell, Link):
        return f'<{tag}{more}><a href="{escape(cell.address)}">{escape(cell.text)}</a></{tag}>'
    return f"<{tag}{more}{' class=long' if len(cell) > LONG else ''}>{escape(cell)}</{tag}>"
