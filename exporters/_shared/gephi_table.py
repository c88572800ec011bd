"""A table in the form that Gephi's spreadsheet import reads without loss.

Gephi takes a backslash as an escape, trims cells, and guesses a column's type from its first 25
rows: what has another type later is lost, and a text that looks like a number or a date becomes
one. Dates make a graph with a timeline in nodes that edges do not have, so that the newest Gephi
drops every edge. (See ImporterSpreadsheetCSV in Gephi, and AttributeUtils in its graphstore.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from noteweave.exporters._shared.property_columns import NARROW, Column
from noteweave.exporters._shared.tables import Row, Table

FIRST_ROWS = 25
"""Rows from which Gephi guesses types."""

_TEXT = {"id", "label", "source", "target", "type", "kind"}
"""Columns that are always text in Gephi."""
_number_like = re.compile(r"(?:[\d\s.,:;+\-TZEDFXPABC<>()\[\]\"'_]|infinity|nan)+", re.IGNORECASE)
_has_number = re.compile(r"\d|infinity|nan", re.IGNORECASE)
_time_in_brackets = re.compile(r"([\[(][\s,]*[\"']?)(?=[-+.]?(?:\d|inf))", re.IGNORECASE)
_whole_number = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?<!-0)")
_date = re.compile(r"^(\d{4})-(\d\d)-(\d\d)")
_moment = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.,+Z-]*)?")
_outer_blank = re.compile(r"^[\x00-\x20]|[\x00-\x20]\Z")


def names(columns: Sequence[Column]) -> list[str]:
    """Return column names; Gephi takes a text column for times if its name says so."""
    return [re.sub(r"(?<=inter)(?=val)|(?<=time)(?=stamp)", "_", column.name) for column in columns]


def gephi_rows(sample: Table, table: Table) -> Iterator[Row]:
    """Yield the rows of a table, first those from which Gephi can guess the columns' types.

    ISO dates and times are written with slashes. In a column of texts that all look like numbers,
    times or truth values, each gets a `#`, unless all are whole numbers, which look the same there.

    Args:
        sample: the same table, read once to find those rows; its losses are not reported.
        table: the table to write.
    """
    first: dict[int, Row] = {}
    undecided = {i: _Guess(c) for i, c in enumerate(sample.columns) if c.name not in _TEXT}
    for number, row in enumerate(sample.rows()):
        decided = [i for i, guess in undecided.items() if guess.decides(row[i])]
        if decided and len(first) < FIRST_ROWS:
            first[number] = row
            for index in decided:
                del undecided[index]
    marked = {i for i, guess in undecided.items() if guess.needs_mark}
    for row in first.values():
        yield _written(row, table.columns, marked)
    for number, row in enumerate(table.rows()):
        if number not in first:
            yield _written(row, table.columns, marked)


class _Guess:
    """Whether Gephi can guess the type of a column from the cells so far."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._is_text = column.type in ("str", "strings", "date")
        self._all_whole = True

    def decides(self, cell: Any) -> bool:
        """Whether Gephi finds the column's type if this cell is in the first rows."""
        if cell is None or not self._is_text:
            return cell is not None and (not self._column.wide or abs(cell) >= NARROW)
        text = _text(cell)
        self._all_whole = self._all_whole and bool(_whole_number.fullmatch(text))
        return not _looks_typed(text)

    @property
    def needs_mark(self) -> bool:
        """Whether cells would be lost or changed if no cell decides."""
        return self._column.wide or (self._is_text and not self._all_whole)


def _looks_typed(text: str) -> bool:
    """Whether Gephi may read a text as a number, a truth value, or times."""
    return bool(
        text.strip().lower() in ("true", "false")
        or (_has_number.search(text) and _number_like.fullmatch(text))
        or _time_in_brackets.search(text)
    )


def _written(row: Row, columns: Sequence[Column], marked: set[int]) -> Row:
    return [
        _cell(cell, column, index in marked)
        for index, (cell, column) in enumerate(zip(row, columns, strict=True))
    ]


def _cell(cell: Any, column: Column, mark: bool) -> Any:
    if column.type == "ints" and cell:
        return " ".join(f"L{number}" for number in cell)
    if cell is None or not (mark or isinstance(cell, str | list)):
        return cell
    text = _text(cell)
    if (mark and _looks_typed(text)) or text.lower() == "null":
        slashed = _with_slashes(text)
        text = slashed if slashed != text else _time_in_brackets.sub(r"\1#", f"#{text}")
    return _outer_blank.sub("\u00a0", text).replace("\\", "\\\\")


def _text(cell: Any) -> str:
    text = ", ".join(cell) if isinstance(cell, list) else str(cell)
    return _with_slashes(text) if _moment.fullmatch(text) else text


def _with_slashes(text: str) -> str:
    """Return an ISO date, alone or at the start of a text, in a form that is no time in Gephi."""
    return _date.sub(r"\1/\2/\3", text)
