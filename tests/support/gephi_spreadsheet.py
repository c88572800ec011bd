"""How Gephi's spreadsheet import reads a CSV file, as far as it decides what arrives.

A backslash escapes; cells are trimmed; a column's type is guessed from its first 25 rows, and a
later cell that is not of this type is lost; a date is a time. (Read in the sources of Gephi 0.10
and its graphstore.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

ROWS_TO_GUESS = 25
TEXT_COLUMNS = {"id", "label"}
TEXT_COLUMNS_OF_EDGES = {"source", "target", "type", "kind", "id", "label"}
ESCAPES = {"r": "\r", "n": "\n", "t": "\t", "b": "\b", "f": "\f"}
BOUND = re.compile(r"[\[(]([^\])]*)")


class Sheet(NamedTuple):
    types: dict[str, str]
    """Guessed type of each column."""
    rows: list[dict[str, Any]]
    """The cells that arrive; a cell that is lost is not there."""
    inconsistent: int
    """Rows that are skipped, for they have too many or too few cells."""


def read(data: bytes) -> Sheet:
    """Read a nodes or edges table."""
    header, *records = (tuple(map(trimmed, record)) for record in records_of(data.decode()))
    good = [dict(zip(header, r, strict=True)) for r in records if len(r) == len(header)]
    names = [name for name in header if name is not None]
    edges = {"source", "target"} & set(names)
    texts = TEXT_COLUMNS_OF_EDGES if edges else TEXT_COLUMNS
    first = good[:ROWS_TO_GUESS]
    types = {n: "text" if n in texts else guessed(n, [r[n] for r in first]) for n in names}
    rows = [{n: v for n in names if (v := parsed(row[n], types[n])) is not None} for row in good]
    return Sheet(types, rows, len(records) - len(good))


def records_of(text: str) -> Iterator[list[str]]:
    """Split into records; in and outside of quotes a backslash is an escape."""
    cells, cell, quoted, began, at = [], "", False, False, 0
    while at < len(text):
        character = text[at]
        at += 1
        if character == "\\":
            following = text[at : at + 1]
            at += 1
            known = following in ESCAPES or (following and following in '\\",\r\n\t\b\f')
            cell += ESCAPES.get(following, following) if known else f"\\{following}"
        elif quoted and character == '"' and text[at : at + 1] == '"':
            cell, at = cell + '"', at + 1
        elif character == '"' and (quoted or not cell.strip()):
            quoted, began = not quoted, True
        elif quoted or character not in ",\n":
            cell += character
        else:
            cells.append(cell)
            cell = ""
            if character == "\n":
                if len(cells) > 1 or cells[0] or began:
                    yield cells
                cells, began = [], False
    if quoted or cells or cell:
        yield [*cells, cell]


def trimmed(cell: str) -> str | None:
    """Trim as Java does: every character up to U+0020; an empty cell is no value."""
    return cell.strip("".join(map(chr, range(0x21)))) or None


def whole(bits: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[-+]?\d+", text) or abs(int(text)) >= 2**bits:
            raise ValueError(text)
        return int(text)

    return parse


def boolean(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def fraction(text: str) -> float:
    if re.fullmatch(r"[-+]?(Infinity|NaN|0[xX][\da-fA-F.]+[pP][-+]?\d+[fFdD]?)", text):
        return 0.5
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?[fFdD]?", text):
        raise ValueError(text)
    return float(text.rstrip("fFdD"))


def moment(text: str) -> Any:
    try:
        return fraction(text.replace("infinity", "Infinity"))
    except ValueError:
        return datetime.fromisoformat(text.strip())


def times(text: str) -> list[Any]:
    """Read a set of timestamps: numbers or dates, with or without brackets, quotes and commas."""
    values = re.findall(r"\"[^\"]*\"|'[^']*'|[^\s<>()\[\],][^\]),]*", text)
    found = [moment(value.strip("\"'").strip()) for value in values]
    if not found:
        raise ValueError(text)
    return found


def time_map(text: str) -> dict[Any, str]:
    """Read pairs of a time and a text in brackets, and ignore whatever is around the brackets."""
    found = {}
    for bound in BOUND.findall(text):
        values = [v.strip().strip("\"'") for v in bound.split(",") if v.strip()]
        if len(values) not in (2, 3):
            raise ValueError(text)
        found[moment(values[0])] = values[-1]
    if not found:
        raise ValueError(text)
    return found


PARSERS: dict[str, Callable[[str], Any]] = {
    "boolean": boolean,
    "int": whole(31),
    "long": whole(63),
    "big": whole(10_000),
    "double": fraction,
    "time map": time_map,
    "times": times,
    "text": str,
}


def guessed(name: str, cells: list[str | None]) -> str:
    """Return the first type that all cells have; text for an empty column."""
    values = [cell for cell in cells if cell]
    fitting = [t for t in PARSERS if values and all(fits(value, t) for value in values)]
    found = fitting[0] if fitting else "text"
    if found == "text" and ("interval" in name or "timestamp" in name or name == "timeset"):
        return "times"
    return found


def fits(value: str, type: str) -> bool:
    try:
        PARSERS[type](value)
    except (ValueError, KeyError):
        return False
    return True


def parsed(value: str | None, type: str) -> Any:
    """Return what arrives of a cell; None when it is lost."""
    if value is None or value.lower() == "null" or not fits(value, type):
        return None
    return PARSERS[type](value)
