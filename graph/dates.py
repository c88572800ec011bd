"""Find when a note was created and changed, from its properties or its file's name.

The file's own times are not used: a clone of a vault has new ones, and the same vault must give
the same graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from noteweave.graph.names import key

CREATED = (
    "created", "date", "date created", "date_created", "creation date", "created_at", "createdat",
    "published", "day", "创建时间", "创建日期", "创建于", "日期", "发布日期", "发布时间", "作成日",
)  # fmt: skip
"""Properties for the date of creation; the first that holds a date is used."""

MODIFIED = (
    "modified", "updated", "date modified", "date_modified", "last modified", "last_modified",
    "lastmod", "updated_at", "updatedat", "修改时间", "修改日期", "更新时间", "更新日期", "更新于",
)  # fmt: skip

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DATE = re.compile(r"\s*\[*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?:\d{4}(?:\d{2})?)?(?!\d)")
_EPOCH = range(10**11, 10**13)
"""Milliseconds since 1970, as Dendron writes them."""


def typed(value: Any) -> Any:
    """Return a property with its ISO dates (`2023-05-30` and nothing else) as `datetime.date`."""
    if isinstance(value, str):
        return (_iso(value) or value) if len(value) == 10 else value
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, dict):
        return {name: typed(item) for name, item in value.items()}
    return value


@lru_cache(maxsize=4096)  # many notes have the same date
def _iso(text: str) -> date | None:
    match = _ISO.fullmatch(text)
    return _date(match.groups()) if match else None


def of_note(properties: Mapping[str, Any]) -> tuple[str, str]:
    """Return the dates of creation and of the last change, each as `YYYY-MM-DD` or ""."""
    folded = {_folded(name): value for name, value in properties.items()}
    return _first(folded, CREATED), _first(folded, MODIFIED)


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return key(name.replace("-", " "))


def _first(folded: Mapping[str, Any], wanted: Iterable[str]) -> str:
    """Return the date in the first of the wanted properties that has one, or ""."""
    for name in wanted:
        if name in folded and (found := _of(folded[name])):
            return found.isoformat()
    return ""


def from_name(name: str) -> str:
    """Return the date at the beginning of a file's name (`2023-05-30`, `202305301200`), or ""."""
    match = _NAME.match(name)
    found = _date(match.groups()) if match else None
    return found.isoformat() if found else ""


def _of(value: Any) -> date | None:
    if isinstance(value, str):
        return _written(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in _EPOCH:
        return datetime.fromtimestamp(value / 1000, UTC).date()
    if isinstance(value, list) and value:
        return _of(value[0])
    return None


@lru_cache(maxsize=4096)
def _written(text: str) -> date | None:
    match = _DATE.match(text)
    return _date(match.groups()) if match else None


def _date(parts: Iterable[Any]) -> date | None:
    year, month, day = (int(part) for part in parts)
    try:
        return date(year, month, day) if year >= 1000 else None
    except ValueError:
        return None
