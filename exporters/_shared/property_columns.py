"""The nodes as a typed table: the schema's columns, then one `fm.` column for each property.

Every cell of a column has one type. The values in the notes decide it: whole numbers and fractions
together are fractions, any other mixture is text.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from noteweave.exporters._shared.losses import Loss, Losses
from noteweave.exporters._shared.xml_text import property_name
from noteweave.graph.schema import NODE_ATTRIBUTES

if TYPE_CHECKING:
    import networkx as nx

ColumnType = Literal["bool", "int", "float", "date", "str", "strings", "ints"]

PROPERTY, EXTRA = "fm.", "extra."
"""Prefix of the column of a frontmatter property, and of an attribute that a script has added."""

_FIRST = (
    *("label", "kind", "folder", "tag", "tags", "path", "created", "modified", "words"),
    *("in_links", "out_links", "rank", "community", "exists", "orphan"),
)
_ELSEWHERE = {"properties", "x", "y"}
SCHEMA = {a.name: a for a in NODE_ATTRIBUTES}
NARROW, WIDE, EXACT = 2**31, 2**63, 2**53
"""Whole numbers from here on do not fit 32 bits, 64 bits, and a float without rounding."""


class Column(NamedTuple):
    """One column; `name` is an XML NMTOKEN, and unique without regard to case."""

    name: str
    type: ColumnType
    wide: bool = False
    """Whole numbers beyond 32 bits occur."""


class NodeTable:
    """The columns of a graph's nodes, and each node's cells."""

    def __init__(self, graph: nx.MultiDiGraph[str], losses: Losses) -> None:
        present: set[str] = set()
        found: dict[str, _ValueTypes] = {}
        dates = {a.name for a in NODE_ATTRIBUTES if a.type == "date"}
        for _, node in graph.nodes(data=True):
            present.update(node)
            dates = {n for n in dates if not node.get(n) or is_day(node[n])}
            for name, value in _free(node):
                found.setdefault(name, _ValueTypes()).add(value)
        names = [n for n in _FIRST if n in present]
        names += [n for n in SCHEMA if n in present and n not in _ELSEWHERE and n not in names]
        fixed = [Column(n, "date" if n in dates else _schema_type(n)) for n in names]
        free = [found[n].column(n) for n in sorted(found) if found[n].types]
        self.columns: tuple[Column, ...] = (*fixed, *free)
        self._fixed = [(c.name, _EXACT[c.type], _CONFORM[c.type]) for c in fixed]
        self._free = {c.name: (len(fixed) + i, _CONFORM[c.type]) for i, c in enumerate(free)}
        self._losses = losses

    def cells(self, node: Mapping[str, Any]) -> list[Any]:
        """Return one value for each column: of the column's type, or None if there is no value."""
        losses = self._losses
        row: list[Any] = []
        for name, exact, conform in self._fixed:
            value = node.get(name)
            if value.__class__ is exact:  # most cells: saves a call for each
                row.append(None if value == "" else value)
            else:
                row.append(None if value is None else conform(value, losses))
        row += [None] * len(self._free)
        for name, value in _free(node):
            if _type_of(value) is None:  # empty or NaN: there may be no column for it
                losses[Loss.NUMBER] += isinstance(value, float)
                continue
            index, conform = self._free[name]
            cell = conform(value, losses)
            if cell is None:
                continue
            if row[index] is not None:
                losses[Loss.CLASH] += 1
                continue
            row[index] = cell
        return row

    def named_cells(self, node: Mapping[str, Any]) -> Iterator[tuple[Column, Any]]:
        """Yield each column with its value, where there is one."""
        for column, cell in zip(self.columns, self.cells(node), strict=True):
            if cell is not None:
                yield column, cell

    def cell(self, node: Mapping[str, Any], name: str) -> Any:
        """Return the value of one column; losses are not counted."""
        if name in SCHEMA:
            return _CONFORM[_schema_type(name)](node.get(name), Losses())
        found = (value for column, value in _free(node) if column == name)
        return next((self._free[name][1](value, Losses()) for value in found), None)


def _free(node: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield column name and value of every property and attribute outside of the schema."""
    properties = node.get("properties")
    if isinstance(properties, Mapping):
        for key, value in properties.items():
            yield PROPERTY + property_name(str(key)), value
    if not node.keys() <= SCHEMA.keys():
        for key, value in node.items():
            if key not in SCHEMA:
                yield EXTRA + property_name(str(key)), value


def _schema_type(name: str) -> ColumnType:
    kind = SCHEMA[name].type
    return kind if kind in ("bool", "int", "float", "strings") else "str"


def is_day(value: Any) -> bool:
    """Whether a value is a date of the calendar, or its ISO text: `2024-02-29`."""
    if not isinstance(value, str):
        return isinstance(value, date) and not isinstance(value, datetime)
    if len(value) != 10 or value[4] != "-":
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


class _ValueTypes:
    """The types of the values that one property has in all notes."""

    __slots__ = ("largest", "types")

    def __init__(self) -> None:
        self.types: set[ColumnType] = set()
        self.largest = 0

    def add(self, value: Any) -> None:
        kind = _type_of(value)
        if kind is not None:
            self.types.add(kind)
            if kind == "int":
                self.largest = max(self.largest, abs(value))

    def column(self, name: str) -> Column:
        kind: ColumnType = "str"
        if len(self.types) == 1:
            kind = next(iter(self.types))
        elif self.types == {"int", "float"} and self.largest <= EXACT:
            kind = "float"
        if kind == "int" and self.largest >= WIDE:
            kind = "str"
        return Column(name, kind, kind == "int" and self.largest >= NARROW)


def _type_of(value: Any) -> ColumnType | None:
    """Return the type of a property's value; None for an empty value, NaN and infinity."""
    if value.__class__ is str:  # most values
        return "str" if value else None
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int"
    if isinstance(value, float):
        return "float" if math.isfinite(value) else None
    if isinstance(value, date) and not isinstance(value, datetime):
        return "date"
    if isinstance(value, list | tuple | set | frozenset):
        return "strings" if value else None
    return None if value is None or value in ("", {}) else "str"


def _as_bool(value: Any, losses: Losses) -> bool | None:
    if isinstance(value, bool):
        return value
    losses[Loss.TYPE] += 1
    return None


def _as_int(value: Any, losses: Losses) -> int | None:
    if isinstance(value, int) and abs(value) < WIDE:
        return int(value)
    losses[Loss.TYPE] += 1
    return None


def _as_float(value: Any, losses: Losses) -> float | None:
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    losses[Loss.NUMBER if isinstance(value, float) else Loss.TYPE] += 1
    return None


def _as_str(value: Any, losses: Losses) -> str | None:
    return as_text(value, losses) or None


def _as_strings(value: Any, losses: Losses) -> list[str] | None:
    return _texts(value, losses) or None


_CONFORM: Mapping[ColumnType, Callable[[Any, Losses], Any]] = {
    "bool": _as_bool,
    "int": _as_int,
    "float": _as_float,
    "date": _as_str,
    "str": _as_str,
    "strings": _as_strings,
}


_EXACT: Mapping[ColumnType, type | None] = {
    "bool": bool,
    "int": None,
    "float": None,
    "date": str,
    "str": str,
    "strings": None,
}
"""The class of value that needs no conversion for a column; an empty text is no value."""


def as_text(value: Any, losses: Losses) -> str:
    """Return any value of a property as one text: lists joined by `, `, maps as JSON."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        losses[Loss.BIG] += abs(value) >= WIDE
        return str(value) if abs(value) < 10**4000 else hex(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return repr(value)
        losses[Loss.NUMBER] += 1
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_texts(value, losses))
    if isinstance(value, Mapping):
        return json.dumps(plain(value, losses), ensure_ascii=False)
    return str(value)


def _texts(value: Any, losses: Losses) -> list[str]:
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if not isinstance(value, list | tuple):
        value = (value,)
    return [text for item in value if (text := as_text(item, losses))]


def plain(value: Any, losses: Losses) -> Any:
    """Return a value that JSON can hold: dates as text, NaN and infinity as null.

    Whole numbers beyond 2**53 become text: most readers of JSON would round them.
    """
    kind = type(value)  # compared first: nearly all of millions of values are of these types
    if kind is str or kind is bool or value is None:
        return value
    if kind is dict:
        return {str(key): plain(item, losses) for key, item in value.items()}
    if isinstance(value, int):
        if abs(value) <= EXACT:
            return int(value)
        losses[Loss.BIG] += 1
        return str(value) if abs(value) < 10**4000 else hex(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return float(value)
        losses[Loss.NUMBER] += 1
        return None
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return [plain(item, losses) for item in value]
    if isinstance(value, Mapping):
        return plain(dict(value), losses)
    return value.isoformat() if isinstance(value, date) else str(value)
